"""The home tab: one's own day, the team's for who leads it, kept fresh while it may be looked at."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from core.sales import Task
from tests.bot.conftest import OpenBooks
from tests.bot.slack_house import SlackHouse, a_slack_house

pytestmark = pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)


@pytest.fixture
def house(open_books: OpenBooks) -> Iterator[SlackHouse]:
    with a_slack_house(open_books()) as house:
        yield house


def published(house: SlackHouse, person: object) -> int:
    return sum(one.method == "views.publish" and one.params["user_id"] == person.id for one in house.fake.calls)  # type: ignore[attr-defined]


def test_my_day_is_published_and_follows_what_changes(house: SlackHouse) -> None:
    fake, lilei, hanmei = house.fake, house.people["李雷"], house.people["韩梅梅"]
    lilei.opens_home()
    fake.wait_for_home(lilei, "没有要盯的")
    assert ["🚶 拜访", "💼 商机", "💰 回款"] == [one.text for one in lilei.home.rows[0]]
    once = published(house, lilei)

    lilei.says("华星科技 今天发方案")
    home = fake.wait_for_home(lilei, "发方案")
    assert "远航物流" not in home.shown
    house.settled()
    times = published(house, lilei)
    hanmei.says("今天拜访了远航物流")
    house.settled()
    time.sleep(0.4)
    assert times == published(house, lilei) <= once + 3  # what is not theirs changes nothing there
    assert 0 == published(house, hanmei)  # who never opened it gets none


def test_a_button_on_the_page_is_answered_on_the_page(house: SlackHouse) -> None:
    fake, lilei = house.fake, house.people["李雷"]
    lilei.says("华星科技 今天发方案")
    fake.wait_for_message(lilei, "发方案")
    lilei.opens_home()
    fake.wait_for_home(lilei, "发方案")
    before = len(fake.bot_messages(lilei))
    lilei.presses_home("✓ 1 华星科技")
    fake.wait_for(lambda: "发方案" not in lilei.home.shown, what="the task to be gone from the page")
    assert ["done"] == [one.state for one in house.all(Task)]
    house.settled()
    assert before == len(fake.bot_messages(lilei))

    lilei.presses_home("💰 回款")
    fake.wait_for_modal(lilei, "account")


def test_the_managers_page_has_the_team_and_a_strangers_nothing(house: SlackHouse) -> None:
    fake, boss, stranger = house.fake, house.people["王经理"], house.fake.user("路人")
    boss.opens_home()
    shown = fake.wait_for_home(boss, "韩梅梅").shown
    assert "李雷" in shown
    stranger.opens_home()
    shown = fake.wait_for_home(stranger).shown
    assert not {"李雷", "华星科技"} & set(shown.split())
    assert [] == stranger.home.buttons

    house.people["李雷"].opens_home()
    fake.wait_for_home(house.people["李雷"])
    house.people["李雷"].deactivates()
    fake.wait_for(lambda: not house.people["李雷"].home.buttons, what="the leaver's page to be emptied")
