"""Questions about contracts, and when the watch must look at one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, bindparam, func, literal_column, select, update

from core.base.money import Money
from core.base.records import Record
from core.contracts import Contract, Invoice
from storage.tables import KINDS
from storage.topic import Topic, find

CONTRACTS = KINDS[Contract].table
C = CONTRACTS.c
ACTIVE = literal_column("state") == literal_column("'active'")

OF_ACCOUNT = find(Contract, C.account_id == bindparam("of"), C.void.is_(False)).order_by(C.id.desc())
ENDING = find(Contract, ACTIVE, C.ends_on <= bindparam("by"), C.void.is_(False)).order_by(C.ends_on, C.id)
OPEN_SUM = find(Contract, ACTIVE, C.amount.is_not(None), C.void.is_(False)).order_by(C.id)
INVOICES = KINDS[Invoice].table.c
INVOICES_OF = find(Invoice, INVOICES.contract_id == bindparam("contract"), INVOICES.contract_id.is_not(None)).order_by(
    INVOICES.id
)
INVOICED = (
    select(INVOICES.contract_id, INVOICES.amount_currency, func.sum(INVOICES.amount))
    .where(and_(INVOICES.team_id == bindparam("in_team"), INVOICES.contract_id.is_not(None), INVOICES.void.is_(False)))
    .group_by(INVOICES.contract_id, INVOICES.amount_currency)
)
DUE = (
    find(Contract, C.next_check_on <= bindparam("today"), C.next_check_on.is_not(None))
    .order_by(C.next_check_on, C.id)
    .limit(bindparam("count"))
)
CHECK_ON = (
    update(CONTRACTS)
    .where(and_(C.team_id == bindparam("in_team"), C.id == bindparam("row")))
    .values(next_check_on=bindparam("next"))
)


class Contracts(Topic):
    """What was agreed with accounts."""

    def of_account(self, account_id: int) -> list[Contract]:
        """Every contract of an account, newest first."""
        return self._find(Contract, OF_ACCOUNT, of=account_id)

    def active(self, account_id: int) -> list[Contract]:
        """The contracts of an account that nobody renewed or ended, newest first."""
        return [one for one in self.of_account(account_id) if one.is_open]

    def invoices(self, contract_id: int) -> list[Invoice]:
        """What was invoiced of a contract, taken-back ones too, oldest first."""
        return self._find(Invoice, INVOICES_OF, contract=contract_id)

    def not_invoiced(self) -> list[tuple[Contract, Money]]:
        """Active contracts with something left to invoice, and how much, the oldest first."""
        rows = self._tx.run(INVOICED, in_team=self._team)
        invoiced = {(row, currency): Money.of_minor(int(minor), currency) for row, currency, minor in rows}
        found = []
        for contract in self._find(Contract, OPEN_SUM):
            currency = contract.amount.currency
            left = contract.amount - invoiced.get((contract.id, currency), Money.zero(currency))
            if left.is_positive:
                found.append((contract, left))
        return found

    def ending(self, by: date) -> list[Contract]:
        """Active contracts whose last day is `by` or earlier, the soonest first."""
        return self._find(Contract, ENDING, by=by)

    def to_check(self, today: date, count: int = 1000) -> list[Contract]:
        """What a sweep must look at: costs what is due, not what is stored."""
        return self._find(Contract, DUE, today=today, count=count)

    def check_on(self, contract_id: int, day: date | None) -> None:
        """When the next sweep must look at a contract; None: never again."""
        self._tx.change(CHECK_ON, in_team=self._team, row=contract_id, next=day)

    def look_again(self, records: Sequence[Record]) -> None:
        """A contract that was written may have another end: the next sweep decides. Called by `Store.save` alone."""
        for record in records:
            if isinstance(record, Contract):
                watched = record.is_open and record.ends_on is not None
                self.check_on(record.id, self._store.now.date() if watched else None)
