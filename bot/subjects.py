"""What alerts are about: a table from rule to record, its answers, and how it is put into words.

A new rule about a known kind of record is a line in SUBJECTS; a new kind of record is one Subject. Cards, sweeps and
answers go by this table and know no record themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from bot import handed
from bot.message import Line, line, or_blank
from core.base.records import Record
from core.contracts import Contract
from core.handovers import Handover
from core.ledger import Receivable
from core.people import Member
from core.sales import Account
from core.watch import Alert, Finding
from storage.store import Store


@dataclass(frozen=True)
class About:
    """An alert with what its sentences need: the record, its account, and the day they are said on."""

    store: Store
    alert: Alert
    record: Any
    account: Account
    today: date

    @cached_property
    def owner(self) -> str:
        return self._named(self.account.owner_id)

    @cached_property
    def acknowledged_by(self) -> str:
        return self._named(self.alert.acknowledged_by)

    def _named(self, member_id: int | None) -> str:
        member = self.store.people.member(member_id) if member_id else None
        return member.name if member else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record that alerts are about.

    `is_open`: whether anything is left to say about it. `answers`: the verbs of its buttons, `alert_<verb>` in the
    catalogue. `lines`: its own card while it is open; `row`: its line in a digest; `settled`, `row_settled`: the same
    once it is not; `told`: its row in `gengfu watch`. `answerers`: whose it is to answer (besides who may for anyone);
    `hearers`: who hears it in private, where that does not follow from the account.
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


# -- money that falls due or is overdue


def _money_lines(about: About) -> list[Line]:
    receivable: Receivable = about.record
    facts = dict(account=about.account.name, balance=receivable.balance, due=receivable.due_on, owner=about.owner)
    days, ahead = receivable.days_overdue(about.today), (receivable.due_on - about.today).days
    lines = [line("overdue_alert", **facts, days=days) if days else line("due_soon_alert", **facts, days=ahead)]
    if promised := promise_of(receivable, about.today):
        lines.append(line(f"alert_{promised.key}", promised=promised))
    if about.alert.acknowledged_by:
        lines.append(line("alert_contacted_by", by=about.acknowledged_by))
    return lines


def promise_of(receivable: Receivable, today: date) -> Line | None:
    """The day that was promised, and whether it passed unpaid; None where there is none."""
    if receivable.promised_on is None:
        return None
    return line("promise_broken" if receivable.promised_on < today else "promise_stands", on=receivable.promised_on)


def _money_row(about: About, number: int) -> Line:
    receivable: Receivable = about.record
    facts = dict(number=number, account=about.account.name, balance=receivable.balance, owner=about.owner)
    if days := receivable.days_overdue(about.today):
        return line("digest_row_overdue", **facts, days=days, promised=promise_of(receivable, about.today))
    return line("digest_row_due_soon", **facts, due=receivable.due_on)


def _money_settled(about: About) -> Line:
    return line("alert_settled", account=about.account.name, amount=about.record.amount + about.record.adjusted)


def _money_row_settled(about: About, number: int) -> Line:
    return line("digest_row_settled", number=number, account=about.account.name)


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

SUBJECTS: Mapping[str, Subject] = {
    "due_soon": MONEY,
    "overdue": MONEY,
    "expiry": CONTRACT,
    "handover": HANDOVER,
    "handover_late": LATE_HANDOVER,
}
OF_RECORD: Mapping[type[Record], Subject] = {one.record: one for one in SUBJECTS.values()}


def record_of(store: Store, alert: Alert | Finding) -> Any:
    """The record an alert is about."""
    record = store.get(SUBJECTS[alert.rule].record, alert.subject_id)
    assert record is not None, "an alert outlives nothing it is about"
    return record


def about(store: Store, alert: Alert, today: date) -> About:
    """An alert with what its sentences need."""
    return About(store, alert, record_of(store, alert), account_of(store, alert), today)


def account_of(store: Store, alert: Alert | Finding) -> Account:
    """The account an alert is about."""
    account = store.get(Account, alert.account_id)
    assert account is not None, "alerts are about accounts"
    return account
