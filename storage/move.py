"""Moving whole books from one database to another: ids and sealed values stay as they are, the same keys open them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from storage.backup import Manifest, Place, compare_rows, heads_of, is_taken, prove_audit, rows_of, shown
from storage.database import Database
from storage.drivers import storage_errors
from storage.engine import open_engine
from storage.errors import Trouble
from storage.keyring import put_keys
from storage.migrations import upgrade
from storage.tables import metadata
from storage.transaction import Transaction

CHUNK = 1000
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """What is at the new place now, proven; the old one is as it was."""

    place: str
    keyring: str
    manifest: Manifest
    audited: dict[str, int]


def move(source: Database, to: Place) -> Moved:
    """Copy all books in one transaction to an empty place, with their keys; Trouble, and nothing there, if it fails."""
    if is_taken(to.url):
        raise Trouble("place_taken", shown(to.url))
    put_keys(to.keyring_url, source.keyring.rows())
    manifest = _copy_all(source, to)
    target = to.open()
    try:
        audited = prove_audit(target, manifest.heads)
    finally:
        target.close()
    return Moved(shown(to.url), shown(to.keyring_url), manifest, audited)


def _copy_all(source: Database, to: Place) -> Manifest:
    engine = open_engine(to.books)
    try:
        with storage_errors(), source.reading.connect() as old, old.begin():
            manifest = Manifest(rows_of(old), heads_of(Transaction(source, old)))
            upgrade(engine)
            with engine.connect() as new, new.begin():
                for table in metadata.sorted_tables:
                    _copy(table, old, new)
                compare_rows(manifest.rows, rows_of(new))
    finally:
        engine.dispose()
    return manifest


def _copy(table: Table, old: Connection, new: Connection) -> None:
    """A table row by row. A column that points at its own table is filled in when all its rows are there."""
    own = _pointing_at_itself(table)
    later: list[Cells] = []
    for rows in _chunks(table, old):
        later += [row for row in rows if any(row[name] is not None for name in own)]
        new.execute(insert(table), [_storable(row | dict.fromkeys(own), new) for row in rows])
    if later:
        keys = [column.name for column in table.primary_key]
        change = update(table).where(*(table.c[name] == bindparam(f"in_{name}") for name in keys))
        change = change.values({name: bindparam(f"to_{name}") for name in own})
        new.execute(change, [{f"in_{n}": row[n] for n in keys} | {f"to_{n}": row[n] for n in own} for row in later])


def _pointing_at_itself(table: Table) -> list[str]:
    own = [one for one in table.foreign_key_constraints if one.referred_table is table]
    return sorted({name for one in own for name in one.column_keys} - {column.name for column in table.primary_key})


def _chunks(table: Table, old: Connection) -> Iterator[list[Cells]]:
    result = old.execution_options(yield_per=CHUNK).execute(select(table))
    for part in result.mappings().partitions(CHUNK):
        yield [dict(row) for row in part]


def _storable(row: Cells, new: Connection) -> Cells:
    """PostgreSQL keeps no text with a zero character in it; SQLite does, and people's clients send it."""
    if new.dialect.name != "postgresql":
        return row
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in row.items()}
