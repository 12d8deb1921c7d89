"""R33, R8: the webhook hears nobody but Telegram, and says "got it" when an update is on disk, not before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry

from bot.channels.telegram.webhook import SECRET_HEADER, address_of
from bot.web.server import make_application, serving
from tests.bot.channels.test_telegram import QUICK, Running, running
from tests.e2e.process import a_free_port
from tests.fakes.telegram import Person, TelegramFake, a_token

SECRET = "only-telegram-knows"
HOOKED = replace(QUICK, look_at_webhook=0.1)


class Hooked(Running):
    """The channel and the one HTTP server on a loop of their own."""

    def __init__(self, fake: TelegramFake) -> None:
        port = a_free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.address = address_of(self.url, fake.token)
        super().__init__(fake, webhook_url=self.url, webhook_secret=SECRET, timing=HOOKED)
        self._house = AsyncExitStack()
        application = make_application(healthy, CollectorRegistry(), self.channel.routes)
        self.do(self._house.enter_async_context(serving(application, port=port)))

    def stop(self) -> None:
        self.do(self._house.aclose())
        super().stop()

    def posts(self, body: bytes | dict[str, Any], secret: str | bytes | None = SECRET) -> int:
        """What a request of anybody's is answered with."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {SECRET_HEADER: secret}
        return httpx.post(self.address, content=content, headers=headers, trust_env=False, timeout=10).status_code


async def healthy() -> bool:
    return True


@pytest.fixture
def fake() -> Iterator[TelegramFake]:
    with TelegramFake(username="GengfuBot") as fake:
        fake.webhook.pause = 0.05
        yield fake


@contextmanager
def hooked(fake: TelegramFake) -> Iterator[Hooked]:
    channel = Hooked(fake)
    try:
        channel.start()
        fake.wait_for(lambda: fake.webhook.url, what="the webhook")
        yield channel
    finally:
        channel.stop()


@pytest.fixture
def lilei(fake: TelegramFake) -> Person:
    return fake.user(first_name="李雷", started=True)


def test_updates_come_by_webhook_in_order_and_a_full_disk_leaves_them_with_telegram(fake, lilei):
    lilei.says("零")  # sent while nobody polled: it is not thrown away
    with hooked(fake) as bot:
        bot.inlet.wait_for(1)
        bot.inlet.disk_full = True
        lilei.says("一")
        fake.wait_for(lambda: [status for _, status in fake.webhook.attempts if status == 503])
        lilei.says("二")
        malformed = fake.inject_malformed()
        bot.inlet.disk_full = False

        bot.inlet.wait_for(4)
        fake.wait_until_confirmed()

        said = [row.raw["message"].get("text") for row in bot.inlet.rows if row.lane == str(lilei.id)]
        assert ["零", "一", "二"] == said
        assert malformed in set(bot.inlet.keys())
        assert bot.address == fake.webhook.url
        assert SECRET == fake.webhook.secret
        assert not fake.world.updates.dropped


def test_nobody_else_is_heard(fake, lilei):
    update = {"update_id": 5, "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}
    with hooked(fake) as bot:
        wrong = {
            "no secret": bot.posts(update, None),
            "a wrong one": bot.posts(update, "wrong"),
            "half of it": bot.posts(update, SECRET[:-1]),
            "one beyond ASCII": bot.posts(b"{}", "密".encode()),
            "too large": bot.posts(b'{"update_id": 6, "x": "' + b"x" * (1 << 20) + b'"}'),
            "no JSON": bot.posts(b"{"),
            "no object": bot.posts(b"[1]"),
            "no id": bot.posts({"message": {}}),
            "too deep": bot.posts(b"[" * 100_000),
            "another path": httpx.post(bot.url + "/telegram/guess", content=b"{}", trust_env=False).status_code,
        }
        assert {
            "no secret": 403, "a wrong one": 403, "half of it": 403, "one beyond ASCII": 403, "too large": 413,
            "no JSON": 400, "no object": 400, "no id": 400, "too deep": 400, "another path": 404,
        } == wrong  # fmt: skip
        assert not bot.inlet.rows

        assert [200, 200] == [bot.posts(update), bot.posts(update)]
        assert 1 == len(bot.inlet.rows)


def test_from_polling_to_webhook_and_back(fake, lilei):
    with running(fake) as polled:
        polled.start()
        lilei.says("一")
        polled.inlet.wait_for(1)
        fake.wait_until_confirmed()
    with hooked(fake) as bot:
        lilei.says("二")
        bot.inlet.wait_for(1)
        assert "callback_query" in fake.world.updates.wanted
        assert "inline_query" not in fake.world.updates.wanted
        with fake.world.changing():  # somebody polls with our token meanwhile
            fake.webhook.url = ""
        fake.wait_for(lambda: fake.webhook.url == bot.address)
    lilei.says("三")
    with running(fake) as polled:
        polled.start()
        polled.inlet.wait_for(1)
        assert "" == fake.webhook.url
        assert "三" == polled.inlet.rows[0].raw["message"]["text"]


def test_the_path_is_as_set_or_one_nobody_can_guess():
    assert "https://a.example/bots/gengfu" == address_of("https://a.example/bots/gengfu", a_token())
    made = address_of("https://a.example", a_token())
    assert made.startswith("https://a.example/telegram/")
    assert 32 == len(made.rsplit("/", 1)[1])
    assert made != address_of("https://a.example", a_token(1234567))
