"""The Telegram the fake plays: its people, chats, files, menus and the queue of updates. One lock guards it all."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.fakes.telegram.chats import BotUser, Chat, Group, Message
from tests.fakes.telegram.commands import Commands
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.people import Person, Press
from tests.fakes.telegram.updates import Updates


class World:
    def __init__(self, bot: BotUser) -> None:
        self.bot = bot
        self.changed = threading.Condition(threading.RLock())
        self.changes = 0
        self.rings: list[Callable[[], None]] = []
        self.clock: Callable[[], float] = time.time
        self.shift = 0.0
        self.updates = Updates(self.now)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.commands = Commands()
        self.presses: dict[str, Press] = {}
        self.profile: dict[str, Any] = {}
        self.privacy_mode = True
        self.mentions_pass_privacy = False
        self.query_lifetime = 15.0
        self._people_ids = itertools.count(5_000_000_001)
        self._group_ids = itertools.count(4_000_000_001)
        self._press_ids = itertools.count(8_800_000_000_000_001)

    def now(self) -> float:
        return self.clock() + self.shift

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the world alone, then wake everyone who waits for a change."""
        with self.changing_quietly():
            yield
        for ring in self.rings:
            ring()

    @contextmanager
    def changing_quietly(self) -> Iterator[None]:
        """The same for the poll itself, which must not ring its own bell."""
        with self.changed:
            try:
                yield
            finally:
                self.changes += 1
                self.changed.notify_all()

    def wait_for_change(self, seen: int, seconds: float) -> None:
        """Until something changed since `changes` was `seen`."""
        with self.changed:
            self.changed.wait_for(lambda: self.changes != seen, seconds)

    # -- people and chats -------------------------------------------------------------------------------------------

    def add_person(self, person_id: int | None, first_name: str, **more: Any) -> Person:
        with self.changing():
            person = Person(self, person_id or next(self._people_ids), first_name, **more)
            self.people[person.id] = person
            self.chats[person.id] = person.private
            return person

    def new_group(self, title: str, supergroup: bool) -> Group:
        number = next(self._group_ids)
        group = Group(self, -(1_000_000_000_000 + number % 1_000_000_000) if supergroup else -number, title, supergroup)
        self.chats[group.id] = group
        return group

    def somebody(self) -> Person:
        """Whoever does what nobody was named for."""
        return next(iter(self.people.values()), None) or self.add_person(None, "某人")

    def user_json(self, user_id: int) -> dict[str, Any]:
        if user_id == self.bot.id:
            return self.bot.as_user()
        if person := self.people.get(user_id):
            return person.as_user()
        raise bad_request("user not found")

    def chat(self, chat_id: int) -> Chat:
        if chat := self.chats.get(chat_id):
            return chat
        raise bad_request("chat not found")

    def writable(self, chat_id: int) -> Chat:
        chat = self.chat(chat_id)
        chat.check_writable()
        return chat

    # -- telling the bot --------------------------------------------------------------------------------------------

    def tell(self, kind: str, content: dict[str, Any], chat: Chat) -> int | None:
        return self.updates.put(kind, content, chat.id)

    def publish(self, message: Message, kind: str = "message") -> Message:
        """The bot gets it, if it can hear it; `message.update_id` says so."""
        if isinstance(message.chat, Group) and message.by_bot:
            message.chat.other_bot_spoke_last = False
        heard = not message.by_bot and message.chat.bot_hears(message)
        message.update_id = self.tell(kind, message.as_json(), message.chat) if heard else None
        return message

    def tell_reaction(self, person: Person, message: Message, old: list[str]) -> int | None:
        if not message.chat.bot_is_admin:
            return None
        reaction = {
            "chat": message.chat.as_json(), "message_id": message.id, "user": person.as_user(),
            "date": int(self.now()), "old_reaction": emoji_json(old),
            "new_reaction": emoji_json(message.reactions[person.id]),
        }  # fmt: skip
        return self.tell("message_reaction", reaction, message.chat)

    def press(self, person: Person, message: Message, data: str, inaccessible: bool) -> Press:
        press = Press(str(next(self._press_ids)), person, message, data, self.now())
        self.presses[press.id] = press
        nearly_nothing = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
        query = {
            "id": press.id, "from": person.as_user(), "chat_instance": str(message.chat.id * 31), "data": data,
            "message": nearly_nothing if inaccessible else message.as_json(),
        }  # fmt: skip
        if message.chat.has(self.bot.id):
            press.update_id = self.tell("callback_query", query, message.chat)
        return press


def emoji_json(emoji: list[str]) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": one} for one in emoji]
