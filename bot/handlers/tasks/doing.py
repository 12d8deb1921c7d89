"""What is done with a next step: done, put off to another day, handed to somebody else. By button or in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.chasing import has_fact
from bot.handlers.logs import keep_draft
from bot.handlers.tasks.showing import account_of, colleague, task_card, task_line, task_list, title
from bot.handlers.today import day_list
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, reply
from bot.post import private_place
from bot.said import Said
from bot.settling import settle
from bot.subjects import days_late
from core.approvals import Draft
from core.base.refusal import Refusal
from core.people import Member, may
from core.sales import Account, Task, finish, hand_on, next_step_day, put_off

MOST_CHOICES = 6  # offered as buttons; anybody else is typed


# -- buttons


def task_done(turn: Turn) -> Reply:
    """[完成]"""
    return done(turn, pressed(turn))


def task_tomorrow(turn: Turn) -> Reply:
    """[明天]: the next worked day."""
    return later(turn, pressed(turn), next_step_day("tomorrow", turn.today, turn.calendar))


def task_next_week(turn: Turn) -> Reply:
    """[下周]: its first worked day."""
    return later(turn, pressed(turn), next_step_day("next_week", turn.today, turn.calendar))


def task_later(turn: Turn) -> Reply:
    """[改日期]: which day is asked for; with a day (one of several tasks was picked) it is that."""
    task = pressed(turn)
    if on := turn.arguments.get("on"):
        return later(turn, task, date.fromisoformat(str(on)))
    keep_draft(turn, "task_later", {"task": str(task.id)}, awaits="next_date")
    return reply(task_line(turn, "ask_task_day", task), toast=line("toast_asked"), action="see_tasks")


def task_hand(turn: Turn) -> Reply:
    """[交给别人]: to whom is asked for; with a member it is that one."""
    task = pressed(turn)
    if row := turn.arguments.get("member"):
        return hand(turn, task, turn.store.people.member(int(row)))
    draft = keep_draft(turn, "task_hand", {"task": str(task.id)}, awaits="member")
    others = [one for one in turn.store.people.members() if one.id != task.owner_id and _sees(turn, task, one)]
    if not others:
        raise Refusal("task_hand_nobody")
    arguments = {"draft": str(draft.id)}
    buttons = [
        Button(line("button_name", name=one.name), "answer", {**arguments, "slots": {"member": one.name}})
        for one in others[:MOST_CHOICES]
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    asked = task_line(turn, "ask_task_hand", task)
    return reply(asked, buttons=rows, toast=line("toast_asked"), action="see_tasks")


def task_more(turn: Turn) -> Reply:
    """[更多]: the task's own card, with everything that can be done about it."""
    task = pressed(turn)
    if not task.is_open:
        raise Refusal("task_already_done")
    return Reply(task_card(turn, task), toast=line("toast_here"), action="see_tasks")


def pressed(turn: Turn) -> Task:
    """The task a button is about, if this person may change it; a Refusal otherwise."""
    row = turn.arguments.get("task")
    if row is None:
        alert = turn.store.watch.alert(int(turn.arguments["alert"]))
        row = alert.subject_id if alert else 0
    task = turn.store.get(Task, int(row))
    if task is None or task.void:
        raise Refusal("record_gone")
    return permitted(turn, task)


def permitted(turn: Turn, task: Task) -> Task:
    """The same task, if it is this person's to change; a Refusal that says whose it is otherwise."""
    if not may(turn.member, "change_task", owners=(task.owner_id,)):
        owner = turn.store.people.member(task.owner_id)
        raise Refusal("task_not_yours", denied="change_task", owner=owner.name if owner else "")
    return task


# -- answers to what was asked


def day_answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """下周三, said to the question for which day."""
    on = Said("followup", slots, "").day("next_date")
    return later(turn, _asked_about(turn, payload), on or turn.today)


def member_answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """张伟, pressed or said to the question to whom."""
    return hand(turn, _asked_about(turn, payload), colleague(turn, slots["member"]), slots["member"])


def _asked_about(turn: Turn, payload: dict[str, str]) -> Task:
    task = turn.store.get(Task, int(payload["task"]))
    if task is None or task.void:
        raise Refusal("record_gone")
    return permitted(turn, task)


# -- what happens


def done(turn: Turn, task: Task) -> Reply:
    """It is done: every card of it says so."""
    fresh = finish(task)
    turn.store.save(fresh)
    settle(turn.store, fresh)
    if fresh.receivable_id is not None and not has_fact(turn.store, fresh):
        return _told(turn, fresh, task_line(turn, "task_done_unfounded", fresh))
    return _told(turn, fresh, task_line(turn, "task_done", fresh))


def later(turn: Turn, task: Task, on: date) -> Reply:
    """Another day for it; Refusal where that is past."""
    fresh = put_off(task, on, turn.today)
    turn.store.save(fresh)
    settle(turn.store, fresh)
    off = "no" if turn.calendar.is_working(on) else "yes"
    return _told(turn, fresh, task_line(turn, "task_put_off", fresh, off=off))


def hand(turn: Turn, task: Task, to: Member | None, called: str = "") -> Reply:
    """Somebody else's from now on; they are told, with what they can do about it."""
    if to is None:
        raise Refusal("member_unknown", name=called[:40])
    fresh = hand_on(task, to, sees_account=_sees(turn, task, to))
    turn.store.save(fresh)
    settle(turn.store, fresh)
    told = handed_notice(turn, fresh)
    reached = private_place(turn.store, to) is not None
    head = task_line(turn, "task_handed" if reached else "task_handed_unreached", fresh, name=to.name)
    return replace(_told(turn, fresh, head), notices=(told,) if to.id != turn.member.id else ())


def handed_notice(turn: Turn, task: Task) -> Notice:
    """The card of a task for whom it was given to."""
    return Notice(task_card(turn, task, line("task_given", by=turn.member.name)), member_id=task.owner_id)


def may_have(turn: Turn, account: Account, member: Member) -> None:
    """Refusal where a task about that customer cannot be given to somebody: they left, or may not know of it."""
    if not member.active:
        raise Refusal("task_hand_leaver", name=member.name)
    if not may(member, "see_account", account.owners, account.tier):
        raise Refusal("task_hand_hidden", name=member.name)


def _sees(turn: Turn, task: Task, member: Member) -> bool:
    """Whether somebody may know of the customer a task is about."""
    account = account_of(turn, task)
    return account is None or may(member, "see_account", account.owners, account.tier)


def _told(turn: Turn, task: Task, head: Line) -> Reply:
    """The outcome: on the pressed card itself, in the list it was pressed in, or as an answer to words."""
    undo = (Button(line("button_undo"), "undo", {"source": str(turn.source)}),)
    if not turn.inbound.pressed or "draft" in turn.arguments:
        return Reply(Card((head,), (undo,), task.id), action="see_tasks", brief=line("task_noted"))
    if "alert" in turn.arguments:
        return Reply(toast=head)  # its card was renewed
    if listed := turn.arguments.get("in"):
        return replace(_list_again(turn, str(listed), head), toast=line("toast_done"), replaces=True)
    return Reply(Card((head,), (undo,), task.id), toast=line("toast_done"), action="see_tasks", replaces=True)


def _list_again(turn: Turn, listed: str, head: Line) -> Reply:
    """The list a task was pressed in, with what became of it on top."""
    which, _, row = listed.rpartition(":")
    member = turn.store.people.member(int(row))
    assert member is not None, "members are never deleted"
    return day_list(turn, member, head) if which == "day" else task_list(turn, member, 0, head)


def picked(turn: Turn, tasks: list[Task], verb: str, arguments: dict[str, str]) -> Reply:
    """Several tasks could be meant: each as a button that does what was said."""
    numbered = list(enumerate(tasks[:MOST_CHOICES], 1))
    lines = [
        task_line(turn, "tasks_row", task, number=number, days=days_late(task, turn.today)) for number, task in numbered
    ]
    buttons = tuple((_choice(turn, number, task, verb, arguments),) for number, task in numbered)
    return reply(line("ask_which_task"), *lines, buttons=buttons, action="see_tasks")


def _choice(turn: Turn, number: int, task: Task, verb: str, arguments: dict[str, str]) -> Button:
    label = line("alert_open", number=number, account=title(turn, task))
    return Button(label, verb, {"task": str(task.id), **arguments})
