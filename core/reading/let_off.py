"""What is let off of the rest when a payment is told of: 收到5万，抹零300; paid 50k, write off the last 300."""

from __future__ import annotations

import re
from dataclasses import replace

from core.reading.discounts import is_given
from core.reading.facts import Fact, Span
from core.reading.message import Message
from core.reading.payments import bare_number, order_doubts, order_values, taken_off

LET_OFF = ("credit_note", "write_off")
_PARTS = re.compile(r"[，,;；。!！\n]|(?<![a-z])(?:and|then)(?![a-z])")


def let_off_in(message: Message) -> tuple[Fact, Span] | None:
    """What is let off in a message that names money before it, and where it is said; whose it is the payment says.

    None where it is only asked or wished for, or 抹零 has no amount; a write-off without one is of all that is left.
    """
    if not message.amounts or message.has("question") or "?" in message.plain or message.asks("request.write_off_back"):
        return None
    for name in LET_OFF:
        word = _after_money(message, name)
        if word is not None and is_given(message, *word):
            span = _part(message, word)
            if (fact := _fact(message, name, span, word)) is not None:
                return fact, span
    return None


def is_beside_money(message: Message) -> bool:
    """Whether 核销 or 抹零 only comes after the first amount, which is then no amount to be let off."""
    return any(_after_money(message, name) for name in LET_OFF)


def _after_money(message: Message, name: str) -> Span | None:
    word = re.search(message.lexicon.one_of(f"request.{name}"), message.plain)
    return word.span() if word and message.amounts and message.amounts[0].end <= word.start() else None


def of_the_same(let_off: Fact, paid: Fact) -> Fact:
    """What is let off, of whoever paid: known, new, or still to be asked."""
    whose = {name: value for name, value in paid.slots.items() if name == "customer"}
    near = tuple(one for one in paid.doubts if one.kind == "near_name")
    return replace(
        let_off, slots={**let_off.slots, **whose}, doubts=near + let_off.doubts, new_customer=paid.new_customer,
        ambiguous_customer=paid.ambiguous_customer, ambiguous_refs=paid.ambiguous_refs,
    )  # fmt: skip


def _part(message: Message, word: Span) -> Span:
    """The part of the message that lets off, with the reason behind it, after the money that was named before."""
    text = message.plain
    start = max((one.end() for one in _PARTS.finditer(text, message.amounts[0].end, word[0])), default=word[0])
    ends = [one.start() for one in _PARTS.finditer(text, word[1])]
    if ends and re.match(rf"[，,]\s*{message.lexicon.one_of('request.because')}", text[ends[0] :]):
        ends = ends[1:]
    return start, min(ends, default=len(text))


def _fact(message: Message, name: str, span: Span, word: Span) -> Fact | None:
    beside = [word] if name == "write_off" else []  # 剩下300核销: no 300 of anything
    alone = message.without([(0, span[0]), *beside, (span[1], len(message.plain))])
    said = alone.amounts or bare_number(alone) or taken_off(alone)
    return Fact(name, order_values(alone), doubts=order_doubts(alone), span=span) if said or beside else None
