"""The next step of a log that has none: [明天] [下周] [不用] on its own card, answered or not, never asked again."""

from __future__ import annotations

from bot.handlers.accounts.finding import permitted
from bot.handlers.tasks.showing import task_line
from bot.message import Button, Line, Reply, Turn, line
from bot.post import amend
from core.base.refusal import Refusal
from core.sales import Account, Task, Visit, next_step_day
from storage.errors import Conflict
from storage.people import House

ASK = "next_step_ask"
CHOICES = ("tomorrow", "next_week", "none")


def offered(turn: Turn, account: Account, visit: Visit) -> tuple[Button, ...]:
    """The buttons of a visit after which nothing is to be done yet; none where this person has a next step there."""
    tasks = [one for one in turn.store.sales.tasks(account.id) if one.receivable_id is None]  # a chase is no next step
    if any(one.owner_id == turn.member.id for one in tasks):
        return ()
    return tuple(
        Button(line(f"button_step_{when}"), "next_step", {"visit": str(visit.id), "when": when}) for when in CHOICES
    )


def next_step(turn: Turn) -> Reply:
    """A press: the next step is written down, and the card says so; [不用] only clears the question away."""
    visit = turn.store.get(Visit, int(turn.arguments["visit"]))
    account = turn.store.sales.account(visit.account_id) if visit else None
    if visit is None or visit.void or account is None:
        raise Refusal("record_gone")
    permitted(turn, account, "log_sales")  # it may be another's, and key, by now
    when = str(turn.arguments["when"])
    if when == "none":
        _card_says(turn, None)
        return Reply(toast=line("toast_no_step"))
    if not House(turn.store.transaction).is_alone(visit.id):
        raise Conflict  # the same press, on another worker: heard again it finds what that one wrote
    if any(one.visit_id == visit.id for one in turn.store.sales.tasks(visit.account_id)):
        return Reply(toast=line("toast_already_noted"))
    task = Task(
        id=turn.new_id(),
        account_id=visit.account_id,
        owner_id=turn.member.id,
        due_on=next_step_day(when, turn.today, turn.calendar),
        contact_id=visit.contact_id,
        visit_id=visit.id,
    )
    turn.store.save(task)
    _card_says(turn, task_line(turn, "next_step", task))
    return Reply(toast=line("toast_step", on=task.due_on))


def _card_says(turn: Turn, step: Line | None) -> None:
    """The pressed card without its question, and with what was answered."""
    amend(turn, lambda key: key == ASK or key.startswith("button_step_"), step)
