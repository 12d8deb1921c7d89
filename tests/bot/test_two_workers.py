"""R3 on PostgreSQL: one update handed to two workers at once, five times and again later, is one record and one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import app as app_module
from bot.app import App
from bot.channels import Update
from bot.channels.local import LocalChannel
from bot.sweep import sweep_all
from core.ledger import Payment
from core.people import Team
from storage.inbox import Inbox
from storage.people import House
from tests.bot.conftest import OpenBooks
from tests.bot.house import furnished, until
from tests.storage.cast import NOW

TEXTS = ("收到李雷的客户货款5万", "收到李雷的客户货款6万", "收到李雷的客户货款7万")


class Caught:
    """What a platform would hand over, not handed over yet."""

    def __init__(self) -> None:
        self.updates: list[Update] = []

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        self.updates += updates
        return [None for _ in updates]


@pytest.mark.parametrize("open_books", ["postgres"], indirect=True)
@pytest.mark.postgres
def test_five_copies_to_two_workers_are_one(open_books: OpenBooks) -> None:
    house = furnished(open_books())
    other = App(open_books(), {"stage": LocalChannel(lambda: NOW, name="stage", run="stage")}, lambda: NOW)
    caught = Caught()
    house.channel.attach(caught)  # type: ignore[arg-type]
    for text in TEXTS:
        house.channel.say("李雷", "李雷", text)
    apps = (house.app, other)

    with ThreadPoolExecutor(10) as pool:
        for update in caught.updates:
            copies = [pool.submit(apps[number % 2].dispatcher.keep, "stage", [update]) for number in range(5)]
            assert 1 == sum(row is not None for one in copies for row in one.result())
            for one in [pool.submit(app.dispatcher.drain) for app in apps]:
                one.result()
    later = [app.dispatcher.keep("stage", [update]) for app in apps for update in caught.updates]
    assert [[None]] * 6 == later
    for app in apps:
        app.settle()

    assert [50_000, 60_000, 70_000] == sorted(int(one.amount.amount) for one in house.all(Payment))
    sent = [post.text for chan in (house.channel, other.channels["stage"]) for post in chan.transcript.posts("李雷")]  # type: ignore[attr-defined]
    assert dict.fromkeys(("¥50,000", "¥60,000", "¥70,000"), 1) == {
        text: sum(f"收到 {text}" in one for one in sent) for text in ("¥50,000", "¥60,000", "¥70,000")
    }
    assert {"done": 3} == {
        state: count for state, (count, _) in house.database.read(lambda tx: Inbox(tx).counts()).items()
    }


@pytest.mark.parametrize("open_books", ["postgres"], indirect=True)
@pytest.mark.postgres
def test_a_sweep_another_process_froze_in_goes_on_without_the_next_tick(
    open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, other = furnished(open_books()), open_books()
    monkeypatch.setattr(app_module, "BESIDE", 0.05)
    team_id = house.all(Team)[0].id
    looks = []
    monkeypatch.setattr(app_module, "sweep_all", lambda *about: looks.append(sweep_all(*about)) or looks[-1])

    def swept() -> str | None:
        return house.database.read(lambda transaction: House(transaction).remembered(f"swept:{team_id}"))

    with ThreadPoolExecutor(1) as pool:
        with other.transaction() as leader:
            assert House(leader).is_alone(team_id)
            looking = pool.submit(asyncio.run, house.app.sweep())
            until(lambda: len(looks) > 1)
            assert swept() is None
        looking.result(20)
    assert swept() is not None
    other.close()
