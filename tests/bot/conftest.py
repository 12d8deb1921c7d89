"""Books for tests of the bot: migrated once a run and then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from subprocess import PIPE

import pytest

from storage.database import Database
from storage.engine import database_url as address
from storage.engine import open_engine
from storage.migrations import upgrade
from tests.support.nursery import Process, python, ran
from tests.support.postgres import (
    PostgresMissing,
    create_postgres_database,
    drop_postgres_database,
    template_database,
)

OpenBooks = Callable[[], Database]


@pytest.fixture(scope="session")
def migrated_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "books.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def on_sqlite(migrated_books: Path, tmp_path: Path) -> str:
    shutil.copy(migrated_books, tmp_path / "books.db")
    return f"sqlite:///{tmp_path / 'books.db'}"


@pytest.fixture
def on_postgres() -> Iterator[str]:
    try:
        url = create_postgres_database(template=template_database("books", _migrate))
    except PostgresMissing as missing:
        pytest.skip(f"no PostgreSQL here ({missing})")
    yield url
    drop_postgres_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def open_books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenBooks]:
    """Opens empty books, on either engine; they are closed at the end."""
    url = str(request.getfixturevalue(f"on_{request.param}"))
    opened: list[Database] = []

    def open_() -> Database:
        opened.append(Database(url, keyring=f"sqlite:///{tmp_path / 'books.keyring'}", worker=len(opened)))
        return opened[-1]

    yield open_
    for database in opened:
        database.close()


@pytest.fixture
def forked_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What works in a process beside the bot (`bot/beside.py`) is forked, where that is not what is looked at."""

    def started(module: str, settings: Mapping[str, str]) -> Process:
        return python("-m", module, environment=settings, stdin=PIPE, stdout=PIPE)

    ran("-c", "")  # whoever waits for an answer does not wait for the nursery to begin
    monkeypatch.setattr("bot.beside._started", started)


def _migrate(url: str) -> None:
    engine = open_engine(address(url))
    upgrade(engine)
    engine.dispose()
