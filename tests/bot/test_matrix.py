"""R13, the whole matrix: who x what they say x whose customer, of which tier x in which room, through the dispatcher.

Each cell is what core/people/permissions.py says of it: done; refused and kept in the audit; or, where somebody may not
know of the customer, answered word for word as one that does not exist. Each is tried and rolled back (`trying.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.covering import for_a_group
from bot.routes import COMMANDS
from core.people import Member, Room, may
from storage.database import Database
from tests.bot.dialog import Stage
from tests.bot.trying import Tried, said_by

TEAM = """
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 韩梅梅 rep · 王经理 manager · 赵会计 finance · 孙律师 legal · 周管理 admin · 老板 manager+admin · 老周 rep
customer> 华星电子 · 李雷 · owes 150000 due 2026-01-10
customer> 青禾电子 · 李雷 · key · owes 150000 due 2026-01-10
customer> 远航电子 · 韩梅梅 · owes 150000 due 2026-01-10
customer> 万象电子 · 韩梅梅 · key · owes 150000 due 2026-01-10
customer> 长河电子 · 韩梅梅 · prospect · owes 150000 due 2026-01-10
customer> 北辰电子 · 韩梅梅 · owes 150000 due 2026-01-10
customer> 南屏电子 · 韩梅梅 · key · owes 150000 due 2026-01-10
chat> everybody · 全队群
chat> bosses · 经理群 · managers
chat> money · 财务群 · finance
chat> law · 法务群 · legal
clock> 2026-03-02 08:00
老板> /contact 华星电子 李总 13911110001
老板> /contact 青禾电子 李总 13911110001
老板> /contact 远航电子 李总 13911110001
老板> /contact 万象电子 李总 13911110001
老板> /contact 长河电子 李总 13911110001
老板> /contact 北辰电子 李总 13911110001
老板> /contact 南屏电子 李总 13911110001
老板> /coowner 北辰电子 +李雷
老板> /coowner 南屏电子 +李雷
老板> /remove 老周
老板> [让 TA 离开]
"""
NOBODYS = "千帆电子"  # a customer there is not
PEOPLE = {"李雷": "rep", "王经理": "manager", "赵会计": "finance", "孙律师": "legal", "周管理": "admin"}
CUSTOMERS = {
    "华星电子": (("李雷",), "normal"),
    "青禾电子": (("李雷",), "key"),
    "远航电子": (("韩梅梅",), "normal"),
    "万象电子": (("韩梅梅",), "key"),
    "长河电子": (("韩梅梅",), "prospect"),
    "北辰电子": (("韩梅梅", "李雷"), "normal"),
    "南屏电子": (("韩梅梅", "李雷"), "key"),
}
ROOMS = {"全队群": "team", "经理群": "managers", "财务群": "finance", "法务群": "legal"}
# What is said about a customer, and the right it needs on that customer.
ABOUT = {
    "/account {}": "see_account",
    "/owes {}": "see_money",
    "/statement {}": "see_money",
    "/risk {}": "see_risk",
    "/contract {}": "see_contract",
    "/rename {} 新名字公司": "change_account",
    "/alias {} 小名字": "change_account",
    "/tier {} prospect": "set_tier",
    "/region {} 华东": "change_account",
    "/coowner {}": "see_account",
    "/who {}": "see_account",
    "/coowner {} +赵会计": "change_account",
    "/contact {}": "see_account",  # the people; their phones are another right
    "/contact {} 王总 13900000000": "change_account",
    "/consent {} 李总 同意 展会": "change_account",
    "/person {} 李总": "export_person",
    "/erase {} 李总": "erase_person",
    "/archive {}": "change_account",
    "/handover {} 老板": "propose_handover",
    "今天拜访了{}": "log_sales",
    "{}二期预算80万": "log_sales",
    "收到{}货款1万": "log_payment",
    "{}答应周五付1万": "log_payment",
    "{}应收1万，到期4月1日": "log_receivable",
    "{}签了合同10万，2026-12-31到期": "log_contract",
    "{}那3万核销，因为工厂倒闭": "ask_write_off",
    "{}投诉了二期设备": "log_dispute",
    "{}对那15万有争议，质量不行": "log_dispute",
    "{}开票15万": "log_receivable",
    "退{}1万": "log_payment",
    "{}的预收冲掉那15万": "net_advance",
    "收到{}承兑5万，6月1日到期": "log_payment",
    "{}进入谈判阶段": "log_sales",
    "听说{}在看蓝鲸的方案": "log_sales",
    "跟{}通了电话，下周再聊": "log_sales",
    "{}额度调到80万": "set_limit",
    "{}加入白名单 到4月1号 因为换了采购": "set_limit",
    "/limit {}": "see_risk",
    "/whitelist {}": "see_risk",
    "/terms {}": "see_account",
    "/terms {} 60": "change_account",
    "/invoices {}": "see_contract",
    "/complaints {}": "see_account",
    "/audit {}": "see_audit",
    "/alias {}": "see_account",
    "给{}发货？": "see_account",
    "上次谁去见的{}，聊了啥": "see_account",
    "{}怎么样": "see_account",
    "{}还欠多少": "see_money",
    "{}信用怎么样": "see_risk",
    "{}的合同": "see_contract",
    "{}的对账单": "see_money",
    "把{}交给老板": "propose_handover",
}
OWNERS_ALONE = ("propose_handover",)  # who shares a customer cannot give it away
MONEY = re.compile(r"1[45]0000")
# Kinds of facts: how each shows, the right it needs wherever it shows, and what is said to see it.
KINDS_OF_FACTS = {
    "phone": (re.compile("13911110001"), "see_contacts", "/contact {}"),
    "balance": (MONEY, "see_money", "/owes {}"),
    "score": (re.compile(r'"(points|score|grade|reasons)": [^n]'), "see_risk", "/risk {}"),
}


@pytest.fixture
def stage(on_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(lambda: Database(on_sqlite), monkeypatch)
    stage.play(TEAM)
    yield stage
    stage.app.database.close()


@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_said_about_a_customer_needs_its_right_on_that_customer(stage: Stage, who: str) -> None:
    member = Member(id=1, name=who, roles=(PEOPLE[who],))
    wrong = []
    for text, action in ABOUT.items():
        nobodys = said_by(stage, who, text.format(NOBODYS))
        for name, (people, tier) in CUSTOMERS.items():
            owners = tuple(1 if one == who else 2 for one in people)
            part = owners[:1] if action in OWNERS_ALONE else owners
            got = said_by(stage, who, text.format(name))
            known = tier != "key" or may(member, "see_account", owners, tier)
            if not known:
                right = plain(got, name) == plain(nobodys, NOBODYS) and bool(got.denied) and not got.wrote
            elif may(member, "see_account", owners, tier) and may(member, action, part, tier):
                right = not got.denied
            else:
                right = bool(got.denied) and not got.wrote and not MONEY.search(got.said)
            for fact, (shows, needed, asked) in KINDS_OF_FACTS.items():
                seen, allowed = bool(shows.search(got.said)), known and may(member, needed, owners, tier)
                if seen > allowed or (text == asked and seen != allowed):
                    wrong.append((PEOPLE[who], text, people, tier, fact, seen, keys(got)))
            if not right:
                wrong.append((PEOPLE[who], text, people, tier, keys(got), keys(nobodys), got.denied, got.wrote))
    assert [] == wrong, "\n".join(map(str, wrong))


def plain(got: Tried, name: str) -> tuple[str, Any]:
    """What was said, without the name, the ids and the tokens."""
    said = re.sub(r'"[a-z]{32}"', '"token"', got.said)
    return re.sub(r"\d{17,19}", "id", said).replace(name, "NAME"), got.toast


def keys(got: Tried) -> str:
    """Which sentences were said where."""
    faces = ((chat, json.loads(face).get("lines", [])) for chat, face in got.cards)
    return " ".join(f"{chat}:{'+'.join(one[0] for one in lines)}" for chat, lines in faces)


@pytest.mark.parametrize("room", ROOMS)
def test_a_group_holds_what_all_in_it_may_see(stage: Stage, room: str, scale: Callable[[int, int], int]) -> None:
    """No whole phone anywhere, no balance but among managers and finance, of a key customer only what was just said."""
    audience, wrong = ROOMS[room], []
    for number, (text, who) in enumerate((text, who) for text in ABOUT for who in PEOPLE):
        if number % scale(4, 1):
            continue
        for name in CUSTOMERS:
            got = said_by(stage, who, f"@gengfu {text.format(name)}" if text[0] != "/" else text.format(name), room)
            here = for_a_group("\n".join(face for chat, face in got.cards if chat == room))  # as it goes out
            money_may = audience in ("managers", "finance")
            if "13911110001" in here or (MONEY.search(here) and not money_may):
                wrong.append((audience, text, PEOPLE[who], name, keys(got)))
    assert [] == wrong, "\n".join(map(str, wrong))


def test_a_list_in_a_group_names_no_key_customer_and_no_sums_it_may_not_hold(stage: Stage) -> None:
    for room, audience in ROOMS.items():
        place = Room(private=False, audience=audience)
        for name, route in COMMANDS.items():
            got = said_by(stage, "老板", f"/{name}", room)
            here = "\n".join(face for chat, face in got.cards if chat == room)
            if audience in ("team", "legal"):
                assert not any(one in here for one, (_, tier) in CUSTOMERS.items() if tier == "key"), (name, audience)
            if not place.may_hold(route.action) and "overdue_row" not in here:  # what is late may stand everywhere
                assert not MONEY.search(here), (name, audience)


def test_outsiders_and_leavers_are_told_the_same_whatever_they_say(stage: Stage) -> None:
    said = [text.format("华星电子") for text in ABOUT] + [f"/{name}" for name in COMMANDS]
    outside = {said_by(stage, "路人", one).said for one in said}
    gone = {(plain(got, "?")[0], got.denied) for one in said for got in [said_by(stage, "老周", one)]}

    assert len(outside) == 1, outside
    assert "stranger" in outside.pop()
    [(told, denied)] = gone
    assert "no_access" in told
    assert ("talk",) == denied
    for room in ROOMS:  # in a group silence, nothing of the team is told them there
        assert not said_by(stage, "路人", "@gengfu 华星电子还欠多少", room).cards
