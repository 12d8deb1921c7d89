"""What a sweep looks at, a row a kind of record: how the due ones are fetched, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.cash import standing
from bot.chasing import kept_promises, unfounded
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.ledger import Bill, Delivery, Payment, Receivable
from core.watch import Finding
from core.watch.rules import (
    approval,
    approval_late,
    bill_due,
    cash_held,
    delivery_due,
    due_soon,
    expiry,
    handover,
    handover_late,
    next_approval_check,
    next_bill_check,
    next_cash_check,
    next_check,
    next_delivery_check,
    next_expiry_check,
    next_handover_check,
    next_task_check,
    overdue,
    promise_due,
    task_due,
)
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Watch:
    """What a sweep looks at: how the due records are fetched, what the rules find in them, when to look again."""

    due: Callable[[Store, date, int], Sequence[Any]]
    findings: Callable[[Sequence[Any], Policy, date, WorkingCalendar], Iterable[Finding]]
    next_check: Callable[[Any, Policy, date, WorkingCalendar], date | None]
    check_on: Callable[[Store, int, date | None], None]
    own: Callable[[Store, Any, Policy], Policy] = lambda store, record, policy: policy
    before: Callable[[Store, Sequence[Any], date], Sequence[Any]] = lambda store, records, today: records

    def found(
        self, store: Store, records: Sequence[Any], policy: Policy, today: date, calendar: WorkingCalendar
    ) -> Iterator[Finding]:
        """What the rules find in each record, by the policy that holds for it."""
        for record in records:
            yield from self.findings([record], self.own(store, record, policy), today, calendar)

    def look_again_on(
        self, store: Store, record: Any, policy: Policy, today: date, calendar: WorkingCalendar
    ) -> date | None:
        """When a record must be looked at next, by the policy that holds for it."""
        return self.next_check(record, self.own(store, record, policy), today, calendar)


def _customers_own(store: Store, receivable: Receivable, policy: Policy) -> Policy:
    """A customer with alert days of its own is reminded of by those."""
    account = store.sales.account(receivable.account_id)
    if account is None or not account.alert_days:
        return policy
    return policy.model_copy(
        update={"watch": policy.watch.model_copy(update={"due_soon_stages": account.alert_days})}
    )  # fmt: skip


def _late_money(
    receivables: Sequence[Receivable], policy: Policy, today: date, calendar: WorkingCalendar
) -> Iterable[Finding]:
    yield from due_soon(receivables, policy, today, calendar)
    yield from promise_due(receivables, today, calendar)
    yield from overdue(receivables, policy, today, calendar)


MONEY = Watch(
    lambda store, today, count: store.ledger.to_check(today, count),
    _late_money,
    next_check,
    lambda store, row, day: store.ledger.check_on(row, day),
    _customers_own,
    kept_promises,
)
CONTRACTS = Watch(
    lambda store, today, count: store.contracts.to_check(today, count),
    lambda contracts, policy, today, _: expiry(contracts, policy, today),
    lambda contract, policy, today, _: next_expiry_check(contract, policy, today),
    lambda store, row, day: store.contracts.check_on(row, day),
)
TASKS = Watch(
    lambda store, today, count: store.sales.tasks_to_check(today, count),
    task_due,
    next_task_check,
    lambda store, row, day: store.sales.check_task_on(row, day),
    before=unfounded,
)
HANDOVERS = Watch(
    lambda store, today, count: store.handovers.to_check(today, count),
    lambda handovers, *about: (*handover(handovers, *about), *handover_late(handovers, *about)),
    next_handover_check,
    lambda store, row, day: store.handovers.check_on(row, day),
)
APPROVALS = Watch(
    lambda store, today, count: store.approvals.to_check(today, count),
    lambda approvals, *about: (*approval(approvals, *about), *approval_late(approvals, *about)),
    next_approval_check,
    lambda store, row, day: store.approvals.check_on(row, day),
)
BILLS = Watch(
    lambda store, today, count: store.ledger.beside_to_check(Bill, today, count),
    lambda bills, policy, today, calendar: bill_due(bills, today, calendar),
    lambda bill, policy, today, calendar: next_bill_check(bill, today, calendar),
    lambda store, row, day: store.ledger.check_beside_on(Bill, row, day),
)
DELIVERIES = Watch(
    lambda store, today, count: store.ledger.beside_to_check(Delivery, today, count),
    delivery_due,
    next_delivery_check,
    lambda store, row, day: store.ledger.check_beside_on(Delivery, row, day),
)
CASH = Watch(
    lambda store, today, count: store.ledger.beside_to_check(Payment, today, count),
    cash_held,
    next_cash_check,
    lambda store, row, day: store.ledger.check_beside_on(Payment, row, day),
    before=standing,
)
WATCHES = (MONEY, CONTRACTS, TASKS, HANDOVERS, APPROVALS, BILLS, DELIVERIES, CASH)
