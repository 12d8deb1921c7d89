"""Questions about what a team did in a stretch of days. Days are the team's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam

from core.base.ids import first_id
from core.ledger import Payment, Promise
from core.sales import STAGES, Account, Deal, Visit
from core.watch.week import Move
from storage.tables import KINDS
from storage.topic import Topic, find

V, D = KINDS[Visit].table.c, KINDS[Deal].table.c
P, B, A = KINDS[Payment].table.c, KINDS[Promise].table.c, KINDS[Account].table.c
FIRST: Any = bindparam("first")
LAST: Any = bindparam("last")

VISITS = find(Visit, V.on >= FIRST, V.on <= LAST, V.void.is_(False)).order_by(V.on, V.id)
DEALS = find(Deal, D.stage == bindparam("at"), D.stage_since >= bindparam("since"), D.void.is_(False)).order_by(D.id)
PAYMENTS = find(Payment, P.on >= FIRST, P.on <= LAST).order_by(P.on, P.id)
PROMISES = find(Promise, B.by_on >= FIRST, B.by_on <= LAST, B.void.is_(False)).order_by(B.by_on, B.id)
ACCOUNTS = find(Account, A.id >= bindparam("from_id"), A.id < bindparam("before_id"), A.void.is_(False)).order_by(A.id)


class Doings(Topic):
    """What was done, by day."""

    def visits(self, since: date, by: date) -> list[Visit]:
        """Everybody's contacts with customers on these days."""
        return self._find(Visit, VISITS, first=since, last=by)

    def payments(self, since: date, by: date) -> list[Payment]:
        """What came in on these days and was not taken back."""
        entries = self._find(Payment, PAYMENTS, first=since, last=by)
        reversed_ids = {one.reverses_id for one in entries}  # a reversal counts on the day of what it reverses
        return [one for one in entries if one.reverses_id is None and one.id not in reversed_ids]

    def promises(self, since: date, by: date) -> list[Promise]:
        """What was to be paid by one of these days."""
        return self._find(Promise, PROMISES, first=since, last=by)

    def new_accounts(self, since: date, by: date, zone: ZoneInfo) -> list[Account]:
        """The customers that were made on these days and are still there under a name of their own."""
        start, end = datetime.combine(since, time(), zone), datetime.combine(by, time.max, zone)
        found = self._find(Account, ACCOUNTS, from_id=first_id(start), before_id=first_id(end))
        return [one for one in found if one.merged_into is None]

    def moves(self, since: date, by: date, zone: ZoneInfo) -> list[Move]:
        """Every stage a deal came to on these days, in order; what was taken back is left out."""
        return [move for deal in self._deals(since) for move in self._moves_of(deal, zone) if since <= move.on <= by]

    def _deals(self, since: date) -> Iterator[Deal]:
        for stage in STAGES:
            yield from self._find(Deal, DEALS, at=stage, since=since)

    def _moves_of(self, deal: Deal, zone: ZoneInfo) -> list[Move]:
        """The way of one deal through its stages, as the audit tells it, up to where it stands now."""
        way: list[Move] = []
        for entry in self._store.audit.of_record(deal.id):
            if "stage" not in entry.change:
                continue
            stage = entry.change["stage"]
            before, after = ("", stage) if entry.act == "create" else stage
            if way and way[-1].before == after:  # back to where it was: taken back, not moved
                way.pop()
            else:
                way.append(Move(deal, entry.at.astimezone(zone).date(), before, after))
        return way
