"""What a short answer names: a day, several days, an amount. Anything longer is a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.reading import load_lexicon
from core.reading import Names
from core.reading.amounts import ABSURD
from core.reading.days import FUTURE, PAST
from core.reading.message import Message, take_apart
from core.reading.terms import listed_days

LONGEST_ANSWER, LONGEST_LIST = 40, 200
MOST_WORDS, MOST_CHARACTERS = 2, 3
NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?(?![\w%])")
LATELY, FAR = timedelta(days=92), timedelta(days=180)
WORDS = re.compile(r"[a-z’']+|[^\W_a-z]", re.IGNORECASE)  # a Latin word or a Chinese character


def day_in(text: str, heard_at: datetime, names: Names, currency: str, *, past: bool = False) -> date | None:
    """The day a short answer names (下周五, Nov 28, 25号), looking ahead or back; None when it is not just a day."""
    message = take_apart(text[:LONGEST_ANSWER], heard_at, names, currency, load_lexicon())
    found = {
        (one.last or one.first) for each in message.dates if (one := each.on(message.today, PAST if past else FUTURE))
    }
    return found.pop() if len(found) == 1 and _says_little_else(message, message.dates) else None


def due_day_in(text: str, heard_at: datetime, names: Names, currency: str) -> date | None:
    """The day money falls due: ahead, but 2月20日 said in March is last month's, written down late."""
    ahead, behind = (day_in(text, heard_at, names, currency, past=past) for past in (False, True))
    if ahead is None or behind is None or ahead == behind:
        return ahead
    today = heard_at.date()
    return behind if today - behind <= LATELY and ahead - today > FAR else ahead


def days_in(text: str, heard_at: datetime, names: Names, currency: str) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """The days a short answer lists (12月1日、1月15日、3月1日), and the words in it that are no day at all."""
    message = take_apart(text[:LONGEST_LIST], heard_at, names, currency, load_lexicon())
    return listed_days(message) if _says_little_else(message, message.dates, LONGEST_LIST) else ((), ())


def amount_in(text: str, heard_at: datetime, names: Names, currency: str) -> tuple[str, str] | None:
    """The amount and currency a short answer names (5万, 3.5k USD, 250); None when it is not just an amount, or is one
    beyond all reason."""
    message = take_apart(text[:LONGEST_ANSWER], heard_at, names, currency, load_lexicon())
    if not message.amounts:
        return _bare_number(message, currency)
    found = message.amounts[0]
    if len(message.amounts) != 1 or not 0 < found.value <= ABSURD or not _says_little_else(message, message.amounts):
        return None
    return format(found.value, "f"), found.currency or currency


def _bare_number(message: Message, currency: str) -> tuple[str, str] | None:
    """250, where an amount was asked for and no day, hour or percentage is meant."""
    numbers = list(NUMBER.finditer(message.typed))
    if len(numbers) != 1 or message.dates or message.times or message.percents:
        return None
    rest = message.typed.replace(numbers[0][0], " ")
    value = numbers[0][0].replace(",", "")
    return (value, currency) if is_little(rest) and value.strip("0.") and Decimal(value) <= ABSURD else None


def _says_little_else(message: Message, values: Sequence[Any], longest: int = LONGEST_ANSWER) -> bool:
    """Whether a text is an answer: the value with a word or two around it, no sentence of its own."""
    rest = message.typed
    for value in reversed(values):
        rest = f"{rest[: value.start]} {rest[value.end :]}"
    return is_little(rest) and len(message.typed) < longest


def is_little(rest: str) -> bool:
    """A filler or two (no, it's; 是的): more is a sentence of its own."""
    words: list[str] = WORDS.findall(rest)
    latin = sum(word.isascii() for word in words)
    return latin <= MOST_WORDS and len(words) - latin <= MOST_CHARACTERS
