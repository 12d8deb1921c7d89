"""Discounts as they are said: what the price was, what is taken off, what is left; and what is none."""

from datetime import datetime

import pytest

from bot.reading import load_lexicon
from core.reading import Names, read

NOW = datetime(2026, 3, 2, 10, 0)
TEAM = {
    "customers": [
        {"name": "华星科技", "aliases": ["华星"]},
        {"name": "大洋机电", "aliases": ["大洋"]},
        {"name": "Globex"},
    ],
    "competitors": [{"name": "蓝鲸科技", "aliases": ["蓝鲸"]}],
    "stages": [{"code": "won", "name": "赢单"}],
}
SAID = ("amount", "discount", "less", "list_amount", "net_amount")


def said(text):
    lexicon = load_lexicon()
    facts = read(text, NOW, Names.build(TEAM, lexicon), "CNY", lexicon)
    for fact in facts:
        for value in fact.extras.values():
            assert value.span is not None
            assert text[slice(*value.span)]
    return [(one.intent, *(f"{name} {value.value}" for name, value in (*one.slots.items(), *one.extras.items())
                           if name in SAID)) for one in facts if one.intent in ("deal", "stage", "contract")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "discount"),
    [
        ("华星 二期 报价80万 打8折", "discount 20"),
        ("华星二期80万，95折", "discount 5"),
        ("华星二期80万九五折", "discount 5"),
        ("华星二期80万打个8.5折", "discount 15"),
        ("華星二期報價80萬 打八折", "discount 20"),
        ("华星二期80万 对折", "discount 50"),
        ("华星报价80万 让利5%", "discount 5"),
        ("华星二期80万，给了5%的折扣", "discount 5"),
        ("华星二期80万 让了5个点", "discount 5"),
        ("华星二期80万 折扣率85%", "discount 15"),
        ("华星二期 80万 打9折再95折", "discount 14.5"),
        ("华星二期80万，想申请8折", "discount 20"),
        ("华星二期报价80万，优惠3万", "less 30000"),
        ("华星二期80万 抹零3000", "less 3000"),
        ("Globex phase 2: 800k less 10%", "discount 10"),
        ("quoted Globex 800k with a 10% discount", "discount 10"),
        ("we offered Globex 8% off the 800k quote", "discount 8"),
        ("Globex 800k, discount 3,000", "less 3000"),
        ("Globex phase 2 800k, knocked 5k off", "less 5000"),
        ("Globex phase 2: $800k -10%", "discount 10"),
    ],
)
def test_off_a_price(text, discount):
    assert [("deal", "amount 800000", discount, "list_amount 800000")] == said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华星二期打8折后80万", ("deal", "amount 800000", "discount 20", "net_amount 800000")),
        ("华星二期最终报价64万，打了8折", ("deal", "amount 640000", "discount 20", "net_amount 640000")),
        ("华星二期80万打9折72万", ("deal", "amount 800000", "discount 10", "list_amount 800000", "net_amount 720000")),
        ("华星二期80万（原价100万）", ("deal", "amount 800000", "list_amount 1000000", "net_amount 800000")),
        ("华星二期从100万降到85万", ("deal", "amount 850000", "list_amount 1000000", "net_amount 850000")),
        ("华星二期成交了，原价100万，85万成交", ("stage", "amount 850000", "list_amount 1000000", "net_amount 850000")),
        ("华星合同签了，80万，打9折", ("contract", "amount 800000", "discount 10", "list_amount 800000")),
        ("Globex phase 2 90k after 10% discount", ("deal", "amount 90000", "discount 10", "net_amount 90000")),
        ("Globex list 100k, closed at 85k", ("deal", "amount 85000", "list_amount 100000", "net_amount 85000")),
        ("cut Globex phase 2 from 100k to 85k", ("deal", "amount 85000", "list_amount 100000", "net_amount 85000")),
        ("won Globex at 85k, list price 100k", ("stage", "amount 85000", "list_amount 100000", "net_amount 85000")),
        ("给华星二期打8折", ("deal", "discount 20")),
        ("拜访了华星李总，给了他95折", ("deal", "discount 5")),
        ("gave Globex 10% off", ("deal", "discount 10")),
    ],
)
def test_what_is_left_of_it(text, expected):
    assert [expected] == said(text)


def test_each_deal_of_a_message_has_its_own():
    assert [("deal", "amount 800000", "discount 5", "list_amount 800000"),
            ("deal", "amount 600000", "discount 20", "list_amount 600000")] == said("大洋80万打95折；华星60万打8折")  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "华星想要9折", "李总要求华星二期80万打8折", "华星二期80万，客户要8折", "华星能不能打9折", "华星二期80万打8折行吗？",
        "华星二期80万，没有折扣", "华星二期80万，最多打9折", "华星说再便宜5%就签", "华星二期80万，蓝鲸打8折", "蓝鲸降价10%，华星报80万",
        "华星二期80万，对手降价10%", "华星那条夹克打五折，399", "华星这事太折腾了，80万", "华星收到货款5万，优惠2000",
        "Globex wants 10% off", "Globex 100k, they want 10% off", "Globex 100k no discount", "can we give Globex 10% off?",
    ],
)  # fmt: skip
def test_a_wish_a_question_and_a_rivals_price_are_none(text):
    assert not [
        value for fact in said(text) for value in fact if value.split()[0] in ("discount", "less", "list_amount")
    ]
