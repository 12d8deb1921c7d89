"""What a message agrees on beside amount and signing day: term, instalments, retention, 月结, notice, number, renewal.

The values come as slots with their spans, like those of a fact. Nothing is made up: what was not said is not there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from core.reading.dates import DateMention
from core.reading.days import FUTURE
from core.reading.facts import Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message, take_apart
from core.reading.names import Names
from core.reading.normalise import MAX_LENGTH, normalise
from core.reading.numbers import parse, plain

TABLE = "terms"  # word -> what it stands for, in locales/*/words.toml
_LONGEST = 1200  # months
_UNITS = {
    "年": 12,
    "年期": 12,
    "个月": 1,
    "月": 1,
    "year": 12,
    "years": 12,
    "yr": 12,
    "yrs": 12,
    "month": 1,
    "months": 1,
}


class _Patterns(NamedTuple):
    contract: re.Pattern[str]
    term: tuple[re.Pattern[str], ...]
    weights: re.Pattern[str]
    hanzi_weights: re.Pattern[str]
    split: re.Pattern[str]
    retention: re.Pattern[str]
    after: re.Pattern[str]
    net: re.Pattern[str]
    notice: tuple[re.Pattern[str], ...]
    number: re.Pattern[str]
    acts: Mapping[str, re.Pattern[str]]
    before_start: re.Pattern[str]
    after_start: re.Pattern[str]
    before_end: re.Pattern[str]
    after_end: re.Pattern[str]
    asking: re.Pattern[str]
    endings: re.Pattern[str]
    which: re.Pattern[str]


def read_terms(text: str, now: datetime, names: Names, default_currency: str, lexicon: Lexicon) -> Mapping[str, Value]:
    """The terms a message states: contract, act, number, term (months), start_date, end_date, split, retention,
    retention_after (months), net (days), net_from, notice (days), days; empty where it states none."""
    return terms_of(take_apart(text, now, names, default_currency, lexicon))


def listed_days(message: Message) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """The days a short answer lists, each after the one before it, and the words that are no day at all (2月30日)."""
    wrong = tuple(message.typed[one.start : one.end] for one in message.dates if one.is_impossible(message.today))
    return _in_order(message.dates, message.today), wrong


def read_split(text: str) -> str | None:
    """The weights a short answer names: 3-4-3, 30/40/30, 30% 40% 30%."""
    found = re.findall(r"\d+(?:\.\d+)?", text)
    return ",".join(found) if len(found) > 1 else None


def terms_of(message: Message) -> Mapping[str, Value]:
    """The same of a message that was taken apart."""
    patterns, text = _patterns(message.lexicon), message.without_names
    if not _may_agree(message, text, patterns):
        return {}
    slots: dict[str, Value] = {}
    for found in (_contract, _act, _number, _term, _notice, _net, _retention, _split, _ends):
        slots |= {name: value for name, value in found(message, text, patterns, slots) if name not in slots}
    return slots


def retention_in(message: Message) -> Iterator[tuple[str, Value]]:
    """What of a price is held back, and until when: retention (percent), retention_word, retention_after (months)."""
    yield from _retention(message, message.without_names, _patterns(message.lexicon), {})


_SUM_NEXT = re.compile(
    r"[\s,，:;；的]*(?:总?金额|总价款?|价款|总额|额|(?:sum|value|amount|worth|total|is|of|for|at)(?![a-z]))?[\s:为是共计约]*"
)


def sum_of(message: Message, terms: Mapping[str, Value]) -> Mapping[str, Value]:
    """The contract's own sum where it stands right behind its word or number: 合同金额80万; contract no. GX-1, 100k.

    `amount` and `currency` as in a fact; empty where several amounts are named, a range, or one of something else.
    """
    named = [one.span for name, one in terms.items() if name in ("contract", "number") and one.span]
    amounts = [one for one in message.amounts if not any(start <= one.start < end for start, end in named)]
    if len(amounts) != 1 or amounts[0].most is not None or amounts[0].negative:
        return {}
    amount = amounts[0]
    before = max((end for _, end in named if end <= amount.start), default=None)
    if before is None or not _SUM_NEXT.fullmatch(message.plain, before, amount.start):
        return {}
    currency = Value(amount.currency or message.default_currency, None, "said" if amount.currency else "default")
    return {"amount": Value(plain(amount.value), (amount.start, amount.end), "amount"), "currency": currency}


def speaks_of_contracts(text: str, lexicon: Lexicon) -> bool:
    """Whether a message may be about a contract at all; costs next to nothing."""
    patterns, typed = _patterns(lexicon), normalise(text[:MAX_LENGTH])
    return any(one.search(typed) for one in (patterns.contract, patterns.retention, *patterns.acts.values()))


def _may_agree(message: Message, text: str, patterns: _Patterns) -> bool:
    words = (patterns.contract, patterns.split, patterns.retention, patterns.weights, *patterns.acts.values())
    return message.has("sign", "sign.done", "sign.renew") or any(one.search(text) for one in words)


def asks_for_contracts(message: Message) -> str | None:
    """ "contract" where a customer's contract is asked for, "contracts" for what expires; None for anything else."""
    patterns, text = _patterns(message.lexicon), message.without_names
    if not patterns.contract.search(text) or message.amounts or message.dates:
        return None
    if message.has("sign.done", "negation") or any(one.search(text) for one in patterns.acts.values()):
        return None
    rest = text
    for pattern in (patterns.contract, patterns.endings, patterns.asking, patterns.which):
        rest = pattern.sub("", rest)
    if len(_FILLERS.sub("", rest)) > 2:
        return None
    if message.customers:
        return "contract"
    return "contracts" if patterns.endings.search(text) and patterns.which.search(text) else None


# ---- the words -----------------------------------------------------------------------------------------------------

_FILLERS = re.compile(
    r"[\s,，.。!！?？;；:~～/'的了呢吗啊吧嘛呀请帮我看一下查给和与\ue000-\ue00f]"
    r"|\b(?:please|the|of|for|with|me|show|s|a|our|does|do|is|are|will|going|to|there)\b"
)
_CHINESE_NUMBER = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"


@per_lexicon
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = _by_meaning(lexicon)
    one = {meaning: words.one_of(meaning) for meaning in words.lists}
    number = rf"(?P<n>{_CHINESE_NUMBER}|半|{lexicon.one_value('numbers')})"
    span = r"(?P<u>年|个月|月|years?|yrs?|months?)"
    return _Patterns(
        contract=re.compile(one["contract"]),
        term=_term_patterns(one, number, span),
        weights=re.compile(r"(?<![\d.\-/])\d{1,3}(?:\.\d)?%?(?:\s?[-:/比]\s?\d{1,3}(?:\.\d)?%?){1,5}(?![\d.\-/])"),
        hanzi_weights=re.compile(r"(?<![一二三四五六七八九])[一二三四五六七八九]{3,5}(?![一二三四五六七八九年月期个天])"),
        split=re.compile(one["split"]),
        retention=re.compile(one["retention"]),
        after=re.compile(
            rf"{number}\s?{span}(?:后|之后|以后|\s(?:later|after))"
            rf"|(?:after|in)\s{number.replace('<n>', '<n2>')}\s{span.replace('<u>', '<u2>')}"
        ),
        net=re.compile(
            r"(?P<eom>月结)\s?(?P<n>\d{1,3})(?!\d|[号日.]|个?月)"
            r"|\bnet[\s-]?(?P<n2>\d{1,3})(?:\s?days)?(?P<eom2>\s?(?:eom|end of month))?"
        ),
        notice=_notice_patterns(one, number),
        number=re.compile(rf"{one['number']}[\s:是为.#]{{0,3}}(?P<n>[a-z0-9\u4e00-\u9fff〔〕()\[\]]{{0,6}}[a-z0-9][a-z0-9\-_/]{{2,30}})"),
        acts={act: re.compile(rf"(?<![续要]){one[act]}") for act in ("run_out", "end", "renew")},
        before_start=re.compile(rf"{one['from']}\s?(?:on\s)?$"),
        after_start=re.compile(rf"\s?{one['onwards']}"),
        before_end=re.compile(rf"{one['until']}\s?(?:on\s)?[:是为]?$"),
        after_end=re.compile(rf"\s?{one['ending']}"),
        asking=re.compile(lexicon.one_of("question", "question.data")),
        endings=re.compile(rf"{one['ending']}|{one['until']}"),
        which=re.compile(one["which"]),
    )  # fmt: skip


def _term_patterns(one: Mapping[str, str], number: str, span: str) -> tuple[re.Pattern[str], ...]:
    led, half = rf"(?:{one['term']}|{one['signing']}|{one['onwards']})", "(?P<half>半)?"
    return (
        re.compile(rf"{number}\s?{span}{half}期"),
        re.compile(rf"{led}[\s:为是了订]{{0,4}}{number}[\s-]?{span}{half}(?![后前内以]|之后)"),
        re.compile(rf"{number}[\s-]{span}{half}(?=[\s-]+(?:{one['contract']}|{one['term']}|{one['renew']}))"),
        re.compile(rf"{number}{span}{half}的?(?={one['contract']})"),
    )


def _notice_patterns(one: Mapping[str, str], number: str) -> tuple[re.Pattern[str], ...]:
    counted, notice = rf"{number}[\s-]?(?P<u>天|日|个月|月|days?|months?)", one["notice"]
    return (
        re.compile(rf"提前\s?{counted}[^,，。;；]{{0,6}}?{notice}"),
        re.compile(rf"{notice}[期:为是\s]{{0,4}}{counted}"),
        re.compile(rf"{counted}[s'\s]{{0,3}}{notice}"),
        re.compile(rf"{notice}\s(?:period\s)?(?:of\s|is\s)?{counted}"),
    )


def _by_meaning(lexicon: Lexicon) -> Lexicon:
    """The table's words by what they stand for."""
    meanings: dict[str, list[str]] = {}
    for word, meant in lexicon.values.get(TABLE, {}).items():
        for meaning in [meant] if isinstance(meant, str) else meant:
            meanings.setdefault(meaning, []).append(word)
    return Lexicon({}, {meaning: tuple(words) for meaning, words in meanings.items()})


# ---- one reader for each kind --------------------------------------------------------------------------------------

_Found = Iterator[tuple[str, Value]]


def _contract(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    if match := patterns.contract.search(text):
        yield "contract", Value(message.typed[slice(*match.span())], match.span(), "contract")


def _act(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    """What became of it: run_out (not renewed), end (terminated), renew; being signed needs no word here."""
    for act, pattern in patterns.acts.items():
        if (match := pattern.search(text)) and not _is_asked(text, match.start()):
            yield "act", Value(act, match.span(), act)
            return


def _is_asked(text: str, at: int) -> bool:
    """要不要续, 是否续约: nobody decided yet."""
    return re.search(r"(?:要不要|是否|会不会|能不能|续不|whether to|or not)\s?$", text[:at]) is not None


def _number(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    for match in patterns.number.finditer(text):
        if any(char.isdigit() for char in match["n"]):
            yield "number", Value(message.typed[slice(*match.span("n"))], match.span("n"), "number")
            return


def _term(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    for pattern in patterns.term:
        for match in pattern.finditer(text):
            months = _months(match, message.lexicon)
            if months:
                yield "term", Value(str(months), match.span(), "term")
                return


def _months(match: re.Match[str], lexicon: Lexicon) -> int | None:
    said, unit = match.groupdict(), _UNITS[match["u"]]
    if said["n"] == "半":
        months = unit // 2
    else:
        months = (_count(said["n"], lexicon) or 0) * unit + (unit // 2 if said.get("half") else 0)
    return months if 0 < months <= _LONGEST else None


def _count(said: str, lexicon: Lexicon) -> int | None:
    if said in lexicon.values["numbers"]:
        return int(lexicon.values["numbers"][said])
    value = parse(said)
    return int(value) if value is not None else None


def _notice(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    for pattern in patterns.notice:
        if match := pattern.search(text):
            count = _count(match["n"], message.lexicon) or 0
            days = count * (30 if match["u"].startswith(("月", "个", "month")) else 1)
            if 0 < days <= 365:
                yield "notice", Value(str(days), match.span(), "notice")
                return


def _net(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    if match := patterns.net.search(text):
        days = match["n"] or match["n2"]
        yield "net", Value(str(int(days)), match.span(), "net")
        month_end = match["eom"] or match["eom2"]
        yield "net_from", Value("month_end" if month_end else "invoice", match.span(), "net")


def _retention(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    word = patterns.retention.search(text)
    percent = _nearest_percent(message, text, word.span()) if word else None
    if word is None or percent is None:
        return
    yield "retention", Value(plain(percent.value), (percent.start, percent.end), "retention")
    yield "retention_word", Value(message.typed[slice(*word.span())], word.span(), "retention")
    later = patterns.after.search(text, word.start())
    if later and later.start() - word.end() <= 16:
        said = later["n"] or later["n2"]
        months = (_count(said, message.lexicon) or 0) * _UNITS[later["u"] or later["u2"]]
        if 0 < months <= _LONGEST:
            yield "retention_after", Value(str(months), later.span(), "after")


class _Share(NamedTuple):
    start: int
    end: int
    value: Decimal


def _nearest_percent(message: Message, text: str, word: tuple[int, int]) -> _Share | None:
    """The percentage beside a word: 质保金5%, 5%质保金."""
    near = []
    for one in message.percents:
        between = text[word[1] : one.start] if one.start >= word[1] else text[one.end : word[0]]
        if len(between) <= 6 and not re.search(r"[,，。;；%]", between):
            near.append((len(between), _Share(one.start, one.end, one.value)))
    return min(near)[1] if near else None


def _split(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    """The instalments: 3-4-3, 30/40/30, 三四三, or the percentages of a list that make up the whole."""
    named = patterns.split.search(text) is not None
    signed = message.has("sign", "sign.done", "sign.renew")
    for weights, span in _weights(message, text, patterns):
        whole, several = sum(weights) in (10, 100), len(weights) > 2
        meant = (named or (signed and several)) and (whole or not _is_date(message, span))  # 3-4-4 is asked about
        if meant or (whole and several):
            yield "split", Value(",".join(plain(one) for one in weights), span, "split")
            days = _list_of_days(message, text)
            if len(days) in (len(weights), len(weights) + ("retention" in slots)):
                told = _in_order(days, message.today)
                yield "days", Value(",".join(one.isoformat() for one in told), (days[0].start, days[-1].end), "days")
            return


def _weights(message: Message, text: str, patterns: _Patterns) -> Iterator[tuple[Sequence[Decimal], tuple[int, int]]]:
    for match in patterns.weights.finditer(text):
        yield [Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", match[0])], match.span()
    for match in patterns.hanzi_weights.finditer(text):
        numbers = [parse(char) or Decimal(0) for char in match[0]]
        if sum(numbers) == 10:
            yield numbers, match.span()
    listed = message.percents
    if len(listed) > 1 and sum(one.value for one in listed) == 100:
        yield [one.value for one in listed], (listed[0].start, listed[-1].end)


def _is_date(message: Message, span: tuple[int, int]) -> bool:
    return any(one.start < span[1] and span[0] < one.end for one in message.dates)


# ---- days ----------------------------------------------------------------------------------------------------------


def _ends(message: Message, text: str, patterns: _Patterns, slots: Mapping[str, Value]) -> _Found:
    """From which day to which: said with 自, 到, 起, 到期... so that a day in the past is seen as well."""
    taken = slots["days"].span if "days" in slots else None
    for mention in message.dates:
        span = (mention.start, mention.end)
        if taken and taken[0] <= mention.start < taken[1]:
            continue
        when = mention.on(message.today, FUTURE)
        until = patterns.before_end.search(text[: mention.start]) or patterns.after_end.match(text, mention.end)
        if when is None:
            if until:
                yield "impossible_end", Value(message.typed[mention.start : mention.end], span, mention.rule)
        elif mention.rule.startswith("stretch") and when.last:
            yield "start_date", Value(when.first.isoformat(), span, mention.rule)
            yield "end_date", Value(when.last.isoformat(), span, mention.rule)
        elif until:
            yield "end_date", Value((when.last or when.first).isoformat(), span, mention.rule)
        elif patterns.before_start.search(text[: mention.start]) or patterns.after_start.match(text, mention.end):
            yield "start_date", Value(when.first.isoformat(), span, mention.rule)


_BETWEEN_DAYS = re.compile(r"[\s,，、;；/和及与&]+(?:and\s)?")


def _list_of_days(message: Message, text: str) -> list[DateMention]:
    """The longest run of days with nothing but separators between them."""
    runs: list[list[DateMention]] = [[one] for one in message.dates[:1]]
    for before, after in pairwise(message.dates):
        if _BETWEEN_DAYS.fullmatch(text, before.end, after.start):
            runs[-1].append(after)
        else:
            runs.append([after])
    longest = max(runs, key=len, default=[])
    return longest if len(longest) > 1 else []


def _in_order(mentions: Sequence[DateMention], today: date) -> tuple[date, ...]:
    """The days of a list: one without a year comes after the one before it."""
    days: list[date] = []
    for mention in mentions:
        after = days[-1] if days else today
        when = mention.on(today, FUTURE)
        if when is not None and (when.last or when.first) < after:
            when = mention.on(after, FUTURE) or when
        if when is not None:
            days.append(when.last or when.first)
    return tuple(days)
