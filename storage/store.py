"""The Store: the books of one team within one transaction. Reads are named questions, `save` alone writes records.

`store.people`, `.sales`, `.carrying`, `.doings`, `.ledger`, `.credit`, `.past`, `.contracts`, `.files`,
`.handovers`, `.questions`, `.approvals`, `.imports`, `.watch` answer for their topic; every statement names the team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, insert, select, update

from core.approvals import Approval, Draft
from core.base.once import once
from core.base.records import ERASED, Record
from core.contracts import Contract
from core.handovers import Handover
from core.ledger import Payer
from core.people import Identity, Invitation, Member, Team
from core.sales import Account, Contact, Task
from storage.approvals import Approvals
from storage.audit import Audit, Change
from storage.carrying import Carrying
from storage.contracts import Contracts
from storage.credit import MOVES, Credit
from storage.doings import Doings
from storage.errors import Conflict
from storage.files import Files
from storage.handovers import Handovers
from storage.imports import Imports
from storage.ledger import SUMMED, Ledger, check_evolution
from storage.outbox import Outbox
from storage.past import Past
from storage.people import House, People
from storage.questions import Questions
from storage.sales import Sales
from storage.sealed import Known
from storage.tables import KINDS
from storage.tables.kinds import Kind
from storage.transaction import Transaction
from storage.watch import Watch

R = TypeVar("R", bound=Record)

# Asked for again and again in one transaction: looked up once, until one of them is written. Whose an account
# is may change meanwhile on PostgreSQL, and the kept sums go by it; so may who said yes.
MET = {
    True: frozenset({Team, Member, Identity, Draft, Payer, Approval, Account}),
    False: frozenset({Team, Member, Identity, Draft, Payer}),
}
PEOPLE = (Contact, Member, Invitation)  # what they are called is sealed with a key of their own
LOOKED_AGAIN = timedelta(hours=1)  # until a second look at a customer is noted

INSERT = {
    record: insert(kind.table).values({name: bindparam(name) for name in kind.inserted})
    for record, kind in KINDS.items()
}
UPDATE = {
    record: update(kind.table)
    .where(
        and_(
            kind.table.c.team_id == bindparam("in_team"),
            kind.table.c.id == bindparam("row"),
            kind.table.c.version == bindparam("was"),
        )
    )
    .values({name: bindparam(name) for name in kind.updated})
    for record, kind in KINDS.items()
}
GET = {
    record: select(*(kind.table.c[name] for name in kind.columns)).where(
        and_(kind.table.c.team_id == bindparam("in_team"), kind.table.c.id == bindparam("row"))
    )
    for record, kind in KINDS.items()
}
ALL = {
    record: select(*(kind.table.c[name] for name in kind.columns))
    .where(kind.table.c.team_id == bindparam("in_team"))
    .order_by(kind.table.c.id)
    for record, kind in KINDS.items()
}


class Store:
    """One team, one transaction, one change set. `by` is who writes (None: the watch), `source` the inbox row."""

    def __init__(self, transaction: Transaction, team_id: int, *, by: int | None, source: int, now: datetime) -> None:
        self.transaction, self.team_id = transaction, team_id
        self.by, self.source, self.now = by, source, now
        self._looked_up_once = MET[transaction.database.is_sqlite]
        self.wrote = self.denied = self.looked = self.exported = False
        self.touched: set[int] = set()  # accounts whose money moved in this transaction
        self.scores_at_its_end = False  # whoever runs this unit of work scores those: they need no mark until then
        self._standing: set[int] = set()  # accounts that cannot be merged away before this transaction ends
        self.known = Known()
        self.seal = transaction.seal(team_id).within(self.known)
        self._met: set[int] = set()  # accounts whose people are known
        self.audit = Audit(transaction, team_id, self.seal)
        self.outbox = Outbox(transaction, self.seal)

    @once
    def people(self) -> People:
        """Members, chats, accounts on platforms, policy, holidays."""
        return People(self)

    @once
    def sales(self) -> Sales:
        """Customers, contacts, visits, deals, to-dos, notes."""
        return Sales(self)

    @once
    def carrying(self) -> Carrying:
        """Everything that names a customer, for a merge."""
        return Carrying(self)

    @once
    def doings(self) -> Doings:
        """What the team did in a stretch of days."""
        return Doings(self)

    @once
    def ledger(self) -> Ledger:
        """Receivables, payments, allocations, promises, and the kept sums."""
        return Ledger(self)

    @once
    def credit(self) -> Credit:
        """Limits, whitelist and grades as they were set, and the scores kept."""
        return Credit(self)

    @once
    def past(self) -> Past:
        """The books as they stood at the end of a former day."""
        return Past(self)

    @once
    def contracts(self) -> Contracts:
        """Contracts and their invoices."""
        return Contracts(self)

    @once
    def questions(self) -> Questions:
        """Sums and lists over many customers at once."""
        return Questions(self)

    @once
    def handovers(self) -> Handovers:
        """Handovers and what they would move."""
        return Handovers(self)

    @once
    def files(self) -> Files:
        """Files that are kept, sealed, in pieces."""
        return Files(self)

    @once
    def approvals(self) -> Approvals:
        """Approvals, drafts that wait for an answer, buttons."""
        return Approvals(self)

    @once
    def imports(self) -> Imports:
        """Files that were brought in, and which rows are known from them."""
        return Imports(self)

    @once
    def watch(self) -> Watch:
        """Alerts."""
        return Watch(self)

    def new_id(self) -> int:
        """The next id of the books."""
        return self.transaction.database.ids.new(self.now)

    def will_write(self) -> None:
        """What follows may write: who only looks (`ReadOnly`) stops here."""

    def save(self, *records: Record) -> None:
        """Write records: version 1 is new, a higher one replaces the version before it (Conflict if that is gone).

        Each change gets its audit row, and the kept sums follow in the same transaction.
        """
        if not records:
            return
        self.wrote = True
        before: dict[int, Record] = {}
        changes: list[Change] = []
        for (record, is_new), some in groupby(records, key=_sort):
            kind = KINDS[record]
            if is_new:
                changes += self._insert(kind, list(some))
            else:
                for one in some:
                    was, told = self._replace(kind, one)
                    before.setdefault(one.id, was)
                    changes += told
        self.audit.write_all(changes, by=self.by, source=self.source, at=self.now)
        self._follow(records, before)

    def _follow(self, records: Sequence[Record], before: dict[int, Record]) -> None:
        """What is kept beside records moves with them; asked only of what was written."""
        kinds = {type(one) for one in records}
        if not kinds.isdisjoint(SUMMED):
            self.ledger.keep_sums(records, before)
        if not kinds.isdisjoint(MOVES):
            self.credit.touch(records)
        if Contract in kinds:
            self.contracts.look_again(records)
        if Task in kinds:
            self.sales.look_again(records)
        if Handover in kinds:
            self.handovers.look_again(records)
        if Approval in kinds:
            self.approvals.look_again(records)
        if not self.transaction.database.is_sqlite:
            self._check_accounts(records)

    def move(self, *records: Record) -> None:
        """Write next versions that belong to another account, with everything that hangs on them: the one way in which
        an entry of the ledger changes its account. The kept sums of both accounts follow."""
        self.wrote = True
        moved = [self._replace(KINDS[type(record)], record, moves=True) for record in records]
        changes, before = [one for _, told in moved for one in told], [was for was, _ in moved]
        self.audit.write_all(changes, by=self.by, source=self.source, at=self.now)
        self.ledger.carry_sums(before, records)
        self.credit.touch((*before, *records))

    def _check_accounts(self, records: Sequence[Record]) -> None:
        """What was written about an account that somebody merges at the same moment is written again, about the other.
        A new record holds its account, so that one look after it was inserted is enough."""
        for record in records:
            row = getattr(record, "account_id", None)
            if record.version == 1 and row is not None and row not in self._standing:
                self.carrying.check_standing(row)
                self._standing.add(row)

    def get(self, record: type[R], row: int) -> R | None:
        """A record by id; None if this team has none."""
        met, key = self.transaction.met, (record, self.team_id, row)
        if key in met:
            if record is Member:
                self._meet(met[key])
            return met[key]  # type: ignore[no-any-return]
        cells = self.transaction.one(GET[record], in_team=self.team_id, row=row)
        found = None if cells is None else self.made(record, cells)
        if record in self._looked_up_once:
            met[key] = found
        return found

    def looks_up_once(self, record: type[Record]) -> bool:
        """Whether what was found of a kind holds until the transaction ends, or one of them is written."""
        return record in self._looked_up_once

    def all(self, record: type[R]) -> list[R]:
        """Every record of a kind, oldest first."""
        return self.some(record, ALL[record], in_team=self.team_id)

    def some(self, record: type[R], statement: Any, **values: Any) -> list[R]:
        """The records a constant statement finds; it selects the kind's columns in their order."""
        return self.all_made(record, self.transaction.run(statement, **values))

    def all_made(self, record: type[R], rows: Sequence[Any]) -> list[R]:
        """A record out of each row."""
        seal, made = self.seal, KINDS[record].record_of
        found: list[R] = [made(row, seal) for row in rows]
        if record in PEOPLE:
            self._meet_all(found)
        return found

    def made(self, record: type[R], row: Any) -> R:
        """A record out of a row."""
        made: R = KINDS[record].record_of(row, self.seal)
        if record in PEOPLE:
            self._meet(made)
        return made

    def note_look(self, account_id: int) -> None:
        """Keep in the audit that somebody looked a customer up; once an hour for each."""
        since = self.now - LOOKED_AGAIN
        if self.by is None or ("accounts", account_id) in {one[2:] for one in self.audit.read_by(self.by, since)}:
            return
        self.note_read("accounts", account_id)

    def note_read(self, kind: str, record_id: int) -> None:
        """Keep in the audit that somebody looked at something sensitive."""
        self.wrote = self.looked = True
        self.audit.write("read", kind, record_id, 0, {}, (), by=self.by, source=self.source, at=self.now)

    def note_export(self, form: str, to: Sequence[int] = ()) -> None:
        """Keep in the audit that somebody was given the books as a file; `to`: the members we sent it to unasked."""
        self.wrote = self.looked = self.exported = True
        change = {"form": form} | ({"to": list(to)} if to else {})
        self.audit.write("export", "teams", self.team_id, 0, change, (), by=self.by, source=self.source, at=self.now)

    def note_alarm(self, member_id: int, counts: Mapping[str, Any]) -> None:
        """Keep in the audit that managers were told of what a member looks up."""
        self.wrote = True
        self.audit.write("alarm", "members", member_id, 0, dict(counts), (), by=None, source=self.source, at=self.now)

    def note_put_right(self) -> None:
        """Keep that a figure was put right which somebody may have been shown."""
        House(self.transaction).remember(f"put_right:{self.team_id}", str(self.source))

    def put_right_last(self) -> str | None:
        """The change set that put a figure right last."""
        return House(self.transaction).remembered(f"put_right:{self.team_id}")

    def note_erased(self, kind: str = "contacts", record_id: int = 0) -> None:
        """Keep in the audit that a value nobody at a customer has was erased (which one is what must not be kept), or a
        file."""
        self.wrote = True
        self.audit.write("erase", kind, record_id, 0, {}, (), by=self.by, source=self.source, at=self.now)

    def note_denied(self, action: str, record_id: int = 0) -> None:
        """Keep in the audit that somebody was refused for want of permission."""
        self.denied = True
        change = {"action": action}
        self.audit.write("denied", "members", record_id, 0, change, (), by=self.by, source=self.source, at=self.now)

    def _insert(self, kind: Kind[Any], records: Sequence[Record]) -> list[Change]:
        rows = []
        for record in records:
            self._meet_who_is_named(kind, record)
            rows.append([self.team_id, *kind.row(record, self.seal), self.by, self.now, self.source])
        self.transaction.add_rows(INSERT[kind.record], rows)
        if kind.record in self._looked_up_once:
            self.transaction.met.clear()
        return [Change.of("create", kind, one, kind.plain(one)) for one in records] if kind.audited else []

    def _replace(self, kind: Kind[Any], record: Record, *, moves: bool = False) -> tuple[Record, list[Change]]:
        """The version before, and the change for the audit."""
        before = self.get(type(record), record.id)
        if before is None or before.version != record.version - 1:
            raise Conflict(f"{kind.name} {record.id} is no longer at version {record.version - 1}")
        check_evolution(before, record, moves=moves)
        self._meet_who_is_named(kind, record)
        cells = kind.cells(record, self.seal)
        changed = self.transaction.change(
            UPDATE[type(record)], **cells, in_team=self.team_id, row=record.id, was=before.version
        )
        if kind.record in self._looked_up_once:
            self.transaction.met.clear()
        if not changed:
            raise Conflict(f"{kind.name} {record.id} changed meanwhile")
        change = _change(kind, before, record) if kind.audited else None
        return before, [] if change is None else [Change.of("update", kind, record, change)]

    def _meet_all(self, people: Sequence[Any]) -> None:
        for one in people:
            self._meet(one)

    def _meet(self, person: Any) -> None:
        """Wherever this unit of work writes their name, it is sealed with their own key."""
        account = getattr(person, "account_id", 0)
        if isinstance(person, PEOPLE) and account not in self.known.names.get(person.name, ()):
            self.known.meet(person.name, account, self.seal.person(person.id))

    def meet_values(self, *values: str) -> None:
        """Wherever this unit of work writes one of these, it is sealed with a key of its own."""
        for value in filter(None, values):
            if ERASED not in value:
                self.known.meet(value, 0, self.seal.value_key(value))

    def _meet_who_is_named(self, kind: Kind[Any], record: Record) -> None:
        """The people of an account a text is written about."""
        self.known.about = getattr(record, "account_id", None) or 0
        if isinstance(record, PEOPLE):
            self._meet(record)
        elif isinstance(record, Identity):
            self.meet_values(record.user, record.chat or "")
        elif (row := getattr(record, "account_id", None)) is not None and row not in self._met and kind.says(record):
            self._met.add(row)
            self.sales.contacts(row)

    def restored(self, kind: Kind[Any], record: Record, change: dict[str, list[Any]]) -> Record:
        """The record with the fields of an update put back to what they were, as its next version."""
        return replace(record, version=record.version + 1, **kind.values({n: pair[0] for n, pair in change.items()}))


def _sort(record: Record) -> tuple[type[Record], bool]:
    return type(record), record.version == 1


def _change(kind: Kind[Any], before: Record, after: Record) -> dict[str, list[Any]]:
    """What changed between two versions: field -> [before, after]."""
    old, new = kind.plain(before), kind.plain(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name] and name != "version"}
