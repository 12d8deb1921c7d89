"""Asking Slack again when it said how long to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels.slack.outcomes import pause_asked


async def patiently(ask: Callable[[], Awaitable[Any]]) -> Any:
    """The answer, however often Slack asks to slow down; any other no is raised."""
    while True:
        try:
            return await ask()
        except SlackApiError as error:
            pause = pause_asked(error)
            if not pause:
                raise
            await asyncio.sleep(pause)
