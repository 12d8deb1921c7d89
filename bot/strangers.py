"""Who is no member of any team yet: a code lets them in, a tied workspace may ask, all else gets a short line."""

from __future__ import annotations

from datetime import datetime

from bot.handlers import help, people
from bot.hearing import Heard
from bot.message import Card, Line, line
from bot.post import Place, notify, send
from bot.text import language_of, say
from core.base.refusal import Refusal
from core.people import Room
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

COMING_IN = ("start", "join", "link", "开始", "加入", "关联")


def code_in(heard: Heard) -> str:
    """The code somebody outside sends to come in; "" where it is none."""
    word, words = heard.command or _first_word(heard.inbound.text)
    return words if heard.inbound.kind == "text" and word.lower() in COMING_IN else ""


def stranger(transaction: Transaction, heard: Heard, refused: Refusal | None, now: datetime) -> str | None:
    """Somebody who is no member here: a code lets them in, anything else gets one short line; groups get silence."""
    inbound, language = heard.inbound, language_of(heard.inbound.sender.language)
    if inbound.kind == "press":
        return say(language, "button_stranger")
    if inbound.kind in ("moved", "renamed", "bot_removed", *people.HAPPENED) and heard.team_id is not None:
        _house_keeping(transaction, heard, now)
        return None
    if inbound.kind == "uninstalled":
        for team_id in House(transaction).team_ids():
            store = Store(transaction, team_id, by=None, source=heard.arrived.id, now=now)
            people.uninstalled(store, inbound)
        return None
    if inbound.kind == "bot_added":
        _tell(transaction, heard, language, help.came_into_group(), now)
        return None
    if not inbound.private:
        return None
    word, code = (heard.command or _first_word(inbound.text))[0], code_in(heard)
    try:
        if refused is not None:
            raise refused
        if code:
            _let_in(transaction, heard, code, now)
        elif (tied := people.tied(House(transaction), inbound)) is not None:
            _at_the_door(transaction, heard, tied, word, now)
        else:
            _tell(transaction, heard, language, Card((line("stranger"),)), now)
    except Refusal as refusal:
        if refused is None and refusal.key not in people.CODES_REFUSED:
            raise
        _tell(transaction, heard, language, Card((Line(refusal.key, refusal.facts),)), now)
    return None


def _first_word(text: str) -> tuple[str, str]:
    """A code may be sent without the slash."""
    word, _, words = text.strip().partition(" ")
    return word, words.strip()


def _let_in(transaction: Transaction, heard: Heard, words: str, now: datetime) -> None:
    if words.startswith("join-"):
        _ask_to_join(transaction, heard, words.removeprefix("join-"), now)
        return
    new_id = transaction.database.ids.new(now)
    arrival = people.arrive(transaction, heard.inbound, words, heard.arrived.id, now, new_id)
    place = Place(
        heard.inbound.channel, heard.inbound.chat, True, arrival.member.language or "zh-CN", Room(True), new_id
    )
    assert arrival.reply.card is not None
    send(arrival.store, place, arrival.reply.card, keyboard=True)


def _ask_to_join(transaction: Transaction, heard: Heard, chat: str, now: datetime) -> None:
    """[我要加入] brought them here: the managers of that group's team decide."""
    team_id = House(transaction).team_of_chat(int(chat)) if chat.isdigit() else None
    if team_id is None:
        raise Refusal("code_unknown")
    _ask_the_team(transaction, heard, team_id, now)


def _at_the_door(transaction: Transaction, heard: Heard, team_id: int, word: str, now: datetime) -> None:
    """Somebody of a workspace that is tied to a team: they may ask to come in without a code."""
    if word.lower() in ("join", "加入"):
        _ask_the_team(transaction, heard, team_id, now)
    else:
        language = language_of(heard.inbound.sender.language)
        _tell(transaction, heard, language, Card((line("stranger_tied"),)), now)


def _ask_the_team(transaction: Transaction, heard: Heard, team_id: int, now: datetime) -> None:
    store = Store(transaction, team_id, by=None, source=heard.arrived.id, now=now)
    asked = people.asked_to_join(store, heard.inbound)
    for notice in asked.notices:
        notify(store, notice)
    assert asked.card is not None
    _tell(transaction, heard, language_of(heard.inbound.sender.language, store.people.team().language), asked.card, now)


def _tell(transaction: Transaction, heard: Heard, language: str, card: Card, now: datetime) -> None:
    """Say something where no team is known; the row belongs to the house."""
    store = Store(transaction, 0, by=None, source=heard.arrived.id, now=now)
    inbound = heard.inbound
    send(store, Place(inbound.channel, inbound.chat, inbound.private, language, Room(inbound.private)), card)


def _house_keeping(transaction: Transaction, heard: Heard, now: datetime) -> None:
    """A group moved or threw the bot out; the platform may name nobody we know as the one who did it."""
    assert heard.team_id is not None
    store = Store(transaction, heard.team_id, by=None, source=heard.arrived.id, now=now)
    chat = store.people.chat_at(heard.inbound.channel, heard.inbound.chat)
    if chat is None:
        return
    if heard.inbound.kind == "moved":
        people.rekey(store, chat, heard.inbound.text)
    elif heard.inbound.kind == "renamed":
        people.retitle(store, chat, heard.inbound.text)
    elif heard.inbound.kind in people.HAPPENED:
        people.HAPPENED[heard.inbound.kind](store, heard.inbound, chat)
    else:
        people.left(store, chat)
