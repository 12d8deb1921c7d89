"""What money to expect, week by week: what falls due, what was promised, and what to believe; and how fast it comes.

The formulas and where they are from: docs/collections.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.handlers.questions.asking import Answer, Asking, Rows, ask_button, listed, scope, sees, span
from bot.handlers.questions.kept import whose_of
from bot.handlers.questions.past import day_of
from bot.message import Line, Turn, line
from core.base.money import Money, totals
from core.base.periods import Period
from core.ledger import Receivable, Tally, in_all, tallies
from core.ledger.paying import WEEK, Expected, Turnover, expectations, trust
from storage.questions import Whose

WEEKS, MOST_WEEKS = 8, 26
LATELY, QUARTER = timedelta(days=365), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What to expect of each receivable, and whose it is."""

    expected: Sequence[Expected]
    whose: Mapping[int, Whose]
    weeks: int


def cash(turn: Turn, asking: Asking) -> Answer:
    """A line a week: due, promised, to be believed, a sum a currency; each week opens to its receivables."""
    found = _calendar(turn, asking)
    if not found.expected:
        further = MOST_WEEKS if found.weeks < MOST_WEEKS else None
        return Answer((line("cash_none", scope=scope(turn, asking), weeks=found.weeks, further=further),))
    lines = [line("cash_head", scope=scope(turn, asking), weeks=found.weeks)]
    buttons = []
    for week in range(-1, found.weeks):
        some = [one for one in found.expected if one.week == week]
        if not some:
            continue
        lines.append(line("cash_week", **_figures(some), days=_days(turn, week), late="yes" if week < 0 else "no"))
        label = line("cash_open", days=_days(turn, week), late="yes" if week < 0 else "no", count=_count(some))
        buttons.append(ask_button(label, "cash", {**asking.slots, "week": str(week)}, view="rows"))
    whole = [one for one in found.expected if one.week < found.weeks]
    lines.append(line("cash_total", believed=_sums(one.believed for one in whole) or None))
    opened = ask_button(line("cash_turnover"), "turnover", asking.narrowed())
    return Answer(tuple(lines), (*buttons, opened))


def _figures(some: Iterable[Expected]) -> dict[str, tuple[Money, ...] | None]:
    some = list(some)
    names = ("due", "promised", "believed")
    return {name: _sums(getattr(one, name) for one in some) or None for name in names}


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    return tuple(one for one in totals(amounts) if not one.is_zero)


def _count(some: Iterable[Expected]) -> int:
    return len({one.receivable.id for one in some})


def _days(turn: Turn, week: int) -> Line:
    first = turn.today + week * timedelta(days=WEEK)
    return span(Period(first, first + timedelta(days=WEEK - 1)))


def cash_rows(turn: Turn, asking: Asking) -> Rows[list[Expected]]:
    """The receivables of a week: what falls due of each, what was promised, what to believe."""
    found, week = _calendar(turn, asking), asking.number("week")
    rows: dict[int, list[Expected]] = {}
    for one in found.expected:
        if week is None or one.week == week:
            rows.setdefault(one.receivable.id, []).append(one)
    paired = [(some, found.whose[some[0].receivable.account_id]) for some in rows.values()]
    return Rows(listed(paired), _row)


def _row(some: Sequence[Expected], whose: Whose) -> Line:
    receivable = some[0].receivable
    return line("cash_row", account=whose.name, on=receivable.due_on, title=receivable.title, **_figures(some))


def _calendar(turn: Turn, asking: Asking) -> Calendar:
    days = (asking.period.last - turn.today).days if asking.period else asking.number("days")
    weeks = min(max(-(-days // WEEK), 1), MOST_WEEKS) if days else WEEKS
    horizon = turn.today + timedelta(days=weeks * WEEK)
    whose: dict[int, Whose] = {}
    owed = []
    for one in turn.store.ledger.overdue(horizon):
        if one.account_id not in whose and (account := turn.store.sales.account(one.account_id)):
            whose[one.account_id] = whose_of(account)
        if one.account_id in whose and _counts(turn, asking, one, whose[one.account_id]):
            owed.append(one)
    promised, trusted = _promises(turn, owed)
    delays = turn.store.past.lateness(turn.today - LATELY)
    return Calendar(expectations(owed, promised, trusted, delays, turn.today), whose, weeks)


def _counts(turn: Turn, asking: Asking, one: Receivable, whose: Whose) -> bool:
    right = asking.get("currency") in ("", one.amount.currency)
    return right and asking.fits(whose) and sees(turn, asking.action, whose)


def _promises(turn: Turn, owed: Iterable[Receivable]) -> tuple[dict[tuple[int, date], Money], dict[int, int]]:
    """Account and day -> what was promised for it and is still to come; account -> how far it is to be believed."""
    promised: dict[tuple[int, date], Money] = {}
    trusted = {}
    waiting = {one.account_id for one in owed if one.promised_on is not None and one.promised_on >= turn.today}
    for row in waiting:
        found = tallies(turn.store.ledger.promises(row), turn.store.ledger.entries(row), turn.today, turn.calendar)
        trusted[row] = trust(found)
        open_for: dict[tuple[date, str], list[Tally]] = {}
        for one in found:
            if one.state == "open" and one.missing is not None and one.promise.by_on is not None:
                open_for.setdefault((one.promise.by_on, one.missing.currency), []).append(one)
        for (day, currency), some in open_for.items():
            if (amount := in_all(some, currency)) is not None:
                promised.setdefault((row, day), amount)
    return promised, trusted


# -- how fast money comes


def turnover(turn: Turn, asking: Asking) -> Answer:
    """DSO and the collection effectiveness index of a period (the last 90 days), with the sums they are made of."""
    period = asking.period or Period(turn.today - QUARTER + timedelta(days=1), turn.today)
    period = Period(period.first, min(period.last, turn.today)) if period.first <= turn.today else period
    found = _turnovers(turn, asking, period)
    head = line("turnover_head", scope=scope(turn, asking), span=span(period))
    if not found:
        return Answer((head, line("turnover_none")))
    lines = []
    for one in found:
        lines.append(line("turnover_figures", dso=_shown(one.dso), cei=_shown(one.cei), currency=one.closing.currency))
        lines.append(
            line("turnover_sums", opening=one.opening, billed=one.billed, closing=one.closing, current=one.current)
        )
    return Answer((head, *lines))


def _shown(number: int | None) -> str | None:
    return None if number is None else str(number)


def _turnovers(turn: Turn, asking: Asking, period: Period) -> list[Turnover]:
    """A currency each; by the day things count."""
    before, end = day_of(turn, asking, period.first - timedelta(days=1)), day_of(turn, asking, period.last)
    billed = [one.amount for one, _ in before.since if one.kind == "billed" and one.on <= period.last]
    opening, closing = [_by_currency(day.owed) for day in (before, end)]
    sold = _by_currency(billed)
    current = _by_currency(one.sums[0] for one in end.aged)  # not yet due on the last day
    found = []
    for currency in sorted({*opening, *sold, *closing}):
        zero = Money.zero(currency)
        sums = [of.get(currency, zero) for of in (opening, sold, closing, current)]
        found.append(Turnover(sums[0], sums[1], sums[2], sums[3], period.days))
    return found


def _by_currency(amounts: Iterable[Money]) -> dict[str, Money]:
    return {one.currency: one for one in totals(amounts)}
