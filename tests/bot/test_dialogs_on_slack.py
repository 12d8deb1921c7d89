"""The same conversations on Slack: the same answers, and the same records, as on the stage and on Telegram.

What Slack does otherwise is taken away before comparing: commands are `/gengfu bind`, and there is no standing keyboard.
"""

from __future__ import annotations

import pytest

from tests.bot.conftest import OpenBooks
from tests.bot.slack_stage import SlackStage
from tests.bot.test_dialogs import DIALOGS, difference

SHORT = ("zh-CN/group_logging", "zh-CN/joining", "zh-CN/buttons", "en/corrections", "en/payments")
LONG = (
    "zh-CN/a_day", "zh-CN/alerts", "zh-CN/digest", "zh-CN/editing", "zh-CN/files", "zh-CN/forms", "zh-CN/handover",
    "zh-CN/payments", "zh-CN/promises", "zh-CN/receivables", "zh-CN/contracts", "zh-CN/two_teams", "zh-CN/visits",
    "en/a_day", "en/alerts", "en/buttons", "en/digest", "en/group_logging", "en/help", "en/joining", "en/names",
)  # fmt: skip


@pytest.mark.parametrize("name", [*SHORT, *(pytest.param(one, marks=pytest.mark.slow) for one in LONG)])
@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_dialog_on_slack(name: str, open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = DIALOGS / f"{name}.txt"
    written = path.read_text("utf-8")
    stage = SlackStage(open_books, monkeypatch)
    try:
        played = plain(stage.play(written))
    finally:
        stage.scene.leave()
    if played != plain(written):
        pytest.fail(difference(path, plain(written), played), pytrace=False)
    assert not stage.scene.fake.bugs


def plain(text: str) -> str:
    """Without what the platforms do each in their own way."""
    rows = (row for row in text.splitlines() if not row.strip().startswith("⌨ "))
    return "\n".join(rows).replace("/gengfu ", "/")
