"""Questions about approvals, drafts and buttons. Taking a draft is a single update that at most one caller wins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, literal_column, select, text, update

from core.approvals import Approval, Asked, Button, Draft, Undo, Verdict
from core.base.records import Record
from storage.tables import KINDS, audit
from storage.tables.books import ASKED_FOR
from storage.topic import Topic, find
from storage.transaction import Transaction

DRAFTS, BUTTONS, UNDOS = KINDS[Draft].table, KINDS[Button].table, KINDS[Undo].table
ASKED = KINDS[Asked].table
APPROVALS, V = KINDS[Approval].table, KINDS[Verdict].table.c
A = APPROVALS.c
RECENT = 5_000  # audit rows looked back at for somebody's last change

WAITING = find(Approval, text(ASKED_FOR)).order_by(A.id)
ABOUT = find(
    Approval, A.kind == bindparam("of_kind"), A.subject_id == bindparam("subject"), text(ASKED_FOR)
).order_by(A.id)  # fmt: skip
ASKED_OF = find(
    Approval,
    A.account_id == bindparam("account"),
    A.kind == bindparam("of_kind"),
    A.asked_on >= bindparam("since"),
    A.state != literal_column("'replaced'"),
).order_by(A.id)
VERDICTS = find(Verdict, V.approval_id == bindparam("approval")).order_by(V.id)
DUE = (
    find(Approval, A.next_check_on <= bindparam("today"), A.next_check_on.is_not(None))
    .order_by(A.next_check_on, A.id)
    .limit(bindparam("count"))
)
CHECK_ON = (
    update(APPROVALS)
    .where(and_(A.team_id == bindparam("in_team"), A.id == bindparam("row")))
    .values(next_check_on=bindparam("next"))
)
OPEN = find(
    Draft,
    DRAFTS.c.member_id == bindparam("member"),
    literal_column("state") == literal_column("'open'"),
    DRAFTS.c.expires_at > bindparam("now"),
).order_by(DRAFTS.c.id.desc())
LEFT_HERE = (
    find(
        Draft,
        DRAFTS.c.member_id == bindparam("member"),
        DRAFTS.c.chat == bindparam("in_chat"),
        literal_column("state") == literal_column("'open'"),
        DRAFTS.c.kind == bindparam("of_kind"),
    )
    .order_by(DRAFTS.c.id.desc())
    .limit(1)
)
LEFT = find(
    Draft,
    literal_column("state") == literal_column("'open'"),
    DRAFTS.c.expires_at >= bindparam("earliest"),
    DRAFTS.c.expires_at <= bindparam("now"),
).order_by(DRAFTS.c.expires_at, DRAFTS.c.id)
OPENED_BY = find(Draft, DRAFTS.c.opened_by == bindparam("source")).order_by(DRAFTS.c.id)
TAKE = (
    update(DRAFTS)
    .where(and_(DRAFTS.c.team_id == bindparam("in_team"), DRAFTS.c.id == bindparam("row"), DRAFTS.c.state == "open"))
    .values(
        state="taken", taken_by=bindparam("source"), version=DRAFTS.c.version + 1
    )  # who changes it at the same moment gets a Conflict
)
LAST_ASKED = find(Asked, ASKED.c.member_id == bindparam("member"), ASKED.c.chat == bindparam("in_chat"))
PRESSED = find(Button, BUTTONS.c.token == bindparam("wire"))
WHOSE = select(BUTTONS.c.team_id).where(BUTTONS.c.token == bindparam("wire"))
UNDONE = find(Undo, UNDOS.c.undone == bindparam("source")).order_by(UNDOS.c.id.desc())
IS_UNDO = find(Undo, UNDOS.c.by_change == bindparam("source"))
MOVES = [
    update(table)
    .where(and_(table.c.team_id == bindparam("in_team"), table.c.chat == bindparam("old")))
    .values(chat=bindparam("new"))
    for table in (BUTTONS, DRAFTS, ASKED)
]
NEWEST = select(func.max(audit.c.seq)).where(audit.c.team_id == bindparam("in_team"))
WROTE = (
    select(audit.c.source)
    .where(
        and_(audit.c.team_id == bindparam("in_team"), audit.c.seq > bindparam("floor"), audit.c.by == bindparam("who"))
    )
    .order_by(audit.c.seq.desc())
    .limit(200)
)


class Approvals(Topic):
    """What waits for somebody's word."""

    def waiting(self) -> list[Approval]:
        """Everything that waits for somebody's yes, the oldest first."""
        return self._find_once(Approval, WAITING)

    def about(self, kind: str, subject_id: int) -> Approval | None:
        """What of a kind waits about a record."""
        found: Approval | None = self._first(Approval, ABOUT, of_kind=kind, subject=subject_id)
        return found

    def asked(self, kind: str, account_id: int, since: date) -> list[Approval]:
        """What of a kind was asked about an account since a day, however it was decided, but not what another content
        replaced; the oldest first."""
        return self._find(Approval, ASKED_OF, of_kind=kind, account=account_id, since=since)

    def verdicts(self, approval_id: int) -> list[Verdict]:
        """What was said to an approval, in order."""
        return self._find(Verdict, VERDICTS, approval=approval_id)

    def to_check(self, today: date, count: int = 1000) -> list[Approval]:
        """What a sweep must look at: costs what is due, not what is stored."""
        return self._find(Approval, DUE, today=today, count=count)

    def check_on(self, approval_id: int, day: date | None) -> None:
        """When the next sweep must look at an approval; None: never again."""
        self._tx.change(CHECK_ON, in_team=self._team, row=approval_id, next=day)

    def look_again(self, records: Sequence[Record]) -> None:
        """What waits is looked at by the next sweep, what is decided never again. Called by `Store.save`."""
        for record in records:
            if isinstance(record, Approval):
                self.check_on(record.id, self._store.now.date() if record.is_open else None)

    def open_question(self, member_id: int, chat: str, now: datetime) -> Draft | None:
        """The newest question to this person in this chat that is still open and not expired."""
        return next((one for one in self._open(member_id, now) if one.chat == chat), None)

    def _open(self, member_id: int, now: datetime) -> list[Draft]:
        """Whatever this person was asked and may still answer, the newest first: a few minutes' questions."""
        return self._find_once(Draft, OPEN, member=member_id, now=now)

    def left_open(self, earliest: datetime, now: datetime) -> list[Draft]:
        """What was asked of anybody, lapsed between two moments, and was never answered; the oldest first."""
        return self._find(Draft, LEFT, earliest=earliest, now=now)

    def open_of_kind(self, member_id: int, kind: str, now: datetime) -> list[Draft]:
        """What of a kind is still open and not expired for this person, in any chat, the newest first."""
        return [one for one in self._open(member_id, now) if one.kind == kind]

    def left_here(self, member_id: int, chat: str, kind: str) -> Draft | None:
        """The newest of a kind that this person was asked in this chat and never answered, however long ago."""
        found: Draft | None = self._first(Draft, LEFT_HERE, member=member_id, in_chat=chat, of_kind=kind)
        return found

    def opened_by(self, source: int) -> list[Draft]:
        """What was asked because of one inbox row, answered or not."""
        return self._find(Draft, OPENED_BY, source=source)

    def draft(self, row: int) -> Draft | None:
        """A draft by id, whatever its state."""
        return self._store.get(Draft, row)

    def take(self, draft_id: int) -> bool:
        """Take a draft; True for exactly one caller."""
        self._tx.met.clear()
        return bool(self._tx.change(TAKE, in_team=self._team, row=draft_id, source=self._store.source))

    def last_sources(self, member_id: int) -> list[int]:
        """The change sets somebody wrote lately, the newest first."""
        newest = self._tx.one(NEWEST, in_team=self._team)
        floor = (newest[0] or 0) - RECENT if newest else 0
        rows = self._tx.run(WROTE, in_team=self._team, floor=floor, who=member_id)
        return list(dict.fromkeys(row[0] for row in rows))

    def last_asked(self, member_id: int, chat: str) -> Asked | None:
        """The last question this person asked in this chat, however long ago."""
        found: Asked | None = self._first(Asked, LAST_ASKED, member=member_id, in_chat=chat)
        return found

    def undone_by(self, source: int) -> int | None:
        """The change set that took this one back and stands; None if it counts (also after the undo was undone)."""
        last: Undo | None = self._first(Undo, UNDONE, source=source)
        return None if last is None or self.undone_by(last.by_change) is not None else last.by_change

    def undid(self, source: int) -> int | None:
        """The change set that this one took back; None if it was no undo."""
        found: Undo | None = self._first(Undo, IS_UNDO, source=source)
        return None if found is None else found.undone

    def button(self, token: str) -> Button | None:
        """The button behind a token, if it is this team's."""
        found: Button | None = self._first(Button, PRESSED, wire=token)
        return found

    def move_chat(self, old: str, new: str) -> None:
        """A chat has a new id: its buttons and open questions stand there now."""
        self._tx.met.clear()
        for move in MOVES:
            self._tx.change(move, in_team=self._team, old=old, new=new)


def team_of_token(transaction: Transaction, token: str) -> int | None:
    """The team whose button this is; the one look-up by token that comes before the team is known."""
    row = transaction.one(WHOSE, wire=token)
    return None if row is None else int(row[0])
