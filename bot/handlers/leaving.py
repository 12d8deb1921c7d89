"""Somebody leaves: /remove, or their account was closed on the platform.

Access ends with their next message; nothing of theirs is lost, and the managers see what has no owner any more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.handlers.logs import keep_draft, names_changed
from bot.looking import seen, what
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, reply
from bot.sweep import team_time
from core.approvals import Draft
from core.base.money import totals
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member, may
from storage.store import Store

NAMED = 5


def remove(turn: Turn) -> Reply:
    """/remove 李雷: asked first, with what has no owner then."""
    name = turn.words.strip().removeprefix("@")
    if not name:
        raise Refusal("remove_how")
    member = next((one for one in turn.store.people.members() if one.name.lower() == name.lower()), None)
    if member is None:
        raise Refusal("member_unknown", name=name[:40])
    _may_remove(turn, member)
    draft = keep_draft(turn, "remove", {"member": str(member.id)}, awaits="")
    choices = ((line("button_remove"), "yes"), (line("button_never_mind"), "no"))
    row = tuple(Button(label, "answer", {"draft": str(draft.id), "slots": {"act": act}}) for label, act in choices)
    left = left_behind(turn.store, member, turn.member)
    return reply(line("remove_ask", name=member.name), *left, buttons=(row,), action="let_go")


def _may_remove(turn: Turn, member: Member) -> None:
    """Nobody removes themselves, so the last admin stays; only an admin removes an admin."""
    if not may(turn.member, "let_go"):
        raise Refusal("not_allowed", denied="let_go")
    if member.id == turn.member.id:
        raise Refusal("remove_self")
    if member.has("admin") and not turn.member.has("admin"):
        raise Refusal("role_admin_only", denied="let_go")


def answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """[让 TA 离开] or [算了]"""
    if slots.get("act") != "yes":
        return Reply(Card((line("remove_dropped"),)), toast=line("remove_dropped"), replaces=True)
    member = turn.store.people.member(int(payload["member"]))
    if member is None or not member.active:
        raise Refusal("remove_already")
    _may_remove(turn, member)
    end_access(turn.store, member)
    names_changed(turn)
    card = _card(turn.store, member, turn.member, line("removed", name=member.name))
    others = _told(turn, member, line("removed_told", name=member.name, by=turn.member.name))
    return Reply(card, toast=line("toast_noted"), replaces=True, notices=others, action="let_go")


def account_closed(turn: Turn) -> Reply:
    """The platform's admin closed a person's account: they have left. Their access ends at once, on every platform, and
    the managers are told, with the customers that want a new owner."""
    if not turn.member.active:
        return Reply()
    end_access(turn.store, turn.member)
    names_changed(turn)
    told = line("account_closed", name=turn.member.name, platform=turn.inbound.channel.capitalize())
    return Reply(notices=_told(turn, turn.member, told))


def end_access(store: Store, member: Member) -> None:
    """From now on no command, button, push or code of theirs does anything; what waits for their private chat stays
    unsent. Their records stay as they are."""
    for identity in store.people.identities(member.id):
        if identity.chat is not None:
            store.outbox.drop_private(store.team_id, identity.channel, identity.chat, "left")
            store.save(evolve(identity, chat=None))
    for invitation in store.people.open_invitations(member.id, member.name):
        store.save(evolve(invitation, expires_at=store.now))
    store.save(evolve(member, active=False))


def left_behind(store: Store, member: Member, hearer: Member) -> tuple[Line, ...]:
    """What has no living owner without them: customers (by name for who may hand them on), next steps, handovers."""
    accounts = store.handovers.accounts_of(member.id)
    tasks = len(store.sales.tasks_open(member.id))
    cash = totals(one.amount for one in store.ledger.cash_held() if one.held_by == member.id)
    handovers = sum(1 for one in store.handovers.pending() if member.id in (one.giver_id, one.receiver_id))
    if not (accounts or tasks or handovers or cash):
        return (line("left_nothing", name=member.name), *_looked_up(store, member, hearer))
    names = tuple(one.name for one in accounts[:NAMED]) if may(hearer, "propose_handover", ()) else ()
    more = len(accounts) - len(names)
    found = [line("left_accounts", count=len(accounts), names=names or None, more=more)] if accounts else []
    found += [line("left_tasks", count=tasks, name=member.name)] if tasks else []
    found += [line("left_cash", sums=cash, name=member.name)] if cash and may(hearer, "see_money", ()) else []
    found += [line("left_handovers", count=handovers)] if handovers else []
    return (*found, *_looked_up(store, member, hearer))


def _looked_up(store: Store, member: Member, hearer: Member) -> tuple[Line, ...]:
    """How many customers they looked up lately, and how often they took the books along."""
    if not may(hearer, "see_access"):
        return ()
    back = store.people.policy().access.access_back
    last = team_time(store).date()
    found = seen(store, member.id, last - timedelta(days=back), last)
    return (line("left_looked", days=back, what=what(found)),) if what(found) else ()


def _card(store: Store, member: Member, hearer: Member, said: Line) -> Card:
    hands_on = may(hearer, "propose_handover", ()) and bool(store.handovers.accounts_of(member.id))
    hand = Button(line("button_handover_leaver"), "handover_pick", {"giver": str(member.id)}, anyone=True)
    asked = {"member": str(member.id), "on": team_time(store).date().isoformat()}
    looked = Button(line("alert_access_list"), "access_list", asked, anyone=True)
    buttons = (*([hand] if hands_on else []), *([looked] if _looked_up(store, member, hearer) else []))
    return Card((said, *left_behind(store, member, hearer)), (buttons,) if buttons else ())


def _told(turn: Turn, member: Member, said: Line) -> tuple[Notice, ...]:
    hearers = (one for one in turn.store.people.with_role("manager", "admin") if one.id != turn.member.id)
    return tuple(Notice(_card(turn.store, member, one, said), member_id=one.id) for one in hearers)
