"""What a file would do, as values: its rows, those that cannot be used, those in doubt. `plan` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.base.money import Money, totals
from core.contracts import Contract

SHOWN = 3  # rows of a plan that are told as they were understood


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file as its owner finds it."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row (or a sheet, row 0) cannot be used: `row_<key>` in the catalogue."""

    place: Place
    column: str
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that looks like something in the books: `doubt_<key>`; `near` says what it looks like.

    `ask` is what an answer to it goes by, the same for all rows of one name; "" where no answer would help. `one`:
    whether it looks like one thing only, so that it may be that.
    """

    place: Place
    key: str
    name: str
    near: Any  # a name, or what is typed until it is put into words: an amount and its day
    ask: str = ""
    one: bool = True


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the file; `id` is set where the books have it."""

    name: str
    id: int | None = None
    official: str = ""
    aliases: tuple[str, ...] = ()
    owner_id: int | None = None
    region: str = ""
    tier: str = "normal"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    phone: str
    title: str


@dataclass(frozen=True, slots=True)
class Debt:
    amount: Money
    due_on: date
    what: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract as a row tells it; what does not stand there is None."""

    number: str
    amount: Money | None
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    notice_days: int | None
    note: str

    @property
    def says_something(self) -> bool:
        told = (self.amount, self.signed_on, self.starts_on, self.ends_on)
        return bool(self.number) or any(one is not None for one in told)

    def is_alike(self, other: Contract) -> bool:
        """The same number, or the same days and amount: perhaps the same contract."""
        if self.number and self.number == other.number:
            return True
        return (self.amount, self.signed_on, self.ends_on) == (other.amount, other.signed_on, other.ends_on)


@dataclass(frozen=True, slots=True)
class Invited:
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row adds; `mark` is what the row is known by."""

    place: Place
    mark: str
    customer: Customer | None = None
    fresh: bool = False  # the customer is made with this row
    person: Person | None = None
    debt: Debt | None = None
    agreement: Agreement | None = None
    invited: Invited | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A payment in the bank's file; `key` is what its row is known by."""

    place: Place
    on: date
    amount: Money
    payer: str
    key: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan without its rows, as it is told: what it adds, the first rows, and all that is left out."""

    rows: int
    there: int
    adds: int  # rows that add something
    counts: Mapping[str, int]
    owed: tuple[Money, ...]
    first: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    ignored: tuple[str, ...]
    bank: tuple[Incoming, ...] = ()
    is_bank: bool = False
    outgoing: int = 0


@dataclass(slots=True)
class Plan:
    """All a file would do."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # columns nobody reads
    rows: int = 0
    there: int = 0  # rows that are in the books already
    bank: list[Incoming] = field(default_factory=list)
    is_bank: bool = False  # it is a bank's file
    outgoing: int = 0  # rows of a bank's file about money that went out

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind are added."""
        return {
            "accounts": sum(one.fresh for one in self.entries),
            "contacts": sum(one.person is not None for one in self.entries),
            "receivables": sum(one.debt is not None for one in self.entries),
            "contracts": sum(one.agreement is not None for one in self.entries),
            "invitations": sum(one.invited is not None for one in self.entries),
        }

    @property
    def owed(self) -> tuple[Money, ...]:
        """What the receivables add up to, by currency."""
        return totals(one.debt.amount for one in self.entries if one.debt is not None)

    @property
    def outline(self) -> Outline:
        """What of it is told."""
        return Outline(
            rows=self.rows,
            there=self.there,
            adds=len(self.entries),
            counts=self.counts,
            owed=self.owed,
            first=tuple(self.entries[:SHOWN]),
            problems=tuple(self.problems),
            doubts=tuple(self.doubts),
            ignored=tuple(dict.fromkeys(self.ignored)),
            bank=tuple(self.bank),
            is_bank=self.is_bank,
            outgoing=self.outgoing,
        )
