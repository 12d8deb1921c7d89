"""Questions about alerts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, literal_column, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from core.base.records import Record, evolve
from core.contracts import Contract
from core.handovers import Handover
from core.ledger import Delivery, Payment, Receivable
from core.sales import Task
from core.watch import Alert
from storage.tables import KINDS, outbox, shown
from storage.tables.books import HELD, OPEN_MONEY, TO_DELIVER
from storage.topic import Topic, find

ALERTS = KINDS[Alert].table
KEY = ["team_id", "rule", "subject_id", "episode", "stage"]
RAISE = {
    name: dialect.insert(ALERTS).on_conflict_do_nothing(index_elements=KEY).returning(ALERTS.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
ON_SUBJECT = find(Alert, ALERTS.c.subject_id == bindparam("subject")).order_by(ALERTS.c.id)

UNSAY = (
    update(ALERTS)
    .where(
        and_(
            ALERTS.c.team_id == bindparam("in_team"),
            ALERTS.c.subject_id == bindparam("subject"),
            literal_column("unsaid"),
        )
    )
    .values(unsaid=None, state="resolved")
    .returning(ALERTS.c.id)
)
TAKE_UNSAID = (
    update(ALERTS)
    .where(and_(ALERTS.c.team_id == bindparam("in_team"), literal_column("unsaid")))
    .values(unsaid=None)
    .returning(ALERTS.c.id)
)
# `unsaid`: true until a card is queued that tells of it, then null; false where no card ever will, since a list told of
# it or nobody can hear it.
NOBODY_HEARS = (
    update(ALERTS)
    .where(and_(ALERTS.c.team_id == bindparam("in_team"), ALERTS.c.id == bindparam("row")))
    .values(unsaid=False)
)
CARDLESS = find(
    Alert,
    ALERTS.c.created_at >= bindparam("earliest"),
    ALERTS.c.unsaid.is_(None),
    ALERTS.c.aloud,
    literal_column("state") != literal_column("'resolved'"),  # so that SQLite sees the partial index fits
    ~exists().where(
        and_(
            shown.c.team_id == ALERTS.c.team_id, shown.c.record_id == ALERTS.c.id, outbox.c.id == shown.c.outbox_id
        )
    ),
).order_by(ALERTS.c.id)  # fmt: skip
OPEN_OF = find(
    Alert, ALERTS.c.rule == bindparam("by_rule"), literal_column("state") != literal_column("'resolved'")
).order_by(ALERTS.c.id)

# What a sweep looks at day by day, while it is open.
WATCHED: dict[type[Record], str] = {
    Receivable: OPEN_MONEY,
    Contract: "state = 'active'",
    Task: "state = 'open'",
    Handover: "state = 'pending'",
    Delivery: TO_DELIVER,
    Payment: HELD,
}


def _look_again(record: type[Record], still_open: str) -> Any:
    """The next few of a kind that are open are looked at today; their ids."""
    table = KINDS[record].table
    few = (
        select(table.c.id)
        .where(and_(table.c.team_id == bindparam("in_team"), table.c.id > bindparam("after"), text(still_open)))
        .order_by(table.c.id)
        .limit(bindparam("count"))
    )
    of_team = and_(table.c.team_id == bindparam("in_team"), table.c.id.in_(few.scalar_subquery()))
    return update(table).where(of_team).values(next_check_on=bindparam("today")).returning(table.c.id)


LOOK_AGAIN = [_look_again(record, still_open) for record, still_open in WATCHED.items()]


class Watch(Topic):
    """What was said without being asked."""

    def look_again(self, place: tuple[int, int], today: date, count: int) -> tuple[int, int] | None:
        """Whatever is open is looked at today, so many at a time from a place on (kind, id); the place to go on from,
        or None when all of it is done. For a policy whose days are others now."""
        at, after = place
        rows = [row[0] for row in self._tx.run(LOOK_AGAIN[at], in_team=self._team, after=after, today=today,
                                               count=count)]  # fmt: skip
        self._store.wrote = self._store.wrote or bool(rows)
        if len(rows) == count:
            return at, max(rows)
        return (at + 1, 0) if at + 1 < len(LOOK_AGAIN) else None

    def raise_alert(self, alert: Alert, *, said: bool = False) -> bool:
        """Record an alert; False if this team was told of this stage before. `said`: a list just told of it."""
        kind = KINDS[Alert]
        cells = kind.cells(alert, self._store.seal) | dict(
            team_id=self._team, created_by=self._store.by, created_at=self._store.now, source=self._store.source,
            unsaid=(not said) if alert.aloud else None,
        )  # fmt: skip
        self._store.wrote = True
        return bool(self._tx.run(RAISE[self._tx.database.engine.dialect.name], **cells))

    def unsay(self, subject_id: int) -> bool:
        """What nobody was told of yet about a record is not said any more; whether there was any."""
        return bool(self._tx.run(UNSAY, in_team=self._team, subject=subject_id))

    def resolve(self, alert: Alert) -> None:
        """What an alert was about is no longer so."""
        self._store.save(evolve(alert, state="resolved"))

    def take_unsaid(self) -> list[Alert]:
        """The alerts no card tells of yet, oldest first; each is given to exactly one caller, who must say it."""
        rows = sorted(row[0] for row in self._tx.run(TAKE_UNSAID, in_team=self._team))
        return [alert for row in rows if (alert := self.alert(row))]

    def nobody_hears(self, row: int) -> None:
        """No card tells of an alert: nobody is there to hear it."""
        self._tx.change(NOBODY_HEARS, in_team=self._team, row=row)

    def cardless(self, earliest: datetime) -> list[Alert]:
        """Open alerts raised since then that a card was queued for, and none is there."""
        return self._find(Alert, CARDLESS, earliest=earliest)

    def alert(self, row: int) -> Alert | None:
        """An alert by id."""
        return self._store.get(Alert, row)

    def open_of(self, rule: str) -> list[Alert]:
        """What a rule found and that is not settled, oldest first."""
        return self._find(Alert, OPEN_OF, by_rule=rule)

    def on(self, subject_id: int) -> list[Alert]:
        """Every alert ever raised about a record, oldest first."""
        return self._find(Alert, ON_SUBJECT, subject=subject_id)
