"""Signing, renewing, ending, and instalments that add up to the last coin."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import month_end, plus_months
from core.base.money import Money, total
from core.base.refusal import Refusal
from core.contracts import (
    Contract,
    due_after_invoice,
    end_of_term,
    keeps_term,
    let_run_out,
    parts_of,
    renew,
    shares_of,
    sign,
    terminate,
)

TODAY = date(2025, 11, 19)


def a_contract(**facts):
    return Contract(**(dict(id=1, account_id=2, signed_on=TODAY) | facts))


def refused(decision, *arguments):
    with pytest.raises(Refusal) as refusal:
        decision(*arguments)
    return refusal.value.key


def decimals(*numbers):
    return [Decimal(str(one)) for one in numbers]


def test_a_contract_may_not_end_before_it_starts():
    assert "contract_ends_before_start" == refused(sign, a_contract(ends_on=date(2024, 11, 18)))
    late = a_contract(starts_on=date(2026, 1, 1), ends_on=date(2025, 12, 31))
    assert "contract_ends_before_start" == refused(sign, late)
    assert "amount_not_positive" == refused(sign, a_contract(amount=Money.of(0, "CNY")))


def test_an_old_contract_may_be_written_down():
    old = a_contract(signed_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))

    assert old == sign(old)


def test_a_renewal_takes_over_on_the_day_after():
    old = a_contract(ends_on=date(2025, 12, 31))

    before, renewal = renew(old, a_contract(id=3, ends_on=date(2026, 12, 31)))

    assert ("renewed", 2) == (before.state, before.version)
    assert (1, date(2026, 1, 1), "active") == (renewal.renews_id, renewal.starts_on, renewal.state)
    assert not before.is_open
    assert renewal.is_open


def test_a_renewal_must_end_later():
    old = a_contract(ends_on=date(2025, 12, 31))

    assert "contract_not_longer" == refused(renew, old, a_contract(id=3, ends_on=date(2025, 12, 31)))


def test_a_contract_that_runs_out_holds_until_its_last_day():
    contract = a_contract(ends_on=date(2025, 12, 31))

    assert ("ended", date(2025, 12, 31)) == (let_run_out(contract).state, let_run_out(contract).ends_on)
    assert date(2025, 11, 30) == terminate(contract, date(2025, 11, 30)).ends_on
    assert "contract_ends_before_start" == refused(terminate, contract, date(2025, 1, 1))


def test_a_term_of_a_year_ends_on_the_day_before():
    assert date(2026, 11, 18) == end_of_term(TODAY, 12)
    assert keeps_term(TODAY, date(2026, 11, 18), 12)
    assert keeps_term(TODAY, date(2026, 11, 19), 12)
    assert not keeps_term(TODAY, date(2026, 12, 31), 12)


def test_notice_is_counted_back_from_the_end():
    assert date(2025, 12, 1) == a_contract(ends_on=date(2025, 12, 31), notice_days=30).notice_on()
    assert date(2025, 12, 1) == a_contract(ends_on=date(2025, 12, 31)).notice_on(30)
    assert a_contract(ends_on=date(2025, 12, 31), notice_days=0).notice_on(30) is None
    assert a_contract().notice_on(30) is None


def test_month_end_terms_count_from_the_end_of_the_invoices_month():
    assert date(2026, 3, 1) == due_after_invoice(date(2025, 12, 10), 60)
    assert date(2026, 2, 8) == due_after_invoice(date(2025, 12, 10), 60, from_month_end=False)
    assert date(2024, 2, 29) == month_end(date(2024, 2, 3))
    assert date(2024, 2, 29) == plus_months(date(2023, 12, 31), 2)


# -- instalments


def test_3_4_3_is_thirty_forty_thirty_percent():
    contract = a_contract(amount=Money.of(780_000, "CNY"), shares=shares_of(decimals(3, 4, 3)))

    assert [234_000, 312_000, 234_000] == [part.amount.amount for part in parts_of(contract)]
    assert shares_of(decimals(3, 4, 3)) == shares_of(decimals(30, 40, 30))


def test_a_retention_is_held_back_from_the_last_instalment_or_is_it():
    assert (3000, 4000, 2500, 500) == shares_of(decimals(3, 4, 3), Decimal(5))
    assert (3000, 6000, 1000) == shares_of(decimals(30, 60, 10), Decimal(10))
    assert "plan_retention_too_large" == refused(shares_of, decimals(5, 4, 1), Decimal(20))


@pytest.mark.parametrize("weights", [(3, 4, 4), (30, 30), (0, 10), (100, 1)])
def test_parts_that_do_not_make_a_whole_are_refused(weights):
    assert "plan_not_whole" == refused(shares_of, decimals(*weights))


def test_a_retention_alone_says_nothing_of_the_rest():
    parts = parts_of(a_contract(amount=Money.of(200_000, "CNY"), retained=500))

    assert [(Decimal(10_000), True)] == [(part.amount.amount, part.retention) for part in parts]
    assert () == parts_of(a_contract(amount=Money.of(200_000, "CNY")))
    assert () == parts_of(a_contract(shares=(5000, 5000)))


def tenths():
    """Ways to share ten tenths among two to six parts."""
    return (
        st.lists(st.integers(1, 9), min_size=1, max_size=5)
        .filter(lambda some: sum(some) < 10)
        .map(lambda some: [*some, 10 - sum(some)])
    )


@given(st.integers(1, 10**15), st.sampled_from(["CNY", "JPY", "KWD"]), tenths(), st.sampled_from([0, 5, 10]))
def test_instalments_always_add_up_to_the_whole(minor, currency, weights, retention):
    try:
        shares = shares_of([Decimal(one) for one in weights], Decimal(retention))
    except Refusal:  # more is held back than the last part is
        return
    contract = a_contract(amount=Money.of_minor(minor, currency), shares=shares, retained=retention * 100)

    parts = parts_of(contract)

    assert contract.amount == total((part.amount for part in parts), currency)
    assert 10_000 == sum(shares)
    assert bool(retention) == parts[-1].retention
