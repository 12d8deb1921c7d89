"""How a deal is to be paid, said in one breath with its price: 月结60, 3-4-3, 三成预付，余款验收后30天, net 45.

Only what is agreed with the deal: what was paid, promised or signed is read elsewhere. Nothing is made up, and the
words are kept as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from core.reading.contacts import PERCENT_MARK
from core.reading.facts import Span, Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.numbers import plain
from core.reading.terms import retention_in

_CLAUSE = re.compile(r"[^,，;；。!！?？\n]+")
_WEIGHTS = re.compile(
    r"(?<![\d.\-/a-z])\d{1,2}(?:\.\d)?%?(?:\s?[-:/比开]\s?\d{1,2}(?:\.\d)?%?){1,5}(?![\d.\-/%a-z万千])"
    r"|(?<![一二三四五六七八九])[一二三四五六七八九]{3,5}(?![一二三四五六七八九年月期个天折万千十百成])"
)
_NET = re.compile(
    r"(?P<eom>月结)(?:\s?(?P<n1>\d{1,3})(?![\d号日.]|个?月)\s?天?)?"
    r"|(?:账期|付款期|回款期|信用期)(?:改成|改为|是|为|给|:)?\s?(?P<n2>\d{1,3})\s?天?"
    r"|(?P<n3>\d{1,3})\s?天(?:的)?(?:账期|信用期)"
    r"|(?:开票|见票|收票|票到)(?:之?后)?\s?(?P<n4>\d{1,3})\s?天(?:内|付款|付清|付)?"
    r"|(?<![a-z])net[\s-]?(?P<n5>\d{1,3})(?![\d.,km万%])(?:\s?days)?(?P<eom2>\s?(?:eom|end of month))?"
    r"|(?P<n6>\d{1,3})[\s-]days?\s(?:net|credit|terms|from (?:the )?invoice|after (?:the )?invoice|payment terms)"
    r"|(?:payable|payment|pay|due|paid)\s(?:in|within)\s(?P<n7>\d{1,3})\sdays"
)


class _Patterns(NamedTuple):
    part: re.Pattern[str]
    rest: re.Pattern[str]
    cash: re.Pattern[str]
    done: re.Pattern[str]


@per_lexicon
def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(*(re.compile(lexicon.one_of(f"agreed.{one}")) for one in _Patterns._fields))


_SPANS = ("in_days", "after", "later")
_ELSEWHERE = ("sign.done", "sign.renew", "promise", "pay.done", "pay.got")  # what is said with these is read elsewhere


class Agreed(NamedTuple):
    """How a deal is paid: `split` (percents), `retention` (percent), `net` (days) and `net_from` (month_end, invoice),
    `terms` (its words); and the characters beside which the rest of the message is read."""

    slots: Mapping[str, Value]
    aside: tuple[Span, ...]


class _Found(NamedTuple):
    start: int
    end: int
    slots: Mapping[str, Value]
    percents: tuple[Decimal, ...] = ()
    rest: bool = False


def agreed_in(message: Message) -> Agreed | None:
    """What a message agrees on how a deal is paid; None where it speaks of none."""
    if message.has(*_ELSEWHERE):
        return None
    patterns = _patterns(message.lexicon)
    found = [one for clause in _CLAUSE.finditer(message.plain) for one in _in_clause(message, *clause.span(), patterns)]
    if not found:
        return None
    slots: dict[str, Value] = {}
    for one in found:
        slots |= {name: value for name, value in one.slots.items() if name not in slots}
    slots |= {name: value for name, value in retention_in(message) if name not in slots}
    if "split" not in slots:
        slots |= _shares(found)
    if not slots.keys() & {"split", "net", "retention"} and not any(one.rest or one.percents for one in found):
        return None
    start, end = found[0].start, max(one.end for one in found)
    slots["terms"] = Value(message.typed[start:end].strip(" ,，"), (start, end), "terms")
    return Agreed(slots, tuple((one.start, one.end) for one in found))


def _in_clause(message: Message, start: int, end: int, patterns: _Patterns) -> Iterator[_Found]:
    """What of the terms a clause says: a clause of nothing else is taken whole."""
    text = message.plain[start:end]
    if patterns.done.search(text):
        return
    starts = [*(one.start for one in message.customers), *(one.start for one in message.amounts)]
    named = any(start <= one < end for one in starts)
    percents = tuple(one for one in message.percents if start <= one.start < end)
    if not named and (patterns.part.search(text) or patterns.rest.search(text)) and _is_of_terms(message, start, end):
        rest = patterns.rest.search(text) is not None and not percents
        yield _Found(start, end, dict(_net(message, start, end)), tuple(one.value for one in percents), rest)
        return
    pieces = [*_pieces(message, start, end, patterns), *_shares_beside(message, start, end, patterns)]
    yield from sorted(pieces, key=lambda one: one.start)


def _is_of_terms(message: Message, start: int, end: int) -> bool:
    """Whether a clause is about how it is paid and nothing that happens on a day: 周五付30% is a promise."""
    return _has_no_day(message, start, end) or PERCENT_MARK in message.masked[start:end]


def _pieces(message: Message, start: int, end: int, patterns: _Patterns) -> Iterator[_Found]:
    """月结60, 3-4-3, 三成预付 beside the price in one clause."""
    pieces = [(*one.span(), dict(_net_of(message, one))) for one in _NET.finditer(message.plain, start, end)]
    for one in _WEIGHTS.finditer(message.without_names, start, end):
        weights = _weights(one[0])
        if sum(weights) in (10, 100):
            pieces.append((*one.span(), {"split": Value(",".join(map(plain, weights)), one.span(), "split")}))
    for one in patterns.cash.finditer(message.plain, start, end):
        at_once = {"net": Value("0", one.span(), "net"), "net_from": Value("invoice", one.span(), "net")}
        pieces += [(*one.span(), at_once)]
    taken: list[Span] = []
    for first, last, slots in sorted(pieces, key=lambda piece: piece[:2]):
        if not any(first < other[1] and other[0] < last for other in taken):
            taken.append((first, last))
            yield _Found(first, last, slots)


def _shares_beside(message: Message, start: int, end: int, patterns: _Patterns) -> Iterator[_Found]:
    """80万三成预付余款验收后, 800k 30% upfront 70% on delivery: shares with their word right beside them, and that the
    rest is due then."""
    part, last = patterns.part.pattern, None
    for percent in message.percents:
        if start <= percent.start < end:
            after = re.compile(rf"\s?(?:{part})").match(message.plain, percent.end)
            before = re.compile(rf"(?:{part})\s?$").search(message.plain, start, percent.start)
            if after or before:
                last = after.end() if after else percent.end
                yield _Found(before.start() if before else percent.start, last, {}, (percent.value,))
    if last is not None and patterns.rest.search(message.plain, last, end) and _has_no_day(message, last, end):
        yield _Found(last, end, dict(_net(message, last, end)), rest=True)


def _has_no_day(message: Message, start: int, end: int) -> bool:
    """Whether what is said there happens on no day of the calendar: 验收后30天 is none."""
    return not any(start <= one.start < end and one.rule not in _SPANS for one in message.dates)


def _weights(text: str) -> list[Decimal]:
    if text[0].isdigit():
        return [Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]
    return [Decimal("零一二三四五六七八九".index(char)) for char in text]


def _net(message: Message, start: int, end: int) -> Iterator[tuple[str, Value]]:
    if match := _NET.search(message.plain, start, end):
        yield from _net_of(message, match)


def _net_of(message: Message, match: re.Match[str]) -> Iterator[tuple[str, Value]]:
    said = match.groupdict()
    days = next((value for name, value in said.items() if name.startswith("n") and value), "0")
    month_end = said["eom"] or said["eom2"]
    yield "net", Value(str(int(days)), match.span(), "net")
    yield "net_from", Value("month_end" if month_end else "invoice", match.span(), "net")


def _shares(found: list[_Found]) -> dict[str, Value]:
    """三成预付，余款验收后: 30 and what is left; what does not make up the whole is asked about."""
    shares = [value for one in found for value in one.percents]
    left = 100 - sum(shares, Decimal(0))
    if any(one.rest for one in found) and shares and left > 0:
        shares.append(left)
    if len(shares) < 2:
        return {}
    return {"split": Value(",".join(map(plain, shares)), (found[0].start, found[-1].end), "split")}
