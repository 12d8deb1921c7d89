"""Questions about people and chats. Those of `House` come before the team is known and are the only unscoped ones."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import bindparam, delete, insert, literal_column, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from core.base.policy import Policy, policy_from
from core.people import Chat, Identity, Invitation, Member, PolicyChange, Team
from storage.tables import KINDS, house
from storage.topic import Topic, find
from storage.transaction import Transaction

IDENTITIES, CHATS = KINDS[Identity].table, KINDS[Chat].table
INVITATIONS, MEMBERS = KINDS[Invitation].table, KINDS[Member].table
TEAMS = KINDS[Team].table

WHO = select(IDENTITIES.c.team_id, IDENTITIES.c.member_id, IDENTITIES.c.chat, IDENTITIES.c.id).where(
    IDENTITIES.c.channel == bindparam("on_channel"), IDENTITIES.c.user_mark == bindparam("as_user")
).order_by(IDENTITIES.c.created_at.desc())  # fmt: skip
WHERE = select(CHATS.c.team_id, CHATS.c.id).where(
    CHATS.c.channel == bindparam("on_channel"), CHATS.c.chat == bindparam("in_chat"), CHATS.c.state == "bound"
)
CHAT_TEAM = select(CHATS.c.team_id).where(CHATS.c.id == bindparam("row"))
INVITED = select(INVITATIONS.c.team_id, INVITATIONS.c.id).where(INVITATIONS.c.code_hash == bindparam("hashed"))
TEAM_IDS = select(TEAMS.c.team_id).order_by(TEAMS.c.team_id)
REMEMBERED = select(house.c.value).where(house.c.name == bindparam("called"))
REMEMBER = insert(house)
RENEW = update(house).where(house.c.name == bindparam("called")).values(value=bindparam("now_is"))
SWAP = (
    update(house)
    .where(house.c.name == bindparam("called"), house.c.value == bindparam("was"))
    .values(value=bindparam("now_is"))
)
FIRST = {
    name: dialect.insert(house).values(name=bindparam("called"), value="").on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
ALONE = text("SELECT pg_try_advisory_xact_lock(:what)")
FAR_AHEAD = timedelta(days=3)
ADVANCE = (
    update(house)
    .where(
        house.c.name == bindparam("called"),
        or_(house.c.value < bindparam("now_is"), house.c.value > bindparam("latest")),
    )
    .values(value=bindparam("now_is"))
)

IN_CHAT = find(
    Identity, IDENTITIES.c.channel == bindparam("on_channel"), IDENTITIES.c.chat_mark == bindparam("in_chat")
)
BY_ACCOUNT = find(Identity, IDENTITIES.c.member_id == bindparam("of")).order_by(IDENTITIES.c.id)
BY_USER = find(
    Identity, IDENTITIES.c.channel == bindparam("on_channel"), IDENTITIES.c.user_mark == bindparam("as_user")
)  # fmt: skip
OPEN_INVITATIONS = find(
    Invitation,
    INVITATIONS.c.used_by.is_(None),
    INVITATIONS.c.expires_at > bindparam("now"),
    or_(INVITATIONS.c.created_by == bindparam("maker"), INVITATIONS.c.name == bindparam("called")),
).order_by(INVITATIONS.c.id)
BOUND = find(Chat, CHATS.c.state == "bound").order_by(CHATS.c.id)
BY_CHAT = find(Chat, CHATS.c.channel == bindparam("on_channel"), CHATS.c.chat == bindparam("in_chat"))
CHANGES = KINDS[PolicyChange].table
OF_POLICY = find(PolicyChange).order_by(CHANGES.c.number.desc()).limit(bindparam("count"))
OF_SETTING = find(PolicyChange, CHANGES.c.setting == bindparam("called")).order_by(CHANGES.c.number.desc()).limit(1)
LEFT = find(Member, MEMBERS.c.active.is_(False)).order_by(MEMBERS.c.id)
ERASING = find(Member, literal_column("erasing")).order_by(MEMBERS.c.id)
ACTIVE = find(Member, MEMBERS.c.active.is_(True)).order_by(MEMBERS.c.id)


KEPT_DAYS, FORGOTTEN = 57, 28  # a slot is forgotten so many days after, and so many days' slots at a time
FORGET = delete(house).where(house.c.name.in_([bindparam(f"day{ago}") for ago in range(FORGOTTEN)]))


def _are_long_past(name: str, day: str) -> dict[str, str]:
    """The slots of days that a clock put right will not come to again."""
    last = date.fromisoformat(day) - timedelta(days=KEPT_DAYS)
    return {f"day{ago}": f"{name}:{(last - timedelta(days=ago)).isoformat()}" for ago in range(FORGOTTEN)}


def _follows(last: str, day: str) -> bool:
    """Whether time went on as it does since the last slot: after a leap of the clock nothing is forgotten."""
    return bool(last) and timedelta() < date.fromisoformat(day) - date.fromisoformat(last) < timedelta(days=FORGOTTEN)


def _far_ahead(day: str) -> str:
    return (date.fromisoformat(day) + FAR_AHEAD).isoformat()


class House:
    """What is asked before the team is known, and what the process remembers about itself."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def who(self, channel: str, user: str) -> list[tuple[int, int]]:
        """The (team, member) pairs a platform account speaks for, the newest first."""
        return [(team, member) for team, member, _ in self.speakers(channel, user)]

    def speakers(self, channel: str, user: str) -> list[tuple[int, int, str | None]]:
        """The same with the private chat of each, None until it was opened."""
        rows = self._tx.run(WHO, on_channel=channel, as_user=self._tx.seal(0).mark(user))
        return [(team, member, self._chat(team, chat, row)) for team, member, chat, row in rows]

    def _chat(self, team_id: int, chat: bytes | None, row: int) -> str | None:
        return None if chat is None else self._tx.seal(team_id).open(chat, "identities", "chat", row)

    def where(self, channel: str, chat: str) -> tuple[int, int] | None:
        """The (team, chat record) a group is bound to."""
        row = self._tx.one(WHERE, on_channel=channel, in_chat=chat)
        return None if row is None else (row[0], row[1])

    def team_of_chat(self, row: int) -> int | None:
        """The team of a group's record."""
        found = self._tx.one(CHAT_TEAM, row=row)
        return None if found is None else int(found[0])

    def invited(self, code: str) -> tuple[int, int] | None:
        """The (team, invitation) of a join code."""
        row = self._tx.one(INVITED, hashed=self.code_hash(code))
        return None if row is None else (row[0], row[1])

    def code_hash(self, code: str) -> str:
        """How a join or setup code is kept."""
        return self._tx.seal(0).fingerprint(code.strip().upper())

    def account(self, channel: str, user: str) -> str:
        """How a mark of the process names an account on a platform: not by what it is called there."""
        return self._tx.seal(0).mark(f"{channel}:{user}")[:24]

    def team_ids(self) -> list[int]:
        """Every team."""
        return [row[0] for row in self._tx.run(TEAM_IDS)]

    def remembered(self, name: str) -> str | None:
        """A mark the process left for itself."""
        row = self._tx.one(REMEMBERED, called=name)
        return None if row is None else str(row[0])

    def claim(self, name: str, day: str) -> bool:
        """Take the slot of a day (ISO), later than the last one taken; True for exactly one caller, once a day, whoever
        else tries at the same moment. A last one far ahead was taken while the clock was wrong, and does not count."""
        first = FIRST[self._tx.database.engine.dialect.name]
        self._tx.change(first, called=name)
        is_ours, last = self._tx.change(first, called=f"{name}:{day}"), self.remembered(name) or ""
        if is_ours and _follows(last, day):
            self._tx.change(FORGET, **_are_long_past(name, day))
        return bool(is_ours and self._tx.change(ADVANCE, called=name, now_is=day, latest=_far_ahead(day)))

    def is_alone(self, what: int) -> bool:
        """Whether nobody else does this at the moment, and nobody will until this transaction ends. For economy: what
        must happen once is made true by unique keys."""
        return self._tx.database.is_sqlite or bool(self._tx.one(ALONE, what=what)[0])  # SQLite has one writer anyway

    def is_free(self, name: str, day: str) -> bool:
        """Whether `claim` would give this slot to somebody."""
        last = self.remembered(name) or ""
        return (last < day or last > _far_ahead(day)) and self.remembered(f"{name}:{day}") is None

    def swap(self, name: str, was: str, value: str) -> bool:
        """Renew a mark that still says what it said ("" where there was none); True for exactly one caller."""
        self._tx.change(FIRST[self._tx.database.engine.dialect.name], called=name)
        return bool(self._tx.change(SWAP, called=name, was=was, now_is=value))

    def remember(self, name: str, value: str) -> None:
        """Leave a mark, or renew it."""
        if not self._tx.change(RENEW, called=name, now_is=value):
            self._tx.add(REMEMBER, dict(name=name, value=value))


class People(Topic):
    """Members, identities, chats of the team."""

    def team(self) -> Team:
        """The team itself; its record has the team's id."""
        team = self._store.get(Team, self._team)
        if team is None:
            raise LookupError(f"there is no team {self._team}")
        return team

    def policy(self) -> Policy:
        """The thresholds in force."""
        return policy_from(self.team().policy)

    def policy_changes(self, count: int = 10) -> list[PolicyChange]:
        """Who changed which threshold, the newest first."""
        return self._find(PolicyChange, OF_POLICY, count=count)

    def last_change_of(self, setting: str) -> PolicyChange | None:
        """Who changed this threshold last."""
        found: PolicyChange | None = self._first(PolicyChange, OF_SETTING, called=setting)
        return found

    def member(self, row: int) -> Member | None:
        """A member by id."""
        return self._store.get(Member, row)

    def members(self) -> list[Member]:
        """Everyone active, in the order they came."""
        return self._find(Member, ACTIVE)

    def erasing(self) -> list[Member]:
        """Those who left and whose traces are still to be cut out."""
        return self._find(Member, ERASING)

    def former(self) -> list[Member]:
        """Everyone who left, in the order they came."""
        return self._find(Member, LEFT)

    def with_role(self, *roles: str) -> list[Member]:
        """Active members with any of these roles."""
        return [member for member in self.members() if member.has(*roles)]

    def identities(self, member_id: int) -> list[Identity]:
        """The platform accounts of a member."""
        return self._find(Identity, BY_ACCOUNT, of=member_id)

    def identities_in(self, channel: str, chat: str) -> list[Identity]:
        """The identities whose private chat this is."""
        return self._find(Identity, IN_CHAT, on_channel=channel, in_chat=self._store.seal.mark(chat))

    def identity(self, channel: str, user: str) -> Identity | None:
        """The identity behind a platform account, in this team."""
        found = self._find_once(Identity, BY_USER, on_channel=channel, as_user=self._store.seal.mark(user))
        return found[0] if found else None

    def bound_chats(self) -> list[Chat]:
        """The groups of the team."""
        return self._find(Chat, BOUND)

    def chat_at(self, channel: str, chat: str) -> Chat | None:
        """The record of a group, bound or not."""
        found: Chat | None = self._first(Chat, BY_CHAT, on_channel=channel, in_chat=chat)
        return found

    def open_invitations(self, member_id: int, name: str) -> list[Invitation]:
        """The codes that still work and were given out by this member, or for somebody of that name."""
        return self._find(Invitation, OPEN_INVITATIONS, now=self._store.now, maker=member_id, called=name)

    def invitations(self) -> list[Invitation]:
        """Every join code that was given out."""
        return self._store.all(Invitation)
