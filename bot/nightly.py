"""Every night, while the bot serves: a proven backup, and where the audit ended kept outside the database.

The backup is made at a quiet hour, in a process of its own (`backing_up.py`), outside of any write.
What became of it the house remembers (`storage/lately.py`). A night that was slept through is made good at the next
start; a backup that failed is tried again every hour; when none was good for 26 hours, managers hear of it in private.
"""

from __future__ import annotations

import json
import logging
import pickle
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

from bot.beside import process_of
from bot.message import Card, Line, line
from bot.mornings import leave
from bot.post import send
from bot.selfcheck import places
from core.base.retention import Keep
from storage.backup import Made, Manifest, thin_out
from storage.database import Database
from storage.errors import CODES, Trouble
from storage.heads import ends_of, keep
from storage.lately import Lately, began, lately, went_well, went_wrong
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

log = logging.getLogger("gengfu.nightly")
LOOK_EVERY = 20  # seconds
COUNTS_FOR = timedelta(hours=4)  # a good one so shortly before the hour serves for the night: cron may have made it
LATE = timedelta(hours=26)
LONGEST = 6 * 3600  # seconds for one backup
MODULE = "bot.backing_up"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where backups go (None: none are made), what encrypts them, at which hour of which zone, how many are kept; and
    the file that keeps where the audit ended; and where what is committed is shipped to (`shipping.py`)."""

    folder: Path | None
    key: str = field(repr=False)
    at: time
    zone: ZoneInfo
    keep: Keep
    audit_file: Path | None = None
    ship: Path | None = None

    def due_since(self, now: datetime) -> datetime:
        """The last time its hour came."""
        local = now.astimezone(self.zone)
        today = datetime.combine(local.date(), self.at, self.zone)
        return today if today <= local else datetime.combine(local.date() - timedelta(days=1), self.at, self.zone)

    def is_due(self, known: Lately, now: datetime) -> bool:
        """Whether no good one was made for the last night; one from the future was made while the clock was wrong."""
        last = known.last()
        return last is None or not self.due_since(now) - COUNTS_FOR <= last <= now + COUNTS_FOR


class Nightly:
    """Looks after the backups of one process's books."""

    def __init__(self, database: Database, plan: Plan, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._database, self._plan, self._clock, self._wake = database, plan, clock, wake
        self._stopped = Event()

    def serve(self) -> None:
        """Look until stopped; runs in a thread of its own."""
        while not self._stopped.wait(LOOK_EVERY):
            try:
                self.look()
            except Exception:
                log.exception("the look at the backups failed; it is tried again")

    def stop(self) -> None:
        self._stopped.set()

    def look(self) -> None:
        """Make the backup and keep the audit's ends if it is time; tell managers if there is no backup for too long."""
        known = self._database.read(lately)
        if self._plan.folder is not None:
            if not known.since:
                self._database.write(lambda tx: began(tx, self._clock()))
            if self._plan.is_due(known, self._clock()) and self._claim_the_hour():
                self.back_up(self._plan.folder)
            self._warn()
        day = self._plan.due_since(self._clock()).date().isoformat()
        if self._database.read(lambda tx: House(tx).is_free("audit_kept", day)):
            self._keep_ends(day)

    def _keep_ends(self, day: str) -> None:
        """Where each team's audit ended: into the file, and for the managers' morning."""
        now, ends = self._clock(), ends_of(self._database)

        def work(transaction: Transaction) -> bool:
            house, last = House(transaction), lately(transaction).last()
            if not house.claim("audit_kept", day):
                return False
            backup = last.isoformat() if last and last >= self._plan.due_since(now) - COUNTS_FOR else ""
            for team_id, head in ends.items():
                leave(house, team_id, head, backup)
            return True

        if self._database.write(work) and self._plan.audit_file is not None and ends:
            try:
                keep(self._plan.audit_file, self._database, ends, now)
            except OSError as error:
                log.error("the audit's ends could not be kept in %s: %s", self._plan.audit_file, error.strerror)  # noqa: TRY400

    def _claim_the_hour(self) -> bool:
        """One try an hour, whichever worker's."""
        now = self._clock()
        return self._database.write(lambda tx: House(tx).claim(f"backup_tried@{now:%H}", now.date().isoformat()))

    def back_up(self, folder: Path) -> None:
        """One backup, proven; what became of it is remembered."""
        now = self._clock()
        try:
            apart = made_apart(self._database, folder, self._plan.key, now, self._stopped)
        except Trouble as trouble:
            failed = trouble
            log.error("no good backup was made: %s %s", failed.code, failed.detail)  # noqa: TRY400 - a fault, no mistake of ours
            self._database.write(lambda tx: went_wrong(tx, failed))
            return
        if apart is None:
            return
        made = apart.made
        self._database.write(lambda tx: went_well(tx, made, now))
        gone = thin_out(folder, self._plan.keep, self._plan.zone)
        log.info("backed up and restored for a try: %s rows, %s old copies removed", made.manifest.count, len(gone))

    def _warn(self) -> None:
        """Once a day, while no good backup is young enough."""
        now = self._clock()
        known = self._database.read(lately)
        if known.age(now) <= LATE.total_seconds():
            return
        day = now.astimezone(self._plan.zone).date().isoformat()
        card = partial(late_card, known, now)
        if self._database.write(lambda tx: House(tx).claim("backup_told", day) and tell_managers(tx, card, now)):
            self._wake()


def tell_managers(transaction: Transaction, card: Callable[[ZoneInfo], Card], now: datetime) -> bool:
    """A card to every team's managers in private, in their team's time zone; whether there was anybody."""
    told = False
    for team_id in House(transaction).team_ids():
        store = Store(transaction, team_id, by=None, source=transaction.database.ids.new(now), now=now)
        for place in places(store):
            send(store, place, card(ZoneInfo(store.people.team().timezone)), urgency=1)
            told = True
    return told


def late_card(known: Lately, now: datetime, zone: ZoneInfo) -> Card:
    """How long there has been no good backup, why, and what to do."""
    last = known.last()
    lines = [line("backup_late", hours=int(known.age(now) // 3600), last=last.astimezone(zone) if last else None)]
    if known.problem:
        lines.append(trouble_line(known.problem, known.detail))
    return Card((*lines, line("backup_late_do")))


def trouble_line(code: str, detail: str) -> Line:
    """What a trouble means and what to do."""
    return Line(f"trouble_{code if code in CODES else 'other'}", {"detail": detail})


# --- in a process of its own -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Apart:
    """What the other process made; `unproven`: why the pieces that were shipped since the backup before do not hold."""

    made: Made
    unproven: Trouble | None


def made_apart(
    database: Database, folder: Path, key: str, now: datetime, stopped: Event, *, tries_pieces: bool = False
) -> Apart | None:
    """A backup, proven, made in another process; None when we were stopped meanwhile."""
    with process_of(MODULE) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin as given:
            pickle.dump((database.address, folder, key, now, tries_pieces), given)
        answer = _answer_of(process, stopped)
    return None if answer is None else _understood(answer)


def _answer_of(process: subprocess.Popen[bytes], stopped: Event) -> bytes | None:
    process.stdin = None
    for _ in range(LONGEST):
        try:
            return process.communicate(timeout=1)[0]
        except subprocess.TimeoutExpired:
            if stopped.is_set():
                return None
    return b""


def _understood(answer: bytes) -> Apart:
    """What the other process said; Trouble where it could not make one."""
    try:
        said: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise Trouble("backup_unproven", "the process that made it ended early") from None
    if "code" in said:
        raise Trouble(said["code"], said["detail"])
    made = Made(Path(said["books"]), Path(said["keyring"]), Manifest(said["rows"], said["heads"]), said["encrypted"])
    return Apart(made, Trouble(*said["unproven"]) if said["unproven"] else None)
