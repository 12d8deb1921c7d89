"""What is open by due day, kept as sums: moved in the transaction of every entry, so that nobody adds up receivables.

Each change is counted twice, for the account's owner and for the whole team (owner 0), by the account's tier, since
key accounts are not everybody's to see. Who owns an account and its tier may change: then what it owes moves along.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, bindparam, delete, insert, select, update

from core.base.money import Money
from core.ledger import Receivable
from core.sales import Account
from storage.tables import KINDS, due_money
from storage.transaction import Transaction

TEAM = 0  # the owner under whom all of a team's money is counted
A, D = KINDS[Account].table.c, due_money.c
WHOSE = select(A.owner_id, A.tier).where(and_(A.team_id == bindparam("in_team"), A.id == bindparam("of")))
DAY = and_(
    D.team_id == bindparam("in_team"),
    D.owner_id == bindparam("owner"),
    D.tier == bindparam("of_tier"),
    D.currency == bindparam("in_currency"),
    D.due_on == bindparam("day"),
)
ADD = (
    update(due_money)
    .where(DAY)
    .values(owed=D.owed + bindparam("more_owed"), count=D["count"] + bindparam("more"))
    .returning(D.owed, D["count"])
)
FIRST = insert(due_money)
DROP = delete(due_money).where(DAY)

Whose = tuple[int, str]  # the owner and the tier of an account


class DueMoney:
    """By how much the kept sums move; `keep` writes it."""

    def __init__(self, transaction: Transaction, team_id: int) -> None:
        self._tx, self._team = transaction, team_id
        self._moves: dict[tuple[int, str, str, date], list[int]] = {}
        self._whose: dict[int, Whose] = {}

    def whose(self, account_id: int) -> Whose:
        """Under whom an account's money is counted now."""
        if account_id not in self._whose:
            owner, tier = self._tx.one(WHOSE, in_team=self._team, of=account_id)
            self._whose[account_id] = owner, tier
        return self._whose[account_id]

    def add(self, whose: Whose, due_on: date, currency: str, minor: int, count: int) -> None:
        """So much more (or less) is open on a day, in so many more receivables."""
        owner, tier = whose
        for one in (TEAM, owner):
            move = self._moves.setdefault((one, tier, currency, due_on), [0, 0])
            move[0] += minor
            move[1] += count

    def add_open(self, whose: Whose, due_on: date, balance: Money, times: int) -> None:
        """A receivable with this balance comes to a day, or with -1 goes."""
        if balance.is_positive:
            self.add(whose, due_on, balance.currency, times * balance.minor, times)

    def change_hands(self, before: Account, after: Account, owed: Iterable[Receivable]) -> None:
        """What an account owes is counted under its new owner and tier."""
        for receivable in owed:
            self.add_open((before.owner_id, before.tier), receivable.due_on, receivable.balance, -1)
            self.add_open((after.owner_id, after.tier), receivable.due_on, receivable.balance, 1)

    def keep(self) -> None:
        """Write what moved; a day on which nothing is open any more has no row."""
        for (owner, tier, currency, due_on), (minor, count) in self._moves.items():
            key = dict(in_team=self._team, owner=owner, of_tier=tier, in_currency=currency, day=due_on)
            left = self._tx.one(ADD, **key, more_owed=minor, more=count) if minor or count else ()
            if left is None:
                cells = dict(owner_id=owner, tier=tier, currency=currency, due_on=due_on, owed=minor, count=count)
                self._tx.add(FIRST, {"team_id": self._team, **cells})
            elif tuple(left) == (0, 0):
                self._tx.change(DROP, **key)
