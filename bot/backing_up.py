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
from storage.backup import back_up
from storage.database import Address, Database
from storage.errors import Trouble

NICE = 10


def main() -> None:
    """Make the backup that is asked for on standard input, and say on standard output what became of it."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no answer
    step_back(NICE)
    address, folder, key, now = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own program
    json.dump(_made(address, folder, key, now), answers)
    answers.close()


def _made(address: Address, folder: Path, key: str, now: datetime) -> dict[str, Any]:
    try:
        database = Database(*address)
        try:
            made = back_up(database, folder, key, now)
        finally:
            database.close()
    except Trouble as trouble:
        return {"code": trouble.code, "detail": trouble.detail}
    rows, heads = dict(made.manifest.rows), dict(made.manifest.heads)
    files = {"books": str(made.books), "keyring": str(made.keyring), "encrypted": made.encrypted}
    return files | {"rows": rows, "heads": heads}


if __name__ == "__main__":
    main()
