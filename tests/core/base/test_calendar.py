"""Working days with 调休, the team's own days, and years that are not announced yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import WorkingCalendar

CHINA = WorkingCalendar()
PLAIN = WorkingCalendar(official=False)


@pytest.mark.parametrize(
    ("day", "worked", "why"),
    [
        (date(2026, 1, 1), False, "元旦"),
        (date(2026, 1, 4), True, "a Sunday worked for 元旦"),
        (date(2026, 2, 14), True, "a Saturday worked for 春节"),
        (date(2026, 2, 16), False, "除夕, a Monday"),
        (date(2026, 2, 17), False, "春节"),
        (date(2026, 2, 23), False, "the last day of 春节, a Monday"),
        (date(2026, 2, 24), True, "back at work"),
        (date(2026, 2, 28), True, "a Saturday worked for 春节"),
        (date(2026, 3, 7), False, "a plain Saturday"),
        (date(2026, 4, 6), False, "清明"),
        (date(2026, 5, 1), False, "劳动节"),
        (date(2026, 5, 9), True, "a Saturday worked for 劳动节"),
        (date(2026, 6, 19), False, "端午, a Friday"),
        (date(2026, 9, 20), True, "a Sunday worked for 国庆"),
        (date(2026, 9, 25), False, "中秋, a Friday"),
        (date(2026, 10, 1), False, "国庆"),
        (date(2026, 10, 7), False, "the last day of 国庆"),
        (date(2026, 10, 10), True, "a Saturday worked for 国庆"),
    ],
)
def test_holidays_and_worked_weekends_of_2026(day, worked, why):
    assert worked == CHINA.is_working(day), why
    assert not CHINA.is_provisional(day)


def test_a_year_that_is_not_announced_is_weekdays_and_says_so():
    monday, saturday = date(2027, 10, 4), date(2027, 10, 9)

    assert (True, False) == (CHINA.is_working(monday), CHINA.is_working(saturday))
    assert CHINA.is_provisional(monday)
    assert CHINA.is_provisional(saturday)


def test_the_teams_own_days_win_over_everything():
    own = WorkingCalendar({date(2026, 10, 1): True, date(2026, 3, 3): False, date(2027, 1, 1): False})

    assert [True, False, False] == [own.is_working(day) for day in own.overrides]
    assert not own.is_provisional(date(2027, 1, 1))
    assert own.is_provisional(date(2027, 1, 4))


def test_elsewhere_monday_to_friday_is_no_guess():
    assert PLAIN.is_working(date(2026, 10, 1))
    assert not PLAIN.is_working(date(2026, 10, 10))
    assert not PLAIN.is_provisional(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),  # not counted, not moved
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the worked Saturday
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over 春节
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 10, 8), -3, date(2026, 9, 28)),
    ],
)
def test_so_many_working_days_on_or_back(day, count, expected):
    assert expected == CHINA.plus_working(day, count)


def test_the_next_day_worked():
    assert date(2026, 2, 14) == CHINA.next_working(date(2026, 2, 14))
    assert date(2026, 2, 24) == CHINA.next_working(date(2026, 2, 15))


@given(day=st.dates(date(2010, 1, 1), date(2035, 12, 31)), count=st.integers(-60, 60))
def test_going_on_and_back_again_ends_on_the_same_working_day(day, count):
    start = CHINA.next_working(day)

    there = CHINA.plus_working(start, count)

    assert CHINA.is_working(there)
    assert start == CHINA.plus_working(there, -count)
    first, last = sorted((start, there))
    between = sum(CHINA.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert abs(count) == between
