"""What will not come: a write-off settles a receivable without money; it is an entry, countered and never removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from core.base.money import Money, total
from core.base.refusal import Refusal
from core.ledger.records import Receivable, WriteOff


def write_off(
    receivable: Receivable, amount: Money, at: datetime, on: date, new_id: int, approval_id: int | None = None
) -> WriteOff:
    """The entry that takes an amount of a receivable off the books; it is owed no more, and was not paid.

    Refusal `write_off_not_positive`, `write_off_currency`, `write_off_beyond` (what is still open).
    """
    check_write_off(receivable, amount)
    return WriteOff(
        id=new_id, account_id=receivable.account_id, receivable_id=receivable.id, amount=amount, on=on, recorded_at=at,
        approval_id=approval_id,
    )  # fmt: skip


def check_write_off(receivable: Receivable, amount: Money) -> None:
    """Whether so much may be written off; the same Refusals."""
    if not amount.is_positive:
        raise Refusal("write_off_not_positive", amount=amount)
    if amount.currency != receivable.amount.currency:
        raise Refusal("write_off_currency", amount=amount, owed=receivable.balance)
    if amount > receivable.balance:
        raise Refusal("write_off_beyond", amount=amount, owed=receivable.balance)


def written_off(entries: Iterable[WriteOff], currency: str) -> Money:
    """What of these entries stands, in one currency."""
    return total((one.amount for one in entries if one.amount.currency == currency), currency)


def take_up_again(entries: Iterable[WriteOff], receivable: Receivable, at: datetime, on: date, new_id: int) -> WriteOff:
    """The entry that counters all that is written off of a receivable: it is owed again. Refusal `write_off_none`."""
    standing = written_off(entries, receivable.amount.currency)
    if not standing.is_positive:
        raise Refusal("write_off_none")
    return WriteOff(
        id=new_id, account_id=receivable.account_id, receivable_id=receivable.id, amount=-standing, on=on,
        recorded_at=at,
    )  # fmt: skip
