"""The week's copy of the books for their owner: a workbook in private, where the policy says so; in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.handlers.exporting import is_too_large
from bot.message import Card, line
from bot.post import private_place, send
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.people import Member, may
from core.watch.week import report_day, week_of
from storage.people import House
from storage.store import Store


def send_copy(store: Store, house: House, policy: Policy, today: date, calendar: WorkingCalendar) -> int:
    """On the first working day of a week, once; how many cards. What may not go by the platform, or is too large for a
    chat, is said instead, with where to get it."""
    if not policy.access.weekly_export or today < report_day(today, calendar):
        return 0
    places = [(one, place) for one in owners(store) if (place := private_place(store, one))]
    if not places or not house.claim(f"copy:{store.team_id}", week_of(today)[0].isoformat()):
        return 0
    team, kept_back = store.people.team(), _kept_back(store, policy)
    for member, place in places:
        file = None if kept_back else {"kind": "export", "form": "xlsx", "member": str(member.id)}
        said = line(kept_back or "export_weekly", team=team.name, on=today)
        send(store, place, Card((said,), file=file), urgency=2)
    if not kept_back:
        store.note_export("xlsx", to=[member.id for member, _ in places])
    return len(places)


def owners(store: Store) -> Sequence[Member]:
    """Who runs the team and may have its books: admins among the managers, else the managers."""
    managers = [one for one in store.people.members() if may(one, "export")]
    return [one for one in managers if one.has("admin")] or managers


def _kept_back(store: Store, policy: Policy) -> str:
    if policy.privacy.hide_from_platform:
        return "export_weekly_hidden"
    return "export_weekly_large" if is_too_large(store) else ""
