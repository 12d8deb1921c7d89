"""A discount that waits: taking less of it instead, what the yes books, and what asks anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.handlers.approvals.asking import Wish
from bot.handlers.approvals.deciding import take_back
from bot.handlers.credit import checking as credit
from bot.handlers.discounts.checking import KIND, SAID, at_list, at_price, least, price_said, wish_of
from bot.handlers.discounts.giving import percent_of
from bot.handlers.logs import Booked, Doubt, log, the_account
from bot.message import Line, Reply, Turn, line, or_blank
from bot.said import Said
from core.approvals import Approval
from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales import Account, Deal, Price, may_give


def take_pressed(turn: Turn) -> Reply:
    """[按 ¥720,000 记], [就按 ¥800,000]: booked at once, and the yes is needed no more."""
    approval = turn.store.get(Approval, int(turn.arguments["approval"]))
    if approval is None or approval.kind != KIND:
        raise Refusal("record_gone")
    if approval.asked_by != turn.member.id:
        raise Refusal("approval_not_asked_by_you", denied="answer_approval")
    if not approval.is_open:
        raise Refusal("approval_decided", state=approval.state)
    content = json.loads(approval.content)["book"]
    said, account, deal, price = _kept(turn, content)
    take_back(turn, approval)
    stands = price.list if deal.amount is None else deal.amount
    net = least(turn, account, price) if turn.arguments["way"] == "allowed" else stands
    return log(turn, [at_price(said, Price(price.list, net), deal)])


def _kept(turn: Turn, content: Mapping[str, Any]) -> tuple[Said, Account, Deal, Price]:
    """What was asked. Refusal `discount_gone` where the deal is none any more."""
    said = Said.from_json(content["said"])
    account, deal = the_account(turn, said), turn.store.get(Deal, int(content["deal"]))
    if deal is None or deal.void or deal.stage == "lost":
        raise Refusal("discount_gone", account=account.name)
    price = Price(*(Money.of(content[one], content["currency"]) for one in ("list", "net")))
    return said, account, deal, price


def book(turn: Turn, approval: Approval, content: Mapping[str, Any]) -> list[Line]:
    """On the yes: the price that was shown, of the deal as it was shown. Refusal where either is another by now."""
    from bot.routes import FACTS

    said, account, deal, price = _kept(turn, content)
    was = Money.of(content["was"], content["currency"]) if content["was"] else None
    if deal.amount != was or deal.list_price != price.list:
        raise Refusal("discount_moved", account=account.name, now=or_blank(deal.amount))
    sold = at_price(said, price, deal).without_doubt(KIND).without_doubt(credit.RISKY)
    beyond = _is_beyond(turn, account, sold)
    if beyond:
        sold = at_price(Said("deal", {}, said.text, account.id), price, deal).without_doubt(KIND)
    try:
        booked: Booked = FACTS[sold.intent][0](turn, sold)
    except Doubt:
        raise Refusal("discount_say_again", account=account.name) from None
    granted = line("booked_discount", account=account.name, net=price.net, percent=percent_of(price))
    return [granted, *booked.lines, *([line("discount_credit_next", account=account.name)] if beyond else [])]


def _is_beyond(turn: Turn, account: Account, said: Said) -> bool:
    try:
        return credit.is_beyond(turn, account, said)
    except Doubt:
        return False


def again(turn: Turn, approval: Approval, content: Mapping[str, Any], right: Said) -> Wish | None:
    """不对，是85折; 不对，是70万: the same with another price."""
    said, account, deal, before = _kept(turn, content)
    fresh = _with(said, right)
    if fresh is None:
        return None
    made = turn.store.audit.of_record(deal.id)[0].source
    ours = made == turn.store.audit.of_record(approval.id)[0].source  # made by what is put right
    price = price_said(turn, account, fresh, None if ours else deal)
    if price is None or price == before:
        return None
    if price.within(may_give(turn.member, account.tier, turn.policy.deals)):
        raise Refusal("discount_fits_now", account=account.name, net=price.net)
    if ours and deal.amount == before.list:
        deal = evolve(deal, amount=price.list, list_price=price.list)
        turn.store.save(deal)
    return wish_of(turn, account, fresh, at_list(turn, account, fresh, deal, price), price)


def _with(said: Said, right: Said) -> Said | None:
    """What was said with what is right; None where nothing of the price is."""
    told = {name: value for name in SAID if (value := right.get(name))}
    if not told and not right.get("amount"):
        return None
    if {"discount", "less"} & told.keys():
        told_whole = ("net_amount",) if said.get("list_amount") else () if said.get("net_amount") else ("amount",)
        said = said.without("discount", "less", *told_whole)
    elif amount := right.get("amount"):
        slot = "net_amount" if said.get("net_amount") and not said.get("list_amount") else "list_amount"
        told[slot if any(said.get(one) for one in SAID) else "amount"] = amount
    return said.with_slots(**told)
