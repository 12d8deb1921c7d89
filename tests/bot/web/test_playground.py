"""The playground's routes: who sees what, what may be posted, and what a page hears as it happens."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.channels import File, Message
from bot.channels.local import LocalChannel
from bot.web.guard import is_trusted
from bot.web.playground import STATIC
from bot.web.words import page_words
from tests.bot.web.scripted import TWO_CASTS, DemoClock, PageServer, ScriptedBot


@pytest.fixture
async def web(channel: LocalChannel, bot: ScriptedBot) -> AsyncIterator[TestClient]:
    application = PageServer(channel, bot.advance, casts=TWO_CASTS).application()
    async with TestClient(TestServer(application)) as client:
        yield client


def origin(web: TestClient) -> str:
    return str(web.make_url("/")).rstrip("/")


async def post(web: TestClient, path: str, body: dict[str, Any], **headers: str) -> ClientResponse:
    return await web.post(f"/playground/{path}", json=body, headers={"Origin": origin(web), **headers})


async def messages(web: TestClient, chat: str, person: str) -> list[dict[str, Any]]:
    answer = await web.get("/playground/messages", params={"chat": chat, "as": person})
    posts: list[dict[str, Any]] = (await answer.json())["posts"]
    return posts


async def next_event(answer: ClientResponse, name: str) -> dict[str, Any]:
    """The next event of that name; others are passed over."""
    async with asyncio.timeout(5):
        while (line := (await answer.content.readline()).decode().strip()) != f"event: {name}":
            pass
        line = (await answer.content.readline()).decode()
    data: dict[str, Any] = json.loads(line.removeprefix("data: "))
    return data


async def test_the_page_comes_with_a_strict_policy(web: TestClient) -> None:
    for path in ["/", "/playground/static/playground.js", "/playground/static/playground.css"]:
        answer = await web.get(path)

        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_only_the_pages_own_files_are_served(web: TestClient) -> None:
    for path in ["server.py", "..%2fserver.py", "playground.html.bak", "%2e%2e/server.py"]:
        assert (await web.get(f"/playground/static/{path}")).status == 404


async def test_the_state_names_people_chats_and_the_clock(web: TestClient) -> None:
    state = await (await web.get("/playground/state")).json()

    assert state["team"] == "华东贸易"
    assert state["you"] == "lilei"
    assert [(one["name"], one["role"]) for one in state["people"]][:2] == [("李雷", "rep"), ("韩梅梅", "rep")]
    assert [(chat["id"], chat["private"]) for chat in state["chats"]] == [("team", False), ("lilei", True)]
    assert state["now"] == "2026-02-27T01:30:00+00:00"
    assert state["words"]["morning"] == "下一个早上"


async def test_a_line_is_heard_and_answered(web: TestClient, bot: ScriptedBot) -> None:
    answer = await post(web, "say", {"as": "lilei", "chat": "lilei", "text": "华星付了5万"})

    said, answered = await messages(web, "lilei", "lilei")
    assert (await answer.json())["message"] == said["id"]
    assert bot.heard[0].text == "华星付了5万"
    assert answered["text"] == "✅ 记下了：华星付了5万"
    assert answered["reply_to"] == said["id"]
    assert answered["choices"][0][0] == {"label": "撤销", "token": "undo-1", "url": ""}


async def test_a_press_is_answered_with_its_outcome(web: TestClient, bot: ScriptedBot) -> None:
    await post(web, "say", {"as": "lilei", "chat": "lilei", "text": "华星付了5万"})
    card = (await messages(web, "lilei", "lilei"))[1]["id"]

    answer = await post(web, "press", {"as": "lilei", "chat": "lilei", "message": card, "token": "undo-1"})

    assert await answer.json() == {"toast": "已撤销"}
    assert [inbound.token for inbound in bot.presses()] == ["undo-1"]


async def test_nobody_sees_or_enters_anothers_private_chat(web: TestClient, bot: ScriptedBot) -> None:
    seen = await web.get("/playground/messages", params={"chat": "lilei", "as": "hanmeimei"})
    said = await post(web, "say", {"as": "hanmeimei", "chat": "lilei", "text": "你好"})

    assert (seen.status, said.status) == (403, 403)
    assert bot.heard == []


async def test_nobody_edits_anothers_line(web: TestClient, bot: ScriptedBot) -> None:
    said = await (await post(web, "say", {"as": "lilei", "chat": "team", "text": "早"})).json()
    change = {"chat": "team", "message": said["message"], "text": "晚"}

    assert (await post(web, "edit", {"as": "hanmeimei", **change})).status == 403
    assert (await post(web, "edit", {"as": "lilei", **change})).status == 200
    assert [inbound.kind for inbound in bot.heard] == ["text", "edit"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_other_sites_cannot_post(web: TestClient, bot: ScriptedBot, headers: dict[str, str]) -> None:
    answer = await post(web, "say", {"as": "lilei", "chat": "lilei", "text": "你好"}, **headers)

    assert answer.status == 403
    assert bot.heard == []


async def test_a_form_cannot_post(web: TestClient, bot: ScriptedBot) -> None:
    answer = await web.post(
        "/playground/say",
        data='{"as": "lilei", "chat": "lilei", "text": "hi"}',
        headers={"Origin": origin(web), "Content-Type": "text/plain"},
    )

    assert answer.status == 415
    assert bot.heard == []


@pytest.mark.parametrize(
    ("host", "trusted"),
    [
        ("127.0.0.1:8080", True),
        ("localhost:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.7:8080", True),
        ("demo.example", True),
        ("rebound.example:8080", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_only_names_that_cannot_be_rebound_are_answered(host: str, trusted: bool) -> None:
    assert is_trusted(host, {"demo.example"}) is trusted


async def test_a_rebound_name_reads_nothing(web: TestClient) -> None:
    for path in ["/", "/playground/state", "/playground/messages?chat=team&as=lilei"]:
        assert (await web.get(path, headers={"Host": "rebound.example"})).status == 421


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"as": "nobody", "chat": "team", "text": "hi"}, 400),
        ({"as": ["lilei"], "chat": "team", "text": "hi"}, 400),
        ({"as": "lilei", "chat": "elsewhere", "text": "hi"}, 403),
        ({"as": "lilei", "chat": "team", "text": " \n "}, 400),
        ({"as": "lilei", "chat": "team"}, 400),
        ({"as": "lilei", "chat": "team", "text": 7}, 400),
        ({"as": "lilei", "chat": "team", "text": "长" * 4097}, 400),
        ({"as": "lilei", "chat": "team", "text": "x" * 70_000}, 413),
    ],
)
async def test_bad_bodies_are_refused_and_nothing_is_kept(
    web: TestClient, bot: ScriptedBot, body: dict[str, Any], status: int
) -> None:
    assert (await post(web, "say", body)).status == status
    assert bot.heard == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 60_000])
async def test_what_is_not_a_json_object_is_refused(web: TestClient, body: bytes) -> None:
    headers = {"Origin": origin(web), "Content-Type": "application/json"}

    assert (await web.post("/playground/say", data=body, headers=headers)).status == 400


async def test_the_next_morning_moves_the_clock_and_brings_the_push(web: TestClient) -> None:
    answer = await post(web, "clock", {})

    assert await answer.json() == {"now": "2026-03-02T01:00:00+00:00"}
    assert "逾期" in (await messages(web, "team", "zhao"))[0]["text"]


async def test_two_presses_of_next_morning_are_one_night(web: TestClient, bot: ScriptedBot, clock: DemoClock) -> None:
    gate = asyncio.Event()
    advance = bot.advance

    async def slow() -> None:
        await gate.wait()
        await advance()

    application = PageServer(bot.channel, slow).application()
    async with TestClient(TestServer(application)) as client:
        first = asyncio.create_task(post(client, "clock", {}))
        await asyncio.sleep(0.05)
        second = await post(client, "clock", {})
        gate.set()

        assert second.status == 409
        assert (await first).status == 200
    assert clock.now.day == 2


async def test_each_language_has_a_team_of_its_own(web: TestClient) -> None:
    await post(web, "language", {"language": "en"})

    state = await (await web.get("/playground/state", params={"as": "lilei"})).json()
    assert (state["team"], state["you"], state["words"]["morning"]) == ("East trade", "tom", "Next morning")
    assert ["Tom", "Amy"] == [one["name"] for one in state["people"]]
    assert ["team-en", "tom"] == [chat["id"] for chat in state["chats"]]
    assert (await post(web, "language", {"language": "../en"})).status == 400


@pytest.mark.parametrize(
    ("told", "accepted", "language"),
    [(None, "de-DE,en-GB;q=0.9", "en"), (None, "fr", "zh-CN"), ("zh-CN", "en", "zh-CN")],
)
async def test_the_first_browser_says_the_language_unless_a_setting_does(
    channel: LocalChannel, bot: ScriptedBot, told: str | None, accepted: str, language: str
) -> None:
    async with TestClient(TestServer(PageServer(channel, bot.advance, language=told).application())) as web:
        await web.get("/", headers={"Accept-Language": accepted})
        await web.get("/", headers={"Accept-Language": "zh" if language == "en" else "en"})

        assert (await (await web.get("/playground/state")).json())["language"] == language


async def test_a_page_hears_its_own_chats_and_of_others_only_that_there_is_news(
    web: TestClient, bot: ScriptedBot
) -> None:
    async with web.get("/playground/events", params={"as": "hanmeimei"}) as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        await next_event(stream, "hello")

        await asyncio.to_thread(bot.say, "lilei", "李雷的秘密")
        stir = await next_event(stream, "stir")
        await asyncio.to_thread(bot.say, "team", "大家早")
        heard = await next_event(stream, "post")

    assert stir.keys() == {"person", "latest"}
    assert "秘密" not in json.dumps(stir)
    assert heard["text"] == "大家早"


async def test_a_file_can_be_fetched_by_who_sees_it(web: TestClient, channel: LocalChannel) -> None:
    outcome = await channel.send("lilei", Message("账龄表", file=File('账龄".csv', b"a,b\n")))
    query = {"chat": "lilei", "message": str(outcome.message)}

    answer = await web.get("/playground/file", params={"as": "lilei", **query})
    refused = await web.get("/playground/file", params={"as": "wang", **query})

    assert await answer.read() == b"a,b\n"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%B4%A6")
    assert refused.status == 403


async def attach(web: TestClient, said: dict[str, Any], content: bytes, **headers: str) -> ClientResponse:
    form = FormData()
    form.add_field("about", json.dumps(said))
    form.add_field("file", content, filename="whatever", content_type="text/csv")
    return await web.post("/playground/file", data=form, headers={"Origin": origin(web), **headers})


MINE = {"as": "lilei", "chat": "lilei", "name": "客户.csv"}


async def test_a_file_is_heard_with_its_caption_and_can_be_fetched_again(
    web: TestClient, bot: ScriptedBot, channel: LocalChannel
) -> None:
    answer = await attach(web, {**MINE, "name": "..\\名单/客户\u202e.csv", "caption": " 四月的 "}, b"a,b\n")

    message = (await answer.json())["message"]
    shown = (await messages(web, "lilei", "lilei"))[0]
    assert (shown["id"], shown["text"], shown["file"]) == (message, "四月的", {"name": "客户.csv", "size": 4})
    heard = bot.heard[0]
    assert heard.file
    assert (heard.text, heard.file.name, await channel.fetch(heard.file.ref)) == ("四月的", "客户.csv", b"a,b\n")
    back = await web.get("/playground/file", params={"as": "lilei", "chat": "lilei", "message": message})
    assert await back.read() == b"a,b\n"


async def test_a_file_may_be_as_large_as_the_channel_says_and_not_larger(web: TestClient, bot: ScriptedBot) -> None:
    most = (await (await web.get("/playground/state")).json())["largest_file"]

    assert (await attach(web, MINE, bytes(most))).status == 200
    assert (await attach(web, MINE, bytes(most + 1))).status == 413
    assert len(bot.heard) == 1


@pytest.mark.parametrize(
    ("said", "headers", "status"),
    [
        ({"chat": "hanmeimei"}, {}, 403),
        ({"as": "nobody"}, {}, 400),
        ({"name": " "}, {}, 400),
        ({"caption": "长" * 4097}, {}, 400),
        ({"caption": "x" * 70_000}, {}, 413),
        ({}, {"Origin": "http://evil.example"}, 403),
        ({}, {"Content-Type": "application/json"}, 415),
        ({}, {"Content-Type": "multipart/form-data"}, 400),
    ],
)
async def test_bad_files_are_refused_and_nothing_is_kept(
    web: TestClient, bot: ScriptedBot, said: dict[str, str], headers: dict[str, str], status: int
) -> None:
    assert (await attach(web, {**MINE, **said}, b"a", **headers)).status == status
    assert bot.heard == []


async def test_a_file_that_could_not_be_kept_is_not_shown(web: TestClient, bot: ScriptedBot) -> None:
    bot.broken = True

    assert (await attach(web, MINE, b"a")).status == 500
    assert await messages(web, "lilei", "lilei") == []


def test_both_languages_have_every_word() -> None:
    chinese, english = page_words("zh-CN"), page_words("en")

    assert all(chinese.values())
    assert all(english.values())
    blanks = [re.findall(r"{\w+}", "".join(words.values())) for words in (chinese, english)]
    assert blanks[0] == blanks[1]


def test_the_page_asks_only_for_words_there_are() -> None:
    page, script = ((STATIC / name).read_text("utf-8") for name in ("playground.html", "playground.js"))
    asked = set(re.findall(r'data-(?:word|label|hint)="(\w+)"', page)) | set(re.findall(r"\bword\('(\w+)'", script))

    assert len(asked) > 30
    assert asked <= page_words("en").keys()
