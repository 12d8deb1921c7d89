"""Limits: one arithmetic for limit, grade, overdue, whitelist and exception; and after each way out the check passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.base.ids import first_id
from core.base.money import Money
from core.base.policy import CreditPolicy
from core.ledger import (
    CreditTerms,
    Delivery,
    Line,
    Receivable,
    Sale,
    excepted,
    limited,
    line_of,
    not_billed,
    set_free,
    unbilled,
    ways_out,
)
from core.ledger.limits import delivered_unbilled
from tests.core.test_promising import cny, owed

TODAY, POLICY, ZERO = date(2026, 3, 2), CreditPolicy(), cny(0)
NOTHING = CreditTerms(id=1, account_id=1)


def a_line(
    terms: CreditTerms = NOTHING, default: int | None = None, grade: str | None = None, open_now: list[Receivable] = (),
    agreed: int = 0, ahead: int = 0, went: int = 0, policy: CreditPolicy = POLICY,
) -> Line:  # type: ignore[assignment]  # fmt: skip
    tier = None if default is None else cny(default)
    return line_of("CNY", terms, tier, grade, open_now, cny(agreed), cny(went), cny(ahead), TODAY, policy)


def in_days(amount: int, days: int, row: int = 1) -> Receivable:
    return owed(row, amount, TODAY + timedelta(days=days))


def test_its_own_limit_comes_before_its_tiers() -> None:
    own = limited(NOTHING, cny(500))

    assert (cny(500), True) == ((line := a_line(own, 300)).limit, line.own)
    assert (cny(300), False) == ((line := a_line(NOTHING, 300)).limit, line.own)
    assert a_line().room is None
    assert a_line(limited(NOTHING, Money.of(500, "USD"))).room is None


def test_what_is_used_is_open_and_unbilled_less_what_was_paid_ahead() -> None:
    line = a_line(limited(NOTHING, cny(500)), open_now=[in_days(200, 8)], agreed=150, ahead=50)

    assert (cny(300), cny(200)) == (line.used, line.room)
    assert line.passes(cny(200))
    assert not line.passes(cny(201))


def test_a_grade_may_use_its_share_and_the_worst_nothing_even_without_a_limit() -> None:
    assert cny(250) == a_line(limited(NOTHING, cny(500)), grade="D").may_use
    assert cny(500) == a_line(limited(NOTHING, cny(500)), grade="C").may_use
    assert cny(0) == a_line(grade="E").may_use
    assert a_line(grade="D").may_use is None


def test_what_is_long_overdue_stops_credit() -> None:
    assert cny(0) == a_line(limited(NOTHING, cny(500)), open_now=[in_days(10, -91)]).may_use
    assert cny(500) == a_line(limited(NOTHING, cny(500)), open_now=[in_days(10, -90)]).may_use
    never = POLICY.model_copy(update={"stop_overdue": 0})
    assert cny(500) == a_line(limited(NOTHING, cny(500)), open_now=[in_days(10, -600)], policy=never).may_use


def test_the_whitelist_and_an_exception_hold_until_their_day() -> None:
    stopped = [in_days(100, -99)]
    for until, free in ((TODAY, True), (TODAY - timedelta(days=1), False)):
        terms = set_free(limited(NOTHING, cny(50)), until, "old customer", 7)
        assert free == a_line(terms, open_now=stopped).passes(cny(10**6))
        terms = excepted(limited(NOTHING, cny(50)), cny(300), until)
        assert free == a_line(terms, open_now=stopped).passes(cny(200))
        assert not a_line(terms, open_now=stopped).passes(cny(201))


def test_one_sale_counts_once_however_it_was_logged() -> None:
    deal = Sale(cny(800), frozenset({10}), since=11)
    after = in_days(300, 8, 20)

    assert cny(800) == unbilled([deal], [], "CNY")
    assert cny(500) == unbilled([deal], [replace(after, deal_id=10)], "CNY")
    assert cny(500) == unbilled([deal], [after], "CNY")  # names nothing, and came after
    assert cny(800) == unbilled([deal], [replace(after, id=5)], "CNY")  # was there before
    assert cny(0) == unbilled([deal], [in_days(900, 8, 20)], "CNY")
    assert Money.zero("USD") == unbilled([deal], [], "USD")


def test_goods_that_went_count_until_they_are_billed_and_once_with_what_was_sold() -> None:
    written = first_id(datetime(2026, 2, 10, tzinfo=UTC))
    went = Delivery(id=written, account_id=1, amount=cny(200), done_on=date(2026, 2, 10), by_id=7)
    old, before, after = (
        replace(in_days(150, 8), id=first_id(datetime(2026, month, day, tzinfo=UTC)))
        for month, day in ((1, 2), (1, 20), (2, 20))
    )
    deal = Sale(cny(300), frozenset({10}), since=written)

    assert cny(200) == delivered_unbilled([went], [old], "CNY")  # billed too long before
    assert cny(50) == delivered_unbilled([went], [before], "CNY")
    assert cny(50) == delivered_unbilled([went], [after], "CNY")
    assert cny(0) == delivered_unbilled([went], [before, after], "CNY")
    assert cny(100) == delivered_unbilled([went, replace(went, id=written + 1)], [before, after], "CNY")
    assert Money.zero("USD") == delivered_unbilled([went], [], "USD")
    assert cny(0) == delivered_unbilled([replace(went, done_on=None), replace(went, void=True)], [], "CNY")
    assert cny(300) == not_billed([deal], [went], [], "CNY")  # of what was sold
    assert cny(200) == not_billed([], [went], [], "CNY")
    assert not a_line(limited(NOTHING, cny(500)), open_now=[in_days(200, 8)], went=200).passes(cny(101))


amounts = st.integers(1, 10_000)


@given(
    st.integers(0, 10_000), amounts, st.lists(st.tuples(amounts, st.integers(-100, 100), st.booleans()), max_size=6),
    st.integers(0, 5_000), st.integers(0, 5_000), st.sampled_from([None, *"ABCDE"]),
)  # fmt: skip
def test_after_each_way_out_the_check_passes(limit, asked, rows, agreed, ahead, grade) -> None:  # type: ignore[no-untyped-def]
    open_now = [
        replace(in_days(amount, days, row), promised_on=TODAY + timedelta(days=5) if promised else None)
        for row, (amount, days, promised) in enumerate(rows, 1)
    ]
    terms, sale = limited(NOTHING, cny(limit)), cny(asked)
    line = a_line(terms, grade=grade, open_now=open_now, agreed=agreed, ahead=ahead)
    ways = {one.kind: one for one in ways_out(line, sale, open_now, TODAY, POLICY)}

    assert line.passes(sale) == (not ways)
    if not ways:
        return
    assert {"prepay", "except"} <= set(ways)
    paid = a_line(
        terms, grade=grade, agreed=agreed, ahead=ahead, open_now=[]
    )  # all that is open at most, the rest ahead
    prepaid = replace(paid, open=line.open, advance=line.advance + ways["prepay"].amount, stopped=0)
    assert line.stopped or prepaid.passes(sale)
    assert not replace(prepaid, advance=prepaid.advance - cny(1)).passes(sale) or line.stopped
    raised = excepted(terms, ways["except"].amount, ways["except"].on)
    assert ways["except"].on >= TODAY
    assert a_line(raised, grade=grade, open_now=open_now, agreed=agreed, ahead=ahead).passes(sale)
    if split := ways.get("split"):
        assert split.amount + split.rest == sale
        assert line.passes(split.amount)
        agreed_now = replace(line, unbilled=line.unbilled + split.amount)
        assert not agreed_now.passes(split.rest)
        if split.on:
            came = sum((one.balance.amount for one in open_now
                        if TODAY <= (one.promised_on or one.due_on) <= split.on), ZERO.amount)  # fmt: skip
            assert replace(agreed_now, open=agreed_now.open - cny(int(came))).passes(split.rest)
