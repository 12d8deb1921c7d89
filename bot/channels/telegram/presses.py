"""Answers to button presses: each in a task of its own, so that polling never waits for one."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.channels import Inlet
from bot.channels.telegram.requests import told

LONGEST_ANSWER = 200
AT_ONCE = 256  # beyond that the spinner on the button ends by itself, and the card's edit tells

log = logging.getLogger(__name__)


class Presses:
    """The presses that wait for their outcome."""

    def __init__(self, bot: Bot, patience: float) -> None:
        self._bot = bot
        self._patience = patience
        self._waiting: set[asyncio.Task[None]] = set()

    def take(self, inlet: Inlet, query: str, row: int | None) -> None:
        """Answer this press as soon as its inbox row is done; `row` None: it was kept, and maybe answered, before."""
        if len(self._waiting) >= AT_ONCE:
            return
        task = asyncio.create_task(self._answer(inlet, query, row))
        self._waiting.add(task)
        task.add_done_callback(self._done)

    def stop(self) -> None:
        for task in self._waiting:
            task.cancel()

    async def _answer(self, inlet: Inlet, query: str, row: int | None) -> None:
        word = None if row is None else await inlet.outcome(row, self._patience)
        try:
            await self._bot.answer_callback_query(query, text=cut(word, LONGEST_ANSWER) if word else None)
        except TelegramError as error:
            log.debug("a press stays unanswered: %s", told(error))  # too old, or answered before the restart

    def _done(self, task: asyncio.Task[None]) -> None:
        self._waiting.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("a press could not be answered: %s", told(error))


def cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, which is how Telegram counts."""
    return text.encode("utf-16-le", "replace")[: 2 * units].decode("utf-16-le", "ignore")
