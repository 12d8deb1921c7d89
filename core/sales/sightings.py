"""Competitors at our customers: when one was seen so often that the managers should know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from core.sales.records import Note

OFTEN, WITHIN_DAYS = 3, 14


def seen_often(sightings: Iterable[Note]) -> list[Note]:
    """The last three sightings of one competitor within 14 days that are worth an alert, oldest first; none: empty.

    `sightings` are of one competitor, oldest first. After an alert they are counted anew, and so each is told once.
    """
    told: list[Note] = []
    group: list[Note] = []
    for one in sightings:
        group = [other for other in group if one.on - other.on < timedelta(days=WITHIN_DAYS)] + [one]
        if len(group) == OFTEN:
            told, group = group, []
    return told
