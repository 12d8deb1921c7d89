"""One team, one member, two platforms: both fakes, both client libraries, one process."""

from __future__ import annotations

import re

import pytest

from bot.channels.telegram import TelegramChannel
from bot.sweep import sweep_all
from core.ledger import Payment
from core.people import Identity, Member
from tests.bot.conftest import OpenBooks
from tests.bot.slack_house import a_slack_house, clock
from tests.fakes.telegram import TelegramFake


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_a_card_settled_in_telegram_is_settled_in_slack(open_books: OpenBooks) -> None:
    with TelegramFake() as telegram:
        telegram.set_clock(lambda: clock().timestamp())
        other = {"telegram": TelegramChannel(telegram.token, telegram.base_url, now=clock)}
        with a_slack_house(open_books(), other=other) as house:
            fake, lilei, boss = house.fake, house.people["李雷"], house.people["王经理"]
            before = lilei.says("link")
            code = re.search(r"link (\w{8})", fake.wait_for_message(lilei, "关联码", after=before).shown)
            assert code is not None
            phone = telegram.user(first_name="李雷的手机")
            phone.says(f"/link {code[1]}")
            telegram.wait_for_message(phone, "连上")
            accounts = {
                (one.channel, one.member_id) for one in house.all(Identity) if one.member_id == house.ids["李雷"]
            }
            assert {("slack", house.ids["李雷"]), ("telegram", house.ids["李雷"])} == accounts
            assert 3 == len(house.all(Member))

            # One alert in both rooms.
            east, sales = (
                telegram.group("东区", members=[phone], bot_is_admin=True),
                fake.channel("sales", [boss, lilei]),
            )
            boss.commands("bind", sales)
            fake.wait_for_message(sales, "已绑定")
            boss.commands("role 李雷 rep,manager")
            fake.wait_for_message(boss, "现在是")
            phone.says("/bind", chat=east)
            telegram.wait_for_message(east, "已绑定")
            phone.says("华星科技应收2万，到期昨天")
            telegram.wait_for_message(phone, "20,000")
            house.settled()
            sweep_all(house.database, clock(), urgent=True)
            house.app.delivery.wake()
            card = fake.wait_for_message(sales, "华星科技 逾期")
            telegram.wait_for_message(east, "华星科技 逾期")

            # Settled on the phone, settled everywhere.
            phone.says("收到华星科技货款2万")
            fake.wait_for(lambda: "已结清" in card.shown, what="the card in Slack to be settled")
            assert [] == card.buttons
            telegram.wait_for_message(east, "已结清")
            assert 1 == len(house.all(Payment))

            # An admin of the workspace switches the account off: the phone is out too.
            lilei.deactivates()
            fake.wait_for_message(boss, "停用")
            phone.says("我的客户")
            telegram.wait_for_message(phone, "你的账号已停用")
            assert [False] == [one.active for one in house.all(Member) if one.name == "李雷"]
