"""GENGFU_SHIP: within a minute what was committed is in a second place; a manager hears when it is not (R20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.channels.local import Person
from bot.nightly import Plan
from bot.shipping import LATE, Shipping
from core.base.retention import Keep
from storage.backup import Place, keys_for, newest_first, restore
from storage.database import Database
from storage.standing import standing
from tests.bot.house import House, furnished, served, until

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 22, 0, tzinfo=ZONE)
KEY = "a key that nobody guesses"


@pytest.fixture
def house(on_sqlite: str, tmp_path: Path) -> Iterator[House]:
    database = Database(on_sqlite)
    house = furnished(database)
    plan = Plan(None, KEY, time(3, 30), ZONE, Keep(), ship=tmp_path / "ship")
    house.app = App(database, {"stage": house.channel}, lambda: NOW, backups=plan)
    house.channel.attach(house.app.dispatcher)
    house.channel.people |= {name: Person(name, name) for name in ("王经理", "李雷")}
    yield house
    database.close()


def shipping(house: House) -> Shipping:
    assert house.app.shipping is not None
    return house.app.shipping


def payments_back(folder: Path, place: Path) -> tuple[int, str]:
    base = newest_first(folder)[0]
    keys = keys_for(base)
    assert keys is not None
    done = restore(base, keys, KEY, Place(f"sqlite:///{place}"), force=True, now=datetime.now(UTC))
    return done.manifest.rows["payments"], done.followed.stopped


def test_while_it_serves_all_is_there_at_the_end(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base, pieces after it, and the rest at the stop; doctor's file says so."""
    monkeypatch.setattr("bot.shipping.ROUND", 0)
    monkeypatch.setattr("bot.shipping.TICK", 0.05)
    with served(house.app):
        until(lambda: (known := standing(house.database.url)) and known.base_at, 20)
        house.channel.say("李雷", "李雷", "收到李雷的客户5万")
        until(lambda: "收到" in "".join(house.posts("李雷")))
        assert shipping(house).lag() < LATE

    assert (1, "") == payments_back(tmp_path / "ship", tmp_path / "new.db")


def test_a_manager_is_told_in_private_when_nothing_can_be_shipped_and_it_goes_on(house: House, tmp_path: Path) -> None:
    ship, folder = shipping(house), tmp_path / "ship"
    ship.round()
    ship.look()
    ship.round()
    assert not house.posts("王经理")
    folder.rename(tmp_path / "away")
    folder.write_text("somebody put a file where the disk was")

    house.says("李雷", "收到李雷的客户5万")
    ship._good -= LATE + 60
    for _ in range(2):
        ship.round()
        ship.look()
        house.app.settle()
    [told] = [one for one in house.posts("王经理") if "🗄" in one]
    assert "11 分钟" in told
    assert "GENGFU_SHIP" in told
    assert "另存" not in "".join(house.posts("李雷"))
    known = standing(house.database.url)
    assert known is not None
    assert "shipping_folder" == known.problem

    folder.unlink()
    (tmp_path / "away").rename(folder)
    ship.round()
    assert ship.lag() < LATE
    assert (1, "") == payments_back(folder, tmp_path / "new.db")
    known = standing(house.database.url)
    assert known is not None
    assert ("", 1) == (known.problem, known.pieces)


def test_a_chain_at_its_end_is_followed_by_another_with_a_base_of_its_own(house: House, tmp_path: Path) -> None:
    """And pieces that do not hold any more are found by the trial of the next base, and told."""
    ship, folder = shipping(house), tmp_path / "ship"
    ship.round()
    ship.look()
    for text in ("收到李雷的客户5万", "收到李雷的客户6万"):
        house.says("李雷", text)
        ship.round()
    min(folder.glob("*.piece")).unlink()
    assert ship._shipper is not None
    ship._shipper._changes._readers[0].rollback()

    ship.round()
    ship.round()
    ship.look()
    ship.round()

    assert (2, "") == payments_back(folder, tmp_path / "new.db")
    house.app.settle()
    [told] = [one for one in house.posts("王经理") if "🗄" in one]
    assert "不完整" in told


def test_nothing_is_shipped_where_it_was_not_asked_for(house: House) -> None:
    plan = replace(shipping(house)._plan, ship=None)

    assert App(house.database, {}, lambda: NOW, backups=plan).shipping is None
