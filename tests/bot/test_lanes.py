"""R23: who floods is slowed, told once, and loses nothing; nobody else waits for them. R29: no chat is left deaf."""

from __future__ import annotations

import pytest

from bot import lanes
from bot.lanes import Lanes, Limit
from storage.database import Database
from storage.errors import Trouble
from storage.inbox import Arrived
from tests.bot.house import furnished
from tests.storage.cast import NOW


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when told to."""
    now = [100.0]
    monkeypatch.setattr(lanes.time, "monotonic", lambda: now[0])
    return now


def arrived(row: int, lane: str) -> Arrived:
    return Arrived(row, "telegram", lane, b"", NOW, 0)


def test_one_who_floods_is_slowed_and_nobody_else(clock):
    many = Lanes()
    many.limit(Limit(at_once=3, per_second=2))
    many.add([arrived(row, "flood") for row in range(1, 11)] + [arrived(11, "quiet")], ["telegram"])
    heard: list[int] = []

    def take_all() -> list[int]:
        taken: list[int] = []
        while some := many.take(64):
            for one in some:
                taken.append(one.id)
                many.done(one)
        heard.extend(taken)
        return taken

    assert [1, 11, 2, 3] == take_all()
    assert many.held_back
    assert (True, False) == (many.is_slowed("flood"), many.is_slowed("quiet"))
    many.told("flood")
    clock[0] += 1
    assert [4, 5] == take_all()
    assert not many.is_slowed("flood"), "told once"
    clock[0] += 10
    assert [6, 7, 8] == take_all()
    assert many.is_slowed("flood"), "a new flood after a quiet while"
    clock[0] += 10
    take_all()

    assert sorted(heard) == list(range(1, 12)), "nothing is dropped"
    assert not many.held_back


def test_books_that_cannot_be_read_for_a_moment_leave_no_chat_deaf(sqlite_url, monkeypatch):
    """The message was taken from its chat already when the database went away; it is heard when that is back."""
    books = Database(sqlite_url)
    house = furnished(books)
    dispatcher, read = house.app.dispatcher, books.read

    def gone_once(work):
        if dispatcher._lanes.in_flight:
            monkeypatch.undo()
            raise Trouble("unreachable")
        return read(work)

    monkeypatch.setattr(books, "read", gone_once)
    house.channel.say("李雷", "李雷", "新客户 归来公司")
    with pytest.raises(Trouble):
        dispatcher.drain()
    house.app.settle()

    assert "归来公司" in house.last("李雷").text
    books.close()
