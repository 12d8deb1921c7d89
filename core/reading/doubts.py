"""What must be asked before a fact counts: two days, two amounts, a direction, a text too long."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from core.reading.amounts import ABSURD, Amount
from core.reading.clauses import Clause
from core.reading.dates import DateMention, contradicts_its_weekday
from core.reading.days import FUTURE
from core.reading.drafts import Draft
from core.reading.facts import Doubt
from core.reading.message import Message
from core.reading.numbers import plain


def doubts_of(message: Message, draft: Draft) -> Iterable[Doubt]:
    """What must be asked before a statement may be booked."""
    clause = draft.clause
    yield from _day_doubts(clause)
    yield from _money_doubts(draft)
    if draft.intent == "promise" and clause.has("retention") and _counts_from_nowhere(clause):
        yield Doubt("base_date", (clause.dates[0].start, clause.dates[0].end) if clause.dates else None)
    if message.was_cut:
        yield Doubt("text_cut")


def _counts_from_nowhere(clause: Clause) -> bool:
    """质保金5%，一年后付: a year after what?"""
    return all(mention.rule == "ahead" for mention in clause.dates)


def _day_doubts(clause: Clause) -> Iterable[Doubt]:
    today = clause.message.today
    for mention in clause.dates:
        if mention.is_impossible(today):
            yield Doubt("impossible_date", (mention.start, mention.end))
        elif contradicts_its_weekday(clause.message.plain, mention, today, clause.message.lexicon):
            yield Doubt("two_dates", (mention.start, mention.end))
    for one, other in pairwise(clause.dates):
        if _says_or(clause, one.end, other.start):
            yield Doubt("two_dates", (one.start, other.end), (_first_day(one, today), _first_day(other, today)))


def _first_day(mention: DateMention, today: date) -> str:
    when = mention.on(today, mention.leaning(today) or FUTURE)
    return when.first.isoformat() if when else ""


def _money_doubts(draft: Draft) -> Iterable[Doubt]:
    clause = draft.clause
    if clause.has("refund"):
        yield from (Doubt("direction", (amount.start, amount.end)) for amount in clause.amounts)
    yield from amount_doubts(clause.message, clause.amounts)
    if "amount" in draft.slots and len({amount.value for amount in clause.amounts}) > 1 and not clause.rivals:
        choices = tuple(plain(amount.value) for amount in clause.amounts)
        yield Doubt("two_amounts", (clause.amounts[0].start, clause.amounts[-1].end), choices)


def amount_doubts(message: Message, amounts: Iterable[Amount]) -> Iterable[Doubt]:
    """What is odd about an amount by itself: its sign, its size, a currency nobody knows (500 XYZ)."""
    for amount in amounts:
        span = (amount.start, amount.end)
        if amount.negative:
            yield Doubt("negative_amount", span)
        if amount.value > ABSURD:
            yield Doubt("absurd_amount", span)
        code = _CODE.match(message.typed, amount.end) if not amount.currency else None
        if code is not None and code[1].lower() not in message.lexicon.all("amount.no_currency"):
            yield Doubt("unknown_currency", code.span(1))


_CODE = re.compile(r"\s?([A-Z]{3})(?![\w-])")


def _says_or(clause: Clause, start: int, end: int) -> bool:
    return re.search(clause.message.lexicon.one_of("list.or"), clause.message.masked[start:end]) is not None
