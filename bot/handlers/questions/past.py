"""The past: what was open on a day that is over, by what is known now and by what the books said then, and why it is
another sum today. Every sum opens to the receivables or the entries it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any

from bot.handlers.questions.asking import (
    CHUNK,
    Answer,
    Asking,
    Rows,
    ask_button,
    listed,
    page,
    scope,
    sees,
    with_rows,
)
from bot.handlers.questions.kept import BUCKETS, aged, bounds
from bot.message import Button, Line, Turn, line
from core.base.money import Money, totals
from core.ledger import Receivable
from core.ledger.past import Change, Later, Owed, changes_since, in_kinds, recorded_late, stood
from storage.questions import Aged, Whose

MONTH = timedelta(days=30)
Told = tuple[Owed, Whose]


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of a past day, as far as it is asked about and may be seen: what was open by age (`aged`: today's
    sums, with what moved since taken out and put back as it stood, `moved`), what of it moved since, as it stood by the
    day things count and as the books said it then (where that is otherwise), what came since, and what was recorded
    later than it counted. `touched`: every receivable that moved."""

    on: date
    aged: Sequence[Aged]
    moved: Sequence[tuple[Whose, Aged]]
    counted: Sequence[Told]
    believed: Sequence[Told]
    since: Sequence[tuple[Change, Whose]]
    late: Sequence[tuple[Change, Whose]]
    touched: frozenset[int]
    later: Later

    @property
    def owed(self) -> tuple[Money, ...]:
        return tuple(one for one in totals(amount for one in self.aged for amount in one.sums) if not one.is_zero)

    @property
    def count(self) -> int:
        return sum(sum(one.counts) for one in self.aged)

    @property
    def believed_owed(self) -> tuple[Money, ...]:
        """What the books said then: without what was recorded late."""
        found = totals([*self.owed, *(-one.amount for one, _ in self.late)])
        return tuple(one for one in found if not one.is_zero)


def day_of(turn: Turn, asking: Asking, on: date) -> Day:
    """Everything about a day; costs what happened since, to one customer if it is about one."""
    past, of, ends = turn.store.past, asking.account.id if asking.account else None, bounds(on)
    later = past.later(on, of)
    rows = past.touched(later, of)
    some = _Some(turn, asking)
    counted = list(some.rows(stood(rows, later, "counted")))
    late = list(some.changes(recorded_late(rows, later)))
    believed = list(some.rows(stood(rows, later, "believed"))) if late else []
    now = [told for told in some.rows(rows) if told[0].balance.is_positive]
    moved = _moved(now, counted, ends)
    return Day(
        on, [*aged(turn, asking, ends), *(one for _, one in moved)], moved, counted, believed,
        list(some.changes(changes_since(rows, later))), late, frozenset(one.receivable_id for one in rows), later,
    )  # fmt: skip


def _moved(now: Sequence[Told], then: Sequence[Told], ends: Sequence[date]) -> list[tuple[Whose, Aged]]:
    """What has to be added to today's sums and counts, bucket by bucket; one a customer and currency, since there may
    be very many receivables of each."""
    found: dict[tuple[Whose, str], tuple[list[Decimal], list[int]]] = {}
    bucket = cache(lambda due_on: bucket_of(due_on, ends))
    for times, some in ((-1, now), (1, then)):
        for one, whose in some:
            key, at = (whose, one.balance.currency), bucket(one.due_on)
            if key not in found:
                found[key] = [Decimal(0)] * len(BUCKETS), [0] * len(BUCKETS)
            sums, counts = found[key]
            sums[at] += times * one.balance.amount
            counts[at] += times
    return [
        (whose, Aged(whose.owner_id, whose.tier, tuple(Money.of(one, currency) for one in sums), tuple(counts)))
        for (whose, currency), (sums, counts) in found.items()
    ]


def bucket_of(due_on: date, ends: Sequence[date]) -> int:
    """Which bucket a due day falls in."""
    return sum(due_on < end for end in ends)


class _Some:
    """What is asked about of all there is, and may be seen."""

    def __init__(self, turn: Turn, asking: Asking) -> None:
        self._turn, self._asking, self._whose = turn, asking, turn.store.past.whose()
        self._known: dict[tuple[int, str], Whose | None] = {}

    def rows(self, owed: Iterable[Owed]) -> Iterator[Told]:
        for one in sorted(owed, key=lambda one: (one.due_on, one.receivable_id)):
            if whose := self._counts(one.account_id, one.balance.currency):
                yield one, whose

    def changes(self, found: Iterable[Change]) -> Iterator[tuple[Change, Whose]]:
        for one in found:
            if whose := self._counts(one.account_id, one.amount.currency):
                yield one, whose

    def _counts(self, account_id: int, currency: str) -> Whose | None:
        key = account_id, currency
        if key not in self._known:
            self._known[key] = self._find(account_id, currency)
        return self._known[key]

    def _find(self, account_id: int, currency: str) -> Whose | None:
        whose = self._whose(account_id)
        wanted = self._asking.get("currency")
        if whose is None or not self._asking.fits(whose) or (wanted and wanted != currency):
            return None
        return whose if sees(self._turn, self._asking.action, whose) else None


# -- the cards


def owed_then(turn: Turn, asking: Asking, on: date) -> Answer:
    """What was owed on a day: the sum with its first rows, what the books said then, and what it is today."""
    day = day_of(turn, asking, on)
    head = line("past_head", on=on, scope=scope(turn, asking), owed=day.owed or None, count=day.count)
    rows, more = page(turn, asking, then_rows(turn, asking, day))
    following = ask_button(line("question_more"), asking.about, asking.slots, view="rows", start=more or 0)
    return Answer((head, *rows, *told_now(day)), (*((following,) if more else ()), *openings(asking, day)))


def told_now(day: Day) -> list[Line]:
    """What the books said on the day, where that differs, and what made today's sum of it."""
    lines = []
    if day.late:
        lines.append(line("past_believed", owed=day.believed_owed or None, count=len(day.late)))
    now = totals([*day.owed, *(one.amount for one, _ in day.since)])
    now = tuple(one for one in now if not one.is_zero)
    lines.append(line("past_now", owed=now or None, parts=_parts(day.since) or None))
    return lines


def _parts(changes: Iterable[tuple[Change, Whose]]) -> tuple[Line, ...]:
    """新应收 +¥100,000（3 笔）, 收款 -¥290,000（4 笔）."""
    return tuple(
        line("past_part", kind=kind, sums=_signed(one.amount for one in some), count=len(some))
        for kind, some in in_kinds(one for one, _ in changes).items()
    )


def _signed(amounts: Iterable[Money]) -> tuple[Line, ...]:
    return tuple(line("past_plus" if one.is_positive else "past_minus", amount=abs(one)) for one in totals(amounts))


def openings(asking: Asking, day: Day) -> tuple[Button, ...]:
    """[当天账上的], [之后的变动 8], [补记、更正 2]."""
    believed = day.count - len(day.counted) + len(day.believed) if day.late else 0
    shown = (("believed", believed), ("since", len(day.since)), ("late", len(day.late)))
    return tuple(
        ask_button(line("past_open", what=what, count=count), asking.about, {**asking.slots, "list": what}, view="rows")
        for what, count in shown
        if count
    )


def changed(turn: Turn, asking: Asking) -> Answer:
    """Why what is owed changed since a day: from then to now, kind by kind, entry by entry."""
    on = _before(turn, asking)
    day = day_of(turn, asking, on)
    now = tuple(one for one in totals([*day.owed, *(one.amount for one, _ in day.since)]) if not one.is_zero)
    about = dict(scope=scope(turn, asking), on=on, was=day.owed or None)
    if not day.since:
        return Answer((line("past_unchanged", **about),))
    head = line("past_changed", **about, now=now or None, parts=_parts(day.since))
    return with_rows(turn, asking, (head,), Rows(listed(day.since), _change_row(turn)))


def _before(turn: Turn, asking: Asking) -> date:
    """The day a change is counted from: the end of the one before the period asked about, else a month ago."""
    first = asking.period.first if asking.period is not None else turn.today - MONTH + timedelta(days=1)
    return first - timedelta(days=1)


def changed_rows(turn: Turn, asking: Asking) -> Rows[Any]:
    """The entries behind it."""
    return Rows(listed(day_of(turn, asking, _before(turn, asking)).since), _change_row(turn))


def day_rows(turn: Turn, asking: Asking) -> Rows[Any]:
    """The rows of one of a day's lists: what was open by what is known now, or as the books had it; the changes since;
    what was recorded late."""
    on = asking.as_of or turn.today
    day, what = day_of(turn, asking, on), asking.get("list")
    if what in ("since", "late"):
        return Rows(listed(getattr(day, what)), _change_row(turn))
    return then_rows(turn, asking, day)


def then_rows(turn: Turn, asking: Asking, day: Day) -> Rows[Owed]:
    """What was open on the day, the oldest due first: what moved since as it stood, among what did not."""
    as_believed, currency = asking.get("list") == "believed", asking.get("currency")
    moved = day.believed if as_believed else day.counted
    untouched = _untouched(turn, day, asking.account.id if asking.account else None)
    found = merge(untouched, moved, key=lambda told: (told[0].due_on, told[0].receivable_id))

    def row(one: Owed, whose: Whose) -> Line:
        (then,) = turn.store.past.due_then([one], day.later) if as_believed else (one,)
        return _owed_row(turn, then, whose, day.on)

    return Rows(_in_pages(found), row, lambda one, whose: currency in ("", one.balance.currency))


def _untouched(turn: Turn, day: Day, of: int | None) -> Iterator[Told]:
    """What is open now as it was then."""
    at = 0
    while page := turn.store.questions.open_due(None, None, at, CHUNK, of):
        at += len(page)
        for one, whose in page:
            if one.id not in day.touched:
                yield Owed(one.id, one.account_id, one.due_on, one.balance, one.amount, day.on, one.version), whose


def _in_pages(found: Iterator[Told]) -> Callable[[int, int], Sequence[Told]]:
    """A part of what comes one by one; what was read stays read."""
    read: list[Told] = []

    def fetch(skip: int, count: int) -> Sequence[Told]:
        read.extend(islice(found, max(0, skip + count - len(read))))
        return read[skip : skip + count]

    return fetch


def _owed_row(turn: Turn, one: Owed, whose: Whose, on: date) -> Line:
    receivable, owner = turn.store.get(Receivable, one.receivable_id), turn.store.people.member(whose.owner_id)
    return line("question_open_row", account=whose.name, balance=one.balance, due=one.due_on,
                title=receivable.title if receivable else "", days=one.days_overdue(on),
                owner=owner.name if owner else "", promised=None)  # fmt: skip


def _change_row(turn: Turn) -> Any:
    def row(one: Change, whose: Whose) -> Line:
        amount = line("past_plus" if one.amount.is_positive else "past_minus", amount=abs(one.amount))
        return line("past_change_row", on=one.on, account=whose.name, kind=one.kind, amount=amount)

    return row
