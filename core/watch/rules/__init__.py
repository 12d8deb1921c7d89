"""The rules, one file each."""

from core.watch.rules.access import Looked, access
from core.watch.rules.approval import approval, approval_episode, approval_late, next_approval_check
from core.watch.rules.bills import bill_due, next_bill_check
from core.watch.rules.cash import cash_held, next_cash_check
from core.watch.rules.deliveries import delivery_due, delivery_episode, next_delivery_check
from core.watch.rules.expiry import expiry, next_expiry_check
from core.watch.rules.handover import handover, handover_late, next_handover_check
from core.watch.rules.overdue import due_soon, is_broken, is_chased, next_check, overdue, promise_due
from core.watch.rules.tasks import next_task_check, task_due, task_episode

__all__ = [
    "Looked",
    "access",
    "approval",
    "approval_episode",
    "approval_late",
    "bill_due",
    "cash_held",
    "delivery_due",
    "delivery_episode",
    "due_soon",
    "expiry",
    "handover",
    "handover_late",
    "is_broken",
    "is_chased",
    "next_approval_check",
    "next_bill_check",
    "next_cash_check",
    "next_check",
    "next_delivery_check",
    "next_expiry_check",
    "next_handover_check",
    "next_task_check",
    "overdue",
    "promise_due",
    "task_due",
    "task_episode",
]
