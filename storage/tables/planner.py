"""What SQLite's planner is told of the books, so that it takes the same road in an empty file and in a full one.

Left alone it believes that ten rows share a team, and then reads a whole team instead of asking the index of what is
open. So the table it keeps its own findings in (sqlite_stat1) is filled with what is always true here: a team or a
channel holds a large part of a table, every further column of an index a small part of that.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from storage.tables.columns import metadata

ROWS, OPEN_ROWS = 1_000_000, 10_000  # in a table; in an index of only the rows that fulfil a condition
FEW_VALUES, MANY_VALUES = 10, 100
COARSE = {"team_id", "channel", "urgency"}
FINE = {"id", "user_mark", "chat_mark", "chat", "message", "token", "code_hash", "key", "source"}  # all but unique


def tell_planner(connection: Connection) -> None:
    """Write what is known of every index; read by each connection when it opens the file."""
    connection.execute(text("ANALYZE sqlite_master"))  # makes the table, and counts nothing
    connection.execute(text("DELETE FROM sqlite_stat1"))
    for table in metadata.sorted_tables:
        for index, stat in _known(connection, table.name):
            connection.execute(
                text("INSERT INTO sqlite_stat1 VALUES (:t, :i, :s)"), dict(t=table.name, i=index, s=stat)
            )


def _known(connection: Connection, table: str) -> Iterator[tuple[str, str]]:
    for _, name, unique, origin, partial in connection.execute(text(f"PRAGMA index_list({table})")):
        columns = [row[2] for row in connection.execute(text(f"PRAGMA index_info({name})"))]
        rows = OPEN_ROWS if partial else ROWS
        found = " ".join(map(str, (rows, *_shared(columns, rows, bool(unique)))))
        yield table if origin == "pk" else name, found  # a table that is its own primary key goes by its own name


def _shared(columns: list[str], rows: int, unique: bool) -> Iterator[int]:
    """How many rows share the first column, the first two, and so on."""
    for at, column in enumerate(columns):
        rows //= FEW_VALUES if column in COARSE else rows if column in FINE else MANY_VALUES
        rows = max(rows, 1)
        yield 1 if unique and at == len(columns) - 1 else rows
