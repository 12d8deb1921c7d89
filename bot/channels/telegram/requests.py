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

import httpx
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.channels import NotFetched

Keep = Callable[[list[object]], Awaitable[None]]

# What PTB turns into an exception of its own; every other 4xx it would call a network error.
KNOWN_REFUSALS = frozenset({400, 401, 403, 404, 409, 429})
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
    """httpx logs whole addresses (the token is in them); PTB logs them too, and texts it cannot parse.

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


class ApiRequest(HTTPXRequest):
    """For all methods but getUpdates. Tells a refusal from trouble on the line where PTB calls both NetworkError."""

    def __init__(self, timing: Timing, base_url: str | None, proxy: str | None, connections: int = 32) -> None:
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=timing.connect,
            read_timeout=timing.read,
            write_timeout=timing.write,
            pool_timeout=timing.pool,
            media_write_timeout=timing.upload,
            proxy=proxy,
            # HTTPS_PROXY is obeyed by httpx even for 127.0.0.1.
            httpx_kwargs={"trust_env": not is_loopback(base_url)},
        )

    async def do_request(self, url: str, method: str, *more: Any, **named: Any) -> tuple[int, bytes]:
        code, body = await super().do_request(url, method, *more, **named)
        if code == HTTPStatus.TOO_MANY_REQUESTS and not says_how_long(body):
            raise RetryAfter(UNSAID_WAIT)
        if 400 <= code < 500 and code not in KNOWN_REFUSALS:
            raise BadRequest(f"HTTP {code}")
        return code, body

    async def download(self, address: str, most: int) -> bytes:
        """A file piece by piece; NotFetched as soon as there is more of it than `most` bytes, whatever was said."""
        body = bytearray()
        try:
            async with self._client.stream("GET", address) as response:
                if response.status_code in KNOWN_REFUSALS - {HTTPStatus.TOO_MANY_REQUESTS}:
                    raise NotFetched("gone")
                response.raise_for_status()
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > most:
                        raise NotFetched("too_large")
        except httpx.HTTPError:
            raise NotFetched("unreachable") from None
        return bytes(body)


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
