"""The Slack channel and the unmodified slack-bolt and slack-sdk against a loopback Slack, over a socket and over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

import aiohttp
import pytest
from aiohttp import web

from bot.channels import Choice, File, Message, NotFetched, Outcome, Update
from bot.channels.slack import SlackChannel, Timing, redact
from bot.channels.slack.words import pieces
from bot.message import Inbound
from bot.web.server import serving
from tests.fakes.slack import Person, SlackFake

T = TypeVar("T")
QUICK = Timing(connect=2, answer=2, lookup=1, press=2, ping=0.5, first_pause=0.02, longest_pause=0.1)


class Inlet:
    """An inbox in memory, with a switch for a full disk."""

    def __init__(self) -> None:
        self.rows: list[Update] = []
        self.copies = 0
        self.disk_full = False
        self.slow = 0.0
        self.words: dict[str, str] = {}
        self.changed = threading.Condition()

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        assert channel == "slack"
        time.sleep(self.slow)
        with self.changed:
            if self.disk_full:
                raise OSError(28, "No space left on device xoxb-0000-fake-bot-token")
            rows = [self._keep_one(update) for update in updates]
            self.changed.notify_all()
            return rows

    def _keep_one(self, update: Update) -> int | None:
        if any(row.key == update.key for row in self.rows):
            self.copies += 1
            return None
        self.rows.append(Update(update.key, update.lane, json.loads(json.dumps(update.raw))))
        return len(self.rows)

    async def outcome(self, row: int, seconds: float) -> str | None:
        return self.words.get(self.rows[row - 1].raw["actions"][0]["value"])

    def wait_for(self, count: int, timeout: float = 5) -> list[Update]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.rows) >= count, timeout), self.rows
            return list(self.rows)


class Running:
    """The channel on a loop of its own thread, so that tests are plain code."""

    def __init__(self, fake: SlackFake, *, http: bool = False, **more: Any) -> None:
        self.fake, self.inlet, self.http = fake, Inlet(), http
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        way_in = {"signing_secret": fake.signing_secret} if http else {"app_token": fake.app_token}
        settings = {"base_url": fake.base_url, "timing": QUICK} | way_in | more
        self.channel = SlackChannel(fake.bot_token, **settings)
        self._serving: Future[None] | None = None
        self._stop: asyncio.Event | None = None

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=10)

    def start(self) -> Running:
        ready = threading.Event()
        self._serving = asyncio.run_coroutine_threadsafe(self._serve(ready), self.loop)
        assert ready.wait(5), self._serving
        return self

    async def _serve(self, ready: threading.Event) -> None:
        application = web.Application()
        self.channel.routes(application)
        async with serving(application, port=0) as port:
            if self.http:
                self.fake.posts_to(f"http://127.0.0.1:{port}/slack/events")
            ready.set()
            await self.channel.run(self.inlet)

    def connected(self) -> Running:
        self.start()
        self.fake.wait_for(lambda: self.http or self.fake.connections, what="a socket")
        return self

    def stop(self) -> None:
        if self._serving:
            assert not self._serving.done(), f"run() ended by itself: {self._serving.exception()}"
            self._serving.cancel()
            time.sleep(0.05)
        self.do(self.channel.close())
        self.do(ended())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def send(self, chat: Any, text: str = "好", **more: Any) -> Outcome:
        return self.do(self.channel.send(self.fake.chat(chat).id, Message(text, **more)))

    def edit(self, chat: Any, message: str, text: str = "好", **more: Any) -> Outcome:
        return self.do(self.channel.edit(self.fake.chat(chat).id, message, Message(text, **more)))

    def find(self, chat: Any, **more: Any) -> Outcome:
        return self.do(self.channel.find(self.fake.chat(chat).id, Message("好", **more)))

    def read(self) -> list[Inbound]:
        read = [self.channel.read(row.raw) for row in self.inlet.rows]
        return [one for one in read if one is not None]


async def ended() -> None:
    """Everything cancelled has come to its end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others, timeout=3)


@contextmanager
def running(fake: SlackFake, **more: Any) -> Iterator[Running]:
    channel = Running(fake, **more)
    try:
        yield channel
    finally:
        channel.stop()


@pytest.fixture
def fake() -> Iterator[SlackFake]:
    with SlackFake() as fake:
        yield fake


@pytest.fixture
def idle(fake: SlackFake) -> Iterator[Running]:
    """It sends, but nobody tells it anything."""
    with running(fake) as channel:
        yield channel


@pytest.fixture
def bot(idle: Running) -> Running:
    return idle.connected()


@pytest.fixture(params=["socket", "http"])
def either(request: pytest.FixtureRequest, fake: SlackFake) -> Iterator[Running]:
    """A running channel, spoken to in either way."""
    with running(fake, http=request.param == "http") as channel:
        yield channel.connected()


@pytest.fixture
def lilei(fake: SlackFake) -> Person:
    return fake.user("李雷")


# --- in: kept before it is acknowledged ----------------------------------------------------------------------------


def test_what_is_said_is_kept_and_then_acknowledged(fake, either, lilei):
    either.inlet.slow = 0.3
    said = lilei.says("收到华星货款5万")
    fake.wait_until_acked(said)

    (inbound,) = either.read()
    assert fake.envelope_of(said).acked_after >= 0.3
    assert ("text", lilei.im.id, True, "收到华星货款5万", said.ts) == (
        inbound.kind, inbound.chat, inbound.private, inbound.text, inbound.message
    )  # fmt: skip
    assert ("李雷", "zh-CN") == (inbound.sender.name, inbound.sender.language)
    assert [lilei.im.id] == [row.lane for row in either.inlet.rows]


def test_a_full_disk_is_no_acknowledgement_and_slack_sends_again(fake, either, lilei, caplog):
    either.inlet.disk_full = True
    fake.deliveries.retries = (0.05, 0.3, 0.3, 0.3)
    said = lilei.says("收到华星货款5万")
    fake.wait_for(lambda: fake.envelope_of(said).tries >= 1 and "cannot be stored" in caplog.text)
    assert not fake.envelope_of(said).acked

    either.inlet.disk_full = False
    fake.deliveries.again(fake.envelope_of(said))
    fake.wait_until_acked(said)
    assert 1 == len(either.inlet.rows)
    assert "xoxb" not in caplog.text


def test_five_copies_at_once_and_a_mention_twice_are_one(fake, either, lilei):
    group = fake.channel("sales", [lilei])
    fake.deliveries.copies = 5
    said = lilei.says("@Gengfu 收到华星货款5万", group)
    fake.wait_until_acked()
    fake.wait_for(lambda: either.inlet.copies == 9)

    fake.redeliver(said)
    fake.wait_for(lambda: either.inlet.copies >= 10)
    (inbound,) = either.read()
    assert ("收到华星货款5万", True) == (inbound.text, inbound.addressed)


def test_messages_of_one_chat_keep_their_order(fake, bot, lilei):
    bot.inlet.slow = 0.02
    said = [lilei.says(f"第{number}条") for number in range(12)]
    fake.wait_until_acked()

    assert [one.ts for one in said] == [one.message for one in bot.read()]


def test_the_same_payload_is_kept_without_its_secrets(fake, bot, lilei):
    lilei.commands("overdue")
    kept = json.dumps(bot.inlet.wait_for(1)[0].raw)
    assert "response/" not in kept
    assert "unused" not in kept


def test_nothing_is_kept_of_the_bots_own_words_nor_of_other_bots(fake, bot, lilei):
    group = fake.channel("sales", [lilei])
    sent = bot.send(group, "⏰")
    bot.edit(group, sent.message, "已结清")
    fake.inject(
        {"type": "message", "subtype": "bot_message", "bot_id": "B9", "text": "x", "ts": "1.1", "channel": group.id}
    )
    fake.inject({"type": "message", "subtype": "channel_join", "user": lilei.id, "ts": "1.2", "channel": group.id})
    fake.inject({"type": "emoji_changed"})
    fake.wait_until_acked()

    assert [] == bot.inlet.rows


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "ts": "yesterday", "channel": "C1", "user": "U1", "text": "x"},
        {"type": "message", "subtype": "message_changed", "channel": "C1", "message": {"edited": {"ts": "1.2"}, "text": "x"}},
        {"type": "channel_rename", "channel": "C1"},
        {"type": "reaction_added", "user": "U1", "reaction": "+1", "item": "a message"},
        {"type": "member_left_channel", "user": "U1"},
    ],
)  # fmt: skip
def test_a_malformed_event_is_kept_refused_by_read_and_stops_nobody(fake, bot, lilei, event):
    fake.inject(event)
    said = lilei.says("还在吗")
    fake.wait_until_acked()

    bad, good = sorted(bot.inlet.rows, key=lambda row: row.lane == lilei.im.id)
    assert said.ts in good.key
    with pytest.raises(ValueError, match=r"validation error"):
        bot.channel.read(bad.raw)


def test_half_an_emoji_becomes_text_that_can_be_stored(fake, bot, lilei):
    fake.inject({"type": "message", "ts": "1.1", "channel": lilei.im.id, "user": lilei.id, "text": "坏\ud83d"})
    bot.inlet.wait_for(1)
    assert ["坏?"] == [one.text for one in bot.read()]


# --- in: HTTP ------------------------------------------------------------------------------------------------------


@pytest.fixture
def http(fake: SlackFake) -> Iterator[Running]:
    with running(fake, http=True) as channel:
        yield channel.connected()


SAID = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1",
        "event": {"type": "message", "ts": "1.1", "channel": "D1", "user": "U1", "text": "收到华星货款5万"}}  # fmt: skip


@pytest.mark.parametrize("kind", ["event", "command", "interaction"])
def test_only_slack_can_talk_to_us(fake, http, kind):
    old = time.time() - 301
    forged = [
        fake.post_raw(SAID, kind, secret="another secret"),
        fake.post_raw(SAID, kind, at=old),
        fake.post_raw(SAID, kind, at=time.time() + 400),
        fake.post_raw(SAID, kind, headers={"X-Slack-Signature": "v0=00"}),
        fake.post_raw(SAID, kind, headers={"X-Slack-Signature": ""}),
    ]
    assert [401] * 5 == forged
    assert [] == http.inlet.rows


def test_a_body_too_large_or_malformed_has_no_effect(fake, http):
    assert 413 == fake.post_raw(b"{" + b" " * 1_100_000)
    bodies = (b"{not json", b"\xff\xfe", b"[]", b"7", b'{"event": 7}', b'{"event": {"channel": 7}}', b"[" * 9_000)
    assert {200, 400} >= {fake.post_raw(body) for body in bodies}
    assert {400, 401} >= {fake.post_raw(body, secret="another") for body in bodies}
    assert [] == http.inlet.rows


def test_slacks_question_for_the_address_is_answered(fake, http):
    assert 200 == fake.post_raw({"type": "url_verification", "challenge": "3eZbrw1a"})
    assert [] == http.inlet.rows


def test_without_a_signing_secret_there_is_no_address(fake):
    application = web.Application()
    SlackChannel(fake.bot_token, fake.app_token).routes(application)
    assert [] == list(application.router.routes())


def test_before_it_runs_slack_is_asked_to_come_again(fake):
    with running(fake, http=True) as channel:

        async def once() -> int:
            application = web.Application()
            channel.channel.routes(application)
            async with serving(application, port=0) as port, aiohttp.ClientSession() as session:
                return (await session.post(f"http://127.0.0.1:{port}/slack/events", data="{}")).status

        assert 503 == channel.do(once())


def test_events_are_kept_while_the_web_api_is_down(fake, lilei):
    with running(fake, http=True) as channel:
        fake.faults.server_error(method="auth.test", times=None)
        channel.connected()
        said = lilei.says("收到华星货款5万")
        fake.wait_until_acked(said)
        assert ["收到华星货款5万"] == [one.text for one in channel.read()]


# --- in: whatever Slack does ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
def test_the_socket_is_renewed_when_slack_asks(fake, bot, lilei, reason):
    fake.disconnects(reason)
    said = lilei.says("还在吗")
    fake.wait_until_acked(said)
    assert 1 == len(bot.inlet.rows)


def test_it_starts_while_slack_cannot_be_reached(fake, idle, lilei, caplog):
    with fake.offline():
        idle.start()
        fake.wait_for(lambda: "cannot be reached" in caplog.text)
    said = lilei.says("在吗")
    fake.wait_until_acked(said, timeout=10)
    assert 1 == caplog.text.count("cannot be reached")


def test_what_was_written_in_private_while_it_was_away_is_read(fake, idle, lilei):
    fake.deliveries.ack_within, fake.deliveries.retries = 0.05, ()
    group = fake.channel("sales", [lilei])
    fake.set_clock(lambda: time.time() - 30 * 3600)
    lilei.says("前天的话")
    fake.set_clock(time.time)
    said = [lilei.says("收到华星货款5万"), lilei.says("今天拜访了华天")]
    lilei.edits(said[1], "今天拜访了华天李总")
    lilei.says("群里的话", group)
    fake.wait_until_acked()
    assert all(one.given_up for one in fake.events)
    fake.faults.too_many(0.1, method="conversations.history")

    idle.start()
    idle.inlet.wait_for(2)
    assert [("text", "收到华星货款5万"), ("text", "今天拜访了华天李总")] == [
        (one.kind, one.text) for one in idle.read()
    ]
    assert "李雷" == idle.read()[0].sender.name


def test_what_was_kept_is_not_kept_again_when_catching_up(fake, lilei):
    with running(fake) as first:
        first.connected()
        fake.wait_until_acked(lilei.says("收到华星货款5万"))
    with running(fake) as second:
        second.inlet.rows = list(first.inlet.rows)
        second.connected()
        fake.wait_for(lambda: second.inlet.copies)
    assert 1 == len(second.inlet.rows)


def test_a_wrong_token_is_named_once(fake, lilei, caplog):
    with running(fake, app_token="xapp-1-wrong-token") as channel:
        channel.start()
        fake.wait_for(lambda: "check GENGFU_SLACK_APP_TOKEN" in caplog.text)
        time.sleep(0.3)
    assert 1 == caplog.text.count("GENGFU_SLACK_APP_TOKEN")
    assert "xapp-" not in caplog.text


def test_no_token_stands_in_a_log(fake, bot, lilei, caplog):
    with caplog.at_level(logging.DEBUG):
        bot.send(lilei)
        lilei.says("在吗")
        fake.wait_until_acked()
    assert fake.bot_token not in caplog.text
    assert "<token>" == redact(fake.bot_token)


# --- what people do, in the product's words ------------------------------------------------------------------------


def test_people_and_channels_are_read_as_they_act(fake, bot, lilei):
    hanmei = fake.user("韩梅梅", locale="en-US")
    group = fake.channel("sales", [lilei, hanmei], with_bot=False)
    group.adds_bot(lilei)
    fake.wait_until_acked()
    lilei.says("中午吃什么", group)
    said = lilei.says("@Gengfu，收到 <华天> & 8万 https://a.cn @韩梅梅", group)
    lilei.edits(said, "@Gengfu 收到华天 16万")
    lilei.deletes(said)
    lilei.sends_file("单.jpg", b"x", mimetype="image/jpeg")
    lilei.sends_file("合同.pdf", b"pdf", "华星合同", mimetype="application/pdf")
    group.renames("sales-east")
    group.removes_bot(lilei)
    fake.wait_until_acked()
    hanmei.deactivates()
    fake.wait_until_acked()

    read = bot.read()
    assert [
        ("account_closed", ""),
        ("bot_added", ""),
        ("bot_removed", ""),
        ("edit", ""),
        ("edit", "收到华天 16万"),
        ("media", ""),
        ("renamed", "sales-east"),
        ("text", "中午吃什么"),
        ("text", "华星合同"),
        ("text", "收到 <华天> & 8万 https://a.cn @韩梅梅"),
    ] == sorted((one.kind, one.text) for one in read)
    by_text = {one.text: one for one in read}
    assert not by_text["中午吃什么"].addressed
    assert "sales" == by_text["中午吃什么"].title
    document = by_text["华星合同"].file
    assert ("合同.pdf", 3) == (document.name, document.size)
    assert b"pdf" == bot.do(bot.channel.fetch(document.ref))


def test_a_channel_that_is_archived_is_left(fake, bot, lilei):
    group = fake.channel("sales", [lilei], private=True)
    group.archives(lilei)
    bot.inlet.wait_for(1)
    assert [("bot_removed", group.id)] == [(one.kind, one.chat) for one in bot.read()]


def test_a_message_in_a_cards_thread_replies_to_the_card(fake, bot, lilei):
    group = fake.channel("sales", [lilei])
    bot.send(group, "✅ 华星：收到 ¥160,000")
    card = fake.wait_for_message(group, "华星")
    lilei.says("@Gengfu 不对，是15万", group, reply_to=card)
    bot.inlet.wait_for(1)

    (inbound,) = bot.read()
    assert (card.ts, card.ts) == (inbound.reply_to, inbound.thread)
    bot.send(group, "改好了", reply_to=inbound.thread)
    assert card.ts == fake.wait_for_message(group, "改好了").thread_ts


def test_a_command_is_the_products_own_name(fake, bot, lilei):
    group = fake.channel("sales", [lilei])
    presses = [lilei.commands("overdue 3", group), lilei.commands(""), lilei.commands("收到 <华星> 5万", command="/gf")]
    fake.wait_for(lambda: all(one.acked for one in presses))

    read = {(one.chat, one.text) for one in bot.read()}
    assert {(group.id, "/gengfu overdue 3"), (lilei.im.id, "/gengfu"), (lilei.im.id, "/gengfu 收到 <华星> 5万")} == read


@pytest.mark.parametrize("private", [False, True])
def test_a_command_where_the_bot_is_not_is_answered_in_private(fake, bot, lilei, private):
    elsewhere = fake.channel("elsewhere", [lilei], with_bot=False, private=private)
    with_hanmei = fake.user("韩梅梅").im  # any direct message that is not the bot's
    lilei.commands("today", elsewhere)
    lilei.commands("mine", with_hanmei)
    bot.inlet.wait_for(2)

    assert {(lilei.im.id, True, "")} == {(one.chat, one.private, one.title) for one in bot.read()}
    assert {lilei.im.id} == {row.lane for row in bot.inlet.rows}


def test_log_this_message_is_said_by_who_asked_for_it(fake, bot, lilei):
    hanmei = fake.user("韩梅梅")
    group = fake.channel("sales", [lilei, hanmei])
    said = hanmei.says("收到华星货款5万", group)
    press = lilei.logs_message(said)
    fake.wait_for(lambda: press.acked and len(bot.inlet.rows) == 2)

    shortcut = next(one for one in bot.read() if one.sender.user == lilei.id)
    assert ("text", "收到华星货款5万", group.id, said.ts, True) == (
        shortcut.kind, shortcut.text, shortcut.chat, shortcut.message, shortcut.addressed
    )  # fmt: skip


def test_who_cannot_be_looked_up_is_still_heard(fake, bot, lilei):
    fake.faults.hang(method="users.info", times=None)
    lilei.says("收到华星货款5万")
    fake.wait_until_acked()
    assert [("收到华星货款5万", "")] == [(one.text, one.sender.name) for one in bot.read()]


# --- presses -------------------------------------------------------------------------------------------------------


def card_for(fake: SlackFake, bot: Running, where: Any, *tokens: str) -> Any:
    bot.send(where, "⏰", choices=(tuple(Choice(token, token) for token in tokens),))
    return fake.wait_for_message(where, "⏰")


def test_a_press_is_answered_with_its_outcome_to_one_person(fake, either, lilei):
    group = fake.channel("sales", [lilei])
    either.inlet.words = {"done": "已由 <李雷> 处理"}
    card = card_for(fake, either, group, "done", "wordless")
    answered, silent = lilei.presses(card, "done"), lilei.presses(card, "wordless")

    assert "已由 <李雷> 处理" == fake.wait_for_answer(answered).text
    fake.wait_for(lambda: silent.acked)
    assert {(card.ts, "done"), (card.ts, "wordless")} == {(one.message, one.token) for one in either.read()}
    assert ["已由 <李雷> 处理"] == lilei.sees(group)
    assert [card] == fake.bot_messages(group)


def test_a_press_that_opens_the_private_chat_says_its_word_there(fake, bot, lilei):
    group = fake.channel("sales", [lilei])
    link, plain = bot.channel.private_link("join-7"), bot.channel.private_link()
    assert "https://slack.com/app_redirect?app=A0GENGFU&team=T0GENGFU#join-7" == link
    bot.send(group, "已绑定", choices=((Choice("我要加入", url=link), Choice("打开私聊", url=plain)),))
    card = fake.wait_for_message(group, "已绑定")
    presses = [lilei.presses(card, "我要加入"), lilei.presses(card, "打开私聊")]
    fake.wait_for(lambda: all(one.acked for one in presses))

    assert [(lilei.im.id, True, "/start join-7")] == [(one.chat, one.private, one.text) for one in bot.read()]


# --- out -----------------------------------------------------------------------------------------------------------

HOSTILE = "_*[`<b>&amp; <!channel> <@U00000002> @all /cmd :x: 😀 https://evil.example.com|x"


def test_a_message_is_inert(fake, idle, lilei):
    sent = idle.send(lilei, HOSTILE, choices=((Choice("<撤销> & 好", "t"),),))

    (message,) = fake.bot_messages(lilei)
    call = fake.wait_for_call("chat.postMessage")
    assert Outcome("sent", message.ts) == sent
    assert HOSTILE == message.shown
    assert "<撤销> & 好" == message.buttons[0].text
    assert not set("<>") & set(json.dumps([message.text, message.blocks]))
    assert [False, False, False, False] == [
        str(call.params[name]).lower() in ("1", "true")
        for name in ("link_names", "unfurl_links", "unfurl_media", "mrkdwn")
    ]
    kinds = {block["text"]["type"] for block in message.blocks if block["type"] == "section"}
    assert {"plain_text"} == kinds


def test_a_long_text_stands_in_several_sections_whole(fake, idle, lilei):
    text = "\n".join(f"{number} <华星> & 华天 逾期 30 天" for number in range(250))
    assert "sent" == idle.send(lilei, text).kind
    assert text == fake.bot_messages(lilei)[0].shown
    assert Outcome("refused", reason="too_long") == idle.send(lilei, "长" * 8001)
    assert Outcome("refused", reason="not_text") == idle.send(lilei, "坏\ud83d")


def test_no_piece_ends_within_an_entity():
    cut = pieces("&amp;" * 1000, 2_900)
    assert all(len(one) <= 2_900 and one.count("&") == one.count(";") for one in cut)
    assert "&amp;" * 1000 == "".join(cut)


def test_a_list_longer_than_a_handful_is_a_menu_whose_options_are_presses(fake, bot, lilei):
    five = tuple((Choice(f"第 {number} 家", token=f"t{number}"),) for number in range(5))
    many = tuple((Choice(f"第 {number} 家", token=f"t{number}"),) for number in range(103))
    form, link = (Choice("改", token="e", form="edit"),), (Choice("打开私聊", url="https://slack.com/x"),)
    sent = [bot.send(lilei, choices=rows) for rows in (five, (*many, form, link), (five[0], form, *five[1:]))]
    assert ["sent"] * 3 == [one.kind for one in sent]

    short, long, broken = fake.bot_messages(lilei)
    assert [{"button"}] * 2 == [{one.kind for one in card.buttons} for card in (short, broken)]
    menus = [block["elements"] for block in long.blocks if block["type"] == "actions"]
    assert [["static_select"], ["static_select"], ["button"], ["button"]] == [
        [one["type"] for one in row] for row in menus
    ]
    assert [100, 3] == [len(row[0]["options"]) for row in menus[:2]]

    lilei.presses(long, "第 101 家")
    bot.inlet.wait_for(1)
    (inbound,) = bot.read()
    assert ("press", "t101", long.ts) == (inbound.kind, inbound.token, inbound.message)


def test_a_thumb_and_who_comes_and_goes(fake, bot, lilei):
    group = fake.channel("sales", [lilei])
    bot.send(group)
    (card,) = fake.bot_messages(group)
    lilei.reacts(card, "eyes")
    lilei.reacts(card, "+1::skin-tone-3")
    stranger = fake.user("路人")
    group.joined_by(stranger, inviter=lilei)
    group.left_by(stranger)
    bot.inlet.wait_for(3)

    thumb, came, went = sorted(bot.read(), key=lambda one: ("reacted", "joined", "left").index(one.kind))
    assert (lilei.id, card.ts, group.id, False) == (thumb.sender.user, thumb.message, thumb.chat, thumb.addressed)
    assert [((stranger.id, "路人"),)] * 2 == [tuple((who.user, who.name) for who in one.people) for one in (came, went)]


def test_an_edit_replaces_text_and_choices(fake, idle, lilei):
    sent = idle.send(lilei, "⏰ 逾期", choices=((Choice("已联系", "t"),),))
    assert Outcome("sent", sent.message) == idle.edit(lilei, sent.message, "已由李雷处理")

    (message,) = fake.bot_messages(lilei)
    assert ("已由李雷处理", []) == (message.shown, message.buttons)
    assert Outcome("refused", reason="message_not_found") == idle.edit(lilei, "1.1")


def test_an_answer_goes_out_even_when_its_thread_is_gone(fake, idle, lilei):
    assert "sent" == idle.send(lilei, "好", reply_to="1700000000.000100").kind
    assert [None] == [one.thread_ts for one in fake.bot_messages(lilei)]


def test_a_file_goes_out_with_its_words(fake, idle, lilei):
    sent = idle.send(lilei, "对账单 <华星>", file=File("对账单.xlsx", b"PK..."))
    (message,) = fake.bot_messages(lilei)
    assert ("sent", "对账单 <华星>") == (sent.kind, message.shown)
    assert b"PK..." == fake.world.uploads[message.files[0]["id"]]["data"]


def test_a_file_is_fetched_from_slack_only(fake, idle):
    for address in ("https://evil.example.com/x", "https://slack.com.evil.example/x", "http://files.slack.com/x"):
        with pytest.raises(NotFetched, match="gone"):
            idle.do(idle.channel.fetch(address))


def test_a_file_too_large_is_not_fetched_to_its_end(fake, bot, lilei):
    lilei.sends_file("大.pdf", b" " * (bot.channel.capabilities.largest_file + 1))
    bot.inlet.wait_for(1)
    (inbound,) = bot.read()
    with pytest.raises(NotFetched, match="too_large"):
        bot.do(bot.channel.fetch(inbound.file.ref))


# --- outcomes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "more", "expected"),
    [
        ("too_many", {"retry_after": 7}, Outcome("wait", seconds=7)),
        ("server_error", {}, Outcome("unknown", reason="internal_error")),
        ("bad_gateway", {}, Outcome("unknown", reason="server_error")),
        ("nonsense", {}, Outcome("unknown", reason="unreadable_answer")),
        ("drop_after", {}, Outcome("unknown", reason="no_answer")),
        ("drop_before", {}, Outcome("unknown", reason="no_answer")),
        ("hang", {}, Outcome("unknown", reason="no_answer")),
        ("refuses", {"error": "fatal_error"}, Outcome("unknown", reason="fatal_error")),
        ("refuses", {"error": "not_in_channel"}, Outcome("refused", reason="gone")),
        ("refuses", {"error": "is_archived"}, Outcome("refused", reason="gone")),
        ("refuses", {"error": "channel_not_found"}, Outcome("refused", reason="chat_not_found")),
        ("refuses", {"error": "user_disabled"}, Outcome("refused", reason="blocked")),
        ("refuses", {"error": "invalid_blocks"}, Outcome("refused", reason="invalid_blocks")),
        ("refuses", {"error": "token_revoked"}, Outcome("not_sent", reason="token_revoked")),
        ("refuses", {"error": "ratelimited"}, Outcome("wait", seconds=0)),
    ],
)
def test_how_a_send_ended(fake, idle, lilei, fault, more, expected):
    getattr(fake.faults, fault)(method="chat.postMessage", **more)
    assert expected == idle.send(lilei)
    assert 1 == len([call for call in fake.calls if call.method == "chat.postMessage"])


def test_what_never_left_was_not_sent(fake, idle, lilei):
    with fake.offline():
        assert Outcome("not_sent", reason="never_left") == idle.send(lilei)


# --- finding -------------------------------------------------------------------------------------------------------


def test_a_card_that_arrived_unanswered_is_found(fake, bot, lilei):
    fake.wait_for(lambda: bot.channel.identity.bot)
    fake.faults.drop_after(method="chat.postMessage")
    assert "unknown" == bot.send(lilei, key="7").kind
    assert "sent" == bot.send(lilei, key="8").kind

    assert Outcome("sent", fake.bot_messages(lilei)[0].ts) == bot.find(lilei, key="7")
    assert Outcome("not_sent") == bot.find(lilei, key="9")
    assert "refused" == bot.find(lilei).kind


def test_a_card_in_a_thread_is_looked_for_there(fake, bot, lilei):
    group = fake.channel("sales", [lilei])
    said = lilei.says("收到华星货款5万", group)
    sent = bot.send(group, key="7", reply_to=said.ts)
    assert sent == bot.find(group, key="7", reply_to=said.ts)


@pytest.mark.parametrize(
    ("fault", "more", "expected"),
    [("too_many", {"retry_after": 3}, "wait"), ("drop_before", {"times": 2}, "unknown"), ("refuses", {"error": "missing_scope"}, "refused")],
)  # fmt: skip
def test_where_slack_cannot_be_asked_nothing_is_guessed(fake, bot, lilei, fault, more, expected):
    bot.send(lilei, key="7")
    getattr(fake.faults, fault)(method="conversations.history", **more)
    assert expected == bot.find(lilei, key="7").kind


def test_metadata_that_cannot_be_read_back_settles_nothing(fake, bot, lilei):
    fake.wait_for(lambda: bot.channel.identity.bot)
    bot.send(lilei, key="7")
    fake.world.metadata_is_readable = False
    assert Outcome("refused", reason="no_metadata") == bot.find(lilei, key="7")
