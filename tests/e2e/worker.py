"""One of several processes on the same books: the whole App, on a channel that writes what it sends to a file.

python tests/e2e/worker.py URL KEYRING FOLDER SECONDS: the clock goes on from what FOLDER/now said when it was written, the
same in every process; cards go to FOLDER/cards. A process that does nothing for SECONDS counts as frozen.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot import app
from bot.app import App
from bot.channels import Capabilities, Inlet, Message, NotFetched, Outcome
from bot.channels.local import LocalChannel
from bot.delivery import Timing
from bot.message import Inbound
from storage import database

SENDING = 0.02  # seconds a card is on its way to the platform, and as many until we know that it is there


class Paper:
    """A channel nobody can ask whether a card arrived, as Telegram."""

    name = "paper"
    capabilities: Capabilities = LocalChannel.capabilities

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self._sent = 0

    async def run(self, _: Inlet) -> None:
        await asyncio.Event().wait()

    def read(self, _: Mapping[str, Any]) -> Inbound | None:
        return None

    async def send(self, chat: str, message: Message) -> Outcome:
        self._sent += 1
        await asyncio.sleep(SENDING)
        os.write(self._file, (json.dumps([chat, message.text, os.getpid()], ensure_ascii=False) + "\n").encode())
        await asyncio.sleep(SENDING)
        return Outcome("sent", f"{os.getpid()}.{self._sent}")

    async def edit(self, _: str, message_id: str, __: Message) -> Outcome:
        return Outcome("sent", message_id)

    async def fetch(self, _: str) -> bytes:
        raise NotFetched("gone")

    def private_link(self, _: str = "") -> str:
        return ""

    async def set_menu(self, _: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        pass

    async def close(self) -> None:
        pass


async def serve(books: database.Database, folder: Path, seconds: int) -> None:
    now = folder / "now"

    def clock() -> datetime:
        with now.open() as file:
            since = os.fstat(file.fileno()).st_mtime
            return datetime.fromisoformat(file.read()) + timedelta(seconds=time.time() - since)

    process = App(books, {"paper": Paper(folder / "cards")}, clock, Timing(2 * seconds, seconds, idle=0.1))
    async with process.running():
        (folder / f"ready.{os.getpid()}").touch()
        await asyncio.Event().wait()


if __name__ == "__main__":
    app.SWEEP_EVERY = 0.1  # type: ignore[assignment]
    app.BESIDE = 0.2  # type: ignore[assignment]
    database.FROZEN = database.FROZEN.replace("10s", f"{sys.argv[4]}s")
    asyncio.run(serve(database.Database(sys.argv[1], sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
