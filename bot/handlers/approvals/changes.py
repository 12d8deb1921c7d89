"""What one message changed: the change set, its records as they are now, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.message import Line, Turn, line
from bot.settling import settle
from core.approvals import Undo
from core.base.records import Record
from core.base.refusal import Refusal
from core.ledger import Allocation, Payment, Receivable
from core.people import Team
from core.sales import Account, Word
from storage.audit import Entry
from storage.outbox import Outgoing
from storage.tables.books import BY_NAME

FOLLOWS = (Allocation, Team, Undo)  # taken back with what they belong to, or bookkeeping of our own


def changes(turn: Turn, source: int) -> list[Entry]:
    """The business changes of a change set, in order."""
    acts = ("create", "update")
    return [
        one for one in turn.store.audit.of_source(source) if one.act in acts and BY_NAME[one.kind].record not in FOLLOWS
    ]


def undoable(turn: Turn, source: int) -> bool:
    """Whether a change set holds something that still counts and was no undo itself."""
    approvals = turn.store.approvals
    if turn.store.imports.one(source) is not None:
        return False  # a whole file: `gengfu import --undo`
    return approvals.undone_by(source) is None and approvals.undid(source) is None and bool(changes(turn, source))


def accounts_of(turn: Turn, source: int) -> set[int]:
    """The accounts a change set was about."""
    records = (turn.store.get(BY_NAME[one.kind].record, one.record_id) for one in changes(turn, source))
    return {row for one in records if (row := getattr(one, "account_id", None))}


def account_of(turn: Turn, card: Outgoing) -> int | None:
    """The one account a card is about; None where there is none, or several."""
    face = turn.store.outbox.face(card)
    alerts = [turn.store.watch.alert(int(row)) for row in face.get("alerts", ())]
    found = {one.account_id for one in alerts if one} or accounts_of(turn, card.source)
    return found.pop() if len(found) == 1 else None


def standing(turn: Turn, payment: Payment) -> Payment:
    """The payment itself, or the one that took its place when its reversal was taken back; a Refusal if none stands."""
    reversal = turn.store.ledger.reversal_of(payment.id)
    if reversal is None:
        return payment
    reversed_by = turn.store.audit.of_record(reversal.id)[0].source
    undone_by = turn.store.approvals.undone_by(reversed_by)
    if undone_by is None:
        corrected = any(one.reverses_id is None for one in payments_of(turn, reversed_by))
        raise Refusal("undo_changed_since", what=called(turn, payment)) if corrected else Refusal("undo_already")
    alike = (one for one in payments_of(turn, undone_by) if one.amount == payment.amount)
    return standing(turn, next(alike))


def payments_of(turn: Turn, source: int) -> list[Payment]:
    """The payment entries one change set made."""
    made = (
        turn.store.get(Payment, one.record_id) for one in changes(turn, source) if BY_NAME[one.kind].record is Payment
    )
    return [one for one in made if one is not None]


def settle_allocated(turn: Turn, allocations: Sequence[Allocation]) -> None:
    settle(
        turn.store, *(one for row in {a.receivable_id for a in allocations} for one in as_now(turn, Receivable, row))
    )


def as_now(turn: Turn, kind: type[Record], row: int) -> list[Record]:
    found = turn.store.get(kind, row)
    return [found] if found else []


def called(turn: Turn, record: Any) -> Line:
    """What a record is called in a sentence: its kind and its account."""
    if isinstance(record, Word):
        return line("record_called_word", word=record.text)
    name = record.name if isinstance(record, Account) else account_name(turn, getattr(record, "account_id", None))
    return line("record_called", kind=Line(f"record_{type(record).__name__.lower()}"), account=name)


def account_name(turn: Turn, row: int | None) -> str:
    account = turn.store.get(Account, row) if row else None
    return account.name if account else ""
