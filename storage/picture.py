"""One consistent picture of the books, all teams, row by row: what `gengfu export` writes out. Read only.

Rows come in chunks by key, so that no table stands in memory; the one transaction of `Database.read` they are read in
is what makes the picture consistent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, Table, func, select

from core.base.money import Money
from core.base.records import Record
from core.people import Team
from storage.audit import Audit, Entry
from storage.errors import Trouble
from storage.inbox import raw_of
from storage.outbox import COLUMNS, Outbox, Outgoing
from storage.tables import KINDS, account_money, inbox, outbox
from storage.tables.kinds import Kind
from storage.transaction import Row, Transaction

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is kept. `record` is None where a sealed value of it does not open."""

    team_id: int
    id: int
    record: Record | None
    by: int | None
    created_at: datetime
    source: int


@dataclass(frozen=True, slots=True)
class Taken:
    """An inbox row; `raw` is the update, None where it does not open."""

    id: int
    channel: str
    key: str
    lane: str
    received_at: datetime
    raw: Any
    state: str
    tries: int
    team_id: int | None
    member_id: int | None
    done_at: datetime | None
    incident: str | None


@dataclass(frozen=True, slots=True)
class Queued:
    """An outbox row with its card; `face` is None where it does not open."""

    row: Outgoing
    face: Any
    sent_at: datetime | None
    reason: str | None


class Picture:
    """Everything in the books at one moment."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def teams(self) -> dict[int, str]:
        """The teams' names by id."""
        table = KINDS[Team].table
        return {row[0]: row[1] for row in self._tx.ask(select(table.c.id, table.c.name).order_by(table.c.id))}

    def records(self, kind: Kind[Any], team_id: int) -> Iterator[list[Kept]]:
        """Every record of a kind in a team by id, in chunks."""
        columns = (*kind.columns, "created_by", "created_at", "source")
        chunks = self._chunks(kind.table, columns, kind.table.c.team_id == team_id)
        return ([self._kept(kind, team_id, row) for row in rows] for rows in chunks)

    def size(self, kinds: Iterable[Kind[Any]], team_id: int, most: int) -> int:
        """How many records of these kinds a team has; counting ends a little above `most`."""
        count = 0
        for kind in kinds:
            if count <= most:
                some = select(kind.table.c.id).where(kind.table.c.team_id == team_id).limit(most + 1).subquery()
                count += self._tx.ask(select(func.count()).select_from(some))[0][0]
        return count

    def messages(self) -> Iterator[list[Taken]]:
        """The inbox, in chunks."""
        columns = (
            *("id", "channel", "key", "lane", "received_at", "raw", "state", "tries"),
            *("team_id", "member_id", "done_at", "incident"),
        )
        for rows in self._chunks(inbox, columns):
            yield [self._taken(row) for row in rows]

    def outgoing(self) -> Iterator[list[Queued]]:
        """The outbox, in chunks."""
        names = tuple(column.name for column in COLUMNS)
        for rows in self._chunks(outbox, (*names, "sent_at", "reason")):
            yield [self._queued(Outbox(self._tx).opened(row[:-2]), *row[-2:]) for row in rows]

    def audit(self, team_id: int) -> Iterator[list[Entry]]:
        """The audit of a team, opened, in order, in chunks; Trouble at the first row that does not open."""
        entries = Audit(self._tx, team_id).entries()
        while chunk := list(islice(entries, CHUNK)):
            yield chunk

    def sums(self, team_id: int) -> Iterator[list[tuple[int, Money, Money]]]:
        """The kept sums in chunks: account, what it owes, what it has in advance; one row a currency."""
        c, last = account_money.c, -1
        wanted = select(c.account_id, c.currency, c.owed, c.advance).where(c.team_id == team_id)
        while accounts := [row[0] for row in self._tx.ask(_accounts_after(team_id, last))]:
            rows = self._tx.ask(wanted.where(c.account_id.in_(accounts)).order_by(c.account_id, c.currency))
            yield [(row[0], Money.of_minor(row[2], row[1]), Money.of_minor(row[3], row[1])) for row in rows]
            last = accounts[-1]

    def names(self, table: str, team_id: int, ids: Collection[int]) -> dict[int, str]:
        """The names of some records of one table ("accounts", "members", "contacts", "deals")."""
        kind = next(kind for kind in KINDS.values() if kind.name == table)
        columns = kind.table.c
        rows = self._tx.ask(select(columns.id, columns.name).where(columns.team_id == team_id, columns.id.in_(ids)))
        if "name" in kind.personal:
            return {row: self._opened(team_id, name, table, "name", row) or "" for row, name in rows}
        return {row[0]: row[1] for row in rows}

    def keys(self, sources: Collection[int]) -> dict[int, str]:
        """The platform's keys of some inbox rows."""
        rows = self._tx.ask(select(inbox.c.id, inbox.c.key).where(inbox.c.id.in_(sources)))
        return {row[0]: row[1] for row in rows}

    def _chunks(self, table: Table, columns: tuple[str, ...], *conditions: Any) -> Iterator[list[Row]]:
        """Rows by id; the first column is the id."""
        wanted = select(*(table.c[name] for name in columns)).where(*conditions).order_by(table.c.id).limit(CHUNK)
        last = -1
        while rows := self._tx.ask(wanted.where(table.c.id > last)):
            yield rows
            last = rows[-1][0]

    def _kept(self, kind: Kind[Any], team_id: int, row: Row) -> Kept:
        try:
            record = kind.record_of(row[:-3], self._tx.seal(team_id))
        except Trouble:
            record = None
        return Kept(team_id, row[0], record, *row[-3:])

    def _taken(self, row: Row) -> Taken:
        opened = self._opened(0, row[5], "inbox", "raw", row[0])
        cells = [*row[:5], None if opened is None else raw_of(opened), *row[6:]]
        return Taken(*cells)

    def _queued(self, row: Outgoing, sent_at: datetime | None, reason: str | None) -> Queued:
        try:
            face = Outbox(self._tx).face(row)
        except Trouble:
            face = None
        return Queued(row, face, sent_at, reason)

    def _opened(self, team_id: int, envelope: bytes | None, table: str, column: str, row: int) -> str | None:
        try:
            return "" if envelope is None else self._tx.seal(team_id).open(envelope, table, column, row)
        except Trouble:
            return None


def _accounts_after(team_id: int, last: int) -> Select[Any]:
    """The next accounts that have sums."""
    c = account_money.c
    return (
        select(c.account_id)
        .where(c.team_id == team_id, c.account_id > last)
        .distinct()
        .order_by(c.account_id)
        .limit(CHUNK)
    )
