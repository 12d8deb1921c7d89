"""Column types that are our own, and the metadata all tables belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, MetaData, text, types
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_1_name)s",
        "pk": "pk_%(table_name)s",
    }
)
RowId = BigInteger().with_variant(Integer(), "sqlite")  # there it then is the row's own number: one tree instead of two
Binder = Callable[[Any], Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@lru_cache(maxsize=1024)  # one message writes the same moment ten times
def microseconds(moment: datetime) -> int:
    """An aware moment as integer microseconds since 1970 UTC; ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(value: int) -> datetime:
    """The moment that `microseconds` counted."""
    return EPOCH + value * MICROSECOND


def _if_any(process: Binder) -> Binder:
    """SQLAlchemy's own execution asks the processors about NULL too; ours (`Prepared`) does not: `bare`."""

    def asked(value: Any) -> Any:
        return None if value is None else process(value)

    asked.bare = process  # type: ignore[attr-defined]
    return asked


# These three say in one step how a value goes in and comes out: SQLAlchemy's own way there is five calls long, and it
# is gone for every value of every row. Into SQLite days and moments go by the driver, which is told here how.
sqlite3.register_adapter(datetime, microseconds)
sqlite3.register_adapter(date, date.isoformat)


class Moment(types.TypeDecorator[datetime]):
    """An aware moment, kept as integer microseconds since 1970 UTC: same bytes, order and cost on both databases."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Binder | None:
        """Into microseconds since 1970 UTC; SQLite's driver does it itself."""
        return None if dialect.name == "sqlite" else _if_any(microseconds)

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Binder | None:
        """Back into an aware moment, UTC."""
        return _if_any(moment)


class Day(types.TypeDecorator[date]):
    """A day: PostgreSQL's own, ISO text on SQLite."""

    impl = types.Date
    cache_ok = True

    def bind_processor(self, _dialect: Dialect) -> None:
        """Nothing to do: PostgreSQL's driver takes days, SQLite's was told how."""
        return

    def result_processor(self, dialect: Dialect, _coltype: object) -> Binder | None:
        """Back into a day on SQLite; PostgreSQL's driver gives days."""
        return _if_any(date.fromisoformat) if dialect.name == "sqlite" else None


class Bytes(types.TypeDecorator[bytes]):
    """Bytes, which both drivers take and give as they are."""

    impl = types.LargeBinary
    cache_ok = True

    def bind_processor(self, _dialect: Dialect) -> None:
        """Nothing to do: the drivers take bytes."""
        return

    def result_processor(self, _dialect: Dialect, _coltype: object) -> None:
        """Nothing to do: the drivers give bytes."""
        return


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that fulfil a condition, the same on both databases."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
