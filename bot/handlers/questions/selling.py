"""Questions about selling: who was with whom, who is left alone, what stands in the pipeline, what was won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.handlers.contracts import showing
from bot.handlers.questions.asking import (
    Answer,
    Asking,
    Entry,
    Figure,
    Rows,
    ask_button,
    by_buttons,
    compared,
    figure,
    groups,
    listed,
    period_line,
    rows_button,
    scope,
    sees,
    taken,
    whole_line,
    with_rows,
)
from bot.message import Line, Turn, line, or_blank
from bot.subjects import task_facts
from bot.text import shortened
from core.base.money import Money
from core.base.periods import Period
from core.contracts import Contract
from core.people import may
from core.sales import STAGES, Contact, Deal, Task, Visit
from storage.questions import EARLIEST, LATEST, Touched, Visited, Whose

QUIET = 30  # days without a word after which a customer or a deal counts as quiet, where nobody said
TOLD = 200  # characters of what was talked about, on the card of the last visit


# -- who was with whom


def last(turn: Turn, asking: Asking) -> Answer:
    """上次谁去见的远航，聊了啥: the last visit or call, and what was said after it."""
    found, more = taken(turn, asking, last_rows(turn, asking), 1)
    if not found:
        return Answer((line("question_last_none", scope=scope(turn, asking)), *_later_notes(turn, asking, None)))
    visit, whose = found[0]
    by = turn.store.people.member(visit.by_id)
    lines = [line("question_last", account=whose.name, on=visit.on, days=max((turn.today - visit.on).days, 0),
                  by=by.name if by else "", kind=Line(f"visit_kind_{visit.kind}"),
                  contact=_contact(turn, visit))]  # fmt: skip
    if visit.note:
        lines.append(line("question_last_note", note=shortened(visit.note, TOLD)))
    lines += _later_notes(turn, asking, visit.on)
    earlier = ask_button(line("question_earlier"), asking.about, asking.slots, view="rows", start=more or 0)
    return Answer(tuple(lines), (earlier,) if more else ())


def _later_notes(turn: Turn, asking: Asking, since: date | None) -> list[Line]:
    """What was remarked about the customer on that day or after it."""
    if asking.account is None:
        return []
    return [
        line("question_later_note", on=note.on, note=shortened(note.text, TOLD))
        for note in turn.store.sales.notes(asking.account.id, 1)
        if since is None or note.on >= since
    ]


def last_rows(turn: Turn, asking: Asking) -> Rows[Visit]:
    """Every visit and call, newest first."""
    return _visit_rows(turn, asking, Period(EARLIEST, LATEST))


def visits(turn: Turn, asking: Asking) -> Answer:
    """How often who was with customers in a period, and with how many; of days to come, what is planned."""
    asking = _in_period(turn, asking)
    period = asking.period
    assert period is not None
    if period.first > turn.today:
        return plans(turn, replace(asking, about="plans"))
    found = _visited(turn, asking, period)
    about = dict(scope=by_whom(turn, asking), period=period_line(turn, period))
    if not found:
        lines = [line("question_visits_none", **about)]
        return Answer((*lines, *compared(turn, asking, Figure(0), lambda of: _visit_figure(turn, asking, of), "times")))
    if asking.get("by"):
        entries = [Entry(one.whose, one.by_id, one.count, None) for one in found]
        answer = groups(turn, asking, entries, "times")
        return Answer((line("question_visits_by", by=asking.get("by"), **about), *answer.lines), answer.buttons)
    total = Figure(sum(one.count for one in found))
    kinds = {kind: sum(one.count for one in found if one.kind == kind) for kind in ("visit", "call", "online")}
    parts = [
        line("question_of_kind", kind=Line(f"visit_kind_{kind}"), count=count) for kind, count in kinds.items() if count
    ]
    accounts = len({one.whose.account_id for one in found})
    lines = [line("question_visits", count=total.count, accounts=accounts, parts=parts, **about)]
    lines += compared(turn, asking, total, lambda of: _visit_figure(turn, asking, of), "times")
    people = () if asking.person or len({one.by_id for one in found}) < 2 else by_buttons(asking, "person")
    places = by_buttons(asking, "customer") if accounts > 1 else ()
    return Answer(tuple(lines), (*rows_button(asking, total.count), *places, *people))


def _in_period(turn: Turn, asking: Asking) -> Asking:
    return asking.within("year" if asking.account else "month", turn.today)


def by_whom(turn: Turn, asking: Asking) -> Line:
    """Visits are of who went, not of whose customer it is."""
    if asking.person is None:
        return scope(turn, asking)
    mine = asking.person.id == turn.member.id and turn.private
    account = asking.account.name if asking.account else None
    return line("question_went", who="me" if mine else "person", name=asking.person.name, account=account)


def _visit_figure(turn: Turn, asking: Asking, period: Period) -> Figure:
    return Figure(sum(one.count for one in _visited(turn, asking, period)))


def _visited(turn: Turn, asking: Asking, period: Period) -> list[Visited]:
    of = asking.account.id if asking.account else None
    by = asking.person.id if asking.person else None
    kind = asking.get("kind")
    found = turn.store.questions.visited(period.first, period.last, of, by)
    return [one for one in found if (not kind or one.kind == kind) and sees(turn, asking.action, one.whose)]


def visits_rows(turn: Turn, asking: Asking) -> Rows[Visit]:
    """The visits behind it, newest first."""
    period = _in_period(turn, asking).period
    assert period is not None
    return _visit_rows(turn, asking, period)


def _visit_rows(turn: Turn, asking: Asking, period: Period) -> Rows[Visit]:
    of = asking.account.id if asking.account else None
    by = asking.person.id if asking.person else None
    kind, contact = asking.get("kind"), asking.get("contact")
    return Rows(
        lambda skip, count: turn.store.questions.visits(period.first, period.last, skip, count, of, by),
        lambda visit, whose: _visit_row(turn, visit, whose),
        lambda visit, whose: (not kind or visit.kind == kind) and (not contact or _contact(turn, visit) == contact),
        by_owner=False,
    )


def _visit_row(turn: Turn, visit: Visit, whose: Whose) -> Line:
    by = turn.store.people.member(visit.by_id)
    return line("question_visit_row", on=visit.on, account=whose.name, by=by.name if by else "",
                kind=Line(f"visit_kind_{visit.kind}"), contact=_contact(turn, visit),
                note=shortened(visit.note))  # fmt: skip


def _contact(turn: Turn, visit: Visit) -> str:
    contact = turn.store.get(Contact, visit.contact_id) if visit.contact_id else None
    return contact.name if contact and not contact.void else ""


# -- what is planned


def plans(turn: Turn, asking: Asking) -> Answer:
    """Who has what to do for customers in a period."""
    period = _planned_days(turn, asking)
    found, _ = taken(turn, asking, plans_rows(turn, asking), 10_000)
    about = dict(scope=by_whom(turn, asking), period=whole_line(turn, period))
    if not found:
        return Answer((line("question_plans_none", **about),))
    return with_rows(turn, asking, (line("question_plans", count=len(found), **about),), plans_rows(turn, asking))


def _planned_days(turn: Turn, asking: Asking) -> Period:
    return asking.period or Period(turn.today, turn.today + timedelta(days=6))


def plans_rows(turn: Turn, asking: Asking) -> Rows[Task]:
    """The open to-dos behind it, soonest first."""
    period, person = _planned_days(turn, asking), asking.person
    found = turn.store.questions.planned(period.first, period.last)
    mine = [(one, whose) for one, whose in found if person is None or one.owner_id == person.id]
    return Rows(listed(mine), lambda one, whose: _plan_row(turn, one, whose), by_owner=False)


def _plan_row(turn: Turn, task: Task, whose: Whose) -> Line:
    owner, what = turn.store.people.member(task.owner_id), task_facts(turn.store, task, None)["what"]
    return line("question_plan_row", on=task.due_on, at=task.at, account=whose.name, what=what,
                owner=owner.name if owner else "")  # fmt: skip


# -- customers left alone


def quiet(turn: Turn, asking: Asking) -> Answer:
    """Customers nobody visited, called or noted anything about for so many days, the longest first."""
    about = dict(scope=scope(turn, asking), days=_idle_days(turn, asking))
    found, _ = taken(turn, asking, quiet_rows(turn, asking), 100_000)
    if not found:
        return Answer((line("question_quiet_none", **about),))
    head = line("question_quiet", count=len(found), **about)
    return with_rows(turn, asking, (head,), quiet_rows(turn, asking))


def _idle_days(turn: Turn, asking: Asking) -> int:
    if asking.period is not None:
        return max((turn.today - asking.period.first).days, 0)
    return asking.number("days") or QUIET


def quiet_rows(turn: Turn, asking: Asking) -> Rows[Touched]:
    """The customers behind it; one that is new in the books counts from the day it came in."""
    least = _idle_days(turn, asking)
    idle = sorted((-_idle(turn, one), one.whose.account_id, one) for one in turn.store.questions.touched())
    found = [(one, one.whose) for days, _, one in idle if -days >= least]
    return Rows(listed(found), lambda one, whose: _quiet_row(turn, one, whose))


def _idle(turn: Turn, one: Touched) -> int:
    """Days since anything was heard of a customer; days are the team's."""
    came_on = one.created_at.astimezone(ZoneInfo(turn.team.timezone)).date()
    return (turn.today - max(day for day in (one.visited_on, one.noted_on, came_on) if day is not None)).days


def _quiet_row(turn: Turn, one: Touched, whose: Whose) -> Line:
    owner = turn.store.people.member(whose.owner_id)
    heard = max((day for day in (one.visited_on, one.noted_on) if day is not None), default=None)
    return line("question_quiet_row", account=whose.name, days=_idle(turn, one), heard=heard,
                owner=owner.name if owner else "")  # fmt: skip


# -- deals


def deals(turn: Turn, asking: Asking) -> Answer:
    """What is being worked on, a line a stage."""
    found, _ = taken(turn, asking, deals_rows(turn, asking), 100_000)
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
    about = dict(scope=scope(turn, asking), days=_idle_days(turn, asking))
    found, _ = taken(turn, asking, stale_rows(turn, asking), 100_000)
    if not found:
        return Answer((line("question_stale_none", **about),))
    total = figure((1, deal.amount) for deal, _ in found)
    head = line("question_stale", count=total.count, sums=total.shown, **about)
    return with_rows(turn, asking, (head,), stale_rows(turn, asking))


def stale_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it."""
    least = _idle_days(turn, asking)
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
    found, _ = taken(turn, asking, closing_rows(turn, asking), 100_000)
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
    asking = _in_period(turn, asking)
    period = asking.period
    assert period is not None
    found, _ = taken(turn, asking, _closed_rows(turn, asking, stage, period), 100_000)
    about = dict(scope=scope(turn, asking), period=period_line(turn, period), stage=stage)
    if asking.get("by") and found:
        entries = [Entry(whose, deal.owner_id, 1, deal.amount) for deal, whose in found]
        answer = groups(turn, asking, entries, "money")
        return Answer((line("question_closed_by", by=asking.get("by"), **about), *answer.lines), answer.buttons)
    total = figure((1, deal.amount) for deal, _ in found)
    lines = [line("question_closed", sums=total.shown, count=total.count, **about)]

    def before(of: Period) -> Figure:
        then, _ = taken(turn, asking, _closed_rows(turn, asking, stage, of), 100_000)
        return figure((1, deal.amount) for deal, _ in then)

    lines += compared(turn, asking, total, before, "deals")
    people = by_buttons(asking, "person") if len({deal.owner_id for deal, _ in found}) > 1 else ()
    return Answer(tuple(lines), (*rows_button(asking, total.count), *people))


def closed_rows(turn: Turn, asking: Asking) -> Rows[Deal]:
    """The deals behind it, newest first."""
    period = _in_period(turn, asking).period
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
    found, _ = taken(turn, asking, ending_rows(turn, asking), 10_000)
    about = dict(scope=scope(turn, asking), period=whole_line(turn, period))
    if not found:
        return Answer((line("question_ending_none", **about),))
    head = line("question_ending", count=len(found), **about)
    return with_rows(turn, asking, (head,), ending_rows(turn, asking))


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
    asking = _in_period(turn, asking)
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
    found, _ = taken(turn, narrowed, signed_rows(turn, narrowed), 10_000)
    return figure((1, _amount(turn, contract, whose)) for contract, whose in found)


def _amount(turn: Turn, contract: Contract, whose: Whose) -> Money | None:
    return contract.amount if may(turn.member, "see_money", whose.owners, whose.tier) else None


def signed_rows(turn: Turn, asking: Asking) -> Rows[Contract]:
    """The contracts behind it, newest first."""
    period = _in_period(turn, asking).period
    assert period is not None
    return Rows(
        listed(turn.store.questions.signed(period.first, period.last)),
        lambda one, whose: line("question_contract_row", on=one.signed_on, account=whose.name, number=one.number,
                                amount=or_blank(_amount(turn, one, whose))),
    )  # fmt: skip


# -- customers and their people


def owner(turn: Turn, asking: Asking) -> Answer:
    """华星是谁的客户"""
    assert asking.account is not None
    first, *others = [one.name for each in asking.account.owners if (one := turn.store.people.member(each))] or [""]
    return Answer((line("question_owner", account=asking.account.name, owner=first, others=others or None),))


def contacts(turn: Turn, asking: Asking) -> Answer:
    """Who is known at a customer; phones in a private chat only, and looking is noted."""
    assert asking.account is not None
    called = asking.get("contact")
    found = [one for one in turn.store.sales.contacts(asking.account.id) if called in ("", one.name)]
    if not found and called:
        return Answer((line("question_contact_unknown", account=asking.account.name, name=called),))
    if not found:
        return Answer((line("question_contacts_none", account=asking.account.name),))
    if any(one.phone for one in found):
        turn.store.note_read("contacts", asking.account.id)
    head = line("question_contacts", account=asking.account.name, count=len(found))
    rows = [
        line("question_contact_row", name=one.name, title=one.title, phone=one.phone if turn.private else "")
        for one in found
    ]
    return Answer((head, *rows[:QUIET]))


def customers(turn: Turn, asking: Asking) -> Answer:
    """张伟有几个客户"""
    rows = customers_rows(turn, asking)
    found, _ = taken(turn, asking, rows, 100_000)
    head = line("question_customers", scope=scope(turn, asking), count=len(found))
    return with_rows(turn, asking, (head,), rows)


def customers_rows(turn: Turn, asking: Asking) -> Rows[Touched]:
    """The customers themselves."""
    found = sorted(turn.store.questions.touched(), key=lambda one: one.whose.name)
    return Rows(listed([(one, one.whose) for one in found]), lambda one, whose: _quiet_row(turn, one, whose))
