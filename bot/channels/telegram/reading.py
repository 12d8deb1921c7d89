"""A raw update as it is kept, and later in the product's words; ids are strings from here on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from bot.channels import Raw, Update
from bot.channels.telegram.payloads import NOBODY, Identity, MembershipChange, Message, Note, Press
from bot.channels.telegram.requests import id_of
from bot.message import Attachment, Inbound, Kind

CHANNEL = "telegram"
LONGEST_NAME = 200  # of a file
NOTE = "gengfu"  # where we write beside the update what reading it later needs

_COMMAND = re.compile(r"([/／]\w+)@(\w+)", re.ASCII)


# --- keeping -------------------------------------------------------------------------------------------------------


def as_update(raw: object, me: Identity, at: datetime) -> Update:
    """As it is kept. One without a usable id gets a key from its content: kept once, and refused by `read`."""
    number = id_of(raw)
    if number is None or not isinstance(raw, dict):
        return Update(f"{me.id}:malformed:{digest(raw)}", "", {"malformed": raw})
    note = {"bot_id": me.id, "username": me.username, "at": int(at.timestamp())}
    return Update(f"{me.id}:{number}", lane_of(raw), {**raw, NOTE: note})


def lane_of(raw: Raw) -> str:
    """The chat id, also of an update that is malformed elsewhere; "" where there is none."""
    body = next((raw[kind] for kind in READERS if kind in raw), None)
    chat = found(body, "chat", "id") or found(body, "message", "chat", "id")
    return str(chat) if isinstance(chat, int) and not isinstance(chat, bool) else ""


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
    if not message.speaker.user:
        return _said(message, "other", text=message.words, addressed=_addressed(message, note))
    if message.words:
        return _words(message, "text", note)
    kind: Kind = "media" if message.media else "other"
    return _said(message, kind, media=message.media, addressed=_addressed(message, note))


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


def _said(message: Message, kind: Kind, text: str = "", media: str = "", addressed: bool = True) -> Inbound:
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
        media=media,
        file=_file(message) if media == "document" else None,
        title=message.chat.title,
        addressed=addressed,
    )


def _file(message: Message) -> Attachment | None:
    """A document by name and size, and the id its bytes are fetched by."""
    document = message.document
    if document is None:
        return None
    return Attachment((document.file_name or "document")[:LONGEST_NAME], document.file_size, ref=document.file_id)


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
        token=press.data,
        title=card.chat.title,
    )


def _own_membership(body: object, _note: Note) -> Inbound | None:
    change = MembershipChange.model_validate(body)
    came, stays = change.old_chat_member.present, change.new_chat_member.present
    if came and not stays:
        return _changed(change, "bot_removed")
    return _changed(change, "bot_added" if stays and not came and not change.chat.private else "other")


def _membership(body: object, _note: Note) -> Inbound | None:
    return _changed(MembershipChange.model_validate(body), "other")


def _changed(change: MembershipChange, kind: Kind) -> Inbound | None:
    if not change.chat.served:
        return None
    return Inbound(
        channel=CHANNEL,
        kind=kind,
        chat=str(change.chat.id),
        private=change.chat.private,
        sender=change.sender.as_sender(),
        sent_at=moment(change.date),
        title=change.chat.title,
        addressed=kind != "other",
    )


READERS: dict[str, Callable[[object, Note], Inbound | None]] = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _own_membership,
    "chat_member": _membership,
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
