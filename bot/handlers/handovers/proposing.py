"""Proposing a handover: what would move is shown first, and nothing is sent before [交出]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot import handed
from bot.handlers.handovers import deciding, wanting
from bot.handlers.handovers.wanting import Wanted
from bot.handlers.logs import keep_draft
from bot.message import Button, Card, Line, Notice, Reply, Turn, line
from bot.post import private_place
from bot.said import Said
from bot.sweep import HANDOVERS, push, raise_alerts
from core.approvals import Draft
from core.base.refusal import Refusal
from core.handovers import Handover, Offer, check_people, may_be_accepted_for_on, propose
from core.people import Member, may
from core.sales import Account

KIND = "handover"


def said(turn: Turn, facts: Sequence[Said]) -> Reply:
    """把华星和远航交给李娜"""
    return offered(turn, wanting.said(turn, facts))


def beside(turn: Turn, logged: Reply, facts: Sequence[Said]) -> Reply:
    """The same said together with what was logged: one card. What stands against it is said there too."""
    try:
        offer = said(turn, facts).card
    except Refusal as refusal:
        offer = Card((Line(refusal.key, refusal.facts),))
    if logged.card is None or offer is None:
        return logged
    both = Card((*logged.card.lines, *offer.lines), (*offer.buttons, *logged.card.buttons), logged.card.about)
    return replace(logged, card=both, action="propose_handover")


def offered(turn: Turn, wanted: Wanted) -> Reply:
    """What would move, with [交出]; each giver's customers are a handover of their own."""
    receiver = wanted.receiver
    assert receiver is not None
    if not may(turn.member, "propose_handover", (turn.member.id,)):
        raise Refusal("not_allowed", denied="propose_handover")
    theirs, groups = _by_giver(turn, wanted, receiver)
    offers = [(giver, _offer(turn, giver, receiver, accounts)) for giver, accounts in groups]
    lines = [one for giver, offer in offers for one in _preview(turn, giver, receiver, offer, wanted)]
    if theirs:
        lines.append(line("handover_left_theirs", accounts=handed.named(theirs), name=receiver.name))
    if wanted.on is not None and wanted.on > turn.today:
        lines.append(line("handover_not_later", on=wanted.on))
    lines.append(line("handover_promise"))
    payload = {
        "receiver": receiver.id,
        "everything": wanted.everything,
        "offers": [{"giver": giver.id, "accounts": [one.id for one in offer.accounts]} for giver, offer in offers],
    }
    draft = keep_draft(turn, KIND, payload, awaits="", private=True)
    return Reply(Card(tuple(lines), _choices(draft, offers)), action="propose_handover")


Groups = Sequence[tuple[Member, Sequence[Account]]]


def _by_giver(turn: Turn, wanted: Wanted, receiver: Member) -> tuple[Sequence[Account], Groups]:
    """What is the receiver's already, and whose the rest is. Who may give only their own gives their own; a manager,
    each owner's."""
    giver = wanted.giver
    if wanted.everything:
        giver = giver or turn.member
        return (), [(giver, turn.store.handovers.accounts_of(giver.id))]
    if giver is not None or not may(turn.member, "propose_handover", ()):
        return (), [(giver or turn.member, wanted.accounts)]
    theirs = [one for one in wanted.accounts if one.owner_id == receiver.id]
    if theirs and len(theirs) == len(wanted.accounts):
        raise Refusal("handover_theirs_already", accounts=handed.named(theirs), name=receiver.name)
    by_owner: dict[int, list[Account]] = {}
    for account in wanted.accounts:
        if account not in theirs:
            by_owner.setdefault(account.owner_id, []).append(account)
    return theirs, [(owner, mine) for row, mine in by_owner.items() if (owner := turn.store.people.member(row))]


def _offer(turn: Turn, giver: Member, receiver: Member, accounts: Sequence[Account]) -> Offer:
    check_people(giver, receiver)
    return propose(turn.member, giver, accounts, turn.store.handovers.pending())


def _preview(turn: Turn, giver: Member, receiver: Member, offer: Offer, wanted: Wanted) -> list[Line]:
    store, accounts = turn.store, offer.accounts
    everything = "yes" if wanted.everything else "no"
    lines = [line("handover_offer", giver=giver.name, receiver=receiver.name, count=len(accounts), all=everything)]
    lines += handed.account_rows(store, accounts)
    lines += handed.along(store.handovers.hanging_on(accounts, giver.id, turn.today))
    if offer.waiting:
        lines.append(line("handover_left_waiting", accounts=handed.named(offer.waiting)))
    if offer.others:
        lines.append(line("handover_left_others", accounts=handed.named(offer.others), name=giver.name))
    return lines


def _choices(draft: Draft, offers: Sequence[tuple[Member, Offer]]) -> tuple[tuple[Button, ...], ...]:
    asked = {"draft": str(draft.id)}
    send = Button(line("button_handover_send"), "answer", {**asked, "slots": {"do": "send"}})
    drop = Button(line("button_handover_drop"), "answer", {**asked, "slots": {"do": "drop"}})
    count = sum(len(offer.accounts) for _, offer in offers)
    if max(len(offer.accounts) for _, offer in offers) <= handed.SHOWN:
        return ((send, drop),)
    return ((send, drop), (Button(line("button_handover_all", count=count), "handover_list", asked),))


# -- sending it


def answered(turn: Turn, draft: Draft, payload: dict[str, Any], slots: dict[str, str]) -> Reply:
    """[交出] sends it to the receiver, as far as it still holds; [算了] leaves everything as it is."""
    if slots.get("do") != "send":
        dropped = line("handover_dropped")
        return Reply(Card((dropped,)), toast=dropped, replaces=True)
    receiver = turn.store.people.member(int(payload["receiver"]))
    assert receiver is not None
    replies = [_sent(turn, receiver, one, everything=bool(payload["everything"])) for one in payload["offers"]]
    cards = [one.card for one in replies if one.card]
    whole = Card(tuple(row for one in cards for row in one.lines), tuple(row for one in cards for row in one.buttons))
    notices = tuple(notice for one in replies for notice in one.notices)
    return Reply(whole, toast=replies[-1].toast, replaces=True, notices=notices, action="propose_handover")


def _sent(turn: Turn, receiver: Member, kept: dict[str, Any], *, everything: bool) -> Reply:
    giver = turn.store.people.member(int(kept["giver"]))
    assert giver is not None
    shown = [one for row in kept["accounts"] if (one := turn.store.sales.account(int(row)))]
    turn.store.handovers.lock(shown)  # so that two who offer the same see each other
    offer = _offer(turn, giver, receiver, shown)
    handover = Handover(
        id=turn.new_id(),
        giver_id=giver.id,
        receiver_id=receiver.id,
        proposed_by=turn.member.id,
        proposed_on=turn.today,
        account_ids=tuple(one.id for one in offer.accounts),
        everything=everything,
        counted=tuple(turn.store.handovers.hanging_on(offer.accounts, giver.id, turn.today)),
    )
    turn.store.save(handover)
    if receiver.id == turn.member.id:  # who takes it over says so by proposing it
        return deciding.accepted(turn, handover)
    alerts = raise_alerts(turn.store, HANDOVERS, [handover], turn.policy, turn.today, turn.calendar, said=True)
    push(turn.store, alerts, turn.policy, turn.now.astimezone(ZoneInfo(turn.team.timezone)))
    return _proposed(turn, handover, giver, receiver, offer)


def _proposed(turn: Turn, handover: Handover, giver: Member, receiver: Member, offer: Offer) -> Reply:
    first = may_be_accepted_for_on(handover, turn.calendar, turn.policy.handovers.manager_after)
    sides = dict(receiver=receiver.name, accounts=handed.named(offer.accounts))
    lines = [line("handover_sent", **sides, giver=giver.name, on=first)]
    if private_place(turn.store, receiver) is None:
        lines.append(line("handover_unreachable", receiver=receiver.name))
    told = Card((line("handover_proposed_for_you", by=turn.member.name, **sides),), (cancelling(handover),))
    notices = (Notice(told, member_id=giver.id),) if giver.id != turn.member.id else ()
    card = Card(tuple(lines), (cancelling(handover),), handover.id)
    return Reply(card, toast=line("toast_handover_sent"), notices=notices)


def cancelling(handover: Handover) -> tuple[Button, ...]:
    """[取消交接]"""
    return (Button(line("button_handover_cancel"), "handover_cancel", {"handover": str(handover.id)}),)
