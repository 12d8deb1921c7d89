"""A discount: worked out to the coin, and held against the rule by the price, not by a rounded percentage."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.money import Money
from core.base.policy import DealPolicy
from core.people import Member
from core.sales import Price, after_discount, before_discount, may_give, reference

AMOUNTS = st.integers(min_value=1, max_value=10**13).map(lambda minor: Money.of_minor(minor, "CNY"))
PERCENTS = st.integers(min_value=0, max_value=9999).map(lambda points: Decimal(points) / 100)


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


def test_halves_of_a_coin_go_up() -> None:
    assert cny("11111.10") == after_discount(cny("12345.67"), Decimal(10))
    assert cny("0.01") == after_discount(cny("0.01"), Decimal(50))
    assert Money.of("85", "JPY") == after_discount(Money.of("100", "JPY"), Decimal("15.4"))
    assert cny("800000.00") == before_discount(cny("640000"), Decimal(20))


@given(AMOUNTS, PERCENTS)
def test_what_the_rule_allows_is_within_it_and_a_coin_less_is_not(price: Money, percent: Decimal) -> None:
    lowest = after_discount(price, percent)
    coin = Money.of_minor(1, "CNY")

    assert Price(price, lowest).within(percent)
    assert not Price(price, lowest - coin).within(percent)
    assert Price(price, lowest).discount + lowest == price


def test_nothing_is_left_of_a_whole_price() -> None:
    with pytest.raises(ValueError, match="nothing is left"):
        before_discount(cny("1"), Decimal(100))


def test_a_manager_may_give_their_own_share_and_never_less_than_a_rep() -> None:
    rep, manager = _member("rep"), _member("manager")
    policy = DealPolicy(discount_key=30, discount_normal=10, discount_prospect=5, discount_manager=20)

    assert [10, 20] == [may_give(one, "normal", policy) for one in (rep, manager)]
    assert [30, 30] == [may_give(one, "key", policy) for one in (rep, manager)]


def test_a_price_is_held_against_the_highest_one_in_its_currency() -> None:
    asked = (cny("80"), None, cny("64"), Money.of("900", "USD"))

    assert cny("80") == reference(asked, "CNY")
    assert reference(asked, "EUR") is None


def _member(role: str) -> Member:
    return Member(id=1, name="x", roles=(role,))
