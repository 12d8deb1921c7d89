"""Periods people ask about: what came before one, and the same part of it; month ends, leap days, weeks over the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.periods import Period, a_year_before, same_part, stepped, steps_from

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def on(day: str) -> date:
    return date.fromisoformat(day)


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        ("2026-03-02", "2026-03-02", "day"),
        ("2026-03-01", "2026-03-31", "month"),
        ("2028-02-01", "2028-02-29", "month"),
        ("2027-02-01", "2027-02-28", "month"),
        ("2028-02-01", "2028-02-28", "stretch"),
        ("2026-03-02", "2026-03-08", "week"),
        ("2026-03-03", "2026-03-09", "stretch"),
        ("2026-10-01", "2026-12-31", "quarter"),
        ("2026-02-01", "2026-04-30", "stretch"),
        ("2026-01-01", "2026-12-31", "year"),
        ("2026-07-01", "2026-12-31", "stretch"),
        ("2026-02-15", "2026-03-14", "stretch"),
    ],
)
def test_the_unit_of_a_period(first: str, last: str, unit: str) -> None:
    assert period(first, last).unit == unit


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2028-03-01", "2028-03-31", ("2028-02-01", "2028-02-29")),
        ("2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
        ("2028-01-01", "2028-12-31", ("2027-01-01", "2027-12-31")),
        ("2025-12-29", "2026-01-04", ("2025-12-22", "2025-12-28")),
        ("2026-03-01", "2026-03-10", ("2026-02-19", "2026-02-28")),
        ("2028-03-01", "2028-03-01", ("2028-02-29", "2028-02-29")),
    ],
)
def test_what_came_before(first: str, last: str, before: tuple[str, str]) -> None:
    assert stepped(period(first, last), -1) == period(*before)


@pytest.mark.parametrize(
    ("whole", "other", "today", "part"),
    [
        # a month against the one before: the same day of the month, or its end
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28"), "2026-03-10", ("2026-02-01", "2026-02-10")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28"), "2026-03-30", ("2026-02-01", "2026-02-28")),
        (("2028-03-01", "2028-03-31"), ("2028-02-01", "2028-02-29"), "2028-03-29", ("2028-02-01", "2028-02-29")),
        (("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31"), "2026-02-28", ("2026-01-01", "2026-01-28")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28"), "2026-03-01", ("2026-02-01", "2026-02-01")),
        # a quarter and a year are measured in months and days
        (("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31"), "2026-05-31", ("2026-01-01", "2026-02-28")),
        (("2028-01-01", "2028-12-31"), ("2027-01-01", "2027-12-31"), "2028-02-29", ("2027-01-01", "2027-02-28")),
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31"), "2026-11-22", ("2025-01-01", "2025-11-22")),
        # a week by its weekdays, anything else by its days
        (("2026-03-02", "2026-03-08"), ("2026-02-23", "2026-03-01"), "2026-03-04", ("2026-02-23", "2026-02-25")),
        (("2026-03-05", "2026-03-14"), ("2026-02-23", "2026-03-04"), "2026-03-06", ("2026-02-23", "2026-02-24")),
        # over already: all of it
        (("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31"), "2026-04-01", ("2026-01-01", "2026-01-28")),
    ],
)
def test_the_same_part_of_another(whole: tuple[str, str], other: tuple[str, str], today: str, part: tuple[str, str]) -> None:  # fmt: skip
    assert same_part(period(*whole), period(*other), on(today)) == period(*part)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2028-02-01", "2028-02-29", ("2027-02-01", "2027-02-28")),
        ("2029-02-01", "2029-02-28", ("2028-02-01", "2028-02-29")),
        ("2028-02-29", "2028-02-29", ("2027-02-28", "2027-02-28")),
        ("2026-07-01", "2026-09-30", ("2025-07-01", "2025-09-30")),
    ],
)
def test_a_year_before(first: str, last: str, before: tuple[str, str]) -> None:
    assert a_year_before(period(first, last)) == period(*before)


@pytest.mark.parametrize(
    ("today", "first", "last", "steps"),
    [
        ("2026-01-01", "2025-12-29", "2026-01-04", 0),
        ("2026-01-05", "2025-12-29", "2026-01-04", -1),
        ("2026-01-31", "2025-12-01", "2025-12-31", -1),
        ("2026-01-31", "2026-01-01", "2026-03-31", 0),
        ("2026-01-31", "2025-10-01", "2025-12-31", -1),
        ("2026-12-31", "2027-01-01", "2027-12-31", 1),
        ("2026-03-02", "2026-03-01", "2026-03-01", -1),
        ("2026-03-02", "2026-02-20", "2026-03-01", None),
    ],
)
def test_how_far_away(today: str, first: str, last: str, steps: int | None) -> None:
    assert steps_from(on(today), period(first, last)) == steps


@given(first=days, length=st.integers(0, 800), ahead=st.integers(0, 900))
def test_a_part_is_never_more_than_what_it_is_part_of(first: date, length: int, ahead: int) -> None:
    whole = Period(first, first + timedelta(days=length))
    before = stepped(whole, -1)
    part = same_part(whole, before, first + timedelta(days=ahead))

    assert before.last == first - timedelta(days=1)
    assert part.first == before.first <= part.last <= before.last
    assert steps_from(first, whole) in (0, None)


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="is before"):
        period("2026-03-02", "2026-03-01")
