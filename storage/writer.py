"""Who writes. On SQLite one thread owns the write connection and commits what waits together; on PostgreSQL a small pool.

Group commit is why a slow disk does not matter: one fsync serves up to 128 units of work, each behind a savepoint of
its own, and nobody is answered before the commit (measured in bench/log.py).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from storage.audit import keep_heads
from storage.errors import Conflict

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


class GroupWriter:
    """One thread, one connection, many units of work a commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: SimpleQueue[tuple[Work[Any], Future[Any]] | None] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        self._waiting.put((work, future))
        return future

    def close(self) -> None:
        """Write what waits, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            group, last = self._take()
            if group:
                self._write(group)
            if last:
                return

    def _take(self) -> tuple[list[tuple[Work[Any], Future[Any]]], bool]:
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

    def _write(self, group: list[tuple[Work[Any], Future[Any]]]) -> None:
        """One transaction for the group; if it cannot be begun or committed, each alone, so that one cannot fail all."""
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._database.transaction() as transaction:
                for work, future in group:
                    outcomes.append((future, *_attempt(transaction, work)))
                keep_heads(transaction)
        except BaseException as error:  # the commit itself failed: nothing is kept
            if len(group) > 1:
                for one in group:
                    self._write([one])
            else:
                group[0][1].set_exception(error)
            return
        for future, result, error in outcomes:
            _answer(future, result, error)


def _attempt(transaction: Transaction, work: Work[Any]) -> tuple[Any, BaseException | None]:
    """One unit of work behind its savepoint; a failed one leaves no trace in the transaction."""
    transaction.savepoint()
    heads = dict(transaction.heads)
    try:
        result = work(transaction)
    except BaseException as error:
        transaction.roll_back()
        transaction.heads = heads
        return None, error
    transaction.release()
    return result, None


def _answer(future: Future[Any], result: Any, error: BaseException | None) -> None:
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


class PooledWriter:
    """Several threads, one transaction a unit of work; a Conflict is tried again after a short, growing pause."""

    def __init__(self, database: Database, threads: int = 4) -> None:
        self._database = database
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="writer")

    def submit(self, work: Work[T]) -> Future[T]:
        return self._pool.submit(self._write, work)

    def close(self) -> None:
        self._pool.shutdown()

    def _write(self, work: Work[T]) -> T:
        for attempt in range(TRIES):
            try:
                with self._database.transaction() as transaction:
                    result = work(transaction)
                    keep_heads(transaction)
                return result
            except Conflict:
                if attempt == TRIES - 1:
                    raise
                time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))
        raise AssertionError("unreachable")
