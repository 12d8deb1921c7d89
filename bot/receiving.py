"""Files that came with messages, before the write: fetched, and opened where they are tables. Only their chat waits."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from bot.agreed import with_file
from bot.channels import Channel, NotFetched
from bot.hearing import Heard
from bot.importing.apart import Task, looked_at
from bot.importing.applying import Importer
from bot.importing.sheets import Unreadable, looks_like_a_table
from bot.message import Attachment, Line, Sent
from core.people import Member, may
from storage.database import Database
from storage.store import Store

log = logging.getLogger("gengfu.receiving")
PAUSES = (1.0, 3.0, 10.0)  # seconds before another try; the platform may ask for more
LONGEST_PAUSE = 60.0
AT_ONCE = 2  # files looked at side by side: what they may take of the memory is twice what one may


class Receiving:
    """Gets what a message brought. `loop`: where channels live while the bot serves; without one nobody else waits."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._database, self._channels, self._clock, self._pauses = database, channels, clock, pauses
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="files")
        self.loop: asyncio.AbstractEventLoop | None = None

    def wants(self, heard: Heard) -> bool:
        """Whether a message brought something a member may mean for us; in a group only what is said to us, or is
        about a customer."""
        inbound = heard.inbound
        if heard.member_id is None or heard.sent is not None or inbound.file is None or not inbound.file.ref:
            return False
        said_to_us = inbound.private or inbound.reply_to is not None or (inbound.addressed and bool(inbound.text))
        return said_to_us or bool(heard.facts or heard.request)

    def complete(self, heard: Heard) -> Future[Heard]:
        """The message with its file; or with the reason why there is none."""
        return self._pool.submit(self._complete, heard)

    def close(self) -> None:
        """Let go of what is under way: it is in the inbox, and comes again at the next start."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _complete(self, heard: Heard) -> Heard:
        file = heard.inbound.file
        assert file is not None
        try:
            content = self._content(heard.inbound.channel, file)
        except NotFetched as no:
            log.warning("the file of update %s could not be had: %s", heard.arrived.id, no.reason)
            largest = self._channels[heard.inbound.channel].capabilities.largest_file
            return replace(heard, sent=Sent(problem=no.reason, largest=largest))
        known = replace(file, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        return replace(
            heard,
            inbound=replace(heard.inbound, file=known),
            facts=tuple(with_file(one, known) for one in heard.facts),
            sent=self._looked_at(heard, known, content),
        )

    # -- fetching

    def _content(self, channel: str, file: Attachment) -> bytes:
        of = self._channels[channel]
        if file.size is not None and file.size > of.capabilities.largest_file:
            raise NotFetched("too_large")
        for pause in (*self._pauses, None):
            try:
                return self._fetch(of, file.ref)
            except NotFetched as no:
                if no.reason != "unreachable" or pause is None:
                    raise
                time.sleep(min(max(pause, no.seconds), LONGEST_PAUSE))
        raise AssertionError("the last try either had it or raised")

    def _fetch(self, channel: Channel, ref: str) -> bytes:
        fetching = channel.fetch(ref)
        if self.loop is None:
            return asyncio.run(fetching)
        return asyncio.run_coroutine_threadsafe(fetching, self.loop).result()

    # -- looking at it

    def _looked_at(self, heard: Heard, file: Attachment, content: bytes) -> Sent:
        """A table sent in private, about nothing else, is opened and planned, for who may bring files in."""
        sent = Sent(content, is_table=looks_like_a_table(content, file.name))
        if not sent.is_table or not heard.is_a_file_alone:
            return sent
        importer = self._importer(heard)
        if importer is None:
            return sent
        try:
            with looked_at(self._database, Task(importer, content, file.name), apart=self.loop is not None) as looked:
                return replace(sent, plan=looked.outline)
        except Unreadable as trouble:
            return replace(sent, unreadable=Line(trouble.key, {"file": file.name, **trouble.facts}))

    def _importer(self, heard: Heard) -> Importer | None:
        """Who brings it in; None for who may not."""
        assert heard.team_id is not None
        assert heard.member_id is not None
        team_id, member_id = heard.team_id, heard.member_id

        def member(store: Store) -> Member | None:
            return store.people.member(member_id)

        now = self._clock()
        found = self._database.read(lambda tx: member(Store(tx, team_id, by=None, source=0, now=now)))
        return Importer(team_id, found, now) if found is not None and may(found, "import") else None
