"""What was open on a day that is past: today's books with everything that came after taken out again.

Two readings. `counted`: by the day each entry counts, with all that is known by now. `believed`: what the books said at
the end of that day; what was recorded later is left out, whatever day it counts for. An entry that only puts a mistake
right counts as if it had been right from the start. Ids are in the order of recording, so what was recorded after a
moment are the ids from there on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from core.base.money import Money
from core.ledger.records import Adjustment, Allocation, WriteOff

Reading = Literal["counted", "believed"]
RIGHTED = frozenset({"corrected", "undo", "withdrawn", "moved"})  # why an adjustment only puts right what was wrong


def counts_on(recorded_on: date, billed_on: date | None, due_on: date) -> date:
    """From which day a receivable counts: the day it was billed, else the day it fell due, where that was before it was
    recorded (what was recorded late was owed before); never later than it was recorded, since then it is owed."""
    return min(recorded_on, billed_on or due_on)


class Owed(NamedTuple):
    """What a receivable has open on some day. `counts_on`: from when it counts; `billed`: its amount when recorded;
    `version`: above 1 where it was changed since."""

    receivable_id: int
    account_id: int
    due_on: date
    balance: Money
    billed: Money
    counts_on: date
    version: int = 1

    def days_overdue(self, day: date) -> int:
        """Calendar days past its due day; 0 where it is not yet due."""
        return max(0, (day - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that moved what is owed. `kind`: billed, paid, written_off, adjusted (agreed), corrected (a mistake put
    right)."""

    on: date
    entry_id: int
    account_id: int
    kind: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Later:
    """All that came after a day: entries that count after it or were recorded after it (`cut` is the first such id)."""

    day: date
    cut: int
    settled: Sequence[Allocation | WriteOff]
    adjustments: Sequence[Adjustment]


def stood(now: Iterable[Owed], later: Later, reading: Reading) -> Iterator[Owed]:
    """What was open at the end of a day. `now`: what is open today and whatever an entry of `later` touched.

    A balance may be below zero where money counts for a day before what it paid: sums stay the sums of their rows."""
    back = _rolled_back(later, reading)
    for one in now:
        if not _was_there(one, later, reading):
            continue
        balance = one.balance + back[one.receivable_id] if one.receivable_id in back else one.balance
        if not balance.is_zero:
            yield one._replace(balance=balance)


def changes_since(now: Iterable[Owed], later: Later) -> list[Change]:
    """Every entry that made what is owed now of what was owed then (as `counted`), in the order of their days."""
    rows = {one.receivable_id: one for one in now}
    new = {row for row, one in rows.items() if one.counts_on > later.day}
    found = [
        Change(one.counts_on, one.receivable_id, one.account_id, "billed", one.billed)
        for row, one in rows.items()
        if row in new
    ]
    found += [_settled(one) for one in later.settled if one.on > later.day or one.receivable_id in new]
    for entry in later.adjustments:
        if entry.receivable_id in new or (entry.on > later.day and entry.reason not in RIGHTED):
            found.append(_adjusted(entry))
    return sorted(found, key=lambda one: (one.on, one.entry_id))


def recorded_late(now: Iterable[Owed], later: Later) -> list[Change]:
    """Every entry that makes `counted` differ from `believed`: it counts for the day or before, and was recorded after
    it (or the other way round: then it is taken out)."""
    rows = {one.receivable_id: one for one in now}
    known = {row for row, one in rows.items() if one.counts_on <= later.day}
    found = [
        Change(one.counts_on, row, one.account_id, "billed", one.billed)
        for row, one in rows.items()
        if row in known and row >= later.cut
    ]
    for part in later.settled:
        if part.receivable_id in known and part.on <= later.day and part.id >= later.cut:
            found.append(_settled(part))
        elif part.receivable_id in known and part.on > later.day and part.id < later.cut:
            found.append(_settled(part, -1))
    for entry in later.adjustments:
        if entry.receivable_id not in known:
            continue
        counts = entry.on <= later.day or entry.reason in RIGHTED
        if counts and entry.id >= later.cut:
            found.append(_adjusted(entry))
        elif not counts and entry.id < later.cut:
            found.append(_adjusted(entry, -1))
    return sorted(found, key=lambda one: (one.on, one.entry_id))


def _was_there(one: Owed, later: Later, reading: Reading) -> bool:
    return one.receivable_id < later.cut if reading == "believed" else one.counts_on <= later.day


def _rolled_back(later: Later, reading: Reading) -> Mapping[int, Money]:
    """Receivable -> what has to be added to its balance of today."""
    back: dict[int, Money] = {}

    def add(row: int, amount: Money) -> None:
        back[row] = back[row] + amount if row in back else amount

    for part in later.settled:
        if part.id >= later.cut if reading == "believed" else part.on > later.day:
            add(part.receivable_id, part.amount)
    for entry in later.adjustments:
        after = entry.on > later.day and entry.reason not in RIGHTED
        if entry.id >= later.cut if reading == "believed" else after:
            add(entry.receivable_id, -entry.amount)
    return back


def _settled(part: Allocation | WriteOff, times: int = 1) -> Change:
    kind = "paid" if isinstance(part, Allocation) else "written_off"
    return Change(part.on, part.id, part.account_id, kind, -part.amount if times > 0 else part.amount)


def _adjusted(entry: Adjustment, times: int = 1) -> Change:
    kind = "corrected" if entry.reason in RIGHTED else "adjusted"
    return Change(entry.on, entry.id, entry.account_id, kind, entry.amount if times > 0 else -entry.amount)


def in_kinds(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes by kind, billed first."""
    found: dict[str, list[Change]] = defaultdict(list)
    for one in changes:
        found[one.kind].append(one)
    return {kind: found[kind] for kind in ("billed", "paid", "written_off", "adjusted", "corrected") if kind in found}
