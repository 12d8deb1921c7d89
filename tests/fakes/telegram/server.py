"""The HTTP side: a thread with its own loop, the way of one request through it, and long polling."""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from aiohttp import web

from tests.fakes.telegram.calls import Call, Params, chat_id_of, read_params
from tests.fakes.telegram.errors import NO_SUCH_METHOD, OTHER_POLL, UNAUTHORIZED, WEBHOOK_ACTIVE, ApiError, conflict
from tests.fakes.telegram.faults import CUT, Fault, Faults, Reply, as_reply
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.pace import Pace
from tests.fakes.telegram.webhook import Webhook
from tests.fakes.telegram.world import World

LONGEST_POLL = 50
T = TypeVar("T")


class Poll:
    """A getUpdates that waits. A second one makes it end with a conflict."""

    def __init__(self) -> None:
        self.bell = asyncio.Event()
        self.ended_by: str | None = None

    def end(self, why: str) -> None:
        self.ended_by = why
        self.bell.set()


class Server:
    def __init__(self, world: World, token: str, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        self.pace: Pace | None = None
        self.calls: list[Call] = []
        self.bugs: list[BaseException] = []
        self.hurried_polls = False
        self.conflicts = 0
        self.port = 0
        self.webhook = Webhook(world, self.execute)
        self._token = token
        self._poll: Poll | None = None
        self._last_poll: tuple[int, float] = (0, -math.inf)
        self._closing = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runner: web.AppRunner | None = None
        self._thread: threading.Thread | None = None
        self._special: dict[str, Callable[[Params], Awaitable[Any]]] = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        self._names = {name.lower(): name for name in (*METHODS, *self._special)}

    @property
    def is_polled(self) -> bool:
        return self._poll is not None

    # -- life, called from the test's thread ------------------------------------------------------------------------

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram-fake", daemon=True)
        self._thread.start()
        self.world.rings.append(self._ring_from_afar)
        self.do(self.open())

    def stop(self) -> None:
        if self._loop is None or self._thread is None:
            return
        self.do(self.close())
        self.do(self.webhook.stop())
        self.world.rings.remove(self._ring_from_afar)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = None

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        assert self._loop is not None, "the fake is not started"
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def open(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Refuse new connections and cut the open ones; the port stays ours for `open`."""
        if self._runner is None:
            return
        self._closing.set()
        self._wake()
        for connection in list(self._runner.server.connections if self._runner.server else ()):
            if connection.transport:
                connection.transport.abort()
        await self._runner.cleanup()
        self._runner = None

    def _ring_from_afar(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if self._poll:
            self._poll.bell.set()
        self.webhook.look()

    # -- one request ------------------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._sent(request, await self._reply(request))
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as bug:
            self.bugs.append(bug)
            return web.Response(status=500, text="a bug in the fake, see fake.bugs")

    async def _reply(self, request: web.Request) -> Reply:
        if request.match_info["token"] != self._token:
            return as_reply(UNAUTHORIZED)
        params = await read_params(request)
        method = request.match_info["method"]
        call, fault = self._record(self._names.get(method.lower(), method), params)
        reply = await self._answer(call, fault)
        with self.world.changing():
            call.answered = not reply.cut
        return reply

    async def _sent(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        if reply.cut and request.transport:
            request.transport.abort()
        return web.Response(status=reply.status, body=reply.body, content_type=reply.kind)

    def _record(self, method: str, params: Params) -> tuple[Call, Fault | None]:
        with self.world.changing():
            number, now = len(self.calls) + 1, self.world.now()
            call = Call(number, method, params, now, time.monotonic(), chat_id_of(params))
            if not call.chat_id and (press := self.world.presses.get(params.text("callback_query_id"))):
                call.chat_id = press.message.chat.id
            self.calls.append(call)
            fault = self.faults.pick(call)
            call.fault = fault.name if fault else None
            return call, fault

    async def _answer(self, call: Call, fault: Fault | None) -> Reply:
        if fault is None:
            return await self._process(call)
        reply = await self._process(call) if fault.processed else None
        if fault.delay:
            await self._pause(fault.delay)
        if math.isinf(fault.delay):
            return CUT
        reply = fault.reply or reply or CUT
        call.status = None if reply.cut else reply.status
        return reply

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), None if math.isinf(seconds) else seconds)

    async def _process(self, call: Call) -> Reply:
        try:
            result = await self._run(call)
        except ApiError as error:
            self._note(call, error.status, error.description)
            return as_reply(error)
        call.message_id = result.get("message_id") if isinstance(result, dict) else None
        self._note(call, 200)
        return Reply(body=json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode())

    def _note(self, call: Call, status: int, description: str = "") -> None:
        with self.world.changing():
            call.status, call.description, call.processed = status, description, status == 200

    async def _run(self, call: Call) -> Any:
        if special := self._special.get(call.method):
            return await special(call.params)
        if call.method not in METHODS:
            raise NO_SUCH_METHOD
        with self.world.changing():
            if self.pace and call.is_sending:
                self.pace.check(call)
            return METHODS[call.method](self.world, call.params)

    async def execute(self, method: str, params: Params) -> None:
        """A method returned in the answer to a webhook: done, without an answer."""
        call, fault = self._record(self._names.get(method.lower(), method), params)
        if fault is None or fault.processed:
            await self._process(call)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self._token or file is None:
            return web.Response(status=404, text="404 Not Found")
        call, fault = self._record("downloadFile", Params({"path": file.path}))
        self._note(call, 200)
        whole = Reply(body=file.data, kind="application/octet-stream")
        return await self._sent(request, await self._with_fault(whole, fault))

    async def _with_fault(self, reply: Reply, fault: Fault | None) -> Reply:
        if fault is None:
            return reply
        await self._pause(fault.delay)
        return fault.reply or reply

    # -- polling and webhook ----------------------------------------------------------------------------------------

    async def _get_updates(self, params: Params) -> list[dict[str, Any]]:
        if self.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        self._end_poll(OTHER_POLL)
        self.world.updates.want(params.json("allowed_updates"))
        offset, limit = params.integer("offset"), min(100, max(1, params.integer("limit", 100)))
        limit, timeout = self._unhurried(offset, limit, min(LONGEST_POLL, params.number("timeout")))
        poll = self._poll = Poll()
        try:
            return await self._wait_for_updates(poll, offset, limit, time.monotonic() + timeout)
        finally:
            self._poll = None if self._poll is poll else self._poll

    async def _wait_for_updates(self, poll: Poll, offset: int, limit: int, deadline: float) -> list[dict[str, Any]]:
        while True:
            poll.bell.clear()
            with self.world.changing_quietly():
                batch = self.world.updates.take(offset, limit)
            left = deadline - time.monotonic()
            if batch or left <= 0 or self._closing.is_set():
                return [update.as_json for update in batch]
            with suppress(TimeoutError):
                await asyncio.wait_for(poll.bell.wait(), left)
            if poll.ended_by:
                raise conflict(poll.ended_by)

    def _unhurried(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """With `hurried_polls`: the same offset within 0.5 s gets one update, a short poll within 3 s is held 3 s."""
        now, (last_offset, at) = time.monotonic(), self._last_poll
        self._last_poll = (offset, now)
        if not self.hurried_polls or offset != last_offset:
            return limit, timeout
        return (1 if now < at + 0.5 else limit), (3.0 if timeout < 3 and now < at + 3 else timeout)

    def _end_poll(self, why: str) -> None:
        if self._poll:
            self.conflicts += 1
            self._poll.end(why)

    async def _set_webhook(self, params: Params) -> bool:
        with self.world.changing():
            done = self.webhook.set(params)
        if self.webhook.url:
            self._end_poll("terminated by setWebhook request")
        return done

    async def _delete_webhook(self, params: Params) -> bool:
        with self.world.changing():
            return self.webhook.delete(params)

    async def _webhook_info(self, params: Params) -> dict[str, Any]:
        with self.world.changed:
            return self.webhook.info()
