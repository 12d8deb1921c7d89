"""Who may do what: the whole table, cell by cell, against the sentences it is made from (R13)."""

from itertools import product

import pytest

from core.people import Member
from core.people.permissions import ACTIONS, ALL, Room, may

TIERS = ("normal", "key", "prospect")
MINE, THEIRS, NOBODYS = (1, 9), (2, 3), None


def a_member(*roles, active=True):
    return Member(id=1, name="李雷", roles=roles, active=active)


def expected(role, action, owners, tier):
    """The sentence: `any` holds for all but key accounts, which only a manager or finance sees without owning them."""
    scope, mine = getattr(ACTIONS[action], role), owners is None or 1 in owners
    return {
        "none": False,
        "own": mine,
        "any": mine or tier != "key" or role in ("manager", "finance"),
    }[scope]


CELLS = list(product(ALL, ACTIONS, (MINE, THEIRS, NOBODYS), TIERS))


@pytest.mark.parametrize("role", ALL)
def test_every_cell_is_as_the_table_says(role):
    for _, action, owners, tier in (cell for cell in CELLS if cell[0] == role):
        assert expected(role, action, owners, tier) is may(a_member(role), action, owners, tier), (action, owners, tier)


def test_a_set_of_roles_may_what_any_of_them_may():
    for one, other in product(ALL, ALL):
        for action, owners, tier in product(ACTIONS, (MINE, THEIRS, NOBODYS), TIERS):
            both = may(a_member(one, other), action, owners, tier)
            assert both == (may(a_member(one), action, owners, tier) or may(a_member(other), action, owners, tier))


def test_who_left_or_has_no_role_may_nothing():
    for action, owners, tier in product(ACTIONS, (MINE, THEIRS, NOBODYS), TIERS):
        assert not may(a_member(*ALL, active=False), action, owners, tier)
        assert not may(a_member(), action, owners, tier)


@pytest.mark.parametrize(
    ("role", "action", "owners", "tier", "allowed"),
    [
        ("rep", "log_payment", THEIRS, "normal", True),
        ("rep", "see_money", THEIRS, "key", False),
        ("rep", "see_money", MINE, "key", True),
        ("rep", "change_sales", THEIRS, "normal", False),
        ("rep", "change_sales", MINE, "normal", True),
        ("rep", "invite", None, "normal", False),
        ("manager", "see_money", THEIRS, "key", True),
        ("finance", "see_money", THEIRS, "key", True),
        ("finance", "log_sales", MINE, "normal", False),
        ("legal", "see_money", THEIRS, "normal", False),
        ("admin", "see_account", THEIRS, "normal", False),
        ("admin", "invite", None, "normal", True),
    ],
)
def test_what_a_manager_would_say(role, action, owners, tier, allowed):
    assert allowed is may(a_member(role), action, owners, tier)


def test_an_unknown_action_is_an_error_and_not_a_no():
    with pytest.raises(KeyError):
        may(a_member("manager"), "fly")


# --- rooms -----------------------------------------------------------------------------------------------------------


def test_in_private_and_among_managers_everything_may_be_said():
    for action, tier in product(ACTIONS, TIERS):
        assert Room(private=True, audience="legal").may_hold(action, tier)
        assert Room(private=False, audience="managers").may_hold(action, tier)


def test_the_team_group_holds_no_key_account_and_only_what_the_table_lets_it():
    for action in ACTIONS:
        assert ACTIONS[action].group is Room(private=False).may_hold(action)
        assert not Room(private=False).may_hold(action, "key")
    assert not Room(private=False).may_hold("see_money")
    assert Room(private=False).may_hold("see_overdue")


def test_the_finance_group_holds_money_and_the_legal_group_does_not():
    assert Room(private=False, audience="finance").may_hold("see_money", "key")
    assert not Room(private=False, audience="legal").may_hold("see_money")
    assert not Room(private=False, audience="finance").may_hold("see_account")
