"""What the books say of a past day: today's balances, and every entry that came after it, to be taken out again.

Costs what happened since, not what is stored: what nothing happened to since stands as it stood, in today's kept sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select, union

from core.base.ids import EPOCH, first_id, moment_of
from core.base.money import Money
from core.ledger import Adjustment, Allocation, Receivable, WriteOff
from core.ledger.past import Later, Owed, counts_on
from storage.questions import Whose
from storage.tables import KINDS
from storage.topic import Topic, find

R, L = KINDS[Receivable].table.c, KINDS[Allocation].table.c
J, W = KINDS[Adjustment].table.c, KINDS[WriteOff].table.c
TEAM: Any = bindparam("in_team")
OF: Any = bindparam("of")
DAY: Any = bindparam("day")
CUT: Any = bindparam("cut")
COLUMNS = (R.id, R.account_id, R.due_on, R.amount_currency, R.amount, R.adjusted, R.allocated, R.billed_on, R.version)
ALL_OF = select(*COLUMNS).where(R.team_id == TEAM, R.account_id == OF)
RECORDED_SINCE = select(*COLUMNS).where(R.team_id == TEAM, R.id >= CUT)
# What came later in all, a statement a kind; each is read once, however many there are of it.
LATER: Mapping[type[Allocation | WriteOff | Adjustment], Any] = {
    kind: find(kind, or_(of.on > DAY, of.id >= CUT)) for kind, of in ((Allocation, L), (WriteOff, W), (Adjustment, J))
}
MOVED_SINCE = select(*COLUMNS).where(
    R.team_id == TEAM,
    R.id < CUT,
    R.id.in_(
        union(*(select(of.receivable_id).where(of.team_id == TEAM, or_(of.on > DAY, of.id >= CUT)) for of in (L, W, J)))
    ),
)
LATENESS = select(L.account_id, L.on, R.due_on).join_from(
    KINDS[Allocation].table, KINDS[Receivable].table, (R.team_id == L.team_id) & (R.id == L.receivable_id)
).where(L.team_id == TEAM, L.on > DAY, L.amount > 0)  # fmt: skip

A_QUARTER = first_id(EPOCH + timedelta(minutes=15))  # the ids of a quarter of an hour


class Past(Topic):
    """The books of a day that is over."""

    def touched(self, later: Later, account_id: int | None = None) -> list[Owed]:
        """Whatever came or moved after the day, as it stands now; of one account (then all of it) or of all. Anything
        else that is open now was open then, with the same balance."""
        on = self._counting()
        if account_id is not None:
            return [_owed(row, on) for row in self._tx.run(ALL_OF, in_team=self._team, of=account_id)]
        rows = self._tx.run(RECORDED_SINCE, in_team=self._team, cut=later.cut)
        rows += self._tx.run(MOVED_SINCE, in_team=self._team, cut=later.cut, day=later.day)
        return [_owed(row, on) for row in rows]

    def later(self, day: date, account_id: int | None = None) -> Later:
        """Every entry that counts after the end of a day of the team's, or was recorded after it; of one account or of
        all."""
        end = datetime.combine(day + timedelta(days=1), time(), self._zone)
        cut = first_id(end)
        if account_id is not None:
            return self._later_of(account_id, day, cut)
        paid, written_off, adjusted = (self._find(kind, found, day=day, cut=cut) for kind, found in LATER.items())
        return Later(day, cut, (*paid, *written_off), tuple(adjusted))

    def _later_of(self, account_id: int, day: date, cut: int) -> Later:
        entries = self._store.ledger.entries(account_id)
        found: tuple[Allocation | WriteOff, ...] = (*entries.allocations, *entries.write_offs)
        settled = (one for one in found if one.on > day or one.id >= cut)
        return Later(day, cut, tuple(settled), tuple(o for o in entries.adjustments if o.on > day or o.id >= cut))

    def due_then(self, owed: Iterable[Owed], later: Later) -> list[Owed]:
        """The same with the due days the books had at the end of that day, where they were moved since."""
        found = []
        for one in owed:
            receivable = self._store.get(Receivable, one.receivable_id) if one.version > 1 else None
            if receivable is not None:
                one = one._replace(due_on=self._due_before(receivable, later) or one.due_on)
            found.append(one)
        return found

    def _due_before(self, receivable: Receivable, later: Later) -> date | None:
        """The due day before the first change of it after the day."""
        for entry in self._store.audit.of_record(receivable.id):
            if entry.act == "update" and "due_on" in entry.change and entry.at >= moment_of(later.cut):
                return date.fromisoformat(entry.change["due_on"][0])
        return None

    def counts_on(self, receivable: Receivable) -> date:
        """From which day a receivable counts."""
        return self._counting()(receivable.id, receivable.billed_on, receivable.due_on)

    def lateness(self, since: date) -> dict[int, int]:
        """Account -> how many days past due it paid on average, over all that was paid after a day; early is 0."""
        days: dict[int, list[int]] = {}
        for account_id, on, due_on in self._tx.run(LATENESS, in_team=self._team, day=since):
            days.setdefault(account_id, []).append(max(0, (on - due_on).days))
        return {row: round(sum(found) / len(found)) for row, found in days.items()}

    def whose(self) -> Callable[[int], Whose | None]:
        """The account of a row as questions name it; each is looked up once."""
        known: dict[int, Whose | None] = {}

        def find_whose(account_id: int) -> Whose | None:
            if account_id not in known:
                one = self._store.sales.account(account_id)
                known[account_id] = Whose(one.id, one.name, one.owner_id, one.co_owners, one.tier) if one else None
            return known[account_id]

        return find_whose

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._store.people.team().timezone)

    def _counting(self) -> Callable[[int, date | None, date], date]:
        zone = self._zone

        @cache  # many were written down in the same quarter of an hour, and no zone's day begins within one
        def recorded_on(quarter: int) -> date:
            return moment_of(quarter * A_QUARTER).astimezone(zone).date()

        def on(row: int, billed_on: date | None, due_on: date) -> date:
            return counts_on(recorded_on(row // A_QUARTER), billed_on, due_on)

        return on


def _owed(row: Any, on: Callable[[int, date | None, date], date]) -> Owed:
    row_id, account_id, due_on, currency, amount, adjusted, allocated, billed_on, version = row
    balance = Money.of_minor(amount + adjusted - allocated, currency)
    return Owed(
        row_id, account_id, due_on, balance, Money.of_minor(amount, currency), on(row_id, billed_on, due_on), version
    )
