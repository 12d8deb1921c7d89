"""Decisions about next steps: done, put off, handed to somebody else, and which day 明天 and 下周 are.

Days are days of the team's zone.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.base.calendar import DAY, WorkingCalendar
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member
from core.sales.records import Task

NEXT_WEEK = "next_week"


def finish(task: Task) -> Task:
    """The task, done. Refusal `task_already_done`, or `record_gone` where it was taken back."""
    return evolve(_still_open(task), state="done")


def settled(task: Task) -> Task:
    """The chase of money that came, was promised, or may not be chased now: a fact closed it."""
    return evolve(task, state="settled")


def taken_up_again(task: Task, on: date, *, unfounded: bool = False) -> Task:
    """A closed chase as open again on a day. `unfounded`: it was said to be done, and nothing shows that it was."""
    return evolve(task, state="open", due_on=on, until=None, reopened=task.reopened + unfounded)


def put_off(task: Task, until: date, today: date) -> Task:
    """The task on another day, of which it keeps the hour.

    Refusal `task_day_past` for a day before today, `task_that_day` where it is on that day already.
    """
    task = _still_open(task)
    if until < today:
        raise Refusal("task_day_past", on=until)
    if until == task.due_on and task.until is None:
        raise Refusal("task_that_day", on=until)
    return evolve(task, due_on=until, until=None)


def hand_on(task: Task, to: Member, *, sees_account: bool) -> Task:
    """The task in somebody else's hands.

    Refusal `task_hand_self` where it is theirs already, `task_hand_leaver` where they left, `task_hand_hidden` where
    they may not see the customer it is about.
    """
    task = _still_open(task)
    if to.id == task.owner_id:
        raise Refusal("task_hand_self", name=to.name)
    if not to.active:
        raise Refusal("task_hand_leaver", name=to.name)
    if not sees_account:
        raise Refusal("task_hand_hidden", name=to.name)
    return evolve(task, owner_id=to.id)


def _still_open(task: Task) -> Task:
    if task.void:
        raise Refusal("record_gone")
    if not task.is_open:
        raise Refusal("task_already_done")
    return task


def next_step_day(when: str, today: date, calendar: WorkingCalendar) -> date:
    """The day a button means: `tomorrow` is the next worked day, `next_week` the first worked day from Monday on."""
    monday = today + timedelta(days=7 - today.weekday())
    return calendar.next_working(monday if when == NEXT_WEEK else today + DAY)


def reminder_day(task: Task, calendar: WorkingCalendar) -> date:
    """The worked day on which its owner first hears of a task: its own, else the one before it; of several days the
    first worked one."""
    first = calendar.next_working(task.due_on)
    return first if first <= task.deadline else calendar.last_working(task.due_on)
