"""The sample team, its words, and short ways to read one message in it."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.reading import load_lexicon
from core.reading import Fact, Lexicon, Names, Request, read, read_request

DATA = Path(__file__).resolve().parents[2] / "data" / "nlu"
NOW = datetime(2026, 11, 18, 10)  # a Wednesday

Say = Callable[..., list[Fact]]
Ask = Callable[..., Request | None]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def team() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "customers.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def names(team: dict[str, Any], lexicon: Lexicon) -> Names:
    return Names.build(team, lexicon)


@pytest.fixture(scope="session")
def other_names(lexicon: Lexicon) -> Names:
    """A second team, with other customers, members and rivals."""
    return Names.build(json.loads((DATA / "more_team_5.json").read_text(encoding="utf-8")), lexicon)


@pytest.fixture(scope="session")
def say(names: Names, lexicon: Lexicon) -> Say:
    """The facts of a message said to the sample team, on Wednesday 18 November 2026 unless told."""

    def facts(text: str, now: datetime = NOW, currency: str = "CNY") -> list[Fact]:
        return read(text, now, names, currency, lexicon)

    return facts


@pytest.fixture(scope="session")
def ask(names: Names, lexicon: Lexicon) -> Ask:
    """The request a message makes."""

    def request(text: str, now: datetime = NOW, currency: str = "CNY") -> Request | None:
        return read_request(text, now, names, currency, lexicon)

    return request


def shown(fact: Fact | Request) -> dict[str, str]:
    return {slot: value.value for slot, value in fact.slots.items()}
