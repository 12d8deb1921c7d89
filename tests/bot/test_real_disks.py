"""What a real disk does to books: full to the last byte, mounted read-only, and well again without a restart (R28)."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from itertools import count, islice
from pathlib import Path

import pytest

from bot.app import App
from bot.channels.local import LocalChannel
from core.ledger import Payment
from storage.database import Database
from tests.bot.filled_books import NOW
from tests.bot.house import House, furnished, served, until
from tests.bot.test_books_closed import sent
from tests.support.mounts import Disk, a_small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with a_small_disk(tmp_path / "disk", 24) as mounted:
        yield mounted


@pytest.fixture
def books(migrated_books: Path, disk: Disk) -> str:
    shutil.copy(migrated_books, disk.folder / "books.db")
    return f"sqlite:///{disk.folder / 'books.db'}"


def paid(amount: Decimal) -> str:
    return f"收到李雷的客户{amount:.0f}元"


def told(house: House, why: str) -> None:
    """Within five seconds, in words, and once."""
    until(lambda: any(why in one for one in house.posts("李雷")), 5)
    assert 1 == len([one for one in house.posts("李雷") if "不用重发" in one])


def taken_up(house: House, accepted: list[str], refused: list[str]) -> None:
    """The platform hands over again what was not acknowledged, and each is answered."""
    since = time.monotonic()
    for line in refused:
        until(lambda line=line: sent(house, line), 30)  # type: ignore[misc]
    wanted = {*accepted, *refused}
    until(lambda: wanted <= {paid(one.amount.amount) for one in house.all(Payment)}, 30)
    print(f"all taken up after {time.monotonic() - since:.1f} s")


def opened_again(house: House, database: Database) -> House:
    """The same team after a start."""
    channel = LocalChannel(lambda: NOW, name="stage", run="again")
    app = App(database, {"stage": channel}, lambda: NOW)
    channel.attach(app.dispatcher)
    return House(database, app, channel, house.team)


def test_a_disk_that_is_full_is_said_and_all_is_taken_up_when_there_is_room(
    books: str, disk: Disk, scale: Callable[[int, int], int]
) -> None:
    """Full at once the first time; then with a few pages to spare, so that it breaks anywhere in what a message takes."""
    house, draw, sums = furnished(database := Database(books)), random.Random(28), count(1001)
    with served(house.app):
        house.channel.say("李雷", "李雷", "你好")
        until(lambda: house.posts("李雷"))
        for round_ in range(scale(2, 40)):
            with closing(sqlite3.connect(disk.folder / "books.db")) as other:  # or the log's old room is used up first
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            disk.fill(draw.randrange(12) * 4096 if round_ else 0)
            accepted, refused = [], []
            for number in islice(sums, 60):
                line = paid(Decimal(number))
                (accepted if sent(house, line) else refused).append(line)
                if len(refused) == 2:
                    break
            assert refused, "it never was full"
            if not round_:
                told(house, "磁盘满了")
            assert house.all(type(house.team)), "reads go on"
            disk.make_room()
            taken_up(house, accepted, refused)
    assert database.read(lambda tx: house.store(tx).audit.verify())[1] == ""
    database.close()


def test_books_on_a_read_only_disk_are_served_and_written_again_when_it_allows_it(books: str, disk: Disk) -> None:
    """Also after a clean stop, which leaves nothing beside the file."""
    house = furnished(database := Database(books))
    database.close()
    assert not (disk.folder / "books.db-wal").exists()
    disk.forbid()
    database = Database(books)
    again = opened_again(house, database)

    with served(again.app):
        line = paid(Decimal(1001))
        assert not sent(again, line)
        told(again, "只读")
        assert again.all(type(again.team)), "reads go on"

        disk.allow()
        taken_up(again, [], [line])
        assert again.all(type(again.team))
    assert database.read(lambda tx: again.store(tx).audit.verify())[1] == ""
    database.close()
