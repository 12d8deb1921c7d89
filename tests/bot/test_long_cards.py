"""A card longer than the platform takes is cut at a line, counted as Telegram counts."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.composing import cut, listed, units
from bot.message import line
from bot.text import say_lines


def test_what_fits_is_left_alone() -> None:
    assert "a" * 4096 == cut("a" * 4096, 4096)


def test_whole_lines_are_kept() -> None:
    assert "one\ntwo\n…" == cut("one\ntwo\nthree three", 12)


def test_one_long_line_is_cut_where_it_must_be() -> None:
    assert "aaaaaaaa\n…" == cut("a" * 20, 10)


def test_a_pair_of_units_is_never_torn() -> None:
    assert "🏮🏮\n…" == cut("🏮" * 10, 7)


@given(st.text(max_size=200), st.integers(4, 100))
def test_it_always_fits(text: str, most: int) -> None:
    assert units(cut(text, most)) <= most


def test_rows_that_do_not_fit_are_counted_and_it_is_said_where_they_are() -> None:
    today = date(2026, 3, 5)
    rows = [line("digest_row_access", number=number, what=f"甲乙{number:03}厂") for number in range(1, 501)]
    lines = [line("digest_head", count=500, rule=line("digest_overdue"), sums=None), *rows]

    few, many = listed("zh-CN", lines[:20], today, 4096), listed("zh-CN", lines, today, 4096)

    text = say_lines("zh-CN", many, today)
    assert lines[:20] == few
    assert units(text) <= 4096
    assert f"还有 {501 - len(many) + 1} 条没列出" in text
    assert "/owes" in text
