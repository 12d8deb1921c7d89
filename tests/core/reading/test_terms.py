"""The terms of contracts, each with the characters it was read from."""

from datetime import datetime

import pytest

from bot.reading import load_lexicon
from core.reading import Names
from core.reading.message import take_apart
from core.reading.terms import asks_for_contracts, listed_days, read_split, read_terms

NOW = datetime(2025, 11, 19, 10, 0)
TEAM = {"customers": [{"id": "1", "name": "华星科技", "aliases": ["华星"]}, {"id": "2", "name": "Globex"},
                      {"id": "3", "name": "三一重工"}]}  # fmt: skip


def about():
    lexicon = load_lexicon()
    return NOW, Names.build(TEAM, lexicon), "CNY", lexicon


def terms(text):
    return {name: one.value for name, one in read_terms(text, *about()).items() if name != "contract"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华星合同签了，今天盖章，一年期，到明年11月18", {"term": "12", "end_date": "2026-11-18"}),
        ("华星合同签了78万，三期付款3-4-3", {"split": "3,4,3"}),
        ("华星合同三四三付款", {"split": "3,4,3"}),
        ("签了华星的合同，30万，首付30%，验收后60%，质保10%",
         {"split": "30,60,10", "retention": "10", "retention_word": "质保"}),
        ("合同里质保金5%，一年后付", {"retention": "5", "retention_word": "质保金", "retention_after": "12"}),
        ("华星签了合同80万，月结60", {"net": "60", "net_from": "month_end"}),
        ("Globex contract signed, 90k, net 60", {"net": "60", "net_from": "invoice"}),
        ("华星合同签了，编号HX-2025-01，提前30天通知", {"number": "HX-2025-01", "notice": "30"}),
        ("华星协议提前一个月书面通知", {"notice": "30"}),
        ("华星合同12月1日起，到明年11月30日", {"start_date": "2025-12-01", "end_date": "2026-11-30"}),
        ("华星合同2025-11-19到2026-11-18", {"start_date": "2025-11-19", "end_date": "2026-11-18"}),
        ("华星合同签了，到去年11月18", {"end_date": "2024-11-18"}),
        ("华星合同签了 到2月30日", {"impossible_end": "2月30日"}),
        ("华星合同到期不续了", {"act": "run_out"}),
        ("华星合同终止了", {"act": "end"}),
        ("华星续签了一年", {"act": "renew", "term": "12"}),
        ("华星续了一年半", {"act": "renew", "term": "18"}),
        ("Globex renewed for two years", {"act": "renew", "term": "24"}),
        ("Globex won't renew", {"act": "run_out"}),
        ("华星合同要不要续", {}),
        ("三一重工合同", {}),
        ("华星合同3-4-3，12月1日、1月15日、3月1日付",
         {"split": "3,4,3", "days": "2025-12-01,2026-01-15,2026-03-01"}),
        ("今天拜访了华星李总，下周三给方案", {}),
        ("收到华星货款5万", {}),
    ],
)  # fmt: skip
def test_what_is_agreed(text, expected):
    assert expected == terms(text)


def test_values_name_the_characters_they_came_from():
    text = "华星合同签了，质保金5%，编号HX-2025-01"

    found = read_terms(text, *about())

    assert {"5%", "质保金", "HX-2025-01", "合同"} == {text[slice(*one.span)] for one in found.values()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华星的合同", "contract"),
        ("华星合同什么时候到期", "contract"),
        ("Globex contract", "contract"),
        ("哪些合同快到期", "contracts"),
        ("which contracts expire soon", "contracts"),
        ("华星合同还没签", None),
        ("华星合同签了", None),
        ("华星合同终止了", None),
        ("合同要改一下条款再发给法务看", None),
    ],
)
def test_what_is_asked(text, expected):
    assert expected == asks_for_contracts(take_apart(text, *about()))


@pytest.mark.parametrize(
    ("text", "days", "wrong"),
    [
        ("12月1日、1月15日、3月1日", ["2025-12-01", "2026-01-15", "2026-03-01"], ()),
        ("Dec 1, Jan 15, Mar 1", ["2025-12-01", "2026-01-15", "2026-03-01"], ()),
        ("12/1 6/1 12/1", ["2025-12-01", "2026-06-01", "2026-12-01"], ()),
        ("2月30日、3月1日", ["2026-03-01"], ("2月30日",)),
    ],
)
def test_days_in_one_line_follow_each_other(text, days, wrong):
    found, no_days = listed_days(take_apart(text, *about()))

    assert (days, wrong) == ([one.isoformat() for one in found], no_days)


def test_shares_that_are_typed_as_an_answer():
    assert "3,4,3" == read_split("3-4-3")
    assert "30,40,30" == read_split("30% 40% 30%")
    assert read_split("不知道") is None
