"""A bot that follows a script, and a server in a thread: the page is tested without the rest of the house.

The real application can stand in its place: attach its inlet to the channel and give its `advance` to `PageServer`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.channels import Choice, Message, Update
from bot.channels.local import Group, LocalChannel, Person
from bot.message import Inbound
from bot.web.playground import Cast, Playground
from bot.web.server import make_application, serving

T = TypeVar("T")

SHANGHAI = ZoneInfo("Asia/Shanghai")
CAST = (
    Person("lilei", "李雷", "rep", "zh-CN"),
    Person("hanmeimei", "韩梅梅", "rep", "zh-CN"),
    Person("wang", "王经理", "manager", "zh-CN"),
    Person("zhao", "赵会计", "finance", "zh-CN"),
)
TEAM = Group("team", "华东销售群", tuple(person.user for person in CAST))
ENGLISH_CAST = (Person("tom", "Tom", "rep", "en"), Person("amy", "Amy", "manager", "en"))
ENGLISH_TEAM = Group("team-en", "East sales group", tuple(person.user for person in ENGLISH_CAST))
CASTS = dict.fromkeys(("zh-CN", "en"), Cast("华东贸易", TEAM.members))
TWO_CASTS = {**CASTS, "en": Cast("East trade", ENGLISH_TEAM.members)}
KEYBOARD = (("记一笔", "今天要盯", "谁欠钱", "帮助"),)
MENU = {
    "zh-CN": [
        ("overdue", "谁逾期了"),
        ("account", "一个客户的全部"),
        ("mine", "我的客户和待办"),
        ("undo", "撤销上一笔"),
        ("help", "能做什么"),
    ],
    "en": [
        ("overdue", "who is late"),
        ("account", "all about one account"),
        ("mine", "what is mine"),
        ("undo", "take it back"),
        ("help", "what I can do"),
    ],
}


def at_once(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that never waits, as the local channel's do not; works inside a running loop too."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("it waited")


class DemoClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 2, 27, 9, 30, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now.astimezone(ZoneInfo("UTC"))

    def pass_minutes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def next_working_morning(self) -> None:
        self.now = (self.now + timedelta(days=1)).replace(hour=9, minute=0)
        while self.now.weekday() > 4:
            self.now += timedelta(days=1)


class ScriptedBot:
    """An inlet that answers at once, in the thread that keeps."""

    def __init__(self, channel: LocalChannel) -> None:
        self.channel = channel
        self.heard: list[Inbound] = []
        self.toasts: dict[int, str] = {}
        self.quiet = False  # nothing comes in the morning
        self.press_answer = threading.Event()  # a press is handled only when this is set
        self.press_answer.set()
        self.broken = False
        channel.attach(self)

    def presses(self) -> list[Inbound]:
        return [inbound for inbound in self.heard if inbound.kind == "press"]

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        if self.broken:
            raise OSError("disk full")
        return [self._handle(update) for update in updates]

    async def outcome(self, row: int, seconds: float) -> str | None:
        return self.toasts.get(row)

    async def advance(self) -> None:
        clock = self.channel.clock
        assert isinstance(clock, DemoClock)
        clock.next_working_morning()
        if self.quiet:
            return
        await self.channel.send("team", overdue_card())
        await self.channel.send(
            "lilei", Message("今天要盯 2 件：\n· 华天 ¥160,000 逾期 1 天\n· 华星二期方案，今天要给")
        )

    def say(self, chat: str, text: str, *rows: tuple[Choice, ...], reply_to: str | None = None) -> str:
        keyboard = KEYBOARD if chat in {person.user for person in CAST} else ()
        message = Message(text, rows, reply_to=reply_to, keyboard=keyboard)
        outcome = at_once(self.channel.send(chat, message))
        assert outcome.message
        return outcome.message

    def change(self, chat: str, message: str, text: str, *rows: tuple[Choice, ...]) -> None:
        at_once(self.channel.edit(chat, message, Message(text, rows)))

    def _handle(self, update: Update) -> int:
        inbound = self.channel.read(update.raw)
        assert inbound is not None
        self.heard.append(inbound)
        row = len(self.heard)
        if inbound.kind == "press":
            self._press(inbound, row)
        elif inbound.kind == "text" and inbound.addressed:
            self._log(inbound)
        return row

    def _log(self, inbound: Inbound) -> None:
        undo = (Choice("撤销", f"undo-{len(self.heard)}"), Choice("改", f"edit-{len(self.heard)}"))
        self.say(inbound.chat, f"✅ 记下了：{inbound.text}", undo, reply_to=inbound.message)

    def _press(self, inbound: Inbound, row: int) -> None:
        assert self.press_answer.wait(10)
        assert inbound.message
        self.toasts[row] = "已撤销" if inbound.token.startswith("undo") else "好的"
        at_once(
            self.channel.edit(inbound.chat, inbound.message, Message(f"↩️ {self.toasts[row]}（{inbound.sender.name}）"))
        )


def overdue_card() -> Message:
    rows = (
        (Choice("已联系", "contacted"), Choice("答应几号付", "promised")),
        (Choice("已收到", "received"),),
    )
    return Message("⏰ 华天 逾期 1 天\n¥160,000 · 应付日 3月1日 · 李雷", rows)


class PageServer:
    """The playground on a real port of loopback, in a thread; it can be stopped and started again."""

    def __init__(self, channel: LocalChannel, advance: Callable[[], Awaitable[None]], **options: Any) -> None:
        self.channel = channel
        self.port = 0
        self._advance = advance
        self._options = {"casts": CASTS, "timezone": "Asia/Shanghai", "language": "zh-CN", **options}
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10), "the server did not start"

    def stop(self) -> None:
        if self._thread and self._loop and self._over:
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join(10)
            assert not self._thread.is_alive(), "the server did not stop"
            self._thread = None

    def application(self) -> web.Application:
        playground = Playground(self.channel, advance=self._advance, **self._options)
        return make_application(_well, CollectorRegistry(), playground.add_to)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with serving(self.application(), port=self.port) as self.port:
            ready.set()
            await self._over.wait()


async def _well() -> bool:
    return True
