"""Policy: every threshold a manager may change, one model put together from a part per topic, versioned as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import Annotated, Any, Literal, Self, get_args

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, ConfigDict, Field, model_validator

Stage = Annotated[int, Field(ge=0, le=3650)]
Stages = Annotated[tuple[Stage, ...], Field(max_length=12)]
Percent = Annotated[int, Field(ge=0, le=100)]


class Part(BaseModel):
    """A topic's thresholds: frozen, and an unknown name is an error instead of a silent nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WatchPolicy(Part):
    """When money is chased. Days before are working days, days after are calendar days past the due day."""

    due_soon_stages: Stages = (7, 3, 1)
    overdue_stages: Stages = (1, 7, 15, 30, 60, 90)
    push_at: time = time(9, 0)
    evening_at: time = time(18, 0)  # when each person hears what is still to be put down
    chase_days: Annotated[int, Field(ge=0, le=30)] = 2  # working days the owner has to see to an overdue stage
    single_cards: Annotated[int, Field(ge=0, le=10)] = 3  # more alerts for a chat, or several sorts, become one digest


class ReadingPolicy(Part):
    """How cautious the books are with what was said."""

    always_ask: bool = False
    question_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    twin_days: Annotated[int, Field(ge=0, le=30)] = 3


class LedgerPolicy(Part):
    """How money is booked; worked days past its day on which a delivery is spoken of (0: on it), and after how many of
    them cash that somebody still has in hand is."""

    finance_confirms: bool = False
    delivery_stages: Stages = (0, 1, 3, 7)
    held_days: Annotated[int, Field(ge=1, le=60)] = 3


class TaskPolicy(Part):
    """When next steps are spoken of: worked days past their day (0: on it), and from which stage on a manager hears."""

    task_stages: Stages = (0, 1, 2, 3, 5, 10, 20)
    climb_stage: Stage = 3


class ContractPolicy(Part):
    """When the end of a contract is spoken of: calendar days before its last day and before its notice day."""

    expiry_stages: Stages = (60, 30, 7)
    notice_days: Annotated[int, Field(ge=0, le=365)] = 0  # where a contract says nothing of notice


class CreditPolicy(Part):
    """How customers are trusted: what the four parts of the score weigh (timing, overdue, promises, experience;
    together 100), the least points of grades A to D, the months it looks back, and after how many settled receivables
    a customer counts as known. Then what follows from it: the limit of a tier in the team's currency (0: none), how
    much of a limit each grade may use, the grade from which a log is warned of, after how many days overdue no more
    goes on credit (0: never), how long an exception holds, and which share of all open money in one customer is told.
    """

    weights: tuple[Percent, Percent, Percent, Percent] = (40, 30, 15, 15)
    grades: tuple[Percent, Percent, Percent, Percent] = (85, 70, 55, 40)
    months: Annotated[int, Field(ge=3, le=120)] = 24
    known_after: Annotated[int, Field(ge=1, le=100)] = 6
    limit_key: Annotated[int, Field(ge=0, le=10**11)] = 0
    limit_normal: Annotated[int, Field(ge=0, le=10**11)] = 0
    limit_prospect: Annotated[int, Field(ge=0, le=10**11)] = 0
    grade_shares: tuple[Percent, Percent, Percent, Percent, Percent] = (100, 100, 100, 50, 0)
    warn_from: Literal["B", "C", "D", "E", "none"] = "D"
    stop_overdue: Annotated[int, Field(ge=0, le=3650)] = 90
    exception_days: Annotated[int, Field(ge=1, le=365)] = 30
    concentration: Annotated[int, Field(ge=0, le=100)] = 30

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(self.weights) != 100:
            raise ValueError("the weights of the credit score must add up to 100")
        if not 100 >= self.grades[0] > self.grades[1] > self.grades[2] > self.grades[3] > 0:
            raise ValueError("the bounds of the grades must fall")
        if list(self.grade_shares) != sorted(self.grade_shares, reverse=True):
            raise ValueError("a worse grade may not use more of a limit")
        return self


class AccountPolicy(Part):
    """What is wanted to be known of a new customer, and after how many days what is missing is spoken of again."""

    want_contact: bool = True
    want_terms: bool = True
    want_tax_no: bool = True
    want_region: bool = False
    want_official: bool = False
    gap_days: Annotated[int, Field(ge=1, le=90)] = 7


class DealPolicy(Part):
    """How many percent less than the list price somebody may give by themselves: a rep by the customer's tier, a
    manager; more needs a yes (100: anything goes)."""

    discount_key: Percent = 10
    discount_normal: Percent = 10
    discount_prospect: Percent = 10
    discount_manager: Percent = 20


class HandoverPolicy(Part):
    """How long a handover waits for its receiver, in working days."""

    manager_after: Annotated[int, Field(ge=1, le=30)] = 2  # then a manager may accept for the receiver
    manager_again: Annotated[int, Field(ge=1, le=30)] = 5  # and is told again every so many


class PrivacyPolicy(Part):
    """How many days what is personal is kept: the words of messages and of cards (the records made of them stay), where
    phones were, pictures and files of visits, notes, tasks and deals (0: always). After how many days without any
    dealing with their customer contacts are asked about (0: never). And whether phones, e-mails and names
    of people at customers are covered in everything that goes out to a platform."""

    message_days: Annotated[int, Field(ge=30, le=3650)] = 365
    card_days: Annotated[int, Field(ge=30, le=3650)] = 365
    position_days: Annotated[int, Field(ge=0, le=3650)] = 180
    file_days: Annotated[int, Field(ge=0, le=3650)] = 730
    contact_days: Annotated[int, Field(ge=0, le=3650)] = 730
    hide_from_platform: bool = False


class AccessPolicy(Part):
    """When managers hear that somebody looks up more than one does: different customers in a day; other people's in a
    day, or three times that in seven days (for who has customers of their own); in seven days; in a day by who is
    handing all on; exports in seven days (by who is handing on: the first one). 0: never. How many days are looked
    back at when somebody leaves. And whether the owner is sent the books as a workbook every week."""

    access_day: Annotated[int, Field(ge=0, le=10_000)] = 30
    access_others: Annotated[int, Field(ge=0, le=10_000)] = 12
    access_week: Annotated[int, Field(ge=0, le=10_000)] = 120
    access_leaving: Annotated[int, Field(ge=0, le=10_000)] = 15
    access_exports: Annotated[int, Field(ge=0, le=100)] = 2
    access_back: Annotated[int, Field(ge=1, le=365)] = 30
    weekly_export: bool = False


Steps = Literal["manager", "finance", "both", "in_turn"]
STEPS: Mapping[Steps, tuple[str, ...]] = {
    "manager": ("manager",),
    "finance": ("finance",),
    "both": ("manager+finance",),
    "in_turn": ("manager", "finance"),
}


class ApprovalPolicy(Part):
    """Whose yes is needed for what (both: side by side; in turn: finance after the manager). Working days until an
    answer is due, between reminders, and for which somebody may put it off."""

    write_off_steps: Steps = "manager"
    credit_note_steps: Steps = "manager"
    credit_exception_steps: Steps = "manager"
    discount_steps: Steps = "manager"
    deep_discount_steps: Steps = "in_turn"  # of more than a manager may give
    answer_days: Annotated[int, Field(ge=1, le=30)] = 2
    remind_days: Annotated[int, Field(ge=1, le=30)] = 1
    hold_days: Annotated[int, Field(ge=1, le=30)] = 3

    def steps_of(self, kind: str) -> tuple[str, ...]:
        """The steps for a kind of approval, in order, the roles of one step joined by "+"; the managers where the
        policy names none."""
        return STEPS[getattr(self, f"{kind}_steps", "manager")]


class Policy(Part):
    """All of a team's thresholds; `version` grows with each change and decisions keep the one they were judged by."""

    version: int = 1
    watch: WatchPolicy = WatchPolicy()
    reading: ReadingPolicy = ReadingPolicy()
    ledger: LedgerPolicy = LedgerPolicy()
    contracts: ContractPolicy = ContractPolicy()
    accounts: AccountPolicy = AccountPolicy()
    deals: DealPolicy = DealPolicy()
    credit: CreditPolicy = CreditPolicy()
    tasks: TaskPolicy = TaskPolicy()
    handovers: HandoverPolicy = HandoverPolicy()
    privacy: PrivacyPolicy = PrivacyPolicy()
    approvals: ApprovalPolicy = ApprovalPolicy()
    access: AccessPolicy = AccessPolicy()


@lru_cache(maxsize=256)
def policy_from(kept: str) -> Policy:
    """The policy a team keeps as JSON; pydantic's ValidationError if it is none. Parsed once per text."""
    return Policy.model_validate_json(kept)


# -- what a manager may change


# What each threshold counts, a part a page. Its name and its units are in the catalogue (`policy_<name>`,
# `policy_unit_<unit>`), the words people type for it in `commands.toml`; its range and default stand in its part.
UNITS: Mapping[str, Mapping[str, str]] = {
    "watch": {
        "due_soon_stages": "worked_days",
        "overdue_stages": "days",
        "push_at": "time",
        "evening_at": "time",
        "chase_days": "worked_days",
        "single_cards": "cards",
    },
    "reading": {"always_ask": "switch", "question_minutes": "minutes", "twin_days": "worked_days"},
    "ledger": {"finance_confirms": "switch", "delivery_stages": "worked_days", "held_days": "worked_days"},
    "tasks": {"task_stages": "worked_days", "climb_stage": "worked_days"},
    "contracts": {"expiry_stages": "days", "notice_days": "days"},
    "credit": {
        "weights": "points",
        "grades": "points",
        "months": "months",
        "known_after": "receivables",
        "limit_key": "money",
        "limit_normal": "money",
        "limit_prospect": "money",
        "grade_shares": "percent",
        "warn_from": "grade",
        "stop_overdue": "days",
        "exception_days": "days",
        "concentration": "percent",
    },
    "accounts": {
        **dict.fromkeys(("want_contact", "want_terms", "want_tax_no", "want_region", "want_official"), "switch"),
        "gap_days": "days",
    },
    "deals": dict.fromkeys(("discount_key", "discount_normal", "discount_prospect", "discount_manager"), "percent"),
    "handovers": {"manager_after": "worked_days", "manager_again": "worked_days"},
    "privacy": {
        **dict.fromkeys(("message_days", "card_days", "position_days", "file_days", "contact_days"), "days"),
        "hide_from_platform": "switch",
    },
    "access": {
        "access_day": "customers",
        "access_others": "customers",
        "access_week": "customers",
        "access_leaving": "customers",
        "access_exports": "times",
        "access_back": "days",
        "weekly_export": "switch",
    },
    "approvals": {
        "write_off_steps": "steps",
        "credit_note_steps": "steps",
        "credit_exception_steps": "steps",
        "discount_steps": "steps",
        "deep_discount_steps": "steps",
        "answer_days": "worked_days",
        "remind_days": "worked_days",
        "hold_days": "worked_days",
    },
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One threshold: where it stands, what it counts, and what it may be.

    `least` and `most` bound each number (None: it is none). `count`: how many numbers it takes (None: one), exactly so
    many where `exact`, else up to so many. `choices`: the words it may be, where it is a word.
    """

    name: str
    part: str
    unit: str
    default: Any
    least: int | None = None
    most: int | None = None
    count: int | None = None
    exact: bool = False
    choices: tuple[str, ...] = ()

    def of(self, policy: Policy) -> Any:
        """Its value under a policy."""
        return getattr(getattr(policy, self.part), self.name)

    def changed(self, policy: Policy, value: Any) -> Policy:
        """The next version of the policy with this value; pydantic's ValidationError where it is out of range."""
        part: Part = getattr(policy, self.part)
        fresh = type(part).model_validate({**part.model_dump(), self.name: value})
        return policy.model_copy(update={self.part: fresh, "version": policy.version + 1})

    def written(self, policy: Policy) -> str:
        """Its value as JSON, the way a change of policy is kept."""
        return json.dumps(getattr(policy, self.part).model_dump(mode="json")[self.name])


def _setting(part: str, name: str, unit: str) -> Setting:
    """What pydantic knows of a field, so that no range is written down twice."""
    field = Policy.model_fields[part].annotation.model_fields[name]  # type: ignore[union-attr]
    marks, base = list(field.metadata), field.annotation
    inner: tuple[Any, ...] = ()
    if getattr(base, "__origin__", base) is tuple:
        inner = get_args(base)
        marks += inner[0].__metadata__[0].metadata
    least, most, longest = (next((getattr(one, attribute) for one in marks if isinstance(one, kind)), None)
                            for kind, attribute in ((Ge, "ge"), (Le, "le"), (MaxLen, "max_length")))  # fmt: skip
    choices = get_args(base) if unit in ("grade", "steps") else ()
    exact = bool(inner) and Ellipsis not in inner
    return Setting(name, part, unit, field.default, least, most, len(inner) if exact else longest, exact, choices)


SETTINGS: Mapping[str, Setting] = {
    name: _setting(part, name, unit) for part, units in UNITS.items() for name, unit in units.items()
}
