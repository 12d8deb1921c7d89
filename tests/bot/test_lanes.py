"""R23: who floods is slowed, told once, and loses nothing; nobody else waits for them. R29: no chat is left deaf."""

from __future__ import annotations

import pytest

from bot import lanes
from bot.lanes import Lanes, Limit
from storage.database import Database
from storage.errors import Trouble
from storage.inbox import Arrived, Inbox
from tests.bot.house import furnished, until
from tests.storage.cast import NOW


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when told to."""
    now = [100.0]
    monkeypatch.setattr(lanes.time, "monotonic", lambda: now[0])
    return now


def arrived(row: int, lane: str, sender: str = "") -> Arrived:
    return Arrived(row, "telegram", lane, b"", NOW, 0, sender)


def test_one_who_floods_is_slowed_and_nobody_else(clock):
    many = Lanes()
    many.limit(Limit(at_once=3, per_second=2))
    many.add([arrived(row, "flood") for row in range(1, 11)] + [arrived(11, "quiet")], ["telegram"])
    heard: list[int] = []
    flood, quiet = arrived(1, "flood"), arrived(11, "quiet")

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
    assert (True, False) == (many.is_slowed(flood), many.is_slowed(quiet))
    many.told(flood)
    clock[0] += 1
    assert [4, 5] == take_all()
    assert not many.is_slowed(flood), "told once"
    clock[0] += 10
    assert [6, 7, 8] == take_all()
    assert many.is_slowed(flood), "a new flood after a quiet while"
    clock[0] += 10
    take_all()

    assert sorted(heard) == list(range(1, 12)), "nothing is dropped"
    assert not many.held_back


def test_who_floods_a_group_holds_nobody_else_there_back(clock):
    many = Lanes()
    many.limit(Limit(at_once=3, per_second=2))
    many.add([arrived(row, "group", "loud") for row in range(1, 9)], ["telegram"])
    many.add([arrived(9, "group", "quiet"), arrived(10, "alone", "loud"), arrived(11, "group", "quiet")], ["telegram"])
    heard = []
    while some := many.take(64):
        heard += [one.id for one in some]
        for one in some:
            many.done(one)

    assert [1, 2, 9, 10, 11] == sorted(heard), "three of theirs wherever they say them, all of the other's"
    assert many.held_back
    assert [True, False] == [many.is_slowed(arrived(0, "group", who)) for who in ("loud", "quiet")]
    clock[0] += 1
    assert [3] == [one.id for one in many.take(1)], "then theirs in order"


def test_after_ten_at_once_what_others_say_in_the_group_goes_first(clock):
    group = Lanes()
    group.limit(Limit())
    group.add([arrived(row, "group", "loud") for row in range(1, 51)], ["telegram"])
    heard = []
    while some := group.take(64):
        heard.append(some[0].id)
        group.done(some[0])
        if len(heard) in (5, 20):
            group.add([arrived(100 + len(heard), "group", "quiet")], ["telegram"])

    assert 105 == heard[11], "in its order behind the first ten"
    assert 120 == heard[20], "at once"
    assert sorted(heard) == [*range(1, 51), 105, 120]


def test_who_floods_a_group_is_told_once_and_in_private(sqlite_url):
    books = Database(sqlite_url)
    house = furnished(books)
    house.app.dispatcher.limit(Limit(at_once=3, per_second=5))
    for number in range(8):
        house.channel.say("李雷", "sales", f"@gengfu 李雷的客户 备注 {number}")

    def all_heard() -> bool:
        house.app.settle()
        return 8 == books.read(lambda tx: Inbox(tx).counts())["done"][0]

    until(all_heard)
    assert [1, 0] == [sum("太快" in post for post in house.posts(chat)) for chat in ("李雷", "sales")]
    books.close()


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
