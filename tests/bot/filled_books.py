"""Books with a little of everything, for tests of what looks at them from outside: export, doctor, commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.approvals import Button, Draft
from core.base.money import Money
from core.ledger import Allocation, Payment, Receivable
from core.people import Chat, Identity, Member, Team
from core.sales import Account, Contact, Deal, Task, Visit
from core.watch import Alert
from storage.database import Database
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.store import Store
from storage.transaction import Transaction

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in Shanghai
TODAY = date(2026, 3, 2)
PHONE = "13800138000"


def yuan(amount: str) -> Money:
    return Money.of(amount, "CNY")


@dataclass
class Filled:
    """The ids of what was written."""

    team: Team
    li: Member
    account: Account
    receivable: Receivable
    source: int


def fill(database: Database, name: str = "华东队", *, now: datetime = NOW, hostile: str = "") -> Filled:
    """One team: 李雷 sells to 华星, which owes 200,000 and paid 12,000.50 of it."""
    return database.write(lambda transaction: _fill(transaction, name, now, hostile))


def _fill(transaction: Transaction, name: str, now: datetime, hostile: str) -> Filled:
    new = lambda: transaction.database.ids.new(now)  # noqa: E731
    team_id, source = new(), new()
    said = {"text": f"收到华星货款12000.5 {PHONE}{hostile}", "kind": "text"}
    Inbox(transaction).keep("local", f"{name}:1", "li", said, source, now)
    opening = Store(transaction, team_id, by=None, source=new(), now=now)
    team = Team(id=team_id, name=name)
    li = Member(id=new(), name="李雷", roles=("rep", "manager"))
    opening.save(team, li)
    store = Store(transaction, team_id, by=li.id, source=source, now=now)
    printable = hostile.encode(errors="ignore").decode()
    account = Account(id=new(), name="华星" + printable, owner_id=li.id, co_owners=(li.id,))
    contact = Contact(id=new(), account_id=account.id, name="李总", phone=PHONE)
    zero = yuan("0")
    receivable = Receivable(
        id=new(), account_id=account.id, amount=yuan("200000"), due_on=TODAY, allocated=zero, adjusted=zero
    )
    payment = Payment(id=new(), account_id=account.id, amount=yuan("12000.50"), on=TODAY, recorded_at=now)
    store.save(
        account,
        contact,
        Visit(id=new(), account_id=account.id, by_id=li.id, on=TODAY, contact_id=contact.id, note="谈了二期" + hostile),
        Deal(
            id=new(),
            account_id=account.id,
            owner_id=li.id,
            name="二期",
            amount=Money.of("80", "USD"),
            stage_since=TODAY,
        ),
        Deal(id=new(), account_id=account.id, owner_id=li.id, name="三期", stage_since=TODAY),
        Task(id=new(), account_id=account.id, owner_id=li.id, due_on=TODAY + timedelta(days=9), note="给方案"),
        receivable,
        payment,
        Identity(id=new(), channel="local", user="li", member_id=li.id, chat="li"),
        Chat(id=new(), channel="local", chat="group", title="销售群", bound_at=now),
        Button(id=new(), token=f"token-{team_id}", verb="undo", chat="local:li", expires_at=now),
        Draft(
            id=new(),
            kind="fact",
            member_id=li.id,
            chat="local:li",
            payload='{"x": 1}',
            expires_at=now,
            opened_by=source,
        ),
        Alert(
            id=new(),
            rule="overdue",
            subject_id=receivable.id,
            account_id=account.id,
            owner_id=li.id,
            episode="2026-03-02",
            stage=1,
            raised_on=TODAY,
        ),
    )
    store.save(
        Allocation(
            id=new(),
            account_id=account.id,
            payment_id=payment.id,
            receivable_id=receivable.id,
            amount=payment.amount,
            on=TODAY,
            recorded_at=now,
        )
    )
    Outbox(transaction).add(
        new(), team_id=team_id, channel="local", chat="li", private=True, language="zh-CN", source=source, now=now,
        face={"lines": [["cli_no_such_option", {"name": "华星"}]], "buttons": []},
    )  # fmt: skip
    Inbox(transaction).finish(source, now, team_id, li.id)
    return Filled(team, li, account, receivable, source)


def rows(folder: Any, kind: str) -> list[dict[str, Any]]:
    """The rows of an exported file."""
    import json

    return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_text("utf-8").splitlines()]
