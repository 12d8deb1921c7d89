"""The record of a handover, and what is counted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.base.records import Personal, Record

STATES = ("pending", "accepted", "refused", "cancelled")


class Counts(NamedTuple):
    """How many of what hang on some accounts. `deals` and `tasks` are open and the giver's own, `closed` are deals
    that were won or lost, `receivables` have something open, `promises` are for a day still to come, `alerts` count
    each subject once, `deliveries` are still to be done, `cash` are payments the giver still has in hand."""

    accounts: int = 0
    contacts: int = 0
    deals: int = 0
    closed: int = 0
    contracts: int = 0
    receivables: int = 0
    promises: int = 0
    tasks: int = 0
    alerts: int = 0
    deliveries: int = 0
    cash: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Record):
    """Accounts offered by one member to another. Nothing moves before it is accepted; then everything does at once.

    `everything`: all the giver owns on the day it is accepted, not only `account_ids`, which are those shown when it
    was proposed; `counted` is what was shown of them, in the order of `Counts`. `decided_by` accepted, refused or
    cancelled it: a manager may accept for the receiver once it waited long enough.
    """

    giver_id: int
    receiver_id: int
    proposed_by: int
    proposed_on: date
    account_ids: tuple[int, ...]
    everything: bool = False
    counted: tuple[int, ...] = ()
    state: str = "pending"
    decided_by: int | None = None
    decided_on: date | None = None
    reason: Personal = ""

    @property
    def is_open(self) -> bool:
        """Whether the receiver still has to say something."""
        return self.state == "pending"

    @property
    def shown(self) -> Counts:
        """What was shown to hang on the accounts when it was proposed."""
        return Counts(*self.counted)
