"""Who writes: one unit of work among many fails alone, leaves no trace, and an answer means it is on disk."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from core.people import Member
from storage.errors import Conflict, Trouble
from storage.store import Store
from tests.storage.cast import NOW, yuan
from tests.support.nursery import python


class Broken(Exception):
    pass


def held(database):
    """Holds the writer inside a unit of work until the returned event is set; what comes meanwhile waits together."""
    started, go_on = Event(), Event()

    def hold(_):
        started.set()
        go_on.wait(10)

    database.submit(hold)
    started.wait(10)
    return go_on


def test_a_failing_unit_leaves_the_other_127_committed_and_answered(sqlite_cast):
    cast = sqlite_cast
    cast.save(cast.receivable(yuan(1000)))
    go_on = held(cast.database)

    def book(transaction):
        return cast.pay(cast.store(transaction), yuan(1))

    def fail(transaction):
        cast.pay(cast.store(transaction), yuan(500))
        raise Broken

    futures = [cast.database.submit(fail if number == 70 else book) for number in range(128)]
    go_on.set()

    assert [70] == [number for number, future in enumerate(futures) if future.exception() is not None]
    assert isinstance(futures[70].exception(), Broken)
    assert yuan(127) == cast.read(lambda store: store.ledger.receivables(cast.account.id)[0].allocated)
    assert (5 + 2 * 127, "") == cast.read(lambda store: store.audit.verify())


def test_among_many_groups_only_those_that_fail_are_not_written(sqlite_cast):
    """Whether a group is written plainly or, after a failure, with a savepoint for each."""
    cast, dice = sqlite_cast, random.Random(3)
    fails = [dice.random() < (0.2 if 1000 < number < 2000 else 0.0005) for number in range(4000)]

    def work(number):
        def book(transaction):
            cast.store(transaction).save(Member(id=number + 1, name=str(number)))
            if fails[number]:
                raise Broken
            return number

        return book

    futures = [cast.database.submit(work(number)) for number in range(4000)]

    for number, future in enumerate(futures):
        if fails[number]:
            assert isinstance(future.exception(30), Broken)
        else:
            assert number == future.result(30)
    written = {int(member.name) for member in cast.read(lambda store: store.all(Member)) if member.name.isdigit()}
    assert {number for number in range(4000) if not fails[number]} == written
    assert (4 + len(written), "") == cast.read(lambda store: store.audit.verify())


def test_what_raises_leaves_no_trace(cast):
    before = cast.read(everything)

    def save_and_fail(store):
        store.save(cast.receivable(yuan(100)))
        store.outbox.add(
            store.new_id(), team_id=store.team_id, channel="local", chat="1", private=True, language="en",
            face={}, source=0, now=NOW,
        )  # fmt: skip
        raise Broken

    with pytest.raises(Broken):
        cast.write(save_and_fail)

    assert before == cast.read(everything)


def everything(store):
    return store.audit.verify(), store.all(Member), store.ledger.all_open(), store.outbox.counts()


def test_a_savepoint_of_its_own_may_be_left_open_when_a_unit_fails(cast):
    """The unit's own savepoint is found again below it, and the audit goes on from where it was."""

    def nested(transaction):
        store = cast.store(transaction)
        store.save(cast.receivable(yuan(1)))
        transaction.savepoint()
        store.save(cast.receivable(yuan(2)))
        raise Broken

    with pytest.raises(Broken):
        cast.database.write(nested)

    assert ([], (4, "")) == cast.read(lambda store: (store.ledger.all_open(), store.audit.verify()))


def test_what_is_rolled_back_to_a_savepoint_is_gone_and_the_rest_is_kept(cast):
    def half(transaction):
        store = cast.store(transaction)
        store.save(kept := cast.receivable(yuan(1)))
        transaction.savepoint()
        store.save(cast.receivable(yuan(2)))
        transaction.roll_back()
        store.note_denied("see_money")
        return kept.id

    kept = cast.database.write(half)

    assert [kept] == [one.id for one in cast.read(lambda store: store.ledger.all_open())]
    assert (6, "") == cast.read(lambda store: store.audit.verify())


def test_a_unit_that_was_given_up_is_not_written_and_stops_nobody(sqlite_cast):
    """asyncio cancels the future when the waiting task is cancelled."""
    go_on = held(sqlite_cast.database)
    given_up = sqlite_cast.database.submit(lambda _: pytest.fail("it ran"))
    given_up.cancel()
    after = sqlite_cast.database.submit(lambda _: "written")
    go_on.set()

    assert "written" == after.result(10)


def test_close_writes_what_waits(cast, open_books, books_url):
    futures = [cast.database.submit(lambda tx: cast.store(tx).save(cast.receivable(yuan(1)))) for _ in range(50)]

    cast.database.close()

    assert [None] * 50 == [future.result(0) for future in futures]
    again = open_books(books_url)
    store = lambda transaction: Store(transaction, cast.team.id, by=None, source=0, now=NOW)  # noqa: E731
    assert 50 == len(again.read(lambda transaction: store(transaction).ledger.all_open()))


def test_after_close_it_says_so(books):
    books.close()

    with pytest.raises(Trouble) as trouble:
        books.write(lambda _: None)

    assert "closed" == trouble.value.code


def test_a_conflict_is_tried_again(cast):
    tries = []

    def second_time_lucky(_):
        tries.append(1)
        if len(tries) == 1:
            raise Conflict("somebody was faster")
        return "done"

    assert "done" == cast.database.write(second_time_lucky)


def test_readers_are_not_held_up_by_a_writer_and_see_no_half_of_it(cast):
    inside, go_on = Event(), Event()

    def slow(transaction):
        cast.store(transaction).save(cast.receivable(yuan(1)))
        inside.set()
        go_on.wait(10)

    writing = cast.database.submit(slow)
    inside.wait(10)
    meanwhile = cast.read(lambda store: store.ledger.all_open())
    go_on.set()
    writing.result(10)

    assert ([], 1) == (meanwhile, len(cast.read(lambda store: store.ledger.all_open())))


def test_a_reader_sees_one_picture_from_first_to_last_question(cast):
    def look(store):
        before = len(store.ledger.all_open())
        with ThreadPoolExecutor(1) as other:
            other.submit(cast.save, cast.receivable(yuan(1))).result(10)
        return before, len(store.ledger.all_open())

    assert (0, 0) == cast.read(look)


def test_a_reader_cannot_write(cast):
    with pytest.raises(Trouble) as trouble:
        cast.read(lambda store: store.save(cast.receivable(yuan(1))))

    assert "read_only" == trouble.value.code


FLOOD = """
import os, sys
from datetime import UTC, datetime
sys.path.insert(0, os.getcwd())
from core.people import Member
from storage.database import Database
from storage.store import Store

url, keyring, team, name = sys.argv[1:5]
database = Database(url, keyring=keyring)

def one(number):
    row = database.ids.new(datetime.now(UTC))
    def work(transaction):
        store = Store(transaction, int(team), by=None, source=row, now=datetime.now(UTC))
        store.save(Member(id=row, name=f"{name} {number}"))
        return row
    return work

def answered(future):
    os.write(1, f"{future.result()}\\n".encode())

for number in range(1_000_000):
    future = database.submit(one(number))
    future.add_done_callback(answered)
    if number % 64 == 63:
        future.result()
"""


def test_kill_9_in_mid_flood_keeps_every_answered_unit(cast, books_url, tmp_path, scale):
    answered = set()
    for number in range(scale(3, 25)):
        answered |= flood_and_kill(
            [books_url, f"sqlite:///{tmp_path / 'books.keyring'}", str(cast.team.id), str(number)]
        )

    kept = {member.id for member in cast.read(lambda store: store.all(Member))}
    print(f"{len(answered)} answered, {len(answered - kept)} lost")
    assert answered
    assert set() == answered - kept
    assert (len(kept) + 2, "") == cast.read(lambda store: store.audit.verify())
    if books_url.startswith("sqlite"):
        with sqlite3.connect(books_url.removeprefix("sqlite:///")) as file:
            assert ("ok",) == file.execute("PRAGMA integrity_check").fetchone()


def flood_and_kill(arguments):
    process = python("-c", FLOOD, *arguments, stdout=subprocess.PIPE)
    first = process.stdout.readline()
    time.sleep(random.uniform(0, 0.3))
    os.kill(process.pid, signal.SIGKILL)
    lines = (first + process.stdout.read()).split(b"\n")
    process.wait()
    return {int(line) for line in lines[:-1]}  # a last line without its end was cut off by the kill
