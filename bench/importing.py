"""A file of 20,000 rows sent to the bot, as a manager does it, while somebody else goes on logging payments.

Everything is the real thing but the platform: inbox, dispatcher, delivery and the thread that brings files in, on the
local channel. Told are the seconds from the file to its preview, from the press to the end, and how long the answers to
the other person took; beside it the bare rows in SQLite, in the same run.

python -m bench.importing [ROWS]
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar

from bot.app import App
from bot.channels.local import LocalChannel
from bot.channels.transcript import Post
from core.people import Identity, Member, Team
from core.sales import Account
from storage.database import Database
from storage.store import Store
from tests.bot.workbooks import workbook

T = TypeVar("T")
HEAD = ["客户", "联系人", "电话", "应收金额（万元）", "到期日"]
DUE = date(2027, 1, 15)
GOAL_SECONDS, GOAL_WAIT = 20, 1.0
PATIENCE = 600
BOSS, REP = "王经理", "李雷"


class Talk:
    """Somebody who logs payments, the next one a moment after the answer to the last, and how long each answer took."""

    def __init__(self, channel: LocalChannel) -> None:
        self._channel, self._stop, self._answered = channel, Event(), Event()
        self.waits: list[tuple[float, float]] = []  # when it was said, how long its answer took
        channel.transcript.listen(self._hear)

    def _hear(self, post: Post) -> None:
        if post.chat == REP and post.by_bot and not post.edited:
            self._answered.set()

    def talk(self) -> None:
        while not self._stop.wait(0.05):
            self._answered.clear()
            said = time.perf_counter()
            self._channel.say(REP, REP, f"收到华星货款{len(self.waits) + 1}元")
            assert self._answered.wait(PATIENCE)
            self.waits.append((said, time.perf_counter() - said))

    def stop(self) -> None:
        self._stop.set()

    def of(self, since: float, until: float) -> list[float]:
        return sorted(wait for said, wait in self.waits if since <= said <= until)


def main(count: int) -> None:
    rows = [[f"第{n}号客户", "李总", f"138{n:08}", 1.5, DUE] for n in range(count)]
    content = workbook({"客户": [HEAD, *rows]})
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(Path(folder), rows)
        print(f"{count:,} rows, {len(content) / 1e6:.1f} MB; bare rows in SQLite, one transaction: {bare:.2f} s")
        database = Database(f"sqlite:///{folder}/books.db")
        channel = LocalChannel(lambda: datetime.now(UTC), name="bench")
        app = App(database, {"bench": channel}, lambda: datetime.now(UTC))
        _found(database)
        with served(app):
            _measured(channel, content, count, bare)
        database.close()


def _measured(channel: LocalChannel, content: bytes, count: int, bare: float) -> None:
    talk = Talk(channel)
    talker = Thread(target=talk.talk)
    talker.start()
    time.sleep(2)
    sent, worked = time.perf_counter(), time.process_time()
    channel.attach_file(BOSS, BOSS, "客户.xlsx", content)
    card = until(lambda: _said(channel, f"共 {count:,} 行"))
    shown = time.perf_counter()
    channel.press(BOSS, BOSS, card.id, card.choices[0][0].token)
    until(lambda: _said(channel, "导入好了"))
    done, work = time.perf_counter(), time.process_time() - worked
    talk.stop()
    talker.join()
    time.sleep(1)
    print(f"file to preview {shown - sent:.1f} s, press to end {done - shown:.1f} s, "
          f"whole {done - sent:.1f} s (goal {GOAL_SECONDS} s), {(done - sent) / bare:.0f} x bare, "
          f"{count / (done - sent):.0f} rows/s; {work:.1f} s of the processor, payments and all")  # fmt: skip
    for name, waits in (
        ("before", talk.of(0, sent)),
        ("reading", talk.of(sent, shown)),
        ("writing", talk.of(shown, done)),
    ):
        print(f"answers to somebody else, {name:<8} {len(waits):>5}: median {statistics.median(waits) * 1000:4.0f} ms, "
              f"longest {waits[-1] * 1000:4.0f} ms")  # fmt: skip
    print(f"longest wait {max(wait for _, wait in talk.waits) * 1000:.0f} ms (goal {GOAL_WAIT * 1000:.0f} ms)")


def _said(channel: LocalChannel, words: str) -> Post | None:
    return next((post for post in channel.transcript.posts(BOSS) if post.by_bot and words in post.text), None)


def until(there: Callable[[], T | None]) -> T:
    began = time.monotonic()
    while (found := there()) is None:
        assert time.monotonic() - began < PATIENCE, "it does not come to its end"
        time.sleep(0.02)
    return found


def _bare(folder: Path, rows: list[list[Any]]) -> float:
    began = time.perf_counter()
    with closing(sqlite3.connect(folder / "bare.db")) as raw, raw:
        raw.execute("CREATE TABLE bare (a, b, c, d, e)")
        raw.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", ([*row[:4], str(row[4])] for row in rows))
    return time.perf_counter() - began


def _found(database: Database) -> None:
    now = datetime.now(UTC)
    team = Team(id=database.ids.new(now), name="华东")

    def work(transaction: Any) -> None:
        store = Store(transaction, team.id, by=None, source=0, now=now)
        store.save(team)
        for name, roles in {BOSS: ("manager", "admin"), REP: ("rep",)}.items():
            member = Member(id=store.new_id(), name=name, roles=roles)
            identity = Identity(id=store.new_id(), channel="bench", user=name, member_id=member.id, chat=name)
            store.save(member, identity)
        store.save(Account(id=store.new_id(), name="华星", owner_id=member.id))

    database.write(work)


@contextmanager
def served(app: App) -> Iterator[None]:
    stop, ready = Event(), Event()

    async def serve() -> None:
        async with app.running():
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
