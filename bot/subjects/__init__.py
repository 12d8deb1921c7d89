"""What alerts are about: a table from rule to record, its answers, and how it is put into words.

A new rule about a known kind of record is a line in SUBJECTS; a new kind of record is one Subject. Cards, sweeps and
answers go by this table and know no record themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from bot import approving, cash, credited, delivered, handed, looking
from bot.message import Turn
from bot.subjects.contracts import CONTRACT
from bot.subjects.money import BILL, MONEY, PROMISE, promise_of, standing_of
from bot.subjects.subject import About, Subject
from bot.subjects.tasks import TASK, days_late, task_facts
from bot.text import shortened
from core.approvals import Approval
from core.base.records import Record
from core.base.refusal import Refusal
from core.handovers import Handover
from core.ledger import CreditTerms, Delivery, GradeChange, Payment
from core.people import Member
from core.sales import Account
from core.watch import Alert, Finding
from core.watch.rules import delivery_episode
from storage.store import Store

__all__ = [
    "OF_RECORD",
    "SUBJECTS",
    "About",
    "Subject",
    "about",
    "account_of",
    "days_late",
    "pressed_about",
    "promise_of",
    "record_of",
    "standing_of",
    "task_facts",
    "title_of",
]

R = TypeVar("R", bound=Record)


def _receiver(store: Store, handover: Handover) -> list[Member]:
    receiver = store.people.member(handover.receiver_id)
    return [receiver] if receiver is not None and receiver.active else []


def _managers(store: Store, handover: Handover) -> list[Member]:
    return [one for one in store.people.with_role("manager") if one.id != handover.receiver_id]


DELIVERY = Subject(
    Delivery,
    is_open=lambda delivery: delivery.is_open,
    answers=("delivered", "delivery_later"),
    lines=delivered.lines,
    row=delivered.row,
    settled=delivered.settled,
    told=delivered.told,
    speaks_of=lambda delivery, alert: alert.episode == delivery_episode(delivery),
)
CASH = Subject(
    Payment,
    is_open=lambda payment: payment.is_held,
    answers=("handed_in",),
    lines=cash.lines,
    row=cash.row,
    settled=cash.settled,
    told=cash.told,
    hearers=lambda store, payment: cash.cash_takers(store, payment.held_by),
    answered_by=cash.taken_in_by,
)
HANDOVER = Subject(
    Handover,
    is_open=lambda handover: handover.is_open,
    answers=("handover_accept", "handover_refuse", "handover_list"),
    lines=handed.waiting_lines,
    row=handed.waiting_row,
    settled=handed.ended,
    told=handed.told,
    answerers=lambda handover, account: (handover.receiver_id,),
    hearers=_receiver,
)
LATE_HANDOVER = replace(
    HANDOVER,
    answers=("handover_accept_for", "handover_cancel", "handover_list"),
    lines=handed.late_lines,
    hearers=_managers,
)
APPROVAL = Subject(
    Approval,
    is_open=lambda approval: approval.is_open,
    answers=("approve", "reject", "hold"),
    lines=approving.alert_lines,
    row=approving.row,
    settled=approving.ended,
    told=approving.told,
    hearers=approving.asked_now,
    opens="approval_open",
    speaks_of=approving.speaks_of,
)
LATE_APPROVAL = replace(
    APPROVAL, answers=("approval_open",), lines=approving.late_lines, hearers=approving.late_hearers
)
GRADE = Subject(
    GradeChange,
    is_open=lambda change: True,
    answers=("seen",),
    lines=credited.grade_lines,
    row=credited.grade_row,
    settled=credited.grade_settled,
    told=credited.grade_told,
    hearers=credited.hearers,
)
FREE_ENDED = Subject(
    CreditTerms,
    is_open=lambda terms: True,
    answers=("seen",),
    lines=credited.ended_lines,
    row=credited.ended_row,
    settled=credited.ended_settled,
    told=credited.ended_told,
    hearers=credited.hearers,
)
CONCENTRATED = Subject(
    Account,
    is_open=lambda account: True,
    answers=("seen",),
    lines=credited.share_lines,
    row=credited.share_row,
    settled=credited.share_settled,
    told=credited.share_told,
    hearers=credited.managers,
)
ACCESS = Subject(
    Member,
    is_open=lambda member: True,
    answers=("access_list",),
    lines=looking.lines,
    row=looking.row,
    settled=looking.settled,
    told=looking.told,
    hearers=looking.hearers,
    opens="access_list",
)

# In the order in which a day's list tells them.
SUBJECTS: Mapping[str, Subject] = {
    "approval": APPROVAL,
    "approval_late": LATE_APPROVAL,
    "handover": HANDOVER,
    "handover_late": LATE_HANDOVER,
    "task_due": TASK,
    "delivery_due": DELIVERY,
    "cash_held": CASH,
    "bill_due": BILL,
    "promise_due": PROMISE,
    "overdue": MONEY,
    "due_soon": MONEY,
    "expiry": CONTRACT,
    "grade": GRADE,
    "free_ended": FREE_ENDED,
    "concentrated": CONCENTRATED,
    "access": ACCESS,
}
TOLD_ONCE = (GRADE, FREE_ENDED, CONCENTRATED, ACCESS)  # what came about stays so, whatever becomes of the record
OF_RECORD: Mapping[type[Record], Subject] = {one.record: one for one in SUBJECTS.values() if one not in TOLD_ONCE}


def record_of(store: Store, alert: Alert | Finding) -> Any:
    """The record an alert is about."""
    record = store.get(SUBJECTS[alert.rule].record, alert.subject_id)
    assert record is not None, "an alert outlives nothing it is about"
    return record


def about(store: Store, alert: Alert, today: date, reader: int | None = None) -> About:
    """An alert with what its sentences need."""
    return About(store, alert, record_of(store, alert), account_of(store, alert), today, reader)


def account_of(store: Store, alert: Alert | Finding) -> Account | None:
    """The account an alert is about; None where it is about no customer."""
    return store.get(Account, alert.account_id) if alert.account_id else None


def title_of(store: Store, alert: Alert | Finding) -> str:
    """What an alert is called on a button: its customer, else the first words of what is to be done."""
    account = account_of(store, alert)
    if account is not None:
        return account.name
    record = record_of(store, alert)
    return shortened(getattr(record, "note", "") or getattr(record, "name", ""), 12)


def pressed_about(turn: Turn, kind: type[R]) -> R:
    """The record a button is about, by itself (its argument is called as the kind is) or through its alert."""
    alert = turn.store.watch.alert(int(turn.arguments["alert"])) if "alert" in turn.arguments else None
    row = alert.subject_id if alert else int(turn.arguments.get(kind.__name__.lower(), 0))
    record = turn.store.get(kind, row)
    if record is None:
        raise Refusal("record_gone")
    return record
