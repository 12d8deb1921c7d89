"""An approval in sentences: what is asked, by whom, what was said to it so far, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.message import Line, line
from bot.text import unpacked_line
from core.approvals import Approval, Verdict, seats
from core.people import Member
from core.watch import Alert
from core.watch.rules import approval_episode
from storage.store import Store

if TYPE_CHECKING:
    from bot.subjects.subject import About


def shown(approval: Approval) -> list[Line]:
    """What is asked, word for word as it is bound: what it is, then what goes with it."""
    return [unpacked_line(one) for one in json.loads(approval.content)["shown"]]


def what(approval: Approval) -> Line:
    """The same in one line."""
    return shown(approval)[0]


def asked_now(store: Store, approval: Approval) -> list[Member]:
    """Who may answer it today."""
    found: dict[int, None] = {}
    for seat in seats(approval, store.approvals.verdicts(approval.id), store.people.members(), today_of(store)):
        found |= dict.fromkeys(seat.members)
    return [one for row in found if (one := store.people.member(row))]


def today_of(store: Store) -> date:
    """Today in the team's time zone."""
    return store.now.astimezone(ZoneInfo(store.people.team().timezone)).date()


def names(members: Iterable[Member]) -> tuple[str, ...] | None:
    """Their names, for a sentence."""
    return tuple(one.name for one in members) or None


def details(store: Store, approval: Approval) -> list[Line]:
    """Everything about one that waits: what, why, what was said so far, and by when an answer is asked for."""
    lines = [line("approval_what", what=what(approval)), *shown(approval)[1:]]
    if approval.reason:
        lines.append(line("approval_reason", reason=approval.reason))
    lines += [_said(store, one) for one in store.approvals.verdicts(approval.id)]
    if approval.state == "held" and approval.held_until:
        lines.append(line("approval_held_until", on=approval.held_until))
    return [*lines, line("approval_due", on=approval.due_on)]


def _said(store: Store, verdict: Verdict) -> Line:
    return line(f"approval_said_{verdict.said}", by=_name(store, verdict.member_id),
                instead=_name(store, verdict.stands_in_for), comment=verdict.comment or None)  # fmt: skip


def _name(store: Store, row: int | None) -> str | None:
    member = store.people.member(row) if row else None
    return member.name if member else None


def outcome(store: Store, approval: Approval) -> Line:
    """How it stands: granted, refused, put off, taken back, replaced, or waiting for the next."""
    said = store.approvals.verdicts(approval.id)
    last = said[-1] if said else None
    facts: dict[str, Any] = dict(
        what=what(approval),
        by=_name(store, last.member_id if last else approval.asked_by),
        instead=_name(store, last.stands_in_for) if last else None,
        comment=(last.comment or None) if last else None,
    )
    if approval.state == "waiting" and last is not None and last.said == "yes":
        return line("approval_passed_on", **facts, to=names(asked_now(store, approval)))
    return line(f"approval_{approval.state}", **facts)


# -- as alerts


def alert_lines(about: About) -> list[Line]:
    """The card of whoever may answer."""
    approval: Approval = about.record
    asker = _name(about.store, approval.asked_by)
    days = (about.today - approval.asked_on).days
    return [line("approval_alert", by=asker, days=days), *details(about.store, approval)]


def late_lines(about: About) -> list[Line]:
    """The card of who asked and of the admins, when the answer is late."""
    approval: Approval = about.record
    waits = names(asked_now(about.store, approval))
    by = _name(about.store, approval.asked_by) if about.reader != approval.asked_by else None
    head = line("approval_late_alert", by=by, on=approval.due_on, to=waits)
    return [head, *details(about.store, approval)]


def row(about: About, number: int) -> Line:
    """Its line in a list."""
    approval: Approval = about.record
    by = _name(about.store, approval.asked_by)
    return line("digest_row_approval", number=number, what=what(approval), by=by, since=approval.asked_on)


def ended(about: About) -> Line:
    """What its card says once it needs this person's word no more."""
    return outcome(about.store, about.record)


def told(approval: Approval) -> dict[str, str]:
    """For the command line."""
    return dict(kind=approval.kind, due_on=approval.due_on.isoformat())


def speaks_of(approval: Approval, alert: Alert) -> bool:
    """Whether an alert is about the step that is on."""
    return alert.episode == approval_episode(approval)


def late_hearers(store: Store, approval: Approval) -> list[Member]:
    """Who asked, and the admins who are not asked anyway."""
    known = {one.id for one in asked_now(store, approval)}
    asker = store.people.member(approval.asked_by)
    admins = (one for one in store.people.with_role("admin") if one.id not in {approval.asked_by, *known})
    return [*([asker] if asker and asker.active else []), *admins]
