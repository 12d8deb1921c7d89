"""A card longer than the platform takes is cut at a line, counted as Telegram counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.composing import cut


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


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
