"""/contact: the people at a customer. What reaches them is for who answers for the customer, and never stands whole in
a group; of who took their consent back nothing is shown but that."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from bot.covering import covered, masked
from bot.handlers.accounts.finding import begins_with_account, missing, permitted
from bot.handlers.logs import Booked, taking_back
from bot.message import Card, Line, Reply, Turn, line
from bot.said import Said
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import may
from core.people.personal import E_MAIL as EMAIL
from core.sales import Account, Contact

PHONE = re.compile(r"(?:\+|00)?\d[\d\- ()]{5,22}\d")
E_MAIL = re.compile(EMAIL)
HANDLE = re.compile(r"(?i:微信|wechat|weixin|wx|vx|qq)(?:号|id)?\s*[:：]?\s*(?P<handle>[A-Za-z][\w-]{4,30}|\d{5,12}\b)")
DIGITS, DIGITS_ONLY = re.compile(r"\D"), re.compile(r"[+\d\- ()]+")
LONGEST_PHONE = 15
LONGEST, MOST, MOST_KEPT = 40, 20, 200


class Told(NamedTuple):
    """What was said about a person: 李总 13800000000 采购 li@hx.cn 微信 lixx."""

    name: str
    phone: str
    title: str
    email: str = ""
    handle: str = ""

    @property
    def news(self) -> dict[str, Any]:
        """What was said, without what was not."""
        said = {"phone": self.phone, "title": self.title, "email": self.email, "handle": self.handle}
        return {name: value for name, value in said.items() if value}


def contact(turn: Turn) -> Reply:
    """/contact 华星 · /contact 华星 李总 13800000000 采购 · /contact 华星 -李总"""
    if not turn.words:
        raise missing(turn, "contact")
    account, said = begins_with_account(turn, turn.words)
    if not said:
        return _listed(turn, permitted(turn, account, "see_account"))
    permitted(turn, account, "change_account")
    if said.startswith(("-", "－", "−")):
        return _removed(turn, account, said[1:].strip())
    told = _told(said)
    known = turn.store.sales.contact(account.id, told.name)
    return _added(turn, account, told) if known is None else _changed(turn, account, known, told)


def _told(said: str) -> Told:
    """E-mail, WeChat and phone wherever they stand; before them or first the name, the rest is what they do there."""
    said, email = _without(E_MAIL, said)
    said, handle = _without(HANDLE, said)
    found = PHONE.search(said)
    phone = found[0].strip() if found else ""
    digits = DIGITS.sub("", phone)
    short = next((one for one in said.split() if len(one) > 2 and DIGITS_ONLY.fullmatch(one)), "")
    if (found and len(digits) > LONGEST_PHONE) or (not found and short):
        raise Refusal("contact_phone", phone=phone or short)
    before, after = (said[: found.start()], said[found.end() :]) if found else (said, "")
    words = before.replace("，", " ").replace(",", " ").split()
    if not words:
        raise Refusal("contact_no_name")
    size = _name_size(words, whole=found is not None)
    name, title = words[:size], words[size:]
    title += after.replace("，", " ").replace(",", " ").split()
    told = Told(" ".join(name), phone, " ".join(title), email, handle)
    if max(len(told.name), len(told.title)) > LONGEST:
        raise Refusal("contact_long", most=LONGEST)
    return told


def of_card(name: str, phone: str) -> tuple[str, str]:
    """A contact card from a phone: name and number as they are kept. Refusal without a name, or with too long a one."""
    name, digits = " ".join(name.split()), DIGITS.sub("", phone)
    if not name or name == phone:
        raise Refusal("contact_no_name")
    if len(name) > LONGEST:
        raise Refusal("contact_long", most=LONGEST)
    if len(digits) > LONGEST_PHONE:
        raise Refusal("contact_phone", phone=phone[:LONGEST])
    return name, f"+{digits}" if phone.strip().startswith("+") and digits else digits


def record_card(turn: Turn, said: Said) -> Booked:
    """Somebody's contact card, once its customer is known."""
    account = turn.store.sales.account(said.account_id) if said.account_id else None
    if account is None:
        raise Refusal("account_gone")
    told = Told(said.slots["contact"], said.get("phone") or "", "")
    known = turn.store.sales.contact(account.id, told.name)
    done = _added(turn, account, told) if known is None else _changed(turn, account, known, told)
    assert done.card is not None
    assert done.brief is not None
    return Booked(done.card.lines, done.brief, account.tier)


def _name_size(words: Sequence[str], *, whole: bool) -> int:
    """How many words are the name: one in Chinese; Bob Lee buyer: those with a capital letter, and all of them before a
    phone."""
    if not words[0].isascii():
        return 1
    small = (at for at, word in enumerate(words) if at and not word[0].isupper())
    return len(words) if whole else next(small, len(words))


def _without(pattern: re.Pattern[str], said: str) -> tuple[str, str]:
    """What was said without what the pattern finds, and that."""
    found = pattern.search(said)
    if found is None:
        return said, ""
    return f"{said[: found.start()]} {said[found.end() :]}", found[found.lastgroup or 0]


def _added(turn: Turn, account: Account, told: Told) -> Reply:
    if len(turn.store.sales.contacts(account.id)) >= MOST_KEPT:
        raise Refusal("contacts_too_many", account=account.name)
    person = Contact(id=turn.new_id(), account_id=account.id, name=told.name, **told.news)
    turn.store.save(person)
    return _done(turn, account, line("contact_added", account=account.name), _row(turn, account, person))


def _changed(turn: Turn, account: Account, known: Contact, told: Told) -> Reply:
    """The same name is the same person: what was said now holds, the rest stays."""
    fresh = evolve(known, **told.news)
    if all(getattr(known, name) == value for name, value in told.news.items()):
        raise Refusal("contact_same", account=account.name, name=known.name)
    turn.store.save(fresh)
    lines = [line("contact_changed", account=account.name), _row(turn, account, fresh)]
    if known.phone and known.phone != fresh.phone:
        lines.append(line("contact_phone_was", phone=_shown(turn, account, known.phone)))
    return _done(turn, account, *lines)


def _removed(turn: Turn, account: Account, name: str) -> Reply:
    known = turn.store.sales.contact(account.id, name)
    if known is None:
        names = tuple(one.name for one in turn.store.sales.contacts(account.id)[:MOST])
        raise Refusal("contact_unknown", account=account.name, name=name[:LONGEST], names=names or None)
    turn.store.save(evolve(known, void=True))
    return _done(turn, account, line("contact_removed", account=account.name, name=known.name))


def _done(turn: Turn, account: Account, *lines: Line) -> Reply:
    card = Card(lines, (taking_back(turn)[:1],))
    brief = line("account_changed_brief", account=account.name, by=turn.member.name)
    return Reply(card, brief=brief, action="see_contacts", tier=account.tier)


def _listed(turn: Turn, account: Account) -> Reply:
    people = turn.store.sales.contacts(account.id)
    if not people:
        said = line("contacts_none", account=account.name)
        return Reply(Card((said,)), action="see_contacts", tier=account.tier)
    lines = [line("contacts_head", account=account.name, count=len(people))]
    lines += [_row(turn, account, one) for one in people[:MOST]]
    if len(people) > MOST:
        lines.append(line("account_more", count=len(people) - MOST))
    if any(one.values for one in people) and may(turn.member, "see_contacts", account.owners, account.tier):
        turn.store.note_read("contacts", account.id)
    else:
        turn.store.note_look(account.id)
    return Reply(Card(tuple(lines)), action="see_contacts", tier=account.tier)


def _row(turn: Turn, account: Account, person: Contact) -> Line:
    if person.basis == "withdrawn":
        return line("contact_withdrawn", name=person.name, on=person.basis_on)
    reach = tuple(shown for one in person.values if (shown := _shown(turn, account, one)))
    return line("contact_row", name=person.name, title=person.title, phone=reach or "", source=person.told_by or None)


def contact_lines(turn: Turn, account: Account, most: int = 3) -> list[Line]:
    """The people on the customer's card, without their phones."""
    people = [one for one in turn.store.sales.contacts(account.id) if one.basis != "withdrawn"]
    if not people:
        return []
    shown = tuple(line("contact_brief", name=one.name, title=one.title or None) for one in people[:most])
    return [line("account_contacts", people=shown, more=max(0, len(people) - most))]


def spared(turn: Turn, account: Account, lines: Sequence[Line]) -> list[Line]:
    """What is told of a customer, without who took their consent back: name and numbers are covered, also in notes."""
    names = {one.name for one in turn.store.sales.contacts(account.id) if one.basis == "withdrawn"}
    return [replace(one, facts=_covered(one.facts, names)) for one in lines] if names else list(lines)


def _covered(value: Any, names: Collection[str]) -> Any:
    match value:
        case str():
            return covered(value, names)
        case Line():
            return replace(value, facts=_covered(value.facts, names))
        case tuple() | list():
            return tuple(_covered(one, names) for one in value)
        case Mapping():
            return {fact: _covered(one, names) for fact, one in value.items()}
    return value


def _shown(turn: Turn, account: Account, phone: str) -> str:
    """A phone as this person may see it here: whole in private, its middle hidden in a group, else not at all."""
    if not phone or not may(turn.member, "see_contacts", account.owners, account.tier):
        return ""
    stands_here = turn.private or not turn.room.may_hold("see_contacts", account.tier)
    return phone if stands_here else masked(phone)
