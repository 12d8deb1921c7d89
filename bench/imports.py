"""How long 20,000 rows take, against the bare rows in SQLite, and how long a message beside them waits.

python -m bench.imports [ROWS]
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

from bot.importing.applying import Importer, apply, planned
from bot.importing.sheets import sheets_of
from bot.importing.undoing import take_back
from core.people import Member, Team
from core.sales import Account, Visit
from storage.database import Database
from storage.store import Store
from tests.bot.workbooks import workbook
from tests.storage.cast import NOW, TODAY, found_team

HEAD = ["客户", "联系人", "电话", "应收金额（万元）", "到期日"]


def main(count: int) -> None:
    rows = [[f"第{n}号客户", "李总", f"138{n:08}", 1.5, TODAY] for n in range(count)]
    content = workbook({"客户": [HEAD, *rows]})
    with tempfile.TemporaryDirectory() as folder:
        bare = _timed("bare rows in SQLite, one transaction", lambda: _bare(Path(folder), rows))
        database = Database(f"sqlite:///{folder}/books.db")
        cast = found_team(database)
        importer = Importer(cast.team.id, cast.li, NOW)
        began = time.monotonic()
        sheets = _timed("open", lambda: sheets_of(content, "a.xlsx"))[1]
        plan = _timed("plan", lambda: planned(database, importer, sheets))[1]
        with _Talker(database, cast.team, cast.li, cast.account) as talker:
            done = _timed("apply", lambda: apply(database, importer, plan, ["a.xlsx"]))[1]
        whole = time.monotonic() - began
        print(f"{'whole':<40}{whole:8.2f} s  {whole / bare[0]:6.1f} x bare  {count / whole:8.0f} rows/s")
        print(f"{'a message beside it waited at most':<40}{talker.longest * 1000:8.0f} ms")
        again = _timed("the same file again", lambda: planned(database, importer, sheets))[1]
        assert not again.entries
        _timed("take back", lambda: take_back(database, importer, done.id))
        database.close()


def _timed(what: str, work: Any) -> tuple[float, Any]:
    began = time.monotonic()
    result = work()
    seconds = time.monotonic() - began
    print(f"{what:<40}{seconds:8.2f} s")
    return seconds, result


def _bare(folder: Path, rows: list[list[Any]]) -> None:
    with sqlite3.connect(folder / "bare.db") as raw:
        raw.execute("CREATE TABLE bare (a, b, c, d, e)")
        raw.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", rows)


class _Talker:
    """Somebody who logs a visit every 50 ms."""

    def __init__(self, database: Database, team: Team, member: Member, account: Account) -> None:
        self._database, self._team, self._member, self._account = database, team, member, account
        self._stop, self.longest = Event(), 0.0

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._talk)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _talk(self) -> None:
        while not self._stop.wait(0.05):
            began = time.monotonic()
            self._database.write(self._visit)
            self.longest = max(self.longest, time.monotonic() - began)

    def _visit(self, transaction: Any) -> None:
        store = Store(transaction, self._team.id, by=self._member.id, source=0, now=NOW)
        store.save(Visit(id=store.new_id(), account_id=self._account.id, by_id=self._member.id, on=TODAY))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
