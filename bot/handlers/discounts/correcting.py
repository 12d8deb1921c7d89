"""Putting a price right: a slip of the day is; what takes more off than the rule allows is asked for like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.handlers.accounts.paying_terms import terms_said
from bot.handlers.approvals import asking
from bot.handlers.discounts.checking import KIND, SAID, price_said
from bot.handlers.logs import the_account
from bot.message import Line, Turn, line
from bot.said import Said
from core.base.money import Money
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract
from core.sales import Deal, Price, may_give, reference

Righted = Callable[[Turn, Deal, Said], list[Line]]


def right_deal(turn: Turn, deal: Deal, said: Said, fields: Righted) -> list[Line]:
    """A deal put right. While a discount on it waits another price of it is asked for anew."""
    if paid := terms_said(said):
        return _other_terms(turn, deal, paid, said, fields)
    of_the_price = any(said.get(one) for one in SAID)
    waiting = turn.store.approvals.about(KIND, deal.id)
    if waiting is not None and waiting.asked_by == turn.member.id and (of_the_price or said.get("amount")):
        return asking.put_right(turn, waiting, said)
    if not of_the_price:
        return fields(turn, deal, said)
    account = the_account(turn, said if said.account_id else said.with_account(deal.account_id))
    price = price_said(turn, account, Said("deal", said.slots, said.text, account.id), deal)
    if price is None:
        return []
    plain = {"amount": str(price.net.amount), "currency": price.net.currency}
    lines = fields(turn, deal, Said("correction", plain, ""))
    now = turn.store.get(Deal, deal.id)
    if now is not None and now.list_price != price.list:
        turn.store.save(evolve(now, list_price=price.list))
    return lines


def _other_terms(turn: Turn, deal: Deal, paid: Mapping[str, Any], said: Said, fields: Righted) -> list[Line]:
    """不对，是月结90: how it is paid, and whatever else was said of it."""
    rest = said.without("split", "retention", "net", "net_from", "terms")
    lines = right_deal(turn, deal, rest, fields) if rest.slots or rest.account_id else []
    now = turn.store.get(Deal, deal.id) or deal
    if all(getattr(now, name) == value for name, value in paid.items()):
        return lines
    turn.store.save(evolve(now, **paid))
    after = paid.get("terms", "")
    return [*lines, line("corrected_field", what=Line("audit_field_terms"), before=now.terms or None, after=after)]


def asked_before(turn: Turn, record: Record) -> tuple[Money | None, ...]:
    """What was asked of the deal before it, or its contract, is put right; nothing where it is neither."""
    deal = record if isinstance(record, Deal) else None
    if isinstance(record, Contract):
        deal = turn.store.get(Deal, record.deal_id) if record.deal_id else None
    if deal is None:
        return ()
    signed = record.amount if isinstance(record, Contract) else None
    return deal.list_price, None if deal.estimate else deal.amount, signed


def not_cheaper(turn: Turn, record: Record, asked: tuple[Money | None, ...]) -> None:
    """Refusal `discount_by_correction` where a correction takes more off than this person may. What they logged today
    and nobody spoke of a discount on is a slip."""
    now = turn.store.get(type(record), record.id)
    if not asked or not isinstance(now, Deal | Contract) or now.amount is None or _is_a_slip(turn, record, asked[0]):
        return
    before = reference(asked, now.amount.currency)
    known = next((one for one in asked if one is not None), None)
    if before is None and known is not None:
        raise Refusal("discount_currency", asked=known, amount=now.amount)
    last = record.amount if isinstance(record, Deal | Contract) else None
    if before is None or last is None or now.amount >= last:
        return
    account = turn.store.sales.account(now.account_id)
    price = Price(before, now.amount)
    if account is None or not price.within(may_give(turn.member, account.tier, turn.policy.deals)):
        raise Refusal("discount_by_correction", account=account.name if account else "", list=before, net=now.amount)
    if isinstance(now, Deal) and now.list_price is None:
        turn.store.save(evolve(now, list_price=before))


def _is_a_slip(turn: Turn, record: Record, list_price: Money | None) -> bool:
    made = turn.store.audit.of_record(record.id)[0]
    made_on = made.at.astimezone(ZoneInfo(turn.team.timezone)).date()
    return list_price is None and made.by == turn.member.id and made_on == turn.today
