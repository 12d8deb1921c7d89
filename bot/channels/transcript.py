"""What stands in the chats of a local channel, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock
from typing import Any

from bot.channels import Choice, File
from bot.message import Attachment

BOT = "bot"  # the author of what the bot says; no person may have this id


@dataclass(frozen=True, slots=True)
class Post:
    """One message as a chat shows it. `revision` grows with every change in the whole transcript.

    `file` came from the bot, with its content; `sent` from a person: its content is the channel's to hold.
    """

    id: str
    chat: str
    author: str
    text: str
    at: datetime
    choices: tuple[tuple[Choice, ...], ...] = ()
    reply_to: str | None = None
    keyboard: tuple[tuple[str, ...], ...] = ()
    file: File | None = None
    sent: Attachment | None = None
    edited: bool = False
    withdrawn: bool = False
    revision: int = 0

    @property
    def by_bot(self) -> bool:
        return self.author == BOT


Listener = Callable[[Post], None]


class Transcript:
    """What stands in the chats now. Listeners hear every new, edited or withdrawn post, in order, and must be quick."""

    def __init__(self, run: str) -> None:
        self.run = run
        self._chats: dict[str, dict[str, Post]] = {}
        self._listeners: list[Listener] = []
        self._revision = 0
        self._lock = RLock()

    @property
    def revision(self) -> int:
        """How many changes there were."""
        return self._revision

    def posts(self, chat: str) -> list[Post]:
        """The chat's posts, oldest first."""
        with self._lock:
            return list(self._chats.get(chat, {}).values())

    def post(self, chat: str, message_id: str | None) -> Post | None:
        with self._lock:
            return self._chats.get(chat, {}).get(message_id) if message_id else None

    def add(self, chat: str, author: str, text: str, at: datetime, **more: Any) -> Post:
        """Put a new post at the end; `more` are the other fields of Post."""
        with self._lock:
            number = self._revision + 1
            return self._show(Post(f"{self.run}-{number}", chat, author, text, at, **more))

    def change(self, post: Post, **changes: Any) -> Post:
        """The post with other text or choices, marked as edited."""
        with self._lock:
            return self._show(replace(post, edited=True, **changes))

    def withdraw(self, post: Post) -> None:
        """Take a post away again: it never was kept."""
        with self._lock:
            self._chats[post.chat].pop(post.id, None)
            self._tell(self._stamped(replace(post, withdrawn=True)))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear what happens from now on; call what is returned to stop."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._forget(listener)

    def _show(self, post: Post) -> Post:
        post = self._stamped(post)
        self._chats.setdefault(post.chat, {})[post.id] = post
        self._tell(post)
        return post

    def _stamped(self, post: Post) -> Post:
        self._revision += 1
        return replace(post, revision=self._revision)

    def _tell(self, post: Post) -> None:
        for listener in tuple(self._listeners):
            listener(post)

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
