"""Everything that names an account, whatever its kind, so that it can pass to another account as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import and_, bindparam, select

from core.base.records import Record
from core.ledger import Adjustment, Allocation, Payment, Receivable
from core.sales import Account
from core.watch import Alert
from storage.errors import Conflict
from storage.tables import KINDS
from storage.topic import Topic, find

A = KINDS[Account].table.c
OF_ONE = and_(A.team_id == bindparam("in_team"), A.id == bindparam("of"))
LOCK = select(A.id).where(OF_ONE).with_for_update()  # records that point at the account wait as well
MERGED_INTO = select(A.merged_into).where(OF_ONE)

# Every kind with an account is carried over, also one that does not exist yet. Those three are found by what they are
# about, for they have no index of their own by account.
BESIDE: tuple[type[Record], ...] = (Allocation, Adjustment, Alert)
OF_ACCOUNT = {
    record: find(record, kind.table.c.account_id == bindparam("of")).order_by(kind.table.c.id)
    for record, kind in KINDS.items()
    if "account_id" in {field.name for field in fields(record)} and record not in BESIDE
}


class Carrying(Topic):
    """From one account to another."""

    def lock(self, *account_ids: int) -> None:
        """Nobody writes anything about these accounts until the transaction ends (SQLite has one writer anyway)."""
        if not self._tx.database.is_sqlite:
            for row in sorted(account_ids):
                self._tx.run(LOCK, in_team=self._team, of=row)

    def of_account(self, account_id: int) -> list[Record]:
        """Everything that names an account: what was said and done, money and its entries, alerts."""
        return list(self._records(account_id))

    def _records(self, account_id: int) -> Iterator[Record]:
        for record, statement in OF_ACCOUNT.items():
            for one in self._find(record, statement, of=account_id):
                yield one
                if isinstance(one, Payment):
                    yield from self._store.ledger.allocations(one.id)
                if isinstance(one, Receivable):
                    yield from self._store.ledger.adjustments(one.id)
                yield from self._store.watch.on(one.id)

    def check_standing(self, account_id: int) -> None:
        """Conflict if the account was merged into another while something about it was being written."""
        row = self._tx.one(MERGED_INTO, in_team=self._team, of=account_id)
        if row is not None and row[0] is not None:
            raise Conflict(f"account {account_id} was merged meanwhile")
