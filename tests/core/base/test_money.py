"""Money is exact (R9): in whole, hundredth and thousandth currencies, in sums, in parts, at the edges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.money import CURRENCIES, DECIMALS, LARGEST, Money, total, totals

KINDS = ("JPY", "CNY", "KWD", "CLF")  # no decimals, two, three, four
currencies = st.sampled_from(KINDS)
minors = st.integers(-(10**12), 10**12)


def digits(minor, currency):
    """A whole number of coins as one would write it, by text alone."""
    places = DECIMALS.get(currency, 2)
    text = f"{abs(minor):0{places + 1}d}"
    written = f"{text[:-places]}.{text[-places:]}" if places else text
    return f"-{written}" if minor < 0 else written


@given(minor=minors, currency=currencies)
def test_coins_and_written_digits_are_the_same_money(minor, currency):
    money = Money.of_minor(minor, currency)

    assert Money.of(digits(minor, currency), currency) == money
    assert (minor, digits(minor, currency)) == (money.minor, str(money.amount))


@given(coins=st.lists(minors, max_size=200), currency=currencies)
def test_a_sum_is_exact(coins, currency):
    amounts = [Money.of_minor(one, currency) for one in coins]

    assert Money.of_minor(sum(coins), currency) == total(amounts, currency)
    assert sum((one.amount for one in amounts), Decimal(0)) == total(amounts, currency).amount


def test_a_million_random_sums_equal_integers(scale):
    """The same by the hundred thousand, with amounts as they are said."""
    import random

    dice, count = random.Random(9), scale(50_000, 1_000_000)
    for currency in KINDS:
        coins = [dice.randrange(-(10**9), 10**9) for _ in range(count // 4)]
        money, exact = Money.zero(currency), 0
        for one in coins:
            money, exact = money + Money.of_minor(one, currency), exact + one
            assert money.minor == exact


@given(minor=minors, other=minors, currency=currencies)
def test_it_adds_compares_and_turns_as_its_coins_do(minor, other, currency):
    one, two = Money.of_minor(minor, currency), Money.of_minor(other, currency)

    assert (minor + other, minor - other, -minor, abs(minor)) == (
        (one + two).minor, (one - two).minor, (-one).minor, abs(one).minor,
    )  # fmt: skip
    assert (minor < other, minor <= other, minor == other, minor > other, minor >= other) == (
        one < two, one <= two, one == two, one > two, one >= two,
    )  # fmt: skip
    assert (minor == 0, minor > 0, minor < 0) == (one.is_zero, one.is_positive, one.is_negative)


@given(minor=minors, weights=st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any), currency=currencies)
def test_parts_add_up_to_the_whole_and_are_fair(minor, weights, currency):
    whole = Money.of_minor(minor, currency)

    parts = whole.split(weights)

    assert whole == total(parts, currency)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Decimal(minor) * weight / sum(weights)) < 1, "off by a coin or more"


def test_what_does_not_divide_goes_to_who_lost_most():
    assert ("33.34", "33.33", "33.33") == tuple(str(p.amount) for p in Money.of(100, "CNY").split([1, 1, 1]))
    assert ("30", "70") == tuple(str(p.amount) for p in Money.of(100, "JPY").split([3, 7]))
    assert ("0.01", "0.00") == tuple(str(p.amount) for p in Money.of("0.01", "CNY").split([1, 1]))


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [-1, 2], [3, -1]])
def test_weights_that_divide_nothing_are_refused(weights):
    with pytest.raises(ValueError):  # noqa: PT011
        Money.of(1, "CNY").split(weights)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("12.345", "CNY"),
        ("0.5", "JPY"),
        ("1.0001", "KWD"),
        ("1e-9", "CNY"),
        ("NaN", "CNY"),
        ("sNaN", "CNY"),
        ("Infinity", "CNY"),
        ("-Infinity", "CNY"),
        ("1e30", "CNY"),
        ("1e400", "JPY"),
        ("1000000000000000", "CNY"),
        ("-1000000000000000", "CNY"),
        ("100000000000000000", "JPY"),
        ("twelve", "CNY"),
        ("", "CNY"),
        ("1,000", "CNY"),
        ("1", "XXX"),
        ("1", "cny"),
        ("1", ""),
    ],
)
def test_what_the_books_cannot_hold_is_refused_and_never_rounded(amount, currency):
    with pytest.raises(ValueError):  # noqa: PT011
        Money.of(amount, currency)


@pytest.mark.parametrize("currency", KINDS)
def test_the_largest_amount_fits_the_column_with_room_for_sums(currency):
    largest = Money.of_minor(LARGEST - 1, currency)

    assert largest.minor * 90 < 2**63
    with pytest.raises(ValueError, match="beyond what the books hold"):
        largest + Money.of_minor(1, currency)
    with pytest.raises(ValueError, match="beyond"):
        -largest - Money.of_minor(1, currency)
    with pytest.raises(ValueError, match="beyond"):
        Money.of_minor(10**40, currency)


def test_a_float_is_refused_wherever_it_comes_in():
    for act in (lambda: Money.of(0.1, "CNY"), lambda: Money.of_minor(10.0, "CNY")):
        with pytest.raises(TypeError):
            act()


def test_there_is_no_minus_zero():
    for zero in (
        Money.of("-0", "CNY"),
        -Money.zero("CNY"),
        Money.of_minor(0, "CNY"),
        Money.of(1, "CNY") - Money.of(1, "CNY"),
    ):
        assert "0.00 CNY" == str(zero)
    assert 1 == len({Money.of("-0", "CNY"), Money.zero("CNY")})


def test_trailing_zeros_and_exponents_do_not_matter():
    same = {Money.of(written, "CNY") for written in ("1200", "1200.0", "1.2e3", "001200.00", 1200, Decimal("1200.00"))}

    assert 1 == len(same)
    assert "1200.00 CNY" == str(same.pop())


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_never_mix(act):
    with pytest.raises(ValueError, match="do not mix"):
        getattr(Money.of(100, "USD"), act)(Money.of(99, "CNY"))


def test_two_currencies_are_listed_not_added():
    assert Money.of(5, "CNY") != Money.of(5, "USD")
    with pytest.raises(ValueError, match="do not mix"):
        total([Money.of(1, "CNY"), Money.of(1, "USD")], "CNY")
    listed = totals([Money.of(1, "USD"), Money.of(2, "CNY"), Money.of(3, "USD")])
    assert (Money.of(2, "CNY"), Money.of(4, "USD")) == listed
    assert () == totals([])


def test_it_has_no_truth_value():
    """A zero once passed for a missing amount."""
    with pytest.raises(TypeError, match="is_zero"):
        bool(Money.of(1, "CNY"))


def test_every_listed_exponent_is_of_a_known_currency():
    assert set(DECIMALS) < CURRENCIES
    assert 0 == DECIMALS["JPY"] == DECIMALS["KRW"]
    assert 3 == DECIMALS["KWD"] == DECIMALS["TND"]
