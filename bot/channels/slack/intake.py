"""Whatever Slack hands over goes through one place: committed first, acknowledged after."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.channels import Desk, Inlet
from bot.channels.slack.api import Timing, quiet, told
from bot.channels.slack.forms import Forms
from bot.channels.slack.homes import Homes
from bot.channels.slack.payloads import Note, event_of, found, kind_of
from bot.channels.slack.presses import Presses
from bot.channels.slack.reading import CHANNEL, UNINSTALLED, as_update, chat_of, key_of, known_as, user_of
from bot.channels.slack.workspaces import Workspace, Workspaces

SAID_AGAIN_AFTER = 60.0
NO_TOKEN = "xoxb-nobody"  # noqa: S105 - bolt wants one; nothing is ever sent with it

log = logging.getLogger(__name__)


class Intake:
    """A bolt app whose only middleware commits to the inbox. bolt checks signatures and speaks both ways in; its own
    listeners, which run after the acknowledgement (M3), are not used."""

    def __init__(
        self,
        workspaces: Workspaces,
        signing_secret: str,
        now: Callable[[], datetime],
        timing: Timing,
        desk: Callable[[], Desk | None],
    ) -> None:
        self._workspaces, self._now = workspaces, now
        self.homes = Homes(desk, now, timing.home)
        self._forms, self._presses = Forms(desk, self._note), Presses(timing.press, self.homes)
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._said = -SAID_AGAIN_AFTER
        self.inlet: Inlet | None = None

        async def authorize(team_id: str | None) -> AuthorizeResult:
            """Asks nobody: events are kept also while the Web API is down."""
            return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=NO_TOKEN)

        self.bolt = AsyncApp(
            logger=quiet("bolt", logging.ERROR),
            name=CHANNEL,
            client=workspaces.anywhere.plain(None),
            authorize=authorize,
            signing_secret=signing_secret,
            ignoring_self_events_enabled=False,  # `key_of` does that
        )
        self.bolt.middleware(self._first)

    def stop(self) -> None:
        for one in (self._presses, self._forms, self.homes):
            one.stop()

    async def serve(self, request: web.Request) -> web.Response:
        """/slack/events: aiohttp refuses a body over 1 MiB with 413, bolt a bad or old signature with 401."""
        try:
            answer = await self.bolt.async_dispatch(await to_bolt_request(request))
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 - bolt takes payloads apart before it asks who sent them
            log.info("a request to %s was refused as malformed (%s)", request.path, type(error).__name__)
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # it met them behind its own guard; ours are 503
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return await to_aiohttp_response(answer)

    async def _first(self, body: dict[str, Any]) -> BoltResponse:
        """Runs before the acknowledgement; no other status than 200 is one."""
        if self.inlet is None:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            answer = await self.take(body)
        except Exception as error:  # noqa: BLE001 - whatever it is, Slack shall hold it and send it again
            self._complain(error)
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return BoltResponse(status=HTTPStatus.OK, body=answer or "")

    async def take(self, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """Commit one payload; what this raises leaves it with Slack. Some are answered in the acknowledgement."""
        workspace, inlet, since = self._workspaces.of(body), self.inlet, asyncio.get_running_loop().time()
        if workspace is None or inlet is None:
            return None
        if (at_once := AT_ONCE.get(kind_of(body))) is not None:
            return await at_once(self, workspace, body)
        if kind_of(body) == "block_actions" and found(body, "view", "type") == "modal":
            self._forms.chosen(workspace, body)  # nothing is said by that yet
            return None
        key = key_of(body)
        if key is None or await self._forms.opened(workspace, body):
            return None
        row = await self._keep(inlet, workspace, body, key)
        if kind_of(body) == "view_submission":
            return await self._forms.answered(inlet, body, row, since)
        self._presses.take(inlet, workspace, body, row)
        if kind_of(body) in UNINSTALLED:
            await self._workspaces.drop(workspace.prefix)
        return None

    async def _keep(self, inlet: Inlet, workspace: Workspace, body: Mapping[str, Any], key: str) -> int | None:
        lane = self._lanes.setdefault(known_as(workspace.prefix, chat_of(body) or user_of(body)), asyncio.Lock())
        async with lane:  # in the order they came, although bolt runs them side by side
            note = await self._note(workspace, body)
            return (await asyncio.to_thread(inlet.keep, CHANNEL, [as_update(body, key, note)]))[0]

    async def _note(self, workspace: Workspace, body: Mapping[str, Any]) -> Note:
        note = await workspace.directory.note(body, workspace.identity, self._now().timestamp())
        return note.model_copy(update={"workspace": workspace.prefix})

    async def _suggest(self, workspace: Workspace, body: Mapping[str, Any]) -> dict[str, Any] | None:
        return await self._forms.suggested(workspace, body)

    async def _show_home(self, workspace: Workspace, body: Mapping[str, Any]) -> dict[str, Any] | None:
        if found(event_of(body), "tab") == "home":
            self.homes.opened(workspace, user_of(body))
        return None

    def _complain(self, error: Exception) -> None:
        if time.monotonic() - self._said >= SAID_AGAIN_AFTER:
            self._said = time.monotonic()
            log.warning("what Slack sends cannot be stored; it is sent again until it can (%s)", told(error))


# What is answered from the books at once and kept nowhere: nobody misses it after a crash.
AT_ONCE: Mapping[str, Callable[[Intake, Workspace, Mapping[str, Any]], Awaitable[dict[str, Any] | None]]] = {
    "block_suggestion": Intake._suggest,  # noqa: SLF001
    "app_home_opened": Intake._show_home,  # noqa: SLF001
}
