"""What alerts are about: a table from rule to record, its answers, and how it is put into words.

A new rule about a known kind of record is a line in SUBJECTS; a new kind of record is one Subject. Cards, sweeps and
answers go by this table and know no record themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from bot import approving, cash, credited, delivered, handed, looking
from bot.message import Line, Turn, line, or_blank
from bot.text import shortened
from core.approvals import Approval
from core.base.calendar import calendar_of
from core.base.money import Money
from core.base.records import Record
from core.base.refusal import Refusal
from core.contracts import Contract
from core.handovers import Handover
from core.ledger import (
    Bill,
    CreditTerms,
    Delivery,
    GradeChange,
    Payment,
    Receivable,
    still_promised,
    tallies,
    written_off,
)
from core.people import Member
from core.sales import Account, Contact, Task
from core.watch import Alert, Finding
from core.watch.rules import delivery_episode, task_episode
from storage.store import Store

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class About:
    """An alert with what its sentences need: the record, its account if it has one, and the day they are said on."""

    store: Store
    alert: Alert
    record: Any
    customer: Account | None
    today: date
    reader: int | None = None  # the member who reads it in private

    @property
    def account(self) -> Account:
        assert self.customer is not None, "money and contracts are always a customer's"
        return self.customer

    @cached_property
    def owner(self) -> str:
        return self._named(self.customer.owner_id if self.customer else self.alert.owner_id)

    @cached_property
    def acknowledged_by(self) -> str:
        return self._named(self.alert.acknowledged_by)

    def owner_of(self, record: Any) -> str:
        """The name of whoever has it now."""
        return self._named(record.owner_id)

    def _named(self, member_id: int | None) -> str:
        member = self.store.people.member(member_id) if member_id else None
        return member.name if member else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record that alerts are about.

    `is_open`: whether anything is left to say about it. `answers`: the verbs of its buttons, `alert_<verb>` in the
    catalogue; `below`: those of a second row, where one row would be too wide for a phone; `answered_by`: whether a
    reader may press them at all (None: a room), where not everyone may. `lines`: its own card while it is open; `row`:
    its line in a digest; `settled`, `row_settled`: the same once it is not; `told`: its row in `gengfu watch`.
    `answerers`: whose it is to answer (besides who may for anyone); `hearers`: who hears it in private, where that does
    not follow from the account. `opens`: what its button in a list does; `ticked`: that it is done, so that a few of
    them are a list too. `speaks_of`: whether an alert is about the record as it stands now.
    """

    record: type[Record]
    is_open: Callable[[Any], bool]
    answers: tuple[str, ...]
    lines: Callable[[About], list[Line]]
    row: Callable[[About, int], Line]
    settled: Callable[[About], Line]
    row_settled: Callable[[About, int], Line]
    told: Callable[[Any], dict[str, str]]
    answerers: Callable[[Any, Account], tuple[int, ...]] = lambda record, account: account.owners
    hearers: Callable[[Store, Any], list[Member]] | None = None
    opens: str = "alert"
    speaks_of: Callable[[Any, Alert], bool] = lambda record, alert: True
    ticked: bool = False
    below: tuple[str, ...] = ()
    answered_by: Callable[[Store, Any, int | None], bool] | None = None


# -- money that falls due or is overdue


def _money_lines(about: About) -> list[Line]:
    receivable: Receivable = about.record
    facts = dict(account=about.account.name, balance=receivable.balance, due=receivable.due_on, owner=about.owner)
    days, ahead = receivable.days_overdue(about.today), (receivable.due_on - about.today).days
    lines = [line("overdue_alert", **facts, days=days) if days else line("due_soon_alert", **facts, days=ahead)]
    if receivable.disputed or receivable.covered_until:
        lines.append(line("alert_paused", why=standing_of(receivable, about.today)))
    if promised := promise_of(receivable, about.today):
        lines.append(line(f"alert_{promised.key}", promised=promised))
    if about.alert.acknowledged_by:
        lines.append(line("alert_contacted_by", by=about.acknowledged_by))
    return lines


def standing_of(receivable: Receivable, today: date) -> Line | None:
    """Why it is not chased: a dispute, a bill, a promise; None where it is."""
    if receivable.disputed:
        return line("state_disputed", reason=shortened(receivable.dispute) or None)
    if receivable.covered_until is not None:
        return line("state_covered", on=receivable.covered_until)
    return promise_of(receivable, today)


def promise_of(receivable: Receivable, today: date) -> Line | None:
    """The day that was promised, and whether it passed unpaid; None where there is none."""
    if receivable.promised_on is None:
        return None
    return line("promise_broken" if receivable.promised_on < today else "promise_stands", on=receivable.promised_on)


def _money_row(about: About, number: int) -> Line:
    receivable: Receivable = about.record
    facts = dict(number=number, account=about.account.name, balance=receivable.balance, owner=about.owner)
    if days := receivable.days_overdue(about.today):
        return line("digest_row_overdue", **facts, days=days, promised=standing_of(receivable, about.today))
    return line("digest_row_due_soon", **facts, due=receivable.due_on)


def _money_settled(about: About) -> Line:
    amount = about.record.amount + about.record.adjusted
    return line("alert_settled", account=about.account.name, amount=amount, lost=_lost(about))


def _money_row_settled(about: About, number: int) -> Line:
    return line("digest_row_settled", number=number, account=about.account.name, lost=_lost(about))


def _lost(about: About) -> Money | None:
    """What of it did not come, but was written off."""
    currency = about.record.amount.currency
    lost = written_off(about.store.ledger.write_offs(about.record.id), currency)
    return lost if lost.is_positive else None


def _money_told(receivable: Receivable) -> dict[str, str]:
    balance = receivable.balance
    return dict(balance=str(balance.amount), currency=balance.currency, due_on=receivable.due_on.isoformat())


MONEY = Subject(
    Receivable,
    lambda receivable: receivable.balance.is_positive,
    ("contacted", "promised", "received"),
    _money_lines,
    _money_row,
    _money_settled,
    _money_row_settled,
    _money_told,
    below=("disputed",),
)


# -- money that was promised for today


def _promise_lines(about: About) -> list[Line]:
    receivable: Receivable = about.record
    if receivable.promised_on is None or receivable.promised_on < about.today:
        return _money_lines(about)  # another day was named meanwhile, or it passed
    return [line("promise_due_alert", **_promised(about), days=receivable.days_overdue(about.today))]


def _promise_row(about: About, number: int) -> Line:
    return line("digest_row_promise_due", **_promised(about), number=number)


def _promised(about: About) -> dict[str, Any]:
    """What was promised for the day: all of it, a part (`said`), or nothing any more (`said` zero: it was kept)."""
    receivable, ledger = about.record, about.store.ledger
    calendar = calendar_of(about.store.people.team().timezone)
    told = tallies(ledger.promises(about.account.id), ledger.entries(about.account.id), about.today, calendar)
    said = still_promised(receivable, ledger.open_receivables(about.account.id), told)
    kind = "all" if said == receivable.balance else "part" if said.is_positive else "kept"
    facts = dict(account=about.account.name, balance=receivable.balance, owner=about.owner, on=receivable.promised_on)
    return dict(facts, kind=kind, said=said)


PROMISE = replace(MONEY, lines=_promise_lines, row=_promise_row)


# -- bills that mature


def _bill_lines(about: About) -> list[Line]:
    bill: Bill = about.record
    return [line("bill_due_alert", account=about.account.name, amount=bill.amount, on=bill.matures_on)]


def _bill_row(about: About, number: int) -> Line:
    bill: Bill = about.record
    return line("digest_row_bill_due", number=number, account=about.account.name, amount=bill.amount,
                on=bill.matures_on)  # fmt: skip


def _bill_settled(about: About) -> Line:
    bill: Bill = about.record
    state = "void" if bill.void else bill.state
    return line(f"bill_is_{state}", account=about.account.name, amount=bill.amount)


def _bill_hearers(store: Store, bill: Bill) -> list[Member]:
    account = store.sales.account(bill.account_id)
    owners = [one for row in (account.owners if account else ()) if (one := store.people.member(row)) and one.active]
    finance = [one for one in store.people.with_role("finance") if one.id not in {owner.id for owner in owners}]
    return [*owners, *finance]


BILL = Subject(
    Bill,
    lambda bill: bill.is_open,
    ("bill_collected", "bill_dishonoured"),
    _bill_lines,
    _bill_row,
    _bill_settled,
    lambda about, number: line("digest_row_decided", number=number, what=_bill_settled(about)),
    lambda bill: dict(amount=str(bill.amount.amount), matures_on=bill.matures_on.isoformat()),
    hearers=_bill_hearers,
)


# -- deliveries, and cash in somebody's hands

DELIVERY = Subject(
    Delivery,
    lambda delivery: delivery.is_open,
    ("delivered", "delivery_later"),
    delivered.lines,
    delivered.row,
    delivered.settled,
    lambda about, number: line("digest_row_decided", number=number, what=delivered.settled(about)),
    delivered.told,
    speaks_of=lambda delivery, alert: alert.episode == delivery_episode(delivery),
)
CASH = Subject(
    Payment,
    lambda payment: payment.is_held,
    ("handed_in",),
    cash.lines,
    cash.row,
    cash.settled,
    lambda about, number: line("digest_row_decided", number=number, what=cash.settled(about)),
    cash.told,
    hearers=lambda store, payment: cash.cash_takers(store, payment.held_by),
    answered_by=cash.taken_in_by,
)


# -- contracts that come to their end


def _contract_lines(about: About) -> list[Line]:
    contract: Contract = about.record
    lines = [line("expiry_alert", **_ending(about), owner=about.owner)]
    notice_on = contract.notice_on(about.store.people.policy().contracts.notice_days)
    if notice_on is not None and notice_on >= about.today:
        lines.append(line("expiry_notice", on=notice_on))
    if about.alert.acknowledged_by:
        lines.append(line("expiry_seen_by", by=about.acknowledged_by))
    return lines


def _contract_row(about: About, number: int) -> Line:
    return line("digest_row_expiry", number=number, **_ending(about), owner=about.owner)


def _ending(about: About) -> dict[str, Any]:
    contract: Contract = about.record
    days = contract.days_left(about.today) or 0
    return dict(
        account=about.account.name, number_=contract.number, end=or_blank(contract.ends_on), days=abs(days),
        when="ahead" if days > 0 else ("today" if days == 0 else "past"),
    )  # fmt: skip


def _contract_settled(about: About) -> Line:
    contract: Contract = about.record
    follower = next(
        (one for one in about.store.contracts.of_account(about.account.id) if one.renews_id == contract.id), None
    )
    if contract.state == "renewed" and follower is not None:
        return line("expiry_renewed", account=about.account.name, end=follower.ends_on)
    if contract.void:
        return line("expiry_void", account=about.account.name)
    return line("expiry_ended", account=about.account.name, end=or_blank(contract.ends_on))


def _contract_row_settled(about: About, number: int) -> Line:
    return line("digest_row_decided", number=number, what=_contract_settled(about))


def _contract_told(contract: Contract) -> dict[str, str]:
    return dict(number=contract.number, ends_on=contract.ends_on.isoformat() if contract.ends_on else "")


CONTRACT = Subject(
    Contract,
    lambda contract: contract.is_open,
    ("renew", "run_out", "seen"),
    _contract_lines,
    _contract_row,
    _contract_settled,
    _contract_row_settled,
    _contract_told,
)


# -- handovers that wait for their receiver


def _receiver(store: Store, handover: Handover) -> list[Member]:
    receiver = store.people.member(handover.receiver_id)
    return [receiver] if receiver is not None and receiver.active else []


def _managers(store: Store, handover: Handover) -> list[Member]:
    return [one for one in store.people.with_role("manager") if one.id != handover.receiver_id]


HANDOVER = Subject(
    Handover,
    lambda handover: handover.is_open,
    ("handover_accept", "handover_refuse", "handover_list"),
    handed.waiting_lines,
    handed.waiting_row,
    handed.ended,
    handed.ended_row,
    handed.told,
    lambda handover, account: (handover.receiver_id,),
    _receiver,
)
LATE_HANDOVER = replace(
    HANDOVER,
    answers=("handover_accept_for", "handover_cancel", "handover_list"),
    lines=handed.late_lines,
    hearers=_managers,
)


# -- next steps


def _task_lines(about: About) -> list[Line]:
    task: Task = about.record
    facts = task_facts(about.store, task, about.customer)
    lines = [line("task_due_alert", **facts, days=days_late(task, about.today))]
    if task.reopened:
        lines.append(line("task_reopened"))
    if about.reader != task.owner_id:
        lines.append(line("task_whose", owner=about.owner_of(task)))
    return lines


def _task_row(about: About, number: int) -> Line:
    task: Task = about.record
    owner = about.owner_of(task) if about.reader != task.owner_id else None
    facts = task_facts(about.store, task, about.customer)
    return line("digest_row_task_due", **facts, number=number, days=days_late(task, about.today), owner=owner)


def _task_settled(about: About) -> Line:
    task: Task = about.record
    facts = task_facts(about.store, task, about.customer)
    if task.void:
        return line("task_taken_back", **facts)
    if task.state == "settled" and (why := _why_not_chased(about, task)):
        return line("task_paused", **facts, why=why)
    if task.state != "open":
        return line(f"task_{task.state}", **facts)
    moved_to = about.owner_of(task) if task.owner_id != about.alert.owner_id else None
    return line("task_moved", **facts, to=moved_to)


def _why_not_chased(about: About, task: Task) -> Line | None:
    """A promise, a dispute or a bill that keeps money that is still open from being chased."""
    owed = about.store.get(Receivable, task.receivable_id) if task.receivable_id else None
    return standing_of(owed, about.today) if owed is not None and owed.balance.is_positive else None


def _task_told(task: Task) -> dict[str, str]:
    return dict(due_on=task.deadline.isoformat())


def days_late(task: Task, today: date) -> int:
    """Calendar days past the last day of an open task; 0 when it is not late."""
    return max(0, (today - task.deadline).days) if task.is_open else 0


def task_facts(store: Store, task: Task, account: Account | None) -> dict[str, Any]:
    """What a sentence about a task says of it: whose customer and what (`task`), what alone, and when."""
    contact = store.get(Contact, task.contact_id) if task.contact_id and not task.note else None
    owed = store.get(Receivable, task.receivable_id) if task.receivable_id else None
    if owed is not None:
        what: Any = line("task_chase", balance=owed.balance if owed.balance.is_positive else None, due=owed.due_on)
    else:
        what = shortened(task.note) if task.note else line("task_follow_up", contact=contact.name if contact else None)
    when = line("task_when", on=task.due_on, until=task.until, at=task.at)
    named = line("task_named", account=account.name if account else None, what=what)
    return dict(task=named, what=what, when=when, on=task.deadline, until=task.until, at=task.at)


TASK = Subject(
    Task,
    lambda task: task.is_open,
    ("task_done", "task_tomorrow", "task_next_week", "task_more"),
    _task_lines,
    _task_row,
    _task_settled,
    lambda about, number: line("digest_row_decided", number=number, what=_task_settled(about)),
    _task_told,
    opens="task_done",
    ticked=True,
    speaks_of=lambda task, alert: alert.episode == task_episode(task),
)

# -- credit


GRADE = Subject(
    GradeChange,
    lambda change: True,
    ("seen",),
    credited.grade_lines,
    credited.grade_row,
    credited.grade_settled,
    lambda about, number: line("digest_row_decided", number=number, what=credited.grade_settled(about)),
    credited.grade_told,
    hearers=credited.hearers,
)
FREE_ENDED = Subject(
    CreditTerms,
    lambda terms: True,
    ("seen",),
    credited.ended_lines,
    credited.ended_row,
    credited.ended_settled,
    lambda about, number: line("digest_row_decided", number=number, what=credited.ended_settled(about)),
    credited.ended_told,
    hearers=credited.hearers,
)
CONCENTRATED = Subject(
    Account,
    lambda account: True,
    ("seen",),
    credited.share_lines,
    credited.share_row,
    credited.share_settled,
    lambda about, number: line("digest_row_decided", number=number, what=credited.share_settled(about)),
    credited.share_told,
    hearers=credited.managers,
)


# -- approvals that wait for somebody's word

APPROVAL = Subject(
    Approval,
    lambda approval: approval.is_open,
    ("approve", "reject", "hold"),
    approving.alert_lines,
    approving.row,
    approving.ended,
    approving.ended_row,
    approving.told,
    hearers=approving.asked_now,
    opens="approval_open",
    speaks_of=approving.speaks_of,
)
LATE_APPROVAL = replace(
    APPROVAL, answers=("approval_open",), lines=approving.late_lines, hearers=approving.late_hearers
)

# -- who looks up more than one does

ACCESS = Subject(
    Member,
    lambda member: True,
    ("access_list",),
    looking.lines,
    looking.row,
    looking.settled,
    lambda about, number: line("digest_row_decided", number=number, what=looking.settled(about)),
    looking.told,
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
