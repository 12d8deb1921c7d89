"""What the books say of a past day is what they said on it (C08), over random histories with corrections."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.base.ids import moment_of
from core.base.money import Money, totals
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Receivable, adjust, receive_payment, reverse_payment, write_off
from core.ledger.past import Owed, changes_since, recorded_late, stood
from core.ledger.statement import statements
from tests.storage.cast import NOW, TODAY, found_team, yuan

DAYS = 6
which, backdated = st.integers(0, 9), st.integers(0, 12)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("bill", "bill", "pay", "pay", "reverse", "correct", "discount", "put off", "write off")),
        which,
        st.integers(1, 500),
        backdated,
    ),
    max_size=4,
)
HISTORY = st.lists(STEPS, min_size=DAYS, max_size=DAYS)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
@given(history=HISTORY)
def test_a_past_day_is_what_the_books_said_on_it(cast, history):
    cast = found_team(cast.database)
    snapshots = []
    start = moment_of(cast.new_id()).replace(hour=1) + timedelta(days=1)  # ids only go up: each history in its own time
    for number, steps in enumerate(history):
        now = start + timedelta(days=number)
        for step in steps:
            cast.write(lambda store, step=step, now=now: act(cast, store, now, *step), now=now)
        snapshots.append(cast.read(lambda store: picture(store, cast.account.id)))

    for number, snapshot in enumerate(snapshots):
        day = (start + timedelta(days=number)).date()
        cast.read(lambda store, day=day, snapshot=snapshot: compare(store, cast, day, snapshot))


def act(cast, store, now, what, one, minor, back):
    """One step; an entry may count for a day before the one it is recorded on."""
    account, on = cast.account, now.date() - timedelta(days=back)
    receivables = store.ledger.receivables(account.id)
    payments = store.ledger.standing_payments_since(account.id, on - timedelta(days=100))
    amount = Money.of_minor(minor, "CNY")
    match what:
        case "bill":
            zero = Money.zero("CNY")
            facts = dict(amount=amount, due_on=on, allocated=zero, adjusted=zero)
            store.save(Receivable(id=store.new_id(), account_id=account.id, **facts))
        case "pay":
            payment = cast.payment(amount, on=on, account=account)
            payment = type(payment)(**{**facts_of(payment), "id": store.new_id(), "recorded_at": now})
            store.save(*receive_payment(store.ledger.open_receivables(account.id), payment, store.new_id).records)
        case "reverse" if payments:
            payment = payments[one % len(payments)]
            allocations = store.ledger.allocations(payment.id)
            store.save(*reverse_payment(payment, allocations, now, payment.on, store.new_id))
        case "correct" | "discount" if receivables:
            receivable = receivables[one % len(receivables)]
            reason = "corrected" if what == "correct" else "credit_note"
            with suppress(Refusal):  # more is paid already
                store.save(
                    adjust(receivable, amount, reason, now, on if what == "discount" else now.date(), store.new_id)
                )
        case "write off" if receivables and receivables[one % len(receivables)].balance.is_positive:
            receivable = receivables[one % len(receivables)]
            gone = min(amount, receivable.balance)
            store.save(write_off(receivable, gone, now, on, store.new_id()))
        case "put off" if receivables:
            receivable = receivables[one % len(receivables)]
            store.save(evolve(receivable, due_on=receivable.due_on + timedelta(days=one + 1)))


def facts_of(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def picture(store, account_id):
    """What is open, receivable by receivable, with its due day."""
    return {one.id: (one.balance, one.due_on) for one in store.ledger.open_receivables(account_id)}


def compare(store, cast, day, snapshot):
    later = store.past.later(day)
    rows = [*store.past.touched(later), *untouched(store, cast, later)]

    believed = store.past.due_then(stood(rows, later, "believed"), later)
    assert snapshot == {one.receivable_id: (one.balance, one.due_on) for one in believed}

    counted = list(stood(rows, later, "counted"))
    now = totals(one.balance for one in store.ledger.open_receivables(cast.account.id))
    assert added(counted, changes_since(rows, later)) == money(now)
    assert added(believed, recorded_late(rows, later)) == money(totals(one.balance for one in counted))
    of_one = store.past.later(day, cast.account.id)
    assert sorted(counted) == sorted(stood(store.past.touched(of_one, cast.account.id), of_one, "counted"))
    assert_aged(store, day, later, counted)
    assert_stated(store, cast, day, counted)


def assert_aged(store, day, later, counted):
    """Today's kept sums by age on the day, with what moved since taken out and put back as it stood, are the day's."""
    ends = [day - timedelta(days=edge) for edge in (0, 30, 60, 90)]
    moved = store.past.touched(later)
    found = Counter()
    for one in store.questions.aged(ends):
        found.update({at: amount.minor for at, amount in enumerate(one.sums)})
    found.subtract(by_age((one for one in moved if one.balance.is_positive), ends))
    found.update(by_age(stood(moved, later, "counted"), ends))
    assert {at: minor for at, minor in found.items() if minor} == {
        at: minor for at, minor in by_age(counted, ends).items() if minor
    }


def by_age(rows, ends):
    sums = Counter()
    for one in rows:
        sums[sum(one.due_on < end for end in ends)] += one.balance.minor
    return sums


def untouched(store, cast, later):
    """What nothing happened to since: open now as it was then."""
    touched = {one.receivable_id for one in store.past.touched(later)}
    for one in store.ledger.open_receivables(cast.account.id):
        if one.id not in touched:
            on = store.past.counts_on(one)
            assert on <= later.day
            yield Owed(one.id, one.account_id, one.due_on, one.balance, one.amount, on, one.version)


def assert_stated(store, cast, day, counted):
    """The statement of account closes with the same, less what is in advance; its rows lead from one to the other."""
    entries = store.ledger.entries(cast.account.id)
    first = day - timedelta(days=3)
    for one in statements(entries, first, day, store.past.counts_on):
        assert one.opening.minor + sum(row.amount.minor for row in one.rows) == one.closing.minor
        paid = sum(p.amount.minor for p in entries.payments if p.on <= day)
        used = sum(a.amount.minor for a in entries.allocations if a.on <= day)
        owed = sum(row.balance.minor for row in counted)
        early = sum(  # a payment settled what only counts from a later day
            a.amount.minor for a in entries.allocations
            if a.on <= day < store.past.counts_on(store.get(Receivable, a.receivable_id))
        )  # fmt: skip
        gone = sum(  # the customer is not told of it
            w.amount.minor for w in entries.write_offs
            if w.on <= day and store.past.counts_on(store.get(Receivable, w.receivable_id)) <= day
        )  # fmt: skip
        assert one.closing.minor == owed - (paid - used) - early + gone


def added(rows, changes):
    sums = defaultdict(int)
    for one in rows:
        sums[one.balance.currency] += one.balance.minor
    for change in changes:
        sums[change.amount.currency] += change.amount.minor
    return {currency: minor for currency, minor in sums.items() if minor}


def money(amounts):
    return {one.currency: one.minor for one in amounts if not one.is_zero}


def test_what_was_recorded_late_is_told_apart(cast):
    """On 2 March the books held 100; on the 5th somebody adds that they also owed 30 since February."""
    cast.save(first := cast.receivable(yuan(100)))
    later_on = NOW + timedelta(days=3)
    late = Receivable(
        id=cast.database.ids.new(later_on), account_id=cast.account.id, amount=yuan(30), allocated=yuan(0),
        adjusted=yuan(0), due_on=TODAY - timedelta(days=10),
    )  # fmt: skip
    cast.write(lambda store: store.save(late), now=later_on)

    def look(store):
        later = store.past.later(TODAY)
        rows = [*store.past.touched(later), *untouched(store, cast, later)]
        return [{one.receivable_id for one in stood(rows, later, how)} for how in ("counted", "believed")], recorded_late(rows, later)  # fmt: skip

    (counted, believed), changes = cast.read(look)

    assert counted == {first.id, late.id}
    assert believed == {first.id}
    assert [(one.kind, one.amount) for one in changes] == [("billed", yuan(30))]
