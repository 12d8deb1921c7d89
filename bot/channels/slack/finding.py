"""Whether a card arrived whose sending got no answer: each carries its outbox row's id, and Slack lets us read back."""

from __future__ import annotations

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels import Message, Outcome
from bot.channels.slack.api import Api
from bot.channels.slack.outcomes import BROKEN, outcome
from bot.channels.slack.writing import key_in

PAGE, PAGES = 200, 5


async def find(api: Api, bot: str, chat: str, message: Message) -> Outcome:
    """`sent` with its id, `not_sent` when it surely is not there, `wait` or `unknown` when Slack cannot be asked now,
    `refused` when nobody can tell: no key, no right to read, no metadata to be seen."""
    if not message.key or message.file:
        return Outcome("refused", reason="not_marked")
    cursor, ours, marked = "", 0, 0  # how many messages of `bot` there are, and how many show what card they were
    for _ in range(PAGES):
        try:
            page = await _page(api, chat, message, cursor)
        except (*BROKEN, SlackApiError) as error:
            asked = outcome(error)
            return asked if asked.kind in ("wait", "refused") else _unasked(asked)
        for one in page.get("messages") or ():
            key = key_in(one.get("metadata"))
            if key == message.key:
                return Outcome("sent", str(one.get("ts")))
            ours += one.get("bot_id") == bot
            marked += key is not None
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return Outcome("refused", reason="no_metadata") if ours and not marked else Outcome("not_sent")


def _unasked(asked: Outcome) -> Outcome:
    """A token without the right to read says nothing about the card; trouble on the line is tried again."""
    return (
        Outcome("refused", reason=asked.reason)
        if asked.reason == "missing_scope"
        else Outcome("unknown", reason=asked.reason)
    )


async def _page(api: Api, chat: str, message: Message, cursor: str) -> Any:
    asked: dict[str, Any] = dict(channel=chat, cursor=cursor or None, include_all_metadata=True, limit=PAGE)
    if message.reply_to:
        return await api.client.conversations_replies(ts=message.reply_to, **asked)
    return await api.client.conversations_history(**asked)
