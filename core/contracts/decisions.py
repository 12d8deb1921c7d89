"""Decisions about contracts: signing, renewing, ending, and the instalments their amount is paid in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.base.calendar import month_end, plus_months
from core.base.money import Money, total
from core.base.records import evolve
from core.base.refusal import Refusal
from core.contracts.records import Contract, Invoice

WHOLE = 10_000  # basis points
TENTHS, PERCENT = Decimal(10), Decimal(100)


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment of a contract: its place among `count`, its share in basis points, and what that comes to."""

    number: int
    count: int
    share: int
    amount: Money
    retention: bool


def sign(contract: Contract) -> Contract:
    """The contract if its days and amount hold together; Refusal `contract_ends_before_start`, `amount_not_positive`.

    It may have ended already: old contracts are written down too.
    """
    if contract.start and contract.ends_on and contract.ends_on < contract.start:
        raise Refusal("contract_ends_before_start", start=contract.start, end=contract.ends_on)
    if contract.amount is not None and not contract.amount.is_positive:
        raise Refusal("amount_not_positive", amount=contract.amount)
    return contract


def renew(old: Contract, renewal: Contract) -> tuple[Contract, Contract]:
    """The old contract as renewed and the one that takes over, on the day after the old one ends.

    Refusal `contract_not_longer` where the renewal does not end later than what it renews.
    """
    if old.ends_on and renewal.ends_on and renewal.ends_on <= old.ends_on:
        raise Refusal("contract_not_longer", end=renewal.ends_on, before=old.ends_on)
    return evolve(old, state="renewed"), sign(replace(renewal, renews_id=old.id, starts_on=renewal_start(old, renewal)))


def renewal_start(old: Contract, renewal: Contract) -> date | None:
    """As agreed, else the day after the old one ends."""
    return renewal.starts_on or (old.ends_on + timedelta(days=1) if old.ends_on else None)


def let_run_out(contract: Contract) -> Contract:
    """It will not be renewed: it holds until its last day, and nobody needs to be asked again."""
    return evolve(contract, state="ended")


def terminate(contract: Contract, on: date) -> Contract:
    """It ends on that day, whatever was agreed; Refusal `contract_ends_before_start`."""
    return sign(evolve(contract, state="ended", ends_on=on))


def end_of_term(start: date, months: int) -> date:
    """The last day of a term of whole months: a year from 19 November ends on 18 November."""
    return plus_months(start, months) - timedelta(days=1)


def keeps_term(start: date, end: date, months: int) -> bool:
    """Whether an end is that of a term; people say the last day as well as the day after it."""
    return end_of_term(start, months) <= end <= plus_months(start, months)


def due_after_invoice(invoiced_on: date, days: int, *, from_month_end: bool = True) -> date:
    """月结N: N days from the end of the month in which the invoice was written; net N: from the invoice itself."""
    return (month_end(invoiced_on) if from_month_end else invoiced_on) + timedelta(days=days)


def not_invoiced(contract: Contract, invoices: Iterable[Invoice]) -> Money | None:
    """What of a contract is not invoiced yet, in its currency; negative where more was. None: it has no amount."""
    if contract.amount is None:
        return None
    currency = contract.amount.currency
    standing = (one.amount for one in invoices if not one.void and one.amount.currency == currency)
    return contract.amount - total(standing, currency)


# -- instalments


def shares_of(weights: Sequence[Decimal], retention: Decimal | None = None) -> tuple[int, ...]:
    """The instalments in basis points: 3-4-3 is 30, 40 and 30 %. A retention (percent) is the last of them.

    It is held back from the last instalment, unless that one is the retention itself. Refusal `plan_not_whole` where
    the weights are neither tenths nor percents of the whole, `plan_retention_too_large`.
    """
    whole = next((one for one in (TENTHS, PERCENT) if sum(weights) == one), None)
    if whole is None or min(weights) <= 0:
        raise Refusal("plan_not_whole", parts=tuple(weights), sum=sum(weights, Decimal(0)))
    shares = [int(weight * WHOLE / whole) for weight in weights]
    shares[-1] += WHOLE - sum(shares)
    return _holding_back(shares, int((retention or 0) * 100))


def _holding_back(shares: list[int], retained: int) -> tuple[int, ...]:
    if retained in (0, shares[-1]):
        return tuple(shares)
    if retained > shares[-1]:
        raise Refusal("plan_retention_too_large", retention=Decimal(retained) / 100, last=Decimal(shares[-1]) / 100)
    return (*shares[:-1], shares[-1] - retained, retained)


def parts_of(contract: Contract) -> tuple[Part, ...]:
    """The instalments of a contract in money; they add up to its amount to the last coin. None: it has no plan."""
    if contract.amount is None or not (contract.shares or contract.retained):
        return ()
    shares = contract.shares or (WHOLE - contract.retained, contract.retained)
    amounts = contract.amount.split(shares)
    parts = (
        Part(number, len(shares), share, amount, bool(contract.retained) and number == len(shares))
        for number, (share, amount) in enumerate(zip(shares, amounts, strict=True), 1)
    )
    return tuple(one for one in parts if contract.shares or one.retention)
