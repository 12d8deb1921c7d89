"""Whether the bot is still in a channel and may post there, asked without posting: for the doctor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from slack_sdk.errors import SlackApiError

from bot.channels.slack.api import Api
from bot.channels.slack.outcomes import BROKEN, word_of

Presence = Literal["here", "left", "archived", "mute", "unasked"]
GONE = ("channel_not_found", "not_in_channel")  # a private channel it is not in is not even found


async def presence(api: Api, channel: str) -> tuple[Presence, str]:
    """How it stands there, and Slack's word for why; `unasked`: Slack did not say."""
    try:
        told = (await api.client.conversations_info(channel=channel))["channel"]
        if told.get("is_archived"):
            return "archived", "is_archived"
        if not told.get("is_member"):
            return "left", "not_in_channel"
        us = (await api.client.auth_test())["user_id"]
    except (*BROKEN, SlackApiError) as error:
        why = word_of(error)
        return ("left", why) if why in GONE else ("unasked", why or type(error).__name__)
    return ("mute", "restricted_action") if _is_mute(told, us) else ("here", "")


def _is_mute(told: Mapping[str, Any], us: str) -> bool:
    """Whether somebody set who may post there, and we are not among them."""
    closed = any(told.get(name) for name in ("is_read_only", "is_thread_only", "is_frozen"))
    allowed: Mapping[str, Any] = (told.get("properties") or {}).get("posting_restricted_to") or {}
    return closed or (bool(allowed) and us not in allowed.get("user", ()))
