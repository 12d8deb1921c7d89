"""Questions about deals and contracts: what stands in the pipeline, what was won, lost and signed, what ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.handlers.contracts import showing
from bot.handlers.questions.asking import (
    Answer,
    Asking,
    Entry,
    Figure,
    Rows,
    by_buttons,
    compared,
    counted,
    figure,
    groups,
    listed,
    period_line,
    rows_button,
    scope,
    taken,
    whole_line,
    with_rows,
)
from bot.handlers.questions.visiting import idle_days, in_period
from bot.message import Line, Turn, line, or_blank
from core.base.money import Money
from core.base.periods import Period
from core.contracts import Contract
from core.people import may
from core.sales import STAGES, Deal
from storage.questions import Whose

# -- deals


def deals(turn: Turn, asking: Asking) -> Answer:
    """What is being worked on, a line a stage."""
    found, _ = taken(turn, asking, deals_rows(turn, asking))
    about = dict(scope=scope(turn, asking), stage=_stage_line(asking), least=_least(turn, asking))
    if not found:
        return Answer((line("question_deals_none", **about),))
    if asking.get("by"):
        entries = [Entry(whose, deal.owner_id, 1, deal.amount) for deal, whose in found]
        answer = groups(turn, asking, entries, "money")
        return Answer((line("question_deals_by", by=asking.get("by"), **about), *answer.lines), answer.buttons)
    total = figure((1, deal.amount) for deal, _ in found)
    lines = [line("question_deals", sums=total.shown, count=total.count, **about)]
    for stage in STAGES:
        inside = figure((1, deal.amount) for deal, _ in found if deal.stage == stage)
        if inside.count and not asking.get("stage"):
            lines.append(
                line("question_stage", stage=Line(f"stage_{stage}"), sums=inside.shown, count=inside.count)
            )  # fmt: skip
    unknown, guessed = (
        sum(deal.amount is None for deal, _ in found),
        sum(deal.amount is not None and deal.estimate for deal, _ in found),
    )
    if unknown or guessed:
        lines.append(line("question_deals_note", unknown=unknown, guessed=guessed))
    if asking.account is not None:
        return with_rows(turn, asking, (lines[0],), deals_rows(turn, asking))
    people = by_buttons(asking, "person") if len({deal.owner_id for deal, _ in found}) > 1 else ()
    return Answer(tuple(lines), (*rows_button(asking, total.count), *people))


def _stage_line(asking: Asking) -> Line | None:
    return Line(f"stage_{asking.get('stage')}") if asking.get("stage") in STAGES else None


def _least(turn: Turn, asking: Asking) -> Money | None:
    value = asking.get("least")
    return Money.of(Decimal(value), asking.get("least_currency") or turn.team.currency) if value else None


def deals_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it, the one that stands still longest first."""
    least, stage = _least(turn, asking), asking.get("stage")

    def fits(deal: Deal, whose: Whose) -> bool:
        if least is not None and (deal.amount is None or deal.amount.currency != least.currency or deal.amount < least):
            return False
        return not stage or deal.stage == stage

    return _deal_rows(turn, asking, turn.store.questions.open_deals(), fits)


def _deal_rows(
    turn: Turn, asking: Asking, found: Sequence[tuple[Deal, Whose]], fits: Callable[[Deal, Whose], bool] | None = None
) -> Rows[Deal]:
    """Deals are of who works on them: somebody's deals, whoever owns the customer."""
    person = asking.person
    kept = [
        (deal, whose)
        for deal, whose in found
        if (person is None or deal.owner_id == person.id) and (fits is None or fits(deal, whose))
    ]
    return Rows(listed(kept), lambda deal, whose: _deal_row(turn, deal, whose), by_owner=False)


def _deal_row(turn: Turn, deal: Deal, whose: Whose) -> Line:
    owner = turn.store.people.member(deal.owner_id)
    return line("question_deal_row", account=whose.name, name=deal.name, amount=or_blank(deal.amount),
                estimate="yes" if deal.estimate else "no", stage=Line(f"stage_{deal.stage}"), since=deal.stage_since,
                owner=owner.name if owner else "")  # fmt: skip


def stale(turn: Turn, asking: Asking) -> Answer:
    """Open deals that did not move and whose customer heard nothing of us for so many days."""
    about = dict(scope=scope(turn, asking), days=idle_days(turn, asking))
    found, _ = taken(turn, asking, stale_rows(turn, asking))
    if not found:
        return Answer((line("question_stale_none", **about),))
    total = figure((1, deal.amount) for deal, _ in found)
    head = line("question_stale", count=total.count, sums=total.shown, **about)
    return with_rows(turn, asking, (head,), stale_rows(turn, asking))


def stale_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it."""
    least = idle_days(turn, asking)
    heard = {
        one.whose.account_id: max((day for day in (one.visited_on, one.noted_on) if day is not None), default=None)
        for one in turn.store.questions.touched()
    }

    def stands(deal: Deal, whose: Whose) -> bool:
        moved = max(deal.stage_since, heard.get(whose.account_id) or deal.stage_since)
        return (turn.today - moved).days >= least and asking.get("stage") in ("", deal.stage)

    return _deal_rows(turn, asking, turn.store.questions.open_deals(), stands)


def closing(turn: Turn, asking: Asking) -> Answer:
    """Open deals whose expected close lies in a period."""
    asking = asking.within("month", turn.today)
    period = asking.period
    assert period is not None
    found, _ = taken(turn, asking, closing_rows(turn, asking))
    total = figure((1, deal.amount) for deal, _ in found)
    about = dict(scope=scope(turn, asking), period=whole_line(turn, period))
    head = line("question_closing", count=total.count, sums=total.shown, **about)
    return with_rows(turn, asking, (head,), closing_rows(turn, asking))


def closing_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it."""
    period = asking.within("month", turn.today).period
    assert period is not None

    def expected(deal: Deal, whose: Whose) -> bool:
        return deal.close_on is not None and period.first <= deal.close_on <= period.last

    return _deal_rows(turn, asking, turn.store.questions.open_deals(), expected)


def won(turn: Turn, asking: Asking) -> Answer:
    """What was won in a period, against the one before."""
    return _closed(turn, asking, "won")


def lost(turn: Turn, asking: Asking) -> Answer:
    """What was lost in a period."""
    return _closed(turn, asking, "lost")


def _closed(turn: Turn, asking: Asking, stage: str) -> Answer:
    asking = in_period(turn, asking)
    period = asking.period
    assert period is not None
    found, _ = taken(turn, asking, _closed_rows(turn, asking, stage, period))
    about = dict(scope=scope(turn, asking), period=period_line(turn, period), stage=stage)
    if asking.get("by") and found:
        entries = [Entry(whose, deal.owner_id, 1, deal.amount) for deal, whose in found]
        answer = groups(turn, asking, entries, "money")
        return Answer((line("question_closed_by", by=asking.get("by"), **about), *answer.lines), answer.buttons)
    total = figure((1, deal.amount) for deal, _ in found)
    lines = [line("question_closed", sums=total.shown, count=total.count, **about)]

    def before(of: Period) -> Figure:
        then, _ = taken(turn, asking, _closed_rows(turn, asking, stage, of))
        return figure((1, deal.amount) for deal, _ in then)

    lines += compared(turn, asking, total, before, "deals")
    people = by_buttons(asking, "person") if len({deal.owner_id for deal, _ in found}) > 1 else ()
    return Answer(tuple(lines), (*rows_button(asking, total.count), *people))


def closed_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it, newest first."""
    period = in_period(turn, asking).period
    assert period is not None
    return _closed_rows(turn, asking, asking.about, period)


def _closed_rows(turn: Turn, asking: Asking, stage: str, period: Period) -> Rows[Deal]:
    return _deal_rows(turn, asking, turn.store.questions.closed_deals(stage, period.first, period.last))


# -- contracts


def ending(turn: Turn, asking: Asking) -> Answer:
    """Contracts whose last day lies in a period, the soonest first."""
    asking = asking.within("month", turn.today)
    period = asking.period
    assert period is not None
    about = dict(scope=scope(turn, asking), period=whole_line(turn, period))
    return counted(turn, asking, ending_rows(turn, asking), "question_ending", "question_ending_none", **about)


def ending_rows(turn: Turn, asking: Asking) -> Rows[Contract]:
    """The contracts behind it."""
    period = asking.within("month", turn.today).period
    assert period is not None
    found = [one for one in turn.store.contracts.ending(period.last) if one.ends_on and one.ends_on >= period.first]
    return Rows(listed(_of_accounts(turn, found)), lambda contract, whose: _contract_row(turn, contract))


def _of_accounts(turn: Turn, contracts: Sequence[Contract]) -> list[tuple[Contract, Whose]]:
    accounts = ((one, turn.store.sales.account(one.account_id)) for one in contracts)
    return [
        (one, Whose(account.id, account.name, account.owner_id, account.co_owners, account.tier))
        for one, account in accounts
        if account
    ]


def _contract_row(turn: Turn, contract: Contract) -> Line:
    account = turn.store.sales.account(contract.account_id)
    assert account is not None
    return showing.row(turn, account, contract)


def signed(turn: Turn, asking: Asking) -> Answer:
    """Contracts signed in a period, against the one before; amounts for who may see money."""
    asking = in_period(turn, asking)
    period = asking.period
    assert period is not None
    total = _signed_figure(turn, asking, period)
    about = dict(scope=scope(turn, asking), period=period_line(turn, period))
    head = line("question_signed", sums=total.shown, count=total.count, **about)
    lines = [head, *compared(turn, asking, total, lambda of: _signed_figure(turn, asking, of), "contracts")]
    return Answer(tuple(lines), rows_button(asking, total.count))


def _signed_figure(turn: Turn, asking: Asking, period: Period) -> Figure:
    narrowed = replace(
        asking, slots={**asking.slots, "from": period.first.isoformat(), "to": period.last.isoformat()}
    )  # fmt: skip
    found, _ = taken(turn, narrowed, signed_rows(turn, narrowed))
    return figure((1, _amount(turn, contract, whose)) for contract, whose in found)


def _amount(turn: Turn, contract: Contract, whose: Whose) -> Money | None:
    return contract.amount if may(turn.member, "see_money", whose.owners, whose.tier) else None


def signed_rows(turn: Turn, asking: Asking) -> Rows[Contract]:
    """The contracts behind it, newest first."""
    period = in_period(turn, asking).period
    assert period is not None
    return Rows(
        listed(turn.store.questions.signed(period.first, period.last)),
        lambda one, whose: line("question_contract_row", on=one.signed_on, account=whose.name, number=one.number,
                                amount=or_blank(_amount(turn, one, whose))),
    )  # fmt: skip
