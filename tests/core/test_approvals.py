"""Whose yes is missing, who may give it, and what then becomes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest

from core.approvals import Approval, decide, fingerprint, give_way, seats, withdraw
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.base.refusal import Refusal
from core.people import Member
from core.watch.rules import approval as waits
from core.watch.rules import approval_late, next_approval_check

TODAY = date(2026, 3, 2)
CALENDAR = WorkingCalendar(official=False)
LI = Member(id=1, name="李雷")
WANG = Member(id=2, name="王经理", roles=("manager", "admin"))
ZHAO = Member(id=3, name="赵会计", roles=("finance",))
HAN = Member(id=4, name="韩梅梅")
SUN = Member(id=5, name="孙总", roles=("manager",))
ALL = [LI, WANG, ZHAO, HAN, SUN]
IDS = count(100)


def an_approval(*steps, **more):
    content = more.pop("content", "{}")
    return Approval(id=next(IDS), kind="write_off", subject_id=9, content=content, fingerprint=fingerprint(content),
                    steps=steps or ("manager",), **{"asked_by": LI.id, "asked_on": TODAY, "due_on": date(2026, 3, 4),
                    "policy_version": 1, **more})  # fmt: skip


def said(approval, by, word="yes", verdicts=(), members=ALL, today=TODAY):
    return decide(approval, list(verdicts), by, word, members, new_id=next(IDS), at=datetime(2026, 3, 2, tzinfo=UTC),
                  today=today, calendar=CALENDAR, policy=Policy(version=7))  # fmt: skip


def asked(approval, verdicts=(), members=ALL, today=TODAY):
    return [(seat.role, seat.members) for seat in seats(approval, verdicts, members, today)]


def test_one_yes_of_the_role_grants_it_and_names_the_content_and_the_policy():
    approval = an_approval()

    done = said(approval, WANG)

    assert "granted" == done.approval.state
    assert (WANG.id, "manager", approval.fingerprint, 7) == (
        done.verdict.member_id, done.verdict.role, done.verdict.fingerprint, done.verdict.policy_version
    )  # fmt: skip


@pytest.mark.parametrize("word", ["yes", "no", "hold"])
def test_nobody_answers_their_own(word):
    with pytest.raises(Refusal) as refused:
        said(an_approval(asked_by=WANG.id), WANG, word)

    assert "approval_own" == refused.value.key


def test_steps_come_in_order_and_roles_of_one_step_side_by_side():
    in_order, beside = an_approval("manager", "finance"), an_approval("manager+finance")

    first = said(in_order, WANG)

    assert [("manager", {WANG.id: None, SUN.id: None})] == asked(in_order)
    assert ("waiting", 1) == (first.approval.state, first.approval.asked_of)
    assert [("finance", {ZHAO.id: None})] == asked(first.approval, [first.verdict])
    assert ["manager", "finance"] == [role for role, _ in asked(beside)]
    with pytest.raises(Refusal):
        said(in_order, ZHAO)
    assert "granted" == said(first.approval, ZHAO, verdicts=[first.verdict]).approval.state


def test_one_person_fills_one_seat():
    both = replace(WANG, roles=("manager", "finance"))
    approval = an_approval("manager+finance")

    first = said(approval, both, members=[LI, both, ZHAO])

    assert [("finance", {ZHAO.id: None})] == asked(first.approval, [first.verdict], [LI, both, ZHAO])
    assert "granted" == said(approval, both, members=[LI, both]).approval.state  # nobody else is there


def test_without_a_second_manager_finance_is_asked_then_an_admin_then_nobody():
    own = an_approval(asked_by=WANG.id)
    admin = Member(id=8, name="管理员", roles=("admin",))

    assert [("manager", {ZHAO.id: None})] == asked(own, members=[WANG, ZHAO, admin])
    assert [("manager", {admin.id: None})] == asked(own, members=[WANG, LI, admin])
    assert [] == asked(own, members=[WANG, LI, replace(ZHAO, active=False)])


def test_a_stand_in_answers_while_somebody_is_away_but_never_for_their_own():
    away = replace(WANG, stand_in_id=HAN.id, stand_in_until=date(2026, 3, 3))
    members = [LI, away, HAN]

    done = said(an_approval(), HAN, members=members)

    assert ("granted", WANG.id) == (done.approval.state, done.verdict.stands_in_for)
    assert [("manager", {WANG.id: None})] == asked(an_approval(asked_by=HAN.id), members=members)
    assert [("manager", {WANG.id: None})] == asked(an_approval(), members=members, today=date(2026, 3, 4))


def test_past_its_day_an_admin_may_answer_too():
    admin = Member(id=8, name="管理员", roles=("admin",))

    assert [("manager", {SUN.id: None})] == asked(an_approval(), members=[LI, SUN, admin])
    assert {SUN.id, admin.id} == set(asked(an_approval(), members=[LI, SUN, admin], today=date(2026, 3, 5))[0][1])


def test_a_no_ends_it_and_a_hold_keeps_it_quiet():
    refused, held = said(an_approval(), WANG, "no"), said(an_approval(), WANG, "hold")

    assert "refused" == refused.approval.state
    with pytest.raises(Refusal):
        said(refused.approval, SUN)
    assert ("held", date(2026, 3, 5)) == (held.approval.state, held.approval.held_until)
    assert [] == list(waits([held.approval], Policy(), date(2026, 3, 3), CALENDAR))
    assert date(2026, 3, 5) == next_approval_check(held.approval, Policy(), date(2026, 3, 3), CALENDAR)
    assert "granted" == said(held.approval, SUN, verdicts=[held.verdict]).approval.state


def test_other_content_replaces_what_waits_and_nothing_that_is_decided():
    before, after = an_approval(content='{"a": 1}'), an_approval(content='{"a": 2}')

    over, fresh = give_way(before, after)

    assert ("replaced", before.id) == (over.state, fresh.replaces_id)
    for late in (over, said(before, WANG).approval):
        with pytest.raises(Refusal):
            give_way(late, after)
        with pytest.raises(Refusal):
            said(late, SUN)
    with pytest.raises(Refusal):
        give_way(before, an_approval(content='{"a": 1}'))


def test_only_who_asked_takes_it_back():
    assert "withdrawn" == withdraw(an_approval(), LI).state
    with pytest.raises(Refusal):
        withdraw(an_approval(), WANG)


def test_it_is_spoken_of_each_working_day_and_called_late_past_its_day():
    approval = an_approval()
    days = [date(2026, 3, day) for day in (2, 3, 4, 5)]

    assert [0, 1, 2, 3] == [one.stage for day in days for one in waits([approval], Policy(), day, CALENDAR)]
    assert [0, 0, 0, 1] == [len(list(approval_late([approval], Policy(), day, CALENDAR))) for day in days]
