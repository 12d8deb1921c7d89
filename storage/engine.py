"""Engines, and statements that are compiled once and run on the driver's own cursor.

A Core statement costs 220 us a call through SQLAlchemy's execution and 5-10 us on the driver's cursor (see bench/); the
SQL is the same, so hot statements are module constants and go through `Prepared`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.sql import ClauseElement

from storage.errors import Trouble

Binder = Callable[[Any], Any]
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")


def database_url(text: str) -> URL:
    """The address as SQLAlchemy wants it: `postgres://` and `postgresql://` both mean psycopg 3."""
    url = make_url(text)
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise Trouble("database_url", "only sqlite:///FILE and postgresql://... are served")


def open_engine(url: URL) -> Engine:
    """An engine that owns its transactions: BEGIN IMMEDIATE for writers, plain BEGIN where `reading` is set."""
    if url.drivername != "sqlite":
        return create_engine(url, paramstyle="format", pool_size=8, pool_pre_ping=True)
    _create_private(Path(str(url.database)))
    engine = create_engine(url, pool_size=8, max_overflow=8, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _create_private(path: Path) -> None:
    """A new database file is readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))


def _on_sqlite_connect(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None  # Python's sqlite3 must not send its own BEGIN
    for pragma in SQLITE_PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}").close()


def _on_sqlite_begin(connection: Any) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class Prepared:
    """One statement in one dialect: SQL text, the order of its parameters, and how values go in and come out."""

    __slots__ = ("defaults", "names", "readers", "sql", "writers")

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Iterable[str] | None = None) -> None:
        keys = None if columns is None else list(columns)
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        self.sql = str(compiled)
        self.names: list[str] = list(compiled.positiontup or ())
        self.defaults: dict[str, Any] = {k: v for k, v in compiled.params.items() if v is not None}
        self.writers: list[Binder | None] = [
            compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in self.names
        ]
        self.readers = _readers(statement, dialect)

    def values(self, given: dict[str, Any]) -> list[Any]:
        """The parameters in order, each turned into what the driver takes."""
        defaults = self.defaults
        return [
            value if write is None or value is None else write(value)
            for value, write in (
                (given[name] if name in given else defaults.get(name), write)
                for name, write in zip(self.names, self.writers, strict=True)
            )
        ]

    def read(self, rows: list[Any]) -> list[tuple[Any, ...]]:
        """The driver's rows with each value as its type says."""
        if not self.readers or not rows:
            return rows
        return [
            tuple(
                value if read is None or value is None else read(value)
                for value, read in zip(row, self.readers, strict=True)
            )
            for row in rows
        ]


def _readers(statement: Any, dialect: Dialect) -> list[Binder | None]:
    """How each returned column is read; empty where none needs it."""
    columns = getattr(statement, "exported_columns", None)
    if columns is None:
        return []
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return readers if any(readers) else []
