"""A small team on the local channel, for tests of what people do in chat: a manager and a rep, each with a customer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from bot.app import App
from bot.channels.local import LocalChannel
from bot.channels.transcript import Post
from core.people import Identity, Member, Team
from core.sales import Account
from storage.database import Database
from storage.store import Store
from tests.storage.cast import NOW


@dataclass
class House:
    """A team on the local channel: a manager, a rep, and what they see."""

    database: Database
    app: App
    channel: LocalChannel
    team: Team

    def sends(self, who: str, name: str, content: bytes, caption: str = "") -> Post:
        self.channel.attach_file(who, who, name, content, caption)
        self.app.settle()
        return self.last(who)

    def says(self, who: str, text: str) -> Post:
        self.channel.say(who, who, text)
        self.app.settle()
        return self.last(who)

    def presses(self, who: str, label: str, *, settle: bool = True) -> str | None:
        row = self.channel.press(who, who, *self.button(who, label)).row
        self.app.settle() if settle else self.app.dispatcher.drain()
        return asyncio.run(self.app.dispatcher.outcome(row, 5)) if row else None

    def button(self, who: str, label: str) -> tuple[str, str]:
        for post in reversed(self.channel.transcript.posts(who)):
            for choice in (one for row in post.choices for one in row):
                if choice.label == label:
                    return post.id, choice.token
        raise LookupError(label)

    def last(self, who: str) -> Post:
        return next(post for post in reversed(self.channel.transcript.posts(who)) if post.by_bot)

    def posts(self, who: str) -> list[str]:
        return [post.text for post in self.channel.transcript.posts(who) if post.by_bot]

    def all(self, kind: Any) -> list[Any]:
        return self.database.read(lambda tx: self.store(tx).all(kind))

    def write(self, work: Any) -> Any:
        return self.database.write(lambda tx: work(self.store(tx)))

    def store(self, transaction: Any) -> Store:
        return Store(transaction, self.team.id, by=None, source=0, now=NOW)


def furnished(database: Database) -> House:
    channel = LocalChannel(lambda: NOW, name="stage", run="stage")
    app = App(database, {"stage": channel}, lambda: NOW)
    channel.attach(app.dispatcher)
    new = lambda: database.ids.new(NOW)  # noqa: E731
    team = Team(id=new(), name="华东")
    house = House(database, app, channel, team)
    people = {"王经理": ("manager", "admin"), "李雷": ("rep",)}

    def work(store: Store) -> None:
        store.save(team)
        for name, roles in people.items():
            member = Member(id=new(), name=name, roles=roles, language="zh-CN")
            store.save(member, Identity(id=new(), channel="stage", user=name, member_id=member.id, chat=name))
            store.save(Account(id=new(), name=f"{name}的客户", owner_id=member.id))

    house.write(work)
    return house


@contextmanager
def served(app: App) -> Iterator[None]:
    """The app as it serves, in a thread."""
    stop, ready = Event(), Event()

    async def serve() -> None:
        async with app.running():
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def until(true: Callable[[], object], seconds: float = 10) -> None:
    """Wait for it."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.01)
