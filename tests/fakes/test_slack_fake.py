"""The Slack fake plays Slack: what the unmodified slack-bolt and slack-sdk make of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import SlackFake


@pytest.fixture
def fake() -> Iterator[SlackFake]:
    with SlackFake() as fake:
        yield fake


def a_client(fake: SlackFake, **more: Any) -> AsyncWebClient:
    client = AsyncWebClient(token=fake.bot_token, base_url=fake.base_url, timeout=3, **more)
    client.proxy = None
    return client


def ask(fake: SlackFake, method: str, **params: Any) -> Any:
    async def once() -> Any:
        return (await a_client(fake, retry_handlers=[]).api_call(method, json=params)).data

    return asyncio.run(once())


@contextmanager
def listening(fake: SlackFake, middleware: Callable[..., Awaitable[Any]]) -> Iterator[None]:
    """A bolt app on Socket Mode, in a thread."""
    ready, done = threading.Event(), threading.Event()

    async def serve() -> None:
        client = a_client(fake)
        app = AsyncApp(client=client)
        app.middleware(middleware)
        handler = AsyncSocketModeHandler(app, fake.app_token, web_client=client)
        handler.client.proxy = None
        await handler.connect_async()
        ready.set()
        await asyncio.to_thread(done.wait)
        await handler.close_async()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(10), "the app did not connect"
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_a_mention_comes_as_message_and_app_mention_with_one_ts(fake):
    seen: list[dict[str, Any]] = []

    async def keep(body: dict[str, Any]) -> BoltResponse:
        seen.append(body["event"])
        return BoltResponse(status=200)

    lilei = fake.user("李雷")
    group = fake.channel("sales", [lilei])
    with listening(fake, keep):
        lilei.says("@Gengfu 收到 <华星> & 5万 https://a.cn x@y.cn", group)
        fake.wait_until_acked()

    assert {"message", "app_mention"} == {one["type"] for one in seen}
    assert 1 == len({one["ts"] for one in seen})
    sent = "<@U0BOT> 收到 &lt;华星&gt; &amp; 5万 <https://a.cn> <mailto:x@y.cn|x@y.cn>"
    assert {sent} == {one["text"] for one in seen}
    assert "@Gengfu 收到 <华星> & 5万 https://a.cn x@y.cn" == fake.messages(group)[0].shown


def test_an_event_without_an_ack_comes_again_and_a_command_does_not(fake):
    fake.deliveries.ack_within, fake.deliveries.retries = 0.1, (0.05, 0.05)
    lilei = fake.user("李雷")

    async def refuse() -> BoltResponse:
        return BoltResponse(status=500)

    with listening(fake, refuse):
        said = lilei.says("在吗")
        press = lilei.commands("overdue")
        fake.wait_for(lambda: fake.envelope_of(said).given_up and press.envelope.given_up)

    assert (3, 1) == (fake.envelope_of(said).tries, press.envelope.tries)


def test_a_socket_is_left_when_slack_asks(fake):
    async def keep() -> BoltResponse:
        return BoltResponse(status=200)

    lilei = fake.user("李雷")
    with listening(fake, keep):
        fake.disconnects("refresh_requested")
        fake.wait_until_acked(lilei.says("还在吗"))

    assert 2 <= len([call for call in fake.calls if call.method == "apps.connections.open"])


def test_the_client_posts_again_by_itself_when_the_line_is_cut(fake):
    """M4: why our client has no retry handlers."""
    lilei = fake.user("李雷")
    fake.faults.drop_after(method="chat.postMessage")

    asyncio.run(a_client(fake).chat_postMessage(channel=lilei.id, text="提醒"))

    assert 2 == len(fake.bot_messages(lilei))


def test_an_update_without_blocks_keeps_the_old_ones(fake):
    lilei = fake.user("李雷")
    section = {"type": "section", "text": {"type": "plain_text", "text": "逾期"}}
    sent = ask(fake, "chat.postMessage", channel=lilei.id, text="逾期", blocks=[section])

    ask(fake, "chat.update", channel=lilei.im.id, ts=sent["ts"], text="已结清")
    assert "逾期" == fake.bot_messages(lilei)[0].shown

    ask(fake, "chat.update", channel=lilei.im.id, ts=sent["ts"], text="已结清", blocks=[])
    assert "已结清" == fake.bot_messages(lilei)[0].shown


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"channel": "C404", "text": "好"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "长" * 40_001}, "msg_too_long"),
        ({"blocks": [{"type": "section", "text": {"type": "plain_text", "text": "长" * 3_001}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "好", "thread_ts": "1.0"}, "thread_not_found"),
        ({"text": "好", "metadata": {"id": 1}}, "invalid_metadata_format"),
    ],
)
def test_what_slack_would_refuse_is_refused(fake, params, error):
    lilei = fake.user("李雷")
    with pytest.raises(SlackApiError) as refused:
        ask(fake, "chat.postMessage", **{"channel": lilei.id} | params)
    assert error == refused.value.response["error"]


def test_metadata_is_read_back(fake):
    lilei = fake.user("李雷")
    card = {"event_type": "card", "event_payload": {"id": "7"}}
    ask(fake, "chat.postMessage", channel=lilei.id, text="提醒", metadata=card)

    told = ask(fake, "conversations.history", channel=lilei.im.id, include_all_metadata=True)
    assert [card] == [one.get("metadata") for one in told["messages"]]
    assert "metadata" not in ask(fake, "conversations.history", channel=lilei.im.id)["messages"][0]


def test_429_says_how_long_and_who_does_not_wait_is_noted(fake):
    lilei, hanmei = fake.user("李雷"), fake.user("韩梅梅")
    fake.faults.too_many(5, method="chat.postMessage", chat=lilei)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            ask(fake, "chat.postMessage", channel=lilei.id, text="提醒")
        assert refused.value.response.headers["Retry-After"] == "5"
    ask(fake, "chat.postMessage", channel=hanmei.id, text="提醒")

    assert ["retry_after"] == [one.rule for one in fake.violations]


def test_a_trigger_opens_one_view_and_a_wrong_token_nothing(fake):
    lilei = fake.user("李雷")
    trigger = lilei.commands("log").payload["trigger_id"]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "记一笔"}, "blocks": []}
    ask(fake, "views.open", trigger_id=trigger, view=view)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        ask(fake, "views.open", trigger_id=trigger, view=view)

    async def with_another_token() -> Any:
        async with aiohttp.ClientSession(headers={"Authorization": "Bearer xoxb-other"}) as session:
            return await (await session.post(f"{fake.base_url}auth.test")).json()

    assert {"ok": False, "error": "invalid_auth"} == asyncio.run(with_another_token())


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def a_modal(**more: Any) -> dict[str, Any]:
    field = {"type": "plain_text_input", "action_id": "a"}
    blocks = [{"type": "input", "block_id": "amount", "label": plain("金额"), "element": field}]
    return {"type": "modal", "title": plain("回款"), "submit": plain("保存"), "blocks": blocks} | more


def an_input(**element: Any) -> list[dict[str, Any]]:
    return [{"type": "input", "label": plain("金额"), "element": {"action_id": "a", **element}}]


def options(count: int, length: int = 5) -> list[dict[str, Any]]:
    return [{"text": plain("选" * length), "value": str(number)} for number in range(count)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": plain("一" * 25)},
        {"submit": plain("一" * 25)},
        {"submit": None, "title": None},
        {"private_metadata": "x" * 3001},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": an_input(type="plain_text_input", initial_value="12345", max_length=4)},
        {"blocks": an_input(type="plain_text_input", placeholder=plain("一" * 151))},
        {"blocks": an_input(type="static_select", options=options(101))},
        {"blocks": an_input(type="static_select", options=options(2, 76))},
        {"blocks": an_input(type="static_select", options=options(2), initial_option=options(3)[2])},
        {"blocks": an_input(type="datepicker", initial_date="5.3.2026")},
        {"blocks": an_input(type="text")},
    ],
)
def test_a_modal_slack_would_refuse_is_refused(fake, wrong):
    trigger = fake.user("李雷").commands("log").payload["trigger_id"]
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        ask(fake, "views.open", trigger_id=trigger, view=a_modal(**wrong))


def test_a_modal_is_filled_searched_handed_in_and_put_right(fake):
    """What stands in the acknowledgement happens to the modal; a message may hold no field."""
    lilei = fake.user("李雷")
    ask(fake, "views.open", trigger_id=lilei.commands("log").payload["trigger_id"], view=a_modal())
    modal = fake.wait_for_modal(lilei, "amount")
    with pytest.raises(AssertionError, match="hands in no form"):
        modal.submit(0)
    modal.fill(amount="很多")
    payload = lilei._submits(modal).payload
    assert {"type": "plain_text_input", "value": "很多"} == payload["view"]["state"]["values"]["amount"]["a"]
    assert "response_url" not in payload
    modal._answered({"response_action": "errors", "errors": {"amount": "看不懂"}})
    assert ("看不懂", "很多") == (modal.errors["amount"], modal.fields["amount"])
    modal._answered({})
    assert not modal.is_open
    with pytest.raises(SlackApiError, match="not_found"):
        ask(fake, "views.update", view_id=modal.id, view=a_modal())
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        ask(fake, "chat.postMessage", channel=lilei.im.id, text="x", blocks=a_modal()["blocks"])


def test_a_trigger_dies_after_three_seconds(fake, monkeypatch):
    trigger = fake.user("李雷").commands("log").payload["trigger_id"]
    monkeypatch.setattr("tests.fakes.slack.methods.TRIGGER_LIVES", 0.0)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        ask(fake, "views.open", trigger_id=trigger, view=a_modal())


def test_two_workspaces_keep_apart_and_a_code_buys_one_token(fake):
    other = fake.another_workspace()
    lilei, tom = fake.user("李雷"), other.user("Tom")
    asked = {"client_id": fake.world.client_id, "client_secret": fake.world.client_secret}
    with pytest.raises(SlackApiError, match="invalid_code"):
        ask(fake, "oauth.v2.access", **asked, code="none")
    other.world.codes.append("once")
    assert other.bot_token == ask(fake, "oauth.v2.access", **asked, code="once")["access_token"]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        ask(fake, "chat.postMessage", channel=tom.im.id, text="x")
    ask(other, "chat.postMessage", channel=tom.im.id, text="x")
    assert ([], 1) == (fake.bot_messages(lilei), len(other.bot_messages(tom)))
    tom.uninstalls()
    with pytest.raises(SlackApiError, match="account_inactive"):
        ask(other, "auth.test")
    ask(fake, "auth.test")
