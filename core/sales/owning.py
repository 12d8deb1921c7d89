"""Who an account belongs to, and when it may be put away."""

from __future__ import annotations

from collections.abc import Iterable

from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member
from core.sales.records import Account


def shared_with(account: Account, member: Member) -> Account:
    """The account with one more co-owner: sees, logs and hears its alerts as the owner does.

    Refusal `member_left` for who is no longer active, `coowner_is_owner`, `coowner_already`.
    """
    if not member.active:
        raise Refusal("member_left", name=member.name)
    if member.id == account.owner_id:
        raise Refusal("coowner_is_owner", account=account.name, name=member.name)
    if member.id in account.co_owners:
        raise Refusal("coowner_already", account=account.name, name=member.name)
    return evolve(account, co_owners=(*account.co_owners, member.id))


def no_longer_shared_with(account: Account, member: Member) -> Account:
    """The account with one co-owner fewer; Refusal `coowner_not` where they are none."""
    if member.id not in account.co_owners:
        raise Refusal("coowner_not", account=account.name, name=member.name)
    return evolve(account, co_owners=tuple(one for one in account.co_owners if one != member.id))


def archived(account: Account, money: Iterable[tuple[Money, Money]]) -> Account:
    """The account put away. `money`: what it owes and has in advance, a pair a currency.

    Refusal `archive_open_money` while anything is owed, `archive_advance` while money of theirs is with us.
    """
    pairs = list(money)
    if owed := tuple(one for one, _ in pairs if not one.is_zero):
        raise Refusal("archive_open_money", account=account.name, owed=owed)
    if ahead := tuple(one for _, one in pairs if not one.is_zero):
        raise Refusal("archive_advance", account=account.name, advance=ahead)
    return evolve(account, state="archived")


def brought_back(account: Account) -> Account:
    """An archived account in use again; Refusal `archive_not` for one that is."""
    if account.state != "archived":
        raise Refusal("archive_not", account=account.name)
    return evolve(account, state="active")
