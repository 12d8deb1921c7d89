"""What was given away: the discounts of deals that were won or signed in a period, and those still being offered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.discounts.giving import percent_of
from bot.handlers.questions.asking import (
    Answer,
    Asking,
    Entry,
    Figure,
    Rows,
    by_buttons,
    compared,
    figure,
    groups,
    listed,
    period_line,
    rows_button,
    scope,
    taken,
)
from bot.handlers.questions.visiting import in_period
from bot.message import Line, Turn, line
from core.base.periods import Period
from core.sales import Deal, Price
from storage.questions import Whose

Given = Sequence[tuple[Deal, Whose]]


def discounts(turn: Turn, asking: Asking) -> Answer:
    """How much less than their list prices the deals of a period went for, against the one before."""
    asking = in_period(turn, asking)
    period = asking.period
    assert period is not None
    found, _ = taken(turn, asking, _rows(turn, asking, _agreed(turn, period)))
    about = dict(scope=scope(turn, asking), period=period_line(turn, period))
    if asking.get("by") and found:
        entries = [Entry(whose, deal.owner_id, 1, price.discount) for deal, whose in found if (price := price_of(deal))]
        answer = groups(turn, asking, entries, "money")
        return Answer((line("question_discounts_by", by=asking.get("by"), **about), *answer.lines), answer.buttons)
    total = _figure(found)
    lines = [line("question_discounts", sums=total.shown, count=total.count, **about)]

    def before(of: Period) -> Figure:
        return _figure(taken(turn, asking, _rows(turn, asking, _agreed(turn, of)))[0])

    lines += compared(turn, asking, total, before, "deals")
    offered = _figure(taken(turn, asking, _rows(turn, asking, _offered(turn)))[0])
    if offered.count:
        lines.append(line("question_discounts_offered", sums=offered.shown, count=offered.count))
    several = [by for by, of in (("person", _owners(found)), ("customer", _accounts(found))) if len(of) > 1]
    return Answer(tuple(lines), (*rows_button(asking, total.count), *by_buttons(asking, *several)))


def discounts_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it."""
    period = in_period(turn, asking).period
    assert period is not None
    return _rows(turn, asking, _agreed(turn, period))


def price_of(deal: Deal) -> Price | None:
    """The list price of a deal and what it goes for, where that is less."""
    if (
        deal.amount is None
        or deal.list_price is None
        or deal.estimate
        or deal.amount.currency != deal.list_price.currency
    ):
        return None
    price = Price(deal.list_price, deal.amount)
    return price if price.discount.is_positive else None


def _agreed(turn: Turn, period: Period) -> Given:
    """Won in the period, or signed in it and still to be won."""
    signed = [
        (deal, whose) for deal, whose in turn.store.questions.open_deals()
        if deal.stage == "contract" and period.first <= deal.stage_since <= period.last
    ]  # fmt: skip
    return [*signed, *turn.store.questions.closed_deals("won", period.first, period.last)]


def _offered(turn: Turn) -> Given:
    return [(deal, whose) for deal, whose in turn.store.questions.open_deals() if deal.stage != "contract"]


def _rows(turn: Turn, asking: Asking, found: Given) -> Rows[Deal]:
    person = asking.person
    kept = [(deal, whose) for deal, whose in found
            if price_of(deal) is not None and (person is None or deal.owner_id == person.id)]  # fmt: skip
    return Rows(listed(kept), lambda deal, whose: _row(turn, deal, whose), by_owner=False)


def _row(turn: Turn, deal: Deal, whose: Whose) -> Line:
    owner, price = turn.store.people.member(deal.owner_id), price_of(deal)
    assert price is not None
    return line("question_discount_row", account=whose.name, name=deal.name, list=price.list, less=price.discount,
                percent=percent_of(price), owner=owner.name if owner else "")  # fmt: skip


def _figure(found: Given) -> Figure:
    return figure((1, price.discount) for deal, _ in found if (price := price_of(deal)) is not None)


def _owners(found: Given) -> set[int]:
    return {deal.owner_id for deal, _ in found}


def _accounts(found: Given) -> set[int]:
    return {deal.account_id for deal, _ in found}
