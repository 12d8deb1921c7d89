"""Whoever is meant: official, short, alias, other script and numerals are taken; a near match is marked; two that fit are never chosen from."""

from typing import Any

import pytest

from core.reading import Lexicon, Names
from tests.core.reading.conftest import Say, shown


@pytest.mark.parametrize(
    ("written", "name", "rule"),
    [
        ("三一重工股份有限公司", "三一重工", "official"),
        ("三一重工", "三一重工", "short"),
        ("三一", "三一重工", "alias"),
        ("Century 21", "二十一世纪", "alias"),
        ("台积材料", "台積材料", "alias"),
        ("統一企業", "統一企業", "short"),
        ("五八同城", "58同城", "alias"),
        ("一号店", "1号店", "alias"),
        ("二三四五", "二三四五", "short"),
        ("５８同城", "58同城", "short"),
        ("HUAWEI", "华为", "alias"),
        ("苏州华威科技", "华威科技", "official"),
        ("Globex Corporation", "Globex", "official"),
        ("今天国际", "今天国际", "short"),
    ],
)
def test_a_name_is_known_in_every_form(written: str, name: str, rule: str, say: Say) -> None:
    (fact,) = say(f"今天拜访了{written}")

    assert (fact.intent, fact.get("customer")) == ("visit", name)
    assert fact.slots["customer"].rule in (rule, "script", "short", "alias", "official")
    assert not fact.doubts


@pytest.mark.parametrize(
    ("written", "name", "rule"),
    [
        ("三衣重工", "三一重工", "homophone"),
        ("七匹郎", "七匹狼", "homophone"),
        ("十月妈眯", "十月妈咪", "homophone"),
        ("周大副", "周大福", "homophone"),
        ("恒大精密", "恒达精密", "homophone"),
        ("三只松鼠公", "三只松鼠", "short"),
        ("六福珠保", "六福珠宝", "homophone"),
    ],
)
def test_one_clear_near_match_is_taken_and_asked_once(written: str, name: str, rule: str, say: Say) -> None:
    (fact,) = say(f"拜访了{written}的李总")

    assert fact.get("customer") == name
    if rule != "short":
        assert fact.slots["customer"].rule in ("homophone", "typo", "alias")
    if fact.slots["customer"].rule in ("homophone", "typo"):
        assert [(doubt.kind, doubt.choices) for doubt in fact.doubts] == [("near_name", (name,))]


@pytest.mark.parametrize(
    ("written", "name"),
    [("Globx", "Globex"), ("Intiech", "Initech"), ("seven oak", "Seven Oaks"), ("Friday Cofee", "Friday Coffee")],
)
def test_latin_slips(written: str, name: str, say: Say) -> None:
    (fact,) = say(f"{written} paid 5k USD today")

    assert (fact.intent, fact.get("customer"), fact.get("amount")) == ("payment", name, "5000")
    assert [doubt.kind for doubt in fact.doubts] == ["near_name"]


def test_two_that_fit_are_both_offered(say: Say) -> None:
    (fact,) = say("恒达付了3万")

    assert fact.get("customer") is None
    assert fact.ambiguous_customer == ("恒达精密", "恒达物流")
    assert fact.ambiguous_refs == ("c27", "c28")


def test_near_twins_always_ask(say: Say) -> None:
    (fact,) = say("收到华维5万")

    assert fact.get("customer") is None
    assert set(fact.ambiguous_customer) == {"华为", "华威科技", "华伟电子"}


def test_what_follows_an_ambiguous_name_may_settle_it(say: Say) -> None:
    (fact,) = say("acme indutrial paid 3k usd")

    assert fact.get("customer") == "Acme Industrial"
    assert [doubt.kind for doubt in fact.doubts] == ["near_name"]


def test_a_confirmed_match_once_learnt_as_an_alias_is_taken_without_asking(
    team: dict[str, Any], lexicon: Lexicon
) -> None:
    from core.reading import read
    from tests.core.reading.conftest import NOW

    learnt = [
        {**customer, "aliases": [*customer["aliases"], "三衣重工"]} if customer["name"] == "三一重工" else customer
        for customer in team["customers"]
    ]
    (fact,) = read("拜访三衣重工李工", NOW, Names.build({**team, "customers": learnt}, lexicon), "CNY", lexicon)

    assert (fact.get("customer"), fact.slots["customer"].rule, fact.doubts) == ("三一重工", "alias", ())


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("周六福周六付了6万", {"customer": "周六福", "amount": "60000", "date": "2026-11-14"}),
        ("九月科技9月底付了9万", {"customer": "九月科技", "amount": "90000", "date": "2026-09-30"}),
        ("今天今天国际付了2万", {"customer": "今天国际", "amount": "20000", "date": "2026-11-18"}),
        ("三一重工三十一万到账", {"customer": "三一重工", "amount": "310000", "date": "2026-11-18"}),
        ("360付了360万", {"customer": "360", "amount": "3600000", "date": "2026-11-18"}),
        ("十月妈咪昨天到账10万", {"customer": "十月妈咪", "amount": "100000", "date": "2026-11-17"}),
        ("711打了11万过来", {"customer": "7-11便利", "amount": "110000", "date": "2026-11-18"}),
        ("Million Foods paid 1 million USD", {"customer": "Million Foods", "amount": "1000000", "date": "2026-11-18"}),
        ("Seven Oaks paid 7k USD on Friday", {"customer": "Seven Oaks", "amount": "7000", "date": "2026-11-13"}),
    ],
)
def test_names_hold_no_dates_and_no_amounts(text: str, slots: dict[str, str], say: Say) -> None:
    (fact,) = say(text)

    assert {slot: value for slot, value in shown(fact).items() if slot != "currency"} == slots


def test_an_unknown_name_is_offered_as_written(say: Say) -> None:
    (fact,) = say("拜访了金诚贸易的李总")

    assert (fact.get("customer"), fact.get("contact")) == ("金诚贸易", "李总")
    assert fact.new_customer
    assert fact.slots["customer"].ref is None


def test_find_serves_commands(names: Names) -> None:
    assert names.find("三一").exact == ("三一重工",)
    assert names.find("恒达").exact == ("恒达精密", "恒达物流")
    assert names.find("恒达").refs == {"恒达精密": "c27", "恒达物流": "c28"}
    assert names.find("三衣重工").near == ("三一重工",)
    assert names.find("没有这家").exact == names.find("没有这家").near == ()
    assert names.find("").near == ()


def test_no_other_team_is_seen(lexicon: Lexicon) -> None:
    empty = Names.build({}, lexicon)

    assert empty.find("华为").exact == empty.find("华为").near == ()


@pytest.mark.parametrize(
    ("text", "intents", "rival"),
    [
        ("北方智联也在推华为，报价8万", ["competitor"], "北方智联"),
        ("西门子也在抢华为这单", ["competitor"], "西门子"),
        ("听说，云途科技也在跟进华为，报了8万", ["competitor"], "云途科技"),
        ("Contoso is also pitching Globex, quoted 80k", ["competitor"], "Contoso"),
        ("Blue Ridge is courting Globex", ["competitor"], "Blue Ridge"),
        ("lost the Globex deal to Contoso", ["stage", "competitor"], "Contoso"),
        ("lost Globex to Contoso", ["stage", "competitor"], "Contoso"),
        ("We lost the Globex order to Blue Ridge.", ["stage", "competitor"], "Blue Ridge"),
        ("我们也在推华为，报价8万", ["deal"], None),
        ("今天也在跟进华为，报价8万", ["deal"], None),
        ("we are pitching Globex, quoted 80k", ["deal"], None),
    ],
)
def test_a_rival_nobody_knows_is_named_where_one_stands(
    text: str, intents: list[str], rival: str | None, say: Say
) -> None:
    facts = say(text)

    assert [fact.intent for fact in facts] == intents
    assert next((fact.get("competitor") for fact in facts if fact.intent == "competitor"), None) == rival
