"""R14: who is let go loses everything at once and nothing of theirs is lost: not one record, and managers get the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.approvals import Draft
from core.base.records import Record
from core.people import Identity, Invitation, Member, Team
from storage.database import Database
from storage.store import Store
from storage.tables import KINDS
from tests.bot.dialog import Stage
from tests.bot.test_matrix import ABOUT
from tests.bot.trying import pressed_by, said_by

BEFORE = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep+manager · 韩梅梅 rep · 王经理 manager+admin
customer> 华星电子 (华星) · 李雷 · owes 150000 due 2026-02-27
customer> 远航电子 (远航) · 李雷 · key · owes 80000 due 2026-03-20
deal> 华星电子 · 二期 · 800000 · negotiation
chat> group · 华东销售群
clock> 2026-03-02 09:00
李雷> 今天拜访了华星，下周三给方案
李雷> 华星答应周五付5万
李雷> 华星签了合同10万，2026-12-31到期
李雷> 收到华星货款1万
李雷> 收到华星货款
李雷> 今天拜访了恒达机械
李雷> /contact 华星 李总 13911110001
李雷> 把远航交给韩梅梅
李雷> /invite 孙悟空 rep
"""
CHANGED = (Member, Identity, Invitation, Team, Draft)  # who they are, how many names there are, the question itself


@pytest.fixture
def stage(on_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(lambda: Database(on_sqlite), monkeypatch)
    stage.play(BEFORE)
    yield stage
    stage.app.database.close()


def records(stage: Stage) -> dict[str, list[Record]]:
    def work(transaction):
        [team_id] = stage._team_ids
        store = Store(transaction, team_id, by=None, source=0, now=stage.clock())
        return {kind.__name__: store.all(kind) for kind in KINDS}

    return stage.app.database.read(work)


def heard(stage: Stage) -> int:
    return sum(one.by_bot for one in stage.channel.transcript.posts("李雷"))


def test_all_that_a_leaver_had_ends_and_all_that_they_did_stays(stage: Stage) -> None:
    code = stage.channel.transcript.posts("李雷")[-1].text.partition("加入码：")[2][:8]
    assert code.isalnum()
    stage.play("王经理> /remove 李雷")
    stage.channel.say("李雷", "李雷", "/today")  # answered, and not sent yet
    stage.channel.say("李雷", "李雷", "/export")
    stage.app.dispatcher.drain()
    before, count = records(stage), heard(stage)
    tokens = {one.token for one in before["Button"]}

    stage.play("王经理> [让 TA 离开]")

    assert count == heard(stage), "what waited for them stays unsent, the export too"
    after = records(stage)
    for kind in KINDS:
        if kind not in CHANGED:
            then = {one.id: one for one in after[kind.__name__]}
            assert [] == [one for one in before[kind.__name__] if then.get(one.id) != one], kind
    for token in tokens:
        for chat in ("李雷", "华东销售群"):
            got = pressed_by(stage, "李雷", chat, token)
            assert (("talk",), (), ()) == (got.denied, got.wrote, got.cards)
    for text in (*(one.format("华星电子") for one in ABOUT), "5万", "同意", "/undo", f"/join {code}"):
        got = said_by(stage, "李雷", text)
        assert not got.wrote, text
        assert "150000" not in got.said
    assert not said_by(stage, "孙悟空", f"/join {code}").wrote, "a code they gave out lets nobody in"
    left = stage.channel.transcript.posts("王经理")[-1].text
    assert "2 家客户（华星电子、远航电子）" in left


def test_no_digest_finds_them_for_a_month(stage: Stage) -> None:
    stage.play("王经理> /remove 李雷\n王经理> [让 TA 离开]")
    count, began = heard(stage), stage.clock.now

    for day in range(1, 31):
        stage.clock.now = began + timedelta(days=day)
        stage.app.settle(sweep=True)

    assert count == heard(stage)
    mornings = [one for one in stage.channel.transcript.posts("王经理") if one.by_bot and "华星电子" in one.text]
    assert mornings, "somebody hears what they would have heard"
