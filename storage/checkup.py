"""How the database itself is, without changing it: what `gengfu doctor` asks before it opens the books."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from core.base.ids import EPOCH, SEQUENCE_BITS, WORKER_BITS
from storage.drivers import storage_errors
from storage.engine import database_url, open_engine, reading_engine
from storage.errors import Trouble
from storage.migrations import known_versions, newest_version, version_of
from storage.tables import metadata

# What must hold for a confirmed row to survive a power cut (PROMISES.md M12), and how each engine words it.
SAFE: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"journal_mode": "wal", "synchronous": "2"},
    "postgresql": {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on"},
}
ALSO_SAFE = {"remote_write", "remote_apply", "local", "3"}
ASK = {"sqlite": "PRAGMA {}", "postgresql": "SHOW {}"}
NOT_OURS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Checkup:
    """`unsafe` are the settings under which a confirmed row could be lost; `last_at` is when the newest id was made."""

    schema: str | None
    newest: str | None
    known: bool
    unsafe: tuple[str, ...]
    damage: str
    last_at: datetime | None


def check(url: str) -> Checkup:
    """Look at a database; Trouble if it is not there or cannot be used."""
    address = database_url(url)
    if address.drivername == "sqlite" and not Path(str(address.database)).exists():
        raise Trouble("no_database", str(address.database))
    engine = reading_engine(address, open_engine(address))
    try:
        with storage_errors(), engine.connect() as connection:
            return _checkup(engine, connection)
    finally:
        engine.dispose()


def _checkup(engine: Engine, connection: Connection) -> Checkup:
    schema = version_of(connection)
    return Checkup(
        schema=schema,
        newest=newest_version(),
        known=schema is None or schema in known_versions(),
        unsafe=tuple(_unsafe(engine.dialect.name, connection)),
        damage=_damage(connection) if engine.dialect.name == "sqlite" else "",
        last_at=_last(connection),
    )


def _unsafe(dialect: str, connection: Connection) -> Iterator[str]:
    for name, wanted in SAFE[dialect].items():
        value = str(connection.execute(text(ASK[dialect].format(name))).scalar())
        if value != wanted and value not in ALSO_SAFE:
            yield f"{name}={value}"


def _damage(connection: Connection) -> str:
    """SQLite's own word for the first thing broken in the file, or ""."""
    found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    return "" if found == "ok" else found


def _last(connection: Connection) -> datetime | None:
    """When the newest id was handed out; ids begin with the milliseconds since 2024."""
    there = set(inspect(connection).get_table_names())
    tables = [table for table in metadata.sorted_tables if "id" in table.c and table.name in there]
    newest = max((connection.execute(select(func.max(table.c.id))).scalar() or 0 for table in tables), default=0)
    return EPOCH + timedelta(milliseconds=newest >> (WORKER_BITS + SEQUENCE_BITS)) if newest else None


def file_of(url: str) -> Path | None:
    """The file behind an address; None for a server."""
    address = database_url(url)
    return Path(str(address.database)) if address.drivername == "sqlite" else None


def readable_by_others(path: Path) -> list[Path]:
    """Which of a SQLite database's files somebody else than their owner may read or write."""
    beside = (path.with_name(path.name + tail) for tail in ("", "-wal", "-shm"))
    return [file for file in beside if file.exists() and file.stat().st_mode & NOT_OURS]
