"""Next steps: which day 明天 and 下周 are, when one is said, and what may be done with one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy, TaskPolicy
from core.base.refusal import Refusal
from core.people import Member
from core.sales import Task, finish, hand_on, next_step_day, put_off, reminder_day
from core.watch.rules import next_task_check, task_due

CALENDAR, POLICY, DAY = WorkingCalendar(), Policy(), timedelta(days=1)
WEDNESDAY = date(2026, 3, 4)


def a_task(**facts):
    return Task(**(dict(id=1, account_id=2, owner_id=3, due_on=WEDNESDAY) | facts))


def a_member(**facts):
    return Member(**(dict(id=4, name="韩梅梅") | facts))


# -- which day


@pytest.mark.parametrize(
    ("today", "tomorrow", "next_week"),
    [
        ("2026-03-04", "2026-03-05", "2026-03-09"),  # an ordinary Wednesday
        ("2026-03-06", "2026-03-09", "2026-03-09"),  # Friday: tomorrow is Monday
        ("2026-09-18", "2026-09-20", "2026-09-21"),  # Friday before a Sunday that is worked (调休)
        ("2026-09-30", "2026-10-08", "2026-10-08"),  # before the National Day week: both are after it
        ("2026-09-24", "2026-09-28", "2026-09-28"),  # before 中秋
        ("2026-02-13", "2026-02-14", "2026-02-24"),  # Friday; the Saturday is worked, 春节 takes the next week
        ("2025-12-31", "2026-01-04", "2026-01-05"),  # over the end of the year, into a Sunday that is worked
    ],
)
def test_tomorrow_and_next_week_are_worked_days(today, tomorrow, next_week):
    day = date.fromisoformat(today)

    assert tomorrow == next_step_day("tomorrow", day, CALENDAR).isoformat()
    assert next_week == next_step_day("next_week", day, CALENDAR).isoformat()


def test_the_team_s_own_days_off_count():
    calendar = WorkingCalendar(overrides={WEDNESDAY + DAY: False})

    assert WEDNESDAY + 2 * DAY == next_step_day("tomorrow", WEDNESDAY, calendar)


def test_a_task_on_a_day_off_is_said_on_the_worked_day_before():
    assert date(2026, 3, 6) == reminder_day(a_task(due_on=date(2026, 3, 7)), CALENDAR)
    assert date(2026, 9, 30) == reminder_day(a_task(due_on=date(2026, 10, 2)), CALENDAR)


def test_a_task_over_days_is_said_on_the_first_worked_one():
    assert date(2026, 10, 8) == reminder_day(a_task(due_on=date(2026, 10, 5), until=date(2026, 10, 11)), CALENDAR)


# -- what may be done


def test_done_once():
    done = finish(a_task())

    assert ("done", 2) == (done.state, done.version)
    with pytest.raises(Refusal, match="task_already_done"):
        finish(done)


def test_put_off_keeps_the_hour_and_ends_a_span():
    later = put_off(a_task(until=WEDNESDAY + 3 * DAY, at="14:00"), WEDNESDAY + DAY, WEDNESDAY)

    assert (WEDNESDAY + DAY, None, "14:00") == (later.due_on, later.until, later.at)


@pytest.mark.parametrize(
    ("task", "on", "refusal"),
    [
        (a_task(), WEDNESDAY - DAY, "task_day_past"),
        (a_task(), WEDNESDAY, "task_that_day"),
        (a_task(state="done"), WEDNESDAY + DAY, "task_already_done"),
        (a_task(void=True), WEDNESDAY + DAY, "record_gone"),
    ],
)
def test_what_cannot_be_put_off(task, on, refusal):
    with pytest.raises(Refusal, match=refusal):
        put_off(task, on, WEDNESDAY)


@pytest.mark.parametrize(
    ("to", "sees", "refusal"),
    [
        (a_member(id=3), True, "task_hand_self"),
        (a_member(active=False), True, "task_hand_leaver"),
        (a_member(), False, "task_hand_hidden"),
    ],
)
def test_whom_it_cannot_be_given_to(to, sees, refusal):
    with pytest.raises(Refusal, match=refusal):
        hand_on(a_task(), to, sees_account=sees)


def test_given_it_is_theirs():
    assert 4 == hand_on(a_task(), a_member(), sees_account=True).owner_id


# -- when it is said


def aloud(task, today, policy=POLICY):
    return [one.stage for one in task_due([task], policy, today, CALENDAR) if one.aloud]


def test_it_is_said_on_its_day_and_then_by_worked_days():
    friday = a_task(due_on=date(2026, 3, 6))
    said = {on.day: aloud(friday, on) for on in (date(2026, 3, day) for day in (5, 6, 9, 10, 11, 12, 13))}

    assert {5: [], 6: [0], 9: [1], 10: [2], 11: [3], 12: [3], 13: [5]} == said


def test_days_slept_through_are_recorded_and_only_the_newest_is_said():
    found = list(task_due([a_task()], POLICY, WEDNESDAY + 7 * DAY, CALENDAR))

    assert [(0, False), (1, False), (2, False), (3, False), (5, True)] == [(one.stage, one.aloud) for one in found]


def test_another_day_or_owner_is_another_episode():
    episodes = {
        finding.episode
        for task in (a_task(), a_task(due_on=WEDNESDAY + DAY), a_task(owner_id=5))
        for finding in task_due([task], POLICY, WEDNESDAY + 7 * DAY, CALENDAR)
    }

    assert 3 == len(episodes)


def test_what_is_done_or_taken_back_is_left_alone():
    for task in (a_task(state="done"), a_task(void=True)):
        assert [] == aloud(task, WEDNESDAY + 30 * DAY)
        assert next_task_check(task, POLICY, WEDNESDAY, CALENDAR) is None


def test_a_sweep_that_goes_by_the_next_check_misses_no_stage():
    task, today, seen = a_task(), WEDNESDAY - 5 * DAY, set()
    while today is not None:
        seen |= set(aloud(task, today))
        today = next_task_check(task, POLICY, today, CALENDAR)

    assert set(POLICY.tasks.task_stages) == seen


def test_the_policy_says_when():
    policy = replace_tasks(task_stages=(1,))

    assert ([], [1]) == (aloud(a_task(), WEDNESDAY, policy), aloud(a_task(), WEDNESDAY + DAY, policy))


def replace_tasks(**facts):
    return POLICY.model_copy(update={"tasks": TaskPolicy(**facts)})


def test_a_task_knows_its_last_day():
    task = a_task(until=WEDNESDAY + 2 * DAY)

    assert WEDNESDAY + 2 * DAY == task.deadline
    assert not replace(task, state="done").is_open
