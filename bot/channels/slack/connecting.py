"""Being there for Slack: the socket kept open, and what is wrong said once, in words an admin can act on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.channels.slack.api import Api, quiet, told
from bot.channels.slack.outcomes import BROKEN, TOKEN, pause_asked, word_of

SAID_AGAIN_AFTER = 60.0
LOOKED_AT_EVERY = 1.0
SILENT_FOR = 20.0  # seconds without a socket before it is said: Slack renews sockets every few hours

log = logging.getLogger(__name__)


class Trouble:
    """What goes wrong: how long to pause, and what was said about it already."""

    def __init__(self, api: Api) -> None:
        self._timing = api.timing
        self._pause = 0.0
        self._said: dict[str, float] = {}
        self._open = False

    async def wait_out(self, error: Exception, setting: str) -> None:
        """`setting`: the token that is wrong, if it is that."""
        self.say(_words(error, setting), error)
        self._pause = min(self._pause * 1.5 or self._timing.first_pause, self._timing.longest_pause)
        await asyncio.sleep(max(self._pause, pause_asked(error)))

    def say(self, words: str, error: Exception | None = None) -> None:
        if time.monotonic() - self._said.get(words, -SAID_AGAIN_AFTER) >= SAID_AGAIN_AFTER:
            log.warning("%s (%s)", words, told(error)) if error else log.warning("%s", words)
            self._said[words], self._open = time.monotonic(), True

    def over(self) -> None:
        if self._open:
            log.info("Slack is heard again")
        self._pause, self._open = 0.0, False


def _words(error: Exception, setting: str) -> str:
    word = word_of(error)
    if word == "missing_scope":
        return "the Slack app lacks a scope; compare it with deploy/slack-manifest.yaml and install it again"
    if word in TOKEN:
        return f"Slack does not take this token; check {setting}"
    if word in ("ratelimited", "rate_limited"):
        return "Slack asks to slow down"
    if word:
        return f"Slack says no: {word}"
    return "Slack cannot be reached; check the network or GENGFU_SLACK_PROXY"


async def until_done(api: Api, work: Callable[[], Awaitable[object]], setting: str) -> None:
    """Try until it succeeds, however long Slack cannot be reached or refuses us."""
    trouble = Trouble(api)
    while True:
        try:
            await work()
        except (*BROKEN, SlackApiError) as error:
            await trouble.wait_out(error, setting)
        else:
            trouble.over()
            return


async def keep_socket(api: Api, bolt: AsyncApp, app_token: str) -> NoReturn:
    """Socket Mode until cancelled. slack_sdk renews the socket by itself; we look whether it does."""

    async def may_connect() -> None:
        await api.client.apps_connections_open(app_token=app_token)

    await until_done(api, may_connect, "GENGFU_SLACK_APP_TOKEN")  # slack_sdk would retry a wrong token without a word
    handler = AsyncSocketModeHandler(
        bolt, app_token, logger=quiet("socket"), web_client=api.client, proxy=api.proxy, ping_interval=api.timing.ping
    )
    client: Any = handler.client
    client.proxy = api.environments_proxy(client.proxy) if api.proxy is None else api.proxy
    trouble, gone_since = Trouble(api), 0.0
    connecting = asyncio.create_task(client.connect())
    try:
        while True:
            await asyncio.sleep(LOOKED_AT_EVERY)
            if await client.is_connected():
                trouble.over()
                gone_since = 0.0
                continue
            gone_since = gone_since or time.monotonic()
            if time.monotonic() - gone_since >= SILENT_FOR:
                trouble.say("Slack's socket cannot be opened; check the network or GENGFU_SLACK_PROXY")
    finally:
        connecting.cancel()
        await client.close()
