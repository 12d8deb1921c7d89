"""Money that falls due soon, and money that is past its due day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.ledger.records import Receivable
from core.watch.records import Finding


def due_soon(
    receivables: Iterable[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """A receivable falls due within the next working days; its owner hears each stage once, the nearest one aloud."""
    for receivable in receivables:
        if receivable.due_on < today:
            continue
        passed = [
            stage
            for stage in sorted(policy.watch.due_soon_stages, reverse=True)
            if calendar.plus_working(receivable.due_on, -stage) <= today
        ]
        yield from _stages("due_soon", receivable, passed, today, calendar)


def overdue(
    receivables: Iterable[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """A receivable is unpaid past its due day; each stage is recorded once, only the newest is said."""
    for receivable in receivables:
        days = receivable.days_overdue(today)
        passed = [stage for stage in sorted(policy.watch.overdue_stages) if stage <= days]
        yield from _stages("overdue", receivable, passed, today, calendar)


def promise_due(receivables: Iterable[Receivable], today: date, calendar: WorkingCalendar) -> Iterator[Finding]:
    """A customer named this day, or a day off before the next worked one: the owner hears of it that morning."""
    for receivable in receivables:
        promised = receivable.promised_on
        if promised is None or not receivable.balance.is_positive or receivable.disputed or receivable.covered_until:
            continue
        if calendar.last_working(promised) <= today <= promised:
            episode = f"{receivable.due_on.isoformat()}/{receivable.episode}/{promised.isoformat()}"
            yield Finding("promise_due", receivable.id, receivable.account_id, episode, 0)


def next_check(receivable: Receivable, policy: Policy, today: date, calendar: WorkingCalendar) -> date | None:
    """The next day on which a stage of either rule is reached; None when nothing more can ever be said."""
    if not receivable.balance.is_positive:
        return None
    before = [calendar.plus_working(receivable.due_on, -stage) for stage in policy.watch.due_soon_stages]
    after = [receivable.due_on + timedelta(days=stage) for stage in policy.watch.overdue_stages]
    promised = receivable.promised_on
    answer = [calendar.last_working(promised), calendar.next_working(promised) + timedelta(days=1)] if promised else []
    return min((day for day in (*before, *after, *answer) if day > today), default=None)


def is_chased(receivable: Receivable, today: date) -> bool:
    """Whether it is overdue, and neither a promise that still stands nor a dispute or a bill pauses the chase."""
    promised = receivable.promised_on
    paused = receivable.disputed or receivable.covered_until is not None or (promised is not None and promised >= today)
    return bool(receivable.days_overdue(today)) and not paused


def is_broken(receivable: Receivable, today: date, calendar: WorkingCalendar) -> bool:
    """Whether the working day of its promise (the next one, where that is a day off) has ended unpaid."""
    promised = receivable.promised_on
    return promised is not None and receivable.balance.is_positive and calendar.next_working(promised) < today


def _stages(
    rule: str, receivable: Receivable, passed: Sequence[int], today: date, calendar: WorkingCalendar
) -> Iterator[Finding]:
    """One finding per stage passed; aloud is only the last, and nothing while a promise or dispute pauses the chase."""
    if not receivable.balance.is_positive:
        return
    episode = f"{receivable.due_on.isoformat()}/{receivable.episode}"
    broken = is_broken(receivable, today, calendar)
    if broken and receivable.promised_on and receivable.days_overdue(today):
        episode += f"/{receivable.promised_on.isoformat()}"
    if receivable.resumed_on is not None and receivable.days_overdue(today):
        episode += f"/{receivable.resumed_on.isoformat()}"
    covered = receivable.covered_until is not None
    paused = receivable.disputed or covered or (receivable.promised_on is not None and not broken)
    for stage in passed:
        yield Finding(
            rule, receivable.id, receivable.account_id, episode, stage, aloud=stage == passed[-1] and not paused
        )
