"""Every conversation of tests/dialogs, on both databases. `--update-dialogs` writes down what is said now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage
from tests.bot.looking_over import beyond_their_rights, leaks, misused
from tests.bot.test_ahead import watched

DIALOGS = Path(__file__).parent.parent / "dialogs"
FILES = sorted(DIALOGS.glob("*/*.txt"))


def played_where() -> list[Any]:
    """Every file on SQLite, the Chinese ones on PostgreSQL too; the English ones there with the full counts."""
    found = []
    for path in FILES:
        for engine in ("sqlite", "postgres"):
            marks = [pytest.mark.postgres] if engine == "postgres" else []
            if engine == "postgres" and path.parent.name == "en":
                marks.append(pytest.mark.slow)
            found.append(pytest.param(engine, path, marks=marks, id=f"{engine}-{path.parent.name}/{path.stem}"))
    return found


@pytest.mark.parametrize(("open_books", "path"), played_where(), indirect=["open_books"])
def test_dialog(
    path: Path, open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    pytestconfig: pytest.Config, scale: Callable[[int, int], int],
) -> None:  # fmt: skip
    written, stage = path.read_text("utf-8"), Stage(open_books, monkeypatch)
    wrote = watched(monkeypatch, "statement")  # which learns in what language a customer wants theirs

    with caplog.at_level(logging.ERROR):
        played = stage.play(written)

    mistakes = [f"{one.getMessage()}\n{one.exc_text or ''}" for one in caplog.records]
    if pytestconfig.getoption("update_dialogs"):
        path.write_text(played, "utf-8")
    elif played != written:
        pytest.fail("\n".join((difference(path, written, played), *mistakes)), pytrace=False)
    assert [] == mistakes
    assert "error>" not in played
    assert [] == wrote
    assert [] == leaks(stage)
    if path.parent.name == "zh-CN" and stage.app.database.is_sqlite:
        assert [] == misused(stage, scale(4, 1000))
        assert [] == beyond_their_rights(stage, scale(1, 1000))


def difference(path: Path, written: str, played: str) -> str:
    """Both conversations, side by side where they part."""
    rows = unified_diff(written.splitlines(), played.splitlines(), "as written", "as played", lineterm="", n=4)
    return f"{path.relative_to(DIALOGS.parent)} reads otherwise:\n" + "\n".join(rows)


def test_both_languages_have_the_same_dialogs() -> None:
    assert {one.name for one in (DIALOGS / "zh-CN").glob("*.txt")} == {
        one.name for one in (DIALOGS / "en").glob("*.txt")
    }
