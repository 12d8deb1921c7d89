"""One person sends 50 messages a second while others go on logging payments: how long do these wait for their answers?

Everything is the real thing but the platform. Told is the others' 95th percentile during the flood against the quiet
while before, in the same run: first with the flood in a chat of its own, then in the group where the others write too.

python -m bench.flood [SECONDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any, Self

from bot.app import App
from bot.channels.local import LocalChannel
from bot.channels.transcript import Post
from core.people import Chat, Identity, Member, Team
from core.sales import Account
from storage.database import Database
from storage.store import Store
from tests.bot.house import served

A_SECOND, EVERY, GOAL = 50, 0.3, 3
FLOOD, OTHERS, GROUP = "阿洪", ("李雷", "韩梅梅", "王芳", "赵强"), "销售群"
PATIENCE = 60


class Talk:
    """People who log a payment now and then, and how long each answer took."""

    def __init__(self, channel: LocalChannel, chat: str | None) -> None:
        self._channel, self._chat, self._stop = channel, chat, Event()
        self._heard = {name: Event() for name in OTHERS}
        self._threads = [Thread(target=self._talk, args=(name, EVERY * place / len(OTHERS)))
                         for place, name in enumerate(OTHERS)]  # fmt: skip
        self.waits: list[tuple[float, float]] = []  # when it was said, how long its answer took
        channel.transcript.listen(self._hear)

    def _hear(self, post: Post) -> None:
        if post.chat in self._heard and post.by_bot and not post.edited:
            self._heard[post.chat].set()

    def _talk(self, who: str, after: float) -> None:
        time.sleep(after)
        count = 0
        while not self._stop.is_set():
            count += 1
            self._heard[who].clear()
            said = time.perf_counter()
            self._channel.say(who, self._chat or who, f"收到{who}的客户货款{count}元")
            assert self._heard[who].wait(PATIENCE), who
            took = time.perf_counter() - said
            self.waits.append((said, took))
            self._stop.wait(max(0.0, EVERY - took))

    def __enter__(self) -> Self:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for one in self._threads:
            one.join()

    def p95(self, since: float, until: float) -> tuple[float, int]:
        """Seconds, and of how many."""
        waits = sorted(wait for said, wait in self.waits if since <= said <= until)
        return waits[int(0.95 * (len(waits) - 1))], len(waits)


def main(seconds: float) -> None:
    for where, chat in (("in a chat of its own", None), ("in the group of all", GROUP)):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{folder}/books.db")
            channel = LocalChannel(lambda: datetime.now(UTC), name="bench")
            app = App(database, {"bench": channel}, lambda: datetime.now(UTC))
            _found(database)
            channel.attach(app.dispatcher)
            with served(app), Talk(channel, chat) as talk:
                _measured(channel, talk, chat, where, seconds)
            database.close()


def _measured(channel: LocalChannel, talk: Talk, chat: str | None, where: str, seconds: float) -> None:
    time.sleep(2)  # until all is loaded
    began = time.perf_counter()
    time.sleep(seconds)
    flooding = time.perf_counter()
    sent = _flood(channel, chat or FLOOD, flooding + seconds)
    ended = time.perf_counter()
    (quiet, before), (loud, during) = talk.p95(began, flooding), talk.p95(flooding, ended)
    print(f"{sent / (ended - flooding):.0f} messages a second by one {where}: others' p95 {loud * 1000:.0f} ms "
          f"of {during}, quiet {quiet * 1000:.0f} ms of {before}: {loud / quiet:.1f} x (goal {GOAL} x)")  # fmt: skip


def _flood(channel: LocalChannel, chat: str, until: float) -> int:
    """Whatever the bot does about it, the next one comes when it comes."""
    began, count = time.perf_counter(), 0
    while (now := time.perf_counter()) < until:
        due = int((now - began) * A_SECOND)
        for number in range(count, due):
            channel.say(FLOOD, chat, f"收到{FLOOD}的客户货款{number + 1}元")
        count = max(count, due)
        time.sleep(0.005)
    return count


def _found(database: Database) -> None:
    now = datetime.now(UTC)
    team = Team(id=database.ids.new(now), name="华东")

    def work(transaction: Any) -> None:
        store = Store(transaction, team.id, by=None, source=0, now=now)
        store.save(team)
        for name in (FLOOD, *OTHERS):
            member = Member(id=store.new_id(), name=name, roles=("rep",))
            identity = Identity(id=store.new_id(), channel="bench", user=name, member_id=member.id, chat=name)
            account = Account(id=store.new_id(), name=f"{name}的客户", owner_id=member.id)
            store.save(member, identity, account)
        room = Chat(id=store.new_id(), channel="bench", chat=GROUP, title=GROUP, hears_all=True, bound_at=now)
        store.save(room)

    database.write(work)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
