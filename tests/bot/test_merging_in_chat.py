"""After merging, taking apart and merging again, what each account owes is still what its entries say."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.store import Store
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import Stage
from tests.storage.test_merging import from_entries, kept

DIALOG = Path(__file__).parent.parent / "dialogs" / "zh-CN" / "merging.txt"


def test_kept_sums_are_the_sums_over_the_entries_all_along(
    open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, differing = Stage(open_books, monkeypatch), []
    act = stage._act

    def watched(who: str, group: str | None, text: str) -> str | None:
        toast = act(who, group, text)
        sums = stage.app.database.read(
            lambda tx: _sums(Store(tx, stage._team_ids[0], by=None, source=0, now=stage.clock()))
        )
        differing.extend([text] if sums[0] != sums[1] else [])
        return toast

    monkeypatch.setattr(stage, "_act", watched)
    stage.play(DIALOG.read_text("utf-8"))

    assert [] == differing


def _sums(store: Store) -> tuple[object, object]:
    return from_entries(store), kept(store)
