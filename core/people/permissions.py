"""Who may do what. Routes name an action; this table alone decides. docs/permissions.md is printed from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from core.people.records import Member

Scope = Literal["any", "own", "none"]
ALL = ("rep", "manager", "finance", "legal", "admin")


@dataclass(frozen=True, slots=True)
class Rights:
    """For one action: per role whether it holds for any account, the person's own, or none; and for key accounts.

    `group`: whether its answer may stand in a group of audience `team` (key accounts never do).
    """

    rep: Scope = "none"
    manager: Scope = "any"
    finance: Scope = "none"
    legal: Scope = "none"
    admin: Scope = "none"
    group: bool = False

    def scope(self, role: str) -> Scope:
        """How far a role (manager, rep...) reaches: any, own or none. AttributeError for a role there is not."""
        return getattr(self, role)  # type: ignore[no-any-return]


EVERYONE = Rights("any", "any", "any", "any", "any", group=True)
ACTIONS: dict[str, Rights] = {
    # talking to the bot at all
    "talk": EVERYONE,
    "see_help": EVERYONE,
    "set_language": EVERYONE,
    # the team
    "invite": Rights(manager="any", admin="any"),
    "set_roles": Rights(manager="any", admin="any"),
    "let_go": Rights(manager="any", admin="any"),
    "bind_chat": Rights(manager="any", admin="any", group=True),
    "export": Rights(manager="any"),
    "import": Rights(manager="any", finance="any", admin="any"),
    "import_bank": Rights(manager="any", finance="any"),
    "teach_words": Rights(manager="any", admin="any", group=True),
    "see_team": Rights("any", "any", "any", "any", "any"),
    # sales
    "log_sales": Rights("any", "any", "none", "none", "none", group=True),
    "change_sales": Rights("own", "any", "none", "none", "none", group=True),
    "create_account": Rights("any", "any", "any", "none", "none", group=True),
    "change_account": Rights("own", "any", "none", "none", "none", group=True),
    "merge_accounts": Rights("own", "any", "none", "none", "none"),
    "set_tier": Rights("none", "any", "none", "none", "none", group=True),
    "see_contacts": Rights("own", "any", "any", "any", "none"),
    "export_person": Rights("own", "any", "none", "none", "none"),
    "erase_person": Rights("none", "any", "none", "none", "any"),
    "export_member": Rights("own", "own", "own", "own", "any"),
    "erase_member": Rights(manager="none", admin="any"),
    "see_audit": Rights("none", "any", "none", "none", "none"),
    "see_proof": Rights(manager="any", finance="any", legal="any"),
    "see_access": Rights(manager="any", admin="any"),
    "see_privacy": Rights("none", "any", "none", "any", "any"),
    "see_account": Rights("any", "any", "any", "any", "none"),
    "see_owner": Rights("any", "any", "any", "any", "any", group=True),
    # contracts
    "log_contract": Rights("any", "any", "any", "any", "none", group=True),
    "see_contract": Rights("any", "any", "any", "any", "none"),
    "see_expiry": Rights("any", "any", "any", "any", "none", group=True),
    # handovers: `accept_handover` is for another; the receiver always may
    "propose_handover": Rights("own", "any", "none", "none", "none"),
    "accept_handover": Rights("none", "any", "none", "none", "none"),
    "see_handover": Rights("any", "any", "any", "any", "any", group=True),
    # approvals: who may answer one is decided by its steps (core/approvals)
    "see_approvals": Rights("any", "any", "any", "any", "any"),
    "see_approval": Rights("none", "any", "any", "none", "any"),
    "answer_approval": Rights("any", "any", "any", "any", "any"),
    "stand_in": Rights("any", "any", "any", "any", "any"),
    # money
    "log_payment": Rights("any", "any", "any", "none", "none", group=True),
    "confirm_payment": Rights(finance="any", manager="none", group=True),
    "take_in_cash": Rights(manager="any", finance="any"),
    "see_policy": Rights("any", "any", "any", "any", "any"),
    "set_policy": Rights(manager="any", admin="any"),
    "log_receivable": Rights("any", "any", "any", "none", "none", group=True),
    "ask_write_off": Rights("own", "any", "any", "none", "none", group=True),
    "ask_credit_note": Rights("own", "any", "any", "none", "none", group=True),
    "log_refund": Rights("none", "any", "any", "none", "none"),
    "net_advance": Rights("own", "any", "any", "none", "none"),
    "log_dispute": Rights("own", "any", "any", "none", "none", group=True),
    "undo_write_off": Rights("none", "any", "any", "none", "none"),
    "see_money": Rights("any", "any", "any", "none", "none"),
    "see_risk": Rights("own", "any", "any", "none", "none"),
    "set_limit": Rights("none", "any", "any", "none", "none"),
    "see_overdue": Rights("any", "any", "any", "none", "none", group=True),
    # the watch
    "answer_alert": Rights("own", "any", "any", "none", "none", group=True),
    "see_tasks": Rights("own", "any", "own", "own", "own"),
    "change_task": Rights("own", "any", "own", "own", "own"),
    "see_watch": Rights("any", "any", "any", "any", "none"),
    # taking back
    "undo": Rights("own", "any", "own", "none", "own", group=True),
    "see_load": Rights("own", "any", "none", "none", "none"),
    "see_delivery": Rights(manager="any", admin="any"),
    "see_week": Rights("own", "any", "none", "none", "none"),
    "see_all_accounts": Rights("none", "any", "any", "none", "none"),
}


def may(
    member: Member,
    action: str,
    owners: Iterable[int] | None = None,
    tier: str = "normal",
) -> bool:
    """Whether the member may do that. `owners`: the member ids the thing belongs to (None: to nobody yet).

    A key account is closed to anyone who has neither a stake in it nor an `any` right through manager or finance.
    """
    if not member.active:
        return False
    mine = owners is None or member.id in owners
    for role in member.roles:
        scope = ACTIONS[action].scope(role)
        if scope == "any" and (tier != "key" or mine or role in ("manager", "finance")):
            return True
        if scope == "own" and mine:
            return True
    return False


def grounds(member: Member, action: str, owners: Iterable[int], tier: str = "normal") -> str:
    """By what a member may do that: `own` (it is theirs), else the role that gives it; "" where they may not."""
    theirs = tuple(owners)
    if not may(member, action, theirs, tier):
        return ""
    if member.id in theirs:
        return "own"
    roles = (role for role in ("manager", "finance", "legal", "rep", "admin") if role in member.roles)
    return next(role for role in roles if may(replace(member, roles=(role,)), action, theirs, tier))


@dataclass(frozen=True, slots=True)
class Room:
    """Where an answer would stand: a private chat, or a group with the audience its binder declared."""

    private: bool
    audience: str = "team"

    def may_hold(self, action: str, tier: str = "normal") -> bool:
        """Whether the answer to that action may be said here; if not, it goes to the person privately.

        A group of managers holds all; finance and legal groups hold money; any other what `group` allows, never key
        accounts.
        """
        if self.private or self.audience == "managers":
            return True
        if self.audience == "finance" and action in ("see_money", "see_overdue", "log_payment", "log_receivable"):
            return True
        return tier != "key" and ACTIONS[action].group
