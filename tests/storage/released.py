"""Books of every released schema, filled with a little of everything, as SQL: what a later release must open.

At a release, before anything else changes: `python -m tests.storage.released`. It writes `released/<schema>.books.sql`
and `.keyring.sql`; `test_migrating.py` takes up whatever lies there.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from storage.database import Database
from storage.migrations import newest_version
from tests.bot.filled_books import fill

FOLDER = Path(__file__).parent / "released"
PARTS = {"books": "books.db", "keyring": "books.db.keyring"}


def versions(folder: Path = FOLDER) -> list[str]:
    """The schemas there are books of."""
    return sorted(file.name.removesuffix(".books.sql") for file in folder.glob("*.books.sql"))


def write(folder: Path = FOLDER) -> str:
    """Write today's; which schema that is."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as shop:
        database = Database(f"sqlite:///{shop}/books.db")
        fill(database)
        database.close()
        for part, name in PARTS.items():
            with closing(sqlite3.connect(f"{shop}/{name}")) as raw:
                (folder / f"{newest_version()}.{part}.sql").write_text("\n".join(_dumped(raw)))
    return newest_version()


def _dumped(raw: sqlite3.Connection) -> Iterator[str]:
    """Without SQLite's own tables, which only it may write."""
    yield from (one for one in raw.iterdump() if "sqlite_stat" not in one and "sqlite_sequence" not in one)


def bring(version: str, to: Path, folder: Path = FOLDER) -> str:
    """Those books as files again; their address."""
    to.mkdir(parents=True)
    for part, name in PARTS.items():
        with closing(sqlite3.connect(to / name)) as raw:
            raw.executescript((folder / f"{version}.{part}.sql").read_text())
    return f"sqlite:///{to / 'books.db'}"


if __name__ == "__main__":
    print(write())
