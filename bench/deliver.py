"""Delivery: cards from the outbox to a platform on the loopback, against the platform's own library in a bare loop.

Each card is claimed, put into words from the books, sent by the real channel, and its outcome written down, with all
that R4 asks of the disk. `bare` sends the same texts with python-telegram-bot or slack_sdk one after the other, and
writes nothing. On Telegram alerts go out one at a time, so that a kill leaves at most one in doubt. The platform is the
tests' one in a process of its own, without limits; then with its limits kept: how much is used, whether any is passed.

    python3 dev.py bench deliver --count 2000 --rounds 3
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.raw import RESULTS
from bot.__main__ import YOUNG
from bot.channels import Channel, Choice, Message
from bot.delivery import Delivery
from bot.message import line
from bot.text import packed_line
from core.base.money import Money
from core.people import Team
from storage.database import Database
from storage.outbox import Outbox
from storage.store import Store
from storage.transaction import Transaction

GOAL, QUOTA_GOAL = 0.70, 0.98
UNLIMITED = dict(per_chat_seconds=0, per_group_minute=10**9, per_second=10**9)
TEXT = "Globex · $12,000 booked"


def now() -> datetime:
    return datetime.now(UTC)


class Platform:
    """A platform of the tests in a process of its own, and the channel that speaks to it."""

    def __init__(self, name: str, chats: int) -> None:
        command = [sys.executable, "-m", "bench._platform", name, str(chats)]
        self.name = name
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        found = self._read()
        self.base_url, self.tokens, self.chats = str(found["base_url"]), list(found["tokens"]), list(found["chats"])

    def channel(self, **limits: Any) -> Channel:
        if self.name == "telegram":
            from bot.channels.telegram import TelegramChannel

            channel: Any = TelegramChannel(*self.tokens, self.base_url)
        else:
            from bot.channels.slack import SlackChannel

            channel = SlackChannel(*self.tokens, base_url=self.base_url)
        channel.capabilities = replace(channel.capabilities, **limits)
        return channel  # type: ignore[no-any-return]

    def arrived(self) -> list[float]:
        """The moments at which messages came since this was last asked."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._read()  # type: ignore[no-any-return]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


# --- what is measured ------------------------------------------------------------------------------------------------


async def bare(there: Platform, chats: list[str]) -> float:
    """Seconds for the library alone: the same text and button to each chat, one after the other."""
    message = Message(TEXT, ((Choice("Undo", "x" * 22),),), key="1")
    if there.name == "telegram":
        from telegram import Bot
        from telegram.request import HTTPXRequest

        from bot.channels.telegram import writing

        request = HTTPXRequest(httpx_kwargs={"trust_env": False})
        more = writing.options(message) | {"link_preview_options": writing.NO_PREVIEW}
        async with Bot(*there.tokens, base_url=f"{there.base_url}/bot", request=request) as telegram:
            return await _timed(telegram.send_message, [dict(chat_id=one, text=TEXT, **more) for one in chats])
    import aiohttp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.channels.slack.writing import posted

    async with aiohttp.ClientSession() as session:
        slack = AsyncWebClient(there.tokens[0], base_url=there.base_url, session=session, retry_handlers=[])
        slack.proxy = None
        return await _timed(slack.chat_postMessage, [dict(channel=one, **posted(message)) for one in chats])


async def _timed(send: Callable[..., Awaitable[Any]], requests: list[dict[str, Any]]) -> float:
    await send(**requests[0])
    began = time.perf_counter()
    for request in requests:
        await send(**request)
    return time.perf_counter() - began


def filled(folder: Path, name: str, chats: list[str], urgency: int = 0) -> Database:
    """Books with a card for each chat in the list, a chat as often as it stands there."""
    database = Database(f"sqlite:///{folder / f'{name}.db'}")
    team_id = database.ids.new(now())
    said = line("payment_saved", account="Globex", amount=Money.of(12_000, "USD"), balance=Money.of(500, "USD"))
    face = {"lines": [packed_line(said)], "buttons": [[[packed_line(line("button_undo")), "x" * 22]]]}

    def fill(transaction: Transaction) -> None:
        Store(transaction, team_id, by=None, source=0, now=now()).save(Team(id=team_id, name="Bench", language="en"))
        outbox = Outbox(transaction)
        for chat in chats:
            outbox.add(
                database.ids.new(now()), team_id=team_id, channel=name, chat=chat, private=True, language="en",
                face=face, source=1, now=now(), urgency=urgency,
            )  # fmt: skip

    database.write(fill)
    return database


def delivered(channel: Channel, name: str, chats: list[str], urgency: int = 0) -> float:
    """Seconds until all of them are sent and marked so."""
    with tempfile.TemporaryDirectory(dir=RESULTS) as folder:
        database = filled(Path(folder), name, chats, urgency)

        async def deliver() -> float:
            delivery = Delivery(database, {name: channel}, now)
            began = time.perf_counter()
            await delivery.drain()
            took = time.perf_counter() - began
            await channel.close()
            return took

        took = asyncio.run(deliver())
        states = {state: count for state, (count, _) in database.read(lambda tx: Outbox(tx).counts()).items()}
        database.close()
        if states != {"sent": len(chats)}:
            raise AssertionError(f"a speed counts only where every card arrived: {states}")
        return took


SHAPES: dict[str, tuple[int, int]] = {  # how many chats share the cards (0: each has one), their urgency
    "a card in each of N chats": (0, 0),
    "50 chats, many cards each": (50, 0),
    "alerts": (0, 1),
}


def speeds(there: Platform, count: int, ratios: dict[str, list[float]]) -> None:
    """One round: bare before and after, because machines change their mind."""
    alone = [asyncio.run(bare(there, there.chats[:count]))]
    took = {}
    for shape, (sharing, urgency) in SHAPES.items():
        chats = [there.chats[number % (sharing or count)] for number in range(count)]
        took[shape] = delivered(there.channel(**UNLIMITED), there.name, chats, urgency)
    alone.append(asyncio.run(bare(there, there.chats[:count])))
    reference = statistics.mean(alone)
    print(f"{there.name}: {count} messages bare {count / reference:6.0f}/s")
    for shape, seconds in took.items():
        ratios.setdefault(f"{there.name}, {shape}", []).append(reference / seconds)
        print(f"  {shape:28} {count / seconds:6.0f}/s  {reference / seconds:5.2f} x bare")


def quota(there: Platform, seconds: float) -> float:
    """The part of the platform's pace over all chats that is used, with one card a chat; 0 if any is over it."""
    channel = there.channel()
    limit = int(channel.capabilities.per_second)
    there.arrived()
    delivered(channel, there.name, there.chats[: int(limit * seconds)])
    moments = sorted(there.arrived())
    over = sum(later - earlier < 1 for earlier, later in zip(moments, moments[limit:], strict=False))
    used = (len(moments) - limit) / (moments[-limit] - moments[0]) / limit
    print(f"{there.name}: {used:.1%} of {limit} a second used, {over} over it ({len(moments)} cards)")
    return 0.0 if over else used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="cards a measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20, help="with the platform's limits kept")
    given = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    platforms = [Platform(name, max(given.count, int(given.seconds * 30))) for name in ("telegram", "slack")]
    try:
        for there in platforms:  # the catalogue is read once in the life of a process
            delivered(there.channel(**UNLIMITED), there.name, there.chats[:20])
        gc.set_threshold(YOUNG)  # as `gengfu run` does
        gc.freeze()
        ratios: dict[str, list[float]] = {}
        for _ in range(given.rounds):
            for there in platforms:
                speeds(there, given.count, ratios)
        used = {there.name: quota(there, given.seconds) for there in platforms} if given.seconds else {}
    finally:
        for there in platforms:
            there.close()
    for what, found in ratios.items():
        print(f"{what}: median {statistics.median(found):.2f} x bare (goal {GOAL})")
    for name, part in used.items():
        print(f"{name}: {part:.1%} of the quota (goal {QUOTA_GOAL:.0%})")


if __name__ == "__main__":
    main()
