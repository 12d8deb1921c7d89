"""Books to test on: migrated once a run and then copied, which takes a tenth of the time of migrating each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.engine import database_url as address
from storage.engine import open_engine
from storage.migrations import upgrade
from tests.storage.cast import Cast, found_team
from tests.support.postgres import (
    PostgresMissing,
    create_postgres_database,
    drop_postgres_database,
    template_database,
)

Open = Callable[..., Database]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "books.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_books(migrated_file: Path, tmp_path: Path) -> str:
    """The address of empty SQLite books."""
    shutil.copy(migrated_file, tmp_path / "books.db")
    return f"sqlite:///{tmp_path / 'books.db'}"


@pytest.fixture
def postgres_books() -> Iterator[str]:
    """The address of empty PostgreSQL books."""
    try:
        url = create_postgres_database(template=template_database("books", _migrate))
    except PostgresMissing as missing:
        pytest.skip(f"no PostgreSQL here ({missing})")
    yield url
    drop_postgres_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def books_url(request: pytest.FixtureRequest) -> str:
    """The address of empty books, on either engine."""
    return str(request.getfixturevalue(f"{request.param}_books"))


@pytest.fixture
def open_books(tmp_path: Path) -> Iterator[Open]:
    """Opens books by address, as often as one likes, and closes them at the end."""
    opened = []

    def open_(url: str, **options: object) -> Database:
        options.setdefault("keyring", f"sqlite:///{tmp_path / 'books.keyring'}")
        opened.append(Database(url, **options))
        return opened[-1]

    yield open_
    for database in opened:
        database.close()


@pytest.fixture
def books(books_url: str, open_books: Open) -> Database:
    """Empty books, on either engine."""
    return open_books(books_url)


@pytest.fixture
def cast(books: Database) -> Cast:
    """A team on the books, on either engine."""
    return found_team(books)


@pytest.fixture
def sqlite_cast(sqlite_books: str, open_books: Open) -> Cast:
    """A team on SQLite books."""
    return found_team(open_books(sqlite_books))


def _migrate(url: str) -> None:
    engine = open_engine(address(url))
    upgrade(engine)
    engine.dispose()
