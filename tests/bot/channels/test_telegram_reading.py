"""Telegram's updates in the product's words, from payloads as the platform sends them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import Identity, TelegramChannel
from bot.channels.telegram.payloads import MEDIA
from bot.channels.telegram.reading import NOTE, READERS, as_update, read, without_name
from bot.message import Attachment, Inbound, Sender

ME = Identity(7_000_000_001, "GengfuBot")
PAYLOADS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "payloads" / "telegram.json").read_text())
SENT_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def payload(name: str) -> Inbound | None:
    return read(PAYLOADS[name], ME)


def facts(name: str, *fields: str) -> tuple[Any, ...]:
    inbound = payload(name)
    assert inbound is not None
    return tuple(getattr(inbound, field) for field in fields)


def test_a_private_message_is_read_whole():
    assert payload("private text") == Inbound(
        channel="telegram",
        kind="text",
        chat="5000000001",
        private=True,
        sender=Sender("5000000001", "雷 李", "zh-hans"),
        sent_at=SENT_AT,
        text="今天拜访华星李总，二期预算80万😀",
        message="41",
    )


@pytest.mark.parametrize(
    ("name", "text", "addressed", "reply_to"),
    [
        ("private start", "/start ABC-123", True, None),
        ("group command", "/overdue 3", True, None),
        ("supergroup mention", "收到华星货款5万", True, None),  # a message in a topic replies to nobody
        ("group talk", "中午吃什么", False, None),
        ("group reply to the bot", "不对，是15万", True, "6"),
        ("group reply to a person", "好的", False, "5"),
        ("photo with caption", "华星的回单", True, None),
    ],
)
def test_text_loses_the_bots_name_and_says_whom_it_was_for(name, text, addressed, reply_to):
    assert facts(name, "kind", "text", "addressed", "reply_to") == ("text", text, addressed, reply_to)


@pytest.mark.parametrize(
    "name",
    [
        "group command of another bot",
        "edit of a live location",
        "press of an inline message",
        "its twin in the supergroup",
        "channel's post copied into its group",
        "another bot",
        "channel post",
        "something of next year",
    ],
)
def test_what_nobody_needs_is_nothing(name):
    assert payload(name) is None


def test_an_edit_is_dated_like_the_message_it_changes():
    assert facts("edit", "kind", "message", "text", "sent_at") == ("edit", "41", "收到华天货款16万", SENT_AT)


def test_a_press_brings_its_token_and_the_card():
    wanted = ("press", "-4000000001", False, "6", "t0k3n-_x", Sender("5000000002", "Meimei", "en"))
    assert facts("press in a group", "kind", "chat", "private", "message", "token", "sender") == wanted


def test_a_press_is_dated_by_when_it_was_kept():
    kept_at = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    inbound = read(as_update(PAYLOADS["press on a card too old to see"], ME, kept_at).raw)
    assert inbound is not None
    assert (inbound.kind, inbound.private, inbound.token, inbound.sent_at) == ("press", True, "0ld", kept_at)


def test_a_caption_keeps_the_sort_of_its_picture():
    assert facts("photo with caption", "media") == ("photo",)


@pytest.mark.parametrize("sort", MEDIA)
def test_media_without_words_have_their_sort(sort):
    message = {key: value for key, value in PAYLOADS["private text"]["message"].items() if key != "text"}
    shapes = {
        "photo": [{"file_id": "x"}],
        "contact": {"phone_number": "1"},
        "location": {"latitude": 31, "longitude": 1.5},
    }
    inbound = read({"update_id": 1, "message": message | {sort: shapes.get(sort, {})}}, ME)
    assert inbound is not None
    assert (inbound.kind, inbound.media, inbound.text) == ("media", sort, "")


def test_a_document_is_known_by_name_and_size_but_not_by_its_content():
    raw = json.loads(json.dumps(PAYLOADS["private text"]))
    raw["message"].pop("text")
    raw["message"] |= {"document": {"file_id": "x", "file_unique_id": "y", "file_name": "合同.pdf", "file_size": 2048}}

    inbound = read(raw, ME)

    assert inbound is not None
    assert ("media", "document", Attachment("合同.pdf", 2048, ref="x")) == (inbound.kind, inbound.media, inbound.file)
    (photo,) = facts("photo with caption", "file")
    assert photo is not None
    assert photo.name.startswith("photo-")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("bot added", "bot_added"),
        ("bot promoted", "bot_role"),
        ("bot removed", "bot_removed"),
        ("bot blocked", "bot_removed"),
        ("bot unblocked", "other"),  # no group to greet; the person's next message opens the chat again
        ("somebody came in", "joined"),
        ("member left", "left"),
    ],
)
def test_comings_and_goings(name, kind):
    assert facts(name, "kind") == (kind,)


def test_a_group_that_moves_says_where_to_even_when_its_admin_is_anonymous():
    assert facts("group became a supergroup", "kind", "chat", "text") == ("moved", "-4000000001", "-1001234567890")


def test_nobody_can_be_known_by_the_user_id_all_anonymous_admins_share():
    assert facts("anonymous admin", "kind", "sender", "text") == ("other", Sender(""), "/join ABC")


# --- names in texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("@GengfuBot 收到华星5万", ("收到华星5万", True)),
        ("收到 @gengfubot 华星5万", ("收到 华星5万", True)),
        ("@GengfuBot收到华星5万", ("收到华星5万", True)),
        ("@GengfuBot", ("", True)),
        ("@GengfuBot /aging", ("/aging", True)),
        ("mail a@GengfuBot.com", ("mail a@GengfuBot.com", False)),
        ("@GengfuBotty 在吗", ("@GengfuBotty 在吗", False)),
        ("/aging@GENGFUBOT", ("/aging", True)),
        ("／逾期", ("／逾期", True)),
        ("/pay@OtherBot 5", None),
        ("3/5 到账", ("3/5 到账", False)),
    ],
)
def test_the_bots_name_in_a_text(text, heard):
    assert without_name(text, "GengfuBot") == heard


def test_in_private_every_command_is_ours():
    message = PAYLOADS["private text"]["message"] | {"text": "/help@OldName"}
    inbound = read({"update_id": 1, "message": message}, ME)
    assert inbound is not None
    assert (inbound.text, inbound.addressed) == ("/help@OldName", True)


# --- keeping -------------------------------------------------------------------------------------------------------


def test_an_update_is_kept_with_its_chat_as_lane_and_what_reading_needs():
    update = as_update(PAYLOADS["press in a group"], ME, SENT_AT)
    assert (update.key, update.lane) == ("7000000001:700000011", "-4000000001")
    assert update.raw[NOTE] == {"bot_id": 7_000_000_001, "username": "GengfuBot", "at": 1_772_413_200}
    assert json.loads(json.dumps(update.raw)) == update.raw


def test_the_note_is_believed_over_todays_name():
    """Renamed, or Telegram not yet reached after a restart: what was kept reads as it was meant."""
    kept = as_update(PAYLOADS["group command"], ME, SENT_AT).raw
    inbound = TelegramChannel("1234567:" + "x" * 35).read(kept)
    assert inbound is not None
    assert (inbound.text, inbound.addressed) == ("/overdue 3", True)


@pytest.mark.parametrize("raw", ["text", 5, None, [], {}, {"update_id": "7"}, {"update_id": True}])
def test_an_update_without_an_id_has_a_key_of_its_content_and_is_refused(raw):
    update = as_update(raw, ME, SENT_AT)
    assert update.key == as_update(raw, ME, SENT_AT).key
    assert update.key.startswith("7000000001:malformed:")
    with pytest.raises(ValueError, match="without an id"):
        read(update.raw, ME)


@pytest.mark.parametrize(
    "change",
    [
        {"chat": "the one over there"},
        {"chat": {"id": "x", "type": "group"}},
        {"date": "yesterday"},
        {"date": -5},
        {"date": 10**15},
        {"text": {"a": 1}},
        {"from": 7},
        {"message_id": None},
        {"reply_to_message": "?"},
    ],
)
def test_a_malformed_message_is_refused_but_can_be_kept(change):
    raw = {"update_id": 9, "message": PAYLOADS["group talk"]["message"] | change}
    assert as_update(raw, ME, SENT_AT).key == "7000000001:9"
    with pytest.raises(ValueError, match="validation error"):
        read(raw, ME)


FIELDS = ("message_id", "date", "chat", "id", "type", "from", "text", "data", "message", "sender_chat", "status")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=20,
)


@given(kind=st.sampled_from(sorted(READERS)), body=anything)
def test_no_shape_of_an_update_does_worse_than_a_value_error(kind, body):
    update = as_update({"update_id": 9, kind: body}, ME, SENT_AT)
    try:
        inbound = read(update.raw)
    except ValueError:
        return
    assert inbound is None or inbound.chat == update.lane


@given(name=st.sampled_from(sorted(PAYLOADS)), data=st.data())
def test_no_change_of_one_field_does_worse_than_a_value_error(name, data):
    raw = json.loads(json.dumps(PAYLOADS[name]))
    place = next(value for key, value in raw.items() if key != "update_id")
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(anything)
    try:
        read(as_update(raw, ME, SENT_AT).raw)
    except ValueError:
        return
