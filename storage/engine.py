"""Engines, and statements that are compiled once and run on the driver's own cursor.

A Core statement costs 220 us a call through SQLAlchemy's execution and 5-10 us on the driver's cursor (see bench/); the
SQL is the same, so hot statements are module constants and go through `Prepared`.
"""

from __future__ import annotations

import errno
import gc
import os
import sqlite3
import stat
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import Boolean, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.sql import ClauseElement

from storage.errors import Trouble

Binder = Callable[[Any], Any]
SQLITE_PRAGMAS = ("busy_timeout=4000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
ROOMY = "cache_size=-8000"  # kilobytes, for the one connection that answers: a customer's rows lie far apart
CONNECTIONS = 8
STATEMENTS = 512  # kept compiled on a connection: more than there are in the code
OPENED: dict[Path, WeakSet[Engine]] = defaultdict(WeakSet)
READ_ONLY = "read only"  # remembered of a connection
UNWRITTEN = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EROFS: "read_only"}
BUSY_SECONDS = 5  # for a free connection: answer within five seconds, also when the answer is no


def database_url(text: str) -> URL:
    """The address as SQLAlchemy wants it: `postgres://` and `postgresql://` both mean psycopg 3."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise Trouble("database_url", "it is not an address") from None  # the text may hold a password
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise Trouble("database_url", "only sqlite:///FILE and postgresql://... are served")


def open_engine(url: URL, *pragmas: str) -> Engine:
    """An engine that owns its transactions: on SQLite each begins with BEGIN IMMEDIATE, on connections so set."""
    if url.drivername != "sqlite":
        return create_engine(
            url,
            hide_parameters=True,
            paramstyle="format",
            pool_size=CONNECTIONS,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
        )
    _create_private(Path(str(url.database)))
    return _sqlite_engine(url, "BEGIN IMMEDIATE", ROOMY, *pragmas)


def reading_engine(url: URL, engine: Engine) -> Engine:
    """For those who only look: each transaction sees one consistent picture and can write nothing."""
    if url.drivername != "sqlite":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return _sqlite_engine(url, "BEGIN", "query_only=ON")


def _sqlite_engine(url: URL, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # they are what people said
        pool_size=CONNECTIONS,
        max_overflow=2 * CONNECTIONS,
        pool_timeout=BUSY_SECONDS,
        connect_args={"check_same_thread": False, "cached_statements": STATEMENTS},
    )

    file = Path(str(url.database))
    OPENED[file].add(engine)

    @event.listens_for(engine, "do_connect")
    def on_opening(_dialect: Any, record: Any, address: list[Any], options: dict[str, Any]) -> Any:
        if not may_be_written(file):
            record.info[READ_ONLY] = True
            if _is_frozen(file):
                return sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True, **options)
        return None

    @event.listens_for(engine, "checkout")
    def on_checkout(_dbapi: Any, record: Any, _proxy: Any) -> None:
        if READ_ONLY in record.info and may_be_written(file):
            del record.info[READ_ONLY]
            begin_anew(file)
            raise DisconnectionError("the disk can be written again")

    @event.listens_for(engine, "connect")
    def on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # Python's sqlite3 must not send its own BEGIN
        for pragma in (*SQLITE_PRAGMAS, *pragmas):
            dbapi.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.connection.driver_connection.execute(begin).close()  # a fifth of what SQLAlchemy takes for it

    return engine


def may_be_written(file: Path) -> bool:
    """Neither rights nor a read-only disk are in the way of a SQLite file. What is opened where they are can never be
    written, and as long as one such connection is there, none that is opened later either."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def begin_anew(file: Path) -> None:
    """Let every connection of this process to a SQLite file go, so that the next ones are opened as it is now."""
    for engine in tuple(OPENED[file]):
        engine.dispose()
    gc.collect()  # SQLite closes with the last cursor, and an error that was met holds its own in a circle


def _is_frozen(file: Path) -> bool:
    """Nobody can change a file on a read-only disk, so that it can be read as it is: SQLite asks for a file of its own
    beside it, unless it was left there. Where a log was left, what stands in it counts too."""
    log = Path(f"{file}-wal")
    return bool(os.statvfs(file.parent).f_flag & os.ST_RDONLY) and not (log.exists() and log.stat().st_size)


def _create_private(path: Path) -> None:
    """A new database file is readable by its owner only; SQLite gives its -wal and -shm the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    except FileExistsError:
        if not path.parent.is_dir():
            raise Trouble("cannot_open", f"{path.parent} is no folder") from None
    except OSError as error:
        if not path.exists():  # a file on a read-only disk can still be read
            raise Trouble(UNWRITTEN.get(error.errno or 0, "cannot_open"), str(error)) from error


class Prepared:
    """One statement in one dialect: SQL text, the order of its parameters, and how values go in and come out."""

    __slots__ = ("_fixed", "_pick", "_readers", "_writers", "names", "sql", "statement")

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.statement = statement  # so that nothing else is ever found at its address
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._fixed = {name: compiled.params[name] for name in self.names if compiled.params.get(name) is not None}
        self._pick = itemgetter(*self.names) if len(self.names) > 1 else None
        types = (compiled.binds[name].type for name in self.names)
        self._writers = _processors(
            None if isinstance(type_, Boolean) else type_.dialect_impl(dialect).bind_processor(dialect)
            for type_ in types  # both drivers take True and False as they are
        )
        columns = getattr(statement, "exported_columns", None) or ()
        self._readers = _processors(c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns)

    def values(self, given: Mapping[str, Any]) -> Sequence[Any]:
        """The parameters in order, each as the driver takes it; one that is not given is NULL."""
        if self._fixed:
            given = {**self._fixed, **given}
        try:
            values = self._pick(given) if self._pick is not None else [given[name] for name in self.names]
        except KeyError:
            values = [given.get(name) for name in self.names]
        return self.bind(list(values)) if self._writers else values

    def bind(self, values: list[Any]) -> list[Any]:
        """Parameters that are in order already, made what the driver takes."""
        for at, write in self._writers:
            if values[at] is not None:
                values[at] = write(values[at])
        return values

    def read(self, rows: list[Any]) -> list[Any]:
        """The driver's rows with each value as its type says."""
        if not self._readers:
            return rows
        found = []
        for row in rows:
            values = list(row)
            for at, read in self._readers:
                if values[at] is not None:
                    values[at] = read(values[at])
            found.append(tuple(values))
        return found


def _processors(found: Any) -> list[tuple[int, Binder]]:
    """Only the places where something has to be done."""
    return [(at, getattr(one, "bare", one)) for at, one in enumerate(found) if one is not None]
