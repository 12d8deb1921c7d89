"""What is let off beside money that came, and how a deal is paid, said in one breath with its price."""

from datetime import datetime

import pytest

from bot.reading import load_lexicon
from core.reading import Names, understand

NOW = datetime(2026, 3, 2, 10, 0)
TEAM = {"customers": [{"name": "华星科技", "aliases": ["华星"]}, {"name": "Globex"}]}


def understood(text):
    lexicon = load_lexicon()
    return understand(text, NOW, Names.build(TEAM, lexicon), "CNY", lexicon)


def told(text):
    request, facts = understood(text)
    found = [(one.intent, one.get("amount"), one.get("customer") is not None) for one in facts]
    return found if request is None else [("asked", request.name), *found]


@pytest.mark.parametrize(
    ("text", "paid", "let_off"),
    [
        ("收到华星5万，抹零300", "50000", ("credit_note", "300", True)),
        ("华星付了5万抹零300", "50000", ("credit_note", "300", True)),
        ("华星付了5万，折让300，因为质量问题", "50000", ("credit_note", "300", True)),
        ("华星付了5万，剩下300核销", "50000", ("write_off", "300", True)),
        ("华星付了5万，剩下300元核销", "50000", ("write_off", "300", True)),
        ("华星付了5万，剩下的核销", "50000", ("write_off", None, True)),
        ("收到5万，抹零300", "50000", ("credit_note", "300", False)),
        ("Globex paid 50k, write off the last 300", "50000", ("write_off", "300", True)),
        ("received 50k from Globex and let off 300", "50000", ("credit_note", "300", True)),
        ("received 50k, write off the last 300", "50000", ("write_off", "300", False)),
    ],
)
def test_what_is_let_off_beside_a_payment_is_of_who_paid(text, paid, let_off):
    assert [("payment", paid, let_off[2]), let_off] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "华星付了5万，他们想抹零300", "华星付了5万，不抹零", "华星付了5万，抹零", "Globex paid 50k, they asked to write off 300",
        "Globex paid 50k, we can't write off the last 300",
    ],
)  # fmt: skip
def test_a_wish_a_denial_and_no_amount_let_nothing_off(text):
    assert [("payment", "50000", True)] == told(text)


def test_an_order_stays_one():
    assert ("asked", "write_off") == told("华星那3万核销，因为工厂倒闭")[0]
    assert ("asked", "credit_note") == told("华星尾款优惠2万")[0]


@pytest.mark.parametrize(
    ("text", "terms", "split"),
    [
        ("华星二期80万三成预付", "三成预付", None),
        ("华星二期80万三成预付月底签", "三成预付", None),
        ("华星二期80万三成预付余款验收后30天", "三成预付余款验收后30天", "30,70"),
        ("华星二期80万三成预付七成验收后付", "三成预付七成验收后", "30,70"),
        ("华星二期80万三成预付余款月结60", "三成预付余款月结60", "30,70"),
        ("华星二期80万首付30%尾款70%", "首付30%尾款70%", "30,70"),
        ("Globex phase 2 800k 30% upfront", "30% upfront", None),
        ("Globex phase 2 800k 30% upfront 70% on delivery", "30% upfront 70% on delivery", "30,70"),
        ("quoted Globex 800k 30% upfront balance on delivery", "30% upfront balance on delivery", "30,70"),
    ],
)
def test_terms_need_no_comma_after_the_price(text, terms, split):
    (deal,) = understood(text)[1]

    extras = {name: value.value for name, value in deal.extras.items()}
    assert ("deal", "800000", terms, split) == (
        deal.intent, deal.get("amount"), extras.get("terms"), extras.get("split")
    )  # fmt: skip
