"""R15. Twenty presses of one button at the same moment, through the served dispatcher: one effect, and everyone is
answered. And each button twice at once on two workers that share the books."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

import pytest

from bot.app import App
from bot.channels.local import LocalChannel
from bot.text import say
from core.approvals import Approval, Button, Verdict
from core.base.money import Money
from core.ledger import Payment
from core.sales import Account, Deal, Task
from storage.inbox import Inbox
from storage.store import Store
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


# No two names of three characters out of it are near each other.
POEM = (
    "故人西辞黄鹤楼烟花扬州孤帆远影碧空尽唯见长流发彩云陵岸猿声啼轻舟已过山眠觉处闻鸟来风雨知床前明光疑是霜举头望低思乡锄禾"
    "汗滴土谁盘餐粒皆辛苦红豆南枝愿君采撷此物最独坐幽篁弹琴复啸深林照新后气松石泉竹喧归浣女莲动渔"
)

# --- two workers -----------------------------------------------------------------------------------------------------


@contextmanager
def two_workers(stage: Stage, open_books: OpenBooks) -> Iterator[tuple[LocalChannel, LocalChannel]]:
    """A second worker on the same books, as in another process: a database, dispatcher and channel of its own."""
    channel = LocalChannel(stage.clock, name="stage", run="second")
    other = App(open_books(), {"stage": channel}, stage.clock)
    channel.attach(other.dispatcher)
    threads = [Thread(target=one.dispatcher.serve) for one in (stage.app, other)]
    for thread in threads:
        thread.start()
    try:
        yield stage.channel, channel
    finally:
        for one in (stage.app, other):
            one.dispatcher.stop()
        for thread in threads:
            thread.join(30)


def test_a_double_press_on_two_workers_has_one_effect(
    stage: Stage, open_books: OpenBooks, scale: Callable[[int, int], int]
) -> None:
    """New customers, next steps and payments taken back: each button at the same moment through each worker."""
    rounds, labels = scale(3, 33), [("新建「蓝海电子」并记上", "")]
    for number in range(rounds):
        known = f"{POEM[3 * number : 3 * number + 3]}公司"
        stage.play(f"李雷> 新客户 {known}\n李雷> 今天拜访了{known}")
        stage.play("\n".join(f"李雷> 收到华星货款{one}元" for one in paid(number)))
        labels += [("明天", known), *(("撤销", f"收到 ¥{one:,}") for one in paid(number))]
    stage.play("李雷> 今天拜访了蓝海电子")
    tokens = [stage._button("李雷", label, on)[1].token for label, on in labels]
    for button in records(stage)[Button]:
        assert len(button.token) * 6 >= 128, "what is on the wire cannot be guessed"
        assert len(button.token) <= 64

    with two_workers(stage, open_books) as workers, ThreadPoolExecutor(2) as hands:
        for token in tokens:
            start = Barrier(2)
            list(hands.map(lambda channel, token=token, start=start: press(channel, token, start), workers))  # type: ignore[misc]
        until_all_is_done(stage)

    after = records(stage)
    payments = after[Payment]
    assert 2 * rounds == len([one for one in payments if one.reverses_id is not None])
    assert 4 * rounds == len(payments)
    assert 1 + rounds + 1 == len(after[Account])
    assert [1] * rounds == list(Counter(one.visit_id for one in after[Task] if one.visit_id is not None).values())
    assert 0 == failed(stage)


def test_a_discount_is_approved_once_or_edited_but_never_both(
    stage: Stage, open_books: OpenBooks, scale: Callable[[int, int], int]
) -> None:
    """R39 for discounts: a yes on one worker against another price, or against a second yes, on the other. The deal
    stands at its list price, or at the very price somebody said yes to, once."""
    names = [f"{POEM[3 * number : 3 * number + 3]}公司" for number in range(2 * scale(2, 15))]
    for name in names:
        stage.play(f"李雷> 新客户 {name}\n李雷> {name}二期80万打8折")
    yes = [stage._button("王经理", "同意", name)[1].token for name in names]
    cards = [stage._button("李雷", "撤销", f"{name} 二期")[0].id for name in names]

    with two_workers(stage, open_books) as workers, ThreadPoolExecutor(2) as hands:
        for number, token in enumerate(yes):
            start, (here, there) = Barrier(2), workers if number % 4 < 2 else workers[::-1]  # either may be the faster
            done = [hands.submit(press, here, token, start, "王经理")]
            if number % 2:
                done.append(hands.submit(say_then, there, "不对，是75折", cards[number], start))
            else:
                done.append(hands.submit(press, there, token, start, "王经理"))
            assert [None, None] == [one.result(60) for one in done]
        until_all_is_done(stage)

    after = records(stage)
    granted = {one.subject_id: one.amount for one in after[Approval] if one.state == "granted"}
    assert len(granted) == sum(one.state == "granted" for one in after[Approval]) >= len(names) // 2
    assert Counter(granted.keys()) == Counter(one.subject_id for one in said_yes(after))
    assert len(names) == len(after[Deal])
    assert len(names) == sum(one.state != "replaced" for one in after[Approval]), "approved, or asked anew"
    for deal in after[Deal]:
        assert (granted.get(deal.id, Money.of(800_000, "CNY"))) == deal.amount
    assert 0 == failed(stage)


def said_yes(after: dict[type, list[Any]]) -> list[Approval]:
    """What each word of somebody's was about."""
    asked = {one.id: one for one in after[Approval]}
    return [asked[one.approval_id] for one in after[Verdict]]


def say_then(channel: LocalChannel, text: str, card: str, start: Barrier) -> None:
    start.wait()
    channel.say("李雷", "李雷", text, card)


def paid(number: int) -> tuple[int, int]:
    """Two sums nobody else paid, which would look said twice; and all of them are less than what is owed."""
    return 1000 + number, 2000 + number


def press(channel: LocalChannel, token: str, start: Barrier, who: str = "李雷") -> None:
    start.wait()
    channel.press(who, who, "m", token)


def records(stage: Stage) -> dict[type, list[Any]]:
    def work(transaction):
        store = Store(transaction, stage._team_ids[0], by=None, source=0, now=stage.clock())
        return {kind: store.all(kind) for kind in (Button, Payment, Account, Task, Deal, Approval, Verdict)}

    return stage.app.database.read(work)


def until_all_is_done(stage: Stage) -> None:
    ends = time.monotonic() + 120
    while stage.app.database.read(lambda transaction: Inbox(transaction).waiting(0)):
        assert time.monotonic() < ends
        time.sleep(0.02)


def failed(stage: Stage) -> int:
    return len(stage.app.database.read(lambda transaction: Inbox(transaction).failed()))
