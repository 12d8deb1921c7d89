"""Stretches of days people ask about, and what one may be compared with: the one before, and the same part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.base.calendar import DAY, month_end, plus_months

WEEK = 7
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted; days of the team's zone. ValueError if it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def unit(self) -> str:
        """What it is a whole one of: "day", "week" (from Monday), "month", "quarter", "year"; else "stretch"."""
        first = self.first
        if self.days == 1:
            return "day"
        if self.days == WEEK and first.weekday() == 0:
            return "week"
        if first.day == 1:
            for unit, months in MONTHS.items():
                if (first.month - 1) % months == 0 and self.last == month_end(plus_months(first, months - 1)):
                    return unit
        return "stretch"

    def until(self, today: date) -> Period:
        """The part of it that is over, today counted; itself where it is over, or has not begun."""
        return Period(self.first, today) if self.first <= today < self.last else self

    def is_part(self, today: date) -> bool:
        """Whether it has begun and is not over."""
        return self.first <= today < self.last


def stepped(period: Period, count: int) -> Period:
    """The same unit `count` later (negative: earlier): the month before a month, the ten days before ten days."""
    unit = period.unit
    if unit in MONTHS:
        first = plus_months(period.first, MONTHS[unit] * count)
        return Period(first, month_end(plus_months(first, MONTHS[unit] - 1)))
    step = timedelta(days=period.days * count)
    return Period(period.first + step, period.last + step)


def a_year_before(period: Period) -> Period:
    """The same days a year earlier; a whole month stays a whole month, and 29 February becomes the 28th."""
    first = plus_months(period.first, -12)
    last = month_end(plus_months(period.last, -12)) if period.unit in MONTHS else plus_months(period.last, -12)
    return Period(first, last)


def same_part(period: Period, other: Period, today: date) -> Period:
    """As much of `other` as is over of `period`: 1-30 March and 1-28 February, Monday to Wednesday and the same.

    Months, quarters and years are measured in months and days, anything else in days. Never longer than `other`.
    """
    done = period.until(today).last
    if period.unit in MONTHS and other.unit in MONTHS:
        months = (done.year - period.first.year) * 12 + done.month - period.first.month
        last = plus_months(other.first, months)
        last = min(last.replace(day=1) + (done.day - 1) * DAY, month_end(last))
    else:
        last = other.first + (done - period.first)
    return Period(other.first, min(last, other.last))


def steps_from(today: date, period: Period) -> int | None:
    """How many units a period is from the one of today: 0 this month, -1 the last; None for no whole unit."""
    unit, first = period.unit, period.first
    if unit == "day":
        return (first - today).days
    if unit == "week":
        return (first - (today - today.weekday() * DAY)).days // WEEK
    if unit in MONTHS:
        apart = (first.year - today.year) * 12 + (first.month - 1) - (today.month - 1) // MONTHS[unit] * MONTHS[unit]
        return apart // MONTHS[unit]
    return None
