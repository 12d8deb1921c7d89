"""An alert: something a rule found, at one stage, about one subject, in one episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.base.records import Record


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: unique per team on (rule, subject, episode, stage). `aloud` False: recorded, not said."""

    rule: str
    subject_id: int
    account_id: int | None  # None: it is about no customer, and has an owner of its own
    episode: str
    stage: int
    aloud: bool = True
    owner_id: int | None = None  # whose it is; None: the account's owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Record):
    """A finding in the books. States: open, acknowledged, resolved. `promised_on`: the day the customer named.
    `policy_version`: of the policy that said it was time."""

    rule: str
    subject_id: int
    account_id: int | None
    owner_id: int
    episode: str
    stage: int
    raised_on: date
    policy_version: int = 1
    aloud: bool = True
    state: str = "open"
    acknowledged_by: int | None = None
    promised_on: date | None = None
