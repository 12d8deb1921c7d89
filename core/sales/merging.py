"""Two accounts that turn out to be one firm: which names, owners and people the one that stays has then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.sales.decisions import names_of
from core.sales.records import TIERS, Account, Contact

R = TypeVar("R", bound=Record)


def merged(gone: Account, into: Account, active: Collection[int]) -> tuple[Account, Account]:
    """(the one that is gone, the one that stays), as their next versions.

    What stays keeps its name and owner, is called by all names of both, belongs to all owners of both that are still
    `active`, and is closed as the closer of both. Refusal `merge_itself`, `merge_not_active`.
    """
    if gone.id == into.id:
        raise Refusal("merge_itself", account=into.name)
    for one in (gone, into):
        if one.state != "active" or one.void:
            raise Refusal("merge_not_active", account=one.name)
    official = into.official or gone.official
    names = dict.fromkeys((*into.aliases, *names_of(gone)))
    owners = dict.fromkeys((*into.co_owners, *(row for row in gone.owners if row in active)))
    kept = evolve(
        into,
        official=official,
        aliases=tuple(name for name in names if name not in (into.name, official)),
        co_owners=tuple(row for row in owners if row != into.owner_id),
        tier=min(into.tier, gone.tier, key=TIERS.index),
        region=into.region or gone.region,
    )
    return evolve(gone, state="merged", merged_into=into.id), kept


def same_people(theirs: Sequence[Contact], ours: Sequence[Contact]) -> list[tuple[Contact, Contact]]:
    """(theirs, ours) where both accounts knew the same person: the same name, and no two different phones."""
    known = {one.name: one for one in ours}
    return [
        (one, known[one.name])
        for one in theirs
        if one.name in known and (not one.phone or not known[one.name].phone or one.phone == known[one.name].phone)
    ]


def completed(ours: Contact, theirs: Contact) -> Contact | None:
    """Our contact with what only they knew of the person; None where they knew no more."""
    phone, title = ours.phone or theirs.phone, ours.title or theirs.title
    return evolve(ours, phone=phone, title=title) if (phone, title) != (ours.phone, ours.title) else None


def carried_over(record: R, into: Account, people: Mapping[int, int]) -> R:
    """A record of the account that is gone as one of the account that stays. `people`: contacts that are another's
    double, and whose."""
    changes: dict[str, Any] = {"account_id": into.id}
    if getattr(record, "contact_id", None) in people:
        changes["contact_id"] = people[getattr(record, "contact_id")]  # noqa: B009 - not every record has one
    if record.id in people:
        changes["void"] = True
    return evolve(record, **changes)
