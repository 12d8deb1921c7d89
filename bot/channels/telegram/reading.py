"""A raw update as it is kept, and later in the product's words; ids are strings from here on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from bot.channels import Raw, Update
from bot.channels.telegram.payloads import (
    NOBODY,
    Identity,
    MembershipChange,
    Message,
    Note,
    Person,
    Press,
    Reaction,
)
from bot.channels.telegram.requests import id_of
from bot.message import Attachment, Inbound, Kind, Sender, SharedContact, Spot

CHANNEL = "telegram"
LONGEST_NAME = 200  # of a file
LONGEST_TITLE = 128  # of a group
THUMB_UP = "👍"
NOTE = "gengfu"  # where we write beside the update what reading it later needs

_COMMAND = re.compile(r"([/／]\w+)@(\w+)", re.ASCII)


# --- keeping -------------------------------------------------------------------------------------------------------


def as_update(raw: object, me: Identity, at: datetime) -> Update:
    """As it is kept. One without a usable id gets a key from its content: kept once, and refused by `read`."""
    number = id_of(raw)
    if number is None or not isinstance(raw, dict):
        return Update(f"{me.id}:malformed:{digest(raw)}", "", {"malformed": raw})
    note = {"bot_id": me.id, "username": me.username, "at": int(at.timestamp())}
    return Update(f"{me.id}:{number}", lane_of(raw), {**raw, NOTE: note}, sender=sender_of(raw))


def lane_of(raw: Raw) -> str:
    """The chat id, also of an update that is malformed elsewhere; "" where there is none."""
    body = next((raw[kind] for kind in READERS if kind in raw), None)
    chat = found(body, "chat", "id") or found(body, "message", "chat", "id")
    return str(chat) if isinstance(chat, int) and not isinstance(chat, bool) else ""


def sender_of(raw: Raw) -> str:
    """The id of who did it; "" where it names nobody."""
    body = next((raw[kind] for kind in READERS if kind in raw), None)
    user = found(body, "from", "id") or found(body, "user", "id")
    return str(user) if isinstance(user, int) and not isinstance(user, bool) else ""


def found(value: object, *path: str) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def digest(raw: object) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:32]


# --- reading -------------------------------------------------------------------------------------------------------


def read(raw: Raw, me: Identity = NOBODY) -> Inbound | None:
    """Raises ValueError (pydantic's errors are some) when it is malformed. The note beside it is believed over `me`."""
    if id_of(raw) is None:
        raise ValueError("an update without an id")
    note = Note.model_validate(raw.get(NOTE) or {"bot_id": me.id, "username": me.username})
    kind = next((kind for kind in READERS if kind in raw), None)
    return READERS[kind](raw[kind], note) if kind else None


def _message(body: object, note: Note) -> Inbound | None:
    message = Message.model_validate(body)
    if message.is_noise:
        return None
    if message.migrate_to_chat_id is not None:
        return _said(message, "moved", text=str(message.migrate_to_chat_id))
    if message.new_chat_title:
        return _said(message, "renamed", text=message.new_chat_title[:LONGEST_TITLE])
    if message.left_chat_member is not None or message.new_chat_members:
        return _coming_and_going(message)
    if not message.speaker.user:
        return _said(message, "other", text=message.words, addressed=_addressed(message, note))
    if message.words:
        return _words(message, "text", note)
    kind: Kind = "media" if message.media else "other"
    return _said(message, kind, media=message.media, addressed=_addressed(message, note))


def _coming_and_going(message: Message) -> Inbound | None:
    """Told by Telegram in small groups, whoever is admin; the bot's own comings are told by `my_chat_member`."""
    gone = message.left_chat_member
    people = [one for one in ([gone] if gone else message.new_chat_members) if not one.is_bot]
    return _said(message, "left" if gone else "joined", people=people) if people else None


def _edit(body: object, note: Note) -> Inbound | None:
    """A live location that moves comes as an edit too."""
    message = Message.model_validate(body)
    if message.is_noise or not message.words or not message.speaker.user:
        return None
    return _words(message, "edit", note)


def _words(message: Message, kind: Kind, note: Note) -> Inbound | None:
    heard = without_name(message.words, note.username)
    if heard is None and not message.chat.private:
        return None
    text, named = heard or (message.words, True)
    return _said(message, kind, text=text, media=message.media, addressed=named or _addressed(message, note))


def _addressed(message: Message, note: Note) -> bool:
    return message.chat.private or message.replies_to(note.me)


def _said(
    message: Message, kind: Kind, text: str = "", media: str = "", addressed: bool = True, people: Iterable[Person] = ()
) -> Inbound:  # fmt: skip
    return Inbound(
        channel=CHANNEL,
        kind=kind,
        chat=str(message.chat.id),
        private=message.chat.private,
        sender=message.speaker,
        sent_at=moment(message.date),
        text=text,
        message=str(message.message_id),
        reply_to=str(message.replied.message_id) if message.replied else None,
        topic=message.topic,
        media=media,
        file=_file(message) if media in ("document", "photo") else None,
        contact=_contact(message) if media == "contact" else None,
        spot=_spot(message),
        people=tuple(one.as_sender() for one in people),
        title=message.chat.title,
        addressed=addressed,
    )


def _file(message: Message) -> Attachment | None:
    """A document or picture by name and size, and the id its bytes are fetched by; a picture has no name of its own."""
    document = message.document
    if document is not None:
        return Attachment((document.file_name or "document")[:LONGEST_NAME], document.file_size, ref=document.file_id)
    if not message.photo:
        return None
    largest = message.photo[-1]
    name = f"photo-{moment(message.date):%Y%m%d}-{message.message_id}.jpg"
    return Attachment(name, largest.file_size, ref=largest.file_id)


def _contact(message: Message) -> SharedContact | None:
    card = message.contact
    return SharedContact(f"{card.first_name} {card.last_name}".strip(), card.phone_number) if card else None


def _spot(message: Message) -> Spot | None:
    place = message.location
    if place is None:
        return None
    forwarded = message.forward_origin is not None
    return Spot(place.latitude, place.longitude, live=place.live_period is not None, forwarded=forwarded)


def _press(body: object, note: Note) -> Inbound | None:
    press = Press.model_validate(body)
    card = press.message
    if card is None or not card.chat.served or not press.data:
        return None
    return Inbound(
        channel=CHANNEL,
        kind="press",
        chat=str(card.chat.id),
        private=card.chat.private,
        sender=press.sender.as_sender(),
        sent_at=moment(card.date if note.at is None else note.at),  # Telegram does not say when a button was pressed
        message=str(card.message_id),
        topic=card.topic,
        token=press.data,
        title=card.chat.title,
    )


def _own_membership(body: object, _note: Note) -> Inbound | None:
    change = MembershipChange.model_validate(body)
    came, stays = change.old_chat_member.present, change.new_chat_member.present
    if came and not stays:
        return _changed(change, "bot_removed")
    if stays and came and change.old_chat_member.admin != change.new_chat_member.admin and not change.chat.private:
        return _changed(change, "bot_role", text="admin" if change.new_chat_member.admin else "member")
    return _changed(change, "bot_added" if stays and not came and not change.chat.private else "other")


def _membership(body: object, _note: Note) -> Inbound | None:
    """Who came and went; told to a bot that is admin of the group, of any size."""
    change = MembershipChange.model_validate(body)
    came, stays, who = change.old_chat_member.present, change.new_chat_member.present, change.new_chat_member.user
    if came == stays or who is None or who.is_bot:
        return _changed(change, "other")
    return _changed(change, "joined" if stays else "left", people=(who.as_sender(),))


def _reaction(body: object, _note: Note) -> Inbound | None:
    """Only a thumb up that was not there before means anything; reactions come to admins, and in private."""
    reaction = Reaction.model_validate(body)
    if reaction.user is None or not reaction.chat.served or not reaction.gained(THUMB_UP):
        return None
    return Inbound(
        channel=CHANNEL,
        kind="reacted",
        chat=str(reaction.chat.id),
        private=reaction.chat.private,
        sender=reaction.user.as_sender(),
        sent_at=moment(reaction.date),
        message=str(reaction.message_id),
        title=reaction.chat.title,
    )


def _changed(change: MembershipChange, kind: Kind, text: str = "", people: tuple[Sender, ...] = ()) -> Inbound | None:
    if not change.chat.served:
        return None
    return Inbound(
        channel=CHANNEL,
        kind=kind,
        chat=str(change.chat.id),
        private=change.chat.private,
        sender=change.sender.as_sender(),
        sent_at=moment(change.date),
        text=text,
        people=people,
        title=change.chat.title,
        addressed=kind != "other",
    )


READERS: dict[str, Callable[[object, Note], Inbound | None]] = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _own_membership,
    "chat_member": _membership,
    "message_reaction": _reaction,
}


# --- words ---------------------------------------------------------------------------------------------------------


def without_name(text: str, username: str) -> tuple[str, bool] | None:
    """The text without the bot's name, and whether it spoke to the bot; None for a command of another bot."""
    if command := _COMMAND.match(text):
        if command[2].lower() != username.lower():
            return None
        text = command[1] + text[command.end() :]
    text, mentions = mention_of(username).subn("", text)
    return text.strip(), mentions > 0 or text.startswith(("/", "／"))


@lru_cache(maxsize=16)
def mention_of(username: str) -> re.Pattern[str]:
    """The bot's name with the space or comma behind it; not inside an address, not the start of a longer name."""
    if not username:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![A-Za-z0-9._%+-])[@＠]{re.escape(username)}(?![A-Za-z0-9_])[ \t,，:：、]*", re.IGNORECASE)


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
