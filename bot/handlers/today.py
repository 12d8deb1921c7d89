"""What a person has to see to today: next steps, money, contracts, and whatever else the watch told them of."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from bot.handlers.contracts.showing import row
from bot.handlers.tasks.showing import row_buttons, task_line, whose
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.said import Said
from bot.subjects import SUBJECTS, about, days_late, promise_of, record_of, title_of
from core.ledger import Receivable
from core.people import Member
from core.sales import Account, Task, reminder_day
from core.watch import Alert

MOST_TASKS, MOST_MONEY, MOST_OTHERS = 8, 12, 8
LISTED = (
    "task_due",
    "promise_due",
    "overdue",
    "due_soon",
    "expiry",
    "grade",
    "free_ended",
    "concentrated",
    "access",
)  # rules whose records are listed themselves, and news
AHEAD = timedelta(days=8)  # money that falls due within a week


def today(turn: Turn, said: Said | None = None) -> Reply:
    """/today: what I have to see to; a manager: /today 张伟."""
    return day_list(turn, whose(turn, turn.words))


def today_pressed(turn: Turn) -> Reply:
    """[看全部] under the morning's list."""
    return day_list(turn, turn.member)


def day_list(turn: Turn, member: Member, *before: Line) -> Reply:
    """Somebody's day: what they have to do, then money, contracts and what else waits for them."""
    tasks = _tasks(turn, member)
    lines = [
        task_line(turn, "today_task", task, number=number, days=days_late(task, turn.today))
        for number, task in enumerate(tasks, 1)
    ]
    buttons: list[tuple[Button, ...]] = [
        row_buttons(turn, number, task, f"day:{member.id}") for number, task in enumerate(tasks, 1)
    ]
    chased = {task.receivable_id for task in tasks}
    money = [(one, account) for one, account in _money(turn, member) if one.id not in chased]
    lines += [_money_row(turn, one, account) for one, account in money[:MOST_MONEY]]
    lines += _contract_rows(turn, member)
    for rule, alerts in groupby(enumerate(_others(turn, member), len(tasks) + 1), lambda one: one[1].rule):
        lines.append(Line(f"digest_{rule}"))
        for number, alert in alerts:
            lines.append(SUBJECTS[rule].row(about(turn.store, alert, turn.today, member.id), number))
            buttons.append(_opening(turn, alert, number))
    mine = None if member.id == turn.member.id else member.name
    if not lines:
        return reply(*before, line("today_nothing", name=mine), action="see_watch")
    head = line("today_head", on=turn.today, name=mine)
    return reply(*before, head, *lines, buttons=tuple(buttons), action="see_watch", shows=(one for one, _ in money))


def _tasks(turn: Turn, member: Member) -> list[Task]:
    """What is late, due, or due on a day off before the next worked one; what is late first."""
    found = [one for one in turn.store.sales.tasks_due(member.id, turn.today + AHEAD)
             if one.due_on <= turn.today or reminder_day(one, turn.calendar) <= turn.today]  # fmt: skip
    return sorted(found, key=lambda one: (one.deadline >= turn.today, one.due_on))[:MOST_TASKS]


def _money(turn: Turn, member: Member) -> list[tuple[Receivable, Account]]:
    """Receivables due within a week or overdue: one's own, for managers and finance looking at their day the team's."""
    everyone = member.id == turn.member.id and member.has("manager", "finance")
    found = []
    for receivable in turn.store.ledger.overdue(turn.today + AHEAD):
        account = turn.store.sales.account(receivable.account_id)
        if account and (everyone or member.id in account.owners):
            found.append((receivable, account))
    return found


def _money_row(turn: Turn, receivable: Receivable, account: Account) -> Line:
    owner = turn.store.people.member(account.owner_id)
    days, promised = receivable.days_overdue(turn.today), promise_of(receivable, turn.today)
    return line("today_overdue" if days else "today_due", account=account.name, balance=receivable.balance, days=days,
                due=receivable.due_on, owner=owner.name if owner else "", promised=promised)  # fmt: skip


def _contract_rows(turn: Turn, member: Member) -> list[Line]:
    """Contracts whose first stage is reached and that nobody decided about: one's own, for managers the team's."""
    everyone = member.id == turn.member.id and member.has("manager", "legal")
    ahead = timedelta(days=max(turn.policy.contracts.expiry_stages, default=0))
    found = []
    for contract in turn.store.contracts.ending(turn.today + ahead):
        account = turn.store.sales.account(contract.account_id)
        if account and (everyone or member.id in account.owners):
            found.append(row(turn, account, contract))
    return found[:MOST_OTHERS]


def _others(turn: Turn, member: Member) -> list[Alert]:
    """Whatever else the watch told this person of and that is still open, each subject once."""
    found = [one for rule in SUBJECTS if rule not in LISTED for one in turn.store.watch.open_of(rule)]
    return list({one.subject_id: one for one in found if _hears(turn, member, one)}.values())[:MOST_OTHERS]


def _hears(turn: Turn, member: Member, alert: Alert) -> bool:
    hearers = SUBJECTS[alert.rule].hearers
    if hearers is None:
        return alert.owner_id == member.id
    return any(one.id == member.id for one in hearers(turn.store, record_of(turn.store, alert)))


def _opening(turn: Turn, alert: Alert, number: int) -> tuple[Button, ...]:
    label = line("alert_open", number=number, account=title_of(turn.store, alert))
    return (Button(label, SUBJECTS[alert.rule].opens, {"alert": str(alert.id)}),)
