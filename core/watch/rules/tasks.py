"""Next steps whose day has come, and those that were left lying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.sales.records import Task
from core.sales.tasks import reminder_day
from core.watch.records import Finding


def task_due(tasks: Iterable[Task], policy: Policy, today: date, calendar: WorkingCalendar) -> Iterator[Finding]:
    """A task is due, or late by some worked days; its owner hears each stage once, only the newest aloud."""
    for task in tasks:
        passed = [stage for stage, on in _stages(task, policy, calendar) if on <= today]
        for stage in passed:
            yield Finding(
                "task_due",
                task.id,
                task.account_id,
                task_episode(task),
                stage,
                aloud=stage == passed[-1],
                owner_id=task.owner_id,
            )


def task_episode(task: Task) -> str:
    """What a task is spoken of as: with another day or another owner it is spoken of anew."""
    return f"{task.deadline.isoformat()}/{task.owner_id}"


def next_task_check(task: Task, policy: Policy, today: date, calendar: WorkingCalendar) -> date | None:
    """The next day on which a stage is reached; None when nothing more can be said."""
    return next((on for _, on in _stages(task, policy, calendar) if on > today), None)


def _stages(task: Task, policy: Policy, calendar: WorkingCalendar) -> list[tuple[int, date]]:
    """Each stage of an open task with its day, in order."""
    if not task.is_open:
        return []
    stages = policy.tasks.task_stages
    if task.receivable_id is not None:  # the stages of the money speak of it too
        stages = (0, policy.tasks.climb_stage)
    return [
        (stage, calendar.plus_working(task.deadline, stage) if stage else reminder_day(task, calendar))
        for stage in sorted(stages)
    ]
