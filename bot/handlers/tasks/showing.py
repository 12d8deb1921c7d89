"""Next steps in words: the card of one, the list of a person's own by day, and whose they are."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from bot.subjects import days_late, task_facts
from bot.text import shortened
from core.base.refusal import Refusal
from core.people import Member, may
from core.sales import Account, Task

PAGE = 8
LONGEST_TITLE = 12


def account_of(turn: Turn, task: Task) -> Account | None:
    """The customer a task is about, if any."""
    return turn.store.sales.account(task.account_id) if task.account_id else None


def title(turn: Turn, task: Task) -> str:
    """What a task is called on a button: its customer, else its first words."""
    account = account_of(turn, task)
    return account.name if account else shortened(task.note, LONGEST_TITLE)


def task_line(turn: Turn, key: str, task: Task, **more: object) -> Line:
    """A sentence about a task."""
    return line(key, **task_facts(turn.store, task, account_of(turn, task)), **more)


def task_card(turn: Turn, task: Task, *before: Line) -> Card:
    """One next step with all that can be done about it."""
    owner = turn.store.people.member(task.owner_id)
    head = task_line(turn, "task_card", task, owner=owner.name if owner else "", days=days_late(task, turn.today))
    return Card((*before, head), card_buttons(task), task.id)


def card_buttons(task: Task) -> tuple[tuple[Button, ...], ...]:
    """Done, tomorrow, next week; another day, somebody else."""
    arguments = {"task": str(task.id)}
    return (
        (
            Button(line("alert_task_done"), "task_done", arguments),
            Button(line("alert_task_tomorrow"), "task_tomorrow", arguments),
            Button(line("alert_task_next_week"), "task_next_week", arguments),
        ),
        (
            Button(line("button_task_later"), "task_later", arguments),
            Button(line("button_task_hand"), "task_hand", arguments),
        ),
    )


# -- the list


def tasks(turn: Turn, said: Said | None = None) -> Reply:
    """/tasks: what I have still to do, by day; a manager: /tasks 张伟."""
    return task_list(turn, whose(turn, turn.words), 0)


def tasks_page(turn: Turn) -> Reply:
    """[还有 n 条] under the list."""
    member = turn.store.people.member(int(turn.arguments["member"]))
    assert member is not None, "members are never deleted"
    return task_list(turn, _permitted(turn, member), int(turn.arguments["from"]))


def whose(turn: Turn, name: str) -> Member:
    """The person a command is about: oneself without a name; Refusal where that is not to be seen, or nobody's name."""
    name = name.strip().removeprefix("@")
    if not name or name == turn.member.name:
        return turn.member
    found = colleague(turn, name)
    if found is None and not may(turn.member, "see_tasks", owners=()):
        raise Refusal("tasks_not_yours", denied="see_tasks")  # whether there is such a person is not told either
    if found is None:
        raise Refusal("member_unknown", name=name[:40])
    return _permitted(turn, found)


def _permitted(turn: Turn, member: Member) -> Member:
    if not may(turn.member, "see_tasks", owners=(member.id,)):
        raise Refusal("tasks_not_yours", denied="see_tasks")
    return member


def colleague(turn: Turn, name: str) -> Member | None:
    """The member of that name, whoever is here before whoever left."""
    known = [one for one in turn.store.all(Member) if one.name.lower() == name.strip().lower()]
    return next(iter(sorted(known, key=lambda one: not one.active)), None)


def task_list(turn: Turn, member: Member, start: int, *before: Line) -> Reply:
    """A page of somebody's open tasks by day, what is late first, each with its buttons."""
    found = sorted(turn.store.sales.tasks_open(member.id), key=lambda one: (one.deadline >= turn.today, one.due_on))
    mine = member.id == turn.member.id
    if not found:
        none = line("tasks_none") if mine else line("tasks_none_of", name=member.name)
        return Reply(Card((*before, none)), action="see_tasks")
    head = line("tasks_head", count=len(found), name=None if mine else member.name)
    shown = list(enumerate(found, 1))[start : start + PAGE]
    buttons = [row_buttons(turn, number, task, str(member.id)) for number, task in shown]
    if (rest := len(found) - start - PAGE) > 0:
        arguments = {"member": str(member.id), "from": start + PAGE}
        buttons.append((Button(line("button_more", count=rest), "tasks_more", arguments),))
    return reply(*before, head, *_by_day(turn, shown), buttons=tuple(buttons), action="see_tasks")


def _by_day(turn: Turn, shown: list[tuple[int, Task]]) -> list[Line]:
    lines: list[Line] = []
    for day, rows in groupby(shown, lambda one: _day(one[1], turn.today)):
        lines.append(line("tasks_day", on=day, is_today="yes" if day == turn.today else "no"))
        lines += [
            task_line(turn, "tasks_row", task, number=number, days=days_late(task, turn.today)) for number, task in rows
        ]
    return lines


def _day(task: Task, today: date) -> date | None:
    """Under which day a task stands; None: it is late. What may be done over several days stands under today."""
    return None if task.deadline < today else max(task.due_on, today)


def row_buttons(turn: Turn, number: int, task: Task, listed: str) -> tuple[Button, ...]:
    """Done, and everything else, for a row of a list; `listed` says which, so that a press shows it anew."""
    arguments = {"task": str(task.id), "in": listed}
    tick = Button(line("alert_tick", number=number, account=title(turn, task)), "task_done", arguments)
    return (tick, Button(line("button_task_open", number=number), "task_more", arguments))
