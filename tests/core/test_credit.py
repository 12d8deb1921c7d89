"""The credit score: its points add up, it follows the ledger, and better behaviour never costs points."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.base.policy import CreditPolicy
from core.ledger import Allocation, Entries, Payment, Receivable, Score, WriteOff, grade_of, score
from core.ledger.credit import left_after
from tests.core.test_promising import WEEKDAYS, cny, owed, paid, part, promised

TODAY, POLICY = date(2026, 3, 2), CreditPolicy()
AT = datetime(2026, 3, 2, tzinfo=UTC)


def settled(row: int, amount: int, due: date, late: int) -> tuple[Receivable, Payment, Allocation]:
    on = due + timedelta(days=late)
    receivable = Receivable(
        id=row, account_id=1, amount=cny(amount), due_on=due, allocated=cny(amount), adjusted=cny(0)
    )
    return receivable, paid(row + 1000, amount, on), part(row + 2000, row + 1000, row, amount, on)


def rated(paid_late: list[int], still_open: list[Receivable] = (), **more: object) -> Score:  # type: ignore[assignment]
    rows = [settled(row, 100, TODAY - timedelta(days=200 + row), late) for row, late in enumerate(paid_late, 1)]
    entries = Entries(
        [one for one, _, _ in rows] + list(still_open), [one for _, one, _ in rows], [one for _, _, one in rows]
    )
    found = score(entries, more.get("promises", []), TODAY, WEEKDAYS, POLICY)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_nothing_to_judge_by_is_no_score() -> None:
    assert score(Entries([], [], []), [], TODAY, WEEKDAYS, POLICY) is None
    assert score(Entries([owed(1, 100, TODAY + timedelta(days=1))], [], []), [], TODAY, WEEKDAYS, POLICY) is None


def test_who_always_paid_in_time_has_all_the_points() -> None:
    found = rated([0] * 6)
    assert (found.points, found.grade) == (100, "A")


def test_a_newcomer_who_paid_once_is_not_yet_known() -> None:
    found = rated([0])
    assert {reason.key: reason.points for reason in found.reasons} == {
        "timing": 40, "overdue": 30, "promises": 15, "experience": 3,
    }  # fmt: skip


def test_who_never_paid_is_at_the_bottom() -> None:
    found = score(Entries([owed(1, 100, TODAY - timedelta(days=200))], [], []), [], TODAY, WEEKDAYS, POLICY)
    assert found is not None
    assert (found.points, found.grade) == (15, "E")


def test_the_worked_examples_of_the_page_are_what_the_code_says() -> None:
    """docs/credit-score.md: each figure of its examples is computed here and looked for in its text."""
    late, ahead = owed(50, 100, TODAY - timedelta(days=40)), owed(51, 300, TODAY + timedelta(days=9))
    second = rated([0, 0, 30, 45], [late, ahead], promises=[promised(1, TODAY - timedelta(days=30), 70)])
    never = score(Entries([owed(1, 100, TODAY - timedelta(days=200))], [], []), [], TODAY, WEEKDAYS, POLICY)
    assert never is not None
    page = Path("docs/credit-score.md").read_text("utf-8").split("## Worked examples")[1]
    first, middle, last = (
        " ".join(part.split()) for part in page.split("\n2. ")[:1] + page.split("\n2. ")[1].split("\n3. ")
    )

    assert f"{_sum(rated([0] * 6))} = **100, A**" in first
    for reason in second.reasons:
        assert f"**{reason.points}** of {reason.most}" in middle
    assert f"Together **{second.points}, {second.grade}**" in middle
    assert f"{_sum(never)} = **{never.points}, {never.grade}**" in last


def _sum(found: Score) -> str:
    return " + ".join(str(reason.points) for reason in found.reasons)


@pytest.mark.parametrize(("days", "left"), [(0, 100), (15, 83), (30, 50), (45, 41.5), (90, 17), (120, 0), (900, 0)])
def test_points_left_after_days_beyond_terms(days: int, left: float) -> None:
    assert float(left_after(days)) == left


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValidationError):
        CreditPolicy(weights=(50, 30, 15, 15))
    with pytest.raises(ValidationError):
        CreditPolicy(grades=(85, 70, 70, 40))


lateness = st.lists(st.integers(0, 150), min_size=1, max_size=8)


@given(lateness, st.integers(0, 300))
def test_points_add_up_and_stay_in_bounds(late: list[int], open_days: int) -> None:
    found = rated(late, [owed(50, 100, TODAY - timedelta(days=open_days))])
    assert found.points == sum(reason.points for reason in found.reasons)
    assert 0 <= found.points <= 100
    assert all(0 <= reason.points <= reason.most for reason in found.reasons)
    assert found.grade == grade_of(found.points, POLICY)


@given(lateness, st.integers(1, 60), st.data())
def test_paying_later_never_gains_points(late: list[int], more: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(late) - 1))
    later = [days + more if at == place else days for at, days in enumerate(late)]
    assert rated(later).points <= rated(late).points


@given(st.integers(1, 200), st.integers(1, 100))
def test_more_days_overdue_never_gain_points(days: int, more: int) -> None:
    def points(age: int) -> int:
        return rated([0, 0], [owed(50, 100, TODAY - timedelta(days=age))]).points

    assert points(days + more) <= points(days)


def test_what_was_written_off_is_no_better_than_what_was_paid_very_late() -> None:
    given_up = replace(owed(50, 100, TODAY - timedelta(days=10)), allocated=cny(100))
    entry = WriteOff(id=60, account_id=1, receivable_id=50, amount=cny(100), on=TODAY, recorded_at=AT)
    back = replace(entry, id=61, amount=cny(-100))
    paid_up = [settled(row, 100, TODAY - timedelta(days=200 + row), 0) for row in (1, 2)]
    receivables = [given_up, *(one for one, _, _ in paid_up)]
    payments, parts = [one for _, one, _ in paid_up], [one for _, _, one in paid_up]

    def points(*entries: WriteOff) -> dict[str, int]:
        found = score(Entries(receivables, payments, parts, (), entries), [], TODAY, WEEKDAYS, POLICY)
        assert found is not None
        return {reason.key: reason.points for reason in found.reasons}

    assert {"timing": 27, "experience": 5} == {key: points(entry)[key] for key in ("timing", "experience")}
    assert {"timing": 40, "experience": 5} == {key: points(entry, back)[key] for key in ("timing", "experience")}
