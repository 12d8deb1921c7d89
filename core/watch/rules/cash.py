"""Cash that somebody took and did not hand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.ledger import Payment
from core.watch.records import Finding


def cash_held(payments: Iterable[Payment], policy: Policy, today: date, calendar: WorkingCalendar) -> Iterator[Finding]:
    """Cash is in somebody's hands for longer than the policy lets it; said again as often as that time has passed once
    more (the stage), only the newest aloud."""
    for one in payments:
        times = _worked(one, today, calendar) // policy.ledger.held_days if one.is_held else 0
        for stage in range(1, times + 1):
            yield Finding("cash_held", one.id, one.account_id, one.on.isoformat(), stage, aloud=stage == times,
                          owner_id=one.held_by)  # fmt: skip


def next_cash_check(payment: Payment, policy: Policy, today: date, calendar: WorkingCalendar) -> date | None:
    """The next day on which it is spoken of; None once it was handed in."""
    if not payment.is_held:
        return None
    days = policy.ledger.held_days
    return calendar.plus_working(today, days - _worked(payment, today, calendar) % days)


def _worked(payment: Payment, today: date, calendar: WorkingCalendar) -> int:
    """Worked days since it was taken."""
    return calendar.worked_between(payment.on, today)
