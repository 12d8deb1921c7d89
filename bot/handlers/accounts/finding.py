"""Which customer a typed name means, and whether this person may know of it."""

from __future__ import annotations

from bot.message import Turn
from core.base.refusal import Refusal
from core.people import may
from core.reading import Found
from core.sales import Account


def visible(turn: Turn, account: Account) -> bool:
    """Whether this person may see that there is such a customer."""
    return may(turn.member, "see_account", account.owners, account.tier)


def find_account(turn: Turn, name: str) -> Account:
    """The account that name means; a Refusal that lists the near ones otherwise."""
    found = turn.names.find(name)
    rows = [ref for one in found.exact if (ref := found.refs.get(one))]
    accounts = [account for row in rows if (account := turn.store.sales.account(int(row)))]
    if len(accounts) == 1:
        return accounts[0]
    near = tuple(account.name for account in accounts if visible(turn, account)) or near_names(turn, found)
    if not near:
        raise Refusal("account_unknown", name=name[:40])
    raise Refusal("account_near_said", name=name[:40], near=near)


def near_names(turn: Turn, found: Found) -> tuple[str, ...]:
    """The near names of what this person may see."""
    rows = [ref for one in found.near if (ref := found.refs.get(one))]
    accounts = (turn.store.sales.account(int(row)) for row in rows)
    return tuple(account.name for account in accounts if account and visible(turn, account))[:3]
