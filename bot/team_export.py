"""One team's books for a manager: a workbook to read, in the reader's language, or JSON Lines for programs, zipped.

The shape of the JSON is that of `gengfu export`. The workbook has what people look for, a sheet a kind; what was taken
back is left out, amounts are numbers with their currency beside them, and no text is ever a formula.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from bot.log import json_line
from bot.message import Line
from bot.rows import Tables
from bot.text import say, shown
from bot.workbook import Sheet, write_sheets
from core.base.money import Money
from core.base.records import Record
from core.contracts import Contract
from core.ledger import Payment, Promise, Receivable
from core.people import Member
from core.sales import Account, Contact, Deal, Task, Visit
from storage.picture import Picture
from storage.tables import KINDS
from storage.transaction import Transaction

MOST_ROWS = 200_000  # in chat; `gengfu export` takes any number
LEFT_OUT = ("drafts", "buttons", "invitations", "alerts", "imports", "undos", "identities")


@dataclass(frozen=True)
class Books:
    """What a row needs beside its record: names, and what accounts owe."""

    picture: Picture
    team_id: int

    def records(self, kind: type[Record]) -> Iterator[Any]:
        """The records of a kind that count, by id; what does not open is left out."""
        for chunk in self.picture.records(KINDS[kind], self.team_id):
            for one in chunk:
                if one.record is not None and not getattr(one.record, "void", False):
                    yield one.record

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Accounts, members, contacts and deals by id."""
        return {one.id: one.name for kind in (Account, Member, Contact, Deal) for one in self.records(kind)}

    @cached_property
    def sums(self) -> Mapping[int, list[tuple[Money, Money]]]:
        """What each account owes and has in advance, a pair a currency."""
        found: dict[int, list[tuple[Money, Money]]] = {}
        for chunk in self.picture.sums(self.team_id):
            for account_id, owed, advance in chunk:
                found.setdefault(account_id, []).append((owed, advance))
        return found

    def owed(self, account: Account) -> tuple[Money, ...]:
        return tuple(owed for owed, _ in self.sums.get(account.id, ()) if not owed.is_zero)


Cell = Callable[[Any, Books], Any]
Columns = tuple[tuple[str, Cell], ...]


def _of(field: str) -> Cell:
    read = attrgetter(field)
    return lambda one, _: read(one)


def _named(field: str) -> Cell:
    return lambda one, books: books.names.get(getattr(one, field) or 0, "")


def _currency(one: Any, _: Books) -> str:
    return one.amount.currency if one.amount is not None else ""


def _word(prefix: str, field: str) -> Cell:
    return lambda one, _: Line(f"{prefix}_{getattr(one, field)}")


def _roles(one: Any, _: Books) -> tuple[Line, ...]:
    return tuple(Line(f"role_{role}") for role in one.roles)


CUSTOMER = ("customer", _named("account_id"))
AMOUNT: Columns = (("amount", _of("amount")), ("currency", _currency))

# Sheet -> the record and its columns: `column_<name>` in the catalogue, and what stands there.
SHEETS: Mapping[str, tuple[type[Record], Columns]] = {
    "accounts": (Account, (
        ("customer", _of("name")), ("official", _of("official")), ("aliases", _of("aliases")),
        ("owner", _named("owner_id")), ("region", _of("region")), ("tier", _word("tier", "tier")),
        ("owed", lambda one, books: books.owed(one)),
    )),
    "contacts": (Contact, (
        CUSTOMER, ("contact", _of("name")), ("phone", _of("phone")), ("title", _of("title")),
    )),
    "visits": (Visit, (
        CUSTOMER, ("on", _of("on")), ("kind", _word("visit_kind", "kind")), ("by", _named("by_id")),
        ("contact", _named("contact_id")), ("note", _of("note")),
    )),
    "deals": (Deal, (
        CUSTOMER, ("deal", _of("name")), ("stage", _word("stage", "stage")), *AMOUNT, ("close", _of("close_on")),
        ("owner", _named("owner_id")),
    )),
    "tasks": (Task, (
        CUSTOMER, ("due", _of("due_on")), ("note", _of("note")), ("owner", _named("owner_id")),
        ("contact", _named("contact_id")), ("state", _word("column_task", "state")),
    )),
    "contracts": (Contract, (
        CUSTOMER, ("number", _of("number")), *AMOUNT, ("signed", _of("signed_on")), ("starts", _of("starts_on")),
        ("ends", _of("ends_on")), ("notice", _of("notice_days")), ("state", _word("contract_state", "state")),
        ("file", _of("file_name")), ("note", _of("note")),
    )),
    "receivables": (Receivable, (
        CUSTOMER, ("what", _of("title")), ("billed", lambda one, _: one.amount + one.adjusted),
        ("currency", _currency), ("due", _of("due_on")), ("paid", _of("allocated")), ("balance", _of("balance")),
        ("promised", _of("promised_on")),
    )),
    "payments": (Payment, (CUSTOMER, ("on", _of("on")), *AMOUNT)),
    "promises": (Promise, (CUSTOMER, ("on", _of("by_on")), *AMOUNT, ("contact", _named("contact_id")))),
    "members": (Member, (("member", _of("name")), ("roles", _roles))),
}  # fmt: skip


def as_workbook(transaction: Transaction, team_id: int, language: str) -> bytes:
    """The team's books as a workbook for people."""
    books, file = Books(Picture(transaction), team_id), io.BytesIO()
    write_sheets(file, (_sheet(name, books, language) for name in SHEETS))
    return file.getvalue()


def _sheet(name: str, books: Books, language: str) -> Sheet:
    record, columns = SHEETS[name]
    head = [say(language, f"column_{column}") for column, _ in columns]
    rows = ([_cell(read(one, books), language) for _, read in columns] for one in books.records(record))
    return Sheet(say(language, f"sheet_{name}"), head, rows)


def _cell(value: Any, language: str) -> Any:
    """Numbers and days stay what they are, everything else is put into words."""
    if value is None or value == ():
        return ""
    if isinstance(value, Money):
        return value.amount
    return shown(value, language) if isinstance(value, Line | tuple) else value


def as_json_lines(transaction: Transaction, team_id: int) -> bytes:
    """The team's books as JSON Lines, a file a kind, in one archive."""
    file, tables = io.BytesIO(), Tables(Picture(transaction), team_id).of_team(LEFT_OUT)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            with archive.open(f"{name}.jsonl", "w") as part:
                for row in rows():
                    part.write(json_line(row).encode() + b"\n")
    return file.getvalue()
