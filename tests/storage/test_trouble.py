"""Disk full, read-only, locked, damaged, gone: a clear word instead of a driver's, nothing lost, and it recovers (R28, R40)."""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

import storage
from core.people import Member
from storage import drivers, engine
from storage.database import Database
from storage.errors import CODES, Conflict, NoSuchRecord, Trouble
from tests.storage.cast import found_team, yuan
from tests.support.mounts import a_small_disk


def code_of(act):
    with pytest.raises(Trouble) as trouble:
        act()
    assert trouble.value.code in CODES
    return trouble.value.code


@pytest.fixture
def impatient(monkeypatch):
    """Waits for a lock 0.2 s instead of 5."""
    pragmas = tuple(p.replace("busy_timeout=4000", "busy_timeout=200") for p in engine.SQLITE_PRAGMAS)
    monkeypatch.setattr(engine, "SQLITE_PRAGMAS", pragmas)


def reopen(cast):
    """The books of a cast, opened anew with the keyring that belongs to them."""
    url = str(cast.database.url)
    return Database(url, keyring=url.replace("books.db", "books.keyring"))


def whole(path):
    with sqlite3.connect(path) as file:
        [(word,)] = file.execute("PRAGMA integrity_check")
    file.close()
    return word == "ok"


def test_every_code_that_is_raised_has_a_way_out():
    root = Path(storage.__file__).parents[1]
    raised, above = (
        {code for path in (root / name).rglob("*.py") for code in re.findall(r'Trouble\(\s*"(\w+)"', path.read_text())}
        for name in ("storage", "bot")
    )
    raised |= {
        *drivers.SQLITE_TROUBLES.values(),
        *drivers.POSTGRES_TROUBLES.values(),
        *drivers.POSTGRES_CLASSES.values(),
    }

    assert raised <= set(CODES) <= raised | above


# --- the disk --------------------------------------------------------------------------------------------------------


def set_pages(cast, pages):
    """How large the file may become (PRAGMA max_page_count plays the full disk)."""

    def act(transaction):
        transaction.ask(text(f"PRAGMA max_page_count = {pages}"))

    cast.database.write(act)


def test_a_full_disk_is_said_and_reads_go_on_and_it_recovers(sqlite_cast):
    cast = sqlite_cast
    set_pages(cast, 1)  # not smaller than what is used already
    written = fill(cast)

    assert 0 < written < 5000
    assert written == len(cast.read(lambda store: store.ledger.all_open()))
    set_pages(cast, 1_000_000)
    cast.save(cast.receivable(yuan(1)))
    assert written + 1 == len(cast.read(lambda store: store.ledger.all_open()))
    assert (4 + written + 1, "") == cast.read(lambda store: store.audit.verify())


def fill(cast):
    """How many units of work were answered before the disk was full."""
    for written in range(5000):
        error = cast.database.submit(lambda tx: cast.store(tx).save(cast.receivable(yuan(1)))).exception(30)
        if error:
            assert "disk_full" == error.code
            return written
    return 5000


def test_on_a_full_disk_each_of_a_group_is_answered_and_what_was_answered_is_there(sqlite_cast):
    cast = sqlite_cast
    set_pages(cast, 1)
    futures = [cast.database.submit(lambda tx: cast.store(tx).save(cast.receivable(yuan(1)))) for _ in range(400)]

    errors = [future.exception(30) for future in futures]

    assert {"disk_full"} == {error.code for error in errors if error}
    assert errors.count(None) == len(cast.read(lambda store: store.ledger.all_open()))
    cast.database.close()
    assert whole(cast.database.url.database)


@pytest.mark.parametrize("left", ["nothing", "log"])
def test_books_on_a_read_only_disk_are_read_and_written_again_when_it_allows_it(tmp_path, left):
    """A real one. After a clean stop nothing lies beside the file, after a power cut its log does."""
    with a_small_disk(tmp_path / "disk", 8) as disk:
        database = Database(url := f"sqlite:///{disk.folder / 'books.db'}")
        cast = found_team(database)
        cast.save(cast.receivable(yuan(7)))
        if left == "log":
            for file in list(disk.folder.iterdir()):
                shutil.copy(file, tmp_path)
        database.close()
        if left == "log":
            for file in [*tmp_path.glob("books.*")]:
                shutil.copy(file, disk.folder)
        disk.forbid()

        cast.database = Database(url)
        assert [yuan(7)] == [one.balance for one in cast.read(lambda store: store.ledger.all_open())]
        assert "read_only" == code_of(lambda: cast.save(cast.receivable(yuan(8))))
        assert "read_only" == code_of(lambda: Database(f"sqlite:///{disk.folder / 'new.db'}"))

        disk.allow()
        cast.save(cast.receivable(yuan(8)))
        assert [yuan(7), yuan(8)] == sorted(one.balance for one in cast.read(lambda store: store.ledger.all_open()))
        cast.database.close()


def test_a_file_that_may_not_be_written_is_said(sqlite_cast):
    def forbid(transaction):
        transaction.ask(text("PRAGMA query_only = ON"))

    sqlite_cast.database.write(forbid)

    assert "read_only" == code_of(lambda: sqlite_cast.save(sqlite_cast.receivable(yuan(1))))
    assert [] == sqlite_cast.read(lambda store: store.ledger.all_open())


# --- somebody else ---------------------------------------------------------------------------------------------------


def test_a_locked_database_is_said_in_time_and_it_recovers(impatient, sqlite_cast, tmp_path):
    cast = sqlite_cast
    other = sqlite3.connect(tmp_path / "books.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    futures = [cast.database.submit(lambda tx: cast.store(tx).save(cast.receivable(yuan(1)))) for _ in range(50)]

    assert ["locked"] * 50 == [future.exception(30).code for future in futures]
    assert time.monotonic() - started < 5, "each waited for itself"
    assert [] == cast.read(lambda store: store.ledger.all_open())
    other.execute("ROLLBACK")
    other.close()
    cast.save(cast.receivable(yuan(1)))
    assert 1 == len(cast.read(lambda store: store.ledger.all_open()))


def test_an_exclusively_locked_file_cannot_be_opened(impatient, sqlite_cast, tmp_path):
    sqlite_cast.database.close()
    other = sqlite3.connect(tmp_path / "books.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE house SET value = value")

    assert "locked" == code_of(lambda: reopen(sqlite_cast))
    other.execute("ROLLBACK")
    other.close()
    reopen(sqlite_cast).close()


def test_a_lock_that_goes_away_in_time_is_not_noticed(sqlite_cast, tmp_path):
    other = sqlite3.connect(tmp_path / "books.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: (other.execute("ROLLBACK"), other.close())).start()

    sqlite_cast.save(sqlite_cast.receivable(yuan(1)))


# --- damage ----------------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "books.db").write_bytes(b"PK\x03\x04 this is a spreadsheet" * 100)

    assert "corrupt" == code_of(lambda: Database(f"sqlite:///{tmp_path / 'books.db'}"))


def test_flipped_bytes_are_said_wherever_they_lie(sqlite_cast, tmp_path, scale):
    """Each page is destroyed in turn; whoever meets it is told, and nobody gets a driver's error or a wrong number."""
    cast = sqlite_cast
    cast.write(lambda store: [store.save(cast.receivable(yuan(7))) for _ in range(50)])
    cast.write(lambda store: [store.save(Member(id=cast.new_id(), name="x" * 500)) for _ in range(20)])
    cast.database.close()
    sound = (tmp_path / "books.db").read_bytes()
    said = []
    for page in range(0, len(sound) // 4096, scale(3, 1)):
        (tmp_path / "books.db").write_bytes(sound[: page * 4096] + b"\xa5" * 4096 + sound[(page + 1) * 4096 :])
        for leftover in ("books.db-wal", "books.db-shm"):
            (tmp_path / leftover).unlink(missing_ok=True)
        said.append(look_at_everything(cast))

    print(f"{len(said)} pages destroyed: {Counter(said)}")
    assert "corrupt" in said
    assert set(said) <= {"corrupt", "newer_database", "keyring_wrong", "sealed_value", ""}


def look_at_everything(cast):
    """What is said, or "" where nothing was met; then all that was read must be right."""
    try:
        database = reopen(cast)
    except Trouble as trouble:
        return trouble.code
    try:
        cast.database = database
        found = cast.read(lambda store: (store.ledger.all_open(), store.all(Member), store.audit.verify()))
        cast.write(lambda store: store.save(cast.receivable(yuan(7))))
    except Trouble as trouble:
        return trouble.code
    finally:
        database.close()
    assert {yuan(7)} == {one.balance for one in found[0]}
    return ""


# --- not there -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://localhost/books", "database_url"),
        ("sqlite://", "database_url"),
        ("sqlite:///:memory:", "database_url"),
        ("books", "database_url"),
        ("", "database_url"),
        ("sqlite:////proc/nowhere/books.db", "cannot_open"),
        ("sqlite:////dev/null/books.db", "cannot_open"),
        ("sqlite:////tmp", "cannot_open"),
        ("postgresql:///books?host=/nowhere", "unreachable"),
        ("postgres://127.0.0.1:1/books", "unreachable"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(url, code, tmp_path):
    assert code == code_of(lambda: Database(url, keyring=f"sqlite:///{tmp_path / 'keys'}"))


def test_a_password_in_a_wrong_address_is_not_shown():
    with pytest.raises(Trouble) as trouble:
        Database("postgresql//gengfu:geheim@host/books")

    assert "geheim" not in str(trouble.value)


def test_postgresql_without_a_keyring_of_its_own_is_refused(postgres_books):
    assert "keyring_missing" == code_of(lambda: Database(postgres_books))


def test_a_database_that_is_not_there_is_said(postgres_books, tmp_path):
    url = re.sub(r"/[^/?]+\?", "/no_such_database?", postgres_books)

    assert code_of(lambda: Database(url, keyring=f"sqlite:///{tmp_path / 'keys'}")) in ("cannot_open", "unreachable")


def test_a_connection_that_was_cut_is_said_or_opened_again(postgres_books, open_books):
    """The server ends every connection, as a restart does: the next unit of work finds a new one."""
    cast = found_team(open_books(postgres_books))
    with psycopg.connect(postgres_books.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )

    cast.save(cast.receivable(yuan(1)))

    assert 1 == len(cast.read(lambda store: store.ledger.all_open()))


def test_a_connection_cut_in_the_middle_of_a_unit_is_said(postgres_books, open_books):
    cast = found_team(open_books(postgres_books))

    def cut(transaction):
        store = cast.store(transaction)
        store.save(cast.receivable(yuan(1)))
        with psycopg.connect(postgres_books.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        store.save(cast.receivable(yuan(2)))

    assert "unreachable" == code_of(lambda: cast.database.write(cut))
    assert [] == cast.read(lambda store: store.ledger.all_open())


def test_driver_errors_of_statements_made_for_the_occasion_are_understood_too(cast):
    def twice(transaction):
        insert = text("INSERT INTO house (name, value) VALUES ('x', 'y')")
        transaction.ask(insert)
        transaction.ask(insert)

    with pytest.raises(Conflict):
        cast.database.write(twice)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (psycopg.errors.AdminShutdown, "unreachable"),
        (psycopg.errors.CannotConnectNow, "unreachable"),
        (psycopg.errors.ConnectionFailure, "unreachable"),
        (psycopg.OperationalError, "unreachable"),
        (psycopg.OperationalError('FATAL:  password authentication failed for user "gengfu"'), "cannot_open"),
        (psycopg.OperationalError("fe_sendauth: no password supplied"), "cannot_open"),
        (psycopg.errors.DiskFull, "disk_full"),
        (psycopg.errors.ReadOnlySqlTransaction, "read_only"),
        (psycopg.errors.InvalidPassword, "cannot_open"),
        (psycopg.errors.InvalidCatalogName, "cannot_open"),
        (psycopg.errors.DataCorrupted, "corrupt"),
        (psycopg.errors.UniqueViolation, Conflict),
        (psycopg.errors.CheckViolation, Conflict),
        (psycopg.errors.SerializationFailure, Conflict),
        (psycopg.errors.DeadlockDetected, Conflict),
        (psycopg.errors.ForeignKeyViolation, NoSuchRecord),
        (psycopg.errors.SyntaxError, None),
        (psycopg.errors.NotNullViolation, None),
    ],
)
def test_what_postgresql_says_is_understood(error, word):
    said = drivers.understood(error if isinstance(error, Exception) else error("..."))

    assert word == (said.code if isinstance(said, Trouble) else type(said) if said else None)


def test_python_itself_is_asked_to_import_nothing_of_postgresql_for_sqlite():
    """psycopg is an extra, and costs start-up time."""
    code = "import sys, storage.database; sys.exit('psycopg' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code]).returncode
