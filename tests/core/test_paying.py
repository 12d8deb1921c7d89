"""How fast money comes and what to expect: the worked examples of docs/collections.md, and sums that add up."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import WorkingCalendar
from core.base.money import Money, total
from core.ledger import Allocation, Entries, Promise, Receivable, Tally
from core.ledger.paying import Habit, Turnover, expectations, habit, trust

TODAY = date(2026, 3, 2)
NOW = None


def yuan(amount):
    return Money.of(amount, "CNY")


def owed(row, amount, due, *, paid=0, **more):
    return Receivable(id=row, account_id=1, amount=yuan(amount), due_on=due, allocated=yuan(paid), adjusted=yuan(0), **more)  # fmt: skip


def ended(*states):
    promise = Promise(id=1, account_id=1, by_on=TODAY, said_on=TODAY)
    return [Tally(promise, state, yuan(1)) for state in states]


def test_trust_begins_in_the_middle_and_late_counts_half():
    assert trust([]) == 50
    assert trust(ended("kept", "kept", "broken")) == 60
    assert trust(ended("late")) == 50
    assert trust(ended("open")) == 50


def test_the_worked_example_of_the_week():
    one = owed(1, 50_000, TODAY - timedelta(days=16), promised_on=TODAY + timedelta(days=4))

    found = expectations([one], {(1, TODAY + timedelta(days=4)): yuan(50_000)}, {1: 60}, {}, TODAY)

    assert [(row.week, row.promised, row.believed) for row in found if row.promised.is_positive] == [
        (0, yuan(50_000), yuan(30_000))
    ]


def test_money_nobody_promised_comes_when_the_customer_usually_pays_less_what_is_doubtful():
    soon, old = owed(1, 100, TODAY + timedelta(days=5)), owed(2, 100, TODAY - timedelta(days=70))

    found = expectations([soon, old], {}, {}, {1: 10}, TODAY)

    assert [(row.receivable.id, row.week, row.believed) for row in found if row.believed.is_positive] == [
        (2, 0, yuan(25)),
        (1, 2, yuan(100)),
    ]


def test_a_dispute_is_not_believed_and_a_bill_is_when_it_matures():
    off = owed(1, 100, TODAY, disputed=True)
    bill = owed(2, 100, TODAY, covered_until=TODAY + timedelta(days=30))

    found = expectations([off, bill], {}, {}, {}, TODAY)

    assert [(row.receivable.id, row.week, row.believed) for row in found if row.believed.is_positive] == [
        (2, 4, yuan(100))
    ]


def test_a_promise_covers_no_more_than_was_said():
    on = TODAY + timedelta(days=3)
    rows = [owed(row, 100, TODAY, promised_on=on) for row in (1, 2)]

    found = expectations(rows, {(1, on): yuan(150)}, {1: 100}, {}, TODAY)

    assert total((row.promised for row in found), "CNY") == yuan(150)


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(-200, 200)), min_size=1, max_size=8), st.integers(0, 90))
def test_nothing_is_due_twice_and_no_more_is_believed_than_is_open(rows, delay):
    receivables = [
        owed(row, amount, TODAY + timedelta(days=days)) for row, (amount, days) in enumerate(rows, 1)
    ]  # fmt: skip
    whole = total((one.balance for one in receivables), "CNY")

    found = expectations(receivables, {}, {}, {1: delay}, TODAY)

    assert total((one.due for one in found), "CNY") == whole
    assert total((one.believed for one in found), "CNY") <= whole


def test_the_worked_example_of_the_turnover():
    sums = Turnover(yuan(300_000), yuan(200_000), yuan(260_000), yuan(150_000), 90)

    assert (sums.dso, sums.cei) == (117, 69)


def test_where_nothing_was_billed_there_is_no_dso():
    sums = Turnover(yuan(0), yuan(0), yuan(0), yuan(0), 90)

    assert (sums.dso, sums.cei) == (None, None)


def test_a_habit_is_the_mean_of_what_was_settled():
    billed = {1: TODAY - timedelta(days=60), 2: TODAY - timedelta(days=40)}
    rows = [owed(row, 100, on + timedelta(days=30), paid=100) for row, on in billed.items()]
    paid = [
        Allocation(id=row + 10, account_id=1, payment_id=9, receivable_id=row, amount=yuan(100), on=TODAY,
                   recorded_at=NOW)
        for row in billed
    ]  # fmt: skip

    found = habit(Entries(rows, (), paid), TODAY - timedelta(days=365), lambda one: billed[one.id])

    assert found == Habit(days=50, late=20, count=2)
    assert habit(Entries((), (), ()), TODAY, lambda one: TODAY) is None


def test_a_break_is_what_lies_between_two_worked_days():
    calendar = WorkingCalendar()

    assert calendar.break_after(date(2026, 9, 30), 3) == (date(2026, 10, 1), date(2026, 10, 7))
    assert calendar.break_after(date(2026, 9, 18), 3) is None  # a weekend that is worked on Sunday
    assert calendar.break_after(date(2026, 10, 1), 3) is None  # it has begun
