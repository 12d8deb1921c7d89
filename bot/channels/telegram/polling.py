"""Long polling that goes on whatever happens, and says what is wrong once, in words an admin can act on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import NoReturn

from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram.outcomes import UNREADABLE, pause_asked
from bot.channels.telegram.requests import NotKeptError, Timing, told

# Nothing we do not read. The last two come only when asked for: to admins of a group.
ALLOWED_UPDATES = (
    *("message", "edited_message", "callback_query", "my_chat_member"),
    *("chat_member", "message_reaction"),
)
SAID_AGAIN_AFTER = 60.0  # seconds; two programs on one token would else fill the log

WORDS: tuple[tuple[type[Exception], str], ...] = (
    (NotKeptError, "Telegram's updates cannot be stored; Telegram holds them until they can"),
    (InvalidToken, "Telegram does not know this token; check GENGFU_TELEGRAM_TOKEN"),
    (Conflict, "another program takes updates with the same token; stop it, or messages are shared between the two"),
    (Forbidden, "Telegram forbids taking updates with this token"),
    (RetryAfter, "Telegram asks to slow down"),
    (BadRequest, "Telegram refuses what we ask; check GENGFU_TELEGRAM_WEBHOOK_URL and GENGFU_TELEGRAM_BASE_URL"),
    (TimedOut, "Telegram does not answer; check the network or GENGFU_TELEGRAM_PROXY"),
    (TelegramError, "Telegram cannot be reached; check the network or GENGFU_TELEGRAM_PROXY"),
    (Exception, "Telegram answers something unreadable; check GENGFU_TELEGRAM_BASE_URL"),
)

log = logging.getLogger(__name__)


class Trouble:
    """What goes wrong: how long to pause, and what was said about it already."""

    def __init__(self, timing: Timing, over: str = "Telegram is polled again") -> None:
        self._timing, self._over = timing, over
        self._pause = 0.0
        self._said: dict[str, float] = {}
        self._open = False

    async def wait_out(self, error: Exception) -> None:
        words = next(words for kind, words in WORDS if isinstance(error, kind))
        if time.monotonic() - self._said.get(words, -SAID_AGAIN_AFTER) >= SAID_AGAIN_AFTER:
            log.warning("%s (%s)", words, told(error))
            self._said[words] = time.monotonic()
            self._open = True
        self._pause = min(self._pause * 1.5 or self._timing.first_pause, self._timing.longest_pause)
        await asyncio.sleep(max(self._pause, pause_asked(error)))

    def over(self) -> None:
        if self._open:
            log.info(self._over)
        self._pause, self._open = 0.0, False


async def poll_for_ever(bot: Bot, timing: Timing, greet: Callable[[], Awaitable[None]]) -> NoReturn:
    """`greet` comes before the first poll, and again after a conflict: somebody may have set a webhook."""
    trouble, offset, greeted = Trouble(timing), 0, False
    while True:
        try:
            if not greeted:
                await greet()
                greeted = True
            offset = await next_offset(bot, timing, offset)
            trouble.over()
        except (TelegramError, *UNREADABLE) as error:
            greeted = greeted and not isinstance(error, Conflict)
            await trouble.wait_out(error)


async def next_offset(bot: Bot, timing: Timing, offset: int) -> int:
    """One poll. When it returns, InboxRequest has kept what came: the next poll may tell Telegram so."""
    updates = await bot.get_updates(offset=offset, timeout=timing.long_poll, allowed_updates=ALLOWED_UPDATES)
    return max([offset, *(update.update_id + 1 for update in updates)])
