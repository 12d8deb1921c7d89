"""What falls due so long after a delivery or an acceptance (发货后30天, 验收后3个月)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot import delivered
from bot.handlers.logs import Choice, Doubt, Question
from bot.message import Line, Turn, line
from bot.said import Said
from core.base.money import Money
from core.ledger import Delivery, due_after
from core.sales import Account

MOST = 3


class Hangs(NamedTuple):
    """The day something falls due, the delivery it hangs on, and whether that has still to be written."""

    due_on: date
    delivery: Delivery
    is_new: bool


def due_by_delivery(turn: Turn, account: Account, amount: Money, said: Said) -> Hangs | None:
    """When it falls due by the delivery it is said to come after; None where none is said. A Doubt asks for the
    delivery, or for its day where none is known: none is made up."""
    after, kind = said.get("after"), said.get("base") or "delivery"
    if not after:
        return None
    found = [one for one in turn.store.ledger.deliveries(account.id) if one.kind == kind and one.day is not None]
    if on := said.day("base_day"):
        ahead = on > turn.today
        fresh = Delivery(
            id=turn.new_id(), account_id=account.id, kind=kind, planned_on=on if ahead else None,
            done_on=None if ahead else on, by_id=turn.member.id,
        )  # fmt: skip
        return Hangs(due_after(on, after), fresh, is_new=True)
    found = [one for one in found if one.is_open] or found[-1:]
    if row := said.get("delivery"):
        found = [one for one in found if str(one.id) == row]
    if len(found) > 1:
        choices: tuple[Choice, ...] = tuple(
            (line("button_delivery", on=one.day, what=one.what or None), {"slots": {"delivery": str(one.id)}})
            for one in found[:MOST]
        )
        raise Doubt(Question(line("ask_which_delivery", account=account.name, kind=kind), choices))
    if not found:
        raise Doubt(Question(line("ask_base_day", account=account.name, amount=amount, kind=kind), awaits="base_day"))
    return Hangs(due_after(found[0].day or turn.today, after), found[0], is_new=False)


# -- shown


def delivery_lines(turn: Turn, account: Account) -> list[Line]:
    """The deliveries of an account that have still to be done, for its card."""
    waiting = [one for one in turn.store.ledger.deliveries(account.id) if one.is_open]
    return [delivery_row(turn, account, one) for one in sorted(waiting, key=by_day)[:MOST]]


def by_day(delivery: Delivery) -> tuple[date, int]:
    """The earliest first."""
    return delivery.day or date.max, delivery.id


def delivery_row(turn: Turn, account: Account, delivery: Delivery) -> Line:
    """One delivery in a list: when, what, how late."""
    return line("delivery_row", **delivered.facts(delivery, account.name), on=delivery.day,
                state="done" if delivery.done_on else "planned",
                days=delivered.days_late(delivery, turn.today), first=delivery.first_on)  # fmt: skip
