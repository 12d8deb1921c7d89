"""Webhook mode: updates are POSTed, in order per chat, again and again until the bot answers 2xx."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.telegram.calls import Params
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.updates import Update
from tests.fakes.telegram.world import World

LONGEST_PAUSE = 60


@dataclass
class Webhook:
    """`pause` is the unit of waiting between tries: none, 1, 2, 4... units, at most 60; Retry-After is obeyed."""

    world: World
    execute: Callable[[str, Params], Awaitable[Any]]
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    pause: float = 1.0
    timeout: float = 10.0
    attempts: list[tuple[int, int | str]] = field(default_factory=list)
    last_error: tuple[int, str] | None = None
    busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    session: ClientSession | None = None

    # -- methods ----------------------------------------------------------------------------------------------------

    def set(self, params: Params) -> bool:
        url = params.text("url")
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._forget_pending(params)
        self.world.updates.want(params.json("allowed_updates"))
        self.url, self.secret, self.last_error = url, params.text("secret_token"), None
        self.max_connections = params.integer("max_connections", 40)
        return True

    def delete(self, params: Params) -> bool:
        self._forget_pending(params)
        self.url, self.secret = "", ""
        return True

    def info(self) -> dict[str, Any]:
        pending = len(self.world.updates.waiting)
        told: dict[str, Any] = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        told |= {"max_connections": self.max_connections} if self.url else {}
        told |= {"allowed_updates": sorted(self.world.updates.wanted)} if self.url else {}
        when, why = self.last_error or (0, "")
        return told | ({"last_error_date": when, "last_error_message": why} if why else {})

    def _forget_pending(self, params: Params) -> None:
        if params.yes("drop_pending_updates"):
            self.world.updates.drop(list(self.world.updates.waiting))

    # -- delivery, all on the server's loop -------------------------------------------------------------------------

    def look(self) -> None:
        """Start a worker for each chat that has something waiting and none yet."""
        if not self.url:
            return
        with self.world.changed:
            self.world.updates.expire()
            lanes = {update.lane for update in self.world.updates.waiting} - self.busy.keys()
        for lane in sorted(lanes)[: self.max_connections - len(self.busy)]:
            self.busy[lane] = asyncio.create_task(self._work(lane))

    async def stop(self) -> None:
        for task in list(self.busy.values()):
            task.cancel()
        await asyncio.gather(*self.busy.values(), return_exceptions=True)
        if self.session:
            await self.session.close()
            self.session = None

    async def _work(self, lane: int) -> None:
        try:
            while self.url and (update := self._next(lane)):
                await self._deliver(update)
        finally:
            del self.busy[lane]
            asyncio.get_running_loop().call_soon(self.look)

    def _next(self, lane: int) -> Update | None:
        with self.world.changed:
            self.world.updates.expire()
            return next((update for update in self.world.updates.waiting if update.lane == lane), None)

    async def _deliver(self, update: Update) -> None:
        tries = 0
        while self.url and update in self.world.updates.waiting:
            wait = await self._post(update)
            if wait is None:
                with self.world.changing():
                    self.world.updates.confirm([update])
                return
            await asyncio.sleep(wait or self.pause * min(LONGEST_PAUSE, 2 ** (tries - 1) if tries else 0))
            tries += 1

    async def _post(self, update: Update) -> float | None:
        """None when taken, else what Retry-After asks for (0: nothing)."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        self.session = self.session or ClientSession(timeout=ClientTimeout(total=self.timeout))
        with self.world.changing():
            self.world.updates.hand_out([update])
        try:
            async with self.session.post(self.url, json=update.as_json, headers=headers) as response:
                self._note(update, response.status)
                if not 200 <= response.status < 300:
                    return float(response.headers.get("Retry-After", 0))
                await self._answered(await response.read(), response.content_type)
                return None
        except (ClientError, TimeoutError, OSError) as error:
            self._note(update, type(error).__name__)
            return 0.0

    def _note(self, update: Update, outcome: int | str) -> None:
        with self.world.changing():
            self.attempts.append((update.id, outcome))
            if not (isinstance(outcome, int) and 200 <= outcome < 300):
                self.last_error = (int(self.world.now()), f"Wrong response from the webhook: {outcome}")

    async def _answered(self, body: bytes, kind: str) -> None:
        """A method may be returned in the answer."""
        if kind != "application/json" or not body.strip():
            return
        values = Params({"answer": body.decode()}).json("answer")
        if isinstance(values, dict) and values.get("method"):
            await self.execute(str(values.pop("method")), Params(values))
