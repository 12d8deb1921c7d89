"""What Telegram sends, as far as the product reads it: wrong types are refused, other fields pass by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot.message import Sender

LATEST = 253_402_300_799  # the last second a datetime can name

Moment = Annotated[int, Field(ge=0, le=LATEST)]

# Looked for in this order: an animation also has a document, a venue a location.
MEDIA = (
    *("voice", "audio", "video_note", "animation", "video", "photo", "sticker", "document", "contact", "venue"),
    *("location", "poll", "dice", "story", "game", "paid_media", "checklist"),
)
ADMINS = {"creator", "administrator"}
PRESENT = {"creator", "administrator", "member"}
GROUPS = {"group", "supergroup"}


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot itself, as getMe says it."""

    id: int
    username: str


NOBODY = Identity(0, "")


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Note(Part):
    """Kept beside the update, so that it reads the same after a restart, with Telegram unreachable, or renamed."""

    bot_id: int = 0
    username: str = ""
    at: Moment | None = None

    @property
    def me(self) -> Identity:
        return Identity(self.bot_id, self.username)


class Person(Part):
    id: int
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None

    def as_sender(self) -> Sender:
        return Sender(str(self.id), f"{self.first_name} {self.last_name}".strip(), self.language_code)


class Chat(Part):
    id: int
    type: str
    title: str = ""

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def served(self) -> bool:
        return self.private or self.type in GROUPS


class Replied(Part):
    message_id: int
    sender: Person | None = Field(None, alias="from")
    forum_topic_created: Any = None


class Document(Part):
    file_id: str = ""
    file_name: str = ""
    file_size: int | None = None


class PhotoSize(Part):
    """One of the sizes a picture comes in; the largest is the last."""

    file_id: str = ""
    file_size: int | None = None


class Contact(Part):
    phone_number: str
    first_name: str = ""
    last_name: str = ""


class Location(Part):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    live_period: int | None = None


class Message(Part):
    """`model_extra` holds the other fields, among them the media."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)

    message_id: int
    date: Moment
    chat: Chat
    sender: Person | None = Field(None, alias="from")
    sender_chat: Chat | None = None
    text: str = ""
    caption: str = ""
    document: Document | None = None
    photo: list[PhotoSize] = []
    contact: Contact | None = None
    location: Location | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    forward_origin: Any = None
    new_chat_members: list[Person] = []
    left_chat_member: Person | None = None
    new_chat_title: str = ""
    reply_to_message: Replied | None = None
    is_automatic_forward: bool = False
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None

    @property
    def words(self) -> str:
        return self.text or self.caption

    @property
    def media(self) -> str:
        known = {sort for sort in ("document", "photo", "contact", "location") if getattr(self, sort)}
        return next((sort for sort in MEDIA if sort in known or sort in (self.model_extra or {})), "")

    @property
    def topic(self) -> str:
        """The topic of a forum; a chain of replies in another group has a thread id too, but is none."""
        return str(self.message_thread_id) if self.is_topic_message and self.message_thread_id else ""

    @property
    def is_noise(self) -> bool:
        """Not a chat of ours, the twin of a move, a channel's post copied into its group, another bot."""
        another_bot = self.sender is not None and self.sender.is_bot and not self.sender_chat
        twin = self.migrate_from_chat_id is not None
        return not self.chat.served or twin or self.is_automatic_forward or another_bot

    @property
    def speaker(self) -> Sender:
        """Nobody where a person hides behind a chat: all anonymous admins share one user id, all over Telegram."""
        return Sender("") if self.sender is None or self.sender_chat else self.sender.as_sender()

    @property
    def replied(self) -> Replied | None:
        """In a topic every message "replies" to the topic's creation."""
        reply = self.reply_to_message
        return None if reply is None or reply.forum_topic_created is not None else reply

    def replies_to(self, me: Identity) -> bool:
        return self.replied is not None and self.replied.sender is not None and self.replied.sender.id == me.id


class PressedMessage(Part):
    message_id: int
    date: Moment  # 0 where the card is too old to be shown to us
    chat: Chat
    message_thread_id: int | None = None
    is_topic_message: bool = False

    @property
    def topic(self) -> str:
        return str(self.message_thread_id) if self.is_topic_message and self.message_thread_id else ""


class Press(Part):
    sender: Person = Field(alias="from")
    message: PressedMessage | None = None
    data: str = ""


class Membership(Part):
    status: str
    user: Person | None = None
    is_member: bool = False

    @property
    def admin(self) -> bool:
        return self.status in ADMINS

    @property
    def present(self) -> bool:
        return self.status in PRESENT or (self.status == "restricted" and self.is_member)


class MembershipChange(Part):
    chat: Chat
    sender: Person = Field(alias="from")
    date: Moment
    old_chat_member: Membership
    new_chat_member: Membership


class Emoji(Part):
    """A reaction; one of a paid or custom sort has no emoji."""

    emoji: str = ""


class Reaction(Part):
    chat: Chat
    message_id: int
    date: Moment
    user: Person | None = None  # None where a chat reacted, or an anonymous admin
    old_reaction: list[Emoji] = []
    new_reaction: list[Emoji] = []

    def gained(self, emoji: str) -> bool:
        before, after = ([one.emoji for one in side] for side in (self.old_reaction, self.new_reaction))
        return emoji in after and emoji not in before
