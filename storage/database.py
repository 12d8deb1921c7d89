"""The database as a whole: engines, keys, ids, and the two ways to it, `read` and `write`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from core.base.ids import Ids
from storage.engine import Prepared, database_url, open_engine
from storage.errors import Conflict, Trouble
from storage.keyring import Keyring
from storage.migrations import upgrade
from storage.sealed import Seal
from storage.tables import metadata
from storage.transaction import Transaction
from storage.writer import GroupWriter, PooledWriter, Writer

T = TypeVar("T")

# What the drivers say, and the code of the way out (docs/troubleshooting.md).
SQLITE_TROUBLES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
}
POSTGRES_CONFLICTS = {"23505", "23514", "40001", "40P01", "55P03"}


class Database:
    """Books and keyring, opened and brought to the newest schema."""

    def __init__(self, url: str, keyring: str | None = None, secret_key: str | None = None, worker: int = 0) -> None:
        self.url = database_url(url)
        self.engine = open_engine(self.url)
        self.is_sqlite = self.url.drivername == "sqlite"
        self._dialect = self.engine.dialect
        self._prepared: dict[int, tuple[ClauseElement, Prepared]] = {}
        self._seals: dict[int, Seal] = {}
        self._lock = Lock()
        with self.storage_errors():
            upgrade(self.engine)
            self.keyring = Keyring(keyring or self._keyring_beside(), secret_key)
            self.ids = Ids(last=self._highest_id(), worker=worker)
        self._writer: Writer = GroupWriter(self) if self.is_sqlite else PooledWriter(self)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run the work in a write transaction and return its result once that is on disk.

        The work may be run again (after a Conflict, or alone after a group failed), so it must only touch the
        transaction. What it raises is raised here and nothing of it is kept.
        """
        return self.submit(work).result()

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Like `write`, without waiting."""
        return self._writer.submit(work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run the work on a consistent picture of the books; it must not write."""
        with self.storage_errors(), self.engine.connect().execution_options(reading=True) as connection:
            connection.begin()
            return work(Transaction(self, connection))

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A write transaction of one's own, for the writers; everybody else uses `write`."""
        with self.storage_errors(), self.engine.connect() as connection, connection.begin():
            yield Transaction(self, connection)

    def close(self) -> None:
        """Finish what is being written, then close."""
        self._writer.close()
        self.engine.dispose()
        self.keyring.close()

    def prepared(self, statement: ClauseElement) -> Prepared:
        """The statement in this database's dialect, compiled once; it must be a module constant."""
        found = self._prepared.get(id(statement))
        if found is None:
            found = self._prepared[id(statement)] = (statement, Prepared(statement, self._dialect))
        return found[1]

    def seal(self, team_id: int) -> Seal:
        """The seal of a team (0: the house), opened once."""
        seal = self._seals.get(team_id)
        if seal is None:
            with self._lock:
                seal = self._seals.setdefault(team_id, Seal(team_id, self.keyring))
        return seal

    @contextmanager
    def storage_errors(self) -> Iterator[None]:
        """Turns what SQLAlchemy and the drivers raise into Conflict or Trouble."""
        try:
            yield
        except DBAPIError as error:
            raise self.understood(error.orig or error) from error
        except sqlite3.Error as error:
            raise self.understood(error) from error

    def understood(self, error: BaseException) -> BaseException:
        """The storage's own word for what a driver raised; the error itself where it is a mistake of ours."""
        if isinstance(error, sqlite3.IntegrityError):
            unique = error.sqlite_errorcode in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
            return (
                Conflict(str(error)) if unique or error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_CHECK else error
            )
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) is not None:
            code = SQLITE_TROUBLES.get(error.sqlite_errorcode & 0xFF)
            return Trouble(code, str(error)) if code else error
        state = getattr(error, "sqlstate", None)
        if state in POSTGRES_CONFLICTS:
            return Conflict(str(error))
        if (
            state is None
            and type(error).__module__.startswith("psycopg")
            and "OperationalError" in type(error).__name__
        ):
            return Trouble("unreachable", str(error))
        return error

    def _keyring_beside(self) -> str:
        if not self.is_sqlite:
            raise Trouble("keyring_missing", "with PostgreSQL set GENGFU_KEYRING, for example sqlite:///gengfu.keyring")
        return f"sqlite:///{self.url.database}.keyring"

    def _highest_id(self) -> int:
        """The highest id handed out so far, so that a clock set back cannot repeat one."""
        tables = [t for t in metadata.sorted_tables if "id" in t.c]
        with self.engine.connect().execution_options(reading=True) as connection:
            return max(connection.execute(select(func.max(t.c.id))).scalar() or 0 for t in tables)
