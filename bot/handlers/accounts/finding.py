"""Which customer a typed name means, whether this person may know of it, and whether they may change it."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.message import Reply, Turn, line
from bot.said import Said
from core.base.refusal import Refusal
from core.people import Member, may
from core.reading import Found
from core.reading.twins import spelt, twins
from core.sales import Account, names_of


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
    near = tuple(account.name for account in accounts if visible(turn, account)) or near_names(turn, found, name)
    if near:
        raise Refusal("account_near_said", name=name[:40], near=near)
    if (put_away := archived_named(turn, name)) and visible(turn, put_away):
        raise Refusal("account_archived", account=put_away.name)
    raise Refusal("account_unknown", name=name[:40])


def near_names(turn: Turn, found: Found, name: str = "") -> tuple[str, ...]:
    """The near names of what this person may see, those spelt so in pinyin too."""
    rows = [ref for one in found.near if (ref := found.refs.get(one))]
    rows += [one.ref for one in spelt(turn.names, name) if one.ref]
    accounts = (turn.store.sales.account(int(row)) for row in dict.fromkeys(rows))
    return tuple(account.name for account in accounts if account and visible(turn, account))[:3]


def twins_of(turn: Turn, name: str) -> tuple[list[Account], list[Account]]:
    """The customers a new name may stand for: those this person may know of, and those they may not."""
    refs = dict.fromkeys(one.ref for one in twins(turn.names.whole, name, turn.lexicon) if one.ref)
    found = [account for ref in refs if (account := turn.store.sales.account(int(ref)))]
    return [one for one in found if visible(turn, one)], [one for one in found if not visible(turn, one)]


def archived_named(turn: Turn, name: str) -> Account | None:
    """The archived account of exactly that name; names of these are no longer heard in what people say."""
    wanted = " ".join(name.split()).lower()
    return next(
        (one for one in turn.store.sales.archived() if wanted in (each.lower() for each in names_of(one))), None
    )


def begins_with_account(turn: Turn, words: str) -> tuple[Account, str]:
    """The customer a line begins with, its longest name counting, and what follows; a Refusal where none is known."""
    tokens = words.split()
    for size in range(len(tokens), 0, -1):
        name = " ".join(tokens[:size])
        if turn.names.find(name).exact:
            return find_account(turn, name), " ".join(tokens[size:])
    return find_account(turn, tokens[0]), " ".join(tokens[1:])


def permitted(turn: Turn, account: Account, action: str, called: str = "") -> Account:
    """The account, if this person may do that with it; Refusal `account_unknown` where they may not know of it."""
    if not visible(turn, account):
        raise Refusal("account_unknown", name=called or account.name, denied="see_account")
    if not may(turn.member, action, account.owners, account.tier):
        raise Refusal("account_not_yours", account=account.name, owner=name_of(turn, account.owner_id), denied=action)
    return account


def name_of(turn: Turn, member_id: int) -> str:
    """A member's name, whether they are still here or not."""
    member = turn.store.people.member(member_id)
    return member.name if member else ""


def find_member(turn: Turn, name: str) -> Member:
    """The member of that name, those who left too; Refusal `member_unknown`."""
    wanted = name.strip().lower()
    everyone = sorted(turn.store.all(Member), key=lambda one: not one.active)
    found = next((one for one in everyone if one.name.lower() == wanted), None)
    if found is None:
        raise Refusal("member_unknown", name=name[:40])
    return found


def said_as(command: str, handler: Callable[[Turn], Reply]) -> Callable[[Turn, Said], Reply]:
    """A command said in words: its verb and words like 把 go, what is left is what would follow the command."""

    def answer(turn: Turn, said: Said) -> Reply:
        lexicon = turn.lexicon
        words = re.sub(rf"^\s*{lexicon.one_of('request.order')}\s*", "", said.text, flags=re.IGNORECASE)
        verb = rf"的?\s*{lexicon.one_of(f'request.{command}')}\s*"
        turn.words = re.sub(verb, " ", words, count=1, flags=re.IGNORECASE).strip(" ，,。.！!：:")
        return handler(turn)

    return answer


def missing(turn: Turn, command: str, account: Account | None = None) -> Refusal:
    """How a command is said whose words were left out: one example, about this customer or one's own."""
    own = (
        account.name
        if account
        else next((one.name for one in turn.store.sales.accounts() if turn.member.id in one.owners), None)
    )
    name = own or {"en": "Globex"}.get(turn.language, "华星")
    return Refusal("usage", example=line(f"usage_{command}", account=name))
