"""Approvals that wait for somebody's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.approvals import Approval
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.watch.records import Finding


def approval(
    approvals: Iterable[Approval], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """An approval waits: whoever has a say in its step hears it when it is asked, and again every so many working days
    (the stage); not while somebody put it off."""
    for one in approvals:
        if one.is_open and not one.is_held(today):
            waited = calendar.worked_between(one.asked_on, today)
            yield _finding("approval", one, waited // policy.approvals.remind_days)


def approval_late(
    approvals: Iterable[Approval], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """The day by which an answer was asked for has passed: who asked and the admins hear it, once."""
    for one in approvals:
        if one.is_open and not one.is_held(today) and today > one.due_on:
            yield _finding("approval_late", one, 0)


def approval_episode(approval: Approval) -> str:
    """What it is spoken of as: the next step is spoken of anew, to others."""
    return f"{approval.asked_on.isoformat()}/{approval.asked_of}"


def next_approval_check(approval: Approval, policy: Policy, today: date, calendar: WorkingCalendar) -> date | None:
    """The next working day while it waits, or the day until which it was put off."""
    if not approval.is_open:
        return None
    tomorrow = calendar.plus_working(today, 1)
    return max(tomorrow, approval.held_until) if approval.is_held(today) and approval.held_until else tomorrow


def _finding(rule: str, approval: Approval, stage: int) -> Finding:
    return Finding(rule, approval.id, approval.account_id, approval_episode(approval), stage,
                   owner_id=approval.asked_by)  # fmt: skip
