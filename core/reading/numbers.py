"""Numbers as people write them: 12,000.5, 3万5, 十二万八, 五十万零五百, 3.5k, half a million. Decimal only."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

DIGITS: Mapping[str, int] = {
    char: value
    for value, chars in enumerate(["零〇", "一", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for char in chars
}
SMALL_UNITS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}
BIG_UNITS: Mapping[str, int] = {"万": 10**4, "w": 10**4, "亿": 10**8}
LETTER_UNITS: Mapping[str, int] = {"k": 10**3, "m": 10**6}

HANZI_DIGITS = "".join(DIGITS)
ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_LOOSE = "[多余来几]"  # 50多万: the base number is kept
_PIECE = re.compile(rf"({ARABIC})|([{HANZI_DIGITS}])|([十百千万亿w])|({_LOOSE})")
WRITTEN = re.compile(
    rf"(?:{ARABIC})\s?(?:[kmw](?![a-z])|(?:{_LOOSE}?(?:[十百千万亿]|w(?![a-z])))+)?(?:(?<=[十百千万亿w])(?:[\d{HANZI_DIGITS}十百千万亿]+)(?:\.\d+)?)?"
    rf"|[{HANZI_DIGITS}十百千万亿]+(?:{_LOOSE}[百千万亿]+)?"
)


class Written(NamedTuple):
    """A number in the text: where it stands, its value, and the last unit written (1 where there was none)."""

    start: int
    end: int
    value: Decimal
    unit: int
    scaled: bool


def parse(text: str) -> Decimal | None:
    """The value of one written number, digits, Chinese numerals or both; None when it is none."""
    written = read_at(text, 0)
    return written.value if written and written.end == len(text) else None


def read_at(text: str, at: int) -> Written | None:
    """The number written at that place of the text, Chinese or in digits; None if none begins there."""
    match = WRITTEN.match(text, at)
    return _written(match) if match else None


def _written(match: re.Match[str]) -> Written | None:
    letters = match[0]
    if letters[-1] in LETTER_UNITS:
        unit = LETTER_UNITS[letters[-1]]
        return Written(*match.span(), Decimal(letters[:-1].strip().replace(",", "")) * unit, unit, True)
    pieces = _PIECE.findall(letters)
    if not any(arabic or digit or unit for arabic, digit, unit, _ in pieces):
        return None
    if not any(unit for _, _, unit, _ in pieces):
        return _unscaled(match, pieces)
    value, unit = _with_units(pieces)
    return Written(*match.span(), value, unit, True)


def _unscaled(match: re.Match[str], pieces: list[tuple[str, str, str, str]]) -> Written:
    digits = "".join(arabic.replace(",", "") or str(DIGITS[digit]) for arabic, digit, _, loose in pieces if not loose)
    return Written(*match.span(), Decimal(digits), 1, False)


def _with_units(pieces: list[tuple[str, str, str, str]]) -> tuple[Decimal, int]:
    """万 and 亿 multiply what stands before; a digit after a unit is the next lower unit unless a zero is between."""
    billions = thousands = section = Decimal(0)
    number: Decimal | None = None
    last, biggest, zero = 1, 1, False
    for arabic, digit, unit, _ in pieces:
        if arabic or digit:
            fresh = Decimal(arabic.replace(",", "")) if arabic else Decimal(DIGITS[digit])
            zero = zero or fresh == 0
            number = fresh if number is None else number * 10 ** len(arabic or digit) + fresh
        elif unit in SMALL_UNITS:
            section += (Decimal(1) if number is None else number) * SMALL_UNITS[unit]
            number, last, zero = None, SMALL_UNITS[unit], False
        elif unit:
            size = BIG_UNITS[unit]
            section += number if number is not None else Decimal(0 if section or thousands or billions else 1)
            if size == 10**8:
                billions, thousands = (billions + thousands + section) * size, Decimal(0)
            else:
                thousands = (thousands + section) * size
            section, number, last, zero = Decimal(0), None, size, False
        biggest = max(biggest, last)
    if number is not None:
        section += number * (last // 10 if _is_next_lower(pieces, last, zero) else 1)
    return billions + thousands + section, biggest


def _is_next_lower(pieces: list[tuple[str, str, str, str]], last: int, zero: bool) -> bool:
    """3万5, 十二万八, 四千五: one digit right after the unit, no zero before it."""
    arabic, digit, _, _ = pieces[-1]
    alone = len(pieces) > 1 and bool(pieces[-2][2])
    return last > 10 and alone and not zero and len(arabic or digit) == 1


def plain(value: Decimal) -> str:
    """The convention's string: no grouping, no trailing zeros, no exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
