"""Cash that somebody took from a customer: it counts at once, and is in their hands until finance says it was handed
in."""

from __future__ import annotations

from itertools import groupby

from bot.handlers import confirming
from bot.handlers.accounts.finding import name_of, visible
from bot.message import Button, Reply, Turn, line, reply
from bot.subjects import record_of
from core.base.money import totals
from core.base.refusal import Refusal
from core.ledger import Payment
from core.people import may

MOST_BUTTONS = 8


def handed_in(turn: Turn) -> Reply:
    """[已交回] under its card, in the list or under an alert: who took it is rid of it."""
    payment = _pressed(turn)
    confirming.confirm(turn, payment)
    return Reply(
        confirming.settled_card(turn, payment), toast=line("toast_confirmed"), replaces=not turn.arguments.get("list")
    )


def _pressed(turn: Turn) -> Payment:
    if "alert" in turn.arguments:
        alert = turn.store.watch.alert(int(turn.arguments["alert"]))
        found = record_of(turn.store, alert) if alert else None
    else:
        found = turn.store.get(Payment, int(turn.arguments["payment"]))
    if not isinstance(found, Payment) or turn.store.ledger.reversal_of(found.id) is not None:
        raise Refusal("confirm_gone")
    if not found.is_held:
        raise Refusal("confirm_already")
    if found.held_by == turn.member.id:
        raise Refusal("cash_own_hands", denied="take_in_cash")
    return found


def held(turn: Turn) -> Reply:
    """/held: who has how much cash in hand, and whose it is; a rep sees their own."""
    everyone = may(turn.member, "see_all_accounts", ())
    pairs = [(one, turn.store.sales.account(one.account_id)) for one in turn.store.ledger.cash_held()]
    found = [(one, of) for one, of in pairs if of is not None and visible(turn, of)
             and (everyone or one.held_by == turn.member.id)]  # fmt: skip
    if not found:
        return reply(line("held_none"), action="see_money")
    lines, buttons = [line("held_head", sums=totals(one.amount for one, _ in found))], []
    for row, some in groupby(found, lambda pair: pair[0].held_by):
        theirs = list(some)
        lines.append(line("held_by", by=name_of(turn, row or 0), sums=totals(one.amount for one, _ in theirs)))
        for one, of in theirs:
            lines.append(line("held_row", account=of.name, amount=one.amount, on=one.on,
                              days=(turn.today - one.on).days))  # fmt: skip
            if row != turn.member.id and may(turn.member, "take_in_cash", of.owners, of.tier):
                label = line("button_handed_in_of", account=of.name, amount=one.amount)
                buttons.append((Button(label, "handed_in", {"payment": str(one.id), "list": "yes"}),))
    tier = "key" if any(of.tier == "key" for _, of in found) else "normal"
    return reply(
        *lines, buttons=tuple(buttons[:MOST_BUTTONS]), action="see_money", tier=tier, shows=[one for one, _ in found]
    )
