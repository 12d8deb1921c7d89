"""The same conversations on Telegram, through the real python-telegram-bot: the same answers, and the same records."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from bot import forms
from bot.text import LANGUAGES, say
from tests.bot.conftest import OpenBooks
from tests.bot.dialog import INDENT, PRESS, SPOKEN
from tests.bot.telegram_stage import TelegramStage
from tests.bot.test_dialogs import DIALOGS, difference

SHORT = ("zh-CN/group_people", "zh-CN/group_admin", "zh-CN/sharing", "zh-CN/binding", "zh-CN/confirming")
NAMES = tuple(str(path.relative_to(DIALOGS).with_suffix("")) for path in sorted(DIALOGS.rglob("*.txt")))
# Seen to fail: messages are numbered chat by chat there, so a card in another chat was taken for the pressed one (confirming).
NAMED = "|".join(re.escape(say(language, f"form_{one.name}")) for language in LANGUAGES for one in forms.ALL)
QUESTION = re.compile(
    rf"bot[>~] (?:(?:{NAMED})(?: · .*|，核对一下：|, please check:)?$|没有叫「|No customer is called)"
)
FILLED = re.compile(rf"bot> (?:{NAMED}) · ")
# What has no counterpart on Telegram, with the reason.
NOT_HERE = {"bad_input": "no message is empty there, and no contact card or location without what it holds"}


def where(name: str) -> object:
    return name if name in SHORT else pytest.param(name, marks=pytest.mark.slow)


@pytest.mark.parametrize("name", [where(one) for one in NAMES if one.partition("/")[2] not in NOT_HERE])
@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_dialog_on_telegram(name: str, open_books: OpenBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    path = DIALOGS / f"{name}.txt"
    written = path.read_text("utf-8")
    stage = TelegramStage(open_books, monkeypatch)
    try:
        played = stage.play(written)
    finally:
        stage.scene.leave()
    if plain(played) != plain(written):
        pytest.fail(difference(path, plain(written), plain(played)), pytrace=False)
    assert not stage.scene.fake.bugs


def plain(text: str) -> str:
    """Without how the stage calls itself, and without the standing keyboard: a card with buttons cannot bring it."""
    rows = (row for row in on_keys(text) if not row.strip().startswith("⌨ "))
    return "\n".join(rows).replace(" Stage ", " Telegram ")


def on_keys(text: str) -> list[str]:
    """As it reads where what a form offers stands on keys: a press is a message, so there is no toast, and the next
    question is a new card. At the end the form as it was filled brings the standing keyboard; that line is left out."""
    rows, out = text.splitlines(), list[str]()
    offered: dict[str, set[str]] = defaultdict(set)
    who, pressed, asking = "", False, False
    for row, after in zip(rows, [*rows[1:], ""], strict=True):
        if (said := SPOKEN.match(row)) and said["mark"] == ">" and said["who"] not in ("bot", "toast"):
            press = PRESS.match(said["text"] or "")
            who = said["who"]
            pressed = said["chat"] is None and press is not None and press["label"] in offered[who]
        if (pressed and row.startswith("toast> ")) or (FILLED.match(row) and after.startswith("    ⌨ ")):
            continue
        if not row.startswith(INDENT):
            asking = QUESTION.match(row) is not None
            offered[who] = set() if asking else offered[who]
        elif asking:
            offered[who] |= set(re.findall(r"\[(.+?)\]", row))
        out.append(row.replace("bot~", "bot>", 1) if pressed else row)
    return out
