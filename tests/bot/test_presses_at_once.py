"""Twenty presses of one button at the same moment, through the served dispatcher: one effect, and everyone is answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest

from bot.text import say
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage

PRESSES = 20
TEAM = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 王经理 manager+admin · 赵会计 finance
customer> 华星科技 (华星) · 李雷 · owes 150000 due 2026-02-27
chat> group · 华东销售群
clock> 2026-03-02 09:00
"""


@pytest.fixture
def stage(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(open_books, monkeypatch)
    stage.play(TEAM)
    return stage


@contextmanager
def served(stage: Stage) -> Iterator[None]:
    """The dispatcher at work in its own thread, as in the service."""
    thread = Thread(target=stage.app.dispatcher.serve)
    thread.start()
    try:
        yield
    finally:
        stage.app.dispatcher.stop()
        thread.join(10)
    assert not thread.is_alive()


def pressed_at_once(stage: Stage, people: list[str], chat: str, label: str) -> Counter[str | None]:
    """What each of the presses was answered with."""
    post, choice = stage._button(chat, label, "")
    start = Barrier(len(people))

    def press(who: str) -> str | None:
        start.wait()
        row = stage.channel.press(who, chat, post.id, choice.token).row
        assert row is not None
        return asyncio.run(stage.app.dispatcher.outcome(row, 30))

    with served(stage), ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(press, people))


def test_one_person_presses_create_and_save_twenty_times(stage: Stage) -> None:
    stage.play("李雷> 今天拜访了蓝海电子的孙经理\n")

    answers = pressed_at_once(stage, ["李雷"] * PRESSES, "李雷", "新建「蓝海电子」并记上")

    assert {"好了": 1, say("zh-CN", "draft_taken"): PRESSES - 1} == answers
    assert "books> 蓝海电子 visits 1; contacts 1" in stage.play("books> 蓝海电子 visits contacts\n")


def test_one_person_presses_undo_twenty_times(stage: Stage) -> None:
    stage.play("李雷> 收到华星货款5万\n")

    answers = pressed_at_once(stage, ["李雷"] * PRESSES, "李雷", "撤销")

    assert {"已撤销": 1, say("zh-CN", "undo_already"): PRESSES - 1} == answers
    assert "books> 华星科技 owes CNY 150000.00; payments 0" in stage.play("books> 华星科技 owes payments\n")


def test_many_people_press_one_alert(stage: Stage) -> None:
    people = ["李雷", "王经理", "赵会计", "路人"] * (PRESSES // 4)

    answers = pressed_at_once(stage, people, "华东销售群", "已联系")

    assert PRESSES == sum(answers.values())
    assert None not in answers
    assert PRESSES // 4 == answers[say("zh-CN", "button_stranger")]
    assert answers[say("zh-CN", "toast_contacted")] >= 3  # each of the three at least once
