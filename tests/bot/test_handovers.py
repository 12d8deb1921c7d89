"""Handovers where something changes meanwhile, people leave, and many records move at once; on either database."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.base.money import Money
from core.base.records import evolve
from core.handovers import Handover
from core.ledger import Receivable
from core.sales import Account, Contact, Deal, Task
from core.watch import Alert
from storage.inbox import Inbox
from storage.store import Store
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage
from tests.bot.test_presses_at_once import served

TEAM = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 张伟 rep · 李娜 rep · 小陈 rep · 王经理 manager+admin
customer> 华星科技 (华星) · 张伟 · owes 150000 due 2026-02-27
customer> 远航物流 (远航) · 张伟
clock> 2026-03-02 18:00
"""
TODAY = date(2026, 3, 2)
ZERO = Money.zero("CNY")


@pytest.fixture
def stage(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(open_books, monkeypatch)
    stage.play(TEAM)
    return stage


def books(stage: Stage, work: Callable[[Store], Any]) -> Any:
    """Work done in the books behind everybody's back."""
    return stage.app.database.write(lambda transaction: work(stage._store(transaction)))


def offered(stage: Stage, words: str = "把华星和远航交给李娜", by: str = "张伟") -> None:
    stage._act(by, None, words)
    stage._act(by, None, "[交出]")


def said(stage: Stage, who: str, text: str) -> str:
    """What the bot then says or shows there."""
    before = stage.channel.transcript.revision
    toast = stage._act(who, None, text)
    posts = [one for one in stage.channel.transcript.posts(who) if one.by_bot and one.revision > before]
    return "\n".join([toast or "", *(one.text for one in posts)])


def owners(stage: Stage) -> Counter[str]:
    names = {row: name for name, row in stage._cast.items()}
    return Counter(names[one.owner_id] for one in books(stage, lambda store: store.all(Account)))


def give(stage: Stage, name: str, owner: str) -> None:
    books(stage, lambda store: store.save(evolve(store.sales.account_named(name), owner_id=stage._cast[owner])))


def leaves(stage: Stage, name: str) -> None:
    books(stage, lambda store: store.save(evolve(store.people.member(stage._cast[name]), active=False)))


def state(stage: Stage) -> str:
    return str(books(stage, lambda store: store.all(Handover)[-1].state))


# -- something changes between the list and the yes


def test_what_became_somebody_elses_stays_there_and_the_card_says_so(stage: Stage) -> None:
    offered(stage)
    give(stage, "远航物流", "小陈")
    card = said(stage, "李娜", "[接收]")

    assert "没过来：远航物流，现在的负责人是 小陈" in card
    assert Counter(李娜=1, 小陈=1) == owners(stage)


def test_what_was_logged_meanwhile_moves_too_and_the_card_says_so(stage: Stage) -> None:
    offered(stage)
    said(stage, "张伟", "今天拜访华星李总，下周三给方案")
    card = said(stage, "李娜", "[接收]")

    assert "和提出时不一样：联系人 0 → 1、待办 1 → 2" in card
    assert {stage._cast["李娜"]} == {one.owner_id for one in books(stage, lambda store: store.all(Task))}


def test_an_account_that_was_merged_moves_with_the_one_it_became(stage: Stage) -> None:
    offered(stage)

    def merge(store: Store) -> None:
        gone, kept = (store.sales.account_named(one) for one in ("远航物流", "华星科技"))
        assert gone is not None
        assert kept is not None
        store.save(evolve(gone, merged_into=kept.id))

    books(stage, merge)
    card = said(stage, "李娜", "[接收]")

    assert "交接完成：张伟 → 李娜：华星科技\n" in card
    assert "没过来" not in card


def test_nothing_left_to_move_ends_it(stage: Stage) -> None:
    offered(stage)
    give(stage, "远航物流", "小陈")
    give(stage, "华星科技", "小陈")

    assert "没有可接收的" in said(stage, "李娜", "[接收]")
    assert "cancelled" == state(stage)


def test_what_is_sent_is_looked_at_again_first(stage: Stage) -> None:
    stage._act("张伟", None, "把华星和远航交给李娜")
    give(stage, "远航物流", "小陈")
    assert "已请 李娜 接收 张伟 的 华星科技。" in said(stage, "张伟", "[交出]")


def test_what_was_said_to_the_giver_in_private_is_said_to_the_receiver(stage: Stage) -> None:
    said(stage, "张伟", "明天给华星发方案")
    stage._move_clock("2026-03-03 09:00", ["clock>"])
    offered(stage)
    before = stage.channel.transcript.revision
    stage._act("李娜", None, "[接收]")
    heard = [one.text for one in stage.channel.transcript.posts("李娜") if one.by_bot and one.revision > before]

    assert any("逾期 4 天：¥150,000 · 李娜" in one for one in heard)
    assert any("方案" in one and "华星科技" in one for one in heard)
    alerts = books(stage, lambda store: store.all(Alert))
    assert {stage._cast["李娜"]} == {one.owner_id for one in alerts if one.rule in ("overdue", "task_due")}


# -- people leave


def test_nobody_who_left_can_be_given_anything(stage: Stage) -> None:
    offered(stage)
    leaves(stage, "李娜")
    stage._move_clock("2026-03-05 09:00", ["clock>"])
    stage._act("王经理", None, "/handover")
    stage._act("王经理", None, "[1 给 李娜 的]")

    assert "李娜 已经不在团队里" in said(stage, "王经理", "[代为接收]")
    assert "李娜 已经不在团队里" in said(stage, "张伟", "/handover 李娜 全部")
    assert Counter(张伟=2) == owners(stage)


def test_what_a_leaver_left_is_handed_over_by_a_manager(stage: Stage) -> None:
    leaves(stage, "张伟")
    offered(stage, "/handover 张伟 李娜 全部", by="王经理")
    said(stage, "李娜", "[接收]")

    assert Counter(李娜=2) == owners(stage)


def test_who_never_opened_the_private_chat_is_named_and_the_managers_are_told(stage: Stage) -> None:
    def close(store: Store) -> None:
        [identity] = store.people.identities(stage._cast["李娜"])
        store.save(evolve(identity, chat=None))

    books(stage, close)
    stage._act("张伟", None, "把华星交给李娜")

    assert "李娜 还没打开和我的私聊" in said(stage, "张伟", "[交出]")
    assert any("张伟 要把 1 家客户交给" in one.text for one in stage.channel.transcript.posts("王经理"))


# -- several at once


def test_yes_and_cancel_at_the_same_moment_have_one_effect(stage: Stage) -> None:
    offered(stage)
    yes, no = stage._button("李娜", "接收", ""), stage._button("张伟", "取消交接", "")
    rows = [
        stage.channel.press("李娜", "李娜", yes[0].id, yes[1].token),
        stage.channel.press("张伟", "张伟", no[0].id, no[1].token),
    ]
    with served(stage):
        deadline = time.monotonic() + 20
        while state(stage) == "pending" and time.monotonic() < deadline:
            time.sleep(0.02)
    assert all(one.row for one in rows)
    expected = {"accepted": Counter(李娜=2), "cancelled": Counter(张伟=2)}

    assert expected[state(stage)] == owners(stage)


def test_two_who_offer_the_same_at_once_make_one_handover(stage: Stage) -> None:
    stage._act("张伟", None, "把华星交给李娜")
    stage._act("王经理", None, "把华星交给小陈")
    buttons = [(who, *stage._button(who, "交出", "")) for who in ("张伟", "王经理")]
    for who, post, choice in buttons:
        assert stage.channel.press(who, who, post.id, choice.token).row
    with served(stage):
        deadline = time.monotonic() + 20
        while _waiting(stage) and time.monotonic() < deadline:
            time.sleep(0.02)

    assert 1 == len(books(stage, lambda store: store.handovers.pending()))


def _waiting(stage: Stage) -> int:
    """Messages that nobody handled yet."""
    return stage.app.database.read(lambda transaction: len(Inbox(transaction).waiting()))


def test_an_undo_does_not_reach_past_a_handover(stage: Stage) -> None:
    said(stage, "张伟", "新客户 蓝海包装")
    offered(stage, "把蓝海包装交给李娜")

    assert "先撤销那些" in said(stage, "张伟", "[撤销]")  # it waits for its receiver
    said(stage, "李娜", "[接收]")
    assert "没有可撤销的" in said(stage, "李娜", "/undo")


def test_many_handovers_come_as_one_list_and_each_opens(stage: Stage) -> None:
    many(stage, 3)
    for name in ("华星", "远航", "客户0", "客户1", "客户2"):
        offered(stage, f"/handover 李娜 {name}")
    stage._move_clock("2026-03-03 09:00", ["clock>"])
    card = stage.channel.transcript.posts("李娜")[-1]

    assert card.text.startswith("🤝 等你接收的交接（5）")
    assert "华星科技：欠 ¥150,000" in said(stage, "李娜", "[1 华星科技]")
    assert "交接完成" in said(stage, "李娜", "[接收]")
    assert Counter(张伟=4, 李娜=1) == owners(stage)


# -- many records


def many(stage: Stage, accounts: int) -> None:
    """Accounts of 张伟, each with a contact, a deal, a task and money owed: five records."""

    def fill(store: Store) -> None:
        owner = stage._cast["张伟"]
        for number in range(accounts):
            account = Account(id=store.new_id(), name=f"客户{number}", owner_id=owner)
            of = dict(account_id=account.id)
            store.save(
                account,
                Contact(id=store.new_id(), name="李总", **of),
                Deal(id=store.new_id(), owner_id=owner, stage="proposal", stage_since=TODAY, **of),
                Task(id=store.new_id(), owner_id=owner, due_on=TODAY, **of),
                Receivable(
                    id=store.new_id(), amount=Money.of(100, "CNY"), due_on=TODAY, allocated=ZERO, adjusted=ZERO, **of
                ),
            )

    books(stage, fill)


def test_five_hundred_accounts_move_in_one_quick_transaction(stage: Stage) -> None:
    many(stage, 500)
    offered(stage, "/handover 李娜 全部")
    began = time.monotonic()
    card = said(stage, "李娜", "[接收]")
    took = time.monotonic() - began
    print(f"502 accounts, 500 deals, 500 tasks: {took:.2f} s with the cards")

    assert "客户0 等 502 家" in card or "等 502 家" in card
    assert Counter(李娜=502) == owners(stage)
    for kind in (Deal, Task):
        assert {stage._cast["李娜"]} == {one.owner_id for one in books(stage, lambda store, kind=kind: store.all(kind))}
    assert {"proposal"} == {one.stage for one in books(stage, lambda store: store.all(Deal))}
    count, problem = books(stage, lambda store: store.audit.verify())
    assert count > 1500
    assert not problem
