"""What the cards of money say at their end: the balance after, and who may hear it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.logs import Booked
from bot.message import Line, Notice, Turn, line
from core.base.money import Money
from core.sales import Account


def owed(turn: Turn, account: Account, currency: str) -> tuple[Money, ...]:
    """What the account owes, from the kept sums: a sum a currency, or nothing in this one."""
    owed = tuple(sums for sums, _ in turn.store.ledger.money(account.id) if not sums.is_zero)
    return owed or (Money.zero(currency),)


def advance_lines(turn: Turn, account: Account) -> list[Line]:
    """What is in advance, where something is."""
    have = tuple(advance for _, advance in turn.store.ledger.money(account.id) if advance.is_positive)
    return [line("owes_advance", have=have)] if have else []


def booked(
    turn: Turn, account: Account, lines: Sequence[Line], brief: Line, notices: tuple[Notice, ...] = ()
) -> Booked:
    """What one fact about money became, for its card, and who else hears of it."""
    return Booked(tuple(lines), brief, account.tier, notices)
