"""What a question about a past day of everybody costs who asks, and how long it keeps somebody else waiting who goes on
logging payments meanwhile. The books of bench/aging with 1,000,000 receivables, everything real but the platform.

    python3 -m bench.beside [ROWS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

from bench.aging import Books
from bench.importing import BOSS, REP, Talk, served, until
from bot.app import App, settled
from bot.channels.local import LocalChannel
from core.people import Identity, Member
from core.sales import Account
from storage.store import Store

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # before the hour at which a day's alerts are raised
QUESTIONS = ("2月23日全队欠多少", "1月底欠多少", "账龄 1月底")
TIMES, QUIET = 3, 2.0


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), rows)
        books.database.write(lambda transaction: _people(books, transaction))
        channel = LocalChannel(lambda: NOW, name="bench")
        app = App(books.database, {"bench": channel}, lambda: NOW)
        with served(app):
            settled()
            _measured(channel)
        books.database.close()


def _people(books: Books, transaction: Any) -> None:
    store = Store(transaction, books.team.id, by=None, source=0, now=NOW)
    for name, roles in {BOSS: ("manager", "admin"), REP: ("rep",)}.items():
        member = Member(id=store.new_id(), name=name, roles=roles, language="zh-CN")
        store.save(member, Identity(id=store.new_id(), channel="bench", user=name, member_id=member.id, chat=name))
    store.save(Account(id=store.new_id(), name="华星", owner_id=member.id))


def _measured(channel: LocalChannel) -> None:
    talk = Talk(channel)
    talker = Thread(target=talk.talk)
    talker.start()
    time.sleep(QUIET)
    began = time.perf_counter()
    for question in QUESTIONS:
        for _ in range(TIMES):
            asked, worked, before = time.perf_counter(), time.process_time(), _said(channel)
            channel.say(BOSS, BOSS, question)
            until(lambda before=before: _said(channel) > before or None)  # type: ignore[misc]
            done = time.perf_counter()
            time.sleep(QUIET / 4)
            waits = talk.of(asked - 0.05, done)
            spent = time.process_time() - worked
            print(f"{question}: answered in {done - asked:.2f} s, {spent:.2f} s of the processor, payments and all")
            print(f"    {_of(waits)}")
    talk.stop()
    talker.join()
    print(f"before: {_of(talk.of(0, began))}")


def _said(channel: LocalChannel) -> int:
    return sum(post.by_bot for post in channel.transcript.posts(BOSS))


def _of(waits: list[float]) -> str:
    median, longest = (statistics.median(waits) * 1000, waits[-1] * 1000) if waits else (0, 0)
    return f"{len(waits)} answers to somebody else, median {median:.0f} ms, longest {longest:.0f} ms"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
