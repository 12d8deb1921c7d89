"""It notices its own silence: a manager hears of it in private, the heartbeat stops, /healthz says 503 (R31)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from sqlalchemy import text

import bot.sweep
from bot.app import App
from bot.channels.local import Person
from bot.selfcheck import SelfCheck
from core.base.money import Money
from core.ledger import Receivable
from core.people import Chat
from core.sales import Account
from storage.database import Database
from storage.outbox import Outbox
from storage.store import Store
from tests.bot.house import House, furnished
from tests.storage.cast import NOW, TODAY


class Moving:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def house(on_sqlite: str, clock: Moving) -> Iterator[House]:
    database = Database(on_sqlite)
    house = furnished(database)
    house.app = App(database, {"stage": house.channel}, clock)
    house.channel.attach(house.app.dispatcher)
    house.channel.people |= {name: Person(name, name) for name in ("王经理", "李雷")}
    yield house
    database.close()


@pytest.fixture
def check(house: House) -> SelfCheck:
    return house.app.selfcheck


def told(house: House) -> list[str]:
    asyncio.run(house.app.delivery.drain())
    return [one.split("：")[0] for one in house.posts("王经理")]


def owe(house: House, count: int = 1) -> None:
    zero = Money.zero("CNY")
    [account] = [one for one in house.all(Account) if one.name == "李雷的客户"]

    def due(store: Store, number: int) -> Receivable:
        return Receivable(
            id=store.new_id(), account_id=account.id, amount=Money.of(number + 1, "CNY"), allocated=zero,
            adjusted=zero, due_on=TODAY - timedelta(days=1),
        )  # fmt: skip

    house.write(lambda store: store.save(*(due(store, number) for number in range(count))))


def test_all_is_well_and_nobody_is_told(house: House, check: SelfCheck) -> None:
    assert check.is_well()
    check.look()
    check.look()
    assert told(house) == []


def test_a_tick_that_stands_is_told_once_and_so_is_its_coming_back(house: House, check: SelfCheck) -> None:
    check.ticked = time.monotonic() - 1000
    assert not check.is_well()
    check.look()
    assert told(house) == []  # once may be chance
    for _ in range(3):
        check.look()
    assert [one[:9] for one in told(house)] == ["🩺 我的更漏停了"]
    assert house.posts("李雷") == []

    check.ticked = time.monotonic()
    check.look()
    assert told(house)[-1] == "✅ 恢复正常"


def test_a_sweep_that_does_not_come_is_told(house: House, check: SelfCheck, clock: Moving, monkeypatch) -> None:
    """A mistake in a rule, say: the ticks come, the sweep does not."""
    owe(house)
    monkeypatch.setattr(bot.sweep, "raise_alerts", lambda *_: 1 / 0)
    clock.now = NOW + timedelta(minutes=3)
    asyncio.run(house.app.sweep())
    for _ in range(3):
        check.look()
    assert ["🩺 今早的提醒晚了"] == told(house)
    assert check.sweep_lag() > 100
    assert check.is_well(), "one team's mistake is no reason to restart the process"

    monkeypatch.undo()
    asyncio.run(house.app.sweep())
    check.look()
    assert {"sweep"} - set(check.faults())
    assert "✅ 恢复正常" in told(house)


def test_a_full_outbox_that_does_not_move_is_told_past_it(house: House, check: SelfCheck, clock: Moving) -> None:
    house.write(lambda store: [queue_a_card(store, clock) for _ in range(300)])
    check._delivery.ended_at -= 1000
    clock.now = NOW + timedelta(minutes=6)
    assert not check.is_well()

    async def serve() -> None:
        check.loop = asyncio.get_running_loop()
        for _ in range(2):
            await asyncio.to_thread(check.look)

    asyncio.run(serve())
    [said] = house.posts("王经理")
    assert said.startswith("🩺 有消息等了好几分钟还没发出去")


def queue_a_card(store, clock: Moving) -> None:
    store.outbox.add(
        store.new_id(), team_id=store.team_id, channel="stage", chat="李雷", private=True, language="zh-CN",
        face={"lines": [["help_head", {}]], "buttons": []}, source=1, now=NOW,
    )  # fmt: skip


def test_updates_nobody_handles_are_noticed(house: House, check: SelfCheck, clock: Moving) -> None:
    house.channel.say("李雷", "李雷", "你好")
    check._dispatcher.ended_at -= 1000
    clock.now = NOW + timedelta(minutes=3)
    assert ["inbox"] == check._own_faults()
    house.app.dispatcher.drain()
    assert [] == check._own_faults()


def test_a_writer_that_does_not_write_is_noticed(house: House, check: SelfCheck) -> None:
    house.database.write(lambda tx: tx.ask(text("PRAGMA query_only = ON")))
    house.database._writer.close()
    assert ["writer"] == check._own_faults()


def test_an_alert_without_a_card_is_said_again_and_no_other(house: House, check: SelfCheck, clock: Moving) -> None:
    house.write(lambda store: store.save(Chat(id=store.new_id(), channel="stage", chat="群", title="群", bound_at=NOW)))
    owe(house, 5)
    clock.now = NOW + timedelta(minutes=1)
    asyncio.run(house.app.sweep())
    assert check.audit() == 0

    deleted = house.database.write(lambda tx: tx.ask(text("DELETE FROM outbox WHERE chat = '群' RETURNING id")))
    assert len(deleted) == 1
    assert check.audit() == 5
    assert check.audit() == 0
    assert 1 == house.database.read(lambda tx: sum(one.chat == "群" for one in Outbox(tx).due(clock.now))), (
        "one list, as in the morning"
    )


def test_what_nobody_can_hear_is_not_said_for_ever(house: House, check: SelfCheck, clock: Moving) -> None:
    house.database.write(lambda tx: tx.ask(text("UPDATE identities SET chat = NULL")))
    owe(house, 2)
    clock.now = NOW + timedelta(minutes=1)
    asyncio.run(house.app.sweep())
    assert check.audit() == 0


def test_the_heart_beats_only_while_all_is_well(house: House) -> None:
    beats: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            beats.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/ping/secret"
        app = App(house.database, {"stage": house.channel}, house.app.clock, heartbeat=address)
        app.selfcheck.look()
        assert beats == ["/ping/secret"]
        app.selfcheck.ticked -= 1000
        app.selfcheck.look()
        assert beats == ["/ping/secret"]
        server.shutdown()
    app.selfcheck.ticked = time.monotonic()
    app.selfcheck.look()  # nobody answers: a line in the log, and no more
