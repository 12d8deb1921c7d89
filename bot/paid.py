"""What a line says of a payment beside its amount: who really paid, what the bank kept, what the parts are for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.said import Said
from core.reading import Message
from core.reading.numbers import plain
from core.reading.payments import are_parts, is_accounted_for, payment_details, whole_of


def with_details(message: Message, saids: Sequence[Said]) -> tuple[Said, ...]:
    """The same facts, the one payment among them with its details; amounts they account for are no doubt any more."""
    payments = [one for one in saids if one.intent == "payment"]
    if len(payments) > 1 and are_parts(message):  # 收到5万，3万付第一期，2万付第二期: paid once
        whole = plain(whole_of(message).value)
        once = next((one for one in payments if one.get("amount") == whole), payments[0])
        saids = [one for one in saids if one.intent != "payment" or one is once]
        payments = [once]
    if len(payments) != 1:
        return tuple(saids)
    details = payment_details(message)
    if not details:
        return tuple(saids)
    said = payments[0]
    paid_for = details.pop("paid_for", None)
    full = (said.with_account(int(paid_for)) if paid_for else said).with_slots(**details)
    if is_accounted_for(message, details):
        full = full.without_doubt("two_amounts")
    return tuple(full if one is said else one for one in saids)
