"""Contracts near their end are spoken of at every stage once, whatever days the watch slept."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.base.policy import ContractPolicy, Policy
from core.contracts import Contract, let_run_out
from core.watch.rules import expiry, next_expiry_check
from core.watch.rules.expiry import deadlines

POLICY = Policy()
END = date(2026, 12, 31)
DAY = timedelta(days=1)


def a_contract(**facts):
    return Contract(**(dict(id=1, account_id=2, ends_on=END) | facts))


def aloud(contract, today, policy=POLICY):
    return [(one.stage, one.episode) for one in expiry([contract], policy, today) if one.aloud]


def test_it_is_said_60_30_and_7_days_before():
    assert [] == aloud(a_contract(), END - 61 * DAY)
    assert [(60, "2026-12-31")] == aloud(a_contract(), END - 60 * DAY)
    assert [(30, "2026-12-31")] == aloud(a_contract(), END - 29 * DAY)
    assert [(7, "2026-12-31")] == aloud(a_contract(), END + 100 * DAY)


def test_every_stage_passed_is_recorded_only_the_newest_is_said():
    found = list(expiry([a_contract()], POLICY, END - 7 * DAY))

    assert [(60, False), (30, False), (7, True)] == [(one.stage, one.aloud) for one in found]


def test_the_notice_day_has_stages_of_its_own():
    contract = a_contract(notice_days=30)

    assert [(60, "2026-12-31/2026-12-01")] == aloud(contract, END - 90 * DAY)
    assert [90, 60, 60, 37, 30, 7] == [(END - one.on).days for one in deadlines(contract, POLICY)]


def test_the_policy_says_when_and_what_notice_is_usual():
    policy = Policy(contracts=ContractPolicy(expiry_stages=(10,), notice_days=20))

    assert [30, 10] == [(END - one.on).days for one in deadlines(a_contract(), policy)]
    assert [10] == [(END - one.on).days for one in deadlines(a_contract(notice_days=0), policy)]


def test_what_is_decided_void_or_endless_is_left_alone():
    near = END - DAY
    for quiet in (
        let_run_out(a_contract()),
        a_contract(state="renewed"),
        a_contract(void=True),
        a_contract(ends_on=None),
    ):
        assert [] == list(expiry([quiet], POLICY, near))
        assert next_expiry_check(quiet, POLICY, near) is None


def test_another_end_is_another_episode():
    said = {one.episode for one in expiry([a_contract()], POLICY, END)}
    longer = replace(a_contract(), ends_on=END + 30 * DAY)

    assert said.isdisjoint({one.episode for one in expiry([longer], POLICY, END)})


@given(
    st.integers(1, 200),
    st.one_of(st.none(), st.integers(0, 90)),
    st.lists(st.integers(1, 25), min_size=1, max_size=60),
    st.lists(st.integers(0, 365), min_size=1, max_size=5, unique=True),
)
def test_over_random_days_off_every_stage_is_raised_once_and_one_is_said_a_sweep(known_before, notice, off, stages):
    """The watch looks only when `next_expiry_check` says so, and may have slept for days when it does."""
    policy = Policy(contracts=ContractPolicy(expiry_stages=tuple(stages)))
    contract = a_contract(notice_days=notice)
    raised, today, check_on = [], END - known_before * DAY, END - known_before * DAY
    for days in off:
        today += days * DAY
        if check_on is None or today < check_on:
            continue
        fresh = [one for one in expiry([contract], policy, today) if (one.episode, one.stage) not in raised]
        assert sum(one.aloud for one in fresh) <= 1
        assert not fresh or fresh[-1].aloud
        raised += [(one.episode, one.stage) for one in fresh]
        check_on = next_expiry_check(contract, policy, today)

    due = [(one.episode, one.stage) for one in deadlines(contract, policy) if one.on <= today]
    assert sorted(due) == sorted(raised)
    assert len(set(raised)) == len(raised)
