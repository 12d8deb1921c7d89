"""A fake Telegram, an installation of the bot, and a team that is set up through the chat as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.process import Bot, installed
from tests.e2e.team import Team, a_team
from tests.fakes.telegram import TelegramFake


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as fake:
        yield fake


@pytest.fixture
def bot(fake: TelegramFake, tmp_path: Path) -> Iterator[Bot]:
    """An installation on SQLite, not started yet."""
    with installed(fake, tmp_path) as bot:
        yield bot


@dataclass
class House:
    """A bot that runs, and the team it serves."""

    bot: Bot
    fake: TelegramFake
    team: Team


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all tests of a module: they keep to people and groups of their own."""
    with TelegramFake() as fake, installed(fake, tmp_path_factory.mktemp("house")) as bot:
        yield House(bot, fake, a_team(bot, fake, reps=3))
