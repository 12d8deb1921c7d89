"""Deliveries: planned, put off, done; and what falls due so long after them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core.base.calendar import plus_months
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger.records import Delivery, Receivable


def deliver(delivery: Delivery, on: date, today: date) -> Delivery:
    """The delivery as done on a day of the team's calendar. Refusal `delivery_to_come` for a day that lies ahead,
    `delivery_done_already` where it is not open."""
    if not delivery.is_open:
        raise Refusal("delivery_done_already", on=delivery.done_on or on)
    if on > today:
        raise Refusal("delivery_to_come", on=on)
    return evolve(delivery, done_on=on)


def put_off(delivery: Delivery, on: date, today: date) -> Delivery:
    """The delivery as planned for another day; the first day it was planned for stays known. Refusal
    `delivery_in_the_past` for a day that is over, `delivery_done_already` where it is not open."""
    if not delivery.is_open:
        raise Refusal("delivery_done_already", on=delivery.done_on or on)
    if on < today:
        raise Refusal("delivery_in_the_past", on=on)
    return evolve(delivery, planned_on=on, first_on=delivery.first_on or delivery.planned_on)


def due_after(day: date, after: str) -> date:
    """The day so long after another: "30d" thirty calendar days, "12m" twelve months."""
    count = int(after[:-1])
    return plus_months(day, count) if after.endswith("m") else day + timedelta(days=count)


def hanging_on(delivery: Delivery, receivables: Iterable[Receivable]) -> list[tuple[Receivable, date]]:
    """What is open and falls due so long after the delivery, with its day by the delivery's day; only where that is
    another than it has now."""
    tied = (one for one in receivables if one.delivery_id == delivery.id and one.after and one.balance.is_positive)
    days = ((one, due_after(delivery.day, one.after)) for one in tied if delivery.day is not None)
    return [(one, due) for one, due in days if due != one.due_on]


def shifted(
    before: date | None, after: date, receivables: Iterable[Receivable], today: date
) -> list[tuple[Receivable, date]]:
    """What may go along with a delivery that was put off though nobody tied it to one: what is open, not due yet and
    falls due from the day it was planned for, later by as many days; where that day is not known, what would fall due
    before the goods come, on the day they do."""
    if before is not None and after <= before:
        return []
    free = [one for one in receivables if one.delivery_id is None and one.balance.is_positive and one.due_on > today]
    if before is None:
        return [(one, after) for one in free if one.due_on < after]
    return [(one, one.due_on + (after - before)) for one in free if one.due_on >= before]
