"""A discount said with a price: 打8折, 让利5%, 优惠3万, 10% off, 原价100万 beside what it goes for.

Only what was given counts: a wish (他们想要8折), a question, a denial and a rival's price are none. Each value
keeps the characters it came from, so that the rest of the message can be read as if the discount were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from core.reading.amounts import Amount, money_at
from core.reading.contacts import AMOUNT_MARK, PERCENT_MARK, RIVAL_MARK
from core.reading.facts import Span, Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.numbers import parse, plain

_STOPS = "。；;！!\n"
_HANZI = "一二三四五六七八九"
_FOLD = re.compile(
    rf"(?<![\d.])(?:个|了|到|成|为)?\s?(?P<fold>\d{{1,2}}(?:\.\d{{1,2}})?|[{_HANZI}](?:点?[{_HANZI}])?|对)\s?折"
    r"(?![腾叠断旧返线磨中合算让扇])扣?",
    re.ASCII,
)
_HALF = re.compile(r"半价(?!\S)|half\s(?:the\s)?(?:list\s)?price|half off")
_FILLS = r"[\s:是为约大概了个出掉去他们客户对方再又给其他全共一]{0,6}"
_FILLS_EN = r"(?:[\s:=-]|of|by|them|an?|another|about|is|was|the|further|price|them\s+down)*"
_NUMBER = r"[\d零一二两三四五六七八九十百千]"
_MARKS = f"[{AMOUNT_MARK}{PERCENT_MARK}]"
_NEXT = re.compile(rf"(?<![\d.\-/]){_NUMBER}|{AMOUNT_MARK}+")
_LEAST = 1000  # what is sold for less is no deal where nothing else says so
_RATE = 50  # 折扣率85% leaves 85, 折扣15% takes 15


class _Patterns(NamedTuple):
    any: re.Pattern[str]
    led: re.Pattern[str]
    followed: re.Pattern[str]
    list_before: re.Pattern[str]
    list_after: re.Pattern[str]
    net_says: re.Pattern[str]
    net: re.Pattern[str]
    net_of: re.Pattern[str]
    wish: re.Pattern[str]
    asked_for: re.Pattern[str]
    rival: re.Pattern[str]
    went_to: re.Pattern[str]


@per_lexicon
def _patterns(lexicon: Lexicon) -> _Patterns:
    one = {name: lexicon.one_of(f"discount.{name}") for name in _LISTS}
    return _Patterns(
        any=re.compile(
            rf"折|半价|half\s|-\s?\d|{one['less']}|{one['off']}|{one['list']}|{one['went_to']}|{one['net_says']}"
        ),
        led=re.compile(rf"(?:(?P<word>{one['less']})(?:{_FILLS}|{_FILLS_EN})|(?<=\s)-)$"),
        followed=re.compile(
            rf"\s?(?:的|个|worth\sof\s|price\s)?\s?{one['off']}(?!\s?(?:[$¥€£]|{_NUMBER}|{_MARKS}))(?:\s(?:the\s)?list(?:\sprice)?)?"
        ),
        list_before=re.compile(rf"{one['list']}(?:价格?|总?价)?(?:{_FILLS}|{_FILLS_EN}|at|for|from)*$"),
        list_after=re.compile(
            rf"\s?[(（]?\s?的?{one['list']}(?!(?:{_FILLS}|{_FILLS_EN})(?:[$¥€£]|{_NUMBER}|{_MARKS}))"
        ),
        net_says=re.compile(rf"{one['net_says']}(?:价|报价|价格)?(?:{_FILLS}|{_FILLS_EN}|at|for|to)*$"),
        net=re.compile(rf"(?:{one['net']}|{one['net_says']})(?:价|报价|价格)?(?:{_FILLS}|{_FILLS_EN}|at|for|to)*$"),
        net_of=re.compile(rf"{one['net_of']}\s?(?:an?\s|the\s|our\s)?$"),
        wish=re.compile(one["wish"]),
        asked_for=re.compile(one["asked_for"]),
        rival=re.compile(rf"{RIVAL_MARK}|{one['rival']}"),
        went_to=re.compile(rf"\s?{one['went_to']}\s?$"),
    )


_LISTS = ("less", "off", "list", "net_says", "net", "net_of", "wish", "asked_for", "rival", "went_to")


class _Cut(NamedTuple):
    """One discount: the characters it takes, in percent or as an amount."""

    start: int
    end: int
    percent: Decimal | None = None
    less: Amount | None = None
    ends_off: bool = False


class Offer(NamedTuple):
    """What is said of a price: `discount` (percent off), `less` (money off), `list_amount`, `net_amount`; and the
    characters beside which the rest of the message is read."""

    slots: Mapping[str, Value]
    aside: tuple[Span, ...]


def may_offer(message: Message) -> bool:
    """Whether a message may speak of a discount at all; costs next to nothing."""
    return _patterns(message.lexicon).any.search(message.plain) is not None


def offers_in(message: Message) -> list[Offer]:
    """The discounts a message gives, one for each sentence that names one; none where it only wishes for them."""
    if not may_offer(message):
        return []
    patterns = _patterns(message.lexicon)
    cuts = [one for one in _cuts(message, patterns) if _is_given(message, one.start, one.end, patterns)]
    apart = message.without([(one.start, one.end) for one in cuts]) if cuts else message
    lists = [one for one in _list_prices(apart, patterns) if _is_given(message, one.start, one.end, patterns)]
    nets = [one for one in apart.amounts if patterns.net_says.search(apart.masked, max(0, one.start - 24), one.start)]
    whole = (0, len(message.plain))
    starts = sorted([*(one.start for one in cuts), *(one.start for one in lists), *(one.start for one in nets)])
    stretches = dict.fromkeys(sentence(message, start) for start in starts)
    found = []
    for start, end in [whole] if len(stretches) == 1 else stretches:
        own_cuts = [one for one in cuts if start <= one.start < end]
        own_lists = [one for one in lists if start <= one.start < end]
        found.append(_offer(apart, own_cuts, own_lists, (start, end), patterns))
    return [one for one in found if one is not None]


def is_given(message: Message, start: int, end: int) -> bool:
    """Whether what is let off there was given: nobody only wants it, and it is no rival's."""
    return _is_given(message, start, end, _patterns(message.lexicon))


def is_a_deal(apart: Message, start: int) -> bool:
    """给华星二期打8折, Globex 100k less 10%: a deal is told of though no other word says so, where one customer is
    named and a price is, or the clause says nothing else: 华星那条夹克打五折 is none."""
    if len({one.entities for one in apart.customers}) != 1 or apart.rivals or apart.has("pay", "pay.done", "pay.got"):
        return False
    if any(one.value >= _LEAST for one in apart.amounts):
        return True
    text = apart.masked
    begin = max((text.rfind(stop, 0, start) for stop in f"{_STOPS},，"), default=-1) + 1
    rest = _PHASE.sub("", re.split(r"[,，。；;！!\n]", text[begin:], maxsplit=1)[0])
    for word in sorted(apart.lexicon.all("discount.fill"), key=len, reverse=True):
        rest = re.sub(rf"(?<![a-z]){word}(?![a-z])", "", rest) if word.isascii() else rest.replace(word, "")
    return not _SAYS.search(rest)


_PHASE = re.compile(r"第?[一二三四五六七八九十\d]{1,2}期|phase\s?\d")
_SAYS = re.compile(r"[\u3400-\u9fff\da-z]")


def sentence(message: Message, at: int) -> Span:
    """Where the sentence around a character begins and ends."""
    ends = [index for index, char in enumerate(message.plain) if char in _STOPS]
    start = max((end + 1 for end in ends if end < at), default=0)
    return start, min((end for end in ends if end >= at), default=len(message.plain))


# ---- how much less --------------------------------------------------------------------------------------------------


def _cuts(message: Message, patterns: _Patterns) -> list[_Cut]:
    """Every discount named, in order, none overlapping."""
    found = sorted([*_folds(message), *_percents(message, patterns), *_sums(message, patterns)])
    kept: list[_Cut] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _folds(message: Message) -> Iterator[_Cut]:
    """8折, 九五折, 88折, 9.5折, 对折: what is left of the price, in tenths or hundredths; 8.5折 is no day of August."""
    for match in _FOLD.finditer(message.without_names):
        left = _left_of(match["fold"])
        if left is not None and 0 < left < 100:
            yield _Cut(*match.span(), percent=100 - left)
    for match in _HALF.finditer(message.masked):
        yield _Cut(*match.span(), percent=Decimal(50))


def _left_of(fold: str) -> Decimal | None:
    """8, 八: 80; 85, 八五, 8.5: 85."""
    if fold == "对":
        return Decimal(50)
    if fold[0].isdigit():
        value = Decimal(fold)
        return value * 10 if value < 10 else value if len(fold) == 2 or value > 10 else None
    digits = [parse(char) or Decimal(0) for char in fold.replace("点", "")]
    return digits[0] * 10 + (digits[1] if len(digits) > 1 else 0)


def _percents(message: Message, patterns: _Patterns) -> Iterator[_Cut]:
    """让利5%, 折扣率85%, 10% off, less 10%."""
    for one in message.percents:
        lead = patterns.led.search(message.masked, max(0, one.start - 24), one.start)
        tail = patterns.followed.match(message.masked, one.end)
        if not (lead or tail) or not 0 < one.value < 100:
            continue
        rate = lead is not None and (lead["word"] or "").startswith("折扣") and one.value >= _RATE
        start, end = lead.start() if lead else one.start, tail.end() if tail else one.end
        off = message.plain[:end].endswith("off")
        yield _Cut(start, end, percent=100 - one.value if rate else one.value, ends_off=off)


def _sums(message: Message, patterns: _Patterns) -> Iterator[_Cut]:
    """优惠3万, discount of 3,000, 5k off: money that is taken off; no amount of its own to the rest of the reading."""
    text, at = message.masked, 0
    marked = {one.start: one for one in message.amounts}
    while match := _NEXT.search(text, at):
        at = match.start()
        amount = marked.get(at) or money_at(text, at, message.lexicon)
        if amount is None or amount.end <= at:
            at += 1
            continue
        at = amount.end
        lead = patterns.led.search(text, max(0, amount.start - 24), amount.start)
        tail = patterns.followed.match(text, amount.end)
        if (lead or tail) and amount.most is None and amount.value > 0:
            end = tail.end() if tail else amount.end
            yield _Cut(lead.start() if lead else amount.start, end, less=amount, ends_off=text[:end].endswith("off"))


# ---- from which price to which --------------------------------------------------------------------------------------


class _Listed(NamedTuple):
    start: int
    end: int
    amount: Amount


def _list_prices(message: Message, patterns: _Patterns) -> Iterator[_Listed]:
    """原价100万, list price 100k; and what a price came down from (从100万降到85万)."""
    text = message.masked
    for one in message.amounts:
        before = patterns.list_before.search(text, max(0, one.start - 24), one.start)
        after = patterns.list_after.match(text, one.end)
        if before or after:
            end = after.end() if after else one.end
            yield _Listed(before.start() if before else one.start, end, one)
        elif link := patterns.went_to.search(text, max(0, one.start - 16), one.start):
            yield from _came_from(message, link.start(), one)


def _came_from(message: Message, end: int, now: Amount) -> Iterator[_Listed]:
    for match in re.finditer(_NEXT, message.masked[max(0, end - 16) : end]):
        start = max(0, end - 16) + match.start()
        was = money_at(message.masked, start, message.lexicon)
        if was is not None and was.end == end and was.value * was.unit > 0:
            value = was.value * now.unit if was.bare and was.value * now.unit > now.value else was.value
            if value > now.value:
                yield _Listed(start, now.start, was._replace(value=value))
            return


# ---- whether it was given -------------------------------------------------------------------------------------------


def _is_given(message: Message, start: int, end: int, patterns: _Patterns) -> bool:
    """Whether a discount is ours and was given: nobody only wants it, and it is no rival's."""
    begin = max((message.masked.rfind(stop, 0, start) for stop in _STOPS), default=-1) + 1
    before = message.masked[begin:start]
    own = re.split(r"[,，]", before)[-1]
    if patterns.rival.search(before) and not _is_ours(message, begin, start):
        return False
    if patterns.asked_for.search(own):
        return True
    after = re.split(r"[,，。；;！!\n]", message.masked[end:], maxsplit=1)[0]
    return not patterns.wish.search(own) and not re.search(
        r"[?？]|(?:吗|么|行不行|可以吗)\s*$|[就才]|的话|(?<![a-z])(?:if|or)(?![a-z])", after
    )


def _is_ours(message: Message, begin: int, start: int) -> bool:
    """Whether our own price was named after the rival."""
    rivals = [one.start for one in message.rivals if begin <= one.start < start]
    ours = [one.start for one in message.words if begin <= one.start < start and "deal.ours" in one.means]
    return bool(ours) and max(ours) > max(rivals, default=-1)


# ---- all of it together ---------------------------------------------------------------------------------------------


def _offer(
    apart: Message, cuts: Sequence[_Cut], lists: Sequence[_Listed], stretch: Span, patterns: _Patterns
) -> Offer | None:  # fmt: skip
    """What one stretch says, `apart` being the message without its cuts. A list price alone is the price."""
    slots: dict[str, Value] = {}
    if percents := [one for one in cuts if one.percent is not None]:
        left = Decimal(100)
        for one in percents:  # 折上折: each is taken off what the one before left
            left = left * (100 - (one.percent or 0)) / 100
        slots["discount"] = Value(plain(100 - left), (percents[0].start, percents[-1].end), "discount")
    if sums := [one for one in cuts if one.less is not None]:
        taken = sum((one.less.value for one in sums if one.less), Decimal(0))
        slots["less"] = Value(plain(taken), (sums[0].start, sums[-1].end), "less")
    prices = _prices(apart, cuts, lists, stretch, patterns)
    for role, amount in prices.items():
        slots[f"{role}_amount"] = Value(plain(amount.value), (amount.start, amount.end), role)
    if not cuts and len(prices) < len(("list", "net")):
        return None
    aside = [*((one.start, one.end) for one in cuts), *((one.start, one.end) for one in lists)]
    if len(prices) > 1 and not lists:  # 80万打9折72万: the rest is read with the first
        aside.append((prices["net"].start, prices["net"].end))
    return Offer(slots, tuple(sorted(_widened(apart, one) for one in aside)))


def _prices(
    apart: Message, cuts: Sequence[_Cut], lists: Sequence[_Listed], stretch: Span, patterns: _Patterns
) -> dict[str, Amount]:  # fmt: skip
    """Which amount is the price before, and which after the discount: as it is called, else the one said before the
    discount is what it is taken off, and the one after is what is left."""
    prices = {"list": lists[-1].amount} if lists else {}
    rest = apart.without([(one.start, one.end) for one in lists]).amounts if lists else apart.amounts
    for one in rest:
        if stretch[0] <= one.start < stretch[1]:
            role = "net" if lists or _is_net(apart, one, cuts, patterns) else "list"
            prices.setdefault(role, one)
    return prices


_TAKEN_OFF = re.compile(r"\s?(?:on(?![a-z])[^.;]*|(?:off|of|from)(?![a-z])[^,.;]*)$")  # 8% off the 100k quote


def _is_net(apart: Message, amount: Amount, cuts: Sequence[_Cut], patterns: _Patterns) -> bool:
    text = apart.masked
    if patterns.net.search(text, max(0, amount.start - 24), amount.start):
        return True
    before = [one for one in cuts if one.end <= amount.start]
    if before:
        between = apart.plain[before[-1].end : amount.start]
        return not (_TAKEN_OFF.match(between) or (_TAKEN_OFF.match(f" off{between}") and before[-1].ends_off))
    return any(patterns.net_of.search(text, max(amount.end, one.start - 24), one.start) for one in cuts)


_LEADS = re.compile(r"(?:打了?|给了?|按|做|with\s(?:an?\s)?|at\s(?:an?\s)?|for\s|[,，]|(?<=\s)-)\s*$")
_COMMA = re.compile(r"\s*[,，]")


def _widened(message: Message, span: Span) -> Span:
    """A stretch with the small word before it, or else the comma after it, so that no empty clause is left."""
    start, end = span
    if message.plain[start - 1 : start] == "(" and message.plain[end : end + 1] == ")":
        return start - 1, end + 1
    if lead := _LEADS.search(message.plain[:start]):
        return lead.start(), end
    comma = _COMMA.match(message.plain, end)
    return start, comma.end() if comma else end
