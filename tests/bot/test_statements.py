"""What logging a payment asks the books and writes into them, statement by statement.

Every payment of every team pays for each of them. Who adds one adds it here too, and says in the commit why it is worth
it; figures are in docs/measured.md, `python3 dev.py bench log` measures them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from core.ledger import Receivable
from storage.database import Database
from storage.store import Store
from tests.bot.house import furnished
from tests.storage.cast import NOW, yuan

TABLE = re.compile(r"(?:SELECT\b.*?\bFROM|UPDATE|INSERT INTO|DELETE FROM)\s+(\w+)", re.DOTALL)

HEARING = {
    "select inbox": 2,  # what waits: before, and after
    "select identities": 1,
    "select house": 1,  # the team chosen with /switch
    "select teams": 1,
    "select members": 1,
    "select accounts": 1,  # may this person know of the customer named?
}
WRITING = {
    "update inbox": 1,
    "select teams": 1,
    "select members": 1,
    "select accounts": 1,
    "select drafts": 1,  # what they were asked and may still answer
    "select payers": 1,
    "select payments": 1,  # the same, logged by somebody else
    "select receivables": 2,  # what is open; all, for the score
    "insert payments": 1,
    "insert allocations": 1,
    "update receivables": 1,
    "update account_money": 1,
    "update due_money": 2,  # of the owner, of the team
    "select audit_heads": 1,
    "insert audit": 2,
    "update audit_heads": 1,
    "select alerts": 1,
    "select account_money": 1,
    "select account_credit": 1,
    "select promises": 1,
    "select allocations": 1,
    "select write_offs": 1,
    "insert account_credit": 1,
    "select approvals": 1,  # sales that waited for money to come
    "insert buttons": 2,
    "insert outbox": 1,
}


def test_logging_a_payment_asks_and_writes_no_more_than_this(on_sqlite, tmp_path):
    database = Database(on_sqlite, keyring=f"sqlite:///{tmp_path / 'books.keyring'}")
    house = furnished(database)
    house.write(owing)
    house.says("李雷", "收到李雷的客户货款1元")
    house.channel.say("李雷", "李雷", "收到李雷的客户货款2元")

    with told(database.reading) as heard, told(database.engine) as written:
        house.app.dispatcher.drain()

    house.app.settle()
    assert house.last("李雷").text.startswith("✅ 李雷的客户：收到 ¥2")
    assert HEARING == counted(heard)
    assert WRITING == counted(written)
    database.close()


def owing(store: Store) -> None:
    account = next(one for one in store.sales.accounts() if one.name == "李雷的客户")
    store.save(
        Receivable(id=store.new_id(), account_id=account.id, amount=yuan(90_000), due_on=NOW.date(),
                   allocated=yuan(0), adjusted=yuan(0))
    )  # fmt: skip


@contextmanager
def told(engine: Engine) -> Iterator[list[str]]:
    """What SQLite runs on the connections of an engine."""
    found: list[str] = []

    def listen(driver: Any, *_: Any) -> None:
        driver.set_trace_callback(found.append)

    def no_more(driver: Any, *_: Any) -> None:
        driver.set_trace_callback(None)

    event.listen(engine, "checkout", listen)
    event.listen(engine, "checkin", no_more)
    try:
        yield found
    finally:
        event.remove(engine, "checkout", listen)
        event.remove(engine, "checkin", no_more)


def counted(statements: Iterable[str]) -> dict[str, int]:
    """How often each table was asked, and written."""
    found = Counter[str]()
    for statement in statements:
        if table := TABLE.match(statement):
            found[f"{statement.split()[0].lower()} {table[1]}"] += 1
    return dict(found)
