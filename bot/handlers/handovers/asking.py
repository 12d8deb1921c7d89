"""What is pending, and all that a handover holds: /handover alone, and [看清单]."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot import handed
from bot.forms import HANDOVER
from bot.handlers.handovers import picking, proposing, wanting
from bot.handlers.handovers.deciding import concerns, pressed
from bot.message import Button, Card, Line, Reply, Turn, line
from bot.said import Said
from core.base.refusal import Refusal
from core.handovers import Handover
from core.people import may
from core.sales import Account

PAGE = 20
MOST = 5  # pending handovers listed


def command(turn: Turn) -> Reply:
    """/handover 张伟 李娜 全部; alone: what is pending, or the people to pick from."""
    if turn.words:
        return go_on(turn, wanting.typed(turn, turn.words))
    return next(iter(pending(turn)), None) or picking.start(turn)


def pending(turn: Turn) -> list[Reply]:
    """What waits to be handed over and concerns this person: one card, or none."""
    waiting = [one for one in turn.store.handovers.pending() if concerns(turn, one)]
    return [_pending(turn, waiting)] if waiting else []


def requested(turn: Turn, said: Said) -> Reply:
    """我的客户全部交接给李娜"""
    return go_on(turn, wanting.requested(turn, said))


def go_on(turn: Turn, wanted: wanting.Wanted) -> Reply:
    """Show what would move; ask for what is missing."""
    complete = wanted.receiver is not None and (wanted.accounts or wanted.everything)
    return proposing.offered(turn, wanted) if complete else picking.ask(turn, wanted)


def _pending(turn: Turn, waiting: Sequence[Handover]) -> Reply:
    lines = [line("handover_pending_head", count=len(waiting))]
    rows: list[tuple[Button, ...]] = []
    for number, one in enumerate(waiting[:MOST], 1):
        facts = dict(count=len(handed.moving(turn.store, one)), since=one.proposed_on)
        lines.append(line("digest_row_handover", number=number, **handed.parties(turn.store, one), **facts))
        label = line("button_handover_open", number=number, receiver=handed.name_of(turn.store, one.receiver_id))
        rows.append((Button(label, "handover_show", {"handover": str(one.id)}),))
    if len(waiting) > MOST:
        lines.append(line("handover_more_pending", count=len(waiting) - MOST))
    if may(turn.member, "propose_handover", (turn.member.id,)):
        rows.append((Button(line("button_handover_new"), "form", {"form": HANDOVER.name}),))
    return Reply(Card(tuple(lines), tuple(rows)), action="propose_handover")


def show_pressed(turn: Turn) -> Reply:
    """One pending handover with what this person may do about it."""
    handover = pressed(turn)
    if not handover.is_open:
        return Reply(Card((handed.outcome(turn.store, handover),)), action="propose_handover")
    accounts = handed.moving(turn.store, handover)
    sides = handed.parties(turn.store, handover)
    counts = turn.store.handovers.hanging_on(accounts, handover.giver_id, turn.today)
    head = line("handover_waits", **sides, count=len(accounts), since=handover.proposed_on)
    lines = (head, *handed.account_rows(turn.store, accounts), *handed.along(counts))
    return Reply(Card(lines, (_answers(turn, handover),), handover.id), action="propose_handover")


def _answers(turn: Turn, handover: Handover) -> tuple[Button, ...]:
    about = {"handover": str(handover.id)}
    mine = (handover.giver_id, handover.proposed_by)
    buttons = []
    if turn.member.id == handover.receiver_id:
        buttons += [
            Button(line("alert_handover_accept"), "handover_accept", about),
            Button(line("alert_handover_refuse"), "handover_refuse", about),
        ]
    elif may(turn.member, "accept_handover", ()):
        buttons.append(Button(line("alert_handover_accept_for"), "handover_accept_for", about))
    if may(turn.member, "propose_handover", mine):
        buttons.append(Button(line("button_handover_cancel"), "handover_cancel", about))
    return (*buttons, Button(line("alert_handover_list"), "handover_list", about))


# -- the whole list


def list_pressed(turn: Turn) -> Reply:
    """[看清单]: every customer of it, a page at a time; of a preview, or of a handover."""
    accounts, start = _listed(turn), int(turn.arguments.get("from", 0))
    lines: list[Line] = [line("handover_list_head", count=len(accounts))] if start == 0 else []
    page = accounts[start : start + PAGE]
    lines += handed.account_rows(turn.store, page, most=PAGE)
    rest = len(accounts) - start - PAGE
    more = {**turn.arguments, "from": start + PAGE}
    buttons = ((Button(line("button_more", count=rest), "handover_list", more),),) if rest > 0 else ()
    return Reply(Card(tuple(lines), buttons), toast=line("toast_here"), action="propose_handover")


def _listed(turn: Turn) -> list[Account]:
    if "draft" not in turn.arguments:
        handover = pressed(turn)
        if handover.is_open:
            return list(handed.moving(turn.store, handover))
        rows = list(handover.account_ids)
    else:
        draft = turn.store.approvals.draft(int(turn.arguments["draft"]))
        if draft is None or draft.member_id != turn.member.id:
            raise Refusal("button_not_yours", denied="talk")
        rows = [int(row) for offer in json.loads(draft.payload)["offers"] for row in offer["accounts"]]
    return [one for row in rows if (one := turn.store.sales.account(row))]
