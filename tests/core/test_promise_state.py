"""Whether a promise to pay was kept: by its amount, its share, or all that was open."""

from dataclasses import replace
from datetime import date

import pytest

from core.base.money import Money
from core.ledger import Promise, Receivable, promise_state

DAY = date(2026, 3, 25)


def yuan(amount: int) -> Money:
    return Money.of(amount, "CNY")


def promised(**more: object) -> Promise:
    return replace(Promise(id=1, account_id=2, by_on=DAY, said_on=date(2026, 3, 20)), **more)  # type: ignore[arg-type]


def still_open(row: int = 5, due: date = DAY) -> Receivable:
    return Receivable(id=row, account_id=2, amount=yuan(9), due_on=due, allocated=yuan(0), adjusted=yuan(0))


@pytest.mark.parametrize(
    ("came_in", "over", "state"),
    [
        ([], False, "open"),
        ([], True, "broken"),
        ([yuan(149)], True, "broken"),
        ([yuan(150)], False, "kept"),
        ([yuan(200)], True, "kept"),
        ([Money.of(900, "USD")], True, "broken"),
    ],
)
def test_an_amount_is_kept_once_that_much_came_in(came_in: list[Money], over: bool, state: str) -> None:
    assert promise_state(promised(amount=yuan(150)), came_in, [still_open()], over) == state


def test_all_of_it_is_kept_once_nothing_it_covers_is_open() -> None:
    later = still_open(due=date(2026, 4, 20))

    assert promise_state(promised(), [yuan(5)], [later], over=True) == "kept"
    assert promise_state(promised(), [yuan(5)], [later, still_open()], over=True) == "broken"
    assert promise_state(promised(receivable_id=7), [], [still_open(row=5)], over=True) == "kept"
    assert promise_state(promised(receivable_id=5), [], [still_open(row=5)], over=False) == "open"


def test_a_share_is_kept_once_anything_came_in() -> None:
    assert promise_state(promised(percent=30), [yuan(1)], [still_open()], over=True) == "kept"
    assert promise_state(promised(percent=30), [], [still_open()], over=True) == "broken"
