"""The same conversations on Slack: the same answers, and the same records, as on the stage and on Telegram.

What Slack does otherwise is taken away before comparing: commands are `/gengfu bind`, and there is no standing keyboard.
"""

from __future__ import annotations

import re

import pytest

from tests.bot.conftest import OpenBooks
from tests.bot.slack_stage import SlackStage
from tests.bot.test_dialogs import DIALOGS, difference

SHORT = ("zh-CN/group_logging", "zh-CN/joining", "zh-CN/buttons", "en/corrections", "en/payments")
NAMES = tuple(str(path.relative_to(DIALOGS).with_suffix("")) for path in sorted(DIALOGS.rglob("*.txt")))
# What has no counterpart on Slack, with the reason.
NOT_HERE = {
    "bad_input": "Slack keeps unknown /commands to itself; what follows /gengfu and is no command is a line",
    "binding": "a channel's id never changes there",
    "group_admin": "a bot is no admin of a channel there",
    "sharing": "nobody sends where they are, or a contact card",
}

# In a thread nobody can say which of its cards is meant, so another one may be stamped; the records are the same.
SAME_BOOKS = ("zh-CN/receivables", "en/receivables")


def where(name: str) -> object:
    return name if name in SHORT else pytest.param(name, marks=pytest.mark.slow)


@pytest.mark.parametrize("name", [where(one) for one in NAMES if one.partition("/")[2] not in NOT_HERE])
@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_dialog_on_slack(name: str, open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = DIALOGS / f"{name}.txt"
    written = path.read_text("utf-8")
    stage = SlackStage(open_books, monkeypatch)
    try:
        played = plain(stage.play(written))
    finally:
        stage.scene.leave()
    if name in SAME_BOOKS:
        assert books_of(played) == books_of(written)
    elif played != plain(written):
        pytest.fail(difference(path, plain(written), played), pytrace=False)
    assert not stage.scene.fake.bugs


def books_of(text: str) -> list[str]:
    """What the books say, line by line."""
    return re.findall(r"^(?:books>.*|records>.*(?:\n    .*)*)", text, re.MULTILINE)


def plain(text: str) -> str:
    """Without what the platforms do each in their own way."""
    rows = (row for row in text.splitlines() if not row.strip().startswith("⌨ "))
    return "\n".join(rows).replace("/gengfu ", "/").replace(" Stage ", " Slack ")  # how the stage calls itself


ONLY_HERE = """\
team> 华东销售 · zh-CN · CNY · Asia/Shanghai
cast> 李雷 rep · 王经理 manager+admin
customer> 华星科技 (华星) · 李雷 · owes 160000 due 2026-03-10
chat> group · 华东销售群
clock> 2026-03-05 10:00

# A deleted message asks; the books stay until somebody says so.
李雷> 收到华星货款5万
bot> ✅ 华星科技：收到 ¥50,000，尚欠 ¥110,000
    💡 记到 3月10日周二 到期的应收款
    [撤销] [改]
李雷> (deletes it)
bot> ✏️ 改后的消息里没有这些了：华星科技 ¥50,000。要撤掉吗？ [撤掉] [留着]
books> 华星科技 owes CNY 110000.00; payments 1
李雷> [撤掉]
books> 华星科技 owes CNY 160000.00; payments 0

# What is said to the bot in a channel is answered in the thread, and a correction there needs no mention.
李雷@group> @gengfu 收到华星货款6万
李雷@group> > 不对，是7万
books> 华星科技 owes CNY 90000.00; payments 1
李雷@group> > 午饭吃什么
(silent)
李雷@group> 午饭吃什么
(silent)

# A word that is no command may follow the product's name.
李雷@group> /gengfu 收到华星货款1万
books> 华星科技 owes CNY 80000.00; payments 2
"""


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_what_only_slack_can_do(open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = SlackStage(open_books, monkeypatch)
    try:
        played = stage.play(ONLY_HERE)
    finally:
        stage.scene.leave()
    print(played)
    said = [row for row in played.splitlines() if row.startswith(("books>", "error>"))]
    assert [row for row in ONLY_HERE.splitlines() if row.startswith("books>")] == said
    assert "要撤掉吗" in played
    assert 2 == played.count("\n(silent)")
