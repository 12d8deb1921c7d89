"""A customer's statement of account: on a card, and as a workbook in the customer's language to hand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bot.handlers.questions.asking import Asking, span
from bot.message import Card, Line, Reply, Turn, line
from bot.text import packed
from core.base.calendar import plus_months
from core.base.periods import Period
from core.base.records import evolve
from core.ledger import written_off
from core.ledger.statement import Row, Statement, statements
from core.people import may
from core.sales import Account

MOST, MONTHS = 12, 2  # rows on the card; whole months before this one where no period was said
HEAD = ("on", "what", "title", "due", "billed", "paid", "balance", "currency")


def statement(turn: Turn, asking: Asking) -> Reply:
    """Every bill and payment of a period with the balance after each; nothing that was put right, no note of ours."""
    account = asking.account
    assert account is not None
    period = _period(turn, asking)
    entries = turn.store.ledger.entries(account.id)
    found = statements(entries, period.first, period.last, turn.store.past.counts_on)
    if not found:
        return Reply(Card((line("statement_none", account=account.name),)), action="see_money", tier=account.tier)
    language = _language(turn, asking, account)
    lines = [line("statement_head", account=account.name, span=span(period))]
    for one in found:
        lines += _section(one)
        lost = written_off((entry for entry in entries.write_offs if entry.on <= period.last), one.currency)
        lines += [line("statement_given_up", amount=lost)] if lost.is_positive else []
    lines.append(line("statement_file"))
    card = Card(tuple(lines), file=_workbook(turn, account, period, found, language))
    return Reply(card, action="see_money", tier=account.tier)


def _period(turn: Turn, asking: Asking) -> Period:
    """What was said, up to today; else this month and the two before it."""
    first = plus_months(turn.today.replace(day=1), -MONTHS)
    said = asking.period or Period(first, turn.today)
    return said if said.first > turn.today else Period(said.first, min(said.last, turn.today))


def _language(turn: Turn, asking: Asking, account: Account) -> str:
    """The language that was asked for, kept for the next time; else the customer's; else the asker's."""
    wanted = asking.get("language")
    if wanted and wanted != account.language and may(turn.member, "change_account", account.owners, account.tier):
        turn.store.save(evolve(account, language=wanted))
    return wanted or account.language or turn.language


def _section(one: Statement) -> Iterator[Line]:
    yield line("statement_opening", amount=one.opening)
    for row in one.rows[-MOST:]:
        yield line("statement_row", on=row.on, what=_what(row), amount=_signed(row), balance=row.balance)
    if len(one.rows) > MOST:
        yield line("statement_more", count=len(one.rows) - MOST)
    yield line("statement_closing", amount=one.closing)


def _what(row: Row) -> Line:
    return line("statement_what", kind=row.kind, title=row.title, due=row.due_on)


def _signed(row: Row) -> Line:
    return line("past_plus" if row.amount.is_positive else "past_minus", amount=abs(row.amount))


# -- to hand on


def _workbook(
    turn: Turn, account: Account, period: Period, found: Sequence[Statement], language: str
) -> dict[str, Any]:  # fmt: skip
    """The face of it; put into words when it is sent."""
    name = account.official or account.name
    title = line("statement_title", team=turn.team.name, account=name, span=span(period))
    rows: list[list[Any]] = [[line(f"statement_column_{one}") for one in HEAD]]
    for one in found:
        rows.append(_sum_row("opening", period.first, one.opening))
        rows += [_entry(row) for row in one.rows]
        rows.append(_sum_row("closing", period.last, one.closing))
    return {
        "kind": "table",
        "language": language,
        "name": packed(
            line("statement_name", account=name, first=period.first.isoformat(), last=period.last.isoformat())
        ),
        "head": [packed(title)],
        "rows": [[packed(cell) for cell in row] for row in rows],
    }


def _sum_row(kind: str, on: date, balance: Any) -> list[Any]:
    return [on, line("statement_sum", kind=kind), "", "", "", "", balance.amount, balance.currency]


def _entry(row: Row) -> list[Any]:
    amount = abs(row.amount).amount
    adds = row.amount.is_positive
    return [
        row.on,
        line("statement_what", kind=row.kind, title="", due=None),
        row.title,
        row.due_on or "",
        amount if adds else "",
        "" if adds else amount,
        row.balance.amount,
        row.amount.currency,
    ]
