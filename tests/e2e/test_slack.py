"""R1-R4, R7 on Slack: the real process, slack-bolt and slack-sdk, over a socket and over HTTP, killed and cut off.

Seen to fail with the commit moved behind the acknowledgement and catching up switched off (6 of 20 messages were lost), and
with `find` answering "not_sent" always (cards came twice).
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.process import PATIENCE, Books, Scale
from tests.e2e.slack import SlackBot, SlackTeam, a_slack_team, joined, on_slack
from tests.fakes.slack import Message, SlackFake
from tests.fakes.slack.faults import Call, Fault, Schedule
from tests.fakes.telegram import TelegramFake

pytestmark = pytest.mark.e2e
REPEAT = "可能重复"
House = tuple[SlackBot, SlackFake, SlackTeam]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One installation, spoken to over HTTP, for all tests that keep to people of their own."""
    with on_slack(tmp_path_factory.mktemp("slack"), http=True) as (bot, fake):
        yield bot, fake, a_slack_team(bot, fake)


def wait_until_quiet(bot: SlackBot, fake: SlackFake, timeout: float = 60) -> None:
    """Everything handed over, handled and sent."""
    bot.wait_ready()
    fake.wait_until_acked(timeout=timeout)
    fake.wait_for(lambda: not waiting(bot), timeout, "inbox and outbox to empty")


def waiting(bot: SlackBot) -> int:
    rows = re.findall(r'^gengfu_\w+_rows\{state="(\w+)"\} (\S+)$', bot.metrics(), re.MULTILINE)
    return sum(int(float(count)) for state, count in rows if state in ("waiting", "sending"))


def key_of(fake: SlackFake, message: Message) -> str:
    return f"{fake.world.team}:{message.chat.id}:{message.ts}"


def check_all_is_there(bot: SlackBot, fake: SlackFake, said: list[Message]) -> Books:
    """0 lost, 0 recorded twice, every message has a record or an answer, no card came twice."""
    books = bot.books()
    rows = {row["key"]: row for row in books["messages"]}
    keys = {key_of(fake, message): message.shown for message in said}
    missed = [one for one in fake.events if one.given_up]
    lost = [text for key, text in keys.items() if key not in rows or rows[key]["state"] != "done"]
    recorded = Counter(row["source"] for kind in ("visits", "payments") for row in books[kind] if row["source"] in keys)
    twice = {keys[key]: count for key, count in recorded.items() if count > 1}
    answered = {row["source"] for row in books["outbox"]}
    silent = [text for key, text in keys.items() if not recorded[key] and key not in answered]
    unsent = [row for row in books["outbox"] if row["state"] not in ("sent", "dropped")]
    doubles = {card: count for card, count in cards_shown(fake).items() if count > 1}
    print(f"{len(keys)} messages, {bot.kills} kills: {len(lost)} lost, {len(twice)} twice, {len(silent)} silent, "
          f"{len(unsent)} cards unsent, {len(doubles)} cards twice, {len(missed)} events Slack gave up")  # fmt: skip
    assert ([], {}, [], [], {}, []) == (lost, twice, silent, unsent, doubles, missed)
    assert not [one for one in books["outbox"] if REPEAT in (one["text"] or "")]
    assert not [one for chat in fake.world.chats.values() for one in chat.messages if REPEAT in one.shown]
    assert bot.verifies(), "the audit chain broke"
    return books


def cards_shown(fake: SlackFake) -> Counter[str]:
    """How often each outbox row stands in a chat."""
    every = (message for chat in fake.world.chats.values() for message in fake.bot_messages(chat))
    return Counter(str(one.metadata["event_payload"]["card"]) for one in every if one.metadata)


@pytest.mark.parametrize("http", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["socket", "http"])
def test_kill_9_at_random_moments(tmp_path: Path, scale: Scale, http: bool) -> None:
    messages, kills = scale(20, 400), scale(2, 20)
    with on_slack(tmp_path, http=http) as (bot, fake):
        team = a_slack_team(bot, fake, reps=scale(2, 5))
        draw, said = random.Random(20), []

        def talk() -> None:
            for number in range(messages):
                where = draw.choice([None, None, team.group])
                text = (
                    f"收到华星科技货款{10_000 + number}元"
                    if draw.random() < 0.5
                    else f"今天拜访了华星科技，谈了第{number}号事项"
                )
                said.append(draw.choice(team.reps).says(text, where))
                time.sleep(draw.uniform(0, scale(0.1, 0.12)))

        talking = threading.Thread(target=talk)
        talking.start()
        moments = random.Random(12)
        for _ in range(kills):
            time.sleep(moments.uniform(0.02, 1.5))
            bot.kill()
            bot.start(ready=moments.random() < 0.7)
        talking.join()
        wait_until_quiet(bot, fake, scale(60, 300))
        check_all_is_there(bot, fake, said)
        assert bot.stop() < 10


def test_five_copies_of_a_message_are_one(house: House, scale: Scale) -> None:
    """At once, as message and app_mention, and after a restart."""
    bot, fake, team = house
    rep = joined(fake, team.boss, "抄写")
    team.group.members.add(rep.id)
    fake.deliveries.copies = 5
    said = rep.says("@Gengfu 收到华星科技货款61000元", team.group)
    fake.wait_until_acked(timeout=PATIENCE)
    fake.deliveries.copies = 1
    fake.wait_for_message(rep, "61,000", PATIENCE)
    if scale(False, True):
        bot.restart()
    fake.redeliver(said, copies=3)
    rep.says("我的客户")
    fake.wait_for_message(rep, "客户", PATIENCE)
    wait_until_quiet(bot, fake)

    assert 1 == len([row for row in bot.books()["payments"] if row["source"] == key_of(fake, said)])
    assert 1 == sum("61,000" in one.shown for one in fake.bot_messages(rep))
    assert 1 == sum(one.thread_ts == said.ts for one in fake.bot_messages(team.group))


class NeverTwiceRunning(Schedule):
    """Random faults, but a chat that was just hit gets through, so that a run has an end."""

    just_hit: set[str]

    def draw(self, call: Call) -> Fault | None:
        fault = None if call.channel in self.just_hit else super().draw(call)
        (self.just_hit.add if fault else self.just_hit.discard)(call.channel)
        return fault


def test_random_faults_lose_and_double_nothing(house: House, scale: Scale) -> None:
    bot, fake, team = house
    people = [joined(fake, team.boss, name) for name in ("甲一", "乙二")]
    schedule = NeverTwiceRunning(
        7, 0.35, ("late", "drop_before", "drop_after", "too_many", "bad_gateway"), ("chat.postMessage",)
    )
    schedule.just_hit = set()
    fake.faults.schedule = schedule
    said = [people[number % 2].says(f"收到华星科技货款{20_000 + number}元") for number in range(scale(10, 300))]
    wait_until_quiet(bot, fake, scale(90, 400))
    fake.faults.clear()

    print(f"{len(schedule.drawn)} faults: {Counter(kind for *_, kind in schedule)}")
    check_all_is_there(bot, fake, said)
    for person in people:
        amounts = [found[0] for one in fake.bot_messages(person) if (found := re.findall(r"¥(2\d,\d{3})", one.shown))]
        assert amounts == sorted(amounts), "a card came before an older one"
    assert not fake.violations


def test_a_card_killed_between_sending_and_marking_is_found(house: House, scale: Scale) -> None:
    bot, fake, team = house
    rep = joined(fake, team.boss, "被杀")
    for processed, amount in ((True, "31,000"), (False, "32,000"))[: scale(1, 2)]:
        hang = fake.faults.hang(processed=processed, method="chat.postMessage", chat=rep)
        rep.says(f"收到华星科技货款{amount.replace(',', '')}元")
        fake.wait_for(lambda hang=hang: hang.hits, PATIENCE)
        bot.restart()
        hang.clear()
        wait_until_quiet(bot, fake)

        cards = [one for one in fake.bot_messages(rep) if amount in one.shown]
        assert 1 == len(cards)
        assert REPEAT not in cards[0].shown


def test_429_holds_one_chat_and_no_other(house: House) -> None:
    _, fake, team = house
    slow, quick = joined(fake, team.boss, "慢慢"), joined(fake, team.boss, "快快")
    fault, before = fake.faults.too_many(3, method="chat.postMessage", chat=slow), len(fake.violations)
    since = time.monotonic()
    said = [slow.says(words) for words in ("我的客户", "今天", "帮助")]
    fake.wait_for(lambda: fault.hits, PATIENCE)
    asked = time.monotonic()
    fake.wait_for_message(quick, "我是更夫", PATIENCE, after=quick.says("帮助"))
    other = time.monotonic() - asked
    fake.wait_for_message(slow, "我是更夫", PATIENCE, after=said[-1])

    print(f"held for {time.monotonic() - since:.1f} s, the other chat waited {other:.2f} s")
    assert len(fake.violations) == before
    assert time.monotonic() - since >= 3
    assert other < 2


def test_a_day_in_a_channel(house: House) -> None:
    """Logged in the channel, put right in the thread, taken back by a press only the right person may make."""
    bot, fake, team = house
    rep, other = team.reps
    said = rep.says("收到华星科技货款16万", team.group)
    brief = fake.wait_for_message(team.group, "已记", PATIENCE, after=said)
    card = fake.wait_for_message(rep, "160,000", PATIENCE)
    assert said.ts == brief.thread_ts

    rep.says("不对，是15万", team.group, reply_to=said)
    right = fake.wait_for_message(rep, "150,000", PATIENCE, after=card)
    assert "不是给你的" in fake.wait_for_answer(other.presses_value(brief, right.button("撤销").value), PATIENCE).text
    assert "已撤销" in fake.wait_for_answer(rep.presses(right, "撤销"), PATIENCE).text

    fake.wait_for(lambda: "已撤销" in right.shown, PATIENCE)
    amounts = [abs(float(row["amount"])) for row in bot.books()["payments"]]
    assert 2 == amounts.count(150_000)  # booked by the correction, countered when that was taken back


def test_names_in_slack_follow_the_workspace(house: House) -> None:
    bot, fake, team = house
    rep = joined(fake, team.boss, "离职人")
    team.group.renames("sales-east")
    rep.deactivates()

    told = fake.wait_for_message(team.boss, "停用", PATIENCE)
    assert "离职人" in told.shown
    fake.wait_for(lambda: [row["title"] for row in bot.books()["chats"]] == ["sales-east"], PATIENCE)


def test_an_archived_channel_hears_no_more_and_the_manager_is_told(house: House) -> None:
    bot, fake, team = house
    closing = fake.channel("closing", [team.boss])
    team.boss.commands("bind", closing)
    fake.wait_for_message(closing, "已绑定", PATIENCE)
    closing.archives(team.boss)

    fake.wait_for_message(team.boss, "closing", PATIENCE)
    states: dict[str, Any] = {row["title"]: row["state"] for row in bot.books()["chats"]}
    assert "removed" == states["closing"]


@pytest.mark.slow
def test_one_team_on_both_platforms(tmp_path: Path) -> None:
    """One person with two accounts; one alert in both rooms, settled in Telegram and so in Slack."""
    with on_slack(tmp_path) as (bot, fake), TelegramFake() as telegram:
        bot.settings = {"GENGFU_TELEGRAM_TOKEN": telegram.token, "GENGFU_TELEGRAM_BASE_URL": telegram.base_url}
        team = a_slack_team(bot, fake)
        before = team.boss.says("link")
        code = re.search(r"link (\w{8})", fake.wait_for_message(team.boss, "关联码", PATIENCE, after=before).shown)
        boss = telegram.user(first_name="王芳的 Telegram")
        assert code is not None
        boss.says(f"/link {code[1]}")
        telegram.wait_for_message(boss, "连上", PATIENCE)
        group = telegram.group("销售一组", members=[boss], bot_is_admin=True)
        boss.says("/bind", chat=group)
        telegram.wait_for_message(group, "已绑定", PATIENCE)
        boss.says("华星科技应收20万，到期昨天")
        telegram.wait_for_message(boss, "200,000", PATIENCE)
        bot.stop()
        assert 0 == bot.told("watch", "--urgent").returncode
        bot.start()
        card = fake.wait_for_message(team.group, "华星科技 逾期", PATIENCE)
        telegram.wait_for_message(group, "华星科技 逾期", PATIENCE)

        boss.says("收到华星科技货款20万")

        fake.wait_for(lambda: "已结清" in card.shown, PATIENCE, "the card in Slack to be settled")
        telegram.wait_for_message(group, "已结清", PATIENCE)
        assert 1 == len(bot.books()["payments"])
