"""Logging a payment: from the inbox row to the committed outbox row, on SQLite, with everything on.

A message is opened, its sender and team are found, the payment is read, allocated, saved with its audit row, the
kept sums move, two buttons and the sealed card are queued, the inbox row is done: one transaction, group commit. So
many chats as are "in flight" always have one message waiting. Ratios are to raw one-message-per-commit writes of the
same round (bench/raw.py). `heard before` leaves the reading of the words out: bench/reading.py measures that apart.

    python3 dev.py bench log --seconds 3 --rounds 3
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from time import perf_counter, process_time
from typing import Any, NamedTuple

from bench.raw import RESULTS, Speed, percentiles, raw_messages_per_second
from bot.__main__ import YOUNG
from bot.channels import Raw, Update
from bot.channels.local import LocalChannel
from bot.dispatch import Dispatcher
from bot.hearing import Heard
from core.base.money import Money
from core.ledger import Receivable
from core.people import Identity, Member, Team
from core.sales import Account
from storage.database import Database
from storage.inbox import Arrived
from storage.store import Store
from storage.transaction import Transaction

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ACCOUNTS = 1_000
IN_FLIGHT = (1, 16, 128)


class Bench(Dispatcher):
    """The dispatcher, with a stop-watch on each message."""

    def __init__(self, database: Database, channel: LocalChannel) -> None:
        super().__init__(database, {channel.name: channel}, lambda: NOW)
        self.took: list[float] = []
        self.heard_seconds = 0.0
        self._began: dict[int, float] = {}
        self._enough = Event()
        self._wanted = 0

    def expect(self, count: int) -> Event:
        """Set once so many messages are done."""
        self._wanted = count
        return self._enough

    def _hear(self, transaction: Transaction, arrived: Arrived) -> Heard | Exception | None:
        self._began[arrived.id] = perf_counter()
        return super()._hear(transaction, arrived)

    def _finish(self, arrived: Arrived, toast: Any, *, asked: bool = True) -> None:
        self.took.append((perf_counter() - self._began.pop(arrived.id)) * 1000)
        super()._finish(arrived, toast, asked=asked)
        if len(self.took) >= self._wanted:
            self._enough.set()


def books(folder: Path) -> tuple[Database, LocalChannel, int]:
    """A team of 128 reps with a thousand customers, each owing plenty."""
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    channel = LocalChannel(lambda: NOW, run="bench")
    team_id = database.ids.new(NOW)

    def fill(transaction: Transaction) -> None:
        store = Store(transaction, team_id, by=None, source=0, now=NOW)
        store.save(Team(id=team_id, name="Bench"))
        members = [Member(id=store.new_id(), name=f"销售{number}") for number in range(max(IN_FLIGHT))]
        store.save(*members)
        for number, member in enumerate(members):
            user = f"rep{number}"
            store.save(Identity(id=store.new_id(), channel=channel.name, user=user, member_id=member.id, chat=user))
        zero = Money.zero("CNY")
        for number in range(ACCOUNTS):
            account = Account(id=store.new_id(), name=f"客户{number:04d}公司", owner_id=members[number % 128].id)
            owed = Money.of(90_000_000, "CNY")
            due_on = date(2026, 3, 1)
            store.save(account, Receivable(id=store.new_id(), account_id=account.id, amount=owed, due_on=due_on,
                                           allocated=zero, adjusted=zero))  # fmt: skip

    database.write(fill)
    return database, channel, team_id


def message(number: int, rep: int) -> Update:
    """A payment of a different amount each, so that none looks said twice."""
    user = f"rep{rep}"
    raw: Raw = {
        "version": 1, "kind": "text", "person": user, "name": user, "chat": user, "private": True,
        "sent_at": NOW.isoformat(),
        "text": f"收到客户{number % ACCOUNTS:04d}公司货款{number + 1}元", "message": f"m{number}",
    }  # fmt: skip
    return Update(key=f"k{number}", lane=user, raw=raw)


class Measured(NamedTuple):
    """Messages a second; the seconds of reading within, and of the processor, which neighbours slow down less."""

    speed: Speed
    reading: float
    processor: float


def logged(in_flight: int, count: int, *, heard_before: bool) -> Measured:
    """One measurement on new books, in a process that looks for circles of objects as rarely as `gengfu run` does."""
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(dir=RESULTS) as folder:
        database, channel, _ = books(Path(folder))
        bench = Bench(database, channel)
        reading = _time_hearing(bench, heard_before)
        for start in range(0, count, 500):
            bench.keep(channel.name, [message(n, n % in_flight) for n in range(start, min(start + 500, count))])
        if heard_before:
            _hear_all(bench, database)
        done = bench.expect(count)
        began, processor = perf_counter(), process_time()
        thread = _serve(bench)
        if not done.wait(120):
            raise TimeoutError(f"{len(bench.took)} of {count} messages were handled")
        elapsed, processor = perf_counter() - began, process_time() - processor
        bench.stop()
        thread.join()
        _check(database, count)
        database.close()
        return Measured(Speed(count / elapsed, *percentiles(bench.took)), sum(reading), processor)


def _serve(bench: Bench) -> Any:
    from threading import Thread

    thread = Thread(target=bench.serve, daemon=True)
    thread.start()
    return thread


def _time_hearing(bench: Bench, heard_before: bool) -> list[float]:
    spent: list[float] = []
    hear, known = bench.hearing.hear, dict[int, Heard | None]()

    def timed(transaction: Transaction, arrived: Arrived) -> Heard | None:
        began = perf_counter()
        if arrived.id not in known:
            heard = hear(transaction, arrived)
            if heard_before:
                known[arrived.id] = heard
        else:
            heard = known[arrived.id]
        spent.append(perf_counter() - began)
        return heard

    bench.hearing.hear = timed  # type: ignore[method-assign]
    return spent


def _hear_all(bench: Bench, database: Database) -> None:
    """Read every message once beforehand."""
    from storage.inbox import Inbox

    def work(transaction: Transaction) -> None:
        after = 0
        while page := Inbox(transaction).waiting(after):
            for arrived in page:
                bench.hearing.hear(transaction, arrived)
            after = page[-1].id

    database.read(work)


def _check(database: Database, count: int) -> None:
    """A speed counts only with no row lost or doubled."""
    from sqlalchemy import func, select

    from storage.outbox import Outbox
    from storage.tables.books import BY_NAME

    payments = database.read(lambda tx: tx.ask(select(func.count()).select_from(BY_NAME["payments"].table))[0][0])
    cards = database.read(lambda tx: Outbox(tx).counts()["waiting"][0])
    if (payments, cards) != (count, count):
        raise AssertionError(f"{count} messages made {payments} payments and {cards} cards")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1500, help="messages a measurement")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    gc.set_threshold(YOUNG)
    logged(1, 20, heard_before=False)  # catalogues and lexicons are loaded once in the life of a process
    ratios: dict[tuple[int, bool], list[float]] = {}
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory(dir=RESULTS) as folder:
            raw = raw_messages_per_second(Path(folder) / "raw.db", 1.0)
        print(f"raw, one message a commit: {raw:7.0f}/s")
        for in_flight in IN_FLIGHT:
            for heard_before in (False, True):
                count = given.count // 5 if in_flight == 1 else given.count
                speed, heard, processor = logged(in_flight, count, heard_before=heard_before)
                ratios.setdefault((in_flight, heard_before), []).append(speed.per_second / raw)
                what = "heard before" if heard_before else f"reading {heard / count * 1e6:4.0f} us each"
                cost = f"{processor / count * 1e6:4.0f} us of the processor"
                print(f"  {in_flight:3d} in flight {speed.per_second:7.0f}/s  {speed.over(raw)}  {cost}  ({what})")
    print("medians of the ratios:", _summary(ratios))


def _summary(ratios: Mapping[tuple[int, bool], list[float]]) -> str:
    parts = (
        f"{in_flight} in flight{' heard before' if before else ''}: {statistics.median(found):.2f}"
        for (in_flight, before), found in ratios.items()
    )
    return "; ".join(parts)


if __name__ == "__main__":
    main()
    shutil.rmtree(RESULTS, ignore_errors=True)
