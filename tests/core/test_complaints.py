"""Complaints: what one pauses, and what closing it lets be chased again."""

from __future__ import annotations

from datetime import date

import pytest

from core.base.money import Money
from core.base.refusal import Refusal
from core.ledger import Complaint, Receivable, close_complaint, complain, dispute

DAY, LATER = date(2026, 3, 2), date(2026, 3, 9)
ZERO = Money.zero("CNY")


def owed(row: int) -> Receivable:
    return Receivable(id=row, account_id=1, amount=Money.of("100", "CNY"), due_on=DAY, allocated=ZERO, adjusted=ZERO)


def complaint(row: int) -> Complaint:
    return Complaint(id=row, account_id=1, text="late", on=DAY, by_id=7)


def test_what_two_complaints_name_is_chased_again_when_the_last_is_closed() -> None:
    first, (paused,) = complain(complaint(10), [owed(1)], [], 7)
    assert paused.disputed
    assert paused.dispute == "late"
    assert first.pauses == (1,)
    second, changed = complain(complaint(11), [paused], [first], 7)
    assert changed == []
    assert second.pauses == (1,)

    closed, freed = close_complaint(first, [first, second], [paused], LATER)
    assert closed.state == "closed"
    assert freed == []
    _, (again,) = close_complaint(second, [second], [paused], LATER)
    assert not again.disputed
    assert again.resumed_on == LATER


def test_a_dispute_somebody_declared_is_not_ended_by_a_complaint() -> None:
    (declared,) = dispute([owed(1)], 8, DAY, "wrong sum")
    opened, changed = complain(complaint(10), [declared], [], 7)
    assert changed == []
    assert opened.pauses == ()
    closed, freed = close_complaint(opened, [opened], [declared], LATER)
    assert freed == []
    with pytest.raises(Refusal, match="complaint_closed"):
        close_complaint(closed, [], [], LATER)
