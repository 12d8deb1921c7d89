"""What stands in a cell: amounts, days, phones and words, by the same reading as what is said in chat.

Where a cell can be meant in two ways it is Wrong, and says how to write it: nothing is guessed in a file nobody reads
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.importing.sheets import Cell, Formula
from core.base.money import CURRENCIES, DECIMALS, Money
from core.reading import Lexicon
from core.reading.amounts import find_amounts
from core.reading.normalise import normalise

LONGEST = 200
SERIALS = range(20_000, 80_000)  # Excel's day numbers of 1954 to 2119
EXCEL_EPOCH = date(1899, 12, 30)
ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)", re.IGNORECASE)
PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
TWO_WAYS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d{1,2}")  # 1.234,50: a point or a comma?
NOTHING = frozenset(("", "-", "--", "/", "无", "none", "n/a"))
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d+")
DAYS = re.compile(r"(?:提前)?(\d{1,3})\s*(?:天|日|days?)?")
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ t]\d{1,2}:\d{2}.*)?")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|[ t]?\d{1,2}:\d{2}(?::\d{2})?)?")  # with the hour behind it
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
INEXACT = Decimal("0.000001")  # how far a binary number may be from the coins it stands for
DayReading = Callable[[str], date | None]


class Wrong(Exception):
    """A cell cannot be used: `row_<key>` says why and what to do."""

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


def text_of(cell: Cell) -> str:
    """A cell as a line of text; numbers without a point that Excel added."""
    if isinstance(cell, Formula):
        raise Wrong("formula")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = " ".join(str(cell).split())
    if ERRORS.fullmatch(text):
        raise Wrong("error_value", text=text)
    if len(text) > LONGEST:
        raise Wrong("too_long", length=LONGEST)
    return text


def phone_of(cell: Cell) -> str:
    """A phone number as it was typed; one that Excel shortened to 1.38E+10 is lost."""
    text = text_of(cell)
    if SCIENTIFIC.fullmatch(text.lower()):
        raise Wrong("phone_lost", text=text)
    return "" if text.lower() in NOTHING else text


def amount_of(cell: Cell, unit: str, currency: str, lexicon: Lexicon) -> Money | None:
    """The amount a cell names, its unit from the header; None where there is none, or nothing is owed."""
    text = normalise(text_of(cell))
    if text in NOTHING:
        return None
    value, said = _number(cell, text, unit if _is_unit(unit, lexicon) else "", lexicon)
    money = _money(value, said or currency, inexact=isinstance(cell, float))
    if money.is_negative:
        raise Wrong("amount_negative", text=text)
    return None if money.is_zero else money


def _is_unit(words: str, lexicon: Lexicon) -> bool:
    """Whether what a header says in brackets is a unit (万元, USD), and no remark (含税, 收入)."""
    whole = f"1{words}"
    found = find_amounts(whole, lexicon) if words else []
    return len(found) == 1 and found[0].end == len(whole)


def _number(cell: Cell, text: str, unit: str, lexicon: Lexicon) -> tuple[Decimal, str]:
    """The number and the currency said with it ("" = none)."""
    if isinstance(cell, bool | date | datetime):
        raise Wrong("amount", text=text)
    if PLAIN_NUMBER.fullmatch(text) and not unit:
        return Decimal(text.replace(",", "")), ""
    if TWO_WAYS.fullmatch(text):
        raise Wrong("amount_two_ways", text=text)
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    bare = text.strip("()- ")
    found = find_amounts(bare + unit if PLAIN_NUMBER.fullmatch(bare) else bare, lexicon)
    whole = bare.rstrip("整正 ")
    if len(found) != 1 or found[0].most is not None or found[0].end < len(whole) or found[0].start > 0:
        raise Wrong("amount", text=text)
    return (-found[0].value if negative else found[0].value), found[0].currency


def _money(value: Decimal, currency: str, *, inexact: bool) -> Money:
    step = Decimal(1).scaleb(-DECIMALS.get(currency, 2))
    if inexact and abs(value) < 10**15 and abs(value - value.quantize(step)) < INEXACT:
        value = value.quantize(step)
    try:
        return Money(value, currency)
    except ValueError:
        raise Wrong("amount_bookable", text=f"{value:f}"[:40], currency=currency) from None


def currency_of(cell: Cell, default: str, lexicon: Lexicon) -> str:
    """A currency by its code or any of its names."""
    text = text_of(cell)
    if not text:
        return default
    names, plain = lexicon.values.get("currencies", {}), normalise(text)
    found = text.upper() if text.upper() in CURRENCIES else names.get(plain) or names.get(plain.removesuffix("元"))
    if not found:
        raise Wrong("currency", text=text)
    return str(found)


def day_of(cell: Cell, said: DayReading) -> date | None:
    """The day a cell names; `said` reads one written in words."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = normalise(text_of(cell))
    if text in NOTHING:
        return None
    day = _serial(text) or _written(text) or said(text)
    if day is None or not 1990 <= day.year <= 2100:
        raise Wrong("day", text=text)
    return day


def days_of(cell: Cell) -> int | None:
    """A number of days: 30, 30天, 30 days."""
    text = normalise(text_of(cell))
    if text in NOTHING:
        return None
    found = DAYS.fullmatch(text)
    if found is None:
        raise Wrong("days", text=text)
    return int(found[1])


def _serial(text: str) -> date | None:
    return EXCEL_EPOCH + timedelta(int(text)) if text.isdigit() and int(text) in SERIALS else None


def _written(text: str) -> date | None:
    for shape in (YEAR_FIRST, EIGHT_DIGITS):
        if match := shape.fullmatch(text):
            return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := YEAR_LAST.fullmatch(text):
        first, second, year = (int(one) for one in match.groups())
        if first <= 12 and second <= 12 and first != second:
            raise Wrong("day_two_ways", text=text)
        return _day(year, min(first, second), max(first, second), text)
    return None


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Wrong("day", text=text) from None


def remembering(said: DayReading) -> DayReading:
    """The same, each text read once: a file has the same few days a thousand times."""
    return lru_cache(maxsize=10_000)(said)
