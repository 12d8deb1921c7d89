"""Sales: accounts, contacts, visits, deals, tasks and notes, and the decisions about them."""

from core.sales.decisions import account_facts_gap, move_stage, names_of, same_deal
from core.sales.records import CLOSED, STAGES, Account, Contact, Deal, Note, Task, Visit, Word

__all__ = [
    "CLOSED",
    "STAGES",
    "Account",
    "Contact",
    "Deal",
    "Note",
    "Task",
    "Visit",
    "Word",
    "account_facts_gap",
    "move_stage",
    "names_of",
    "same_deal",
]
