"""A discount in a sentence."""

from __future__ import annotations

from bot.message import Line, line
from core.sales import Deal, Price

LIST = "list_price"  # the slot that a worked-out list price is handed on in


def percent_of(price: Price) -> str:
    """20, 12.5, 8.33."""
    return format(price.percent, "f").rstrip("0").rstrip(".")


def given_line(deal: Deal) -> list[Line]:
    """原价 100万，让 15万（15%）; nothing where nothing was taken off."""
    if deal.list_price is None or deal.amount is None or deal.list_price.currency != deal.amount.currency:
        return []
    price = Price(deal.list_price, deal.amount)
    if not price.discount.is_positive:
        return []
    return [line("deal_discount", list=price.list, less=price.discount, percent=percent_of(price))]
