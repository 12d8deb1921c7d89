"""Bills that mature: did the bank pay?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.base.calendar import WorkingCalendar
from core.ledger import Bill
from core.watch.records import Finding


def bill_due(bills: Iterable[Bill], today: date, calendar: WorkingCalendar) -> Iterator[Finding]:
    """A bill has matured and nobody said what became of it: asked on the first working day from then, and on each one
    after (the stage)."""
    for bill in bills:
        first = calendar.next_working(bill.matures_on)
        if bill.is_open and first <= today:
            stage = calendar.worked_between(first, today)
            yield Finding("bill_due", bill.id, bill.account_id, bill.matures_on.isoformat(), stage)


def next_bill_check(bill: Bill, today: date, calendar: WorkingCalendar) -> date | None:
    """The working day it matures on, then each one after; None once it is decided."""
    if not bill.is_open:
        return None
    first = calendar.next_working(bill.matures_on)
    return first if first > today else calendar.plus_working(today, 1)
