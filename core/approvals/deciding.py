"""Decisions about approvals: whose word is missing, who may give it, and what then becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from core.approvals.asking import Approval, Verdict
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member

Word = Literal["yes", "no", "hold"]
INSTEAD = ("finance", "admin")  # who is asked where a role has nobody else


@dataclass(frozen=True, slots=True)
class Seat:
    """A role whose yes is missing, and who may give it: member id -> for whom they stand in (None: for themselves)."""

    step: int
    role: str
    members: dict[int, int | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """An approval after a word was said, and that word."""

    approval: Approval
    verdict: Verdict


def fingerprint(content: str) -> str:
    """The SHA-256 of what is asked, in hex: a yes names it, so that it holds for nothing else."""
    return hashlib.sha256(content.encode()).hexdigest()


def seats(approval: Approval, verdicts: Iterable[Verdict], members: Sequence[Member], today: date) -> list[Seat]:
    """Whose yes is missing in the first step that is not done; none where nobody's is.

    Nobody approves their own, and one person fills one seat. Who is away may still answer, and so may their stand-in.
    Where nobody else has the role finance is asked, then an admin; with none of them the step is off. Past the
    approval's due day an admin may answer too.
    """
    given = [one for one in verdicts if one.said == "yes"]
    filled = {(one.step, one.role) for one in given}
    out = {approval.asked_by, *(one.member_id for one in given)}
    for step, roles in enumerate(approval.steps):
        missing = [role for role in roles.split("+") if (step, role) not in filled]
        found = [Seat(step, role, _who(role, members, out, today, late=today > approval.due_on)) for role in missing]
        if open_seats := [seat for seat in found if seat.members]:
            return open_seats
    return []


def _who(role: str, members: Sequence[Member], out: set[int], today: date, *, late: bool) -> dict[int, int | None]:
    for asked in (role, *INSTEAD):
        wanted = {asked, "admin"} if late else {asked}
        if found := _of_role([one for one in members if one.active and one.has(*wanted)], members, out, today):
            return found
    return {}


def _of_role(having: Sequence[Member], members: Sequence[Member], out: set[int], today: date) -> dict[int, int | None]:
    active = {one.id for one in members if one.active}
    found: dict[int, int | None] = {}
    for member in having:
        deputy = member.stand_in(today)
        if deputy in active and deputy not in out and member.id not in out:
            found[deputy] = member.id
    return found | {one.id: None for one in having if one.id not in out}


def decide(
    approval: Approval, verdicts: Sequence[Verdict], by: Member, word: Word, members: Sequence[Member], *, new_id: int,
    at: datetime, today: date, calendar: WorkingCalendar, policy: Policy, comment: str = "",
) -> Decided:  # fmt: skip
    """The approval after `by` said a word to it. A no ends it; a hold stops the reminders for some working days; a yes
    moves it on, and grants it once no seat is left.

    Refusal `approval_decided` (how it ended), `approval_own`, `approval_not_yours`.
    """
    if not approval.is_open:
        raise Refusal("approval_decided", state=approval.state)
    if by.id == approval.asked_by:
        raise Refusal("approval_own", denied="answer_approval")
    seat = next((one for one in seats(approval, verdicts, members, today) if by.id in one.members), None)
    if seat is None:
        raise Refusal("approval_not_yours", denied="answer_approval")
    verdict = Verdict(
        id=new_id, approval_id=approval.id, step=seat.step, role=seat.role, said=word,
        fingerprint=approval.fingerprint, member_id=by.id, stands_in_for=seat.members[by.id], comment=comment,
        policy_version=policy.version, at=at,
    )  # fmt: skip
    if word == "no":
        return Decided(evolve(approval, state="refused", held_until=None), verdict)
    if word == "hold":
        until = calendar.plus_working(today, policy.approvals.hold_days)
        return Decided(evolve(approval, state="held", held_until=until), verdict)
    left = seats(approval, (*verdicts, verdict), members, today)
    if not left:
        return Decided(evolve(approval, state="granted", held_until=None), verdict)
    return Decided(evolve(approval, state="waiting", held_until=None, asked_of=left[0].step), verdict)


def withdraw(approval: Approval, by: Member) -> Approval:
    """Taken back by who asked. Refusal `approval_decided`, `approval_not_asked_by_you`."""
    if not approval.is_open:
        raise Refusal("approval_decided", state=approval.state)
    if by.id != approval.asked_by:
        raise Refusal("approval_not_asked_by_you", denied="answer_approval")
    return evolve(approval, state="withdrawn", held_until=None)


def give_way(approval: Approval, to: Approval) -> tuple[Approval, Approval]:
    """An approval and the one about the same with other content: the first is replaced, the second names it.

    Refusal `approval_same` where nothing changed, `approval_decided` where it came too late.
    """
    if not approval.is_open:
        raise Refusal("approval_decided", state=approval.state)
    if approval.fingerprint == to.fingerprint:
        raise Refusal("approval_same")
    return evolve(approval, state="replaced", held_until=None), replace(to, replaces_id=approval.id)


def due_day(today: date, calendar: WorkingCalendar, policy: Policy) -> date:
    """The day by which an answer is asked for."""
    return calendar.plus_working(calendar.next_working(today), policy.approvals.answer_days)
