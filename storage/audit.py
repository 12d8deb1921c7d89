"""The audit: one row a change, chained per team by HMAC-SHA256, so that no row can be edited, dropped or moved unseen.

A row's MAC covers every column, the row's number and the MAC before it, and the text of the change, in which personal
values stand as keyed hashes; the values themselves are sealed beside it. The head (where the chain ends) has a MAC of
its own, so that rows cut off the end cannot be hidden by editing it. What neither can show is a whole older state put
back, head included: for that a head is kept outside the database and given to `verify`.
"""

from __future__ import annotations

import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, insert, select, text, update

from core.base.records import ERASED, Record
from storage.errors import Trouble
from storage.sealed import OWN, Seal, encoded, to_json
from storage.tables import KINDS, audit, audit_heads
from storage.tables.columns import microseconds
from storage.tables.kinds import Kind
from storage.tables.spine import TAKEN_OUT
from storage.transaction import Transaction

SCHEMA = 1
START = b"\x00" * 32
BELOW_ALL, AFTER_ALL = -(2**63), 2**63 - 1
AT_ONCE = 500  # ids in one question

H = audit_heads.c
HEAD = select(H.seq, H.mac, H.key_id, H.seal).where(H.team_id == bindparam("team"))
LOCKED_HEAD = HEAD.with_for_update()
FIRST_HEAD = insert(audit_heads)
MOVE_HEAD = (
    update(audit_heads)
    .where(H.team_id == bindparam("team"))
    .values(seq=bindparam("new_seq"), mac=bindparam("new_mac"), key_id=bindparam("new_key"), seal=bindparam("new_seal"))
)
ADD = insert(audit)
NAMES = tuple(column.name for column in audit.c)
IN_TEAM = audit.c.team_id == bindparam("team")
OF_SOURCE = select(audit).where(and_(IN_TEAM, audit.c.source == bindparam("source"))).order_by(audit.c.seq)
OF_RECORD = select(audit).where(and_(IN_TEAM, audit.c.record_id == bindparam("record"))).order_by(audit.c.seq)
AFTER = select(audit).where(and_(IN_TEAM, audit.c.seq > bindparam("seq"))).order_by(audit.c.seq).limit(1000)
READS = (  # the partial index's own words, so that SQLite sees it fits
    select(audit.c.at, audit.c.act, audit.c.kind, audit.c.record_id)
    .where(and_(IN_TEAM, audit.c.by == bindparam("reader"), audit.c.at >= bindparam("since"), text(TAKEN_OUT)))
    .order_by(audit.c.at)
)
PERSONAL = {kind.name: kind.personal for kind in KINDS.values()}


class Head(NamedTuple):
    """Where a chain ends. `str` gives the mark that is kept outside the database."""

    seq: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac.hex()}"

    @classmethod
    def of(cls, mark: str) -> Head:
        """The head a mark kept outside tells of (`str` of it, back); ValueError if it is none."""
        seq, _, mac = mark.partition(":")
        return cls(int(seq), bytes.fromhex(mac))


class Change(NamedTuple):
    """What happened to a record; `change` maps field -> [before, after] (a create: only after), in plain values, those
    named in `personal` in clear."""

    act: str
    kind: str
    record_id: int
    version: int
    change: dict[str, Any]
    personal: tuple[str, ...] = ()

    @classmethod
    def of(cls, act: str, kind: Kind[Any], record: Record, change: dict[str, Any]) -> Change:
        """A change of a record; which of its fields are personal its kind says."""
        return cls(act, kind.name, record.id, record.version, change, kind.personal)


@dataclass(frozen=True, slots=True)
class Entry:
    """An audit row, opened: `change` maps field -> [before, after] (a create: only after), personal values in clear."""

    seq: int
    at: datetime
    by: int | None
    source: int
    act: str
    kind: str
    record_id: int
    version: int
    change: dict[str, Any]


class Past(NamedTuple):
    """A record as it was at a moment: its kind and its fields, plain."""

    kind: str
    record_id: int
    fields: dict[str, Any]


class Read(NamedTuple):
    """Something somebody looked at (`act` read) or took along (export)."""

    at: datetime
    act: str
    kind: str
    record_id: int


class Audit:
    """The audit of one team within a transaction."""

    def __init__(self, transaction: Transaction, team_id: int, seal: Seal | None = None) -> None:
        self._tx, self._team = transaction, team_id
        self._seal = seal or transaction.seal(team_id)

    def write(
        self, act: str, kind: str, record_id: int, version: int, change: dict[str, Any], personal: tuple[str, ...],
        *, by: int | None, source: int, at: datetime,
    ) -> None:  # fmt: skip
        """Add a row. `change` holds plain values; those named in `personal` are hashed into the chain, sealed apart."""
        self.write_all([Change(act, kind, record_id, version, change, personal)], by=by, source=source, at=at)

    def write_all(self, changes: Sequence[Change], *, by: int | None, source: int, at: datetime) -> None:
        """Add a row for each."""
        if not changes:
            return
        key_id, key = self._tx.database.keyring.current(self._team, "audit")
        seq, mac = self._end()
        counted, rows = microseconds(at), []
        for act, kind, record_id, version, change, personal in changes:
            secret = {name: change[name] for name in personal if change.get(name)}
            told = {n: self._hashed(v) if n in secret else v for n, v in change.items()} if secret else change
            text, seq = to_json(told), seq + 1
            facts = (self._team, seq, counted, by, source, act, kind, record_id, version, SCHEMA, key_id)
            mac = _mac(key, facts, text, mac)
            rows.append([
                self._team, seq, at, by, source, act, kind, record_id, version,
                self._seal.close(encoded(text), "audit", "change", seq),  # what is personal stands there as a hash
                self._close_personal(kind, record_id, to_json(secret), seq) if secret else None,
                SCHEMA, key_id, mac,
            ])  # fmt: skip
        self._tx.add_rows(ADD, rows)
        self._tx.heads[self._team] = (seq, mac)

    def _hashed(self, value: Any) -> Any:
        return _hashed(value, self._seal)

    def _close_personal(self, kind: str, record_id: int, text: str, seq: int) -> bytes:
        """What is told of a person at a customer, or of a document, goes when that one is erased."""
        if kind in OWN:
            return self._seal.close_for(record_id, text, "audit", "personal", seq)
        return self._seal.close(text, "audit", "personal", seq)

    def of_source(self, source: int) -> list[Entry]:
        """What one inbox row changed: a change set, in order."""
        return [self._entry(row) for row in self._tx.run(OF_SOURCE, team=self._team, source=source)]

    def of_record(self, record_id: int) -> list[Entry]:
        """Everything that ever happened to a record, in order."""
        return [self._entry(row) for row in self._tx.run(OF_RECORD, team=self._team, record=record_id)]

    def about(
        self, records: Iterable[int], team_id: int, silent: Sequence[str], count: int, before: int | None = None
    ) -> list[Entry]:
        """What happened to any of these records, exports of all the team's books among it, the newest first; only
        rows before a number. Rows of the silent kinds are left out."""
        ids = sorted({*records, team_id})
        found: list[Any] = []
        for at in range(0, len(ids), AT_ONCE):
            found += self._tx.ask(
                select(audit)
                .where(IN_TEAM, audit.c.record_id.in_(ids[at : at + AT_ONCE]), audit.c.kind.not_in(silent))
                .where((audit.c.kind != "teams") | (audit.c.act == "export"))
                .where(audit.c.seq < (before if before is not None else AFTER_ALL))
                .order_by(audit.c.seq.desc())
                .limit(count),
                team=self._team,
            )
        newest = sorted(found, key=lambda row: -row[1])[:count]
        return [self._entry(row) for row in newest]

    def signed(self, records: Iterable[int]) -> list[tuple[Entry, str]]:
        """What these records were made and changed to, in the order of the chain, each with its MAC (hex)."""
        ids, rows = sorted(set(records)), list[Any]()
        for at in range(0, len(ids), AT_ONCE):
            rows += self._tx.ask(
                select(audit).where(
                    IN_TEAM, audit.c.record_id.in_(ids[at : at + AT_ONCE]), audit.c.act.in_(("create", "update"))
                ),
                team=self._team,
            )
        return [(self._entry(row), bytes(row[-1]).hex()) for row in sorted(rows, key=lambda row: row[1])]

    def row(self, seq: int) -> tuple[Entry, str] | None:
        """A row by its number, with its MAC (hex)."""
        rows = self._tx.ask(select(audit).where(IN_TEAM, audit.c.seq == seq), team=self._team)
        return (self._entry(rows[0]), bytes(rows[0][-1]).hex()) if rows else None

    def read_by(self, member_id: int, since: datetime) -> list[Read]:
        """What a member looked at and took along since a moment, in order."""
        return [Read(*row) for row in self._tx.run(READS, team=self._team, reader=member_id, since=since)]

    def kinds_by(self, member_id: int) -> list[str]:
        """Of which kind each record is that a member made."""
        made = (
            select(audit.c.kind).where(IN_TEAM, audit.c.by == member_id, audit.c.act == "create").order_by(audit.c.seq)
        )
        return [str(row[0]) for row in self._tx.ask(made, team=self._team)]

    def as_of(self, record_id: int, moment: datetime) -> dict[str, Any] | None:
        """A record's own fields as they were at a moment, as the audit tells it; None before it was made."""
        found = self.then([record_id], moment)
        return found[0].fields if found else None

    def then(self, records: Iterable[int], moment: datetime) -> list[Past]:
        """These records as they were at a moment, those made by then, in the order they were made."""
        ids, rows = sorted(set(records)), list[Any]()
        for at in range(0, len(ids), AT_ONCE):
            rows += self._tx.ask(
                select(audit)
                .where(IN_TEAM, audit.c.record_id.in_(ids[at : at + AT_ONCE]), audit.c.at <= moment)
                .where(audit.c.act.in_(("create", "update"))),
                team=self._team,
            )
        found: dict[int, Past] = {}
        for entry in map(self._entry, sorted(rows, key=lambda row: row[1])):
            if entry.act == "create":
                found[entry.record_id] = Past(entry.kind, entry.record_id, {"version": entry.version, **entry.change})
            elif entry.record_id in found:
                after = {name: pair[1] for name, pair in entry.change.items()}
                found[entry.record_id].fields.update({"version": entry.version, **after})
        return list(found.values())

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """All rows after a number, opened, in order."""
        while rows := self._tx.run(AFTER, team=self._team, seq=after):
            yield from map(self._entry, rows)
            after = rows[-1][1]

    def head(self) -> Head:
        """Where the chain ends now: to be kept outside the database, and given to `verify` one day."""
        row = self._tx.one(HEAD, team=self._team)
        return Head(0, START) if row is None else Head(row[0], row[1])

    def verify(self, *known: Head | None) -> tuple[int, str]:
        """How many rows hold, and "" or which row is the first that does not and why.

        `known` are heads that were kept outside the database, in whole or the beginning of their MAC: the chain must
        still lead through each.
        """
        kept: dict[int, list[bytes]] = defaultdict(list)
        for head in known:
            if head:
                kept[head.seq].append(head.mac)
        count, before = 0, START
        for row in self._rows():
            problem = self._problem(dict(zip(NAMES, row, strict=True)), count + 1, before)
            if problem:
                return count, f"row {count + 1}: {problem}"
            count, before = count + 1, row[-1]
            if not all(before.startswith(mac) for mac in kept.get(count, ())):
                return count, f"row {count}: another row was kept outside the database under this number"
        return count, self._end_problem(Head(count, before), max(kept, default=0))

    def _rows(self) -> Iterator[Any]:
        """Every row as the driver gives it: what was tampered with may not even be of its column's type."""
        seq = BELOW_ALL
        while rows := self._tx.raw(AFTER, team=self._team, seq=seq):
            yield from rows
            seq = rows[-1][1]

    def _problem(self, row: dict[str, Any], seq: int, before: bytes) -> str:
        if row["seq"] != seq:
            return f"number {row['seq']} stands where {seq} belongs"
        try:
            return self._contents_problem(row, seq, before)
        except Trouble as trouble:
            return str(trouble)
        except (TypeError, ValueError, KeyError) as error:
            return f"it does not have the form of a row ({error})"

    def _contents_problem(self, row: dict[str, Any], seq: int, before: bytes) -> str:
        seal = self._seal
        text = seal.open(row["change"], "audit", "change", seq)
        named = ("team_id", "seq", "at", "by", "source", "act", "kind", "record_id", "version", "schema", "key_id")
        expected = _mac(self._tx.database.keyring.secret(row["key_id"]), [row[name] for name in named], text, before)
        if not hmac.compare_digest(expected, row["mac"]):
            return "its seal does not fit its contents"
        return self._personal_problem(row, json.loads(text), seal)

    def _personal_problem(self, row: dict[str, Any], change: dict[str, Any], seal: Seal) -> str:
        """The sealed values beside the row must be those whose hashes are in the chain."""
        hashed = {name: change[name] for name in PERSONAL.get(row["kind"], ()) if change.get(name)}
        if not hashed and not row["personal"]:
            return ""
        if not row["personal"]:
            return "its personal values are gone"
        opened = seal.open(row["personal"], "audit", "personal", row["seq"])
        if opened == ERASED:
            return ""
        secret = json.loads(opened)
        same = hashed.keys() == secret.keys() and all(
            ERASED in to_json(value) or _hashed(value, seal) == hashed[name] for name, value in secret.items()
        )
        return "" if same else "its personal values are not those that were written"

    def _end_problem(self, end: Head, kept: int) -> str:
        """What is wrong with where the chain ends."""
        row = self._tx.one(HEAD, team=self._team)
        if row is None:
            return "the audit is empty and its head is gone" if end.seq == 0 else "the head is gone"
        seq, mac, key_id, seal = row
        if (seq, mac) != end:
            return f"the chain ends at row {end.seq}, the head says {seq}"
        try:
            key = self._tx.database.keyring.secret(key_id)
        except Trouble as trouble:
            return f"the head: {trouble}"
        if not hmac.compare_digest(_head_mac(key, self._team, seq, mac), seal):
            return f"the head was edited: it says {seq}, its seal does not fit"
        if kept > seq:
            return f"row {seq + 1}: the chain ends before it, but row {kept} was kept outside the database"
        return ""

    def _entry(self, row: Any) -> Entry:
        cells = dict(zip(NAMES, row, strict=True))
        change = json.loads(self._seal.open(cells["change"], "audit", "change", cells["seq"]))
        if cells["personal"]:
            secret = self._seal.open(cells["personal"], "audit", "personal", cells["seq"])
            change |= self._erased(cells["kind"], change) if secret == ERASED else json.loads(secret)
        fields = ("seq", "at", "by", "source", "act", "kind", "record_id", "version")
        return Entry(**{name: cells[name] for name in fields}, change=change)

    @staticmethod
    def _erased(kind: str, change: dict[str, Any]) -> dict[str, Any]:
        """What stands for the personal values of a change once they are erased."""
        names = [name for name in PERSONAL.get(kind, ()) if change.get(name)]
        return {name: [ERASED, ERASED] if isinstance(change[name], list) else ERASED for name in names}

    def _end(self) -> tuple[int, bytes]:
        """Where the chain ends for who adds to it; locked until the transaction ends."""
        found = self._tx.heads.get(self._team)
        if found is None:
            row = self._tx.one(LOCKED_HEAD, team=self._team)
            found = self._tx.heads[self._team] = (0, START) if row is None else (row[0], row[1])
        return found


def keep_heads(transaction: Transaction) -> None:
    """Write the heads a transaction moved; called once before its commit."""
    for team_id, (seq, mac) in transaction.heads.items():
        key_id, key = transaction.database.keyring.current(team_id, "audit")
        head = dict(new_seq=seq, new_mac=mac, new_key=key_id, new_seal=_head_mac(key, team_id, seq, mac))
        if not transaction.change(MOVE_HEAD, team=team_id, **head):
            transaction.add_row(FIRST_HEAD, [team_id, *head.values()])


def _mac(key: bytes, facts: Any, text: str, before: bytes) -> bytes:
    """Over the MAC before (32 bytes), the columns (numbers and fixed words, so | cannot be forged), then the change."""
    return _digest(key, b"row" + before + "|".join(map(str, facts)).encode() + b"|" + encoded(text))


def _head_mac(key: bytes, team_id: int, seq: int, mac: bytes) -> bytes:
    return _digest(key, b"head" + mac + f"{team_id}|{seq}".encode())


def _digest(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256; a copy of one that has taken in the key already costs less than half of a new one."""
    mac = _keyed(key).copy()
    mac.update(message)
    return mac.digest()


@lru_cache(maxsize=1024)
def _keyed(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")


def _hashed(value: Any, seal: Seal) -> Any:
    if isinstance(value, list):
        return [_hashed(one, seal) for one in value]
    return seal.fingerprint(value) if value else value
