"""The one line that goes out past inbox and outbox: the books cannot be written just now, and why.

Nothing is lost then: the platform hands the update over again, or its row waits. But whoever wrote must not meet
silence, so they are told at once, in private, and not again for a while.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from threading import Lock

from bot.channels import Channel, Message, Raw
from bot.message import Inbound
from bot.settings import spoken_language
from bot.text import say
from storage.database import Database
from storage.errors import Trouble
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

AGAIN_AFTER = 300  # seconds until a chat is told again
SAID_TO = ("text", "media", "press", "form")
REASONS = ("disk_full", "read_only", "locked", "corrupt", "disk", "unreachable")


class Apology:
    """Says so, straight through the channel. `loop` is the channels' own; without one nobody is told."""

    def __init__(self, database: Database, channels: Mapping[str, Channel]) -> None:
        self._database, self._channels = database, channels
        self._told: dict[tuple[str, str], float] = {}
        self._lock = Lock()
        self.loop: asyncio.AbstractEventLoop | None = None

    def say(self, name: str, raw: Callable[[], Raw], trouble: BaseException) -> None:
        """Tell whoever sent this update; from any thread, and it never raises."""
        channel = self._channels.get(name)
        if channel is None or self.loop is None or not isinstance(trouble, Trouble):
            return
        try:
            inbound = channel.read(raw())
        except (Trouble, ValueError, LookupError, TypeError):
            return  # nobody can say who it was
        if inbound is None or not inbound.private or inbound.kind not in SAID_TO or not self._is_first(inbound):
            return
        why = trouble.code if trouble.code in REASONS else "other"
        text = say(self._language(inbound), "books_closed", why=why)
        asyncio.run_coroutine_threadsafe(_send(channel, inbound.chat, text), self.loop)

    def _is_first(self, inbound: Inbound) -> bool:
        now, chat = time.monotonic(), (inbound.channel, inbound.chat)
        with self._lock:
            first = now - self._told.get(chat, -AGAIN_AFTER) >= AGAIN_AFTER
            if first:
                self._told[chat] = now
            return first

    def _language(self, inbound: Inbound) -> str:
        """The reader's, as far as the books can still be read."""

        def look(transaction: Transaction) -> str | None:
            for team_id, member_id in House(transaction).who(inbound.channel, inbound.sender.user):
                people = Store(transaction, team_id, by=None, source=0, now=inbound.sent_at).people
                member = people.member(member_id)
                return (member.language if member else None) or people.team().language
            return None

        try:
            return self._database.read(look) or spoken_language()
        except Trouble:
            return spoken_language()


async def _send(channel: Channel, chat: str, text: str) -> None:
    await channel.send(chat, Message(text))
