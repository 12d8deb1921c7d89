"""From nothing to a team that logs and is told, as the README describes it: every step through the chat."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.e2e


def test_first_talk(bot, fake):
    bot.quick = False
    bot.start()
    boss = fake.user(first_name="王芳")
    boss.says(f"/start {bot.setup_code()}")
    print(fake.wait_for_message(boss).text)
    boss.says("新客户 华星科技")
    boss.says("华星应收20万，到期1月15日")
    fake.wait_for(lambda: len(fake.bot_messages(boss)) >= 3, 15)
    print(fake.transcript(boss))
    print(bot.said())
    books = bot.books()
    print({k: len(v) for k, v in books.rows.items()})
    assert bot.stop() < 10
