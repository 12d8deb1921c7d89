"""How fast money comes: average days to pay, DSO, the collection effectiveness index, and what to expect week by week.

docs/collections.md has the formulas with their sources and worked examples. Days are the team's; currencies are never
added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.base.money import Money
from core.ledger.credit import doubtful
from core.ledger.promising import Entries, Tally
from core.ledger.records import Receivable

WEEK = 7
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Habit:
    """How an account pays: days from the day a receivable counts to its last payment, of which so many past its due
    day (early payments count as in time), over so many settled receivables."""

    days: int
    late: int
    count: int


def habit(entries: Entries, since: date, counts_on: Callable[[Receivable], date]) -> Habit | None:
    """The average over receivables that were settled since a day, each weighing the same; None where there is none."""
    paid_on: dict[int, date] = {}
    for part in entries.allocations:
        if part.amount.is_positive:
            paid_on[part.receivable_id] = max(part.on, paid_on.get(part.receivable_id, part.on))
    settled = [
        (one, paid_on[one.id])
        for one in entries.receivables
        if one.allocated.is_positive and not one.balance.is_positive and paid_on.get(one.id, date.min) >= since
    ]
    if not settled:
        return None
    days = _mean([max(0, (on - counts_on(one)).days) for one, on in settled])
    return Habit(days, _mean([max(0, (on - one.due_on).days) for one, on in settled]), len(settled))


def _mean(numbers: Sequence[int]) -> int:
    return _rounded(Decimal(sum(numbers)) / len(numbers))


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


# -- over all customers


@dataclass(frozen=True, slots=True)
class Turnover:
    """A period in one currency: what was open before it, billed in it, open at its end, and of that not yet due."""

    opening: Money
    billed: Money
    closing: Money
    current: Money
    days: int

    @property
    def dso(self) -> int | None:
        """Days sales outstanding: closing / billed x days; None where nothing was billed."""
        return _rounded(self.closing.amount * self.days / self.billed.amount) if self.billed.is_positive else None

    @property
    def cei(self) -> int | None:
        """Collection effectiveness index in percent: of what could be collected how much was. (opening + billed -
        closing) / (opening + billed - current) x 100; None where nothing could be collected."""
        could = self.opening + self.billed - self.current
        was = self.opening + self.billed - self.closing
        return _rounded(was.amount * WHOLE / could.amount) if could.is_positive else None


# -- week by week


@dataclass(frozen=True, slots=True)
class Expected:
    """Money of one receivable in one week: what falls due then, what was promised for it, what to believe."""

    receivable: Receivable
    week: int  # 0 is the week that begins today; -1: was due before
    due: Money
    promised: Money
    believed: Money


def trust(tallies: Iterable[Tally]) -> int:
    """How far the next promise is to be believed, in percent: (kept + late / 2 + 1) / (ended + 2), Laplace's rule of
    succession, so that nobody begins with certainty or without any credit."""
    ended = [one.state for one in tallies if one.state != "open"]
    kept = Decimal(ended.count("kept")) + Decimal(ended.count("late")) / 2
    return _rounded((kept + 1) * WHOLE / (len(ended) + 2))


def expectations(
    receivables: Iterable[Receivable],
    promised: Mapping[tuple[int, date], Money],
    trusted: Mapping[int, int],
    delays: Mapping[int, int],
    today: date,
) -> list[Expected]:
    """What each open receivable lets expect, and when. `promised`: account and day -> how much of a promise is still to
    come; `trusted`: account -> percent; `delays`: account -> days it usually pays late.

    Promised money counts in the week of its day, as far as the customer is trusted. The rest counts when the customer
    usually pays, less what the ageing makes doubtful. What a bill covers counts when that matures; what is disputed is
    not believed at all.
    """
    left = dict(promised)
    found = []
    for one in sorted(receivables, key=lambda one: (one.due_on, one.id)):
        zero = Money.zero(one.amount.currency)
        week_due = _week(one.due_on, today) if one.due_on >= today else -1
        found.append(Expected(one, week_due, one.balance, zero, zero))
        if one.disputed:
            continue
        if one.covered_until is not None:
            found.append(Expected(one, _week(max(one.covered_until, today), today), zero, zero, one.balance))
            continue
        said = _said_for(one, left, today)
        if said.is_positive:
            assert one.promised_on is not None
            believed = _part(said, trusted.get(one.account_id, WHOLE // 2))
            found.append(Expected(one, _week(one.promised_on, today), zero, said, believed))
        rest = one.balance - said
        if rest.is_positive:
            on = max(today, one.due_on + timedelta(days=delays.get(one.account_id, 0)))
            believed = _part(rest, WHOLE - doubtful(one.days_overdue(today)))
            found.append(Expected(one, _week(on, today), zero, zero, believed))
    return found


def _said_for(receivable: Receivable, left: dict[tuple[int, date], Money], today: date) -> Money:
    """How much of a receivable a promise covers that is still to come; taken out of `left`."""
    zero, on = Money.zero(receivable.amount.currency), receivable.promised_on
    if on is None or on < today:
        return zero
    there = left.get((receivable.account_id, on))
    if there is None:
        return receivable.balance
    if there.currency != receivable.amount.currency:
        return zero
    said = min(there, receivable.balance)
    left[receivable.account_id, on] = there - said
    return said


def _week(day: date, today: date) -> int:
    return (day - today).days // WEEK


def _part(amount: Money, percent: int) -> Money:
    return amount.split([percent, WHOLE - percent])[0]
