"""Sales: accounts, contacts, visits, deals, tasks and notes, and the decisions about them."""

from core.sales.decisions import account_facts_gap, move_stage, names_of, same_deal
from core.sales.records import STAGES, Account, Contact, Deal, Note, Task, Visit, Word
from core.sales.tasks import finish, hand_on, next_step_day, put_off, reminder_day

__all__ = [
    "STAGES",
    "Account",
    "Contact",
    "Deal",
    "Note",
    "Task",
    "Visit",
    "Word",
    "account_facts_gap",
    "finish",
    "hand_on",
    "move_stage",
    "names_of",
    "next_step_day",
    "put_off",
    "reminder_day",
    "same_deal",
]
