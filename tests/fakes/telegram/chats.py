"""Chats and the messages in them: private ones, groups, supergroups; what the bot hears and may do there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.errors import bad_request, forbidden, migrated
from tests.fakes.telegram.files import StoredFile
from tests.fakes.telegram.keyboards import Button, buttons_of, keys_of, locating
from tests.fakes.telegram.members import ADMINS, PRESENT, member_json
from tests.fakes.telegram.text import Entity, cut

if TYPE_CHECKING:
    from tests.fakes.telegram.people import Person
    from tests.fakes.telegram.world import World

FULL = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False)}  # fmt: skip
SERVICE = {
    "new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "group_chat_created",
    "new_chat_title", "pinned_message", "forum_topic_created",
}  # fmt: skip


@dataclass(frozen=True)
class BotUser:
    id: int
    first_name: str
    username: str

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(eq=False)
class Message:
    """One message as the chat shows it now; edits change it, `deleted` hides it."""

    chat: Chat
    id: int
    sender: Person | BotUser
    date: int
    content: dict[str, Any]
    markup: dict[str, Any] | None = None
    reply_to: Message | None = None
    file: StoredFile | None = None
    thread: int | None = None
    edited_at: int | None = None
    deleted: bool = False
    update_id: int | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        return isinstance(self.sender, BotUser)

    @property
    def text(self) -> str:
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Entity]:
        """Those given and those Telegram found by itself, each with the `text` it covers."""
        entities = self.content.get("entities") or self.content.get("caption_entities") or []
        return [entity | {"text": cut(self.text, entity)} for entity in entities]

    @property
    def rows(self) -> list[list[Button]]:
        return buttons_of(self.markup)

    @property
    def buttons(self) -> list[Button]:
        return list(itertools.chain.from_iterable(self.rows))

    @property
    def keys(self) -> list[list[str]]:
        """The reply keyboard that came with this message."""
        return keys_of(self.markup)

    @property
    def asks_reply(self) -> bool:
        return bool(self.markup and self.markup.get("force_reply"))

    @property
    def is_service(self) -> bool:
        return bool(SERVICE & self.content.keys())

    def button(self, wanted: str) -> Button:
        """The button with this text or callback data."""
        for button in self.buttons:
            if wanted in (button.text, button.data):
                return button
        raise LookupError(f"no button {wanted!r} on {self.line()!r}")

    def as_json(self, nested: bool = False) -> dict[str, Any]:
        """As the API shows it; a message replied to shows no further reply."""
        told: dict[str, Any] = {
            "message_id": self.id, "from": self.sender.as_user(), "chat": self.chat.as_json(), "date": self.date,
        }  # fmt: skip
        told |= self.content
        if self.markup and "inline_keyboard" in self.markup:
            told["reply_markup"] = self.markup
        if self.reply_to and not nested:
            told["reply_to_message"] = self.reply_to.as_json(nested=True)
        told |= {"edit_date": self.edited_at} if self.edited_at else {}
        topic = {"message_thread_id": self.thread, "is_topic_message": True} if self.thread else {}
        if self.thread and not self.reply_to and not nested:  # in a topic every message "replies" to its beginning
            told["reply_to_message"] = self.chat.history[self.thread].as_json(nested=True)
        return told | topic

    def line(self) -> str:
        """One line as a dialog file would write it: 李雷> 收到华星5万 [撤销] [改]"""
        who = "bot" if self.by_bot else self.sender.first_name
        kinds = [key for key in self.content if key not in ("text", "caption", "entities", "caption_entities")]
        parts = [self.text, *(f"<{kind}>" for kind in kinds), *(f"[{button.text}]" for button in self.buttons)]
        return f"{who}> " + " ".join(part for part in parts if part)


class Chat:
    type: str

    def __init__(self, world: World, chat_id: int) -> None:
        self.world = world
        self.id = chat_id
        self.history: dict[int, Message] = {}
        self.pinned: list[int] = []
        self.actions: list[str] = []
        self.keyboard: list[list[str]] = []
        self.keys_from: Message | None = None
        self.keys_hidden = False  # after a press of a one-time keyboard, until the person takes it out again
        self.topics: set[int] = set()
        self._numbers = itertools.count(1)

    def __repr__(self) -> str:
        return f"<{self.type} {self.id}>"

    def as_json(self) -> dict[str, Any]:
        raise NotImplementedError

    def full(self) -> dict[str, Any]:
        pinned = self.history.get(self.pinned[-1]) if self.pinned else None
        return self.as_json() | FULL | ({"pinned_message": pinned.as_json(nested=True)} if pinned else {})

    @property
    def messages(self) -> list[Message]:
        """What a person sees, oldest first; deleted ones are gone, edits are applied."""
        return [message for message in self.history.values() if not message.deleted]

    def post(self, sender: Person | BotUser, content: dict[str, Any], **more: Any) -> Message:
        message = Message(self, next(self._numbers), sender, int(self.world.now()), content, **more)
        self.history[message.id] = message
        if message.markup and ("keyboard" in message.markup or "remove_keyboard" in message.markup):
            self._show_keys(message)
        return message

    def _show_keys(self, message: Message | None) -> None:
        self.keyboard = keys_of(message.markup) if message else []
        self.keys_from, self.keys_hidden = message, False

    def key_pressed(self, key: str) -> bool:
        """Whether that key sends where the phone is; LookupError where no such key stands there."""
        if self.keys_from is None or not any(key in row for row in self.keyboard):
            raise LookupError(f"no key {key!r} in {self.keyboard}")
        markup = self.keys_from.markup or {}
        self.keys_hidden = bool(markup.get("one_time_keyboard"))
        return key in locating(markup)

    @property
    def placeholder(self) -> str:
        """What stands in the empty line."""
        return str(((self.keys_from and self.keys_from.markup) or {}).get("input_field_placeholder", ""))

    def delete(self, message: Message) -> None:
        """The keys a message brought go with it."""
        message.deleted = True
        if message is self.keys_from:
            self._show_keys(None)

    def message(self, message_id: int | None, missing: str) -> Message:
        message = self.history.get(message_id or 0)
        if message is None or message.deleted:
            raise bad_request(missing)
        return message

    def check_writable(self) -> None:
        """Raises what Telegram answers when the bot may not write here."""
        raise NotImplementedError

    def bot_hears(self, message: Message) -> bool:
        raise NotImplementedError

    def has(self, user_id: int) -> bool:
        raise NotImplementedError

    @property
    def bot_is_admin(self) -> bool:
        raise NotImplementedError

    def members_json(self) -> list[dict[str, Any]]:
        raise NotImplementedError

    def member_json(self, user_id: int) -> dict[str, Any]:
        raise NotImplementedError

    def may_pin(self) -> bool:
        return True


class Private(Chat):
    """The chat of one person with the bot."""

    type = "private"

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(world, person.id)
        self.person = person

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private"} | self.person.names()

    def check_writable(self) -> None:
        if self.person.deactivated:
            raise forbidden("user is deactivated")
        if self.person.has_blocked:
            raise forbidden("bot was blocked by the user")
        if not self.person.has_started:
            raise forbidden("bot can't initiate conversation with a user")

    def bot_hears(self, message: Message) -> bool:
        return not self.person.has_blocked

    def has(self, user_id: int) -> bool:
        return user_id in (self.person.id, self.world.bot.id)

    @property
    def bot_is_admin(self) -> bool:
        return True

    def members_json(self) -> list[dict[str, Any]]:
        raise bad_request("there are no administrators in the private chat")

    def member_json(self, user_id: int) -> dict[str, Any]:
        if not self.has(user_id):
            raise bad_request("member not found")
        return member_json(self.world.user_json(user_id), "member")


class Group(Chat):
    """A group or supergroup. The first member is its creator; every verb here is what people do to it."""

    def __init__(self, world: World, chat_id: int, title: str, supergroup: bool) -> None:
        super().__init__(world, chat_id)
        self.type = "supergroup" if supergroup else "group"
        self.title = title
        self.status: dict[int, str] = {}
        self.privacy = world.privacy_mode
        self.other_bot_spoke_last = False
        self.migrated_to: Group | None = None

    def as_json(self) -> dict[str, Any]:
        everyone_admin = {"all_members_are_administrators": False} if self.type == "group" else {}
        return {"id": self.id, "title": self.title, "type": self.type} | everyone_admin

    # -- what people do ---------------------------------------------------------------------------------------------

    def adds_bot(self, by: Person | None = None) -> Message:
        """The bot comes in (again): it gets my_chat_member and the service message, and the privacy mode of now."""
        with self.world.changing():
            self.privacy = self.world.privacy_mode
            self.bot_becomes("member", by)
            return self._service(by, new_chat_members=[self.world.bot.as_user()])

    def removes_bot(self, by: Person | None = None) -> None:
        """The bot is thrown out: it hears my_chat_member, later sends get 403 kicked."""
        with self.world.changing():
            self.bot_becomes("kicked", by)

    def promotes_bot(self, by: Person | None = None) -> None:
        """As an administrator the bot hears everything."""
        with self.world.changing():
            self.bot_becomes("administrator", by)

    def demotes_bot(self, by: Person | None = None) -> None:
        with self.world.changing():
            self.bot_becomes("member", by)

    def opens_topic(self, name: str, by: Person | None = None) -> int:
        """A topic of a forum; messages in it carry its id."""
        with self.world.changing():
            message = self._service(by, forum_topic_created={"name": name, "icon_color": 7322096})
            self.topics.add(message.id)
            return message.id

    def join(self, person: Person, by: Person | None = None) -> Message:
        with self.world.changing():
            self._member_becomes(person, "member", by)
            return self._service(by or person, new_chat_members=[person.as_user()])

    def leave(self, person: Person, by: Person | None = None) -> Message:
        """`by` somebody else: thrown out."""
        with self.world.changing():
            message = self._service(by or person, left_chat_member=person.as_user())
            self._member_becomes(person, "kicked" if by and by is not person else "left", by)
            return message

    def promotes(self, person: Person, by: Person | None = None) -> None:
        with self.world.changing():
            self._member_becomes(person, "administrator", by)

    def renames(self, title: str, by: Person | None = None) -> Message:
        with self.world.changing():
            self.title = title
            return self._service(by, new_chat_title=title)

    def becomes_supergroup(self, by: Person | None = None) -> Group:
        """The new chat, with a new id and the same people; this one keeps its messages and answers 400 from now on."""
        with self.world.changing():
            new = self.world.new_group(self.title, supergroup=True)
            new.status = dict(self.status)
            new.privacy = self.privacy
            self._service(by, migrate_to_chat_id=new.id)
            self.migrated_to = new
            new._service(by, migrate_from_chat_id=self.id)
            return new

    # -- what follows from it ---------------------------------------------------------------------------------------

    @property
    def people(self) -> list[Person]:
        present = (user_id for user_id, status in self.status.items() if status in PRESENT)
        return [self.world.people[user_id] for user_id in present if user_id in self.world.people]

    @property
    def creator(self) -> Person:
        owner = next((person for person in self.people if self.status[person.id] == "creator"), None)
        return owner or self.world.somebody()

    @property
    def bot_status(self) -> str:
        return self.status.get(self.world.bot.id, "left")

    @property
    def bot_is_admin(self) -> bool:
        return self.bot_status in ADMINS

    def has(self, user_id: int) -> bool:
        return self.status.get(user_id) in PRESENT

    def check_writable(self) -> None:
        if self.migrated_to:
            raise migrated(self.migrated_to.id)
        if self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.type} chat")
        if self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {self.type} chat")

    def may_pin(self) -> bool:
        return self.type == "group" or self.bot_is_admin

    def bot_hears(self, message: Message) -> bool:
        """Privacy mode: commands for it, replies to it, service messages; plain mentions only where set so."""
        if not self.has(self.world.bot.id):
            return False
        if self.bot_is_admin or not self.privacy or message.is_service:
            return True
        return self._is_reply_to_bot(message) or self._is_for_bot(message)

    def _is_reply_to_bot(self, message: Message) -> bool:
        return message.reply_to is not None and message.reply_to.by_bot

    def _is_for_bot(self, message: Message) -> bool:
        return any(self._calls_bot(entity) for entity in message.entities)

    def _calls_bot(self, entity: Entity) -> bool:
        name = f"@{self.world.bot.username}".lower()
        if entity["type"] == "bot_command":
            _, _, addressee = entity["text"].lower().partition("@")
            return f"@{addressee}" == name or (not addressee and not self.other_bot_spoke_last)
        return entity["type"] == "mention" and entity["text"].lower() == name and self.world.mentions_pass_privacy

    def members_json(self) -> list[dict[str, Any]]:
        admins = [user_id for user_id, status in self.status.items() if status in ADMINS]
        return [member_json(self.world.user_json(user_id), self.status[user_id]) for user_id in admins]

    def member_json(self, user_id: int) -> dict[str, Any]:
        if user_id not in self.status and user_id not in self.world.people:
            raise bad_request("member not found")
        return member_json(self.world.user_json(user_id), self.status.get(user_id, "left"))

    def bot_becomes(self, status: str, by: Person | BotUser | None) -> None:
        bot = self.world.bot
        old, self.status[bot.id] = self.bot_status, status
        self.world.tell("my_chat_member", self._changed(bot.as_user(), old, status, by or self.creator), self)

    def _member_becomes(self, person: Person, status: str, by: Person | None) -> None:
        old, self.status[person.id] = self.status.get(person.id, "left"), status
        if self.bot_is_admin:
            self.world.tell("chat_member", self._changed(person.as_user(), old, status, by or person), self)

    def _changed(self, user: dict[str, Any], old: str, new: str, by: Person | BotUser) -> dict[str, Any]:
        return {
            "chat": self.as_json(), "from": by.as_user(), "date": int(self.world.now()),
            "old_chat_member": member_json(user, old), "new_chat_member": member_json(user, new),
        }  # fmt: skip

    def _service(self, by: Person | None, **content: Any) -> Message:
        return self.world.publish(self.post(by or self.creator, content))
