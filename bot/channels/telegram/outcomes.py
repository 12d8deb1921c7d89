"""How a send ended: PTB's errors in the five words of `Outcome`.

- `ChatMigrated` is `refused` with reason "moved" and `moved_to`: nothing was sent, send it there.
- Any 5xx is `unknown`, with or without a body of the API: a gateway answers 502 or 504 also after the message went out,
  and the Bot API server ends what it had in flight with 500 when it restarts.
- A line that broke is `unknown` unless the cause says that no request ever left: then `not_sent`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels import Outcome
from bot.channels.ways import NEVER_LEFT

# What PTB raises when a success cannot be decoded: the message is out, its id is lost.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError)

# Sentences of the Bot API that have a name of ours; any other becomes its own words with underscores.
REASONS = {
    "message is not modified": "not_modified",
    "is too long": "too_long",
    "message_too_long": "too_long",
    "too large": "too_large",
    "file is too big": "too_large",
    "http 413": "too_large",
    "chat not found": "chat_not_found",
    "message to edit not found": "message_not_found",
    "message can't be edited": "message_not_editable",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
}


async def outcome_of(sending: Awaitable[telegram.Message | bool]) -> Outcome:
    """Wait for a send and say how it ended."""
    try:
        sent = await sending
    except TelegramError as error:
        return outcome(error)
    except UNREADABLE:
        return Outcome("unknown", reason="unreadable_answer")
    return Outcome("sent", str(sent.message_id) if isinstance(sent, telegram.Message) else None)


def outcome(error: TelegramError) -> Outcome:
    for kind, of in OUTCOMES:
        if isinstance(error, kind):
            return of(error)
    return Outcome("unknown", reason="unreadable_answer")


def pause_asked(error: Exception) -> float:
    """Seconds Telegram wants us to wait; PTB gives a timedelta if PTB_TIMEDELTA is set."""
    if not isinstance(error, RetryAfter):
        return 0.0
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def reason(error: TelegramError) -> str:
    """A slug of the server's sentence, without user text: "message_is_not_modified", "chat_not_found"..."""
    sentence = error.message.lower()
    known = (slug for words, slug in REASONS.items() if words in sentence)
    return next(known, None) or slug_of(sentence) or "bad_request"


def slug_of(sentence: str) -> str:
    """Stops at a colon or an opening quote: what follows may repeat what somebody wrote."""
    words = re.split(r":|\"|(?<!\w)'", sentence.removeprefix("bad request: "))[0]
    return re.sub(r"[^a-z0-9]+", "_", words.replace("'", "")).strip("_")[:48]


def _moved(error: Any) -> Outcome:
    return Outcome("refused", reason="moved", moved_to=str(error.new_chat_id))


def _line_broke(error: TelegramError) -> Outcome:
    if isinstance(error.__cause__, NEVER_LEFT):
        return Outcome("not_sent", reason="never_left")
    return Outcome("unknown", reason="no_answer")


# The first that fits; BadRequest is a NetworkError for PTB, so it stands before it.
OUTCOMES: tuple[tuple[type[TelegramError], Callable[[TelegramError], Outcome]], ...] = (
    (RetryAfter, lambda error: Outcome("wait", seconds=pause_asked(error))),
    (ChatMigrated, _moved),
    (Forbidden, lambda _: Outcome("refused", reason="blocked")),
    (InvalidToken, lambda _: Outcome("refused", reason="token")),
    (BadRequest, lambda error: Outcome("refused", reason=reason(error))),
    (NetworkError, _line_broke),
)
