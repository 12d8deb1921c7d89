"""What an account is called: a new name keeps the old ones, so that all history is found by any of them."""

from __future__ import annotations

from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales.decisions import names_of
from core.sales.records import Account

SHORTEST, LONGEST = 2, 80
MOST_ALIASES = 30


def written_name(name: str) -> str:
    """A name as it is kept, gaps made single; Refusal `account_name_short` or `account_name_long`."""
    name = " ".join(name.split())
    if len(name) < SHORTEST:
        raise Refusal("account_name_short")
    if len(name) > LONGEST:
        raise Refusal("account_name_long", most=LONGEST)
    return name


def renamed(account: Account, name: str) -> Account:
    """The account under a new name; the old one becomes an alias. Refusal `name_same` where it is called so already."""
    if name == account.name:
        raise Refusal("name_same", account=name)
    aliases = dict.fromkeys((*account.aliases, account.name))
    aliases.pop(name, None)
    return evolve(account, name=name, aliases=tuple(aliases))


def with_alias(account: Account, name: str) -> Account:
    """The account with another name it is called by. Refusal `name_same`, or `aliases_too_many`."""
    if name in names_of(account):
        raise Refusal("name_same", account=account.name)
    if len(account.aliases) >= MOST_ALIASES:
        raise Refusal("aliases_too_many", most=MOST_ALIASES)
    return evolve(account, aliases=(*account.aliases, name))


def without_alias(account: Account, name: str) -> Account:
    """The account without one of its other names; Refusal `alias_unknown` if it has none such."""
    if name not in account.aliases:
        raise Refusal("alias_unknown", account=account.name, name=name, aliases=account.aliases)
    return evolve(account, aliases=tuple(one for one in account.aliases if one != name))
