"""Who writes: on SQLite one thread owns the write connection and commits what waits together, on PostgreSQL a pool.

Group commit is why a slow disk does not matter: one fsync serves up to 128 units of work, each behind a savepoint of
its own, and nobody is answered before the commit (measured in bench/log.py).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from storage.audit import keep_heads
from storage.errors import Conflict, Trouble

if TYPE_CHECKING:
    from storage.database import Database
    from storage.transaction import Transaction

T = TypeVar("T")
Work = Callable[["Transaction"], T]
Run = Callable[["Unit", "Transaction"], None]
GROUP = 128
CAREFUL = 32  # groups after one in which something failed
TRIES = 20
AGAIN = Conflict  # two processes may have handed out the same id: the next one differs


class Writer(Protocol):
    """Runs units of work in write transactions."""

    def submit(self, work: Work[T]) -> Future[T]:
        """Have it run in a write transaction; the future has its result after the commit, or its error."""

    def close(self) -> None:
        """Take no more, and wait for what was taken."""


@dataclass(slots=True)
class Unit:
    """A unit of work, who waits for it, and what came of it; it is answered only after the commit."""

    work: Work[Any]
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, transaction: Transaction) -> None:
        """Do the work; where it raises, the whole transaction is spoilt."""
        self.result, self.error = self.work(transaction), None

    def run_apart(self, transaction: Transaction) -> None:
        """Do the work behind a savepoint; where it raises, it leaves no trace in the transaction."""
        self._attempt(transaction)
        if isinstance(self.error, AGAIN):
            self._attempt(transaction)

    def _attempt(self, transaction: Transaction) -> None:
        depth = transaction.depth
        transaction.savepoint()
        try:
            self.run(transaction)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the work was submitted
            self.error = error
            while transaction.depth > depth:
                transaction.roll_back()
        while transaction.depth > depth:
            transaction.release()

    def answer(self) -> None:
        """Tell who waits what came of it, once it is committed."""
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class GroupWriter:
    """One thread, one connection, many units of work a commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: SimpleQueue[Unit | None] = SimpleQueue()
        self._closing, self._closed = Lock(), False
        self._careful = 0
        self._thread = Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        """Queue work for the one writer; Trouble `closed` once it is closing."""
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise Trouble("closed")
            self._waiting.put(Unit(work, future))
        return future

    def close(self) -> None:
        """Write what waits, then stop."""
        with self._closing:
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        last = False
        while not last:
            group, last = self._take()
            wanted = [unit for unit in group if unit.future.set_running_or_notify_cancel()]
            if wanted:
                self._database.grouped(len(wanted))
                self._write(wanted)

    def _take(self) -> tuple[list[Unit], bool]:
        """What waits, up to GROUP; whether the end was reached."""
        first = self._waiting.get()
        group = []
        while first is not None:
            group.append(first)
            if len(group) == GROUP:
                return group, False
            try:
                first = self._waiting.get_nowait()
            except Empty:
                return group, False
        return group, True

    def _write(self, group: list[Unit]) -> None:
        """Write and answer all of them, so that none can fail another.

        A savepoint for each costs a quarter of all the work. So it is first done without; where one fails, nothing of
        the group is kept, it is written again with them, and so are the next groups. Where even the commit breaks, each
        is written alone.
        """
        if len(group) == 1:
            if not self._written(group, Unit.run, unless=AGAIN):
                self._written(group, Unit.run)
            return
        if not self._careful and self._written(group, Unit.run, unless=BaseException):
            return
        self._careful = self._careful - 1 if self._careful else CAREFUL
        if not self._written(group, Unit.run_apart, unless=BaseException):
            for unit in group:
                self._write([unit])

    def _written(self, group: list[Unit], run: Run, unless: type[BaseException] | tuple[()] = ()) -> bool:
        """Write the group in one transaction and answer it; False, and nobody is answered, if it ends in `unless`.

        If the transaction cannot even be begun, trying again would only make them wait longer: all are told why.
        """
        begun = False
        try:
            with self._database.transaction() as transaction:
                begun = True
                for unit in group:
                    run(unit, transaction)
                keep_heads(transaction)
        except BaseException as error:  # noqa: BLE001 - the writer goes on, and whoever waits is told
            if begun and isinstance(error, unless):
                return False
            for unit in group:
                unit.error = error
        for unit in group:
            unit.answer()
        return True


class PooledWriter:
    """Several threads, one transaction a unit of work; a Conflict is tried again after a short, growing pause."""

    def __init__(self, database: Database, threads: int = 4) -> None:
        self._database = database
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="writer")

    def submit(self, work: Work[T]) -> Future[T]:
        """Give work to a free thread, in a transaction of its own; Trouble `closed` once it is closing."""
        try:
            return self._pool.submit(self._write, work)
        except RuntimeError:
            raise Trouble("closed") from None

    def close(self) -> None:
        """Take no more, and wait for what was taken."""
        self._pool.shutdown()

    def _write(self, work: Work[T]) -> T:
        for attempt in range(1, TRIES):
            try:
                return self._once(work)
            except Conflict:
                time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))
        return self._once(work)

    def _once(self, work: Work[T]) -> T:
        with self._database.transaction() as transaction:
            result = work(transaction)
            keep_heads(transaction)
        return result
