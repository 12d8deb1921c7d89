"""The last resort for an English phrase of days that our own grammar could not read: dateparser, on a cut-out span.

A general date library is wrong too often to be asked first, so it is only asked for a short phrase that names a month
or an ordinal day, and only believed where the day it finds is one the phrase names.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST, Days, Meaning
from core.reading.lexicon import Lexicon, per_lexicon

_LONGEST = 40
_MOST = 2
"""Phrases asked about in one message."""
_BACK, _AHEAD = timedelta(days=400), timedelta(days=800)
_NUMBER = re.compile(r"\d+")


@per_lexicon
def _phrase(lexicon: Lexicon) -> re.Pattern[str]:
    """A month or an ordinal with a number near it, and the small words between."""
    month, weekday = lexicon.one_value("months"), lexicon.one_value("weekdays")
    ordinal = r"(?<!\d)[0-3]?\d\s?(?:st|nd|rd|th)(?![a-z])"
    number = r"(?<![\d.,$€£¥:])\d{1,4}(?![\d.,:%]?\d|[%kmw])"
    link = rf"[\s,./'\-]*(?:(?:the|of|in|on|day|date)(?![a-z])[\s,.]*|{weekday}[\s,.]*)*"
    day = rf"(?:{ordinal}|{number})"
    return re.compile(rf"(?:{month}{link}{day}|{day}{link}{month})(?:{link}{number})?")


def last_resort(text: str, lexicon: Lexicon, today: date) -> list[DateMention]:
    """The phrases of a masked text that only dateparser can read, at most two."""
    phrases = [match for match in islice(_phrase(lexicon).finditer(text), _MOST) if len(match[0]) <= _LONGEST]
    return [
        DateMention(*match.span(), meaning, "dateparser") for match in phrases if (meaning := _meaning(match[0], today))
    ]


def _meaning(phrase: str, today: date) -> Meaning | None:
    def meaning(on: date, sense: int) -> Days | None:
        when = _parsed(phrase, on, sense)
        return Days(when) if when else None

    return meaning if meaning(today, PAST) or meaning(today, FUTURE) else None


@lru_cache(maxsize=256)
def _parsed(phrase: str, today: date, sense: int) -> date | None:
    import dateparser  # 0.3 s: hardly any message needs it

    base = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - local time, as in every message
    found = dateparser.parse(
        phrase,
        languages=["en"],
        settings={
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future" if sense == FUTURE else "past",
            "DATE_ORDER": "MDY",
        },
    )
    when = found.date() if found else None
    return when if when and _is_believable(phrase, when, today) else None


def _is_believable(phrase: str, when: date, today: date) -> bool:
    """Not far from today, and on a day the phrase names."""
    return today - _BACK <= when <= today + _AHEAD and when.day in map(int, _NUMBER.findall(phrase))
