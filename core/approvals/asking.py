"""Records of what needs somebody's yes before it counts, and of every word that was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.base.money import Money
from core.base.records import Personal, Record

STATES = ("waiting", "held", "granted", "refused", "withdrawn", "replaced")
SAID = ("yes", "no", "hold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Record):
    """Something that is booked once it was approved, and exactly as it was shown.

    `kind` says what happens on a yes, `content` is JSON of what was shown and of what will be booked, `fingerprint` its
    hash; the books refuse to change any of them, so another content is another approval (`replaces_id`). `steps` come
    in order; the roles of one step ("manager+finance") are asked side by side. `asked_of` is the step that is on.
    """

    kind: str
    account_id: int | None = None
    subject_id: int
    content: Personal
    fingerprint: str
    amount: Money | None = None
    steps: tuple[str, ...]
    asked_of: int = 0
    asked_by: int
    asked_on: date
    due_on: date
    reason: Personal = ""
    policy_version: int
    replaces_id: int | None = None
    state: str = "waiting"
    held_until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody's word is still missing."""
        return self.state in ("waiting", "held")

    def is_held(self, today: date) -> bool:
        """Whether somebody put it off until a later day."""
        return self.state == "held" and self.held_until is not None and today < self.held_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Record):
    """What one person said to an approval, for which role, in whose stead, to which content, under which policy.

    An entry: only its `comment` may still be told.
    """

    approval_id: int
    step: int
    role: str
    said: str
    fingerprint: str
    member_id: int
    stands_in_for: int | None = None
    comment: Personal = ""
    policy_version: int
    at: datetime
