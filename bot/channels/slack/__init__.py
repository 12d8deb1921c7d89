"""Slack as a Channel, on the unmodified slack-bolt and slack-sdk, over Socket Mode or HTTP.

The pieces: `api` (one client, no token in a log), `intake` (commit, then acknowledge), `connecting` (the socket),
`catching_up`, `directory` (who and where), `presses`, `payloads`, `reading` and `words` (payload in), `writing`
(message out), `files`, `outcomes` (how a send ended), `finding` (whether a card arrived).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.channels import Capabilities, Inlet, Message, Outcome, Raw
from bot.channels.slack import writing
from bot.channels.slack.api import Api, Timing, quiet_libraries, redact, told
from bot.channels.slack.catching_up import catch_up
from bot.channels.slack.connecting import keep_socket, until_done
from bot.channels.slack.files import download
from bot.channels.slack.finding import find
from bot.channels.slack.intake import Intake
from bot.channels.slack.outcomes import BROKEN, outcome_of
from bot.channels.slack.payloads import NOBODY, Identity
from bot.channels.slack.reading import CHANNEL, NAME, read
from bot.message import Inbound

__all__ = ["Identity", "SlackChannel", "Timing", "redact"]

EVENTS = "/slack/events"

log = logging.getLogger(__name__)


class SlackChannel:
    """One app in one workspace. `app_token` opens Socket Mode, `signing_secret` the address /slack/events; either is
    enough. `base_url` ends in /api/. `identity` saves tests auth.test; `now` is only asked when something is kept."""

    name = CHANNEL
    capabilities = Capabilities(
        edits=True,
        buttons=True,
        standing_keyboard=False,
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
        token: str,
        app_token: str | None = None,
        signing_secret: str | None = None,
        base_url: str | None = None,
        proxy: str | None = None,
        *,
        timing: Timing | None = None,
        identity: Identity = NOBODY,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        quiet_libraries()
        self.identity = identity
        self._api = Api(token, base_url, proxy, timing or Timing())
        self._app_token, self._listens = app_token, bool(signing_secret)
        self._now, self._secret = now, signing_secret
        self._intake: Intake | None = None

    # --- in ---------------------------------------------------------------------------------------------------------

    async def run(self, inlet: Inlet) -> None:
        intake = self._made()
        missed: asyncio.Task[None] | None = None
        intake.inlet = inlet  # what comes over HTTP is kept from now on, whoever we turn out to be
        try:
            await until_done(self._api, self._learn_identity, "GENGFU_SLACK_BOT_TOKEN")
            missed = asyncio.create_task(catch_up(self._api, self.identity.team, self._now(), intake.take))
            if self._app_token:
                await keep_socket(self._api, intake.bolt, self._app_token)
            await asyncio.Event().wait()
        finally:
            if missed is not None:
                missed.cancel()
            intake.inlet = None
            intake.stop()

    def routes(self, application: web.Application) -> None:
        """/slack/events on the one HTTP server, where a signing secret says who may speak."""
        if self._listens:
            application.router.add_post(EVENTS, self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        if self._intake is None:  # not running yet, or no more
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return await self._intake.serve(request)

    def read(self, raw: Raw) -> Inbound | None:
        return read(raw)

    async def ready(self) -> bool:
        """Learn who the bot is, for a process that sends without `run`; False when Slack cannot be asked now."""
        try:
            await self._learn_identity()
        except (*BROKEN, SlackApiError) as error:
            log.warning("Slack cannot be asked who the bot is (%s)", told(error))
            return False
        return True

    def _made(self) -> Intake:
        """Bolt wants a running loop, so it is made late."""
        if self._intake is None:
            self._intake = Intake(self._api, self._secret or "", self._now, lambda: self.identity)
        return self._intake

    async def _learn_identity(self) -> None:
        me = await self._api.client.auth_test()
        app = ""
        if bot := me.get("bot_id"):
            app = str((await self._api.client.bots_info(bot=bot))["bot"].get("app_id") or "")
        self.identity = Identity(str(me["user_id"]), str(bot or ""), str(me["team_id"]), app)

    async def fetch(self, ref: str) -> bytes:
        return await download(self._api, ref, self.capabilities.largest_file)

    # --- out --------------------------------------------------------------------------------------------------------

    async def send(self, chat: str, message: Message) -> Outcome:
        """In the thread of `reply_to`, if that still stands. A file is uploaded with the text beside it."""
        if why := writing.unsendable(message):
            return Outcome("refused", reason=why)
        if message.file:
            return await self._upload(chat, message)
        asked = writing.posted(message)
        sent = await outcome_of(self._api.client.chat_postMessage(channel=chat, **asked))
        if sent.reason == "thread_not_found" and asked.pop("thread_ts", None):
            return await outcome_of(self._api.client.chat_postMessage(channel=chat, **asked))
        return sent

    async def edit(self, chat: str, message_id: str, message: Message) -> Outcome:
        """With `file` set the message is one with a file: its words stand in a comment Slack lets nobody change."""
        if why := writing.unsendable(message):
            return Outcome("refused", reason=why)
        if message.file:
            return Outcome("refused", reason="message_not_editable")
        changed = self._api.client.chat_update(channel=chat, ts=message_id, **writing.content(message))
        return await outcome_of(changed)

    async def find(self, chat: str, message: Message) -> Outcome:
        """Whether a message that may have been sent is there: `sent`, `not_sent`, or why nobody can tell."""
        return await find(self._api, self.identity.bot, chat, message)

    async def _upload(self, chat: str, message: Message) -> Outcome:
        assert message.file is not None
        sent = await outcome_of(
            self._api.client.files_upload_v2(
                channel=chat,
                filename=message.file.name,
                content=message.file.content,
                initial_comment=writing.fallback(message.text) if message.text else None,
                thread_ts=message.reply_to,
            )
        )
        return Outcome("sent") if sent.kind == "sent" else sent

    def private_link(self, start: str = "") -> str:
        """ "" until it is known who we are."""
        me = self.identity
        return writing.link(me.app, me.team, start) if me.team else ""

    async def set_menu(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Slack has no menu an app may set: /gengfu and what it says stand in the manifest."""

    async def close(self) -> None:
        await self._api.close()
