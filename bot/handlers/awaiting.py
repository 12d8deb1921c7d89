"""Payments that wait for finance: whom it concerns, how they are marked, and the card that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from bot.cash import cash_takers
from bot.handlers.accounts.finding import name_of
from bot.message import Button, Card, Line, Notice, Turn, line
from bot.said import Said
from core.base.money import totals
from core.ledger import Payment
from core.people import Member
from core.sales import Account


def is_awaited(turn: Turn) -> bool:
    """Whether finance must confirm what this person logs; where nobody is in finance the step is off."""
    asked = turn.policy.ledger.finance_confirms and not turn.member.has("finance")
    return asked and bool(in_finance(turn))


def is_confirmed(turn: Turn) -> bool:
    """Whether what this person logs needs nobody's word: finance itself, where finance confirms."""
    return turn.policy.ledger.finance_confirms and turn.member.has("finance")


def in_finance(turn: Turn) -> list[Member]:
    """Who may say that money came in."""
    return [one for one in turn.store.people.members() if one.active and one.has("finance")]


def marks(turn: Turn, payment: Payment) -> list[Line]:
    """What the payment's card says of it."""
    if payment.is_held:
        return [_held(turn, payment)]
    if payment.is_open:
        return [line("payment_to_confirm")]
    missing = turn.policy.ledger.finance_confirms and not turn.member.has("finance")
    return [line("payment_no_finance")] if missing else []


def ask(turn: Turn, account: Account, payment: Payment) -> tuple[Notice, ...]:
    """The card for finance: in its groups, else to each of them."""
    if payment.is_held:
        return _ask_for_cash(turn, account, payment)
    if not payment.is_open:
        return ()
    asked = line("confirm_ask", account=account.name, amount=payment.amount, on=payment.on, by=turn.member.name)
    arguments = {"payment": str(payment.id)}
    choices = (
        Button(line("button_arrived"), "arrived", arguments, anyone=True),
        Button(line("button_not_arrived"), "not_arrived", arguments, anyone=True),
    )
    card = Card((asked,), (choices,), about=payment.id)
    rooms = [one for one in turn.store.people.bound_chats() if one.audience == "finance"]
    if rooms and account.tier != "key":
        return tuple(Notice(card, chat_id=one.id) for one in rooms)
    return tuple(Notice(card, member_id=one.id) for one in in_finance(turn))


# -- cash somebody took


def holder_of(turn: Turn, said: Said) -> int | None:
    """Who has the cash in hand: who is named, else who says it; None where it is no cash, is with finance already, or
    nobody else could take it in."""
    held = said.get("held")
    if not held or said.get("bank_key"):
        return None
    member = turn.store.people.member(int(held)) if held.isdigit() else turn.member
    if member is None or member.has("finance") or not cash_takers(turn.store, member.id):
        return None
    return member.id


def _ask_for_cash(turn: Turn, account: Account, payment: Payment) -> tuple[Notice, ...]:
    """The card for who takes it in; the managers hear of it too."""
    takers = cash_takers(turn.store, payment.held_by)
    row = {"payment": str(payment.id)}
    buttons = [Button(line("button_handed_in"), "handed_in", row, anyone=True)]
    if any(one.has("finance") for one in takers):
        buttons.append(Button(line("button_not_arrived"), "not_arrived", row, anyone=True))
    told = line("cash_ask", account=account.name, amount=payment.amount, on=payment.on,
                by=name_of(turn, payment.held_by or turn.member.id))  # fmt: skip
    asked = [Notice(Card((told,), (tuple(buttons),), about=payment.id), member_id=one.id) for one in takers]
    known = {turn.member.id, payment.held_by, *(one.id for one in takers)}
    others = [one for one in turn.store.people.with_role("manager") if one.id not in known]
    heard = Card((line("cash_told", **told.facts),))
    return (*asked, *(Notice(heard, member_id=one.id) for one in others))


def _held(turn: Turn, payment: Payment) -> Line:
    """What the payment's card says of it."""
    return line("payment_held", by=name_of(turn, payment.held_by or turn.member.id))


def unconfirmed_lines(turn: Turn, account: Account) -> list[Line]:
    """How much of what came in is still unconfirmed."""
    return _unconfirmed(turn.store.ledger.unconfirmed(account.id))


def unconfirmed_of(turn: Turn, account_ids: Iterable[int]) -> list[Line]:
    """The same of all the accounts a list is about, while payments wait for finance."""
    ids = set(account_ids)
    return unconfirmed_among(turn, lambda account: account.id in ids)


def unconfirmed_among(turn: Turn, counts: Callable[[Account], bool]) -> list[Line]:
    """The same of every account that counts: looks at what waits, not at the accounts."""
    if not turn.policy.ledger.finance_confirms:
        return []
    waiting = [
        one
        for row, some in groupby(turn.store.ledger.all_unconfirmed(), lambda one: one.account_id)
        if (account := turn.store.sales.account(row)) and counts(account)
        for one in some
    ]
    return _unconfirmed(waiting)


def _unconfirmed(payments: Iterable[Payment]) -> list[Line]:
    waiting = totals(one.amount for one in payments)
    return [line("owes_unconfirmed", amount=waiting)] if waiting else []
