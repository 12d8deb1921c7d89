"""Every question that can be asked, on one page: the right it needs, its answer, and the rows behind it.

Which words ask it stands in core/reading/asking.py; how it is put into words, in the catalogue (questions.ftl).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.handlers.questions import aging, cash, discounts, money, past, selling, statement, visiting
from bot.handlers.questions.asking import Answer, Asking, Rows
from bot.message import Reply, Turn


@dataclass(frozen=True, slots=True)
class Question:
    """A right on each account a row is of, the card, and the rows behind it (None: the card says all)."""

    action: str
    card: Callable[[Turn, Asking], Answer | Reply]
    rows: Callable[[Turn, Asking], Rows[Any]] | None = None


QUESTIONS: Mapping[str, Question] = {
    # money
    "aging": Question("see_money", aging.aging, aging.aging_rows),
    "overdue": Question("see_overdue", money.overdue, money.overdue_rows),
    "debtors": Question("see_money", money.debtors, past.day_rows),
    "owes": Question("see_money", money.owes, past.day_rows),
    "statement": Question("see_money", statement.statement),
    "cash": Question("see_money", cash.cash, cash.cash_rows),
    "turnover": Question("see_money", cash.turnover),
    "changed": Question("see_money", past.changed, past.changed_rows),
    "receipts": Question("see_money", money.receipts, money.receipts_rows),
    "due": Question("see_money", money.due, money.due_rows),
    "promises": Question("see_money", money.promises, money.promise_rows),
    "broken": Question("see_money", money.broken, money.broken_rows),
    # who was with whom
    "last": Question("see_account", visiting.last, visiting.last_rows),
    "visits": Question("see_account", visiting.visits, visiting.visits_rows),
    "plans": Question("see_account", visiting.plans, visiting.plans_rows),
    "quiet": Question("see_account", visiting.quiet, visiting.quiet_rows),
    # deals and contracts
    "deals": Question("see_account", selling.deals, selling.deals_rows),
    "closing": Question("see_account", selling.closing, selling.closing_rows),
    "stale": Question("see_account", selling.stale, selling.stale_rows),
    "won": Question("see_account", selling.won, selling.closed_rows),
    "lost": Question("see_account", selling.lost, selling.closed_rows),
    "discounts": Question("see_account", discounts.discounts, discounts.discounts_rows),
    "ending": Question("see_expiry", selling.ending, selling.ending_rows),
    "signed": Question("see_contract", selling.signed, selling.signed_rows),
    # customers
    "owner": Question("see_owner", visiting.owner),
    "contacts": Question("see_account", visiting.contacts),
    "customers": Question("see_account", visiting.customers, visiting.customers_rows),
}
