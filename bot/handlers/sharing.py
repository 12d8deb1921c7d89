"""What people share from their phones: where they are, as proof of a visit, and somebody's contact card."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.handlers import logs
from bot.handlers.accounts import contacts
from bot.handlers.approvals import changes
from bot.handlers.forms.offering import recent_accounts
from bot.message import Card, Line, Reply, Spot, Turn, line, reply
from bot.said import Said
from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales import Visit
from storage.outbox import Outgoing

WITHIN = timedelta(hours=3)  # a position belongs to the visit its sender logged so lately
OFFERED = 2  # customers to choose from
LIVE = " live"


def here(turn: Turn) -> Reply:
    """/here: a key that sends where one is, where the platform has such a key."""
    return reply(line("here_how"), keyboard="spot")


def spot(turn: Turn) -> Reply:
    """A position: it proves the visit logged just before, or begins one, whose customer is asked for."""
    found, place = slots(turn), turn.inbound.spot
    assert place is not None
    visit = _visit_of(turn)
    if visit is not None:
        return _proved(turn, visit, place)
    choices = tuple(one.id for one in recent_accounts(turn)[:OFFERED])
    return logs.log(turn, [Said("visit", found, f"📍 {degrees(found['spot'])}", choices=choices)])


def slots(turn: Turn) -> dict[str, str]:
    """What a position says of a visit: where, today, in person. Refusal where it is not of this phone just now."""
    place = turn.inbound.spot
    assert place is not None
    if place.forwarded:
        raise Refusal("spot_forwarded")
    return {"spot": written(place), "date": turn.today.isoformat(), "kind": "visit"}


def _visit_of(turn: Turn) -> Visit | None:
    """The visit this person logged last today, if that was a moment ago and nothing proves it yet."""
    for visit in turn.store.sales.visits_of(turn.member.id, turn.today)[:1]:
        logged_at = turn.store.audit.of_record(visit.id)[0].at
        if visit.kind == "visit" and not visit.spot and turn.now - logged_at <= WITHIN:
            return visit
    return None


def _proved(turn: Turn, visit: Visit, place: Spot) -> Reply:
    account = turn.store.sales.account(visit.account_id)
    if account is None:
        raise Refusal("account_gone")
    there = evolve(visit, spot=degrees(written(place)), spot_at=turn.now, spot_live=place.live)
    turn.store.save(there)
    told = line("spot_kept", account=account.name)
    card = Card((told, spot_line(there)), (logs.taking_back(turn)[:1],))
    brief = line("spot_brief", account=account.name, by=turn.member.name)
    return Reply(card, brief=brief, action="see_account", tier=account.tier, keyboard=True)


def written(place: Spot) -> str:
    """A position as a slot: five digits are a metre, which is more than a phone knows."""
    return f"{place.latitude:.5f},{place.longitude:.5f}{LIVE if place.live else ''}"


def degrees(spot: str) -> str:
    """A slot's position without how it came."""
    return spot.removesuffix(LIVE)


def spot_of(turn: Turn, said: Said) -> dict[str, Any]:
    """A visit's fields where it begins with a position."""
    told = said.get("spot")
    at: datetime = turn.now
    return dict(spot=degrees(told), spot_at=at, spot_live=told.endswith(LIVE)) if told else {}


def spot_line(visit: Visit) -> Line:
    """Where the phone was; one that was not live may have been picked on the map."""
    return line("spot_line", spot=visit.spot, live=visit.spot_sure)


def contact(turn: Turn, card: Outgoing | None) -> Reply:
    """A contact card: of the customer of the card it replies to, else it is asked whose."""
    shared = turn.inbound.contact
    assert shared is not None
    name, phone = contacts.of_card(shared.name, shared.phone)
    said = Said("contact_card", {"contact": name, "phone": phone}, f"👤 {name}")
    account_id = changes.account_of(turn, card) if card is not None else None
    if account_id is not None:
        return logs.log(turn, [said.with_account(account_id)])
    choices = tuple(one.id for one in recent_accounts(turn)[:OFFERED])
    return logs.log(turn, [Said("contact_card", said.slots, said.text, choices=choices)])
