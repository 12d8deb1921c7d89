"""Disk full, read-only, locked, damaged: whoever writes is told at once, reads go on, and all of it is taken up after (R28)."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from storage import engine
from storage.database import Database
from storage.errors import Trouble
from tests.bot.house import House, furnished, served, until


@pytest.fixture
def house(on_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    pragmas = tuple(one.replace("busy_timeout=4000", "busy_timeout=200") for one in engine.SQLITE_PRAGMAS)
    assert pragmas != engine.SQLITE_PRAGMAS
    monkeypatch.setattr(engine, "SQLITE_PRAGMAS", pragmas)
    database = Database(on_sqlite)
    yield furnished(database)
    database.close()


def pragma(house: House, words: str) -> None:
    house.database.write(lambda tx: tx.ask(text(f"PRAGMA {words}")))


def fill(house: House) -> Callable[[], None]:
    """No page more than there is; what is free in the last ones is used up by the first messages."""
    pragma(house, "max_page_count = 1")
    return lambda: pragma(house, "max_page_count = 1000000")


def forbid(house: House) -> Callable[[], None]:
    """As on a disk that is mounted read-only, which root cannot play by rights of files."""
    state = ["ON"]
    event.listen(house.database.engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA query_only = {state[0]}"))
    return lambda: state.__setitem__(0, "OFF")


def hold(house: House, how: str = "IMMEDIATE") -> Callable[[], None]:
    other = sqlite3.connect(str(house.database.url.database), isolation_level=None, check_same_thread=False)
    other.execute(f"BEGIN {how}")

    def release() -> None:
        other.execute("ROLLBACK")
        other.close()

    return release


def hold_alone(house: House) -> Callable[[], None]:
    return hold(house, "EXCLUSIVE")


def damage(house: House) -> Callable[[], None]:
    """The first page of the inbox is overwritten; what it held comes back with the backup."""
    file = str(house.database.url.database)
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(page,)] = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'inbox'")
        [(size,)] = other.execute("PRAGMA page_size")

    def put(content: bytes | None) -> bytes:
        with Path(file).open("r+b") as books:
            books.seek((page - 1) * size)
            held = books.read(size)
            books.seek((page - 1) * size)
            books.write(content or b"\xa5" * size)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:  # so that nobody goes by what they remember
            other.execute("INSERT OR REPLACE INTO house (name, value) VALUES ('damage', ?)", (str(time.monotonic()),))
        return held

    held = put(None)
    return lambda: (put(held), None)[1]


BREAKS = [
    (fill, "磁盘满了"), (forbid, "只读"), (hold, "被别的程序占用"), (hold_alone, "被别的程序占用"), (damage, "gengfu restore")
]  # fmt: skip


@pytest.mark.parametrize(("breaks", "why"), BREAKS)
def test_who_writes_is_told_and_nothing_is_lost(house: House, breaks: Callable[[House], Callable[[], None]], why: str):
    said = [f"新客户 {sign}星科技" for sign in "甲乙丙丁戊己庚辛壬癸" * 6]
    with served(house.app):
        house.channel.say("李雷", "李雷", "你好")
        until(lambda: house.posts("李雷"))
        mend, refused = breaks(house), []
        for number, line in enumerate(said):
            if not sent(house, f"{line}{number}"):
                refused.append(f"{line}{number}")
            if len(refused) == 2:
                break
        assert refused, "it never broke"
        until(lambda: any(why in one for one in house.posts("李雷")), 5)
        told = [one for one in house.posts("李雷") if "不用重发" in one]
        assert len(told) == 1, "once is enough"
        assert house.all(type(house.team)), "reads go on"

        mend()
        since = time.monotonic()
        for line in refused:  # the platform hands over again what was not acknowledged
            until(lambda line=line: sent(house, line), 30)  # type: ignore[misc]
        wanted = {one.removeprefix("新客户 ") for one in refused}
        until(lambda: all(any(name in post for post in house.posts("李雷")) for name in wanted), 30)
        print(f"all taken up after {time.monotonic() - since:.1f} s")


def sent(house: House, line: str) -> bool:
    try:
        house.channel.say("李雷", "李雷", line)
    except Trouble:
        return False
    return True


def test_a_damaged_file_is_said_and_no_start_goes_on_with_it(house: House):
    """Pages are destroyed while it serves; what is read is right or refused, and the next start names the restore."""
    file = Path(str(house.database.url.database))
    with served(house.app):
        house.channel.say("李雷", "李雷", "新客户 甲星科技")
        until(lambda: any("甲星" in one for one in house.posts("李雷")))
        with closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        whole = file.read_bytes()
        with file.open("r+b") as raw:
            raw.seek(4096)
            raw.write(b"\xa5" * (len(whole) - 4096))
        for number in range(20):
            sent(house, f"新客户 乙星{number}科技")
            if any("文件坏了" in one or "损坏" in one for one in house.posts("李雷")):
                break
            time.sleep(0.05)
        until(lambda: any("gengfu restore" in one for one in house.posts("李雷")), 5)
    house.database.close()
    with pytest.raises(Trouble) as refused:
        Database(*house.database.address)

    assert "corrupt" == refused.value.code
