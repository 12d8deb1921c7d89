"""Sales: accounts, contacts, visits, deals, tasks and notes, and the decisions about them."""

from core.sales.decisions import move_stage, names_of, same_deal
from core.sales.discounts import Price, after_discount, before_discount, may_give, reference
from core.sales.merging import carried_over, completed, merged, same_people
from core.sales.naming import renamed, with_alias, without_alias, written_name
from core.sales.owning import archived, brought_back, no_longer_shared_with, shared_with
from core.sales.records import CLOSED, STAGES, TIERS, Account, Contact, Deal, Note, Task, Visit, Word
from core.sales.sightings import seen_often
from core.sales.tasks import finish, hand_on, next_step_day, put_off, reminder_day, settled, taken_up_again
from core.sales.wanting import WANTS, gaps

__all__ = [
    "CLOSED",
    "STAGES",
    "TIERS",
    "WANTS",
    "Account",
    "Contact",
    "Deal",
    "Note",
    "Price",
    "Task",
    "Visit",
    "Word",
    "after_discount",
    "archived",
    "before_discount",
    "brought_back",
    "carried_over",
    "completed",
    "finish",
    "gaps",
    "hand_on",
    "may_give",
    "merged",
    "move_stage",
    "names_of",
    "next_step_day",
    "no_longer_shared_with",
    "put_off",
    "reference",
    "reminder_day",
    "renamed",
    "same_deal",
    "same_people",
    "seen_often",
    "settled",
    "shared_with",
    "taken_up_again",
    "with_alias",
    "without_alias",
    "written_name",
]
