"""Several workspaces with one app: installed over OAuth, their tokens sealed, each person and card kept to its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.telegram import TelegramChannel
from core.ledger import Payment
from core.people import Chat, Identity, Member
from storage.installations import Installations
from tests.bot.conftest import OpenBooks
from tests.bot.slack_house import SlackHouse, a_slack_house, clock
from tests.fakes.slack.fake import a_browser
from tests.fakes.telegram import TelegramFake


@pytest.fixture
def house(open_books: OpenBooks) -> Iterator[SlackHouse]:
    with a_slack_house(open_books(), installs=True) as house:
        yield house


def install_url(house: SlackHouse) -> str:
    return f"http://127.0.0.1:{house.port}/slack/install"


def invited(house: SlackHouse, name: str) -> str:
    """A code for somebody, from the manager."""
    boss = house.people["王经理"]
    before = boss.says(f"invite {name} rep")
    code = re.search(r"join (\w{8})", house.fake.wait_for_message(boss, "join", after=before).shown)
    assert code is not None
    return code[1]


@pytest.mark.usefixtures("forked_beside")
@pytest.mark.parametrize("open_books", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_second_workspace_from_its_installation_to_its_end(house: SlackHouse) -> None:
    other = house.fake.another_workspace("T1OTHER")
    tom, ann = other.user("Tom"), other.user("Ann")
    tom.says("在吗")
    house.fake.wait_until_acked()
    assert [] == other.bot_messages(tom)  # nobody installed it there

    status, page = other.installs(install_url(house))
    assert (200, True) == (status, "装好了" in page), page
    kept = house.database.read(lambda tx: Installations(tx, "slack").all())
    assert other.bot_token == kept["T1OTHER"]["token"]

    # Tied to the team by the first code; who belongs there may then ask to come in.
    tom.says(f"start {invited(house, 'Tom')}")
    other.wait_for_message(tom, "Tom")
    ann.says("你好")
    other.wait_for_message(ann, "join")
    ann.says("join")
    asked = house.fake.wait_for_message(house.people["王经理"], "Ann")
    house.fake.wait_for_answer(house.people["王经理"].presses(asked, asked.buttons[2].text))
    other.wait_for_message(ann, "华东")
    house.settled()
    assert {"Tom", "Ann"} <= {one.name for one in house.all(Member)}

    # Cards, files, modals and channels go with the token of the workspace they belong to.
    tom.says("华星科技付了3万")
    other.wait_for_message(tom, "30,000")
    table = "客户,负责人\n蓝天医疗,Ann\n"
    ann.sends_file("customers.csv", table.encode(), mimetype="text/csv")
    other.wait_for_message(ann, "蓝天医疗" if False else "customers.csv")
    tom.commands("pay")
    modal = other.wait_for_modal(tom, "account")
    modal.fill(account=modal.search("account", "华星")["华星科技"], amount="1万").submit()
    assert not modal.is_open
    other.wait_for_message(tom, "10,000")
    group = other.channel("east", [tom, ann])
    boss = house.people["王经理"]
    ann.opens_home()
    other.wait_for_home(ann, "Ann")
    assert 2 == len(house.all(Payment))
    assert not [one for one in house.fake.bot_messages(house.people["李雷"]) if "30,000" in one.shown]
    ann.commands("bind", group)
    other.wait_for_message(group, "已绑定" if ann.locale == "zh-CN" else "Bound")
    tom.says("@Gengfu 收到华星科技货款6000", group)
    other.wait_for_message(group, "华星科技")

    # Taken out: the token is gone, the channel bound no more, and the manager knows.
    tom.uninstalls()
    assert "east" in house.fake.wait_for_message(boss, "east").shown
    house.settled()
    assert {} == house.database.read(lambda tx: Installations(tx, "slack").all())
    assert ["removed"] == [one.state for one in house.all(Chat)]
    before = len(other.bot_messages(tom))
    tom.says("今天")
    house.fake.wait_until_acked()
    assert before == len(other.bot_messages(tom))
    house.people["李雷"].says("华星科技付了2000")
    house.fake.wait_for_message(house.people["李雷"], "2,000")


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_a_token_is_only_taken_from_who_asked_for_it(
    house: SlackHouse, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = house.fake.another_workspace("T1OTHER")
    assert (200, True) == ((answer := other.installs(install_url(house), says="no"))[0], "没有安装" in answer[1])

    begun = a_browser()
    with begun.open(install_url(house)) as answer:
        asked = answer.headers["Location"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    with begun.open(f"{asked}&team=T1OTHER") as answer:
        back = answer.headers["Location"]
    assert 400 == _opened(a_browser(), back)[0]  # another browser: no cookie
    assert 400 == _opened(begun, back.replace("state=", "state=x"))[0]
    house.fake.faults.refuses("invalid_code", method="oauth.v2.access")
    assert 502 == _opened(begun, back)[0]
    assert 400 == _opened(begun, back)[0]  # a state works once
    assert {} == house.database.read(lambda tx: Installations(tx, "slack").all())

    status, _ = other.installs(install_url(house))
    assert 200 == status
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*.db*"))
    assert other.bot_token.encode() not in written
    assert other.bot_token not in caplog.text
    assert house.fake.world.client_secret not in caplog.text


def _opened(browser: object, url: str) -> tuple[int, str]:
    from urllib.error import HTTPError

    try:
        with browser.open(url) as answer:  # type: ignore[attr-defined]
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("open_books", ["sqlite"], indirect=True)
def test_a_workspace_joins_a_team_that_lives_on_telegram(open_books: OpenBooks) -> None:
    """No bot token at all: the workspace is known by its installation alone, also after a restart."""
    with TelegramFake() as telegram:
        telegram.set_clock(lambda: clock().timestamp())
        phone, database = telegram.user(first_name="王经理"), open_books()
        other = {"telegram": TelegramChannel(telegram.token, telegram.base_url, now=clock)}
        with a_slack_house(database, installs=True, token=False, other=other) as house:
            boss_id = house.ids["王经理"]
            seat = dict(channel="telegram", user=str(phone.id), member_id=boss_id, chat=str(phone.id))
            house.write(lambda store: store.save(Identity(id=store.new_id(), **seat)))
            boss, lilei = house.fake.user("王经理"), house.fake.user("李娜")
            assert 200 == house.fake.installs(install_url(house))[0]
            phone.says("/invite 李娜 rep")
            code = re.search(r"join (\w{8})", telegram.wait_for_message(phone, "加入码").text)
            phone.says("/link")
            link = re.search(r"link (\w{8})", telegram.wait_for_message(phone, "关联码").text)
            assert code is not None
            assert link is not None
            lilei.says(f"start {code[1]}")
            house.fake.wait_for_message(lilei, "李娜")
            boss.says(f"link {link[1]}")
            house.fake.wait_for_message(boss, "连上")
            lilei.says("收到华星科技货款3万")
            house.fake.wait_for_message(lilei, "30,000")
            assert {f"{house.fake.world.team}/{boss.id}", str(phone.id)} <= {
                one.user for one in house.all(Identity) if one.member_id == boss_id
            }
            house.settled()
            kept = house.database.read(lambda tx: Installations(tx, "slack").all())
            assert [house.fake.world.team] == list(kept)
