"""How a kind of record is kept: its table is derived from the dataclass, field by field, so the two cannot drift.

Money stands in two columns (minor units and currency), personal text in a sealed envelope, tuples as JSON. Every table
starts with (team_id, id), and every row tells who wrote it, when, and which inbox row it came from.

Rows are written and read on every message. So a record's fields are fetched and set in one call each, and only those
that are kept differently than they are spoken of are visited one by one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from functools import lru_cache, partial
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from core.base.money import Money
from core.base.records import Record, made, shape_of
from storage.sealed import Seal
from storage.tables.columns import Bytes, Day, Moment, metadata

R = TypeVar("R", bound=Record)
Cells = Sequence[Any]
Write = Callable[[Any, Seal, int], Cells]  # (value, seal, record id) -> the cells of its columns
Read = Callable[[list[Any], int, Seal], Any]  # (row, place of its first cell, seal) -> value; row[0] is the record id
Plain = Callable[[Any], Any]

# A field of this name points at a record of the same team: the database refuses another team's.
REFERENCES = {
    "account_id": "accounts",
    "approval_id": "approvals",
    "asked_by": "members",
    "acknowledged_by": "members",
    "by_id": "members",
    "contact_id": "contacts",
    "contract_id": "contracts",
    "deal_id": "deals",
    "delivery_id": "deliveries",
    "decided_by": "members",
    "free_by": "members",
    "giver_id": "members",
    "held_by": "members",
    "disputed_by": "members",
    "document_id": "documents",
    "member_id": "members",
    "merged_into": "accounts",
    "owner_id": "members",
    "payment_id": "payments",
    "proposed_by": "members",
    "receivable_id": "receivables",
    "receiver_id": "members",
    "renews_id": "contracts",
    "replaces_id": "approvals",
    "reports_to": "members",
    "stand_in_id": "members",
    "stands_in_for": "members",
    "reverses_id": "payments",
    "used_by": "members",
    "visit_id": "visits",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its columns, how it goes in and comes out, and how the audit and the export write it.

    Where `write`, `read` or `plain` is None the value is its own cell. `mark` is "", "personal" (what is
    sought is that too) or "kept".
    """

    name: str
    mark: str
    columns: tuple[Column[Any], ...]
    write: Write | None = None
    read: Read | None = None
    plain: Plain | None = None


class Kind(Generic[R]):
    """A kind of record and its table."""

    def __init__(self, record: type[R], table: str, *extras: Any, audited: bool = True) -> None:
        self.record, self.name, self.audited = record, table, audited
        self._hints = get_type_hints(record)
        self.fields = tuple(_fields(record, table))
        columns = [column for field in self.fields for column in field.columns]
        self.table = Table(
            table,
            metadata,
            Column("team_id", BigInteger, nullable=False),
            *columns,
            Column("created_by", BigInteger),
            Column("created_at", Moment, nullable=False),
            Column("source", BigInteger, nullable=False),
            PrimaryKeyConstraint("team_id", "id"),
            *_references(columns),
            *extras,
            sqlite_with_rowid=False,  # one tree instead of two, and every index ends with the id
        )
        self.columns = tuple(column.name for column in columns)
        self.inserted = ("team_id", *self.columns, "created_by", "created_at", "source")
        written = tuple(f for f in self.fields if f.mark != "kept")
        self.personal = tuple(f.name for f in written if f.mark == "personal")
        self.updated = tuple(c.name for f in written for c in f.columns if c.name != "id")
        self._prepare(written)

    def _prepare(self, written: tuple[Field, ...]) -> None:
        """What `row`, `record_of` and `plain` go by. Fields are changed from the right: places to the left stay so."""
        self._values = shape_of(self.record).values
        self._writes = [(at, f.write) for at, f in enumerate(self.fields) if f.write is not None][::-1]
        places = {column: at for at, column in enumerate(self.columns)}
        self._reads = [(places[f.columns[0].name], len(f.columns), f.read) for f in self.fields if f.read][::-1]
        self._plain_names = tuple(f.name for f in written)
        self._plain_values = attrgetter(*self._plain_names)
        self._plains = [(f.name, f.plain) for f in written if f.plain is not None]

    def row(self, record: R, seal: Seal) -> list[Any]:
        """The record as cells in the order of `columns`, personal text sealed in its place."""
        cells = list(self._values(record))
        for at, write in self._writes:
            cells[at : at + 1] = write(cells[at], seal, record.id)
        return cells

    def cells(self, record: R, seal: Seal) -> dict[str, Any]:
        """The same by name."""
        return dict(zip(self.columns, self.row(record, seal), strict=True))

    def says(self, record: R) -> bool:
        """Whether there is any personal text in a record."""
        return any(map(partial(getattr, record), self.personal))

    def record_of(self, row: Sequence[Any], seal: Seal) -> R:
        """A record out of a row that holds `columns` in their order."""
        values = list(row)
        for at, width, read in self._reads:
            if width == 1:
                values[at] = read(values, at, seal)
            else:
                values[at : at + width] = (read(values, at, seal),)
        return made(self.record, values)

    def plain(self, record: R) -> dict[str, Any]:
        """The record's own fields as JSON values, for the audit and the export; kept sums are left out."""
        values = dict(zip(self._plain_names, self._plain_values(record), strict=True))
        for name, plain in self._plains:
            if values[name] is not None:
                values[name] = plain(values[name])
        return values

    def values(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """Field values out of what `plain` made of them."""
        return {name: _restored(self._hints[name], value) for name, value in plain.items()}


def _references(columns: list[Column[Any]]) -> Iterator[ForeignKeyConstraint]:
    for column in columns:
        if column.name in REFERENCES:
            target = REFERENCES[column.name]
            yield ForeignKeyConstraint(["team_id", column.name], [f"{target}.team_id", f"{target}.id"])


# -- from a field's type to its columns


def _fields(record: type[Record], table: str) -> Iterator[Field]:
    hints = get_type_hints(record, include_extras=True)
    places: dict[str, int] = {}
    for one in fields(record):
        field = _field(table, one.name, hints[one.name], places)
        places |= {column.name: len(places) + offset for offset, column in enumerate(field.columns)}
        yield field


def _field(table: str, name: str, hint: Any, places: Mapping[str, int]) -> Field:
    base, optional = _unwrapped(hint)
    match _mark(hint):
        case "personal":
            return _personal(table, name)
        case "sought":
            return _sought(table, name, optional)
        case "kept":
            return _kept(name, places["amount_currency"] if base is Money else None)
        case _:
            return _money(name, optional) if base is Money else _simple(name, base, optional)


def _simple(name: str, base: type, optional: bool) -> Field:
    type_ = Integer() if name == "version" else TYPES[base]
    column = Column(name, type_, nullable=optional, autoincrement=False)
    write, read = WRITTEN.get(base), READ.get(base)
    return Field(
        name,
        "",
        (column,),
        None if write is None else lambda value, *_: (None if value is None else write(value),),
        None if read is None else lambda row, at, _: None if row[at] is None else read(row[at]),
        PLAIN.get(base),
    )


def _personal(table: str, name: str) -> Field:
    """Sealed; the empty text is kept as nothing, so that a stolen copy shows at most whether there is one."""

    def write(value: str, seal: Seal, row: int) -> Cells:
        return (seal.close(value, table, name, row) if value else None,)

    def read(row: list[Any], at: int, seal: Seal) -> str:
        return seal.open(row[at], table, name, row[0]) if row[at] else ""

    return Field(name, "personal", (Column(name, Bytes),), write, read)


def _sought(table: str, name: str, optional: bool) -> Field:
    """Sealed, with the keyed hash it is looked up by beside it (`<name>_mark`)."""
    columns = (Column(name, Bytes, nullable=optional), Column(f"{name}_mark", String(40), nullable=optional))

    def write(value: str | None, seal: Seal, row: int) -> Cells:
        return (None, None) if value is None else (seal.close(value, table, name, row), seal.mark(value))

    def read(row: list[Any], at: int, seal: Seal) -> str | None:
        return None if row[at] is None else seal.open(row[at], table, name, row[0])

    return Field(name, "personal", columns, write, read)


def _money(name: str, optional: bool) -> Field:
    columns = (Column(name, BigInteger, nullable=optional), Column(f"{name}_currency", String(3), nullable=optional))

    def write(value: Money | None, *_: Any) -> Cells:
        return (None, None) if value is None else (value.minor, value.currency)

    def read(row: list[Any], at: int, _: Seal) -> Money | None:
        return None if row[at] is None else Money.of_minor(row[at], row[at + 1])

    return Field(name, "", columns, write, read, PLAIN[Money])


def _kept(name: str, currency_at: int | None) -> Field:
    """A count, or a sum in the currency of the record's amount. Storage alone moves it: it starts at zero."""
    column = Column(name, BigInteger, nullable=False)
    if currency_at is None:
        return Field(name, "kept", (column,), lambda *_: (0,))

    def read(row: list[Any], at: int, _: Seal) -> Money:
        return Money.of_minor(row[at], row[currency_at])

    return Field(name, "kept", (column,), lambda *_: (0,), read)


TYPES: dict[type, TypeEngine[Any]] = {
    int: BigInteger(),
    str: Text(),
    bool: Boolean(),
    date: Day(),
    datetime: Moment(),
    time: String(15),
    tuple: Text(),
}
WRITTEN: dict[type, Callable[[Any], Any]] = {
    time: time.isoformat,
    tuple: json.JSONEncoder(ensure_ascii=False).encode,
}
READ: dict[type, Callable[[Any], Any]] = {
    time: time.fromisoformat,
    tuple: lru_cache(maxsize=4096)(lambda value: tuple(json.loads(value))),  # ["rep"], and [] a thousand times
}
# Money as [amount, currency], days and moments as ISO text.
PLAIN: dict[type, Plain] = {
    Money: lambda money: [str(money.amount), money.currency],
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
    tuple: list,
}
RESTORED: dict[type, Plain] = {
    Money: lambda plain: Money.of(*plain),
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
    tuple: tuple,
}


def _restored(hint: Any, value: Any) -> Any:
    """The field that `PLAIN` made a JSON value of."""
    restore = RESTORED.get(_unwrapped(hint)[0])
    return value if restore is None or value is None else restore(value)


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    """The plain type of a hint and whether it may be None: `tuple[int, ...]` is tuple, `date | None` is date."""
    optional = False
    if get_origin(hint) in (Union, UnionType):
        options = [one for one in get_args(hint) if one is not NoneType]
        hint, optional = options[0], True
    if hasattr(hint, "__metadata__"):
        hint = get_args(hint)[0]
    return get_origin(hint) or hint, optional


def _mark(hint: Any) -> str:
    if get_origin(hint) in (Union, UnionType):
        return next((_mark(one) for one in get_args(hint) if _mark(one)), "")
    return str(hint.__metadata__[0]) if hasattr(hint, "__metadata__") else ""
