"""The local channel: what people do becomes kept updates, what the bot says stands in the transcript."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Thread

import pytest

from bot.channels import Channel, Choice, Message, Update
from bot.channels.local import Group, LocalChannel, Person, read, without_mention
from bot.message import Inbound

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class KeepingInlet:
    """Keeps updates in a list; a key kept before answers None."""

    def __init__(self) -> None:
        self.updates: list[Update] = []
        self.broken = False

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        if self.broken:
            raise OSError("disk full")
        self.updates.extend(updates)
        return [len(self.updates)]

    async def outcome(self, row: int, seconds: float) -> str | None:
        return None


@pytest.fixture
def inlet() -> KeepingInlet:
    return KeepingInlet()


@pytest.fixture
def channel(inlet: KeepingInlet) -> LocalChannel:
    local = LocalChannel(
        lambda: NOON,
        people=[Person("lilei", "李雷", "rep"), Person("hanmeimei", "韩梅梅", "rep")],
        groups=[Group("team", "华东销售群")],
    )
    local.attach(inlet)
    return local


def heard(channel: LocalChannel, inlet: KeepingInlet) -> Inbound:
    """The last kept update as the dispatcher reads it, after a way through the database."""
    inbound = channel.read(json.loads(json.dumps(inlet.updates[-1].raw)))
    assert inbound is not None
    return inbound


def bot_says(channel: LocalChannel, chat: str, text: str, *choices: Choice) -> str:
    outcome = asyncio.run(channel.send(chat, Message(text, (choices,) if choices else ())))
    assert outcome.kind == "sent"
    assert outcome.message
    return outcome.message


def test_it_is_a_channel(channel: LocalChannel) -> None:
    conforming: Channel = channel

    assert conforming.capabilities.edits


def test_a_line_in_private_is_kept_and_read(channel: LocalChannel, inlet: KeepingInlet) -> None:
    kept = channel.say("lilei", "lilei", "华星付了5万")

    inbound = heard(channel, inlet)
    assert (inbound.kind, inbound.chat, inbound.text) == ("text", "lilei", "华星付了5万")
    assert (inbound.private, inbound.addressed) == (True, True)
    assert (inbound.sender.user, inbound.sender.name) == ("lilei", "李雷")
    assert inbound.message == kept.message
    assert inbound.sent_at == NOON
    assert kept.row == 1


@pytest.mark.parametrize(
    ("line", "text", "addressed"),
    [
        ("中午吃什么", "中午吃什么", False),
        ("/overdue", "/overdue", True),
        ("／overdue", "／overdue", True),
        ("/overdue@gengfu", "/overdue", True),
        ("@更夫 华星付了5万", "华星付了5万", True),
        ("华星付了5万 @Gengfu", "华星付了5万", True),
        ("@gengfu今天拜访华星", "今天拜访华星", True),
        ("＠更夫 华星付了5万\n宏达付了2万", "华星付了5万\n宏达付了2万", True),
        ("写信到 a@gengfu.com", "写信到 a@gengfu.com", False),
        ("@gengfu.com 是谁", "@gengfu.com 是谁", False),
        ("@gengfuture 你好", "@gengfuture 你好", False),
    ],
)
def test_a_group_line_is_addressed_by_command_or_mention(
    channel: LocalChannel, inlet: KeepingInlet, line: str, text: str, addressed: bool
) -> None:
    channel.say("lilei", "team", line)

    inbound = heard(channel, inlet)
    assert (inbound.text, inbound.addressed) == (text, addressed)
    assert inbound.title == "华东销售群"


def test_a_reply_to_the_bot_is_addressed_and_a_reply_to_a_colleague_is_not(
    channel: LocalChannel, inlet: KeepingInlet
) -> None:
    card = bot_says(channel, "team", "记下了")
    channel.say("lilei", "team", "不对，是15万", reply_to=card)
    assert heard(channel, inlet).addressed
    assert heard(channel, inlet).reply_to == card

    line = channel.say("hanmeimei", "team", "好的")
    channel.say("lilei", "team", "谢谢", reply_to=line.message)
    assert not heard(channel, inlet).addressed


def test_a_press_carries_the_card_and_the_token(channel: LocalChannel, inlet: KeepingInlet) -> None:
    card = bot_says(channel, "team", "华天 逾期 1 天", Choice("已联系", "t0ken"))

    channel.press("hanmeimei", "team", card, "t0ken")

    inbound = heard(channel, inlet)
    assert (inbound.kind, inbound.message, inbound.token) == ("press", card, "t0ken")
    assert inbound.addressed


def test_people_edit_their_own_lines_only(channel: LocalChannel, inlet: KeepingInlet) -> None:
    kept = channel.say("lilei", "team", "@更夫 华星付了5万")

    channel.edit_own("lilei", "team", kept.message, "@更夫 华星付了15万")

    inbound = heard(channel, inlet)
    assert (inbound.kind, inbound.message, inbound.text) == ("edit", kept.message, "华星付了15万")
    shown = channel.transcript.post("team", kept.message)
    assert shown is not None
    assert (shown.text, shown.edited) == ("@更夫 华星付了15万", True)
    with pytest.raises(LookupError):
        channel.edit_own("hanmeimei", "team", kept.message, "别人的话")


def test_the_bots_edits_replace_text_and_buttons(channel: LocalChannel) -> None:
    card = bot_says(channel, "lilei", "记下了", Choice("撤销", "undo"))

    outcome = asyncio.run(channel.edit("lilei", card, Message("已撤销")))

    shown = channel.transcript.post("lilei", card)
    assert outcome.kind == "sent"
    assert shown is not None
    assert (shown.text, shown.choices, shown.edited) == ("已撤销", (), True)


def test_an_edit_that_changes_nothing_marks_nothing(channel: LocalChannel) -> None:
    card = bot_says(channel, "lilei", "记下了")

    asyncio.run(channel.edit("lilei", card, Message("记下了")))

    shown = channel.transcript.post("lilei", card)
    assert shown is not None
    assert not shown.edited


def test_what_cannot_be_delivered_is_refused_with_the_reason(channel: LocalChannel) -> None:
    channel.attach(KeepingInlet())
    channel.remove_bot("lilei", "team")
    channel.remove_bot("lilei", "lilei")

    reasons = {
        chat: asyncio.run(channel.send(chat, Message(text))).reason
        for chat, text in [("team", "早"), ("lilei", "早"), ("nowhere", "早"), ("hanmeimei", "早" * 4097)]
    }

    assert reasons == {"team": "gone", "lilei": "blocked", "nowhere": "gone", "hanmeimei": "too_long"}


def test_somebody_new_may_speak_without_being_announced(channel: LocalChannel, inlet: KeepingInlet) -> None:
    channel.say("陌生人", "陌生人", "你好")

    assert heard(channel, inlet).sender.name == "陌生人"
    assert bot_says(channel, "陌生人", "请先输入 /start")


def test_nobody_speaks_in_somebody_elses_private_chat(channel: LocalChannel) -> None:
    with pytest.raises(ValueError, match="private chat"):
        channel.say("lilei", "hanmeimei", "你好")


def test_a_line_that_could_not_be_kept_is_taken_back(channel: LocalChannel, inlet: KeepingInlet) -> None:
    changes: list[tuple[str, bool]] = []
    channel.transcript.listen(lambda post: changes.append((post.text, post.withdrawn)))
    inlet.broken = True

    with pytest.raises(OSError, match="disk full"):
        channel.say("lilei", "lilei", "华星付了5万")

    assert channel.transcript.posts("lilei") == []
    assert changes == [("华星付了5万", False), ("华星付了5万", True)]


def test_keys_and_ids_never_repeat_across_threads_and_runs(inlet: KeepingInlet) -> None:
    channels = [LocalChannel(lambda: NOON) for _ in range(2)]
    for channel in channels:
        channel.attach(inlet)
    speakers = [
        Thread(target=lambda c=channel, n=n: [c.say(f"p{n}", "team", "早") for _ in range(50)])
        for channel in channels
        for n in range(4)
    ]

    for speaker in speakers:
        speaker.start()
    for speaker in speakers:
        speaker.join()

    assert len({update.key for update in inlet.updates}) == 400
    assert len({update.raw["message"] for update in inlet.updates}) == 400
    assert {update.lane for update in inlet.updates} == {"team"}


def test_listeners_hear_in_order_until_they_stop(channel: LocalChannel) -> None:
    revisions: list[int] = []
    stop = channel.transcript.listen(lambda post: revisions.append(post.revision))
    bot_says(channel, "team", "一")
    channel.say("lilei", "team", "二")
    stop()
    bot_says(channel, "team", "三")

    assert revisions == [1, 2]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"version": 2, "kind": "text", "person": "a", "chat": "a", "sent_at": NOON.isoformat()},
        {"version": 1, "kind": "nonsense", "person": "a", "chat": "a", "sent_at": NOON.isoformat()},
        {"version": 1, "kind": "text", "chat": "a", "sent_at": NOON.isoformat()},
        {"version": 1, "kind": "text", "person": "a", "chat": 7, "sent_at": NOON.isoformat()},
        {"version": 1, "kind": "text", "person": "a", "chat": "a", "sent_at": "tomorrow"},
        {"version": 1, "kind": "text", "person": "a", "chat": "a", "sent_at": "2026-03-02T12:00:00"},
    ],
)
def test_a_malformed_update_is_told_from_a_good_one(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read("playground", raw)


def test_a_mention_inside_a_line_leaves_one_space() -> None:
    assert without_mention("跟进 @更夫 华星") == ("跟进 华星", True)
