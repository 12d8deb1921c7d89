"""Which handler answers: a press, a command, a reply to a card, the answer to an open question, a request, or facts."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from bot import routes
from bot.handlers import guesses, help, importing, leaving, logs, people, policy, sharing, watch
from bot.handlers.accounts import gaps
from bot.handlers.approvals import changes, changing, correcting, deciding, editing, questions, undoing
from bot.handlers.contracts import evidence, files
from bot.handlers.forms import answers, filling, pressing, sheets
from bot.handlers.handovers import proposing, wanting
from bot.handlers.ledger import disputing, pasting
from bot.handlers.questions import replies
from bot.handlers.tasks import saying
from bot.hearing import Heard
from bot.message import Reply, Turn, line, reply
from bot.post import here, place_key
from bot.said import Said
from bot.strangers import code_in
from bot.text import say
from bot.typed import as_answer, right_value
from core.approvals import Draft
from core.base.refusal import Refusal
from core.contracts import Contract
from core.people import may
from storage.outbox import Outgoing


def answer(turn: Turn, heard: Heard) -> Reply | None:
    """What to say to a member; None is silence. Refusal is a known no."""
    if turn.member.active:
        _notice_private_chat(turn, heard)
    if not turn.member.active and turn.inbound.kind == "account_closed":
        return None
    if not turn.member.active and turn.private and (code := code_in(heard)):
        turn.words = code  # who was let go and is asked back
        return people.join(turn)
    may_act(turn)
    handler = KINDS.get(turn.inbound.kind)
    return _with_keys(turn, handler(turn, heard)) if handler else None


def _with_keys(turn: Turn, found: Reply | None) -> Reply | None:
    """A form that was left for so long that nothing typed counts for it any more: its keys go with the next card that
    may bring the standing ones."""
    if not turn.has_keys or found is None or found.card is None or found.first or found.keyboard:
        return found
    left = _left_form(turn) if not found.card.buttons else None
    return replace(found, keyboard=True) if left is not None and left.expires_at <= turn.now else found


def may_act(turn: Turn) -> None:
    """Refusal for who has left the team."""
    if not turn.member.active:
        raise Refusal("no_access", denied="talk")


def _notice_private_chat(turn: Turn, heard: Heard) -> None:
    if turn.private and not heard.at_home:
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
    for attempt in ATTEMPTS:
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


def _gap_said(turn: Turn, heard: Heard) -> Reply | None:
    """华星税号 91310000…: what was missing of a customer."""
    return None if heard.question or heard.asks else gaps.said(turn)


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
    if not route.reads:
        turn.store.will_write()
    _permitted(turn, route.action)
    if route.where == "group" and turn.private:
        raise Refusal("group_only")
    if route.where == "private" and not turn.private:
        raise Refusal("private_only")


def _form_word(turn: Turn, heard: Heard) -> Reply | None:
    """A word of the form that is open, or one of the choices it offers, though it may be a command's name too."""
    draft = _question_here(turn)
    if draft is None:
        return _key(turn, heard)
    if draft.kind in FORMS and FORMS[draft.kind].is_own_word(turn, draft):
        return _to_form(turn, draft)
    asked_since = draft.kind != filling.KIND and answers.word_of(turn.inbound.text) is None
    is_open = asked_since and turn.store.approvals.open_of_kind(turn.member.id, filling.KIND, turn.now)
    return _key(turn, heard) if is_open else None


def _key(turn: Turn, heard: Heard) -> Reply | None:
    """A key of a form: it works as long as the form is not done with, however long ago it was asked."""
    draft = _left_form(turn) if not heard.facts else None
    return _to_form(turn, draft) if draft is not None and filling.is_key(turn, draft) else None


def _left_form(turn: Turn) -> Draft | None:
    """The form whose keys stand under this chat."""
    approvals, place = turn.store.approvals, here(turn).key
    return approvals.left_here(turn.member.id, place, filling.KIND) if turn.has_keys else None


FORMS: Mapping[str, Any] = {filling.KIND: filling, changing.KIND: changing}  # what asks for one field


def _to_form(turn: Turn, draft: Draft, *, requests: bool = False, asks: bool = False) -> Reply | None:
    found = FORMS[draft.kind].typed(turn, draft, requests=requests, asks=asks)
    return found if found is None or isinstance(found, Reply) else questions.take(turn, draft, dict(found))


def _keyboard(turn: Turn, heard: Heard) -> Reply | None:
    """A word of the standing keyboard, or a command's name without its slash, alone or with what it is about."""
    word = turn.inbound.text.strip()
    name = _keys(turn.language).get(word) or _command_named(turn, word)
    if name:
        return _command(turn, name, "")
    alias, _, words = word.partition(" ")
    said_otherwise = heard.facts or heard.request or heard.pasted
    named = words and not said_otherwise and _command_named(turn, alias, routes.PLAIN)
    return _command(turn, named, words.strip()) if named else None


@cache
def _keys(language: str) -> Mapping[str, str]:
    """What the keys of the standing keyboard say, and the command each stands for."""
    return {say(language, f"key_{name}"): name for row in routes.KEYBOARD for name in row}


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
    if (right := right_value(turn, heard)) and changes.undoable(turn, card.source):
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
        right = right_value(turn, heard)
        return questions.take(turn, draft, {"said": right.as_json()}) if right else None
    if any(one.intent != "note" for one in heard.facts):
        return None
    choice = as_answer(turn, heard, draft)
    return questions.take(turn, draft, choice) if choice else None


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


def pressed(turn: Turn) -> routes.Route:
    """What a button does, once it is sure that this person may press it where it stands; its arguments are the turn's
    then. Refusal otherwise."""
    chat = _where_the_card_stands(turn)
    button = turn.store.approvals.button(turn.inbound.token)
    if button is None:
        raise Refusal("button_unknown")
    if button.expires_at < turn.now:
        raise Refusal("button_expired")
    if button.member_id not in (None, turn.member.id) or button.chat != chat:
        raise Refusal("button_not_yours", denied="talk")
    route = routes.BUTTONS[button.verb]
    _allowed(turn, route)
    turn.arguments = json.loads(button.arguments)
    return route


def _where_the_card_stands(turn: Turn) -> str:
    """As buttons name it; a form says where the card stands that opened it."""
    inbound, chat = turn.inbound, turn.inbound.card[0]
    if not chat:
        return here(turn).key
    identity = turn.store.people.identity(inbound.channel, inbound.sender.user)
    is_private = identity is not None and identity.chat == chat
    return place_key(inbound.channel, chat, turn.member.id if is_private else None)


def _press(turn: Turn, heard: Heard) -> Reply | None:
    found = pressed(turn).handler(turn)
    return found if found.toast else replace(found, toast=line("toast_done"))


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
        draft = _question_here(turn) or _left_form(turn)
        if draft is not None and draft.kind == filling.KIND and filling.proves(turn, draft):
            return questions.take(turn, draft, {"spot": sharing.slots(turn)})
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
        people.HAPPENED[turn.inbound.kind](turn.store, turn.inbound, chat)
    return None


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
    if sheets.is_over(turn, heard.versions):
        raise Refusal("form_over")
    if not turn.inbound.token:
        return sheets.submitted(turn)
    pressed(turn)
    return pressing.submitted(turn)


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
ATTEMPTS = (  # at a text, in this order
    *(_reply_to_card, _form_word, _keyboard, _open_question, _key),
    *(_policy_said, _gap_said, _approval, _about_task, _said),
)
