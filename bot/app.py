"""Puts the parts together: books, channels, clock, dispatcher, delivery, web; and runs them as a service, a demo, a
console or one sweep."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click
from aiohttp import web
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from bot.channels import Channel, Seated, Served
from bot.clock import Clock, tick
from bot.commands import Failed, backup_key_of, heads_file, open_books
from bot.commands.teams import first_team
from bot.delivery import TIMING, Delivery, Timing
from bot.desk import FrontDesk
from bot.dispatch import Dispatcher
from bot.importing.carrying import Carrier
from bot.installed import BooksVault
from bot.metrics import GROUPS, registry
from bot.nightly import Nightly, Plan
from bot.routes import COMMANDS
from bot.selfcheck import SelfCheck
from bot.settings import Settings, pace_of
from bot.shipping import Shipping
from bot.sweep import Swept, foreseen, sweep_all, team_ids, told
from bot.text import LANGUAGES, language_of, say
from bot.web.server import make_application, serving
from core.base.retention import Keep
from storage.database import Database
from storage.errors import Trouble
from storage.store import Store

if TYPE_CHECKING:
    from bot.suggester import Suggester

log = logging.getLogger("gengfu.app")
SWEEP_EVERY = 10  # seconds; what is due are rows, so this only sets how late a push may be
BESIDE = (
    4  # seconds until a sweep is looked at again that another process has begun: it may have frozen (storage.FROZEN)
)
STOP_WITHIN = 4  # seconds for what is in flight; the whole end takes less than ten
AGAIN_AFTER = 1
YOUNG = (10_000, 5, 200)  # `gc.set_threshold`: a look at 10,000 new objects, at the last 50,000, and hardly ever at all
Work = Callable[[], Awaitable[object]]


class App:
    """The parts of one process, sharing one database and one clock."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        timing: Timing = TIMING,
        suggester: Suggester | None = None,
        heartbeat: str | None = None,
        backups: Plan | None = None,
    ) -> None:
        self.database, self.channels, self.clock, self.suggester = database, channels, clock, suggester
        self.delivery = Delivery(database, channels, clock, timing)
        self.dispatcher = Dispatcher(database, channels, clock, self.delivery.wake, suggester)
        for channel in channels.values():
            if isinstance(channel, Seated):
                channel.desk = FrontDesk(database, self.dispatcher, channels)
        self.carrier = Carrier(database, clock, self.dispatcher.hearing, self.delivery.wake)
        self.selfcheck = SelfCheck(database, channels, clock, self.dispatcher, self.delivery, heartbeat)
        self.nightly = Nightly(database, backups, clock, self.delivery.wake) if backups else None
        self.shipping: Shipping | None = None
        if backups is not None and backups.ship is not None and database.is_sqlite:
            self.shipping = Shipping(database, backups, backups.ship, clock, self.delivery.wake)
        database.grouped = GROUPS.observe

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve every channel while the block runs; leaving it finishes what is in flight."""
        for channel in self.channels.values():
            await channel.set_menu(menus())
        loop = asyncio.get_running_loop()
        self.dispatcher.receiving.loop = self.dispatcher.apology.loop = self.selfcheck.loop = loop
        self.dispatcher.limit()
        threads = [
            Thread(target=self.dispatcher.serve, name="dispatcher", daemon=True),
            Thread(target=self.carrier.serve, name="importing", daemon=True),
            Thread(target=self.selfcheck.serve, name="self-check", daemon=True),
        ]
        if self.nightly is not None:
            threads.append(Thread(target=self.nightly.serve, name="backups", daemon=True))
        for thread in threads:
            thread.start()
        if self.shipping is not None:
            self.shipping.start()
        works: dict[str, Work] = {
            f"channel {name}": partial(one.run, self.dispatcher) for name, one in self.channels.items()
        }
        works |= {"delivery": self.delivery.run, "clock": partial(tick, {"sweep": (SWEEP_EVERY, self.sweep)})}
        tasks = [asyncio.create_task(kept_up(name, work)) for name, work in works.items()]
        try:
            yield
        finally:
            await ended(tasks)
            await self._finish(threads)

    async def _finish(self, threads: Sequence[Thread]) -> None:
        """What is in flight comes to its end, within limits; what does not is on disk and goes on at the next start."""
        until = time.monotonic() + STOP_WITHIN
        self.dispatcher.stop()
        self.carrier.stop()
        self.selfcheck.stop()
        if self.nightly is not None:
            self.nightly.stop()
        for thread in threads:
            await asyncio.to_thread(thread.join, max(0.1, until - time.monotonic()))
        self.dispatcher.receiving.close()
        self.dispatcher.ahead.close()
        if self.suggester is not None:
            self.suggester.close()
        await self.delivery.finish(max(0.1, until - time.monotonic()))
        if self.shipping is not None:  # the last piece has all of it
            await asyncio.to_thread(self.shipping.stop, STOP_WITHIN / 2)
        for channel in self.channels.values():
            await channel.close()

    async def sweep(self) -> None:
        """One look at what is due; a mistake in it must not end the ticking. What another process has begun is looked
        at until it is done: with the time a frozen one is given, a new one leads within 15 seconds."""
        while True:
            self.selfcheck.ticked = time.monotonic()
            try:
                swept = await asyncio.to_thread(sweep_all, self.database, self.clock())
            except Trouble as trouble:
                log.error("the sweep waits: %s", trouble.code)  # noqa: TRY400 - a fault, no mistake of ours
                return
            except Exception:
                log.exception("the sweep failed; it is tried again at the next tick")
                return
            if swept:
                self.delivery.wake()
            if all(one.finished for one in swept):
                return
            await asyncio.sleep(BESIDE)

    async def healthy(self) -> bool:
        """For /healthz: whether the ticks come, the writer writes, inbox and outbox move."""
        return await asyncio.to_thread(self.selfcheck.is_well)

    def metrics(self, backups: Path | None = None) -> CollectorRegistry:
        """What /metrics shows."""
        check = self.selfcheck
        return registry(
            self.database,
            self.clock,
            check.sweep_lag,
            lambda: check.tick_age,
            backups,
            self.shipping.lag if self.shipping else None,
        )

    def settle(self, *, sweep: bool = False, urgent: bool = False) -> list[Swept]:
        """Handle and send everything that waits, then return: for the console, dialogs and a single sweep."""
        self.dispatcher.drain()
        self.carrier.drain()
        swept = sweep_all(self.database, self.clock(), urgent=urgent) if sweep else []
        asyncio.run(self.delivery.drain())
        return swept


def menus() -> Mapping[str, list[tuple[str, str]]]:
    """The command menu in each language."""
    shown = [name for name, route in COMMANDS.items() if route.menu]
    return {one: [(name, say(one, f"help_{name}")[:250]) for name in shown] for one in LANGUAGES}


async def kept_up(name: str, work: Work) -> None:
    """Run until cancelled: a part that breaks by a mistake of ours is begun again, or nobody would hear its silence."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("%s broke; it is begun again", name)
        await asyncio.sleep(AGAIN_AFTER)


async def ended(tasks: Iterable[asyncio.Task[object]]) -> None:
    """Cancel until they end: a cancel that meets an `asyncio.wait_for` as it comes true is lost (Python before 3.12,
    gh-86296), in our libraries too, and the work would go on for ever."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_AFTER)


def settled() -> None:
    """What was made up to now stays as long as the process: Python need not look through it for circles every time. And
    what a long answer is made of is looked through young, a little at a time: all of it took everybody a third of a
    second, five times a question."""
    gc.freeze()
    gc.set_threshold(*YOUNG)


def stop_asked() -> asyncio.Event:
    """Set by SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(one, stopped.set)
    return stopped


async def until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    await stop_asked().wait()


def serve(settings: Settings, timing: Timing = TIMING) -> None:
    """`gengfu run`: every configured channel, until stopped."""
    with open_books(settings) as database:
        clock = clock_of(settings)
        code = first_team(database, settings, clock())
        if code is not None:
            click.echo(say(settings.locale, "serve_code", code=code))
        channels = channels_of(settings, clock, database)
        suggester, heartbeat = suggester_of(settings, database, clock), revealed(settings.heartbeat_url)
        app = App(database, channels, clock, timing, suggester, heartbeat, plan_of(settings))
        asyncio.run(_serve(app, settings))


async def _serve(app: App, settings: Settings) -> None:
    parts = [one.routes for one in app.channels.values() if isinstance(one, Served)]
    application, stopped = make_application(app.healthy, app.metrics(settings.backup_dir), *parts), stop_asked()
    async with listening(application, settings.http_host, settings.http_port) as port, app.running():
        settled()
        click.echo(say(settings.locale, "serve_ready", channels=tuple(app.channels), port=str(port)))
        await stopped.wait()


def channels_of(settings: Settings, clock: Clock, database: Database) -> dict[str, Channel]:
    """The configured channels; a platform's library is imported only here and only then."""
    channels: dict[str, Channel] = {}
    if settings.telegram_token is not None:
        from bot.channels.telegram import TelegramChannel

        token, proxy = settings.telegram_token.get_secret_value(), revealed(settings.telegram_proxy)
        hook, secret = revealed(settings.telegram_webhook_url), revealed(settings.telegram_webhook_secret) or ""
        channels["telegram"] = telegram = TelegramChannel(
            token, settings.telegram_base_url, proxy, hook, secret, now=clock
        )
        if pace := pace_of(settings.telegram_pace or ""):
            telegram.keep_pace(*pace)
    if settings.slack_bot_token is not None or settings.slack_client_id is not None:
        from bot.channels.slack import Install, SlackChannel

        def words(language: str | None, key: str) -> str:
            return say(language_of(language, settings.locale), key)

        client, client_secret = settings.slack_client_id, revealed(settings.slack_client_secret)
        channels["slack"] = SlackChannel(
            revealed(settings.slack_bot_token),
            revealed(settings.slack_app_token),
            revealed(settings.slack_signing_secret),
            settings.slack_base_url,
            revealed(settings.slack_proxy),
            install=Install(client, client_secret, BooksVault(database, "slack"), words)
            if client and client_secret
            else None,
            now=clock,
        )
    return channels


def revealed(secret: SecretStr | None) -> str | None:
    """The text of a secret, where there is one."""
    return secret.get_secret_value() if secret else None


def suggester_of(settings: Settings, database: Database, clock: Clock) -> Suggester | None:
    """The configured suggester; off unless an address is set, and then nothing of it is even imported."""
    if settings.suggester_url is None:
        return None
    from bot.suggester import Suggester

    def people(team_id: int) -> set[str]:
        return database.read(
            lambda transaction: Store(transaction, team_id, by=None, source=0, now=clock()).sales.contact_names()
        )

    key = settings.suggester_key.get_secret_value() if settings.suggester_key else ""
    return Suggester(settings.suggester_url, settings.suggester_model or "", key, people=people, clock=clock)


def plan_of(settings: Settings) -> Plan:
    """What is done at night: backups where a folder and a key are set, the audit's ends in any case."""
    key, at = backup_key_of(settings), time_of_day.fromisoformat(settings.backup_at)
    folder = settings.backup_dir if key else None
    keep = Keep.of(settings.backup_keep)
    return Plan(folder, key or "", at, settings.zone, keep, heads_file(settings), settings.ship)


def clock_of(settings: Settings) -> Clock:
    """Real time, or GENGFU_CLOCK's."""
    return Clock(settings.clock.at, settings.clock.factor) if settings.clock else Clock()


def sweep(settings: Settings, at: datetime | None, dry_run: bool, urgent: bool) -> list[dict[str, Any]]:
    """`gengfu watch`: one sweep as of a moment and one round of delivery; `dry_run` writes and sends nothing."""
    now = at or clock_of(settings)()
    with open_books(settings) as database:
        if dry_run:
            return [row for team_id in team_ids(database) for row in foreseen(database, team_id, now)]
        clock = Clock(now, 1)
        app = App(database, channels_of(settings, clock, database), clock)
        swept = asyncio.run(_sweep_once(app, urgent))
        return [row for one in swept for row in told(database, one.team_id, one.alerts)]


async def _sweep_once(app: App, urgent: bool) -> list[Swept]:
    for channel in app.channels.values():
        if hasattr(channel, "ready"):
            await channel.ready()
    swept = await asyncio.to_thread(sweep_all, app.database, app.clock(), urgent=urgent)
    await app.delivery.drain()
    for channel in app.channels.values():
        await channel.close()
    return swept


@asynccontextmanager
async def listening(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve HTTP while the block runs; a port somebody else has is said plainly."""
    page = serving(application, host, port)
    try:
        real_port = await page.__aenter__()
    except OSError as error:
        raise Failed("port_taken", port=str(port)) from error
    try:
        yield real_port
    finally:
        await page.__aexit__(None, None, None)
