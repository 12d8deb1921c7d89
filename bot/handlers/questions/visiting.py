"""Questions about customers and who sees to them: who was with whom, what is planned, who is left alone, whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.handlers.questions.asking import (
    Answer,
    Asking,
    Entry,
    Figure,
    Rows,
    ask_button,
    by_buttons,
    compared,
    counted,
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
from bot.message import Line, Turn, line
from bot.subjects import task_facts
from bot.text import shortened
from core.base.periods import Period
from core.sales import Contact, Task, Visit
from storage.questions import EARLIEST, LATEST, Touched, Visited, Whose

QUIET = 30  # days without a word after which a customer or a deal counts as quiet, where nobody said
CONTACTS = 30  # on one card
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
    asking = in_period(turn, asking)
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


def in_period(turn: Turn, asking: Asking) -> Asking:
    """The same with a period: this year's for one customer, else this month's, where none was said."""
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
    period = in_period(turn, asking).period
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
    about = dict(scope=by_whom(turn, asking), period=whole_line(turn, period))
    return counted(turn, asking, plans_rows(turn, asking), "question_plans", "question_plans_none", **about)


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
    about = dict(scope=scope(turn, asking), days=idle_days(turn, asking))
    return counted(turn, asking, quiet_rows(turn, asking), "question_quiet", "question_quiet_none", **about)


def idle_days(turn: Turn, asking: Asking) -> int:
    """After how many days without a word something counts as quiet: as was said, else QUIET."""
    if asking.period is not None:
        return max((turn.today - asking.period.first).days, 0)
    return asking.number("days") or QUIET


def quiet_rows(turn: Turn, asking: Asking) -> Rows[Touched]:
    """The customers behind it; one that is new in the books counts from the day it came in."""
    least = idle_days(turn, asking)
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
    return Answer((head, *rows[:CONTACTS]))


def customers(turn: Turn, asking: Asking) -> Answer:
    """张伟有几个客户"""
    rows = customers_rows(turn, asking)
    found, _ = taken(turn, asking, rows)
    head = line("question_customers", scope=scope(turn, asking), count=len(found))
    return with_rows(turn, asking, (head,), rows)


def customers_rows(turn: Turn, asking: Asking) -> Rows[Touched]:
    """The customers themselves."""
    found = sorted(turn.store.questions.touched(), key=lambda one: one.whose.name)
    return Rows(listed([(one, one.whose) for one in found]), lambda one, whose: _quiet_row(turn, one, whose))
