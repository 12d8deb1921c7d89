"""Books filled at once, while no process has them open: what a team would have typed in a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from core.base.money import Money
from core.ledger import Receivable
from core.sales import Account
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction
from tests.e2e.process import Bot

ZERO = Money.zero("CNY")


def owed(bot: Bot, owners: Mapping[str, Sequence[tuple[str, date]]], bills: int = 1) -> None:
    """Each member's customers, each owing 20,000 due on a day, so often."""
    environment = bot.environment()
    database = Database(environment["GENGFU_DATABASE_URL"], environment.get("GENGFU_KEYRING"))
    try:
        database.write(lambda transaction: _fill(transaction, owners, bills))
    finally:
        database.close()


def _fill(transaction: Transaction, owners: Mapping[str, Sequence[tuple[str, date]]], bills: int) -> None:
    [team_id] = House(transaction).team_ids()
    now = datetime.now(UTC)
    store = Store(transaction, team_id, by=None, source=transaction.database.ids.new(now), now=now)
    members = {member.name: member.id for member in store.people.members()}
    for owner, rows in owners.items():
        for name, due_on in rows:
            account = Account(id=store.new_id(), name=name, owner_id=members[owner])
            amount = Money(Decimal(20_000), "CNY")
            store.save(account)
            store.save(*(
                Receivable(id=store.new_id(), account_id=account.id, amount=amount, due_on=due_on, allocated=ZERO,
                           adjusted=ZERO)
                for _ in range(bills)
            ))  # fmt: skip
