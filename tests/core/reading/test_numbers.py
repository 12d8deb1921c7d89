"""Numbers written in every style are read back equal."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.normalise import normalise
from core.reading.numbers import parse, plain

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿两", "萬億兩")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def hanzi(number: int) -> str:
    """12345 -> 一万二千三百四十五"""
    if number >= 10**8:
        return hanzi(number // 10**8) + "亿" + _rest(number % 10**8, 10**7)
    if number >= 10**4:
        return hanzi(number // 10**4) + "万" + _rest(number % 10**4, 10**3)
    said, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if zero and said else "") + DIGITS[digit] + name
        zero = not digit
    return said


def _rest(rest: int, full: int) -> str:
    return ("零" if rest < full else "") + hanzi(rest) if rest else ""


numbers = st.integers(min_value=1, max_value=10**9)


@given(numbers)
def test_hanzi(number: int) -> None:
    assert parse(hanzi(number)) == number


@given(numbers)
def test_formal_hanzi(number: int) -> None:
    assert parse(normalise(hanzi(number).translate(FORMAL))) == number


@given(numbers)
def test_traditional_hanzi(number: int) -> None:
    assert parse(normalise(hanzi(number).translate(TRADITIONAL))) == number


@given(numbers)
def test_digits_grouped_and_not_and_wide(number: int) -> None:
    assert parse(str(number)) == number
    assert parse(f"{number:,}") == number
    assert parse(normalise(str(number).translate(FULL_WIDTH))) == number


@given(st.integers(min_value=1, max_value=99_999))
def test_digits_with_a_unit(number: int) -> None:
    tenths = Decimal(number) / 10

    assert parse(f"{tenths}万") == tenths * 10_000
    assert parse(f"{tenths}w") == tenths * 10_000
    assert parse(f"{tenths}k") == tenths * 1_000
    assert parse(f"{tenths}亿") == tenths * 100_000_000


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9))
def test_a_digit_after_a_unit_is_the_next_lower_unit(high: int, low: int) -> None:
    assert parse(f"{high}万{low}") == high * 10_000 + low * 1_000
    assert parse(f"{high}w{low}") == high * 10_000 + low * 1_000
    assert parse(f"{DIGITS[high]}千{DIGITS[low]}") == high * 1_000 + low * 100
    assert parse(f"{DIGITS[high]}百{DIGITS[low]}") == high * 100 + low * 10
    assert parse(f"{DIGITS[high]}百零{DIGITS[low]}") == high * 100 + low


@pytest.mark.parametrize(
    ("written", "value"),
    [("3万5", "35000"), ("6w5", "65000"), ("十二万八", "128000"), ("四千五", "4500"), ("五十万零五百", "500500"),
     ("12000.5", "12000.5"), ("1,234,567", "1234567"), ("50多万", "500000"), ("十来万", "100000"), ("1亿2千万", "120000000"),
     ("二三四五", "2345"), ("12万5000", "125000"), ("3万5千", "35000"), ("贰仟叁佰", "2300"), ("1万亿", "1000000000000")],
)  # fmt: skip
def test_as_people_write_them(written: str, value: str) -> None:
    read = parse(normalise(written))

    assert read is not None
    assert plain(read) == value
