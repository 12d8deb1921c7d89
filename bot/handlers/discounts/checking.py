"""Before a price is booked: how much less than the list price it is, and whether somebody else has to say yes.

A price is held against the highest one that was asked of the deal, however it is said: as a discount, as a lower sum,
at the signing, or of a deal that is opened again. Beyond the rule the deal stands at its list price until the yes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.handlers.approvals.asking import Wish, ask
from bot.handlers.contracts.booking import deal_signed
from bot.handlers.discounts.giving import percent_of
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, the_account
from bot.message import Button, Line, Turn, line
from bot.said import Said
from bot.settling import settle
from bot.text import typed_words
from core.approvals import Approval
from core.base.money import Money
from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales import Account, Deal, Price, after_discount, before_discount, may_give, reference, same_deal

KIND = "discount"
SOLD = ("deal", "stage", "contract")
SAID = ("discount", "less", "list_amount", "net_amount")  # what the reading says of a price
AGAIN = timedelta(days=90)  # so long a deal that was closed is the same one when it is opened anew
NEARLY = Decimal(1)  # whole units that people round a price to


def priced(turn: Turn, said: Said) -> Said | Booked:
    """The fact with its price worked out; or the card of one that waits for a yes. A Doubt where the list price, or
    which of two prices is meant, must be asked."""
    if said.intent not in SOLD or KIND in said.settled:
        return said
    account = the_account(turn, said)
    deal = deal_of(turn, account, said)
    price = price_said(turn, account, said, deal)
    if price is None:
        return said
    if not _is_more(deal, price) or price.within(may_give(turn.member, account.tier, turn.policy.deals)):
        if deal is not None:
            needs_no_yes(turn, deal)
        return at_price(said, price, deal)
    return _parked(turn, account, said, deal, price)


def at_price(said: Said, price: Price, deal: Deal | None) -> Said:
    """The fact as it is booked: with what is to be paid as its amount, and the list price beside it."""
    of = {"deal": str(deal.id)} if deal is not None else {}
    return said.without(*SAID).with_slots(
        amount=str(price.net.amount), currency=price.net.currency, list_price=str(price.list.amount), **of
    )


def deal_of(turn: Turn, account: Account, said: Said) -> Deal | None:
    """The deal a fact is about; None where it is a new one, or which is asked later. A Doubt as for the signing."""
    if said.intent == "contract":
        return deal_signed(turn, account, said) if (said.get("act") or "sign") in ("sign", "renew") else None
    open_deals = turn.store.sales.open_deals(account.id)
    picked = [deal for deal in open_deals if str(deal.id) == said.get("deal")]
    if picked or said.intent == "deal":
        return picked[0] if picked else same_deal(open_deals, said.get("deal_name") or "")
    return open_deals[0] if len(open_deals) == 1 else None


# -- the price


def price_said(turn: Turn, account: Account, said: Said, deal: Deal | None) -> Price | None:
    """What a message asks for and what that is less than; None where nothing is taken off."""
    stays = said.intent == "contract" and said.get("act") not in (None, "sign", "renew")
    if stays or (said.intent == "stage" and said.get("stage") == "lost"):
        return None
    amount = amount_of(turn, said)
    currency = _currency(turn, said, deal)
    asked = tuple(_asked(turn, account, said, deal))
    known = reference(asked, currency)
    if any(said.get(one) for one in SAID):
        return _discounted(turn, account, said, known, currency)
    if amount is None or said.get("amount_max") or is_estimate(said):
        return None
    _same_currency(asked, amount)
    return Price(known, amount) if known is not None and amount < known and amount.is_positive else None


def is_estimate(said: Said) -> bool:
    """Whether an amount is what the customer has to spend, not our price."""
    return any(word in said.text.lower() for word in typed_words("marks"))


def _currency(turn: Turn, said: Said, deal: Deal | None) -> str:
    """As said; else that of the deal, else the team's."""
    named = said.get("currency")
    kept = deal.amount.currency if deal is not None and deal.amount is not None else turn.team.currency
    return named if named and any(said.get(one) for one in ("amount", "list_amount", "net_amount")) else kept


def _asked(turn: Turn, account: Account, said: Said, deal: Deal | None) -> Iterable[Money | None]:
    """The prices that were asked of the deal; of a new one, those of the deal it most likely is: one of that name that
    was closed lately, or one that was taken back with a discount on it that nobody agreed to."""
    if deal is not None:
        prices = _prices(deal)
        return prices if any(one is not None for one in prices) else _taken_back(turn, account, said, deal)
    if said.intent != "deal" and (said.get("act") == "renew" or turn.store.sales.open_deals(account.id)):
        return ()  # which of them is asked
    return _closed(turn, account, said) or _taken_back(turn, account, said, None)


def _closed(turn: Turn, account: Account, said: Said) -> tuple[Money | None, ...]:
    """Lost, or won under this very name: won under another, or told of as won or signed, it is a further one."""
    name, since = said.get("deal_name") or "", turn.today - AGAIN
    closed = [
        one for one in turn.store.sales.deals(account.id)
        if not one.is_open and one.name == name and one.stage_since >= since
        and (one.stage == "lost" or (name and said.intent == "deal"))
    ]  # fmt: skip
    return _prices(closed[-1]) if closed else ()


def _taken_back(turn: Turn, account: Account, said: Said, deal: Deal | None) -> tuple[Money, ...]:
    """The list prices of discounts that were asked for, on a deal that is void by now and may be this one, or on this
    one before its price was taken back. A name that one of them lacks tells none apart."""
    name, found = said.get("deal_name") or "", []
    for asked in turn.store.approvals.asked(KIND, account.id, turn.today - AGAIN):
        about = turn.store.get(Deal, asked.subject_id)
        same = about is not None and about.void and (about.name == name or not (about.name and name))
        if (same and deal is None) or (deal is not None and asked.subject_id == deal.id):
            book = json.loads(asked.content)["book"]
            found.append(Money.of(book["list"], book["currency"]))
    return tuple(found)


def _prices(deal: Deal) -> tuple[Money | None, ...]:
    return deal.list_price, None if deal.estimate else deal.amount


def _same_currency(prices: Iterable[Money | None], amount: Money) -> None:
    """Refusal `discount_currency`: a price in another currency cannot be held against the one that was asked."""
    asked = next((one for one in prices if one is not None), None)
    if asked is not None and asked.currency != amount.currency:
        raise Refusal("discount_currency", asked=asked, amount=amount)


def _discounted(turn: Turn, account: Account, said: Said, known: Money | None, currency: str) -> Price:
    """The list price and what is left of it: what is not said is worked out."""
    try:
        told = {one: Money.of(value, currency) for one in SAID[1:] if (value := said.get(one))}
    except ValueError:
        raise Refusal("amount_not_bookable", amount=said.get("amount") or "", currency=currency) from None
    percent = Decimal(said.get("discount") or 0)
    less, net = told.get("less", Money.zero(currency)), told.get("net_amount")
    amount = amount_of(turn, said)
    whole = told.get("list_amount", amount if net is None else None)
    if whole is None and net is not None and net == known and (percent or less.is_positive):
        whole, net = net, None  # 8折 80万, of a deal that is asked 80万 for
    if whole is None:
        whole = known if net is None else before_discount(net + less, percent)
    if whole is None:
        raise Doubt(Question(line("ask_list_price", account=account.name), awaits="amount"))
    worked_out = after_discount(whole, percent) - less
    if net is not None and (percent or less.is_positive) and abs(worked_out - net).amount >= NEARLY:
        raise Doubt(_which(whole, worked_out, net))
    price = Price(max(whole, known) if known is not None else whole, worked_out if net is None else net)
    if not price.net.is_positive or price.net > price.list:
        raise Refusal("discount_too_much", list=whole, less=price.discount)
    return price


def _which(whole: Money, worked_out: Money, net: Money) -> Question:
    """80万打8折70万: two prices."""
    choices: list[Choice] = [
        (line("button_value", value=one), {"slots": {"net_amount": str(one.amount), "discount": "", "less": ""}})
        for one in (worked_out, net)
    ]
    return Question(line("ask_which_price", list=whole, worked_out=worked_out, said=net), tuple(choices), "")


def _is_more(deal: Deal | None, price: Price) -> bool:
    """Whether more is taken off than counts already: a lower price, or one that is less than what is asked now."""
    asked = reference(_prices(deal), price.net.currency) if deal is not None else None
    now = deal.amount if deal is not None and not deal.estimate else None
    return asked is None or now is None or price.net < now or price.list > asked


# -- beyond the rule


def _parked(turn: Turn, account: Account, said: Said, deal: Deal | None, price: Price) -> Booked:
    """The deal at its list price, and the discount put to whoever has a say."""
    deal = at_list(turn, account, said, deal, price)
    asked = ask(turn, wish_of(turn, account, said, deal, price))
    put = turn.store.approvals.about(KIND, deal.id)
    if put is None:  # nobody else has a say: it is booked
        return asked
    named = dict(account=account.name, name=deal.name or None)
    lines = [line("discount_parked", **named, net=price.net), arithmetic(turn, account, price)]
    lines += [line("discount_stands", list=price.list if deal.amount is None else deal.amount), *asked.lines]
    return replace(asked, lines=tuple(lines), buttons=way_buttons(turn, account, put, price, deal), about=deal.id)


def at_list(turn: Turn, account: Account, said: Said, deal: Deal | None, price: Price) -> Deal:
    """The deal with the list price it is held against; a new one stands at that until the yes."""
    if deal is None:
        stage = said.get("stage") if said.intent == "deal" else None
        kept = Deal(
            id=turn.new_id(), account_id=account.id, owner_id=account.owner_id, name=said.get("deal_name") or "",
            amount=price.list, list_price=price.list, stage=stage if stage not in (None, "won", "lost") else "lead",
            stage_since=turn.today, close_on=said.day("close_date_end") or said.day("close_date"),
        )  # fmt: skip
    else:
        fresh: dict[str, Any] = {"list_price": price.list}
        if deal.amount is None or deal.estimate:
            fresh |= dict(amount=price.list, amount_max=None, estimate=False)
        kept = evolve(deal, **fresh) if any(getattr(deal, name) != value for name, value in fresh.items()) else deal
    if kept is not deal:
        turn.store.save(kept)
    return kept


def wish_of(turn: Turn, account: Account, said: Said, deal: Deal, price: Price) -> Wish:
    """What is asked: this price of this deal, as the deal stands now."""
    book: Mapping[str, Any] = {
        "said": said.as_json(), "deal": str(deal.id), "list": str(price.list.amount), "net": str(price.net.amount),
        "currency": price.net.currency, "was": str(deal.amount.amount) if deal.amount is not None else "",
    }  # fmt: skip
    what = line("approval_discount", account=account.name, name=deal.name or None, net=price.net, list=price.list,
                percent=percent_of(price), kind=Line(f"discount_of_{said.intent}"))  # fmt: skip
    deep = not price.within(turn.policy.deals.discount_manager)
    shown = (what, arithmetic(turn, account, price))
    return Wish(KIND, account, deal.id, shown, book, price.net, rule="deep_discount" if deep else "")


def arithmetic(turn: Turn, account: Account, price: Price) -> Line:
    """原价 − 要价 = 让多少, and how much this person may give."""
    allowed = may_give(turn.member, account.tier, turn.policy.deals)
    down_to = least(turn, account, price)
    return line("discount_sum", list=price.list, net=price.net, less=price.discount, percent=percent_of(price),
                allowed=str(allowed), down_to=down_to, by=turn.member.name)  # fmt: skip


def way_buttons(
    turn: Turn, account: Account, put: Approval, price: Price, deal: Deal
) -> tuple[tuple[Button, ...], ...]:
    """What who asked may do instead of waiting: the most they may give, or leave the price as it stands."""
    row, down_to = {"approval": str(put.id)}, least(turn, account, price)
    stands = price.list if deal.amount is None else deal.amount
    ways = [(line("button_discount_stay", net=stands), "stay")]
    if down_to < stands:
        percent = str(may_give(turn.member, account.tier, turn.policy.deals))
        ways.insert(0, (line("button_discount_allowed", net=down_to, percent=percent), "allowed"))
    return tuple((Button(label, "discount_take", {**row, "way": way}),) for label, way in ways)


def least(turn: Turn, account: Account, price: Price) -> Money:
    """The lowest price this person may make by themselves."""
    return after_discount(price.list, Decimal(may_give(turn.member, account.tier, turn.policy.deals)))


def needs_no_yes(turn: Turn, deal: Deal) -> None:
    """Another price was said of the deal, and may be: what this person asked before is asked no more."""
    waiting = turn.store.approvals.about(KIND, deal.id)
    if waiting is not None and waiting.asked_by == turn.member.id:
        gone = evolve(waiting, state="withdrawn", held_until=None)
        turn.store.save(gone)
        settle(turn.store, gone)
