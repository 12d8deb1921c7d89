"""Random histories of money (R9, R10): after every step paid + open + written off = billed in every currency, added up
afresh from all entries, and what the decisions carried along is the same.

Seeded: a failing history is `history(seed)`. SCALE=full lives through 10^5 of them.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest

from core.base.money import Money, total
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import (
    Adjustment,
    Allocation,
    Entries,
    Payment,
    Receivable,
    WriteOff,
    adjust,
    advances,
    can_be_reversed,
    check_write_off,
    credit_note,
    net_advances,
    paid_on,
    receive_payment,
    refund,
    reverse_payment,
    split_payment,
    standing,
    take_up_again,
    write_off,
)
from core.ledger.promising import open_on

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 1, tzinfo=UTC)
CURRENCIES = ("CNY", "JPY", "KWD")  # two decimals, none, three
STEPS = 10


@dataclass
class Book:
    """One account's money: its entries, and its receivables with the sums that are kept beside them."""

    draw: Random
    ids: count = field(default_factory=lambda: count(1))
    receivables: dict[int, Receivable] = field(default_factory=dict)
    made: list = field(default_factory=list)

    def new_id(self) -> int:
        return next(self.ids)

    def of(self, kind: type) -> list:
        return [one for one in self.made if isinstance(one, kind)]

    @property
    def entries(self) -> Entries:
        return Entries(list(self.receivables.values()), self.of(Payment), self.of(Allocation), self.of(Adjustment),
                       self.of(WriteOff))  # fmt: skip

    @property
    def open_now(self) -> list[Receivable]:
        found = [one for one in self.receivables.values() if one.balance.is_positive]
        return sorted(found, key=lambda one: (one.due_on, one.id))

    @property
    def held(self) -> list[Payment]:
        return [one for one in standing(self.of(Payment)) if one.is_held]

    def amount(self, currency: str | None = None) -> Money:
        return Money.of_minor(
            self.draw.choice([1, 2, self.draw.randint(1, 900)]), currency or self.draw.choice(CURRENCIES)
        )

    def payment(self, amount: Money) -> Payment:
        return Payment(id=self.new_id(), account_id=1, amount=amount, on=TODAY, recorded_at=NOW)

    def save(self, records: Sequence) -> None:
        """As the store keeps the sums: one entry moves one receivable."""
        for one in records:
            if isinstance(one, Receivable):
                self.receivables[one.id] = one
                continue
            if one.version > 1:  # cash that was handed in: the same entry, its amount as it was
                self.made = [one if former.id == one.id else former for former in self.made]
                continue
            self.made.append(one)
            if isinstance(one, Allocation | WriteOff):
                before = self.receivables[one.receivable_id]
                self.receivables[one.receivable_id] = replace(before, allocated=before.allocated + one.amount)
            if isinstance(one, Adjustment):
                before = self.receivables[one.receivable_id]
                self.receivables[one.receivable_id] = replace(before, adjusted=before.adjusted + one.amount)


def bill(book: Book) -> list:
    amount, due = book.amount(), TODAY + timedelta(days=book.draw.randint(-40, 40))
    zero = Money.zero(amount.currency)
    return [Receivable(id=book.new_id(), account_id=1, amount=amount, due_on=due, allocated=zero, adjusted=zero)]


def pay(book: Book) -> Sequence:
    return receive_payment(book.open_now, book.payment(book.amount()), book.new_id).records


def take_cash(book: Book) -> Sequence:
    payment = replace(book.payment(book.amount()), held_by=book.draw.randint(1, 3), awaited=True)
    return receive_payment(book.open_now, payment, book.new_id).records


def hand_in(book: Book) -> Sequence:
    return [evolve(book.draw.choice(book.held), handed_on=TODAY, confirmed=True)]


def pay_in_parts(book: Book) -> Sequence:
    named = book.draw.choice(book.open_now)
    amount = book.amount(named.amount.currency)
    share = [(named, min(amount, named.balance))]
    others = [one for one in book.open_now if one.id != named.id] if book.draw.random() < 0.5 else []
    return split_payment(book.payment(amount), share, others, book.new_id).records


def reverse(book: Book) -> Sequence:
    payment = book.draw.choice(standing(book.of(Payment)))
    if not can_be_reversed(payment, book.entries):
        return []
    allocations = [one for one in book.of(Allocation) if one.payment_id == payment.id]
    return reverse_payment(payment, allocations, NOW, TODAY, book.new_id)


def correct(book: Book) -> Sequence:
    one = book.draw.choice(list(book.receivables.values()))
    return [adjust(one, book.amount(one.amount.currency), "corrected", NOW, TODAY, book.new_id)]


def write_down(book: Book) -> Sequence:
    one = book.draw.choice(list(book.receivables.values()))
    return [write_off(one, book.amount(one.amount.currency), NOW, TODAY, book.new_id())]


def owe_again(book: Book) -> Sequence:
    one = book.draw.choice(list(book.receivables.values()))
    return [take_up_again([e for e in book.of(WriteOff) if e.receivable_id == one.id], one, NOW, TODAY, book.new_id())]


def let_off(book: Book) -> Sequence:
    one = book.draw.choice(list(book.receivables.values()))
    amount = book.amount(one.amount.currency)
    check_write_off(one, amount)
    return [credit_note(one, amount, NOW, TODAY, book.new_id)]


def net(book: Book) -> Sequence:
    amount = book.amount()
    found = advances(book.entries, amount.currency)
    return net_advances(found, book.open_now, amount, NOW, TODAY, book.new_id)[0]


def pay_back(book: Book) -> Sequence:
    amount = book.amount()
    have = total((left for _, left in advances(book.entries, amount.currency)), amount.currency)
    again = book.draw.random() < 0.5
    return refund(book.payment(amount), have, paid_on(book.entries), book.new_id, owed_again=again)


MOVES = (
    *(bill, bill, pay, pay, take_cash, hand_in, pay_in_parts, reverse, correct, write_down, owe_again, let_off, net),
    pay_back,
)


def in_advance(book: Book, currency: str) -> Money:
    paid = total((one.amount for one in book.of(Payment) if one.amount.currency == currency), currency)
    return paid - total((one.amount for one in book.of(Allocation) if one.amount.currency == currency), currency)


def history(seed: int) -> None:
    """Live through one history, and add everything up afresh after each step. A step that is refused writes nothing."""
    book = Book(Random(seed))
    book.save(bill(book))
    for _ in range(STEPS):
        with suppress(Refusal, IndexError):  # IndexError: there is nothing to choose from
            book.save(book.draw.choice(MOVES)(book))
        check(book)


def check(book: Book) -> None:
    entries = book.entries
    for one in book.receivables.values():
        mine = {kind: [e.amount for e in book.of(kind) if e.receivable_id == one.id]
                for kind in (Allocation, Adjustment, WriteOff)}  # fmt: skip
        paid, changed, gone = (total(amounts, one.amount.currency) for amounts in mine.values())
        billed = one.amount + changed
        assert paid + one.balance + gone == billed
        assert not any(each.is_negative for each in (paid, one.balance, gone))
        assert (paid + gone, changed) == (one.allocated, one.adjusted)
        assert one.balance == open_on(one, entries, TODAY)
    counters = [one for one in book.of(Payment) if one.reverses_id is not None]
    assert not any(one.is_held or one.is_open for one in counters)
    taken = [one for one in standing(book.of(Payment)) if one.held_by is not None]
    assert all(one.is_held != (one.handed_on is not None) for one in taken)
    for currency in CURRENCIES:
        have = in_advance(book, currency)
        assert not have.is_negative
        assert have == total((left for _, left in advances(entries, currency)), currency)


@pytest.mark.parametrize("part", range(8))
def test_paid_and_open_and_written_off_are_what_was_billed_at_every_step(scale, part):
    some = scale(80, 12_500)
    for seed in range(part * some, (part + 1) * some):
        try:
            history(seed)
        except AssertionError as error:
            pytest.fail(f"history({seed}): {error}")
