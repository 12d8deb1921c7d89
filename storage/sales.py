"""Questions about accounts, contacts, deals, visits, tasks, notes, and the team's own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, exists, literal_column, or_, select, text, update

from core.base.ids import first_id
from core.base.records import Record
from core.contracts import Contract
from core.ledger import Receivable
from core.sales import CLOSED, Account, Contact, Deal, Note, Task, Visit, Word, names_of
from storage.tables import KINDS
from storage.tables.books import SHARED
from storage.topic import Topic, find

ACCOUNTS, CONTACTS, DEALS = KINDS[Account].table, KINDS[Contact].table, KINDS[Deal].table
VISITS, TASKS, NOTES = KINDS[Visit].table, KINDS[Task].table, KINDS[Note].table
WORDS = KINDS[Word].table

LIVE = find(Account, ACCOUNTS.c.void.is_(False), ACCOUNTS.c.state == "active").order_by(ACCOUNTS.c.id)
SHARED_ONES = find(Account, text(SHARED), ACCOUNTS.c.void.is_(False), ACCOUNTS.c.state == "active").order_by(
    ACCOUNTS.c.id
)
ARCHIVED = find(Account, ACCOUNTS.c.void.is_(False), ACCOUNTS.c.state == "archived").order_by(ACCOUNTS.c.name)
CONTACTS_OF = find(Contact, CONTACTS.c.account_id == bindparam("of"), CONTACTS.c.void.is_(False)).order_by(
    CONTACTS.c.id
)
DEALS_OF = find(Deal, DEALS.c.account_id == bindparam("of"), DEALS.c.void.is_(False)).order_by(DEALS.c.id)
VISITS_BY = find(
    Visit, VISITS.c.by_id == bindparam("by"), VISITS.c.on == bindparam("day"), VISITS.c.void.is_(False)
).order_by(VISITS.c.id.desc())
VISITS_OF = (
    find(Visit, VISITS.c.account_id == bindparam("of"), VISITS.c.void.is_(False))
    .order_by(VISITS.c.on.desc(), VISITS.c.id.desc())
    .limit(bindparam("count"))
)
NOTES_OF = (
    find(Note, NOTES.c.account_id == bindparam("of"), NOTES.c.void.is_(False))
    .order_by(NOTES.c.on.desc(), NOTES.c.id.desc())
    .limit(bindparam("count"))
)
RIVALS_SINCE = find(
    Note,
    literal_column("kind") == literal_column("'competitor'"),
    NOTES.c.on >= bindparam("since"),
    NOTES.c.void.is_(False),
).order_by(NOTES.c.on, NOTES.c.id)
OPEN_TASK = (literal_column("state") == literal_column("'open'"), TASKS.c.void.is_(False))
TASKS_OF = find(Task, TASKS.c.account_id == bindparam("of"), *OPEN_TASK).order_by(TASKS.c.due_on, TASKS.c.id)
TASKS_DUE = find(
    Task, TASKS.c.owner_id == bindparam("owner"), TASKS.c.due_on <= bindparam("by"), *OPEN_TASK
).order_by(TASKS.c.due_on, TASKS.c.id)  # fmt: skip
TASKS_OPEN = find(Task, TASKS.c.owner_id == bindparam("owner"), *OPEN_TASK).order_by(TASKS.c.due_on, TASKS.c.id)
CHASE_OF = (
    find(Task, TASKS.c.receivable_id == bindparam("row"), TASKS.c.receivable_id.is_not(None), TASKS.c.void.is_(False))
    .order_by(TASKS.c.id.desc())
    .limit(1)
)
ACCOUNTS_TO_CHECK = (
    find(Account, ACCOUNTS.c.next_check_on <= bindparam("today"), ACCOUNTS.c.next_check_on.is_not(None))
    .order_by(ACCOUNTS.c.next_check_on, ACCOUNTS.c.id)
    .limit(bindparam("count"))
)
CHECK_ACCOUNT_ON = (
    update(ACCOUNTS)
    .where(and_(ACCOUNTS.c.team_id == bindparam("in_team"), ACCOUNTS.c.id == bindparam("row")))
    .values(next_check_on=bindparam("next"))
)
TASKS_TO_CHECK = (
    find(Task, TASKS.c.next_check_on <= bindparam("today"), TASKS.c.next_check_on.is_not(None))
    .order_by(TASKS.c.next_check_on, TASKS.c.id)
    .limit(bindparam("count"))
)
CHECK_TASK_ON = (
    update(TASKS)
    .where(and_(TASKS.c.team_id == bindparam("in_team"), TASKS.c.id == bindparam("row")))
    .values(next_check_on=bindparam("next"))
)
ERASING = find(Contact, literal_column("state") == literal_column("'erasing'")).order_by(CONTACTS.c.id)
CONTACT_NAMES = select(CONTACTS.c.id, CONTACTS.c.name).where(CONTACTS.c.team_id == bindparam("in_team"))
OWN_WORDS = find(Word, WORDS.c.void.is_(False)).order_by(WORDS.c.id)
OWN_WORD = find(Word, WORDS.c.text == bindparam("written"))


def _none(table: Table, *conditions: Any) -> Any:
    """A contact's customer has no such row."""
    here = (table.c.team_id == CONTACTS.c.team_id, table.c.account_id == CONTACTS.c.account_id)
    return ~exists().where(*here, *conditions)


DEALT = [
    kind.table
    for kind in KINDS.values()
    if kind.audited and kind.table is not CONTACTS and "account_id" in kind.table.c
]
CONTRACTS, OWED = KINDS[Contract].table, KINDS[Receivable].table
UNUSED = find(
    Contact,
    CONTACTS.c.id < bindparam("youngest"),
    CONTACTS.c.void.is_(False),
    CONTACTS.c.state == "active",
    or_(CONTACTS.c.basis_on.is_(None), CONTACTS.c.basis_on < bindparam("day")),
    *(_none(table, table.c.id >= bindparam("youngest")) for table in DEALT),
    _none(OWED, OWED.c.allocated < OWED.c.amount + OWED.c.adjusted),
    _none(CONTRACTS, CONTRACTS.c.state == "active", CONTRACTS.c.void.is_(False)),
    _none(DEALS, *(DEALS.c.stage != literal_column(f"'{stage}'") for stage in CLOSED), DEALS.c.void.is_(False)),
    _none(TASKS, TASKS.c.state == "open", TASKS.c.void.is_(False)),
).order_by(CONTACTS.c.account_id, CONTACTS.c.id)


class Sales(Topic):
    """Accounts and what was done for them."""

    def accounts(self) -> list[Account]:
        """Every live account."""
        return self._find(Account, LIVE)

    def shared(self) -> list[Account]:
        """Every live account that has co-owners."""
        return self._find(Account, SHARED_ONES)

    def archived(self) -> list[Account]:
        """Every account that was put away, by name."""
        return self._find(Account, ARCHIVED)

    def account(self, row: int) -> Account | None:
        """An account by id, following a merge; None if it is not there, void included."""
        account = self._store.get(Account, row)
        if account is not None and account.merged_into is not None:
            return self.account(account.merged_into)
        return None if account is None or account.void else account

    def account_named(self, name: str) -> Account | None:
        """The live account with exactly that name in any of its forms."""
        return next((one for one in self.accounts() if name in names_of(one)), None)

    def contacts(self, account_id: int) -> list[Contact]:
        """The people known at an account."""
        return self._find(Contact, CONTACTS_OF, of=account_id)

    def contact(self, account_id: int, name: str) -> Contact | None:
        """The contact of that name at an account."""
        return next((one for one in self.contacts(account_id) if one.name == name), None)

    def erasing(self) -> list[Contact]:
        """The people whose traces are being cut out."""
        return self._find(Contact, ERASING)

    def unused_people(self, before: datetime, day: date) -> list[Contact]:
        """People at customers with nothing new since a moment, nothing owed, no open deal or task and no contract that
        runs; not those whose basis was looked at since that day."""
        return self._find(Contact, UNUSED, youngest=first_id(before), day=day)

    def contact_names(self) -> set[str]:
        """What everybody at any account is called."""
        seal = self._tx.seal(self._team)
        rows = self._tx.run(CONTACT_NAMES, in_team=self._team)
        return {seal.open(name, CONTACTS.name, "name", row) for row, name in rows if name}

    def deals(self, account_id: int) -> list[Deal]:
        """All deals of an account, open and closed."""
        return self._find(Deal, DEALS_OF, of=account_id)

    def open_deals(self, account_id: int) -> list[Deal]:
        """The deals still being worked on."""
        return [deal for deal in self.deals(account_id) if deal.is_open]

    def visits(self, account_id: int, count: int = 5) -> list[Visit]:
        """The latest visits, newest first."""
        return self._find(Visit, VISITS_OF, of=account_id, count=count)

    def visits_of(self, member_id: int, day: date) -> list[Visit]:
        """What somebody logged as visits of a day, the last logged first."""
        return self._find(Visit, VISITS_BY, by=member_id, day=day)

    def notes(self, account_id: int, count: int = 5) -> list[Note]:
        """The latest notes, newest first."""
        return self._find(Note, NOTES_OF, of=account_id, count=count)

    def sightings(self, rival: str, since: date) -> list[Note]:
        """The notes since a day that speak of this competitor, oldest first."""
        found = self._find(Note, RIVALS_SINCE, since=since)
        return [one for one in found if one.rival.casefold() == rival.casefold()]

    def tasks(self, account_id: int) -> list[Task]:
        """What is still to do for an account, soonest first."""
        return self._find(Task, TASKS_OF, of=account_id)

    def tasks_due(self, owner_id: int, by: Any) -> list[Task]:
        """What a member has to do up to and including a day."""
        return self._find(Task, TASKS_DUE, owner=owner_id, by=by)

    def tasks_open(self, owner_id: int) -> list[Task]:
        """Everything a member has still to do, soonest first."""
        return self._find(Task, TASKS_OPEN, owner=owner_id)

    def chase_of(self, receivable_id: int) -> Task | None:
        """The task to chase a receivable, open or closed; the newest."""
        found: Task | None = self._first(Task, CHASE_OF, row=receivable_id)
        return found

    def accounts_to_check(self, today: date, count: int = 1000) -> list[Account]:
        """New customers whose data an evening must look at: costs what is due, not what is stored."""
        return self._find(Account, ACCOUNTS_TO_CHECK, today=today, count=count)

    def check_account_on(self, account_id: int, day: date | None) -> None:
        """When the next evening must look at what is missing of a customer; None: never again."""
        self._tx.change(CHECK_ACCOUNT_ON, in_team=self._team, row=account_id, next=day)

    def tasks_to_check(self, today: date, count: int = 1000) -> list[Task]:
        """What a sweep must look at: costs what is due, not what is stored."""
        return self._find(Task, TASKS_TO_CHECK, today=today, count=count)

    def check_task_on(self, task_id: int, day: date | None) -> None:
        """When the next sweep must look at a task; None: never again."""
        self._tx.change(CHECK_TASK_ON, in_team=self._team, row=task_id, next=day)

    def look_again(self, records: Sequence[Record]) -> None:
        """A task that was written may be due another day: the next sweep decides; a chase that was said to be done is
        looked at on the day after. Called by `Store.save` alone."""
        today = self._store.now.date()
        for record in records:
            if isinstance(record, Task):
                said_done = record.receivable_id is not None and record.state == "done" and not record.void
                day = today if record.is_open else today + timedelta(days=1) if said_done else None
                self.check_task_on(record.id, day)

    def words(self) -> list[Word]:
        """The words the team taught the bot and has not made it forget."""
        return self._find(Word, OWN_WORDS)

    def word(self, text: str) -> Word | None:
        """The team's record of a word, forgotten or not."""
        found: Word | None = self._first(Word, OWN_WORD, written=text)
        return found
