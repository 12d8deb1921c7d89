"""Slack as a Channel, on the unmodified slack-bolt and slack-sdk, over Socket Mode or HTTP.

The pieces: `api` (one client, no token in a log), `workspaces` and `installing` (whose token), `intake` (commit, then
acknowledge), `connecting` (the socket), `catching_up`, `directory` (who and where), `presses`, `forms` (modals),
`homes` (the home tab), `payloads`, `reading` and `words` (payload in), `writing` and `views` (message and modal out),
`files`, `outcomes` (how a send ended), `finding` (whether a card arrived), `patience`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.channels import Capabilities, Desk, Inlet, Message, NotFetched, Outcome, Raw
from bot.channels.slack import writing
from bot.channels.slack.api import Timing, quiet_libraries, redact, told
from bot.channels.slack.catching_up import catch_up
from bot.channels.slack.connecting import keep_socket, until_done
from bot.channels.slack.files import download
from bot.channels.slack.finding import find
from bot.channels.slack.installing import Install, Installing
from bot.channels.slack.intake import Intake
from bot.channels.slack.outcomes import BROKEN, outcome_of
from bot.channels.slack.payloads import NOBODY, Identity
from bot.channels.slack.reading import BETWEEN, CHANNEL, NAME, READERS, read
from bot.channels.slack.workspaces import Vault, Workspace, Workspaces
from bot.message import Inbound

__all__ = ["READERS", "Identity", "Install", "SlackChannel", "Timing", "Vault", "redact"]

EVENTS = "/slack/events"
SLACK = "https://slack.com/"
UNINSTALLED = Outcome("refused", reason="gone")  # a chat of a workspace that took the app out

log = logging.getLogger(__name__)


class SlackChannel:
    """One app: in the workspace of `token`, in those that install it (`install`), or both. `app_token` opens Socket
    Mode, `signing_secret` the address /slack/events; either is enough. `base_url` ends in /api/. `identity` saves tests
    auth.test; `now` is only asked when something is kept. `desk` is given by whoever runs it."""

    name = CHANNEL
    capabilities = Capabilities(
        edits=True,
        buttons=True,
        standing_keyboard=False,
        answer_keys=False,
        reactions=True,
        files=True,
        largest_file=10 << 20,
        max_text=writing.LONGEST_TEXT,
        per_chat_seconds=1,
        per_group_minute=60,
        command=f"{NAME} ",  # Slack has commands of its own: /join, /remind...
        per_second=5,  # several hundred a minute over the whole workspace
    )

    def __init__(
        self,
        token: str | None,
        app_token: str | None = None,
        signing_secret: str | None = None,
        base_url: str | None = None,
        proxy: str | None = None,
        *,
        install: Install | None = None,
        timing: Timing | None = None,
        identity: Identity = NOBODY,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        quiet_libraries()
        self.desk: Desk | None = None
        self._timing = timing or Timing()
        vault = install.vault if install else None
        self._workspaces = Workspaces(token, base_url, proxy, self._timing, vault)
        if self._workspaces.home:
            self._workspaces.home.identity = identity
        self._installing = Installing(install, self._workspaces) if install else None
        self._app_token, self._listens = app_token, bool(signing_secret)
        self._now, self._secret = now, signing_secret
        self._intake: Intake | None = None

    @property
    def identity(self) -> Identity:
        """Who the bot is in the bot token's workspace."""
        return self._workspaces.home.identity if self._workspaces.home else NOBODY

    # --- in ---------------------------------------------------------------------------------------------------------

    async def run(self, inlet: Inlet) -> None:
        intake = self._made()
        others: list[asyncio.Task[Any]] = []
        await self._workspaces.load()
        intake.inlet = inlet  # what comes over HTTP is kept from now on, whoever we turn out to be
        try:
            if home := self._workspaces.home:
                await until_done(home.api, home.learn, "GENGFU_SLACK_BOT_TOKEN")
            others = [asyncio.create_task(self._catch_up(intake)), asyncio.create_task(intake.homes.keep_fresh())]
            if self._app_token:
                await keep_socket(self._workspaces.anywhere, intake.bolt, self._app_token)
            await asyncio.Event().wait()
        finally:
            for one in others:
                one.cancel()
            intake.inlet = None
            intake.stop()

    async def _catch_up(self, intake: Intake) -> None:
        for one in list(self._workspaces):
            await catch_up(one.api, one.identity.team, self._now(), intake.take)

    def routes(self, application: web.Application) -> None:
        """/slack/events on the one HTTP server, where a signing secret says who may speak; and the way to install it in
        a workspace, where the app's client id and secret are known."""
        if self._listens:
            application.router.add_post(EVENTS, self._serve)
        if self._installing:
            self._installing.routes(application)

    async def _serve(self, request: web.Request) -> web.Response:
        if self._intake is None:  # not running yet, or no more
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return await self._intake.serve(request)

    def read(self, raw: Raw) -> Inbound | None:
        return read(raw)

    async def ready(self) -> bool:
        """Learn who the bot is, for a process that sends without `run`; False when Slack cannot be asked now."""
        await self._workspaces.load()
        try:
            if self._workspaces.home:
                await self._workspaces.home.learn()
        except (*BROKEN, SlackApiError) as error:
            log.warning("Slack cannot be asked who the bot is (%s)", told(error))
            return False
        return True

    def _made(self) -> Intake:
        """Bolt wants a running loop, so it is made late."""
        if self._intake is None:
            secret = self._secret or ""
            self._intake = Intake(self._workspaces, secret, self._now, self._timing, lambda: self.desk)
        return self._intake

    async def fetch(self, ref: str) -> bytes:
        """`ref`: where it is, after the workspace whose token opens it."""
        named, _, address = ref.rpartition(" ")
        workspace, _ = self._workspaces.at(f"{named}{BETWEEN}" if named else "")
        if workspace is None:
            raise NotFetched("gone")
        return await download(workspace.api, address, self.capabilities.largest_file)

    # --- out --------------------------------------------------------------------------------------------------------

    async def send(self, chat: str, message: Message) -> Outcome:
        """In the thread of `reply_to`, if that still stands. A file is uploaded with the text beside it."""
        workspace, channel = self._workspaces.at(chat)
        if workspace is None:
            return UNINSTALLED
        if why := writing.unsendable(message):
            return Outcome("refused", reason=why)
        if message.file:
            return await self._upload(workspace, channel, message)
        post, asked = workspace.api.client.chat_postMessage, writing.posted(message)
        sent = await outcome_of(post(channel=channel, **asked))
        if sent.reason == "thread_not_found" and asked.pop("thread_ts", None):
            return await outcome_of(post(channel=channel, **asked))
        return sent

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        """With `file` set the message is one with a file: its words stand in a comment Slack lets nobody change."""
        workspace, channel = self._workspaces.at(chat)
        if workspace is None:
            return UNINSTALLED
        if why := writing.unsendable(message):
            return Outcome("refused", reason=why)
        if message.file:
            return Outcome("refused", reason="message_not_editable")
        changed = workspace.api.client.chat_update(channel=channel, ts=message_id, **writing.content(message))
        return await outcome_of(changed)

    async def find(self, chat: str, message: Message) -> Outcome:
        """Whether a message that may have been sent is there: `sent`, `not_sent`, or why nobody can tell."""
        workspace, channel = self._workspaces.at(chat)
        return await find(workspace.api, workspace.identity.bot, channel, message) if workspace else UNINSTALLED

    async def _upload(self, workspace: Workspace, channel: str, message: Message) -> Outcome:
        assert message.file is not None
        sent = await outcome_of(
            workspace.api.client.files_upload_v2(
                channel=channel,
                filename=message.file.name,
                content=message.file.content,
                initial_comment=writing.fallback(message.text) if message.text else None,
                thread_ts=message.reply_to,
            )
        )
        return Outcome("sent") if sent.kind == "sent" else sent

    def private_link(self, start: str = "", chat: str = "") -> str:
        """ "" until it is known who we are; where the app is no more, nothing will be sent anyway."""
        workspace, _ = self._workspaces.at(chat)
        if workspace is None:
            return SLACK
        me = workspace.identity
        return writing.link(me.app, me.team, start) if me.team else ""

    async def set_menu(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Slack has no menu an app may set: /gengfu and what it says stand in the manifest."""

    async def close(self) -> None:
        await self._workspaces.close()
