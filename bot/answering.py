"""Which handler answers: a press, a command, a reply to a card, the answer to an open question, a request, or facts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import routes, values
from bot.handlers import guesses, help, importing, leaving, logs, people, policy, sharing, watch
from bot.handlers.approvals import changes, changing, correcting, deciding, editing, questions, undoing
from bot.handlers.contracts import evidence, files
from bot.handlers.forms import filling, sheets
from bot.handlers.handovers import proposing, wanting
from bot.handlers.ledger import disputing, pasting
from bot.handlers.questions import replies
from bot.handlers.tasks import saying
from bot.hearing import Heard
from bot.message import Card, Inbound, Line, Reply, Turn, line, reply
from bot.post import Place, here, notify, send
from bot.said import Said
from bot.text import language_of, say, typed_words
from core.approvals import Draft
from core.base.refusal import Refusal
from core.contracts import Contract
from core.people import Chat, Room, may
from core.reading import Names
from core.reading.terms import read_split
from storage.outbox import Outgoing
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

COMING_IN = ("start", "join", "link", "开始", "加入", "关联")
LONGEST_NAME = 20  # of a customer nobody knows yet, typed as an answer


def answer(turn: Turn, heard: Heard) -> Reply | None:
    """What to say to a member; None is silence. Refusal is a known no."""
    if turn.member.active:
        _notice_private_chat(turn)
    if not turn.member.active and turn.inbound.kind == "account_closed":
        return None
    if not turn.member.active and turn.private and (code := _code_in(heard)):
        turn.words = code  # who was let go and is asked back
        return people.join(turn)
    may_act(turn)
    handler = KINDS.get(turn.inbound.kind)
    return handler(turn, heard) if handler else None


def _code_in(heard: Heard) -> str:
    """The code somebody outside sends to come in; "" where it is none."""
    word, words = heard.command or _first_word(heard.inbound.text)
    return words if heard.inbound.kind == "text" and word.lower() in COMING_IN else ""


def may_act(turn: Turn) -> None:
    """Refusal for who has left the team."""
    if not turn.member.active:
        raise Refusal("no_access", denied="talk")


def _notice_private_chat(turn: Turn) -> None:
    if turn.private:
        identity = turn.store.people.identity(turn.inbound.channel, turn.inbound.sender.user)
        if identity is not None:
            people.open_private(turn.store, turn.inbound, identity)


def _text(turn: Turn, heard: Heard) -> Reply | None:
    if heard.command is not None:
        return _command(turn, *heard.command)
    if not turn.inbound.addressed and not (turn.chat and turn.chat.hears_all):
        return None
    if turn.inbound.file is not None:
        if kept := _document(turn, heard) or _table(turn, heard):
            return kept
        if any(one.intent == "contract" for one in heard.facts):
            files.keep_document(turn)
    if not turn.inbound.text.strip():
        return help.nothing_heard(turn) if turn.inbound.addressed else None
    for attempt in (_reply_to_card, _form_word, _keyboard, _open_question, _policy_said, _approval, _about_task, _said):
        found = attempt(turn, heard)
        if found is not None:
            return _quoting(turn, _with_file(turn, heard, found))
    if turn.inbound.file is not None:
        return _evidence(turn) or help.media(turn)
    return help.chitchat(turn) if turn.inbound.addressed else None


def _quoting(turn: Turn, found: Reply) -> Reply:
    """Whose words they were, where somebody else had them logged."""
    if not turn.inbound.quoted or found.card is None:
        return found
    said = line("quoted_from", name=turn.inbound.quoted)
    return replace(found, card=replace(found.card, lines=(said, *found.card.lines)))


def _with_file(turn: Turn, heard: Heard, found: Reply) -> Reply:
    """What a file or picture was sent with is booked, and the file kept with it; a contract keeps its own."""
    saids = [*_bookable(heard), *heard.pasted]
    if not turn.inbound.media or not saids or any(one.intent == "contract" for one in saids) or found.card is None:
        return found
    return evidence.beside(turn, found)


def _evidence(turn: Turn) -> Reply | None:
    """A picture or file in reply to a card, or in private right after something was logged, backs that."""
    if turn.inbound.file is None:
        return None
    if turn.inbound.reply_to is not None:
        card = _replied_to(turn)
        return evidence.with_card(turn, card) if card is not None else None
    return evidence.with_last(turn) if turn.private and not turn.inbound.text.strip() else None


def _approval(turn: Turn, heard: Heard) -> Reply | None:
    """同意: of the one approval that waits for whoever says it."""
    return deciding.by_itself(turn) if heard.request is None and not heard.question else None


def _policy_said(turn: Turn, heard: Heard) -> Reply | None:
    """逾期提醒改成 1/7/15"""
    return None if heard.question else policy.said(turn)


def _about_task(turn: Turn, heard: Heard) -> Reply | None:
    """华星的推到周五; 提醒我周五交周报, which is about no customer. Said to the bot, and not asked."""
    if heard.question or not turn.inbound.addressed:
        return None
    about = saying.about_customer(turn)
    nothing_said = about is None and heard.request is None and not heard.facts and not heard.pasted
    return saying.remind(turn) if nothing_said else about


def _command(turn: Turn, word: str, words: str) -> Reply | None:
    name = routes.ALIASES.get(word, word.lower())
    route = routes.COMMANDS.get(name)
    if route is None:
        return help.unknown_command(turn, word) if turn.private or turn.inbound.addressed else None
    _allowed(turn, route)
    turn.words = words
    return route.handler(turn)


def _permitted(turn: Turn, action: str) -> None:
    """Refusal where the person may not. Rights on one account are checked where the account is known."""
    if not may(turn.member, action, owners=(turn.member.id,)):
        raise Refusal("not_allowed", denied=action)


def _allowed(turn: Turn, route: routes.Route) -> None:
    """Refusal where the person may not, or not here."""
    _permitted(turn, route.action)
    if route.where == "group" and turn.private:
        raise Refusal("group_only")
    if route.where == "private" and not turn.private:
        raise Refusal("private_only")


def _form_word(turn: Turn, heard: Heard) -> Reply | None:
    """A word of the form that is open, or one of the choices it offers, though it may be a command's name too."""
    draft = _question_here(turn)
    if draft is None or draft.kind not in FORMS or not FORMS[draft.kind].is_own_word(turn, draft):
        return None
    return _to_form(turn, draft)


FORMS: Mapping[str, Any] = {filling.KIND: filling, changing.KIND: changing}  # what asks for one field


def _to_form(turn: Turn, draft: Draft, *, requests: bool = False, asks: bool = False) -> Reply | None:
    found = FORMS[draft.kind].typed(turn, draft, requests=requests, asks=asks)
    return found if found is None or isinstance(found, Reply) else questions.take(turn, draft, dict(found))


def _keyboard(turn: Turn, heard: Heard) -> Reply | None:
    """A word of the standing keyboard, or a command's name without its slash, alone or with what it is about."""
    word = turn.inbound.text.strip()
    keys = {say(turn.language, f"key_{name}"): name for row in routes.KEYBOARD for name in row}
    name = keys.get(word) or _command_named(turn, word)
    if name:
        return _command(turn, name, "")
    alias, _, words = word.partition(" ")
    said_otherwise = heard.facts or heard.request or heard.pasted
    named = words and not said_otherwise and _command_named(turn, alias, routes.PLAIN)
    return _command(turn, named, words.strip()) if named else None


def _command_named(turn: Turn, word: str, english: Collection[str] = routes.COMMANDS) -> str | None:
    """The command a plain word names; an English one only where the bot is spoken to, and if it is one of those."""
    plain = word.lower() if turn.inbound.addressed and word.lower() in english else None
    return routes.ALIASES.get(word) or plain


def _reply_to_card(turn: Turn, heard: Heard) -> Reply | None:
    """A reply to one of our cards corrects or takes back what that card was about."""
    card = _replied_to(turn)
    if card is None:
        return None
    if heard.request is not None and heard.request.intent == "undo":
        return undoing.undo(turn, card.source)
    if (draft := _question_here(turn)) is not None and _shows(turn, card, draft.opened_by):
        return None  # an answer
    for about in (deciding.about_card, disputing.about_card, saying.about_card):
        if (answered := about(turn, card)) is not None:
            return answered
    if correction := next((one for one in heard.facts if one.intent == "correction"), None):
        return correcting.correct(turn, card.source, correction)
    if (right := _right_value(turn, heard)) and changes.undoable(turn, card.source):
        return correcting.correct(turn, card.source, right)
    return _about_that(turn, card, heard)


def _replied_to(turn: Turn) -> Outgoing | None:
    """The card of ours a message replies to; in a thread, or under words a card answered, the one it is about."""
    inbound, outbox = turn.inbound, turn.store.outbox
    if inbound.reply_to is None:
        return None
    place = inbound.channel, inbound.chat, inbound.reply_to
    card = outbox.by_message(*place)
    if card is not None and inbound.thread is None:
        return card if card.team_id == turn.store.team_id else None
    cards = [*outbox.answering(*place), *([card] if card else [])]
    return _meant(turn, [one for one in cards if one.team_id == turn.store.team_id])


def _meant(turn: Turn, cards: Sequence[Outgoing]) -> Outgoing | None:
    """Of a thread's cards, the newest first: the one that asks its writer; else what the thread began with, if that was
    booked and stands; else the newest that booked something."""
    draft = _question_here(turn)
    asking = next((one for one in cards if draft is not None and _shows(turn, one, draft.opened_by)), None)
    booked = (one for one in (*cards[-1:], *cards) if changes.undoable(turn, one.source))
    return asking or next(booked, None) or next(iter(cards), None)


def _shows(turn: Turn, card: Outgoing, source: int) -> bool:
    """Whether a card shows what a change set said: as its own card, or as its new face."""
    edits = turn.store.outbox.of_source(turn.store.team_id, source)
    return card.source == source or any(one.target == card.id for one in edits)


def _question_here(turn: Turn) -> Draft | None:
    return turn.store.approvals.open_question(turn.member.id, here(turn).key, turn.now)


def _about_that(turn: Turn, card: Outgoing, heard: Heard) -> Reply | None:
    """收到5万, said to a card about one customer, is about that customer."""
    nameless = [one for one in heard.facts if one.account_id is None and not one.name and not one.choices]
    contract = files.contract_on(turn, card) if nameless else None
    account_id = contract.account_id if contract else (changes.account_of(turn, card) if nameless else None)
    if account_id is None:
        return None
    named = [one.with_account(account_id) if one in nameless else one for one in heard.facts]
    return logs.log(turn, [_of_contract(one, contract) for one in named])


def _of_contract(said: Said, contract: Contract | None) -> Said:
    """编号 HX-01, said to a contract's card, is that contract's."""
    return said.with_slots(contract=str(contract.id)) if contract and said.intent == "terms" else said


def _document(turn: Turn, heard: Heard) -> Reply | None:
    """A file in reply to a contract's card, with little but a customer's name, or without a word right after the
    contract was logged: it is kept with the contract."""
    inbound = turn.inbound
    assert inbound.file is not None
    if inbound.reply_to is not None:
        card = _replied_to(turn)
        contract = files.contract_on(turn, card) if card is not None else None
        return files.keep_file(turn, contract, inbound.file) if contract else None
    if turn.private and not inbound.text.strip():
        if turn.sent is not None and turn.sent.is_table:
            return None
        contract = files.just_logged(turn)
        return files.keep_file(turn, contract, inbound.file) if contract else None
    named = [one.account_id for one in (heard.request, *heard.facts) if one is not None]
    if not named or named[0] is None or any(one.intent not in ("note", "correction") for one in heard.facts):
        return None
    account = turn.store.sales.account(named[0])
    return files.keep_file(turn, files.newest_contract(turn, account), inbound.file) if account else None


def _table(turn: Turn, heard: Heard) -> Reply | None:
    """A file of customers, money or contracts, sent for its own sake: what it would change is shown first."""
    file, sent = turn.inbound.file, turn.sent
    if file is None or sent is None or not heard.is_a_file_alone:
        return None
    files.check_received(turn, file)
    return importing.offered(turn, file, sent) if sent.is_table else None


def _open_question(turn: Turn, heard: Heard) -> Reply | None:
    """The next fitting text answers the open question; anything else is a new message."""
    draft, card = _question_here(turn), _replied_to(turn)
    if draft is None or not draft.awaits:
        return None
    if card is not None and not _shows(turn, card, draft.opened_by):
        return None  # said about something else
    if draft.kind in FORMS:
        requests = heard.request is not None or bool(heard.pasted)
        return _to_form(turn, draft, requests=requests, asks=heard.question)
    if heard.question or (heard.request is not None and heard.request.intent == "ask"):
        return None
    if draft.awaits == "correction":
        right = _right_value(turn, heard)
        return questions.take(turn, draft, {"said": right.as_json()}) if right else None
    if any(one.intent != "note" for one in heard.facts):
        return None
    choice = _as_answer(turn, heard, draft)
    return questions.take(turn, draft, choice) if choice else None


def _right_value(turn: Turn, heard: Heard) -> Said | None:
    """What a card pressed [改] should say: 不对，是15万, or only 15万 or 12月10号."""
    if correction := next((one for one in heard.facts if one.intent == "correction"), None):
        return correction
    if any(one.intent != "note" for one in heard.facts):
        return None
    text, about = turn.inbound.text.strip(), (_local(turn), turn.names, turn.team.currency)
    slots: dict[str, str] = {}
    if amount := values.amount_in(text, *about):
        slots |= {"amount": amount[0]} | ({"currency": amount[1]} if amount[1] != turn.team.currency else {})
    for slot in ("date", "due_date", "next_date"):
        if day := values.day_in(text, *about, past=slot == "date"):
            slots[slot] = day.isoformat()
    return Said("correction", slots, text) if slots else None


def _local(turn: Turn) -> datetime:
    return datetime.combine(turn.today, turn.now.astimezone(ZoneInfo(turn.team.timezone)).time())


Choice = dict[str, object]


def _as_answer(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """A typed answer as the choice a button would have made; None when it does not fit."""
    return TYPED.get(draft.awaits, _as_day)(turn, heard, draft)


def _words(turn: Turn) -> tuple[str, datetime, Names, str]:
    """What was typed, and what it is read with."""
    return turn.inbound.text.strip(), _local(turn), turn.names, turn.team.currency


def _as_amount(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    amount = values.amount_in(*_words(turn))
    return {"slots": {"amount": amount[0], "currency": amount[1]}} if amount else None


def _as_day(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    if draft.awaits == "due_date" and _asks_about(draft) == "receivable":
        day = values.due_day_in(*_words(turn))
    else:
        day = values.day_in(*_words(turn), past=draft.awaits == "date")
    slot = {"promise_day": "due_date"}.get(draft.awaits, draft.awaits)
    return (
        {"slots": {slot: day.isoformat(), f"{slot}_end": ""}} if day else None
    )  # one day, not the stretch said before


def _as_days(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """Several days in one line; what is no day is told to the question that waits."""
    days, wrong = values.days_in(*_words(turn))
    told = {"days": ",".join(one.isoformat() for one in days), "no_days": "、".join(wrong)}
    return {"slots": told} if days or wrong else None


def _as_shares(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    split = read_split(turn.inbound.text)
    return {"slots": {"split": split}} if split else None


def _as_days_of_notice(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    said = re.fullmatch(r"\D{0,6}(\d{1,3})\s*(?:天|日|days?)?\D{0,10}", turn.inbound.text.strip())
    return {"slots": {"notice": said[1]}} if said else None


def _asks_about(draft: Draft) -> str:
    """The kind of fact a question is about."""
    payload = json.loads(draft.payload)
    return str(payload[0]["intent"]) if isinstance(payload, list) else ""


def _as_name(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """A customer that is known; or a name that is not, which is asked about in its turn."""
    text = turn.inbound.text.strip()
    found = turn.names.find(text)
    refs = [ref for name in found.exact if (ref := found.refs.get(name))]
    if len(refs) == 1:
        return {"account": refs[0]}
    sentence = heard.request is not None or heard.facts or any(char in "\n，。；！？" for char in text)
    return {"name": text} if not sentence and 2 <= len(text) <= LONGEST_NAME and not _no_name(text) else None


def _no_name(text: str) -> bool:
    """Whether what was typed is chit-chat (好的谢谢), a question or a request, and names nobody."""
    kinds, plain = typed_words("no_name"), " ".join(re.sub(r"[^\w'’?？]+", " ", text.lower()).split())
    if plain.endswith(("?", "？", "吗", "么", "呢")):
        return True
    words = sorted(kinds, key=len, reverse=True)
    if any(kinds[one] == "asks" and re.match(f"{re.escape(one)}{_end(one)}", plain) for one in words):
        return True
    chat = "|".join(f"{re.escape(one)}{_end(one)}" for one in words if kinds[one] == "chat")
    return re.fullmatch(f"(?:(?:{chat})\\s*)*", plain) is not None


def _end(word: str) -> str:
    """An English word ends where it ends; Chinese ones run into each other."""
    return r"(?!\w)" if word.isascii() else ""


def _as_member(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """Somebody's name, known or not; a sentence is none."""
    text = turn.inbound.text.strip().removeprefix("@")
    return {"slots": {"member": text}} if 0 < len(text) <= LONGEST_NAME and heard.request is None else None


def _as_reason(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """Any words, as long as they are no command."""
    return {"slots": {"reason": turn.inbound.text.strip()}} if heard.request is None else None


def _as_value(turn: Turn, heard: Heard, draft: Draft) -> Choice | None:
    """What looks like a value of a threshold; whether it is in its range is told then."""
    text = turn.inbound.text.strip()
    return {"slots": {"value": text}} if heard.request is None and policy.is_value(text) else None


TYPED: Mapping[str, Callable[[Turn, Heard, Draft], Choice | None]] = {
    "account": _as_name,
    "amount": _as_amount,
    "received_amount": _as_amount,
    "days": _as_days,
    "member": _as_member,
    "split": _as_shares,
    "notice": _as_days_of_notice,
    "reason": _as_reason,
    "policy_value": _as_value,
}


def _said(turn: Turn, heard: Heard) -> Reply | None:
    if heard.pasted:
        return pasting.preview(turn, heard.pasted)
    if heard.request is not None:
        return _request(turn, heard.request)
    if corrections := [one for one in heard.facts if one.intent == "correction"]:
        return correcting.correct_last(turn, corrections[0])
    handed, facts = wanting.sorted_out(heard.facts)
    if handed:
        return _handed(turn, handed, facts)
    if facts:
        logged = filling.still_open(turn, logs.log(turn, facts))
        return guesses.beside(turn, logged, heard.guesses) if heard.guesses else logged
    if heard.guesses and (offered := guesses.offer(turn, heard.guesses)):
        return offered
    unanswered = (heard.question and turn.inbound.addressed) or (heard.asks and turn.private)
    return replies.unknown(turn) if unanswered else None


def _handed(turn: Turn, handed: Sequence[Said], rest: Sequence[Said]) -> Reply:
    """把华星交给李娜: shown before anything is sent; whatever else was said is logged first."""
    return proposing.beside(turn, logs.log(turn, rest), handed) if rest else proposing.said(turn, handed)


def _request(turn: Turn, said: Said) -> Reply | None:
    route = routes.REQUESTS.get(said.intent)
    if route is None:
        return None
    _allowed(turn, route)
    return route.handler(turn, said)


def _press(turn: Turn, heard: Heard) -> Reply | None:
    button = turn.store.approvals.button(turn.inbound.token)
    if button is None:
        raise Refusal("button_unknown")
    if button.expires_at < turn.now:
        raise Refusal("button_expired")
    if button.member_id not in (None, turn.member.id) or button.chat != here(turn).key:
        raise Refusal("button_not_yours", denied="talk")
    route = routes.BUTTONS[button.verb]
    _allowed(turn, route)
    turn.arguments = json.loads(button.arguments)
    found = route.handler(turn)
    return found if found.toast else Reply(
        found.card, found.brief, line("toast_done"), found.action, found.tier, found.notices, found.replaces
    )  # fmt: skip


def _edit(turn: Turn, heard: Heard) -> Reply | None:
    """A message of theirs that reads otherwise now."""
    if heard.former is None:
        return reply(line("edited_unknown")) if turn.private and heard.facts else None
    if heard.command and not heard.facts:
        return None
    found = editing.edited(turn, heard.versions, _bookable(heard.former), _bookable(heard))
    listening = turn.inbound.addressed or (turn.chat is not None and turn.chat.hears_all)
    return found if found is not None and (listening or changes.changes(turn, heard.versions[0])) else None


def _bookable(heard: Heard) -> list[Said]:
    """What a message says that can be booked: its facts, or the one request that is a fact."""
    request = heard.request
    return [request] if request is not None and request.intent in routes.FACTS else list(heard.facts)


def _media(turn: Turn, heard: Heard) -> Reply | None:
    inbound = turn.inbound
    if inbound.file is not None:
        return _document(turn, heard) or _table(turn, heard) or _evidence(turn) or help.media(turn)
    if (inbound.contact or inbound.spot) and (turn.private or inbound.addressed):
        return _shared(turn)
    return help.media(turn)


def _shared(turn: Turn) -> Reply:
    """A position or a contact card, from who logs visits and customers."""
    if turn.inbound.spot is not None:
        _permitted(turn, "log_sales")
        return sharing.spot(turn)
    _permitted(turn, "change_account")
    return sharing.contact(turn, _replied_to(turn))


def _bot_added(turn: Turn, heard: Heard) -> Reply | None:
    return Reply(help.came_into_group())


def _bot_removed(turn: Turn, heard: Heard) -> Reply | None:
    chat = turn.store.people.chat_at(turn.inbound.channel, turn.inbound.chat)
    if chat is not None:
        return people.removed(turn, chat)
    return people.blocked(turn) if turn.private else None


def _moved(turn: Turn, heard: Heard) -> Reply | None:
    return people.moved(turn)


def _renamed(turn: Turn, heard: Heard) -> Reply | None:
    chat = turn.store.people.chat_at(turn.inbound.channel, turn.inbound.chat)
    if chat is not None:
        people.retitle(turn.store, chat, turn.inbound.text)
    return None


def _in_group(turn: Turn, heard: Heard) -> Reply | None:
    """Something happened to a group that is bound: who is in it, what the bot may do there."""
    chat = turn.store.people.chat_at(turn.inbound.channel, turn.inbound.chat)
    if chat is not None and chat.state == "bound":
        HAPPENED[turn.inbound.kind](turn.store, turn.inbound, chat)
    return None


HAPPENED: Mapping[str, Callable[[Store, Inbound, Chat], None]] = {
    "joined": people.came_or_went,
    "left": people.came_or_went,
    "bot_role": people.bot_role,
}


def _reacted(turn: Turn, heard: Heard) -> Reply | None:
    """A thumb up on the card of one alert is [已联系] or [知道了], from who may answer it; else nothing is said."""
    inbound = turn.inbound
    card = turn.store.outbox.by_message(inbound.channel, inbound.chat, inbound.message or "")
    ours = card is not None and card.team_id == turn.store.team_id
    alerts: list[str] = turn.store.outbox.face(card).get("alerts", []) if card is not None and ours else []
    if len(alerts) != 1 or not may(turn.member, "answer_alert"):
        return None
    turn.arguments = {"alert": alerts[0]}
    return watch.thumb_up(turn)


def _account_closed(turn: Turn, heard: Heard) -> Reply | None:
    return leaving.account_closed(turn)


def _form(turn: Turn, heard: Heard) -> Reply | None:
    return sheets.submitted(turn, heard.versions)


KINDS = {
    "text": _text,
    "form": _form,
    "press": _press,
    "edit": _edit,
    "media": _media,
    "bot_added": _bot_added,
    "bot_removed": _bot_removed,
    "moved": _moved,
    "renamed": _renamed,
    **dict.fromkeys(("joined", "left", "bot_role"), _in_group),
    "reacted": _reacted,
    "account_closed": _account_closed,
}


# -- strangers


def stranger(transaction: Transaction, heard: Heard, refused: Refusal | None, now: datetime) -> str | None:
    """Somebody who is no member here: a code lets them in, anything else gets one short line; groups get silence."""
    inbound, language = heard.inbound, language_of(heard.inbound.sender.language)
    if inbound.kind == "press":
        return say(language, "button_stranger")
    if inbound.kind in ("moved", "renamed", "bot_removed", *HAPPENED) and heard.team_id is not None:
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
    word, code = (heard.command or _first_word(inbound.text))[0], _code_in(heard)
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
    elif heard.inbound.kind in HAPPENED:
        HAPPENED[heard.inbound.kind](store, heard.inbound, chat)
    else:
        people.left(store, chat)
