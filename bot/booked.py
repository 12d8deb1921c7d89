"""Whether what waits for an answer was said again meanwhile and is booked: so that no question books it twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.said import Said
from storage.store import Store

SAID_AGAIN = "said_again"  # the doubt about it
LATEST = 50  # of an account's visits and notes
AMOUNT_DOUBTS = ("two_amounts", "negative_amount", "absurd_amount", "unknown_currency")
DAYS = {"payment": ("date", "on"), "visit": ("date", "on"), "receivable": ("due_date", "due_on"),
        "followup": ("next_date", "due_on"), "promise": ("due_date", "by_on")}  # fmt: skip

# What a fact of each kind would have become, for one account.
MADE: Mapping[str, Callable[[Store, int], Iterable[Any]]] = {
    "payment": lambda store, row: store.ledger.standing_payments_since(row, store.now.date() - timedelta(days=366)),
    "receivable": lambda store, row: (
        one for one in store.ledger.receivables(row) if not (one.amount + one.adjusted).is_zero
    ),
    "promise": lambda store, row: store.ledger.promises(row),
    "visit": lambda store, row: store.sales.visits(row, LATEST),
    "note": lambda store, row: store.sales.notes(row, LATEST),
    "followup": lambda store, row: store.sales.tasks(row),
    "deal": lambda store, row: store.sales.deals(row),
    "contract": lambda store, row: store.contracts.of_account(row),
}


def once(store: Store, saids: Iterable[Said], member_id: int, after: int) -> list[Said]:
    """The same facts; what this person booked since the row `after` was made is in doubt first of all."""
    return [
        replace(one, doubts=((SAID_AGAIN, one.text, ()), *one.doubts))
        if SAID_AGAIN not in one.settled and booked_since(store, one, member_id, after)
        else one
        for one in saids
    ]


def booked_since(store: Store, said: Said, member_id: int, after: int) -> bool:
    """Whether this person booked the like of it later than the row `after`: the same kind of fact about the same
    customer, with the same amount and day as far as they were said and not in doubt."""
    made = MADE.get(said.intent)
    return made is not None and any(
        one.id > after
        and not getattr(one, "void", False)
        and _alike(store, said, one)
        and store.audit.of_record(one.id)[0].by == member_id
        for row in _accounts(store, said)
        for one in made(store, row)
    )


def _accounts(store: Store, said: Said) -> set[int]:
    """The accounts it may be about, those made since among them."""
    if said.account_id is not None:
        return {said.account_id}
    named = store.sales.account_named(said.name) if said.name else None
    return {*said.choices, *([named.id] if named else [])}


def _alike(store: Store, said: Said, record: Any) -> bool:
    doubts = {kind for kind, _, _ in said.doubts}
    if said.get("amount") and not doubts.intersection(AMOUNT_DOUBTS):
        try:
            amount = said.money(store.people.team().currency)
        except ValueError:
            amount = None
        if amount is not None and getattr(record, "amount", amount) != amount:
            return False
    slot, field = DAYS.get(said.intent, ("", ""))
    if not said.get(slot) or slot in said.assumed or {"two_dates", "impossible_date"} & doubts:
        return True
    return getattr(record, field) in (said.day(slot), said.day(f"{slot}_end"))
