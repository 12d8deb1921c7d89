"""HTTP towards the Bot API: updates are kept before anybody sees them, and the token stays out of every log."""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBDeprecationWarning

from bot.channels import NotFetched
from bot.channels.ways import way

Keep = Callable[[list[object]], Awaitable[None]]

# What PTB turns into an exception of its own; every other 4xx it would call a network error.
KNOWN_REFUSALS = frozenset({400, 401, 403, 404, 409, 429})
BROKEN = (aiohttp.ClientError, OSError)
UNSAID_WAIT = 5  # seconds, where a 429 does not say how long

_TOKEN = re.compile(r"\d{4,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. Tests shorten them."""

    long_poll: int = 30
    connect: float = 5
    read: float = 10
    write: float = 10
    pool: float = 5
    upload: float = 60
    first_pause: float = 1
    longest_pause: float = 15
    press: float = 2
    look_at_webhook: float = 300


class NotKeptError(TelegramError):
    """The updates are not on disk, so Telegram must go on holding them."""


def quiet_libraries() -> None:
    """PTB logs whole addresses (the token is in them) and texts it cannot parse; so would httpx, were it used.

    Nothing is lost by it: whatever these two have to say reaches us as an exception. A level set here holds when
    GENGFU_LOG_LEVEL lowers the root logger.
    """
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    # Both forms of retry_after are understood.
    warnings.filterwarnings("ignore", ".*`retry_after`", PTBDeprecationWarning)


def redact(text: str) -> str:
    """The text without anything that looks like a bot token, also inside an address."""
    return _TOKEN.sub("<token>", text)


def told(error: BaseException) -> str:
    """An error as a log may show it: one line, no token, no page of SQL or HTML."""
    lines = redact(str(error)).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:200]}".rstrip(": ")


def is_loopback(base_url: str | None) -> bool:
    host = urlsplit(base_url or "").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class ApiRequest(BaseRequest):
    """For all methods but getUpdates. Tells a refusal from trouble on the line where PTB calls both NetworkError.

    Over aiohttp, as everything else of ours: PTB's own way, httpx, takes three times the processor for a message.
    """

    def __init__(self, timing: Timing, base_url: str | None, proxy: str | None, connections: int = 32) -> None:
        self._timing, self._proxy, self._connections = timing, proxy, connections
        self._trusts_environment = not is_loopback(base_url)  # which knows no proxy for 127.0.0.1
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._timing.read

    async def initialize(self) -> None:
        """Nothing: the session is made with the first request, where the loop runs."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Patience is ours but for reading: a long poll is read for longer."""
        reading = read_timeout if isinstance(read_timeout, int | float) else self._timing.read
        code, body = await self._asked(url, method, request_data or RequestData(), reading)
        if code == HTTPStatus.TOO_MANY_REQUESTS and not says_how_long(body):
            raise RetryAfter(UNSAID_WAIT)
        if 400 <= code < 500 and code not in KNOWN_REFUSALS:
            raise BadRequest(f"HTTP {code}")
        return code, body

    async def _asked(self, url: str, method: str, asked: RequestData, reading: float) -> tuple[int, bytes]:
        writing = self._timing.upload if asked.contains_files else self._timing.write
        try:
            async with self._open().request(
                method, url, data=body_of(asked), allow_redirects=False, timeout=self._patience(writing, reading)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except BROKEN as error:
            raise NetworkError(told(error)) from error

    async def download(self, address: str, most: int) -> bytes:
        """A file piece by piece; NotFetched as soon as there is more of it than `most` bytes, whatever was said."""
        body, timeout = bytearray(), self._patience(self._timing.upload, self._timing.read)
        try:
            async with self._open().get(address, allow_redirects=False, timeout=timeout) as response:
                if response.status in KNOWN_REFUSALS - {HTTPStatus.TOO_MANY_REQUESTS}:
                    raise NotFetched("gone")
                if response.status != HTTPStatus.OK:
                    raise NotFetched("unreachable")
                async for piece in response.content.iter_any():
                    body += piece
                    if len(body) > most:
                        raise NotFetched("too_large")
        except (*BROKEN, TimeoutError):
            raise NotFetched("unreachable") from None
        return bytes(body)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector, proxy = way(self._proxy, self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector,
                proxy=proxy,
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=self._trusts_environment,
            )
        return self._session

    def _patience(self, writing: float, reading: float) -> aiohttp.ClientTimeout:
        reaching = self._timing.connect + self._timing.pool
        return aiohttp.ClientTimeout(
            total=reaching + writing + reading, connect=reaching, sock_connect=self._timing.connect, sock_read=reading
        )


def body_of(asked: RequestData) -> aiohttp.FormData:
    """What is asked for, as a form; in parts where files go along, under the names they have."""
    form = aiohttp.FormData(asked.json_parameters, quote_fields=False)
    for name, (filename, content, mime) in asked.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


class InboxRequest(ApiRequest):
    """For getUpdates: the updates are committed here, and PTB gets bare ids.

    So the offset can only move after the commit, and an update PTB cannot decode never reaches it.
    """

    def __init__(self, keep: Keep, timing: Timing, base_url: str | None, proxy: str | None) -> None:
        super().__init__(timing, base_url, proxy, connections=1)
        self._keep = keep

    async def do_request(self, url: str, method: str, *more: Any, **named: Any) -> tuple[int, bytes]:
        code, body = await super().do_request(url, method, *more, **named)
        if code != HTTPStatus.OK:
            return code, body
        updates = updates_in(body)
        if updates:
            await self._kept(updates)
        return code, bare_ids(updates)

    async def _kept(self, updates: list[object]) -> None:
        try:
            await self._keep(updates)
        except Exception as error:
            raise NotKeptError(told(error)) from error


def updates_in(body: bytes) -> list[object]:
    try:
        updates = as_text(json.loads(body))["result"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise TelegramError("getUpdates was answered with something unreadable") from None
    if not isinstance(updates, list):
        raise TelegramError("getUpdates was answered with something else than a list")
    return updates


def as_text(decoded: Any) -> Any:
    """Half a surrogate pair is legal JSON, but no text that a database or a sealed value could take."""
    return json.loads(json.dumps(decoded, ensure_ascii=False).encode("utf-8", "replace"))


def id_of(update: object) -> int | None:
    """The update's id, if it has a usable one."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def bare_ids(updates: list[object]) -> bytes:
    ids = [number for update in updates if (number := id_of(update)) is not None]
    if updates and not ids:
        raise NotKeptError("updates without ids: the offset cannot move past them")
    return json.dumps({"ok": True, "result": [{"update_id": number} for number in ids]}).encode()


def says_how_long(body: bytes) -> bool:
    try:
        seconds = json.loads(body)["parameters"]["retry_after"]
    except (ValueError, LookupError, TypeError):
        return False
    return isinstance(seconds, int | float) and seconds > 0
