"""The fake is asked by the unmodified python-telegram-bot, and says what Telegram would say."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from aiohttp import web
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ReactionEmoji
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.fakes.bots import a_bot, ask, echo_process, polling
from tests.fakes.telegram import Group, Person, TelegramFake
from tests.fakes.telegram.methods import EMOJI
from tests.fakes.telegram.text import cut, found


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake() as telegram:
        yield telegram


@pytest.fixture
def lilei(fake: TelegramFake) -> Person:
    return fake.user(first_name="李雷", username="lilei_sales", started=True)


@pytest.fixture
def manager(fake: TelegramFake) -> Person:
    return fake.user(first_name="王经理", started=True)


@pytest.fixture
def group(fake: TelegramFake, manager: Person, lilei: Person) -> Group:
    return fake.group("销售一组", members=[manager, lilei])


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"token-{label}") for label in labels]])


def sends(chat, text="你好", **more):
    return lambda bot: bot.send_message(chat.id, text, **more)


def polls(offset=None, timeout=0, **more):
    return lambda bot: bot.get_updates(offset=offset, timeout=timeout, **more)


def refusal(why: str):
    """A 400 with these words; PTB takes "Bad Request: " away and changes the first letter."""
    return pytest.raises(BadRequest, match=f"(?i){re.escape(why)}")


def ids(updates) -> list[int]:
    return [update.update_id for update in updates]


async def nothing(update, context):
    pass


# -- who is there ---------------------------------------------------------------------------------------------------------


def test_a_bot_knows_itself_and_a_wrong_token_is_refused(fake):
    me = ask(fake, lambda bot: bot.get_me())

    assert (me.username, me.first_name, me.can_read_all_group_messages) == ("gengfu_bot", "更夫", False)

    fake.token = "7000000001:wrong"
    with pytest.raises(InvalidToken):
        ask(fake)


def test_an_unknown_method_is_not_found(fake):
    answer = httpx.post(f"{fake.base_url}/bot{fake.token}/sendTelepathy")

    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found: method not found")


def test_methods_may_be_asked_with_a_query_a_form_or_json_in_any_case(fake, lilei):
    address = f"{fake.base_url}/bot{fake.token}/SENDmessage"
    httpx.get(address, params={"chat_id": lilei.id, "text": "一"})
    httpx.post(address, data={"chat_id": lilei.id, "text": "二", "reply_markup": '{"force_reply":true}'})
    httpx.post(address, json={"chat_id": lilei.id, "text": "三", "reply_markup": {"force_reply": True}})

    assert [message.text for message in fake.messages(lilei)] == ["一", "二", "三"]
    assert [message.asks_reply for message in fake.messages(lilei)] == [False, True, True]


def test_nothing_logs_the_token(fake, lilei, caplog):
    logging.getLogger("httpx").setLevel(logging.WARNING)
    fake.faults.drop_after(chat=lilei)
    with caplog.at_level(logging.DEBUG, "aiohttp"), pytest.raises(NetworkError):
        ask(fake, sends(lilei))

    assert fake.token not in caplog.text + repr(fake) + repr(fake.calls) + repr(fake.world.bot)


# -- polling --------------------------------------------------------------------------------------------------------------


def test_updates_come_again_until_a_higher_offset_confirms_them(fake, lilei):
    said = [lilei.says(f"第{number}条").update_id for number in range(3)]

    assert ids(ask(fake, polls(), polls())) == said
    assert ids(ask(fake, polls(offset=said[0] + 1))) == said[1:]
    assert fake.confirmed_update_ids == said[:1]
    assert fake.pending_update_ids == said[1:]
    assert fake.times_delivered(said[2]) == 3
    assert ids(ask(fake, polls(limit=1))) == said[1:2]
    assert ids(ask(fake, polls(offset=-1))) == said[2:]
    assert ids(ask(fake, polls(offset=said[2] + 1))) == []


def test_a_long_poll_is_answered_when_somebody_speaks(fake, lilei):
    threading.Timer(0.1, lambda: lilei.says("早")).start()
    began = time.monotonic()

    updates = ask(fake, polls(timeout=10))

    assert [update.message.text for update in updates] == ["早"]
    assert time.monotonic() - began < 3


def test_updates_wait_a_day_and_presses_150_seconds(fake, lilei):
    card = ask_card(fake, lilei)
    said, pressed = lilei.says("旧消息").update_id, lilei.presses(card, "撤销").update_id

    fake.advance(151)

    assert ids(ask(fake, polls())) == [said]
    assert fake.expired_update_ids == [pressed]

    fake.advance(24 * 3600)

    assert ids(ask(fake, polls())) == []


def ask_card(fake, person, text="✅ 华星：收到 ¥50,000"):
    sent = ask(fake, sends(person, text, reply_markup=keyboard("撤销", "改")))
    return fake.chat(person).history[sent.message_id]


def test_the_default_set_leaves_out_reactions_and_members_until_asked_for(fake, lilei, manager):
    room = fake.group("管理群", members=[manager], bot_is_admin=True)
    message = lilei.says("好")
    assert lilei.reacts(message, "👍") is None
    room.join(lilei)

    kinds = [update.to_dict().keys() - {"update_id"} for update in ask(fake, polls())]
    assert kinds == [{"message"}, {"message"}]

    ask(fake, polls(allowed_updates=Update.ALL_TYPES))
    assert lilei.reacts(message, "🎉") is not None
    room.leave(lilei, by=manager)

    *_, reaction, _, left = ask(fake, polls())
    assert reaction.message_reaction.new_reaction[0].emoji == "🎉"
    assert (left.chat_member.new_chat_member.status, left.chat_member.from_user.id) == ("kicked", manager.id)


def test_asking_for_messages_only_leaves_the_presses_out(fake, lilei):
    card = ask_card(fake, lilei)
    ask(fake, polls(allowed_updates=["message"]))

    assert lilei.presses(card, "改").update_id is None
    assert lilei.says("还在").update_id is not None

    ask(fake, polls(allowed_updates=[]))
    assert lilei.presses(card, "改").update_id is not None


def test_the_older_of_two_pollers_gets_a_conflict(fake):
    async def two_polls():
        async with a_bot(fake) as one, a_bot(fake) as other:
            older = asyncio.create_task(one.get_updates(timeout=10))
            await asyncio.to_thread(fake.wait_for_call, "getUpdates")
            await asyncio.sleep(0.05)
            await other.get_updates(timeout=0)
            await older

    with pytest.raises(Conflict, match="other getUpdates request"):
        asyncio.run(two_polls())

    assert fake.conflicts == 1


def test_with_hurried_polls_the_brake_of_the_real_server_works(fake, lilei):
    fake.hurried_polls = True
    for text in "一二三":
        lilei.says(text)

    async def twice():
        async with a_bot(fake) as bot:
            return len(await bot.get_updates(offset=0)), len(await bot.get_updates(offset=0))

    assert asyncio.run(twice()) == (3, 1)


def test_the_same_update_can_come_again_after_it_was_confirmed(fake, lilei):
    said = lilei.says("一次").update_id
    ask(fake, polls(offset=said + 1))
    fake.redeliver(said, copies=2)

    assert ids(ask(fake, polls(offset=said + 1))) == [said, said]
    assert ids(ask(fake, polls(offset=said + 1))) == []


def test_an_application_polls_answers_and_is_polite_at_the_end(fake, lilei, group):
    async def echo(update, context):
        if update.callback_query:
            await update.callback_query.answer("已撤销")
            await update.callback_query.edit_message_text("已撤销")
        else:
            await update.effective_message.reply_text("收到", reply_markup=keyboard("撤销"))

    with polling(fake, echo) as errors:
        lilei.says("/log 华星5万", chat=group)
        card = fake.wait_for_message(group, "收到")
        press = lilei.presses(card, "撤销")
        assert fake.wait_for_answer(press).text == "已撤销"
        fake.wait_for_message(group, "已撤销")

    fake.wait_until_confirmed()
    assert errors == []
    assert fake.transcript(group) == "李雷> /log 华星5万\nbot> 已撤销"
    assert fake.bugs == []


def test_the_bot_may_be_killed_and_what_it_did_not_confirm_comes_again(fake, lilei):
    first = lilei.says("甲").update_id
    fake.faults.drop_after(method="getUpdates")
    with echo_process(fake):
        fake.wait_for_message(lilei, "收到 甲", timeout=10)
        fake.wait_until_confirmed(first)
        hold = fake.faults.hang(processed=False, method="getUpdates", times=None)
        second = lilei.says("乙").update_id
        fake.wait_for(lambda: hold.hits)
    assert second in fake.pending_update_ids

    hold.clear()
    with echo_process(fake):
        fake.wait_for_message(lilei, "收到 乙", timeout=10)
        fake.wait_until_confirmed(second)
        fake.wait_for(lambda: fake.is_polled)

    fake.wait_for(lambda: not fake.is_polled)
    assert fake.conflicts == 0

    assert (fake.times_delivered(first), fake.times_delivered(second)) == (2, 2)
    assert fake.bugs == []


# -- what people do ---------------------------------------------------------------------------------------------------------


def test_a_private_message_looks_like_telegrams(fake):
    fake.set_clock(lambda: 1_767_225_600.5)
    hanmeimei = fake.user(42, "梅梅", last_name="韩", language_code="en")
    earlier = hanmeimei.starts_bot("JOIN-7")
    hanmeimei.says("  见 https://hx.cn/a @gengfu_bot 😀#华星  ", reply_to=earlier)

    start, plain = (update.message for update in ask(fake, polls()))

    assert (start.text, start.entities[0].type, start.entities[0].length) == ("/start JOIN-7", "bot_command", 6)
    assert (plain.message_id, plain.date.timestamp(), plain.chat.type) == (2, 1_767_225_600, "private")
    assert (plain.from_user.full_name, plain.from_user.language_code) == ("梅梅 韩", "en")
    assert plain.reply_to_message.text == "/start JOIN-7"
    assert plain.text.startswith("见")
    assert list(plain.parse_entities().values()) == ["https://hx.cn/a", "@gengfu_bot", "#华星"]


def test_people_edit_and_forward_and_delete(fake, lilei):
    said = lilei.says("收到华星5万")
    first = said.update_id
    assert lilei.edits(said, "收到华星6万").update_id != first
    lilei.forwards(said)
    lilei.deletes(said)

    original, edited, forwarded = ask(fake, polls())

    assert (original.message.text, edited.edited_message.text) == ("收到华星5万", "收到华星6万")
    assert edited.edited_message.edit_date is not None
    assert forwarded.message.forward_origin.sender_user.id == lilei.id
    assert len(fake.messages(lilei)) == 1


def test_pictures_voices_and_the_rest_arrive_and_can_be_downloaded(fake, lilei):
    lilei.sends_photo(data=b"jpeg", caption="合同 #华星")
    lilei.sends_voice(data=b"ogg")
    lilei.sends_sticker()
    lilei.sends_document("客户.xlsx", b"PK", mime="application/xlsx")
    lilei.sends_contact("13800138000", "李总")
    lilei.sends_location(31.2, 121.5)
    lilei.sends_video()
    lilei.sends_document("大.zip", size=21 * 1024 * 1024)

    messages = [update.message for update in ask(fake, polls())]
    photo, voice, sticker, document, contact, location, video, big = messages

    assert (photo.caption, photo.caption_entities[0].type) == ("合同 #华星", "hashtag")
    assert (document.document.file_name, sticker.sticker.emoji) == ("客户.xlsx", "👍")
    assert (contact.contact.phone_number, location.location.latitude) == ("13800138000", 31.2)
    assert video.video.duration == 3

    async def download(bot):
        files = [await bot.get_file(one) for one in (photo.photo[-1], voice.voice, document.document)]
        return [bytes(await file.download_as_bytearray()) for file in files]

    assert ask(fake, download) == [b"jpeg", b"ogg", b"PK"]
    with refusal("file is too big"):
        ask(fake, lambda bot: bot.get_file(big.document))
    with refusal("wrong file_id"):
        ask(fake, lambda bot: bot.get_file("nonsense"))


def test_a_press_is_answered_once_and_not_too_late(fake, lilei, manager, group):
    card = ask_card(fake, group)
    press = lilei.presses(card, "撤销")
    query = ask(fake, polls())[-1].callback_query

    assert (query.data, query.from_user.id, query.message.message_id) == ("token-撤销", lilei.id, card.id)
    assert query.message.reply_markup.inline_keyboard[0][1].text == "改"

    ask(fake, lambda bot: bot.answer_callback_query(press.id, "已撤销", show_alert=True))
    assert [(answer.text, answer.show_alert) for answer in fake.answers] == [("已撤销", True)]
    assert fake.wait_for_call("answerCallbackQuery").chat_id == group.id
    with refusal("query is too old"):
        ask(fake, lambda bot: bot.answer_callback_query(press.id))

    late = manager.presses(card, "token-改")
    fake.query_lifetime = 10
    fake.advance(11)
    with refusal("query is too old"):
        ask(fake, lambda bot: bot.answer_callback_query(late.id))
    assert late.answer is None


def test_old_and_forged_buttons_can_be_pressed_too(fake, lilei):
    card = ask_card(fake, lilei)
    lilei.presses_data(card, "forged")
    lilei.presses_data(card, "token-撤销", inaccessible=True)

    forged, old = (update.callback_query for update in ask(fake, polls()))

    assert (forged.data, old.message.is_accessible) == ("forged", False)
    with pytest.raises(LookupError, match="没有"):
        lilei.presses(card, "没有")


def test_a_link_button_leads_into_the_private_chat(fake, manager, group):
    newcomer = fake.user(first_name="小周")
    group.join(newcomer)
    link = InlineKeyboardButton("我要加入", url="https://t.me/gengfu_bot?start=JOIN-9")
    sent = ask(fake, sends(group, "欢迎", reply_markup=InlineKeyboardMarkup([[link]])))

    newcomer.follows(group.history[sent.message_id], "我要加入")

    assert ask(fake, polls())[-1].message.text == "/start JOIN-9"
    ask(fake, sends(newcomer, "欢迎小周"))
    with pytest.raises(LookupError, match="not a callback button"):
        newcomer.presses(group.history[sent.message_id], "我要加入")


def test_keys_of_a_reply_keyboard_are_tapped_and_a_forced_reply_asks(fake, lilei):
    keys = ReplyKeyboardMarkup([["记一笔", "今天要盯"], ["谁欠钱", "帮助"]], resize_keyboard=True)
    ask(fake, sends(lilei, reply_markup=keys), sends(lilei, "多少？", reply_markup=ForceReply()))

    assert lilei.private.keyboard == [["记一笔", "今天要盯"], ["谁欠钱", "帮助"]]
    assert fake.messages(lilei)[-1].asks_reply
    assert lilei.taps("谁欠钱").update_id
    with pytest.raises(LookupError):
        lilei.taps("撤销")


def test_a_message_has_buttons_or_keys_and_one_that_brought_keys_is_never_edited(fake, lilei, group):
    spot = KeyboardButton("📍", request_location=True)
    keys = ReplyKeyboardMarkup([["跳过"], [spot]], one_time_keyboard=True, input_field_placeholder="5万")
    buttons, gone = keyboard("撤销"), ReplyKeyboardRemove()

    def edits(sent, markup=None):
        return lambda bot: bot.edit_message_text("好", lilei.id, sent.message_id, reply_markup=markup)

    asked = ask(fake, sends(lilei, "多少？", reply_markup=keys))
    assert ("5万", False) == (lilei.private.placeholder, lilei.private.keys_hidden)
    assert "location" in lilei.taps("📍", at=(31.2, 121.4)).content
    assert lilei.private.keys_hidden
    removed = ask(fake, sends(lilei, "好", reply_markup=gone))
    assert [] == lilei.private.keyboard
    for sent, markup in ((asked, buttons), (asked, None), (removed, None)):
        with refusal("message can't be edited"):
            ask(fake, edits(sent, markup))
    card = ask(fake, sends(lilei, "✅", reply_markup=buttons))
    with refusal("inline keyboard expected"):
        ask(fake, edits(card, keys))
    with refusal("location can be requested in private chats only"):
        ask(fake, sends(group, "在哪？", reply_markup=keys))
    with refusal("can't parse reply keyboard markup"):
        ask(fake, sends(lilei, reply_markup=buttons.to_dict() | gone.to_dict()))

    again = ask(fake, sends(lilei, "多少？", reply_markup=keys))
    ask(fake, lambda bot: bot.delete_message(lilei.id, again.message_id))
    assert [] == lilei.private.keyboard, "its keys go with it"


# -- groups ---------------------------------------------------------------------------------------------------------------


def test_privacy_mode_lets_commands_and_replies_through(fake, lilei, group):
    mine = fake.chat(group).history[ask(fake, sends(group)).message_id]

    assert lilei.says("今天天气不错", chat=group).update_id is None
    assert lilei.says("/log 华星5万", chat=group).update_id
    assert lilei.says("/log@gengfu_bot 华星5万", chat=group).update_id
    assert lilei.says("/log@other_bot 华星5万", chat=group).update_id is None
    assert lilei.says("不对，是15万", chat=group, reply_to=mine).update_id
    assert lilei.says("@gengfu_bot 华星5万", chat=group).update_id is None
    assert lilei.sends_photo(chat=group).update_id is None

    group.other_bot_spoke_last = True
    assert lilei.says("/log 华星5万", chat=group).update_id is None
    ask(fake, sends(group))
    assert lilei.says("/log 华星5万", chat=group).update_id

    fake.mentions_pass_privacy = True
    assert lilei.says("@gengfu_bot 华星5万", chat=group).update_id
    group.promotes_bot()
    assert lilei.says("今天天气不错", chat=group).update_id


def test_privacy_counts_as_it_was_when_the_bot_came_in(fake, lilei, group):
    fake.privacy_mode = False
    assert lilei.says("闲聊", chat=group).update_id is None

    group.removes_bot()
    assert lilei.says("没人听", chat=group).update_id is None
    group.adds_bot(by=lilei)

    assert lilei.says("闲聊", chat=group).update_id
    assert ask(fake, lambda bot: bot.get_me()).can_read_all_group_messages


def test_the_bot_hears_that_it_is_added_removed_promoted_and_blocked(fake, lilei, manager):
    room = fake.group("销售二组", members=[manager], with_bot=False)
    room.adds_bot()
    room.promotes_bot()
    room.removes_bot(by=manager)
    lilei.blocks_bot()

    added, service, promoted, removed, blocked = ask(fake, polls())

    assert added.my_chat_member.new_chat_member.status == "member"
    assert service.message.new_chat_members[0].username == "gengfu_bot"
    assert promoted.my_chat_member.new_chat_member.can_delete_messages
    assert (removed.my_chat_member.new_chat_member.status, removed.my_chat_member.from_user.id) == (
        "kicked",
        manager.id,
    )
    assert (blocked.my_chat_member.chat.id, blocked.my_chat_member.new_chat_member.status) == (lilei.id, "kicked")
    with pytest.raises(Forbidden, match="kicked from the group chat"):
        ask(fake, sends(room))
    with pytest.raises(Forbidden, match="blocked by the user"):
        ask(fake, sends(lilei))

    lilei.starts_bot()
    ask(fake, sends(lilei))


def test_the_bot_cannot_write_first_nor_to_nobody(fake, manager, group):
    stranger = fake.user(first_name="陌生人")
    ghost = fake.user(first_name="已走", started=True)
    ghost.deletes_account()

    for chat, error, why in (
        (stranger, Forbidden, "can't initiate conversation"),
        (ghost, Forbidden, "user is deactivated"),
        (fake.group("别的群", members=[manager], with_bot=False), Forbidden, "not a member"),
    ):
        with pytest.raises(error, match=why):
            ask(fake, sends(chat))
    with refusal("chat not found"):
        ask(fake, lambda bot: bot.send_message(999, "?"))


def test_a_group_that_becomes_a_supergroup_changes_its_id(fake, lilei, group):
    new = group.becomes_supergroup()

    to, came = (update.message for update in ask(fake, polls()))
    assert (to.chat.id, to.migrate_to_chat_id) == (group.id, new.id)
    assert (came.chat.id, came.migrate_from_chat_id, came.chat.type) == (new.id, group.id, "supergroup")
    with pytest.raises(ChatMigrated) as told:
        ask(fake, sends(group))
    assert told.value.new_chat_id == new.id
    ask(fake, sends(new))
    assert lilei.says("/mine", chat=new).id == 3
    with pytest.raises(ValueError, match="became the supergroup"):
        lilei.says("/mine", chat=group)


def test_the_bot_looks_around_in_a_group(fake, lilei, manager, group):
    group.renames("销售一组（华东）")
    group.promotes(lilei)

    async def look(bot):
        chat = await bot.get_chat(group.id)
        admins = await bot.get_chat_administrators(group.id)
        members = [(await bot.get_chat_member(group.id, user)).status for user in (manager.id, lilei.id, bot.id)]
        return chat.title, [admin.user.id for admin in admins], members, await bot.get_chat_member_count(group.id)

    statuses = ["creator", "administrator", "member"]
    assert ask(fake, look) == ("销售一组（华东）", [manager.id, lilei.id], statuses, 3)
    outsider = fake.user(first_name="外人")
    assert ask(fake, lambda bot: bot.get_chat_member(group.id, outsider.id)).status == "left"
    with refusal("member not found"):
        ask(fake, lambda bot: bot.get_chat_member(group.id, 1))
    assert ask(fake, lambda bot: bot.get_chat(lilei.id)).first_name == "李雷"

    ask(fake, lambda bot: bot.leave_chat(group.id))
    assert ask(fake, polls())[-1].my_chat_member.new_chat_member.status == "left"
    with pytest.raises(Forbidden, match="not a member"):
        ask(fake, lambda bot: bot.get_chat_member_count(group.id))


# -- sending --------------------------------------------------------------------------------------------------------------


def test_text_is_counted_in_utf16_and_kept_with_its_entities(fake, lilei):
    bold = MessageEntity(MessageEntity.BOLD, 3, 2)
    sent = ask(fake, sends(lilei, "😀 华星 /aging _* [x", entities=[bold]))

    shown = fake.messages(lilei)[0]
    assert sent.text == "😀 华星 /aging _* [x"
    assert [(entity["type"], entity["text"]) for entity in shown.entities] == [
        ("bold", "华星"),
        ("bot_command", "/aging"),
    ]

    ask(fake, sends(lilei, "华" * 4096))
    for text, why in (("华" * 4097, "too long"), ("😀" * 2049, "too long"), (" \n ", "text is empty")):
        with refusal(why):
            ask(fake, sends(lilei, text))
    for entity in (MessageEntity("bold", 1, 2), MessageEntity("bold", 4, 9)):
        with refusal("entity"):
            ask(fake, sends(lilei, "😀华星", entities=[entity]))


def test_html_is_parsed_and_what_is_not_html_is_refused(fake, lilei):
    sent = ask(fake, sends(lilei, "<b>华星</b> &lt;5万&gt;", parse_mode="HTML"))

    assert (sent.text, sent.parse_entities()) == ("华星 <5万>", {sent.entities[0]: "华星"})
    for text, mode in (("<b>华星", "HTML"), ("<x>", "HTML"), ("华_星", "MarkdownV2")):
        with refusal("can't parse entities"):
            ask(fake, sends(lilei, text, parse_mode=mode))


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("客户 @all_hands 和 boss@hx.cn", [("mention", "@all_hands"), ("email", "boss@hx.cn")]),
        ("/aging@gengfu_bot 5/6 a/b", [("bot_command", "/aging@gengfu_bot")]),
        ("看/undo /undo看 和/or 、/undo，/undo/x", [("bot_command", "/undo")]),
        ("看@boss2 。@12345", [("mention", "@12345")]),
        ("见 hx.com.cn，或 http://127.0.0.1:8/x。", [("url", "hx.com.cn"), ("url", "http://127.0.0.1:8/x")]),
        (
            "#华星 #12 $USD +8613800138000",
            [("hashtag", "#华星"), ("cashtag", "$USD"), ("phone_number", "+8613800138000")],
        ),
        ("5万，3.5折，1.2.3", []),
    ],
)
def test_telegram_finds_entities_in_plain_text(text, entities):
    assert sorted((one["type"], cut(text, one)) for one in found(text)) == sorted(entities)


def test_callback_data_is_1_to_64_bytes(fake, lilei):
    def with_data(data):
        return sends(lilei, reply_markup={"inline_keyboard": [[{"text": "改", "callback_data": data}]]})

    ask(fake, with_data("华" * 21))
    for data in ("华" * 22, ""):
        with refusal("BUTTON_DATA_INVALID"):
            ask(fake, with_data(data))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[{"text": "改"}]], "Text buttons are unallowed"),
        ([[{"text": " ", "callback_data": "x"}]], "must be non-empty"),
        ([[{"text": "看", "url": "http://localhost/x"}]], "Wrong HTTP URL"),
        ([[{"text": "改", "callback_data": "x"}]] * 101, "too long"),
    ],
)
def test_bad_buttons_are_refused(fake, lilei, rows, why):
    with refusal(why):
        ask(fake, sends(lilei, reply_markup={"inline_keyboard": rows}))


def test_replies_point_at_messages_that_are_there(fake, lilei):
    said = lilei.says("问")
    sent = ask(fake, sends(lilei, "答", reply_parameters=ReplyParameters(said.id)))

    assert sent.reply_to_message.text == "问"
    assert fake.messages(lilei)[-1].reply_to is said
    with refusal("message to be replied not found"):
        ask(fake, sends(lilei, "答", reply_to_message_id=99))
    assert (
        ask(fake, sends(lilei, "答", reply_to_message_id=99, allow_sending_without_reply=True)).reply_to_message is None
    )


def test_a_message_is_edited_and_not_twice_the_same(fake, lilei):
    card = ask_card(fake, lilei, "甲")

    def edits(text, markup=None):
        return lambda bot: bot.edit_message_text(text, lilei.id, card.id, reply_markup=markup)

    def marks(markup):
        return lambda bot: bot.edit_message_reply_markup(lilei.id, card.id, reply_markup=markup)

    ask(fake, edits("甲", keyboard("撤销")))
    assert [button.text for button in card.buttons] == ["撤销"]
    with refusal("not modified"):
        ask(fake, edits("甲", keyboard("撤销")))
    ask(fake, marks(None))
    assert card.buttons == []
    with refusal("not modified"):
        ask(fake, marks(None))
    ask(fake, edits("乙", keyboard("改")), edits("丙"))
    assert fake.transcript(lilei) == "bot> 丙"

    said = lilei.says("我的")
    for wanted, why in ((said.id, "can't be edited"), (99, "message to edit not found")):
        with refusal(why):
            ask(fake, lambda bot, wanted=wanted: bot.edit_message_text("x", lilei.id, wanted))


def test_photos_and_documents_are_sent_and_sent_again_by_id(fake, lilei):
    async def send(bot):
        photo = await bot.send_photo(lilei.id, b"png bytes", caption="账龄", filename="账龄.png")
        paper = await bot.send_document(lilei.id, b"xlsx bytes", filename="导出.xlsx", reply_markup=keyboard("好"))
        again = await bot.send_document(lilei.id, paper.document.file_id)
        file = await bot.get_file(photo.photo[-1].file_id)
        await bot.edit_message_caption(lilei.id, photo.message_id, caption="账龄（新）")
        return paper.document.file_name, again.document.file_id, bytes(await file.download_as_bytearray())

    name, again, data = ask(fake, send)
    photo, paper, copy = fake.messages(lilei)

    assert (name, data, photo.text) == ("导出.xlsx", b"png bytes", "账龄（新）")
    assert (paper.file.data, paper.buttons[0].text, copy.file.id) == (b"xlsx bytes", "好", again)
    with refusal("caption is too long"):
        ask(fake, lambda bot: bot.send_photo(lilei.id, b"x", caption="长" * 1025))
    with refusal("non-empty"):
        ask(fake, lambda bot: bot.send_document(lilei.id, b"", filename="空.txt"))


def test_menus_are_set_per_scope_and_language_and_the_most_special_is_shown(fake, lilei, group):
    english = fake.user(first_name="Tom", language_code="en")

    async def set_menus(bot):
        await bot.set_my_commands([BotCommand("help", "帮助")])
        await bot.set_my_commands([BotCommand("aging", "账龄"), BotCommand("help", "帮助")], language_code="zh")
        await bot.set_my_commands([BotCommand("bind", "绑定")], scope=BotCommandScopeAllGroupChats())
        await bot.set_my_commands([BotCommand("log", "记一笔")], scope=BotCommandScopeChat(lilei.id))
        return await bot.get_my_commands(language_code="zh")

    assert [command.description for command in ask(fake, set_menus)] == ["账龄", "帮助"]
    assert fake.commands("all_group_chats") == ["bind"]
    assert fake.commands("chat", chat=lilei) == ["log"]
    assert (lilei.menu(), lilei.menu(group), english.menu()) == (["log"], ["bind"], ["help"])
    assert fake.user(first_name="韩梅梅").menu() == ["aging", "help"]
    with refusal("bot_command_invalid"):
        ask(fake, lambda bot: bot.set_my_commands([BotCommand("账龄", "x")]))


def test_the_bot_reacts_deletes_pins_and_types(fake, lilei, group):
    said = lilei.says("/log 华星5万", chat=group)
    card = ask_card(fake, group)

    async def act(bot):
        await bot.set_message_reaction(group.id, said.id, "👍")
        await bot.pin_chat_message(group.id, card.id)
        await bot.send_chat_action(group.id, "typing")
        pinned = (await bot.get_chat(group.id)).pinned_message.message_id
        await bot.delete_message(group.id, card.id)
        return pinned

    assert ask(fake, act) == card.id
    assert (said.reactions[fake.bot.id], group.actions) == (["👍"], ["typing"])
    assert fake.transcript(group) == "李雷> /log 华星5万"
    for request, why in (
        (lambda bot: bot.set_message_reaction(group.id, said.id, "✅"), "REACTION_INVALID"),
        (lambda bot: bot.delete_message(group.id, card.id), "message to delete not found"),
        (lambda bot: bot.delete_message(group.id, said.id), "can't be deleted"),
    ):
        with refusal(why):
            ask(fake, request)


def test_the_reactions_allowed_are_those_ptb_knows():
    assert {emoji.value.replace("\ufe0f", "") for emoji in ReactionEmoji} == EMOJI


def test_what_was_sent_is_on_record(fake, lilei, group):
    sent = ask(fake, sends(group, "⏰ 华天 逾期 1 天", reply_markup=keyboard("已联系")))

    call = fake.sent[-1]
    assert (call.method, call.chat_id, call.text, call.message_id) == (
        "sendMessage", group.id, "⏰ 华天 逾期 1 天", sent.message_id,
    )  # fmt: skip
    assert ([button.text for button in call.buttons], call.ok, call.answered) == (["已联系"], True, True)
    assert abs(call.at - time.time()) < 5
    assert fake.calls[0].method == "getMe"


# -- faults ---------------------------------------------------------------------------------------------------------------


def test_an_answer_may_be_late_or_never_come(fake, lilei):
    fake.faults.late(0.3, method="sendMessage")
    with pytest.raises(TimedOut):
        ask(fake, sends(lilei, "一", read_timeout=0.1))
    fake.faults.hang(chat=lilei)
    with pytest.raises(TimedOut):
        ask(fake, sends(lilei, "二", read_timeout=0.1))
    fake.faults.hang(processed=False, chat=lilei)
    with pytest.raises(TimedOut):
        ask(fake, sends(lilei, "三", read_timeout=0.1))

    assert [message.text for message in fake.messages(lilei)] == ["一", "二"]
    assert [call.fault for call in fake.sent] == ["late", "hang", "hang"]
    assert not any(call.answered for call in fake.sent)


def test_a_cut_line_looks_the_same_whether_the_message_was_taken_or_not(fake, lilei):
    for make in (fake.faults.drop_after, fake.faults.drop_before):
        make(method="sendMessage")
        with pytest.raises(NetworkError) as error:
            ask(fake, sends(lilei, make.__name__))
        assert isinstance(error.value.__cause__, httpx.ReadError | httpx.RemoteProtocolError)

    assert [message.text for message in fake.messages(lilei)] == ["drop_after"]
    assert [(call.fault, call.processed, call.answered) for call in fake.sent] == [
        ("drop_after", True, False),
        ("drop_before", False, False),
    ]


def test_429_counts_those_who_do_not_wait(fake, lilei, manager):
    fake.faults.too_many(0.4, chat=lilei)

    for _ in range(2):
        with pytest.raises(RetryAfter):
            ask(fake, sends(lilei))
    ask(fake, sends(manager))
    time.sleep(0.4)
    ask(fake, sends(lilei))

    assert [(one.rule, one.chat_id) for one in fake.violations] == [("retry_after", lilei.id)]
    assert len(fake.messages(lilei)) == 1

    fake.faults.too_many(7, chat=lilei)
    with pytest.raises(RetryAfter, match="7 seconds"):
        ask(fake, sends(lilei))


def test_refusals_bad_gateways_and_nonsense(fake, lilei):
    faults = fake.faults
    for make, error, why in (
        (lambda: faults.forbidden("bot was kicked from the group chat"), Forbidden, "kicked"),
        (lambda: faults.bad_request("TOPIC_CLOSED"), BadRequest, "Topic_closed"),
        (lambda: faults.bad_gateway(), NetworkError, "Bad Gateway"),
        (lambda: faults.bad_gateway(processed=True), NetworkError, "Bad Gateway"),
        (lambda: faults.server_error(), NetworkError, "Internal Server Error"),
        (lambda: faults.nonsense(), TelegramError, "Invalid server response"),
    ):
        make()
        with pytest.raises(error, match=why):
            ask(fake, sends(lilei))

    ask(fake, sends(lilei))
    assert len(fake.messages(lilei)) == 3


def test_a_fault_stands_as_often_and_where_it_is_told(fake, lilei, manager):
    poison = fake.faults.bad_request("POISON", times=None, when=lambda call: "毒" in call.text)
    twice = fake.faults.bad_gateway(method="sendMessage", chat=manager, times=2)

    def outcome(chat, text="好"):
        try:
            ask(fake, sends(chat, text))
        except TelegramError as error:
            return error.message
        return "sent"

    assert [outcome(lilei, "毒药"), outcome(lilei), outcome(lilei, "毒药")] == ["Poison", "sent", "Poison"]
    assert [outcome(manager).partition(" (")[0] for _ in range(3)] == ["Bad Gateway", "Bad Gateway", "sent"]
    assert (poison.hits, twice.hits) == (2, 2)
    poison.clear()
    assert outcome(lilei, "毒药") == "sent"


def test_random_faults_are_the_same_for_the_same_seed(lilei):
    def drawn(seed):
        with TelegramFake() as fake:
            person = fake.user(77, started=True)
            fake.faults.at_random(seed, 0.4, kinds=["drop_before", "bad_gateway", "nonsense"])
            for number in range(12):
                try:
                    ask(fake, sends(person, str(number)))
                except TelegramError:
                    continue
            return list(fake.faults.schedule), [message.text for message in fake.messages(person)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_offline_nobody_is_there_and_then_again(fake, lilei):
    before = fake.base_url
    with fake.offline():
        lilei.says("有人吗")
        with pytest.raises(NetworkError) as error:
            ask(fake)
        assert isinstance(error.value.__cause__, httpx.ConnectError)

    assert fake.base_url == before
    assert len(ask(fake, polls())) == 1


def test_a_polling_bot_survives_an_outage(fake, lilei):
    async def echo(update, context):
        await update.message.reply_text("在")

    with polling(fake, echo) as errors:
        fake.wait_for_call("getUpdates")
        with fake.offline():
            fake.wait_for(lambda: errors)
            lilei.says("在吗")
        fake.wait_for_message(lilei, "在")


def test_one_undecodable_update_stops_ptb_for_all(fake, lilei):
    """M6: PTB fails on the whole batch and so never confirms it; an own inbox must do better."""
    bad, good = fake.inject_malformed(), lilei.says("好").update_id

    for _ in range(2):
        with pytest.raises(TypeError):
            ask(fake, polls())

    assert (fake.pending_update_ids, fake.times_delivered(good)) == ([bad, good], 2)


def test_pace_is_counted_and_may_be_refused(fake, lilei, group):
    fake.check_pace(per_chat=(1, 0.2), per_group=(2, 60))
    for _ in range(3):
        ask(fake, sends(group))

    assert sorted({one.rule for one in fake.violations}) in (["group"], ["chat", "group"])

    fake.check_pace(refuse=True, overall=(2, 60), per_chat=(9, 1))
    ask(fake, sends(lilei), sends(lilei))
    with pytest.raises(RetryAfter):
        ask(fake, sends(lilei))
    assert [one.rule for one in fake.violations] == ["overall"]


# -- webhook --------------------------------------------------------------------------------------------------------------


class Hook:
    """A bot's web server that answers as told, 200 at the end."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.got: list[tuple[int, str | None]] = []
        self.answer: dict | None = None

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status) if self.answer else web.Response(status=status)

    async def listen(self) -> str:
        app = web.Application()
        app.router.add_post("/telegram/x", self.take)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}/telegram/x"


async def in_hook_mode(fake, hook, act):
    url = await hook.listen()
    async with a_bot(fake) as bot:
        await bot.set_webhook(url, secret_token="s3cret", allowed_updates=Update.ALL_TYPES)
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        try:
            return await asyncio.to_thread(act), await bot.get_webhook_info()
        finally:
            await bot.delete_webhook()
            await hook.runner.cleanup()


def test_a_webhook_gets_each_chat_in_order_until_it_says_yes(fake, lilei, manager):
    fake.webhook.pause = 0.02
    hook = Hook(500, 500, 429)

    def talk():
        said = [person.says(text).update_id for text in "一二三" for person in (lilei, manager)]
        fake.wait_until_confirmed(*said)
        return said

    said, info = asyncio.run(in_hook_mode(fake, hook, talk))

    assert sorted(fake.confirmed_update_ids) == said
    assert {secret for _, secret in hook.got} == {"s3cret"}
    assert len(hook.got) == 9
    order = list(dict.fromkeys(update_id for update_id, _ in hook.got))
    assert [one for one in order if one in said[::2]] == said[::2]
    assert (info.pending_update_count, info.last_error_message[:14]) == (0, "Wrong response")
    assert ids(ask(fake, polls())) == []


def test_a_method_may_come_back_in_the_answer_to_a_webhook(fake, lilei):
    hook = Hook()
    hook.answer = {"method": "sendMessage", "chat_id": lilei.id, "text": "收到"}

    def talk():
        lilei.says("一")
        return fake.wait_for_message(lilei, "收到")

    asyncio.run(in_hook_mode(fake, hook, talk))


# -- the tests' own tools ---------------------------------------------------------------------------------------------------


def test_waiting_fails_with_what_was_said(fake, lilei):
    lilei.says("收到华星5万")

    with pytest.raises(AssertionError, match="尚欠") as error:
        fake.wait_for_message(lilei, containing="尚欠", timeout=0.05)
    assert "李雷> 收到华星5万" in str(error.value)


def test_silence_can_be_asserted(fake, lilei, group):
    fake.stays_silent(group, 0.05)

    threading.Timer(0.05, lambda: ask(fake, sends(group, "吵"))).start()
    with pytest.raises(AssertionError, match="bot> 吵"):
        fake.stays_silent(group, 5)


def test_many_threads_may_talk_at_once(fake, lilei, group):
    threads = [threading.Thread(target=lambda: [lilei.says("/x", chat=group) for _ in range(50)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({message.id for message in fake.messages(group)}) == 400
    assert len(set(fake.pending_update_ids)) == 400
