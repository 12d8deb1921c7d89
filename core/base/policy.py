"""Policy: every threshold a manager may change, one model put together from a part per topic, versioned as a whole."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Stage = Annotated[int, Field(ge=0, le=3650)]
Stages = Annotated[tuple[Stage, ...], Field(max_length=12)]


class Part(BaseModel):
    """A topic's thresholds: frozen, and an unknown name is an error instead of a silent nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WatchPolicy(Part):
    """When money is chased. Days before are working days, days after are calendar days past the due day."""

    due_soon_stages: Stages = (7, 3, 1)
    overdue_stages: Stages = (1, 7, 15, 30, 60, 90)
    push_at: time = time(9, 0)
    evening_at: time = time(18, 0)  # when each person hears what is still to be put down
    single_cards: Annotated[int, Field(ge=0, le=10)] = 3  # more alerts for a chat, or several sorts, become one digest


class ReadingPolicy(Part):
    """How cautious the books are with what was said."""

    always_ask: bool = False
    question_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    twin_days: Annotated[int, Field(ge=0, le=30)] = 3


class LedgerPolicy(Part):
    """How money is booked."""

    finance_confirms: bool = False


class TaskPolicy(Part):
    """When next steps are spoken of: worked days past their day (0: on it), and from which stage on a manager hears."""

    task_stages: Stages = (0, 1, 2, 3, 5, 10, 20)
    climb_stage: Stage = 3


class ContractPolicy(Part):
    """When the end of a contract is spoken of: calendar days before its last day and before its notice day."""

    expiry_stages: Stages = (60, 30, 7)
    notice_days: Annotated[int, Field(ge=0, le=365)] = 0  # where a contract says nothing of notice


class CreditPolicy(Part):
    """What the parts of the credit score weigh (together 100), the least points of grades A to D, how many months it
    looks back, and after how many settled receivables a customer counts as known."""

    timing: Annotated[int, Field(ge=0, le=100)] = 40
    overdue: Annotated[int, Field(ge=0, le=100)] = 30
    promises: Annotated[int, Field(ge=0, le=100)] = 15
    experience: Annotated[int, Field(ge=0, le=100)] = 15
    grades: tuple[int, int, int, int] = (85, 70, 55, 40)
    months: Annotated[int, Field(ge=3, le=120)] = 24
    known_after: Annotated[int, Field(ge=1, le=100)] = 6

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.timing + self.overdue + self.promises + self.experience != 100:
            raise ValueError("the weights of the credit score must add up to 100")
        if not 100 >= self.grades[0] > self.grades[1] > self.grades[2] > self.grades[3] > 0:
            raise ValueError("the bounds of the grades must fall")
        return self


class HandoverPolicy(Part):
    """How long a handover waits for its receiver, in working days."""

    manager_after: Annotated[int, Field(ge=1, le=30)] = 2  # then a manager may accept for the receiver
    manager_again: Annotated[int, Field(ge=1, le=30)] = 5  # and is told again every so many


Steps = Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]


class ApprovalPolicy(Part):
    """Whose yes is needed: steps in order, the roles of one step side by side ("manager+finance"). Working days until
    an answer is due, between reminders, and for which somebody may put it off."""

    write_off: Steps = ("manager",)
    credit_note: Steps = ("manager",)
    credit_exception: Steps = ("manager",)
    discount: Steps = ("manager",)
    answer_days: Annotated[int, Field(ge=1, le=30)] = 2
    remind_days: Annotated[int, Field(ge=1, le=30)] = 1
    hold_days: Annotated[int, Field(ge=1, le=30)] = 3

    def steps_of(self, kind: str) -> tuple[str, ...]:
        """The steps for a kind of approval; the managers where the policy names none."""
        return tuple(getattr(self, kind, ("manager",)))

    @model_validator(mode="after")
    def _known_roles(self) -> Self:
        for kind in ("write_off", "credit_note", "credit_exception", "discount"):
            asked = {role for step in getattr(self, kind) for role in step.split("+")}
            if not asked <= {"manager", "finance", "legal", "admin"}:
                raise ValueError(f"{kind}: only a manager, finance, legal or an admin can be asked")
        return self


class Policy(Part):
    """All of a team's thresholds; `version` grows with each change and decisions keep the one they were judged by."""

    version: int = 1
    watch: WatchPolicy = WatchPolicy()
    reading: ReadingPolicy = ReadingPolicy()
    ledger: LedgerPolicy = LedgerPolicy()
    contracts: ContractPolicy = ContractPolicy()
    credit: CreditPolicy = CreditPolicy()
    tasks: TaskPolicy = TaskPolicy()
    handovers: HandoverPolicy = HandoverPolicy()
    approvals: ApprovalPolicy = ApprovalPolicy()


@lru_cache(maxsize=256)
def policy_from(kept: str) -> Policy:
    """The policy a team keeps as JSON; pydantic's ValidationError if it is none. Parsed once per text."""
    return Policy.model_validate_json(kept)
