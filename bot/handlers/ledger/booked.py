"""What the cards of money say at their end: the balance after, and who may hear it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.logs import Booked
from bot.message import Line, Turn
from core.base.money import Money
from core.sales import Account

PAGE = 15
WHOLE = 10_000  # basis points


def owed(turn: Turn, account: Account, currency: str) -> tuple[Money, ...]:
    """What the account owes, from the kept sums: a sum a currency, or nothing in this one."""
    owed = tuple(sums for sums, _ in turn.store.ledger.money(account.id) if not sums.is_zero)
    return owed or (Money.zero(currency),)


def booked(turn: Turn, account: Account, lines: Sequence[Line], brief: Line) -> Booked:
    """What one fact about money became, for its card."""
    return Booked(tuple(lines), brief, account.tier)
