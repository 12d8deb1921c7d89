"""How much a customer may owe, how much of that is used, and the ways out where a sale is more than is left.

docs/credit-score.md explains each figure. Currencies are never added: every line is one currency's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from core.base.ids import moment_of
from core.base.money import Money, total
from core.base.policy import CreditPolicy
from core.base.records import evolve
from core.ledger.credit import GRADES
from core.ledger.past import counts_on
from core.ledger.records import CreditTerms, Delivery, Receivable

HUNDRED = Decimal(100)
BILLED_BEFORE = timedelta(days=30)  # an invoice may go out so long before its goods


@dataclass(frozen=True, slots=True)
class Sale:
    """What was agreed and may still have to be billed: a won deal, a contract in force. `ids`: what its receivables
    name; `since`: the first id there could be of a receivable that bills it and names nothing."""

    amount: Money
    ids: frozenset[int]
    since: int


@dataclass(frozen=True, slots=True)
class Line:
    """A customer's credit in one currency.

    `limit`: its own, or its tier's (`own` tells which), None: none was set. `share`: the percent of it that its grade
    may use. `stopped`: days overdue that let nothing more go on credit (0: none does). `free_until`: checks pass
    until then. `raised`: an exception holds, and until when. `may_use` is what follows from it all, None: no bound.
    """

    currency: str
    limit: Money | None
    own: bool
    share: int
    stopped: int
    free_until: date | None
    raised: Money | None
    raised_until: date | None
    open: Money
    unbilled: Money
    delivered: Money
    advance: Money

    @property
    def used(self) -> Money:
        """What is open, or agreed or delivered and not billed yet, less what was paid ahead; negative where more was
        paid ahead."""
        return self.open + self.unbilled + self.delivered - self.advance

    @property
    def may_use(self) -> Money | None:
        """How much may be used: None is no limit, for who is free of checks or has none; money, never below zero."""
        if self.free_until is not None:
            return None
        if self.raised is not None:
            return self.raised
        if self.stopped or self.share == 0:
            return Money.zero(self.currency)
        return _share(self.limit, self.share) if self.limit is not None else None

    @property
    def room(self) -> Money | None:
        """How much more may be sold on credit; negative where more is used already; None: any amount."""
        return None if self.may_use is None else self.may_use - self.used

    def passes(self, more: Money) -> bool:
        """Whether so much more may be owed. What makes nothing larger always may."""
        return not more.is_positive or self.room is None or more <= self.room


def _share(limit: Money, percent: int) -> Money:
    """A percent of an amount, in whole coins."""
    return limit.split([percent, 100 - percent])[0] if percent < 100 else limit


def line_of(
    currency: str, terms: CreditTerms | None, default: Money | None, grade: str | None,
    receivables: Sequence[Receivable], unbilled: Money, delivered: Money, advance: Money, today: date,
    policy: CreditPolicy,
) -> Line:  # fmt: skip
    """A customer's credit as of a day (the team's). `default`: its tier's limit, None where it has none; `receivables`:
    what is open; `delivered`: goods that went beyond what was sold (`unbilled`). A limit of another currency does not
    hold for this one."""
    own = terms.limit if terms is not None and terms.limit is not None and terms.limit.currency == currency else None
    tier = default if default is not None and default.currency == currency else None
    days = max((one.days_overdue(today) for one in receivables if one.covered_until is None), default=0)
    raised = terms.raised if terms is not None and _holds(terms.raised_until, today) else None
    raised = raised if raised is not None and raised.currency == currency else None
    return Line(
        currency=currency,
        limit=own if own is not None else tier,
        own=own is not None,
        share=policy.grade_shares[GRADES.index(grade)] if grade else 100,
        stopped=days if policy.stop_overdue and days > policy.stop_overdue else 0,
        free_until=terms.free_until if terms is not None and _holds(terms.free_until, today) else None,
        raised=raised,
        raised_until=terms.raised_until if raised is not None and terms is not None else None,
        open=total((one.balance for one in receivables if one.amount.currency == currency), currency),
        unbilled=unbilled,
        delivered=delivered,
        advance=advance,
    )


def _holds(until: date | None, today: date) -> bool:
    return until is not None and today <= until


def unbilled(sales: Sequence[Sale], receivables: Sequence[Receivable], currency: str) -> Money:
    """What was agreed and is not billed yet.

    A receivable that names no sale bills what was agreed before it, as far as there is any: so one sale counts once,
    whether it was logged as a deal, a contract or a receivable.
    """
    zero = Money.zero(currency)
    sales = [one for one in sales if one.amount.currency == currency]
    if not sales:
        return zero
    billed = [one for one in receivables if one.amount.currency == currency]
    left, named = zero, set[int]()
    for sale in sales:
        its = [one for one in billed if one.contract_id in sale.ids or one.deal_id in sale.ids]
        named |= {one.id for one in its}
        left = left + max(zero, sale.amount - _billed(its, currency))
    first = min(sale.since for sale in sales)
    loose = [one for one in billed if one.id >= first and one.id not in named
             and one.contract_id is None and one.deal_id is None]  # fmt: skip
    return max(zero, left - _billed(loose, currency))


def delivered_unbilled(deliveries: Sequence[Delivery], receivables: Sequence[Receivable], currency: str) -> Money:
    """What goods that went are worth, as far as that was said and nothing bills it.

    A receivable bills goods that went before it was billed or up to 30 days after, the oldest first, each coin once.
    That goods count from when they go, and not from their invoice, is how credit exposure is defined where orders and
    deliveries are kept: open orders + open deliveries + open invoices (SAP credit management, update 000012).
    """
    billed = sorted((_day_billed(one), one.id, one.amount + one.adjusted) for one in receivables
                    if one.amount.currency == currency)  # fmt: skip
    left = {row: amount for _, row, amount in billed}
    found = Money.zero(currency)
    for goods in sorted(deliveries, key=lambda one: (one.done_on or date.max, one.id)):
        if goods.kind != "delivery" or goods.void or goods.done_on is None or goods.amount is None:
            continue
        if goods.amount.currency != currency:
            continue
        missing = goods.amount
        for row in (row for day, row, _ in billed if day >= goods.done_on - BILLED_BEFORE):
            part = max(Money.zero(currency), min(missing, left[row]))
            left[row], missing = left[row] - part, missing - part
        found = found + missing
    return found


def _day_billed(receivable: Receivable) -> date:
    """The day it was billed, as far as it is known: never later than it fell due or was written down."""
    return counts_on(moment_of(receivable.id).date(), receivable.billed_on, receivable.due_on)


def not_billed(
    sales: Sequence[Sale], deliveries: Sequence[Delivery], receivables: Sequence[Receivable], currency: str
) -> Money:
    """What was sold or delivered and is not billed. Goods that went are of what was sold, as far as there is any."""
    return max(unbilled(sales, receivables, currency), delivered_unbilled(deliveries, receivables, currency))


def _billed(receivables: Sequence[Receivable], currency: str) -> Money:
    return total((one.amount + one.adjusted for one in receivables), currency)


# -- what a manager sets


def limited(terms: CreditTerms, limit: Money | None) -> CreditTerms:
    """The customer's own limit from now on; None: its tier's again."""
    return evolve(terms, limit=limit)


def set_free(terms: CreditTerms, until: date, reason: str, by: int) -> CreditTerms:
    """Checks pass until that day, whatever they say: who decided it and why stays."""
    return evolve(terms, free_until=until, free_because=reason, free_by=by)


def no_longer_free(terms: CreditTerms) -> CreditTerms:
    """The checks count again."""
    return evolve(terms, free_until=None, free_because="", free_by=None)


def excepted(terms: CreditTerms, amount: Money, until: date) -> CreditTerms:
    """So much may be used until that day, whatever the limit, the grade and what is overdue say."""
    return evolve(terms, raised=amount, raised_until=until)


# -- ways out


@dataclass(frozen=True, slots=True)
class Way:
    """A way to sell all the same. `kind`: prepay (so much first), split (so much now, the rest from a day on; no day:
    once so much came in), except (a manager raises what may be used until a day)."""

    kind: str
    amount: Money
    rest: Money | None = None
    on: date | None = None


def ways_out(
    line: Line, asked: Money, receivables: Sequence[Receivable], today: date, policy: CreditPolicy
) -> list[Way]:
    """What could be done about a sale that does not pass: after each of them it does.

    Money is expected on the day promised, else on its due day, when its bill matures where one covers it; what is
    overdue and not promised, and what is in dispute, on no day at all.
    """
    if line.passes(asked) or line.may_use is None:
        return []
    missing = line.used + asked - line.may_use
    expected = sorted(
        (
            (one.covered_until or one.promised_on or one.due_on, one.balance)
            for one in receivables
            if one.amount.currency == line.currency and not one.disputed
        ),
        key=lambda pair: pair[0],
    )
    comes = [(day, balance) for day, balance in expected if day >= today]
    ways = [Way("prepay", missing)]
    if (split := _split(line, asked, comes)) is not None:
        ways.append(split)
    until = _day_by(comes, missing) or today + timedelta(days=policy.exception_days)
    return [*ways, Way("except", line.used + asked, on=until)]


def _split(line: Line, asked: Money, comes: Sequence[tuple[date, Money]]) -> Way | None:
    """As much as there is room for now, in whole units, the rest once enough came in; None where nothing fits now, or
    where the rest would not fit though all of what is open were paid."""
    room, bound = line.room, line.may_use
    assert room is not None
    assert bound is not None
    now = Money.of(room.amount.to_integral_value(ROUND_FLOOR), line.currency) if room.is_positive else room
    if not now.is_positive or line.unbilled + line.delivered + asked - line.advance > bound:
        return None
    rest = asked - now
    return Way("split", now, rest, _day_by(comes, line.used + asked - bound))


def _day_by(comes: Sequence[tuple[date, Money]], needed: Money) -> date | None:
    """The first day by which so much is expected."""
    came = Money.zero(needed.currency)
    for day, balance in comes:
        came = came + balance
        if came >= needed:
            return day
    return None
