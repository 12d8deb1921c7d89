"""Dates and money of two well-known recognisers (see tests/data/nlu/thirdparty), without the cases our conventions read otherwise."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from core.reading import Lexicon, Names, read
from core.reading.days import FUTURE, PAST
from core.reading.message import Message, take_apart
from tests.core.reading.conftest import DATA

SOURCES = ("recognizers.json", "duckling.json")


def _cases(source: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((DATA / "thirdparty" / source).read_text(encoding="utf-8"))["cases"]
    return cases


def _single(source: str, lang: str, kind: str) -> list[dict[str, Any]]:
    wanted = [
        case for case in _cases(source) if case["lang"] == lang and not case.get("skip") and len(case["truth"]) == 1
    ]
    return [case for case in wanted if case["truth"][0]["kind"] == kind]


def _apart(case: dict[str, Any], lexicon: Lexicon) -> Message:
    currency = "CNY" if case["lang"] == "zh" else "USD"
    return take_apart(case["text"], datetime.fromisoformat(case["now"]), Names.build({}, lexicon), currency, lexicon)


def _days(message: Message) -> Iterator[str]:
    for mention in message.dates:
        for sense in (PAST, FUTURE):
            when = mention.on(message.today, sense)
            if when and not when.last:
                yield when.first.isoformat()


def _is_money(message: Message, accepted: list[list[str | None]]) -> bool:
    for amount in message.amounts:
        for value, currency in accepted:
            near = abs(amount.value - Decimal(str(value))) <= abs(Decimal(str(value))) / 10**12  # their floats round
            if near and currency in (None, amount.currency, amount.currency or currency):
                return True
    return False


@pytest.mark.parametrize(
    ("source", "lang", "share"),
    [
        ("recognizers.json", "zh", 0.90),
        ("duckling.json", "zh", 0.85),
        ("recognizers.json", "en", 0.60),
        ("duckling.json", "en", 0.55),
    ],
)
def test_single_dates(source: str, lang: str, share: float, lexicon: Lexicon) -> None:
    cases = _single(source, lang, "date")
    right = sum(any(day in case["truth"][0]["accept"] for day in _days(_apart(case, lexicon))) for case in cases)
    print(f"{source} {lang} single dates: {right}/{len(cases)}")

    assert right / len(cases) >= share


@pytest.mark.parametrize(("lang", "share"), [("zh", 0.90), ("en", 0.65)])
def test_money(lang: str, share: float, lexicon: Lexicon) -> None:
    cases = [case for source in SOURCES for case in _single(source, lang, "money")]
    right = sum(_is_money(_apart(case, lexicon), case["truth"][0]["accept"]) for case in cases)
    print(f"{lang} money: {right}/{len(cases)}")

    assert right / len(cases) >= share


@pytest.mark.parametrize("source", SOURCES)
def test_no_case_of_any_kind_crashes(source: str, names: Names, lexicon: Lexicon) -> None:
    for case in _cases(source):
        read(case["text"], datetime.fromisoformat(case["now"]), names, "CNY", lexicon)
