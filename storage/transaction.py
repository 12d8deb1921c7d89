"""One unit of work on one connection: statements run on the driver's cursor, all of it committed or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement, Executable

from storage.sealed import Seal

if TYPE_CHECKING:
    from storage.database import Database

Row = tuple[Any, ...]


class Transaction:
    """What a unit of work holds: the connection and the audit heads it moved.

    Statements that are module constants go through `run`, `change` and `add` (compiled once, driver's cursor); one made
    for the occasion goes through `ask`.
    """

    def __init__(self, database: Database, connection: Connection) -> None:
        self.database, self._connection = database, connection
        self._cursor = connection.connection.cursor()
        self.heads: dict[int, tuple[int, bytes]] = {}

    def run(self, statement: ClauseElement, **values: Any) -> list[Row]:
        """The rows of a constant statement."""
        prepared = self.database.prepared(statement)
        self._execute(prepared.sql, prepared.values(values))
        return prepared.read(self._cursor.fetchall())

    def one(self, statement: ClauseElement, **values: Any) -> Row | None:
        """The first row of a constant statement."""
        rows = self.run(statement, **values)
        return rows[0] if rows else None

    def change(self, statement: ClauseElement, **values: Any) -> int:
        """How many rows a constant statement changed."""
        prepared = self.database.prepared(statement)
        self._execute(prepared.sql, prepared.values(values))
        return int(self._cursor.rowcount)

    def add(self, statement: ClauseElement, cells: Mapping[str, Any]) -> None:
        """Insert one row by a constant statement; `cells` hold a value for each of its columns."""
        prepared = self.database.prepared(statement)
        self._execute(prepared.sql, prepared.values(cells))

    def ask(self, statement: Executable, **values: Any) -> list[Row]:
        """The rows of a statement made for the occasion."""
        try:
            result = self._connection.execute(statement, values)
            return [tuple(row) for row in result] if result.returns_rows else []
        except DBAPIError as error:
            raise self.database.understood(error.orig or error) from error

    def savepoint(self) -> None:
        """Where `roll_back` returns to."""
        self._execute("SAVEPOINT work", ())

    def release(self) -> None:
        self._execute("RELEASE SAVEPOINT work", ())

    def roll_back(self) -> None:
        self._execute("ROLLBACK TO SAVEPOINT work", ())
        self._execute("RELEASE SAVEPOINT work", ())

    def seal(self, team_id: int) -> Seal:
        """The seal of a team (0: the house)."""
        return self.database.seal(team_id)

    def _execute(self, sql: str, values: Any) -> None:
        try:
            self._cursor.execute(sql, values)
        except Exception as error:
            raise self.database.understood(error) from error
