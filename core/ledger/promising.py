"""Whether promises were kept: decided by the entries alone, so that replaying them gives the same answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.base.calendar import WorkingCalendar
from core.base.money import Money, total
from core.ledger.records import Adjustment, Allocation, Payment, Promise, Receivable, WriteOff

State = Literal["open", "kept", "late", "broken"]
LATE_DAYS = 3  # working days after the day promised within which money still counts as late, not as broken


@dataclass(frozen=True, slots=True)
class Entries:
    """All the money of one account: what was billed, paid, allocated, adjusted, written off."""

    receivables: Sequence[Receivable]
    payments: Sequence[Payment]
    allocations: Sequence[Allocation]
    adjustments: Sequence[Adjustment] = ()
    write_offs: Sequence[WriteOff] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """A promise and how it ended. `meant` is the sum it stood for, None where nothing was open when it was given."""

    promise: Promise
    state: State
    meant: Money | None


def standing(payments: Iterable[Payment]) -> list[Payment]:
    """Payments that were not taken back, oldest first."""
    entries = list(payments)
    countered = {one.reverses_id for one in entries}
    kept = (one for one in entries if one.reverses_id is None and one.id not in countered)
    return sorted(kept, key=lambda one: (one.on, one.id))


def tallies(promises: Iterable[Promise], entries: Entries, today: date, calendar: WorkingCalendar) -> list[Tally]:
    """How each promise with a day ended as of `today`, the first due first.

    Kept: what it meant was paid by the end of its day, or of the next working day where that is closed. Late: within
    three working days more. Broken: not even then; and until then, as soon as its day is over. Money counts once: the
    promise due first takes it. Days are the team's.
    """
    paid = [(one.on, one.amount) for one in standing(entries.payments)]
    found = []
    dated = (one for one in promises if one.by_on is not None and not one.void)
    for promise in sorted(dated, key=lambda one: (one.by_on or today, one.id)):
        meant = meant_by(promise, entries)
        found.append(Tally(promise, _state(promise, meant, paid, today, calendar), meant))
    return found


def meant_by(promise: Promise, entries: Entries) -> Money | None:
    """The sum a promise stood for: the amount said, or that share of, or all that was open on the day it was said and
    due by its day (of the oldest receivable if none was). None if nothing was open."""
    if promise.amount is not None:
        return promise.amount
    open_then = [
        (one, open_on(one, entries, promise.said_on))
        for one in sorted(entries.receivables, key=lambda one: (one.due_on, one.id))
        if promise.receivable_id in (None, one.id)
    ]
    open_then = [(one, balance) for one, balance in open_then if balance.is_positive]
    if not open_then:
        return None
    until = promise.until or promise.by_on
    due = [pair for pair in open_then if until and pair[0].due_on <= until] or open_then[:1]
    currency = due[0][1].currency
    whole = total((balance for _, balance in due if balance.currency == currency), currency)
    return whole.split([promise.percent, 100 - promise.percent])[0] if promise.percent else whole


def open_on(receivable: Receivable, entries: Entries, day: date) -> Money:
    """What was still to come of a receivable at the end of a day, by the days entries count."""
    balance = receivable.amount
    for entry in entries.adjustments:
        if entry.receivable_id == receivable.id and entry.on <= day:
            balance = balance + entry.amount
    settled: Sequence[Allocation | WriteOff] = (*entries.allocations, *entries.write_offs)
    for part in settled:
        if part.receivable_id == receivable.id and part.on <= day:
            balance = balance - part.amount
    return balance


def _state(
    promise: Promise, meant: Money | None, paid: list[tuple[date, Money]], today: date, calendar: WorkingCalendar
) -> State:
    """Take from `paid` what this promise uses up, and say how it ended."""
    last = calendar.next_working(promise.until or promise.by_on or today)
    if meant is None:
        return "kept" if today > last else "open"
    reached = _reached(promise.said_on, meant, paid, calendar.plus_working(last, LATE_DAYS))
    if reached is not None and reached <= min(last, today):
        return "kept"
    if reached is not None and reached <= today:
        return "late"
    return "open" if today <= last else "broken"


def _reached(since: date, meant: Money, paid: list[tuple[date, Money]], until: date) -> date | None:
    """The day by which so much had come in; what was needed of it is taken out of `paid` if it had."""
    missing, taken = meant, defaultdict[int, Money](lambda: Money.zero(meant.currency))
    for place, (on, amount) in enumerate(paid):
        if amount.currency != meant.currency or not since <= on <= until or not missing.is_positive:
            continue
        taken[place] = min(amount, missing)
        missing = missing - taken[place]
        if not missing.is_positive:
            for used, part in taken.items():
                paid[used] = (paid[used][0], paid[used][1] - part)
            return on
    return None
