"""What an update would do: handled as the dispatcher handles it, in one transaction that is rolled back afterwards.

So thousands of them can be tried on the same books, each as if it were the only one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.dispatch import _Work
from core.base.refusal import Refusal
from storage.inbox import Arrived, Inbox
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction
from tests.bot.dialog import Stage

KEYS = count()
READS = ("denied", "read")


@dataclass(frozen=True, slots=True)
class Tried:
    """What would go out, by chat; what a press is answered with; what the audit would hold."""

    cards: tuple[tuple[str, str], ...]  # (chat, the lines of the card as JSON)
    toast: Any
    denied: tuple[str, ...]
    wrote: tuple[tuple[str, str], ...]  # (act, kind), reads and denials aside
    files: int = 0

    @property
    def said(self) -> str:
        """All that would be said, as JSON."""
        return "\n".join(lines for _, lines in self.cards)

    def says(self, key: str) -> bool:
        """Whether a sentence of the catalogue is in it."""
        return f'"{key}"' in self.said


def said_by(stage: Stage, who: str, text: str, chat: str = "", **more: Any) -> Tried:
    """Somebody writes a line."""
    return tried(stage, stage.channel._raw("text", who, chat or who, {"text": text, "message": "m", **more}))


def pressed_by(stage: Stage, who: str, chat: str, token: str, message: str = "m") -> Tried:
    """Somebody presses a button."""
    return tried(stage, stage.channel._raw("press", who, chat, {"token": token, "message": message}))


def tried(stage: Stage, raw: Any, before: Any = None) -> Tried:
    """What handling that update does; `before(transaction)` prepares the books for it, and is rolled back too."""
    return stage.app.database.write(lambda transaction: _attempt(stage, transaction, raw, before))


def _attempt(stage: Stage, transaction: Transaction, raw: Any, before: Any) -> Tried:
    dispatcher, now = stage.app.dispatcher, stage.clock()
    transaction.savepoint()
    if before is not None:
        before(transaction)
    row = transaction.database.ids.new(now)
    assert Inbox(transaction).keep("stage", f"try:{next(KEYS)}", raw["chat"], raw, row, now)
    [arrived] = [one for one in Inbox(transaction).waiting(row - 1) if one.id == row]
    heard = dispatcher.hearing.hear(transaction, arrived)
    transaction.savepoint()
    try:
        toast = _Work(dispatcher, arrived, heard, None)(transaction)
        transaction.release()
    except Refusal as refusal:
        transaction.roll_back()
        toast = _Work(dispatcher, arrived, heard, refusal)(transaction)
    found = _outcome(transaction, arrived, toast)
    transaction.roll_back()
    return found


def _outcome(transaction: Transaction, arrived: Arrived, toast: Any) -> Tried:
    cards: list[tuple[str, str]] = []
    entries = []
    for team_id in (0, *House(transaction).team_ids()):
        store = Store(transaction, team_id, by=None, source=arrived.id, now=arrived.received_at)
        rows = store.outbox.of_source(team_id, arrived.id)
        cards += [(row.chat, json.dumps(store.outbox.face(row), ensure_ascii=False)) for row in rows]
        entries += store.audit.of_source(arrived.id) if team_id else []
    denied = tuple(one.change["action"] for one in entries if one.act == "denied")
    wrote = tuple((one.act, one.kind) for one in entries if one.act not in READS)
    return Tried(tuple(cards), toast, denied, wrote)
