"""What was written to the bot in private while it was away for longer than Slack goes on trying (about six minutes).

Only private chats: there everything is meant for the bot. What was kept already is kept once, by its key.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels.slack.api import Api, told
from bot.channels.slack.outcomes import BROKEN
from bot.channels.slack.patience import patiently

BACK = timedelta(days=1)
PAGE = 200
Keep = Callable[[dict[str, Any]], Awaitable[object]]

log = logging.getLogger(__name__)


async def catch_up(api: Api, team: str, now: datetime, keep: Keep) -> None:
    """Hand over every private message of the last day, the oldest of a chat first, as if Slack told of it now."""
    try:
        async for chat in _private_chats(api):
            for message in await _since(api, chat, now - BACK):
                event = {name: value for name, value in message.items() if name != "edited"}
                event |= {"type": "message", "channel": chat, "channel_type": "im"}
                await keep({"type": "event_callback", "team_id": team, "event": event})
    except (*BROKEN, SlackApiError) as error:
        log.warning("what was written while the bot was away could not be read (%s)", told(error))


async def _private_chats(api: Api) -> AsyncIterator[str]:
    cursor = ""
    while True:
        asked = partial(api.client.users_conversations, types="im", limit=PAGE, cursor=cursor or None)
        page = await patiently(asked)
        for chat in page.get("channels") or ():
            yield str(chat["id"])
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


async def _since(api: Api, chat: str, since: datetime) -> list[dict[str, Any]]:
    oldest = f"{since.timestamp():.6f}"
    page = await patiently(partial(api.client.conversations_history, channel=chat, oldest=oldest, limit=PAGE))
    return list(reversed(page.get("messages") or []))
