"""A question is answered beside the writer: nobody waits for it, and it is asked again where it is not true any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Event, Thread

import pytest

from bot import routes
from bot.handlers.questions.table import QUESTIONS
from bot.message import Reply, Turn
from core.base.records import evolve
from core.people import Member
from storage.errors import Trouble
from storage.readonly import ReadOnly, Writes
from storage.transaction import Transaction
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage

TEAM = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 王经理 manager+admin
customer> 华星科技 (华星) · 李雷 · owes 150000 due 2026-02-27
clock> 2026-03-02 09:00
李雷> 收到华星货款5万
"""
BOSS, REP = "王经理", "李雷"
SECONDS = 20.0


@pytest.fixture
def stage(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(open_books, monkeypatch)
    stage.play(TEAM)
    return stage


class Long:
    """The ageing, which takes long: it has its figures, and is held up. `asked`: how often."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self._begun, self._go_on = 0, Event(), Event()
        self._question = QUESTIONS["aging"]
        monkeypatch.setitem(QUESTIONS, "aging", replace(self._question, card=self._answer))  # type: ignore[arg-type]

    def _answer(self, turn: Turn, asking: object) -> object:
        found = self._question.card(turn, asking)  # type: ignore[arg-type]
        self.asked += 1
        self._begun.set()
        assert self._go_on.wait(SECONDS)
        return found

    @contextmanager
    def held_up(self, stage: Stage) -> Iterator[None]:
        """Asked by the manager and under way meanwhile; answered at the end."""
        thread = Thread(target=stage.app.dispatcher.serve)
        thread.start()
        try:
            row = stage.channel.say(BOSS, BOSS, "账龄").row
            assert self._begun.wait(SECONDS)
            yield
            self._go_on.set()
            answered(stage, row)
        finally:
            self._go_on.set()
            stage.app.dispatcher.stop()
            thread.join(SECONDS)
        stage.app.settle()


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> Long:
    return Long(monkeypatch)


def answered(stage: Stage, row: int | None) -> None:
    """Wait until a message came to its end."""
    assert row is not None
    asyncio.run(stage.app.dispatcher.outcome(row, SECONDS))


def told(stage: Stage) -> list[str]:
    """The first lines of the manager's ageing."""
    posts = stage.channel.transcript.posts(BOSS)
    return [post.text.splitlines()[0] for post in posts if post.by_bot and post.text.startswith("📊")]


def test_a_long_question_keeps_nobody_waiting(stage: Stage, long: Long) -> None:
    with long.held_up(stage):
        answered(stage, stage.channel.say(REP, REP, "收到华星货款3万").row)

        assert "owes CNY 70000.00" in stage.play("books> 华星科技 owes\n")

    assert 1 == long.asked
    assert ["📊 账龄 · 全队 · 3月2日周一：共 ¥100,000（1 笔）"] == told(stage)  # as it was when it was asked


def test_a_figure_put_right_meanwhile_is_not_told_as_it_was(stage: Stage, long: Long) -> None:
    with long.held_up(stage):
        answered(stage, stage.channel.say(REP, REP, "不对，是8万").row)

    assert 2 == long.asked
    assert ["📊 账龄 · 全队 · 3月2日周一：共 ¥70,000（1 笔）"] == told(stage)


def test_who_may_not_any_more_when_it_is_written_is_not_told(stage: Stage, long: Long) -> None:
    with long.held_up(stage):
        stage.app.database.write(partial(let_go, stage))

    assert [] == told(stage)


def let_go(stage: Stage, transaction: Transaction) -> None:
    store = stage._store(transaction)
    store.save(*(evolve(one, active=False) for one in store.all(Member) if one.name == BOSS))


def test_that_somebody_looked_is_kept(stage: Stage) -> None:
    stage.play("王经理> 华星还欠多少\n")

    with stage.app.database.engine.connect() as connection:
        acts = connection.exec_driver_sql("SELECT act, kind FROM audit WHERE act = 'read'").fetchall()
    assert [("read", "accounts")] == [tuple(one) for one in acts]


def watched(monkeypatch: pytest.MonkeyPatch, *but: str) -> list[str]:
    """The routes that say they only look, and wanted to write all the same."""
    found: list[str] = []

    def watching(name: str, handler: Callable[..., Reply]) -> Callable[..., Reply]:
        def watch(turn: Turn, *more: object) -> Reply:
            try:
                return handler(turn, *more)
            except (Writes, Trouble):
                if isinstance(turn.store, ReadOnly) and name not in but:
                    found.append(name)
                raise

        return watch

    for table in (routes.COMMANDS, routes.REQUESTS, routes.BUTTONS):
        for name, route in table.items():
            if route.reads:
                monkeypatch.setitem(table, name, replace(route, handler=watching(name, route.handler)))  # type: ignore[arg-type]
    return found
