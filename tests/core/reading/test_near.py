"""Names not quite as the team has them: without their trade, with a slip, or not known at all."""

from typing import Any

import pytest

from core.reading import Fact, Lexicon, Names, Request, understand
from tests.core.reading.conftest import NOW

NAMES = ("华星科技", "远航物流", "启明星电子", "大洋机电", "恒达机械", "华兴包装", "深圳市鑫源五金有限公司", "未来科技")
LATIN = ("Orbit Trading", "Blue Sky Logistics", "Jordan Logistics", "Acme Steel")


@pytest.fixture(scope="module")
def names(lexicon: Lexicon) -> Names:
    listed = [{"id": str(number), "name": name, "aliases": []} for number, name in enumerate((*NAMES, *LATIN))]
    team: dict[str, Any] = {"customers": listed, "stages": [{"code": "negotiation", "name": "商务谈判"}]}
    return Names.build(team, lexicon)


def _of(text: str, names: Names, lexicon: Lexicon) -> tuple[Request | None, list[Fact]]:
    return understand(text, NOW, names, "CNY", lexicon)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("远航付了15万", "远航物流"),
        ("今天去了远航聊二期", "远航物流"),
        ("启明星昨天回款3万", "启明星电子"),
        ("收到鑫源的货款2万", "深圳市鑫源五金有限公司"),
        ("恒达的预算20万", "恒达机械"),
        ("Orbit paid 5k usd", "Orbit Trading"),
        ("met blue sky yesterday", "Blue Sky Logistics"),
        ("Oribt Trdaing paid 5k usd", "Orbit Trading"),
    ],
)
def test_a_clipped_or_mistyped_name_is_taken_and_asked_once(
    text: str, name: str, names: Names, lexicon: Lexicon
) -> None:
    _, (fact,) = _of(text, names, lexicon)

    assert fact.get("customer") == name
    assert [(doubt.kind, doubt.choices) for doubt in fact.doubts] == [("near_name", (name,))]


def test_a_clipped_name_that_sounds_like_another_asks(names: Names, lexicon: Lexicon) -> None:
    _, (fact,) = _of("今天拜访了华星李总", names, lexicon)

    assert fact.get("customer") is None
    assert fact.ambiguous_customer == ("华星科技", "华兴包装")


def test_a_list_of_clipped_names(names: Names, lexicon: Lexicon) -> None:
    _, facts = _of("今天跑了三家，大洋、远航还有启明星", names, lexicon)

    assert [fact.get("customer") for fact in facts] == ["大洋机电", "远航物流", "启明星电子"]


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("远航机电付了3万", ["远航机电"]),  # another trade is another company
        ("met Jordan at Acme Steel", ["Acme Steel"]),
        ("未来三天拜访大洋机电", ["大洋机电"]),
        ("祝大家未来可期", []),
        ("Acme Paper paid 12k", ["Acme Paper"]),
    ],
)
def test_what_only_begins_like_a_name_is_none(text: str, customers: list[str], names: Names, lexicon: Lexicon) -> None:
    _, facts = _of(text, names, lexicon)

    assert [fact.get("customer") for fact in facts] == customers
    assert not any(doubt.kind == "near_name" for fact in facts for doubt in fact.doubts)


def test_find_offers_the_whole_name(names: Names) -> None:
    assert names.find("远航").near == ("远航物流",)
    assert set(names.find("华星").near) == {"华星科技", "华兴包装"}


@pytest.mark.parametrize(
    ("text", "request_name", "customer"),
    [
        ("金诚贸易欠3万5，12月1日到期", "receivable", "金诚贸易"),
        ("金诚贸易 欠 8万", "receivable", "金诚贸易"),
        ("Zorblatt owes 12k due Dec 1", "receivable", "Zorblatt"),
        ("Acme Paper owes 12k due Dec 1", "receivable", "Acme Paper"),
        ("客户 恒达贸易", "new_account", "恒达贸易"),
        ("客户：金诚贸易", "new_account", "金诚贸易"),
    ],
)
def test_an_unknown_name_in_a_request_is_kept_as_written(
    text: str, request_name: str, customer: str, names: Names, lexicon: Lexicon
) -> None:
    request, _ = _of(text, names, lexicon)

    assert request
    assert (request.name, request.get("customer"), request.new_customer) == (request_name, customer, True)
    assert request.slots["customer"].ref is None


@pytest.mark.parametrize(
    ("text", "intent", "customer"),
    [
        ("晨曦食品付了5万", "payment", "晨曦食品"),
        ("收到北斗星回款5万", "payment", "北斗星"),
        ("昨天拜访了北斗星", "visit", "北斗星"),
        ("Zorblatt paid 5k", "payment", "Zorblatt"),
    ],
)
def test_an_unknown_name_beside_money_or_a_visit_is_offered(
    text: str, intent: str, customer: str, names: Names, lexicon: Lexicon
) -> None:
    _, (fact,) = _of(text, names, lexicon)

    assert (fact.intent, fact.get("customer"), fact.new_customer) == (intent, customer, True)


@pytest.mark.parametrize(
    "text",
    ["信用卡欠了8万", "朋友欠我3万，一直不还", "房租付了5000", "小区物业费付了3000", "押一付三，一个月4200", "工资到账8000",
     "老王欠我5000", "保险付了一万二", "爸妈给了20万首付", "刚给老婆打了5000", "理财到账5万"],
)  # fmt: skip
def test_money_of_ones_own_is_nobodys(text: str, names: Names, lexicon: Lexicon) -> None:
    request, facts = _of(text, names, lexicon)

    assert (request, facts) == (None, [])
