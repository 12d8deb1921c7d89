"""How a call ended: what slack_sdk and aiohttp raise, in the five words of `Outcome`.

- 429 and "ratelimited" are `wait`, as long as Retry-After says.
- Any 5xx, `internal_error` and its like are `unknown`: Slack says itself that part of it may have been done.
- A line that broke is `unknown` unless no request ever left: then `not_sent`.
- A token that no longer counts is `not_sent`: nothing is lost while an admin puts it right.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.channels import Outcome
from bot.channels.ways import NEVER_LEFT

UNSAID_WAIT = 5.0  # seconds, where a 429 does not say how long
# What a broken line or an unreadable answer looks like.
BROKEN = (aiohttp.ClientError, SlackClientError, OSError, TimeoutError, ValueError, LookupError, TypeError)

UNSURE = frozenset(
    ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited")
)
TOKEN = frozenset(
    (
        *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "org_login_required"),
        *("ekm_access_denied", "missing_scope", "no_permission", "not_allowed_token_type"),
    )
)
# Slack's words that have a name of ours; any other stands for itself.
REASONS = {
    "not_in_channel": "gone",
    "is_archived": "gone",
    "channel_is_archived": "gone",
    "channel_not_found": "chat_not_found",
    "user_disabled": "blocked",
    "user_not_found": "blocked",
    "user_not_visible": "blocked",
    "cannot_dm_bot": "blocked",
    "restricted_action": "no_rights",
    "restricted_action_read_only_channel": "no_rights",
    "restricted_action_thread_only_channel": "no_rights",
    "msg_too_long": "too_long",
    "msg_blocks_too_long": "too_long",
    "cant_update_message": "message_not_editable",
    "edit_window_closed": "message_not_editable",
}


async def outcome_of(sending: Awaitable[Any]) -> Outcome:
    """Wait for a send and say how it ended."""
    try:
        answer = await sending
    except (*BROKEN, SlackApiError) as error:
        return outcome(error)
    ts = answer.get("ts")
    return Outcome("sent", str(ts) if ts else None)


def outcome(error: BaseException) -> Outcome:
    if isinstance(error, SlackApiError):
        return refused(error)
    if isinstance(error, NEVER_LEFT):
        return Outcome("not_sent", reason="never_left")
    return Outcome("unknown", reason="no_answer")


def refused(error: SlackApiError) -> Outcome:
    word, status = word_of(error), status_of(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS or word in ("ratelimited", "rate_limited"):
        return Outcome("wait", seconds=pause_asked(error))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or word in UNSURE:
        return Outcome("unknown", reason=word or "server_error")
    if word in TOKEN:
        return Outcome("not_sent", reason=word)
    if word:
        return Outcome("refused", reason=REASONS.get(word, word))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Outcome("refused", reason="too_large")
    if status >= HTTPStatus.BAD_REQUEST:  # no word of Slack's: something before it said no
        return Outcome("not_sent", reason=f"http_{status}")
    return Outcome("unknown", reason="unreadable_answer")


def word_of(error: BaseException) -> str:
    """Slack's own word for its no; "" where it gave none."""
    data = getattr(getattr(error, "response", None), "data", None)
    word = data.get("error") if isinstance(data, Mapping) else None
    return word if isinstance(word, str) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status; the response is slack_sdk's own, or aiohttp's where the body was unreadable."""
    response: Any = error.response
    found = getattr(response, "status_code", None) or getattr(response, "status", None)
    return found if isinstance(found, int) else 200


def pause_asked(error: BaseException) -> float:
    """Seconds Slack wants us to wait; 0 for any other error."""
    response: Any = getattr(error, "response", None)
    if not isinstance(error, SlackApiError) or (
        status_of(error) != HTTPStatus.TOO_MANY_REQUESTS and not word_of(error)
    ):
        return 0.0
    headers = getattr(response, "headers", None) or {}
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(0.0, float(said))
    except ValueError:
        return UNSAID_WAIT if status_of(error) == HTTPStatus.TOO_MANY_REQUESTS else 0.0
