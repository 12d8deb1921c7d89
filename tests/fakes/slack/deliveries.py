"""How Slack hands things to the app: over a socket or as signed HTTP, again when an event was not acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.fakes.slack.world import World

KINDS = {"event": "events_api", "command": "slash_commands", "interaction": "interactive"}


@dataclass(eq=False)
class Envelope:
    """One thing for the app, and what became of it."""

    id: str
    kind: str
    payload: dict[str, Any] = field(repr=False)
    tries: int = 0
    statuses: list[int] = field(default_factory=list)
    acked: bool = False
    acked_after: float = 0.0
    response: Any = None
    over: bool = False  # acked, or given up

    @property
    def given_up(self) -> bool:
        return self.over and not self.acked

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = self.payload.get("event", {})
        return found


class Deliveries:
    """Everything that goes to the app; lives on the server's loop."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.envelopes: list[Envelope] = []
        self.events_url = ""  # set: HTTP mode
        self.signing_secret = ""
        self.ack_within = 3.0
        self.retries = (0.1, 1.0, 4.0, 8.0)  # seconds; Slack: at once, 1 min, 5 min
        self.copies = 1  # so often each event is handed over, at once
        self.sockets: list[web.WebSocketResponse] = []
        self.tickets: set[str] = set()
        self._waits: dict[str, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._connected = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    # -- from any thread

    def send(self, kind: str, payload: dict[str, Any]) -> Envelope:
        envelope = Envelope(f"envelope-{next(self._numbers)}", kind, payload)
        self.envelopes.append(envelope)
        self.again(envelope)
        return envelope

    def again(self, envelope: Envelope, copies: int = 1) -> None:
        """Hand it over (once more), `copies` at once."""
        assert self.loop is not None, "the fake is not started"
        for _ in range(copies):
            self.loop.call_soon_threadsafe(self._begin, envelope)

    def _begin(self, envelope: Envelope) -> None:
        for _ in range(self.copies if envelope.kind == "event" else 1):
            task = asyncio.ensure_future(self._deliver(envelope))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    # -- on the loop

    async def _deliver(self, envelope: Envelope) -> None:
        pauses = (0.0, *self.retries) if envelope.kind == "event" else (0.0,)
        for attempt, pause in enumerate(pauses):
            await asyncio.sleep(pause)
            since = time.monotonic()
            with self.world.changing():
                envelope.tries += 1
            if await self._once(envelope, attempt):
                with self.world.changing():
                    envelope.acked_after = time.monotonic() - since
                    envelope.acked = envelope.over = True
                return
        with self.world.changing():
            envelope.over = True

    async def _once(self, envelope: Envelope, attempt: int) -> bool:
        if self.events_url:
            return await self._by_http(envelope, attempt)
        return await self._by_socket(envelope, attempt)

    # Socket Mode

    async def _by_socket(self, envelope: Envelope, attempt: int) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(self.ack_within):
                await self._connected.wait()
        if not self.sockets:
            return False
        socket = self.sockets[next(self._numbers) % len(self.sockets)]
        wait = asyncio.get_running_loop().create_future()
        number = f"{envelope.id}-{next(self._numbers)}"  # each hand-over has an id of its own
        self._waits[number] = wait
        told = {"envelope_id": number, "type": KINDS[envelope.kind], "payload": envelope.payload,
                "accepts_response_payload": envelope.kind != "event"}  # fmt: skip
        if envelope.kind == "event":
            told |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        try:
            await socket.send_str(json.dumps(told))
            async with asyncio.timeout(self.ack_within):
                envelope.response = await wait
        except (TimeoutError, ConnectionError):
            return False
        finally:
            self._waits.pop(number, None)
        return True

    async def serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            raise web.HTTPNotFound
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": len(self.sockets) + 1, "connection_info": {"app_id": self.world.app_id},
                 "debug_info": {"host": "applink-fake", "approximate_connection_time": 18060}}  # fmt: skip
        await socket.send_str(json.dumps(hello))
        with self.world.changing():
            self.sockets.append(socket)
            self._connected.set()
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self._acked(json.loads(message.data))
        finally:
            with self.world.changing():
                self.sockets.remove(socket)
                if not self.sockets:
                    self._connected.clear()
        return socket

    def _acked(self, told: dict[str, Any]) -> None:
        wait = self._waits.get(told.get("envelope_id", ""))
        if wait is not None and not wait.done():
            wait.set_result(told.get("payload"))

    async def disconnect(self, reason: str) -> None:
        """Slack asks every socket to go: warning, refresh_requested, too_many_websockets, link_disabled."""
        for socket in list(self.sockets):
            with suppress(ConnectionError):
                await socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "x"}}))
                if reason != "warning":
                    await socket.close()

    # HTTP mode

    async def _by_http(self, envelope: Envelope, attempt: int) -> bool:
        kind, body = as_http(envelope.kind, envelope.payload)
        headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}
        status, answer = await self.post(body, kind, headers)
        with self.world.changing():
            envelope.statuses.append(status)
        if status != 200:
            return False
        with suppress(ValueError):
            envelope.response = json.loads(answer) if answer else None
        return True

    async def post(self, body: bytes, kind: str, headers: dict[str, str], secret: str | None = None,
                   at: float | None = None) -> tuple[int, str]:  # fmt: skip
        """One signed request; status 0 where nobody answered in time."""
        stamp = str(int(time.time() if at is None else at))
        signature = signed(self.signing_secret if secret is None else secret, stamp, body)
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": kind} | headers
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.ack_within)) as session,
                session.post(self.events_url, data=body, headers=headers) as answer,
            ):
                return answer.status, await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0, ""

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        for socket in list(self.sockets):
            with suppress(Exception):
                await socket.close()


def as_http(kind: str, payload: dict[str, Any]) -> tuple[str, bytes]:
    """Events are JSON, commands are a form, interactions are JSON in a form."""
    if kind == "event":
        return "application/json", json.dumps(payload, ensure_ascii=False).encode()
    form = payload if kind == "command" else {"payload": json.dumps(payload, ensure_ascii=False)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def signed(secret: str, stamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"
