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


@pytest.mark.parametrize(
    "text",
    [
        "收到华为5万金币",
        "收到华为 500比特币",
        "华为付了3000 大洋",
        "华为付了8万越南盾",
        "收到华为300两银子",
        "收到华为2万Q币",
        "收到华为500 USDT",
        "got 5k zorkmids from Globex",
        "Globex paid 5k quatloos.",
        "received 3000 rupees from Globex",
        "Globex wired 2,000 bitcoins",
        "Globex paid 700 gold coins today",
    ],
)
def test_money_nobody_here_knows_is_asked_about(text: str, say: Say) -> None:
    assert [doubt.kind for fact in say(text) for doubt in fact.doubts] == ["unknown_currency"]


@pytest.mark.parametrize(
    "text",
    [
        "收到华为5万定金",
        "收到华为5万货款",
        "收到华为5 万块钱",
        "华为付了3万尾款",
        "华为付了5万按人民币算",
        "收到华为5万存入港币账户",
        "收到华为5万港币",
        "收到华为10亿",
        "收到华为110亿日元",
        "got a 20k deposit from Globex",
        "got 20k deposits from Globex",
        "Globex paid 5k, thanks",
        "Globex paid 5k thanks",
        "Globex paid 5k fees today",
        "Globex paid 12k less fees",
        "Globex paid 5k towards invoice 12",
    ],
)
def test_an_ordinary_word_after_an_amount_is_no_currency(text: str, say: Say) -> None:
    doubts = {doubt.kind for fact in say(text) for doubt in fact.doubts}

    assert not doubts & {"unknown_currency", "absurd_amount"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("收到华为5000亿", "500000000000"),
        ("收到华为11亿美元", "1100000000"),
        ("华为答应下周五付20亿", "2000000000"),
        ("收到华为1100亿日元", "110000000000"),
        ("Globex paid 500 billion", "500000000000"),
        ("Globex promised 3bn by Friday", "3000000000"),
        ("Globex paid 1,500,000,000", "1500000000"),
        ("收到华为99999999999999万", None),
    ],
)
def test_more_than_a_small_firm_books_is_asked_about(text: str, value: str | None, say: Say) -> None:
    (doubt,) = (doubt for fact in say(text) for doubt in fact.doubts)

    assert (doubt.kind, doubt.choices) == ("absurd_amount", (value,) if value else ())
