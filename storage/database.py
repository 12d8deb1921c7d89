"""The database as a whole: engines, keys, ids, and the two ways to it, `read` and `write`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import URL
from sqlalchemy.sql import ClauseElement

from core.base.ids import Ids
from storage.drivers import storage_errors
from storage.engine import Prepared, begin_anew, database_url, may_be_written, open_engine, reading_engine
from storage.errors import Conflict, Trouble
from storage.keyring import RENEWS, Keyring
from storage.migrations import upgrade
from storage.people import House
from storage.sealed import Seal
from storage.tables import KINDS, inbox, outbox
from storage.transaction import Transaction
from storage.workers import Slot
from storage.writer import GroupWriter, PooledWriter, Writer

T = TypeVar("T")


class Address(NamedTuple):
    """Where books and keyring are, and what opens them: another process of ours is given it, by a pipe only."""

    url: str
    keyring: str
    secret_key: str | None


# On PostgreSQL a process that freezes in the middle of a write loses it, and so its locks: another one goes on.
FROZEN = "SET LOCAL idle_in_transaction_session_timeout = '10s'"
HIGHEST = tuple(select(func.max(table.c.id)) for table in (inbox, outbox))
HIGHEST_OF_TEAM = tuple(
    select(func.max(table.c.id)).where(table.c.team_id == bindparam("team"))
    for table in (kind.table for kind in KINDS.values())
)
MARK = "keyring"  # what the house remembers of the keyring these books were begun with


# Statements are module constants, so that what was compiled for one database of a dialect serves all of them.
PREPARED: dict[str, dict[int, Prepared]] = defaultdict(dict)


class Database:
    """Books and keyring, opened and brought to the newest schema.

    `worker` tells the ids of two processes apart that write the same SQLite file; on PostgreSQL each claims its own.
    """

    def __init__(self, url: str, keyring: str | None = None, secret_key: str | None = None, worker: int = 0) -> None:
        self.url = database_url(url)
        self.is_sqlite = self.url.drivername == "sqlite"
        self.engine = open_engine(self.url)
        self.reading = reading_engine(self.url, self.engine)
        self._dialect = self.engine.dialect
        self.known_statements = PREPARED[self._dialect.name]
        self._seals: dict[int, Seal] = {}
        self._look_again_at = monotonic() + RENEWS
        self._lock = Lock()
        self.grouped: Callable[[int], None] = lambda size: None  # told of each commit how many units share it
        with ExitStack() as undo:  # a database that cannot be opened leaves no connection behind
            undo.callback(self._disconnect)
            with storage_errors():
                upgrade(self.engine)
            self.keyring = Keyring(keyring or self._keyring_beside(), secret_key)
            undo.callback(self.keyring.close)
            self.address = Address(_whole(self.url), _whole(self.keyring.url), secret_key)
            if not self.is_sqlite:
                slot = Slot(self.engine)
                undo.callback(slot.close)
                worker = slot.number
            self.ids = Ids(last=self.read(highest_id), worker=worker)
            self._check_keyring()
            self._opened = undo.pop_all()
        self._writer: Writer = GroupWriter(self) if self.is_sqlite else PooledWriter(self)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run the work in a write transaction and return its result once that is on disk.

        The work may be run again (after a Conflict, or alone after a group failed), so it must only touch the
        transaction. What it raises is raised here and nothing of it is kept.
        """
        return self.submit(work).result()

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Like `write`, without waiting."""
        return self._writer.submit(work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run the work on a consistent picture of the books; it cannot write."""
        with storage_errors(), self.reading.connect() as connection, connection.begin():
            return work(Transaction(self, connection))

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A write transaction of one's own, for the writers; everybody else uses `write`."""
        try:
            with storage_errors(), self.engine.connect() as connection, connection.begin():
                if not self.is_sqlite:
                    connection.exec_driver_sql(FROZEN)
                yield Transaction(self, connection)
        except Trouble as trouble:
            if trouble.code == "read_only" and self.is_sqlite and may_be_written(Path(str(self.url.database))):
                begin_anew(Path(str(self.url.database)))  # it was not when they were opened
            raise

    def close(self) -> None:
        """Finish what is being written, then close."""
        self._writer.close()
        self._opened.close()

    def prepared(self, statement: ClauseElement) -> Prepared:
        """The statement in this database's dialect, compiled once; it must be a module constant."""
        found = self.known_statements.get(id(statement))
        if found is None:
            found = self.known_statements[id(statement)] = Prepared(statement, self._dialect)
        return found

    def seal(self, team_id: int) -> Seal:
        """The seal of a team (0: the house), opened once."""
        if monotonic() > self._look_again_at:
            self.renew_seals()
        seal = self._seals.get(team_id)
        if seal is None:
            with self._lock:
                seal = self._seals.setdefault(team_id, Seal(team_id, self.keyring))
        return seal

    def renew_seals(self) -> None:
        """Take the keys in force: another process may have renewed them."""
        self._look_again_at = monotonic() + RENEWS
        self.keyring.look_again()
        with self._lock:
            self._seals = {}

    def _disconnect(self) -> None:
        self.reading.dispose()
        self.engine.dispose()

    def _keyring_beside(self) -> str:
        if not self.is_sqlite:
            raise Trouble("keyring_missing", "with PostgreSQL set GENGFU_KEYRING, for example sqlite:///gengfu.keyring")
        return f"sqlite:///{self.url.database}.keyring"

    def _check_keyring(self) -> None:
        """Books begun with one keyring are not gone on with under another: half of them could never be read."""
        mark = self.read(lambda transaction: House(transaction).remembered(MARK))
        if mark is None:
            mark = self._begin_with_this_keyring()
        if not self.keyring.holds(int(mark)):
            raise Trouble("keyring_wrong", "these books were begun with another keyring: put that one in its place")

    def _begin_with_this_keyring(self) -> str:
        mark = str(self.keyring.current(0, MARK)[0])
        try:
            with self.transaction() as transaction:
                House(transaction).remember(MARK, mark)
        except Conflict:  # another worker did so at the same moment
            return self.read(lambda transaction: House(transaction).remembered(MARK)) or mark
        return mark


def _whole(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def highest_id(transaction: Transaction) -> int:
    """The highest id handed out so far, so that a clock set back cannot repeat one; a look-up per team and kind."""
    highest = [transaction.one(asked) for asked in HIGHEST]
    for team in House(transaction).team_ids():
        highest += [transaction.one(asked, team=team) for asked in HIGHEST_OF_TEAM]
    return max(one or 0 for one, *_ in highest)
