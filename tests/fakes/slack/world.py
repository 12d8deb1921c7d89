"""The workspace the fake plays: people, conversations, messages, views and files. One lock guards it all."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.text import as_shown

if TYPE_CHECKING:
    from tests.fakes.slack.people import Person, Press


class ApiError(Exception):
    """A no of the Web API, by Slack's own word for it."""


@dataclass(frozen=True)
class Button:
    """A button as a person sees it, with what it sends."""

    text: str
    value: str
    url: str
    action_id: str
    block_id: str
    kind: str = "button"  # or static_select: one of the options of a menu


def words_in(blocks: list[dict[str, Any]]) -> str:
    return "\n".join(block["text"]["text"] for block in blocks if block.get("type") == "section")


def rows_in(blocks: list[dict[str, Any]]) -> list[list[Button]]:
    """The buttons row by row; the options of a menu stand one under the other."""
    rows: list[list[Button]] = []
    for block in blocks:
        if block.get("type") == "actions":
            rows += _rows(block["elements"], block.get("block_id", ""))
    return rows


def _rows(elements: list[dict[str, Any]], block_id: str) -> Iterator[list[Button]]:
    buttons = []
    for one in elements:
        made = [
            Button(as_shown(shown["text"]["text"], {}), shown.get("value", ""), shown.get("url", ""),
                   one["action_id"], block_id, one["type"])
            for shown in one.get("options", (one,))
        ]  # fmt: skip
        if one["type"] == "button":
            buttons += made
        else:
            yield from ([option] for option in made)
    if buttons:
        yield buttons


@dataclass(eq=False)
class Message:
    """One message as the conversation shows it now; edits change it, `deleted` hides it."""

    chat: Chat
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    edited_at: str | None = None
    deleted: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    seen_by: str | None = None  # ephemeral: one person sees it, nobody finds it again
    event_id: str | None = None  # None: the app cannot hear it
    bot_id: str | None = None

    @property
    def by_bot(self) -> bool:
        return self.bot_id is not None

    @property
    def shown(self) -> str:
        """What people read: the text of the blocks where there are any, else `text`."""
        names = self.chat.world.names()
        return as_shown(words_in(self.blocks) or self.text, names)

    @property
    def rows(self) -> list[list[Button]]:
        return rows_in(self.blocks)

    @property
    def buttons(self) -> list[Button]:
        return list(itertools.chain.from_iterable(self.rows))

    def button(self, wanted: str) -> Button:
        """The button with this label or value."""
        for button in self.buttons:
            if wanted in (button.text, button.value):
                return button
        raise LookupError(f"no button {wanted!r} on {self.line()!r}")

    def as_json(self, *, metadata: bool = False) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        told |= {"blocks": self.blocks} if self.blocks else {}
        told |= {"bot_id": self.bot_id, "app_id": self.chat.world.app_id} if self.bot_id else {}
        told |= {"thread_ts": self.thread_ts} if self.thread_ts else {}
        told |= {"edited": {"user": self.user, "ts": self.edited_at}} if self.edited_at else {}
        told |= {"files": self.files} if self.files else {}
        return told | ({"metadata": self.metadata} if metadata and self.metadata else {})

    def line(self) -> str:
        """One line as a dialog file would write it: 李雷> 收到华星5万 [撤销] [改]"""
        who = "bot" if self.by_bot else self.chat.world.names().get(self.user, self.user)
        thread = "↳ " if self.thread_ts not in (None, self.ts) else ""
        return f"{who}> {thread}" + " ".join([self.shown, *(f"[{one.text}]" for one in self.buttons)]).strip()


class Chat:
    """A conversation: a direct message with the app, or a channel."""

    def __init__(self, world: World, chat_id: str, name: str, members: set[str], kind: str) -> None:
        self.world, self.id, self.name, self.members, self.kind = world, chat_id, name, members, kind
        self.archived = False
        self.posting_restricted_to: list[str] = []
        self.history: dict[str, Message] = {}
        self.ephemeral: list[Message] = []

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.name}>"

    @property
    def is_im(self) -> bool:
        return self.kind == "im"

    @property
    def title(self) -> str:
        return self.name

    @property
    def messages(self) -> list[Message]:
        return [message for message in self.history.values() if not message.deleted]

    def as_json(self) -> dict[str, Any]:
        if self.is_im:
            return {"id": self.id, "is_im": True, "user": next(iter(self.members - {self.world.bot_user}), "")}
        allowed = {"posting_restricted_to": {"type": [], "user": self.posting_restricted_to}}
        return {
            "id": self.id, "name": self.name, "is_channel": True, "is_private": self.kind == "group",
            "is_archived": self.archived, "is_member": self.world.bot_user in self.members,
            "properties": allowed if self.posting_restricted_to else {},
        }  # fmt: skip

    def post(self, user: str, text: str, **more: Any) -> Message:
        message = Message(self, self.world.new_ts(), user, text, **more)
        if message.seen_by:
            self.ephemeral.append(message)
        else:
            self.history[message.ts] = message
        return message

    def message(self, ts: str) -> Message:
        found = self.history.get(ts)
        if found is None or found.deleted:
            raise ApiError("message_not_found")
        return found


class World:
    def __init__(self, team: str = "T0GENGFU") -> None:
        self.team, self.app_id = team, "A0GENGFU"
        self.uninstalled = False
        self.bot_user, self.bot_id = "U0BOT", "B0BOT"
        self.bot_name = "Gengfu"
        self.changed = threading.Condition(threading.RLock())
        self.changes = 0
        self.clock: Callable[[], float] = time.time
        self.people: dict[str, Person] = {}
        self.chats: dict[str, Chat] = {}
        self.views: dict[str, dict[str, Any]] = {}  # the home tab by user
        self.modals: dict[str, dict[str, Any]] = {}  # those that are open, by view id
        self.triggers: dict[str, tuple[float, str]] = {}  # when it was given out, and for whom
        self.exchanged: set[str] = set()
        self.token = ""  # of the workspace
        self.client_id, self.client_secret = "2141029472.691202649728", "e1b9e11dfcd19c1982d5de12921e17e8"
        self.codes: list[str] = []  # that OAuth gave out
        self.answers: dict[str, tuple[Press | None, Chat, str, list[dict[str, Any]]]] = {}  # response_url -> what came
        self.uploads: dict[str, dict[str, Any]] = {}
        self.metadata_is_readable = True
        self.hears_channels = True  # message.channels and message.groups are subscribed to
        self.address = ""  # where the fake listens
        self.send: Callable[[str, dict[str, Any]], Any]  # to the app: set by the server
        self._last_ts = 0.0
        self._numbers = itertools.count(1)

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):07d}"

    def new_ts(self) -> str:
        """Never twice the same, never going back: Slack's ids of messages are times."""
        self._last_ts = max(self.clock(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    def names(self) -> dict[str, str]:
        return {self.bot_user: self.bot_name} | {one.id: one.name for one in self.people.values()}

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the world alone, then wake everyone who waits for a change."""
        with self.changed:
            try:
                yield
            finally:
                self.changes += 1
                self.changed.notify_all()

    def wait_for_change(self, seen: int, seconds: float) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.changes != seen, seconds)

    def chat(self, chat_id: str) -> Chat:
        """A conversation by its id, or the direct message with a person by theirs."""
        if chat_id in self.people:
            return self.people[chat_id].im
        if chat_id not in self.chats:
            raise ApiError("channel_not_found")
        return self.chats[chat_id]

    def writable(self, chat_id: str) -> Chat:
        chat = self.chat(chat_id)
        if chat.archived:
            raise ApiError("is_archived")
        if self.bot_user not in chat.members:
            raise ApiError("channel_not_found" if chat.kind == "group" else "not_in_channel")
        if chat.posting_restricted_to and self.bot_user not in chat.posting_restricted_to:
            raise ApiError("restricted_action")
        if chat.is_im and any(one.deactivated for one in self.people.values() if one.id in chat.members):
            raise ApiError("user_disabled")
        return chat

    # -- telling the app

    def tell(self, kind: str, event: dict[str, Any]) -> str:
        """An event, wrapped as the Events API does; its event_id."""
        event_id = self.new_id("Ev")
        self.send(kind, {
            "token": "unused", "team_id": self.team, "api_app_id": self.app_id, "type": "event_callback",
            "event": event, "event_id": event_id, "event_time": int(self.clock()), "is_ext_shared_channel": False,
            "authorizations": [{"team_id": self.team, "user_id": self.bot_user, "is_bot": True}],
        })  # fmt: skip
        return event_id

    def tell_change(self, chat: Chat, subtype: str, more: dict[str, Any]) -> None:
        """An edit or a deletion, of a person's message or of the bot's own."""
        if self.bot_user in chat.members and (chat.is_im or self.hears_channels):
            ts, kind = self.new_ts(), chat.kind
            about = {"subtype": subtype, "channel": chat.id, "ts": ts, "event_ts": ts, "channel_type": kind}
            self.tell("event", {"type": "message", "hidden": True, **about, **more})

    def tell_bot_message(self, message: Message) -> None:
        """Slack tells the app of its own posts too."""
        chat = message.chat
        if chat.is_im or self.hears_channels:
            kind = {"channel": chat.id, "event_ts": message.ts, "channel_type": chat.kind}
            self.tell("event", message.as_json() | kind)

    def response_url(self, press: Press, chat: Chat) -> str:
        number = self.new_id("R")
        self.answers[number] = (press, chat, press.person.id, [])
        return f"{self.address}/response/{number}"

    def new_trigger(self, user: str) -> str:
        trigger = f"{next(self._numbers)}.{self.team}.{time.monotonic_ns()}"
        self.triggers[trigger] = time.monotonic(), user
        return trigger

    def show(self, view: dict[str, Any], user: str, view_id: str = "") -> dict[str, Any]:
        """A view as it stands before a person: a modal with an id, or the home tab."""
        shown = view | {"id": view_id or self.new_id("V"), "hash": self.new_ts(), "user": user, "errors": {},
                        "team_id": self.team, "app_id": self.app_id, "bot_id": self.bot_id}  # fmt: skip
        if view_id:
            self.modals[view_id] = shown
        else:
            self.views[user] = shown
        return shown
