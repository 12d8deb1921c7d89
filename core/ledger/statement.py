"""A customer's statement of account: what was billed and paid in a period with the balance after each, as one hands it
to the customer. Mistakes that were put right are not in it, nor is anything we keep to ourselves: what was written off
is still owed by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from core.base.money import Money
from core.ledger.past import RIGHTED
from core.ledger.promising import Entries
from core.ledger.records import Receivable


@dataclass(frozen=True, slots=True)
class Row:
    """One entry. `kind`: billed, paid, adjusted, returned (money that went back); `amount` is what it adds to what
    is owed, `balance` what is owed after it (below zero: they are ahead)."""

    on: date
    kind: str
    title: str
    due_on: date | None
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """One currency of it. `opening` is the balance before the first day, `closing` that at the end of the last one."""

    currency: str
    opening: Money
    rows: tuple[Row, ...]
    closing: Money


def statements(
    entries: Entries, first: date, last: date, counts_on: Callable[[Receivable], date]
) -> tuple[Statement, ...]:
    """The statements of an account from `first` to `last` (both counted), one a currency; `counts_on`: from which day a
    receivable counts. Currencies nothing ever happened in are left out."""
    found = sorted(_rows(entries, counts_on), key=lambda row: (row.on, row.kind != "billed"))
    by_currency: dict[str, list[Row]] = {}
    for row in found:
        if row.on <= last:
            by_currency.setdefault(row.amount.currency, []).append(row)
    return tuple(_statement(currency, rows, first) for currency, rows in sorted(by_currency.items()))


def _statement(currency: str, rows: Iterable[Row], first: date) -> Statement:
    opening = balance = Money.zero(currency)
    shown = []
    for row in rows:
        balance = balance + row.amount
        if row.on < first:
            opening = balance
        else:
            shown.append(replace(row, balance=balance))
    return Statement(currency, opening, tuple(shown), balance)


def _rows(entries: Entries, counts_on: Callable[[Receivable], date]) -> Iterator[Row]:
    """Every entry that stands, its balance still to be found."""
    since = {one.id: counts_on(one) for one in entries.receivables}
    righted: dict[int, Money] = {}
    for entry in entries.adjustments:
        zero = Money.zero(entry.amount.currency)
        if entry.reason in RIGHTED:
            righted[entry.receivable_id] = righted.get(entry.receivable_id, zero) + entry.amount
        else:
            yield Row(max(entry.on, since[entry.receivable_id]), "adjusted", "", None, entry.amount, zero)
    for one in entries.receivables:
        zero = Money.zero(one.amount.currency)
        billed = one.amount + righted.get(one.id, zero)
        if not billed.is_zero:
            yield Row(since[one.id], "billed", one.title, one.due_on, billed, zero)
    payments = {one.id: one for one in entries.payments}
    countered = {one.reverses_id: one.on for one in entries.payments if one.reverses_id}
    for payment in entries.payments:
        paid = payments.get(payment.reverses_id or payment.id, payment)
        if countered.get(paid.id) == paid.on:  # taken back as if it had never been
            continue
        kind = "returned" if payment.reverses_id or payment.kind == "refund" else "paid"
        yield Row(payment.on, kind, "", None, -payment.amount, Money.zero(payment.amount.currency))
