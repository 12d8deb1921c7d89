"""What is open by due day, kept as sums: moved in the transaction of every entry, so that nobody adds up receivables.

Each change is counted twice, for the account's owner and for the whole team (owner 0), by the account's tier, since
key accounts are not everybody's to see. Who owns an account and its tier may change: then what it owes moves along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, insert, literal_column, update

from core.base.money import Money
from core.ledger import Receivable
from core.sales import Account
from storage.tables import due_money

if TYPE_CHECKING:
    from storage.store import Store

TEAM = 0  # the owner under whom all of a team's money is counted
D = due_money.c
DAY = and_(
    D.team_id == bindparam("in_team"),
    D.tier == bindparam("of_tier"),
    D.currency == bindparam("in_currency"),
    D.due_on == bindparam("day"),
)
ADD = (
    update(due_money)
    .where(and_(DAY, D.owner_id == bindparam("owner")))
    .values(owed=D.owed + bindparam("more_owed"), count=D["count"] + bindparam("more"))
)
FIRST = insert(due_money)
OWNERS = D.owner_id.in_((bindparam("owner"), bindparam("other")))
DROP = delete(due_money).where(and_(DAY, OWNERS, D["count"] == literal_column("0")))

Whose = tuple[int, str]  # the owner and the tier of an account
Day = tuple[str, str, date]  # a tier, a currency, and the day


class DueMoney:
    """By how much the kept sums move; `keep` writes it."""

    def __init__(self, store: Store) -> None:
        self._store, self._tx, self._team = store, store.transaction, store.team_id
        self._moves: dict[Day, dict[int, tuple[int, int]]] = {}  # owner -> by how much, in how many
        self._whose: dict[int, Whose] = {}

    def whose(self, account_id: int) -> Whose:
        """Under whom an account's money is counted now."""
        if account_id not in self._whose:
            account = self._store.get(Account, account_id)
            if account is None:
                raise LookupError(f"there is no account {account_id}")
            self._whose[account_id] = account.owner_id, account.tier
        return self._whose[account_id]

    def add(self, whose: Whose, due_on: date, currency: str, minor: int, count: int) -> None:
        """So much more (or less) is open on a day, in so many more receivables."""
        owner, tier = whose
        move = self._moves.setdefault((tier, currency, due_on), {})
        before = move.get(owner, (0, 0))
        move[owner] = before[0] + minor, before[1] + count

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
        for day, owners in self._moves.items():
            if len(owners) == 1:
                ((owner, move),) = owners.items()
                self._keep(day, (TEAM, owner), *move)
                continue
            for owner, move in owners.items():
                self._keep(day, (owner,), *move)
            self._keep(day, (TEAM,), *map(sum, zip(*owners.values(), strict=True)))

    def _keep(self, day: Day, owners: Sequence[int], minor: int, count: int) -> None:
        """One move of a day's sum, the same for one or two owners."""
        if not (minor or count):
            return
        tier, currency, due_on = day
        key = dict(in_team=self._team, owner=owners[0], of_tier=tier, in_currency=currency, day=due_on)
        for owner in owners:  # one by one: SQLite makes a table of its own of two owners, which costs twice as much
            if not self._tx.change(ADD, **key | {"owner": owner}, more_owed=minor, more=count):
                cells = dict(owner_id=owner, tier=tier, currency=currency, due_on=due_on, owed=minor, count=count)
                self._tx.add(FIRST, {"team_id": self._team, **cells})
        if count < 0:
            self._tx.change(DROP, **key, other=owners[-1])
