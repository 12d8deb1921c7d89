"""What a platform is not to see is covered in every text that goes there."""

from __future__ import annotations

import pytest

from bot.covering import covered
from core.base.records import ERASED

PEOPLE = {"李总", "王建国", "Bob Lee", "Bob", ERASED}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("✅ 拜访 · 华星科技 · 李总", "✅ 拜访 · 华星科技 · 李●"),
        ("王建国 13800138000", "王●● 1●●●●●●●●●●"),
        ("bob@hx.cn, 12万 3月5日", "b●●●●●●●●, 12万 3月5日"),
        ("Visit · Globex · Bob Lee", "Visit · Globex · B●●●●●●"),
        ("欠 ¥50,000，都没到期", "欠 ¥50,000，都没到期"),
    ],
)
def test_names_and_numbers_keep_their_first_character_alone(text, shown):
    assert shown == covered(text, PEOPLE)
