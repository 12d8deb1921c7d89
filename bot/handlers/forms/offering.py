"""What the buttons of a form offer for each kind of field: the values people name most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from bot.forms import Field
from bot.handlers.logs import Choice
from bot.message import Line, Turn, line
from bot.said import Said
from core.base.calendar import month_end
from core.base.money import Money, totals
from core.contracts import end_of_term
from core.people import may
from core.sales import Account

MOST = 5
LOOKED_BACK = 12  # change sets
PAST = ("today", "yesterday", "before")


def offered(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    """The values to choose from, each with what pressing it answers."""
    return OFFERS[field.kind](turn, field, said)


def recent_accounts(turn: Turn) -> list[Account]:
    """The customers this person logged about last, then their own."""
    rows: dict[int, None] = {}
    for source in turn.store.approvals.last_sources(turn.member.id)[:LOOKED_BACK]:
        for entry in turn.store.audit.of_source(source):
            about = entry.record_id if entry.kind == "accounts" else entry.change.get("account_id")
            rows |= dict.fromkeys(_ids(about))
    found = [account for row in rows if (account := turn.store.sales.account(row))]
    own = (one for one in turn.store.sales.accounts() if turn.member.id in one.owners)
    merged = {one.id: one for one in (*found, *own) if may(turn.member, "see_account", one.owners, one.tier)}
    return list(merged.values())[:MOST]


def _ids(value: Any) -> Iterable[int]:
    """The id an audit row names: as it was made, or before and after."""
    values = value if isinstance(value, list) else [value]
    return [int(one) for one in values if one]


def _accounts(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    return [(line("button_name", name=one.name), {"account": str(one.id)}) for one in recent_accounts(turn)]


def _days(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    return DAYS[field.offers or "past"](turn, field, said)


def _past(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    days = (turn.today - timedelta(days=back) for back in range(len(PAST)))
    return [_day(field, on, line("button_near_day", near=near, on=on)) for near, on in zip(PAST, days, strict=True)]


def _ahead(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    """The next working day, this week's Friday and the next, the end of the month."""
    friday = turn.today + timedelta(days=(4 - turn.today.weekday()) % 7)
    tomorrow = turn.calendar.next_working(turn.today + timedelta(days=1))
    days = {tomorrow, friday, friday + timedelta(days=7), month_end(turn.today)}
    return [_day(field, on) for on in sorted(days) if on > turn.today]


def _terms(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    """One year, two, three from the day it starts."""
    start = said.day("start_date") or said.day("date") or turn.today
    ends = [(years, end_of_term(start, 12 * years)) for years in (1, 2, 3)]
    return [_day(field, on, line("button_term", years=years, on=on)) for years, on in ends]


def _day(field: Field, on: date, label: Line | None = None) -> Choice:
    return label or line("button_day", on=on), {"slots": {field.name: on.isoformat()}}


def _sums(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    """What is open: each receivable's balance, or all of it."""
    if said.account_id is None or not field.offers:
        return []
    account = turn.store.sales.account(said.account_id)
    if account is None or not may(turn.member, "see_money", account.owners, account.tier):
        return []
    balances = [one.balance for one in turn.store.ledger.open_receivables(account.id)]
    sums = totals(balances) if field.offers == "owed" else tuple(dict.fromkeys(balances))
    return [_sum(field, one) for one in sums[:3]]


def _sum(field: Field, amount: Money) -> Choice:
    return line("button_value", value=amount), {"slots": {field.name: str(amount.amount), "currency": amount.currency}}


def _choices(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    return [(Line(f"{field.prefix}{one}"), {"slots": {field.name: one}}) for one in field.choices]


def _counts(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    return [(line("button_notice", days=int(one)), {"slots": {field.name: one}}) for one in field.choices]


def _people(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    """The people known at the customer, those added last first."""
    known = turn.store.sales.contacts(said.account_id) if said.account_id else []
    return [(line("button_name", name=one.name), {"slots": {field.name: one.name}}) for one in known[::-1][:MOST]]


def _deals(turn: Turn, field: Field, said: Said) -> Sequence[Choice]:
    """The deals under way, for a text that names one."""
    deals = turn.store.sales.open_deals(said.account_id) if said.account_id and field.offers == "deals" else []
    names = dict.fromkeys(one.name for one in deals if one.name)
    return [(line("button_name", name=one), {"slots": {field.name: one}}) for one in list(names)[-3:]]


Offer = Callable[[Turn, Field, Said], Sequence[Choice]]
DAYS: dict[str, Offer] = {"past": _past, "ahead": _ahead, "term": _terms}
OFFERS: dict[str, Offer] = {
    "account": _accounts,
    "day": _days,
    "money": _sums,
    "choice": _choices,
    "count": _counts,
    "person": _people,
    "text": _deals,
}
