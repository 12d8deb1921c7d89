"""Calendar arithmetic of the conventions: what a phrase of days means on a given day, looking back or ahead."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from core.base.lunar import feast_day

if TYPE_CHECKING:
    from core.base.calendar import WorkingCalendar

PAST, FUTURE = -1, 1
ONE_DAY = timedelta(days=1)


class Days(NamedTuple):
    """A day, or the first and last day of a stretch."""

    first: date
    last: date | None = None


Meaning = Callable[[date, int], Days | None]
"""(today, PAST or FUTURE) -> the days meant; None for a day that does not exist."""


_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def day(year: int, month: int, number: int) -> date | None:
    """That day; None where the calendar has none (30 February)."""
    return (
        date(year, month, number)
        if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= month_length(year, month)
        else None
    )


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and calendar.isleap(year) else _MONTH_LENGTHS[month - 1]


def month_end(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, month_length(year, month))


def add_months(start: date, months: int) -> date:
    """The same day so many months on, clamped to the month's end."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(start.day, month_length(year, month + 1)))


def add_days(start: date, days: int) -> date | None:
    """So many days later, or earlier below zero; None outside the years 1 to 9999."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def add_workdays(start: date, days: int) -> date:
    """Monday to Friday only; the team's own calendar is the caller's affair."""
    step = 1 if days > 0 else -1
    while start.weekday() >= 5:  # from a weekend on one counts as from its Friday, back as from its Monday
        start -= timedelta(days=step)
    weeks, left = divmod(abs(days), 5)
    at = start + timedelta(days=7 * weeks * step)
    while left or at.weekday() >= 5:
        at += timedelta(days=step)
        left -= at.weekday() < 5 and left > 0
    return at


def one(when: date | None) -> Days | None:
    """A single day as days; None stays None."""
    return Days(when) if when else None


def whole_month(year: int, month: int) -> Days:
    """From the month's first day to its last."""
    return Days(date(year, month, 1), month_end(year, month))


def whole_week(monday: date) -> Days:
    """From a Monday to the Sunday after it."""
    return Days(monday, monday + timedelta(days=6))


def monday_of(today: date, weeks: int = 0) -> date:
    """The Monday of the week a day is in, or of the one so many weeks from it."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def nearest(candidates: list[date], today: date, sense: int) -> date | None:
    """The nearest of some days in the direction of the sense, today included."""
    fitting = [when for when in candidates if (when - today).days * sense >= 0]
    return min(fitting, key=lambda when: abs(when - today)) if fitting else None


# ---- meanings ------------------------------------------------------------------------------------------------------


def relative_day(days: int) -> Meaning:
    """明天, the day before yesterday: so many days from today."""
    return lambda today, sense: one(add_days(today, days))


def full_date(year: int, month: int, number: int) -> Meaning:
    """2026年3月5日, whichever way one looks; None where there is no such day."""
    return lambda today, sense: one(day(year, month, number))


def weekday(number: int) -> Meaning:
    """A bare weekday: never today."""

    def meaning(today: date, sense: int) -> Days:
        apart = (number - today.weekday()) % 7 if sense == FUTURE else (today.weekday() - number) % 7
        return Days(today + timedelta(days=(apart or 7) * sense))

    return meaning


def weekday_of_week(weeks: int, number: int) -> Meaning:
    """下周三: a weekday (0 is Monday) of the week so many weeks from this one."""
    return lambda today, sense: one(add_days(monday_of(today, weeks), number))


def week(weeks: int) -> Meaning:
    """上周, next week: Monday to Sunday of the week so many weeks from this one."""
    return lambda today, sense: whole_week(monday_of(today, weeks))


def weekend(weeks: int) -> Meaning:
    """Saturday and Sunday, so many weeks from this one."""

    def meaning(today: date, sense: int) -> Days:
        saturday = monday_of(today, weeks) + timedelta(days=5)
        return Days(saturday, saturday + timedelta(days=1))

    return meaning


def day_of_month(number: int) -> Meaning:
    """15号: the nearest month that has the day, in the direction of the sense."""

    def meaning(today: date, sense: int) -> Days | None:
        first = today.replace(day=1)
        months = (add_months(first, step * sense) for step in range(13))
        return _first_in_direction((day(month.year, month.month, number) for month in months), today, sense)

    return meaning


def month_day(month: int, number: int) -> Meaning:
    """3月5日: the nearest year that has the day, in the direction of the sense."""

    def meaning(today: date, sense: int) -> Days | None:
        years = (today.year + step * sense for step in range(9))  # 29 February may be eight years away
        return _first_in_direction((day(year, month, number) for year in years), today, sense)

    return meaning


def _first_in_direction(candidates: Iterable[date | None], today: date, sense: int) -> Days | None:
    return next((Days(when) for when in candidates if when and (when - today).days * sense >= 0), None)


def day_in_month(months: int, number: int) -> Meaning:
    """下个月10号"""

    def meaning(today: date, sense: int) -> Days | None:
        first = add_months(today.replace(day=1), months)
        return one(day(first.year, first.month, number))

    return meaning


Part = Callable[[int, int], Days]
"""(year, month) -> a part of that month."""

MONTH_PARTS: dict[str, Part] = {
    "start": lambda year, month: Days(date(year, month, 1)),
    "middle": lambda year, month: Days(date(year, month, 15)),
    "end": lambda year, month: Days(month_end(year, month)),
    "first_third": lambda year, month: Days(date(year, month, 1), date(year, month, 10)),
    "second_third": lambda year, month: Days(date(year, month, 11), date(year, month, 20)),
    "last_third": lambda year, month: Days(date(year, month, 21), month_end(year, month)),
    "first_half": lambda year, month: Days(date(year, month, 1), date(year, month, 15)),
    "second_half": lambda year, month: Days(date(year, month, 16), month_end(year, month)),
    "whole": whole_month,
}


def part_of_month(year: int | None, month: int, part: str) -> Meaning:
    """12月底, 明年五月, 7月上旬; without a year the nearest that is not over (ahead) or has begun (back)."""

    def meaning(today: date, sense: int) -> Days:
        if year is not None:
            return MONTH_PARTS[part](year, month)
        stretches = [MONTH_PARTS[part](today.year + step, month) for step in (-1, 0, 1)]
        return _nearest_stretch(stretches, today, sense)

    return meaning


def part_of_relative_month(months: int, part: str) -> Meaning:
    """下月初, end of last month: that part of the month so many months from this one."""

    def meaning(today: date, sense: int) -> Days:
        first = add_months(today.replace(day=1), months)
        return MONTH_PARTS[part](first.year, first.month)

    return meaning


def bare_part_of_month(part: str) -> Meaning:
    """月初, 月底: the nearest one in the direction of the sense, today included."""

    def meaning(today: date, sense: int) -> Days:
        firsts = (add_months(today.replace(day=1), step) for step in (-1, 0, 1))
        return _nearest_stretch([MONTH_PARTS[part](first.year, first.month) for first in firsts], today, sense)

    return meaning


def _nearest_stretch(stretches: list[Days], today: date, sense: int) -> Days:
    if sense == FUTURE:
        return next(stretch for stretch in stretches if (stretch.last or stretch.first) >= today)
    return next(stretch for stretch in reversed(stretches) if stretch.first <= today)


YEAR_PARTS: dict[str, Callable[[int], Days]] = {
    "start": lambda year: Days(date(year, 1, 1)),
    "middle": lambda year: Days(date(year, 6, 30)),
    "end": lambda year: Days(date(year, 12, 31)),
    "first_half": lambda year: Days(date(year, 1, 1), date(year, 6, 30)),
    "second_half": lambda year: Days(date(year, 7, 1), date(year, 12, 31)),
    "whole": lambda year: Days(date(year, 1, 1), date(year, 12, 31)),
}


def part_of_year(part: str, *, year: int | None = None, years: int | None = None) -> Meaning:
    """明年, 年底, 2027年上半年"""

    def meaning(today: date, sense: int) -> Days:
        if year is not None or years is not None:
            return YEAR_PARTS[part](year if year is not None else today.year + (years or 0))
        return _nearest_stretch([YEAR_PARTS[part](today.year + step) for step in (-1, 0, 1)], today, sense)

    return meaning


def quarter(number: int, part: str, year: int | None = None, years: int | None = None) -> Meaning:
    """三季度, 明年Q1: of a year that is said, else the nearest one of them."""

    def meaning(today: date, sense: int) -> Days:
        if year is not None or years is not None:
            return _quarter_part(year if year is not None else today.year + (years or 0), number, part)
        return _nearest_stretch([_quarter_part(today.year + step, number, part) for step in (-1, 0, 1)], today, sense)

    return meaning


def relative_quarter(quarters: int, part: str) -> Meaning:
    """下季度: so many quarters from this one."""

    def meaning(today: date, sense: int) -> Days:
        year, index = divmod(today.year * 4 + (today.month - 1) // 3 + quarters, 4)
        return _quarter_part(year, index + 1, part)

    return meaning


def _quarter_part(year: int, number: int, part: str) -> Days:
    first, last = date(year, number * 3 - 2, 1), month_end(year, number * 3)
    return {"start": Days(first), "end": Days(last)}.get(part, Days(first, last))


_FIXED = {"new_year": (1, 1), "labour": (5, 1), "national": (10, 1), "christmas": (12, 25), "women": (3, 8)}
_FIXED |= {"independence": (7, 4), "christmas_eve": (12, 24), "new_year_eve": (12, 31)}
_NTH_WEEKDAYS = {"thanksgiving": (11, 4, 3), "labor": (9, 1, 0)}
"""Month, which one of it, weekday."""


def holiday(name: str, before: bool = False, year: int | None = None) -> Meaning:
    """国庆 is the day itself, 国庆前 the day before it."""

    def meaning(today: date, sense: int) -> Days | None:
        years = [year] if year is not None else range(today.year - 1, today.year + 2)
        feasts = [when for when in (_holiday_day(name, each) for each in years) if when]
        days = [when - timedelta(days=before) for when in feasts]
        return one(days[0] if year is not None and days else nearest(days, today, sense))

    return meaning


def _holiday_day(name: str, year: int) -> date | None:
    if name in _NTH_WEEKDAYS:
        month, nth, number = _NTH_WEEKDAYS[name]
        return date(year, month, 1 + (number - date(year, month, 1).weekday()) % 7 + 7 * (nth - 1))
    return date(year, *_FIXED[name]) if name in _FIXED else feast_day(name, year)


def ago_or_ahead(count: int, unit: str) -> Meaning:
    """N天后, in 3 weeks, two months ago (a negative count); half a month is 15 days."""
    if unit == "workday":
        return Workdays(max(-5000, min(count, 5000)))
    return lambda today, sense: one(UNITS[unit](today, count))


@dataclass(frozen=True, slots=True)
class Workdays:
    """N个工作日: Monday to Friday, or the days of the team's own calendar once one is handed in."""

    count: int
    calendar: WorkingCalendar | None = None

    def __call__(self, today: date, sense: int) -> Days | None:
        if self.calendar and abs(self.count) <= 1_000:
            return one(self.calendar.plus_working(today, self.count))
        return one(add_workdays(today, self.count))


UNITS: dict[str, Callable[[date, int], date | None]] = {
    "day": add_days,
    "week": lambda today, count: add_days(today, 7 * count),
    "month": add_months,
    "quarter": lambda today, count: add_months(today, 3 * count),
    "year": lambda today, count: add_months(today, 12 * count),
    "workday": lambda today, count: add_workdays(today, max(-5000, min(count, 5000))),
}


def stretch(start: Meaning, end: Meaning) -> Meaning:
    """周一到周三, 11月23到25号: the start in the direction of the sense, the end the first such day after it."""

    def meaning(today: date, sense: int) -> Days | None:
        begin = start(today, sense)
        if not begin:
            return None
        to = end(today, sense) if end(today, PAST) == end(today, FUTURE) else end(begin.first, FUTURE)
        last = (to.last or to.first) if to else begin.first
        return Days(begin.first, last) if last > begin.first else Days(begin.first)

    return meaning
