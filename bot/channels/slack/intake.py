"""Whatever Slack hands over goes through one place: committed first, acknowledged after."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.channels import Inlet
from bot.channels.slack.api import Api, quiet, told
from bot.channels.slack.directory import Directory
from bot.channels.slack.payloads import Identity
from bot.channels.slack.presses import Presses
from bot.channels.slack.reading import CHANNEL, as_update, chat_of, key_of, user_of

SAID_AGAIN_AFTER = 60.0

log = logging.getLogger(__name__)


class Intake:
    """A bolt app whose only middleware commits to the inbox. bolt checks signatures and speaks both ways in; its own
    listeners, which run after the acknowledgement (M3), are not used."""

    def __init__(self, api: Api, signing_secret: str, now: Callable[[], datetime], me: Callable[[], Identity]) -> None:
        self._api, self._now, self._me = api, now, me
        self._directory, self._presses = Directory(api), Presses(api)
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._said = -SAID_AGAIN_AFTER
        self.inlet: Inlet | None = None

        async def authorize(team_id: str | None) -> AuthorizeResult:
            """Asks nobody: events are kept also while the Web API is down."""
            return AuthorizeResult(
                enterprise_id=None,
                team_id=team_id,
                bot_token=api.token,
                bot_id=me().bot or None,
                bot_user_id=me().user or None,
            )

        self.bolt = AsyncApp(
            logger=quiet("bolt", logging.ERROR),
            name=CHANNEL,
            client=api.plain(None),
            authorize=authorize,
            signing_secret=signing_secret,
            ignoring_self_events_enabled=False,  # `key_of` does that
        )
        self.bolt.middleware(self._first)

    def stop(self) -> None:
        self._presses.stop()

    async def serve(self, request: web.Request) -> web.Response:
        """/slack/events: aiohttp refuses a body over 1 MiB with 413, bolt a bad or old signature with 401."""
        try:
            answer = await self.bolt.async_dispatch(await to_bolt_request(request))
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 - bolt takes payloads apart before it asks who sent them
            log.info("a request to %s was refused as malformed (%s)", request.path, type(error).__name__)
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return await to_aiohttp_response(answer)

    async def _first(self, body: dict[str, Any]) -> BoltResponse:
        """Runs before the acknowledgement; no other status than 200 is one."""
        if self.inlet is None:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            await self.take(body)
        except Exception as error:  # noqa: BLE001 - whatever it is, Slack shall hold it and send it again
            self._complain(error)
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return BoltResponse(status=HTTPStatus.OK)

    async def take(self, body: Mapping[str, Any]) -> None:
        """Commit one payload; what this raises leaves it with Slack."""
        key, inlet = key_of(body), self.inlet
        if key is None or inlet is None:
            return
        lane = self._lanes.setdefault(chat_of(body) or user_of(body), asyncio.Lock())
        async with lane:  # in the order they came, although bolt runs them side by side
            note = await self._directory.note(body, self._me(), self._now().timestamp())
            rows = await asyncio.to_thread(inlet.keep, CHANNEL, [as_update(body, key, note)])
        self._presses.take(inlet, body, rows[0])

    def _complain(self, error: Exception) -> None:
        if time.monotonic() - self._said >= SAID_AGAIN_AFTER:
            self._said = time.monotonic()
            log.warning("what Slack sends cannot be stored; it is sent again until it can (%s)", told(error))
