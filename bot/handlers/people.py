"""Coming in, roles, languages, and the groups the bot pushes to."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.handlers.ledger import owing
from bot.message import Button, Card, Inbound, Line, Notice, Reply, Turn, line, reply
from bot.post import notify, private_place
from bot.sweep import note_said
from bot.text import LANGUAGES, language_of, typed_words
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import ROLES, Chat, Identity, Invitation, Member
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

INVITED_FOR, LINKED_FOR = timedelta(days=7), timedelta(minutes=15)
CODES_TRIED, CODES_WAIT = 5, timedelta(hours=1)
CODES_REFUSED = ("code_unknown", "code_used", "code_expired", "codes_wait")  # of these nothing but the count is written
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else


# -- coming in: before there is a member


@dataclass(frozen=True, slots=True)
class Arrival:
    """A stranger who became a member: in which team, and what to say."""

    store: Store
    member: Member
    reply: Reply


def arrive(transaction: Transaction, inbound: Inbound, code: str, source: int, now: datetime, new_id: int) -> Arrival:
    """/start CODE or /join CODE: the code says which team and which roles; it works once. Refusal for a bad one."""
    house = House(transaction)
    _count_code(house, inbound, now)
    found = house.invited(code) if code else None
    if found is None:
        raise Refusal("code_unknown")
    store = Store(transaction, found[0], by=None, source=source, now=now)
    invitation = store.get(Invitation, found[1])
    if invitation is None or invitation.used_by is not None:
        raise Refusal("code_used")
    if invitation.expires_at <= store.now:
        raise Refusal("code_expired")
    house.remember(_codes(house, inbound), "")
    if invitation.member_id is not None:
        return _linked(store, inbound, invitation)
    member = _member(store, inbound, invitation, new_id)
    store.save(evolve(invitation, used_by=member.id))
    _tell_of_new_admin(store, member, invitation)
    if inbound.workspace and tied(house, inbound) is None:
        house.remember(_tie(inbound), str(store.team_id))
    language = member.language or store.people.team().language
    lines = [line("welcome", name=member.name, team=store.people.team().name, roles=_role_words(member.roles))]
    is_first = len(store.people.members()) == 1
    more = ("welcome_admin" if is_first else "welcome_admin_too") if member.has("admin") else "welcome_try"
    lines.append(line(more))
    return Arrival(store, replace(member, language=language), reply(*lines))


def _tell_of_new_admin(store: Store, member: Member, invitation: Invitation) -> None:
    """A code of the machine's own (the setup's, or `gengfu admin recover`) made an admin of a team that has people:
    every one of them hears of it."""
    if invitation.name or "admin" not in invitation.roles:
        return
    told = Card((line("admin_recovered_told", name=member.name, roles=_role_words(member.roles)),))
    for one in store.people.members():
        if one.id != member.id:
            notify(store, Notice(told, member_id=one.id))


def _count_code(house: House, inbound: Inbound, now: datetime) -> None:
    """Refusal once somebody sent too many codes that were none: for an hour the next is not looked at. It is counted
    before the code is looked up, and that is kept though the message is refused."""
    count, _, since = (house.remembered(_codes(house, inbound)) or "").partition("|")
    waited = abs(now - datetime.fromisoformat(since)) if since else CODES_WAIT
    if waited >= CODES_WAIT:
        count, since, waited = "0", now.isoformat(), timedelta()
    if int(count) >= CODES_TRIED:
        raise Refusal("codes_wait", minutes=1 + int((CODES_WAIT - waited).total_seconds()) // 60)
    house.remember(_codes(house, inbound), f"{int(count) + 1}|{since}")


def _codes(house: House, inbound: Inbound) -> str:
    return f"codes:{house.account(inbound.channel, inbound.sender.user)}"


def tied(house: House, inbound: Inbound) -> int | None:
    """The team an installed workspace belongs to, since the first `start CODE` there."""
    mark = house.remembered(_tie(inbound)) if inbound.workspace else None
    return int(mark) if mark else None


def _tie(inbound: Inbound) -> str:
    return f"workspace:{inbound.channel}:{inbound.workspace}"


def _member(store: Store, inbound: Inbound, invitation: Invitation, new_id: int) -> Member:
    """The member behind a platform account: known already, or new with the invitation's name and roles."""
    sender = inbound.sender
    chat = inbound.chat if inbound.private else None
    identity = store.people.identity(inbound.channel, sender.user)
    if identity is not None:
        known = store.people.member(identity.member_id)
        assert known is not None
        roles = tuple(dict.fromkeys((*(known.roles if known.active else ()), *invitation.roles)))
        back = evolve(known, roles=roles, active=True)
        store.save(back)
        open_private(store, inbound, identity)
        return back
    name = invitation.name or sender.name or "?"
    language = language_of(sender.language, store.people.team().language)
    member = Member(id=new_id, name=_free_name(store, name), roles=invitation.roles, language=language)
    store.save(member)
    store.save(Identity(id=store.new_id(), channel=inbound.channel, user=sender.user, member_id=member.id, chat=chat))
    _names_changed(store)
    return member


def _linked(store: Store, inbound: Inbound, invitation: Invitation) -> Arrival:
    """A code from /link: this account too is that member from now on, who is told where they were before."""
    member = store.people.member(invitation.member_id or 0)
    if member is None or not member.active:
        raise Refusal("code_unknown")
    identity = store.people.identity(inbound.channel, inbound.sender.user)
    if identity is not None:
        raise Refusal("link_same" if identity.member_id == member.id else "link_taken")
    account = inbound.sender.name or inbound.sender.user
    told = line("link_told", platform=inbound.channel.capitalize(), account=account)
    notify(store, Notice(Card((told,)), member_id=member.id))
    chat = inbound.chat if inbound.private else None
    store.save(
        evolve(invitation, used_by=member.id),
        Identity(id=store.new_id(), channel=inbound.channel, user=inbound.sender.user, member_id=member.id, chat=chat),
    )
    language = member.language or store.people.team().language
    said = line("linked", name=member.name, team=store.people.team().name)
    return Arrival(store, replace(member, language=language), reply(said))


def _free_name(store: Store, name: str) -> str:
    """Two people of one name are told apart by a number."""
    taken = {member.name for member in store.people.members()}
    return next(one for one in (name, *(f"{name}{number}" for number in range(2, 999))) if one not in taken)


def _names_changed(store: Store) -> None:
    team = store.people.team()
    store.save(evolve(team, names_version=team.names_version + 1))


def join(turn: Turn) -> Reply:
    """/join CODE by somebody who is in: a code of another team lets them in there too."""
    if not turn.words or turn.words.startswith("join-"):
        return reply(line("already_in", team=turn.team.name))
    arrival = arrive(turn.store.transaction, turn.inbound, turn.words, turn.source, turn.now, turn.new_id())
    also = line("joined_also", team=turn.team.name) if arrival.store.team_id != turn.store.team_id else None
    assert arrival.reply.card is not None
    return reply(*arrival.reply.card.lines, *([also] if also else []), keyboard=True)


def open_private(store: Store, inbound: Inbound, identity: Identity) -> None:
    """Remember the private chat the first time a person writes there."""
    if inbound.private and identity.chat != inbound.chat:
        store.save(evolve(identity, chat=inbound.chat))


# -- the team


def team(turn: Turn) -> Reply:
    """/team: who is in it, with which roles."""
    rows = [line("team_row", name=one.name, roles=_role_words(one.roles)) for one in turn.store.people.members()]
    groups = [
        line("team_group", title=chat.title, audience=Line(f"audience_{chat.audience}"))
        for chat in turn.store.people.bound_chats()
    ]
    return reply(line("team_head", team=turn.team.name, count=len(rows)), *rows, *groups, action="see_team")


def invite(turn: Turn) -> Reply:
    """/invite 李雷 rep: a code for one person, valid for a week."""
    name, granted = _name_and_roles(turn.words)
    if not name:
        raise Refusal("invite_how")
    roles = _roles(granted) if granted else ("rep",)
    _may_grant(turn, roles)
    expires_at = turn.now + INVITED_FOR
    code = _new_code(turn, name, roles, expires_at)
    return reply(
        line("invited", name=name, roles=_role_words(roles), code=code, until=expires_at.date()), action="invite"
    )


def _new_code(turn: Turn, name: str, roles: tuple[str, ...], expires_at: datetime, member_id: int | None = None) -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    hashed = House(turn.store.transaction).code_hash(code)
    turn.store.save(
        Invitation(
            id=turn.new_id(), code_hash=hashed, name=name, roles=roles, expires_at=expires_at, member_id=member_id
        )
    )
    return code


def link(turn: Turn) -> Reply:
    """/link: a code by which one's account on another platform becomes this member too; /link CODE uses one."""
    if turn.words:
        return join(turn)
    code = _new_code(turn, turn.member.name, (), turn.now + LINKED_FOR, turn.member.id)
    return reply(line("link_code", code=code, minutes=int(LINKED_FOR.total_seconds() // 60)))


def set_role(turn: Turn) -> Reply:
    """/role 李雷 rep,finance"""
    name, granted = _name_and_roles(turn.words)
    if not granted:
        raise Refusal("role_how")
    member = next((one for one in turn.store.people.members() if one.name == name), None)
    if member is None:
        raise Refusal("member_unknown", name=name)
    return _granted(turn, member, _roles(granted))


def _name_and_roles(text: str) -> tuple[str, str]:
    """Ms Wang manager: a name, and the last word where it says roles; a capital there goes on with the name."""
    *name, last = text.replace('"', " ").split() or [""]
    if not name or last[:1].isupper():
        name, last = [*name, last], ""
    return " ".join(name)[:40], last


def _granted(turn: Turn, member: Member, roles: tuple[str, ...]) -> Reply:
    _may_grant(turn, tuple(set(roles) ^ set(member.roles)))
    admins = [one for one in turn.store.people.with_role("admin") if one.id != member.id]
    if member.has("admin") and "admin" not in roles and not admins:
        raise Refusal("last_admin")
    turn.store.save(evolve(member, roles=roles))
    told = Notice(Card((line("role_told", roles=_role_words(roles), by=turn.member.name),)), member_id=member.id)
    return reply(line("role_set", name=member.name, roles=_role_words(roles)), notices=(told,), action="set_roles")


def _roles(text: str) -> tuple[str, ...]:
    """Roles by their English or Chinese names; Refusal names the ones there are."""
    words = typed_words("roles")
    roles = tuple(dict.fromkeys(words.get(one.lower(), "") for one in re.split("[,，、]", text) if one))
    if not roles or any(one not in ROLES for one in roles):
        raise Refusal("role_unknown", role=text)
    return roles


def _may_grant(turn: Turn, roles: tuple[str, ...]) -> None:
    """Only an admin makes admins."""
    if "admin" in roles and not turn.member.has("admin"):
        raise Refusal("role_admin_only", denied="set_roles")


def _role_words(roles: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(f"role_{role}") for role in roles)


def admit(turn: Turn) -> Reply:
    """A manager taps the role of somebody who asked to join from the group."""
    channel, user, name = (str(turn.arguments[key]) for key in ("channel", "user", "name"))
    known = turn.store.people.identity(channel, user)
    if known is not None:
        member = turn.store.people.member(known.member_id)
        return Reply(toast=line("admitted_already", name=member.name if member else name))
    role = str(turn.arguments["role"])
    member = Member(
        id=turn.new_id(), name=_free_name(turn.store, name), roles=(role,), language=str(turn.arguments["language"])
    )
    chat = str(turn.arguments["chat"])
    turn.store.save(member, Identity(id=turn.new_id(), channel=channel, user=user, member_id=member.id, chat=chat))
    _names_changed(turn.store)
    welcome = line("welcome", name=member.name, team=turn.team.name, roles=_role_words((role,)))
    told = Notice(Card((welcome, line("welcome_try"))), member_id=member.id, keyboard=True)
    saved = line("admitted", name=member.name, roles=_role_words((role,)))
    return reply(saved, notices=(told,), replaces=True, toast=line("toast_done"))


def asked_to_join(store: Store, inbound: Inbound) -> Reply:
    """A stranger came through [我要加入]: managers get their name and a button a role."""
    name = inbound.sender.name or inbound.sender.user
    language = language_of(inbound.sender.language, store.people.team().language)
    arguments = dict(channel=inbound.channel, user=inbound.sender.user, name=name, chat=inbound.chat, language=language)
    row = tuple(
        Button(Line(f"role_{role}"), "admit", {**arguments, "role": role}) for role in ("rep", "finance", "manager")
    )
    card = Card((line("join_request", name=name),), (row,))
    managers = store.people.with_role("manager", "admin")
    notices = tuple(Notice(card, member_id=one.id) for one in managers if private_place(store, one) is not None)
    return Reply(Card((line("join_asked", team=store.people.team().name),)), notices=notices)


# -- languages


def language(turn: Turn) -> Reply:
    """/lang: the person's own in private, the group's in a group (for who may bind it)."""
    wanted = typed_words("languages").get(turn.words.lower())
    if wanted is None:
        buttons = tuple(
            Button(Line(f"language_{one.replace('-', '_').lower()}"), "language", {"to": one}) for one in LANGUAGES
        )
        return reply(line("lang_which"), buttons=(buttons,))
    return _speak(turn, wanted)


def language_pressed(turn: Turn) -> Reply:
    """A language on a button."""
    return replace(_speak(turn, str(turn.arguments["to"])), replaces=True)


def _speak(turn: Turn, wanted: str) -> Reply:
    if turn.chat is not None:
        turn.store.save(evolve(turn.chat, language=wanted))
    else:
        turn.store.save(evolve(turn.member, language=wanted))
    turn.language = wanted
    return reply(line("lang_set"), toast=line("lang_set"))


def switch(turn: Turn) -> Reply:
    """/switch NAME: which of one's teams a private chat talks to."""
    from storage.people import House

    house = House(turn.store.transaction)
    pairs = house.who(turn.inbound.channel, turn.inbound.sender.user)
    if len({team_id for team_id, _ in pairs}) < 2:
        return reply(line("switch_one_team", team=turn.team.name))
    others = [
        Store(turn.store.transaction, team_id, by=member_id, source=turn.source, now=turn.now)
        for team_id, member_id in pairs
    ]
    named = {store.people.team().name: store for store in others}
    chosen = named.get(turn.words)
    if chosen is None:
        return reply(line("switch_which", teams=tuple(named)))
    house.remember(f"team:{house.account(turn.inbound.channel, turn.inbound.sender.user)}", str(chosen.team_id))
    return reply(line("switched", team=turn.words))


# -- groups


def bind(turn: Turn) -> Reply:
    """/bind [audience]: pushes go here from now on; what is already overdue is told as one list."""
    audience = _audience(turn.words)
    chat = turn.store.people.chat_at(turn.inbound.channel, turn.inbound.chat)
    title = turn.inbound.title or turn.team.name
    if chat is None:
        inbound = turn.inbound
        chat = Chat(id=turn.new_id(), channel=inbound.channel, chat=inbound.chat, title=title, audience=audience,
                    topic=inbound.topic, language=turn.language, bound_at=turn.now)  # fmt: skip
    else:
        chat = evolve(chat, title=title, audience=audience, topic=turn.inbound.topic, state="bound", bound_at=turn.now)
    turn.store.save(chat)
    turn.chat, turn.room = chat, replace(turn.room, audience=audience)
    at = chat.push_at or turn.policy.watch.push_at
    head = [
        line("bound", team=turn.team.name, audience=Line(f"audience_{audience}"), at=at),
        line("bound_hears_all" if chat.hears_all else "bound_hears"),
    ]
    join = Button(line("button_join"), link="private", arguments={"start": f"join-{chat.id}"})
    hear = Button(
        line("button_hear_less" if chat.hears_all else "button_hear_all"), "hear", {"chat": str(chat.id)}, anyone=True
    )
    overdue = _overdue_until_now(turn)
    return reply(*head, *overdue, buttons=((join,), (hear,)), action="bind_chat")


def _audience(words: str) -> str:
    if not words:
        return "team"
    audience = typed_words("audiences").get(words.strip().lower())
    if audience is None:
        raise Refusal("audience_unknown", word=words[:20])
    return audience


def _overdue_until_now(turn: Turn) -> list[Line]:
    """What was overdue before the group was bound, in one list; its alerts count as said."""
    rows = owing.overdue_rows(turn)
    note_said(turn.store, [one for one, _ in rows], turn.policy, turn.today, turn.calendar)
    if not rows:
        return []
    return [
        line("bound_overdue", count=len(rows)),
        *(owing.overdue_row(turn, one, account) for one, account in rows[:20]),
    ]


def unbind(turn: Turn) -> Reply:
    """/unbind: no more pushes here."""
    if turn.chat is None:
        raise Refusal("not_bound")
    turn.store.save(evolve(turn.chat, state="unbound"))
    return reply(line("unbound"))


def listen(turn: Turn) -> Reply:
    """/listen on|off: whether plain lines in the group count as logs."""
    if turn.chat is None:
        raise Refusal("not_bound")
    wanted = typed_words("switches").get(turn.words.strip().lower())
    if wanted is None:
        raise Refusal("listen_how")
    return _hear(turn, turn.chat, wanted == "on")


def hear_pressed(turn: Turn) -> Reply:
    """[也听普通消息] under the binding card."""
    if turn.chat is None:
        raise Refusal("not_bound")
    return _hear(turn, turn.chat, not turn.chat.hears_all)


def _hear(turn: Turn, chat: Chat, wanted: bool) -> Reply:
    turn.store.save(evolve(chat, hears_all=wanted))
    key = "bound_hears_all" if wanted else "bound_hears"
    return reply(line(key), toast=line("toast_done"))


def reactions(turn: Turn) -> Reply:
    """/react on|off: whether a log in this group is answered by a reaction instead of a line."""
    if turn.chat is None:
        raise Refusal("not_bound")
    wanted = typed_words("switches").get(turn.words.strip().lower())
    if wanted is None:
        raise Refusal("react_how")
    turn.store.save(evolve(turn.chat, reacts=wanted == "on"))
    return reply(line("react_on" if wanted == "on" else "react_off"))


TOLD_TWICE = timedelta(minutes=10)  # a coming or going told as a message and as an event of its own


def came_or_went(store: Store, inbound: Inbound, chat: Chat) -> None:
    """Who left a group or came in: the managers hear in private of colleagues who left, and of strangers who now read
    what is pushed there."""
    house = House(store.transaction)
    for person in inbound.people:
        mark = f"{inbound.kind}:{chat.id}:{house.account(inbound.channel, person.user)}"
        told = house.remembered(mark)
        if told is not None and inbound.sent_at - datetime.fromisoformat(told) < TOLD_TWICE:
            continue
        house.remember(mark, inbound.sent_at.isoformat())
        identity = store.people.identity(inbound.channel, person.user)
        member = store.people.member(identity.member_id) if identity else None
        known = member is not None and member.active
        if known == (inbound.kind == "left"):
            name = member.name if member is not None else person.name or person.user
            but = [member.id] if member is not None else []
            tell_managers(store, Card((line(f"group_{inbound.kind}", name=name, title=chat.title),)), but=but)


def bot_role(store: Store, inbound: Inbound, chat: Chat) -> None:
    """The bot was made admin of a group, or is none any more: what it hears there changed."""
    tell_managers(store, Card((line(f"group_bot_{inbound.text}", title=chat.title),)))


def tell_managers(store: Store, card: Card, but: Collection[int] = ()) -> None:
    """A card to every manager and admin in private."""
    for manager in store.people.with_role("manager", "admin"):
        if manager.id not in but:
            notify(store, Notice(card, member_id=manager.id))


def removed(turn: Turn, chat: Chat) -> Reply:
    """The bot was taken out of a group by a member."""
    left(turn.store, chat)
    return Reply()


def left(store: Store, chat: Chat) -> None:
    """Pushes to a group end, and the managers are told in private."""
    if chat.state != "bound":
        return
    store.save(evolve(chat, state="removed"))
    tell_managers(store, Card((line("group_removed", title=chat.title),)))


def blocked(turn: Turn) -> Reply:
    """A person blocked the bot: nothing goes to that private chat until they write again."""
    identity = turn.store.people.identity(turn.inbound.channel, turn.inbound.sender.user)
    if identity is not None and identity.chat is not None:
        turn.store.save(evolve(identity, chat=None))
    return Reply()


def moved(turn: Turn) -> Reply:
    """A group has a new id (it became a supergroup)."""
    chat = turn.store.people.chat_at(turn.inbound.channel, turn.inbound.chat)
    if chat is not None:
        rekey(turn.store, chat, turn.inbound.text)
    return Reply()


def retitle(store: Store, chat: Chat, title: str) -> None:
    """A group has a new name."""
    if title and chat.title != title:
        store.save(evolve(chat, title=title))


def uninstalled(store: Store, inbound: Inbound) -> None:
    """The app was taken out of a workspace: nothing of a team goes there any more, and its managers are told where they
    can still be reached."""
    channel, begins = inbound.channel, f"{inbound.workspace}/"

    def is_there(chat: str | None) -> bool:
        return chat is not None and (chat.startswith(begins) if inbound.workspace else "/" not in chat)

    for identity in store.all(Identity):
        if identity.channel == channel and is_there(identity.chat):
            store.save(evolve(identity, chat=None))
    for chat in store.people.bound_chats():
        if chat.channel == channel and is_there(chat.chat):
            left(store, chat)


def rekey(store: Store, chat: Chat, new: str) -> None:
    """Everything that knows a group by its old id learns the new one, what waits to be sent too."""
    if store.people.chat_at(chat.channel, new) is None:
        store.save(evolve(chat, chat=new))
    store.outbox.move_chat(chat.channel, chat.chat, new)
    store.approvals.move_chat(f"{chat.channel}:{chat.chat}", f"{chat.channel}:{new}")


# What happens in a group by itself, and who is told.
HAPPENED: Mapping[str, Callable[[Store, Inbound, Chat], None]] = {
    "joined": came_or_went,
    "left": came_or_went,
    "bot_role": bot_role,
}
