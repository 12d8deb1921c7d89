"""Books that an earlier release wrote: nothing is lost on the way up, wherever it is cut off (R27)."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from storage import migrations
from storage.audit import Audit
from storage.database import Database
from storage.engine import database_url, open_engine
from storage.migrations import upgrade
from storage.people import House
from storage.store import Store
from storage.tables import KINDS
from storage.transaction import Transaction
from tests.bot.filled_books import fill
from tests.storage import released
from tests.storage.cast import NOW
from tests.support.postgres import create_postgres_database, drop_postgres_database

LATER = "9001"
STEPS = (
    "ALTER TABLE accounts ADD COLUMN colour TEXT DEFAULT 'blue'",
    "UPDATE accounts SET colour = 'red' WHERE tier = 'key'",
    "CREATE TABLE colours (team_id BIGINT, name TEXT)",
    "INSERT INTO colours SELECT DISTINCT team_id, colour FROM accounts",
    f"UPDATE alembic_version SET version_num = '{LATER}'",
)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release after this one, whose schema has a step more."""

    def take(connection: Connection) -> None:
        for step in STEPS:
            connection.execute(text(step))

    known = migrations.known_versions()
    monkeypatch.setattr(migrations, "known_versions", lambda: (*known, LATER))
    monkeypatch.setattr(migrations, "take_steps", take)


@pytest.fixture
def today(tmp_path: Path) -> str:
    """Books as this release writes them."""
    version = released.write(tmp_path / "released")
    return released.bring(version, tmp_path / "there", tmp_path / "released")


def test_books_of_every_release_hold_all_they_held(tmp_path: Path):
    """There is none yet besides today's: that they come back from their SQL is tried on those."""
    places = [(released.write(tmp_path / "now"), tmp_path / "now")]
    places += [(version, released.FOLDER) for version in released.versions()]

    for number, (version, folder) in enumerate(places):
        url = released.bring(version, tmp_path / str(number), folder)
        held = rows_of(url)
        assert held["accounts"] >= 1 <= held["payments"]
        opened(url)
        assert {name: count for name, count in rows_of(url).items() if name in held} == held


def opened(url: str) -> None:
    """The books open, every record of every kind with them, and the audit holds."""
    database = Database(url)

    def look(transaction: Transaction) -> None:
        for team in House(transaction).team_ids():
            store = Store(transaction, team, by=None, source=0, now=NOW)
            assert sum(len(store.all(record)) for record in KINDS) > 10
            count, problem = Audit(transaction, team).verify()
            assert (True, "") == (count > 0, problem)

    try:
        database.read(look)
    finally:
        database.close()


def rows_of(url: str) -> dict[str, int]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
            if not name.startswith("sqlite_")
        }


def dumped(url: str) -> list[str]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        return [one for one in raw.iterdump() if "sqlite_stat" not in one]


def test_a_copy_as_they_were_is_kept_before_the_first_step(today: str, later: None):
    before = dumped(today)
    migrate(today)

    copy = Path(f"{today.removeprefix('sqlite:///')}.before-{LATER}")
    assert before == dumped(f"sqlite:///{copy}")
    assert 0o600 == copy.stat().st_mode & 0o777
    assert {**rows_of(f"sqlite:///{copy}"), "colours": 1} == rows_of(today)


def test_cut_off_anywhere_the_next_start_begins_again(today: str, later: None, scale: Any):
    """By a failure before a step, and by kill -9: nothing of it is there, then all of it."""
    before = dumped(today)

    def fail(_: Any) -> None:
        raise RuntimeError("power cut")

    for step in STEPS:
        with pytest.raises(RuntimeError):
            migrate(today, lambda statement, step=step: fail(statement) if statement == step else None)  # type: ignore[misc]
        assert before == dumped(today)
    killed = kill_at(scale(4, 20), lambda met: migrate(today, met), lambda: copied(today), lambda: dumped(today))
    assert {str(before)} == set(killed)

    migrate(today)
    assert 1 == rows_of(today)["colours"]


def copied(url: str) -> str:
    """A copy of the books, to count on what is met."""
    there = Path(url.removeprefix("sqlite:///"))
    (there.parent / "counted").mkdir(exist_ok=True)
    return f"sqlite:///{shutil.copy(there, there.parent / 'counted')}"


def kill_at(
    count: int, work: Callable[[Callable[[str], object]], object], copy: Callable[[], str], look: Callable[[], object]
) -> list[str]:
    """kill -9 at so many moments of it, each before a statement of a migration; what is in the books after each."""
    met: list[str] = []
    migrate(copy(), met.append)
    found = []
    for moment in sorted({round(number * (len(met) - 1) / (count - 1)) for number in range(count)}):
        left = iter(range(moment + 1))
        child = os.fork()
        if child == 0:
            try:
                work(lambda _, left=left, moment=moment: next(left) == moment and os.kill(os.getpid(), signal.SIGKILL))
            finally:
                os._exit(1)
        assert -signal.SIGKILL == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found.append(str(look()))
    return found


def migrate(url: str, meet: Callable[[str], object] = lambda _: None) -> None:
    engine = open_engine(database_url(url))
    event.listen(engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: meet(statement))
    try:
        upgrade(engine)
    finally:
        engine.dispose()


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


@pytest.fixture
def on_a_server(postgres_books: str, tmp_path: Path) -> tuple[str, str]:
    """Filled books as this release writes them, and their keyring."""
    keyring = f"sqlite:///{tmp_path / 'books.keyring'}"
    database = Database(postgres_books, keyring)
    fill(database)
    database.close()
    return postgres_books, keyring


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = open_engine(database_url(url))
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def counts_in(url: str, schema: str = "public") -> dict[str, int]:
    with connected(url) as connection:
        names = connection.exec_driver_sql(f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'").scalars()
        rows = {name: f'SELECT count(*) FROM {schema}."{name}"' for name in names}
        return {name: connection.exec_driver_sql(ask).scalar_one() for name, ask in rows.items()}


@pytest.mark.postgres
def test_on_postgresql_they_are_kept_beside_and_take_their_place_again(
    on_a_server: tuple[str, str], later: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (url, keyring), kept = on_a_server, f"before_{LATER}"
    before = counts_in(url)
    monkeypatch.setattr(migrations, "newest_version", lambda: LATER)
    with connected(url) as connection:
        connection.exec_driver_sql('CREATE SCHEMA "before_0000"')
        wanted = definitions(connection)

    migrate(url)
    assert before == counts_in(url, kept)
    assert {**before, "colours": 1} == counts_in(url)
    with connected(url) as connection:
        assert [kept] == list(
            connection.exec_driver_sql("SELECT nspname FROM pg_namespace WHERE nspname ~ '^before'").scalars()
        )
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql(f"ALTER SCHEMA {kept} RENAME TO public")
        assert wanted == definitions(connection)

    monkeypatch.undo()
    database = Database(url, keyring)
    [team] = database.read(lambda tx: House(tx).team_ids())
    assert "" == database.read(lambda tx: Audit(tx, team).verify()[1])
    database.close()


def definitions(connection: Connection) -> list[str]:
    """Tables, indexes and keys in the server's own words; names the server made for unnamed ones left out."""
    columns = "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
    keys = (
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    )
    indexes = "SELECT regexp_replace(indexdef, 'INDEX .* ON', 'INDEX ON') FROM pg_indexes WHERE schemaname = 'public'"
    return sorted(str(row) for ask in (columns, keys, indexes) for row in connection.exec_driver_sql(ask))


@pytest.mark.postgres
def test_on_postgresql_it_is_all_or_nothing_wherever_it_is_killed(
    on_a_server: tuple[str, str], later: None, scale: Any, request: pytest.FixtureRequest
):
    url, _ = on_a_server
    before = {**counts_in(url), "kept": 0}

    def copy() -> str:
        made = create_postgres_database(template=url.rpartition("/")[2].partition("?")[0])
        request.addfinalizer(lambda: drop_postgres_database(made))
        return made

    def look() -> dict[str, int]:
        return {**counts_in(url), "kept": len(counts_in(url, f"before_{LATER}"))}

    killed = kill_at(scale(2, 20), lambda met: migrate(url, met), copy, look)

    assert {str(before)} == set(killed)
    migrate(url)
    assert 1 == counts_in(url)["colours"]
