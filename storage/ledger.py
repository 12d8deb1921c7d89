"""Questions about money, and the sums kept in the same transaction as the entries they sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, bindparam, case, func, insert, literal, literal_column, select, text, update

from core.approvals import Approval, Verdict
from core.base.money import Money
from core.base.records import Record
from core.ledger import (
    Adjustment,
    Allocation,
    Bill,
    Complaint,
    Delivery,
    Entries,
    Payer,
    Payment,
    Promise,
    Receivable,
    WriteOff,
)
from core.sales import Account
from storage.due_money import DueMoney
from storage.tables import KINDS, account_money
from storage.tables.books import AWAITED, HELD, OPEN_MONEY, TO_DELIVER
from storage.topic import Topic, find

RECEIVABLES, PAYMENTS = KINDS[Receivable].table, KINDS[Payment].table
ALLOCATIONS, ADJUSTMENTS = KINDS[Allocation].table, KINDS[Adjustment].table
PROMISES, ACCOUNTS = KINDS[Promise].table, KINDS[Account].table
R = RECEIVABLES.c

OPEN_OF = find(Receivable, R.account_id == bindparam("of"), text(OPEN_MONEY)).order_by(R.due_on, R.id)
OPEN_UNTIL = find(Receivable, R.due_on < bindparam("before"), text(OPEN_MONEY)).order_by(R.due_on, R.id)
OPEN_ALL = find(Receivable, text(OPEN_MONEY)).order_by(R.due_on, R.id)
OF_ACCOUNT = find(Receivable, R.account_id == bindparam("of")).order_by(R.due_on, R.id)
OF_CONTRACT = find(Receivable, R.contract_id == bindparam("contract"), R.contract_id.is_not(None)).order_by(
    R.due_on, R.id
)
DUE = (
    find(Receivable, R.next_check_on <= bindparam("today"), R.next_check_on.is_not(None))
    .order_by(R.next_check_on, R.id)
    .limit(bindparam("count"))
)
CHECK_ON = (
    update(RECEIVABLES)
    .where(and_(R.team_id == bindparam("in_team"), R.id == bindparam("row")))
    .values(next_check_on=bindparam("next"))
)
PAYMENTS_OF = (
    find(Payment, PAYMENTS.c.account_id == bindparam("of"))
    .order_by(PAYMENTS.c.on.desc(), PAYMENTS.c.id.desc())
    .limit(bindparam("count"))
)
SINCE = find(Payment, PAYMENTS.c.account_id == bindparam("of"), PAYMENTS.c.on >= bindparam("since")).order_by(
    PAYMENTS.c.id
)
AWAITED_OF = find(Payment, PAYMENTS.c.account_id == bindparam("of"), text(AWAITED)).order_by(PAYMENTS.c.id)
ALL_AWAITED = find(Payment, text(AWAITED)).order_by(PAYMENTS.c.account_id, PAYMENTS.c.id)
HELD_CASH = find(Payment, text(HELD)).order_by(PAYMENTS.c.held_by, PAYMENTS.c.id)
REVERSAL = find(Payment, PAYMENTS.c.reverses_id == bindparam("payment"))
ALLOCATED = find(Allocation, ALLOCATIONS.c.payment_id == bindparam("payment")).order_by(ALLOCATIONS.c.id)
ON_RECEIVABLE = find(Allocation, ALLOCATIONS.c.receivable_id == bindparam("row")).order_by(ALLOCATIONS.c.id)
ADJUSTED = find(Adjustment, ADJUSTMENTS.c.receivable_id == bindparam("row")).order_by(ADJUSTMENTS.c.id)
ON_ACCOUNT = select(R.id).where(R.team_id == bindparam("in_team"), R.account_id == bindparam("of"))
# Put in order afterwards: SQLite would read all of a team's entries to have them ordered.
ALLOCATED_OF = find(Allocation, ALLOCATIONS.c.receivable_id.in_(ON_ACCOUNT))
ADJUSTED_OF = find(Adjustment, ADJUSTMENTS.c.receivable_id.in_(ON_ACCOUNT))
WRITE_OFFS = KINDS[WriteOff].table.c
WRITTEN_OFF = find(WriteOff, WRITE_OFFS.receivable_id == bindparam("row")).order_by(WRITE_OFFS.id)
WRITTEN_OFF_OF = find(WriteOff, WRITE_OFFS.account_id == bindparam("of")).order_by(WRITE_OFFS.id)
BILLS = KINDS[Bill].table
BILLS_OF = find(Bill, BILLS.c.account_id == bindparam("of"), BILLS.c.void.is_(False)).order_by(BILLS.c.id)
DELIVERIES = KINDS[Delivery].table
DELIVERIES_OF = find(Delivery, DELIVERIES.c.account_id == bindparam("of"), DELIVERIES.c.void.is_(False)).order_by(
    DELIVERIES.c.id
)
OPEN_DELIVERIES = find(Delivery, text(TO_DELIVER), DELIVERIES.c.void.is_(False)).order_by(DELIVERIES.c.id)


def _due(record: type[Record]) -> Any:
    """What of a kind a sweep must look at, the longest due first."""
    table = KINDS[record].table.c
    due = find(record, table.next_check_on <= bindparam("today"), table.next_check_on.is_not(None))
    return due.order_by(table.next_check_on, table.id).limit(bindparam("count"))


def _check_on(record: type[Record]) -> Any:
    """When a record of a kind must be looked at next."""
    table = KINDS[record].table
    row = and_(table.c.team_id == bindparam("in_team"), table.c.id == bindparam("row"))
    return update(table).where(row).values(next_check_on=bindparam("next"))


BESIDE_DUE: dict[type[Record], Any] = {record: _due(record) for record in (Bill, Delivery, Payment)}
BESIDE_CHECK_ON: dict[type[Record], Any] = {record: _check_on(record) for record in (Bill, Delivery, Payment)}
COUNTERED = PAYMENTS.alias("countered")
BANK_KEYS = select(PAYMENTS.c.bank_key).where(
    and_(
        PAYMENTS.c.team_id == bindparam("in_team"),
        PAYMENTS.c.bank_key.is_not(None),
        ~select(COUNTERED.c.id)
        .where(and_(COUNTERED.c.team_id == PAYMENTS.c.team_id, COUNTERED.c.reverses_id == PAYMENTS.c.id))
        .exists(),
    )
)
COMPLAINTS = KINDS[Complaint].table.c
COMPLAINT_OPEN = (literal_column("state") == literal_column("'open'"), COMPLAINTS.void.is_(False))
COMPLAINTS_OF = find(Complaint, COMPLAINTS.account_id == bindparam("of"), *COMPLAINT_OPEN).order_by(COMPLAINTS.id)
OPEN_COMPLAINTS = find(Complaint, *COMPLAINT_OPEN).order_by(COMPLAINTS.id)
PAYERS = find(Payer, KINDS[Payer].table.c.void.is_(False)).order_by(KINDS[Payer].table.c.id)
PROMISES_OF = find(Promise, PROMISES.c.account_id == bindparam("of"), PROMISES.c.void.is_(False)).order_by(
    PROMISES.c.id.desc()
)

# Entries move the kept sums of their receivable. A receivable that becomes settled is no longer checked; one that is
# open again starts a new episode and is looked at on the next sweep.
ROW = and_(R.team_id == bindparam("in_team"), R.id == bindparam("row"))
WAS_SETTLED = R.allocated == R.amount + R.adjusted
STILL_OPEN = R.amount + R.adjusted + bindparam("billed") > R.allocated + bindparam("paid")
TODAY = bindparam("today", type_=R.due_on.type)
MOVE = (
    update(RECEIVABLES)
    .where(ROW)
    .values(
        allocated=R.allocated + bindparam("paid"),
        adjusted=R.adjusted + bindparam("billed"),
        episode=R.episode + case((and_(WAS_SETTLED, STILL_OPEN), literal(1)), else_=literal(0)),
        next_check_on=case((STILL_OPEN, func.coalesce(R.next_check_on, TODAY)), else_=None),
    )
    .returning(R.account_id, R.due_on, R.amount_currency, R.amount, R.adjusted, R.allocated)
)
LOOK_AGAIN = update(RECEIVABLES).where(ROW).values(next_check_on=case((text(OPEN_MONEY), TODAY), else_=None))
M = account_money.c
ADD_MONEY = (
    update(account_money)
    .where(
        and_(M.team_id == bindparam("in_team"), M.account_id == bindparam("of"), M.currency == bindparam("in_currency"))
    )
    .values(owed=M.owed + bindparam("more_owed"), advance=M.advance + bindparam("more_advance"))
)
FIRST_MONEY = insert(account_money)
IN_ADVANCE = (
    select(M.account_id, M.currency, M.advance)
    .where(and_(M.team_id == bindparam("in_team"), M.advance > 0))
    .order_by(M.account_id, M.currency)
)
MONEY_OF = select(M.currency, M.owed, M.advance).where(
    and_(M.team_id == bindparam("in_team"), M.account_id == bindparam("of"))
).order_by(M.currency)  # fmt: skip
LOCK = (
    select(ACCOUNTS.c.id)
    .where(and_(ACCOUNTS.c.team_id == bindparam("in_team"), ACCOUNTS.c.id == bindparam("of")))
    .with_for_update(key_share=True)  # records that point at the account may still be added
)

# What an entry says for good. Other facts (a payment is confirmed, a receivable falls due later) may change.
FIXED: dict[type[Record], Callable[[Any], Any]] = {
    Receivable: attrgetter("account_id", "amount"),
    Payment: attrgetter("account_id", "amount", "reverses_id", "kind", "fee"),
    Allocation: lambda entry: replace(entry, version=1),
    Adjustment: lambda entry: replace(entry, version=1),
    WriteOff: lambda entry: replace(entry, version=1),
    Approval: attrgetter(
        "kind", "account_id", "subject_id", "content", "fingerprint", "amount", "steps", "asked_by", "asked_on"
    ),
    Verdict: lambda entry: replace(entry, version=1, comment=""),
}


def check_evolution(before: Record, after: Record, *, moves: bool = False) -> None:
    """ValueError if a next version changes what the kept sums were made from: money only moves by new entries.

    `moves`: it may belong to another account now; `Store.move` alone says so, and carries the sums along.
    """
    fixed = FIXED.get(type(after))
    account = {"account_id": after.account_id} if moves and hasattr(after, "account_id") else {}
    if fixed is not None and fixed(replace(before, **account)) != fixed(after):
        raise ValueError(f"{type(after).__name__} {after.id}: what an entry says is countered by another, not changed")


# How an entry moves what its account owes and has in advance: with its amount, against it, or not at all.
MOVES_SUMS: dict[type[Record], tuple[int, int]] = {
    Receivable: (1, 0),
    Adjustment: (1, 0),
    Payment: (0, 1),
    WriteOff: (-1, 0),
    Allocation: (-1, -1),
}
# What the kept sums are made from, or are kept by.
SUMMED = (Account, Receivable, Adjustment, Payment, Allocation, WriteOff, Bill, Delivery)


class Sums(defaultdict[tuple[int, str], list[int]]):
    """(account, currency) -> by how much what is owed and what is in advance move."""

    def __init__(self) -> None:
        super().__init__(lambda: [0, 0])

    def add(self, record: Any, times: int = 1) -> None:
        """One more entry, or with -1 one fewer."""
        if (signs := MOVES_SUMS.get(type(record))) is not None:
            minor, sums = times * record.amount.minor, self[record.account_id, record.amount.currency]
            sums[0] += signs[0] * minor
            sums[1] += signs[1] * minor


class Ledger(Topic):
    """Receivables, payments, allocations, promises."""

    def lock(self, account_id: int) -> None:
        """Nobody else books money on this account until the transaction ends (SQLite has one writer anyway)."""
        if not self._tx.database.is_sqlite:
            self._tx.run(LOCK, in_team=self._team, of=account_id)

    def open_receivables(self, account_id: int) -> list[Receivable]:
        """What the account still owes, oldest due first."""
        return self._find(Receivable, OPEN_OF, of=account_id)

    def receivables(self, account_id: int) -> list[Receivable]:
        """All receivables of an account, settled ones too."""
        return self._find(Receivable, OF_ACCOUNT, of=account_id)

    def of_contract(self, contract_id: int) -> list[Receivable]:
        """The instalments of a contract that were booked, withdrawn ones left out."""
        found: list[Receivable] = self._find(Receivable, OF_CONTRACT, contract=contract_id)
        return [one for one in found if not (one.amount + one.adjusted).is_zero]

    def overdue(self, today: date) -> list[Receivable]:
        """Everything unpaid whose due day is past, oldest due first."""
        return self._find(Receivable, OPEN_UNTIL, before=today)

    def all_open(self) -> list[Receivable]:
        """Everything unpaid."""
        return self._find(Receivable, OPEN_ALL)

    def to_check(self, today: date, count: int = 1000) -> list[Receivable]:
        """What a sweep must look at: costs what is due, not what is stored."""
        return self._find(Receivable, DUE, today=today, count=count)

    def check_on(self, receivable_id: int, day: date | None) -> None:
        """When the next sweep must look at a receivable; None: never again."""
        self._tx.change(CHECK_ON, in_team=self._team, row=receivable_id, next=day)

    def payments(self, account_id: int, count: int = 5) -> list[Payment]:
        """The latest payment entries, reversals too, newest first."""
        return self._find(Payment, PAYMENTS_OF, of=account_id, count=count)

    def standing_payments_since(self, account_id: int, day: date) -> list[Payment]:
        """Payments that count on or after a day and were not reversed."""
        entries = self._find(Payment, SINCE, of=account_id, since=day)
        reversed_ids = {entry.reverses_id for entry in entries}
        return [one for one in entries if one.reverses_id is None and one.id not in reversed_ids]

    def unconfirmed(self, account_id: int) -> list[Payment]:
        """Payments that count, and that finance has still to confirm."""
        found: list[Payment] = self._find(Payment, AWAITED_OF, of=account_id)
        return [one for one in found if self.reversal_of(one.id) is None]

    def all_unconfirmed(self) -> list[Payment]:
        """The same of every account: costs what waits, not what is stored."""
        found: list[Payment] = self._find(Payment, ALL_AWAITED)
        return [one for one in found if self.reversal_of(one.id) is None]

    def reversal_of(self, payment_id: int) -> Payment | None:
        """The entry that countered a payment."""
        found: Payment | None = self._first(Payment, REVERSAL, payment=payment_id)
        return found

    def allocations(self, payment_id: int) -> list[Allocation]:
        """Where a payment's money went, counters included."""
        return self._find(Allocation, ALLOCATED, payment=payment_id)

    def allocations_on(self, receivable_id: int) -> list[Allocation]:
        """What settled a receivable, counters included."""
        return self._find(Allocation, ON_RECEIVABLE, row=receivable_id)

    def adjustments(self, receivable_id: int) -> list[Adjustment]:
        """How a receivable's amount was changed."""
        return self._find(Adjustment, ADJUSTED, row=receivable_id)

    def write_offs(self, receivable_id: int) -> list[WriteOff]:
        """What of a receivable was written off, counters included."""
        return self._find(WriteOff, WRITTEN_OFF, row=receivable_id)

    def bills(self, account_id: int) -> list[Bill]:
        """The bills of an account, those that are decided too."""
        return self._find(Bill, BILLS_OF, of=account_id)

    def deliveries(self, account_id: int | None = None) -> list[Delivery]:
        """All deliveries of an account, done ones too; or those of all accounts that have still to be done. Oldest
        first."""
        if account_id is None:
            return self._find(Delivery, OPEN_DELIVERIES)
        return self._find(Delivery, DELIVERIES_OF, of=account_id)

    def cash_held(self) -> list[Payment]:
        """Cash that is in somebody's hands, by who has it: costs what is held, not what is stored."""
        found: list[Payment] = self._find(Payment, HELD_CASH)
        return [one for one in found if self.reversal_of(one.id) is None]

    def beside_to_check(self, kind: type[Record], today: date, count: int = 1000) -> list[Any]:
        """The bills, deliveries or payments (cash in hand) a sweep must look at: costs what is due, not what is
        stored."""
        return self._find(kind, BESIDE_DUE[kind], today=today, count=count)

    def check_beside_on(self, kind: type[Record], row: int, day: date | None) -> None:
        """When the next sweep must look at a bill, a delivery or a payment; None: never again."""
        self._tx.change(BESIDE_CHECK_ON[kind], in_team=self._team, row=row, next=day)

    def in_advance(self) -> list[tuple[int, Money]]:
        """The accounts that have money with us nothing is settled with, and how much, from the kept sums."""
        rows = self._tx.run(IN_ADVANCE, in_team=self._team)
        return [(account_id, Money.of_minor(have, currency)) for account_id, currency, have in rows]

    def bank_keys(self) -> set[str]:
        """The rows of bank files that stand in the books."""
        return {row[0] for row in self._tx.run(BANK_KEYS, in_team=self._team)}

    def complaints(self, account_id: int | None = None) -> list[Complaint]:
        """The open complaints of an account, or of all of them, oldest first."""
        if account_id is None:
            return self._find(Complaint, OPEN_COMPLAINTS)
        return self._find(Complaint, COMPLAINTS_OF, of=account_id)

    def payers(self) -> list[Payer]:
        """Everybody who is known to pay for some account."""
        return self._find_once(Payer, PAYERS)

    def entries(self, account_id: int) -> Entries:
        """All the money of an account, taken-back payments with their counters, for decisions about its history."""
        return replace(
            self.settling(account_id),
            payments=self._find(Payment, SINCE, of=account_id, since=date.min),
            adjustments=sorted(self._find(Adjustment, ADJUSTED_OF, of=account_id), key=attrgetter("id")),
        )

    def settling(self, account_id: int) -> Entries:
        """The same without payments and adjustments: what became of each receivable."""
        return Entries(
            self._find(Receivable, OF_ACCOUNT, of=account_id),
            (),
            sorted(self._find(Allocation, ALLOCATED_OF, of=account_id), key=attrgetter("id")),
            (),
            self._find(WriteOff, WRITTEN_OFF_OF, of=account_id),
        )

    def promises(self, account_id: int) -> list[Promise]:
        """What was promised, newest first."""
        return self._find(Promise, PROMISES_OF, of=account_id)

    def money(self, account_id: int) -> list[tuple[Money, Money]]:
        """What the account owes and what it has in advance, a pair a currency, from the kept sums."""
        rows = self._tx.run(MONEY_OF, in_team=self._team, of=account_id)
        return [(Money.of_minor(owed, c), Money.of_minor(advance, c)) for c, owed, advance in rows]

    def keep_sums(self, records: Sequence[Record], before: Mapping[int, Record]) -> None:
        """Move the kept sums by what was written; `before`: what next versions took the place of, by id. Called by
        `Store.save` and by nothing else."""
        sums, days = Sums(), DueMoney(self._store)
        new = {record.id for record in records if record.version == 1}
        for record in records:
            if isinstance(record, Account):
                self._change_hands(days, record, before, new)
        for record in records:
            if record.version == 1:
                sums.add(record)
            if isinstance(record, Bill | Delivery):
                self.check_beside_on(type(record), record.id, self._today if record.is_open else None)
            if isinstance(record, Payment) and record.held_by is not None:
                self.check_beside_on(Payment, record.id, self._today if record.is_held else None)
            if isinstance(record, Receivable):
                self._look_again(record.id)
                self._change_day(days, record, before.get(record.id))
        for record in records:
            match record:
                case Allocation(version=1):
                    self._move(days, record.receivable_id, paid=record.amount.minor, billed=0)
                case WriteOff(version=1):
                    self._move(days, record.receivable_id, paid=record.amount.minor, billed=0)
                case Adjustment(version=1):
                    self._move(days, record.receivable_id, paid=0, billed=record.amount.minor)
                case _:
                    pass
        self._add_sums(sums)
        days.keep()

    def carry_sums(self, before: Sequence[Record], after: Sequence[Record]) -> None:
        """Move the kept sums from the accounts these records had to those they have; called by `Store.move` alone."""
        sums, days = Sums(), DueMoney(self._store)
        for times, records in ((-1, before), (1, after)):
            for record in records:
                sums.add(record, times)
                if isinstance(record, Receivable):
                    days.add_open(days.whose(record.account_id), record.due_on, record.balance, times)
        self._add_sums(sums)
        days.keep()

    def _change_hands(
        self, days: DueMoney, account: Account, before: Mapping[int, Record], new: Collection[int]
    ) -> None:
        """An account with another owner or tier takes along what it owes, as that stood before this was written."""
        was = before.get(account.id)
        if not isinstance(was, Account) or (was.owner_id, was.tier) == (account.owner_id, account.tier):
            return
        known = {row: one for row, one in before.items() if isinstance(one, Receivable)}
        stood = (known.get(one.id, one) for one in self.open_receivables(account.id) if one.id not in new)
        days.change_hands(was, account, stood)

    def _change_day(self, days: DueMoney, after: Receivable, before: Record | None) -> None:
        if before is None:
            days.add_open(days.whose(after.account_id), after.due_on, after.amount, 1)
        elif isinstance(before, Receivable) and before.due_on != after.due_on:
            for day, times in ((before.due_on, -1), (after.due_on, 1)):
                days.add_open(days.whose(after.account_id), day, before.balance, times)

    def _add_sums(self, sums: Sums) -> None:
        for (account_id, currency), (more_owed, more_advance) in sums.items():
            self._add_money(account_id, currency, more_owed, more_advance)

    @property
    def _today(self) -> date:
        """The UTC day of writing: early enough for the next sweep to look, whatever the team's zone."""
        return self._store.now.date()

    def _move(self, days: DueMoney, receivable_id: int, *, paid: int, billed: int) -> None:
        moved = self._tx.one(MOVE, in_team=self._team, row=receivable_id, paid=paid, billed=billed, today=self._today)
        if moved is not None:  # none: it belongs to another team, and the entry's reference is refused
            account_id, due_on, currency, amount, adjusted, allocated = moved
            now = amount + adjusted - allocated
            was = now - billed + paid
            days.add(days.whose(account_id), due_on, currency, now - was, (now > 0) - (was > 0))

    def _look_again(self, receivable_id: int) -> None:
        """What was said of it may have changed: the next sweep decides when it must be looked at."""
        self._tx.change(LOOK_AGAIN, in_team=self._team, row=receivable_id, today=self._today)

    def _add_money(self, account_id: int, currency: str, more_owed: int, more_advance: int) -> None:
        key = dict(in_team=self._team, of=account_id, in_currency=currency)
        if not self._tx.change(ADD_MONEY, **key, more_owed=more_owed, more_advance=more_advance):
            self._tx.add(FIRST_MONEY, dict(
                team_id=self._team, account_id=account_id, currency=currency, owed=more_owed, advance=more_advance,
            ))  # fmt: skip
