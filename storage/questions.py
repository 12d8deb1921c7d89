"""Questions about many customers at once. Rights on an account are not decided here: every row tells whose it is.

Sums are made in the database, an account and a currency a row, so that who asks may be shown only theirs; the rows
behind a sum come in pages, in an order that does not change between two.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    not_,
    select,
    text,
    tuple_,
    union_all,
)

from core.base.ids import HIGHEST
from core.base.money import Money
from core.base.records import Record
from core.contracts import Contract
from core.ledger import Payment, Promise, Receivable
from core.sales import CLOSED, STAGES, Account, Deal, Note, Task, Visit
from storage.tables import KINDS, account_money, due_money
from storage.tables.books import OPEN_MONEY
from storage.topic import Topic

R = TypeVar("R", bound=Record)

A, V, N = KINDS[Account].table.c, KINDS[Visit].table.c, KINDS[Note].table.c
RECEIVABLES, PAYMENTS = KINDS[Receivable].table, KINDS[Payment].table
REVERSALS = PAYMENTS.alias("reversals")
D, P, C, M = KINDS[Deal].table.c, KINDS[Promise].table.c, KINDS[Contract].table.c, account_money.c
WHOSE = (A.id, A.name, A.owner_id, A.co_owners, A.tier, A.merged_into)
TEAM: Any = bindparam("in_team")
OF: Any = bindparam("of")
FIRST: Any = bindparam("first")
LAST: Any = bindparam("last")
EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Whose:
    """The account a row belongs to, and to whom that belongs."""

    account_id: int
    name: str
    owner_id: int
    co_owners: tuple[int, ...]
    tier: str

    @property
    def owners(self) -> tuple[int, ...]:
        """Everyone the account belongs to, the owner first."""
        return (self.owner_id, *self.co_owners)


class Aged(NamedTuple):
    """What is open in one currency, a sum and a count for each bucket in the order of the bounds: of customers of one
    owner (0: of everybody) and one tier."""

    owner_id: int
    tier: str
    sums: tuple[Money, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """The sum of an account's entries in one currency, and how many there are."""

    whose: Whose
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class Visited:
    """How often one member was in touch with an account in one way."""

    whose: Whose
    by_id: int
    kind: str
    count: int


class Touched(NamedTuple):
    """When an account was last visited, called or remarked on, and since when it is in the books."""

    whose: Whose
    visited_on: date | None
    noted_on: date | None
    created_at: datetime


def _with_accounts(columns: Sequence[Any], table: Any, *conditions: Any) -> Select[Any]:
    """Rows of a table with their account: one team, the account's columns last."""
    join = and_(A.team_id == table.c.team_id, A.id == table.c.account_id)
    return (
        select(*columns, *WHOSE)
        .join_from(table, KINDS[Account].table, join)
        .where(table.c.team_id == TEAM, *conditions)
    )


def _records(record: type[Record], *conditions: Any) -> Select[Any]:
    kind = KINDS[record]
    return _with_accounts([kind.table.c[name] for name in kind.columns], kind.table, *conditions)


def _paged(statement: Select[Any]) -> Select[Any]:
    return statement.limit(bindparam("count")).offset(bindparam("skip"))


def _summed(inner: Any) -> Select[Any]:
    """Sums an account and currency with their account."""
    join = and_(A.team_id == TEAM, A.id == inner.c.account_id)
    columns = [column for column in inner.c if column.name != "account_id"]
    return select(*columns, *WHOSE).join_from(inner, KINDS[Account].table, join)


# -- what is open, by age

OPEN = RECEIVABLES.c
BALANCE = OPEN.amount + OPEN.adjusted - OPEN.allocated
BOUNDS = tuple(bindparam(f"due_{at}", type_=OPEN.due_on.type) for at in range(4))


def _buckets(due_on: Any, money: Any, count: Any) -> list[Any]:
    """A sum and a count for each bucket: not due from BOUNDS[0] on, then back in time."""
    between = (and_(due_on < after, due_on >= bound) for after, bound in pairwise(BOUNDS))
    inside = (due_on >= BOUNDS[0], *between, due_on < BOUNDS[-1])
    return [
        func.sum(case((one, value), else_=literal_column("0"))).label(f"{name}_{at}")
        for name, value in (("sum", money), ("count", count))
        for at, one in enumerate(inside)
    ]


# The kept sums of one owner, tier and currency, day after day in the key: five sums of a stretch each cost a third of
# one pass that asks every day which bucket it is in.
U = due_money.c
GROUP = (U.owner_id, U.tier, U.currency)
# Behind the last day of a group, so that none of its days are read to get to the next one.
NEXT_GROUP = (
    select(*GROUP)
    .where(
        U.team_id == TEAM,
        tuple_(*GROUP, U.due_on)
        > tuple_(
            bindparam("owner"), bindparam("of_tier"), bindparam("in_currency"), bindparam("day", type_=U.due_on.type)
        ),
    )
    .order_by(*GROUP, U.due_on)
    .limit(1)
)
IN_GROUP = (
    U.team_id == TEAM,
    U.owner_id == bindparam("owner"),
    U.tier == bindparam("of_tier"),
    U.currency == bindparam("in_currency"),
)


def _stretch(at: int, *days: Any) -> Select[Any]:
    columns: list[Any] = [literal_column(str(at)).label("at"), func.sum(U.owed).label("owed")]
    return select(*columns, func.sum(U["count"]).label("n")).where(*IN_GROUP, *days)


AGED = union_all(
    _stretch(0, U.due_on >= BOUNDS[0]),
    *(_stretch(at, U.due_on < after, U.due_on >= bound) for at, (after, bound) in enumerate(pairwise(BOUNDS), 1)),
    _stretch(len(BOUNDS), U.due_on < BOUNDS[-1]),
)
AGED_OF = (
    select(OPEN.amount_currency, *_buckets(OPEN.due_on, BALANCE, literal_column("1")))
    .where(OPEN.team_id == TEAM, OPEN.account_id == OF, text(OPEN_MONEY))
    .group_by(OPEN.amount_currency)
)
OWED_MOST = _paged(
    _with_accounts([M.currency, M.owed], account_money, text("owed > 0")).order_by(M.owed.desc(), M.account_id.desc())
)
BETWEEN = _summed(
    select(OPEN.account_id, OPEN.amount_currency, func.sum(BALANCE).label("owed"), func.count().label("receivables"))
    .where(OPEN.team_id == TEAM, OPEN.due_on >= FIRST, OPEN.due_on <= LAST, text(OPEN_MONEY))
    .group_by(OPEN.account_id, OPEN.amount_currency)
    .subquery()
)
OPEN_DUE = _paged(
    _records(Receivable, OPEN.due_on >= FIRST, OPEN.due_on <= LAST, text(OPEN_MONEY)).order_by(OPEN.due_on, OPEN.id)
)  # fmt: skip
OPEN_DUE_OF = _paged(
    _records(Receivable, OPEN.account_id == OF, OPEN.due_on >= FIRST, OPEN.due_on <= LAST, text(OPEN_MONEY)).order_by(
        OPEN.due_on, OPEN.id
    )
)

# -- what came in. A payment and its reversal count on the same day: together they are nothing, and no row.

Y = PAYMENTS.c
STANDING = (
    Y.reverses_id.is_(None),
    not_(
        select(literal(1))
        .where(REVERSALS.c.team_id == Y.team_id, REVERSALS.c.reverses_id == Y.id)
        .correlate(PAYMENTS)
        .exists()
    ),
)


def _received(*conditions: Any) -> Select[Any]:
    of_one = func.sum(case((Y.reverses_id.is_(None), 1), else_=literal(-1))).label("payments")
    inner = select(Y.account_id, Y.amount_currency, func.sum(Y.amount).label("received"), of_one)
    grouped = inner.where(Y.team_id == TEAM, Y.on >= FIRST, Y.on <= LAST, *conditions)
    return _summed(grouped.group_by(Y.account_id, Y.amount_currency).subquery())


RECEIVED, RECEIVED_OF = _received(), _received(Y.account_id == OF)
NEWEST = (Y.on.desc(), Y.id.desc())
PAYMENTS_IN = _paged(_records(Payment, Y.on >= FIRST, Y.on <= LAST, *STANDING).order_by(*NEWEST))
PAYMENTS_IN_OF = _paged(
    _records(Payment, Y.account_id == OF, Y.on >= FIRST, Y.on <= LAST, *STANDING).order_by(*NEWEST)
)  # fmt: skip
OWED = _with_accounts([M.currency, M.owed], account_money, text("owed > 0")).order_by(M.owed.desc(), M.account_id)

# -- who was in touch

VISITS = KINDS[Visit].table
IN_TIME = (V.on >= FIRST, V.on <= LAST, V.void.is_(False))
OF_ACCOUNT, OF_MEMBER = V.account_id == OF, V.by_id == bindparam("by")
LATEST_VISIT = (V.on.desc(), V.id.desc())


def _visited(*conditions: Any) -> Select[Any]:
    inner = select(V.account_id, V.by_id, V.kind, func.count().label("visits")).where(V.team_id == TEAM, *conditions)
    return _summed(inner.group_by(V.account_id, V.by_id, V.kind).subquery())


def _visits(*conditions: Any) -> Select[Any]:
    return _paged(_records(Visit, *conditions).order_by(*LATEST_VISIT))


NARROWED: dict[tuple[bool, bool], tuple[Any, ...]] = {
    (False, False): (),
    (True, False): (OF_ACCOUNT,),
    (False, True): (OF_MEMBER,),
    (True, True): (OF_ACCOUNT, OF_MEMBER),
}
VISITED = {narrow: _visited(*IN_TIME, *conditions) for narrow, conditions in NARROWED.items()}
VISITS_IN = {narrow: _visits(*IN_TIME, *conditions) for narrow, conditions in NARROWED.items()}


def _latest(table: Any) -> Any:
    seen = select(func.max(table.c.on)).where(
        table.c.team_id == A.team_id, table.c.account_id == A.id, table.c.void.is_(False)
    )
    return seen.correlate(KINDS[Account].table).scalar_subquery()


TOUCHED = (
    select(_latest(VISITS).label("visited_on"), _latest(KINDS[Note].table).label("noted_on"), A.created_at, *WHOSE)
    .where(A.team_id == TEAM, A.void.is_(False), A.state == "active")
    .order_by(A.id)
)

# -- what is planned

T = KINDS[Task].table.c
PLANNED = _records(
    Task,
    T.due_on >= FIRST,
    T.due_on <= LAST,
    literal_column("tasks.state") == literal_column("'open'"),
    T.void.is_(False),
).order_by(T.due_on, T.id)

# -- deals, contracts, promises

OPEN_STAGES = D.stage.in_([literal_column(f"'{stage}'") for stage in STAGES if stage not in CLOSED])
OPEN_DEALS = _records(Deal, OPEN_STAGES, D.void.is_(False)).order_by(D.stage_since, D.id)
CLOSED_DEALS = _records(
    Deal, D.stage == bindparam("closed"), D.stage_since >= FIRST, D.stage_since <= LAST, D.void.is_(False)
).order_by(D.stage_since.desc(), D.id.desc())  # fmt: skip
SIGNED = _records(Contract, C.signed_on >= FIRST, C.signed_on <= LAST, C.void.is_(False)).order_by(
    C.signed_on.desc(), C.id.desc()
)
PROMISED = _records(Promise, P.by_on >= FIRST, P.by_on <= LAST, P.void.is_(False)).order_by(P.by_on, P.id)


def _dates(bounds: Sequence[date]) -> dict[str, date]:
    return {f"due_{at}": bound for at, bound in enumerate(bounds)}


def _amounts(minor: Sequence[Any], currency: str) -> tuple[Money, ...]:
    return tuple(Money.of_minor(int(one), currency) for one in minor)


class Questions(Topic):
    """What is asked across customers: named questions, each with the rows behind it."""

    def aged(self, bounds: Sequence[date], owner_id: int = 0) -> list[Aged]:
        """What is open for the customers of one owner (0: all), a row a tier and currency, from the kept sums: due from
        `bounds[0]` on (not due), then each bucket from a bound up to the day before the last one, then all before."""
        return [self._aged(group, bounds) for group in self._groups(owner_id, owner_id + 1)]

    def aged_by_owner(self, bounds: Sequence[date]) -> list[Aged]:
        """The same for every owner."""
        return [self._aged(group, bounds) for group in self._groups(1, HIGHEST)]

    def aged_of(self, bounds: Sequence[date], account: Account | Whose) -> list[Aged]:
        """The same of one account, from its receivables."""
        row = account.id if isinstance(account, Account) else account.account_id
        found = self._tx.run(AGED_OF, in_team=self._team, of=row, **_dates(bounds))
        half = len(bounds) + 2
        return [
            Aged(account.owner_id, account.tier, _amounts(one[1:half], one[0]), tuple(map(int, one[half:])))
            for one in found
        ]

    def _groups(self, owner_id: int, before: int) -> Iterator[tuple[int, str, str]]:
        """The owner, tier and currency of every kept sum, from one owner up to but without another."""
        group: Any = (owner_id, "", "")
        while True:
            owner, tier, currency = group
            group = self._tx.one(
                NEXT_GROUP, in_team=self._team, owner=owner, of_tier=tier, in_currency=currency, day=LATEST
            )
            if group is None or group[0] >= before:
                return
            yield group

    def _aged(self, group: tuple[int, str, str], bounds: Sequence[date]) -> Aged:
        owner, tier, currency = group
        key = dict(owner=owner, of_tier=tier, in_currency=currency)
        rows = sorted(self._tx.run(AGED, in_team=self._team, **key, **_dates(bounds)))
        return Aged(
            owner, tier, _amounts([one[1] or 0 for one in rows], currency), tuple(int(one[2] or 0) for one in rows)
        )

    def owed_most(self, skip: int, count: int) -> list[Summed]:
        """What accounts owe, an account and currency a row, the largest number first: one page; `count` is 1 a row."""
        found = self._whose(OWED_MOST, skip=skip, count=count)
        return [Summed(whose, Money.of_minor(row[1], row[0]), 1) for row, whose in found]

    def open_between(self, first: date | None, last: date | None) -> list[Summed]:
        """What is open and due from `first` to `last` (both counted; None: no bound), an account and currency a row."""
        found = self._whose(BETWEEN, first=first or EARLIEST, last=last or LATEST)
        return [Summed(whose, Money.of_minor(int(row[1]), row[0]), int(row[2])) for row, whose in found]

    def open_due(
        self, first: date | None, last: date | None, skip: int, count: int, account_id: int | None = None
    ) -> list[tuple[Receivable, Whose]]:
        """Unpaid receivables due from `first` to `last` (both counted; None: no bound), oldest first: one page."""
        when = dict(first=first or EARLIEST, last=last or LATEST, skip=skip, count=count)
        if account_id is None:
            return self._of(Receivable, OPEN_DUE, **when)
        return self._of(Receivable, OPEN_DUE_OF, of=account_id, **when)

    def received(self, first: date, last: date, account_id: int | None = None) -> list[Summed]:
        """What came in from `first` to `last`, an account and currency a row; taken-back payments are none."""
        when = dict(first=first, last=last)
        found = (
            self._whose(RECEIVED, **when)
            if account_id is None
            else self._whose(RECEIVED_OF, of=account_id, **when)
        )  # fmt: skip
        return [Summed(whose, Money.of_minor(int(row[1]), row[0]), int(row[2])) for row, whose in found if row[2]]

    def payments(
        self, first: date, last: date, skip: int, count: int, account_id: int | None = None
    ) -> list[tuple[Payment, Whose]]:
        """The payments behind `received`, newest first: one page."""
        when = dict(first=first, last=last, skip=skip, count=count)
        if account_id is None:
            return self._of(Payment, PAYMENTS_IN, **when)
        return self._of(Payment, PAYMENTS_IN_OF, of=account_id, **when)

    def owed(self) -> list[Summed]:
        """What every account owes, from the kept sums, the largest first; `count` is 1 a row."""
        return [Summed(whose, Money.of_minor(row[1], row[0]), 1) for row, whose in self._whose(OWED)]

    def visited(self, first: date, last: date, account_id: int | None = None, by: int | None = None) -> list[Visited]:
        """How often who was in touch with whom from `first` to `last`, an account, member and way a row."""
        found = self._whose(
            VISITED[account_id is not None, by is not None], first=first, last=last, of=account_id, by=by
        )
        return [Visited(whose, row[0], row[1], int(row[2])) for row, whose in found]

    def visits(
        self, first: date, last: date, skip: int, count: int, account_id: int | None = None, by: int | None = None
    ) -> list[tuple[Visit, Whose]]:
        """The visits behind `visited`, newest first: one page."""
        narrowed = VISITS_IN[account_id is not None, by is not None]
        return self._of(Visit, narrowed, first=first, last=last, skip=skip, count=count, of=account_id, by=by)

    def touched(self) -> list[Touched]:
        """Every live account with the day it was last visited and last remarked on."""
        return [Touched(whose, *row) for row, whose in self._whose(TOUCHED)]

    def planned(self, first: date, last: date) -> list[tuple[Task, Whose]]:
        """What is to be done for customers from `first` to `last`, soonest first."""
        return self._of(Task, PLANNED, first=first, last=last)

    def open_deals(self) -> list[tuple[Deal, Whose]]:
        """Every deal still being worked on, the one that stands still longest first."""
        return self._of(Deal, OPEN_DEALS)

    def closed_deals(self, stage: str, first: date, last: date) -> list[tuple[Deal, Whose]]:
        """The deals that were won (or lost) from `first` to `last`, newest first."""
        return self._of(Deal, CLOSED_DEALS, closed=stage, first=first, last=last)

    def signed(self, first: date, last: date) -> list[tuple[Contract, Whose]]:
        """The contracts signed from `first` to `last`, newest first."""
        return self._of(Contract, SIGNED, first=first, last=last)

    def promised(self, first: date, last: date) -> list[tuple[Promise, Whose]]:
        """What was promised for a day from `first` to `last`, soonest first."""
        return self._of(Promise, PROMISED, first=first, last=last)

    def _of(self, record: type[R], statement: Any, **values: Any) -> list[tuple[R, Whose]]:
        return [(self._store.made(record, row), whose) for row, whose in self._whose(statement, **values)]

    def _whose(self, statement: Any, **values: Any) -> list[tuple[Any, Whose]]:
        """Rows cut in two: what was asked for, and whose it is. A merged account's rows belong to what it became."""
        rows = self._tx.run(statement, in_team=self._team, **values)
        return [(row[: -len(WHOSE)], self._account(row[-len(WHOSE) :])) for row in rows]

    def _account(self, row: Sequence[Any]) -> Whose:
        account_id, name, owner_id, co_owners, tier, merged_into = row
        if merged_into is not None and (now := self._store.sales.account(merged_into)):
            return Whose(now.id, now.name, now.owner_id, now.co_owners, now.tier)
        return Whose(account_id, name, owner_id, tuple(json.loads(co_owners)), tier)
