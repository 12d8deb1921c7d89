"""What must be asked before it counts: never a guess about money, names, days or direction."""

import pytest

from tests.core.reading.conftest import Say


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2月30日拜访了华为", "impossible_date"),
        ("Globex paid 5k on Feb 30", "impossible_date"),
        ("收到华为-5万", "negative_amount"),
        ("收到华为99999999999999万", "absurd_amount"),
        ("华为退了我们2万，多收的", "direction"),
        ("我们给Globex退了1,200 USD", "direction"),
        ("拜访三衣重工李工", "near_name"),
        ("收到华为5万或8万", "two_amounts"),
        ("收到华为和百度5万", "several_customers"),
        ("华为答应12月1日或者12月5日付款", "two_dates"),
    ],
)
def test_a_doubt_is_raised(text: str, kind: str, say: Say) -> None:
    facts = say(text)

    assert kind in {doubt.kind for fact in facts for doubt in fact.doubts}


@pytest.mark.parametrize("text", ["2月30日拜访了华为", "Globex paid 5k on Feb 30"])
def test_an_impossible_day_is_never_replaced_by_another(text: str, say: Say) -> None:
    for fact in say(text):
        assert fact.get("date") is None


def test_a_long_text_says_that_it_was_cut(say: Say) -> None:
    (fact, *_) = say("今天拜访了华为的王总" + "。" * 5000 + "百度付了3万")

    assert fact.get("customer") == "华为"
    assert "text_cut" in {doubt.kind for doubt in fact.doubts}


@pytest.mark.parametrize(
    "text",
    [
        "今天拜访了九牧的钱总",
        "七匹狼付了7万",
        "给百度报价八十八万",
        "Globex paid $12.5k today",
        "12月1日到12月5日在一汽驻场",
        "华伟电子想上MES，预算在50到80万",
    ],
)
def test_a_clear_message_raises_none(text: str, say: Say) -> None:
    assert [fact.doubts for fact in say(text) if fact.doubts] == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [("收到华为现金2000", "2000"), ("收到华为现金2026，已交财务", "2026"), ("华为给了现款1999", "1999")],
)
def test_cash_that_looks_like_a_year_is_money(text: str, amount: str, say: Say) -> None:
    (fact,) = say(text)

    assert (fact.intent, str(fact.get("amount"))) == ("payment", amount)
