"""The watch: at each team's hour, what is due becomes alerts and cards, in one transaction a chunk.

An alert is unique per stage, so a sweep may be run as often as one likes and says nothing twice. A team's sweep of a
day is marked done in the transaction of its last chunk; a process that died in between goes on where it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import mornings
from bot.evening import tell_evening
from bot.forgetting import forget_all, let_go
from bot.handlers.undelivered import tell_undelivered
from bot.holidays import tell_before_break
from bot.rating import end_whitelist, rescore, rescore_some, watch_concentration
from bot.sweep.foreseeing import foreseen, told
from bot.sweep.raising import note_said, raise_alerts
from bot.sweep.telling import push, requeue_lost, tell
from bot.sweep.watches import APPROVALS, HANDOVERS, TASKS, WATCHES
from bot.weekly import tell_week
from bot.weekly_export import send_copy
from core.base.calendar import WorkingCalendar, calendar_of
from core.base.policy import Policy
from core.watch import Alert
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

__all__ = [
    "APPROVALS",
    "CHUNK",
    "HANDOVERS",
    "TASKS",
    "Swept",
    "foreseen",
    "note_said",
    "push",
    "raise_alerts",
    "requeue_lost",
    "sweep_all",
    "sweep_lags",
    "sweep_team",
    "team_ids",
    "team_time",
    "tell",
    "told",
]

CHUNK = 500
SCORED_AT_ONCE = 20  # scores made in one transaction
# The parts of the policy that say on which days to look.
WATCHED_BY = ("watch", "tasks", "contracts", "handovers", "ledger")


@dataclass(slots=True)
class Swept:
    """What one sweep of a team did."""

    team_id: int
    checked: int = 0
    alerts: list[Alert] = field(default_factory=list)
    finished: bool = False


def team_time(store: Store) -> datetime:
    """The moment of this transaction by the team's clock."""
    return store.now.astimezone(ZoneInfo(store.people.team().timezone))


def sweep_all(database: Database, now: datetime, *, urgent: bool = False) -> list[Swept]:
    """Sweep every team whose hour has come and that was not swept today; `urgent`: whatever the hour or day. One that
    is not `finished` is another process's just now."""
    found: list[Swept] = []
    due = sweep_lags(database, now)
    for team_id, lag in due.items():
        if lag or urgent:
            found.append(sweep_team(database, team_id, now, urgent=urgent) or Swept(team_id))
        score_what_moved(database, team_id, now)
        if forget_all(database, team_id, now):
            found.append(Swept(team_id, finished=True))
        let_go(database, team_id, now)
        if tell_undelivered(database, team_id, now):
            found.append(Swept(team_id, finished=True))
        if tell_evening(database, team_id, now, calendar_of):
            found.append(Swept(team_id, finished=True))
    return found


def score_what_moved(database: Database, team_id: int, now: datetime) -> None:
    """Scores whose money moved without a message of its own (a file, a long history), some at a time."""
    if not database.read(lambda transaction: _store(transaction, team_id, now).credit.stale(1)):
        return

    def some(transaction: Transaction) -> bool:
        store = _store(transaction, team_id, now)
        team, policy = store.people.team(), store.people.policy()
        rows = store.credit.stale(SCORED_AT_ONCE)
        rescore(store, rows, now.astimezone(ZoneInfo(team.timezone)).date(), calendar_of(team.timezone), policy)
        return len(rows) < SCORED_AT_ONCE

    while not database.write(some):
        pass


def _store(transaction: Transaction, team_id: int, now: datetime) -> Store:
    return Store(transaction, team_id, by=None, source=0, now=now)


def team_ids(database: Database) -> list[int]:
    """Every team."""
    return database.read(lambda transaction: House(transaction).team_ids())


def sweep_lags(database: Database, now: datetime) -> dict[int, float]:
    """Every team, and how many seconds ago its sweep of today was due that is not done; 0: none is due."""

    def look(transaction: Transaction) -> dict[int, float]:
        return {team_id: _lag(transaction, team_id, now) for team_id in House(transaction).team_ids()}

    return database.read(look)


def _lag(transaction: Transaction, team_id: int, now: datetime) -> float:
    store = Store(transaction, team_id, by=None, source=0, now=now)
    team, policy = store.people.team(), store.people.policy()
    local = now.astimezone(ZoneInfo(team.timezone))
    if not _is_time(local, policy, calendar_of(team.timezone), House(transaction).remembered(f"swept:{team_id}")):
        return 0.0
    due = datetime.combine(local.date(), policy.watch.push_at, local.tzinfo)
    return max(0.001, (now - due).total_seconds())


def sweep_team(database: Database, team_id: int, now: datetime, *, urgent: bool = False) -> Swept | None:
    """One team's sweep, chunk by chunk through the writer; None when it is not its time."""
    source = database.ids.new(now)
    result: Swept | None = None
    while result is None or not result.finished:
        chunk = database.write(lambda transaction: _chunk(transaction, team_id, now, source, urgent=urgent))
        if chunk is None:
            return result
        if result is not None:
            chunk.alerts, chunk.checked = result.alerts + chunk.alerts, result.checked + chunk.checked
        result = chunk
    return result


def _chunk(transaction: Transaction, team_id: int, now: datetime, source: int, *, urgent: bool) -> Swept | None:
    store = Store(transaction, team_id, by=None, source=source, now=now)
    team, policy = store.people.team(), store.people.policy()
    local = now.astimezone(ZoneInfo(team.timezone))
    calendar = calendar_of(team.timezone)
    house, mark = House(transaction), f"swept:{team_id}"
    if not urgent and not _is_time(local, policy, calendar, house.remembered(mark)):
        return None
    if not house.is_alone(team_id):
        return None  # another process is at it
    today, checked, finished = local.date(), 0, _all_looked_at(store, house, policy, local.date())
    finished = rescore_some(store, today, calendar, policy, SCORED_AT_ONCE) and finished
    alerts: list[Alert] = []
    for watch in WATCHES:
        records = watch.before(store, watch.due(store, today, CHUNK), today)
        alerts += raise_alerts(store, watch, records, policy, today, calendar)
        checked, finished = checked + len(records), finished and len(records) < CHUNK
    if finished:
        end_whitelist(store, today)
        watch_concentration(store, today, policy)
        foot = mornings.take(store, house)
        mornings.tell(store, foot, push(store, store.watch.take_unsaid(), policy, local, foot))
        tell_before_break(store, house, today, calendar)
        tell_week(store, house, today, calendar)
        send_copy(store, house, policy, today, calendar)
        house.remember(mark, local.isoformat())
    return Swept(team_id, checked, alerts, finished)


def _all_looked_at(store: Store, house: House, policy: Policy, today: date) -> bool:
    """After a change of policy whatever is open is looked at once more, so many at a time, whenever its next day was;
    False while there is more of it. What was said stays said."""
    mark = f"watched_by:{store.team_id}"
    parts = {part: getattr(policy, part).model_dump(mode="json") for part in WATCHED_BY}
    known = json.loads(house.remembered(mark) or "null") or {"parts": parts, "place": None}
    place = known["place"] if known["parts"] == parts else (0, 0)
    on = store.watch.look_again((place[0], place[1]), today, CHUNK) if place else None
    if known != (now := {"parts": parts, "place": on}) or house.remembered(mark) is None:
        house.remember(mark, json.dumps(now))
    return on is None


def _is_time(local: datetime, policy: Policy, calendar: WorkingCalendar, swept: str | None) -> bool:
    """On a working day, past the hour, not yet today. A mark of a day to come is of a clock that was wrong: what was
    said then has its stages in the books, and is not said again."""
    if local.time() < policy.watch.push_at or not calendar.is_working(local.date()):
        return False
    return swept is None or datetime.fromisoformat(swept).date() != local.date()
