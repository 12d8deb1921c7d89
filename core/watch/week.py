"""What a team did in a stretch of days, person by person: each figure keeps the records it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from core.base.calendar import WorkingCalendar
from core.base.money import Money, totals
from core.ledger import Tally
from core.ledger.records import Payment, Promise
from core.sales.records import CLOSED, Account, Deal, Visit

DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Move:
    """A deal that went from one stage to another on a day; `before` "" where it began there."""

    deal: Deal
    on: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: visits by whoever went, deals by their owner, money, promises and new customers by whose
    customers they are. `moved` are stage moves that neither won nor lost."""

    visits: tuple[Visit, ...] = ()
    opened: tuple[Deal, ...] = ()
    won: tuple[Deal, ...] = ()
    lost: tuple[Deal, ...] = ()
    moved: tuple[Move, ...] = ()
    payments: tuple[Payment, ...] = ()
    kept: tuple[Promise, ...] = ()
    broken: tuple[Promise, ...] = ()
    accounts: tuple[Account, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all was done."""
        return not any(getattr(self, one.name) for one in fields(self))

    @property
    def received(self) -> tuple[Money, ...]:
        """What came in, a sum a currency."""
        return totals(one.amount for one in self.payments)


def week_of(today: date, back: int = 0) -> tuple[date, date]:
    """The first and last day, Monday to Sunday, of this week or one `back` weeks before."""
    first = today - timedelta(days=today.weekday()) - back * DAYS
    return first, first + DAYS - timedelta(days=1)


def report_day(today: date, calendar: WorkingCalendar) -> date:
    """The day on which last week is reported: the first working day of this week (or after it, where it has none)."""
    return calendar.next_working(week_of(today)[0])


def worth(deals: Iterable[Deal]) -> tuple[Money, ...]:
    """What deals are worth, a sum a currency; those without an amount count for nothing."""
    return totals(one.amount for one in deals if one.amount is not None)


def together(parts: Sequence[Done]) -> Done:
    """What several people did, as one."""
    names = [one.name for one in fields(Done)]
    found: dict[str, Any] = {name: tuple(one for part in parts for one in getattr(part, name)) for name in names}
    return Done(**found)


def done_by(
    members: Iterable[int], owner_of: Mapping[int, int], *, visits: Iterable[Visit], moves: Iterable[Move],
    payments: Iterable[Payment], promises: Iterable[Tally], accounts: Iterable[Account],
) -> dict[int, Done]:  # fmt: skip
    """Member -> what they did. `owner_of`: account -> whose it is; what belongs to nobody of `members` is theirs who
    did it or owned it all the same, so that nothing is missing from the whole."""
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for visit in visits:
        found[visit.by_id]["visits"].append(visit)
    for move in moves:
        for name in _called(move):
            found[move.deal.owner_id][name].append(move if name == "moved" else move.deal)
    for payment in payments:
        found[owner_of.get(payment.account_id, 0)]["payments"].append(payment)
    for tally in promises:
        if tally.state in ("kept", "broken"):
            found[owner_of.get(tally.promise.account_id, 0)][tally.state].append(tally.promise)
    for account in accounts:
        found[account.owner_id]["accounts"].append(account)
    return {row: Done(**{name: tuple(rows) for name, rows in found[row].items()}) for row in (*members, *found)}


def _called(move: Move) -> Iterator[str]:
    """What a move counts as: a deal may be opened and won on the same day."""
    if not move.before:
        yield "opened"
    if move.after in CLOSED:
        yield move.after
    elif move.before:
        yield "moved"
