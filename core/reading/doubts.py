"""What must be asked before a fact counts: two days, two amounts, a direction, a text too long."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.base.money import DECIMALS
from core.reading.amounts import ABSURD, Amount
from core.reading.clauses import Clause
from core.reading.dates import DateMention, contradicts_its_weekday
from core.reading.days import FUTURE
from core.reading.drafts import Draft
from core.reading.facts import Doubt
from core.reading.lexicon import Lexicon, per_lexicon
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
    """What is odd about an amount by itself: its sign, its size, a currency nobody knows (500 XYZ, 5万金币)."""
    for amount in amounts:
        span = (amount.start, amount.end)
        if amount.negative:
            yield Doubt("negative_amount", span)
        if amount.value > unusual(amount.currency or message.default_currency):
            yield Doubt("absurd_amount", span, (plain(amount.value),) if amount.value <= ABSURD else ())
        if not amount.currency and (unknown := _unknown_currency(message, amount)):
            yield Doubt("unknown_currency", unknown)


UNUSUAL = Decimal(10) ** 9
"""The most a small firm books in one entry, in a currency of two decimals; what is above is asked about."""


def unusual(currency: str) -> Decimal:
    """The amount above which one entry is asked about; a hundred times as much where there are no cents (JPY, KRW)."""
    return UNUSUAL * 100 if DECIMALS.get(currency) == 0 else UNUSUAL


def _unknown_currency(message: Message, amount: Amount) -> tuple[int, int] | None:
    """Where a currency nobody knows stands right after an amount."""
    code = _CODE.match(message.typed, amount.end)
    if code is not None and code[1].lower() not in message.lexicon.all("amount.no_currency"):
        return code.span(1)
    if named := _foreign(message.lexicon).match(message.masked, amount.end):
        return named.span("unit")
    things = _things(message.lexicon).search(message.masked, 0, amount.start)
    unit = _PLURAL.match(message.masked, amount.end) if things else None
    return unit.span("unit") if unit and unit["unit"] not in message.lexicon.all("amount.no_unit") else None


_CODE = re.compile(r"\s?([A-Z]{3})(?![\w-])")
_PLURAL = re.compile(
    r"\s?(?P<unit>[a-z]{2,}s)(?=\s?(?:$|[.,;!?，。；！])|\s(?:from|for|by|on|in|to|today|yesterday)(?![a-z]))"
)


@per_lexicon
def _foreign(lexicon: Lexicon) -> re.Pattern[str]:
    """金币, 比特币, 越南盾, bitcoin: money by its name, of which no books are kept."""
    coin = rf"(?!{_NO_COIN})(?:(?!{_NO_COIN})[\u3400-\u9fff]){{1,3}}币(?![种值别])"
    return re.compile(rf"\s?(?:of\s)?(?P<unit>{lexicon.one_of('amount.foreign')}|{coin}|q币)")


_NO_COIN = "[付到入转存兑换成按的了为是用收给算折以]"


@per_lexicon
def _things(lexicon: Lexicon) -> re.Pattern[str]:
    """got 5k zorkmids, Globex paid us 500 quatloos: what is received right before the amount."""
    return re.compile(rf"{lexicon.one_of('amount.received')}\s(?:us\s|me\s|about\s|only\s|another\s)*$")


def _says_or(clause: Clause, start: int, end: int) -> bool:
    return re.search(clause.message.lexicon.one_of("list.or"), clause.message.masked[start:end]) is not None
