"""Where money goes, and how it is taken back."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.money import Money, total
from core.base.refusal import Refusal
from core.ledger import (
    Payment,
    Receivable,
    adjust,
    overdue_days,
    overpaid_by,
    receive_payment,
    reverse_payment,
    withdraw_receivable,
)

NOW, TODAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC), date(2026, 3, 2)
numbers = count(1)


def new_id():
    return next(numbers)


def yuan(amount):
    return Money.of(amount, "CNY")


def a_receivable(amount, due="2026-01-10", *, paid=None, adjusted=None):
    zero = Money.zero(amount.currency)
    return Receivable(
        id=new_id(), account_id=1, amount=amount, due_on=date.fromisoformat(due),
        allocated=zero if paid is None else paid, adjusted=zero if adjusted is None else adjusted,
    )  # fmt: skip


def a_payment(amount):
    return Payment(id=new_id(), account_id=1, amount=amount, on=TODAY, recorded_at=NOW)


def shares(receipt):
    return [(one.receivable_id, one.amount) for one in receipt.allocations]


def refused(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.key


# --- payments --------------------------------------------------------------------------------------------------------


def test_a_payment_goes_to_the_receivable_with_exactly_that_balance():
    older, exact = a_receivable(yuan(50_000)), a_receivable(yuan(23_400), due="2026-02-10")

    receipt = receive_payment([older, exact], a_payment(yuan(23_400)), new_id)

    assert [(exact.id, yuan(23_400))] == shares(receipt)
    assert [yuan(0)] == [one.balance for one in receipt.settled]


def test_of_several_with_that_balance_to_the_oldest_due():
    younger, older = a_receivable(yuan(100), due="2026-02-01"), a_receivable(yuan(100), due="2026-01-01")

    assert [(older.id, yuan(100))] == shares(receive_payment([younger, older], a_payment(yuan(100)), new_id))


def test_it_is_the_balance_that_counts_not_the_bill():
    part_paid = a_receivable(yuan(1000), paid=yuan(400))
    raised = a_receivable(yuan(500), due="2026-02-01", adjusted=yuan(100))

    first = receive_payment([part_paid, raised], a_payment(yuan(600)), new_id)

    assert [(part_paid.id, yuan(600))] == shares(first)


def test_else_oldest_due_first_and_the_rest_is_an_advance():
    second, first = a_receivable(yuan(300), due="2026-02-01"), a_receivable(yuan(200), due="2026-01-01")

    receipt = receive_payment([second, first], a_payment(yuan(600)), new_id)

    assert [(first.id, yuan(200)), (second.id, yuan(300))] == shares(receipt)
    assert yuan(100) == receipt.advance


def test_with_nothing_open_all_of_it_is_an_advance():
    settled = a_receivable(yuan(100), paid=yuan(100))

    receipt = receive_payment([settled], a_payment(yuan(70)), new_id)

    assert ([], yuan(70)) == (shares(receipt), receipt.advance)
    assert (receipt.payment,) == receipt.records


def test_another_currency_is_left_alone():
    dollars, yuans = a_receivable(Money.of(100, "USD")), a_receivable(yuan(500), due="2026-02-01")

    receipt = receive_payment([dollars, yuans], a_payment(yuan(100)), new_id)

    assert [(yuans.id, yuan(100))] == shares(receipt)


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_nothing_or_less_is_no_payment(amount):
    assert "payment_not_positive" == refused(lambda: receive_payment([], a_payment(yuan(amount)), new_id))


currencies = st.sampled_from(["CNY", "JPY", "KWD"])
bills = st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 60), st.integers(0, 100), currencies), max_size=8)


@given(bills=bills, paid=st.integers(1, 40_000), currency=currencies)
def test_no_coin_is_lost_and_no_receivable_gets_more_than_it_is_owed(bills, paid, currency):
    receivables = [
        a_receivable(
            Money.of_minor(amount, code),
            due=str(TODAY + timedelta(days=days)),
            paid=Money.of_minor(amount * part // 100, code),
        )
        for amount, days, part, code in bills
    ]
    payment = a_payment(Money.of_minor(paid, currency))

    receipt = receive_payment(receivables, payment, new_id)

    given_out = total((one.amount for one in receipt.allocations), currency)
    assert payment.amount == given_out + receipt.advance
    assert not receipt.advance.is_negative
    by_id = {one.id: one for one in receivables}
    for one in receipt.allocations:
        assert one.amount.is_positive
        assert one.amount <= by_id[one.receivable_id].balance
        assert one.amount.currency == by_id[one.receivable_id].amount.currency
    open_same = [one for one in receivables if one.amount.currency == currency and one.balance.is_positive]
    if receipt.advance.is_positive:  # an advance only once all that is open is settled
        assert given_out == total((one.balance for one in open_same), currency)


def test_how_much_more_it_is_than_is_owed():
    open_now = [a_receivable(yuan(100)), a_receivable(yuan(50), paid=yuan(20)), a_receivable(Money.of(900, "USD"))]

    assert yuan(20) == overpaid_by(open_now, yuan(150))
    assert overpaid_by(open_now, yuan(130)) is None
    assert overpaid_by([], yuan(130)) is None
    assert overpaid_by([a_receivable(yuan(5), paid=yuan(5))], yuan(130)) is None


# --- taking back -----------------------------------------------------------------------------------------------------


def test_a_reversal_counters_the_payment_and_every_share_of_it():
    receipt = receive_payment([a_receivable(yuan(200)), a_receivable(yuan(300))], a_payment(yuan(600)), new_id)

    counter, *shares_back = reverse_payment(receipt.payment, receipt.allocations, NOW, TODAY, new_id)

    assert (-yuan(600), receipt.payment.id, receipt.payment.on) == (counter.amount, counter.reverses_id, counter.on)
    assert {(one.receivable_id, -one.amount) for one in receipt.allocations} == {
        (one.receivable_id, one.amount) for one in shares_back
    }
    assert {receipt.payment.id} == {one.payment_id for one in shares_back}
    assert counter.id not in {receipt.payment.id, *(one.id for one in receipt.allocations)}


def test_what_was_countered_already_is_not_countered_again():
    receipt = receive_payment([a_receivable(yuan(200)), a_receivable(yuan(300))], a_payment(yuan(500)), new_id)
    first_back = reverse_payment(receipt.payment, receipt.allocations[:1], NOW, TODAY, new_id)[1]

    _, *rest = reverse_payment(receipt.payment, (*receipt.allocations, first_back), NOW, TODAY, new_id)

    assert [receipt.allocations[1].receivable_id] == [one.receivable_id for one in rest]


@given(
    before=st.integers(1, 1000), paid=st.integers(0, 1000), change=st.integers(-500, 500), wanted=st.integers(0, 2000)
)
def test_an_adjustment_makes_it_bill_what_was_said(before, paid, change, wanted):
    bills = before + max(change, -before)
    receivable = a_receivable(
        Money.of_minor(before, "CNY"),
        paid=Money.of_minor(min(paid, bills), "CNY"),
        adjusted=Money.of_minor(bills - before, "CNY"),
    )
    try:
        entry = adjust(receivable, Money.of_minor(wanted, "CNY"), "改", NOW, TODAY, new_id)
    except Refusal as refusal:
        assert ("receivable_below_paid", True) == (refusal.key, wanted < receivable.allocated.minor)  # noqa: PT017
    else:
        assert Money.of_minor(wanted, "CNY") == receivable.amount + receivable.adjusted + entry.amount


def test_less_than_nothing_cannot_be_billed():
    assert "amount_not_positive" == refused(lambda: adjust(a_receivable(yuan(5)), yuan(-1), "", NOW, TODAY, new_id))


def test_a_receivable_somebody_paid_on_is_not_withdrawn():
    assert "receivable_below_paid" == refused(
        lambda: withdraw_receivable(a_receivable(yuan(5), paid=yuan(1)), NOW, TODAY, new_id)
    )
    assert -yuan(5) == withdraw_receivable(a_receivable(yuan(5)), NOW, TODAY, new_id).amount


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("due", "days"), [("2026-03-02", 0), ("2026-03-01", 1), ("2026-03-03", 0), ("2025-12-02", 90)])
def test_days_overdue_count_from_the_day_after_the_due_day(due, days):
    assert days == a_receivable(yuan(1), due=due).days_overdue(TODAY)
    assert 0 == a_receivable(yuan(1), due=due, paid=yuan(1)).days_overdue(TODAY)


def test_an_account_is_overdue_as_long_as_its_oldest_open_one():
    several = [a_receivable(yuan(1), due="2026-02-20"), a_receivable(yuan(1), due="2026-01-01", paid=yuan(1))]

    assert (10, 0) == (overdue_days(several, TODAY), overdue_days([], TODAY))
