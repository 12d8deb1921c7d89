"""Questions about handovers, what hangs on many accounts at once, and when the watch must look at one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, distinct, func, literal_column, select, text, update

from core.base.records import Record
from core.contracts import Contract
from core.handovers import Counts, Handover
from core.ledger import Delivery, Payment, Promise, Receivable
from core.sales import Account, Contact, Deal, Task
from core.sales.records import CLOSED
from core.watch import Alert
from storage.tables import KINDS
from storage.tables.books import HELD, OPEN_MONEY, TO_DELIVER, UNRESOLVED
from storage.topic import Topic, find

HANDOVERS, ACCOUNTS, ALERTS = KINDS[Handover].table, KINDS[Account].table, KINDS[Alert].table
DEALS, TASKS, PROMISES = KINDS[Deal].table, KINDS[Task].table, KINDS[Promise].table
PAYMENTS, COUNTER = KINDS[Payment].table, KINDS[Payment].table.alias("counter")
COUNTERED = (
    select(COUNTER.c.id)
    .where(and_(COUNTER.c.team_id == PAYMENTS.c.team_id, COUNTER.c.reverses_id == PAYMENTS.c.id))
    .exists()
)
H, A = HANDOVERS.c, ACCOUNTS.c
AT_ONCE = 1000  # accounts asked about in one statement
OUR_RULES = ("handover", "handover_late")  # these alerts are about a handover, not about the account they name

PENDING = find(Handover, literal_column("state") == literal_column("'pending'")).order_by(H.id)
OWNED = find(
    Account, A.owner_id == bindparam("owner"), A.void.is_(False), A.merged_into.is_(None)
).order_by(A.id)  # fmt: skip
OWNERS = (
    select(A.owner_id, func.count())
    .where(and_(A.team_id == bindparam("in_team"), A.void.is_(False), A.merged_into.is_(None)))
    .group_by(A.owner_id)
)
DUE = (
    find(Handover, H.next_check_on <= bindparam("today"), H.next_check_on.is_not(None))
    .order_by(H.next_check_on, H.id)
    .limit(bindparam("count"))
)
CHECK_ON = (
    update(HANDOVERS)
    .where(and_(H.team_id == bindparam("in_team"), H.id == bindparam("row")))
    .values(next_check_on=bindparam("next"))
)


def _within(kind: type[Record], *conditions: Any) -> Any:
    """The rows of a kind about some accounts (`of`)."""
    c = KINDS[kind].table.c
    return and_(c.team_id == bindparam("in_team"), c.account_id.in_(bindparam("of", expanding=True)), *conditions)


def _count(kind: type[Record], *conditions: Any) -> Select[Any]:
    return select(func.count()).select_from(KINDS[kind].table).where(_within(kind, *conditions))


def _every(kind: type[Record], *conditions: Any) -> Select[Any]:
    table, columns = KINDS[kind].table, KINDS[kind].columns
    return select(*(table.c[name] for name in columns)).where(_within(kind, *conditions)).order_by(table.c.id)


NOT_VOID = {kind: KINDS[kind].table.c.void.is_(False) for kind in (Contact, Contract, Deal, Promise, Task)}
OPEN_DEAL = (NOT_VOID[Deal], DEALS.c.stage.not_in(CLOSED), DEALS.c.owner_id == bindparam("giver"))
IS_OPEN = literal_column("state") == literal_column("'open'")
OPEN_TASK = (IS_OPEN, NOT_VOID[Task], TASKS.c.owner_id == bindparam("giver"))
COUNTED: dict[str, Select[Any]] = {
    "contacts": _count(Contact, NOT_VOID[Contact]),
    "deals": _count(Deal, *OPEN_DEAL),
    "closed": _count(Deal, NOT_VOID[Deal], DEALS.c.stage.in_(CLOSED)),
    "contracts": _count(Contract, NOT_VOID[Contract]),
    "receivables": _count(Receivable, text(OPEN_MONEY)),
    "promises": _count(Promise, NOT_VOID[Promise], PROMISES.c.by_on >= bindparam("today")),
    "tasks": _count(Task, *OPEN_TASK),
    "deliveries": _count(Delivery, text(TO_DELIVER), KINDS[Delivery].table.c.void.is_(False)),
    "cash": _count(Payment, text(HELD), PAYMENTS.c.held_by == bindparam("giver"), ~COUNTERED),
    "alerts": select(func.count(distinct(ALERTS.c.subject_id))).where(
        _within(Alert, text(UNRESOLVED), ALERTS.c.aloud.is_(True), ALERTS.c.rule.not_in(OUR_RULES))
    ),
}
DEALS_ON, TASKS_ON = _every(Deal, *OPEN_DEAL), _every(Task, *OPEN_TASK)
ALERTS_ON = _every(Alert, text(UNRESOLVED), ALERTS.c.rule.not_in(OUR_RULES))
BY_IDS = select(*(A[name] for name in KINDS[Account].columns)).where(
    and_(A.team_id == bindparam("in_team"), A.id.in_(bindparam("of", expanding=True)))
)
MERGED = select(A.id).where(
    and_(A.team_id == bindparam("in_team"), A.merged_into.in_(bindparam("of", expanding=True)))
)  # fmt: skip


class Handovers(Topic):
    """What is offered by one member to another, and all that would go with it."""

    def pending(self) -> list[Handover]:
        """Those that still wait for their receiver, oldest first."""
        return self._find(Handover, PENDING)

    def accounts_of(self, member_id: int) -> list[Account]:
        """Every account a member owns, archived ones too; not what was merged into another."""
        return self._find(Account, OWNED, owner=member_id)

    def named_in(self, handover: Handover) -> list[Account]:
        """The accounts a handover names as they are now: each once, following merges, without what is gone."""
        found: dict[int, Account] = {}
        for at in range(0, len(handover.account_ids), AT_ONCE):
            rows = self._tx.ask(BY_IDS, in_team=self._team, of=list(handover.account_ids[at : at + AT_ONCE]))
            found |= {one.id: one for one in (self._store.made(Account, row) for row in rows)}
        standing = (self._now(found[row]) for row in handover.account_ids if row in found)
        return list({one.id: one for one in standing if one is not None}.values())

    def _now(self, account: Account) -> Account | None:
        """The account itself, or what it was merged into."""
        if account.void or account.merged_into is None:
            return None if account.void else account
        return self._store.sales.account(account.merged_into)

    def owners(self) -> dict[int, int]:
        """Who owns accounts, and how many; also people who left."""
        return dict(self._tx.run(OWNERS, in_team=self._team))

    def to_check(self, today: date, count: int = 1000) -> list[Handover]:
        """What a sweep must look at: costs what is due, not what is stored."""
        return self._find(Handover, DUE, today=today, count=count)

    def check_on(self, handover_id: int, day: date | None) -> None:
        """When the next sweep must look at a handover; None: never again."""
        self._tx.change(CHECK_ON, in_team=self._team, row=handover_id, next=day)

    def look_again(self, records: Sequence[Record]) -> None:
        """A pending handover is looked at by the next sweep, a decided one never again. Called by `Store.save`."""
        for record in records:
            if isinstance(record, Handover):
                self.check_on(record.id, self._store.now.date() if record.is_open else None)

    def lock(self, accounts: Sequence[Account]) -> None:
        """Nobody else books money on these accounts until the transaction ends; in the order of their ids."""
        for account_id in sorted(one.id for one in accounts):
            self._store.ledger.lock(account_id)

    # -- what hangs on accounts

    def hanging_on(self, accounts: Sequence[Account], giver_id: int, today: date) -> Counts:
        """How much of each kind would go with the accounts, asked for a thousand at a time."""
        sums = dict.fromkeys(Counts._fields, 0) | {"accounts": len(accounts)}
        for ids in self._with_merged(accounts):
            for name, statement in COUNTED.items():
                [(count,)] = self._tx.ask(statement, in_team=self._team, of=ids, giver=giver_id, today=today)
                sums[name] += count
        return Counts(**sums)

    def deals_on(self, accounts: Sequence[Account], giver_id: int) -> list[Deal]:
        """The giver's open deals on the accounts."""
        return self._on(accounts, Deal, DEALS_ON, giver=giver_id)

    def tasks_on(self, accounts: Sequence[Account], giver_id: int) -> list[Task]:
        """The giver's open tasks on the accounts."""
        return self._on(accounts, Task, TASKS_ON, giver=giver_id)

    def alerts_on(self, accounts: Sequence[Account]) -> list[Alert]:
        """What was found about the accounts and is not settled, oldest first; handovers themselves left out."""
        return self._on(accounts, Alert, ALERTS_ON)

    def _on(self, accounts: Sequence[Account], kind: type[Any], statement: Any, **values: Any) -> list[Any]:
        return [
            self._store.made(kind, row)
            for ids in self._with_merged(accounts)
            for row in self._tx.ask(statement, in_team=self._team, of=ids, **values)
        ]

    def _with_merged(self, accounts: Sequence[Account]) -> Iterator[list[int]]:
        """The ids of the accounts and of what was merged into them, some at a time."""
        for at in range(0, len(accounts), AT_ONCE):
            ids = [one.id for one in accounts[at : at + AT_ONCE]]
            yield [*ids, *(row[0] for row in self._tx.ask(MERGED, in_team=self._team, of=ids))]
