"""Puts the parts together: books, channels, clock, dispatcher, delivery, web; and runs them as a service, a demo, a
console or one sweep."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from threading import Thread

from bot.channels import Channel
from bot.clock import Clock, tick
from bot.delivery import Delivery, Timing
from bot.dispatch import Dispatcher
from bot.routes import COMMANDS
from bot.sweep import Swept, sweep_all
from bot.text import LANGUAGES, say
from storage.database import Database

log = logging.getLogger("gengfu.app")
SWEEP_EVERY = 20  # seconds; what is due are rows, so this only sets how late a push may be
STOP_WITHIN = 8


class App:
    """The parts of one process, sharing one database and one clock."""

    def __init__(
        self, database: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime], timing: Timing = Timing()
    ) -> None:  # fmt: skip
        self.database, self.channels, self.clock = database, channels, clock
        self.delivery = Delivery(database, channels, clock, timing)
        self.dispatcher = Dispatcher(database, channels, clock, committed=self.delivery.wake)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve every channel while the block runs; leaving it finishes what is in flight."""
        thread = Thread(target=self.dispatcher.serve, name="dispatcher", daemon=True)
        thread.start()
        tasks = [asyncio.create_task(channel.run(self.dispatcher)) for channel in self.channels.values()]
        tasks += [
            asyncio.create_task(self.delivery.run()),
            asyncio.create_task(tick({"sweep": (SWEEP_EVERY, self.sweep)})),
        ]
        for channel in self.channels.values():
            await channel.set_menu(menus())
        self.dispatcher.wake()
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.dispatcher.stop()
            await asyncio.to_thread(thread.join, STOP_WITHIN)
            await self.delivery.finish(STOP_WITHIN)
            for channel in self.channels.values():
                await channel.close()

    async def sweep(self) -> None:
        """One look at what is due; a mistake in it must not end the ticking."""
        try:
            swept = await asyncio.to_thread(sweep_all, self.database, self.clock())
        except Exception:
            log.exception("the sweep failed; it is tried again at the next tick")
            return
        if swept:
            self.delivery.wake()

    def settle(self, *, sweep: bool = False, urgent: bool = False) -> list[Swept]:
        """Handle and send everything that waits, then return: for the console, dialogs and a single sweep."""
        self.dispatcher.drain()
        swept = sweep_all(self.database, self.clock(), urgent=urgent) if sweep else []
        asyncio.run(self.delivery.drain())
        return swept


def menus() -> Mapping[str, list[tuple[str, str]]]:
    """The command menu in each language."""
    shown = [name for name, route in COMMANDS.items() if route.menu]
    return {one: [(name, say(one, f"help_{name}")[:250]) for name in shown] for one in LANGUAGES}


async def until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(one, stopped.set)
    await stopped.wait()


def demo_clock(settings_clock: object) -> Clock:
    """The clock of the settings, or real time."""
    if settings_clock is None:
        return Clock()
    return Clock(settings_clock.at, settings_clock.factor)  # type: ignore[attr-defined]
