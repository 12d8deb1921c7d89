"""Forms on Telegram: what they offer stands on keys under the private chat, and the standing ones come back after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.text import say
from core.sales import Visit
from tests.bot.conftest import OpenBooks
from tests.bot.telegram_stage import TelegramStage

HEAD = """team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 王经理 manager+admin
customer> 华星科技 (华星) · 李雷 · owes 80000 due 2026-05-10
customer> 启明星 · 李雷
chat> group · 华东销售群
clock> 2026-03-02 10:00
"""
STANDING = [["记一笔", "今天要盯"], ["谁欠钱", "帮助"]]
WHERE = say("zh-CN", "key_spot")


@pytest.fixture
def stage(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramStage]:
    played = TelegramStage(open_books, monkeypatch)
    played.play(HEAD)
    yield played
    played.scene.leave()
    assert not played.scene.fake.bugs


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_a_form_is_filled_with_keys_and_where_the_phone_is_proves_the_visit(stage: TelegramStage) -> None:
    li, group = stage.scene.user("李雷"), stage.scene.room("华东销售群")
    stage.play("李雷> /visit")
    assert [["华星科技", "启明星"], [WHERE], ["取消"]] == li.private.keyboard
    assert "客户名，或一整句" == li.private.placeholder
    stage.play("李雷> [华星科技]")
    assert not li.private.keys_hidden, "the next question brings its own"

    stage.scene.tap("李雷", WHERE)
    stage.app.settle()
    asked = stage.scene.fake.bot_messages(li)[-1]
    assert asked.text.startswith("📍 位置收到，跟这次拜访一起记\n🚶 拜访 · 华星科技、3月2日周一、拜访\n见了谁？")
    assert [["跳过", "记上"], ["‹ 上一步", "取消"]] == asked.keys, "it is asked for once"

    stage.play("李雷> [记上]")
    filled, card = stage.scene.fake.bot_messages(li)[-2:]
    assert ("🚶 拜访 · 华星科技、3月2日周一、拜访", STANDING) == (filled.text, filled.keys)
    assert "📍 31.23040,121.47370" in card.text
    assert ["撤销", "改"] == [one.text for one in card.rows[-1]]
    assert STANDING == li.private.keyboard
    [visit] = stage.app.database.read(lambda tx: stage._store(tx).all(Visit))
    assert "31.23040,121.47370" == visit.spot

    stage.play("李雷> [撤销]")
    assert card.text.startswith("↩️ 已撤销")
    stage.play("李雷@group> /pay")
    assert not group.keyboard, "keys in a group would stand under everybody's"
    assert [["华星科技", "启明星"], ["取消"]] == li.private.keyboard, "where one is proves no payment"
    stage.play("李雷> [取消]")
    assert STANDING == li.private.keyboard


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_keys_work_as_long_as_they_stand_and_go_when_the_form_is_over(stage: TelegramStage) -> None:
    li = stage.scene.user("李雷")
    stage.play("李雷> /pay 华星\nclock> 2026-03-02 12:00")
    assert [["¥80,000"], ["‹ 上一步", "取消"]] == li.private.keyboard
    stage.play("李雷> [¥80,000]")
    assert ["今天 3月2日周一", "昨天 3月1日周日"] == li.private.keyboard[0], "long after what is typed would count"
    stage.scene.tap("李雷", "昨天 3月1日周日")
    stage.clock.now += timedelta(days=1)  # and heard after midnight it still says the day it named
    stage.app.settle()
    assert "📅 3月1日周日到账" in stage.scene.fake.bot_messages(li)[-1].text

    stage.play("李雷> [改]\n李雷> [金额]\n李雷> /visit 华星\n李雷> [改] ← 收到")
    stage.play("李雷> [前天 3月1日周日]")
    assert ["跳过", "记上"] in li.private.keyboard, "[改] asks something else meanwhile, and a key is still a key"
    stage.play("李雷> [取消]\n李雷> /visit\n李雷> 恒达机械")
    assert [["新建「恒达机械」"], [WHERE], ["取消"]] == li.private.keyboard
    stage.play("clock> 2026-03-03 19:00\n李雷> [1 不记]")
    assert STANDING == li.private.keyboard, "let go in the evening"
    stage.play("李雷> /visit\n李雷> 谁欠钱")
    assert STANDING != li.private.keyboard, "it is still being filled in"
    stage.play("clock> 2026-03-03 20:00\n李雷> 谁欠钱")
    assert STANDING == li.private.keyboard, "it lapsed, and something else was answered"
    li.says("取消")
    stage.scene.fake.wait_until_confirmed()
    stage.app.settle()
    assert stage.scene.fake.bot_messages(li)[-1].text == "好，不记。", "an old screen may still show it"


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_choices_that_read_alike_are_buttons(stage: TelegramStage) -> None:
    """Names are covered for a team that gives the platform none: two keys would say the same."""
    stage.play("李雷> 今天拜访华星李总\n李雷> 今天拜访华星李工\n王经理> /policy 遮住个人信息 开")
    stage.play("李雷> /visit 华星\n李雷> 今天")
    asked = stage.scene.fake.bot_messages(stage.scene.user("李雷"))[-1]
    assert ["李●", "李●"] == [one.text for one in asked.buttons[:2]]
    stage.play("李雷> [李●]")
    after = stage.scene.fake.bot_messages(stage.scene.user("李雷"))[-1]
    assert ["拜访", "电话"] == after.keys[0], "and the next question has keys again"
