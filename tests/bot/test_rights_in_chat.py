"""Every command by every role, through the dispatcher: the permission table decides, and a no says what to do."""

from __future__ import annotations

import pytest

from bot.routes import COMMANDS
from bot.text import say
from core.people import ROLES, Member, may
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage

TEAM = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> rep rep · manager manager · finance finance · legal legal · admin admin · 王经理 manager+admin
customer> 华星科技 (华星) · rep · owes 150000 due 2026-03-10
clock> 2026-03-02 08:00
"""
NO = {say("zh-CN", key) for key in ("not_allowed", "group_only", "private_only")}
SENTENCES = {
    "今天拜访了华星": "log_sales",
    "收到华星货款1万": "log_payment",
    "华星应收1万，到期4月1日": "log_receivable",
    "华星还欠多少": "see_money",
    "华星怎么样": "see_account",
    "谁欠钱": "see_overdue",
    "今天要盯": "see_watch",
    "新客户 蓝海电子": "create_account",
}


# What decides knows no database; that saying no rolls back on either is shown by the dialogs.
pytestmark = pytest.mark.parametrize(
    "open_books", ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])], indirect=True
)


@pytest.fixture
def stage(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(open_books, monkeypatch)
    stage.play(TEAM)
    return stage


def answers(stage: Stage, who: str, chat: str, text: str) -> list[str]:
    before = stage.channel.transcript.revision
    stage.channel.say(who, chat, text)
    stage.app.settle()
    posts = [one for place in (chat, who) for one in stage.channel.transcript.posts(place)]
    return list(dict.fromkeys(one.text for one in posts if one.by_bot and one.revision > before))


@pytest.mark.parametrize("role", ROLES)
def test_a_command_answers_whom_it_may_and_refuses_the_rest(stage: Stage, role: str) -> None:
    member = Member(id=1, name=role, roles=(role,))
    for name, route in COMMANDS.items():
        *aside, answer = answers(stage, role, role, f"/{name}")  # a form that was begun is put aside, and that is said

        assert all("先放一边" in one for one in aside), (role, name, aside)
        expected = may(member, route.action, owners=(1,)) and route.where != "group"
        assert (answer in NO) is not expected, (role, name, answer)


@pytest.mark.parametrize("role", ROLES)
def test_a_sentence_needs_the_right_of_what_it_does(stage: Stage, role: str) -> None:
    account = {"rep": (1,)}.get(role, (2,))  # whose customer 华星 is
    member = Member(id=1, name=role, roles=(role,))
    for text, action in SENTENCES.items():
        [answer, *_] = answers(stage, role, role, text)

        assert (answer in NO) is not may(member, action, owners=account), (role, text, answer)


def test_a_leaver_hears_one_thing_only(stage: Stage) -> None:
    from core.base.records import evolve
    from storage.store import Store

    def leave(transaction: object) -> None:
        [team_id] = stage._team_ids
        store = Store(transaction, team_id, by=None, source=team_id, now=stage.clock())  # type: ignore[arg-type]
        [member] = [one for one in store.people.members() if one.name == "rep"]
        store.save(evolve(member, active=False))

    stage.app.database.write(leave)

    for text in ("/help", "华星还欠多少", "收到华星货款1万", "/start"):
        assert [say("zh-CN", "no_access")] == answers(stage, "rep", "rep", text)
