"""The clock and its ticks. APScheduler only ticks; what is due are rows; a monotonic check puts the ticks back when the
wall clock jumps (APScheduler 3.11 stands still for as long as the clock went back)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("gengfu.clock")
CHECK = 10
JUMP = 5


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


async def tick(ticks: Mapping[str, tuple[float, Tick]]) -> None:
    """Run each tick every so many seconds until cancelled, also across clock jumps."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults=dict(misfire_grace_time=None, coalesce=True, max_instances=1)
    )
    for name, (seconds, work) in ticks.items():
        scheduler.add_job(work, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC))
    scheduler.start()
    try:
        await _mind_the_clock(scheduler, {name: seconds for name, (seconds, _) in ticks.items()})
    finally:
        scheduler.shutdown(wait=False)


async def _mind_the_clock(scheduler: AsyncIOScheduler, seconds: Mapping[str, float]) -> None:
    offset = time.time() - time.monotonic()
    while True:
        await asyncio.sleep(CHECK)  # asyncio sleeps on monotonic time
        if abs(time.time() - time.monotonic() - offset) > JUMP:
            offset = time.time() - time.monotonic()
            log.warning("the wall clock jumped; ticks are put back")
            for name, every in seconds.items():
                scheduler.reschedule_job(name, trigger="interval", seconds=every)
