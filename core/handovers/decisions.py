"""Decisions about handovers: who may offer what to whom, who may say yes and when, and what then changes hands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.base.calendar import WorkingCalendar
from core.base.records import evolve
from core.base.refusal import Refusal
from core.handovers.records import Counts, Handover
from core.people import Member, may
from core.sales import Account, Deal, Task


@dataclass(frozen=True, slots=True)
class Offer:
    """What of the accounts somebody named can be handed over: `accounts`, and why the others stay where they are."""

    accounts: tuple[Account, ...]
    waiting: tuple[Account, ...] = ()  # in another handover that is pending
    others: tuple[Account, ...] = ()  # not the giver's


def check_people(giver: Member, receiver: Member) -> None:
    """Refusal `handover_to_self`, `handover_to_leaver`, `handover_to_role`: customers go to who may sell to them."""
    if giver.id == receiver.id:
        raise Refusal("handover_to_self", name=receiver.name)
    if not receiver.active:
        raise Refusal("handover_to_leaver", name=receiver.name)
    if not receiver.has("rep", "manager"):
        raise Refusal("handover_to_role", name=receiver.name)


def propose(by: Member, giver: Member, accounts: Sequence[Account], pending: Iterable[Handover]) -> Offer:
    """Sort out which accounts `by` may offer in the giver's name: the giver's own, in no other pending handover.

    Refusal `handover_not_yours` (denied) where someone without the right gives away what is another's,
    `handover_waiting` where all wait in another handover, `handover_others` where none is the giver's (denied
    where `by` may not give it),
    `handover_nothing` where there is none.
    """
    if not may(by, "propose_handover", (giver.id,)):
        raise Refusal("handover_not_yours", denied="propose_handover", owner=giver.name)
    taken = taken_by(pending)
    owned = [one for one in accounts if one.owner_id == giver.id]
    waiting = tuple(one for one in owned if one.id in taken)
    others = tuple(one for one in accounts if one.owner_id != giver.id)
    moving = tuple(one for one in owned if one.id not in taken)
    if not moving and waiting:
        raise Refusal("handover_waiting", accounts=tuple(one.name for one in waiting[:3]), more=len(waiting[3:]))
    if not moving and others:
        names, denied = tuple(one.name for one in others[:3]), not may(by, "propose_handover", ())
        raise Refusal(
            "handover_others", denied="propose_handover" if denied else None,
            accounts=names, more=len(others[3:]), name=giver.name,
        )  # fmt: skip
    if not moving:
        raise Refusal("handover_nothing", name=giver.name)
    return Offer(moving, waiting, others)


def taken_by(pending: Iterable[Handover]) -> set[int]:
    """The accounts that wait in pending handovers."""
    return {account_id for one in pending if one.is_open for account_id in one.account_ids}


def days_waited(handover: Handover, today: date, calendar: WorkingCalendar) -> int:
    """Working days since it was proposed; that day itself is not counted."""
    return calendar.worked_between(handover.proposed_on, today)


def may_be_accepted_for_on(handover: Handover, calendar: WorkingCalendar, wait: int) -> date:
    """From which day a manager may accept for the receiver: `wait` working days after it was proposed, or after the
    first working day that follows."""
    return calendar.plus_working(calendar.next_working(handover.proposed_on), wait)


def accept(handover: Handover, by: Member, today: date, calendar: WorkingCalendar, wait: int) -> Handover:
    """The handover as accepted; by the receiver at any time, by a manager once it waited `wait` working days.

    Refusal `handover_decided`, `handover_too_early` (from which day), `handover_not_for_you`.
    """
    _open(handover)
    if by.id != handover.receiver_id:
        if not may(by, "accept_handover", ()):
            raise Refusal("handover_not_for_you", denied="accept_handover")
        if today < (first := may_be_accepted_for_on(handover, calendar, wait)):
            raise Refusal("handover_too_early", on=first)
    return _decided(handover, "accepted", by, today)


def refuse(handover: Handover, by: Member, today: date) -> Handover:
    """The handover as refused, by the receiver alone. Refusal `handover_decided`, `handover_not_for_you`."""
    _open(handover)
    if by.id != handover.receiver_id:
        raise Refusal("handover_not_for_you", denied="accept_handover")
    return _decided(handover, "refused", by, today)


def cancel(handover: Handover, by: Member, today: date) -> Handover:
    """The handover as taken back, by who gives or proposed it or a manager. Refusal `handover_decided`,
    `handover_cancel_not_yours`."""
    _open(handover)
    if not may(by, "propose_handover", (handover.giver_id, handover.proposed_by)):
        raise Refusal("handover_cancel_not_yours", denied="propose_handover")
    return _decided(handover, "cancelled", by, today)


def _open(handover: Handover) -> None:
    if not handover.is_open:
        raise Refusal("handover_decided", state=handover.state)


def _decided(handover: Handover, state: str, by: Member, today: date) -> Handover:
    return evolve(handover, state=state, decided_by=by.id, decided_on=today)


# -- what changes hands


def still_to_move(
    handover: Handover, named: Sequence[Account], owned: Sequence[Account], others: Iterable[Handover]
) -> tuple[Account, ...]:
    """What moves now: of the accounts `named` in it those that are still the giver's; where it is about everything,
    also what the giver came to own since, unless that waits in another handover."""
    moving = [one for one in named if one.owner_id == handover.giver_id]
    if handover.everything:
        known = {one.id for one in moving} | taken_by(others)
        moving += [one for one in owned if one.id not in known]
    return tuple(moving)


def hand_over(
    handover: Handover, accounts: Sequence[Account], deals: Sequence[Deal], tasks: Sequence[Task]
) -> list[Account | Deal | Task]:
    """The next versions of what changes hands: the accounts, and on them the giver's open deals and tasks.

    Nothing else about them changes: stages, days and amounts stay. Closed deals keep the name of who won or lost them.
    """
    giver, receiver = handover.giver_id, handover.receiver_id
    moved: list[Account | Deal | Task] = [
        evolve(one, owner_id=receiver, co_owners=_without((giver, receiver), one.co_owners)) for one in accounts
    ]
    moved += [evolve(one, owner_id=receiver) for one in deals if one.is_open and one.owner_id == giver]
    moved += [
        evolve(one, owner_id=receiver)
        for one in tasks
        if one.state == "open" and not one.void and one.owner_id == giver
    ]
    return moved


def _without(gone: Collection[int], co_owners: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one for one in co_owners if one not in gone)


def difference(shown: Counts, moved: Counts) -> dict[str, tuple[int, int]]:
    """What came to be otherwise between proposing and accepting: kind -> (shown, moved)."""
    pairs = zip(Counts._fields, shown, moved, strict=True)
    return {name: (before, after) for name, before, after in pairs if before != after}
