"""The clock may jump, stand or be set back: what is due is said soon after, and nothing twice (R6)."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers import base

from bot.clock import tick
from bot.sweep import sweep_all, sweep_lags
from core.base.records import evolve
from core.people import Identity
from core.sales import Task
from core.watch import Alert
from storage.outbox import Outbox
from tests.storage.cast import TODAY, found_team

MORNING = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)  # a Monday, 09:05 in Shanghai
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Wall:
    """A wall clock that is set, for APScheduler; the monotonic one runs on."""

    offset = timedelta()

    @classmethod
    def now(cls, zone=None):
        return datetime.now(zone) + cls.offset


@pytest.mark.parametrize("jump", [-30 * DAY, -DAY, -HOUR, HOUR, DAY], ids=str)
async def test_ticks_go_on_whatever_the_wall_clock_does(monkeypatch, jump):
    """Scaled: a tick every 0.2 s, looked at every 0.1 s; the promise is 60 s with ticks every 20. Forward by 30 days is
    the same as by one; APScheduler counts every tick that was left out, which 0.2 s make many."""
    monkeypatch.setattr(base, "datetime", Wall)
    monkeypatch.setattr("bot.clock.datetime", Wall)
    monkeypatch.setattr("bot.clock.LATE", 0.05)
    monkeypatch.setattr(Wall, "offset", timedelta())
    began: list[float] = []

    async def work() -> None:
        began.append(time.monotonic())

    async def at_least(count: int) -> None:
        async with asyncio.timeout(20):
            while len(began) < count:  # noqa: ASYNC110 - as long as it takes
                await asyncio.sleep(0.01)

    task = asyncio.create_task(tick({"sweep": (0.2, work)}, check=0.1))
    await at_least(2)
    Wall.offset = jump
    jumped = time.monotonic()
    await at_least(len(began) + 3)
    if jump >= -DAY:  # set right again; 30 days of left out ticks would be counted for a minute
        Wall.offset = timedelta()
        await at_least(len(began) + 3)
    task.cancel()

    print(f"after {jump}: {min(one for one in began if one > jumped) - jumped:.2f} s")
    assert max(later - earlier for earlier, later in pairwise(began)) < 20


async def test_a_tick_that_breaks_or_takes_long_is_not_begun_twice():
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.3)
        running -= 1
        raise OSError("a mistake")

    task = asyncio.create_task(tick({"sweep": (0.05, work)}, check=0.05))
    await asyncio.sleep(1)
    task.cancel()
    assert most == 1


# -- what is said


@pytest.fixture
def cast(open_books):
    team = found_team(open_books())
    team.save(Identity(id=team.new_id(), channel="test", user="li", member_id=team.li.id, chat="li"))
    return team


def due(cast, day: date, count: int = 1) -> None:
    task = lambda: Task(  # noqa: E731
        id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, due_on=day, note="回电话"
    )
    cast.save(*(task() for _ in range(count)))


def raised(cast) -> Counter[tuple[int, int]]:
    """(subject, stage) -> how often."""
    alerts = cast.read(lambda store: store.all(Alert))
    return Counter((one.subject_id, one.stage) for one in alerts)


def queued(cast) -> int:
    return cast.database.read(lambda tx: sum(count for count, _ in Outbox(tx).counts().values()))


@pytest.mark.parametrize("jump", [-30 * DAY, -DAY, -HOUR, HOUR, 6 * HOUR, DAY, 30 * DAY], ids=str)
def test_a_clock_that_was_wrong_for_a_while_repeats_and_misses_nothing(cast, jump):
    due(cast, TODAY, 3)
    sweep_all(cast.database, MORNING)
    said = queued(cast)
    for minute in range(3):
        sweep_all(cast.database, MORNING + jump + minute * timedelta(minutes=1))
    wrong = queued(cast)
    for minute in range(3):
        sweep_all(cast.database, MORNING + minute * timedelta(minutes=1))
    assert wrong == queued(cast), "set right again it repeats nothing"
    if jump < DAY:
        assert wrong == said, "a clock set back re-sends nothing"

    tomorrow = TODAY + DAY
    due(cast, tomorrow, 1)
    sweep_all(cast.database, MORNING + DAY)
    assert wrong < queued(cast), "and the next morning comes"
    assert set(raised(cast).values()) == {1}


@pytest.mark.parametrize(
    ("push_at", "first"),
    [
        (time_of_day(1, 30), date(2027, 11, 5)),  # the hour that comes twice, in the night to Sunday the 7th
        (time_of_day(2, 30), date(2027, 3, 12)),  # the hour that is left out, in the night to Sunday the 14th
    ],
)
def test_summer_time_begins_and_ends(cast, push_at, first, scale):
    """Through the days around it in steps of half an hour (ten minutes): one sweep each working day, at its hour or the next there is."""
    zone = ZoneInfo("America/New_York")
    cast.save(evolve(cast.team, timezone="America/New_York", policy=f'{{"watch": {{"push_at": "{push_at}"}}}}'))
    now, days = datetime.combine(first, time_of_day(0), zone).astimezone(UTC), []
    minutes = scale(30, 10)
    for _ in range(24 * 5 * 60 // minutes):
        days += [now.astimezone(zone) for _ in sweep_all(cast.database, now)]
        assert all(lag < 1000 for lag in sweep_lags(cast.database, now).values())
        now += timedelta(minutes=minutes)
    mornings = [one for one in days if one.time() < time_of_day(12)]
    assert len({one.date() for one in mornings}) == len(mornings) >= 3
