"""Ledger: what accounts owe, what they paid, what they promised. Entries are only added."""

from core.ledger.decisions import (
    Receipt,
    adjust,
    oldest_first,
    overdue_days,
    overpaid_by,
    promise_state,
    receive_payment,
    reverse_payment,
    taken_back,
    withdraw_receivable,
)
from core.ledger.records import Adjustment, Allocation, Payment, Promise, Receivable

__all__ = [
    "Adjustment",
    "Allocation",
    "Payment",
    "Promise",
    "Receipt",
    "Receivable",
    "adjust",
    "oldest_first",
    "overdue_days",
    "overpaid_by",
    "promise_state",
    "receive_payment",
    "reverse_payment",
    "taken_back",
    "withdraw_receivable",
]
