"""Picking with buttons what was not said: whose customers, for whom, and which. What was picked so far travels in the
buttons, so nothing waits in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import handed
from bot.handlers.handovers import proposing
from bot.handlers.handovers.wanting import Wanted
from bot.message import Button, Card, Line, Reply, Turn, line
from core.base.refusal import Refusal
from core.handovers import taken_by
from core.people import Member, may
from core.sales import Account

PEOPLE, ACCOUNTS = 12, 8  # buttons on a card
# "giver", "receiver": member ids; "named": accounts that were said, "accounts": ticked so far; "from": the first shown
Picked = dict[str, Any]


def start(turn: Turn) -> Reply:
    """/handover alone."""
    return ask(turn, Wanted())


def ask(turn: Turn, wanted: Wanted) -> Reply:
    """Ask for the first thing that is missing, knowing the rest."""
    sides = {"giver": wanted.giver, "receiver": wanted.receiver}
    picked: Picked = {side: str(one.id) for side, one in sides.items() if one is not None}
    if wanted.accounts:
        picked["named"] = [str(one.id) for one in wanted.accounts]
    if wanted.everything:
        picked["all"] = True
    return _next(turn, picked)


def pick_pressed(turn: Turn) -> Reply:
    """One more thing was picked: the card asks for the next."""
    answer = _next(turn, dict(turn.arguments))
    return Reply(answer.card, toast=line("toast_handover_picked"), action=answer.action, replaces=True)


def offer_pressed(turn: Turn) -> Reply:
    """[就这些] or [全部]: what would move is shown."""
    giver, receiver = (_member(turn, str(turn.arguments[one])) for one in ("giver", "receiver"))
    everything = bool(turn.arguments.get("all"))
    accounts = _accounts(turn, turn.arguments.get("accounts", ()))
    if not everything and not accounts:
        raise Refusal("handover_none_picked")
    shown = proposing.offered(turn, Wanted(receiver, giver, accounts, everything))
    return Reply(shown.card, toast=line("toast_handover_picked"), action=shown.action, replaces=True)


def _next(turn: Turn, picked: Picked) -> Reply:
    giver = _member(turn, picked["giver"]) if "giver" in picked else None
    receiver = _member(turn, picked["receiver"]) if "receiver" in picked else None
    if named := picked.get("named"):
        accounts = _accounts(turn, named)
        return (
            proposing.offered(turn, Wanted(receiver, giver, accounts)) if receiver else _ask_for(turn, accounts, picked)
        )
    if giver is None:
        if may(turn.member, "propose_handover", ()):
            return _ask_giver(turn, picked)
        giver = turn.member
    if not may(turn.member, "propose_handover", (giver.id,)):
        raise Refusal("handover_not_yours", denied="propose_handover", owner=giver.name)
    mine = _free(turn, giver)
    if receiver is None:
        question = line("handover_ask_receiver", giver=giver.name)
        return _ask_receiver(turn, question, giver.id, {**picked, "giver": str(giver.id)})
    if picked.get("all"):
        return proposing.offered(turn, Wanted(receiver, giver, everything=True))
    return _ask_accounts(giver, receiver, mine, picked)


def _ask_for(turn: Turn, accounts: Sequence[Account], picked: Picked) -> Reply:
    """Customers were named, but not who takes them."""
    question = line("handover_ask_receiver_of", accounts=handed.named(accounts))
    return _ask_receiver(turn, question, accounts[0].owner_id, picked)


def _accounts(turn: Turn, rows: Sequence[str]) -> tuple[Account, ...]:
    return tuple(one for row in rows if (one := turn.store.sales.account(int(row))))


def _member(turn: Turn, row: str) -> Member:
    member = turn.store.people.member(int(row))
    if member is None:
        raise Refusal("record_gone")
    return member


def _free(turn: Turn, giver: Member) -> list[Account]:
    """The giver's customers that wait in no other handover; a Refusal where there are none."""
    taken = taken_by(turn.store.handovers.pending())
    owned = turn.store.handovers.accounts_of(giver.id)
    free = [one for one in owned if one.id not in taken]
    if not owned:
        raise Refusal("handover_nothing", name=giver.name)
    if not free:
        raise Refusal("handover_waiting", accounts=tuple(one.name for one in owned[:3]), more=len(owned[3:]))
    return free


def _ask_giver(turn: Turn, picked: Picked) -> Reply:
    counts = turn.store.handovers.owners()
    owners = [one for row in counts if (one := turn.store.people.member(row)) and str(row) != picked.get("receiver")]
    owners.sort(key=lambda one: (one.id != turn.member.id, one.active))
    if not owners:
        raise Refusal("mine_none")
    buttons = [
        Button(line("button_handover_giver", name=one.name, count=counts[one.id]), "handover_pick",
               {**picked, "giver": str(one.id)})
        for one in owners[:PEOPLE]
    ]  # fmt: skip
    return _asked(line("handover_ask_giver"), buttons, len(owners))


def _ask_receiver(turn: Turn, question: Line, owner_id: int, picked: Picked) -> Reply:
    able = [one for one in turn.store.people.with_role("rep", "manager") if one.id != owner_id]
    if not able:
        raise Refusal("handover_nobody")
    buttons = [
        Button(line("button_name", name=one.name), "handover_pick", {**picked, "receiver": str(one.id)})
        for one in able[:PEOPLE]
    ]
    return _asked(question, buttons, len(able))


def _asked(question: Line, buttons: Sequence[Button], count: int) -> Reply:
    """People, two in a row; those for whom there is no button are written."""
    lines = (question, line("handover_more_people", count=count - PEOPLE)) if count > PEOPLE else (question,)
    return Reply(Card(lines, _in_pairs(buttons)), action="propose_handover")


def _in_pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _ask_accounts(giver: Member, receiver: Member, mine: Sequence[Account], picked: Picked) -> Reply:
    """A page of customers to tick, [全部], and [就这些] once something is ticked."""
    start = int(picked.get("from", 0))
    base = {"giver": str(giver.id), "receiver": str(receiver.id)}
    chosen = [str(row) for row in picked.get("accounts", ())]
    rows: list[tuple[Button, ...]] = [
        (_ticked(one, {**base, "from": start}, chosen),) for one in mine[start : start + ACCOUNTS]
    ]
    if len(mine) > ACCOUNTS:
        turned = start + ACCOUNTS if start + ACCOUNTS < len(mine) else 0
        label = line("button_handover_page", start=turned + 1, end=min(turned + ACCOUNTS, len(mine)))
        rows.append((Button(label, "handover_pick", {**base, "accounts": chosen, "from": turned}),))
    everything = Button(line("button_handover_everything", count=len(mine)), "handover_offer", {**base, "all": True})
    these = Button(line("button_handover_these", count=len(chosen)), "handover_offer", {**base, "accounts": chosen})
    rows.append((everything, these) if chosen else (everything,))
    asked = line("handover_ask_accounts", giver=giver.name, receiver=receiver.name, count=len(mine))
    return Reply(Card((asked,), tuple(rows)), action="propose_handover")


def _ticked(account: Account, base: Picked, chosen: Sequence[str]) -> Button:
    """A customer to tick, or to take out again."""
    row = str(account.id)
    taken = row in chosen
    rest = [one for one in chosen if one != row] if taken else [*chosen, row]
    label = line("button_handover_ticked" if taken else "button_handover_unticked", name=account.name)
    return Button(label, "handover_pick", {**base, "accounts": rest})
