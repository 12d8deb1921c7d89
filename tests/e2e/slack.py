"""The real `python -m bot` on the Slack fake, over a socket or over HTTP, and a team that came in through its chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.process import PATIENCE, SETUP_CODE, Bot, a_free_port
from tests.fakes.slack import Channel, Person, SlackFake

RETRIES = (0.2, 0.5, *(1.0,) * 10, *(3.0,) * 80)  # a process that is killed again and again must not miss them all


@dataclass
class SlackBot(Bot):
    """An installation on Slack."""

    http: bool = False
    port_given: int = field(default=0)

    def _polls(self) -> object:
        assert self.process is not None
        assert self.process.poll() is None, f"the bot ended with {self.process.returncode}\n{self.said()[-3000:]}"
        called = any(call.method == "bots.info" for call in self.fake.calls[self._calls :])
        return self.port() and called and (self.http or self.fake.connections)

    def platform(self) -> dict[str, str]:
        way_in = (
            {"GENGFU_SLACK_SIGNING_SECRET": self.fake.signing_secret, "GENGFU_HTTP_PORT": str(self.port_given)}
            if self.http
            else {"GENGFU_SLACK_APP_TOKEN": self.fake.app_token}
        )
        ours = {"GENGFU_SLACK_BOT_TOKEN": self.fake.bot_token, "GENGFU_SLACK_BASE_URL": self.fake.base_url}
        return ours | way_in | {"GENGFU_SETUP_CODE": SETUP_CODE}


@contextmanager
def on_slack(folder: Path, *, http: bool = False) -> Iterator[tuple[SlackBot, SlackFake]]:
    """A workspace and an installation that is not started yet; whatever of it still runs is killed at the end."""
    with SlackFake() as fake:
        fake.deliveries.retries = RETRIES
        port = a_free_port() if http else 0
        if http:
            fake.posts_to(f"http://127.0.0.1:{port}/slack/events")
        bot = SlackBot(fake=fake, folder=folder, http=http, port_given=port)
        try:
            yield bot, fake
        finally:
            if bot.process is not None:
                bot.kill()


@dataclass
class SlackTeam:
    """Who is in it, and where they talk."""

    boss: Person
    reps: list[Person]
    group: Channel


def a_slack_team(bot: SlackBot, fake: SlackFake, reps: int = 2) -> SlackTeam:
    """The bot running, a manager, so many reps, and a channel that is bound and listened to."""
    bot.start()
    boss = fake.user("王芳")
    boss.says(f"start {SETUP_CODE}")
    fake.wait_for_message(boss, "管理员", PATIENCE)
    people = [joined(fake, boss, name) for name in ("李雷", "韩梅梅", "张伟", "刘洋", "陈晨")[:reps]]
    group = fake.channel("sales", [boss, *people])
    boss.commands("bind", group)
    fake.wait_for_message(group, "已绑定", PATIENCE)
    boss.says("@Gengfu 收听 开", group)
    fake.wait_for_message(group, "也听普通消息：", PATIENCE)
    before = boss.says("新客户 华星科技")
    fake.wait_for_message(boss, "华星科技", PATIENCE, after=before)
    return SlackTeam(boss, people, group)


def joined(fake: SlackFake, boss: Person, name: str) -> Person:
    """Somebody who came in with a code of their own."""
    before = boss.says(f"invite {name} rep")
    card = fake.wait_for_message(boss, "join", PATIENCE, after=before)
    code = re.search(r"join (\S+)", card.shown)
    assert code is not None
    person = fake.user(name)
    person.says(f"join {code[1]}")
    fake.wait_for_message(person, name, PATIENCE)
    return person
