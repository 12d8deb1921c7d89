"""How far a customer can be trusted with credit: 0 to 100 from the ledger alone, each point with its reason.

Four parts, their weights are policy; docs/credit-score.md explains them with sources and worked examples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from core.base.calendar import DAY, WorkingCalendar, plus_months
from core.base.money import Money
from core.base.policy import CreditPolicy
from core.ledger.promising import LATE_DAYS, Entries, State, Tally, tallies
from core.ledger.records import Promise, Receivable, WriteOff

GRADES = "ABCDE"
# Days beyond terms and the percent of points left: the steps of D&B's PAYDEX (80 prompt ... 20 at 120 days).
BEYOND_TERMS = ((0, 100), (15, 83), (22, 67), (30, 50), (60, 33), (90, 17), (120, 0))
# The ageing classes a receivable passes through, and how much of it counts as doubtful (percent).
WRITTEN_OFF = 120  # days beyond terms that a write-off counts as: nothing is left of the points
DOUBTFUL = ((90, 100), (60, 75), (30, 50), (0, 25))
HUNDRED = Decimal(100)
ENDED: tuple[State, ...] = ("kept", "late", "broken")


class Paid(NamedTuple):
    """One receivable's share of one payment, or what of it is still open and overdue (`on` None: not paid yet)."""

    receivable: Receivable
    amount: Money
    on: date | None
    days: int  # beyond terms; 0 for what came in time
    written_off: bool = False  # `on` is the day it was given up


class Reason(NamedTuple):
    """A part of the score: `points` of `most`, and the facts that made it."""

    key: str
    points: int
    most: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """The reasons' points add up to `points`. `rows` are what payment times were taken from, the latest first."""

    points: int
    grade: str
    reasons: tuple[Reason, ...]
    rows: tuple[Paid, ...]
    promises: tuple[Tally, ...]


def score(
    entries: Entries, promises: Iterable[Promise], today: date, calendar: WorkingCalendar, policy: CreditPolicy
) -> Score | None:
    """The score as of a day, in the team's time zone; None as long as nothing was paid and nothing is overdue.

    Only what the last `policy.months` months hold counts; currencies are weighed each in its own, never added.
    """
    since = plus_months(today, -policy.months)
    rows = [row for row in paid_rows(entries, today) if (row.on or today) >= since]
    if not rows:
        return None
    told = tuple(one for one in tallies(promises, entries, today, calendar) if one.promise.said_on >= since)
    reasons = (
        _timing(rows, policy.weights[0]),
        _overdue(entries.receivables, [row for row in rows if row.on is None], policy.weights[1]),
        _promises(told, policy.weights[2]),
        _experience(entries.receivables, rows, policy.weights[3], policy.known_after),
    )
    points = sum(reason.points for reason in reasons)
    return Score(points, grade_of(points, policy), reasons, tuple(rows), told)


@dataclass(frozen=True, slots=True)
class Rating:
    """A score as it is kept: made on a day under a version of the policy. Until `until` (None: for good) it is the same
    as one made anew, unless something is logged. `size`: how many payments and promises it was made from."""

    points: int
    grade: str
    reasons: tuple[Reason, ...]
    scored_on: date
    until: date | None
    policy_version: int
    size: int = 0

    @property
    def parts(self) -> tuple[int, ...]:
        """The points of the reasons."""
        return tuple(one.points for one in self.reasons)


def good_until(
    entries: Entries, promises: Iterable[Promise], today: date, calendar: WorkingCalendar, policy: CreditPolicy
) -> date | None:
    """The first later day on which the score may be another though nothing is logged: something is or becomes overdue,
    a promise comes to its end, or the oldest of what counts leaves the months looked at. None: never.
    """
    tomorrow, since = today + DAY, plus_months(today, -policy.months)
    days = [max(one.due_on + DAY, tomorrow) for one in entries.receivables if one.is_open]
    for tally in tallies(promises, entries, today, calendar):
        by_on = tally.promise.by_on
        if by_on is not None and calendar.plus_working(by_on, LATE_DAYS + 1) >= today:
            days.append(max(by_on, tomorrow))
        days.append(plus_months(tally.promise.said_on, policy.months) + DAY)
    days += [plus_months(part.on, policy.months) + DAY for part in entries.allocations if part.on >= since]
    return min((day for day in days if day > today), default=None)


def grade_of(points: int, policy: CreditPolicy) -> str:
    """A to E by the policy's bounds, the best first."""
    return GRADES[next((place for place, least in enumerate(policy.grades) if points >= least), len(policy.grades))]


def paid_rows(entries: Entries, today: date) -> list[Paid]:
    """Every share of a payment that stands, and what is open past its due day; the latest first."""
    due = {one.id: one for one in entries.receivables}
    shares: dict[tuple[int, int], Money] = {}
    days: dict[tuple[int, int], date] = {}
    for part in entries.allocations:
        key = (part.payment_id, part.receivable_id)
        shares[key] = shares[key] + part.amount if key in shares else part.amount
        days.setdefault(key, part.on)
    rows = [
        Paid(due[key[1]], amount, days[key], max(0, (days[key] - due[key[1]].due_on).days))
        for key, amount in shares.items()
        if amount.is_positive and key[1] in due
    ]
    rows += [
        Paid(of, one.amount, one.on, max(WRITTEN_OFF, (one.on - of.due_on).days), written_off=True)
        for one in standing_write_offs(entries)
        if (of := due.get(one.receivable_id)) is not None
    ]
    rows += [
        Paid(one, one.balance, None, late)
        for one in entries.receivables
        if one.covered_until is None and (late := one.days_overdue(today))  # what a bill covers, the bank pays
    ]
    return sorted(rows, key=lambda row: (row.on or today, row.receivable.id), reverse=True)


# -- the four parts


def standing_write_offs(entries: Entries) -> list[WriteOff]:
    """What was written off and not taken up again: a counter takes back all before it on its receivable."""
    found: dict[int, list[WriteOff]] = defaultdict(list)
    for one in sorted(entries.write_offs, key=lambda each: each.id):
        if one.amount.is_negative:
            found[one.receivable_id].clear()
        else:
            found[one.receivable_id].append(one)
    return [one for some in found.values() for one in some]


def _timing(rows: Sequence[Paid], most: int) -> Reason:
    """Days beyond terms: the mean by amount within each currency, and of the currencies by how many rows they have."""
    of_currency: dict[str, list[Paid]] = defaultdict(list)
    for row in rows:
        of_currency[row.amount.currency].append(row)
    share = days = Decimal(0)
    for some in of_currency.values():
        whole = left = late = Decimal(0)
        for row in some:
            amount = row.amount.amount
            whole, left, late = whole + amount, left + amount * left_after(row.days), late + amount * row.days
        share, days = share + len(some) * (left / whole), days + len(some) * (late / whole)
    share, days = share / len(rows), days / len(rows)
    return Reason("timing", _points(most, share / HUNDRED), most, {"days": int(days.to_integral_value(ROUND_HALF_UP))})


@lru_cache(maxsize=512)
def left_after(days: int) -> Decimal:
    """Percent of the points left after so many days beyond terms, in straight lines between the steps."""
    for (early, high), (late, low) in pairwise(BEYOND_TERMS):
        if days <= late:
            return high - (high - low) * Decimal(days - early) / (late - early)
    return Decimal(0)


def _overdue(receivables: Sequence[Receivable], late: Sequence[Paid], most: int) -> Reason:
    """What is open now, by age; of several currencies the worst counts."""
    worst = Decimal(0)
    for currency in {row.amount.currency for row in late}:
        open_now = [one.balance.amount for one in receivables if one.is_open and one.amount.currency == currency]
        in_doubt = [row.amount.amount * doubtful(row.days) for row in late if row.amount.currency == currency]
        worst = max(worst, sum(in_doubt) / sum(open_now, Decimal(0)))
    days = max((row.days for row in late), default=0)
    return Reason("overdue", _points(most, 1 - worst / HUNDRED), most, {"days": days, "count": len(late)})


def doubtful(days: int) -> int:
    """How much of what is open so many days past due counts as doubtful, in percent; 0 where it is not overdue."""
    for beyond, percent in DOUBTFUL:
        if days > beyond:
            return percent
    return 0


def _promises(told: Sequence[Tally], most: int) -> Reason:
    """Kept counts whole, late half; one kept promise is lent to everybody, so the first broken one is no verdict."""
    states = [one.state for one in told]
    counts: dict[str, int] = {state: states.count(state) for state in ENDED}
    ended = sum(counts.values())
    share = (counts["kept"] + Decimal(counts["late"]) / 2 + 1) / (ended + 1)
    return Reason("promises", _points(most, share), most, {"count": ended, **counts})


def _experience(receivables: Sequence[Receivable], rows: Sequence[Paid], most: int, known_after: int) -> Reason:
    """How many receivables were settled: who has paid often is known better."""
    paid = {row.receivable.id for row in rows if row.on is not None}
    paid -= {row.receivable.id for row in rows if row.written_off}
    settled = sum([one.id in paid and not one.is_open for one in receivables])
    share = min(Decimal(1), Decimal(settled) / known_after)
    return Reason("experience", _points(most, share), most, {"count": settled})


def _points(most: int, share: Decimal) -> int:
    return int((most * max(Decimal(0), min(Decimal(1), share))).to_integral_value(ROUND_HALF_UP))
