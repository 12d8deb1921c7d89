"""Questions in words: which one and narrowed by what; a message that reports something asks nothing."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from bot.handlers.questions.table import QUESTIONS
from bot.hearing import stages
from bot.reading import load_question_words
from core.reading import Lexicon, Names, Request, understand
from core.reading.asking import FOLLOWS, KINDS, read_asked
from core.reading.message import take_apart
from core.reading.strangers import look_closer
from tests.core.reading.conftest import DATA, NOW, shown

ROOT = DATA.parents[2]
Asked = Callable[..., Request | None]


def named(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "name": name, "aliases": []} for name in names]


@pytest.fixture(scope="module")
def asked(lexicon: Lexicon) -> Asked:
    """The question a message asks a small team, on Wednesday 18 November 2026 unless told."""
    team = {
        "customers": named("华星", "远航", "启明星", "Globex", "Initech"),
        "members": named("李雷", "张伟", "韩梅梅", "Tom"),
        "stages": stages(),
    }
    names = Names.build(team, lexicon)

    def ask(text: str, now: datetime = NOW) -> Request | None:
        return read_asked(look_closer(take_apart(text, now, names, "CNY", lexicon)), load_question_words())

    return ask


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("逾期超过60天的有谁", {"about": "overdue", "days": "61"}),
        ("逾期60天以上的有哪些", {"about": "overdue", "days": "60"}),
        ("逾期30到60天的客户", {"about": "overdue", "days": "30", "days_to": "60"}),
        ("who is overdue > 60 days", {"about": "overdue", "days": "61"}),
        ("what is overdue by 60 days or more", {"about": "overdue", "days": "60"}),
        ("谁拖欠超过三个月", {"about": "overdue", "days": "91"}),
        ("这个月到账多少", {"about": "receipts", "from": "2026-11-01", "to": "2026-11-30"}),
        ("今年一共到账多少", {"about": "receipts", "from": "2026-01-01", "to": "2026-12-31"}),
        ("10月收款多少", {"about": "receipts", "from": "2026-10-01", "to": "2026-10-31"}),
        ("最近30天到账多少", {"about": "receipts", "from": "2026-10-20", "to": "2026-11-18"}),
        ("近三个月回款多少", {"about": "receipts", "from": "2026-08-19", "to": "2026-11-18"}),
        ("10月1号到现在收了多少", {"about": "receipts", "from": "2026-10-01", "to": "2026-11-18"}),
        ("美元这个月到账多少", {"about": "receipts", "currency": "USD", "from": "2026-11-01", "to": "2026-11-30"}),
        ("how much came in over the last 2 weeks", {"about": "receipts", "from": "2026-11-05", "to": "2026-11-18"}),
        ("what came in since October 1", {"about": "receipts", "from": "2026-10-01", "to": "2026-11-18"}),
        ("这个季度回款跟去年同期比怎么样", {"about": "receipts", "from": "2026-10-01", "to": "2026-12-31", "against": "year"}),
        ("这个月回款比上个月多吗",
         {"about": "receipts", "from": "2026-11-01", "to": "2026-11-30", "against_from": "2026-10-01", "against_to": "2026-10-31"}),
        ("这个月谁回款最多", {"about": "receipts", "by": "person", "from": "2026-11-01", "to": "2026-11-30"}),
        ("月底前要收多少钱", {"about": "due", "from": "2026-11-18", "to": "2026-11-30"}),
        ("what is due by the end of the month", {"about": "due", "from": "2026-11-18", "to": "2026-11-30"}),
        ("12月要收多少", {"about": "due", "from": "2026-12-01", "to": "2026-12-31"}),
        ("张伟这周跑了几家", {"about": "visits", "person": "张伟", "from": "2026-11-16", "to": "2026-11-22"}),
        ("我今天打了几个电话", {"about": "visits", "person": "me", "kind": "call", "from": "2026-11-18", "to": "2026-11-18"}),
        ("我的客户哪些超过两周没跟进", {"about": "quiet", "person": "me", "days": "15"}),
        ("which customers have no visit in the last 30 days", {"about": "quiet", "from": "2026-10-20", "to": "2026-11-18"}),
        ("报价阶段的单子有哪些", {"about": "deals", "stage": "proposal"}),
        ("deals over 50k", {"about": "deals", "least": "50000"}),
        ("跟上个月比呢", {"about": FOLLOWS, "against_from": "2026-10-01", "against_to": "2026-10-31"}),
        ("那远航呢", {"about": FOLLOWS, "customer": "远航"}),
        ("那张伟呢", {"about": FOLLOWS, "person": "张伟"}),
        ("and last month?", {"about": FOLLOWS, "from": "2026-10-01", "to": "2026-10-31"}),
        ("what about Globex?", {"about": FOLLOWS, "customer": "Globex"}),
        ("60天以上的呢", {"about": FOLLOWS, "days": "60"}),
        ("30天以内的呢", {"about": FOLLOWS, "days_to": "30"}),
        ("跟去年同期比呢", {"about": FOLLOWS, "against": "year"}),
    ],
)  # fmt: skip
def test_a_question_and_what_it_is_narrowed_by(text: str, slots: dict[str, str], asked: Asked) -> None:
    found = asked(text)

    assert found
    assert shown(found) == slots


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("恒海这个月到账多少", "恒海"),
        ("how much did Contoso pay this month", "Contoso"),
        ("华东区这个月到账多少", "华东区"),
        ("这个月3号窗口到账多少", "窗口"),
    ],
)
def test_a_word_nobody_understood_is_never_dropped(text: str, words: str, asked: Asked) -> None:
    found = asked(text)

    assert found
    assert found.get("unclear") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("李总这个月付了多少", "李总"), ("华星是谁的客户，上个月", "上个月"), ("did we receive 5k from Globex?", "5k")],
)
def test_a_value_a_question_has_no_use_for_is_named(text: str, words: str, asked: Asked) -> None:
    found = asked(text)

    assert found
    assert found.get("known") == words


@pytest.mark.parametrize(
    "text",
    ["收到", "received", "今天没拜访", "这个月利润多少", "这个月退款多少", "how many refunds this month", "今天天气怎么样", "华星付了5万", "Globex paid 5k", "华星丢单了",
     "下周三去拜访远航", "远航那边现在到需求分析了", "1号店还能下单吗", "早上好", "visited Globex today", "华星合同12月31日到期"],
)  # fmt: skip
def test_what_is_none_of_our_questions(text: str, asked: Asked) -> None:
    found = asked(text)

    assert found is None or {"unclear", "known"} & set(found.slots)


# -- the page that lists them


def examples() -> list[tuple[str, str]]:
    """(question, example) for every row of docs/questions.md."""
    rows = [line.split("|")[1:-1] for line in (ROOT / "docs/questions.md").read_text("utf-8").splitlines() if line.startswith("| `")]  # fmt: skip
    return [(cells[0].strip(" `"), one.strip()) for cells in rows for one in cells[1].split(" · ")]


@pytest.mark.parametrize(("question", "text"), examples())
def test_every_example_of_the_page_asks_what_it_says(question: str, text: str, asked: Asked) -> None:
    found = asked(text)

    assert found
    assert found.get("about") == question
    assert not {"unclear", "known"} & set(found.slots)


def test_the_page_the_table_and_the_words_name_the_same_questions() -> None:
    assert {name for name, _ in examples()} == set(QUESTIONS) == {kind.name for kind in KINDS}


def test_every_list_a_question_names_has_its_words() -> None:
    words = load_question_words()
    named_lists = {one for kind in KINDS for group in (*kind.needs, kind.also) for one in group}

    assert set() == named_lists - set(words.lists)


# -- facts stay facts


@pytest.mark.parametrize("file", ["dev_utterances.jsonl", "more_utterances.jsonl", "more_utterances_2.jsonl"])
def test_no_message_that_reports_something_is_taken_for_a_question(file: str, names: Names, lexicon: Lexicon) -> None:
    taken = []
    for row in map(json.loads, filter(str.strip, (DATA / file).read_text("utf-8").splitlines())):
        about = (
            datetime.fromisoformat(row["now"]).replace(tzinfo=None),
            names,
            row.get("default_currency", "CNY"),
            lexicon,
        )
        intents = {fact["intent"] for fact in row["facts"]}
        found = read_asked(look_closer(take_apart(row["text"], *about)), load_question_words())
        reported = any(fact.intent != "question" for fact in understand(row["text"], *about)[1])
        if found and not {"unclear", "known"} & set(found.slots) and intents != {"question"} and not reported:
            taken.append(row["text"])

    assert [] == taken
