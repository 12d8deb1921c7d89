"""When money is chased: due soon to the owner, overdue in stages, each said once per episode."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import WorkingCalendar
from core.base.money import Money
from core.base.policy import Policy, WatchPolicy
from core.ledger import Receivable
from core.watch.rules import due_soon, is_broken, next_check, overdue, promise_due

POLICY, CALENDAR = Policy(), WorkingCalendar()
DUE = date(2026, 3, 20)  # a Friday


def a_receivable(due=DUE, *, paid="0", **more):
    return Receivable(
        id=7, account_id=1, amount=Money.of(100, "CNY"), due_on=due, allocated=Money.of(paid, "CNY"),
        adjusted=Money.zero("CNY"), **more,
    )  # fmt: skip


def said(rule, receivable, today, policy=POLICY):
    """The stages found, and the one said aloud."""
    found = list(rule([receivable], policy, today, CALENDAR))
    aloud = [one.stage for one in found if one.aloud]
    assert len(aloud) <= 1
    return [one.stage for one in found], aloud[0] if aloud else None


def after(days):
    return DUE + timedelta(days=days)


# --- due soon --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "stages", "aloud"),
    [
        (date(2026, 3, 10), [], None),
        (date(2026, 3, 11), [7], 7),  # seven working days before, two of the weekend not counted
        (date(2026, 3, 16), [7], 7),
        (date(2026, 3, 17), [7, 3], 3),
        (date(2026, 3, 19), [7, 3, 1], 1),
        (date(2026, 3, 20), [7, 3, 1], 1),  # the day itself
        (date(2026, 3, 21), [], None),  # now it is the other rule's
    ],
)
def test_working_days_before_it_falls_due(today, stages, aloud):
    assert (stages, aloud) == said(due_soon, a_receivable(), today)


def test_before_the_spring_festival_the_working_days_reach_far_back():
    """Due on 24 February 2026; the working day before is Saturday the 14th (调休), the third before Thursday the 12th."""
    due = a_receivable(date(2026, 2, 24))

    assert ([7], 7) == said(due_soon, due, date(2026, 2, 11))
    assert ([7, 3], 3) == said(due_soon, due, date(2026, 2, 12))
    assert ([7, 3, 1], 1) == said(due_soon, due, date(2026, 2, 14))


# --- overdue ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "stages", "aloud"),
    [
        (0, [], None),
        (1, [1], 1),
        (6, [1], 1),
        (7, [1, 7], 7),
        (89, [1, 7, 15, 30, 60], 60),
        (90, [1, 7, 15, 30, 60, 90], 90),
        (400, [1, 7, 15, 30, 60, 90], 90),
    ],
)
def test_calendar_days_after_it_fell_due_only_the_newest_is_said(days, stages, aloud):
    assert (stages, aloud) == said(overdue, a_receivable(), after(days))


def test_what_is_paid_is_not_chased():
    for today in (after(-1), after(30)):
        for rule in (due_soon, overdue):
            assert ([], None) == said(rule, a_receivable(paid="100"), today)


def test_a_part_payment_does_not_stop_the_chase():
    assert ([1, 7], 7) == said(overdue, a_receivable(paid="99.99"), after(7))


def test_a_dispute_is_recorded_not_said():
    assert ([1, 7], None) == said(overdue, a_receivable(disputed=True), after(7))


def test_a_promise_pauses_the_chase_until_its_day_is_over():
    promised = a_receivable(promised_on=after(10))

    assert ([1, 7], None) == said(overdue, promised, after(9))
    assert ([1, 7], None) == said(overdue, promised, after(10))
    assert ([1, 7], 7) == said(overdue, promised, after(11))


def test_a_broken_promise_is_an_episode_of_its_own():
    """So that what was said before the promise can be said again after it."""
    kept_quiet = next(overdue([a_receivable()], POLICY, after(7), CALENDAR)).episode
    broken = next(overdue([a_receivable(promised_on=after(10))], POLICY, after(11), CALENDAR)).episode

    assert kept_quiet != broken


def test_a_new_due_day_or_a_reopening_is_an_episode_of_its_own():
    episodes = {
        next(overdue([one], POLICY, after(40), CALENDAR)).episode
        for one in (a_receivable(), a_receivable(after(1)), a_receivable(episode=1))
    }

    assert 3 == len(episodes)


def test_stages_are_policy():
    policy = Policy(watch=WatchPolicy(overdue_stages=(5, 2), due_soon_stages=()))

    assert ([2, 5], 5) == said(overdue, a_receivable(), after(5), policy)
    assert ([], None) == said(due_soon, a_receivable(), DUE, policy)


# --- when to look again ----------------------------------------------------------------------------------------------


def test_a_paid_one_is_never_looked_at_again():
    assert next_check(a_receivable(paid="100"), POLICY, DUE, CALENDAR) is None


def test_after_the_last_stage_there_is_nothing_more_to_say():
    assert after(90) == next_check(a_receivable(), POLICY, after(60), CALENDAR)
    assert next_check(a_receivable(), POLICY, after(90), CALENDAR) is None
    promised = a_receivable(promised_on=after(400))  # a Saturday: it is said on the Friday, and broken on the Tuesday
    assert after(399) == next_check(promised, POLICY, after(95), CALENDAR)
    assert after(403) == next_check(promised, POLICY, after(399), CALENDAR)


offsets = st.integers(-40, 120)
receivables = st.builds(
    lambda due, promised, episode, disputed: a_receivable(
        DUE + timedelta(days=due),
        promised_on=None if promised is None else DUE + timedelta(days=promised),
        episode=episode,
        disputed=disputed,
    ),
    st.integers(-20, 20),
    st.none() | offsets,
    st.integers(0, 2),
    st.booleans(),
)


def everything_said(receivable, today):
    found = [
        *due_soon([receivable], POLICY, today, CALENDAR),
        *promise_due([receivable], today, CALENDAR),
        *overdue([receivable], POLICY, today, CALENDAR),
    ]
    return {(one.rule, one.episode, one.stage) for one in found}


@given(receivable=receivables, today=offsets.map(after))
def test_between_two_checks_nothing_new_can_be_found(receivable, today):
    """Who looks only on the days of next_check hears all that who looks every day hears, on the same day."""
    upcoming = next_check(receivable, POLICY, today, CALENDAR)
    assert upcoming is None or upcoming > today
    last = today + timedelta(days=200) if upcoming is None else upcoming - timedelta(days=1)
    known = everything_said(receivable, today)

    day = today
    while day < last:
        day += timedelta(days=1)
        assert everything_said(receivable, day) <= known, day


@given(receivable=receivables)
def test_looking_only_when_told_to_finds_all_that_looking_daily_finds(receivable):
    start, end = after(-80), after(300)
    daily = set().union(*(everything_said(receivable, start + timedelta(days=n)) for n in range((end - start).days)))

    found, day = set(), start
    while day is not None and day < end:
        found |= everything_said(receivable, day)
        day = next_check(receivable, POLICY, day, CALENDAR)

    assert daily == found


def test_a_promise_for_a_day_off_is_broken_only_when_the_next_worked_day_has_ended():
    promised = a_receivable(DUE - timedelta(days=10), promised_on=date(2026, 3, 21))  # a Saturday

    assert [False, False, True] == [is_broken(promised, date(2026, 3, day), CALENDAR) for day in (22, 23, 24)]
    assert (None, 7) == (said(overdue, promised, date(2026, 3, 23))[1], said(overdue, promised, date(2026, 3, 24))[1])


# -- promised for today


def promised_for(day, today, **facts):
    receivable = a_receivable(promised_on=date.fromisoformat(day), **facts)
    return [one.episode for one in promise_due([receivable], date.fromisoformat(today), CALENDAR)]


@pytest.mark.parametrize(
    ("day", "today", "is_said"),
    [
        ("2026-03-17", "2026-03-16", False),
        ("2026-03-17", "2026-03-17", True),
        ("2026-03-17", "2026-03-18", False),  # it passed: the chase goes on
        ("2026-03-21", "2026-03-20", True),  # a Saturday is said on the Friday before
        ("2026-10-03", "2026-09-30", True),  # the holidays too
    ],
)
def test_a_promised_day_is_said_that_morning(day, today, is_said):
    assert is_said == bool(promised_for(day, today))


def test_a_promise_is_not_said_once_paid_or_disputed():
    assert [] == promised_for("2026-03-17", "2026-03-17", paid="100")
    assert [] == promised_for("2026-03-17", "2026-03-17", disputed=True)


def test_a_new_promise_is_said_again():
    assert promised_for("2026-03-17", "2026-03-17") != promised_for("2026-03-18", "2026-03-18")


def test_the_promised_day_is_looked_at():
    promised = a_receivable(promised_on=date(2026, 3, 21))

    assert date(2026, 3, 20) == next_check(promised, POLICY, date(2026, 3, 19), CALENDAR)
    assert date(2026, 3, 24) == next_check(promised, POLICY, date(2026, 3, 21), CALENDAR)  # Monday counts too
