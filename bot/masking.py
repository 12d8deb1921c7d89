"""What stays in the house: phones, e-mails, id numbers and people's names are covered before a text leaves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from core.reading import Lexicon
from core.reading.facts import Span
from core.reading.lexicon import stands_alone
from core.reading.message import Message
from core.reading.normalise import normalise

HIDDEN = "●"
PERSONAL = tuple(
    re.compile(pattern)
    for pattern in (
        r"[a-z\d._%+-]{1,64}@[a-z\d.-]{1,80}",  # e-mail
        r"@[\w.]{2,40}",  # somebody's name on a platform
        r"https?://[^\s，。；]{1,400}",
        r"(?:微信号?|wechat|weixin|wx|vx|qq)\s?[:：号是]?\s?(?P<is>[a-z][\w-]{4,30}|\d{5,})",
        r"(?:\+|(?<!\d)00 ?)\d[\d ().-]{6,24}\d",  # a phone with its country
        r"(?<!\d)1[3-9]\d(?:[ -]?\d){8}(?!\d)",  # a mobile phone in China
        r"(?<!\d)\d(?:[ -]?\d){14,}x?",  # identity cards, bank cards
        r"(?<![a-z\d])(?=[a-z\d]*\d)[a-z\d]{15,24}(?![a-z\d])",  # registration and account numbers
        r"(?<![a-z\d])[a-z]{1,2}\d{7,9}(?!\d)",  # passports
    )
)
LONG_NUMBER = re.compile(r"\d(?:[ ().-]{0,2}\d){6,}x?")  # as long as a phone, and neither money nor a day


def personal(message: Message) -> list[Span]:
    """Where phones, e-mails, addresses and id numbers stand."""
    found = [_span(match) for pattern in PERSONAL for match in pattern.finditer(message.plain)]
    rest = list(message.plain)
    for start, end in spans_of(message.amounts, message.dates, message.times):
        rest[start:end] = "|" * (end - start)
    return [*found, *(match.span() for match in LONG_NUMBER.finditer("".join(rest)))]


def spans_of(*found: Iterable[Any]) -> Iterator[Span]:
    """Where findings of any kind stand."""
    yield from ((one.start, one.end) for kind in found for one in kind)


def _span(match: re.Match[str]) -> Span:
    return match.span("is") if "is" in match.re.groupindex else match.span()


def masked(message: Message, people: Iterable[str]) -> str:
    """The message as it may leave: personal data and everybody's name covered, character for character."""
    shown = list(message.typed)
    spans = [*personal(message), *_titled(message), *spans_of(message.contacts, message.members)]
    spans += [span for name in people for span in _said_at(message.plain, normalise(name.strip()))]
    for start, end in spans:
        shown[start:end] = HIDDEN * (end - start)
    return "".join(shown)


def _titled(message: Message) -> Iterator[Span]:
    """Whoever might be a person, where the reading is not sure of it: rather a word too many covered than too few."""
    customers = list(spans_of(message.customers))
    for match in _surname_and_title(message.lexicon).finditer(message.plain):
        if not touches(match.span("who"), customers):
            yield match.span("who")


@lru_cache(maxsize=64)
def _surname_and_title(lexicon: Lexicon) -> re.Pattern[str]:
    surname, title = lexicon.one_of("contact.surname"), lexicon.one_of("contact.title")
    return re.compile(rf"(?=(?P<who>{surname}[\u4e00-\u9fff]{{0,2}}?{title}))")  # ahead: names may overlap


def _said_at(text: str, name: str) -> Iterator[Span]:
    """Every place where a name stands; Latin ones only as whole words."""
    at = text.find(name) if len(name) > 1 else -1
    while at >= 0:
        if stands_alone(text, at, at + len(name)):
            yield at, at + len(name)
        at = text.find(name, at + 1)


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether a stretch shares a character with any of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)
