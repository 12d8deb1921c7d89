"""The unmodified python-telegram-bot, pointed at the fake: one request, a polling bot in a thread, one in a process."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler
from telegram.request import HTTPXRequest

from tests.fakes.telegram import TelegramFake
from tests.support.nursery import Process, python

PLAIN = {"trust_env": False, "verify": False}  # no proxy, and no time spent on certificates
Handler = Callable[[Update, CallbackContext[Any, Any, Any, Any]], Awaitable[Any]]


def a_bot(fake: TelegramFake, **request: Any) -> Bot:
    return Bot(
        fake.token,
        base_url=f"{fake.base_url}/bot",
        base_file_url=f"{fake.base_url}/file/bot",
        request=HTTPXRequest(httpx_kwargs=PLAIN, **request),
        get_updates_request=HTTPXRequest(httpx_kwargs=PLAIN),
    )


def ask(fake: TelegramFake, *requests: Callable[[Bot], Awaitable[Any]], **settings: Any) -> Any:
    """Do these requests with one bot, one after the other; the last result."""

    async def all_of_them() -> Any:
        result = None
        async with a_bot(fake, **settings) as bot:
            for request in requests:
                result = await request(bot)
        return result

    return asyncio.run(all_of_them())


@contextmanager
def polling(fake: TelegramFake, handler: Handler, **options: Any) -> Iterator[list[Exception]]:
    """A PTB Application that polls in a thread; yields the errors it met."""
    errors: list[Exception] = []
    ready, done = threading.Event(), threading.Event()

    async def serve() -> None:
        app = an_application(fake, handler)
        async with app:
            assert app.updater
            await app.start()
            await app.updater.start_polling(error_callback=errors.append, **({"timeout": 2} | options))
            ready.set()
            await asyncio.to_thread(done.wait)
            await app.updater.stop()
            await app.stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(10), "the bot did not start"
    try:
        yield errors
    finally:
        done.set()
        thread.join()


def an_application(fake: TelegramFake, handler: Handler) -> Application[Any, Any, Any, Any, Any, Any]:
    requests = [HTTPXRequest(httpx_kwargs=PLAIN) for _ in range(2)]
    builder = ApplicationBuilder().token(fake.token).base_url(f"{fake.base_url}/bot")
    builder = builder.base_file_url(f"{fake.base_url}/file/bot").request(requests[0]).get_updates_request(requests[1])
    app = builder.build()
    app.add_handler(TypeHandler(Update, handler))
    return app


ECHO = """
import os
from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

async def echo(update, context):
    await update.effective_message.reply_text("收到 " + update.effective_message.text)

base = os.environ["GENGFU_TELEGRAM_BASE_URL"]
app = ApplicationBuilder().token(os.environ["GENGFU_TELEGRAM_TOKEN"]).base_url(base + "/bot").build()
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling(timeout=5, bootstrap_retries=-1)
"""


@contextmanager
def echo_process(fake: TelegramFake) -> Iterator[Process]:
    """A bot in a process of its own, killed with -9 at the end."""
    place = {"GENGFU_TELEGRAM_BASE_URL": fake.base_url, "GENGFU_TELEGRAM_TOKEN": fake.token, "NO_PROXY": "127.0.0.1"}
    process = python("-c", ECHO, environment=os.environ | place, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
