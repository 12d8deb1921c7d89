"""One unit of work on one connection: statements run on the driver's cursor, all of it committed or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.sql import ClauseElement, Executable

from storage.drivers import raise_understood, storage_errors
from storage.sealed import Seal

if TYPE_CHECKING:
    from storage.database import Database

Row = tuple[Any, ...]
Heads = dict[int, tuple[int, bytes]]
MOST_MET = 2_000


class Met(dict[tuple[Any, ...], Any]):
    """What was found in this transaction already, by what was asked. What somebody else changed meanwhile (PostgreSQL)
    is a Conflict when it is written."""

    def __setitem__(self, key: tuple[Any, ...], found: Any) -> None:
        if len(self) >= MOST_MET:
            self.clear()
        super().__setitem__(key, found)


class Transaction:
    """What a unit of work holds: the connection and the audit heads it moved.

    Statements that are module constants go through `run`, `change` and `add` (compiled once, driver's cursor); one made
    for the occasion goes through `ask`.
    """

    def __init__(self, database: Database, connection: Connection) -> None:
        self.database, self._connection = database, connection
        self._known = database.known_statements
        self._cursor = connection.connection.cursor()
        self.heads: Heads = {}
        self.met = Met()
        self._marks: list[Heads] = []

    def run(self, statement: ClauseElement, **values: Any) -> list[Any]:
        """The rows of a constant statement."""
        prepared = self._known.get(id(statement)) or self.database.prepared(statement)
        try:
            rows = self._cursor.execute(prepared.sql, prepared.values(values)).fetchall()
        except Exception as error:
            raise_understood(error)
            raise
        return prepared.read(rows) if rows else rows

    def raw(self, statement: ClauseElement, **values: Any) -> list[Any]:
        """The rows as the driver gives them, for who must look at values that may not fit their type."""
        prepared = self.database.prepared(statement)
        self._execute(prepared.sql, prepared.values(values))
        with storage_errors():
            return list(self._cursor.fetchall())

    def one(self, statement: ClauseElement, **values: Any) -> Any:
        """The first row of a constant statement; None if there is none."""
        rows = self.run(statement, **values)
        return rows[0] if rows else None

    def change(self, statement: ClauseElement, **values: Any) -> int:
        """How many rows a constant statement changed."""
        prepared = self._known.get(id(statement)) or self.database.prepared(statement)
        self._execute(prepared.sql, prepared.values(values))
        return int(self._cursor.rowcount)

    def add(self, statement: ClauseElement, cells: Mapping[str, Any]) -> None:
        """Insert one row by a constant statement; `cells` hold a value for each of its columns."""
        prepared = self._known.get(id(statement)) or self.database.prepared(statement)
        self._execute(prepared.sql, prepared.values(cells))

    def add_row(self, statement: ClauseElement, row: list[Any]) -> None:
        """The same with the values in the order of the statement's columns."""
        self.add_rows(statement, [row])

    def add_rows(self, statement: ClauseElement, rows: list[list[Any]]) -> None:
        """The same for several rows in one call: one trip to the server on PostgreSQL."""
        prepared = self._known.get(id(statement)) or self.database.prepared(statement)
        for row in rows:
            prepared.bind(row)
        if len(rows) == 1:
            return self._execute(prepared.sql, rows[0])
        try:
            self._cursor.executemany(prepared.sql, rows)
        except Exception as error:
            raise_understood(error)
            raise

    def ask(self, statement: Executable, **values: Any) -> list[Row]:
        """The rows of a statement made for the occasion."""
        with storage_errors():
            result = self._connection.execute(statement, values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def count(self, statement: Executable, **values: Any) -> int:
        """How many rows a statement made for the occasion changed."""
        with storage_errors():
            return int(self._connection.execute(statement, values).rowcount)

    @property
    def depth(self) -> int:
        """How many savepoints are set."""
        return len(self._marks)

    def savepoint(self) -> None:
        """Where `roll_back` returns to. They nest."""
        self._execute(f"SAVEPOINT work_{self.depth}", ())
        self._marks.append(dict(self.heads))

    def release(self) -> None:
        """Keep what was done since the last savepoint."""
        self._marks.pop()
        self._execute(f"RELEASE SAVEPOINT work_{self.depth}", ())

    def roll_back(self) -> None:
        """Undo what was done since the last savepoint; the audit goes on from where it was."""
        self.heads = self._marks.pop()
        self.met.clear()
        self._execute(f"ROLLBACK TO SAVEPOINT work_{self.depth}", ())
        self._execute(f"RELEASE SAVEPOINT work_{self.depth}", ())

    def seal(self, team_id: int) -> Seal:
        """The seal of a team (0: the house)."""
        return self.database.seal(team_id)

    def _execute(self, sql: str, values: Any) -> None:
        try:
            self._cursor.execute(sql, values)
        except Exception as error:
            raise_understood(error)
            raise
