"""Approvals: what waits for a person's word (approvals, drafts), and how a change set is taken back (undo)."""

from core.approvals.asking import Approval, Verdict
from core.approvals.deciding import Decided, Seat, decide, due_day, fingerprint, give_way, seats, withdraw
from core.approvals.records import Asked, Button, Draft, Import, Undo

__all__ = [
    "Approval",
    "Asked",
    "Button",
    "Decided",
    "Draft",
    "Import",
    "Seat",
    "Undo",
    "Verdict",
    "decide",
    "due_day",
    "fingerprint",
    "give_way",
    "seats",
    "withdraw",
]
