"""Whether promises were kept: decided by the entries alone, so that replaying them gives the same answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

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
    """A promise and how it ended. `meant` is the sum it stood for, None where nothing was open when it was given;
    `missing` what of it has still to come."""

    promise: Promise
    state: State
    meant: Money | None
    missing: Money | None = None


class Came(NamedTuple):
    """A payment that stands, with what of it no promise has used up."""

    on: date
    payment_id: int
    amount: Money

    def counts_for(self, promise: Promise, currency: str) -> bool:
        """Whether it came after the promise was said: of that day, what was in the books before it did not."""
        since = self.on > promise.said_on or (self.on == promise.said_on and self.payment_id > promise.id)
        return since and self.amount.currency == currency


def standing(payments: Iterable[Payment]) -> list[Payment]:
    """Payments that were not taken back, oldest first."""
    entries = list(payments)
    countered = {one.reverses_id for one in entries}
    kept = (one for one in entries if one.reverses_id is None and one.id not in countered)
    return sorted(kept, key=lambda one: (one.on, one.id))


def tallies(promises: Iterable[Promise], entries: Entries, today: date, calendar: WorkingCalendar) -> list[Tally]:
    """How each promise with a day ended as of `today`, the first due first.

    Only what came in after it was said counts.
    Kept: what it meant was paid by the end of its day, or of the next working day where that is closed. Late: within
    three working days more. Broken: not even then; and until then, as soon as its day is over. Money counts once: the
    promise due first takes it. One said again is one promise. Days are the team's.
    """
    dated = [one for one in promises if one.by_on is not None and not one.void]
    if not dated:
        return []
    paid = [Came(one.on, one.id, one.amount) for one in standing(entries.payments)]
    found = []
    first = {same_promise(one): one for one in sorted(dated, key=lambda one: one.id, reverse=True)}
    for promise in sorted(first.values(), key=lambda one: (one.by_on or today, one.id)):
        meant = meant_by(promise, entries)
        missing = meant - _came(promise, meant, paid, today) if meant is not None else None
        found.append(Tally(promise, _state(promise, meant, paid, today, calendar), meant, missing))
    return found


def same_promise(promise: Promise) -> tuple[object, ...]:
    """What two promises have in common of which one is the other said again: the day, what it is for, and the amount.
    Another amount for the same day is another promise."""
    return promise.by_on, promise.until, promise.receivable_id, promise.amount, promise.percent


def in_all(told: Iterable[Tally], currency: str) -> Money | None:
    """What promises for one day still stand for together: amounts add up, one without is for all there is. None where
    nothing is missing of any."""
    missing = [one for one in told if one.missing is not None and one.missing.currency == currency]
    named = (one.missing for one in missing if one.missing is not None and one.promise.amount is not None)
    whole = (one.missing for one in missing if one.missing is not None and one.promise.amount is None)
    return max([total(named, currency), *whole]) if missing else None


def _came(promise: Promise, meant: Money, paid: Iterable[Came], today: date) -> Money:
    """How much of what a promise meant has come in since."""
    fitting = (one.amount for one in paid if one.counts_for(promise, meant.currency) and one.on <= today)
    return min(meant, total(fitting, meant.currency))


def still_promised(receivable: Receivable, open_now: Iterable[Receivable], told: Iterable[Tally]) -> Money:
    """How much of what is open of a receivable was promised for its day and has still to come. A promise over several
    receivables is for the one due first, then for the next; where nobody named a sum it is for all of it."""
    ours = [one for one in told if one.promise.by_on == receivable.promised_on]
    ours = [one for one in ours if one.promise.receivable_id in (None, receivable.id)]
    currency = receivable.amount.currency
    left = in_all(ours, currency)
    if left is None:
        return receivable.balance
    for other in sorted(open_now, key=lambda one: (one.due_on, one.id)):
        if other.id == receivable.id:
            break
        if other.promised_on == receivable.promised_on and other.amount.currency == currency:
            left = left - min(left, other.balance)
    return min(left, receivable.balance)


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


def _state(promise: Promise, meant: Money | None, paid: list[Came], today: date, calendar: WorkingCalendar) -> State:
    """Take from `paid` what this promise uses up, and say how it ended."""
    last = calendar.next_working(promise.until or promise.by_on or today)
    if meant is None:
        return "kept" if today > last else "open"
    reached = _reached(promise, meant, paid, calendar.plus_working(last, LATE_DAYS))
    if reached is not None and reached <= min(last, today):
        return "kept"
    if reached is not None and reached <= today:
        return "late"
    return "open" if today <= last else "broken"


def _reached(promise: Promise, meant: Money, paid: list[Came], until: date) -> date | None:
    """The day by which so much had come in; what was needed of it is taken out of `paid` if it had."""
    missing, taken = meant, defaultdict[int, Money](lambda: Money.zero(meant.currency))
    for place, one in enumerate(paid):
        if not one.counts_for(promise, meant.currency) or one.on > until or not missing.is_positive:
            continue
        taken[place] = min(one.amount, missing)
        missing = missing - taken[place]
        if not missing.is_positive:
            for used, part in taken.items():
                paid[used] = paid[used]._replace(amount=paid[used].amount - part)
            return one.on
    return None
