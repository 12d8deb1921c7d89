"""The outbox: everything that must go out, written with the change it tells of, rendered only when it is sent.

States: waiting -> sending (leased) -> sent, or back to waiting; unknown (it may have arrived), dropped (no longer true,
with the reason), dead (refused for good or tried too often; named in `doctor` and to a manager).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, insert, literal_column, or_, select, update

from core.base.ids import first_id
from storage.sealed import Seal, to_json
from storage.tables import outbox, shown
from storage.transaction import Row, Transaction

STATE_WAITING: ColumnElement[str] = literal_column("'waiting'")  # literals, so that SQLite sees the partial indexes fit
STATE_SENDING: ColumnElement[str] = literal_column("'sending'")
MOST_UNDELIVERED = 500  # read at once
LONGEST_LEASE = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=1)  # by so much those of two processes may
ADD = insert(outbox)
SHOW = insert(shown)
COLUMNS = (
    outbox.c.id, outbox.c.team_id, outbox.c.channel, outbox.c.chat, outbox.c.private, outbox.c.language,
    outbox.c.kind, outbox.c.target, outbox.c.face, outbox.c.guard, outbox.c.reply_to, outbox.c.urgency,
    outbox.c.source, outbox.c.state, outbox.c.due_at, outbox.c.tries, outbox.c.message, outbox.c.created_at,
    outbox.c.reason, outbox.c.address,
)  # fmt: skip
CHAT = 3  # its place among them
# A chat as a row names it: a group by what the platform calls it, a private chat by its keyed hash.
IN_CHAT = outbox.c.chat.in_([bindparam("in_chat"), bindparam("chat_mark")])
DUE = (
    select(*COLUMNS)
    .where(and_(outbox.c.state == STATE_WAITING, outbox.c.due_at <= bindparam("now")))
    .order_by(outbox.c.urgency, outbox.c.id)
    .limit(bindparam("count"))
)
# The next card of each chat. What was tried keeps its place: the chat waits behind it, and while one is being sent. A
# card that waits for its hour is passed over, and so is the new face of a card that is not out yet.
OTHER, SHOWN_FACE = outbox.alias("other"), outbox.alias("shown_face")
WAITS_FOR_ITS_CARD = exists().where(
    and_(
        SHOWN_FACE.c.id == outbox.c.target,
        or_(SHOWN_FACE.c.state == STATE_WAITING, SHOWN_FACE.c.state == STATE_SENDING),
    )
)
# Made in what is the future now: the clock was set back since, and its hour says nothing.
AHEAD = outbox.c.created_at > bindparam("ahead")
IN_LINE = (
    select(
        outbox.c.id,
        func.row_number()
        .over(partition_by=[outbox.c.channel, outbox.c.chat], order_by=[outbox.c.urgency, outbox.c.id])
        .label("place"),
    )
    .where(
        and_(
            outbox.c.state == STATE_WAITING,
            or_(outbox.c.due_at <= bindparam("now"), outbox.c.reason.is_not(None), AHEAD),
            or_(outbox.c.target.is_(None), ~WAITS_FOR_ITS_CARD),
        )
    )
    .subquery()
)
BEING_SENT = exists().where(
    and_(OTHER.c.state == STATE_SENDING, OTHER.c.channel == outbox.c.channel, OTHER.c.chat == outbox.c.chat)
)
HEADS = (
    select(*COLUMNS)
    .join(IN_LINE, and_(IN_LINE.c.id == outbox.c.id, IN_LINE.c.place == 1))
    .where(and_(or_(outbox.c.due_at <= bindparam("now"), AHEAD), ~BEING_SENT))
    .order_by(outbox.c.urgency, outbox.c.id)
)
# Another of its chat came before it meanwhile, or is to be tried again first.
OVERTAKEN = exists().where(
    and_(
        OTHER.c.state == STATE_WAITING,
        OTHER.c.channel == outbox.c.channel,
        OTHER.c.chat == outbox.c.chat,
        or_(
            OTHER.c.urgency < outbox.c.urgency,
            and_(OTHER.c.urgency == outbox.c.urgency, OTHER.c.id < outbox.c.id),
        ),
        or_(OTHER.c.due_at <= outbox.c.due_at, OTHER.c.reason.is_not(None)),
        OTHER.c.target.is_(None),
    )
)
CLAIM = (
    update(outbox)
    .where(and_(outbox.c.id == bindparam("row"), outbox.c.state == STATE_WAITING, ~BEING_SENT, ~OVERTAKEN))
    .values(state="sending", lease_until=bindparam("until"), tries=outbox.c.tries + 1)
)
STALE = (
    select(*COLUMNS)
    .where(
        and_(
            outbox.c.state == STATE_SENDING,
            or_(outbox.c.lease_until < bindparam("now"), outbox.c.lease_until > bindparam("latest")),
        )
    )
    .order_by(outbox.c.lease_until)
)
SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state=bindparam("next"),
        due_at=func.coalesce(bindparam("due", type_=outbox.c.due_at.type), outbox.c.due_at),
        message=func.coalesce(bindparam("platform_id", type_=outbox.c.message.type), outbox.c.message),
        sent_at=bindparam("at"),
        reason=bindparam("why"),
        lease_until=None,
    )
)
# Changes nothing: while its sender was frozen, another took the card over and began another try.
STILL_HELD = (
    update(outbox)
    .where(
        and_(
            outbox.c.id == bindparam("row"), outbox.c.state == STATE_SENDING, outbox.c.tries == bindparam("of_try")
        )
    )
    .values(state="sending")
)  # fmt: skip
UNCOUNT = update(outbox).where(outbox.c.id == bindparam("row")).values(tries=outbox.c.tries - 1)
ONE = select(*COLUMNS).where(outbox.c.id == bindparam("row"))
BY_MESSAGE = (
    select(*COLUMNS)
    .where(
        and_(
            outbox.c.channel == bindparam("on_channel"),
            IN_CHAT,
            outbox.c.message == bindparam("platform_id"),
        )
    )
    .order_by(outbox.c.id)
    .limit(1)
)
ANSWERING = (
    select(*COLUMNS)
    .where(
        and_(
            outbox.c.channel == bindparam("on_channel"),
            IN_CHAT,
            outbox.c.reply_to == bindparam("platform_id"),
        )
    )
    .order_by(outbox.c.id.desc())
    .limit(20)
)
OF_SOURCE = (
    select(*COLUMNS)
    .where(and_(outbox.c.team_id == bindparam("team"), outbox.c.source == bindparam("of")))
    .order_by(outbox.c.id)
)
SHOWING = (
    select(*COLUMNS)
    .join(shown, and_(shown.c.team_id == outbox.c.team_id, shown.c.outbox_id == outbox.c.id))
    .where(and_(shown.c.team_id == bindparam("team"), shown.c.record_id == bindparam("record")))
    .order_by(outbox.c.id)
)
SHOWING_SINCE = SHOWING.where(shown.c.outbox_id >= bindparam("cut"))
DROP_PRIVATE = (
    update(outbox)
    .where(
        and_(
            outbox.c.team_id == bindparam("in_team"),
            outbox.c.channel == bindparam("on_channel"),
            IN_CHAT,
            outbox.c.private.is_(True),
            outbox.c.state == STATE_WAITING,
        )
    )
    .values(state="dropped", reason=bindparam("why"))
)
MOVE_CHAT = (
    update(outbox)
    .where(
        and_(
            outbox.c.channel == bindparam("on_channel"),
            outbox.c.chat == bindparam("old"),
            or_(outbox.c.state == STATE_WAITING, outbox.c.state == STATE_SENDING),  # which met the move just now
        )
    )
    .values(chat=bindparam("new"))
)
STATE_DEAD: ColumnElement[str] = literal_column("'dead'")
STATE_UNKNOWN: ColumnElement[str] = literal_column("'unknown'")
# Since when: what was tried waits since it was made, for its due moment moves on with every try.
STANDING = {
    name: select(func.count(), func.min(since)).where(outbox.c.state == state)
    for name, state, since in (
        ("waiting", STATE_WAITING, case((outbox.c.tries > 0, outbox.c.created_at), else_=outbox.c.due_at)),
        ("sending", STATE_SENDING, outbox.c.due_at),
        ("unknown", STATE_UNKNOWN, outbox.c.created_at),
        ("dead", STATE_DEAD, outbox.c.created_at),
    )
}
TRIED_OFTEN = (
    select(outbox.c.channel, func.count())
    .where(and_(outbox.c.state == STATE_WAITING, outbox.c.tries >= bindparam("tries")))
    .group_by(outbox.c.channel)
)
OF_TEAM = and_(outbox.c.team_id == bindparam("team"), outbox.c.guard.is_(None))
UNDELIVERED = (
    select(*COLUMNS).where(and_(OF_TEAM, outbox.c.state == STATE_DEAD)).order_by(outbox.c.id).limit(MOST_UNDELIVERED)
)
NEWEST_UNDELIVERED = select(func.max(outbox.c.id)).where(and_(OF_TEAM, outbox.c.state == STATE_DEAD))
DOUBTFUL = select(func.count()).where(and_(outbox.c.team_id == bindparam("team"), outbox.c.state == STATE_UNKNOWN))
REVIVE = (
    update(outbox)
    .where(and_(OF_TEAM, outbox.c.state == STATE_DEAD))
    .values(state="waiting", due_at=bindparam("now"), tries=0, reason=None)
)
LET_GO = update(outbox).where(and_(OF_TEAM, outbox.c.state == STATE_DEAD)).values(state="dropped")
COUNTS = select(outbox.c.state, func.count(), func.min(outbox.c.due_at)).group_by(outbox.c.state)
DEAD = select(*COLUMNS).where(outbox.c.state == STATE_DEAD).order_by(outbox.c.id)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row of the outbox. `face` is still sealed; `Outbox.face` opens it."""

    id: int
    team_id: int
    channel: str
    chat: str
    private: bool
    language: str
    kind: str
    target: int | None
    sealed: bytes
    guard: str | None
    reply_to: str | None
    urgency: int
    source: int
    state: str
    due_at: datetime
    tries: int
    message: str | None
    created_at: datetime
    reason: str | None


class Outbox:
    """The outbox within a transaction."""

    def __init__(self, transaction: Transaction, seal: Seal | None = None) -> None:
        self._tx, self._seal = transaction, seal

    def add(
        self, row: int, *, team_id: int, channel: str, chat: str, private: bool, language: str, face: Any,
        source: int, now: datetime, due_at: datetime | None = None, kind: str = "send", target: int | None = None,
        guard: Any = None, reply_to: str | None = None, urgency: int = 0, shows: tuple[tuple[int, int], ...] = (),
    ) -> int:  # fmt: skip
        """Queue a card under the id `row`. `shows` are (record id, version) it tells of; `guard` is JSON."""
        text = to_json(face)
        seal = self._seal or self._tx.seal(team_id)
        self._tx.add(ADD, dict(
            id=row, team_id=team_id, channel=channel, chat=seal.mark(chat) if private else chat,
            address=seal.close_value(chat, chat, "outbox", "address", row) if private else None, private=private,
            language=language, kind=kind, target=target, face=seal.close(text, "outbox", "face", row),
            guard=json.dumps(guard) if guard is not None else None, reply_to=reply_to, urgency=urgency,
            source=source, state="waiting", due_at=due_at or now, tries=0, lease_until=None, message=None,
            sent_at=None, reason=None, created_at=now,
        ))  # fmt: skip
        for record_id, version in shows:
            self._tx.add(SHOW, dict(team_id=team_id, record_id=record_id, outbox_id=row, version=version))
        return row

    def face(self, outgoing: Outgoing) -> Any:
        """The card as it was queued."""
        return json.loads(self._tx.seal(outgoing.team_id).open(outgoing.sealed, "outbox", "face", outgoing.id))

    def due(self, now: datetime, count: int = 200) -> list[Outgoing]:
        """What may be sent now: replies before alerts before digests, each in the order it was queued."""
        return [self.opened(row) for row in self._tx.run(DUE, now=now, count=count)]

    def heads(self, now: datetime) -> list[Outgoing]:
        """The one card of each chat that may be sent now; a chat with a card under way, or one to be tried again later,
        has none, so that order holds whoever died in between."""
        return [self.opened(row) for row in self._tx.run(HEADS, now=now, ahead=now + CLOCKS_DIFFER)]

    def claim(self, row: int, until: datetime) -> bool:
        """Take a row for sending until the lease ends; False if somebody else has it, or another of its chat, or one
        that comes before it."""
        return bool(self._tx.change(CLAIM, row=row, until=until))

    def abandoned(self, now: datetime) -> list[Outgoing]:
        """Rows whose sender died between claim and outcome: they may have been delivered. A lease far ahead of now was
        given before the clock was set back."""
        return [self.opened(row) for row in self._tx.run(STALE, now=now, latest=now + LONGEST_LEASE)]

    def still_held(self, row: int, tries: int) -> bool:
        """Whether who claimed it as this try still has it; nobody takes it before this transaction ends."""
        return bool(self._tx.change(STILL_HELD, row=row, of_try=tries))

    def sent(self, row: int, message: str | None, at: datetime) -> None:
        """It was delivered as the platform's `message`."""
        self._settle(row, "sent", message=message, at=at)

    def later(self, row: int, due_at: datetime, reason: str, *, counted: bool = True) -> None:
        """Try again at `due_at`; a wait the platform asked for is not counted as a try."""
        self._settle(row, "waiting", due=due_at, why=reason)
        if not counted:
            self._tx.change(UNCOUNT, row=row)

    def give_up(self, row: int, state: str, reason: str) -> None:
        """End it without delivery: `dropped`, `dead` or `unknown`."""
        self._settle(row, state, why=reason)

    def get(self, row: int) -> Outgoing | None:
        """A row by id."""
        return self._one(self._tx.run(ONE, row=row))

    def by_message(self, channel: str, chat: str, message: str) -> Outgoing | None:
        """The row that became this message of the platform."""
        return self._one(self._tx.run(BY_MESSAGE, on_channel=channel, platform_id=message, **self._here(chat)))

    def answering(self, channel: str, chat: str, message: str) -> list[Outgoing]:
        """The newest cards that answer this message, or stand in the thread it began; the newest first."""
        rows = self._tx.run(ANSWERING, on_channel=channel, platform_id=message, **self._here(chat))
        return [self.opened(row) for row in rows]

    def of_source(self, team_id: int, source: int) -> list[Outgoing]:
        """Everything one inbox row or sweep sent."""
        return [self.opened(row) for row in self._tx.run(OF_SOURCE, team=team_id, of=source)]

    def showing(self, team_id: int, record_id: int) -> list[Outgoing]:
        """Every card that shows a record."""
        return [self.opened(row) for row in self._tx.run(SHOWING, team=team_id, record=record_id)]

    def showing_since(self, team_id: int, record_id: int, since: datetime) -> list[Outgoing]:
        """The same of cards queued since a moment."""
        rows = self._tx.run(SHOWING_SINCE, team=team_id, record=record_id, cut=first_id(since))
        return [self.opened(row) for row in rows]

    def move_chat(self, channel: str, old: str, new: str) -> None:
        """A chat has a new id: what was not yet delivered goes there."""
        self._tx.change(MOVE_CHAT, on_channel=channel, old=old, new=new)

    def drop_private(self, team_id: int, channel: str, chat: str, reason: str) -> None:
        """What a team had waiting for a private chat is not sent any more."""
        self._tx.change(DROP_PRIVATE, in_team=team_id, on_channel=channel, why=reason, **self._here(chat))

    def standing(self, now: datetime) -> dict[str, tuple[int, datetime | None]]:
        """How many rows are in each state but the good ends, and since when the first of each; it costs what these are.
        What waits for its hour does so since then."""
        return {state: self._tx.one(found) for state, found in STANDING.items()}

    def tried_often(self, tries: int) -> dict[str, int]:
        """Channel -> how many rows were tried that often and still wait."""
        return {str(channel): int(count) for channel, count in self._tx.run(TRIED_OFTEN, tries=tries)}

    def counts(self) -> dict[str, tuple[int, datetime]]:
        """How many rows are in each state, and the earliest due there."""
        return {state: (count, due) for state, count, due in self._tx.run(COUNTS)}

    def dead(self) -> list[Outgoing]:
        """What could not be delivered."""
        return [self.opened(row) for row in self._tx.run(DEAD)]

    def undelivered(self, team_id: int) -> list[Outgoing]:
        """What could not be delivered for a team, the oldest first; cards that tell of just that are left out."""
        return [self.opened(row) for row in self._tx.run(UNDELIVERED, team=team_id)]

    def newest_undelivered(self, team_id: int) -> int | None:
        """The id of the newest of these."""
        row = self._tx.one(NEWEST_UNDELIVERED, team=team_id)
        return None if row is None or row[0] is None else int(row[0])

    def doubtful(self, team_id: int) -> int:
        """How many were sent without anybody knowing whether they arrived."""
        row = self._tx.one(DOUBTFUL, team=team_id)
        return int(row[0]) if row else 0

    def revive(self, team_id: int, now: datetime) -> int:
        """All that could not be delivered for a team waits again, in its order; how many."""
        return int(self._tx.change(REVIVE, team=team_id, now=now))

    def let_go(self, team_id: int) -> int:
        """All that could not be delivered for a team is given up; how many."""
        return int(self._tx.change(LET_GO, team=team_id))

    def opened(self, row: Row) -> Outgoing:
        """A row as it is worked with: a private chat by what the platform calls it, ERASED once nobody may know."""
        *cells, address = row
        if address is not None:
            cells[CHAT] = self._tx.seal(cells[1]).open(address, "outbox", "address", cells[0])
        return Outgoing(*cells)

    def _here(self, chat: str) -> dict[str, str]:
        return {"in_chat": chat, "chat_mark": self._tx.seal(0).mark(chat)}

    def _one(self, rows: list[Row]) -> Outgoing | None:
        return self.opened(rows[0]) if rows else None

    def _settle(
        self, row: int, state: str, *, due: datetime | None = None, message: str | None = None,
        at: datetime | None = None, why: str | None = None,
    ) -> None:  # fmt: skip
        self._tx.change(SETTLE, row=row, next=state, due=due, platform_id=message, at=at, why=why)
