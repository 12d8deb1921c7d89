"""What the questions about money cost in SQL: the ageing, what one customer owes, and a customer's score.

The same books with 10,000 and with 1,000,000 receivables, a hundred a customer, three in ten still open, falling due
on the same days: an ageing costs the days on which something is due, about 0.1 us each, so both have equally many.
Time is CPU time inside the database driver. `again` is the best of many askings, one right after another: what the
question costs. `first` is the median of the first asking after all the others were asked of both books, with the rows
no longer at hand: what somebody waits for. `aging` is the card, `customers` and `people` the pages by customer and by
rep, `risk, all` the first page of who owes and is trusted least, as a manager and as a rep asks for it (who has five
customers in the small book and five hundred in the large one: that line does not compare like with like).

    python3 -m bench.aging [ROWS ...]
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from core.base.ids import first_id
from core.base.money import Money
from core.ledger import Allocation, Payment, Receivable
from core.people import Member, Team
from core.sales import Account
from storage.database import Database
from storage.store import INSERT, Store
from storage.tables import KINDS
from storage.transaction import Transaction

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
BOUNDS = tuple(TODAY - timedelta(days=days) for days in (0, 30, 60, 90))
A_MONTH_AGO = TODAY - timedelta(days=30)
A_CUSTOMER, OPEN_IN_TEN, REPS = 100, 3, 20
TURNS, IN_A_ROW, GOAL, MOST = 12, 6, 1.3, 1.0
PIECE, SHOWN, TERMS = 50_000, 10, timedelta(days=60)
OPEN = "allocated < amount + adjusted"
KEPT = (
    (
        "INSERT INTO account_credit"
        " (team_id, account_id, points, grade, reasons, scored_on, policy_version, size, stale)"
        " SELECT DISTINCT team_id, account_id, account_id % 101, 'C', '[]', '2026-03-02', 1, 100, 0 FROM receivables"
    ),
    (
        "INSERT INTO account_money SELECT team_id, account_id, amount_currency, sum(amount + adjusted - allocated), 0"
        " FROM receivables GROUP BY team_id, account_id, amount_currency"
    ),
    *(
        f"INSERT INTO due_money SELECT r.team_id, {owner}, a.tier, r.amount_currency, r.due_on,"
        " sum(r.amount + r.adjusted - r.allocated), count(*) FROM receivables r"
        f" JOIN accounts a ON a.team_id = r.team_id AND a.id = r.account_id WHERE r.{OPEN}"
        f" GROUP BY r.team_id, {owner}, a.tier, r.amount_currency, r.due_on"
        for owner in ("r.team_id * 0", "a.owner_id")
    ),
)


class Books:
    """A team with so many receivables."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.rows = rows
        self.file = folder / f"{rows}.db"
        self.database = Database(f"sqlite:///{self.file}")
        self.team, self.accounts = self._found()
        self._fill()

    def _found(self) -> tuple[Team, list[Account]]:
        new = partial(self.database.ids.new, NOW)
        team = Team(id=new(), name="城南")
        members = [Member(id=new(), name=f"销售{number}") for number in range(REPS)]
        accounts = [
            Account(id=new(), name=f"客户{number}", owner_id=members[number % REPS].id,
                    tier="key" if number // REPS % 5 == 0 else "normal")
            for number in range(self.rows // A_CUSTOMER)
        ]  # fmt: skip

        def work(transaction: Transaction) -> None:
            Store(transaction, team.id, by=None, source=0, now=NOW).save(team, *members, *accounts)

        self.database.write(work)
        return team, accounts

    def _fill(self) -> None:
        """Straight into the tables: the rows are what the store would have written."""
        with closing(sqlite3.connect(self.file)) as raw:
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute("PRAGMA cache_size=-400000")
            for kind, rows in self._rows():
                columns = (*KINDS[kind].inserted, *(("next_check_on",) if kind is Receivable else ()))
                marks = ", ".join("?" * len(columns))
                names = ", ".join(f'"{one}"' for one in columns)
                insert = f"INSERT INTO {KINDS[kind].name} ({names}) VALUES ({marks})"
                while piece := [row for row, _ in zip(rows, range(PIECE), strict=False)]:
                    raw.executemany(insert, piece)
                    raw.commit()
            for statement in KEPT:
                raw.execute(statement)
            raw.commit()

    def _rows(self) -> Iterator[tuple[type[Any], Iterator[list[Any]]]]:
        """In the order of their ids, which tell when each was written down: billed 60 days before it was due, paid some
        days before or after."""
        order = sorted(range(self.rows), key=lambda at: (self._facts(at)[2], at))
        yield Receivable, (self._receivable(at) for at in order)
        paid = sorted((self._paid_on(at), at) for at in order if not self._is_open(at))
        yield Payment, (self._bound(self._payment(at)) for _, at in paid)
        yield Allocation, (self._bound(self._allocation(at)) for _, at in paid)

    def _facts(self, at: int) -> tuple[int, Money, date]:
        which = at // len(self.accounts)  # of so many of one customer
        return self.accounts[at % len(self.accounts)].id, Money.of(1000 + at % 977, "CNY"), TODAY + timedelta(
            days=(which * 37 + at % len(self.accounts) // REPS % 5) % 500 - 440
        )  # fmt: skip

    def _paid_on(self, at: int) -> date:
        return self._facts(at)[2] + timedelta(days=at % 40 - 10)

    def _is_open(self, at: int) -> bool:
        return at // len(self.accounts) % 10 < OPEN_IN_TEN or self._paid_on(at) > TODAY

    def _row(self, at: int, on: date, hour: int) -> int:
        return first_id(datetime.combine(on, time_of_day(hour), UTC)) + at

    def _receivable(self, at: int) -> list[Any]:
        account_id, amount, due_on = self._facts(at)
        row = self._row(at, due_on - TERMS, 1)
        zero = Money.zero("CNY")
        cells = self._bound(
            Receivable(id=row, account_id=account_id, amount=amount, due_on=due_on, allocated=zero, adjusted=zero)
        )
        if not self._is_open(at):
            cells[1 + KINDS[Receivable].columns.index("allocated")] = amount.minor
        return [*cells, None]

    def _payment(self, at: int) -> Payment:
        account_id, amount, _ = self._facts(at)
        on = self._paid_on(at)
        return Payment(id=self._row(at, on, 2), account_id=account_id, amount=amount, on=on, recorded_at=NOW)

    def _allocation(self, at: int) -> Allocation:
        payment = self._payment(at)
        return Allocation(
            id=self._row(at, payment.on, 3), account_id=payment.account_id, payment_id=payment.id,
            receivable_id=self._row(at, self._facts(at)[2] - TERMS, 1), amount=payment.amount, on=payment.on,
            recorded_at=NOW,
        )  # fmt: skip

    def _bound(self, record: Any) -> list[Any]:
        """A record as the values SQLite takes."""
        kind = KINDS[type(record)]
        cells = kind.row(record, self.database.seal(self.team.id))
        return list(self.database.prepared(INSERT[type(record)]).bind([self.team.id, *cells, None, NOW, 0]))

    def spent(self, ask: Callable[[Store], Any]) -> float:
        """Milliseconds of CPU inside the driver, on the connection that answers in chat."""

        def work(transaction: Transaction) -> float:
            store = Store(transaction, self.team.id, by=None, source=0, now=NOW)
            timed = _Timed(transaction)
            ask(store)
            return timed.spent * 1000

        return self.database.write(work)


class _Timed:
    """Stands before a transaction's cursor and stops the time: the driver and nothing else."""

    def __init__(self, transaction: Transaction) -> None:
        self.spent, self._cursor = 0.0, transaction._cursor  # noqa: SLF001
        transaction._cursor = self  # noqa: SLF001

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, sql: str, values: Any) -> _Timed:
        began = time.process_time()
        self._cursor.execute(sql, values)
        self.spent += time.process_time() - began
        return self

    def fetchall(self) -> list[Any]:
        began = time.process_time()
        rows: list[Any] = self._cursor.fetchall()
        self.spent += time.process_time() - began
        return rows


def questions(books: Books) -> dict[str, Callable[[Store], Any]]:
    """What each command asks of the store."""
    account = books.accounts[len(books.accounts) // 2]

    def customers(store: Store) -> None:
        for one in store.questions.owed_most(0, SHOWN + 1)[:SHOWN]:
            store.questions.aged_of(BOUNDS, one.whose)

    return {
        "aging": lambda store: store.questions.aged(BOUNDS),
        "aging of a rep": lambda store: store.questions.aged(BOUNDS, account.owner_id),
        "customers": customers,
        "people": lambda store: store.questions.aged_by_owner(BOUNDS),
        "owes": lambda store: (store.ledger.open_receivables(account.id), store.ledger.money(account.id)),
        "risk": lambda store: (
            store.credit.rating(account.id),
            store.credit.terms(account.id),
            store.credit.changes(account.id),
            store.ledger.open_receivables(account.id),
            store.ledger.money(account.id),
            store.sales.deals(account.id),
            store.contracts.of_account(account.id),
        ),
        "risk, all": lambda store: store.credit.worst((-1, 0), SHOWN + 1),
        "risk, a rep's": lambda store: store.credit.worst((-1, 0), SHOWN + 1, account.owner_id),
        "past of one": lambda store: store.past.touched(store.past.later(A_MONTH_AGO, account.id), account.id),
        "scored anew": lambda store: (store.ledger.entries(account.id), store.ledger.promises(account.id)),
    }


def _shown(of: dict[int, float]) -> str:
    """Milliseconds of each size, and how much the largest takes of the smallest."""
    each = list(of.values())
    return ", ".join(f"{one:6.3f}" for one in each) + f" ms, ratio {each[-1] / each[0]:.2f}"


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = []
        for size in sizes:
            began = time.monotonic()
            books.append(Books(Path(folder), size))
            print(f"{size:>9,} receivables, built in {time.monotonic() - began:.0f} s")
        asked = {one.rows: questions(one) for one in books}
        again: dict[tuple[str, int], float] = {}
        first: dict[tuple[str, int], list[float]] = {}
        for _ in range(TURNS):
            for one in books:
                for name, ask in asked[one.rows].items():
                    times = [one.spent(ask) for _ in range(IN_A_ROW)]
                    first.setdefault((name, one.rows), []).append(times[0])
                    again[name, one.rows] = min(again.get((name, one.rows), 1e9), *times)
        for name in asked[sizes[0]]:
            best = {size: again[name, size] for size in sizes}
            cold = {size: median(first[name, size]) for size in sizes}
            print(f"{name:>14}: again {_shown(best)}; first {_shown(cold)} (goal {GOAL}, {MOST} ms)")
        for one in books:
            one.database.close()


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 1_000_000])
