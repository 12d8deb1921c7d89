"""The watch: at each team's hour, what is due becomes alerts and cards, in one transaction a chunk.

An alert is unique per stage, so a sweep may be run as often as one likes and says nothing twice. A team's sweep of a
day is marked done in the transaction of its last chunk; a process that died in between goes on where it was.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import looking, mornings
from bot.cash import cash_takers, standing
from bot.chasing import assign, kept_promises, unfounded
from bot.evening import tell_evening
from bot.forgetting import forget_all, let_go
from bot.handlers.undelivered import tell_undelivered
from bot.holidays import tell_before_break
from bot.message import Line
from bot.post import Place, group_place, private_place, queue
from bot.rating import end_whitelist, rescore, rescore_some, watch_concentration
from bot.settling import alert_face, in_order
from bot.subjects import SUBJECTS, record_of, title_of
from bot.text import packed_line
from bot.weekly import manager_places, tell_week
from bot.weekly_export import send_copy
from core.base.calendar import WorkingCalendar, calendar_of
from core.base.policy import Policy
from core.ledger import Bill, Delivery, Payment, Receivable
from core.people import Chat, Member
from core.sales import Account
from core.watch import Alert, Finding
from core.watch.rules import (
    approval,
    approval_late,
    bill_due,
    cash_held,
    delivery_due,
    due_soon,
    expiry,
    handover,
    handover_late,
    is_broken,
    next_approval_check,
    next_bill_check,
    next_cash_check,
    next_check,
    next_delivery_check,
    next_expiry_check,
    next_handover_check,
    next_task_check,
    overdue,
    promise_due,
    task_due,
)
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

CHUNK = 500
SCORED_AT_ONCE = 20  # scores made in one transaction
LOST_WITHIN = timedelta(days=7)  # older ones have had their later stages
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a sweep looks at: how the due records are fetched, what the rules find in them, when to look again."""

    due: Callable[[Store, date, int], Sequence[Any]]
    findings: Callable[[Sequence[Any], Policy, date, WorkingCalendar], Iterable[Finding]]
    next_check: Callable[[Any, Policy, date, WorkingCalendar], date | None]
    check_on: Callable[[Store, int, date | None], None]
    own: Callable[[Store, Any, Policy], Policy] = lambda store, record, policy: policy
    before: Callable[[Store, Sequence[Any], date], Sequence[Any]] = lambda store, records, today: records

    def found(
        self, store: Store, records: Sequence[Any], policy: Policy, today: date, calendar: WorkingCalendar
    ) -> Iterator[Finding]:
        """What the rules find in each record, by the policy that holds for it."""
        for record in records:
            yield from self.findings([record], self.own(store, record, policy), today, calendar)

    def look_again_on(
        self, store: Store, record: Any, policy: Policy, today: date, calendar: WorkingCalendar
    ) -> date | None:
        """When a record must be looked at next, by the policy that holds for it."""
        return self.next_check(record, self.own(store, record, policy), today, calendar)


def _customers_own(store: Store, receivable: Receivable, policy: Policy) -> Policy:
    """A customer with alert days of its own is reminded of by those."""
    account = store.sales.account(receivable.account_id)
    if account is None or not account.alert_days:
        return policy
    return policy.model_copy(
        update={"watch": policy.watch.model_copy(update={"due_soon_stages": account.alert_days})}
    )  # fmt: skip


def _late_money(
    receivables: Sequence[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterable[Finding]:
    yield from due_soon(receivables, policy, today, calendar)
    yield from promise_due(receivables, today, calendar)
    yield from overdue(receivables, policy, today, calendar)


MONEY = Watch(
    lambda store, today, count: store.ledger.to_check(today, count),
    _late_money,
    next_check,
    lambda store, row, day: store.ledger.check_on(row, day),
    _customers_own,
    kept_promises,
)
CONTRACTS = Watch(
    lambda store, today, count: store.contracts.to_check(today, count),
    lambda contracts, policy, today, _: expiry(contracts, policy, today),
    lambda contract, policy, today, _: next_expiry_check(contract, policy, today),
    lambda store, row, day: store.contracts.check_on(row, day),
)
TASKS = Watch(
    lambda store, today, count: store.sales.tasks_to_check(today, count),
    task_due,
    next_task_check,
    lambda store, row, day: store.sales.check_task_on(row, day),
    before=unfounded,
)
HANDOVERS = Watch(
    lambda store, today, count: store.handovers.to_check(today, count),
    lambda handovers, *about: (*handover(handovers, *about), *handover_late(handovers, *about)),
    next_handover_check,
    lambda store, row, day: store.handovers.check_on(row, day),
)
APPROVALS = Watch(
    lambda store, today, count: store.approvals.to_check(today, count),
    lambda approvals, *about: (*approval(approvals, *about), *approval_late(approvals, *about)),
    next_approval_check,
    lambda store, row, day: store.approvals.check_on(row, day),
)
BILLS = Watch(
    lambda store, today, count: store.ledger.beside_to_check(Bill, today, count),
    lambda bills, policy, today, calendar: bill_due(bills, today, calendar),
    lambda bill, policy, today, calendar: next_bill_check(bill, today, calendar),
    lambda store, row, day: store.ledger.check_beside_on(Bill, row, day),
)
DELIVERIES = Watch(
    lambda store, today, count: store.ledger.beside_to_check(Delivery, today, count),
    delivery_due,
    next_delivery_check,
    lambda store, row, day: store.ledger.check_beside_on(Delivery, row, day),
)
CASH = Watch(
    lambda store, today, count: store.ledger.beside_to_check(Payment, today, count),
    cash_held,
    next_cash_check,
    lambda store, row, day: store.ledger.check_beside_on(Payment, row, day),
    before=standing,
)
WATCHES = (MONEY, CONTRACTS, TASKS, HANDOVERS, APPROVALS, BILLS, DELIVERIES, CASH)


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


WATCHED_BY = (
    "watch",
    "tasks",
    "contracts",
    "handovers",
    "ledger",
)  # the parts of the policy that say on which days to look


def _is_time(local: datetime, policy: Policy, calendar: WorkingCalendar, swept: str | None) -> bool:
    """On a working day, past the hour, not yet today. A mark of a day to come is of a clock that was wrong: what was
    said then has its stages in the books, and is not said again."""
    if local.time() < policy.watch.push_at or not calendar.is_working(local.date()):
        return False
    return swept is None or datetime.fromisoformat(swept).date() != local.date()


def raise_alerts(
    store: Store, watch: Watch, records: Sequence[Any], policy: Policy, today: date, calendar: WorkingCalendar,
    *, said: bool = False,
) -> list[Alert]:  # fmt: skip
    """Record every stage the rules find that is not in the books yet, and set when to look again. `said`: it was told
    just now."""
    accounts: dict[int, Account | None] = {}
    raised = []
    for finding in watch.found(store, records, policy, today, calendar):
        if finding.account_id is not None and finding.account_id not in accounts:
            accounts[finding.account_id] = store.sales.account(finding.account_id)
        account = accounts[finding.account_id] if finding.account_id is not None else None
        owner_id = finding.owner_id or (account.owner_id if account else None)
        if owner_id is not None and (account is not None or finding.account_id is None):
            alert = _alert(store, finding, account, owner_id, today, policy)
            if store.watch.raise_alert(alert, said=said):
                raised.append(alert)
    if not said:
        assign(store, raised, policy, today, calendar)
    for record in records:
        watch.check_on(store, record.id, watch.look_again_on(store, record, policy, today, calendar))
    return raised


def _alert(
    store: Store, finding: Finding, account: Account | None, owner_id: int, today: date, policy: Policy
) -> Alert:  # fmt: skip
    return Alert(
        id=store.new_id(),
        rule=finding.rule,
        subject_id=finding.subject_id,
        account_id=account.id if account else None,
        owner_id=owner_id,
        episode=finding.episode,
        stage=finding.stage,
        raised_on=today,
        policy_version=policy.version,
        aloud=finding.aloud,
    )


def note_said(
    store: Store, receivables: Sequence[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> None:  # fmt: skip
    """Record the stages of what a list just told a group, so that the next sweep does not tell it again."""
    raise_alerts(store, MONEY, receivables, policy, today, calendar, said=True)


# -- who hears it


@dataclass(frozen=True, slots=True)
class Hearer:
    """A place that hears of an alert, from its hour on. `listed`: only in a list it gets anyway."""

    place: Place
    push_at: time | None = None
    listed: bool = False


def push(
    store: Store, alerts: Sequence[Alert], policy: Policy, local: datetime, foot: Sequence[Line] = ()
) -> set[str]:  # fmt: skip
    """Queue cards, per place: a few of one sort one by one with their answers, anything more as the day's list.

    `foot` goes below the lists of managers; the answer names the places that have it.
    """
    carried = {place.key for place in manager_places(store)} if foot else set()
    lists = set()
    heard: dict[str, list[tuple[Hearer, Alert]]] = defaultdict(list)
    for alert in in_order(alerts):
        for hearer in HEARD_BY.get(alert.rule, _of_account)(store, alert, policy):
            heard[hearer.place.key].append((hearer, alert))
    on_cards = {alert.id for told in heard.values() for hearer, alert in told if not hearer.listed}
    for alert in alerts:
        if alert.id not in on_cards:
            store.watch.nobody_hears(alert.id)
    for told in heard.values():
        aloud = [alert for hearer, alert in told if not hearer.listed]
        if not aloud:
            continue
        place, due_at = told[0][0].place, _hour(local, told[0][0].push_at)
        asking = [alert for alert in aloud if alert.rule not in NEWS]
        if asking and not _is_little(asking, policy):
            below = foot if place.key in carried else ()
            if tell(store, place, [alert for _, alert in told], policy, due_at, below):
                lists.add(place.key)
            continue
        tell(store, place, asking, policy, due_at)
        tell(store, place, [alert for alert in aloud if alert.rule in NEWS], policy, due_at)
    return carried & lists


NEWS = ("grade", "free_ended", "concentrated")  # asks for no answer: it joins a list, and makes none of a few cards


def tell(
    store: Store, place: Place, alerts: Sequence[Alert], policy: Policy, due_at: datetime | None = None,
    foot: Sequence[Line] = (),
) -> bool:  # fmt: skip
    """Queue alerts for one place: a few of one sort one by one, anything more as one list with `foot`; whether it is
    one."""
    if not alerts:
        return False
    if _is_little(alerts, policy):
        for alert in alerts:
            _queue(store, place, [alert], due_at)
        return False
    _queue(store, place, in_order(alerts), due_at, foot)
    return True


def _is_little(alerts: Sequence[Alert], policy: Policy) -> bool:
    """Whether cards of their own serve better: one alert, or a few of one sort whose answers no list has."""
    rules = {alert.rule for alert in alerts}
    if len(rules) > 1 or len(alerts) > policy.watch.single_cards:
        return False
    return len(alerts) == 1 or not SUBJECTS[alerts[0].rule].ticked


def _queue(
    store: Store, place: Place, alerts: Sequence[Alert], due_at: datetime | None, foot: Sequence[Line] = ()
) -> None:  # fmt: skip
    below = {"foot": [packed_line(one) for one in foot]} if foot else {}
    queue(
        store,
        place,
        alert_face(store, place, alerts) | below,
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


def _of_account(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """What is overdue or expires goes to groups that may hear it, what is due soon to owner and co-owners; failing
    that, to managers. Of what a group hears they are told too where a promise was broken (and so is one step higher),
    and in the day's list. A subject may name its hearers itself."""
    if hearers := SUBJECTS[alert.rule].hearers:
        named = _private(store, hearers(store, record_of(store, alert)))
        yield from (Hearer(place) for place in named or _private(store, store.people.with_role("manager")))
        return
    account, shouted = store.sales.account(alert.account_id) if alert.account_id else None, SHOUTED.get(alert.rule)
    if account is None:
        return
    groups = _groups(store, account, shouted) if shouted else []
    yield from (Hearer(group_place(chat), chat.push_at) for chat in groups)
    places = _private(store, _active(store, account.owners))
    broken = _broken_promise(store, alert)
    listed = bool(groups) and not broken
    yield from (Hearer(place, listed=listed) for place in places)
    if broken:
        yield from (Hearer(place) for place in _above(store, account.owner_id, account.owners))
    elif not groups and (shouted or not places):
        yield from (Hearer(place) for place in _private(store, _managers(store, but=account.owners)))


def _of_task(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """A next step is its owner's; left lying for long it is told to who they report to, else to managers."""
    places = _private(store, _active(store, (alert.owner_id,)))
    if not places or alert.stage >= policy.tasks.climb_stage:
        places = [*places, *_above(store, alert.owner_id, (alert.owner_id,))]
    yield from (Hearer(place) for place in places)


def _of_delivery(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """A delivery is its customer's owner's to see to; one that is late for long is told one step higher too."""
    account = store.sales.account(alert.account_id) if alert.account_id else None
    owners = account.owners if account else ()
    places = _private(store, _active(store, owners))
    if not places or alert.stage >= policy.tasks.climb_stage:
        places = [*places, *_above(store, account.owner_id if account else alert.owner_id, owners)]
    yield from (Hearer(place) for place in places)


def _of_cash(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """Cash in hand is spoken of to who has it and to who takes it in; the second time to who they report to as well."""
    names = [alert.owner_id, *(one.id for one in cash_takers(store, alert.owner_id))]
    places = _private(store, _active(store, dict.fromkeys(names)))
    if alert.stage > 1:
        places = [*places, *_above(store, alert.owner_id, names)]
    yield from (Hearer(place) for place in {place.key: place for place in places}.values())


def _of_access(store: Store, alert: Alert, policy: Policy) -> Iterator[Hearer]:
    """Who looks up more than one does is told to the others who manage, in private; never to themselves."""
    yield from (Hearer(place) for place in _private(store, looking.hearers(store, record_of(store, alert))))


HEARD_BY: Mapping[str, Callable[[Store, Alert, Policy], Iterable[Hearer]]] = {
    "task_due": _of_task,
    "delivery_due": _of_delivery,
    "cash_held": _of_cash,
    "access": _of_access,
}


def _broken_promise(store: Store, alert: Alert) -> bool:
    """Whether money is chased for the first time since a day passed that was promised."""
    receivable = record_of(store, alert) if alert.rule == "overdue" else None
    if receivable is None or not is_broken(receivable, alert.raised_on, calendar_of(store.people.team().timezone)):
        return False
    told = (one for one in store.watch.on(alert.subject_id) if one.aloud and one.rule == alert.rule)
    return [one.id for one in told if one.episode == alert.episode] == [alert.id]


def _above(store: Store, member_id: int, but: Collection[int]) -> list[Place]:
    """One step higher: who a member reports to, else the managers."""
    member = store.people.member(member_id)
    above = _active(store, (member.reports_to,)) if member and member.reports_to else []
    return _private(store, above or _managers(store, but=but))


def _active(store: Store, rows: Iterable[int]) -> list[Member]:
    """The members of these ids who are still here."""
    return [one for row in rows if (one := store.people.member(row)) and one.active]


def _managers(store: Store, but: Collection[int]) -> list[Member]:
    return [one for one in store.people.with_role("manager") if one.id not in but]


def _private(store: Store, members: Iterable[Member]) -> list[Place]:
    """The private chats that are open."""
    return [found for one in members if (found := private_place(store, one))]


def _groups(store: Store, account: Account, action: str) -> list[Chat]:
    return [chat for chat in store.people.bound_chats() if group_place(chat).room.may_hold(action, account.tier)]


def requeue_lost(database: Database, now: datetime) -> int:
    """Say again what was to be said and stands on no card in the outbox, as of a damaged or half restored database;
    how many alerts."""

    def work(transaction: Transaction) -> int:
        found = 0
        for team_id in House(transaction).team_ids():
            store = Store(transaction, team_id, by=None, source=database.ids.new(now), now=now)
            if lost := store.watch.cardless(now - LOST_WITHIN):
                push(store, lost, store.people.policy(), now.astimezone(ZoneInfo(store.people.team().timezone)))
                found += len(lost)
        return found

    def is_any(transaction: Transaction) -> bool:
        teams = House(transaction).team_ids()
        stores = (Store(transaction, team_id, by=None, source=0, now=now) for team_id in teams)
        return any(store.watch.cardless(now - LOST_WITHIN) for store in stores)

    return database.write(work) if database.read(is_any) else 0


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
            for one in watch.found(store, watch.due(store, today, 1_000_000), policy, today, calendar)
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
        account=title_of(store, finding),
        **SUBJECTS[finding.rule].told(record_of(store, finding)),
    )
