"""Where each team's audit ended, day by day, in a signed file outside the database.

Inside the database nothing can show that a whole older state was put back. This file can: the chain must lead through
every head that is kept here. Each line is JSON and carries a MAC, under the house's key, over itself and the MAC of the
line before, so that a line can be neither edited nor taken out unseen. A restore by command says so in a line of its
own: what was kept of later rows no longer counts then, and the line tells it.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.audit import Audit, Head
from storage.database import Database
from storage.errors import Trouble
from storage.people import House

PURPOSE = "audit"
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file holds: team -> heads the chain must lead through; `problem`: the first line that does not hold;
    `restored`: when books were put back by command."""

    heads: Mapping[int, list[Head]] = field(default_factory=dict)
    problem: str = ""
    restored: tuple[str, ...] = ()


def ends_of(database: Database) -> dict[int, Head]:
    """Where each team's audit ends now; teams that have none yet are left out."""

    def look(transaction: Any) -> dict[int, Head]:
        found = {team: Audit(transaction, team).head() for team in House(transaction).team_ids()}
        return {team: head for team, head in found.items() if head.seq}

    return database.read(look)


def keep(file: Path, database: Database, ends: Mapping[int, Head], now: datetime, *, restored: bool = False) -> None:
    """Add a line with these ends and bring it to the disk; OSError where that cannot be."""
    key_id, key = database.keyring.current(0, PURPOSE)
    line = {
        "at": now.isoformat(),
        "what": "restored" if restored else "heads",
        "heads": {str(team): str(head) for team, head in sorted(ends.items())},
        "key": str(key_id),
    }
    with os.fdopen(os.open(file, os.O_CREAT | os.O_RDWR | os.O_APPEND, OWNER_ONLY), "r+", encoding="utf-8") as opened:
        before = _sign_of((opened.read().splitlines() or [""])[-1])
        opened.write(json.dumps(line | {"sign": _sign(key, before, line)}) + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def kept(file: Path | None, database: Database) -> Kept:
    """What is in the file, its lines checked one by one up to the first that does not hold."""
    if file is None or not file.exists():
        return Kept()
    heads: dict[int, list[Head]] = {}
    restored: list[str] = []
    before = ""
    for number, text in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1):
        line = _line(text, before, database)
        if line is None:
            return Kept(heads, f"{file}: line {number} is not as it was written", tuple(restored))
        before = str(line["sign"])
        ends = {int(team): Head.of(mark) for team, mark in line["heads"].items()}
        if line["what"] == "restored":
            restored.append(str(line["at"]))
            heads = {team: [one for one in heads.get(team, ()) if one.seq <= end.seq] for team, end in ends.items()}
        for team, head in ends.items():
            heads.setdefault(team, []).append(head)
    return Kept(heads, "", tuple(restored))


def _line(text: str, before: str, database: Database) -> dict[str, Any] | None:
    """An opened line; None if it was edited, or does not follow the one before."""
    try:
        line: dict[str, Any] = json.loads(text)
        sign = line["sign"]
        unsigned = {name: value for name, value in line.items() if name != "sign"}
        expected = _sign(database.keyring.secret(int(line["key"])), before, unsigned)
        return line if hmac.compare_digest(expected, sign) else None
    except (ValueError, KeyError, TypeError, AttributeError, Trouble):
        return None


def _sign_of(text: str) -> str:
    try:
        return str(json.loads(text)["sign"])
    except (ValueError, KeyError, TypeError):
        return ""


def _sign(key: bytes, before: str, line: Mapping[str, Any]) -> str:
    told = json.dumps(line, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"kept|{before}|{told}".encode(), "sha256").hexdigest()
