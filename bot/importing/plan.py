"""What a file would change: read row by row against what is known. Nothing here writes; it may be done again.

A row may name a customer, a person there, and money they owe or a contract; or a member to invite. A customer stands in
as many rows as it likes. What is exactly in the books is matched, what merely comes near is a doubt, what cannot be
read a problem: rows with either are left out, whole, and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from bot.importing.columns import Column, Table, table_of, values
from bot.importing.rows import Agreement, Customer, Debt, Doubt, Entry, Incoming, Invited, Person, Place, Plan, Problem
from bot.importing.sheets import Cell, Cells, Sheet
from bot.importing.values import DayReading, Wrong, amount_of, currency_of, day_of, days_of, phone_of, text_of
from bot.text import typed_words
from core.base.money import Money
from core.contracts import Contract
from core.ledger import Receivable
from core.people import ROLES
from core.reading import Lexicon, Names
from core.reading.normalise import normalise
from core.reading.twins import twins

LONGEST_NAME = 80
SEPARATORS = str.maketrans("，、;；|", ",,,,,")
SKIP, SAME, NEW = "skip", "same", "new"


@dataclass(frozen=True, slots=True)
class Known:
    """The books as far as a file is compared with them, and the words to read it with."""

    names: Names
    lexicon: Lexicon
    currency: str
    members: Mapping[str, int]
    marks: AbstractSet[str]
    mark: Callable[[str], str]
    day: DayReading
    people: Callable[[int], AbstractSet[str]]  # contacts of an account
    debts: Callable[[int], Sequence[Receivable]]  # its open receivables
    contracts: Callable[[int], Sequence[Contract]]  # all of an account
    bank: AbstractSet[str] = frozenset()  # the rows of bank files that are in the books
    own: AbstractSet[int] = frozenset()  # what this same import wrote before it was broken off: nothing to doubt
    near: str = SKIP  # what becomes of a row in doubt
    answers: Mapping[str, str] = field(default_factory=dict)  # what was said of some: by `Doubt.ask`

    def decided(self, ask: str) -> str:
        """What becomes of a row in doubt: skip, same or new."""
        return self.answers.get(ask, self.near)


def plan(sheets: Sequence[Sheet], known: Known) -> Plan:
    """Read every row of every sheet."""
    made = Plan()
    reader = Reader(known, made)
    for sheet in sheets:
        table = table_of(sheet)
        if table is not None:
            reader.read(table)
        elif sheet.rows:
            made.problems.append(Problem(Place(sheet.name, 0), "", "no_header"))
    return made


class Reader:
    """Reads rows into a plan; remembers the customers, people and marks of the rows before."""

    def __init__(self, known: Known, made: Plan) -> None:
        self._known, self._plan = known, made
        self._customers: dict[str, Customer] = {}
        self._people: dict[int, set[str]] = {}  # by the customer's place in memory
        self._invited: set[str] = set()
        self._same: Counter[str] = Counter()

    def read(self, table: Table) -> None:
        self._plan.ignored += table.ignored
        read = {
            "customers": self._money_row,
            "contracts": self._contract_row,
            "members": self._member_row,
            "bank": self._bank_row,
        }[table.kind]
        self._plan.is_bank |= table.kind == "bank"
        for number, cells in table.sheet.rows:
            if number <= table.header_at or (table.kind == "bank" and _sums_up(cells)):
                continue
            row = Row(Place(table.sheet.name, number), cells, table.columns)
            self._plan.rows += 1
            try:
                entry = read(row)
            except Unusable as unusable:
                self._plan.problems.append(unusable.problem)
                continue
            if isinstance(entry, Entry):
                self._take(entry)
            elif isinstance(entry, Incoming):
                self._plan.bank.append(entry)
            elif isinstance(entry, Doubt):
                self._plan.doubts.append(entry)
            elif table.kind != "bank":
                self._plan.there += 1

    def _take(self, entry: Entry) -> None:
        """The row is good: those after it may build on it."""
        self._plan.entries.append(entry)
        if entry.customer is not None:
            self._customers.setdefault(_key(entry.customer.name), entry.customer)
            if entry.person is not None:
                self._people_of(entry.customer).add(entry.person.name)
        if entry.invited is not None:
            self._invited.add(_key(entry.invited.name))

    # -- a bank's payments

    def _bank_row(self, row: Row) -> Incoming | None:
        """Money that came in; what went out, and what the books hold by this very row, is only counted."""
        known = self._known
        currency = row.read("currency", lambda cell: currency_of(cell, known.currency, known.lexicon)) or known.currency
        amount = self._came_in(row, currency)
        if amount is None:
            self._plan.outgoing += 1
            return None
        on = row.read("on", lambda cell: day_of(cell, known.day))
        if on is None:
            raise row.unusable("on", "no_day")
        payer = row.text("payer", longest=LONGEST_NAME)
        if len(payer) < 2:
            raise row.unusable("payer", "no_payer")
        told = "|".join(
            (on.isoformat(), str(amount.amount), amount.currency, payer, row.text("memo"), row.text("number"))
        )
        self._same[told] += 1
        key = known.mark(f"bank|{told}|{self._same[told]}")
        if key in known.bank:
            self._plan.there += 1
            return None
        return Incoming(row.place, on, amount, payer, key)

    def _came_in(self, row: Row, currency: str) -> Money | None:
        """What came in by this row; None where it is about money that went out, or about none."""

        def read(field_: str) -> Money | None:
            unit = row.unit(field_)
            found: Money | None = row.read(field_, lambda cell: amount_of(cell, unit, currency, self._known.lexicon))
            return found

        if row.has("credit"):
            return read("credit")
        if row.text("amount").lstrip().startswith(("-", "−", "(", "（")):
            return None
        flag = normalise(row.text("flag"))
        return read("amount") if not flag or flag in values("came_in") else None

    # -- members

    def _member_row(self, row: Row) -> Entry | None:
        name = row.text("member", longest=40)
        if not name:
            raise row.unusable("member", "no_member")
        roles = row.read("roles", _roles) or ("rep",)
        if name in self._known.members or _key(name) in self._invited:
            return None
        mark = self._mark("member", name, *roles)
        return None if mark is None else Entry(row.place, mark, invited=Invited(name, roles))

    # -- customers, with people and money or contracts

    def _money_row(self, row: Row) -> Entry | Doubt | None:
        return self._customer_row(row, self._debt, self._alike)

    def _contract_row(self, row: Row) -> Entry | Doubt | None:
        return self._customer_row(row, self._agreement, self._alike_contract)

    def _customer_row(
        self, row: Row, tells: Callable[[Row], Any], alike: Callable[[Place, Customer, Any], Doubt | None]
    ) -> Entry | Doubt | None:
        """A customer, perhaps a person there, and what else the row tells of them."""
        name = row.text("customer", longest=LONGEST_NAME)
        if len(name) < 2:
            raise row.unusable("customer", "name_short" if name else "no_customer")
        said = self._said_of(row, name)
        person, told = self._person(row), tells(row)
        about = (said.official, *said.aliases, said.region, said.tier, str(said.owner_id))
        mark = self._mark("customer", name, *about, repr(person), repr(told))
        if mark is None:
            return None
        found = self._customer(row.place, said)
        if isinstance(found, Doubt):
            return found
        customer, fresh = found
        if person is not None and person.name in self._people_of(customer):
            person = None
        if told is not None and (doubt := alike(row.place, customer, told)):
            return doubt
        if not fresh and person is None and told is None:
            return None
        kept = {"agreement" if isinstance(told, Agreement) else "debt": told}
        return Entry(row.place, mark, customer, fresh, person, **kept)

    def _said_of(self, row: Row, name: str) -> Customer:
        return Customer(
            name,
            official=row.text("official", longest=LONGEST_NAME),
            aliases=tuple(filter(None, (one.strip() for one in row.text("aliases").translate(SEPARATORS).split(",")))),
            owner_id=row.read("owner", self._owner),
            region=row.text("region", longest=40),
            tier=row.read("tier", _tier) or "normal",
        )

    def _owner(self, cell: Cell) -> int | None:
        name = text_of(cell)
        if name and name not in self._known.members:
            raise Wrong("owner_unknown", text=name)
        return self._known.members.get(name)

    def _person(self, row: Row) -> Person | None:
        name, phone = row.text("contact", longest=40), row.read("phone", phone_of) or ""
        if phone and not name:
            raise row.unusable("contact", "no_contact")
        return Person(name, phone, row.text("title", longest=40)) if name else None

    def _debt(self, row: Row) -> Debt | None:
        known = self._known
        currency = row.read("currency", lambda cell: currency_of(cell, known.currency, known.lexicon)) or known.currency
        unit = row.unit("amount")
        amount = row.read("amount", lambda cell: amount_of(cell, unit, currency, known.lexicon))
        if amount is None:
            return None
        due_on = row.read("due", lambda cell: day_of(cell, known.day))
        if due_on is None:
            raise row.unusable("due", "no_day")
        return Debt(amount, due_on, row.text("what", longest=LONGEST_NAME))

    def _agreement(self, row: Row) -> Agreement | None:
        known = self._known
        currency = row.read("currency", lambda cell: currency_of(cell, known.currency, known.lexicon)) or known.currency
        unit = row.unit("amount")
        told = Agreement(
            number=row.text("number", longest=60),
            amount=row.read("amount", lambda cell: amount_of(cell, unit, currency, known.lexicon)),
            signed_on=row.read("signed", lambda cell: day_of(cell, known.day)),
            starts_on=row.read("starts", lambda cell: day_of(cell, known.day)),
            ends_on=row.read("ends", lambda cell: day_of(cell, known.day)),
            notice_days=row.read("notice", days_of),
            note=row.text("note"),
        )
        start = told.starts_on or told.signed_on
        if start and told.ends_on and told.ends_on < start:
            raise row.unusable("ends", "ends_first", start=start, end=told.ends_on)
        return told if told.says_something else None

    def _customer(self, place: Place, said: Customer) -> tuple[Customer, bool] | Doubt:
        """The customer of an earlier row or of the books, or a new one; a Doubt where one merely comes near."""
        if (earlier := self._customers.get(_key(said.name))) is not None:
            return earlier, False
        exact = {row for name in (said.name, said.official) if name for row in self._exact(name)}
        if len(exact) > 1:
            return Doubt(place, "several", said.name, "")
        if exact:
            return self._matched(said, exact.pop()), False
        ask = f"near:{_key(said.name)}"
        if (near := self._near(said)) and self._known.decided(ask) != NEW:
            if self._known.decided(ask) == SAME and len(near) == 1:
                return self._matched(said, next(iter(near))), False
            return Doubt(place, "near", said.name, "、".join(near.values()), ask, len(near) == 1)
        return said, True

    def _matched(self, said: Customer, row: int) -> Customer:
        found = Customer(said.name, id=row)
        return self._customers.setdefault(_key(said.name), found)

    def _exact(self, name: str) -> Iterator[int]:
        for entity, _ in self._known.names.forms.get(_key(name), ()):
            if entity.kind == "customer" and entity.ref:
                yield int(entity.ref)

    def _near(self, said: Customer) -> dict[int, str]:
        """The customers of the books it may be under another name."""
        names, lexicon = self._known.names, self._known.lexicon
        return {
            int(one.ref): one.name
            for name in filter(None, (said.name, said.official))
            for one in twins(names, name, lexicon)
            if one.ref and int(one.ref) not in self._known.own
        }

    def _people_of(self, customer: Customer) -> set[str]:
        known = self._people.get(id(customer))
        if known is None:
            known = set(self._known.people(customer.id)) if customer.id is not None else set()
            self._people[id(customer)] = known
        return known

    def _alike(self, place: Place, customer: Customer, debt: Debt) -> Doubt | None:
        """The same amount due the same day is in the books already, said by somebody: perhaps the same money."""
        ask = f"alike:{place.sheet}:{place.row}"
        if customer.id is None or self._known.decided(ask) == NEW:
            return None
        known = (one for one in self._known.debts(customer.id) if one.id not in self._known.own)
        if not any((one.amount, one.due_on) == (debt.amount, debt.due_on) for one in known):
            return None
        return Doubt(place, "alike", customer.name, (debt.amount, debt.due_on), ask)

    def _alike_contract(self, place: Place, customer: Customer, agreement: Agreement) -> Doubt | None:
        """A contract of that number, or of the same days and amount, is in the books already."""
        ask = f"alike:{place.sheet}:{place.row}"
        if customer.id is None or self._known.decided(ask) == NEW:
            return None
        known = (one for one in self._known.contracts(customer.id) if one.id not in self._known.own)
        if not any(agreement.is_alike(one) for one in known):
            return None
        called = agreement.number or tuple(one for one in (agreement.amount, agreement.ends_on) if one is not None)
        return Doubt(place, "alike_contract", customer.name, called, ask)

    def _mark(self, *said: str) -> str | None:
        """What a row is known by; None if it was brought in before. The second row that says the same is another."""
        text = "\x1f".join(said)
        self._same[text] += 1
        mark = self._known.mark(f"{text}\x1f{self._same[text]}")
        return None if mark in self._known.marks else mark


class Unusable(Exception):
    """Ends the reading of a row."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


class Row:
    """One row: its cells by field."""

    def __init__(self, place: Place, cells: Cells, columns: Iterable[Column]) -> None:
        self.place, self._cells = place, cells
        self._columns = {column.field: column for column in columns}

    def read(self, field_: str, reading: Callable[[Cell], Any]) -> Any:
        """A field as it is read; None where there is no such column. Unusable names the column."""
        column = self._columns.get(field_)
        if column is None or column.place >= len(self._cells):
            return None
        try:
            return reading(self._cells[column.place])
        except Wrong as wrong:
            raise self.unusable(field_, wrong.key, **wrong.facts) from None

    def text(self, field_: str, longest: int = 200) -> str:
        text = str(self.read(field_, text_of) or "")
        if len(text) > longest:
            raise self.unusable(field_, "too_long", length=longest)
        return text

    def has(self, field_: str) -> bool:
        """Whether there is such a column."""
        return field_ in self._columns

    def unit(self, field_: str) -> str:
        return self._columns[field_].unit if field_ in self._columns else ""

    def unusable(self, field_: str, key: str, **facts: Any) -> Unusable:
        column = self._columns.get(field_)
        return Unusable(Problem(self.place, column.title if column else "", key, facts))


def _sums_up(cells: Cells) -> bool:
    """Whether a row only adds up those above it (合计, 本页小计): no payment of its own."""
    first = next((str(cell) for cell in cells if str(cell).strip()), "")
    return any(normalise(first).startswith(word) for word in values("sums"))


def _key(name: str) -> str:
    return " ".join(normalise(name).split())


def _tier(cell: Cell) -> str | None:
    text = normalise(text_of(cell))
    if text and text not in values("tiers"):
        raise Wrong("tier", text=text)
    return values("tiers").get(text)


def _roles(cell: Cell) -> tuple[str, ...] | None:
    words = typed_words("roles")
    said = [one.strip().lower() for one in text_of(cell).translate(SEPARATORS).split(",") if one.strip()]
    roles = tuple(dict.fromkeys(words.get(one, "") for one in said))
    if any(role not in ROLES for role in roles):
        raise Wrong("role", text=text_of(cell))
    return roles or None
