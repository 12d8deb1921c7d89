"""What one person has on their plate, and what is usual in the team. Money is summed by currency, never across."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from core.base.calendar import DAY
from core.base.money import Money, totals
from core.ledger.records import Receivable
from core.sales.records import Account, Deal, Task, Visit

SOON, WEEK, MONTH = timedelta(days=7), timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Load:
    """One person's customers and what is open with them. `promised` are receivables promised within a week, or whose
    promise has passed; `visits` are of the last 30 days, today counted."""

    member_id: int
    today: date
    customers: tuple[Account, ...]
    shared: tuple[Account, ...]
    deals: tuple[Deal, ...]
    receivables: tuple[Receivable, ...]
    tasks: tuple[Task, ...]
    visits: tuple[Visit, ...]

    @property
    def worth(self) -> tuple[Money, ...]:
        """What the open deals are worth, a sum a currency; deals without an amount count for nothing."""
        return totals(deal.amount for deal in self.deals if deal.amount is not None)

    @property
    def owed(self) -> tuple[Money, ...]:
        """What is open with the person's customers, per currency."""
        return totals(one.balance for one in self.receivables)

    @property
    def overdue(self) -> tuple[Receivable, ...]:
        """What of it is past its due day."""
        return tuple(one for one in self.receivables if one.days_overdue(self.today))

    @property
    def promised(self) -> tuple[Receivable, ...]:
        """What of it is promised within a week, or was promised for a day that has passed."""
        last = self.today + SOON
        return tuple(one for one in self.receivables if one.promised_on is not None and one.promised_on <= last)

    @property
    def late(self) -> tuple[Task, ...]:
        """What should have been done before today."""
        return tuple(one for one in self.tasks if (one.until or one.due_on) < self.today)

    @property
    def this_week(self) -> tuple[Visit, ...]:
        """Visits of the last seven days, today counted."""
        return tuple(one for one in self.visits if one.on > self.today - WEEK)


def load_of(
    member_id: int, today: date, accounts: Iterable[Account], deals: Iterable[Deal], receivables: Iterable[Receivable],
    tasks: Iterable[Task], visits: Iterable[Visit],
) -> Load:  # fmt: skip
    """One person's part of what a team has. A customer counts for its owner; who shares it is told apart."""
    accounts = list(accounts)
    own = tuple(one for one in accounts if one.owner_id == member_id)
    theirs = {one.id for one in own}
    return Load(
        member_id,
        today,
        own,
        tuple(one for one in accounts if member_id in one.co_owners),
        tuple(one for one in deals if one.owner_id == member_id and one.is_open),
        tuple(one for one in receivables if one.account_id in theirs and one.balance.is_positive),
        tuple(one for one in tasks if one.owner_id == member_id and one.state == "open"),
        tuple(one for one in visits if one.by_id == member_id and today - MONTH < one.on <= today),
    )


def middle(loads: Sequence[Load], figure: Callable[[Load], int]) -> str | None:
    """The median of a figure over a team, "7" or "7.5"; None where there are not two to compare."""
    if len(loads) < 2:
        return None
    found = median(figure(one) for one in loads)
    return f"{found:g}"


def counted_since(today: date) -> date:
    """The first of the thirty days that visits are counted over."""
    return today - MONTH + DAY
