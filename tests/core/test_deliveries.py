"""Deliveries are planned, put off and done; what falls due after them follows by their day, and cash is spoken of."""

from datetime import UTC, date, datetime

import pytest

from core.base.calendar import WorkingCalendar
from core.base.money import Money
from core.base.policy import LedgerPolicy, Policy
from core.base.refusal import Refusal
from core.ledger import Delivery, Payment, Receivable, deliver, due_after, hanging_on, put_off, shifted
from core.watch.rules import cash_held, delivery_due, next_cash_check, next_delivery_check

POLICY, CALENDAR = Policy(), WorkingCalendar()
TODAY = date(2026, 3, 2)  # a Monday


def a_delivery(planned=date(2026, 3, 11), **more):
    return Delivery(id=5, account_id=1, planned_on=planned, by_id=2, **more)


def a_receivable(row, due, *, delivery=None, after=""):
    zero = Money.zero("CNY")
    return Receivable(id=row, account_id=1, amount=Money.of(100, "CNY"), due_on=due, delivery_id=delivery, after=after,
                      allocated=zero, adjusted=zero)  # fmt: skip


def test_what_is_put_off_twice_still_knows_its_first_day():
    moved = put_off(put_off(a_delivery(), date(2026, 3, 16), TODAY), date(2026, 3, 18), TODAY)

    assert (date(2026, 3, 11), date(2026, 3, 18), 3) == (moved.first_on, moved.planned_on, moved.version)


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (lambda: put_off(a_delivery(), date(2026, 3, 1), TODAY), "delivery_in_the_past"),
        (lambda: deliver(a_delivery(), date(2026, 3, 3), TODAY), "delivery_to_come"),
        (lambda: deliver(a_delivery(done_on=TODAY), TODAY, TODAY), "delivery_done_already"),
        (lambda: put_off(a_delivery(done_on=TODAY), date(2026, 3, 9), TODAY), "delivery_done_already"),
    ],
)
def test_days_that_cannot_be_are_refused(work, why):
    with pytest.raises(Refusal) as refused:
        work()

    assert why == refused.value.key


def test_due_days_count_days_or_whole_months():
    days = [due_after(date(2026, 1, 31), after) for after in ("0d", "30d", "1m", "12m")]

    assert [date(2026, 1, 31), date(2026, 3, 2), date(2026, 2, 28), date(2027, 1, 31)] == days


def test_what_hangs_on_a_delivery_follows_its_day_and_nothing_else_does():
    tied, right, other = (
        a_receivable(1, date(2026, 4, 10), delivery=5, after="30d"),
        a_receivable(2, date(2026, 4, 15), delivery=5, after="30d"),
        a_receivable(3, date(2026, 4, 10)),
    )

    assert [(tied, date(2026, 4, 15))] == hanging_on(a_delivery(date(2026, 3, 16)), [tied, right, other])


def test_what_nobody_tied_may_go_along_only_where_it_falls_due_from_the_planned_day_on():
    past, before, after = (a_receivable(row, day) for row, day in
                           ((1, date(2026, 3, 1)), (2, date(2026, 3, 9)), (3, date(2026, 3, 20))))  # fmt: skip
    rows = [past, before, after]

    assert [(after, date(2026, 3, 25))] == shifted(date(2026, 3, 11), date(2026, 3, 16), rows, TODAY)
    assert [(before, date(2026, 3, 16))] == shifted(None, date(2026, 3, 16), rows, TODAY)
    assert [] == shifted(date(2026, 3, 11), date(2026, 3, 9), rows, TODAY)  # it comes earlier


def said(rule, record, today, policy=POLICY):
    return [(one.stage, one.aloud) for one in rule([record], policy, today, CALENDAR)]


def test_a_delivery_is_spoken_of_on_its_day_and_each_stage_after_until_it_is_done():
    saturday = a_delivery(date(2026, 3, 7))

    assert [] == said(delivery_due, saturday, date(2026, 3, 7))
    assert [(0, True)] == said(delivery_due, saturday, date(2026, 3, 9))
    assert [(0, False), (1, True)] == said(delivery_due, saturday, date(2026, 3, 11))
    assert [] == said(delivery_due, a_delivery(done_on=TODAY), date(2026, 3, 20))
    assert date(2026, 3, 10) == next_delivery_check(saturday, POLICY, date(2026, 3, 9), CALENDAR)
    assert None is next_delivery_check(saturday, POLICY, date(2026, 4, 9), CALENDAR)


def test_cash_is_spoken_of_each_time_the_days_have_passed_until_it_was_handed_in():
    cash = Payment(id=9, account_id=1, amount=Money.of(5, "CNY"), on=TODAY, recorded_at=datetime.now(UTC), held_by=2)
    patient = Policy(ledger=LedgerPolicy(held_days=5))

    assert [] == said(cash_held, cash, date(2026, 3, 4))
    assert [(1, True)] == said(cash_held, cash, date(2026, 3, 5))
    assert [(1, False), (2, True)] == said(cash_held, cash, date(2026, 3, 10))
    assert [] == said(cash_held, cash, date(2026, 3, 5), patient)
    assert date(2026, 3, 10) == next_cash_check(cash, POLICY, date(2026, 3, 5), CALENDAR)
    handed = Payment(id=9, account_id=1, amount=Money.of(5, "CNY"), on=TODAY, recorded_at=datetime.now(UTC), held_by=2,
                     handed_on=TODAY)  # fmt: skip
    assert [] == said(cash_held, handed, date(2026, 3, 20))
    assert None is next_cash_check(handed, POLICY, date(2026, 3, 20), CALENDAR)
