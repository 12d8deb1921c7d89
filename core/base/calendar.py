"""Working days: the team's own overrides, then the official Chinese calendar where it has the year, then weekdays.

Days off and 调休 of mainland China come from chinesecalendar, which follows the State Council's yearly notice; it
raises for years not yet announced, and those days are `provisional` here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=4096)
def _official(day: date) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked. `overrides` maps a day to True (worked) or False (off) and wins over everything."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    official: bool = True  # False: plain Monday-Friday, for teams outside mainland China

    def is_working(self, day: date) -> bool:
        """Whether the team works on that day."""
        if day in self.overrides:
            return self.overrides[day]
        known = _official(day) if self.official else None
        return day.weekday() < SATURDAY if known is None else known

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for that day is only Monday-Friday because the year is not yet announced."""
        return self.official and day not in self.overrides and _official(day) is None

    def next_working(self, day: date) -> date:
        """That day if worked, else the first worked day after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def last_working(self, day: date) -> date:
        """That day if worked, else the last worked day before it."""
        while not self.is_working(day):
            day -= DAY
        return day

    def plus_working(self, day: date, count: int) -> date:
        """`count` worked days after `day` (negative: before it); `day` itself is not counted."""
        step = DAY if count >= 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def break_after(self, day: date, least: int) -> tuple[date, date] | None:
        """The first and last of the days off that follow a worked day, if there are at least so many; else None."""
        if not self.is_working(day):
            return None
        back = self.next_working(day + DAY)
        return (day + DAY, back - DAY) if (back - day).days > least else None

    def worked_between(self, after: date, until: date) -> int:
        """How many worked days there are after one day, up to and including another; 0 where that is not later."""
        days = (after + DAY * ahead for ahead in range(1, (until - after).days + 1))
        return sum(self.is_working(day) for day in days)


CHINESE_ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC")


def calendar_of(timezone: str) -> WorkingCalendar:
    """The working days of a team: the official Chinese ones in China's zones, Monday-Friday elsewhere."""
    return WorkingCalendar(official=timezone in CHINESE_ZONES)


# -- months of the common calendar


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@lru_cache(maxsize=4_096)
def plus_months(day: date, count: int) -> date:
    """The same day `count` months later, or the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
