"""Ledger: what accounts owe, what they paid, what they promised. Entries are only added."""

from core.ledger.credit import Paid, Reason, Score, grade_of, score
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
from core.ledger.promising import Entries, Tally, tallies
from core.ledger.records import Adjustment, Allocation, Payment, Promise, Receivable, WriteOff
from core.ledger.writing_off import check_write_off, take_up_again, write_off, written_off

__all__ = [
    "Adjustment",
    "Allocation",
    "Entries",
    "Paid",
    "Payment",
    "Promise",
    "Reason",
    "Receipt",
    "Receivable",
    "Score",
    "Tally",
    "WriteOff",
    "adjust",
    "check_write_off",
    "grade_of",
    "oldest_first",
    "overdue_days",
    "overpaid_by",
    "promise_state",
    "receive_payment",
    "reverse_payment",
    "score",
    "take_up_again",
    "taken_back",
    "tallies",
    "withdraw_receivable",
    "write_off",
    "written_off",
]
