"""The watch: at each team's hour, what is due becomes alerts and cards, in one transaction a chunk.

An alert is unique per stage, so a sweep may be run as often as one likes and says nothing twice. A team's sweep of a
day is marked done in the transaction of its last chunk; a process that died in between goes on where it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.post import Place, group_place, private_place, queue
from bot.settling import alert_face
from bot.subjects import SUBJECTS, account_of, record_of
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.ledger import Receivable
from core.people import Chat, Member
from core.sales import Account
from core.watch import Alert, Finding
from core.watch.rules import (
    due_soon,
    expiry,
    handover,
    handover_late,
    next_check,
    next_expiry_check,
    next_handover_check,
    overdue,
)
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

CHUNK = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a sweep looks at: how the due records are fetched, what the rules find in them, when to look again."""

    due: Callable[[Store, date, int], Sequence[Any]]
    findings: Callable[[Sequence[Any], Policy, date, WorkingCalendar], Iterable[Finding]]
    next_check: Callable[[Any, Policy, date, WorkingCalendar], date | None]
    check_on: Callable[[Store, int, date | None], None]


def _late_money(
    receivables: Sequence[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterable[Finding]:
    yield from due_soon(receivables, policy, today, calendar)
    yield from overdue(receivables, policy, today, calendar)


MONEY = Watch(
    lambda store, today, count: store.ledger.to_check(today, count),
    _late_money,
    next_check,
    lambda store, row, day: store.ledger.check_on(row, day),
)
CONTRACTS = Watch(
    lambda store, today, count: store.contracts.to_check(today, count),
    lambda contracts, policy, today, _: expiry(contracts, policy, today),
    lambda contract, policy, today, _: next_expiry_check(contract, policy, today),
    lambda store, row, day: store.contracts.check_on(row, day),
)
HANDOVERS = Watch(
    lambda store, today, count: store.handovers.to_check(today, count),
    lambda handovers, *about: (*handover(handovers, *about), *handover_late(handovers, *about)),
    next_handover_check,
    lambda store, row, day: store.handovers.check_on(row, day),
)
WATCHES = (MONEY, CONTRACTS, HANDOVERS)


@dataclass(slots=True)
class Swept:
    """What one sweep of a team did."""

    team_id: int
    checked: int = 0
    alerts: list[Alert] = field(default_factory=list)
    finished: bool = False


def calendar_of(timezone: str) -> WorkingCalendar:
    """The working days of a team: the official Chinese ones in China's zones, Monday-Friday elsewhere."""
    return WorkingCalendar(official=timezone in CHINESE_ZONES)


CHINESE_ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC")


def sweep_all(database: Database, now: datetime, *, urgent: bool = False) -> list[Swept]:
    """Sweep every team whose hour has come and that was not swept today; `urgent`: whatever the hour or day."""
    found = (sweep_team(database, team_id, now, urgent=urgent) for team_id in team_ids(database))
    return [swept for swept in found if swept is not None]


def team_ids(database: Database) -> list[int]:
    """Every team."""
    return database.read(lambda transaction: House(transaction).team_ids())


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
    today, checked, finished = local.date(), 0, True
    alerts: list[Alert] = []
    for watch in WATCHES:
        records = watch.due(store, today, CHUNK)
        alerts += raise_alerts(store, watch, records, policy, today, calendar)
        checked, finished = checked + len(records), finished and len(records) < CHUNK
    push(store, [alert for alert in alerts if alert.aloud], policy, local)
    if finished:
        house.remember(mark, local.isoformat())
    return Swept(team_id, checked, alerts, finished)


def _is_time(local: datetime, policy: Policy, calendar: WorkingCalendar, swept: str | None) -> bool:
    """On a working day, past the hour, not yet today."""
    if local.time() < policy.watch.push_at or not calendar.is_working(local.date()):
        return False
    return swept is None or datetime.fromisoformat(swept).date() < local.date()


def raise_alerts(
    store: Store, watch: Watch, records: Sequence[Any], policy: Policy, today: date, calendar: WorkingCalendar
) -> list[Alert]:
    """Record every stage the rules find that is not in the books yet, and set when to look again."""
    accounts: dict[int, Account | None] = {}
    raised = []
    for finding in watch.findings(records, policy, today, calendar):
        if finding.account_id not in accounts:
            accounts[finding.account_id] = store.sales.account(finding.account_id)
        account = accounts[finding.account_id]
        if account is not None:
            alert = _alert(store, finding, account, today)
            if store.watch.raise_alert(alert):
                raised.append(alert)
    for record in records:
        watch.check_on(store, record.id, watch.next_check(record, policy, today, calendar))
    return raised


def _alert(store: Store, finding: Finding, account: Account, today: date) -> Alert:
    return Alert(
        id=store.new_id(),
        rule=finding.rule,
        subject_id=finding.subject_id,
        account_id=account.id,
        owner_id=account.owner_id,
        episode=finding.episode,
        stage=finding.stage,
        raised_on=today,
        aloud=finding.aloud,
    )


def note_said(
    store: Store, receivables: Sequence[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> None:  # fmt: skip
    """Record the stages of what a list just told a group, so that the next sweep does not tell it again."""
    raise_alerts(store, MONEY, receivables, policy, today, calendar)


# -- who hears it


def push(store: Store, alerts: Sequence[Alert], policy: Policy, local: datetime) -> None:
    """Queue cards: a few one by one with their answers, many as one digest, per place and rule."""
    by_place: dict[tuple[str, str], list[Alert]] = defaultdict(list)
    places: dict[tuple[str, str], tuple[Place, time | None]] = {}
    for alert in alerts:
        for place, push_at in _audience(store, alert):
            key = (place.key, alert.rule)
            places[key] = (place, push_at)
            by_place[key].append(alert)
    for key, told in by_place.items():
        place, push_at = places[key]
        tell(store, place, told, policy, _hour(local, push_at))


def tell(
    store: Store, place: Place, alerts: Sequence[Alert], policy: Policy, due_at: datetime | None = None
) -> None:  # fmt: skip
    """Queue alerts of one rule for one place: a few one by one, many as one digest."""
    if len(alerts) <= policy.watch.single_cards:
        for alert in alerts:
            _queue(store, place, [alert], due_at)
    else:
        _queue(store, place, alerts, due_at)


def _queue(store: Store, place: Place, alerts: Sequence[Alert], due_at: datetime | None) -> None:
    queue(
        store,
        place,
        alert_face(store, place, alerts),
        due_at=due_at,
        urgency=2 if len(alerts) > 1 else 1,
        shows=tuple((alert.id, alert.version) for alert in alerts),
    )


def _hour(local: datetime, push_at: time | None) -> datetime | None:
    """A group with a later hour of its own hears it then."""
    if push_at is None or push_at <= local.time():
        return None
    return datetime.combine(local.date(), push_at, local.tzinfo)


SHOUTED = {"overdue": "see_overdue", "expiry": "see_expiry"}  # rules said in groups, and what a group must be allowed


def _audience(store: Store, alert: Alert) -> Iterable[tuple[Place, time | None]]:
    """What is overdue or expires goes to groups that may hear it, what is due soon to owner and co-owners; failing
    that, to managers. A subject may name its hearers itself."""
    if hearers := SUBJECTS[alert.rule].hearers:
        named = _private(store, hearers(store, record_of(store, alert)))
        return [(one, None) for one in named or _private(store, store.people.with_role("manager"))]
    account, shouted = store.sales.account(alert.account_id), SHOUTED.get(alert.rule)
    if account is None:
        return []
    if shouted and (groups := _groups(store, account, shouted)):
        return [(group_place(chat), chat.push_at) for chat in groups]
    owners = [one for row in account.owners if (one := store.people.member(row)) and one.active]
    told = _private(store, owners)
    managers = [one for one in store.people.with_role("manager") if one.id not in account.owners]
    if shouted or not told:
        told += _private(store, managers)
    return [(one, None) for one in told]


def _private(store: Store, members: Iterable[Member]) -> list[Place]:
    """The private chats that are open."""
    return [found for one in members if (found := private_place(store, one))]


def _groups(store: Store, account: Account, action: str) -> list[Chat]:
    return [chat for chat in store.people.bound_chats() if group_place(chat).room.may_hold(action, account.tier)]


# -- what a sweep did, or would do, for the command line


def foreseen(database: Database, team_id: int, now: datetime) -> list[dict[str, str]]:
    """What a sweep at that moment would say, without saying or writing it."""

    def look(transaction: Transaction) -> list[dict[str, str]]:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        team, policy = store.people.team(), store.people.policy()
        today, calendar = now.astimezone(ZoneInfo(team.timezone)).date(), calendar_of(team.timezone)
        return [
            _told(store, one)
            for watch in WATCHES
            for one in watch.findings(watch.due(store, today, 1_000_000), policy, today, calendar)
            if one.aloud and not _is_known(store, one)
        ]

    return database.read(look)


def told(database: Database, swept: Swept) -> list[dict[str, str]]:
    """What a sweep said, a row an alert."""

    def look(transaction: Transaction) -> list[dict[str, str]]:
        store = Store(transaction, swept.team_id, by=None, source=0, now=EPOCH)
        return [_told(store, alert) for alert in swept.alerts if alert.aloud]

    return database.read(look)


def _is_known(store: Store, finding: Finding) -> bool:
    key = (finding.rule, finding.episode, finding.stage)
    return any((alert.rule, alert.episode, alert.stage) == key for alert in store.watch.on(finding.subject_id))


def _told(store: Store, finding: Finding | Alert) -> dict[str, str]:
    return dict(
        team=store.people.team().name,
        rule=finding.rule,
        stage=str(finding.stage),
        account=account_of(store, finding).name,
        **SUBJECTS[finding.rule].told(record_of(store, finding)),
    )
