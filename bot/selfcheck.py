"""The watchman is watched: whether the ticks come, the writer writes, inbox and outbox move and every sweep is done.

It runs in a thread of its own, on the monotonic clock, so that nothing it watches can hold it up. What it finds twice
in a row reaches a manager in private; a heartbeat address hears from us only while all is well. What each fault means
and what to do stands in docs/operations.md.
"""

from __future__ import annotations

import asyncio
import logging
import time
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any

from bot.channels import Channel, Message
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.message import Card, line
from bot.post import Place, private_place, send
from bot.sweep import requeue_lost, sweep_lags
from bot.text import say
from storage.database import Database
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

log = logging.getLogger("gengfu.selfcheck")
FIRST = -1  # the urgency of what we say of ourselves: before everything that waits


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. Tests shorten them."""

    every: float = 60  # between two looks; a fault is told at the second that finds it
    audit: float = 900  # between two looks for alerts that nobody was told of
    tick: float = 90  # without one: the ticks stand
    write: float = 4  # for the writer to do nothing
    inbox: float = 120  # an update waits so long, and none was handled for half of it: stuck
    outbox: float = 300  # the same for a card
    sweep: float = 90  # after its hour
    tries: int = 12  # of one card, about five minutes of them
    heartbeat: float = 10


LIMITS = Limits()
FAULTS = ("tick", "writer", "inbox", "outbox", "sweep")
BY_OURSELVES = ("outbox", "writer")  # told past the outbox: that is what stands still


class SelfCheck:
    """Looks at one process. `ticked` is when the last tick began, on the monotonic clock."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        dispatcher: Dispatcher,
        delivery: Delivery,
        heartbeat: str | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._database, self._channels, self._clock = database, channels, clock
        self._dispatcher, self._delivery = dispatcher, delivery
        self._heartbeat, self._limits = heartbeat, limits
        self.ticked = time.monotonic()
        self.loop: asyncio.AbstractEventLoop | None = None
        self._stopped = Event()
        self._before: set[str] = set()
        self._told: set[str] = set()

    # -- what it looks at

    def is_well(self) -> bool:
        """For /healthz: whether this process does its work. What is only one team's is not in it."""
        return not self._own_faults()

    def faults(self) -> dict[str, list[int]]:
        """Fault -> the teams it concerns, [] for all."""
        found: dict[str, list[int]] = {key: [] for key in self._own_faults()}
        if "writer" not in found and (late := self._late_teams()):
            found["sweep"] = late
        return found

    def _own_faults(self) -> list[str]:
        checks = {"tick": self._ticks, "writer": self._writes, "inbox": self._inbox_moves, "outbox": self._outbox_moves}
        return [key for key, is_well in checks.items() if not _passes(is_well)]

    @property
    def tick_age(self) -> float:
        """Seconds since the last tick began."""
        return time.monotonic() - self.ticked

    def _ticks(self) -> bool:
        return self.tick_age <= self._limits.tick

    def _writes(self) -> bool:
        self._database.submit(lambda _: None).result(self._limits.write)
        return True

    def _inbox_moves(self) -> bool:
        if time.monotonic() - self._dispatcher.ended_at < self._limits.inbox / 2:
            return True
        oldest = self._database.read(lambda tx: [Inbox(tx).oldest(name) for name in self._channels])
        return all(self._age(since) <= self._limits.inbox for since in oldest if since is not None)

    def _outbox_moves(self) -> bool:
        now = self._clock()
        heads, tried = self._database.read(
            lambda tx: (Outbox(tx).heads(now), Outbox(tx).tried_often(self._limits.tries))
        )
        if any(name in self._channels for name in tried):
            return False
        if time.monotonic() - self._delivery.ended_at < self._limits.outbox / 2:
            return True
        late = (one for one in heads if one.channel in self._channels)
        return all(self._age(one.due_at) <= self._limits.outbox for one in late)

    def _age(self, since: datetime) -> float:
        return (self._clock() - since).total_seconds()

    def _late_teams(self) -> list[int]:
        lags = sweep_lags(self._database, self._clock())
        return [team_id for team_id, lag in lags.items() if lag > self._limits.sweep]

    def sweep_lag(self) -> float:
        """For /metrics: how long the latest team has waited for its sweep."""
        return max(sweep_lags(self._database, self._clock()).values(), default=0.0)

    # -- what it does about it

    def serve(self) -> None:
        """Look until stopped; runs in a thread of its own."""
        audited = time.monotonic()
        while not self._stopped.wait(self._limits.every):
            try:
                self.look()
                if time.monotonic() - audited >= self._limits.audit:
                    audited = time.monotonic()
                    self.audit()
            except Exception:
                log.exception("the self-check failed; it is tried again")

    def stop(self) -> None:
        self._stopped.set()

    def look(self) -> None:
        """One look: tell what is wrong for the second time running, say so when it is well again, or beat the heart."""
        found = self.faults()
        for key, teams in found.items():
            log.error("not well: %s", key, extra={"teams": teams} if teams else None)
            if key in self._before and key not in self._told and self._tell(f"unwell_{key}", key, teams):
                self._told.add(key)
        for key in self._told - set(found):
            log.info("well again: %s", key)
            self._told.discard(key)
            self._tell("well_again", key, [], what=line(f"unwell_name_{key}"))
        self._before = set(found)
        if not found and self._heartbeat is not None:
            beat(self._heartbeat, self._limits.heartbeat)

    def audit(self) -> int:
        """Every alert said aloud has a card: what has none is said again; how many."""
        lost = requeue_lost(self._database, self._clock())
        if lost:
            log.error("%s alerts had no card; they are said again", lost)
            self._delivery.wake()
        return lost

    def _tell(self, key: str, fault: str, teams: list[int], **facts: Any) -> bool:
        """Tell managers in private; False: nobody could be told, try again at the next look."""
        if fault in BY_OURSELVES:
            return self._tell_ourselves(key, facts)
        try:
            told = self._database.submit(lambda tx: self._queue(tx, key, teams, facts)).result(self._limits.write)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next look tries again
            log.warning("managers could not be told: %s", getattr(error, "code", type(error).__name__))
            return False
        self._delivery.wake()
        return told

    def _queue(self, transaction: Transaction, key: str, teams: list[int], facts: Mapping[str, Any]) -> bool:
        now = self._clock()
        told = False
        for team_id in teams or House(transaction).team_ids():
            store = Store(transaction, team_id, by=None, source=transaction.database.ids.new(now), now=now)
            for place in places(store):
                send(store, place, Card((line(key, **facts),)), urgency=FIRST)
                told = True
        return told

    def _tell_ourselves(self, key: str, facts: Mapping[str, Any]) -> bool:
        """Past the outbox; once is enough where a manager has several platforms."""
        if self.loop is None:
            return False
        found = self._database.read(
            lambda tx: [
                place
                for team_id in House(tx).team_ids()
                for place in places(Store(tx, team_id, by=None, source=0, now=self._clock()))
            ]
        )
        sent = [self._send(place, say(place.language, key, **facts)) for place in found]
        return any(one is not None and _arrived(one, self._limits.heartbeat) for one in sent)

    def _send(self, place: Place, text: str) -> Future[Any] | None:
        channel = self._channels.get(place.channel)
        if channel is None or self.loop is None:
            return None
        return asyncio.run_coroutine_threadsafe(_sent(channel, place.chat, text), self.loop)


async def _sent(channel: Channel, chat: str, text: str) -> Any:
    return await channel.send(chat, Message(text))


def _arrived(sending: Future[Any], seconds: float) -> bool:
    try:
        return sending.result(seconds).kind == "sent"  # type: ignore[no-any-return]
    except (TooSlow, Exception):  # noqa: BLE001 - the next look tries again
        return False


def _passes(is_well: Callable[[], bool]) -> bool:
    """Books that cannot be asked are not well either."""
    try:
        return is_well()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said
        log.warning("a check failed: %s", getattr(error, "code", type(error).__name__))
        return False


def places(store: Store) -> list[Place]:
    """Where a team's managers can be told something in private; where none can, its admins."""
    for role in ("manager", "admin"):
        if found := [place for one in store.people.with_role(role) if (place := private_place(store, one))]:
            return found
    return []


def beat(address: str, seconds: float) -> bool:
    """Ask the heartbeat address once; that it answers is all we want to know of it."""
    request = urllib.request.Request(address, headers={"User-Agent": "gengfu"})  # noqa: S310 - http(s), checked in settings
    try:
        with urllib.request.urlopen(request, timeout=seconds):  # noqa: S310
            return True
    except (OSError, ValueError) as error:
        log.warning("the heartbeat address could not be reached (%s)", type(error).__name__)
        return False
