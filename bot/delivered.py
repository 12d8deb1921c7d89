"""Deliveries in sentences: what is to go to whom, and how late it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bot.message import Line, line
from core.ledger import Delivery

if TYPE_CHECKING:
    from bot.subjects.subject import About


def days_late(delivery: Delivery, today: date) -> int:
    """Calendar days past the day it is planned for; 0 when it is not late, or done."""
    return max(0, (today - delivery.planned_on).days) if delivery.is_open and delivery.planned_on else 0


def facts(delivery: Delivery, account: str) -> dict[str, Any]:
    """What every sentence about a delivery says of it."""
    return dict(account=account, kind=delivery.kind, what=delivery.what or None, amount=delivery.amount)


def _about(about: About) -> dict[str, Any]:
    delivery: Delivery = about.record
    late = days_late(delivery, about.today)
    return facts(delivery, about.account.name) | dict(on=delivery.planned_on, days=late, owner=about.owner)


def lines(about: About) -> list[Line]:
    return [line("delivery_due_alert", **_about(about))]


def row(about: About, number: int) -> Line:
    return line("digest_row_delivery_due", **_about(about), number=number)


def settled(about: About) -> Line:
    """Done, put off, or taken back."""
    delivery: Delivery = about.record
    state = "void" if delivery.void else "done" if delivery.done_on else "moved"
    return line("delivery_settled", **facts(delivery, about.account.name), state=state, on=delivery.day)


def told(delivery: Delivery) -> dict[str, str]:
    return dict(planned_on=delivery.planned_on.isoformat() if delivery.planned_on else "")
