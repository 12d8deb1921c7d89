"""Somebody looks up far more customers than one does, or takes the books along: the leak tripwire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.base.policy import Policy
from core.watch.records import Finding

WEEK = 7  # days
TIMES_A_WEEK = 3  # so many times a day's number of other people's customers are unusual in a week


@dataclass(frozen=True, slots=True)
class Looked:
    """What one member looked up and took along: different customers today and in the last seven days, other people's of
    these (0 where all customers are theirs to look at), exports in the last seven days. `leaving`: they are handing all
    their customers on. `exported`: the newest of it was an export."""

    member_id: int
    today: int = 0
    others: int = 0
    week: int = 0
    others_week: int = 0
    exports: int = 0
    leaving: bool = False
    exported: bool = False


def access(looked: Looked, policy: Policy, today: date) -> Iterator[Finding]:
    """More look-ups than the policy holds for usual: said at each whole multiple of it. Exports past their number, each
    one."""
    limits = policy.access
    a_day = limits.access_leaving if looked.leaving else limits.access_day
    measures = (
        ("day", looked.today, a_day),
        ("others", looked.others, limits.access_others),
        ("week", looked.week, limits.access_week),
        ("others_week", looked.others_week, limits.access_others * TIMES_A_WEEK),
    )
    for name, count, least in measures:
        if least and count >= least:
            yield Finding("access", looked.member_id, None, f"{today.isoformat()} {name}", count // least)
    free = 0 if looked.leaving else limits.access_exports - 1
    if looked.exported and limits.access_exports and looked.exports > free:
        yield Finding("access", looked.member_id, None, f"{today.isoformat()} export", looked.exports)
