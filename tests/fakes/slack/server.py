"""The HTTP side: a thread with its own loop, the Web API, response URLs, uploads and sockets."""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.slack.deliveries import Deliveries
from tests.fakes.slack.faults import CUT, Call, Fault, Faults, Reply, Violation, as_json, ratelimited, refused
from tests.fakes.slack.methods import METHODS, respond
from tests.fakes.slack.world import ApiError, World

T = TypeVar("T")
SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:read", "files:write"),
    *("groups:history", "groups:read", "im:history", "im:read", "im:write", "metadata.message:read", "mpim:history"),
    *("mpim:read", "reactions:read", "users:read"),
)
POSTS = {"chat.postMessage", "files.completeUploadExternal"}


class Server:
    def __init__(self, world: World, faults: Faults, bot_token: str, app_token: str) -> None:
        self.world, self.faults = world, faults
        self.deliveries = Deliveries(world)
        self.calls: list[Call] = []
        self.bugs: list[BaseException] = []
        self.port = 0
        self.scopes = SCOPES
        self.pace: tuple[int, float] | None = None  # so many posts a channel in so many seconds, else a violation
        self.refuses_pace = False
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self._app_token = app_token
        self.worlds = {bot_token: world}  # by the token that opens them
        self.redirect_url = ""  # where OAuth sends browsers back to, as the app's settings say
        self._closing = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runner: web.AppRunner | None = None
        self._thread: threading.Thread | None = None

    # -- life, called from the test's thread

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack-fake", daemon=True)
        self._thread.start()
        self.deliveries.loop, self.world.send = self._loop, self.deliveries.send
        self.do(self.open())

    def stop(self) -> None:
        if self._loop is None or self._thread is None:
            return
        self.do(self.close())
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
        app.router.add_post("/api/{method}", self._serve)
        app.router.add_get("/api/{method}", self._serve)
        app.router.add_get("/socket", self.deliveries.serve_socket)
        app.router.add_post("/response/{number}", self._serve_response)
        app.router.add_post("/upload/{number}", self._serve_upload)
        app.router.add_get("/files-pri/{number}", self._serve_file)
        app.router.add_get("/oauth/v2/authorize", self._serve_authorize)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self.world.address = f"http://127.0.0.1:{self.port}"

    async def close(self) -> None:
        """Refuse new connections and cut the open ones; the port stays ours for `open`."""
        if self._runner is None:
            return
        self._closing.set()
        await self.deliveries.close()
        await self._runner.cleanup()
        self._runner = None

    async def quiet(self) -> None:
        """Nobody at this address, but what was begun to be delivered goes on being tried."""
        assert self._runner is not None
        self._closing.set()
        for socket in list(self.deliveries.sockets):
            with suppress(Exception):
                await socket.close()
        await self._runner.cleanup()
        self._runner = None

    # -- the Web API

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            params = await _params(request)
            reply = await self._reply(request.match_info["method"], request.headers.get("Authorization", ""), params)
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as bug:
            self.bugs.append(bug)
            return web.Response(status=500, text="a bug in the fake, see fake.bugs")
        if reply.cut and request.transport:
            request.transport.abort()
        return web.Response(status=reply.status, body=reply.body, content_type=reply.kind, headers=dict(reply.headers))

    async def _reply(self, method: str, authorization: str, params: dict[str, Any]) -> Reply:
        token = authorization.removeprefix("Bearer ") or str(params.pop("token", ""))
        opens = self._app_token == token if method == "apps.connections.open" else token in self.worlds
        if method == "oauth.v2.access" and authorization.startswith("Basic "):
            client, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
            params |= {"client_id": client, "client_secret": secret}
        elif not opens and method != "oauth.v2.access":
            return refused("invalid_auth" if token else "not_authed")
        world = self.worlds.get(token, self.world)
        if world.uninstalled:
            return refused("account_inactive")
        call, fault = self._record(method, params, world)
        reply = await self._answer(call, fault)
        with self.world.changing():
            call.answered = not reply.cut
        return reply

    def _record(self, method: str, params: dict[str, Any], world: World) -> tuple[Call, Fault | None]:
        with self.world.changing():
            channel = str(params.get("channel") or params.get("channel_id") or "")
            if channel in world.people:
                channel = world.people[channel].im.id
            call = Call(len(self.calls) + 1, method, params, world.clock(), time.monotonic(), channel, world=world)
            self.calls.append(call)
            fault = self.faults.pick(call)
            call.fault = fault.name if fault else None
            return call, fault

    async def _answer(self, call: Call, fault: Fault | None) -> Reply:
        if fault is None:
            return self._process(call)
        reply = self._process(call) if fault.processed else None
        if fault.delay:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), None if math.isinf(fault.delay) else fault.delay)
        if math.isinf(fault.delay):
            return CUT
        reply = fault.reply or reply or CUT
        call.status = None if reply.cut else reply.status
        return reply

    def _process(self, call: Call) -> Reply:
        with self.world.changing(), call.world.changing():
            if (early := self._too_fast(call)) is not None:
                return early
            try:
                result = self._run(call)
            except ApiError as error:
                call.status, call.error = 200, str(error)
                return refused(call.error)
            call.status, call.processed, call.ts = 200, True, str(result.get("ts", ""))
            scopes = {"X_OAuth_Scopes": ",".join(self.scopes)} if call.method == "auth.test" else {}
            return as_json({"ok": True, **result}, **scopes)

    def _run(self, call: Call) -> dict[str, Any]:
        if call.method == "apps.connections.open":
            ticket = self.world.new_id("T")
            self.deliveries.tickets.add(ticket)
            return {"url": f"ws://127.0.0.1:{self.port}/socket?ticket={ticket}"}
        if call.method not in METHODS:
            raise ApiError("unknown_method")
        if call.method == "oauth.v2.access":
            code = str(call.params.get("code"))
            call.world = next((one for one in self.worlds.values() if code in one.codes), self.world)
        return METHODS[call.method](call.world, call.params)

    def _too_fast(self, call: Call) -> Reply | None:
        if self.pace is None or call.method not in POSTS:
            return None
        most, seconds = self.pace
        recent = self._recent[call.channel]
        while recent and recent[0] <= call.monotonic - seconds:
            recent.popleft()
        if len(recent) >= most:
            self.faults.violations.append(Violation("pace", call.method, call.channel))
            if self.refuses_pace:
                call.status = 429
                return ratelimited(seconds)
        recent.append(call.monotonic)
        return None

    # -- beside it

    async def _serve_response(self, request: web.Request) -> web.Response:
        body, number = await request.json(), request.match_info["number"]
        world = next(one for one in self.worlds.values() if number in one.answers)
        with world.changing():
            try:
                respond(world, number, body)
            except ApiError as error:
                return web.json_response({"ok": False, "error": str(error)})
        return web.Response(text="ok")

    async def _serve_authorize(self, request: web.Request) -> web.Response:
        """Slack's page: an admin of the workspace named by `team` presses Allow (or, with `says=no`, Cancel)."""
        world = next(one for one in self.worlds.values() if one.team == request.query.get("team", self.world.team))
        back = {"state": request.query.get("state", "")}
        if request.query.get("client_id") != world.client_id or not request.query.get("scope"):
            return web.Response(status=400, text="Invalid client_id or scope")
        if request.query.get("says") == "no":
            back |= {"error": "access_denied"}
        else:
            world.codes.append(world.new_id("code"))
            back |= {"code": world.codes[-1]}
        return web.Response(status=302, headers={"Location": f"{self.redirect_url}?{urlencode(back)}"})

    async def _serve_upload(self, request: web.Request) -> web.Response:
        body = await request.read()
        with self.world.changing():
            self.world.uploads[request.match_info["number"]]["data"] = body
        return web.Response(text=f"OK - {len(body)}")

    async def _serve_file(self, request: web.Request) -> web.Response:
        world = self.worlds.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        held = world.uploads.get(request.match_info["number"]) if world else None
        if held is None:
            return web.Response(text="<html>log in</html>", content_type="text/html")  # what Slack does: a log-in page
        return web.Response(body=held["data"], content_type="application/octet-stream")


async def _params(request: web.Request) -> dict[str, Any]:
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        return values | (json.loads(body) if body else {})
    return values | dict(await request.post())
