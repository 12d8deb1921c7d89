"""Who may hand what to whom, who may say yes and when, and what then changes hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.base.refusal import Refusal
from core.handovers import (
    Counts,
    Handover,
    accept,
    cancel,
    check_people,
    days_waited,
    difference,
    hand_over,
    may_be_accepted_for_on,
    propose,
    refuse,
    still_to_move,
)
from core.people import Member
from core.sales import Account, Deal, Task
from core.watch.rules import handover as pending_rule
from core.watch.rules import handover_late, next_handover_check

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6)
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)
CALENDAR = WorkingCalendar()
ZHANG, LI = Member(id=1, name="张伟"), Member(id=2, name="李娜")
CHEN, BOSS = Member(id=3, name="小陈"), Member(id=4, name="王经理", roles=("manager",))
CLERK = Member(id=5, name="赵会计", roles=("finance",))


def an_account(row: int, owner: Member = ZHANG, **more: object) -> Account:
    return Account(id=row, name=f"客户{row}", owner_id=owner.id, **more)  # type: ignore[arg-type]


def a_handover(**more: object) -> Handover:
    facts = dict(id=90, giver_id=1, receiver_id=2, proposed_by=1, proposed_on=MONDAY, account_ids=(10, 11))
    return Handover(**{**facts, **more})  # type: ignore[arg-type]


def said_no(work: object, *arguments: object) -> str:
    with pytest.raises(Refusal) as refused:
        work(*arguments)  # type: ignore[operator]
    return refused.value.key


# -- who to


@pytest.mark.parametrize(
    ("receiver", "no"),
    [
        (ZHANG, "handover_to_self"),
        (replace(LI, active=False), "handover_to_leaver"),
        (CLERK, "handover_to_role"),
    ],
)
def test_customers_go_to_somebody_else_who_is_there_and_sells(receiver: Member, no: str) -> None:
    assert no == said_no(check_people, ZHANG, receiver)


def test_what_a_leaver_left_may_be_handed_over() -> None:
    check_people(replace(ZHANG, active=False), LI)
    offer = propose(BOSS, replace(ZHANG, active=False), [an_account(10)], [])

    assert [10] == [one.id for one in offer.accounts]


# -- what may be offered


def test_a_rep_gives_their_own_and_a_manager_anybodys() -> None:
    theirs = [an_account(10, CHEN)]

    assert "handover_not_yours" == said_no(propose, ZHANG, CHEN, theirs, [])
    assert (10,) == tuple(one.id for one in propose(BOSS, CHEN, theirs, []).accounts)


def test_finance_gives_nothing_away() -> None:
    assert "handover_not_yours" == said_no(propose, CLERK, CLERK, [an_account(10, CLERK)], [])


def test_what_is_anothers_or_waits_elsewhere_is_left_out_and_named() -> None:
    mine, waiting, anothers = an_account(10), an_account(11), an_account(12, CHEN)
    offer = propose(ZHANG, ZHANG, [mine, waiting, anothers], [a_handover(account_ids=(11,))])

    assert ((mine,), (waiting,), (anothers,)) == (offer.accounts, offer.waiting, offer.others)


@pytest.mark.parametrize(
    ("accounts", "no"),
    [
        ([], "handover_nothing"),
        ([an_account(10)], "handover_waiting"),
        ([an_account(12, CHEN)], "handover_others"),
    ],
)
def test_nothing_to_offer_says_why(accounts: list[Account], no: str) -> None:
    assert no == said_no(propose, ZHANG, ZHANG, accounts, [a_handover()])


def test_a_decided_handover_holds_nothing_back() -> None:
    assert propose(ZHANG, ZHANG, [an_account(10)], [a_handover(state="refused")]).accounts


# -- yes and no


def test_the_receiver_accepts_at_any_time() -> None:
    done = accept(a_handover(), LI, MONDAY, CALENDAR, 2)

    assert ("accepted", LI.id, MONDAY, 2) == (done.state, done.decided_by, done.decided_on, done.version)


@pytest.mark.parametrize(
    ("proposed", "first"),
    [
        (MONDAY, WEDNESDAY),
        (FRIDAY, date(2026, 3, 10)),  # the weekend does not count
        (SATURDAY, date(2026, 3, 11)),  # Monday and Tuesday are the receiver's
        (date(2026, 4, 30), date(2026, 5, 7)),  # 1-5 May is off
        (date(2026, 2, 13), date(2026, 2, 24)),  # 14 February is worked, then the spring festival
    ],
)
def test_a_manager_accepts_after_two_working_days(proposed: date, first: date) -> None:
    waiting = a_handover(proposed_on=proposed)
    day_before = date.fromordinal(first.toordinal() - 1)

    assert first == may_be_accepted_for_on(waiting, CALENDAR, 2)
    assert "handover_too_early" == said_no(accept, waiting, BOSS, day_before, CALENDAR, 2)
    assert BOSS.id == accept(waiting, BOSS, first, CALENDAR, 2).decided_by


@pytest.mark.parametrize("who", [ZHANG, CHEN, CLERK])
def test_nobody_else_ever_accepts(who: Member) -> None:
    assert "handover_not_for_you" == said_no(accept, a_handover(), who, date(2026, 12, 1), CALENDAR, 2)


@pytest.mark.parametrize("who", [ZHANG, CHEN, BOSS])
def test_only_the_receiver_refuses(who: Member) -> None:
    assert "handover_not_for_you" == said_no(refuse, a_handover(), who, MONDAY)
    assert "refused" == refuse(a_handover(), LI, MONDAY).state


def test_giver_proposer_and_managers_cancel() -> None:
    by_chen = a_handover(proposed_by=CHEN.id)

    assert {"cancelled"} == {cancel(by_chen, one, MONDAY).state for one in (ZHANG, CHEN, BOSS)}
    assert "handover_cancel_not_yours" == said_no(cancel, by_chen, LI, MONDAY)


@pytest.mark.parametrize("state", ["accepted", "refused", "cancelled"])
def test_what_is_decided_stays_so(state: str) -> None:
    decided = a_handover(state=state)

    assert "handover_decided" == said_no(accept, decided, LI, MONDAY, CALENDAR, 2)
    assert "handover_decided" == said_no(refuse, decided, LI, MONDAY)
    assert "handover_decided" == said_no(cancel, decided, BOSS, MONDAY)


# -- what changes hands


def test_accounts_open_deals_and_open_tasks_of_the_giver_change_hands_and_nothing_else_about_them() -> None:
    account = an_account(10, co_owners=(LI.id, CHEN.id))
    deal = Deal(id=20, account_id=10, owner_id=1, stage="negotiation", stage_since=MONDAY, close_on=FRIDAY)
    task = Task(id=30, account_id=10, owner_id=1, due_on=FRIDAY, note="给方案")
    moved = hand_over(a_handover(), [account], [deal], [task])

    assert [
        replace(account, version=2, owner_id=2, co_owners=(CHEN.id,)),
        replace(deal, version=2, owner_id=2),
        replace(task, version=2, owner_id=2),
    ] == moved


def test_closed_deals_done_tasks_and_what_is_anothers_stay() -> None:
    won = Deal(id=20, account_id=10, owner_id=1, stage="won", stage_since=MONDAY)
    chens = Deal(id=21, account_id=10, owner_id=3, stage_since=MONDAY)
    done = Task(id=30, account_id=10, owner_id=1, due_on=FRIDAY, state="done")
    gone = Task(id=31, account_id=10, owner_id=1, due_on=FRIDAY, void=True)

    assert [] == hand_over(a_handover(), [], [won, chens], [done, gone])


def test_named_accounts_move_while_they_are_the_givers() -> None:
    kept, given_away, fresh = an_account(10), an_account(11, CHEN), an_account(12)

    assert (kept,) == still_to_move(a_handover(), [kept, given_away], [kept, fresh], [])


def test_everything_is_all_the_giver_owns_then_but_for_what_waits_elsewhere() -> None:
    kept, fresh, elsewhere = an_account(10), an_account(12), an_account(13)
    others = [a_handover(id=91, account_ids=(13,))]

    assert (kept, fresh) == still_to_move(a_handover(everything=True), [kept], [kept, fresh, elsewhere], others)


def test_the_difference_names_what_came_out_otherwise() -> None:
    assert {"deals": (1, 2), "tasks": (3, 0)} == difference(
        Counts(deals=1, tasks=3, alerts=1), Counts(deals=2, alerts=1)
    )


# -- the watch


def days_of_waiting(proposed: date, days: int) -> list[tuple[date, int, list[int]]]:
    """Each working day's reminder stage and late stages."""
    waiting, policy, found = a_handover(proposed_on=proposed), Policy(), []
    today: date | None = proposed
    for _ in range(days):
        assert today is not None
        [reminder] = pending_rule([waiting], policy, today, CALENDAR)
        late = [one.stage for one in handover_late([waiting], policy, today, CALENDAR)]
        found.append((today, reminder.stage, late))
        today = next_handover_check(waiting, policy, today, CALENDAR)
    return found


def test_the_receiver_hears_it_each_working_day_the_managers_after_two_and_every_five() -> None:
    told = days_of_waiting(MONDAY, 9)

    assert [0, 1, 2, 3, 4, 5, 6, 7, 8] == [stage for _, stage, _ in told]
    assert [[], [], [0], [0], [0], [0], [0], [1], [1]] == [late for _, _, late in told]
    assert SATURDAY not in [day for day, _, _ in told]


def test_a_day_not_worked_is_not_waited() -> None:
    assert 0 == days_waited(a_handover(proposed_on=FRIDAY), SUNDAY, CALENDAR)
    assert 1 == days_waited(a_handover(proposed_on=SATURDAY), date(2026, 3, 9), CALENDAR)


@pytest.mark.parametrize("state", ["accepted", "refused", "cancelled"])
def test_the_watch_keeps_quiet_about_what_is_decided(state: str) -> None:
    decided, policy = a_handover(state=state), Policy()

    assert [] == [
        *pending_rule([decided], policy, FRIDAY, CALENDAR),
        *handover_late([decided], policy, FRIDAY, CALENDAR),
    ]
    assert next_handover_check(decided, policy, FRIDAY, CALENDAR) is None
