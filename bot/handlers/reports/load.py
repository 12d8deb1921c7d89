"""/load 张伟: one person's customers and what is open with them, beside what is usual in the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.handlers.accounts.finding import find_member
from bot.handlers.reports.rows import rows
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.said import Said
from core.base.refusal import Refusal
from core.people import Member, may
from core.watch.load import Load, counted_since, load_of, middle

# What a figure is made of; a button opens it.
PARTS: Mapping[str, Callable[[Load], Sequence[Any]]] = {
    "customers": lambda one: one.customers,
    "deals": lambda one: one.deals,
    "receivables": lambda one: one.receivables,
    "promised": lambda one: one.promised,
    "tasks": lambda one: one.tasks,
    "visits": lambda one: one.visits,
}


def load(turn: Turn) -> Reply:
    """/load 张伟; alone a manager sees everybody, anyone else themselves."""
    name = turn.words.strip().removeprefix("@")
    if not name and turn.member.has("manager"):
        return _team(turn)
    return _one(turn, find_member(turn, name) if name else turn.member)


def load_said(turn: Turn, said: Said) -> Reply:
    """张伟的负荷, 团队负荷"""
    found = [one for one in turn.store.people.members() if one.name in said.text]
    turn.words = found[0].name if found else ""
    return load(turn)


def load_pressed(turn: Turn) -> Reply:
    """A name, or a figure to open."""
    member = turn.store.people.member(int(turn.arguments["member"]))
    if member is None:
        raise Refusal("record_gone")
    part = str(turn.arguments.get("part", ""))
    return _opened(turn, member, part) if part in PARTS else _one(turn, member)


def _one(turn: Turn, member: Member) -> Reply:
    _permitted(turn, member)
    everyone = _loads(turn, [one for one in _sellers(turn) if one.id != member.id])
    own = _loads(turn, [member])[0]
    lines = [line("load_head", name=member.name, on=turn.today), *_lines(own, [own, *everyone])]
    if not member.active:
        lines.insert(1, line("load_left", name=member.name))
    buttons = [_part_button(member, part, len(PARTS[part](own))) for part in PARTS if PARTS[part](own)]
    pairs = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return reply(*lines, buttons=pairs, action="see_load")


# What is compared with the team: its middle stands behind the figure.
FIGURES: Mapping[str, Callable[[Load], int]] = {
    "customers": lambda one: len(one.customers),
    "deals": lambda one: len(one.deals),
    "overdue": lambda one: len(one.overdue),
    "promised": lambda one: len(one.promised),
    "tasks": lambda one: len(one.tasks),
    "week": lambda one: len(one.this_week),
    "month": lambda one: len(one.visits),
}


def _lines(own: Load, team: Sequence[Load]) -> list[Line]:
    """Each figure with the team's middle, where there is more than one to compare."""
    usual = {name: middle(team, figure) for name, figure in FIGURES.items()}
    return [
        line("load_customers", count=len(own.customers), shared=len(own.shared), usual=usual["customers"]),
        line("load_deals", count=len(own.deals), worth=own.worth or None, usual=usual["deals"]),
        line("load_money", count=len(own.receivables), owed=own.owed or None, late=len(own.overdue),
             usual=usual["overdue"]),
        line("load_promised", count=len(own.promised), usual=usual["promised"]),
        line("load_tasks", count=len(own.tasks), late=len(own.late), usual=usual["tasks"]),
        line("load_visits", week=len(own.this_week), month=len(own.visits), usual=usual["week"],
             usual_month=usual["month"]),
    ]  # fmt: skip


def _part_button(member: Member, part: str, count: int) -> Button:
    return Button(line(f"load_open_{part}", count=count), "load", {"member": str(member.id), "part": part})


def _opened(turn: Turn, member: Member, part: str) -> Reply:
    _permitted(turn, member)
    found = PARTS[part](_loads(turn, [member])[0])
    head = line("load_rows", name=member.name, what=Line(f"load_open_{part}", {"count": len(found)}))
    return reply(head, *rows(turn.store, found, turn.today), action="see_load")


def _team(turn: Turn) -> Reply:
    """Everybody who sells, a line each; a name opens."""
    people = _sellers(turn)
    if not people:
        return reply(line("load_nobody"), action="see_load")
    lines = [line("load_team", count=len(people))]
    lines += [
        line("load_row", name=member.name, customers=len(one.customers), deals=len(one.deals), worth=one.worth or None,
             late=len(one.overdue), tasks=len(one.tasks), late_tasks=len(one.late), visits=len(one.this_week))
        for member, one in zip(people, _loads(turn, people), strict=True)
    ]  # fmt: skip
    buttons = [Button(line("button_name", name=one.name), "load", {"member": str(one.id)}) for one in people[:12]]
    return reply(*lines, buttons=tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)),
                 action="see_load")  # fmt: skip


def _sellers(turn: Turn) -> list[Member]:
    """Who sells, or has customers all the same."""
    owners = {one.owner_id for one in turn.store.sales.accounts()}
    return [one for one in turn.store.people.members() if one.has("rep") or one.id in owners]


def _loads(turn: Turn, members: Sequence[Member]) -> list[Load]:
    store, today = turn.store, turn.today
    deals = [deal for deal, _ in store.questions.open_deals()]
    about = (today, store.sales.accounts(), deals, store.ledger.all_open())
    visits = store.doings.visits(counted_since(today), today)
    return [load_of(one.id, *about, store.sales.tasks_open(one.id), visits) for one in members]


def _permitted(turn: Turn, member: Member) -> None:
    if not may(turn.member, "see_load", owners=(member.id,)):
        raise Refusal("load_not_yours", denied="see_load")
