"""Every sealed value in the books, place by place: to put it under a new key, or to cut out who is to be forgotten.

While the bot runs: rows are read in chunks, and each is written back only if it is still what was read. Whoever dies in
between begins again and finds what is done already done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, select, tuple_, union, update

from core.base.ids import first_id
from core.base.records import ERASED, evolve
from core.sales import Contact
from storage.audit import Audit
from storage.database import Database
from storage.inbox import NOTHING
from storage.people import House
from storage.sealed import Known, Seal
from storage.store import Store
from storage.tables import KINDS, audit, file_parts, inbox, outbox
from storage.transaction import Transaction

CHUNK = 200
HOUSE = 0
EMPTY_CARD = '{"lines":[],"buttons":[]}'
Reseal = Callable[[Seal, bytes, str, str, int], bytes | None]  # (seal, envelope, table, column, row) -> a new envelope


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that holds envelopes. `key` names its row within a team, `row` the number the envelope is bound to."""

    table: Table
    column: str
    key: tuple[str, ...] = ("id",)
    row: str = "id"
    by_part: bool = False

    @property
    def team(self) -> str | None:
        """The column of the team whose key it is; None: the house's."""
        return None if self.table is inbox else "team_id"

    def place(self, key: Sequence[Any]) -> tuple[str, str, int]:
        """Where the envelope of the row with this key stands."""
        named = dict(zip(self.key, key, strict=True))
        return self.table.name, f"{self.column} {named['part']}" if self.by_part else self.column, named[self.row]


ABOUT = tuple(kind for kind in KINDS.values() if "account_id" in kind.table.c)
SEALED = (
    *(Sealed(kind.table, name) for kind in KINDS.values() for name in kind.personal),
    Sealed(inbox, "raw"),
    Sealed(outbox, "face"),
    Sealed(outbox, "address"),
    Sealed(audit, "change", ("seq",), "seq"),
    Sealed(audit, "personal", ("seq",), "seq"),
    Sealed(file_parts, "content", ("record_id", "part"), "record_id", by_part=True),
)


def rotate(database: Database, progress: Callable[[str, int], None] = lambda _table, _count: None) -> int:
    """Put every sealed value of all teams under the team's key in force; how many there were under former ones.

    Renew the keys first, and give other processes RENEWS seconds to take them.
    """
    count = 0
    for team_id in (HOUSE, *database.read(lambda transaction: House(transaction).team_ids())):
        for sealed in SEALED:
            if (sealed.team is None) == (team_id == HOUSE):
                done = reseal(database, team_id, sealed, Seal.renewed)
                progress(sealed.table.name, done)
                count += done
    return count


def reseal(
    database: Database, team_id: int, sealed: Sealed, change: Reseal, *conditions: ColumnElement[bool],
    seal: Seal | None = None,
) -> int:  # fmt: skip
    """Write back every envelope of a column that `change` makes a new one of; how many those were."""
    seal, count = seal or database.seal(team_id), 0
    for rows in _chunks(database, team_id, sealed, conditions):
        fresh = [(key, old, change(seal, old, *sealed.place(key))) for key, old in rows]
        wanted = [(key, old, new) for key, old, new in fresh if new is not None]
        if wanted:
            count += database.write(lambda transaction, wanted=wanted: _write(transaction, team_id, sealed, wanted))  # type: ignore[misc]
    return count


def _chunks(
    database: Database, team_id: int, sealed: Sealed, conditions: Sequence[ColumnElement[bool]]
) -> Iterator[list[tuple[tuple[Any, ...], bytes]]]:
    """The key and the envelope of every row, in order."""
    columns = sealed.table.c
    key = [columns[name] for name in sealed.key]
    of_team = [] if sealed.team is None else [columns[sealed.team] == team_id]
    wanted = select(*key, columns[sealed.column]).where(*of_team, columns[sealed.column].is_not(None), *conditions)
    wanted, last = wanted.order_by(*key).limit(CHUNK), None
    while True:
        after = wanted if last is None else wanted.where(tuple_(*key) > tuple_(*last))
        rows = database.read(lambda transaction, after=after: transaction.ask(after))  # type: ignore[misc]
        if not rows:
            return
        yield [(row[:-1], bytes(row[-1])) for row in rows]
        last = rows[-1][:-1]


def _write(
    transaction: Transaction, team_id: int, sealed: Sealed, wanted: Sequence[tuple[tuple[Any, ...], bytes, bytes]]
) -> int:
    columns = sealed.table.c
    of_team = [] if sealed.team is None else [columns[sealed.team] == team_id]
    here = [columns[name] == bindparam(f"at_{name}") for name in sealed.key]
    statement = (
        update(sealed.table)
        .where(and_(*of_team, *here, columns[sealed.column] == bindparam("old")))
        .values({sealed.column: bindparam("new")})
    )
    return sum(
        transaction.count(statement, old=old, new=new, **{f"at_{n}": v for n, v in zip(sealed.key, key, strict=True)})
        for key, old, new in wanted
    )


def forget(database: Database, team_id: int, contact_id: int, now: datetime) -> None:
    """Erase a person at a customer who is `erasing`: cut every trace out under their own key, then drop that key.

    Traces are their name in whatever was written about their customer, and what reaches them (phone, e-mail, name on
    WeChat) anywhere. Whoever dies in between does it again; who is erased already is left as they are. Sums, days and
    entries stay, and so does the audit's chain.
    """
    person = database.read(lambda transaction: _store(transaction, team_id, now).get(Contact, contact_id))
    if person is None or person.state != "erasing":
        return
    seal = database.seal(team_id)
    key = seal.person(contact_id)
    if person.name != ERASED:
        known = Known()
        for said in _said_of(database, team_id, contact_id):
            known.meet(said, person.account_id, key)
        _cut_out(database, team_id, person.account_id, known)
    house = database.seal(HOUSE)
    reached = {value for value in _said_of(database, team_id, contact_id) if value != ERASED}
    values = [(one.team_id, one.number_of(value)) for value in reached for one in (seal, house)]
    database.keyring.drop([key[0]], values)
    gone = evolve(person, name=ERASED, phone="", email="", handle="", title="", told_by="", state="erased", void=True)
    database.write(lambda transaction: _store(transaction, team_id, now).save(gone))


def _said_of(database: Database, team_id: int, contact_id: int) -> set[str]:
    """What this person is and was called, and what reaches and reached them."""
    entries = database.read(lambda transaction: Audit(transaction, team_id).of_record(contact_id))
    told = [entry.change.get(name) for entry in entries for name in ("name", "phone", "email", "handle")]
    return {value for one in told for value in (one if isinstance(one, list) else [one]) if value}


def expire(database: Database, team_id: int, messages_before: datetime, cards_before: datetime) -> None:
    """Empty the texts of messages that were handled and of cards that are out, older than these moments.

    The rows stay, so that nothing is taken in or sent out twice, and so do the records that were made of them. Cards
    of alerts hold no text: they name their alerts, and may still be answered.
    """
    old = [inbox.c.team_id == team_id, inbox.c.state != "waiting", inbox.c.id < first_id(messages_before)]
    _empty(database, team_id, Sealed(inbox, "raw"), NOTHING, *old)
    out = [outbox.c.state.not_in(("waiting", "sending")), outbox.c.id < first_id(cards_before)]
    _empty(database, team_id, Sealed(outbox, "face"), EMPTY_CARD, *out)


def _empty(database: Database, team_id: int, sealed: Sealed, empty: str, *conditions: ColumnElement[bool]) -> None:
    seal = database.seal(HOUSE if sealed.team is None else team_id)
    longer = func.length(sealed.table.c[sealed.column]) > len(seal.close(empty, "", "", 0))

    def emptied(seal: Seal, envelope: bytes, *place: Any) -> bytes | None:
        kept = sealed.table is outbox and '"alerts":' in seal.open(envelope, *place)
        return None if kept else seal.close(empty, *place)

    reseal(database, team_id, sealed, emptied, longer, *conditions, seal=seal)


def _cut_out(database: Database, team_id: int, account_id: int, known: Known) -> None:
    sources = union(*(select(kind.table.c.source).where(*_about(kind.table, team_id, account_id)) for kind in ABOUT))
    for sealed in SEALED:
        columns = sealed.table.c
        if "account_id" in columns:
            which = [columns.account_id == account_id]
        elif sealed.table is inbox:
            which = [columns.team_id == team_id, columns.id.in_(sources)]
        elif "source" in columns:
            which = [columns.source.in_(sources)]
        else:
            continue
        seal = database.seal(HOUSE if sealed.team is None else team_id).within(known)
        reseal(database, team_id, sealed, Seal.cut_again, *which, seal=seal)


def _about(table: Table, team_id: int, account_id: int) -> tuple[ColumnElement[bool], ...]:
    return table.c.team_id == team_id, table.c.account_id == account_id


def _store(transaction: Transaction, team_id: int, now: datetime) -> Store:
    return Store(transaction, team_id, by=None, source=0, now=now)
