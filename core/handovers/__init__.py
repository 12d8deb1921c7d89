"""Handovers: accounts that pass from one member to another, with everything that hangs on them."""

from core.handovers.decisions import (
    Offer,
    accept,
    cancel,
    check_people,
    days_waited,
    difference,
    hand_over,
    may_be_accepted_for_on,
    propose,
    refuse,
    still_to_move,
    taken_by,
)
from core.handovers.records import Counts, Handover

__all__ = [
    "Counts",
    "Handover",
    "Offer",
    "accept",
    "cancel",
    "check_people",
    "days_waited",
    "difference",
    "hand_over",
    "may_be_accepted_for_on",
    "propose",
    "refuse",
    "still_to_move",
    "taken_by",
]
