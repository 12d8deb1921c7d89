"""Money that goes where somebody says: parts of a payment, netted advances, refunds, credit notes, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from core.base.money import Money, total
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger.decisions import NewId, Receipt, Shares, adjust, oldest_first
from core.ledger.promising import Entries, standing
from core.ledger.records import Adjustment, Allocation, Complaint, Payment, Receivable

Advance = tuple[Payment, Money]  # a payment, and what of it nothing is settled with


def split_payment(payment: Payment, parts: Shares, others: Sequence[Receivable], new_id: NewId) -> Receipt:
    """Allocate as said; what the parts leave goes to `others`, oldest due first, and what then is left is an advance.

    Refusal `part_beyond` where a part is more than its receivable has open, `parts_beyond` where they are more than
    was paid, `payment_not_positive`.
    """
    if not payment.amount.is_positive:
        raise Refusal("payment_not_positive", amount=payment.amount)
    for receivable, amount in parts:
        if amount.currency != receivable.amount.currency or amount > receivable.balance:
            raise Refusal("part_beyond", amount=amount, owed=receivable.balance, due=receivable.due_on)
    left = payment.amount - total((amount for _, amount in parts), payment.amount.currency)
    if left.is_negative:
        raise Refusal("parts_beyond", amount=payment.amount, over=-left)
    same = [one for one in others if one.amount.currency == payment.amount.currency]
    shares = [*parts, *oldest_first(same, left)]
    allocations = tuple(_share(payment, one.id, amount, payment.on, new_id) for one, amount in shares)
    settled = tuple(replace(one, allocated=one.allocated + amount) for one, amount in shares)
    taken = total((one.amount for one in allocations), payment.amount.currency)
    return Receipt(payment, allocations, settled, payment.amount - taken)


def _share(payment: Payment, receivable_id: int, amount: Money, on: date, new_id: NewId) -> Allocation:
    return Allocation(
        id=new_id(), account_id=payment.account_id, payment_id=payment.id, receivable_id=receivable_id, amount=amount,
        on=on, recorded_at=payment.recorded_at,
    )  # fmt: skip


# -- advances


def advances(entries: Entries, currency: str | None = None) -> list[Advance]:
    """What is in advance, payment by payment, the oldest first; what was refunded is taken off the oldest."""
    used: dict[int, Money] = {}
    for part in entries.allocations:
        used[part.payment_id] = used.get(part.payment_id, Money.zero(part.amount.currency)) + part.amount
    left = [(one, one.amount - used.get(one.id, Money.zero(one.amount.currency))) for one in standing(entries.payments)]
    out: dict[str, Money] = {}
    for _, amount in left:
        if amount.is_negative:
            out[amount.currency] = out.get(amount.currency, Money.zero(amount.currency)) - amount
    found = []
    for payment, amount in left:
        if not amount.is_positive or currency not in (None, amount.currency):
            continue
        gone = min(amount, out.get(amount.currency, Money.zero(amount.currency)))
        if gone.is_positive:
            out[amount.currency] = out[amount.currency] - gone
        if (rest := amount - gone).is_positive:
            found.append((payment, rest))
    return found


def net_advances(
    found: Sequence[Advance], receivables: Sequence[Receivable], amount: Money, at: datetime, on: date, new_id: NewId
) -> tuple[tuple[Allocation, ...], tuple[Receivable, ...]]:
    """Settle receivables with what is in advance, both the oldest first, as far as `amount` goes: the entries, and the
    receivables afterwards. Refusal `advance_none`, `advance_short`, `nothing_open_in`."""
    have = total((part for _, part in found), amount.currency)
    if not have.is_positive:
        raise Refusal("advance_none")
    if amount > have:
        raise Refusal("advance_short", have=have, amount=amount)
    shares = oldest_first([one for one in receivables if one.amount.currency == amount.currency], amount)
    if not shares:
        raise Refusal("nothing_open_in", currency=amount.currency)
    pool, entries, settled = list(found), [], []
    for receivable, wanted in shares:
        settled.append(replace(receivable, allocated=receivable.allocated + wanted))
        while wanted.is_positive:
            payment, part = pool.pop(0)
            taken = min(part, wanted)
            entries.append(replace(_share(payment, receivable.id, taken, on, new_id), recorded_at=at))
            wanted = wanted - taken
            if (rest := part - taken).is_positive:
                pool.insert(0, (payment, rest))
    return tuple(entries), tuple(settled)


def can_be_reversed(payment: Payment, entries: Entries) -> bool:
    """Whether a payment or refund can be taken back: not where its money went back to the customer meanwhile, nor where
    what a refund re-opened was settled again. What came later is taken back first."""
    currency = payment.amount.currency
    mine = [one for one in entries.allocations if one.payment_id == payment.id]
    have = total((one.amount for one in entries.payments if one.amount.currency == currency), currency) - total(
        (one.amount for one in entries.allocations if one.amount.currency == currency), currency
    )
    if payment.amount - total((one.amount for one in mine), currency) > have:
        return False
    paid = {one.id: came for one, came in paid_on(entries)}
    taken: dict[int, Money] = {}
    for one in mine:
        taken[one.receivable_id] = taken.get(one.receivable_id, Money.zero(currency)) + one.amount
    for receivable in entries.receivables:
        part = taken.get(receivable.id, Money.zero(receivable.amount.currency))
        if part > paid.get(receivable.id, Money.zero(part.currency)) or (receivable.balance + part).is_negative:
            return False
    return True


# -- money that goes back


def paid_on(entries: Entries) -> Shares:
    """What was paid on each receivable: what payments settled, and not what was written off."""
    paid: dict[int, Money] = {}
    for part in entries.allocations:
        paid[part.receivable_id] = paid.get(part.receivable_id, Money.zero(part.amount.currency)) + part.amount
    return [(one, paid[one.id]) for one in entries.receivables if one.id in paid and paid[one.id].is_positive]


def refund(
    payment: Payment, have: Money, paid: Shares, new_id: NewId, *, owed_again: bool
) -> tuple[Payment | Allocation, ...]:
    """The entries of money that went back to a customer: out of what is in advance; or, with `owed_again`, out of what
    they had paid on receivables, the latest due first, which are open by that much again.

    `payment` holds the amount that went out, positive. Refusal `refund_beyond` where they have not paid so much.
    """
    out = replace(payment, amount=-payment.amount, kind="refund")
    if not owed_again:
        if payment.amount > have:
            raise Refusal("refund_beyond", amount=payment.amount, paid=have)
        return (out,)
    entries: list[Payment | Allocation] = [out]
    left = payment.amount
    for receivable, came in sorted(paid, key=lambda share: (share[0].due_on, share[0].id), reverse=True):
        if came.currency == left.currency and left.is_positive:
            part = min(left, came)
            entries.append(_share(out, receivable.id, -part, out.on, new_id))
            left = left - part
    if left.is_positive:
        raise Refusal("refund_beyond", amount=payment.amount, paid=payment.amount - left)
    return tuple(entries)


def credit_note(receivable: Receivable, amount: Money, at: datetime, on: date, new_id: NewId) -> Adjustment:
    """The entry that bills so much less (折让, 红冲). Refusals as for a write-off: no more than is open."""
    return adjust(receivable, receivable.amount + receivable.adjusted - amount, "credit_note", at, on, new_id)


# -- disputes


def dispute(receivables: Iterable[Receivable], by_id: int, on: date, reason: str) -> list[Receivable]:
    """The same as disputed: who looks after it, since when, and why; they are not chased until that is over."""
    return [evolve(one, disputed=True, disputed_by=by_id, disputed_on=on, dispute=reason) for one in receivables]


def settle_dispute(receivables: Iterable[Receivable], on: date) -> list[Receivable]:
    """The same without the dispute; they are chased anew from that day. Refusal `dispute_none`."""
    found = [one for one in receivables if one.disputed]
    if not found:
        raise Refusal("dispute_none")
    return [evolve(one, disputed=False, resumed_on=on) for one in found]


# -- complaints


def complain(
    complaint: Complaint, named: Sequence[Receivable], others: Iterable[Complaint], by_id: int
) -> tuple[Complaint, list[Receivable]]:
    """A complaint opened, and what it names as disputed until it is closed.

    What is disputed already is only held by it too where another open complaint paused it: a dispute that somebody
    declared is theirs to end.
    """
    held = {row for one in others if one.is_open for row in one.pauses}
    free = [one for one in named if not one.disputed]
    ours = tuple(one.id for one in named if not one.disputed or one.id in held)
    return replace(complaint, pauses=ours), dispute(free, by_id, complaint.on, complaint.text)


def close_complaint(
    complaint: Complaint, others: Iterable[Complaint], receivables: Iterable[Receivable], on: date
) -> tuple[Complaint, list[Receivable]]:
    """A complaint dealt with, and what is chased anew because of it: what it paused and no other open complaint does.

    Refusal `complaint_closed` where it is not open.
    """
    if not complaint.is_open:
        raise Refusal("complaint_closed")
    held = {row for one in others if one.is_open and one.id != complaint.id for row in one.pauses}
    freed = [one for one in receivables if one.id in complaint.pauses and one.id not in held and one.disputed]
    return evolve(complaint, state="closed", decided_on=on), settle_dispute(freed, on) if freed else []
