"""A small team on the books, for tests of the storage: 李雷 and 韩梅梅 sell, 华星 and 华天 buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.base.money import Money
from core.ledger import Payment, Receivable, receive_payment
from core.people import Member, Team
from core.sales import Account
from storage.database import Database
from storage.store import Store
from storage.transaction import Transaction

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in Shanghai
TODAY = date(2026, 3, 2)


def yuan(amount: str | int) -> Money:
    return Money.of(amount, "CNY")


@dataclass
class Cast:
    """A team that exists in the books; `store` opens it within a transaction."""

    database: Database
    team: Team
    li: Member
    han: Member
    account: Account

    def store(self, transaction: Transaction, *, now: datetime = NOW, source: int = 0) -> Store:
        return Store(transaction, self.team.id, by=self.li.id, source=source, now=now)

    def write(self, work: Any, **options: Any) -> Any:
        """Run `work(store)` in a write transaction."""
        return self.database.write(lambda transaction: work(self.store(transaction, **options)))

    def read(self, work: Any) -> Any:
        return self.database.read(lambda transaction: work(self.store(transaction)))

    def save(self, *records: Any) -> None:
        self.write(lambda store: store.save(*records))

    def new_id(self) -> int:
        return self.database.ids.new(NOW)

    def receivable(self, amount: Money, *, due: date = TODAY, account: Account | None = None) -> Receivable:
        zero = Money.zero(amount.currency)
        owner = account or self.account
        return Receivable(
            id=self.new_id(), account_id=owner.id, amount=amount, due_on=due, allocated=zero, adjusted=zero
        )  # fmt: skip

    def payment(self, amount: Money, *, on: date = TODAY, account: Account | None = None, **more: Any) -> Payment:
        owner = account or self.account
        return Payment(id=self.new_id(), account_id=owner.id, amount=amount, on=on, recorded_at=NOW, **more)

    def pay(self, store: Store, amount: Money, account: Account | None = None) -> Any:
        """A payment as a handler books it: lock, look, decide, save."""
        owner = account or self.account
        store.ledger.lock(owner.id)
        payment = self.payment(amount, account=owner)
        receipt = receive_payment(store.ledger.open_receivables(owner.id), payment, store.new_id)
        store.save(*receipt.records)
        return receipt


def found_team(database: Database, name: str = "城南") -> Cast:
    """A team with two members and one customer."""
    new = lambda: database.ids.new(NOW)  # noqa: E731
    team = Team(id=new(), name=name)
    li, han = Member(id=new(), name="李雷", roles=("rep", "admin")), Member(id=new(), name="韩梅梅")
    account = Account(id=new(), name="华星", official="华星科技有限公司", owner_id=li.id)
    cast = Cast(database, team, li, han, account)
    cast.save(team, li, han, account)
    return cast


def days(count: int) -> timedelta:
    return timedelta(days=count)
