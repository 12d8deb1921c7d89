"""Decisions about money: pure, exact, and all of them entries to add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.base.money import Money, total
from core.base.records import Record, changed
from core.base.refusal import Refusal
from core.ledger.records import Adjustment, Allocation, Payment, Receivable, WriteOff

NewId = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment with where its money went. `settled` are the receivables as they stand afterwards."""

    payment: Payment
    allocations: tuple[Allocation, ...]
    settled: tuple[Receivable, ...]
    advance: Money

    @property
    def records(self) -> tuple[Payment | Allocation, ...]:
        """What is to be saved of it: the payment and its shares (the receivables follow from those)."""
        return (self.payment, *self.allocations)


def receive_payment(open_receivables: Sequence[Receivable], payment: Payment, new_id: NewId) -> Receipt:
    """Allocate to the one receivable with exactly that balance, else oldest due first; what is left is an advance.

    Only receivables in the payment's currency are considered (currencies never mix). Refusal `payment_not_positive`.
    """
    if not payment.amount.is_positive:
        raise Refusal("payment_not_positive", amount=payment.amount)
    same = [one for one in open_receivables if one.amount.currency == payment.amount.currency and one.is_open]
    shares = exact_match(same, payment.amount) or oldest_first(same, payment.amount)
    allocations = tuple(
        Allocation(
            id=new_id(),
            account_id=payment.account_id,
            payment_id=payment.id,
            receivable_id=receivable.id,
            amount=share,
            on=payment.on,
            recorded_at=payment.recorded_at,
        )
        for receivable, share in shares
    )
    settled = tuple(changed(one, allocated=one.allocated + share) for one, share in shares)
    return Receipt(
        payment, allocations, settled, payment.amount - total((a.amount for a in allocations), payment.amount.currency)
    )


Shares = list[tuple[Receivable, Money]]


def exact_match(receivables: Sequence[Receivable], amount: Money) -> Shares:
    """The one receivable whose balance is that amount; several with the same balance: the oldest due."""
    fitting = sorted((one for one in receivables if one.balance == amount), key=lambda one: (one.due_on, one.id))
    return [(fitting[0], amount)] if fitting else []


def oldest_first(receivables: Sequence[Receivable], amount: Money) -> Shares:
    """Fill receivables by due day, then id, until the amount is used up."""
    shares: Shares = []
    for receivable in sorted(receivables, key=lambda one: (one.due_on, one.id)):
        if not amount.is_positive:
            break
        share = min(receivable.balance, amount)
        if share.is_positive:
            shares.append((receivable, share))
            amount = amount - share
    return shares


def overpaid_by(open_receivables: Sequence[Receivable], amount: Money) -> Money | None:
    """How much more this is than all that is open in its currency; None when it fits or when nothing is open at all."""
    same = [one for one in open_receivables if one.amount.currency == amount.currency]
    owed = total((one.balance for one in same), amount.currency)
    return amount - owed if owed.is_positive and amount > owed else None


def reverse_payment(
    payment: Payment, allocations: Sequence[Allocation], at: datetime, on: date, new_id: NewId
) -> tuple[Payment | Allocation, ...]:
    """Entries that counter a payment and every allocation still standing on it; the originals stay. `on`: the day from
    which the receivables are open again, that of the payment itself where it was a mistake."""
    counter = changed(
        payment, id=new_id(), version=1, amount=-payment.amount, recorded_at=at, reverses_id=payment.id, bank_key=None,
        held_by=None, handed_on=None,
    )  # fmt: skip
    standing: dict[int, Money] = {}
    for allocation in allocations:
        zero = Money.zero(allocation.amount.currency)
        standing[allocation.receivable_id] = standing.get(allocation.receivable_id, zero) + allocation.amount
    return (
        counter,
        *(
            Allocation(
                id=new_id(),
                account_id=payment.account_id,
                payment_id=payment.id,
                receivable_id=receivable_id,
                amount=-amount,
                on=on,
                recorded_at=at,
            )
            for receivable_id, amount in standing.items()
            if not amount.is_zero
        ),
    )


def adjust(receivable: Receivable, amount: Money, reason: str, at: datetime, on: date, new_id: NewId) -> Adjustment:
    """The entry that makes a receivable bill `amount` instead of what it bills now.

    Refusal `receivable_below_paid` where more than that is already paid, `amount_not_positive` for less than nothing.
    """
    if amount.is_negative:
        raise Refusal("amount_not_positive", amount=amount)
    if amount < receivable.allocated:
        raise Refusal("receivable_below_paid", paid=receivable.allocated, amount=amount)
    return Adjustment(
        id=new_id(),
        account_id=receivable.account_id,
        receivable_id=receivable.id,
        amount=amount - (receivable.amount + receivable.adjusted),
        on=on,
        recorded_at=at,
        reason=reason,
    )


def withdraw_receivable(receivable: Receivable, at: datetime, on: date, new_id: NewId) -> Adjustment:
    """The entry that takes back a receivable nobody has paid on; Refusal `receivable_below_paid` otherwise."""
    return adjust(receivable, Money.zero(receivable.amount.currency), "withdrawn", at, on, new_id)


def overdue_days(receivables: Sequence[Receivable], today: date) -> int:
    """Days past due of the oldest one still open; 0 when none is overdue."""
    return max((one.days_overdue(today) for one in receivables), default=0)


def taken_back(records: Iterable[Record]) -> set[int]:
    """Which of some new records cancel out among themselves: what is void, payments with their reversals, receivables
    that were withdrawn; and the entries that belong to these."""
    records = list(records)
    ids = {one.id for one in records}
    reversals = [one for one in records if isinstance(one, Payment) and one.reverses_id in ids]
    nothing = {one.id for one in reversals} | {one.reverses_id for one in reversals if one.reverses_id}
    nothing |= {one.id for one in records if isinstance(one, Receivable) and (one.amount + one.adjusted).is_zero}
    for one in records:
        belongs_to = one.payment_id if isinstance(one, Allocation) else getattr(one, "receivable_id", None)
        belongs = isinstance(one, Allocation | Adjustment | WriteOff) and belongs_to in nothing
        if getattr(one, "void", False) or belongs:
            nothing.add(one.id)
    return nothing
