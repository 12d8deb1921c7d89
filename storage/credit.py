"""Questions about credit: what a manager set for an account, and the scores kept beside the money they are of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from core.base.money import Money
from core.base.records import Record
from core.ledger import (
    Adjustment,
    Allocation,
    CreditTerms,
    GradeChange,
    Payment,
    Promise,
    Rating,
    Reason,
    Receivable,
    WriteOff,
    no_longer_free,
)
from core.sales import Account
from storage.sealed import to_json
from storage.tables import KINDS, account_credit, account_money
from storage.topic import Topic, find

TERMS, CHANGES = KINDS[CreditTerms].table, KINDS[GradeChange].table
C, M, A = account_credit.c, account_money.c, KINDS[Account].table.c
MOVES = (Receivable, Payment, Allocation, Adjustment, WriteOff, Promise)  # what a score is made from

TERMS_OF = find(CreditTerms, TERMS.c.account_id == bindparam("of"), TERMS.c.void.is_(False)).order_by(TERMS.c.id.desc())
FREE = find(CreditTerms, TERMS.c.free_until.is_not(None), TERMS.c.void.is_(False)).order_by(TERMS.c.free_until)
CHANGES_OF = find(GradeChange, CHANGES.c.account_id == bindparam("of")).order_by(CHANGES.c.id.desc()).limit(10)
OF_ONE = and_(C.team_id == bindparam("in_team"), C.account_id == bindparam("of"))
KEPT_OF = select(C.points, C.grade, C.reasons, C.scored_on, C.score_again_on, C.policy_version, C.size, C.stale).where(
    OF_ONE
)
LAST_OF = select(C.grade, C.size).where(OF_ONE)
SCORED = ("points", "grade", "reasons", "scored_on", "score_again_on", "policy_version", "size", "stale")


def _kept(dialect: Any, values: dict[str, Any], renewed: Iterable[str]) -> Any:
    """An account's row, with these of its values renewed where there is one already."""
    adding = dialect.insert(account_credit).values(team_id=bindparam("in_team"), account_id=bindparam("of"), **values)
    given = {name: adding.excluded[name] for name in renewed}
    return adding.on_conflict_do_update(index_elements=["team_id", "account_id"], set_=given)


DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
KEEP = {
    name: _kept(dialect, {one: bindparam(f"now_{one}", type_=C[one].type) for one in SCORED}, SCORED)
    for name, dialect in DIALECTS.items()
}
UNSCORED = {"reasons": "[]", "policy_version": 0, "size": 0, "stale": True}
TOUCH = {name: _kept(dialect, UNSCORED, ("stale",)) for name, dialect in DIALECTS.items()}
STALE = (
    select(C.account_id)
    .where(and_(C.team_id == bindparam("in_team"), literal_column("stale")))
    .order_by(C.account_id)
    .limit(bindparam("count"))
)
DUE = (
    select(C.account_id)
    .where(and_(C.team_id == bindparam("in_team"), C.score_again_on <= bindparam("today"),
                C.score_again_on.is_not(None)))
    .order_by(C.score_again_on, C.account_id)
    .limit(bindparam("count"))
)  # fmt: skip
OTHERWISE_JUDGED = (
    update(account_credit)
    .where(and_(C.team_id == bindparam("in_team"), C.policy_version < bindparam("by_policy")))
    .values(stale=True)
)
# + 0: by the account, not by the index of what is owed
OWING_AFTER = and_(
    C.points.is_not(None),
    tuple_(C.points, C.account_id) > tuple_(bindparam("points"), bindparam("account")),
    select(M.owed).where(and_(M.team_id == C.team_id, M.account_id == C.account_id, M.owed + 0 > 0)).exists(),
)
WORST = (
    select(C.account_id, C.points, C.grade)
    .where(and_(C.team_id == bindparam("in_team"), OWING_AFTER))
    .order_by(C.points, C.account_id)
    .limit(bindparam("count"))
)
# The same of one owner: from whose accounts, so that nobody reads a whole team's for the few that are theirs.
WORST_OF = (
    select(C.account_id, C.points, C.grade)
    .join_from(KINDS[Account].table, account_credit, and_(C.team_id == A.team_id, C.account_id == A.id))
    .where(and_(A.team_id == bindparam("in_team"), A.owner_id == bindparam("owner"), OWING_AFTER))
    .order_by(C.points + 0, C.account_id)
    .limit(bindparam("count"))
)
OWED = (
    select(M.currency, func.sum(M.owed), func.count())
    .where(and_(M.team_id == bindparam("in_team"), M.owed > 0))
    .group_by(M.currency)
    .order_by(M.currency)
)
OWED_BY_FEW = (
    select(M.account_id, M.owed)
    .where(and_(M.team_id == bindparam("in_team"), M.currency == bindparam("in_currency"), M.owed > bindparam("least")))
    .order_by(M.owed.desc(), M.account_id)
)


class Credit(Topic):
    """Limits, the whitelist, kept scores."""

    def terms(self, account_id: int) -> CreditTerms | None:
        """What was set for an account; of a merged one the newest."""
        found: CreditTerms | None = self._first(CreditTerms, TERMS_OF, of=account_id)
        return found

    def free(self) -> list[CreditTerms]:
        """The whitelist, also what has ended and was not told yet; the first to end first."""
        return self._find(CreditTerms, FREE)

    def tell_ended(self, row: int) -> None:
        """The end of a whitelisting was told."""
        terms = self._store.get(CreditTerms, row)
        assert terms is not None
        self._store.save(no_longer_free(terms))

    def changes(self, account_id: int) -> list[GradeChange]:
        """How an account's grade changed, the newest first."""
        return self._find(GradeChange, CHANGES_OF, of=account_id)

    # -- kept scores

    def rating(self, account_id: int) -> tuple[Rating | None, bool]:
        """The score as it was kept last, and whether money moved since; None where there was nothing to judge by."""
        row = self._tx.one(KEPT_OF, in_team=self._team, of=account_id)
        if row is None:
            return None, True
        points, grade, reasons, scored_on, again_on, version, size, stale = row
        stale = bool(stale) or (self._store.scores_at_its_end and account_id in self._store.touched)
        if points is None:
            return None, stale
        made = tuple(Reason(*one) for one in json.loads(reasons))
        return Rating(points, grade, made, scored_on, again_on, version, size), stale

    def last(self, account_id: int) -> tuple[str | None, int]:
        """The grade as it was kept last, and how many payments and promises it was made from."""
        grade, size = self._tx.one(LAST_OF, in_team=self._team, of=account_id) or (None, 0)
        return grade, size

    def keep(self, account_id: int, rating: Rating | None, again_on: date | None, policy_version: int) -> None:
        """Write a score down; None: there is nothing to judge by."""
        reasons = [[one.key, one.points, one.most, dict(one.facts)] for one in rating.reasons] if rating else []
        self._tx.change(
            KEEP[self._tx.database.engine.dialect.name], in_team=self._team, of=account_id,
            now_points=rating.points if rating else None, now_grade=rating.grade if rating else None,
            now_reasons=to_json(reasons), now_scored_on=rating.scored_on if rating else None,
            now_score_again_on=again_on, now_policy_version=policy_version, now_size=rating.size if rating else 0,
            now_stale=False,
        )  # fmt: skip

    def touch(self, records: Iterable[Record]) -> None:
        """Whose money moved has a score that must be made anew; called by `Store.save` and `Store.move`."""
        for row in {one.account_id for one in records if isinstance(one, MOVES)} - self._store.touched:
            self._store.touched.add(row)
            if not self._store.scores_at_its_end:
                self.mark(row)

    def mark(self, account_id: int) -> None:
        """The score must be made anew."""
        self._tx.change(TOUCH[self._tx.database.engine.dialect.name], in_team=self._team, of=account_id)

    def stale(self, count: int) -> list[int]:
        """Accounts whose money moved since they were scored."""
        return [row[0] for row in self._tx.run(STALE, in_team=self._team, count=count)]

    def to_score(self, today: date, count: int) -> list[int]:
        """Accounts whose score may be another today though nothing was logged."""
        return [row[0] for row in self._tx.run(DUE, in_team=self._team, today=today, count=count)]

    def judged_before(self, policy_version: int) -> None:
        """Whatever was scored under an older policy is scored again."""
        self._tx.change(OTHERWISE_JUDGED, in_team=self._team, by_policy=policy_version)

    def worst(self, after: tuple[int, int], count: int, owner_id: int | None = None) -> Sequence[tuple[int, int, str]]:
        """(account, points, grade) of who owes money, the least trusted first, after a place (points, account); of one
        owner's accounts or of all."""
        place: dict[str, Any] = dict(in_team=self._team, points=after[0], account=after[1], count=count)
        rows: Any = (
            self._tx.run(WORST, **place) if owner_id is None else self._tx.run(WORST_OF, **place, owner=owner_id)
        )
        return [(row[0], row[1], row[2]) for row in rows]

    # -- who owes how much of it all

    def owed(self) -> list[tuple[Money, int]]:
        """All that is open, a sum a currency, with how many accounts owe it."""
        rows = self._tx.run(OWED, in_team=self._team)
        return [(Money.of_minor(int(owed), currency), count) for currency, owed, count in rows]

    def owing_more_than(self, least: Money) -> list[tuple[int, Money]]:
        """Accounts that owe more than that in its currency, the most first."""
        rows = self._tx.run(OWED_BY_FEW, in_team=self._team, in_currency=least.currency, least=least.minor)
        return [(row, Money.of_minor(owed, least.currency)) for row, owed in rows]
