"""Questions about files that were brought in: which rows are known already, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, text

from core.approvals import Import
from storage.audit import Entry
from storage.tables import KINDS, audit, import_rows
from storage.topic import Topic
from storage.transaction import Transaction

R = import_rows.c
MARKS = select(R.mark).where(R.team_id == bindparam("in_team"))
NOTE = insert(import_rows)
FORGET = delete(import_rows).where(
    and_(R.team_id == bindparam("in_team"), R.import_id == bindparam("of"), R.record_id == bindparam("record"))
)
CREATED = and_(audit.c.team_id == bindparam("in_team"), audit.c.source == bindparam("of"), audit.c.act == "create")
MADE = select(audit.c.kind, func.count()).where(CREATED).group_by(audit.c.kind)
MADE_IDS = select(audit.c.record_id).where(CREATED)
C = KINDS[Import].table.c
ASKED = text("state IN ('shown', 'running', 'undoing')")  # as the partial index has it
UNDER_WAY = (
    select(C.team_id, C.id)
    .where(
        and_(
            ASKED,
            or_(
                and_(C.state == "running", C.card_id.is_not(None)),
                C.state == "undoing",
                and_(C.state == "shown", C.expires_at < bindparam("now")),
            ),
        )
    )
    .order_by(C.id)
)


def under_way(transaction: Transaction, now: datetime) -> list[tuple[int, int]]:
    """What was asked for in a chat and is not done: (team, import) to write or to take back, and previews that lapsed.
    Like the inbox it is asked for all teams at once."""
    return [(row[0], row[1]) for row in transaction.run(UNDER_WAY, now=now)]


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

    def counts(self, import_id: int) -> dict[str, int]:
        """How many records of each kind an import created, by table."""
        return dict(self._tx.run(MADE, in_team=self._team, of=import_id))

    def made_ids(self, import_id: int) -> set[int]:
        """The ids of all records an import created so far."""
        return {row[0] for row in self._tx.run(MADE_IDS, in_team=self._team, of=import_id)}

    def unfinished(self, files: tuple[str, ...]) -> list[int]:
        """Imports of files of these names that were broken off."""
        return [one.id for one in self.all() if one.state == "running" and one.files == files]

    def made(self, import_id: int) -> Iterator[Entry]:
        """What an import created, in order."""
        return (one for one in self._store.audit.of_source(import_id) if one.act == "create")
