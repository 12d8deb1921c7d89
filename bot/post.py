"""From a Reply to outbox rows: where each card stands, what its buttons are called on the wire, who gets it instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from os import urandom
from typing import Any, NamedTuple

from bot.forms import EDIT, PRESSED
from bot.message import Button, Card, Line, Notice, Reply, Turn, line
from bot.text import packed_line, unpacked_line
from core.approvals import Button as Pressable
from core.people import Chat, Identity, Member, Room
from storage.outbox import Outgoing
from storage.sealed import to_json
from storage.store import Store

ASKED_BESIDE = "next_step_ask"  # a question on a card that is about something else
# What is not so any more once it was taken back: what such a line says then, "" where nothing.
NO_LONGER = {"payment_held": "", "cash_told": "cash_was", "cash_ask": "cash_was"}
UNDOING = ("stamp_undone", "stamp_not_arrived")
NOTED = "👌"  # on a log in a group that is answered by reactions
UNNOTED = ("sent_privately", "asked_privately")  # what no reaction can say
FORM = "form"  # the verb of a button that begins a form
# What a token is written with: no digits, and no letters that make a word. In base64 every sixteenth card had a vx or
# qq in it, taken for a name on WeChat: sealed apart, with a key of its own and an fsync while everybody waited.
LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnprstz")
PRESSABLE_FOR = timedelta(days=400)  # an old button still gets an answer that knows what it was


class Place(NamedTuple):
    """Where a card goes: a chat of a channel, in its language."""

    channel: str
    chat: str
    private: bool
    language: str
    room: Room
    member_id: int | None = None
    topic: str = ""

    @property
    def key(self) -> str:
        """How buttons and drafts name a chat."""
        return place_key(self.channel, self.chat, self.member_id if self.private else None)


def place_key(channel: str, chat: str, private_of: int | None) -> str:
    """How buttons and drafts name a chat: a member's private one by whose it is, not by what the platform calls it."""
    return f"{channel}:{chat}" if private_of is None else f"{channel}:@{private_of}"


def private_place(store: Store, member: Member, channel: str | None = None) -> Place | None:
    """A member's private chat with the bot: on that channel if given and open, else on any."""
    opened = [one for one in store.people.identities(member.id) if one.chat is not None]
    opened.sort(key=lambda one: one.channel != channel)
    return _private(opened[0], member, store) if opened else None


def _private(identity: Identity, member: Member, store: Store) -> Place:
    language = member.language or store.people.team().language
    return Place(identity.channel, str(identity.chat), True, language, Room(private=True), member.id)


def group_place(chat: Chat) -> Place:
    """A bound group."""
    room = Room(private=False, audience=chat.audience)
    return Place(chat.channel, chat.chat, False, chat.language, room, topic=chat.topic)


def here(turn: Turn) -> Place:
    """Where the person spoke."""
    inbound = turn.inbound
    room, topic = turn.room, inbound.topic
    return Place(inbound.channel, inbound.chat, inbound.private, turn.language, room, turn.member.id, topic)


def post(turn: Turn, reply: Reply) -> None:
    """Queue everything a reply says."""
    if reply.card is not None:
        if reply.replaces and (_stands_at_home(turn) or _replace(turn, reply.card)):
            pass
        elif turn.private or (turn.room.may_hold(reply.action, reply.tier) and not reply.private):
            for card, keyboard in in_order(reply):
                send(turn.store, here(turn), card, reply_to=_answered(turn), keyboard=keyboard)
        else:
            _privately(turn, reply)
    for notice in reply.notices:
        notify(turn.store, notice)


def in_order(reply: Reply) -> list[tuple[Card, bool | str]]:
    """The cards of a reply, each with the standing keyboard it brings: one with buttons of its own cannot."""
    cards = [one for one in (reply.first, reply.card) if one is not None]
    return [(one, reply.keyboard if one is cards[0] else False) for one in cards]


def _privately(turn: Turn, reply: Reply) -> None:
    """The room may not hold it: the card goes to the person, the room hears one line."""
    assert reply.card is not None
    place = private_place(turn.store, turn.member, turn.inbound.channel)
    brief = reply.brief or line("sent_privately")
    if place is not None:
        for card, _ in in_order(reply):
            send(turn.store, place, card)
        buttons: tuple[tuple[Button, ...], ...] = ()
    else:
        buttons = ((Button(line("open_private"), link="private"),),)
        brief = reply.brief or line("private_not_open", name=turn.member.name)
    if turn.inbound.kind != "press":  # a press is answered by its toast; nothing is added to the group
        noted = turn.chat is not None and turn.chat.reacts and brief.key not in UNNOTED and not buttons
        send(turn.store, here(turn), Card((brief,), buttons), reply_to=_answered(turn), reaction=NOTED if noted else "")


def _answered(turn: Turn) -> str | None:
    """What an answer stands under: the thread somebody spoke in, else in a group their message."""
    return turn.inbound.thread or (None if turn.private else turn.inbound.message)


def notify(store: Store, notice: Notice) -> None:
    """Queue a card for somebody else: a member's private chat, or a bound group."""
    if notice.member_id is not None:
        member = store.people.member(notice.member_id)
        place = private_place(store, member) if member is not None and member.active else None
    else:
        chat = store.get(Chat, notice.chat_id) if notice.chat_id is not None else None
        place = group_place(chat) if chat is not None and chat.state == "bound" else None
    if place is not None:
        send(store, place, notice.card, keyboard=notice.keyboard)


def _stands_at_home(turn: Turn) -> bool:
    """Whether what was pressed stands in the list of a home page, which its channel shows anew."""
    return turn.inbound.on_home and "in" in turn.arguments


def pressed_card(turn: Turn) -> Outgoing | None:
    """The card whose button was pressed, at once or by the form it opened; None where that is none of ours.

    A platform may number messages chat by chat: the number alone says nothing.
    """
    inbound = turn.inbound
    chat, message = inbound.card if inbound.kind == "form" else (inbound.chat, inbound.message)
    card = turn.store.outbox.by_message(inbound.channel, chat, message) if message and inbound.pressed else None
    return card if card is not None and card.team_id == turn.store.team_id else None


def _replace(turn: Turn, card: Card) -> bool:
    """Give the pressed card a new face; False if it is not one of ours."""
    pressed = pressed_card(turn)
    if pressed is None or pressed.chat != turn.inbound.chat:
        return False
    edit(turn.store, pressed, face_of(turn.store, here(turn), card), turn.language)
    return True


def send(
    store: Store, place: Place, card: Card, *, reply_to: str | None = None, urgency: int = 0,
    keyboard: bool | str = False, reaction: str = "",
) -> int:  # fmt: skip
    """Queue a card for a place."""
    face = face_of(store, place, card)
    if keyboard:
        face["keyboard"] = keyboard
    if reaction:
        face["reaction"] = reaction
    return queue(store, place, face, reply_to=reply_to, urgency=urgency, shows=card.shows)


def queue(store: Store, place: Place, face: dict[str, Any], **more: Any) -> int:
    """Queue a face for a place."""
    if place.topic:
        face = face | {"topic": place.topic}
    return store.outbox.add(
        store.new_id(),
        team_id=store.team_id,
        channel=place.channel,
        chat=place.chat,
        private=place.private,
        language=place.language,
        face=face,
        source=store.source,
        now=store.now,
        **more,
    )


def stamp(store: Store, source: int, word: Line | None, *, but: Outgoing | None = None) -> None:
    """What became of a change set stands on top of every card that showed it; None: the cards are as they were.

    `but` is a card that gets another face anyway.
    """
    shown = {}
    for row in store.outbox.of_source(store.team_id, source):
        card, face = store.outbox.get(row.target) if row.target else row, store.outbox.face(row)
        told = not _is_stamped(face) and not _only_brings_keys(face)
        if card is not None and told and (but is None or card.id != but.id):
            shown[card.id] = (card, face)
    for card, face in shown.values():
        edit(store, card, _stamped(store, card, face, word) if word else face)


def _stamped(store: Store, card: Outgoing, face: dict[str, Any], word: Line) -> dict[str, Any]:
    """A face with a word on top; what was only added to a card of another change set is off it again."""
    if "amends" in face:
        before: dict[str, Any] = store.outbox.face(card)
        return before
    becomes = {ASKED_BESIDE: ""} | (NO_LONGER if word.key in UNDOING else {})
    kept = [[becomes.get(key, key), *facts] for key, *facts in face["lines"] if becomes.get(key, key)]
    return {**face, "lines": [packed_line(word), *kept], "buttons": []}


def amend(turn: Turn, over: Callable[[str], bool], added: Line | None) -> None:
    """The pressed card without the lines and button rows that are `over` (by their key), and with a line added."""
    sent = pressed_card(turn)
    if sent is None:
        return
    face = turn.store.outbox.face(sent)
    lines = [one for one in face["lines"] if not over(one[0])] + ([packed_line(added)] if added else [])
    buttons = [row for row in face["buttons"] if not any(over(button[0][0]) for button in row)]
    edit(turn.store, sent, {**face, "lines": lines, "buttons": buttons, "amends": True}, turn.language)


def _only_brings_keys(face: dict[str, Any]) -> bool:
    """Whether a card is there for the standing keyboard: it tells of nothing done, and cannot be edited."""
    return bool(face.get("keyboard")) and not face.get("buttons")


def _is_stamped(face: dict[str, Any]) -> bool:
    """Whether a face is no card of its own: the stamp on somebody else's, or a view of alerts or drafts."""
    return "lines" not in face or any(key.startswith("stamp_") for key, _ in face["lines"][:1])


def edit(store: Store, sent: Outgoing, face: dict[str, Any], language: str | None = None) -> int:
    """Queue a new face for a card that was (or will be) sent, in its language or another."""
    return store.outbox.add(
        store.new_id(),
        team_id=store.team_id,
        channel=sent.channel,
        chat=sent.chat,
        private=sent.private,
        language=language or sent.language,
        face=face,
        source=store.source,
        now=store.now,
        kind="edit",
        target=sent.id,
    )


def face_of(store: Store, place: Place, card: Card) -> dict[str, Any]:
    """A card as it waits in the outbox: typed lines, and buttons that are tokens."""
    kept: list[Pressable] = []
    buttons = [[_wired(store, place, button, kept) for button in row] for row in card.buttons]
    store.save(*kept)
    about = {} if card.about is None else {"about": str(card.about)}
    file = {} if card.file is None else {"file": dict(card.file)}
    keys = {} if card.keys is None else {"keys": {"hint": packed_line(card.keys.hint), "spot": card.keys.spot}}
    return (
        about
        | file
        | keys
        | {
            "lines": [packed_line(one) for one in card.lines],
            "buttons": buttons,
        }
    )


def _wired(store: Store, place: Place, button: Button, kept: list[Pressable]) -> list[Any]:
    """A button on the wire: its label and its token, or the link it opens; and the form, where it begins one. `kept`
    gets what its token stands for."""
    if button.link:
        return [packed_line(button.label), "", button.link, button.arguments.get("start", "")]
    token = urandom(16).hex().translate(LETTERS)  # 128 bit
    kept.append(
        Pressable(
            id=store.new_id(),
            token=token,
            verb=button.verb,
            arguments=to_json(dict(button.arguments)),
            member_id=None if button.anyone else place.member_id,
            chat=place.key,
            expires_at=store.now + PRESSABLE_FOR,
        )
    )
    form = button.arguments.get("form") if button.verb == FORM else None
    form = button.verb if button.verb == EDIT or button.verb in PRESSED else form
    return [packed_line(button.label), token, *((FORM, form) if form else ())]


def lines_of(face: dict[str, Any]) -> Iterable[Line]:
    """The typed lines of a static face."""
    return (unpacked_line(one) for one in face.get("lines", ()))
