"""What a message said, as it waits in a draft."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import load_lexicon
from bot.said import Said
from core.base.money import Money
from core.reading import Names, read, understand

TEAM = {
    "customers": [
        {"id": "7", "name": "华星科技", "aliases": ["华星"]},
        {"id": "8", "name": "远航物流", "aliases": ["远航"]},
    ],
    "members": [],
    "competitors": [],
    "stages": [],
}
NOW = datetime(2026, 3, 2, 10)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.build(TEAM, load_lexicon())


def said(text: str, names: Names) -> list[Said]:
    return [Said.of(fact, text) for fact in read(text, NOW, names, "CNY", load_lexicon())]


words = st.text(max_size=10)
a_said = st.builds(
    Said,
    intent=words,
    slots=st.dictionaries(words, words, max_size=3),
    text=words,
    account_id=st.none() | st.integers(1),
    name=words,
    choices=st.lists(st.integers(1), max_size=3).map(tuple),
    is_new=st.booleans(),
    doubts=st.lists(st.tuples(words, words, st.lists(words, max_size=2).map(tuple)), max_size=2).map(tuple),
    assumed=st.lists(words, max_size=2).map(tuple),
    settled=st.lists(words, max_size=2).map(tuple),
    step=words,
)


@given(a_said)
def test_it_comes_out_of_a_draft_as_it_went_in(before: Said) -> None:
    assert before == Said.from_json(json.loads(json.dumps(before.as_json())))


def test_a_sure_customer_is_an_account(names: Names) -> None:
    [payment] = said("收到华星货款5万", names)

    assert ("payment", 7, Money.of("50000", "CNY"), date(2026, 3, 2)) == (
        payment.intent, payment.account_id, payment.money("CNY"), payment.day("date"),
    )  # fmt: skip


def test_a_misspelt_customer_is_only_a_choice(names: Names) -> None:
    [payment] = said("收到元航货款5万", names)

    assert (None, "元航", (8,)) == (payment.account_id, payment.name, payment.choices)


def test_a_new_customer_is_a_name(names: Names) -> None:
    [visit] = said("今天拜访了蓝海电子的孙经理", names)

    assert (None, "蓝海电子", True) == (visit.account_id, visit.name, visit.is_new)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("今天拜访华星李总，下周三给方案", "给方案"),
        ("电话联系华星，月底前出结果", "出结果"),
        ("拜访了华星，想要报价，周四给", "想要报价 给"),
        ("今天拜访华星", ""),
    ],
)
def test_the_next_step_is_what_stands_around_its_day(names: Names, text: str, step: str) -> None:
    assert step == said(text, names)[0].step


def test_filling_a_slot_makes_it_said(names: Names) -> None:
    [visit] = said("拜访了华星", names)

    assert ("date",) == visit.assumed
    assert () == visit.with_slots(date="2026-03-01").assumed


def test_an_answered_doubt_is_remembered(names: Names) -> None:
    [payment] = said("收到华星货款5万或者6万", names)

    settled = payment.without_doubt("two_amounts")

    assert ((), ("two_amounts",)) == (settled.doubts, settled.settled)
    assert [("two_amounts", "5万或者6万", ("50000", "60000"))] == list(payment.doubts)


def test_a_request_has_the_same_plain_form(names: Names) -> None:
    request, _ = understand("华星应收20万，到期4月15日", NOW, names, "CNY", load_lexicon())
    assert request is not None

    plain = Said.of(request, "华星应收20万，到期4月15日")

    assert ("receivable", 7, "2026-04-15") == (plain.intent, plain.account_id, plain.get("due_date"))
