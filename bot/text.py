"""Texts: the catalogue look-up, and money, days and names in the reader's language. Only this file reads locales/.

Whatever a person typed is inert: control and bidirectional characters go, line breaks become spaces, and Fluent never
looks inside a value.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import NumberPattern, get_currency_symbol
from fluent.runtime import FluentBundle, FluentResource

from bot.message import Line
from core.base.money import DECIMALS, Money
from core.base.records import ERASED, FORMER

LANGUAGES = ("zh-CN", "en")
FALLBACK = "zh-CN"
SAMPLE = Decimal("-1234567.89")
NOTHING = "none"  # a fact that is not there: sentences choose by [none], because Fluent cannot choose by ""
# A bare ¥ is the yuan, a bare $ nobody's: what two currencies share is told apart in both languages.
SYMBOLS = {"CNY": "¥", "JPY": "JP¥", "USD": "US$", "HKD": "HK$", "TWD": "NT$"}
LOOSE_GAP = re.compile(r" +(?=[，。：；、（）,.:]|$)", re.MULTILINE)  # before a mark or at the end of a line
DOUBLE_GAP = re.compile(r"(?<=\S) {2,}")
# What Telegram makes a mention or a command of, whatever stands before it but a letter; not name@host, nor a path.
CALLS = re.compile(r"(?<![A-Za-z0-9_])(?<!\w/)@(?=[A-Za-z0-9_])|(?<![\w/<>])/(?=[A-Za-z0-9_]\w*(?![\w/<>]|\.\w))")
FORMERS = re.compile(f"{FORMER}(\\d+){FORMER}")
JOINER = "\u2060"
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def language_of(guess: str | None, default: str = FALLBACK) -> str:
    """The language we speak that is nearest to a platform's guess ("zh-hans", "en-GB")."""
    start = (guess or "").lower()[:2]
    return {"zh": "zh-CN", "en": "en"}.get(start, default)


@cache
def bundle(language: str) -> FluentBundle:
    """Every .ftl file of a language."""
    made = FluentBundle([language], use_isolating=False)
    folder = files("locales") / language
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".ftl"):
            made.add_resource(FluentResource(file.read_text("utf-8")))
    return made


@cache
def typed_words(table: str) -> Mapping[str, str]:
    """What people type, in any language, and what it means: `typed_words("roles")["财务"]` is "finance"."""
    return {
        word: meaning for one in LANGUAGES for meaning, words in _typed(one).get(table, {}).items() for word in words
    }


def mentions(table: str, text: str) -> bool:
    """Whether any word of such a table stands in a text, in letters of whatever size."""
    return _any_of(table).search(text.lower()) is not None


@cache
def _any_of(table: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, typed_words(table))))


@cache
def longest_first(table: str, meaning: str = "") -> Sequence[str]:
    """The words of such a table, or those that mean this, the longest first."""
    words = (word for word, means in typed_words(table).items() if meaning in ("", means))
    return sorted(words, key=len, reverse=True)


@cache
def _lengths(table: str) -> Sequence[int]:
    return sorted({len(word) for word in typed_words(table)}, reverse=True)


@cache
def _initials(table: str) -> Collection[str]:
    return {word[:1] for word in typed_words(table)}


def begins_with(table: str, text: str) -> Iterator[str]:
    """The words of such a table that a text in small letters begins with, the longest first. Asked of every message: it
    looks up as many pieces of the text as there are lengths, not all of the words."""
    words = typed_words(table)
    if text[:1] not in _initials(table):
        return iter(())
    return (text[:size] for size in _lengths(table) if len(text) >= size and text[:size] in words)


def aliases_of(command: str, language: str) -> Sequence[str]:
    """The words of a language for a command, the usual one first."""
    found: Sequence[str] = _typed(language)["commands"].get(command, ())
    return found


@cache
def _typed(language: str) -> Mapping[str, Any]:
    return tomllib.loads((files("locales") / language / "commands.toml").read_text("utf-8"))


def say(language: str, key: str, today: date | None = None, **facts: Any) -> str:
    """A sentence of the catalogue; `noun_event.button` is an attribute. LookupError for a missing key or variable.

    `today` lets days of this year go without the year.
    """
    name, _, attribute = key.partition(".")
    try:
        message = bundle(language).get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
    except (KeyError, LookupError):
        raise LookupError(f"{key} is not in locales/{language}") from None
    if pattern is None:
        raise LookupError(f"{key} in locales/{language} has no text")
    shown_facts = {fact: shown(value, language, today, calls=False) for fact, value in facts.items()}
    text, errors = bundle(language).format_pattern(pattern, shown_facts)
    if errors:
        raise LookupError(f"{key} ({language}): {errors}")
    return tidy(str(text))


def tidy(text: str) -> str:
    """Without the gaps that facts which are not there leave behind."""
    return DOUBLE_GAP.sub(" ", LOOSE_GAP.sub("", text))


def at_terminal(language: str, key: str, **facts: Any) -> str:
    """The same at a terminal, where paths and addresses are copied: nothing invisible stands in them."""
    return say(language, key, **facts).replace(JOINER, "")


def say_lines(language: str, lines: Iterable[Line], today: date | None = None) -> str:
    """Sentences, one a line."""
    return "\n".join(say(language, one.key, today, **one.facts) for one in lines)


def shortened(text: str, most: int = 40) -> str:
    """A remark as it fits a line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def inert(text: str) -> str:
    """What a person typed, so that no platform makes a mention or a command of it: Telegram does so by itself with any
    text. An invisible joiner stands behind the sign; an e-mail stays as it is."""
    return CALLS.sub(lambda found: f"{found[0]}{JOINER}", text)


def shown(value: Any, language: str, today: date | None = None, *, calls: bool = True) -> Any:
    """A fact as the reader writes it; numbers stay numbers, so that plural rules work. `calls`: whether a platform may
    still make a mention or a command of what somebody typed."""
    match value:
        case str():
            text = HIDDEN.sub(" ", value).strip()
            text = text if calls else inert(text)
            text = text.replace(ERASED, say(language, "erased")) if ERASED in text else text
            return _formers(text, language) if FORMER in text else text
        case None:
            return NOTHING
        case Money():
            return _money(value, language)
        case datetime():
            return f"{shown(value.date(), language, today)} {value:%H:%M}"
        case date():
            return _day(value, language, today is None or value.year != today.year)
        case time():
            return f"{value:%H:%M}"
        case int() | Decimal():
            return value
        case Line():
            return say(language, value.key, today, **value.facts)
        case list() | tuple():
            joint = _and(language) if all(isinstance(one, Money) for one in value) else _comma(language)
            return joint.join(str(shown(one, language, today, calls=calls)) for one in value)
    raise TypeError(f"no words for {type(value).__name__}")


def _formers(text: str, language: str) -> str:
    """Names of colleagues who left and were erased: 前同事 3, former colleague 3."""
    return FORMERS.sub(lambda found: say(language, "former_colleague", number=found[1]), text)


def _money(value: Money, language: str) -> str:
    sign = "-" if value.is_negative else ""
    return f"{sign}{_symbol(value.currency, language)}{_number(abs(value).amount, value.currency, language)}"


def _comma(language: str) -> str:
    return "、" if language.startswith("zh") else ", "


def _and(language: str) -> str:
    """Between amounts, whose digits have commas of their own."""
    return "、" if language.startswith("zh") else " and "


@cache
def _symbol(currency: str, language: str) -> str:
    return SYMBOLS.get(currency) or get_currency_symbol(currency, _locale(language))


@cache
def _pattern(language: str, decimals: int) -> NumberPattern:
    """A pattern parsed once: Babel's own look-up costs 120 us a call."""
    pattern: NumberPattern = copy(_locale(language).decimal_formats[None])
    pattern.frac_prec = (decimals, decimals)
    return pattern


def _number(amount: Decimal, currency: str, language: str) -> str:
    """Grouped digits; the decimals of the currency only where there are any coins."""
    decimals = 0 if amount == amount.to_integral_value() else DECIMALS.get(currency, 2)
    return f"{amount:,.{decimals}f}" if _plain(language) else _by_babel(language, decimals, amount)


@cache
def _plain(language: str) -> bool:
    """Whether the language groups digits as Python does, which takes a twentieth of Babel's time."""
    return _by_babel(language, 2, SAMPLE) == f"{SAMPLE:,.2f}"


def _by_babel(language: str, decimals: int, amount: Decimal) -> str:
    return str(_pattern(language, decimals).apply(amount, _locale(language)))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def _day(day: date, language: str, with_year: bool) -> str:
    """A day with its weekday, so that a wrong one is seen: 11月26日周四, Thu, Nov 26."""
    return str(format_skeleton("yMMMEd" if with_year else "MMMEd", day, locale=_locale(language)))


# -- typed facts as JSON: a card waits in the outbox with its facts still typed, and is put into words when it is sent


def packed(value: Any) -> Any:
    """A fact as JSON."""
    match value:
        case Money():
            return {"$": "money", "is": [str(value.amount), value.currency]}
        case str() | int() | None:
            return value
        case datetime():
            return {"$": "moment", "is": value.isoformat()}
        case date():
            return {"$": "day", "is": value.isoformat()}
        case time():
            return {"$": "time", "is": value.isoformat()}
        case Decimal():
            return {"$": "number", "is": str(value)}
        case Line():
            return {"$": "line", "is": packed_line(value)}
        case list() | tuple():
            return [packed(one) for one in value]
    raise TypeError(f"a card cannot hold {type(value).__name__}")


def unpacked(value: Any) -> Any:
    """The fact that `packed` made JSON of."""
    if isinstance(value, dict):
        return UNPACK[value["$"]](value["is"])
    return tuple(unpacked(one) for one in value) if isinstance(value, list) else value


def packed_line(line: Line) -> list[Any]:
    """A line as JSON."""
    return [line.key, {name: packed(fact) for name, fact in line.facts.items()}]


def unpacked_line(packed_: Sequence[Any]) -> Line:
    """The line that `packed_line` made JSON of."""
    key, facts = packed_
    return Line(key, {name: unpacked(fact) for name, fact in facts.items()})


UNPACK: dict[str, Callable[[Any], Any]] = {
    "money": lambda pair: Money.of(*pair),
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "number": Decimal,
    "line": unpacked_line,
}
