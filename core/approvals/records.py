"""Records of what waits for an answer. Neither is deleted while its subject is open: an old button gets an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.base.records import Personal, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Record):
    """What was said but not yet booked, because one thing must be asked first.

    `payload` is JSON only handlers understand; `awaits` names what a text answer would fill ("" = buttons only).
    States: open, taken, expired. Taking is atomic: at most one caller gets it.
    """

    kind: str
    member_id: int
    chat: str
    payload: Personal
    awaits: str = ""
    expires_at: datetime
    state: str = "open"
    opened_by: int  # the inbox row that made it


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Record):
    """The last question a member asked in a chat, so that the next may lean on it (跟上个月比呢). `payload` is JSON."""

    member_id: int
    chat: str
    payload: Personal
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Record):
    """A pressable thing that was sent out: an opaque token on the wire, everything else here.

    `member_id` None: anyone in `chat` who may do it. `arguments` is JSON for the verb's handler.
    """

    token: str
    verb: str
    arguments: str = "{}"
    member_id: int | None = None
    chat: str
    expires_at: datetime
    state: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Record):
    """That the change set `undone` was taken back by the change set `by_change`; both are inbox rows."""

    undone: int
    by_change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Record):
    """Files that were brought in. Its id is the change set of everything in them; `state`: running, done, undone."""

    files: tuple[str, ...]
    member_id: int
    state: str = "running"
