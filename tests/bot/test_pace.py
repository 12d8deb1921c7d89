"""The platforms' limits are used up and never passed, however long a send takes (R7)."""

from dataclasses import replace

from bot.channels.telegram import TelegramChannel
from bot.delivery import Pace

LIMITS = replace(TelegramChannel.capabilities, per_second=30, per_chat_seconds=1, per_group_minute=20)


def test_no_second_holds_more_than_is_allowed():
    """As the platform sees it: each message arrives somewhere between its start and its answer."""
    pace, now, seen = Pace(LIMITS), 0.0, []
    for number in range(300):
        now += pace.wait_for_all(now)
        assert not pace.wait(str(number), True, now)
        pace.take()
        took = 0.05 if number % 30 == 0 else 0.001  # the line is slow for the first of each second
        seen.append(now + took * 0.99)
        pace.landed(str(number), True, now + took)
        now += 0.001

    assert all(later - earlier >= 1 for earlier, later in zip(seen, seen[30:], strict=False))
    assert 270 / (seen[-1] - seen[29]) > 30 * 0.94


def test_a_chat_and_a_group_have_limits_of_their_own():
    pace = Pace(LIMITS)
    pace.take()
    assert pace.wait("1", False, 10) == 0
    pace.landed("1", False, 10)
    assert (1, 0) == (pace.wait("1", False, 10), pace.wait("2", False, 10))
    for second in range(11, 30):
        pace.take()
        pace.landed("1", False, second)
    assert 70 == 30 + pace.wait("1", False, 30)

    pace.hold("2", 7, 30)
    assert (7, 0) == (pace.wait("2", True, 30), pace.wait("3", True, 30))


def test_what_was_not_sent_after_all_costs_nothing():
    pace = Pace(replace(LIMITS, per_second=1))
    pace.take()
    assert pace.wait_for_all(5) > 0
    pace.missed()
    assert pace.wait_for_all(5) == 0
