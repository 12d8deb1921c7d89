"""HTTP towards Slack: one client, which never posts by itself a second time, and no token in any log."""

from __future__ import annotations

import ipaddress
import logging
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

PUBLIC_API = "https://slack.com/api/"
_TOKEN = re.compile(r"x(?:ox[a-z]|app)-[A-Za-z0-9-]{5,}")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. Tests shorten them."""

    connect: float = 5
    answer: float = 10
    lookup: float = 1.5  # who somebody is, while Slack waits for our acknowledgement
    press: float = 2
    home: float = 30  # between looks whether an open home page is still true
    ping: float = 10  # between signs of life on the socket, and between tries to connect
    first_pause: float = 1
    longest_pause: float = 15


class Api:
    """The Web API, with the one aiohttp session all requests share. Made where a loop runs, closed with it."""

    def __init__(self, token: str, base_url: str | None, proxy: str | None, timing: Timing) -> None:
        self.base_url, self.timing = base_url or PUBLIC_API, timing
        self.proxy = proxy
        self.token = token
        self._client: AsyncWebClient | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            limits = aiohttp.ClientTimeout(total=self.timing.answer, sock_connect=self.timing.connect)
            # Of a loopback address no proxy of the environment knows anything, so none is asked.
            self._session = aiohttp.ClientSession(timeout=limits, trust_env=not is_loopback(self.base_url))
            self._client = None
        return self._session

    @property
    def client(self) -> AsyncWebClient:
        """Every method of Slack's; `retry_handlers=[]`, or a cut line would post twice (M4)."""
        session = self.session
        if self._client is None:
            self._client = self.plain(self.token, session)
        return self._client

    def plain(self, token: str | None, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
        """A client with this token."""
        client = AsyncWebClient(
            token=token, base_url=self.base_url, proxy=self.proxy, retry_handlers=[], session=session
        )
        if self.proxy is None:
            client.proxy = self.environments_proxy(client.proxy)
        return client

    def environments_proxy(self, found: str | None) -> str | None:
        """HTTPS_PROXY is taken by slack_sdk even for 127.0.0.1."""
        return None if is_loopback(self.base_url) else found

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        self._session = self._client = None


def quiet_libraries() -> None:
    """Both log whole payloads at DEBUG and tracebacks at ERROR; what they have to say reaches us as errors."""
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def quiet(name: str, level: int = logging.CRITICAL) -> logging.Logger:
    """A logger to give to a library that would else copy the level of the root."""
    logger = logging.getLogger(f"{__package__}.{name}")
    logger.setLevel(level)
    return logger


def redact(text: str) -> str:
    """The text without anything that looks like a token of Slack's."""
    return _TOKEN.sub("<token>", text)


def told(error: BaseException) -> str:
    """An error as a log may show it: one line, no token, no page of HTML."""
    lines = redact(str(error)).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:200]}".rstrip(": ")


def is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
