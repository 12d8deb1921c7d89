"""Money and percentages: what is an amount, in which currency, and what only looks like one."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.numbers import HANZI_DIGITS, Written, parse, read_at

ABSURD = Decimal(10) ** 13


class Amount(NamedTuple):
    """Money as said: its value and upper end, its currency ("" = not said); bare = only the context makes it money."""

    start: int
    end: int
    value: Decimal
    most: Decimal | None
    currency: str
    bare: bool
    negative: bool = False
    unit: int = 1


class Percent(NamedTuple):
    start: int
    end: int
    value: Decimal


class _Patterns(NamedTuple):
    number: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    scale: re.Pattern[str]
    counter: re.Pattern[str]
    unit_price_before: re.Pattern[str]
    unit_price_after: re.Pattern[str]
    label_before: re.Pattern[str]
    lead: re.Pattern[str]
    link: re.Pattern[str]
    worded: re.Pattern[str]
    between: re.Pattern[str]


_START = re.compile(rf"(?<![\d.])\d|[{HANZI_DIGITS}十]|(?<![\d{HANZI_DIGITS}十百千万亿])[百千](?=万)")
_PERCENT = re.compile(
    rf"(?<![\d.])(?P<digits>\d+(?:\.\d+)?)\s?(?:%|percent\b|pct\b|per\s?cent\b)"
    rf"|(?<![\d.])(?P<points>\d+(?:\.\d+)?)\s?个(?:百分)?点(?!钟|位)"
    rf"|百分之(?P<hanzi>[{HANZI_DIGITS}十百]+(?:点[{HANZI_DIGITS}]+)?|\d+(?:\.\d+)?)"
    rf"|(?<![{HANZI_DIGITS}十百千亿\d])(?<!(?<!\d)万)(?P<tenths>[{HANZI_DIGITS}\d])成(?P<half>[{HANZI_DIGITS}半])?(?![为立交了功本都品熟长员绩果就套])",
    re.ASCII,
)


@per_lexicon
def _patterns(lexicon: Lexicon) -> _Patterns:
    currency = lexicon.one_value("currencies")
    number = lexicon.one_value("numbers")
    worded = re.compile(
        rf"{number}(?:(?:[\s-]+|\s+and\s+)(?:{number}|hundred(?![a-z])|{lexicon.one_value('scales')}))+"
    )
    return _Patterns(
        number=re.compile(rf"{_START.pattern}|{_PART_OF.pattern}|{worded.pattern}"),
        before=re.compile(rf"(?P<currency>{currency})[\s:]*$"),
        after=re.compile(rf"\s*(?P<currency>{currency})(?P<quarter>\s*人民币)?"),
        scale=re.compile(rf"\s*(?P<scale>{lexicon.one_value('scales')})"),
        counter=re.compile(rf"\s?(?:多|来|余|几)?(?:{lexicon.one_of('amount.counter')})(?!(?<=成)交)"),
        unit_price_before=re.compile(
            rf"(?:{lexicon.one_of('amount.each_before')}|每(?!家)[\u3400-\u9fff]{{1,2}})[\s:是为]*[$¥€£]?\s?$"
        ),
        unit_price_after=re.compile(rf"[^\s,，;；]{{0,3}}?\s?(?:{lexicon.one_of('amount.each_after')})"),
        label_before=re.compile(rf"(?:{lexicon.one_of('amount.label')})[\s:#是为号码]*[a-z\-]*$|[a-z#\-_]\d*$"),
        lead=re.compile(rf"(?:{lexicon.one_of('amount.lead')})[\s:是为了约共达到\ue000-\ue00f]*$"),
        link=re.compile(r"\s?(?:-|~|到|至|to)\s?"),
        between=re.compile(r"\s?(?:and|和|跟|与)\s?"),
        worded=worded,
    )


def find_percents(text: str) -> list[Percent]:
    """Every percentage of a normalised text, in order."""
    found = []
    for match in _PERCENT.finditer(text):
        value = _percent_value(match)
        if value is not None:
            found.append(Percent(*match.span(), value))
    return found


def _percent_value(match: re.Match[str]) -> Decimal | None:
    if said := match["digits"] or match["points"]:
        return Decimal(said)
    if match["tenths"]:
        half = {"半": Decimal(5), None: Decimal(0)}.get(match["half"]) or parse(match["half"] or "零") or Decimal(0)
        return (parse(match["tenths"]) or Decimal(0)) * 10 + half
    whole, _, part = match["hanzi"].partition("点")
    value = parse(whole)
    decimals = parse(part) if part else None
    return value + decimals / 10 ** len(part) if value is not None and decimals is not None else value


def find_amounts(text: str, lexicon: Lexicon) -> list[Amount]:
    """Every amount of a text in which names, dates, times and percents are masked."""
    patterns = _patterns(lexicon)
    found: list[Amount] = []
    at = 0
    while match := patterns.number.search(text, at):
        amount, at = _amount_at(text, match.start(), lexicon, patterns)
        if amount:
            found.append(amount)
    return _plausible(text, _join_ranges(text, found, patterns), patterns)


def money_at(text: str, start: int, lexicon: Lexicon) -> Amount | None:
    """The money that stands right there, whatever is said before it (优惠3万, 3万 of which is no price)."""
    return _amount_at(text, start, lexicon, _patterns(lexicon), alone=True)[0]


def _amount_at(
    text: str, start: int, lexicon: Lexicon, patterns: _Patterns, *, alone: bool = False
) -> tuple[Amount | None, int]:  # fmt: skip
    if pair := _ABOUT.match(text, start):
        return _about(text, pair, lexicon, patterns)
    written = read_at(text, start) or _worded_at(text, start, lexicon, patterns)
    if not written:
        return None, start + 1
    end, value, scaled, unit = _scaled(text, written, lexicon, patterns)
    before = patterns.before.search(text[max(0, start - 12) : start])
    after = patterns.after.match(text, end)
    if after and not before and not _is_money_word(text, after):
        after = None
    begin = start - (len(before[0]) if before else 0)
    currency = _currency(lexicon, before, after)
    end = after.end() if after else end
    end, value = _small_change(text, end, value, after)
    if patterns.counter.match(text, end) and not after:
        return _before_a_count(text, written, lexicon, patterns)
    if not alone and (
        _is_a_difference(text, begin, end)
        or _is_priced_each(text, begin, end, patterns)
        or _is_labelled(text, begin, patterns, bool(before or after or scaled))
    ):
        return None, end
    bare = not (before or after or scaled or "," in text[start:end])
    return Amount(begin, end, value, None, currency, bare, _is_negative(text, begin), unit), end


def _worded_at(text: str, start: int, lexicon: Lexicon, patterns: _Patterns) -> Written | None:
    """eighty five thousand, two hundred and fifty thousand; smaller numbers in words are no amounts."""
    if part := _PART_OF.match(text, start):
        whole = int(lexicon.values["scales"].get(part["scale"], 0))
        share = Decimal("0.5") if part["share"] == "half" else Decimal("0.25")
        return Written(start, part.end(), share * whole, whole, True) if whole else None
    match = patterns.worded.match(text, start)
    words = re.findall(r"[a-z]+", match[0]) if match else []
    numbers, scales = lexicon.values["numbers"], lexicon.values["scales"]
    total = section = Decimal(0)
    unit = 1
    for word in words:
        if word == "hundred" or word in scales:
            size = 100 if word == "hundred" else int(scales[word])
            section, unit = (section or Decimal(1)) * size, max(unit, size)
            if size > 100:
                total, section = total + section, Decimal(0)
        else:
            section += int(numbers.get(word, 0))
    return Written(start, match.end(), total + section, unit, True) if match and unit > 1 else None


_PART_OF = re.compile(
    r"(?<![a-z])(?:a\s+)?(?P<share>half|quarter)\s+(?:of\s+)?(?:an?\s+)?(?P<scale>million|billion)(?![a-z])"
)


def _is_negative(text: str, begin: int) -> bool:
    """付了-5万 may be minus five: it is asked about. In 3-5万 and A-5万 the stroke joins."""
    before = text[max(0, begin - 2) : begin - 1]
    return text[begin - 1 : begin] == "-" and not (before.isascii() and before.isalnum())


_ABOUT = re.compile(r"(?:一[二两]|[二两]三|三四|三五|四五|五六|六七|七八|八九)(?=[十百千万])")


def _about(text: str, pair: re.Match[str], lexicon: Lexicon, patterns: _Patterns) -> tuple[Amount | None, int]:
    """六七十万 is 60 to 70万, 两三万 20,000 to 30,000."""
    high, end = _amount_at(text, pair.start() + 1, lexicon, patterns)
    low = parse(text[pair.start()] + text[pair.end() : _figures_end(text, pair.end())])
    if high is None or low is None:
        return high, end
    return high._replace(start=pair.start(), value=low, most=high.value), end


def _figures_end(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in "十百千万亿":
        at += 1
    return at


def _before_a_count(text: str, written: Written, lexicon: Lexicon, patterns: _Patterns) -> tuple[Amount | None, int]:
    """一笔3万一笔5万: the 一 counts what follows and is no part of 3万."""
    if len(text[written.start : written.end]) > 1 and _LAST_DIGIT.search(text, written.start, written.end):
        amount, _ = _amount_at(text[: written.end - 1], written.start, lexicon, patterns)
        return amount, written.end - 1
    return None, written.end


_LAST_DIGIT = re.compile(rf"[十百千万亿w][{HANZI_DIGITS}]$")


def _scaled(text: str, written: Written, lexicon: Lexicon, patterns: _Patterns) -> tuple[int, Decimal, bool, int]:
    scale = patterns.scale.match(text, written.end)
    if not scale:
        return written.end, written.value, written.scaled and written.unit >= 100, written.unit
    times = int(lexicon.values["scales"][scale["scale"]])
    return scale.end(), written.value * times, True, times


def _is_money_word(text: str, after: re.Match[str]) -> bool:
    """块 may be a piece of something, 元 may begin 元旦 or 元宵; in phase 1 $50k the sign belongs to what follows."""
    if after["currency"] in ("$", "¥", "€", "£") and text[after.end() : after.end() + 1].isdigit():
        return False
    return not (after["currency"] in ("元", "块") and text[after.end() : after.end() + 1] in tuple("旦宵素件老板地"))


def _currency(lexicon: Lexicon, before: re.Match[str] | None, after: re.Match[str] | None) -> str:
    """The more telling of the two: in ¥500 HKD or 8亿元人民币 the named one counts."""
    table = lexicon.values["currencies"]
    said = [str(table[match["currency"]]) for match in (after, before) if match]
    if after and after["quarter"]:
        return "CNY"
    return next((code for code in said if code not in ("", "USD?")), next(iter(said), "")).removesuffix("?")


_CHANGE = re.compile(r"(\d|[零一二两三四五六七八九])(?:毛|角)?(?!\d|[零一二三四五六七八九十百千万亿年月日号点个家台%])")


def _small_change(text: str, end: int, value: Decimal, after: re.Match[str] | None) -> tuple[int, Decimal]:
    """三块五 is 3.5"""
    if after and after["currency"] == "块" and (change := _CHANGE.match(text, end)):
        return change.end(), value + (parse(change[1]) or Decimal(0)) / 10
    return end, value


def _is_priced_each(text: str, begin: int, end: int, patterns: _Patterns) -> bool:
    return bool(
        patterns.unit_price_before.search(text[max(0, begin - 8) : begin]) or patterns.unit_price_after.match(text, end)
    )


_MORE_OR_LESS = re.compile(r"(?:低|便宜|贵|高出|高|少|降|砍|减|让利|让|省|优惠)(?:了|出|个)?\s?(?:约|大概|差不多)?$")
_CHEAPER_BY = re.compile(
    r"(?<![a-z])(?:undercut\w*|cheaper|lower|beat\w*|below|under)(?![a-z])[^,.;\n]{0,30}\sby\s(?:about\s)?$"
)
_LESS_THAN = re.compile(r"\s(?:less|cheaper|lower|off|below|under|more|higher)(?![a-z])")


def _is_a_difference(text: str, begin: int, end: int) -> bool:
    """比我们低3万, 5k cheaper: how far two prices are apart, no price."""
    if _CHEAPER_BY.search(text[max(0, begin - 50) : begin]):
        return True
    return bool(_MORE_OR_LESS.search(text[max(0, begin - 8) : begin]) or _LESS_THAN.match(text, end))


def _is_labelled(text: str, begin: int, patterns: _Patterns, is_money: bool) -> bool:
    return not is_money and bool(patterns.label_before.search(text[max(0, begin - 14) : begin]))


def _join_ranges(text: str, found: Sequence[Amount], patterns: _Patterns) -> list[Amount]:
    """30-40万: the unit of the end holds for both."""
    joined: list[Amount] = []
    for amount in found:
        low = joined[-1] if joined else None
        if low and _WENT_TO.fullmatch(text, low.end, amount.start):
            joined[-1] = amount  # 从32万降到29.8万, 50万中的20万
            continue
        if (
            low
            and _FROM_TO.fullmatch(text, low.end, amount.start)
            and _CHANGED.search(text[max(0, low.start - 60) : low.start])
        ):
            joined[-1] = amount  # cut the order from 50k to 35k
            continue
        if low and _OUT_OF.fullmatch(text, low.end, amount.start):
            continue  # 20k of the 50k
        if low and low.most is None and _is_range(text, low, amount, patterns):
            bottom = _bottom(text, low, amount)
            if bottom < amount.value:
                joined[-1] = Amount(
                    low.start,
                    amount.end,
                    bottom,
                    amount.value,
                    amount.currency or low.currency,
                    low.bare and amount.bare,
                    low.negative,
                    amount.unit,
                )
                continue
        joined.append(amount._replace(negative=False) if low and low.end == amount.start - 1 else amount)
    return joined


def _bottom(text: str, low: Amount, high: Amount) -> Decimal:
    """30 of 30-40万 and of €30-40k is as large as the end's unit makes it."""
    led = not text[low.start].isdigit() and not high.currency and low.value * high.unit < high.value
    return low.value * high.unit if low.unit == 1 and low.value < 10_000 and (low.bare or led) else low.value


_FROM_TO = re.compile(r"\s(?:down\s|up\s)?to\s")
_CHANGED = re.compile(
    r"(?<![a-z])(?:cut|raised?|dropped|reduced?|increased?|bumped|revised?|lowered|went|moved|changed|grew|shrank|upped|trimmed)"
    r"(?![a-z])[^,.;\n]{0,40}\bfrom\s$"
)
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the|their|its|that|a)\s(?:total\s)?")
_WENT_TO = re.compile(
    r"\s?(?:合同|总额|总价|总款|货款|款项|款)?之?(?:中|里面?|当中)的?(?:第一笔|首笔|首付)?\s?|"
    r"\s?(?:一下|直接|又)?(?:降|涨|调|改|加|砍|提|升|减|变|压|谈|降价)[了]?(?:成|到|至|为)\s?"
    r"|\s?(?:->|→|=>)\s?|\s(?:down|up|raised|cut|dropped|reduced|increased) to\s"
)
_BETWEEN = re.compile(r"(?:between|介于|在)\s*$")
_THE_TWO = re.compile(r"\s?之?间")


def _is_range(text: str, low: Amount, high: Amount, patterns: _Patterns) -> bool:
    """30-40万, between $200k and $250k, 20万和25万之间"""
    if patterns.link.fullmatch(text, low.end, high.start):
        return True
    framed = _BETWEEN.search(text[max(0, low.start - 10) : low.start]) or _THE_TWO.match(text, high.end)
    return framed is not None and patterns.between.fullmatch(text, low.end, high.start) is not None


def _plausible(text: str, found: list[Amount], patterns: _Patterns) -> list[Amount]:
    return [amount for amount in found if not amount.bare or _bare_is_money(text, amount, patterns)]


def _bare_is_money(text: str, amount: Amount, patterns: _Patterns) -> bool:
    """收到50000 is money, 5 is not; a bare 2026 or an 11-digit number only after a word that leads to an amount."""
    if text[amount.start] in HANZI_DIGITS and amount.unit == 1 and amount.most is None:
        return False
    led = bool(patterns.lead.search(text[max(0, amount.start - 14) : amount.start]))
    around = text[amount.start - 1 : amount.start] + text[amount.end : amount.end + 1]
    if any(char in "-/.:#" or (char.isascii() and char.isalpha()) for char in around) and not led:
        return False
    digits = amount.end - amount.start
    if led:
        return amount.value >= 100 and digits < 11
    return amount.value >= 1_000 and not 1900 <= amount.value < 2100 and digits < 8
