"""Alerts are queued for whoever hears them: a few card by card, anything more as one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.message import Line
from bot.post import Place, queue
from bot.settling import alert_face, in_order
from bot.subjects import SUBJECTS
from bot.sweep.hearers import Hearer, heard_by
from bot.text import packed_line
from bot.weekly import manager_places
from core.base.policy import Policy
from core.watch import Alert
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

LOST_WITHIN = timedelta(days=7)  # older ones have had their later stages
NEWS = ("grade", "free_ended", "concentrated")  # asks for no answer: it joins a list, and makes none of a few cards


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
        for hearer in heard_by(store, alert, policy):
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
