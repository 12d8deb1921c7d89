"""What the topics of the Store share: how a kind's named questions are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, select

from core.base.records import Record
from storage.tables import KINDS

if TYPE_CHECKING:
    from storage.store import Store


def find(record: type[Record], *conditions: Any) -> Select[Any]:
    """A question about one kind in one team (`in_team`): its columns in order, under these conditions."""
    kind = KINDS[record]
    columns = (kind.table.c[name] for name in kind.columns)
    return select(*columns).where(and_(kind.table.c.team_id == bindparam("in_team"), *conditions))


class Topic:
    """A topic's questions, on a store."""

    def __init__(self, store: Store) -> None:
        self._store, self._tx, self._team = store, store.transaction, store.team_id

    def _find(self, record: type[Any], statement: Any, **values: Any) -> list[Any]:
        rows = self._tx.run(statement, in_team=self._team, **values)
        return self._store.all_made(record, rows) if rows else rows

    def _find_once(self, record: type[Any], statement: Any, **values: Any) -> list[Any]:
        """The same, looked up once a transaction: for kinds that `Store` looks up once."""
        met, key = self._tx.met, (record, self._team, id(statement), *values.values())
        if key in met:
            return met[key]  # type: ignore[no-any-return]
        found = self._find(record, statement, **values)
        if self._store.looks_up_once(record):
            met[key] = found
        return found

    def _first(self, record: type[Any], statement: Any, **values: Any) -> Any:
        found = self._find(record, statement, **values)
        return found[0] if found else None
