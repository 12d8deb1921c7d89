"""The week's report by itself: on the first working day of a week managers hear what was done in the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.handlers.reports.week import done_in, week_card
from bot.post import Place, group_place, private_place, send
from core.base.calendar import WorkingCalendar
from core.watch.week import report_day, week_of
from storage.people import House
from storage.store import Store


def tell_week(store: Store, house: House, today: date, calendar: WorkingCalendar) -> int:
    """Queue last week's report once, where managers read; how many cards. Nothing done: nothing said.

    The week is claimed by name, so that however often a sweep runs, and whoever else does, it is told once.
    """
    monday = week_of(today)[0]
    if today < report_day(today, calendar) or not house.claim(mark(store.team_id), monday.isoformat()):
        return 0
    done = done_in(store, today, 1, calendar)
    places = [] if all(one.is_nothing for one in done.values()) else list(manager_places(store))
    for place in places:
        send(store, place, week_card(store, today, 1, done, anyone=not place.private), urgency=2)
    return len(places)


def mark(team_id: int) -> str:
    """Under which name the house remembers the last week that was told."""
    return f"week:{team_id}"


def manager_places(store: Store) -> Iterator[Place]:
    """The groups of managers; where there is none, each manager's private chat."""
    groups = [group_place(one) for one in store.people.bound_chats() if one.audience == "managers"]
    managers = (private_place(store, one) for one in store.people.with_role("manager"))
    yield from groups or (one for one in managers if one is not None)
