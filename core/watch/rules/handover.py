"""Handovers that wait for their receiver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.handovers import Handover, days_waited, may_be_accepted_for_on
from core.watch.records import Finding


def handover(
    handovers: Iterable[Handover], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """A handover still waits: the receiver hears it when it is proposed and each working day after (the stage)."""
    for one in handovers:
        if one.is_open:
            yield _finding("handover", one, days_waited(one, today, calendar))


def handover_late(
    handovers: Iterable[Handover], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """Nobody answered a handover within its working days: the managers may accept for the receiver, and hear it then
    and every so many working days after."""
    again = policy.handovers.manager_again
    for one in handovers:
        first = may_be_accepted_for_on(one, calendar, policy.handovers.manager_after)
        if one.is_open and first <= today:
            yield _finding("handover_late", one, calendar.worked_between(first, today) // again)


def next_handover_check(handover: Handover, policy: Policy, today: date, calendar: WorkingCalendar) -> date | None:
    """The next working day while it waits."""
    return calendar.plus_working(today, 1) if handover.is_open else None


def _finding(rule: str, handover: Handover, stage: int) -> Finding:
    return Finding(rule, handover.id, handover.account_ids[0], handover.proposed_on.isoformat(), stage)
