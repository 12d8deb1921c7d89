"""Carrying out a plan: small bites through the writer, so that nobody's message waits, all in one change set."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.hearing import team_words
from bot.importing.plan import SKIP, Known, plan
from bot.importing.rows import Customer, Entry, Plan
from bot.importing.sheets import Sheet
from bot.importing.values import remembering
from bot.reading import load_lexicon
from bot.values import due_day_in
from core.approvals import Import
from core.base.money import Money
from core.base.records import Record, evolve
from core.contracts import Contract
from core.ledger import Receivable
from core.people import Invitation, Member
from core.reading import Names
from core.sales import Account, Contact
from storage.database import Database
from storage.inbox import Inbox
from storage.store import Store
from storage.transaction import Transaction

BITE = 0.018  # seconds of the writer's time; others may wait for it
PAUSE = 0.004  # in which another process gets its turn
MOUTHFUL = 128  # rows made ready for a bite: about what it holds
INVITED_FOR = timedelta(days=7)
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CHANNEL = "import"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Importer:
    """Who brings a file in: everything is written in their name."""

    team_id: int
    member: Member
    now: datetime

    def store(self, transaction: Transaction, source: int) -> Store:
        return Store(transaction, self.team_id, by=self.member.id, source=source, now=self.now)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the import's id, and the code of everybody invited."""

    id: int
    codes: tuple[tuple[str, str], ...]


def planned(
    database: Database,
    importer: Importer,
    sheets: Sequence[Sheet],
    near: str = SKIP,
    answers: Mapping[str, str] = MappingProxyType({}),
    goes_on: Sequence[int] = (),
) -> Plan:
    """What the sheets would change, against the books as they are now. `answers` to single doubts go before `near`;
    `goes_on`: imports of the same file that were broken off, which nobody need be asked about."""

    def look(transaction: Transaction) -> Plan:
        store = importer.store(transaction, 0)
        own = frozenset(row for one in goes_on for row in store.imports.made_ids(one))
        return plan(sheets, replace(_known(store, importer.now), near=near, answers=answers, own=own))

    return database.read(look)


def _known(store: Store, now: datetime) -> Known:
    team, lexicon = store.people.team(), load_lexicon()
    names = Names.build(team_words(store), lexicon)
    local = now.astimezone(ZoneInfo(team.timezone)).replace(tzinfo=None)
    nobody = Names()
    return Known(
        names=names,
        lexicon=lexicon,
        currency=team.currency,
        members={one.name: one.id for one in store.people.members()},
        marks=store.imports.marks(),
        mark=store.imports.mark,
        day=remembering(lambda text: due_day_in(text, local, nobody, team.currency)),
        people=lambda account: {one.name for one in store.sales.contacts(account)},
        debts=store.ledger.open_receivables,
        contracts=store.contracts.of_account,
        bank=store.ledger.bank_keys(),
    )


def apply(
    database: Database, importer: Importer, made: Plan, files: Sequence[str], progress: Progress = lambda done, of: None
) -> Done:
    """Write all that is planned; what was written before a break stays, is known, and is not written again."""
    import_id = database.ids.new(importer.now)

    def begin(transaction: Transaction) -> None:
        keep_change_set(transaction, importer, import_id, files)
        importer.store(transaction, import_id).save(
            Import(id=import_id, files=tuple(files), member_id=importer.member.id)
        )

    database.write(begin)
    done = write_rows(database, importer, import_id, made.entries, len(made.entries), progress)
    database.write(lambda transaction: finish(importer.store(transaction, import_id), import_id))
    return done


def write_rows(
    database: Database,
    importer: Importer,
    import_id: int,
    entries: Iterable[Entry],
    of: int,
    progress: Progress = lambda done, of: None,
) -> Done:
    """Write the rows of a plan, so many, bite by bite, as the change set of an import that has begun."""
    rows = _rows(database, importer, entries)
    waiting, codes, done = list[Written](), list[tuple[str, str]](), 0
    while waiting := [*waiting, *islice(rows, MOUTHFUL - len(waiting))]:
        wrote = database.write(partial(_bite, importer=importer, import_id=import_id, rows=waiting))
        codes += [(row.invited, row.code) for row in waiting[:wrote] if row.code]
        waiting, done = waiting[wrote:], done + wrote
        progress(done, of)
        time.sleep(PAUSE)
    return Done(import_id, tuple(codes))


@dataclass(frozen=True, slots=True)
class Written:
    """A row as records, and the code of who is invited by it."""

    mark: str
    records: tuple[Record, ...]
    invited: str = ""
    code: str = ""


def _rows(database: Database, importer: Importer, entries: Iterable[Entry]) -> Iterator[Written]:
    new = partial(database.ids.new, importer.now)
    made: dict[str, int] = {}  # customers of the file, by their names in it
    for entry in entries:
        if entry.invited is not None:
            code = "".join(secrets.choice(ALPHABET) for _ in range(8))
            yield Written(entry.mark, (_invitation(database, importer, entry, code, new()),), entry.invited.name, code)
        elif entry.customer is not None:
            yield Written(entry.mark, tuple(_records(entry, entry.customer, made, importer, new)))


def _records(
    entry: Entry, customer: Customer, made: dict[str, int], importer: Importer, new: Callable[[], int]
) -> Iterator[Record]:
    if entry.fresh:
        made[customer.name] = new()
        yield Account(
            id=made[customer.name],
            name=customer.name,
            official=customer.official,
            aliases=customer.aliases,
            owner_id=customer.owner_id or importer.member.id,
            tier=customer.tier,
            region=customer.region,
        )
    account_id = customer.id if customer.id is not None else made[customer.name]
    if entry.person is not None:
        person = entry.person
        yield Contact(id=new(), account_id=account_id, name=person.name, phone=person.phone, title=person.title)
    if entry.debt is not None:
        zero = Money.zero(entry.debt.amount.currency)
        yield Receivable(
            id=new(), account_id=account_id, amount=entry.debt.amount, due_on=entry.debt.due_on,
            title=entry.debt.what, allocated=zero, adjusted=zero,
        )  # fmt: skip
    if entry.agreement is not None:
        told = entry.agreement
        yield Contract(
            id=new(), account_id=account_id, number=told.number, amount=told.amount, signed_on=told.signed_on,
            starts_on=told.starts_on, ends_on=told.ends_on, notice_days=told.notice_days, note=told.note,
        )  # fmt: skip


def _invitation(database: Database, importer: Importer, entry: Entry, code: str, row: int) -> Invitation:
    assert entry.invited is not None
    hashed = database.seal(0).fingerprint(code)
    until = importer.now + INVITED_FOR
    return Invitation(id=row, code_hash=hashed, name=entry.invited.name, roles=entry.invited.roles, expires_at=until)


def keep_change_set(transaction: Transaction, importer: Importer, import_id: int, files: Sequence[str]) -> None:
    """The change set: an inbox row that is done at once, as if the files had been said. Once, however often begun."""
    inbox, raw = Inbox(transaction), {"kind": "import", "files": list(files)}
    if inbox.keep(CHANNEL, str(import_id), str(importer.member.id), raw, import_id, importer.now):
        inbox.finish(import_id, importer.now, importer.team_id, importer.member.id)


def _bite(transaction: Transaction, *, importer: Importer, import_id: int, rows: Sequence[Written]) -> int:
    """Write rows until the time for one bite is over; how many were written."""
    store, until = importer.store(transaction, import_id), time.perf_counter() + BITE
    for count, row in enumerate(rows, 1):
        store.save(*row.records)
        store.imports.note(row.mark, import_id, row.records[-1].id)
        if time.perf_counter() > until:
            return count
    return len(rows)


def finish(store: Store, import_id: int) -> None:
    """All rows are written: the file's bytes are of no more use, and the names in it are heard from now on."""
    done: Any = store.imports.one(import_id)
    store.save(evolve(done, state="done", answers=""))
    store.files.forget(import_id)
    names_changed(store)


def names_changed(store: Store) -> None:
    """Every worker builds its index of names again."""
    team = store.people.team()
    store.save(evolve(team, names_version=team.names_version + 1))
