"""Decisions about accounts and deals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales.records import Account, Deal


def names_of(account: Account) -> tuple[str, ...]:
    """Every form the account is known by: said, official, learnt."""
    return tuple(dict.fromkeys(name for name in (account.name, account.official, *account.aliases) if name))


def same_deal(open_deals: Sequence[Deal], name: str) -> Deal | None:
    """The open deal a further word about money is about: the one of that name; without a name, the only one.

    None where it is a deal of its own, or where it is not clear which is meant.
    """
    fitting = [deal for deal in open_deals if deal.name == name] if name else list(open_deals)
    unnamed = [deal for deal in open_deals if not deal.name]
    if not fitting and name and len(unnamed) == len(open_deals) == 1:
        return unnamed[0]
    return fitting[0] if len(fitting) == 1 else None


def move_stage(open_deals: Sequence[Deal], stage: str, on: date, amount: Money | None = None) -> Deal:
    """The one open deal in its new stage since `on`.

    Refusal `deal_none` where nothing is open, `deal_which` (fact `deals`) where several are: never the latest by luck.
    An amount said with the move becomes the deal's.
    """
    if not open_deals:
        raise Refusal("deal_none")
    if len(open_deals) > 1:
        raise Refusal("deal_which", deals=tuple(open_deals))
    deal = open_deals[0]
    return evolve(
        deal,
        stage=stage,
        stage_since=on if stage != deal.stage else deal.stage_since,
        amount=deal.amount if amount is None else amount,
        estimate=deal.estimate and amount is None,
    )
