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
GROUP = 128
TRIES = 20


class Writer(Protocol):
    """Runs units of work in write transactions."""

    def submit(self, work: Work[T]) -> Future[T]: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class Unit:
    """A unit of work, who waits for it, and what came of it; it is answered only after the commit."""

    work: Work[Any]
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, transaction: Transaction) -> None:
        """Do the work behind a savepoint; where it raises, it leaves no trace in the transaction.

        A Conflict is tried once more: two processes may have handed out the same id, and the next one differs.
        """
        self._attempt(transaction)
        if isinstance(self.error, Conflict):
            self._attempt(transaction)

    def _attempt(self, transaction: Transaction) -> None:
        depth = transaction.depth
        transaction.savepoint()
        try:
            self.result, self.error = self.work(transaction), None
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the work was submitted
            self.error = error
            while transaction.depth > depth:
                transaction.roll_back()
        while transaction.depth > depth:
            transaction.release()

    def answer(self) -> None:
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
        self._thread = Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
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
        """One transaction for the group. If it breaks or cannot be committed, nothing of it is kept and each is written
        alone, so that one cannot fail all; if it cannot even be begun, all are told why at once."""
        begun = False
        try:
            with self._database.transaction() as transaction:
                begun = True
                for unit in group:
                    unit.run(transaction)
                keep_heads(transaction)
        except BaseException as error:  # noqa: BLE001 - the writer goes on, and whoever waits is told
            if begun and len(group) > 1:
                for unit in group:
                    self._write([unit])
                return
            for unit in group:
                unit.error = unit.error or error
        for unit in group:
            unit.answer()


class PooledWriter:
    """Several threads, one transaction a unit of work; a Conflict is tried again after a short, growing pause."""

    def __init__(self, database: Database, threads: int = 4) -> None:
        self._database = database
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="writer")

    def submit(self, work: Work[T]) -> Future[T]:
        try:
            return self._pool.submit(self._write, work)
        except RuntimeError:
            raise Trouble("closed") from None

    def close(self) -> None:
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
