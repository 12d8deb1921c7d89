"""Decisions about accounts: what they are called, whose they are, when they may be put away, and what a merge makes."""

import pytest

from core.base.money import Money
from core.base.refusal import Refusal
from core.people import Member
from core.sales import (
    Account,
    Contact,
    Visit,
    archived,
    brought_back,
    carried_over,
    completed,
    merged,
    names_of,
    no_longer_shared_with,
    renamed,
    same_people,
    shared_with,
    with_alias,
    without_alias,
    written_name,
)
from tests.storage.cast import TODAY

LI, HAN, GONE = Member(id=1, name="李雷"), Member(id=2, name="韩梅梅"), Member(id=3, name="小刘", active=False)


def an_account(**more):
    return Account(**{"id": 10, "name": "华星科技", "aliases": ("华星",), "owner_id": LI.id} | more)


def refused(decision, *arguments):
    with pytest.raises(Refusal) as refusal:
        decision(*arguments)
    return refusal.value.key


def test_all_old_names_stay():
    fresh = renamed(an_account(), "华星集团")

    assert ("华星集团", "华星", "华星科技") == names_of(fresh)
    assert 2 == fresh.version


def test_a_former_name_can_be_the_name_again():
    fresh = renamed(renamed(an_account(), "华星集团"), "华星科技")

    assert ("华星科技", "华星", "华星集团") == names_of(fresh)


def test_names_are_checked():
    assert "华星 科技" == written_name("  华星   科技 ")
    assert "account_name_short" == refused(written_name, "华")
    assert "account_name_long" == refused(written_name, "华" * 81)
    assert "name_same" == refused(renamed, an_account(), "华星科技")
    assert "name_same" == refused(with_alias, an_account(), "华星")
    assert "alias_unknown" == refused(without_alias, an_account(), "HX")
    assert "aliases_too_many" == refused(with_alias, an_account(aliases=tuple(map(str, range(30)))), "HX")


def test_a_co_owner_is_one_of_the_owners():
    shared = shared_with(an_account(), HAN)

    assert (LI.id, HAN.id) == shared.owners
    assert (LI.id,) == no_longer_shared_with(shared, HAN).owners
    assert "coowner_already" == refused(shared_with, shared, HAN)
    assert "coowner_is_owner" == refused(shared_with, shared, LI)
    assert "member_left" == refused(shared_with, shared, GONE)
    assert "coowner_not" == refused(no_longer_shared_with, shared, LI)


def test_money_keeps_an_account_from_being_put_away():
    zero, some = Money.zero("CNY"), Money.of(5, "CNY")

    assert "archived" == archived(an_account(), [(zero, zero)]).state
    assert "archive_open_money" == refused(archived, an_account(), [(zero, zero), (Money.of(1, "USD"), zero)])
    assert "archive_advance" == refused(archived, an_account(), [(zero, some)])
    assert "archive_not" == refused(brought_back, an_account())
    assert "active" == brought_back(an_account(state="archived")).state


def test_a_merge_keeps_every_name_every_owner_and_the_closer_tier():
    into = an_account(tier="normal", region="")
    gone = an_account(id=11, name="华星电子", official="华星电子有限公司", aliases=("HX",), owner_id=HAN.id,
                      co_owners=(LI.id, GONE.id), tier="key", region="华东")  # fmt: skip

    away, kept = merged(gone, into, active={LI.id, HAN.id})

    assert ("merged", into.id) == (away.state, away.merged_into)
    assert ("华星科技", "华星电子有限公司", "华星", "华星电子", "HX") == names_of(kept)
    assert (LI.id, HAN.id) == kept.owners
    assert ("key", "华东") == (kept.tier, kept.region)


def test_what_cannot_be_merged():
    assert "merge_itself" == refused(merged, an_account(), an_account(), {LI.id})
    for bad in (dict(state="archived"), dict(state="merged", merged_into=12), dict(void=True)):
        assert "merge_not_active" == refused(merged, an_account(id=11, **bad), an_account(), {LI.id})


def a_contact(row, name, phone="", account=10, title=""):
    return Contact(id=row, account_id=account, name=name, phone=phone, title=title)


def test_one_name_is_one_person_unless_two_phones_tell_otherwise():
    ours = [a_contact(1, "李总"), a_contact(2, "王工", "139"), a_contact(3, "张总", "1")]
    theirs = [a_contact(4, "李总", "138"), a_contact(5, "王工", "137"), a_contact(6, "张总", "1"), a_contact(7, "赵总")]

    pairs = same_people(theirs, ours)

    assert [(4, 1), (6, 3)] == [(one.id, other.id) for one, other in pairs]
    assert "138" == completed(ours[0], theirs[0]).phone
    assert completed(ours[2], theirs[2]) is None


def test_what_passes_over_knows_the_person_by_the_one_contact_that_stays():
    visit = Visit(id=20, account_id=11, by_id=LI.id, on=TODAY, contact_id=4)

    assert (10, 1) == (lambda one: (one.account_id, one.contact_id))(carried_over(visit, an_account(), {4: 1}))
    assert carried_over(a_contact(4, "李总", account=11), an_account(), {4: 1}).void
