"""The task of chasing money: one a receivable, with its owner and a day; closed by facts, open again without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from core.base.calendar import WorkingCalendar, calendar_of
from core.base.ids import moment_of
from core.base.policy import Policy
from core.base.records import evolve
from core.ledger import Receivable, tallies
from core.sales import Task, settled, taken_up_again
from core.watch import Alert
from core.watch.rules import is_broken, is_chased
from storage.store import Store


def assign(store: Store, alerts: Sequence[Alert], policy: Policy, today: date, calendar: WorkingCalendar) -> None:
    """Each overdue stage that is said gives one person a task with a day; one that is open already gets the new day."""
    due_on = calendar.plus_working(today, policy.watch.chase_days)
    for alert in alerts:
        if alert.rule != "overdue" or not alert.aloud:
            continue
        task = store.sales.chase_of(alert.subject_id)
        if task is not None and task.is_open:
            store.save(taken_up_again(task, due_on))
        else:
            store.save(Task(id=store.new_id(), account_id=alert.account_id, owner_id=alert.owner_id, due_on=due_on,
                            receivable_id=alert.subject_id))  # fmt: skip


def kept_promises(store: Store, receivables: Sequence[Any], today: date) -> list[Any]:
    """The same receivables; where what was promised came by the end of its day, though more is open, no promise stands
    any more, and none was broken."""
    calendar = calendar_of(store.people.team().timezone)
    found = []
    for one in receivables:
        if is_broken(one, today, calendar) and _kept(store, one, today, calendar):
            one = evolve(one, promised_on=None)
            store.save(one)
        found.append(one)
    return found


def _kept(store: Store, receivable: Receivable, today: date, calendar: WorkingCalendar) -> bool:
    account = receivable.account_id
    told = tallies(store.ledger.promises(account), store.ledger.entries(account), today, calendar)
    states = [one.state for one in told if one.promise.by_on == receivable.promised_on]
    return bool(states) and all(state in ("kept", "late") for state in states)


def follow(store: Store, receivable: Receivable, today: date) -> Task | None:
    """Close the task of money that is not chased any more, or take it up again where it is; the task if that changed
    it."""
    task = store.sales.chase_of(receivable.id)
    if task is None:
        return None
    chased = is_chased(receivable, today)
    if task.is_open and not chased:
        task = settled(task)
    elif task.state == "settled" and chased:
        task = taken_up_again(task, today)
    else:
        return None
    store.save(task)
    return task


def unfounded(store: Store, tasks: Sequence[Any], today: date) -> list[Any]:
    """The same tasks; a chase that was said to be done while nothing shows it is open again, for today."""
    found = []
    for task in tasks:
        if task.receivable_id is not None and task.state == "done" and not task.void and not has_fact(store, task):
            task = taken_up_again(task, today, unfounded=True)
            store.save(task)
        found.append(task)
    return found


def has_fact(store: Store, task: Task) -> bool:
    """Whether anything shows that money was chased since the task began: it came, it was promised, it may not be chased
    now, somebody said so under its alert, or was in touch with the customer."""
    assert task.receivable_id is not None
    receivable = store.get(Receivable, task.receivable_id)
    zone = ZoneInfo(store.people.team().timezone)
    today, began = store.now.astimezone(zone).date(), moment_of(task.id).astimezone(zone).date()
    if receivable is None or not is_chased(receivable, today):
        return True
    if any(one.on >= began for one in store.ledger.allocations_on(receivable.id)):
        return True
    if any(one.acknowledged_by and one.raised_on >= began for one in store.watch.on(receivable.id)):
        return True
    latest = store.sales.visits(receivable.account_id, 1)
    return bool(latest) and latest[0].on >= began
