"""People: what a person can do in Telegram, one verb each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.telegram.chats import Chat, Group, Message, Private
from tests.fakes.telegram.members import member_json
from tests.fakes.telegram.text import Entity, trimmed, with_found

if TYPE_CHECKING:
    from tests.fakes.telegram.world import World

PICTURE = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
VOICE = b"OggS a voice"


@dataclass(frozen=True)
class Answer:
    """What the person saw after a press: a toast, an alert box, a link that opened."""

    text: str
    show_alert: bool
    url: str | None
    at: float


@dataclass(eq=False)
class Press:
    """A press of an inline button, and its answer once there is one."""

    id: str
    person: Person
    message: Message
    data: str
    at: float
    update_id: int | None = None
    answer: Answer | None = None


@dataclass(eq=False)
class Person:
    world: World = field(repr=False)
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "zh-hans"
    has_started: bool = False
    has_blocked: bool = False
    deactivated: bool = False

    def __post_init__(self) -> None:
        self.private = Private(self.world, self)

    def names(self) -> dict[str, Any]:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: name for key, name in names.items() if name}

    def as_user(self) -> dict[str, Any]:
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.id, "is_bot": False} | self.names() | language

    # -- writing ----------------------------------------------------------------------------------------------------

    def says(
        self,
        text: str,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        entities: list[Entity] | None = None,
        topic: int | None = None,
    ) -> Message:
        """Write a text (private chat unless told). `entities` are those typed by hand, such as a text_mention."""
        return self._sends(self._text(text, entities), chat, reply_to, thread=topic)

    def taps(self, key: str, chat: Chat | None = None, at: tuple[float, float] = (31.2304, 121.4737)) -> Message:
        """Press a key of the reply keyboard below the chat: it is said as text, or sends where the phone is (`at`)."""
        if (chat or self.private).key_pressed(key):
            return self._sends({"location": {"latitude": at[0], "longitude": at[1]}}, chat)
        return self.says(key, chat)

    def starts_bot(self, payload: str = "") -> Message:
        """Press Start, or follow a t.me/bot?start=payload link; unblocks."""
        if self.has_blocked:
            self.unblocks_bot()
        return self.says(f"/start {payload}".strip())

    def edits(self, message: Message, text: str) -> Message:
        """The same message, now with `update_id` of the edit."""
        if message.sender is not self:
            raise ValueError(f"not written by {self.first_name}: {message.line()}")
        with self.world.changing():
            old = {key for key in message.content if key in ("text", "entities", "caption", "caption_entities")}
            new = self._text(text, None) if "text" in old else self._caption(text)
            message.content = {key: value for key, value in message.content.items() if key not in old} | new
            message.edited_at = int(self.world.now())
            return self.world.publish(message, "edited_message")

    def deletes(self, message: Message) -> None:
        """The bot is not told."""
        with self.world.changing():
            message.chat.delete(message)

    def forwards(self, message: Message, chat: Chat | None = None) -> Message:
        origin = {"type": "user", "date": message.date, "sender_user": message.sender.as_user()}
        return self._sends(message.content | {"forward_origin": origin}, chat)

    # -- sending other things ---------------------------------------------------------------------------------------

    def sends_photo(
        self, chat: Chat | None = None, data: bytes = PICTURE, caption: str = "", reply_to: Message | None = None
    ) -> Message:
        file = self.world.files.keep(data, "photos", "p.jpg", "image/jpeg")
        return self._sends({"photo": file.as_photo()} | self._caption(caption), chat, reply_to, file=file)

    def sends_document(
        self,
        name: str,
        data: bytes = b"",
        chat: Chat | None = None,
        mime: str = "application/octet-stream",
        caption: str = "",
        reply_to: Message | None = None,
        size: int | None = None,
    ) -> Message:
        """`size` claims another size than the data have (over 20 MB cannot be downloaded)."""
        file = self.world.files.keep(data, "documents", name, mime, size)
        return self._sends({"document": file.as_document()} | self._caption(caption), chat, reply_to, file=file)

    def sends_voice(self, chat: Chat | None = None, data: bytes = VOICE, seconds: int = 3) -> Message:
        file = self.world.files.keep(data, "voice", "v.oga", "audio/ogg")
        voice = file.as_json(duration=seconds, mime_type="audio/ogg")
        return self._sends({"voice": voice}, chat, file=file)

    def sends_video(self, chat: Chat | None = None, data: bytes = b"a film", seconds: int = 3) -> Message:
        file = self.world.files.keep(data, "videos", "v.mp4", "video/mp4")
        video = file.as_json(duration=seconds, width=640, height=360, mime_type="video/mp4")
        return self._sends({"video": video}, chat, file=file)

    def sends_sticker(self, chat: Chat | None = None, emoji: str = "👍") -> Message:
        file = self.world.files.keep(b"RIFF a sticker", "stickers", "s.webp", "image/webp")
        sticker = file.as_json(type="regular", width=512, height=512, is_animated=False, is_video=False, emoji=emoji)
        return self._sends({"sticker": sticker}, chat, file=file)

    def sends_contact(
        self, phone_number: str, first_name: str, chat: Chat | None = None, user_id: int | None = None
    ) -> Message:
        contact: dict[str, Any] = {"phone_number": phone_number, "first_name": first_name}
        return self._sends({"contact": contact | ({"user_id": user_id} if user_id else {})}, chat)

    def sends_location(self, latitude: float, longitude: float, chat: Chat | None = None) -> Message:
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    # -- pressing ---------------------------------------------------------------------------------------------------

    def presses(self, message: Message, button: str) -> Press:
        """Press the inline button with this text or data; a link button is followed with `follows`."""
        data = message.button(button).data
        if data is None:
            raise LookupError(f"{button!r} is not a callback button; use follows()")
        return self.presses_data(message, data)

    def presses_data(self, message: Message, data: str, inaccessible: bool = False) -> Press:
        """Send any callback data for a message, as an old or forged client can."""
        if not message.chat.has(self.id):
            raise ValueError(f"{self.first_name} is not in {message.chat.id}")
        with self.world.changing():
            return self.world.press(self, message, data, inaccessible)

    def follows(self, link: str | Message, button: str = "") -> Message:
        """Open a t.me/<bot>?start=... link: given as text, or as a link button of a message."""
        url = link.button(button).url if isinstance(link, Message) else link
        parts = urlsplit(url or "")
        if parts.path.strip("/").lower() != self.world.bot.username.lower():
            raise LookupError(f"{url!r} does not lead to @{self.world.bot.username}")
        return self.starts_bot(parse_qs(parts.query).get("start", [""])[0])

    def reacts(self, message: Message, *emoji: str) -> int | None:
        """The bot hears it only where it is asked for, in private or as an administrator."""
        with self.world.changing():
            old, message.reactions[self.id] = message.reactions.get(self.id, []), list(emoji)
            return self.world.tell_reaction(self, message, old)

    # -- towards the bot --------------------------------------------------------------------------------------------

    def blocks_bot(self) -> int | None:
        with self.world.changing():
            self.has_blocked = True
            return self._bot_becomes("member", "kicked")

    def unblocks_bot(self) -> int | None:
        with self.world.changing():
            self.has_blocked = False
            return self._bot_becomes("kicked", "member")

    def deletes_account(self) -> None:
        """Later sends get 403 "user is deactivated"."""
        with self.world.changing():
            self.deactivated = True

    def menu(self, chat: Chat | None = None) -> list[str]:
        """The commands offered in this chat, most special scope first, in this person's language."""
        return [command["command"] for command in self.world.commands.seen_by(self, chat or self.private)]

    # ---------------------------------------------------------------------------------------------------------------

    def _text(self, text: str, entities: list[Entity] | None) -> dict[str, Any]:
        text, given = trimmed(text, entities or [])
        every = with_found(text, given)
        return {"text": text} | ({"entities": every} if every else {})

    def _caption(self, caption: str) -> dict[str, Any]:
        if not caption:
            return {}
        content = self._text(caption, None)
        entities = content.get("entities")
        return {"caption": content["text"]} | ({"caption_entities": entities} if entities else {})

    def _sends(
        self,
        content: dict[str, Any],
        chat: Chat | None,
        reply_to: Message | None = None,
        **more: Any,
    ) -> Message:
        chat = chat or self.private
        with self.world.changing():
            self._check_present(chat)
            self.has_started = self.has_started or chat is self.private
            return self.world.publish(chat.post(self, content, reply_to=reply_to, **more))

    def _check_present(self, chat: Chat) -> None:
        if not chat.has(self.id):
            raise ValueError(f"{self.first_name} is not in {chat.id}")
        if isinstance(chat, Group) and chat.migrated_to:
            raise ValueError(f"{chat.title} became the supergroup {chat.migrated_to.id}")
        if chat is self.private and self.has_blocked:
            raise ValueError(f"{self.first_name} has blocked the bot")

    def _bot_becomes(self, old: str, new: str) -> int | None:
        bot = self.world.bot.as_user()
        change = {
            "chat": self.private.as_json(), "from": self.as_user(), "date": int(self.world.now()),
            "old_chat_member": member_json(bot, old), "new_chat_member": member_json(bot, new),
        }  # fmt: skip
        return self.world.tell("my_chat_member", change, self.private)
