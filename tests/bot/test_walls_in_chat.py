"""R34, in chat: two teams of the same name, with people, customers and groups of the same names, act at random on one
process; with guessed ids, each other's buttons and messages. Nothing of the one is ever read, written or told by the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from bot.routes import COMMANDS
from core.base.records import evolve
from storage.database import Database
from storage.store import Store
from storage.tables import KINDS
from tests.bot.dialog import Stage

# 甲 and 乙 stand in front of every account of a person and in what they say, never in a name both teams have.
SIDES = {"甲": "13", "乙": "57"}  # no sum of the one's figures looks like a figure of the other's
TEAM = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> X李雷 rep · X韩梅梅 rep · X王经理 manager+admin · X赵会计 finance · X孙律师 legal
customer> 华星电子 (华星) · X李雷 · owes #0001 due 2026-01-10
customer> 青禾电子 (青禾) · X韩梅梅 · key · owes #0002 due 2026-02-10, #0003 due 2026-03-20
customer> 远航电子 · X王经理 · prospect
deal> 华星电子 · 二期 · #0004 · negotiation
chat> X群 · X群
chat> X经理群 · X经理群 · managers
"""
CUSTOMERS = ("华星电子", "华星", "青禾电子", "远航电子", "李雷", "{id}")
SAID = (
    "今天拜访了{}的X总，下周三给X方案", "收到{}货款#00{n}", "{}应收#00{n}，到期4月1日", "{}答应周五付#00{n}", "{}二期预算#00{n}",
    "{}签了合同#00{n}，2026-12-31到期", "{}还欠多少", "{}怎么样", "{}的对账单", "{}信用怎么样", "谁欠钱", "今天要盯", "上次谁去见的{}，聊了啥",
    "这个月到账多少，跟上个月比呢", "把{}交给韩梅梅", "{}那#00{n}核销，因为X工厂倒闭", "新客户 X{n}公司", "/contact {} X总 138{#}00{n}",
    "/contact {}", "/person {} X总", "/audit {}", "/rename {} X新名", "/alias {} X别名", "/tier {} key", "/handover {} 王经理",
    "/remove 李雷", "/role 赵会计 rep", "/erase {id}", "/start {token}", "/join {token}", "不对，是#00{n}", "/undo", "/undo {id}", "同意",
    *(f"/{name}" for name in COMMANDS if name != "unbind"),  # whose group it is stays as it is
    *(f"/{name} {{}}" for name in COMMANDS if name != "unbind"),
)  # fmt: skip


@pytest.fixture
def stage(on_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Both teams; their people are called the same there."""
    stage = Stage(lambda: Database(on_sqlite), monkeypatch)
    for side, figures in SIDES.items():
        for row in TEAM.strip().splitlines():
            stage.play(row.replace("X", side).replace("#", figures))
    stage.play("clock> 2026-03-02 08:00")

    def rename(transaction: Any) -> None:
        for team_id in stage._team_ids:
            store = Store(transaction, team_id, by=None, source=team_id, now=stage.clock())
            store.save(*(evolve(one, name=one.name[1:]) for one in store.people.members()))

    stage.app.database.write(rename)
    yield stage
    stage.app.database.close()


class Acts:
    """People of both sides, who do one thing after the other."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage, self.draw = stage, Random(seed)
        self.people = sorted(stage._cast)
        self.tokens: list[str] = []
        self.ids: list[int] = []
        self.told: list[tuple[str, str]] = []  # (who pressed, the word they got)

    def look_around(self) -> None:
        """Every token and id there is on either side: as if they could be guessed."""

        def work(transaction: Any) -> None:
            self.tokens, self.ids = ["", "A" * 22], [0, 1, -1]
            for team_id in self.stage._team_ids:
                store = Store(transaction, team_id, by=None, source=0, now=self.stage.clock())
                for kind in KINDS:
                    found = store.all(kind)
                    self.ids += [one.id for one in found]
                    self.tokens += [one.token for one in found if hasattr(one, "token")]

        self.stage.app.database.read(work)

    def act(self) -> None:
        stage, draw = self.stage, self.draw
        who = draw.choice(self.people)
        side = who[0]
        where = draw.choices((who, f"{side}群", f"{side}经理群", draw.choice(("甲群", "乙群"))), (6, 2, 1, 1))[0]
        stage.clock.tick()
        what = draw.random()
        posts = [post.id for chat in (where, draw.choice(self.people)) for post in stage.channel.transcript.posts(chat)]
        if what < 0.3 and self.tokens:
            row = stage.channel.press(who, where, draw.choice(posts or ["m"]), draw.choice(self.tokens)).row
            stage.app.settle()
            self.told.append((who, str(asyncio.run(stage.app.dispatcher.outcome(row, 5)))))
            return
        text = self.words(side)
        if what < 0.4 and posts:
            stage.channel._keep("reacted", who, where, message=draw.choice(posts))
        elif what < 0.5:
            stage.channel._keep("edit", who, where, text=text, message=draw.choice(posts or ["m"]))
        elif what < 0.65 and posts:
            stage.channel._keep("text", who, where, text=text, message=f"x{draw.random()}", reply_to=draw.choice(posts))
        else:
            stage.channel.say(who, where, f"@gengfu {text}" if where != who and text[0] != "/" else text)
        stage.app.settle()

    def words(self, side: str) -> str:
        draw = self.draw
        text = draw.choice(SAID).replace("{}", draw.choice(CUSTOMERS))
        text = text.replace("{id}", str(draw.choice(self.ids or [7]))).replace(
            "{token}", draw.choice(self.tokens or ["x"])
        )
        text = text.replace("X", side).replace("{#}", SIDES[side] * 2).replace("#", SIDES[side])
        return text.replace("{n}", str(draw.randrange(10, 99)))


def test_two_teams_of_equal_names_never_meet(
    stage: Stage, scale: Callable[[int, int], int], caplog: pytest.LogCaptureFixture
) -> None:
    count, acts = scale(300, 10_000), Acts(stage, seed=34)
    for number in range(count):
        if number % 50 == 0:
            acts.look_around()
            stage.app.settle(sweep=True)
        acts.act()

    cards = [post for post in stage._versions if post.by_bot]
    pressed = len(acts.told)
    print(f"{count} acts, {pressed} presses, {len(cards)} cards, {len(acts.ids)} records")
    assert [] == [f"{one.chat}: {one.text}" for one in cards if crosses(one.chat, shown(one))]
    assert [] == [told for told in acts.told if crosses(*told)]
    assert [] == [one.exc_text for one in caplog.records if one.levelname == "ERROR"]
    for side, team_id in zip(SIDES, stage._team_ids, strict=True):
        assert [] == foreign_hands(stage, side, team_id)


def shown(post: Any) -> str:
    return " ".join([post.text, *(one.label for row in post.choices for one in row)])


def crosses(where: str, text: str) -> bool:
    """Whether a chat of one side was told a word or a figure of the other's."""
    [other] = set(SIDES) - {where[0]}
    return other in text or f"¥{SIDES[other]}0,0" in text or f"138{SIDES[other]}" in text


def foreign_hands(stage: Stage, side: str, team_id: int) -> list[str]:
    """Records that name a member of no team of theirs as their writer, or hold a word of the other side's."""
    [other] = set(SIDES) - {side}

    def work(transaction: Any) -> list[str]:
        store = Store(transaction, team_id, by=None, source=0, now=stage.clock())
        ours = {one.id for one in store.people.members()} | {None}
        found = [
            f"{kind.__name__} {one}"
            for kind in KINDS
            for one in store.all(kind)
            if other in repr(one).replace(f"stage:{other}", "")
        ]
        found += [f"audit {one}" for one in store.audit.entries() if one.by not in ours]
        return found + [str(store.audit.verify())] * bool(store.audit.verify()[1])

    return stage.app.database.read(work)
