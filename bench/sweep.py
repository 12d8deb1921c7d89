"""What one sweep costs with 1,000 due among 1,000,000 receivables, against 1,000 due among 10,000, day by day in turn.

python -m bench.sweep [ROWS ...]
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.sweep import sweep_team
from core.base.money import Money
from core.ledger import Receivable
from core.people import Chat, Member, Team
from core.sales import Account
from storage.database import Database
from storage.ledger import DUE
from storage.store import Store
from storage.tables import KINDS

DUE_A_DAY = 1_000
# Working days in a row, so that what one day's sweep said is not due again on the next.
DAYS = [date(2026, 3, day) for day in (2, 3, 4, 5, 6)]
ZONE = ZoneInfo("Asia/Shanghai")
GOAL = 1.2
PIECE = 50_000


class Books:
    """A team with so many open receivables, of which DUE_A_DAY are to be looked at on each of DAYS."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.rows = rows
        self.file = folder / f"{rows}.db"
        self.database = Database(f"sqlite:///{self.file}")
        self.team, self.accounts = self._found()
        self._fill()

    def _found(self) -> tuple[Team, list[Account]]:
        new, now = self.database.ids.new, at(DAYS[0])
        team, member = Team(id=new(now), name="城南"), Member(id=new(now), name="李雷")
        group = Chat(id=new(now), channel="bench", chat="group", title="群", bound_at=now)
        accounts = [Account(id=new(now), name=f"客户{n}", owner_id=member.id) for n in range(DUE_A_DAY)]

        def work(transaction: Any) -> None:
            Store(transaction, team.id, by=None, source=0, now=now).save(team, member, group, *accounts)

        self.database.write(work)
        return team, accounts

    def _fill(self) -> None:
        """Straight into the table, as no import could: the rows are what the store would have written."""
        kind = KINDS[Receivable]
        columns = (*kind.inserted, "next_check_on")
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO receivables ({', '.join(columns)}) VALUES ({marks})"
        with closing(sqlite3.connect(self.file)) as raw:
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute("PRAGMA cache_size=-400000")
            rows = self._rows(kind)
            while piece := [row for row, _ in zip(rows, range(PIECE), strict=False)]:
                raw.executemany(insert, piece)
                raw.commit()

    def _rows(self, kind: Any) -> Iterator[list[Any]]:
        zero, now = Money.zero("CNY"), at(DAYS[0])
        model = Receivable(
            id=0, account_id=0, amount=Money.of(1000, "CNY"), due_on=DAYS[0], allocated=zero, adjusted=zero
        )
        bind = _binder(self.database, kind)
        for number in range(self.rows):
            account = self.accounts[number % DUE_A_DAY]
            which = number // DUE_A_DAY
            # The first of them fall due day by day; the others are open too, for the days of the year to come.
            day = DAYS[which] if which < len(DAYS) else DAYS[-1] + timedelta(days=30 + number % 365)
            record = replace(
                model, id=self.database.ids.new(now), account_id=account.id, due_on=day - timedelta(days=1)
            )
            yield [*bind(self.team.id, record, now), day.isoformat()]

    def sweep(self, day: date) -> float:
        """Milliseconds for the sweep of a day; it finds exactly what is due (from the second day on also the tasks the
        days before made)."""
        began = time.perf_counter()
        swept = sweep_team(self.database, self.team.id, at(day))
        took = time.perf_counter() - began
        assert swept is not None
        late = [alert for alert in swept.alerts if alert.rule == "overdue"]
        assert len(late) == DUE_A_DAY, len(late)
        return took * 1000

    def raw(self, day: date) -> float:
        """Milliseconds for the bare question: what is due by then."""
        return self._timed(lambda tx: tx.raw(DUE, in_team=self.team.id, today=day, count=DUE_A_DAY))

    def nothing(self) -> float:
        """Microseconds for a question about a day when nothing is due."""
        before = DAYS[0] - timedelta(days=1)
        ask = lambda tx: tx.raw(DUE, in_team=self.team.id, today=before, count=DUE_A_DAY)  # noqa: E731
        return min(self._timed(ask) for _ in range(20)) * 1000

    def _timed(self, ask: Callable[[Any], Any]) -> float:
        def work(transaction: Any) -> float:
            began = time.perf_counter()
            ask(transaction)
            return (time.perf_counter() - began) * 1000

        return self.database.read(work)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)


def _binder(database: Database, kind: Any) -> Callable[[int, Receivable, datetime], list[Any]]:
    """A record as the values SQLite takes."""
    from storage.store import INSERT

    prepared, seal = database.prepared(INSERT[Receivable]), database.seal

    def bound(team_id: int, record: Receivable, now: datetime) -> list[Any]:
        return list(prepared.bind([team_id, *kind.row(record, seal(team_id)), None, now, 0]))

    return bound


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = []
        for size in sizes:
            began = time.monotonic()
            books.append(Books(Path(folder), size))
            print(f"{size:>9,} open receivables, built in {time.monotonic() - began:.0f} s")
        bare = {one.rows: statistics.median(one.raw(DAYS[0]) for _ in range(5)) for one in books}
        none = {one.rows: one.nothing() for one in books}
        took: dict[int, list[float]] = {one.rows: [] for one in books}
        for number, day in enumerate(DAYS):
            for one in books if number % 2 else books[::-1]:
                took[one.rows].append(one.sweep(day))
        for one in books:
            sweep = statistics.median(took[one.rows])
            print(
                f"{one.rows:>9,}: sweep of {DUE_A_DAY:,} due {sweep:7.1f} ms, bare question {bare[one.rows]:6.2f} ms, "
                f"nothing due {none[one.rows]:5.0f} us"
            )
        small, large = sizes[0], sizes[-1]
        ratio = statistics.median(took[large]) / statistics.median(took[small])
        print(f"ratio {ratio:.2f} (goal {GOAL}); the bare question grows by {bare[large] / bare[small]:.2f}")
        for one in books:
            one.database.close()


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 1_000_000])
