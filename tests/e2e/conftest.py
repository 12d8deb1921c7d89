"""A fake Telegram, an installation of the bot, and a team that is set up through the chat as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.process import Bot, installed
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
