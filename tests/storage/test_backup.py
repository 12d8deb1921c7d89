"""Backup, restore and move: the same rows, the same audit, and only the two files and the key are needed."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.engine import make_url

from core.base.records import evolve
from core.base.retention import Keep
from core.ledger import Payment
from core.people import Member
from core.sales import Account
from storage.audit import Audit
from storage.backup import NAME, Made, Place, Restored, _run_postgres, back_up, keyrings_in, restore, thin_out
from storage.database import Database
from storage.errors import Trouble
from storage.move import move
from storage.store import Store
from tests.bot.filled_books import NOW, PHONE, TODAY, Filled, fill, yuan
from tests.support.postgres import create_postgres_database, drop_postgres_database

KEY = "a key that nobody guesses"
OLD_CLIENT = "server version mismatch"


@pytest.fixture
def elsewhere(books: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """A new place of the same kind as the books."""
    if books.is_sqlite:
        return Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")
    return Place(new_server(request), f"sqlite:///{tmp_path / 'new.keyring'}")


def new_server(request: pytest.FixtureRequest) -> str:
    url = create_postgres_database()
    request.addfinalizer(lambda: drop_postgres_database(url))
    return url


def backed_up(books: Database, folder: Path, key: str | None = KEY) -> Made:
    if not books.is_sqlite and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump here")
    try:
        return back_up(books, folder, key, NOW)
    except Trouble as trouble:
        if OLD_CLIENT in trouble.detail:
            pytest.skip("pg_dump is older than the server")
        raise


def brought_back(made: Made, place: Place, key: str | None = KEY, **more: Any) -> Restored:
    return restore(made.books, made.keyring, key, place, force=more.pop("force", False), now=NOW)


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as refused:
        work()
    return refused.value.code


def phone_in(place: Place, filled: Filled) -> str:
    database = place.open()
    try:
        return database.read(lambda tx: reader(tx, filled).sales.contacts(filled.account.id)[0].phone)
    finally:
        database.close()


def reader(transaction: Any, filled: Filled) -> Store:
    return Store(transaction, filled.team.id, by=None, source=0, now=NOW)


# --- backup and restore ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, None])
def test_a_backup_comes_back_at_another_place(books: Database, elsewhere: Place, tmp_path: Path, key: str | None):
    filled = fill(books)
    made = backed_up(books, tmp_path / "backups", key)

    restored = brought_back(made, elsewhere, key)

    assert 2 == restored.manifest.rows["teams"] + restored.manifest.rows["accounts"]
    assert [made.manifest.rows["audit"]] == list(restored.audited.values())
    assert PHONE == phone_in(elsewhere, filled)


def test_only_the_two_files_and_the_key_are_needed(books: Database, elsewhere: Place, tmp_path: Path):
    filled = fill(books)
    made = backed_up(books, tmp_path / "backups")
    (tmp_path / "stick").mkdir()
    files = [shutil.move(file, tmp_path / "stick") for file in (made.books, made.keyring)]
    books.close()
    for file in tmp_path.glob("books.*"):
        file.unlink()

    restore(Path(files[0]), Path(files[1]), KEY, elsewhere, force=False, now=NOW)

    assert PHONE == phone_in(elsewhere, filled)


def test_the_files_are_their_owners_alone_and_nothing_else_is_left(sqlite_cast: Any, tmp_path: Path):
    made = back_up(sqlite_cast.database, tmp_path / "backups", KEY, NOW)

    assert {made.books, made.keyring} == set((tmp_path / "backups").iterdir())
    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in (made.books, made.keyring)}
    assert 0o700 == stat.S_IMODE((tmp_path / "backups").stat().st_mode)


def test_of_the_keyring_only_the_newest_two_copies_stay(sqlite_cast: Any, tmp_path: Path):
    made = [back_up(sqlite_cast.database, tmp_path, KEY, NOW + timedelta(hours=n)) for n in range(4)]

    assert [made[2].keyring, made[3].keyring] == keyrings_in(tmp_path)
    assert 4 == len(list(tmp_path.glob("*.books")))


def test_a_later_copy_of_the_keyring_opens_older_books(sqlite_cast: Any, tmp_path: Path):
    first = back_up(sqlite_cast.database, tmp_path, KEY, NOW)
    fill(sqlite_cast.database, "城北")
    later = back_up(sqlite_cast.database, tmp_path, KEY, NOW)

    restored = restore(first.books, later.keyring, KEY, Place(f"sqlite:///{tmp_path / 'new.db'}"), force=False, now=NOW)

    assert 1 == restored.manifest.rows["teams"]


def test_it_is_right_while_others_write_a_hundred_a_second(books: Database, elsewhere: Place, tmp_path: Path):
    filled = fill(books)
    stop, written = Event(), []

    def pay(transaction: Any) -> None:
        store = Store(transaction, filled.team.id, by=filled.li.id, source=filled.source, now=NOW)
        row = store.new_id()
        store.save(Payment(id=row, account_id=filled.account.id, amount=yuan("1"), on=TODAY, recorded_at=NOW))

    def write() -> None:
        while not stop.is_set():
            books.write(pay)
            written.append(time.monotonic())
            time.sleep(0.008)

    writer = Thread(target=write)
    writer.start()
    try:
        time.sleep(0.3)
        made = backed_up(books, tmp_path / "backups")
        at_the_end = len(written)
        time.sleep(0.2)
    finally:
        stop.set()
        writer.join()

    restored = brought_back(made, elsewhere)
    assert 1 < restored.manifest.rows["payments"] <= at_the_end + 2
    assert len(written) > at_the_end, "the writer went on"
    assert max(b - a for a, b in pairwise(written)) < 2


def test_a_wrong_key_and_a_broken_file_leave_nothing_behind(sqlite_cast: Any, tmp_path: Path):
    made = back_up(sqlite_cast.database, tmp_path / "backups", KEY, NOW)
    place = Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")
    whole = made.books.read_bytes()

    assert "backup_key_wrong" == code_of(lambda: brought_back(made, place, "another key"))
    made.books.write_bytes(whole[:-100])
    assert "backup_damaged" == code_of(lambda: brought_back(made, place))
    made.books.write_bytes(whole[:5000] + bytes([whole[5000] ^ 4]) + whole[5001:])
    assert "backup_damaged" == code_of(lambda: brought_back(made, place))
    assert not (tmp_path / "new").exists() or [] == list((tmp_path / "new").iterdir())


def test_what_does_not_hold_when_it_is_tried_takes_no_name(sqlite_cast: Any, tmp_path: Path):
    """Somebody rewrote a row of the books: the audit of the copy shows it, and the copy is kept but counts for nothing."""
    database = sqlite_cast.database
    good = back_up(database, tmp_path / "backups", KEY, NOW)
    with sqlite3.connect(database.url.database) as raw:
        raw.execute("UPDATE audit SET act = 'read' WHERE seq = 2")
    raw.close()

    for later in (1, 2):
        at = NOW + timedelta(days=later)
        assert "backup_differs" == code_of(lambda at=at: back_up(database, tmp_path / "backups", KEY, at))

    place = Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")
    [unproven] = (tmp_path / "backups").glob("*.unproven")
    assert "backup_differs" == code_of(lambda: restore(unproven, good.keyring, KEY, place, force=False, now=NOW))
    assert {good.books, good.keyring, unproven} == set((tmp_path / "backups").iterdir())
    assert [] == [*tmp_path.glob(".gengfu-backup-*"), *(tmp_path / "new").iterdir()]


def test_days_weeks_and_months_keep_their_newest_copy(tmp_path: Path):
    """A year of nights, and what somebody else put there."""
    zone = ZoneInfo("Asia/Shanghai")
    first = datetime(2025, 3, 1, 3, 30, tzinfo=zone)
    nights = [first + timedelta(days=night) for night in range(366)]
    for night in nights:
        (tmp_path / f"gengfu-{night.astimezone(UTC):%Y%m%dT%H%M%S}000Z.books").touch()
        gone = thin_out(tmp_path, Keep(7, 4, 12), zone)
        assert len(gone) <= 2
    (tmp_path / "gengfu-of-old.books").touch()

    assert [] == thin_out(tmp_path, Keep(7, 4, 12), zone)
    stems = sorted(one.stem for one in tmp_path.glob("gengfu-2*.books"))
    kept = [datetime.strptime(one, NAME).replace(tzinfo=UTC).astimezone(zone).date() for one in stems]
    assert [night.date() for night in nights[-7:]] == kept[-7:]
    assert [date(2026, 2, 8), date(2026, 2, 15), date(2026, 2, 22)] == [
        one for one in kept if one < kept[-7] and one > date(2026, 1, 31)
    ]
    assert [
        date(2025, month, 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31) for month in range(4, 13)
    ] == [one for one in kept if one.year == 2025]
    assert (tmp_path / "gengfu-of-old.books").exists()


def test_books_that_are_there_are_never_written_over(books: Database, elsewhere: Place, tmp_path: Path):
    filled = fill(books)
    made = backed_up(books, tmp_path / "backups")
    brought_back(made, elsewhere)
    there = elsewhere.open()
    li = evolve(filled.li, name="李磊")
    there.write(lambda tx: Store(tx, filled.team.id, by=None, source=1, now=NOW).save(li))
    there.close()

    assert "place_taken" == code_of(lambda: brought_back(made, elsewhere))
    restored = brought_back(made, elsewhere, force=True)

    again = elsewhere.open()
    assert "李雷" == again.read(lambda tx: reader(tx, filled).get(Member, filled.li.id)).name
    again.close()
    for aside in restored.moved_aside:
        assert Path(aside).exists()
    assert bool(restored.moved_aside) == elsewhere.url.startswith("sqlite")


def test_books_in_use_are_not_moved_aside(sqlite_cast: Any, tmp_path: Path):
    database = sqlite_cast.database
    made = back_up(database, tmp_path / "backups", KEY, NOW)
    here = Place(str(database.url), f"sqlite:///{tmp_path / 'books.keyring'}")

    assert "locked" == code_of(lambda: brought_back(made, here, force=True))
    assert "华星" == sqlite_cast.read(lambda store: store.all(Account))[0].name


def test_a_foreign_keyring_does_not_open_them(sqlite_cast: Any, open_books: Any, tmp_path: Path):
    made = back_up(sqlite_cast.database, tmp_path / "backups", KEY, NOW)
    other = open_books(f"sqlite:///{tmp_path / 'other.db'}", keyring=f"sqlite:///{tmp_path / 'other.keyring'}")
    theirs = back_up(other, tmp_path / "theirs", KEY, NOW)
    place = Place(f"sqlite:///{tmp_path / 'new.db'}")

    code = code_of(lambda: restore(made.books, theirs.keyring, KEY, place, force=False, now=NOW))

    assert "keyring_wrong" == code
    assert "backup_format" == code_of(lambda: restore(made.keyring, made.keyring, KEY, place, force=False, now=NOW))
    assert "backup_format" == code_of(lambda: restore(made.books, made.books, KEY, place, force=False, now=NOW))


def test_a_wrapped_keyring_stays_wrapped_in_the_backup(open_books: Any, sqlite_books: str, tmp_path: Path):
    filled = fill(database := open_books(sqlite_books, secret_key="the wrapping"))
    made = back_up(database, tmp_path / "backups", None, NOW)
    url = f"sqlite:///{tmp_path / 'new.db'}"

    assert "secret_key_missing" == code_of(lambda: brought_back(made, Place(url), None))
    brought_back(made, Place(url, None, "the wrapping"), None)

    assert PHONE == phone_in(Place(url, None, "the wrapping"), filled)


@pytest.mark.postgres
def test_a_backup_of_the_other_kind_of_database_says_so(sqlite_cast: Any, tmp_path: Path, postgres_url: str):
    made = back_up(sqlite_cast.database, tmp_path / "backups", KEY, NOW)
    place = Place(postgres_url, f"sqlite:///{tmp_path / 'new.keyring'}")

    assert "backup_other" == code_of(lambda: brought_back(made, place))


@pytest.mark.postgres
def test_without_pg_dump_the_reason_is_said(postgres_books: str, open_books: Any, tmp_path: Path, monkeypatch):
    fill(database := open_books(postgres_books))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "backup_tools" == code_of(lambda: back_up(database, tmp_path / "backups", KEY, NOW))
    assert [] == list((tmp_path / "backups").iterdir())


def test_a_servers_password_stands_in_no_list_of_processes(tmp_path: Path, monkeypatch):
    tool, told = tmp_path / "pg_dump", tmp_path / "told"
    tool.write_text(f'#!/bin/sh\necho "$@" > {told}\nprintf %s "$PGPASSWORD" > {told}.password\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    _run_postgres("pg_dump", "--format=custom", url=make_url("postgresql+psycopg://gengfu:hunter2222@db/books"))

    assert "--format=custom --dbname=postgresql://gengfu@db/books\n" == told.read_text()
    assert "hunter2222" == Path(f"{told}.password").read_text()


# --- move ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def other_kind(books: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """An empty place of the other kind."""
    if books.is_sqlite:
        request.getfixturevalue("postgres_url")
        return Place(request.getfixturevalue("postgres_url"), f"sqlite:///{tmp_path / 'books.keyring'}")
    return Place(f"sqlite:///{tmp_path / 'moved.db'}")


@pytest.mark.postgres
def test_moved_books_say_the_same_and_go_on(books: Database, other_kind: Place):
    filled = fill(books)
    boss = Member(id=books.ids.new(NOW), name="王经理", roles=("manager",))
    late = Member(id=books.ids.new(NOW), name="张伟", reports_to=boss.id)
    early = evolve(filled.li, reports_to=late.id)
    paid = reversal(books, filled)
    books.write(lambda tx: Store(tx, filled.team.id, by=None, source=1, now=NOW).save(boss, late, early, paid))

    done = move(books, other_kind)

    assert PHONE == phone_in(other_kind, filled)
    new = other_kind.open()
    assert everything(books) == everything(new)
    new.write(lambda tx: Store(tx, filled.team.id, by=None, source=2, now=NOW).save(evolve(boss, name="王总")))
    count, problem = new.read(lambda tx: Audit(tx, filled.team.id).verify())
    new.close()
    assert (done.manifest.rows["audit"] + 1, "") == (count, problem)


def reversal(books: Database, filled: Filled) -> Payment:
    first = books.read(lambda tx: reader(tx, filled).all(Payment)[0])
    return Payment(
        id=books.ids.new(NOW), account_id=filled.account.id, amount=yuan("0.01"), on=TODAY, recorded_at=NOW,
        reverses_id=first.id,
    )  # fmt: skip


def everything(books: Database) -> dict[str, list[Any]]:
    from sqlalchemy import select

    from storage.tables import metadata

    def look(tx: Any) -> dict[str, list[Any]]:
        return {table.name: sorted(tx.ask(select(table)), key=repr) for table in metadata.sorted_tables}

    return books.read(look)


@pytest.mark.postgres
def test_a_place_with_books_in_it_is_refused(books: Database, other_kind: Place):
    fill(books)
    move(books, other_kind)

    assert "place_taken" == code_of(lambda: move(books, other_kind))


@pytest.mark.postgres
def test_text_that_postgresql_cannot_hold_is_moved_without_its_zeros(sqlite_cast: Any, postgres_url: str, tmp_path):
    sqlite_cast.save(Account(id=sqlite_cast.new_id(), name="华\0天", owner_id=sqlite_cast.li.id))
    place = Place(postgres_url, f"sqlite:///{tmp_path / 'books.keyring'}")

    move(sqlite_cast.database, place)

    new = place.open()
    names = new.read(
        lambda tx: [one.name for one in Store(tx, sqlite_cast.team.id, by=None, source=0, now=NOW).all(Account)]
    )
    new.close()
    assert ["华星", "华天"] == names


def test_a_move_that_breaks_leaves_the_new_place_empty(sqlite_cast: Any, tmp_path: Path, monkeypatch):
    place = Place(f"sqlite:///{tmp_path / 'moved.db'}")
    monkeypatch.setattr("storage.move.compare_rows", broken)

    assert "backup_differs" == code_of(lambda: move(sqlite_cast.database, place))
    with sqlite3.connect(tmp_path / "moved.db") as raw:
        assert 0 == raw.execute("SELECT count(*) FROM accounts").fetchone()[0]


def broken(*_: object) -> None:
    raise Trouble("backup_differs", "accounts")
