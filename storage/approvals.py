"""Questions about drafts and buttons. Taking one is a single update that at most one caller wins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, literal_column, select, update

from core.approvals import Button, Draft
from storage.tables import KINDS
from storage.topic import Topic, find
from storage.transaction import Transaction

DRAFTS, BUTTONS = KINDS[Draft].table, KINDS[Button].table

OPEN = find(
    Draft,
    DRAFTS.c.member_id == bindparam("member"),
    DRAFTS.c.chat == bindparam("in_chat"),
    literal_column("state") == literal_column("'open'"),
    DRAFTS.c.expires_at > bindparam("now"),
).order_by(DRAFTS.c.id.desc())
TAKE = (
    update(DRAFTS)
    .where(and_(DRAFTS.c.team_id == bindparam("in_team"), DRAFTS.c.id == bindparam("row"), DRAFTS.c.state == "open"))
    .values(state="taken")
)
PRESSED = find(Button, BUTTONS.c.token == bindparam("wire"))
WHOSE = select(BUTTONS.c.team_id).where(BUTTONS.c.token == bindparam("wire"))


class Approvals(Topic):
    """What waits for somebody's word."""

    def open_question(self, member_id: int, chat: str, now: datetime) -> Draft | None:
        """The newest question to this person in this chat that is still open and not expired."""
        found: Draft | None = self._first(Draft, OPEN, member=member_id, in_chat=chat, now=now)
        return found

    def draft(self, row: int) -> Draft | None:
        """A draft by id, whatever its state."""
        return self._store.get(Draft, row)

    def take(self, draft_id: int) -> bool:
        """Take a draft; True for exactly one caller."""
        return bool(self._tx.change(TAKE, in_team=self._team, row=draft_id))

    def button(self, token: str) -> Button | None:
        """The button behind a token, if it is this team's."""
        found: Button | None = self._first(Button, PRESSED, wire=token)
        return found


def team_of_token(transaction: Transaction, token: str) -> int | None:
    """The team whose button this is; the one look-up by token that comes before the team is known."""
    row = transaction.one(WHOSE, wire=token)
    return None if row is None else int(row[0])
