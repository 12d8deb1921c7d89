"""The process of its own that makes a backup while the bot serves (`nightly.py`). It imports nothing of chat, so that
it is started in half a second and takes little memory."""

from __future__ import annotations

import json
import os
import pickle
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.beside import step_back
from storage.backup import back_up, newest_first, try_pieces
from storage.database import Address, Database
from storage.errors import Trouble

NICE = 10


def main() -> None:
    """Make the backup that is asked for on standard input, and say on standard output what became of it."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no answer
    step_back(NICE)
    address, folder, key, now, tries_pieces = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own program
    json.dump(_made(address, folder, key, now, tries_pieces), answers)
    answers.close()


def _made(address: Address, folder: Path, key: str, now: datetime, tries_pieces: bool) -> dict[str, Any]:
    try:
        database = Database(*address)
        try:
            before = newest_first(folder)[:1] if tries_pieces else []
            made = back_up(database, folder, key, now)
            unproven = next(filter(None, (_problem(database, books, key, now) for books in before)), None)
        finally:
            database.close()
    except Trouble as trouble:
        return {"code": trouble.code, "detail": trouble.detail}
    rows, heads = dict(made.manifest.rows), dict(made.manifest.heads)
    files = {"books": str(made.books), "keyring": str(made.keyring), "encrypted": made.encrypted, "unproven": unproven}
    return files | {"rows": rows, "heads": heads}


def _problem(database: Database, books: Path, key: str, now: datetime) -> tuple[str, str] | None:
    """Why a backup does not come back with all that was shipped after it; None: it does."""
    try:
        try_pieces(database, books, key, now)
    except Trouble as trouble:
        return trouble.code, trouble.detail
    return None


if __name__ == "__main__":
    main()
