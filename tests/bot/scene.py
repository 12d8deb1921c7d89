"""What the scenes of the platforms share: a channel on a loop of its own, and what stands in the chats by now."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

from bot.channels import Inlet, Message, Outcome, Raw
from bot.channels.transcript import Transcript
from bot.message import Inbound

T = TypeVar("T")


class Scene:
    """A platform's fake with the bot's real channel in it (`real`), spoken to as the stage speaks to a LocalChannel."""

    name: str
    real: Any
    fake: Any

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock, self.people, self.groups = clock, dict[str, Any](), dict[str, Any]()
        self.transcript = Transcript(self.name)
        self.stands: dict[str, Any] = {}  # the platform's messages by the transcript's ids
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._running: Any = None

    def attach(self, inlet: Inlet) -> None:
        self._running = asyncio.run_coroutine_threadsafe(self.real.run(inlet), self._loop)
        self.fake.wait_for(self.is_connected, 10, "the bot to be there")

    def is_connected(self) -> bool:
        raise NotImplementedError

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def read(self, raw: Raw) -> Inbound | None:
        found: Inbound | None = self.real.read(raw)
        return found

    async def fetch(self, ref: str) -> bytes:
        found: bytes = await self._there(self.real.fetch(ref))
        return found

    async def send(self, chat: str, message: Message) -> Outcome:
        raise NotImplementedError

    def private_link(self, start: str = "", chat: str = "") -> str:
        return str(self.real.private_link(start))

    async def close(self) -> None:
        pass

    def leave(self) -> None:
        """The end of the play."""
        if self._running is not None:
            self._running.cancel()
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.fake.stop()

    async def _leave(self) -> None:
        await self.real.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=3)
