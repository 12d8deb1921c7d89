"""Before a break of several days: on the last working day each owner gets a list of what should come in before it.

What is overdue and what falls due in the break; managers get that of the whole team.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.message import Card, Line, line
from bot.post import Place, private_place, send
from bot.subjects import promise_of
from bot.weekly import manager_places
from core.base.calendar import DAY, WorkingCalendar
from core.base.money import totals
from core.base.periods import Period
from core.ledger import Receivable
from core.sales import Account
from storage.people import House
from storage.store import Store

LEAST, MOST = 3, 15  # days off that make a break; rows on a card
Owed = tuple[Receivable, Account]


def tell_before_break(store: Store, house: House, today: date, calendar: WorkingCalendar) -> int:
    """Queue the lists once, on the working day before a break; how many cards. Nothing to collect: nothing said."""
    found = calendar.break_after(today, LEAST)
    if found is None or not house.claim(mark(store.team_id), today.isoformat()):
        return 0
    off = Period(*found)
    owed = list(_owed(store, off))
    lists = [(place, mine) for place, mine in _lists(store, owed) if mine]
    for place, mine in lists:
        send(store, place, _card(store, mine, off, today), urgency=2)
    return len(lists)


def mark(team_id: int) -> str:
    """Under which name the house remembers the last break that was told of."""
    return f"break:{team_id}"


def _owed(store: Store, off: Period) -> Iterator[Owed]:
    """What is overdue or falls due before work begins again, and is not disputed or covered by a bill."""
    accounts: dict[int, Account | None] = {}
    for one in store.ledger.overdue(off.last + DAY):
        if one.disputed or one.covered_until is not None:
            continue
        if one.account_id not in accounts:
            accounts[one.account_id] = store.sales.account(one.account_id)
        account = accounts[one.account_id]
        if account is not None:
            yield one, account


def _lists(store: Store, owed: Sequence[Owed]) -> Iterator[tuple[Place, list[Owed]]]:
    told = set()
    for place in manager_places(store):
        told.add(place.key)
        yield place, list(owed)
    for member in store.people.members():
        own = private_place(store, member)
        if own is not None and own.key not in told:
            yield own, [(one, account) for one, account in owed if member.id in account.owners]


def _card(store: Store, owed: Sequence[Owed], off: Period, today: date) -> Card:
    sums = totals(one.balance for one, _ in owed)
    lines = [line("break_head", first=off.first, last=off.last, days=off.days, count=len(owed), sums=sums)]
    lines += [_row(store, one, account, today) for one, account in owed[:MOST]]
    if len(owed) > MOST:
        lines.append(line("account_more", count=len(owed) - MOST))
    return Card(tuple(lines), shows=tuple((one.id, one.version) for one, _ in owed[:MOST]))


def _row(store: Store, one: Receivable, account: Account, today: date) -> Line:
    owner = store.people.member(account.owner_id)
    return line("question_open_row", account=account.name, balance=one.balance, due=one.due_on, title=one.title,
                days=one.days_overdue(today), owner=owner.name if owner else "",
                promised=promise_of(one, today))  # fmt: skip
