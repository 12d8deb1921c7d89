"""What this machine allows: the limits every other measurement here is a ratio to.

`raw` is one message per commit on the standard library's sqlite3, WAL, synchronous=FULL: one look-up and four inserts
(record, audit, task, outbox reply). The raw writer is one thread that drains what waits, at most 128 messages, into
one transaction and answers after the commit; so many callers as are "in flight" each wait for an answer before they
send their next message. No reading, no sealing, no audit chain, no SQLAlchemy: nothing of ours.

    python3 dev.py bench raw --seconds 2 --rounds 5
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from time import perf_counter

RESULTS = Path(__file__).parent / "results"  # on the disk of the repository: /tmp is memory on some machines
ACCOUNTS = 1_000
PER_COMMIT = (10, 100)
IN_FLIGHT = (1, 16, 128)
AT_MOST = 128  # messages in one transaction

TABLES = """
    create table account (id integer primary key, team_id integer, name text, owner_id integer);
    create unique index account_name on account (team_id, name);
    create table record (id integer primary key, team_id integer, account_id integer, amount integer, noted text);
    create index record_account on record (team_id, account_id);
    create table audit (id integer primary key, team_id integer, subject_id integer, change text, mac blob);
    create table task (id integer primary key, team_id integer, record_id integer, due_on text);
    create index task_due on task (team_id, due_on);
    create table outbox (id integer primary key, team_id integer, chat_id integer, facts text, state text);
    create index outbox_waiting on outbox (id) where state = 'waiting';
"""
NOTE = "今天拜访华星李总，二期预算80万，下周三给方案"
CHANGE = '{"kind":"payment","before":null,"after":{"amount":"50000.00","currency":"CNY","on":"2026-03-02"}}'
FACTS = '{"key":"payment_saved","account":"华星科技","amount":"¥50,000","balance":"¥30,000"}'
MAC = bytes(32)


@dataclass(frozen=True, slots=True)
class Speed:
    per_second: float
    p50: float  # milliseconds from sending to answer
    p99: float

    def over(self, raw: float) -> str:
        return f"{self.per_second / raw:5.2f} x raw   p50 {self.p50:6.2f} ms   p99 {self.p99:6.2f} ms"


def raw_messages_per_second(path: Path, seconds: float, per_commit: int = 1) -> float:
    """One connection, one thread; raw is one message per commit, more of them show what grouping can gain."""
    connection = open_database(path)
    written = 0
    began = perf_counter()
    while perf_counter() - began < seconds:
        write(connection, list(range(written, written + per_commit)))
        written += per_commit
    took = perf_counter() - began
    connection.close()
    return written / took


def raw_writer(path: Path, seconds: float, in_flight: int) -> Speed:
    """The thread-fed writer, with so many callers waiting at any time."""
    return asyncio.run(_closed_loop(path, seconds, in_flight))


def open_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"pragma {pragma}").close()
    connection.executescript(TABLES)
    connection.execute("begin")
    accounts = ((number, 1, f"客户{number}", 1) for number in range(ACCOUNTS))
    connection.executemany("insert into account values (?, ?, ?, ?)", accounts)
    connection.execute("commit")
    return connection


def write(connection: sqlite3.Connection, numbers: list[int]) -> None:
    """These messages in one transaction."""
    execute = connection.execute
    execute("begin immediate")
    for number in numbers:
        name = f"客户{number % ACCOUNTS}"
        ((account,),) = execute("select id from account where team_id = 1 and name = ?", (name,))
        execute("insert into record values (?, 1, ?, 5000000, ?)", (number, account, NOTE))
        execute("insert into audit values (?, 1, ?, ?, ?)", (number, number, CHANGE, MAC))
        execute("insert into task values (?, 1, ?, '2026-03-11')", (number, number))
        execute("insert into outbox values (?, 1, 1, ?, 'waiting')", (number, FACTS))
    execute("commit")


def rows(path: Path, table: str) -> int:
    """A speed counts only with no row lost or doubled."""
    connection = sqlite3.connect(path)
    ((number,),) = connection.execute(f"select count(*) from {table}")
    connection.close()
    return int(number)


async def _closed_loop(path: Path, seconds: float, in_flight: int) -> Speed:
    loop = asyncio.get_running_loop()
    waiting: SimpleQueue[tuple[int, asyncio.Future[None]] | None] = SimpleQueue()
    writer = threading.Thread(target=_drain, args=(open_database(path), waiting, loop))
    writer.start()
    numbers = count(1)
    took: list[float] = []
    began = perf_counter()

    async def caller() -> None:
        while (sent := perf_counter()) - began < seconds:
            answered = loop.create_future()
            waiting.put((next(numbers), answered))
            await answered
            took.append((perf_counter() - sent) * 1000)

    await asyncio.gather(*(caller() for _ in range(in_flight)))
    elapsed = perf_counter() - began
    waiting.put(None)
    await asyncio.to_thread(writer.join)
    if (kept := rows(path, "outbox")) != len(took):
        raise AssertionError(f"{len(took)} messages were answered, {kept} are in the database")
    return Speed(len(took) / elapsed, *percentiles(took))


def _drain(
    connection: sqlite3.Connection,
    waiting: SimpleQueue[tuple[int, asyncio.Future[None]] | None],
    loop: asyncio.AbstractEventLoop,
) -> None:
    while first := waiting.get():
        batch = [first]
        try:
            while len(batch) < AT_MOST and (more := waiting.get_nowait()):
                batch.append(more)
        except Empty:
            pass
        write(connection, [number for number, _ in batch])
        loop.call_soon_threadsafe(_answer, [answered for _, answered in batch])
    connection.close()


def _answer(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        future.set_result(None)


# --- for the other measurements --------------------------------------------------------------------------------------


def percentiles(milliseconds: list[float]) -> tuple[float, float]:
    """Median and 99th of a hundred."""
    ordered = sorted(milliseconds)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on a real disk, gone afterwards."""
    RESULTS.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=RESULTS))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=1.0, help="of each measurement in each round")
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()

    raw: list[float] = []
    grouped: dict[int, list[float]] = {each: [] for each in PER_COMMIT}
    writer: dict[int, list[Speed]] = {each: [] for each in IN_FLIGHT}
    for _ in range(asked.rounds):  # in turn, so that a busy neighbour slows all alike
        with scratch() as folder:
            raw.append(raw_messages_per_second(folder / "raw.db", asked.seconds))
            for each, ratios in grouped.items():
                ratios.append(raw_messages_per_second(folder / f"by{each}.db", asked.seconds, each) / raw[-1])
            for in_flight, speeds in writer.items():
                speeds.append(raw_writer(folder / f"{in_flight}.db", asked.seconds, in_flight))

    print(f"raw, one message per commit: {statistics.median(raw):,.0f} messages a second (median of {asked.rounds})")
    for each, ratios in grouped.items():
        print(f"the same, {each:3} per commit:    {statistics.median(ratios):5.2f} x raw")
    for in_flight, speeds in writer.items():
        ratios = [speed.per_second / here for speed, here in zip(speeds, raw, strict=True)]
        median = speeds[ratios.index(statistics.median_low(ratios))]
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        print(f"raw writer, {in_flight:3} in flight: {median.over(raw[speeds.index(median)])}   (of {spread})")


if __name__ == "__main__":
    main()
