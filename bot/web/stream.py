"""Server-sent events: what happens in the transcript, as it happens, to one open page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any

from aiohttp import web

Event = tuple[str, Mapping[str, Any]]

MAX_WAITING = 1000  # a page that is so far behind is cut off; it comes back and asks for everything
HEARTBEAT_SECONDS = 10.0


class Feed:
    """What one page still has to hear. `put` may be called from any thread and never blocks."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[Event] = asyncio.Queue()
        self._over = False

    def put(self, name: str, data: Mapping[str, Any]) -> None:
        with suppress(RuntimeError):  # the loop is closed: so is the page's connection
            self._loop.call_soon_threadsafe(self._waiting.put_nowait, (name, data))

    def end(self) -> None:
        self._over = True
        self.put("bye", {})

    async def events(self, heartbeat: Callable[[], Event]) -> AsyncIterator[Event]:
        """What was put, in order, and a heartbeat when there is nothing; until `end`."""
        while not self._over and self._waiting.qsize() < MAX_WAITING:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    event = await self._waiting.get()
            except TimeoutError:
                event = heartbeat()
            yield event


async def send_events(request: web.Request, events: AsyncIterator[Event]) -> web.StreamResponse:
    """Answer a request with events until they end or the page goes away."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    with suppress(ConnectionResetError):
        await response.prepare(request)
        async for name, data in events:
            await response.write(f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
    return response
