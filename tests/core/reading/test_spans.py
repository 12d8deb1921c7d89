"""Where each value came from: spans lie inside the text, and the words of a span alone give the value again."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import load_lexicon
from core.reading import Fact, Lexicon, Names, Value, read
from core.reading.days import FUTURE, PAST
from core.reading.message import take_apart
from core.reading.numbers import plain
from tests.core.reading.conftest import DATA, NOW, Say

DATES = ("date", "next_date", "due_date", "close_date", "end_date")
AS_SAID = ("exact", "official", "short", "alias", "script")


def _rows() -> list[dict[str, Any]]:
    files = ("dev_utterances.jsonl", "more_utterances.jsonl")
    return [
        json.loads(line)
        for file in files
        for line in (DATA / file).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def _days_of(words: str, now: datetime, names: Names, lexicon: Lexicon) -> set[str]:
    message = take_apart(words, now, names, "CNY", lexicon)
    days = [mention.on(message.today, sense) for mention in message.dates for sense in (PAST, FUTURE)]
    return {day.isoformat() for when in days if when for day in (when.first, when.last or when.first)}


def _gives_again(slot: str, value: Value, text: str, now: datetime, names: Names, lexicon: Lexicon) -> bool:
    assert value.span
    words = text[slice(*value.span)]
    if slot in DATES:
        return value.value in _days_of(words, now, names, lexicon)
    if slot == "amount":
        return value.value in {
            plain(amount.value) for amount in take_apart(f"收到{words}", now, names, "CNY", lexicon).amounts
        }
    if slot == "customer":
        return (
            value.value in {entity.name for mention in names.lookup(words) for entity in mention.entities}
            if value.rule in AS_SAID
            else True
        )
    return value.value == words if slot == "contact" else True


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_reading_a_span_alone_gives_the_value(row: dict[str, Any], names: Names, lexicon: Lexicon) -> None:
    now = datetime.fromisoformat(row["now"])
    for fact in read(row["text"], now, names, row["default_currency"], lexicon):
        for slot, value in fact.slots.items():
            if value.span:
                assert 0 <= value.span[0] < value.span[1] <= len(row["text"])
                assert _gives_again(slot, value, row["text"], now, names, lexicon), (slot, value)


def test_what_was_assumed_has_no_span(say: Say) -> None:
    (payment,) = say("七匹狼付了7万")

    assert payment.slots["date"] == Value("2026-11-18", None, "today")
    assert payment.slots["currency"].span is None
    assert payment.slots["amount"].span == (5, 7)


def _inside(facts: list[Fact], text: str) -> bool:
    spans = [value.span for fact in facts for value in fact.slots.values() if value.span]
    spans += [fact.span for fact in facts] + [doubt.span for fact in facts for doubt in fact.doubts if doubt.span]
    return all(0 <= start <= end <= len(text) for start, end in spans)


_PIECES = ("今天", "拜访了", "华为", "恒达", "Acme", "王总", "，", " ", "\n", "收到", "3万5", "$12.5k", "30%", "下周三", "11/20", "Nov 25", "不是", "吗", "？", "🎉",
           "转给", "刘洋", "签了", "合同", "答应", "付", "2月30日", "-5万", "到", "from", "met Bill", "not", "五月花", "周六福", "360", "(", "ＡＢ１２", "\u202e", "د")  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_any_heap_of_words_keeps_its_spans_inside(pieces: list[str]) -> None:
    lexicon, text = load_lexicon(), "".join(pieces)
    names = _team(lexicon)

    assert _inside(read(text, NOW, names, "CNY", lexicon), text)


@given(st.text(max_size=300))
def test_any_text_keeps_its_spans_inside(text: str) -> None:
    lexicon = load_lexicon()

    assert _inside(read(text, NOW, _team(lexicon), "CNY", lexicon), text)


_teams: list[Names] = []


def _team(lexicon: Lexicon) -> Names:
    if not _teams:
        _teams.append(Names.build(json.loads((DATA / "customers.json").read_text(encoding="utf-8")), lexicon))
    return _teams[0]
