"""Kept sums are the sums over the entries, whatever happens in whatever order (R10), on both databases.

A random history of bills, payments, reversals, adjustments and netted advances in several currencies is written through
the Store; beside it a plain model counts the same entries its own slow way.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.base.money import Money, total
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import (
    Adjustment,
    Allocation,
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
    take_up_again,
    write_off,
)
from core.sales import Account
from storage.errors import Conflict
from tests.storage.cast import NOW, TODAY, found_team, yuan

BOUNDS = tuple(TODAY - timedelta(days=days) for days in (0, 30, 60, 90))
EDGES = (
    lambda day: day >= BOUNDS[0],
    lambda day: BOUNDS[1] <= day < BOUNDS[0],
    lambda day: BOUNDS[2] <= day < BOUNDS[1],
    lambda day: BOUNDS[3] <= day < BOUNDS[2],
    lambda day: day < BOUNDS[3],
)
CURRENCIES = ("CNY", "JPY", "KWD")  # two decimals, none, three
amounts = st.integers(1, 500)
which = st.integers(0, 9)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("bill"), st.sampled_from(CURRENCIES), amounts),
        st.tuples(st.just("pay"), st.sampled_from(CURRENCIES), amounts),
        st.tuples(st.just("reverse"), which, st.none()),
        st.tuples(st.just("adjust"), which, st.integers(0, 600)),
        st.tuples(st.just("net"), which, st.none()),
        st.tuples(st.just("part"), which, amounts),
        st.tuples(st.just("write off"), which, amounts),
        st.tuples(st.just("take up"), which, st.none()),
        st.tuples(st.just("credit note"), which, amounts),
        st.tuples(st.just("refund"), st.sampled_from(CURRENCIES), amounts),
        st.tuples(st.just("pay back"), st.sampled_from(CURRENCIES), amounts),
        st.tuples(st.just("dispute"), which, st.none()),
        st.tuples(st.just("check"), which, st.integers(1, 40)),
        st.tuples(st.just("put off"), which, st.integers(-100, 40)),
        st.tuples(st.just("hand over"), which, st.none()),
        st.tuples(st.just("tier"), which, st.none()),
    ),
    min_size=3,
    max_size=18,
)


@dataclass
class Model:
    """What the entries say, added up anew each time; only episodes and next checks are followed step by step."""

    receivables: dict[int, Receivable] = field(default_factory=dict)
    entries: list = field(default_factory=list)
    episodes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    checks: dict[int, date | None] = field(default_factory=dict)

    def take(self, records):
        for record in records:
            match record:
                case Receivable():
                    self.receivables[record.id] = record
                    self.checks[record.id] = TODAY if self.balance(record.id) else None
                case Account():
                    pass
                case Allocation() | Adjustment() | WriteOff():
                    before = self.balance(record.receivable_id)
                    self.entries.append(record)
                    self._moved(record.receivable_id, before)
                case _:
                    self.entries.append(record)

    def _moved(self, receivable_id, before):
        after = self.balance(receivable_id)
        if not before and after:
            self.episodes[receivable_id] += 1
        self.checks[receivable_id] = (self.checks[receivable_id] or TODAY) if after else None

    def minor(self, kind, **facts):
        fitting = (e for e in self.entries if isinstance(e, kind) and all(getattr(e, n) == v for n, v in facts.items()))
        return sum(entry.amount.minor for entry in fitting)

    def paid(self, receivable_id):
        return self.minor(Allocation, receivable_id=receivable_id)

    def written_off(self, receivable_id):
        return self.minor(WriteOff, receivable_id=receivable_id)

    def allocated(self, receivable_id):
        return self.paid(receivable_id) + self.written_off(receivable_id)

    def adjusted(self, receivable_id):
        return self.minor(Adjustment, receivable_id=receivable_id)

    def balance(self, receivable_id):
        billed = self.receivables[receivable_id].amount.minor
        return billed + self.adjusted(receivable_id) - self.allocated(receivable_id)

    def money(self):
        """Owed and in advance, a pair a currency."""
        pairs = {}
        for currency in {entry.amount.currency for entry in (*self.receivables.values(), *self.entries)}:
            mine = [one for one in self.receivables.values() if one.amount.currency == currency]
            paid, used = self._in(Payment, currency), self._in(Allocation, currency)
            pairs[currency] = (sum(self.balance(one.id) for one in mine), paid - used)
        return pairs

    def _in(self, kind, currency):
        return sum(e.amount.minor for e in self.entries if isinstance(e, kind) and e.amount.currency == currency)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink on a database takes minutes; histories are short
)
@given(steps=STEPS)
def test_kept_sums_are_the_sums_over_the_entries(cast, steps):
    cast = found_team(cast.database)  # a team of its own: some sums are over all customers
    account = cast.account
    model = Model()

    def live_through(store):
        for step in steps:
            model.take(act(store, cast, account, model, *step))

    cast.write(live_through)

    cast.read(lambda store: compare(store, account, model))


def act(store, cast, account, model, what, one, other):
    """One step of history; gives back what was saved. A step that makes no sense here saves nothing."""
    receivables, payments = store.ledger.receivables(account.id), standing(store, account)
    match what:
        case "bill":
            records = [cast.receivable(Money.of_minor(other, one), account=account)]
        case "pay":
            payment = cast.payment(Money.of_minor(other, one), account=account)
            records = receive_payment(store.ledger.open_receivables(account.id), payment, store.new_id).records
        case "reverse" if payments:
            records = reversed_(payments[one % len(payments)], store)
        case "adjust" if receivables:
            records = adjusted(receivables[one % len(receivables)], other, store)
        case "net" if payments:
            records = netted(payments[one % len(payments)], store)
        case "dispute" if receivables:
            records = [evolve(receivables[one % len(receivables)], disputed=True)]
        case "check" if receivables:
            looked_at = receivables[one % len(receivables)]
            day = TODAY + timedelta(days=other) if looked_at.balance.is_positive else None
            store.ledger.check_on(looked_at.id, day)
            model.checks[looked_at.id] = day
            records = []
        case "put off" if receivables:
            later = evolve(receivables[one % len(receivables)], due_on=TODAY + timedelta(days=other))
            records = [later, cast.receivable(yuan(other + 101), due=later.due_on, account=account)]
        case "hand over" | "tier":
            now = store.get(Account, account.id)
            change = {"tier": ("key", "normal", "prospect")[one % 3]} if what == "tier" else {
                "owner_id": (cast.li, cast.han)[one % 2].id}  # fmt: skip
            records = [cast.receivable(yuan(one + 1), account=account), evolve(now, **change)]
        case _:
            records = settle_otherwise(store, cast, account, what, one, other)
    store.save(*records)
    return records


def settle_otherwise(store, cast, account, what, one, other):
    """What settles or re-opens a receivable beside plain payments."""
    receivables = store.ledger.receivables(account.id)
    match what:
        case "part" if receivables:
            return part_paid(receivables[one % len(receivables)], other, cast, store, account)
        case "write off" | "credit note" if receivables:
            return less(receivables[one % len(receivables)], other, what, store)
        case "take up" if receivables:
            return taken_up(receivables[one % len(receivables)], store)
        case "refund" | "pay back":
            return gone_back(Money.of_minor(other, one), what == "pay back", cast, store, account)
    return []


def standing(store, account):
    return store.ledger.standing_payments_since(account.id, TODAY)


def adjusted(receivable, minor, store):
    try:
        return [adjust(receivable, Money.of_minor(minor, receivable.amount.currency), "改", NOW, TODAY, store.new_id)]
    except Refusal:  # more is paid already
        return []


def reversed_(payment, store):
    """Taken back, unless its money went back to the customer meanwhile, or what it re-opened was settled."""
    if not can_be_reversed(payment, store.ledger.entries(payment.account_id)):
        return []
    return reverse_payment(payment, store.ledger.allocations(payment.id), NOW, TODAY, store.new_id)


def netted(payment, store):
    """What is in advance settles what is open now, the oldest first."""
    entries = store.ledger.entries(payment.account_id)
    found = advances(entries, payment.amount.currency)
    have = total((left for _, left in found), payment.amount.currency)
    try:
        open_now = store.ledger.open_receivables(payment.account_id)
        return net_advances(found, open_now, have, NOW, TODAY, store.new_id)[0]
    except Refusal:
        return []


def part_paid(receivable, minor, cast, store, account):
    """A part of it is paid as said, the rest of the money goes where it usually does."""
    payment = cast.payment(Money.of_minor(minor, receivable.amount.currency), account=account)
    if not receivable.balance.is_positive:
        return []
    share = [(receivable, min(payment.amount, receivable.balance))]
    others = [one for one in store.ledger.open_receivables(account.id) if one.id != receivable.id]
    return split_payment(payment, share, others, store.new_id).records


def less(receivable, minor, what, store):
    amount = Money.of_minor(minor, receivable.amount.currency)
    try:
        check_write_off(receivable, amount)
    except Refusal:  # more than is open
        return []
    if what == "credit note":
        return [credit_note(receivable, amount, NOW, TODAY, store.new_id)]
    return [write_off(receivable, amount, NOW, TODAY, store.new_id())]


def taken_up(receivable, store):
    try:
        return [take_up_again(store.ledger.write_offs(receivable.id), receivable, NOW, TODAY, store.new_id())]
    except Refusal:
        return []


def gone_back(amount, owed_again, cast, store, account):
    """Money that went back: out of the advance, or out of what was paid, which is owed again. Never what was written off."""
    entries = store.ledger.entries(account.id)
    have = total((left for _, left in advances(entries, amount.currency)), amount.currency)
    try:
        return refund(
            cast.payment(amount, account=account), have, paid_on(entries), store.new_id, owed_again=owed_again
        )
    except Refusal:  # they have not paid so much
        return []


def compare(store, account, model):
    found = store.ledger.receivables(account.id)
    checks = {one.id: day for one, day in with_check(store, found)}

    assert {row: model.allocated(row) for row in model.receivables} == {one.id: one.allocated.minor for one in found}
    assert {row: model.adjusted(row) for row in model.receivables} == {one.id: one.adjusted.minor for one in found}
    assert {row: model.episodes[row] for row in model.receivables} == {one.id: one.episode for one in found}
    assert model.checks == checks
    money = {owed.currency: (owed.minor, advance.minor) for owed, advance in store.ledger.money(account.id)}
    assert model.money() == money
    for (
        one
    ) in found:  # paid + open = billed (what was adjusted away is no longer billed), and nothing is over-allocated
        assert one.allocated + one.balance == one.amount + one.adjusted
        assert Money.zero(one.amount.currency) <= one.allocated <= one.amount + one.adjusted
        paid, gone = model.paid(one.id), model.written_off(one.id)
        assert paid + one.balance.minor + gone == (one.amount + one.adjusted).minor
        assert min(paid, gone) >= 0
    compare_days(store, account, found)
    open_ids = {one.id for one in found if one.balance.is_positive}
    assert open_ids == {one.id for one in store.ledger.open_receivables(account.id)}


def compare_days(store, account, found):
    """What is open by due day is the same sum for the whole team, and for the owner and tier the account has now."""
    now = store.get(Account, account.id)
    counted = defaultdict(lambda: [0, 0])
    for one in found:
        if one.balance.is_positive:
            for bucket, inside in enumerate(EDGES):
                if inside(one.due_on):
                    counted[one.amount.currency, bucket][0] += one.balance.minor
                    counted[one.amount.currency, bucket][1] += 1

    for owner in (0, now.owner_id):
        aged = [one for one in store.questions.aged(BOUNDS, owner) if sum(one.counts)]
        assert {now.tier} >= {one.tier for one in aged}
        assert dict(counted) == {
            (one.sums[0].currency, at): [one.sums[at].minor, count]
            for one in aged for at, count in enumerate(one.counts) if count
        }  # fmt: skip
    others = [one for one in store.questions.aged_by_owner(BOUNDS) if one.owner_id != now.owner_id]
    assert others == []


def with_check(store, receivables):
    """Each with the day of its next check, asked the way a sweep asks."""
    due = {}
    for offset in range(42):
        for one in store.ledger.to_check(TODAY + timedelta(days=offset), count=10_000):
            due.setdefault(one.id, TODAY + timedelta(days=offset))
    return [(one, due.get(one.id)) for one in receivables]


def test_a_sum_that_would_fall_below_zero_is_refused(cast):
    """The last line of defence behind the decisions: no advance can be used twice."""
    cast.save(first := cast.receivable(Money.of(100, "CNY")), second := cast.receivable(Money.of(100, "CNY")))
    cast.save(payment := cast.payment(Money.of(100, "CNY")))
    facts = dict(account_id=cast.account.id, payment_id=payment.id, amount=payment.amount, on=TODAY, recorded_at=NOW)
    cast.save(Allocation(id=cast.new_id(), receivable_id=first.id, **facts))

    for again in (first, second):
        with pytest.raises(Conflict):
            cast.save(Allocation(id=cast.new_id(), receivable_id=again.id, **facts))

    assert [(100_00, 0)] == [
        (owed.minor, free.minor) for owed, free in cast.read(lambda s: s.ledger.money(cast.account.id))
    ]


def test_what_an_entry_says_is_not_changed(cast):
    cast.save(receivable := cast.receivable(Money.of(100, "CNY")), payment := cast.payment(Money.of(100, "CNY")))

    cast.save(evolve(payment, confirmed=True))  # facts beside the money may change

    for changed in (
        evolve(receivable, amount=Money.of(1, "CNY")),
        evolve(evolve(payment, confirmed=True), amount=Money.of(1, "CNY")),
    ):
        with pytest.raises(ValueError, match="countered by another"):
            cast.save(changed)
    assert [(100_00, 100_00)] == [(o.minor, a.minor) for o, a in cast.read(lambda s: s.ledger.money(cast.account.id))]
