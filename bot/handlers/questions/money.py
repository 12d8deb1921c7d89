"""Questions about money: what is open, what came in, what falls due, who promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.handlers.ledger import owing
from bot.handlers.questions import past
from bot.handlers.questions.asking import (
    Answer,
    Asking,
    Entry,
    Figure,
    Rows,
    ask_button,
    by_buttons,
    compared,
    figure,
    groups,
    listed,
    period_line,
    rows_button,
    scope,
    sees,
    taken,
    whole_line,
    with_rows,
)
from bot.message import Button, Line, Reply, Turn, line, or_blank
from bot.subjects import standing_of
from core.base.calendar import DAY
from core.base.money import totals
from core.base.periods import Period
from core.ledger import Payment, Promise, Receivable, same_promise, tallies
from storage.questions import Summed, Whose

LATELY = timedelta(days=90)  # how far back broken promises are looked for
TOP = 5


def open_rows(turn: Turn, asking: Asking, first: date | None, last: date | None) -> Rows[Receivable]:
    """Unpaid receivables due from one day to another (None: no bound), the oldest first."""
    of = asking.account.id if asking.account else None
    currency = asking.get("currency")
    return Rows(
        lambda skip, count: turn.store.questions.open_due(first, last, skip, count, of),
        lambda one, whose: open_row(turn, one, whose),
        lambda one, whose: not currency or one.amount.currency == currency,
    )


def open_row(turn: Turn, receivable: Receivable, whose: Whose) -> Line:
    """One unpaid receivable: whose, how much, due when, how late, whose customer."""
    owner = turn.store.people.member(whose.owner_id)
    return line("question_open_row", account=whose.name, balance=receivable.balance, due=receivable.due_on,
                title=receivable.title, days=receivable.days_overdue(turn.today), owner=owner.name if owner else "",
                promised=standing_of(receivable, turn.today))  # fmt: skip


# -- overdue, due, owed


def overdue(turn: Turn, asking: Asking) -> Answer:
    """Who is overdue, and by more than so many days; the rows are on the card."""
    first, last = _late(turn, asking)
    found = _summed(turn, asking, turn.store.questions.open_between(first, last))
    least, most = asking.number("days"), asking.number("days_to")
    about = dict(scope=scope(turn, asking), least=str(least) if least else None, most=str(most) if most else None)
    if not found:
        return Answer((line("question_overdue_none", **about),))
    total = figure((one.count, one.amount) for one in found)
    head = line("question_overdue", owed=total.sums, count=total.count, **about)
    return with_rows(turn, asking, (head,), overdue_rows(turn, asking))


def _late(turn: Turn, asking: Asking) -> tuple[date | None, date]:
    """Due from, due until: at least `days` late (1 where nobody said), at most `days_to`."""
    most = asking.number("days_to")
    least = max(asking.number("days") or 1, 1)
    first = turn.today - timedelta(days=most) if most else None
    return first, max(turn.today - timedelta(days=least), first or date.min)


def overdue_rows(turn: Turn, asking: Asking) -> Rows[Receivable]:
    """The receivables behind it, the oldest first."""
    return open_rows(turn, asking, *_late(turn, asking))


def due(turn: Turn, asking: Asking) -> Answer:
    """What is still to come in and falls due in a period."""
    asking = asking.within("month", turn.today)
    period = asking.period
    assert period is not None
    found = _summed(turn, asking, turn.store.questions.open_between(period.first, period.last))
    about = dict(scope=scope(turn, asking), period=whole_line(turn, period))
    if not found:
        return Answer((line("question_due_none", **about),))
    total = figure((one.count, one.amount) for one in found)
    lines = [line("question_due", owed=total.sums, count=total.count, **about)]
    if period.first < turn.today:
        until = min(period.last, turn.today - DAY)
        late = _summed(turn, asking, turn.store.questions.open_between(period.first, until))
        if late:
            lines.append(line("question_due_late", owed=figure((1, one.amount) for one in late).sums))
    return with_rows(turn, asking, tuple(lines), due_rows(turn, asking))


def due_rows(turn: Turn, asking: Asking) -> Rows[Receivable]:
    """The receivables behind it, the soonest first."""
    period = asking.within("month", turn.today).period
    assert period is not None
    return open_rows(turn, asking, period.first, period.last)


def debtors(turn: Turn, asking: Asking) -> Answer:
    """What is owed in all, and who owes most: from the kept sums; or what was owed on a past day."""
    if asking.as_of is not None:
        return past.owed_then(turn, asking, asking.as_of)
    owed = _summed(turn, asking, turn.store.questions.owed())
    if not owed:
        return Answer((line("aging_none", scope=scope(turn, asking)),))
    accounts = len({one.whose.account_id for one in owed})
    head = line("question_owed", scope=scope(turn, asking), owed=totals(one.amount for one in owed), count=accounts)
    entries = [Entry(one.whose, one.whose.owner_id, 1, one.amount) for one in owed]
    top = asking.number("top") or TOP
    by_customer = Asking(asking.about, {**asking.slots, "by": "customer"}, asking.action, start=asking.start)
    found = groups(turn, by_customer, entries, "balance")
    shown = found.lines if asking.start else found.lines[:top]
    opened = [
        Button(one.label, "ask", {"about": "aging", "slots": {"customer": one.arguments["slots"]["customer"]}})
        for one in found.buttons[: len(shown)]
        if "customer" in one.arguments["slots"]
    ]
    rest = accounts - asking.start - len(shown)
    if rest > 0:
        opened.append(ask_button(line("question_more"), "debtors", asking.slots, start=asking.start + len(shown)))
    return Answer(((head,) if asking.start == 0 else ()) + shown, tuple(opened))


def owes(turn: Turn, asking: Asking) -> Reply | Answer:
    """What one customer owes: the card of /owes; or owed on a past day."""
    assert asking.account is not None
    if asking.as_of is not None:
        return past.owed_then(turn, asking, asking.as_of)
    return owing.owed_card(turn, asking.account, asking.account.name)


def _summed(turn: Turn, asking: Asking, found: Iterable[Summed]) -> list[Summed]:
    """The sums that count here: of these accounts and this currency, as far as they may be seen."""
    currency = asking.get("currency")
    return [
        one
        for one in found
        if asking.fits(one.whose)
        and (not currency or one.amount.currency == currency)
        and sees(turn, asking.action, one.whose)
    ]


# -- what came in


def receipts(turn: Turn, asking: Asking) -> Answer:
    """What came in, against the same part of the period before and all of it."""
    asking = asking.within("year" if asking.account else "month", turn.today)
    period = asking.period
    assert period is not None
    found = _received(turn, asking, period)
    if asking.get("by"):
        about = dict(scope=scope(turn, asking), period=period_line(turn, period))
        head = line("question_receipts_by", by=asking.get("by"), **about)
        entries = [Entry(one.whose, one.whose.owner_id, one.count, one.amount) for one in found]
        answer = groups(turn, asking, entries, "money")
        return Answer((head, *answer.lines) if found else (_nothing_came(turn, asking, period),), answer.buttons)
    total = figure((one.count, one.amount) for one in found)
    lines = [
        line("question_receipts", scope=scope(turn, asking), period=period_line(turn, period), sums=total.sums,
             count=total.count) if found else _nothing_came(turn, asking, period)
    ]  # fmt: skip
    lines += compared(turn, asking, total, lambda of: _figure(turn, asking, of), "money")
    ways = by_buttons(asking, "customer", "person") if len({one.whose.account_id for one in found}) > 1 else ()
    return Answer(tuple(lines), (*rows_button(asking, total.count), *ways))


def _nothing_came(turn: Turn, asking: Asking, period: Period) -> Line:
    return line("question_receipts_none", scope=scope(turn, asking), period=period_line(turn, period))


def _figure(turn: Turn, asking: Asking, period: Period) -> Figure:
    return figure((one.count, one.amount) for one in _received(turn, asking, period))


def _received(turn: Turn, asking: Asking, period: Period) -> list[Summed]:
    of = asking.account.id if asking.account else None
    return _summed(turn, asking, turn.store.questions.received(period.first, period.last, of))


def receipts_rows(turn: Turn, asking: Asking) -> Rows[Payment]:
    """The payments behind it, newest first."""
    period = asking.within("year" if asking.account else "month", turn.today).period
    assert period is not None
    of, currency = asking.account.id if asking.account else None, asking.get("currency")
    return Rows(
        lambda skip, count: turn.store.questions.payments(period.first, period.last, skip, count, of),
        lambda one, whose: line("question_payment_row", on=one.on, account=whose.name, amount=one.amount),
        lambda one, whose: not currency or one.amount.currency == currency,
    )


# -- promises


def promises(turn: Turn, asking: Asking) -> Answer:
    """Who promised to pay in a period, and what became of it."""
    asking = asking.within("week", turn.today)
    return _promised(turn, asking, promise_rows(turn, asking), "question_promises")


def broken(turn: Turn, asking: Asking) -> Answer:
    """Who promised and did not pay."""
    return _promised(turn, asking, broken_rows(turn, asking), "question_broken")


def _promised(turn: Turn, asking: Asking, rows: Rows[Promise], key: str) -> Answer:
    period = _promise_days(turn, asking)
    found, _ = taken(turn, asking, rows)
    about = dict(scope=scope(turn, asking), period=whole_line(turn, period), count=len(found))
    return with_rows(turn, asking, (Line(key, about),), rows)


def _promise_days(turn: Turn, asking: Asking) -> Period:
    if asking.period is not None:
        return asking.period
    if asking.about == "broken":
        return Period(turn.today - LATELY, turn.today)
    week = asking.within("week", turn.today).period
    assert week is not None
    return week


def promise_rows(turn: Turn, asking: Asking) -> Rows[Promise]:
    """What was promised for those days, the soonest first."""
    period = _promise_days(turn, asking)
    found = turn.store.questions.promised(period.first, period.last)
    return Rows(listed(found), lambda one, whose: _promise_row(turn, one, whose))


def broken_rows(turn: Turn, asking: Asking) -> Rows[Promise]:
    """Those whose day is over and whose money did not come."""
    rows = promise_rows(turn, asking)
    return Rows(rows.fetch, rows.line, lambda one, whose: _state(turn, one, whose) == "broken")


def _promise_row(turn: Turn, promise: Promise, whose: Whose) -> Line:
    owner = turn.store.people.member(whose.owner_id)
    return line("question_promise_row", account=whose.name, by=promise.by_on, amount=or_blank(promise.amount),
                percent=str(promise.percent) if promise.percent else None, state=_state(turn, promise, whose),
                owner=owner.name if owner else "")  # fmt: skip


def _state(turn: Turn, promise: Promise, whose: Whose) -> str:
    """Kept, late, broken or open, as the ledger tells it: money counts once, until the end of the working day."""
    known = turn.store.ledger
    told = tallies(known.promises(whose.account_id), known.entries(whose.account_id), turn.today, turn.calendar)
    return next((one.state for one in told if same_promise(one.promise) == same_promise(promise)), "open")
