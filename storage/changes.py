"""Which pages of a SQLite file were changed since the last look, exactly up to one commit.

SQLite writes each commit's pages into the log beside the file (`-wal`), a frame a page
(https://www.sqlite.org/fileformat2.html#the_write_ahead_log), and begins the log anew once all of it is in the file and
nobody reads from it. So somebody always reads here: while that is so, every frame since the last look is still in the
log. A look ends exactly at a commit, because it holds the write lock for the moment in which it asks how long the log
is; the pages are read when it has let go. Then what was read moves into the file, and in a second short moment a new
reader begins, where it can so that the log may begin anew: it must not grow for ever.

The log may be opened and closed beside SQLite: its locks are on the file itself and on `-shm`, which are not touched.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from storage.database import Database
from storage.drivers import storage_errors
from storage.errors import Trouble
from storage.transaction import Transaction

T = TypeVar("T")
HEADER, FRAME = 32, 24
SALTS, FRAME_SALTS = slice(16, 24), slice(8, 16)
LONG = 8192  # frames, 32 MB
PATIENCE = 0.003  # seconds, three times, while somebody else moves pages into the file


class End(NamedTuple):
    """So many frames in the log that has these salts: they are others each time it begins anew."""

    frames: int
    salts: bytes


class Changes:
    """`pages` gathers, by number, the newest content of what was changed, until `forget` is called; the file has
    `count` pages of `size` bytes. Trouble `shipping_lost` where frames are not to be found: a new base is needed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        file = str(database.url.database)
        self._log = Path(f"{file}-wal")
        self._asking, *self._readers = (_connection(file) for _ in range(3))
        self.pages: dict[int, bytes] = {}
        self.count = self.size = 0
        with storage_errors():
            try:
                self._begin()
            except BaseException:
                self.close()
                raise

    def look(self, note: Callable[[Transaction], T]) -> T:
        """Gather what was changed, up to a commit in whose books `note` is asked; nobody writes while it is."""
        if not self._readers[0].in_transaction:
            raise Trouble("shipping_lost", "nobody held the log")
        with storage_errors():
            self._move()
            with self._database.transaction():
                end = self._end()
                self._begin_reading(self._readers[1])
            self._gather(end)
            self._end_reading()
            self._move()
            with self._database.transaction() as transaction:
                last = self._end()
                self._gather(last)
                self._let_it_begin_anew(last, is_lull=last == end)
                return note(transaction)

    def _let_it_begin_anew(self, end: End, is_lull: bool) -> None:
        """Read the file alone, where all of the log is in it, so that the next who writes begins the log anew.

        Moving the rest waits for the disk, and so does everybody meanwhile: only where the log is long.
        """
        if not is_lull and end.frames < LONG:
            self._begin_reading(self._readers[1])
            self._end_reading()
            return
        self._readers[0].rollback()
        try:
            self._move()
        finally:
            self._begin_reading(self._readers[0])

    def keep_hold(self) -> None:
        """To be called every second or so. Where the log began anew, the reader moves there: one that reads the file
        alone keeps everybody's pages out of it."""
        if self._salts() != self._held:
            with storage_errors():
                self._begin_reading(self._readers[1])
                self._end_reading()

    def forget(self) -> None:
        """What was gathered is safe elsewhere."""
        self.pages = {}

    def close(self) -> None:
        """Let SQLite begin its log anew."""
        for one in (self._asking, *self._readers):
            one.close()

    def _begin(self) -> None:
        with self._database.transaction():
            [(self.size,)] = self._asking.execute("PRAGMA page_size").fetchall()
            [(self.count,)] = self._asking.execute("PRAGMA page_count").fetchall()
            self._at = self._end()
            self._begin_reading(self._readers[0])

    def _begin_reading(self, reader: sqlite3.Connection) -> None:
        self._held = self._salts()
        reader.rollback()  # one that a failure left
        reader.execute("BEGIN").fetchall()
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()

    def _end_reading(self) -> None:
        """The former reader goes: the other one has begun."""
        self._readers.reverse()
        self._readers[1].rollback()

    def _end(self) -> End:
        """Where the log ends; only to be asked while nobody writes."""
        for _ in range(3):
            if (frames := self._move()) >= 0:
                return End(frames, self._salts())
            time.sleep(PATIENCE)
        raise Trouble("locked", "somebody else moves pages into the file")

    def _move(self) -> int:
        """Move into the file what no reader needs in the log, without waiting for anybody; how many frames the log has,
        -1 where somebody else is at it."""
        [(_, frames, _)] = self._asking.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        return int(frames)

    def _salts(self) -> bytes:
        """Of the log as it is now; b"" where there is none yet."""
        try:
            with self._log.open("rb") as log:
                return log.read(HEADER)[SALTS]
        except FileNotFoundError:
            return b""

    def _gather(self, end: End) -> None:
        """The newest content of each page in the frames from where we were up to `end`."""
        since = self._at.frames if end.salts == self._at.salts else 0
        if end.frames < since:
            raise Trouble("shipping_lost", "the log is shorter than it was")
        if end.frames > since:
            log = os.open(self._log, os.O_RDONLY)
            try:
                self._read(log, range(since, end.frames), end.salts)
            finally:
                os.close(log)
            if self._salts() != end.salts:
                raise Trouble("shipping_lost", "the log began anew")
        self._at = end

    def _read(self, log: int, frames: range, salts: bytes) -> None:
        newest: dict[int, int] = {}
        head = b""
        for place in (HEADER + number * (FRAME + self.size) for number in frames):
            head = os.pread(log, FRAME, place)
            if head[FRAME_SALTS] != salts:
                raise Trouble("shipping_lost", "the log began anew")
            newest[int.from_bytes(head[:4], "big")] = place + FRAME
        count = int.from_bytes(head[4:8], "big")
        if not count:
            raise Trouble("shipping_lost", "the log does not end with a commit")
        self.count = count
        for page, place in newest.items():
            self.pages[page] = os.pread(log, self.size, place)


def _connection(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON").fetchall()
    return connection
