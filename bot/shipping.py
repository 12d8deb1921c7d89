"""While the bot serves: what was committed goes into GENGFU_SHIP within a minute of real time (SQLite).

One thread ships a piece a round (`storage/shipping.py`). Another sees to it that there is a proven base for them, one a
day and one for each chain, tries all pieces since the base before, clears away what nobody needs any more, and tells
managers in private when nothing could be shipped for ten minutes. A base is made in a process of its own, as every
backup is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from zoneinfo import ZoneInfo

from bot.message import Card, line
from bot.nightly import Plan, made_apart, tell_managers, trouble_line
from storage.backup import newest_first, thin_out
from storage.database import Database
from storage.errors import Trouble
from storage.people import House
from storage.pieces import prune
from storage.shipping import Shipper

log = logging.getLogger("gengfu.shipping")
ROUND = 40  # seconds: with what a round takes, nothing waits for a minute
TICK = 1
LOOK_EVERY = 20
BASE_EVERY = 24 * 3600
AGAIN = 600  # seconds after a base that failed
LATE = 600
BASES_WITH_PIECES = 2
"""The newest ones: of an older base its own state is kept, not each minute after it."""


class Shipping:
    """Looks after the second place of one process's books."""

    def __init__(
        self, database: Database, plan: Plan, folder: Path, clock: Callable[[], datetime], wake: Callable[[], None]
    ) -> None:
        self._database, self._plan, self._folder, self._clock, self._wake = database, plan, folder, clock, wake
        self._shipper: Shipper | None = None
        self._good = self._since = time.monotonic()
        self._base_tried: float | None = None
        self._base_of = ""
        self._base_at: datetime | None = None
        self._problem: Trouble | None = None
        self._base_problem: Trouble | None = None
        self._is_unproven = False
        self._stopped = Event()
        works = {"shipping": self._serve, "shipping bases": self._look_after}
        self._threads = [Thread(target=work, name=name, daemon=True) for name, work in works.items()]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """Ship the rest, then end; it may take so long."""
        self._stopped.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.1, until - time.monotonic()))

    def lag(self) -> float:
        """For how many seconds what was committed may be nowhere but here."""
        return time.monotonic() - (self._good if self._is_based() else self._since)

    def _serve(self) -> None:
        due = 0.0
        while not self._stopped.wait(TICK):
            with suppress(Trouble):
                if self._shipper is not None:
                    self._shipper.keep_hold()
            if time.monotonic() >= due:
                due = time.monotonic() + ROUND
                self.round()
        self.round()
        if self._shipper is not None:
            self._shipper.close()

    def round(self) -> None:
        """Ship what was committed since the last one; what cannot be shipped goes with the next."""
        began = time.monotonic()
        try:
            shipper = self._shipper = self._shipper or Shipper(self._database, self._folder, self._plan.key)
            if self._is_based() and self._base_at is not None:
                shipper.has_base(self._base_at)
            shipper.ship(self._clock())
            if self._base_problem is not None:
                shipper.failed(self._base_problem)
        except Trouble as trouble:
            self._failed(trouble)
        except Exception as error:
            log.exception("a round of shipping failed; it is tried again")
            self._failed(Trouble("shipping_lost", type(error).__name__))
        else:
            self._good, self._problem = began, None

    def _failed(self, trouble: Trouble) -> None:
        """Say why; a chain that is at its end makes room for another one, with a base of its own."""
        if self._problem is None or self._problem.code != trouble.code:
            log.error("nothing was shipped: %s %s", trouble.code, trouble.detail)
        self._problem = trouble
        if self._shipper is None:
            return
        with suppress(OSError):
            self._shipper.failed(trouble)
        if trouble.code == "shipping_lost":
            self._shipper.close()
            self._shipper, self._since, self._base_tried = None, time.monotonic(), None

    def _is_based(self) -> bool:
        return self._shipper is not None and self._base_of == self._shipper.standing.chain

    def _look_after(self) -> None:
        while not self._stopped.wait(TICK if self._base_tried is None else LOOK_EVERY):
            try:
                self.look()
            except Exception:
                log.exception("the look at what is shipped failed; it is tried again")

    def look(self) -> None:
        """Make a base if it is time; tell managers if nothing could be shipped for long."""
        tried, is_good = self._base_tried, self._is_based() and (self._base_problem is None or self._is_unproven)
        every = BASE_EVERY if is_good else AGAIN
        if self._shipper is not None and (tried is None or time.monotonic() - tried >= every):
            self._make_base(self._shipper.standing.chain)
        if self.lag() > LATE or self._is_unproven:
            self._tell()

    def _make_base(self, chain: str) -> None:
        self._base_tried, now = time.monotonic(), self._clock()
        try:
            made = made_apart(self._database, self._folder, self._plan.key, now, self._stopped, tries_pieces=True)
        except Trouble as trouble:
            self._base_problem = trouble
            log.error("no good base was made: %s %s", trouble.code, trouble.detail)  # noqa: TRY400 - a fault, no mistake of ours
            return
        if made is None:
            return
        self._base_at, self._base_of, self._base_problem = now, chain, made.unproven
        self._is_unproven = made.unproven is not None
        if made.unproven is not None:
            log.error("the pieces since the last base do not hold: %s", made.unproven.detail)
        thin_out(self._folder, self._plan.keep, self._plan.zone)
        gone = prune(self._folder, newest_first(self._folder)[:BASES_WITH_PIECES])
        log.info("a new base for what is shipped: %s rows, %s old pieces removed", made.made.manifest.count, gone)

    def _tell(self) -> None:
        """Once a day."""
        day = self._clock().astimezone(self._plan.zone).date().isoformat()
        minutes, problem = int(self.lag() // 60), self._problem or self._base_problem

        def card(_zone: ZoneInfo) -> Card:
            lines = [line("ship_late", minutes=minutes) if minutes * 60 >= LATE else line("ship_unproven")]
            if problem is not None:
                lines.append(trouble_line(problem.code, problem.detail))
            return Card((*lines, line("ship_late_do")))

        now = self._clock()
        if self._database.write(lambda tx: House(tx).claim("ship_told", day) and tell_managers(tx, card, now)):
            self._wake()
