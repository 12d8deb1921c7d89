"""Two teams in one process, one on Telegram, the next one founded from the command line and let in on Slack; then the
workspace's other people join the team that lives on Telegram already."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.e2e.process import PATIENCE, installed
from tests.e2e.team import a_team
from tests.fakes.slack import SlackFake
from tests.fakes.telegram import TelegramFake

pytestmark = pytest.mark.e2e


def test_a_second_team_and_a_workspace_tied_to_the_first(fake: TelegramFake, tmp_path: Path) -> None:
    with SlackFake() as slack, installed(fake, tmp_path) as bot:
        bot.settings |= {
            "GENGFU_SLACK_BOT_TOKEN": slack.bot_token,
            "GENGFU_SLACK_APP_TOKEN": slack.app_token,
            "GENGFU_SLACK_BASE_URL": slack.base_url,
        }
        boss = a_team(bot, fake, reps=1).boss
        added = bot.told("team", "add", "南区", "--currency", "USD", "--json")
        assert added.returncode == 0, added.stderr
        code = json.loads(added.stdout)["code"]
        assert bot.told("team", "add", "南区").returncode == 1, "a name is taken once"

        stranger = slack.user("周杰")
        stranger.says(f"start {code}")
        slack.wait_for_message(stranger, "南区", PATIENCE)
        stranger.says("新客户 南方公司")
        slack.wait_for_message(stranger, "南方公司", PATIENCE)
        late = slack.user("吴越")
        late.says(f"start {code}")
        slack.wait_for(lambda: len(slack.messages(late)) > 1, PATIENCE)

        before = boss.says("/link")
        card = fake.wait_for_message(boss, "link", PATIENCE, after=before)
        link = re.search(r"link ([A-Z0-9-]{4,})", card.text)
        assert link is not None, card.text
        same = slack.user("王芳")
        same.says(f"link {link[1]}")
        slack.wait_for(lambda: len(slack.messages(same)) > 1, PATIENCE)
        same.says("新客户 北方公司")
        slack.wait_for_message(same, "北方公司", PATIENCE)
        bot.stop()

        books = bot.books()
        accounts = {row["name"]: row["team_id"] for row in books["accounts"]}
        assert accounts["南方公司"] != accounts["北方公司"]
        [north] = [row for row in books["accounts"] if row["name"] == "北方公司"]
        assert north["owner"] == "王芳"
        assert not [row for row in books["members"] if row["name"] == "吴越"], "a code lets one in"
