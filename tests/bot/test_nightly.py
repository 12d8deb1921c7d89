"""Every night a proven backup while the bot serves; none for 26 hours: a manager hears of it in private (R20)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.channels.local import Person
from bot.commands.audit import verify_all
from bot.mornings import shown
from bot.nightly import Plan
from core.base.retention import Keep
from storage.backup import Place, restore
from storage.database import Database
from storage.heads import kept
from storage.lately import Lately, lately, went_well
from tests.bot.house import House, furnished

ZONE = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 3, 2, 22, 0, tzinfo=ZONE)
KEY = "a key that nobody guesses"


class Moving:
    def __init__(self) -> None:
        self.now = EVENING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def house(on_sqlite: str, clock: Moving, tmp_path: Path) -> Iterator[House]:
    database = Database(on_sqlite)
    house = furnished(database)
    plan = Plan(tmp_path / "backups", KEY, time(3, 30), ZONE, Keep(2, 0, 0), tmp_path / "heads.jsonl")
    house.app = App(database, {"stage": house.channel}, clock, backups=plan)
    house.channel.attach(house.app.dispatcher)
    house.channel.people |= {name: Person(name, name) for name in ("王经理", "李雷")}
    yield house
    database.close()


def look_at(house: House, clock: Moving, moment: datetime) -> Lately:
    clock.now = moment
    house.app.nightly.look()
    house.app.settle()
    return house.database.read(lately)


def told(house: House) -> list[str]:
    return [one for one in house.posts("王经理") if "🗄" in one]


@pytest.mark.usefixtures("forked_beside")
def test_a_night_after_the_other(house: House, clock: Moving, tmp_path: Path):
    """The first at once, then one a night at its hour; old copies go; each opens with nothing but its files."""
    first = look_at(house, clock, EVENING)
    assert (EVENING, "") == (first.last(), first.problem)
    assert look_at(house, clock, EVENING.replace(hour=23)) == first

    for night in (3, 4, 5):
        moment = datetime(2026, 3, night, 3, 30, tzinfo=ZONE)
        assert moment - timedelta(days=1) <= look_at(house, clock, moment - timedelta(minutes=1)).last() < moment
        assert moment == look_at(house, clock, moment).last()

    assert 2 == len(list((tmp_path / "backups").glob("*.books"))) == len(list((tmp_path / "backups").glob("*.keyring")))
    newest = Path(house.database.read(lately).books)
    place = Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")
    restored = restore(newest, newest.with_suffix(".keyring"), KEY, place, force=False, now=clock())
    assert restored.manifest.rows["accounts"] >= 1
    assert [] == told(house)


def test_what_cron_made_shortly_before_serves_for_the_night(house: House, clock: Moving, tmp_path: Path):
    made_at = datetime(2026, 3, 3, 3, 0, tzinfo=ZONE)
    look_at(house, clock, EVENING)
    made = type("Made", (), {})()
    made.books = made.keyring = Path(house.database.read(lately).books)
    made.manifest = type("Manifest", (), {"count": 1})()
    house.database.write(lambda tx: went_well(tx, made, made_at))

    assert made_at == look_at(house, clock, made_at + timedelta(hours=1)).last()


@pytest.mark.usefixtures("forked_beside")
def test_none_for_26_hours_is_told_once_a_day_in_private_with_what_to_do(house: House, clock: Moving, tmp_path: Path):
    look_at(house, clock, EVENING)
    for copy in (tmp_path / "backups").iterdir():
        copy.unlink()
    (tmp_path / "backups").rmdir()
    (tmp_path / "backups").write_text("somebody put a file where the folder was")

    failed = look_at(house, clock, datetime(2026, 3, 3, 3, 30, tzinfo=ZONE))
    assert ("backup_folder", EVENING) == (failed.problem, failed.last())
    assert [] == told(house)

    for hour in (0, 1, 2):
        look_at(house, clock, EVENING + timedelta(hours=26, minutes=1 + 60 * hour))
    [said] = told(house)
    assert "26 小时" in said
    assert "GENGFU_BACKUP_DIR" in said
    assert "gengfu backup" in said
    assert [] == [one for one in house.posts("李雷") if "🗄" in one]

    (tmp_path / "backups").unlink()
    assert "" == look_at(house, clock, EVENING + timedelta(hours=30)).problem


@pytest.mark.usefixtures("forked_beside")
def test_managers_read_each_morning_where_the_audit_ended_and_the_file_keeps_it(
    house: House, clock: Moving, tmp_path: Path
):
    """And so an older state that was put back as a whole, head and all, is noticed by `verify` alone."""
    look_at(house, clock, EVENING)
    with sqlite3.connect(tmp_path / "books.db") as raw, sqlite3.connect(tmp_path / "older.db") as copy:
        raw.backup(copy)
    raw.close(), copy.close()

    for day in (3, 4):
        house.write(lambda store: store.note_read("contacts", 7))
        look_at(house, clock, datetime(2026, 3, day, 3, 30, tzinfo=ZONE))
        clock.now = datetime(2026, 3, day, 9, 0, tzinfo=ZONE)
        house.app.settle(sweep=True)
        house.app.settle(sweep=True)
    mornings = [one for one in house.posts("王经理") if "🔏" in one]
    assert 2 == len(mornings)
    assert "已备份并试恢复，校验通过（3月4日周三 03:30）" in mornings[-1]
    assert [] == [one for one in house.posts("李雷") if "🔏" in one]

    file = tmp_path / "heads.jsonl"
    told = kept(file, house.database)
    [heads] = told.heads.values()
    assert ("", 3) == (told.problem, len(heads))
    assert shown(heads[-1]) in mornings[-1]
    assert [""] == [one.problem for one in verify_all(house.database, told.heads)]
    address = house.database.address
    house.database.close()
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"books.db{ending}").unlink(missing_ok=True)
    (tmp_path / "older.db").rename(tmp_path / "books.db")
    put_back = Database(*address)
    [alone], [with_file] = verify_all(put_back), verify_all(put_back, kept(file, put_back).heads)
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], lines[2]]))
    cut = kept(file, put_back).problem
    put_back.close()

    assert "" == alone.problem
    assert "the chain ends before it" in with_file.problem
    assert "line 2 is not as it was written" in cut
