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
    taken_by: int | None = None  # the inbox row that answered it
    document_id: int | None = None  # the file that came with what is asked about: it is kept with what that becomes


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
    arguments: Personal = "{}"
    member_id: int | None = None
    chat: str
    expires_at: datetime
    state: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Record):
    """That the change set `undone` was taken back by the change set `by_change`; both are inbox rows. `reason`: the
    words that person gave for it."""

    undone: int
    by_change: int
    reason: Personal = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Record):
    """Files that were brought in. Its id is the change set of everything in them.

    `state`: shown (its preview waits for a yes), running, done, undoing, undone; dropped, lapsed, failed (nothing of it
    was written, or no more will be). One that came through a chat has the outbox row of its card, which tells how far
    it is; `asked_by` is who wants it taken back. `answers` is JSON: what was said of rows that come near
    something known.
    """

    files: tuple[str, ...]
    member_id: int
    state: str = "running"
    card_id: int | None = None
    asked_by: int | None = None
    answers: Personal = ""
    expires_at: datetime | None = None
