"""What a platform is not to see is covered in every text that goes there."""

from __future__ import annotations

import pytest

from bot.covering import covered, for_a_group
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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("📝 华星：电话13900139000，发票寄前台", "📝 华星：电话139****9000，发票寄前台"),
        ("li.lei@hx.cn or +1 415 555 0177", "l***@hx.cn or 141****0177"),
        ("微信 lilei_88 加一下", "微信 l*** 加一下"),
        ("139****9000，欠 ¥50,000，HX-2026-0138", "139****9000，欠 ¥50,000，HX-2026-0138"),
    ],
)
def test_in_a_group_nobody_can_be_reached_by_what_is_said_there(text, shown):
    assert shown == for_a_group(text)
    assert shown == for_a_group(shown)
