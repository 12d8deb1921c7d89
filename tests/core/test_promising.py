"""Promises are kept or broken by the entries alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import WorkingCalendar
from core.base.money import Money
from core.ledger import Allocation, Entries, Payment, Promise, Receivable, in_all, still_promised, tallies

AT = datetime(2026, 3, 2, tzinfo=UTC)
WEEKDAYS = WorkingCalendar(official=False)
FRIDAY = date(2026, 3, 6)


def cny(amount: int) -> Money:
    return Money.of(amount, "CNY")


def owed(row: int, amount: int, due: date) -> Receivable:
    return Receivable(id=row, account_id=1, amount=cny(amount), due_on=due, allocated=cny(0), adjusted=cny(0))


def paid(row: int, amount: int, on: date, **more: int) -> Payment:
    return Payment(id=row, account_id=1, amount=cny(amount), on=on, recorded_at=AT, **more)


def part(row: int, payment: int, receivable: int, amount: int, on: date) -> Allocation:
    return Allocation(
        id=row, account_id=1, payment_id=payment, receivable_id=receivable, amount=cny(amount), on=on, recorded_at=AT
    )


def promised(row: int, by: date | None, amount: int | None = None, **more: object) -> Promise:
    some = None if amount is None else cny(amount)
    return Promise(id=row, account_id=1, amount=some, by_on=by, said_on=date(2026, 3, 2), **more)  # type: ignore[arg-type]


def states(promises: list[Promise], entries: Entries, today: date) -> list[str]:
    return [one.state for one in tallies(promises, entries, today, WEEKDAYS)]


@pytest.mark.parametrize(
    ("day", "today", "state"),
    [
        (6, 6, "kept"),
        (6, 5, "open"),  # what comes later is not known yet
        (3, 3, "kept"),  # before its day
        (9, 11, "late"),
        (11, 11, "late"),  # the third working day after
        (12, 20, "broken"),
        (None, 6, "open"),  # until the end of the day
        (None, 7, "broken"),
        (9, 8, "broken"),  # as seen on the Sunday between
    ],
)
def test_by_when_it_was_paid(day: int | None, today: int, state: str) -> None:
    payments = [paid(7, 500, date(2026, 3, day))] if day else []
    assert states([promised(1, FRIDAY, 500)], Entries([], payments, []), date(2026, 3, today)) == [state]


def test_a_day_that_is_closed_counts_until_the_next_working_day() -> None:
    saturday = date(2026, 3, 7)
    entries = Entries([], [paid(7, 500, date(2026, 3, 9))], [])
    assert states([promised(1, saturday, 500)], entries, date(2026, 3, 9)) == ["kept"]


def test_less_than_promised_keeps_no_promise_and_parts_add_up() -> None:
    entries = Entries([], [paid(7, 300, date(2026, 3, 4)), paid(8, 200, date(2026, 3, 5))], [])
    assert states([promised(1, FRIDAY, 500)], entries, FRIDAY) == ["kept"]
    assert states([promised(1, FRIDAY, 501)], entries, date(2026, 3, 9)) == ["broken"]


def test_money_counts_for_one_promise_only_the_one_due_first() -> None:
    entries = Entries([], [paid(7, 500, date(2026, 3, 5))], [])
    both = [promised(2, date(2026, 3, 10), 500), promised(1, FRIDAY, 500)]
    assert states(both, entries, date(2026, 3, 20)) == ["kept", "broken"]


def test_a_payment_taken_back_keeps_nothing() -> None:
    entries = Entries([], [paid(7, 500, date(2026, 3, 5)), paid(8, -500, date(2026, 3, 5), reverses_id=7)], [])
    assert states([promised(1, FRIDAY, 500)], entries, date(2026, 3, 9)) == ["broken"]


def test_all_of_it_is_what_was_open_when_it_was_said_and_due_by_the_day() -> None:
    receivables = [owed(1, 800, date(2026, 2, 1)), owed(2, 300, date(2026, 3, 6)), owed(3, 900, date(2026, 6, 1))]
    before = part(9, 6, 1, 200, date(2026, 2, 10))
    entries = Entries(receivables, [paid(6, 200, date(2026, 2, 10))], [before])
    (tally,) = tallies([promised(1, FRIDAY)], entries, FRIDAY, WEEKDAYS)
    assert tally.meant == cny(900)
    (half,) = tallies([promised(1, FRIDAY, percent=50)], entries, FRIDAY, WEEKDAYS)
    assert half.meant == cny(450)
    (named,) = tallies([promised(1, FRIDAY, receivable_id=3)], entries, FRIDAY, WEEKDAYS)
    assert named.meant == cny(900)


def test_no_day_is_no_promise_and_nothing_open_is_kept() -> None:
    assert states([promised(1, None, 500)], Entries([], [], []), FRIDAY) == []
    assert states([promised(1, FRIDAY)], Entries([], [], []), date(2026, 3, 9)) == ["kept"]


days = st.integers(0, 40).map(lambda n: date(2026, 3, 2) + timedelta(days=n))


@given(
    st.lists(st.tuples(days, st.integers(1, 900)), max_size=6),
    st.lists(st.tuples(days, st.integers(1, 900)), max_size=6),
    days,
)
def test_kept_and_late_promises_never_mean_more_than_what_came_in(
    given_word: list[tuple[date, int]], came: list[tuple[date, int]], today: date
) -> None:
    promises = [promised(row, day, amount) for row, (day, amount) in enumerate(given_word, 1)]
    entries = Entries([], [paid(row, amount, on) for row, (on, amount) in enumerate(came, 100)], [])
    found = tallies(promises, entries, today, WEEKDAYS)
    met = sum(one.meant.minor for one in found if one.meant is not None and one.state in ("kept", "late"))
    assert met <= sum(cny(amount).minor for on, amount in came if on <= today)
    assert len(found) == len(set(given_word))  # the same one said again is one


def test_what_came_before_it_was_said_does_not_keep_a_promise():
    said_on = date(2026, 3, 2)
    before, after = paid(3, 60, said_on), paid(9, 50, said_on)
    ours = promised(5, FRIDAY, 100)

    (told,) = tallies([ours], Entries([], [before, after], []), said_on, WEEKDAYS)

    assert ("open", cny(50)) == (told.state, told.missing)


def test_a_promise_over_several_receivables_is_for_the_one_due_first():
    first, second = owed(1, 70, date(2026, 2, 1)), owed(2, 60, date(2026, 2, 9))
    rows = [replace(one, promised_on=FRIDAY) for one in (first, second)]
    entries = Entries(rows, [paid(20, 10, date(2026, 3, 3))], [])
    told = tallies([promised(5, FRIDAY, 100)], entries, date(2026, 3, 4), WEEKDAYS)

    assert [cny(70), cny(20)] == [still_promised(one, rows, told) for one in rows]
    assert [cny(70), cny(60)] == [still_promised(one, rows, []) for one in rows]  # a day alone is for all of it


def test_another_amount_for_the_same_day_is_another_promise_and_the_same_one_is_said_again():
    rows = [replace(owed(at, 70, date(2026, 2, at)), promised_on=FRIDAY) for at in (1, 2)]
    entries = Entries(rows, [paid(20, 30, date(2026, 3, 3))], [])
    promises = [promised(5, FRIDAY, 30), promised(6, FRIDAY, 60), promised(7, FRIDAY, 60)]

    told = tallies(promises, entries, date(2026, 3, 4), WEEKDAYS)

    assert [(5, "kept"), (6, "open")] == [(one.promise.id, one.state) for one in told]
    assert cny(60) == in_all([one for one in told if one.state == "open"], "CNY")
    assert [cny(70), cny(20)] == [
        still_promised(one, rows, tallies(promises, Entries(rows, [], []), date(2026, 3, 2), WEEKDAYS)) for one in rows
    ]
    assert ["kept"] == states(promises[1:], Entries(rows, [paid(20, 60, date(2026, 3, 3))], []), FRIDAY)
