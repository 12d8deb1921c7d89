"""Books that an earlier release wrote: nothing is lost on the way up, wherever it is cut off (R27)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
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
from tests.storage import released
from tests.storage.cast import NOW

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


@pytest.mark.parametrize("at", range(len(STEPS)))
def test_cut_off_anywhere_the_next_start_begins_again(today: str, later: None, at: int):
    """By a failure before a step, and by a kill: nothing of it is there, then all of it."""
    before = dumped(today)

    def fail(_: Any) -> None:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        migrate(today, lambda statement: fail(statement) if statement == STEPS[at] else None)
    assert before == dumped(today)

    child = os.fork()
    if child == 0:
        try:
            migrate(today, lambda statement: os._exit(9) if statement == STEPS[at] else None)
        finally:
            os._exit(1)
    assert 9 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert before == dumped(today)

    migrate(today)
    assert 1 == rows_of(today)["colours"]


def migrate(url: str, meet: Callable[[str], object] = lambda _: None) -> None:
    engine = open_engine(database_url(url))
    event.listen(engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: meet(statement))
    try:
        upgrade(engine)
    finally:
        engine.dispose()
