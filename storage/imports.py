"""Questions about files that were brought in: which rows are known already, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, bindparam, delete, insert, select

from core.approvals import Import
from storage.audit import Entry
from storage.tables import import_rows
from storage.topic import Topic

R = import_rows.c
MARKS = select(R.mark).where(R.team_id == bindparam("in_team"))
NOTE = insert(import_rows)
FORGET = delete(import_rows).where(
    and_(R.team_id == bindparam("in_team"), R.import_id == bindparam("of"), R.record_id == bindparam("record"))
)


class Imports(Topic):
    """Files and their rows."""

    def one(self, row: int) -> Import | None:
        """An import by its id."""
        return self._store.get(Import, row)

    def all(self) -> list[Import]:
        """Every import, oldest first."""
        return self._store.all(Import)

    def mark(self, text: str) -> str:
        """What a row is known by: a keyed hash, since it may hold phones."""
        return self._tx.seal(self._team).fingerprint(text)[:40]

    def marks(self) -> set[str]:
        """All rows that were brought in and stand."""
        return {row[0] for row in self._tx.run(MARKS, in_team=self._team)}

    def note(self, mark: str, import_id: int, record_id: int) -> None:
        """A row became this record."""
        self._tx.add_row(NOTE, [self._team, mark, import_id, record_id])

    def forget(self, import_id: int, record_id: int) -> None:
        """The record was taken back: the row may come again."""
        self._tx.change(FORGET, in_team=self._team, of=import_id, record=record_id)

    def made(self, import_id: int) -> Iterator[Entry]:
        """What an import created, in order."""
        return (one for one in self._store.audit.of_source(import_id) if one.act == "create")
