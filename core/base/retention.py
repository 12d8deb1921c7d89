"""Which of many copies are worth keeping: grandfather, father, son."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, ISO weeks and months that have copies keep their newest one. The newest of all always stays."""

    days: int = 7
    weeks: int = 4
    months: int = 12

    @classmethod
    def of(cls, text: str) -> Keep:
        """Out of `7,4,12`."""
        return cls(*map(int, text.split(",")))

    def worth(self, moments: Iterable[datetime]) -> set[datetime]:
        """Those to keep; the moments are in the time zone whose days count."""
        ordered = sorted(moments)
        spans: tuple[tuple[Callable[[datetime], object], int], ...] = (
            (datetime.date, self.days),
            (lambda one: one.isocalendar()[:2], self.weeks),
            (lambda one: (one.year, one.month), self.months),
        )
        kept = set(ordered[-1:])
        for span, count in spans:
            newest = {span(one): one for one in ordered}  # in order: a later one of the same span takes its place
            kept |= set(list(newest.values())[-count:]) if count else set()
        return kept
