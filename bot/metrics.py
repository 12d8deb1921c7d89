"""What a process counts about itself, and what is read off the books when somebody asks: docs/operations.md says what
each means. Counts, ages and durations only: no name, no amount, no id."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from storage.database import Database
from storage.errors import Trouble
from storage.inbox import Inbox
from storage.outbox import Outbox

# Counted in the process, whoever uses it; a registry takes them up in `registry`.
SENDS = Counter("gengfu_sends", "Cards sent, by how that ended", ["channel", "result"], registry=None)
SENDING = Histogram(
    "gengfu_send_seconds", "From the request to the platform's answer", ["channel"],
    registry=None, buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60),
)  # fmt: skip
RECEIVED = Counter("gengfu_updates", "Updates a platform handed over, each counted once", ["channel"], registry=None)
ANSWERED = Histogram(
    "gengfu_answer_seconds", "From an update's arrival to its effects on disk", ["channel"],
    registry=None, buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60),
)  # fmt: skip
READING = Histogram(
    "gengfu_reading_seconds", "Opening and reading one message, before any write",
    registry=None, buckets=(0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1),
)  # fmt: skip
GROUPS = Histogram(
    "gengfu_writer_group_size", "Units of work that shared a commit (SQLite)",
    registry=None, buckets=(1, 2, 4, 8, 16, 32, 64, 128),
)  # fmt: skip
INCIDENTS = Counter("gengfu_incidents", "Updates that met a mistake of ours, each try counted", registry=None)
COUNTED = (SENDS, SENDING, RECEIVED, ANSWERED, READING, GROUPS, INCIDENTS)


def registry(
    database: Database,
    clock: Callable[[], datetime],
    sweep_lag: Callable[[], float],
    tick_age: Callable[[], float],
    backups: Path | None = None,
    ship_lag: Callable[[], float] | None = None,
) -> CollectorRegistry:
    """All that /metrics shows."""
    made = CollectorRegistry()
    for one in COUNTED:
        made.register(one)
    made.register(Books(database, clock, sweep_lag, tick_age, backups, ship_lag))
    ProcessCollector(registry=made)
    return made


class Books(Collector):
    """What waits and since when. It costs what waits, not what is stored."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        sweep_lag: Callable[[], float],
        tick_age: Callable[[], float],
        backups: Path | None,
        ship_lag: Callable[[], float] | None,
    ) -> None:
        self._database, self._clock, self._backups = database, clock, backups
        self._ages = {
            "gengfu_sweep_lag_seconds": ("How long the latest team has waited for its sweep", sweep_lag),
            "gengfu_tick_age_seconds": ("Since the last tick", tick_age),
        }
        if ship_lag is not None:
            self._ages["gengfu_ship_lag_seconds"] = ("Since all that was committed was in GENGFU_SHIP", ship_lag)

    def describe(self) -> list[Metric]:
        return []  # or registering would ask the books

    def collect(self) -> Iterator[Metric]:
        yield from (_gauge(name, words, value()) for name, (words, value) in self._ages.items())
        if (age := backup_age(self._backups)) is not None:
            yield _gauge("gengfu_backup_age_seconds", "Since the newest backup in GENGFU_BACKUP_DIR", age)
        try:
            inbox, outbox = self._database.read(lambda tx: (Inbox(tx).standing(), Outbox(tx).standing(self._clock())))
        except Trouble:
            yield _gauge("gengfu_books_readable", "Whether the books can be read", 0)
            return
        yield _gauge("gengfu_books_readable", "Whether the books can be read", 1)
        for name, states in (("inbox", inbox), ("outbox", outbox)):
            yield from self._queue(name, states)

    def _queue(self, name: str, states: Mapping[str, tuple[int, datetime | None]]) -> Iterator[Metric]:
        now = self._clock()
        rows = GaugeMetricFamily(f"gengfu_{name}_rows", f"Rows of the {name} not at a good end", labels=["state"])
        ages = GaugeMetricFamily(f"gengfu_{name}_oldest_seconds", "How long the oldest waits", labels=["state"])
        for state, (count, since) in states.items():
            rows.add_metric([state], count)
            ages.add_metric([state], max(0.0, (now - since).total_seconds()) if since else 0.0)
        yield rows
        yield ages


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def backup_age(folder: Path | None) -> float | None:
    """Seconds since the newest backup in a folder; None where there is none to be seen."""
    try:
        found = [one.stat().st_mtime for one in folder.glob("*.books")] if folder else []
    except OSError:
        return None
    return max(0.0, time.time() - max(found)) if found else None
