"""Records of people and the rooms they talk in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from core.base.records import FORMER, Personal, Record, Sought

ROLES = ("rep", "manager", "finance", "legal", "admin")
AUDIENCES = ("team", "managers", "finance", "legal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    """One firm or branch: its own books, policy and language. `policy` is JSON of core.base.policy.Policy."""

    name: str
    timezone: str = "Asia/Shanghai"
    language: str = "zh-CN"
    currency: str = "CNY"
    policy: str = "{}"
    names_version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange(Record):
    """One threshold was changed: by whom, from what to what (JSON), and the whole policy as it stands since, which is
    version `number`. Only added: taking one back is another."""

    number: int
    setting: str
    before: str
    after: str
    member_id: int
    changed_at: datetime
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """A person of the team. Roles are a set and are not ranked. While away, `stand_in_id` answers for them until and on
    `stand_in_until`. `former`: who left and was erased is told of by this number, and has no name any more;
    `erasing`: their traces are being cut out."""

    name: Personal
    roles: tuple[str, ...] = ("rep",)
    language: str | None = None
    reports_to: int | None = None
    active: bool = True
    stand_in_id: int | None = None
    stand_in_until: date | None = None
    former: int | None = None
    erasing: bool = False

    def stand_in(self, today: date) -> int | None:
        """Who answers for this person today."""
        return self.stand_in_id if self.stand_in_until is not None and today <= self.stand_in_until else None

    def has(self, *roles: str) -> bool:
        """Whether the person has any of these roles."""
        return any(role in self.roles for role in roles)


def former_name(number: int) -> str:
    """What stands for the name of somebody who was erased: put into words when shown (前同事 3)."""
    return f"{FORMER}{number}{FORMER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Record):
    """A platform account that speaks for a member. `chat` is the private chat, None until it was opened."""

    channel: str
    user: Sought
    member_id: int
    chat: Sought | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat(Record):
    """A group bound to the team. `hears_all`: plain lines count as logs, not only commands, replies and mentions.
    `topic`: the part of the group it was bound in, where pushes go. `reacts`: a log is answered by a reaction."""

    channel: str
    chat: str
    title: str
    audience: str = "team"
    language: str = "zh-CN"
    push_at: time | None = None
    hears_all: bool = False
    topic: str = ""
    reacts: bool = False
    state: str = "bound"
    bound_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Record):
    """A join code for one person, used once; the code is kept as a keyed hash only. With `member_id` it lets nobody new
    in: it ties one more account to that one."""

    code_hash: str
    name: Personal
    roles: tuple[str, ...]
    expires_at: datetime
    used_by: int | None = None
    member_id: int | None = None
