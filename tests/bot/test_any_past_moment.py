"""R11: whatever is edited and taken back, the audit tells what each record was at any past moment, and an undo of an undo
is what was there before."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.channels.local import Person
from core.ledger import Allocation, Payment, Receivable
from core.sales import Account, Contact, Note, Task, Visit
from storage.database import Database
from storage.tables import KINDS
from tests.bot.house import House, furnished
from tests.storage.cast import NOW

LOOKED_AT = (Account, Contact, Visit, Note, Task, Receivable, Payment, Allocation)
CUSTOMER = "李雷的客户"
SAID = (
    "今天拜访{c}，谈了第{n}期",
    "{c}应收{n}万，到期4月{d}日",
    "收到{c}货款{n}千",
    "/contact {c} 王{n}总 138{n:08}",
    "/contact {c} 王2总 139{n:08}",
    "/tier {c} A",
    "/tier {c} B",
    "/terms {c} {d}天",
    "{c}答应4月{d}日付{n}万",
    "不对，是{n}万",
)


class Moving:
    def __init__(self) -> None:
        self.now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def now_in(house: House) -> dict[int, dict[str, Any]]:
    """Every record that is looked at, field by field."""
    return {
        record.id: {"version": record.version, **KINDS[kind].plain(record)}
        for kind in LOOKED_AT
        for record in house.all(kind)
    }


def counts(house: House) -> dict[str, Any]:
    """What a person would call the state of the books: what counts, and what is owed, whatever versions it took."""
    [account] = (one for one in house.all(Account) if one.name == CUSTOMER)
    money = house.database.read(lambda tx: house.store(tx).ledger.money(account.id))
    left = ("version", "next_check_on", "void")
    kinds = (Account, Contact, Visit, Note, Task, Receivable)
    told = {
        (kind.__name__, record.id): {
            name: value for name, value in KINDS[kind].plain(record).items() if name not in left
        }
        for kind in kinds
        for record in house.all(kind)
        if not getattr(record, "void", False)
    }
    return {"money": money, **told}


def test_every_past_moment_can_be_shown_and_an_undo_of_an_undo_is_what_was_before(on_sqlite: str, scale: Any) -> None:
    draw, clock, database = random.Random(11), Moving(), Database(on_sqlite)
    house = furnished(database)
    house.app = App(database, {"stage": house.channel}, clock)
    house.channel.attach(house.app.dispatcher)
    house.channel.people |= {name: Person(name, name) for name in ("王经理", "李雷")}
    seen: list[tuple[datetime, dict[int, dict[str, Any]]]] = []
    undone = 0
    for number in range(scale(60, 600)):
        clock.now += timedelta(seconds=draw.randrange(60, 4000))
        if number % 3 == 2:
            undone += undo_and_back(house, draw, clock)
        else:
            house.says("王经理", draw.choice(SAID).format(c=CUSTOMER, n=draw.randrange(1, 9), d=draw.randrange(10, 29)))
        seen.append((clock.now, now_in(house)))
    rows = {row for _, records in seen for row in records}

    for moment, records in seen:
        then = database.read(lambda tx, moment=moment: house.store(tx).audit.then(rows, moment))  # type: ignore[misc]
        assert records == {one.record_id: one.fields for one in then}, moment
    problem = database.read(lambda tx: house.store(tx).audit.verify()[1])
    print(f"{len(seen)} moments, {len(rows)} records, {undone} undone and brought back")
    database.close()
    assert (True, "") == (undone > len(seen) // 10, problem)


def undo_and_back(house: House, draw: random.Random, clock: Moving) -> int:
    """Take the last thing back, and in one case of two bring it back: then all is as it was."""
    before, asked = counts(house), len(house.posts("王经理"))
    house.says("王经理", "/undo")
    if draw.random() < 0.5 or not any("已撤销" in one for one in house.posts("王经理")[asked:]):
        return 0
    clock.now += timedelta(seconds=5)
    house.presses("王经理", "恢复")
    assert before == counts(house)
    return 1
