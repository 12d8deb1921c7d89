"""What a deal is sold for: its list price, the discount on it, and how much of one a person may give by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.base.money import Money
from core.base.policy import DealPolicy
from core.people import Member

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Price:
    """A list price and what of it is to be paid (`net`), in one currency."""

    list: Money
    net: Money

    @property
    def discount(self) -> Money:
        """By how much it is less than the list price."""
        return self.list - self.net

    @property
    def percent(self) -> Decimal:
        """The same in percent of the list price, to a hundredth, halves up: to be shown, never to decide by."""
        return (self.discount.amount * HUNDRED / self.list.amount).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def within(self, percent: Decimal | int) -> bool:
        """Whether no more than so many percent are given: it costs at least what the list price less them does."""
        return self.net >= after_discount(self.list, Decimal(percent))


def after_discount(price: Money, percent: Decimal) -> Money:
    """A price less so many percent, rounded half up to the currency's smallest coin (分, cent)."""
    return _rounded(price.amount * (HUNDRED - percent) / HUNDRED, price.currency)


def before_discount(net: Money, percent: Decimal) -> Money:
    """The list price that so many percent less make `net`, rounded half up to the smallest coin; ValueError for 100."""
    if percent >= HUNDRED:
        raise ValueError("nothing is left of a price less 100 percent")
    return _rounded(net.amount * HUNDRED / (HUNDRED - percent), net.currency)


def _rounded(amount: Decimal, currency: str) -> Money:
    coin = Money.of_minor(1, currency).amount
    return Money(amount.quantize(coin, ROUND_HALF_UP), currency)


def may_give(member: Member, tier: str, policy: DealPolicy) -> int:
    """How many percent somebody may give by themselves: a rep what the customer's tier says, a manager their own if
    that is more."""
    own: int = getattr(policy, f"discount_{tier}")
    return max(own, policy.discount_manager) if member.has("manager") else own


def reference(prices: Iterable[Money | None], currency: str) -> Money | None:
    """What a new price is held against: the highest that was asked of the deal in its currency; None where none was."""
    return max((one for one in prices if one is not None and one.currency == currency), default=None)
