"""The audit: one row a change, chained per team by HMAC-SHA256, so that no row can be edited, dropped or moved unseen.

A row's MAC covers every column, the row's number and the MAC before it, over canonical JSON in which personal values
stand as keyed hashes; the values themselves are sealed beside it and may be erased without breaking the chain.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from storage.sealed import Seal
from storage.tables import audit, audit_heads
from storage.tables.columns import Moment
from storage.transaction import Row, Transaction

SCHEMA = 1
START = b"\x00" * 32

HEAD = (
    select(audit_heads.c.seq, audit_heads.c.mac).where(audit_heads.c.team_id == bindparam("team_id")).with_for_update()
)
FIRST_HEAD = insert(audit_heads)
MOVE_HEAD = (
    update(audit_heads)
    .where(audit_heads.c.team_id == bindparam("team"))
    .values(seq=bindparam("new_seq"), mac=bindparam("new_mac"))
)
ADD = insert(audit)
COLUMNS = tuple(audit.c)
OF_SOURCE = (
    select(*COLUMNS)
    .where(and_(audit.c.team_id == bindparam("team"), audit.c.source == bindparam("source")))
    .order_by(audit.c.seq)
)
OF_RECORD = (
    select(*COLUMNS)
    .where(and_(audit.c.team_id == bindparam("team"), audit.c.record_id == bindparam("record")))
    .order_by(audit.c.seq)
)
AFTER = (
    select(*COLUMNS)
    .where(and_(audit.c.team_id == bindparam("team"), audit.c.seq > bindparam("seq")))
    .order_by(audit.c.seq)
    .limit(1000)
)
HEADS = select(audit_heads.c.team_id, audit_heads.c.seq, audit_heads.c.mac)
NUMBER = Moment()


@dataclass(frozen=True, slots=True)
class Entry:
    """An audit row, opened: `change` maps field -> [before, after] (a create has only after), personal values in clear."""

    seq: int
    at: datetime
    by: int | None
    source: int
    act: str
    kind: str
    record_id: int
    version: int
    change: dict[str, Any]


class Audit:
    """The audit of one team within a transaction."""

    def __init__(self, transaction: Transaction, team_id: int) -> None:
        self._tx, self._team = transaction, team_id

    def write(
        self, act: str, kind: str, record_id: int, version: int, change: dict[str, Any], personal: tuple[str, ...],
        *, by: int | None, source: int, at: datetime,
    ) -> None:  # fmt: skip
        """Add a row. `change` holds plain values; those named in `personal` are hashed into the chain and sealed apart."""
        seal = self._tx.seal(self._team)
        secret = {name: change[name] for name in personal if change.get(name)}
        public = {n: _hashed(v, seal) if n in secret else v for n, v in change.items()} if secret else change
        text = canonical(public)
        seq, before = self._head()
        key_id, key = self._tx.database.keyring.current(self._team, "audit")
        seq += 1
        moment = NUMBER.process_bind_param(at, self._tx.database.engine.dialect)
        cells = dict(team_id=self._team, seq=seq, by=by, source=source, act=act, kind=kind, record_id=record_id,
                     version=version, schema=SCHEMA, key_id=key_id)  # fmt: skip
        mac = hmac.digest(key, canonical([cells, moment, text, before.hex()]).encode(), "sha256")
        self._tx.add(ADD, {
            **cells,
            "at": at,
            "mac": mac,
            "change": seal.close(text, "audit", "change", seq),
            "personal": seal.close(canonical(secret), "audit", "personal", seq) if secret else None,
        })  # fmt: skip
        self._tx.heads[self._team] = (seq, mac)

    def of_source(self, source: int) -> list[Entry]:
        """What one inbox row changed: a change set, in order."""
        return [self._entry(row) for row in self._tx.run(OF_SOURCE, team=self._team, source=source)]

    def of_record(self, record_id: int) -> list[Entry]:
        """Everything that ever happened to a record, in order."""
        return [self._entry(row) for row in self._tx.run(OF_RECORD, team=self._team, record=record_id)]

    def verify(self) -> tuple[int, str]:
        """How many rows hold, and "" or which row is the first that does not and why."""
        count, before = 0, START
        for row in self._rows():
            problem = self._problem(row, count + 1, before)
            if problem:
                return count, f"row {count + 1}: {problem}"
            count, before = count + 1, bytes(row[-1])
        seq, mac = self._head()
        return count, "" if (seq, mac) == (count, before) else f"the chain ends at row {count}, the head says {seq}"

    def entries(self) -> Iterator[Entry]:
        """All rows, opened, in order."""
        return (self._entry(row) for row in self._rows())

    def _rows(self) -> Iterator[Row]:
        seq = 0
        while rows := self._tx.run(AFTER, team=self._team, seq=seq):
            yield from rows
            seq = rows[-1][1]

    def _problem(self, row: Row, seq: int, before: bytes) -> str:
        cells = dict(zip((c.name for c in COLUMNS), row, strict=True))
        if cells["seq"] != seq:
            return f"number {cells['seq']} stands where {seq} belongs"
        seal, keyring = self._tx.seal(self._team), self._tx.database.keyring
        moment = NUMBER.process_bind_param(cells["at"], self._tx.database.engine.dialect)
        try:
            text = seal.open(cells["change"], "audit", "change", seq)
            key = keyring.secret(cells["key_id"])
        except Exception as error:
            return str(error)
        named = ("team_id", "seq", "by", "source", "act", "kind", "record_id", "version", "schema", "key_id")
        message = canonical([{name: cells[name] for name in named}, moment, text, before.hex()])
        expected = hmac.digest(key, message.encode(), "sha256")
        return "" if hmac.compare_digest(expected, bytes(cells["mac"])) else "its seal does not fit its contents"

    def _entry(self, row: Row) -> Entry:
        cells = dict(zip((c.name for c in COLUMNS), row, strict=True))
        seal: Seal = self._tx.seal(self._team)
        change = json.loads(seal.open(cells["change"], "audit", "change", cells["seq"]))
        if cells["personal"]:
            change |= json.loads(seal.open(cells["personal"], "audit", "personal", cells["seq"]))
        fields = ("seq", "at", "by", "source", "act", "kind", "record_id", "version")
        return Entry(**{name: cells[name] for name in fields}, change=change)

    def _head(self) -> tuple[int, bytes]:
        """Where the chain ends, locked for this transaction."""
        if self._team not in self._tx.heads:
            row = self._tx.one(HEAD, team_id=self._team)
            if row is None:
                self._tx.add(FIRST_HEAD, dict(team_id=self._team, seq=0, mac=START))
                row = (0, START)
            self._tx.heads[self._team] = (row[0], bytes(row[1]))
        return self._tx.heads[self._team]


def canonical(value: Any) -> str:
    """JSON with one way to write each value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hashed(value: Any, seal: Seal) -> Any:
    if isinstance(value, list):
        return [_hashed(one, seal) for one in value]
    return seal.fingerprint(value) if value else value


def keep_heads(transaction: Transaction) -> None:
    """Write the heads a transaction moved; called once before its commit."""
    for team_id, (seq, mac) in transaction.heads.items():
        transaction.change(MOVE_HEAD, team=team_id, new_seq=seq, new_mac=mac)
