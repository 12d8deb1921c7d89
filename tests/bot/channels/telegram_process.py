"""A bot as small as can be, to be killed: TelegramChannel, and an inbox in sqlite3.

python tests/bot/channels/telegram_process.py TOKEN BASE_URL INBOX
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bot.channels import Update
from bot.channels.telegram import TelegramChannel, Timing

SCHEMA = "create table if not exists inbox (id integer primary key, key text unique, raw text)"
PUT = "insert into inbox (key, raw) values (?, ?) on conflict do nothing returning id"


class SqliteInlet:
    def __init__(self, path: str) -> None:
        self.path = path
        with closing(self._open()) as database:
            database.execute(SCHEMA)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, isolation_level=None)

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        with closing(self._open()) as database:
            database.execute("begin immediate")
            rows = [database.execute(PUT, (u.key, json.dumps(u.raw))).fetchone() for u in updates]
            database.execute("commit")
        return [row[0] if row else None for row in rows]

    async def outcome(self, row: int, seconds: float) -> str | None:
        return "好"


if __name__ == "__main__":
    token, base_url, inbox = sys.argv[1:]
    channel = TelegramChannel(token, base_url, timing=Timing(first_pause=0.05, longest_pause=0.2))
    asyncio.run(channel.run(SqliteInlet(inbox)))
