"""Deliveries whose day has come, and those that are late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.ledger import Delivery
from core.watch.records import Finding


def delivery_due(
    deliveries: Iterable[Delivery], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """A delivery was planned for today, or is late by some worked days and nobody said that it was done; each stage
    once, only the newest aloud."""
    for one in deliveries:
        passed = [stage for stage, on in _stages(one, policy, calendar) if on <= today]
        for stage in passed:
            yield Finding(
                "delivery_due", one.id, one.account_id, delivery_episode(one), stage, aloud=stage == passed[-1]
            )


def delivery_episode(delivery: Delivery) -> str:
    """What a delivery is spoken of as: put off to another day, it is spoken of anew."""
    return delivery.planned_on.isoformat() if delivery.planned_on else ""


def next_delivery_check(delivery: Delivery, policy: Policy, today: date, calendar: WorkingCalendar) -> date | None:
    """The next day on which a stage is reached; None when nothing more can be said."""
    return next((on for _, on in _stages(delivery, policy, calendar) if on > today), None)


def _stages(delivery: Delivery, policy: Policy, calendar: WorkingCalendar) -> list[tuple[int, date]]:
    """Each stage of a delivery that is still to be done with its day, in order: 0 is its day itself, or the next worked
    one."""
    if not delivery.is_open or delivery.planned_on is None:
        return []
    first = calendar.next_working(delivery.planned_on)
    return [(stage, calendar.plus_working(first, stage)) for stage in sorted(policy.ledger.delivery_stages)]
