"""Next steps that are due, and how a task is called in any sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.message import Line, line
from bot.subjects.money import standing_of
from bot.subjects.subject import About, Subject
from bot.text import shortened
from core.ledger import Receivable
from core.sales import Account, Contact, Task
from core.watch.rules import task_episode
from storage.store import Store


def _task_lines(about: About) -> list[Line]:
    task: Task = about.record
    facts = task_facts(about.store, task, about.customer)
    lines = [line("task_due_alert", **facts, days=days_late(task, about.today))]
    if task.reopened:
        lines.append(line("task_reopened"))
    if about.reader != task.owner_id:
        lines.append(line("task_whose", owner=about.owner_of(task)))
    return lines


def _task_row(about: About, number: int) -> Line:
    task: Task = about.record
    owner = about.owner_of(task) if about.reader != task.owner_id else None
    facts = task_facts(about.store, task, about.customer)
    return line("digest_row_task_due", **facts, number=number, days=days_late(task, about.today), owner=owner)


def _task_settled(about: About) -> Line:
    task: Task = about.record
    facts = task_facts(about.store, task, about.customer)
    if task.void:
        return line("task_taken_back", **facts)
    if task.state == "settled" and (why := _why_not_chased(about, task)):
        return line("task_paused", **facts, why=why)
    if task.state != "open":
        return line(f"task_{task.state}", **facts)
    moved_to = about.owner_of(task) if task.owner_id != about.alert.owner_id else None
    return line("task_moved", **facts, to=moved_to)


def _why_not_chased(about: About, task: Task) -> Line | None:
    """A promise, a dispute or a bill that keeps money that is still open from being chased."""
    owed = about.store.get(Receivable, task.receivable_id) if task.receivable_id else None
    return standing_of(owed, about.today) if owed is not None and owed.balance.is_positive else None


def _task_told(task: Task) -> dict[str, str]:
    return dict(due_on=task.deadline.isoformat())


def days_late(task: Task, today: date) -> int:
    """Calendar days past the last day of an open task; 0 when it is not late."""
    return max(0, (today - task.deadline).days) if task.is_open else 0


def task_facts(store: Store, task: Task, account: Account | None) -> dict[str, Any]:
    """What a sentence about a task says of it: whose customer and what (`task`), what alone, and when."""
    contact = store.get(Contact, task.contact_id) if task.contact_id and not task.note else None
    owed = store.get(Receivable, task.receivable_id) if task.receivable_id else None
    if owed is not None:
        what: Any = line("task_chase", balance=owed.balance if owed.balance.is_positive else None, due=owed.due_on)
    else:
        what = shortened(task.note) if task.note else line("task_follow_up", contact=contact.name if contact else None)
    when = line("task_when", on=task.due_on, until=task.until, at=task.at)
    named = line("task_named", account=account.name if account else None, what=what)
    return dict(task=named, what=what, when=when, on=task.deadline, until=task.until, at=task.at)


TASK = Subject(
    Task,
    is_open=lambda task: task.is_open,
    answers=("task_done", "task_tomorrow", "task_next_week", "task_more"),
    lines=_task_lines,
    row=_task_row,
    settled=_task_settled,
    told=_task_told,
    opens="task_done",
    ticked=True,
    speaks_of=lambda task, alert: alert.episode == task_episode(task),
)
