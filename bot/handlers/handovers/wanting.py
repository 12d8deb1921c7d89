"""What somebody wants handed over: typed after /handover, said in words, or picked with buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bot.handlers.accounts.finding import near_names, visible
from bot.message import Turn
from bot.said import Said
from bot.text import typed_words
from core.base.refusal import Refusal
from core.people import Member
from core.reading.names import CUSTOMER, MEMBER, Mention
from core.reading.normalise import normalise
from core.sales import Account

LONGEST = 2000  # characters of a command that are looked at
SEPARATORS = re.compile(r"[\s,，、;；/&+。.!！:：]+|->|=>|[→➡>]")
ALL, TO, FROM, STAND_IN, UNSURE = "all", "to", "from", "stand_in", "unsure"
PART = re.compile(r"的(?!客户|全部|所有|事|业务|生意)|['’]s (?!account|business)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who gives what to whom. No giver: the accounts' owner, or who says it. No receiver or accounts: to be asked."""

    receiver: Member | None = None
    giver: Member | None = None
    accounts: tuple[Account, ...] = ()
    everything: bool = False
    on: date | None = None


# -- typed: /handover 张伟 李娜 全部


def typed(turn: Turn, text: str) -> Wanted:
    """Names of people and customers in any order, with small words between them; the giver before the receiver unless
    the words say otherwise. A Refusal names what is nobody."""
    written = text[:LONGEST]
    plain = normalise(written)
    mentions = turn.names.scan(plain)
    people = [(one.start, _member_of(turn, one)) for one in mentions if one.kind == MEMBER]
    accounts = [_account_of(turn, one, written) for one in mentions if one.kind == CUSTOMER]
    everything = False
    for start, word in _rest(written, plain, mentions):
        meanings = _meanings(word)
        everything = everything or ALL in meanings
        if not meanings:
            people.append((start, _somebody(turn, word)))
    giver, receiver = _sides(plain, sorted(people, key=lambda one: one[0]))
    return Wanted(receiver, giver, tuple(dict.fromkeys(accounts)), everything and not accounts)


def _member_of(turn: Turn, mention: Mention) -> Member:
    found = turn.store.people.member(int(mention.entities[0].ref or 0))
    assert found is not None, "the index knows members of the books"
    return found


def _account_of(turn: Turn, mention: Mention, written: str) -> Account:
    """The one customer a name means, if this person may know of it."""
    found = [turn.store.sales.account(int(one.ref or 0)) for one in mention.entities]
    seen = [one for one in found if one is not None and visible(turn, one)]
    name = written[mention.start : mention.end]
    if not seen:
        raise Refusal("account_unknown", name=name, denied="see_account" if any(found) else None)
    if len(seen) > 1:
        raise Refusal("account_near_said", name=name, near=tuple(one.name for one in seen[:3]))
    return seen[0]


def _rest(written: str, plain: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    """The words between the names, each with its place."""
    for mention in mentions:
        gap = " " * (mention.end - mention.start)
        plain = plain[: mention.start] + gap + plain[mention.end :]
    at = 0
    for separator in (*SEPARATORS.finditer(plain), None):
        end = separator.start() if separator else len(plain)
        if end > at:
            yield at, written[at:end]
        at = separator.end() if separator else end


def _meanings(word: str) -> frozenset[str]:
    """What a stretch between names says: one word of ours, or several Chinese ones in a row; nothing for others."""
    known, plain = typed_words("handover"), normalise(word)
    if plain in known:
        return frozenset({known[plain]})
    found = _run_of_words().findall(plain)
    return frozenset(known[one] for one in found) if "".join(found) == plain else frozenset()


@cache
def _run_of_words() -> re.Pattern[str]:
    """Any of our words that can stand without a gap, the longest first."""
    words = sorted((one for one in typed_words("handover") if not one.isascii()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _somebody(turn: Turn, word: str) -> Member:
    """A member by exactly that name, also one who left; a Refusal with near customers for a name of nobody."""
    for one in turn.store.all(Member):
        if one.name == word.strip():
            return one
    raise Refusal("handover_unknown", name=word.strip()[:40], near=near_names(turn, turn.names.find(word)) or None)


def _sides(plain: str, people: Sequence[tuple[int, Member]]) -> tuple[Member | None, Member | None]:
    """Giver and receiver among the people named."""
    if len(people) > 2:
        raise Refusal("handover_how")
    if not people:
        return None, None
    if len(people) == 1:
        [(at, only)] = people
        return (only, None) if _said_before(plain, at, FROM) else (None, only)
    (first_at, first), (second_at, second) = people
    backwards = _said_before(plain, second_at, FROM) or _said_before(plain, first_at, TO)
    return (second, first) if backwards else (first, second)


def _said_before(plain: str, at: int, meaning: str) -> bool:
    """Whether 从 or 给 stands right before a name."""
    before = plain[:at].rstrip()
    words = (one for one, means in typed_words("handover").items() if means == meaning)
    return any(before.endswith(one) and (not one.isascii() or f" {before}".endswith(f" {one}")) for one in words)


# -- said: 把华星和远航交给李娜, 张伟的客户全部交给李娜


def sorted_out(facts: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """The handovers among the facts of a message, and the rest. A stand-in while somebody is away, one that is only
    thought of (可能要交给李娜), and a part (把华星的方案交给李娜) give no customer away: they stay notes."""
    handed, rest = [], []
    for one in facts:
        if one.intent != "handover" or _says(one.text, STAND_IN):
            rest.append(one)
        elif _says(one.text, UNSURE) or _is_a_part(one):
            rest.append(replace(one, intent="note"))
        else:
            handed.append(one)
    return handed, rest


def _says(text: str, meaning: str) -> bool:
    plain = f" {normalise(text)} "
    return any(one in plain for one, means in typed_words("handover").items() if means == meaning)


def _is_a_part(said: Said) -> bool:
    """Whether something of the customer's is given, and not the customer."""
    _, _, after = normalise(said.text).partition(normalise(said.name))
    return bool(said.name) and PART.match(after) is not None


def said(turn: Turn, facts: Sequence[Said]) -> Wanted:
    """What the handovers of one message ask for together; a Refusal where a customer is not sure, or several people
    shall receive."""
    receivers = {one.get("to_member") for one in facts}
    if len(receivers) > 1:
        raise Refusal("handover_one_receiver", names=tuple(sorted(str(one) for one in receivers)))
    accounts = tuple(dict.fromkeys(_account_said(turn, one) for one in facts))
    first = facts[0]
    return Wanted(_named(turn, first.get("to_member")), _named(turn, first.get("from_member")), accounts,
                  on=first.day("date"))  # fmt: skip


def requested(turn: Turn, said: Said) -> Wanted:
    """我的客户全部交接给李娜, 把华星交给谁谁: all of somebody's customers, or somebody nobody knows."""
    if unknown := said.get("to"):
        return Wanted(_somebody(turn, unknown), None, (_account_said(turn, said),) if said.name else ())
    return Wanted(_named(turn, said.get("to_member")), _named(turn, said.get("from_member")), everything=True)


def _named(turn: Turn, name: str | None) -> Member | None:
    return next((one for one in turn.store.people.members() if one.name == name), None) if name else None


def _account_said(turn: Turn, said: Said) -> Account:
    rows = (said.account_id,) if said.account_id else said.choices
    found = [one for row in rows if (one := turn.store.sales.account(row)) and visible(turn, one)]
    if not found:
        raise Refusal(
            "account_unknown", name=said.name, denied="see_account" if said.account_id or said.choices else None
        )
    if len(found) > 1 or said.account_id is None:
        raise Refusal("account_near_said", name=said.name, near=tuple(one.name for one in found[:3]))
    return found[0]
