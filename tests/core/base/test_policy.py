"""The policy: every threshold knows its range from the model itself, and a change is the next version."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.base.policy import SETTINGS, Policy, Setting, policy_from

NUMBERS = [one for one in SETTINGS.values() if one.least is not None and one.count is None]
LISTS = [one for one in SETTINGS.values() if one.count is not None and not one.exact]


@given(st.sampled_from(NUMBERS), st.integers(-(10**12), 10**12))
def test_a_number_is_taken_exactly_within_its_range(setting: Setting, value: int) -> None:
    if setting.least <= value <= setting.most:  # type: ignore[operator]
        fresh = setting.changed(Policy(), value)
        assert (value, 2) == (setting.of(fresh), fresh.version)
    else:
        with pytest.raises(ValidationError):
            setting.changed(Policy(), value)


@pytest.mark.parametrize("setting", LISTS, ids=lambda one: one.name)
def test_a_list_holds_so_many_numbers_of_its_range(setting: Setting) -> None:
    assert (0, 3650, 12) == (setting.least, setting.most, setting.count)
    for wrong in ((-1,), (3651,), tuple(range(13))):
        with pytest.raises(ValidationError):
            setting.changed(Policy(), wrong)
    assert () == setting.of(setting.changed(Policy(), ()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights", (50, 30, 15, 15)),
        ("grades", (85, 70, 70, 40)),
        ("grades", (85, 70, 55, 0)),
        ("grade_shares", (100, 100, 50, 60, 0)),
        ("warn_from", "F"),
        ("push_at", "noon"),
    ],
)
def test_what_does_not_hold_together_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        SETTINGS[name].changed(Policy(), value)


@given(st.sampled_from(list(SETTINGS.values())))
def test_what_is_kept_of_a_change_gives_the_value_back(setting: Setting) -> None:
    kept = json.loads(setting.written(Policy()))
    again = setting.changed(policy_from(Policy().model_dump_json()), tuple(kept) if isinstance(kept, list) else kept)

    assert setting.default == setting.of(again)
