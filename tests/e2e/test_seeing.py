"""What a process shows of itself: one line an event with one id from the message to its cards, counts, health; and
nothing anybody wrote, no name, no token, at DEBUG, through the real client libraries (R19, R31)."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.e2e.process import PATIENCE, Bot, installed
from tests.e2e.slack import a_slack_team, on_slack
from tests.e2e.team import a_team
from tests.fakes.telegram import TelegramFake

pytestmark = pytest.mark.e2e
SECRET_KEY = "a-secret-key-of-thirty-two-characters!"
SAID = "收到蓝海电子货款53,217元，联系人周小芸 13987654321"
PLANTED = ("蓝海", "53,217", "53217", "周小芸", "13987654321", "王芳", "李雷", SECRET_KEY)
SETTINGS = {"GENGFU_LOG_LEVEL": "DEBUG", "GENGFU_LOG_FORMAT": "json", "GENGFU_SECRET_KEY": SECRET_KEY}


def test_on_telegram(fake: TelegramFake, tmp_path: Path) -> None:
    with installed(fake, tmp_path, **SETTINGS) as bot:
        rep = a_team(bot, fake, reps=1).reps[0]
        fake.faults.bad_gateway(method="sendMessage")
        fake.faults.nonsense(method="getUpdates")
        before = rep.says(SAID)
        fake.wait_for_message(rep, "蓝海", PATIENCE, after=before)
        rep.says(f"我的密钥是 {fake.token}")
        fake.wait_for_message(rep, "", PATIENCE, after=before)
        fake.wait_for(lambda: health(bot) == 200, PATIENCE)
        shown = bot.metrics()
        bot.stop()
        check_the_log(bot, fake.token.partition(":")[2])
        check_the_metrics(shown, "telegram")


def test_on_slack(tmp_path: Path) -> None:
    with on_slack(tmp_path) as (bot, fake):
        bot.settings |= SETTINGS
        rep = a_slack_team(bot, fake, reps=1).reps[0]
        fake.faults.bad_gateway(method="chat.postMessage")
        before = rep.says(SAID)
        fake.wait_for_message(rep, "蓝海", PATIENCE, after=before)
        fake.wait_for(lambda: health(bot) == 200, PATIENCE)
        shown = bot.metrics()
        bot.stop()
        check_the_log(bot, fake.bot_token, fake.app_token)
        check_the_metrics(shown, "slack")


def health(bot: Bot) -> int:
    answer = httpx.get(f"http://127.0.0.1:{bot.port()}/healthz", trust_env=False, timeout=10)
    assert answer.content == b""
    return answer.status_code


def check_the_log(bot: Bot, *tokens: str) -> None:
    text = bot.said()
    assert not [one for one in (*PLANTED, *tokens) if one in text]
    lines = [json.loads(one) for one in text.splitlines() if one.startswith("{")]
    handled = {one["source"]: one for one in lines if one["event"] == "handled"}
    sent = [one for one in lines if one["event"] == "sent"]
    assert len(handled) > 3
    assert len(sent) > 3
    assert {one["source"] for one in sent} <= set(handled), "a card's line names the message it answers"
    assert all(one["level"] and one["at"] for one in lines)


def check_the_metrics(shown: str, channel: str) -> None:
    found = values(shown)
    assert found[f'gengfu_sends_total{{channel="{channel}",result="sent"}}'] > 3
    assert found[f'gengfu_updates_total{{channel="{channel}"}}'] > 3
    assert found["gengfu_reading_seconds_count"] > 3
    assert found["gengfu_writer_group_size_count"] > 3
    assert found['gengfu_inbox_rows{state="failed"}'] == 0
    assert found['gengfu_outbox_rows{state="dead"}'] == 0
    assert found["gengfu_books_readable"] == 1
    assert found["gengfu_tick_age_seconds"] < 60
    assert "gengfu_backup_age_seconds" not in found
    assert not [one for one in PLANTED if one in shown]
    docs = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text("utf-8")
    names = {name.partition("{")[0] for name in found if name.startswith("gengfu_")}
    plain = {
        one.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum").removesuffix("_created")
        for one in names
    }
    assert not [one for one in plain if f"`{one}" not in docs], "each is explained"


def values(shown: str) -> dict[str, float]:
    rows = (line.rpartition(" ") for line in shown.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in rows}
