"""New customers. One that looks like a customer there is already is asked about first, never made silently."""

from __future__ import annotations

from bot.handlers.accounts.contacts import PHONE, of_card
from bot.handlers.accounts.finding import missing, name_of, twins_of
from bot.handlers.accounts.gaps import wanted_lines
from bot.handlers.logs import Booked, Choice, Doubt, Question, create_account, log, the_account
from bot.message import Card, Line, Notice, Reply, Turn, line
from bot.said import CLAUSE_ENDS, Said
from core.sales import Account, Contact, Note

OFFERED = 2


def new_account(turn: Turn) -> Reply:
    """/new 华星科技"""
    if not turn.words:
        raise missing(turn, "new")
    return log(turn, [Said("new_account", {}, turn.words, name=turn.words)])


def new_account_said(turn: Turn, said: Said) -> Reply:
    """新客户 华星科技"""
    return log(turn, [said])


def book_account(turn: Turn, said: Said) -> Booked:
    """新客户 华星科技: made, or after a question found to be one there is."""
    known = bool(turn.names.whole.find(said.name).exact)
    if said.account_id is not None and not known:
        return _known_as(turn, the_account(turn, said), said.name)
    seen, hidden = twins_of(turn, said.name)
    if seen and not known and "twin" not in said.settled:
        raise Doubt(_is_it_one_of(said.name, seen))
    account = create_account(turn, said.name)
    saved = line("account_saved", account=account.name, owner=turn.member.name)
    brief = line("account_brief", account=account.name, by=turn.member.name)
    beside = _said_beside(turn, account, said)
    return Booked(
        (saved, *beside, *wanted_lines(turn, account)),
        brief,
        account.tier,
        notices=_managers_told(turn, account, hidden),
    )


def _said_beside(turn: Turn, account: Account, said: Said) -> list[Line]:
    """新客户：蓝天环保，联系人刘工 13900001111，做污水处理的: the person and the rest of the line are kept with it."""
    name, lines = said.get("contact"), []
    if name:
        phone = PHONE.search(said.text)
        person = Contact(
            id=turn.new_id(), account_id=account.id, name=name, phone=of_card(name, phone[0])[1] if phone else ""
        )
        turn.store.save(person)
        lines.append(line("account_contact", name=name))
    rest = [part.strip() for part in CLAUSE_ENDS.split(said.text)[1:]]
    rest = [part for part in rest if part and said.name not in part and (not name or name not in part)]
    if rest:
        note = Note(id=turn.new_id(), account_id=account.id, by_id=turn.member.id, on=turn.today, text=said.text)
        turn.store.save(note)
        lines.append(line("account_noted"))
    return lines


def _is_it_one_of(name: str, seen: list[Account]) -> Question:
    """One question with the nearest as buttons, and a new one."""
    chosen: list[Choice] = [
        (line("button_is_account", name=one.name), {"account": str(one.id)}) for one in seen[:OFFERED]
    ]
    key = "ask_twin_account" if len(seen) == 1 else "ask_twin_accounts"
    made: Choice = (line("button_new_account", name=name), {"settle": "twin"})
    return Question(line(key, name=name, near=seen[0].name), (*chosen, made))


def _known_as(turn: Turn, account: Account, name: str) -> Booked:
    """It was one there is; the name was learnt with the answer."""
    known = line("account_known_as", account=account.name, name=name, owner=name_of(turn, account.owner_id))
    return Booked((known,), line("account_brief_known", account=account.name), account.tier)


def _managers_told(turn: Turn, account: Account, hidden: list[Account]) -> tuple[Notice, ...]:
    """A customer like one this person may not know of: managers can merge the two."""
    if not hidden:
        return ()
    said = line("twin_made", by=turn.member.name, account=account.name, near=hidden[0].name)
    managers = turn.store.people.with_role("manager")
    return tuple(Notice(Card((said,)), member_id=one.id) for one in managers if one.id != turn.member.id)
