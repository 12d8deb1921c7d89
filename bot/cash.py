"""Cash in somebody's hands, in sentences: who took it, since when, and who takes it in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bot.message import Line, line
from core.ledger import Payment
from core.people import Member, may
from storage.store import Store

if TYPE_CHECKING:
    from bot.subjects.subject import About


def cash_takers(store: Store, holder: int | None) -> list[Member]:
    """Who may say that cash was handed in: finance, else the managers; never who has it."""
    finance = [one for one in store.people.members() if one.active and one.has("finance") and one.id != holder]
    return finance or [one for one in store.people.with_role("manager") if one.id != holder]


def taken_in_by(store: Store, payment: Payment, reader: int | None) -> bool:
    """Whether a reader may say that it was handed in: never who has it; in a room (None) somebody may."""
    member = store.people.member(reader) if reader else None
    return member is None or (member.id != payment.held_by and may(member, "take_in_cash"))


def standing(store: Store, payments: Any, today: date) -> list[Payment]:
    """The cash that still counts; what was taken back is not looked at again."""
    found = []
    for one in payments:
        if store.ledger.reversal_of(one.id) is None:
            found.append(one)
        else:
            store.ledger.check_beside_on(Payment, one.id, None)
    return found


def facts(about: About) -> dict[str, Any]:
    """What its sentences say."""
    payment: Payment = about.record
    holder = about.store.people.member(payment.held_by) if payment.held_by else None
    return dict(account=about.account.name, amount=payment.amount, on=payment.on, by=holder.name if holder else "")


def lines(about: About) -> list[Line]:
    return [line("cash_held_alert", **facts(about))]


def row(about: About, number: int) -> Line:
    return line("digest_row_cash_held", **facts(about), number=number)


def settled(about: About) -> Line:
    """Handed in, or taken back."""
    if about.store.ledger.reversal_of(about.record.id) is not None:
        return line("cash_taken_back", **facts(about))
    return line("cash_handed_in", **facts(about))


def told(payment: Payment) -> dict[str, str]:
    return dict(amount=str(payment.amount.amount), currency=payment.amount.currency, on=payment.on.isoformat())
