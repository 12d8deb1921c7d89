"""How a kind of record is kept: its table is derived from the dataclass, field by field, so the two cannot drift.

Money stands in two columns (minor units and currency), personal text in a sealed envelope, tuples as JSON. Every table
starts with (team_id, id), and every row tells who wrote it, when, and which inbox row it came from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from core.base.money import Money
from core.base.records import Record
from storage.sealed import Seal
from storage.tables.columns import Moment, metadata

R = TypeVar("R", bound=Record)
Cells = list[Any]

# A field of this name points at a record of the same team: the database refuses another team's.
REFERENCES = {
    "account_id": "accounts",
    "contact_id": "contacts",
    "deal_id": "deals",
    "member_id": "members",
    "owner_id": "members",
    "payment_id": "payments",
    "receivable_id": "receivables",
    "visit_id": "visits",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its columns, how it goes in, how it comes out."""

    name: str
    mark: str  # "", "personal", "kept" or "kept sum"
    columns: tuple[Column[Any], ...]
    write: Callable[[Any, Seal, int], Cells]
    read: Callable[[Cells, Seal, int], Any]


class Kind(Generic[R]):
    """A kind of record and its table."""

    def __init__(self, record: type[R], table: str, *extras: Any, audited: bool = True) -> None:
        self.record, self.name, self.audited = record, table, audited
        self._hints = get_type_hints(record)
        self.fields = tuple(_field(table, name, hint) for name, hint in _hints(record))
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
        )
        self.columns = tuple(column.name for column in columns)
        self.written = tuple(f for f in self.fields if not f.mark.startswith("kept"))
        self.personal = tuple(f.name for f in self.fields if f.mark == "personal")
        self.updated = tuple(c.name for f in self.written for c in f.columns if c.name != "id")

    def cells(self, record: R, seal: Seal) -> dict[str, Any]:
        """The record as named cells, personal text sealed into its place; kept sums start at zero."""
        cells: dict[str, Any] = {}
        for field in self.fields:
            value = getattr(record, field.name)
            for column, cell in zip(field.columns, field.write(value, seal, record.id), strict=True):
                cells[column.name] = cell
        return cells

    def record_of(self, row: tuple[Any, ...], seal: Seal) -> R:
        """A record out of a row that holds `columns` in their order."""
        given: dict[str, Any] = {}
        at, row_id = 0, row[0]
        for field in self.fields:
            width = len(field.columns)
            given[field.name] = field.read(list(row[at : at + width]), seal, row_id)
            at += width
        _share_currency(self.fields, given)
        return self.record(**given)

    def plain(self, record: R) -> dict[str, Any]:
        """The record's own fields as JSON values, for the audit and the export; kept sums are left out."""
        return {f.name: plain_value(getattr(record, f.name)) for f in self.written}

    def values(self, plain: dict[str, Any]) -> dict[str, Any]:
        """Field values out of what `plain` made of them."""
        return {name: restored_value(self._hints[name], value) for name, value in plain.items()}


def _references(columns: list[Column[Any]]) -> Iterator[ForeignKeyConstraint]:
    for column in columns:
        if column.name in REFERENCES:
            target = REFERENCES[column.name]
            yield ForeignKeyConstraint(["team_id", column.name], [f"{target}.team_id", f"{target}.id"])


def plain_value(value: Any) -> Any:
    """A field as JSON: money as [amount, currency], days and moments as ISO text."""
    if isinstance(value, Money):
        return [str(value.amount), value.currency]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def restored_value(hint: Any, value: Any) -> Any:
    """The field that `plain_value` made text of."""
    base, _ = _unwrapped(hint)
    if value is None:
        return None
    if base is Money:
        return Money.of(*value)
    if base in (date, datetime, time):
        return base.fromisoformat(value)
    return tuple(value) if base is tuple else value


def _hints(record: type[Record]) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(record, include_extras=True)
    for field in fields(record):
        yield field.name, hints[field.name]


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


TYPES: dict[type, TypeEngine[Any]] = {
    int: BigInteger(),
    str: Text(),
    bool: Boolean(),
    date: Date(),
    datetime: Moment(),
    time: String(8),
    tuple: Text(),
}
PLAIN_WRITE: dict[type, Callable[[Any], Any]] = {
    time: lambda value: value.isoformat("minutes"),
    tuple: lambda value: json.dumps(value, ensure_ascii=False),
}
PLAIN_READ: dict[type, Callable[[Any], Any]] = {
    time: time.fromisoformat,
    tuple: lambda value: tuple(json.loads(value)),
    bool: bool,
}


def _field(table: str, name: str, hint: Any) -> Field:
    base, optional = _unwrapped(hint)
    mark = _mark(hint)
    if mark == "personal":
        return _personal(table, name)
    if base is Money:
        return _kept_money(name) if mark == "kept" else _money(name, optional)
    return _plain(name, base, optional, mark)


def _plain(name: str, base: type, optional: bool, mark: str) -> Field:
    write, read = PLAIN_WRITE.get(base), PLAIN_READ.get(base)
    type_ = SmallInteger() if name == "version" else TYPES[base]
    column = Column(name, type_, nullable=optional, autoincrement=False)
    return Field(
        name,
        mark,
        (column,),
        lambda value, seal, row: [value if write is None or value is None else write(value)],
        lambda cells, seal, row: cells[0] if read is None or cells[0] is None else read(cells[0]),
    )


def _personal(table: str, name: str) -> Field:
    return Field(
        name,
        "personal",
        (Column(name, LargeBinary),),
        lambda value, seal, row: [seal.close(value, table, name, row) if value else None],
        lambda cells, seal, row: seal.open(cells[0], table, name, row) if cells[0] else "",
    )


def _money(name: str, optional: bool) -> Field:
    columns = (Column(name, BigInteger, nullable=optional), Column(f"{name}_currency", String(3), nullable=optional))
    return Field(
        name,
        "",
        columns,
        lambda value, seal, row: [None, None] if value is None else [value.minor, value.currency],
        lambda cells, seal, row: None if cells[0] is None else Money.of_minor(cells[0], cells[1]),
    )


def _kept_money(name: str) -> Field:
    """A sum in the currency of the record's amount: `_share_currency` makes Money of it."""
    return Field(
        name,
        "kept sum",
        (Column(name, BigInteger, nullable=False),),
        lambda value, seal, row: [0],
        lambda cells, seal, row: cells[0],
    )


def _share_currency(all_fields: tuple[Field, ...], given: dict[str, Any]) -> None:
    for field in all_fields:
        if field.mark == "kept sum":
            given[field.name] = Money.of_minor(given[field.name], given["amount"].currency)
