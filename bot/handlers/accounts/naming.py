"""/rename and /alias: what a customer is called. The old names stay, so its history is found by any of them."""

from __future__ import annotations

import re

from bot.handlers.accounts.finding import archived_named, begins_with_account, missing, permitted, visible
from bot.handlers.logs import names_changed, taking_back
from bot.message import Card, Line, Reply, Turn, line, reply
from bot.vocabulary import known_as
from core.base.refusal import Refusal
from core.reading.normalise import normalise
from core.sales import Account, names_of, renamed, with_alias, without_alias, written_name

LEAD = re.compile(r"^(?:=|＝|->|→|，|,|:|：|to\b|改名为|改名叫|改成|改为|叫做|叫)\s*", re.IGNORECASE)
MARKS = re.compile(r"\s*(=|＝|->|→)\s*")


def rename(turn: Turn) -> Reply:
    """/rename 华星 华星科技集团"""
    if not turn.words:
        raise missing(turn, "rename")
    account, said = begins_with_account(turn, MARKS.sub(r" \1 ", turn.words))
    permitted(turn, account, "change_account")
    name = LEAD.sub("", said)
    if not name:
        raise missing(turn, "rename", account)
    return renamed_to(turn, account, name)


def renamed_to(turn: Turn, account: Account, name: str) -> Reply:
    """The customer under its new name."""
    name = written_name(name)
    free(turn, account, name)
    fresh = renamed(account, name)
    turn.store.save(fresh)
    names_changed(turn)
    return done(turn, fresh, line("account_renamed", before=account.name, account=name))


def alias(turn: Turn) -> Reply:
    """/alias 华星 = HX · /alias 华星 -HX · /alias 华星"""
    if not turn.words:
        raise missing(turn, "alias")
    account, said = begins_with_account(turn, MARKS.sub(r" \1 ", turn.words))
    if not said:
        permitted(turn, account, "see_account")
        names = tuple(one for one in names_of(account) if one != account.name)
        key = "account_names" if names else "account_names_none"
        return reply(line(key, account=account.name, names=names), action="see_account", tier=account.tier)
    permitted(turn, account, "change_account")
    if said.startswith(("-", "－", "−")):
        return _without(turn, account, said[1:].strip())
    name = written_name(LEAD.sub("", said).removeprefix("+"))
    free(turn, account, name)
    fresh = with_alias(account, name)
    turn.store.save(fresh)
    names_changed(turn)
    return done(turn, fresh, line("alias_added", account=account.name, name=name))


def _without(turn: Turn, account: Account, name: str) -> Reply:
    fresh = without_alias(account, name)
    turn.store.save(fresh)
    names_changed(turn)
    return done(turn, fresh, line("alias_removed", account=account.name, name=name))


def free(turn: Turn, account: Account | None, name: str) -> None:
    """Refusal where somebody else is called so, or the word means something in what people say."""
    untaken(turn, account, name)
    text = normalise(name)
    if any(entity.kind == "member" for entity, _ in turn.names.forms.get(text, ())):
        raise Refusal("name_is_person", name=name)
    if text in turn.names.stages or known_as(text):
        raise Refusal("name_is_word", name=name)


def untaken(turn: Turn, account: Account | None, name: str) -> None:
    """Refusal where another customer is called so, one that was put away included."""
    found = turn.names.whole.find(name)
    for ref in (ref for one in found.exact if (ref := found.refs.get(one))):
        other = turn.store.sales.account(int(ref))
        if other is not None and (account is None or other.id != account.id):
            raise Refusal("name_taken", name=name, account=other.name if visible(turn, other) else None)
    if (put_away := archived_named(turn, name)) and (account is None or put_away.id != account.id):
        raise Refusal("name_taken_archived", name=name, account=put_away.name if visible(turn, put_away) else None)


def done(turn: Turn, account: Account, *lines: Line) -> Reply:
    """What was changed about a customer, and the way back."""
    card = Card(lines, (taking_back(turn)[:1],), account.id)
    brief = line("account_changed_brief", account=account.name, by=turn.member.name)
    return Reply(card, brief=brief, action="change_account", tier=account.tier)
