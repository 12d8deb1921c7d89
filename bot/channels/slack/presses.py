"""Answers to button presses: a line only the person who pressed sees, sent once the press was handled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels import Inlet
from bot.channels.slack.api import told
from bot.channels.slack.homes import Homes
from bot.channels.slack.outcomes import BROKEN
from bot.channels.slack.payloads import found, kind_of
from bot.channels.slack.reading import user_of
from bot.channels.slack.words import escaped
from bot.channels.slack.workspaces import Workspace
from bot.channels.slack.writing import LONGEST_FALLBACK

AT_ONCE = 256  # beyond that a press is only seen on its card

log = logging.getLogger(__name__)


class Presses:
    """The presses that wait for their outcome, each in a task of its own, so that no acknowledgement waits for one."""

    def __init__(self, patience: float, homes: Homes) -> None:
        self._patience, self._homes = patience, homes
        self._waiting: set[asyncio.Task[None]] = set()

    def take(self, inlet: Inlet, workspace: Workspace, body: Mapping[str, Any], row: int | None) -> None:
        """`row` None: it was kept, and answered, before."""
        if row is None or kind_of(body) != "block_actions" or len(self._waiting) >= AT_ONCE:
            return
        task = asyncio.create_task(self._answer(inlet, workspace, body, row))
        self._waiting.add(task)
        task.add_done_callback(self._done)

    def stop(self) -> None:
        for task in self._waiting:
            task.cancel()

    async def _answer(self, inlet: Inlet, workspace: Workspace, body: Mapping[str, Any], row: int) -> None:
        word = await inlet.outcome(row, self._patience)
        url, api = body.get("response_url"), workspace.api
        if found(body, "container", "type") == "view":  # on the home page, where there is nothing to answer to
            self._homes.opened(workspace, user_of(body), word or "")
            return
        if not word or not isinstance(url, str):
            return
        line = {"response_type": "ephemeral", "replace_original": False, "text": escaped(word)[:LONGEST_FALLBACK]}
        try:
            async with api.session.post(url, json=line, proxy=api.proxy) as answer:
                await answer.read()
        except (*BROKEN, SlackApiError) as error:
            log.debug("a press stays unanswered: %s", told(error))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._waiting.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("a press could not be answered: %s", told(error))
