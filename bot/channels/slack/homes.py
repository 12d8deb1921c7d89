"""The home tab: published when somebody opens it, and again while they may be looking, when something of it changed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NoReturn

from slack_sdk.errors import SlackApiError

from bot.channels import Desk
from bot.channels.slack import views
from bot.channels.slack.api import told
from bot.channels.slack.outcomes import BROKEN
from bot.channels.slack.patience import patiently
from bot.channels.slack.reading import CHANNEL, known_as
from bot.channels.slack.workspaces import Workspace
from bot.message import Inbound, Sender

LOOKED_AT = 3600.0  # seconds after it was opened a page is kept fresh
MOST = 200  # pages kept fresh

log = logging.getLogger(__name__)


@dataclass
class Page:
    """A home tab that was opened: when, and what it shows."""

    workspace: Workspace
    user: str
    opened: float
    mark: str = ""


class Homes:
    """The pages people have open. Whose page it is decides what stands on it, nothing else."""

    def __init__(self, desk: Callable[[], Desk | None], now: Callable[[], datetime], every: float) -> None:
        self._desk, self._now, self._every = desk, now, every
        self._pages: dict[tuple[str, str], Page] = {}
        self._showing: set[asyncio.Task[None]] = set()
        self._one_by_one = asyncio.Lock()

    def opened(self, workspace: Workspace, user: str, word: str = "") -> None:
        """Show a person's page anew, the latest word on top."""
        if not user:
            return
        self._pages.pop((workspace.prefix, user), None)
        page = self._pages[workspace.prefix, user] = Page(workspace, user, time.monotonic())
        if len(self._pages) > MOST:
            self._pages.pop(next(iter(self._pages)))
        task = asyncio.create_task(self._show(page, word))
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    def stop(self) -> None:
        for task in self._showing:
            task.cancel()

    async def keep_fresh(self) -> NoReturn:
        """Look now and then whether a page that may be open still says what the books say."""
        while True:
            await asyncio.sleep(self._every)
            for page in list(self._pages.values()):
                if time.monotonic() - page.opened > LOOKED_AT:
                    self._pages.pop((page.workspace.prefix, page.user), None)
                else:
                    await self._show(page)

    async def _show(self, page: Page, word: str = "") -> None:
        try:
            async with self._one_by_one:
                await self._publish(page, word)
        except (*BROKEN, SlackApiError) as error:
            log.warning("a home page could not be shown (%s)", told(error))
        except Exception:
            log.exception("a home page could not be made")

    async def _publish(self, page: Page, word: str) -> None:
        desk, workspace = self._desk(), page.workspace
        if desk is None:
            return
        chat, person = await workspace.directory.im(page.user), await workspace.directory.person(page.user)
        sender = Sender(known_as(workspace.prefix, page.user), person.name, person.language)
        place = known_as(workspace.prefix, chat)
        asked = Inbound(CHANNEL, "text", place, True, sender, self._now(), on_home=True)
        made = await asyncio.to_thread(desk.home, asked, page.mark)
        if made is None or not chat:
            return
        message, mark = made
        view = views.home(message, word)
        await patiently(partial(workspace.api.client.views_publish, user_id=page.user, view=view))
        page.mark = mark
