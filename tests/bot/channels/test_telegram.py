"""The Telegram channel and the unmodified python-telegram-bot against a loopback Bot API."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import sqlite3
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import httpx
import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels import Choice, File, Message, NotFetched, Outcome, Update
from bot.channels.telegram import TelegramChannel, Timing, redact
from bot.channels.telegram.outcomes import outcome
from bot.channels.telegram.requests import NotKeptError, bare_ids, is_loopback, updates_in
from bot.channels.ways import NoWay
from bot.message import Inbound, SharedContact, Spot
from tests.fakes.socks import socks
from tests.fakes.telegram import Person, TelegramFake, a_token
from tests.support.nursery import python

T = TypeVar("T")
PROCESS = Path(__file__).parent / "telegram_process.py"
QUICK = Timing(long_poll=20, connect=5, read=5, write=5, pool=5, upload=5, first_pause=0.02, longest_pause=0.1)


class Inlet:
    """An inbox in memory, with a switch for a full disk."""

    def __init__(self) -> None:
        self.rows: list[Update] = []
        self.copies = 0
        self.disk_full = False
        self.words: dict[str, str] = {}
        self.asked: list[float] = []
        self.changed = threading.Condition()
        self.slow_is_done = threading.Event()

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        with self.changed:
            if self.disk_full:
                raise OSError(28, f"No space left on device {a_token()}")
            rows = [self._keep_one(update) for update in updates]
            self.changed.notify_all()
            return rows

    def _keep_one(self, update: Update) -> int | None:
        if any(row.key == update.key for row in self.rows):
            self.copies += 1
            return None
        self.rows.append(json.loads(json.dumps(update.raw)) and update)
        return len(self.rows)

    async def outcome(self, row: int, seconds: float) -> str | None:
        self.asked.append(seconds)
        token = self.rows[row - 1].raw["callback_query"]["data"]
        if token == "slow":
            await asyncio.to_thread(self.slow_is_done.wait, 10)
            return None
        if token == "broken":
            raise RuntimeError(f"no outcome {a_token()}")
        return self.words.get(token)

    def wait_for(self, count: int, timeout: float = 5) -> list[Update]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.rows) >= count, timeout), self.rows
            return list(self.rows)

    def keys(self) -> list[int]:
        return [int(row.key.split(":")[1]) for row in self.rows]


class Running:
    """The channel on a loop of its own thread, so that tests are plain code."""

    def __init__(self, fake: TelegramFake, **more: Any) -> None:
        self.inlet = Inlet()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.channel = TelegramChannel(fake.token, fake.base_url, **{"timing": QUICK} | more)
        self._serving: Future[None] | None = None

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=10)

    def start(self) -> Running:
        self._serving = asyncio.run_coroutine_threadsafe(self.channel.run(self.inlet), self.loop)
        return self

    def stop(self) -> None:
        if self._serving:
            assert not self._serving.done(), "run() ended by itself"
            self._serving.cancel()
        self.do(self.channel.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def send(self, chat: Any, text: str = "好", **more: Any) -> Outcome:
        return self.do(self.channel.send(str(chat), Message(text, **more)))

    def edit(self, chat: Any, message: Any, text: str = "好", **more: Any) -> Outcome:
        return self.do(self.channel.edit(str(chat), str(message), Message(text, **more)))

    def read(self) -> list[Inbound | None]:
        return [self.channel.read(row.raw) for row in self.inlet.rows]


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake(username="GengfuBot") as fake:
        yield fake


@contextmanager
def running(fake: TelegramFake, **more: Any) -> Iterator[Running]:
    channel = Running(fake, **more)
    try:
        yield channel
    finally:
        channel.stop()


@pytest.fixture
def idle(fake: TelegramFake) -> Iterator[Running]:
    """It sends, but takes no updates."""
    with running(fake) as channel:
        yield channel


@pytest.fixture
def bot(idle: Running) -> Running:
    return idle.start()


@pytest.fixture
def lilei(fake: TelegramFake) -> Person:
    return fake.user(first_name="李雷", started=True)


# --- in: kept before the offset moves ------------------------------------------------------------------------------


def test_an_update_is_kept_and_then_confirmed(fake, bot, lilei):
    said = lilei.says("收到华星货款5万")
    fake.wait_until_confirmed(said.update_id)

    (inbound,) = bot.read()
    assert [said.update_id] == bot.inlet.keys()
    assert ("text", str(lilei.id), "收到华星货款5万") == (inbound.kind, inbound.chat, inbound.text)


def test_a_full_disk_holds_the_offset_and_polling_goes_on(fake, bot, lilei, caplog):
    bot.inlet.disk_full = True
    said = lilei.says("收到华星货款5万")
    fake.wait_for(lambda: fake.times_delivered(said.update_id) >= 3)

    assert [] == fake.confirmed_update_ids
    assert 1 == caplog.text.count("cannot be stored")  # said once, not at every try

    bot.inlet.disk_full = False
    fake.wait_until_confirmed(said.update_id)
    assert [said.update_id] == bot.inlet.keys()


def polls(fake: TelegramFake) -> int:
    return sum(call.method == "getUpdates" for call in fake.calls)


def test_a_kill_between_keeping_and_confirming_doubles_nothing(fake, lilei):
    said = lilei.says("收到华星货款5万")
    with running(fake) as first:
        first.start().inlet.wait_for(1)
    with running(fake) as second:
        second.inlet.rows = list(first.inlet.rows)
        before = polls(fake)
        second.start()
        fake.wait_for(lambda: polls(fake) > before)  # which ends the poll the first one left hanging
        fake.redeliver(said.update_id)
        fake.wait_until_confirmed(said.update_id)
        fake.wait_for(lambda: second.inlet.copies >= 1)

    assert 1 == len(second.inlet.rows)


def test_updates_pythontelegrambot_cannot_decode_are_kept_and_do_not_loop(fake, bot, lilei):
    before = lilei.says("一").update_id
    bad = [fake.inject_malformed(), fake.inject({"message": 7}), fake.inject({"telepathy": {}})]
    after = lilei.says("二").update_id
    fake.wait_until_confirmed(before, *bad, after)

    polls = [call for call in fake.calls if call.method == "getUpdates"]
    assert [before, *bad, after] == bot.inlet.keys()
    assert len(polls) <= 7
    with pytest.raises(ValueError, match="validation error"):
        bot.channel.read(bot.inlet.rows[1].raw)


def test_half_an_emoji_becomes_text_that_can_be_stored():
    body = rb'{"ok":true,"result":[{"update_id":1,"message":{"text":"\u574f\ud83d \ud83d\ude00"}}]}'
    assert [{"update_id": 1, "message": {"text": "坏? 😀"}}] == updates_in(body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"7", b'{"ok":true}', b'{"result":{}}', b"[" * 100_000])
def test_an_answer_without_updates_is_an_error_of_telegrams(body):
    with pytest.raises(TelegramError, match="getUpdates was answered"):
        updates_in(body)


def test_updates_without_any_id_do_not_make_polling_run_hot():
    with pytest.raises(NotKeptError, match="cannot move"):
        bare_ids([{"message": {}}, 7])
    assert {"ok": True, "result": [{"update_id": 5}]} == json.loads(bare_ids([{"update_id": 5}, 7]))


def wait_until_taken(fake: TelegramFake, update_id: int) -> None:
    fake.wait_for(lambda: fake.times_delivered(update_id), timeout=20)


def test_kill_9_loses_nothing_and_doubles_nothing(fake, lilei, tmp_path, scale):
    inbox, draw = tmp_path / "inbox.db", random.Random(7)
    command = str(PROCESS), fake.token, fake.base_url, str(inbox)
    said: list[int] = []
    process = python(*command)
    try:
        for _ in range(scale(6, 60)):
            said += [lilei.says(f"收到华星货款{number}元").update_id for number in range(30)]
            wait_until_taken(fake, said[-30])
            time.sleep(draw.uniform(0, 0.02))  # at a random moment, not to wait for something
            process.kill()
            process.wait()
            process = python(*command)
        fake.wait_until_confirmed(timeout=20)
    finally:
        process.kill()
        process.wait()

    with closing(sqlite3.connect(inbox)) as database:
        keys = [int(key.split(":")[1]) for (key,) in database.execute("select key from inbox order by id")]
    assert said == keys  # each once, in order
    assert set(said) == set(fake.confirmed_update_ids)


# --- in: whatever Telegram does ------------------------------------------------------------------------------------


def test_it_starts_while_telegram_cannot_be_reached(fake, idle, lilei, caplog):
    with fake.offline():
        idle.start()
        fake.wait_for(lambda: "cannot be reached" in caplog.text)
    said = lilei.says("在吗")
    fake.wait_until_confirmed(said.update_id)

    assert [said.update_id] == idle.inlet.keys()
    assert 1 == caplog.text.count("cannot be reached")


def test_a_second_poller_is_named_and_polling_goes_on(fake, bot, lilei, caplog):
    fake.wait_for_call("getUpdates")
    httpx.post(f"{fake.base_url}/bot{fake.token}/getUpdates", data={"timeout": 0}, trust_env=False)
    fake.wait_for(lambda: "another program takes updates" in caplog.text)
    said = lilei.says("在吗")
    fake.wait_until_confirmed(said.update_id)

    assert [said.update_id] == bot.inlet.keys()


def test_a_webhook_left_behind_is_taken_away(fake, idle, lilei):
    httpx.post(
        f"{fake.base_url}/bot{fake.token}/setWebhook", data={"url": "https://gone.example.com/"}, trust_env=False
    )
    said = lilei.says("在吗")
    idle.start()
    fake.wait_until_confirmed(said.update_id)

    assert not fake.webhook.url


def test_a_webhook_set_meanwhile_is_taken_away_again(fake, bot, lilei):
    fake.wait_for_call("getUpdates")
    address = {"url": "https://other.example.com/"}
    httpx.post(f"{fake.base_url}/bot{fake.token}/setWebhook", data=address, trust_env=False)
    said = lilei.says("在吗")
    fake.wait_until_confirmed(said.update_id)

    assert [said.update_id] == bot.inlet.keys()


@pytest.mark.parametrize("fault", ["bad_gateway", "server_error", "nonsense", "drop_before", "drop_after", "forbidden"])
def test_polling_survives(fake, bot, lilei, fault):
    fake.wait_for_call("getUpdates")
    getattr(fake.faults, fault)(method="getUpdates", times=2)
    said = [lilei.says(word).update_id for word in "一二三"]
    fake.wait_until_confirmed(*said)

    assert said == bot.inlet.keys()


def test_polling_slows_down_when_asked(fake, bot, lilei):
    fake.faults.too_many(0.3, method="getUpdates")
    said = [lilei.says(word).update_id for word in "一二"]
    fake.wait_until_confirmed(*said)

    assert [] == fake.violations


def test_it_asks_for_the_updates_it_reads_and_no_others(fake, bot):
    call = fake.wait_for_call("getUpdates")

    asked = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]
    assert asked == call.params.json("allowed_updates")


def test_people_and_groups_are_read_as_they_act(fake, bot, lilei):
    fake.wait_for(lambda: "chat_member" in fake.world.updates.wanted, what="the poll that says what is wanted")
    hanmei = fake.user(first_name="韩梅梅")
    group = fake.group("销售一组", members=[lilei, hanmei], with_bot=False)
    group.adds_bot(by=lilei)
    lilei.says("/overdue@GengfuBot 3", chat=group)
    lilei.edits(lilei.says("收到华天货款8万"), "收到华天货款16万")
    for send in (lilei.sends_photo, lilei.sends_voice, lilei.sends_sticker):
        send()
    lilei.sends_document("对账单.xlsx")
    lilei.sends_contact("13800001234", "李总")
    lilei.sends_location(31.2, 121.5)
    group.renames("销售二组")
    new = group.becomes_supergroup()
    new.promotes_bot()
    new.leave(hanmei, by=lilei)
    new.join(hanmei)
    lilei.reacts(bot_card(fake, bot, new), "👍")
    lilei.reacts(bot_card(fake, bot, new), "👎")
    new.removes_bot()
    lilei.blocks_bot()
    fake.wait_until_confirmed()

    read = [(inbound.kind, inbound.text or inbound.media) for inbound in bot.read() if inbound]
    assert [
        ("bot_added", ""),
        ("text", "/overdue 3"),
        ("text", "收到华天货款8万"),
        ("edit", "收到华天货款16万"),
        ("media", "photo"),
        ("media", "voice"),
        ("media", "sticker"),
        ("media", "document"),
        ("media", "contact"),
        ("media", "location"),
        ("renamed", "销售二组"),
        ("moved", str(new.id)),
        ("bot_role", "admin"),
        ("left", ""),
        ("left", ""),
        ("joined", ""),
        ("joined", ""),
        ("reacted", ""),
        ("bot_removed", ""),
        ("bot_removed", ""),
    ] == read

    shared = {inbound.media: inbound for inbound in bot.read() if inbound}
    assert SharedContact("李总", "13800001234") == shared["contact"].contact
    assert Spot(31.2, 121.5) == shared["location"].spot
    assert shared["photo"].file is not None
    assert {(hanmei.id,)} == {tuple(int(one.user) for one in i.people) for i in bot.read() if i and i.people}


def bot_card(fake: TelegramFake, bot: Running, where: Any) -> Any:
    sent = bot.send(where.id)
    return where.history[int(sent.message or 0)]


def test_a_topic_is_heard_and_answered_and_one_that_is_gone_falls_back_to_the_group(fake, bot, lilei):
    group = fake.group("论坛", members=[lilei], supergroup=True, bot_is_admin=True)
    topic = group.opens_topic("华东")
    said = lilei.says("/overdue", chat=group, topic=topic)
    pressed = card_in(bot, group, topic)
    lilei.presses(pressed, "好")
    fake.wait_until_confirmed()

    read = [inbound for inbound in bot.read() if inbound]
    assert [("text", str(topic), None), ("press", str(topic), None)] == [
        (i.kind, i.topic, i.reply_to) for i in read[-2:]
    ]
    answer = bot.send(group.id, topic=str(topic), reply_to=str(said.id))
    assert topic == group.history[int(answer.message)].thread
    group.topics.clear()
    sent = bot.send(group.id, topic=str(topic))
    assert (None, "sent") == (group.history[int(sent.message)].thread, sent.kind)


def card_in(bot: Running, group: Any, topic: int) -> Any:
    sent = bot.send(group.id, topic=str(topic), choices=((Choice("好", "ok"),),))
    return group.history[int(sent.message or 0)]


def test_a_log_is_noted_by_a_reaction_or_where_that_is_not_allowed_in_words(fake, idle, lilei):
    group = fake.group("销售一组", members=[lilei])
    said = lilei.says("收到华星货款5万", chat=group)

    outcome = idle.send(group.id, "✅ 已记", reaction="👌", reply_to=str(said.id))

    assert ["👌"] == said.reactions[fake.bot.id]
    assert (Outcome("sent"), []) == (outcome, fake.bot_messages(group))
    fake.faults.bad_request("REACTION_INVALID", method="setMessageReaction")
    idle.send(group.id, "✅ 已记", reaction="👌", reply_to=str(said.id))
    assert "✅ 已记" == fake.bot_messages(group)[-1].text


def test_the_newest_list_is_pinned_where_the_bot_may(fake, idle, lilei):
    group = fake.group("销售一组", members=[lilei], supergroup=True, bot_is_admin=True)
    first, second = (idle.send(group.id, text).message for text in ("一", "二"))

    assert idle.do(idle.channel.pin(str(group.id), first, None))
    assert idle.do(idle.channel.pin(str(group.id), second, first))
    assert [int(second)] == group.pinned
    assert idle.do(idle.channel.pin(str(group.id), first, "99"))  # the former one is gone
    group.demotes_bot()
    assert not idle.do(idle.channel.pin(str(group.id), second, first))


def test_a_key_that_asks_where_one_is(fake, idle, lilei):
    idle.send(lilei.id, keyboard=(("记一笔",),), asks_spot="📍 我到了")

    call = fake.wait_for_call("sendMessage")
    assert {"text": "📍 我到了", "request_location": True} == call.params.json("reply_markup")["keyboard"][0][0]


def test_a_reply_to_the_card_is_addressed(fake, bot, lilei):
    group = fake.group("销售一组", members=[lilei], bot_is_admin=True)
    card = bot.send(group.id, "✅ 华星：收到 ¥160,000")
    lilei.says("不对，是15万", chat=group, reply_to=fake.wait_for_message(group, "华星"))
    lilei.says("中午吃什么", chat=group)
    fake.wait_until_confirmed()

    assert [(card.message, True), (None, False)] == [(read.reply_to, read.addressed) for read in bot.read()]


# --- presses -------------------------------------------------------------------------------------------------------


def card_for(fake: TelegramFake, bot: Running, person: Person, *tokens: str) -> Any:
    bot.send(person.id, "⏰", choices=(tuple(Choice(token, token) for token in tokens),))
    return fake.wait_for_message(person, "⏰")


def test_a_press_is_answered_with_its_outcome(fake, bot, lilei):
    bot.inlet.words = {"done": "已由李雷处理", "long": "长😀" * 200}
    card = card_for(fake, bot, lilei, "done", "long", "wordless")
    answers = [fake.wait_for_answer(lilei.presses(card, token)).text for token in ("done", "long", "wordless")]

    assert ["已由李雷处理", "长😀" * 66 + "长", ""] == answers
    assert [2, 2, 2] == bot.inlet.asked


def test_a_slow_press_holds_up_neither_polling_nor_another_press(fake, bot, lilei):
    bot.inlet.words = {"quick": "好"}
    card = card_for(fake, bot, lilei, "slow", "quick")
    slow = lilei.presses(card, "slow")
    fake.wait_until_confirmed(slow.update_id)

    assert "好" == fake.wait_for_answer(lilei.presses(card, "quick")).text
    assert slow.answer is None
    bot.inlet.slow_is_done.set()
    assert "" == fake.wait_for_answer(slow).text


def test_twenty_presses_at_once_are_all_answered(fake, bot):
    people = [fake.user(started=True) for _ in range(20)]
    group = fake.group("销售一组", members=people)
    bot.send(group.id, "⏰", choices=((Choice("已联系", "done"),),))
    bot.inlet.words = {"done": "已由李雷处理"}
    card = fake.wait_for_message(group, "⏰")
    presses = [person.presses(card, "done") for person in people]

    assert {"已由李雷处理"} == {fake.wait_for_answer(press).text for press in presses}


def test_answers_that_come_too_late_or_fail_harm_nobody(fake, bot, lilei, caplog):
    fake.query_lifetime = -1
    card = card_for(fake, bot, lilei, "done", "broken")
    lilei.presses(card, "done")
    fake.wait_for_call("answerCallbackQuery", status=400)
    lilei.presses(card, "broken")
    fake.wait_until_confirmed()
    fake.wait_for(lambda: "a press could not be answered" in caplog.text)
    said = lilei.says("还在吗")
    fake.wait_until_confirmed(said.update_id)

    assert bot.read()[-1].text == "还在吗"


def test_a_press_kept_before_is_answered_empty_without_waiting(fake, bot, lilei):
    card = card_for(fake, bot, lilei, "done")
    press = lilei.presses(card, "done")
    fake.wait_until_confirmed(press.update_id)
    fake.redeliver(press.update_id)
    fake.wait_for(lambda: len([c for c in fake.calls if c.method == "answerCallbackQuery"]) == 2)

    assert [2] == bot.inlet.asked


# --- out -----------------------------------------------------------------------------------------------------------

HOSTILE = "_*[`<b>&amp; @all /cmd 😀 https://evil.example.com"


def test_a_message_is_plain_text_without_preview(fake, idle, lilei):
    sent = idle.send(lilei.id, HOSTILE)

    (message,) = fake.bot_messages(lilei)
    call = fake.wait_for_call("sendMessage")
    assert Outcome("sent", str(message.id)) == sent
    assert HOSTILE == message.text
    assert "parse_mode" not in call.params.values
    assert {"is_disabled": True} == call.params.json("link_preview_options")


def test_choices_links_and_keyboard(fake, idle, lilei):
    link = "https://t.me/GengfuBot?start=x"
    idle.send(
        lilei.id,
        "卡",
        choices=((Choice("撤销", "t1"), Choice("改", "t2")), (Choice("打开私聊", url=link), Choice("空"))),
    )
    idle.send(lilei.id, "欢迎", keyboard=(("记一笔", "今天要盯"), ("谁欠钱", "帮助")))
    card, welcome = fake.bot_messages(lilei)

    assert [[("撤销", "t1", None), ("改", "t2", None)], [("打开私聊", None, link)]] == [
        [(button.text, button.data, button.url) for button in row] for row in card.rows
    ]
    assert [["记一笔", "今天要盯"], ["谁欠钱", "帮助"]] == welcome.keys


def test_a_reply_goes_out_even_when_what_it_answers_is_gone(fake, idle, lilei):
    question = lilei.says("华星还欠多少")
    idle.send(lilei.id, "一", reply_to=str(question.id))
    lilei.deletes(question)
    idle.send(lilei.id, "二", reply_to=str(question.id))
    idle.send(lilei.id, "三", reply_to="?")

    assert [question, None, None] == [message.reply_to for message in fake.bot_messages(lilei)]


def test_a_file_is_a_document_with_the_text_as_caption(fake, idle, lilei):
    sent = idle.send(lilei.id, "对账单", file=File("对账单.xlsx", b"PK..."))
    changed = idle.edit(lilei.id, sent.message, "对账单（已更新）", file=File("对账单.xlsx", b"PK..."))

    (message,) = fake.bot_messages(lilei)
    assert ("sent", "sent") == (sent.kind, changed.kind)
    assert ("对账单（已更新）", b"PK...", "对账单.xlsx") == (message.text, message.file.data, message.file.name)


def test_an_edit_replaces_text_and_choices_and_may_change_nothing(fake, idle, lilei):
    sent = idle.send(lilei.id, "⏰", choices=((Choice("已联系", "t"),),))
    first, second = idle.edit(lilei.id, sent.message, "已由李雷处理"), idle.edit(lilei.id, sent.message, "已由李雷处理")

    (message,) = fake.bot_messages(lilei)
    assert ("已由李雷处理", []) == (message.text, message.buttons)
    assert [Outcome("sent", sent.message)] * 2 == [first, second]
    assert Outcome("refused", reason="message_not_found") == idle.edit(lilei.id, 999)
    assert Outcome("refused", reason="message_not_found") == idle.edit(lilei.id, "abc")


@pytest.mark.parametrize(
    ("text", "reason"), [("长" * 4097, "too_long"), ("😀" * 2049, "too_long"), ("坏\ud83d", "not_text")]
)
def test_what_cannot_go_out_is_refused_without_asking(fake, idle, lilei, text, reason):
    assert Outcome("refused", reason=reason) == idle.send(lilei.id, text)
    assert Outcome("refused", reason=reason) == idle.edit(lilei.id, 1, text)
    assert [] == fake.sent


def test_4096_units_go_out(idle, lilei):
    assert "sent" == idle.send(lilei.id, "😀" * 2048).kind


# --- outcomes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "more", "expected"),
    [
        ("forbidden", {}, Outcome("refused", reason="blocked")),
        ("bad_request", {"why": "BUTTON_DATA_INVALID"}, Outcome("refused", reason="button_data_invalid")),
        ("bad_request", {"why": "message is too long"}, Outcome("refused", reason="too_long")),
        ("bad_request", {"why": "can't parse entities: '李雷 138'"}, Outcome("refused", reason="cant_parse_entities")),
        ("too_many", {"retry_after": 7}, Outcome("wait", seconds=7)),
        ("drop_after", {}, Outcome("unknown", reason="no_answer")),
        ("drop_before", {}, Outcome("unknown", reason="no_answer")),
        ("bad_gateway", {}, Outcome("unknown", reason="no_answer")),
        ("bad_gateway", {"processed": True}, Outcome("unknown", reason="no_answer")),
        ("server_error", {}, Outcome("unknown", reason="no_answer")),
        ("nonsense", {}, Outcome("unknown", reason="unreadable_answer")),
    ],
)
def test_how_a_send_ends(fake, idle, lilei, fault, more, expected):
    idle.send(lilei.id)  # so that the line stands
    getattr(fake.faults, fault)(method="sendMessage", **more)

    assert expected == idle.send(lilei.id)
    assert 2 == len(fake.sent)  # no library repeats by itself


def test_a_send_that_is_never_answered_is_unknown(fake, lilei):
    fake.faults.hang(method="sendMessage")
    with running(fake, timing=Timing(read=0.2)) as bot:
        assert Outcome("unknown", reason="no_answer") == bot.send(lilei.id)


@pytest.mark.parametrize("body", ["[]", '{"ok":true,"result":{}}', '{"ok":true,"result":7}', '{"ok":true}'])
def test_a_success_nobody_can_read_is_unknown(fake, idle, lilei, body, monkeypatch):
    async def answer(*_: Any, **__: Any) -> tuple[int, bytes]:
        return 200, body.encode()

    monkeypatch.setattr("bot.channels.telegram.requests.ApiRequest._asked", answer)
    assert "unknown" == idle.send(lilei.id).kind


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (413, Outcome("refused", reason="too_large")),
        (405, Outcome("refused", reason="http_405")),
        (429, Outcome("wait", seconds=5)),
        (401, Outcome("refused", reason="token")),
        (404, Outcome("refused", reason="token")),
        (503, Outcome("unknown", reason="no_answer")),
    ],
)
def test_answers_of_something_between_us_and_telegram(fake, idle, lilei, status, expected, monkeypatch):
    async def answer(*_: Any, **__: Any) -> tuple[int, bytes]:
        return status, b"<html>no</html>"

    monkeypatch.setattr("bot.channels.telegram.requests.ApiRequest._asked", answer)
    assert expected == idle.send(lilei.id)


def test_what_never_left_may_be_repeated(fake, idle, lilei):
    with fake.offline():
        assert Outcome("not_sent", reason="never_left") == idle.send(lilei.id)
    assert "sent" == idle.send(lilei.id).kind


@pytest.mark.parametrize(
    ("cause", "error", "kind"),
    [
        (aiohttp.ConnectionTimeoutError("t"), TimedOut(), "not_sent"),
        (NoWay("x"), NetworkError("x"), "not_sent"),
        (aiohttp.SocketTimeoutError("t"), TimedOut(), "unknown"),
        (TimeoutError(), TimedOut(), "unknown"),
        (aiohttp.ClientOSError(), NetworkError("x"), "unknown"),
        (aiohttp.ServerDisconnectedError(), NetworkError("x"), "unknown"),
        (None, NetworkError("x"), "unknown"),
        (None, TelegramError("Invalid server response"), "unknown"),
    ],
)
def test_only_the_cause_tells_what_left(cause: Any, error: TelegramError, kind: str):
    error.__cause__ = cause
    assert kind == outcome(error).kind


@pytest.mark.filterwarnings("ignore:.*`retry_after`")
@pytest.mark.parametrize("as_timedelta", ["0", "1"])
def test_both_forms_of_retry_after(monkeypatch, as_timedelta):
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    assert Outcome("wait", seconds=3) == outcome(RetryAfter(timedelta(seconds=3)))


def test_chats_that_are_closed_or_gone(fake, idle):
    stranger, blocker = fake.user(), fake.user(started=True)
    blocker.blocks_bot()
    group = fake.group("销售一组", members=[blocker])
    group.removes_bot()

    assert [Outcome("refused", reason="blocked")] * 3 == [idle.send(c.id) for c in (stranger, blocker, group)]
    assert Outcome("refused", reason="chat_not_found") == idle.send(-999)
    assert "refused" == idle.send("nonsense").kind


def test_a_group_that_moved_says_where_to(fake, idle, lilei):
    group = fake.group("销售一组", members=[lilei])
    new = group.becomes_supergroup()

    assert Outcome("refused", reason="moved", moved_to=str(new.id)) == idle.send(group.id)
    assert "sent" == idle.send(new.id).kind


# --- the bot itself ------------------------------------------------------------------------------------------------


def test_the_private_link_needs_the_bots_name(fake, idle, lilei):
    assert "" == idle.channel.private_link("x")
    assert idle.do(idle.channel.ready())
    assert "https://t.me/GengfuBot" == idle.channel.private_link()
    assert "/start team-7_x" == lilei.follows(idle.channel.private_link("team-7_x")).text


def test_ready_says_no_when_nobody_answers(fake, idle):
    with fake.offline():
        assert not idle.do(idle.channel.ready())


MENUS = {
    "zh-CN": [("overdue", "谁欠钱"), ("help", "帮助"), ("坏", "x"), ("empty", "")],
    "en": [("overdue", "Who owes")],
}


def test_menus_in_every_language_for_private_chats_and_groups(fake, idle, lilei):
    idle.do(idle.channel.set_menu(MENUS))
    idle.start()
    fake.wait_for_call("getUpdates")
    john = fake.user(first_name="John", language_code="en")
    group = fake.group("销售一组", members=[lilei, john])

    assert [["overdue", "help"]] * 2 == [lilei.menu(), lilei.menu(group)]
    assert [["overdue"]] * 2 == [john.menu(), john.menu(group)]
    assert ["overdue", "help"] == fake.user(language_code="fr").menu()


def test_a_menu_that_cannot_be_set_stops_nothing(fake, idle, lilei, caplog):
    fake.faults.bad_request("BOT_COMMAND_INVALID", method="setMyCommands", times=None)
    idle.do(idle.channel.set_menu(MENUS))
    idle.start()
    said = lilei.says("在吗")
    fake.wait_until_confirmed(said.update_id)

    assert "menu could not be set" in caplog.text


def test_an_environment_proxy_is_not_used_on_loopback(fake, lilei, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    with running(fake) as bot:
        assert "sent" == bot.send(lilei.id).kind


def test_a_socks_proxy_is_gone_through_and_looks_up_the_name(fake, lilei):
    async def sent(proxy: str, times: int) -> list[Outcome]:
        channel = TelegramChannel(fake.token, "http://api.telegram.test", proxy, timing=QUICK)
        outcomes = [await channel.send(str(lilei.id), Message("好")) for _ in range(times)]
        await channel.close()
        return outcomes

    with socks(int(fake.base_url.rpartition(":")[2])) as proxy:
        there = f"socks5://li%20lei:pass%40word@127.0.0.1:{proxy.port}"
        assert ["sent", "sent"] == [one.kind for one in asyncio.run(sent(there, 2))]
        assert (["api.telegram.test"], ["li lei:pass@word"]) == (proxy.names, proxy.people)  # one connection for both
    assert [Outcome("not_sent", reason="never_left")] == asyncio.run(sent(there, 1))


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://[::1]:1", True),
        ("http://localhost", True),
        ("https://api.telegram.org", False),
        (None, False),
    ],
)
def test_which_servers_are_loopback(base_url, expected):
    assert expected == is_loopback(base_url)


# --- secrets -------------------------------------------------------------------------------------------------------


def test_the_token_is_in_no_log_even_at_debug(fake, lilei, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    fake.query_lifetime = -1
    with running(fake) as bot:
        bot.do(bot.channel.set_menu(MENUS))
        with fake.offline():
            bot.start()
            bot.send(lilei.id)
            fake.wait_for(lambda: "cannot be reached" in caplog.text)
        card = card_for(fake, bot, lilei, "done", "broken")
        fake.faults.nonsense(method="getUpdates")
        fake.faults.server_error(method="getUpdates")
        fake.faults.bad_request(f"wrong {fake.token}", method="setMyCommands", times=None)
        bot.do(bot.channel.set_menu(MENUS))
        for token in ("done", "broken"):
            lilei.presses(card, token)
        for fault in ("bad_gateway", "nonsense", "drop_after"):
            getattr(fake.faults, fault)(method="sendMessage")
            bot.send(lilei.id, "李总 13800001234")
        bot.inlet.disk_full = True
        said = lilei.says("李总 13800001234")
        fake.wait_for(lambda: "cannot be stored" in caplog.text)
        bot.inlet.disk_full = False
        fake.wait_until_confirmed(said.update_id)

    secret = fake.token.split(":")[1]
    assert "<token>" in caplog.text
    assert secret not in caplog.text
    assert "13800001234" not in caplog.text


def test_redact():
    text = f"POST https://api.telegram.org/bot{a_token()}/getMe and {a_token().replace(':', '%3a')} at 09:00"
    assert "POST https://api.telegram.org/bot<token>/getMe and <token> at 09:00" == redact(text)


def test_a_wrong_token_is_said_and_tried_again(fake, caplog):
    class Wrong:
        token, base_url = a_token(1234567), fake.base_url

    with running(Wrong()) as bot:
        bot.start()
        deadline = time.monotonic() + 5
        while "does not know this token" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.01)
    assert 1 == caplog.text.count("check GENGFU_TELEGRAM_TOKEN")
    assert a_token(1234567) not in caplog.text


# --- files people send ---------------------------------------------------------------------------------------------


def reason_of(bot: Running, ref: str) -> str:
    with pytest.raises(NotFetched) as no:
        bot.do(bot.channel.fetch(ref))
    return no.value.reason


def test_a_document_is_fetched_by_what_its_message_names(fake, bot, lilei):
    content = bytes(range(256)) * 1000
    lilei.sends_document("客户.xlsx", content)
    bot.inlet.wait_for(1)
    (inbound,) = bot.read()

    assert ("客户.xlsx", len(content), "") == (inbound.file.name, inbound.file.size, inbound.file.sha256)
    assert content == bot.do(bot.channel.fetch(inbound.file.ref))


def test_a_file_larger_than_we_take_is_not_downloaded_and_one_that_lies_is_cut_off(fake, idle, lilei):
    most = idle.channel.capabilities.largest_file
    honest = lilei.sends_document("大.pdf", b"x", size=most + 1).file
    huge = lilei.sends_document("更大.pdf", b"x", size=most * 3).file  # Telegram itself refuses it to bots
    liar = lilei.sends_document("谎.pdf", b"x" * (most + 1), size=10).file

    assert ["too_large"] * 3 == [reason_of(idle, one.id) for one in (honest, huge, liar)]
    assert 1 == sum(call.method == "downloadFile" for call in fake.calls)


def test_a_file_that_is_gone_and_a_platform_that_does_not_answer_are_told_apart(fake, idle, lilei):
    file = lilei.sends_document("合同.pdf", b"abc").file

    assert "gone" == reason_of(idle, "no-such-file")
    fake.faults.server_error(method="getFile")
    assert "unreachable" == reason_of(idle, file.id)
    fake.faults.bad_gateway(method="downloadFile")
    assert "unreachable" == reason_of(idle, file.id)
    assert b"abc" == idle.do(idle.channel.fetch(file.id))
    fake.faults.drop_after(method="downloadFile", times=2)  # a file may be asked for again, unlike a send
    assert "unreachable" == reason_of(idle, file.id)
    fake.faults.too_many(7, method="getFile")
    with pytest.raises(NotFetched) as no:
        idle.do(idle.channel.fetch(file.id))
    assert ("unreachable", 7) == (no.value.reason, no.value.seconds)


def test_no_log_shows_the_address_a_file_came_from(fake, idle, lilei, caplog):
    caplog.set_level(logging.DEBUG)
    file = lilei.sends_document("合同.pdf", b"abc").file
    idle.do(idle.channel.fetch(file.id))

    assert fake.token not in caplog.text
