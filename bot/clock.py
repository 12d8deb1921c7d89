"""The clock and its ticks. APScheduler only ticks; what is due are rows; a monotonic check puts the ticks back when the
wall clock jumps (APScheduler 3.11 stands still for as long as the clock went back)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger("gengfu.clock")
CHECK = 10  # seconds between two looks at whether the ticks come
LATE = 5


class Clock:
    """Now, in aware UTC. With `start` it runs from there, `factor` times as fast as real time, and may be set on."""

    def __init__(self, start: datetime | None = None, factor: float = 1) -> None:
        self._start, self._factor, self._since = start, factor, time.monotonic()

    def __call__(self) -> datetime:
        if self._start is None:
            return datetime.now(UTC)
        elapsed = (time.monotonic() - self._since) * self._factor
        return self._start.astimezone(UTC) + timedelta(seconds=elapsed)

    def move_to(self, moment: datetime) -> None:
        """Set a demo clock on; it never goes back."""
        if self._start is None:
            raise RuntimeError("only a demo clock is set")
        self._start, self._since = max(moment, self()), time.monotonic()


Tick = Callable[[], Awaitable[None]]


class Beat:
    """A tick that knows when it last began, on the monotonic clock."""

    def __init__(self, work: Tick, seconds: float) -> None:
        self._work, self.seconds = work, seconds
        self.began, self.runs = time.monotonic(), 0

    async def __call__(self) -> None:
        self.began = time.monotonic()
        self.runs += 1
        try:
            await self._work()
        finally:
            self.runs -= 1

    @property
    def is_late(self) -> bool:
        """It should have begun again by now and does not run either."""
        return not self.runs and time.monotonic() - self.began > self.seconds + LATE


async def tick(ticks: Mapping[str, tuple[float, Tick]], check: float = CHECK) -> None:
    """Run each tick every so many seconds until cancelled, whatever the wall clock does."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults=dict(misfire_grace_time=None, coalesce=True, max_instances=1)
    )
    beats = {name: Beat(work, seconds) for name, (seconds, work) in ticks.items()}
    for name, beat in beats.items():
        scheduler.add_job(beat.__call__, "interval", seconds=beat.seconds, id=name, next_run_time=datetime.now(UTC))
    scheduler.start()
    try:
        await _mind_the_clock(scheduler, beats, check)
    finally:
        scheduler.shutdown(wait=False)


async def _mind_the_clock(scheduler: AsyncIOScheduler, beats: Mapping[str, Beat], check: float) -> None:
    """APScheduler waits for moments of the wall clock; asyncio sleeps, and we compare, on the monotonic one. So a tick
    that does not come when it should is put back, within `check` and what is LATE, whatever the reason."""
    while True:
        await asyncio.sleep(check)
        for name, beat in beats.items():
            if beat.is_late:
                log.warning("the tick %s did not come; it is put back", name)
                now = datetime.now(UTC)
                trigger = IntervalTrigger(seconds=beat.seconds, start_date=now, timezone=UTC)
                scheduler.modify_job(name, trigger=trigger, next_run_time=now)
                scheduler.wakeup()
