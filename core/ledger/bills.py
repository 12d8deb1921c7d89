"""Bank acceptance bills: what they cover is owed until they mature, and then collected, or owed anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.base.money import Money, total
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger.decisions import Shares
from core.ledger.records import Bill, Receivable


def cover(amount: Money, open_now: Sequence[Receivable], bills: Iterable[Bill]) -> Shares:
    """What a new bill is for: the one receivable with exactly that much uncovered, else the oldest due first; what
    other bills cover already is left out."""
    held = [one for one in bills if one.is_open]
    free = [(one, one.balance - covered_by(held, one)) for one in open_now if one.amount.currency == amount.currency]
    exact = [(one, amount) for one, left in free if left == amount]
    if exact:
        return exact[:1]
    shares: Shares = []
    left_over = amount
    for receivable, left in sorted(free, key=lambda pair: (pair[0].due_on, pair[0].id)):
        part = min(left, left_over)
        if part.is_positive:
            shares.append((receivable, part))
            left_over = left_over - part
    return shares


def covered_by(bills: Iterable[Bill], receivable: Receivable) -> Money:
    """How much of a receivable bills that are held cover."""
    currency = receivable.amount.currency
    return total(
        (part for bill in bills if bill.is_open for row, part in bill.shares if row == receivable.id), currency
    )


def paused_by(receivable: Receivable, bills: Iterable[Bill]) -> Receivable | None:
    """The receivable as the bills leave it, where that is otherwise than it stands: not chased until the first of them
    matures while they cover all of it."""
    held = [one for one in bills if one.is_open and any(row == receivable.id for row, _ in one.shares)]
    whole = receivable.balance.is_positive and covered_by(held, receivable) >= receivable.balance
    until = min((one.matures_on for one in held), default=None) if whole else None
    return evolve(receivable, covered_until=until) if until != receivable.covered_until else None


def collected(bill: Bill, on: date) -> Bill:
    """The bank paid it. Refusal `bill_decided`."""
    _open(bill)
    return evolve(bill, state="collected", decided_on=on)


def dishonoured(bill: Bill, on: date) -> Bill:
    """The bank did not pay it. Refusal `bill_decided`."""
    _open(bill)
    return evolve(bill, state="dishonoured", decided_on=on)


def owed_anew(receivables: Iterable[Receivable], on: date) -> list[Receivable]:
    """What a dishonoured bill covered, chased anew from that day."""
    return [evolve(one, covered_until=None, resumed_on=on) for one in receivables if one.balance.is_positive]


def _open(bill: Bill) -> None:
    if not bill.is_open:
        raise Refusal("bill_decided", state=bill.state)
