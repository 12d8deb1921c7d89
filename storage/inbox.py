"""The inbox: every update a platform handed over, on disk before the platform is told so, taken in order per chat.

States: waiting -> done (whatever the answer was) or failed (it broke its handler three times; kept, and named in
`doctor`). A row is finished in the transaction of its effects, so an update has its effects once or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.base.records import ERASED
from storage.sealed import ENVELOPE, Seal
from storage.tables import inbox
from storage.transaction import Transaction

TRIES = 3
NOTHING = "{}"
"""What is left of an update whose text was let go of."""
STATE_WAITING: ColumnElement[str] = literal_column("'waiting'")  # a literal, so that SQLite sees the partial index fits

ARRIVED = (inbox.c.id, inbox.c.channel, inbox.c.lane, inbox.c.raw, inbox.c.received_at, inbox.c.tries, inbox.c.sender)
# Both dialects know ON CONFLICT, each by its own construct.
KEEP = {
    name: dialect.insert(inbox).on_conflict_do_nothing(index_elements=["channel", "key"]).returning(inbox.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
WAITING = (
    select(*ARRIVED)
    .where(and_(inbox.c.state == STATE_WAITING, inbox.c.id > bindparam("after")))
    .order_by(inbox.c.id)
    .limit(256)
)
FINISH = (
    update(inbox)
    .where(and_(inbox.c.id == bindparam("row"), inbox.c.state == STATE_WAITING))
    .values(
        state="done",
        done_at=bindparam("at"),
        team_id=bindparam("team"),
        member_id=bindparam("member"),
        message=bindparam("platform_id", type_=inbox.c.message.type),
    )
)
CUT = update(inbox).where(inbox.c.id == bindparam("row")).values(raw=bindparam("envelope"))
OF_MESSAGE = (
    select(*ARRIVED)
    .where(
        and_(
            inbox.c.lane == bindparam("in_lane"),
            inbox.c.message == bindparam("platform_id"),
            inbox.c.message.is_not(None),
            inbox.c.id < bindparam("before"),
            func.length(inbox.c.raw) > ENVELOPE + len(NOTHING),  # what was let go of is no version any more
        )
    )
    .order_by(inbox.c.id)
)
FAIL = (
    update(inbox)
    .where(and_(inbox.c.id == bindparam("row"), inbox.c.state == STATE_WAITING))
    .values(tries=inbox.c.tries + 1, incident=bindparam("word"), state=bindparam("next"))
)
STATE_FAILED: ColumnElement[str] = literal_column("'failed'")
STANDING = {
    name: select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.state == state)
    for name, state in (("waiting", STATE_WAITING), ("failed", STATE_FAILED))
}
OLDEST = select(func.min(inbox.c.received_at)).where(
    and_(inbox.c.state == STATE_WAITING, inbox.c.channel == bindparam("on_channel"))
)
COUNTS = select(inbox.c.state, func.count(), func.min(inbox.c.received_at)).group_by(inbox.c.state)
FAILED = select(inbox.c.id, inbox.c.channel, inbox.c.received_at, inbox.c.incident).where(inbox.c.state == STATE_FAILED)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A waiting update. `raw` is still sealed; `Inbox.raw` opens it. `lane` and `sender` tell chats and people apart
    and do not say which they are."""

    id: int
    channel: str
    lane: str
    sealed: bytes
    received_at: datetime
    tries: int
    sender: str = ""

    @property
    def speaker(self) -> str:
        """Who said it, on which platform; the chat where nobody is named."""
        return f"{self.channel}:{self.sender}" if self.sender else self.lane


def raw_of(text: str) -> Any:
    """An update out of what was sealed."""
    return json.loads(NOTHING if text == ERASED else text)


class Inbox:
    """The inbox within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def keep(
        self, channel: str, key: str, lane: str, raw: Mapping[str, Any], row: int, now: datetime, sender: str = ""
    ) -> int | None:
        """Keep an update under the id `row`; None if the platform handed it over before. It is sealed with its sender's
        key, and which chat and who that is stand beside it as keyed hashes."""
        text, seal = json.dumps(raw, separators=(",", ":"), ensure_ascii=False), self._tx.seal(0)
        place = (text, "inbox", "raw", row)
        kept = self._tx.run(
            KEEP[self._tx.database.engine.dialect.name],
            id=row,
            channel=channel,
            key=key,
            lane=f"{channel}:{seal.mark(lane)}",
            sender=seal.mark(sender) if sender else "",
            received_at=now,
            raw=seal.close_value(sender, *place) if sender else seal.close(*place),
            state="waiting",
            tries=0,
        )
        return row if kept else None

    def waiting(self, after: int = 0) -> list[Arrived]:
        """What waits, oldest first, up to 256 after the id `after`."""
        return [Arrived(*row) for row in self._tx.run(WAITING, after=after)]

    def raw(self, arrived: Arrived) -> Any:
        """The update as the platform sent it; empty where who sent it was erased."""
        return raw_of(self._tx.seal(0).open(arrived.sealed, "inbox", "raw", arrived.id))

    def finish(
        self, row: int, now: datetime, team_id: int | None, member_id: int | None, message: str | None = None
    ) -> bool:  # fmt: skip
        """Mark it done; False if it was done already, and then nothing else of this unit of work may happen.

        `message` is the platform's id of what a person wrote; its later edits are found by it.
        """
        done = self._tx.change(FINISH, row=row, at=now, team=team_id, member=member_id, platform_id=message)
        return bool(done)

    def cut(self, arrived: Arrived, seal: Seal) -> None:
        """Seal who is named in an update with their own keys: who that is came out only when it was handled."""
        envelope = self._tx.seal(0).within(seal.known).cut_again(arrived.sealed, "inbox", "raw", arrived.id)
        if envelope is not None:
            self._tx.change(CUT, row=arrived.id, envelope=envelope)

    def of_message(self, arrived: Arrived, message: str) -> list[Arrived]:
        """The versions of a written message that came before this update, the first one first."""
        rows = self._tx.run(OF_MESSAGE, in_lane=arrived.lane, platform_id=message, before=arrived.id)
        return [Arrived(*row) for row in rows]

    def fail(self, row: int, tries: int, incident: str) -> bool:
        """Note that its handler broke, for the `tries`-th time; True when it is given up."""
        given_up = tries >= TRIES
        self._tx.change(FAIL, row=row, word=incident, next="failed" if given_up else "waiting")
        return given_up

    def standing(self) -> dict[str, tuple[int, datetime | None]]:
        """How many rows wait and how many were given up, and when the first of each came; it costs what these are."""
        return {state: self._tx.one(found) for state, found in STANDING.items()}

    def oldest(self, channel: str) -> datetime | None:
        """When the first update of a channel came that still waits."""
        found: datetime | None = self._tx.one(OLDEST, on_channel=channel)[0]
        return found

    def counts(self) -> dict[str, tuple[int, datetime]]:
        """How many rows are in each state, and the oldest arrival there."""
        return {state: (count, oldest) for state, count, oldest in self._tx.run(COUNTS)}

    def failed(self) -> list[tuple[int, str, datetime, str]]:
        """What was given up: id, channel, arrival, incident."""
        return [(a, b, c, d) for a, b, c, d in self._tx.run(FAILED)]
