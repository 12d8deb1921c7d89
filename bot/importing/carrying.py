"""Carrying out what was said yes to in a chat: imports, and taking them back, one after the other, in a thread.

What is to be done are rows (`Import.state`), so a process that dies in between goes on with it at the next start: rows
that were written are known by their marks. The card that was pressed tells how far it is.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Event
from typing import Any

from bot.hearing import Hearing
from bot.importing.apart import Task, looked_at
from bot.importing.applying import Done, Importer, finish, keep_change_set, write_rows
from bot.importing.rows import Outline
from bot.importing.telling import counted
from bot.importing.undoing import Kept, TakenBack, take_back
from bot.message import Button, Card, Line, line
from bot.post import Place, edit, face_of, private_place, send
from core.approvals import Import
from core.base.records import evolve
from core.people import Room, may
from storage.database import Database
from storage.errors import Trouble
from storage.imports import under_way
from storage.store import Store
from storage.transaction import Transaction

log = logging.getLogger("gengfu.importing")
LOOK_EVERY = 0.5  # seconds
TOLD_EVERY = 4.0  # seconds between two faces of the card
TRIES = 3
MOST_CODES, MOST_KEPT = 30, 10  # named on the card


class Carrier:
    """Does what waits; `committed` is called whenever a card changed."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        hearing: Hearing,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database, self._clock, self._hearing, self._committed = database, clock, hearing, committed
        self._stopping, self._apart = Event(), False
        self._broken: Counter[int] = Counter()

    def serve(self) -> None:
        """Look for work until stopped; runs in a thread of its own."""
        self._apart = True
        while not self._stopping.is_set():
            try:
                self.drain()
            except Exception:
                log.exception("what is to be imported could not be looked up; trying again")
            self._stopping.wait(LOOK_EVERY)

    def stop(self) -> None:
        """Begin nothing new; what is under way goes on at the next start."""
        self._stopping.set()

    def drain(self) -> None:
        """Do all that waits, then return."""
        now = self._clock()
        for team_id, import_id in self._database.read(lambda transaction: under_way(transaction, now)):
            if self._stopping.is_set():
                return
            self._do(team_id, import_id)

    def _do(self, team_id: int, import_id: int) -> None:
        """One import, to its end; one that breaks is tried again, and given up with a line that says so."""
        try:
            self._carried(team_id, import_id).run()
        except Stopped:
            log.info("import %s goes on at the next start", import_id)
        except Trouble:
            log.exception("import %s waits: the books cannot be used now", import_id)
        except Exception:
            self._broken[import_id] += 1
            log.exception("import %s broke", import_id)
            if self._broken[import_id] >= TRIES:
                self._carried(team_id, import_id).give_up()

    def _carried(self, team_id: int, import_id: int) -> Carried:
        around = partial(self._hearing.renew_around, self._database, team_id)
        done_by = (around, self._committed, self._stopping, self._apart)
        return Carried(self._database, self._clock(), team_id, import_id, *done_by)


class Stopped(Exception):
    """The process ends while something is under way."""


class Carried:
    """One import on its way in or out."""

    def __init__(
        self,
        database: Database,
        now: datetime,
        team_id: int,
        import_id: int,
        around: Callable[[Callable[[], None]], None],
        committed: Callable[[], None],
        stopping: Event,
        apart: bool,
    ) -> None:
        self._database, self._now, self._team_id, self._id = database, now, team_id, import_id
        self._around, self._committed, self._stopping, self._apart = around, committed, stopping, apart
        self._told_at = time.monotonic()

    def run(self) -> None:
        """Write it, take it back, or let its preview lapse, as its state says."""
        kept, importer = self._database.read(self._loaded)
        if kept.state == "shown":
            self._end(kept, "lapsed", line("import_chat_lapsed", name=kept.files[0]))
        elif importer is None:
            self._end(kept, "failed", line("import_chat_no_right", name=kept.files[0]))
        elif kept.state == "running":
            self._bring_in(kept, importer)
        elif kept.state == "undoing":
            self._take_back(kept, importer)

    def give_up(self) -> None:
        """It broke too often: what was written stays, and may be taken back."""
        kept, _ = self._database.read(self._loaded)
        state = "failed" if kept.state == "running" else "done"
        self._end(kept, state, line("import_chat_broke", name=kept.files[0], number=str(self._id)[-6:]))

    def _loaded(self, transaction: Transaction) -> tuple[Import, Importer | None]:
        store = Store(transaction, self._team_id, by=None, source=0, now=self._now)
        kept = store.imports.one(self._id)
        assert kept is not None, "it was just found"
        undoing = kept.state == "undoing"
        member = store.people.member((undoing and kept.asked_by) or kept.member_id)
        action = "undo" if undoing else "import"
        allowed = member is not None and may(member, action, (kept.member_id,))
        return kept, Importer(self._team_id, member, self._now) if member is not None and allowed else None

    # -- in

    def _bring_in(self, kept: Import, importer: Importer) -> None:
        content = self._database.read(lambda transaction: importer.store(transaction, 0).files.content(kept.id))
        answers = json.loads(kept.answers or "{}").get("said", {})
        task, tell = (
            Task(importer, content, kept.files[0], answers, (kept.id,)),
            partial(self._tell, kept, "import_chat_running"),
        )
        with looked_at(self._database, task, apart=self._apart) as looked:
            plan = looked.outline
            self._database.write(lambda transaction: keep_change_set(transaction, importer, kept.id, kept.files))
            done = write_rows(self._database, importer, kept.id, looked.entries, plan.adds, tell)

        def end(transaction: Transaction) -> None:
            store = importer.store(transaction, kept.id)
            finish(store, kept.id)
            buttons = ((Button(line("button_undo"), "undo", {"source": str(kept.id)}),),)
            self._show(store, kept, Card(tuple(_brought_in(store, kept, plan, done)), buttons))

        self._around(lambda: self._database.write(end))
        self._committed()

    # -- out

    def _take_back(self, kept: Import, importer: Importer) -> None:
        tell = partial(self._tell, kept, "import_chat_undoing")
        taken = take_back(self._database, importer, kept.id, tell, self._around)

        def end(transaction: Transaction) -> None:
            store = importer.store(transaction, kept.id)
            self._show(store, kept, Card(tuple(_taken_back(kept, taken))))

        self._database.write(end)
        self._committed()

    # -- telling

    def _tell(self, kept: Import, key: str, done: int, of: int) -> None:
        """Now and then a new face for the card, never a message more."""
        if self._stopping.is_set():
            raise Stopped
        if time.monotonic() - self._told_at < TOLD_EVERY or done >= of or kept.card_id is None:
            return
        self._told_at = time.monotonic()
        told = Card((line(key, name=kept.files[0], done=done, rows=of),))
        self._database.write(lambda transaction: self._show(self._store(transaction), kept, told))
        self._committed()

    def _end(self, kept: Import, state: str, told: Line) -> None:
        """It comes to nothing more: its bytes go, and its card says why."""

        def work(transaction: Transaction) -> None:
            store = self._store(transaction)
            store.save(evolve(kept, state=state, answers=""))
            store.files.forget(kept.id)
            if kept.card_id is not None:
                self._show(store, kept, Card((told,)))

        self._database.write(work)
        self._committed()

    def _store(self, transaction: Transaction) -> Store:
        return Store(transaction, self._team_id, by=None, source=self._id, now=self._now)

    def _show(self, store: Store, kept: Import, card: Card) -> None:
        """On the card that was pressed; where none was, a new one in private."""
        pressed = store.outbox.get(kept.card_id) if kept.card_id is not None else None
        whose = (kept.state == "undoing" and kept.asked_by) or kept.member_id
        if pressed is not None:
            place = Place(pressed.channel, pressed.chat, True, pressed.language, Room(private=True), whose)
            edit(store, pressed, face_of(store, place, card))
        elif (member := store.people.member(whose)) and (private := private_place(store, member)):
            send(store, private, card)


def _brought_in(store: Store, kept: Import, plan: Outline, done: Done) -> list[Line]:
    counts = store.imports.counts(kept.id)
    lines = [line("import_chat_done", name=kept.files[0], counts=counted(counts))]
    said = json.loads(kept.answers or "{}").get("said", {})
    if left := len(plan.problems) + sum(one.ask not in said for one in plan.doubts):
        lines.append(line("import_chat_left_out", count=left))
    lines += [line("import_code", name=name, code=code) for name, code in done.codes[:MOST_CODES]]
    if len(done.codes) > MOST_CODES:
        lines.append(line("import_chat_more_codes", count=len(done.codes) - MOST_CODES))
    return lines


def _taken_back(kept: Import, taken: TakenBack) -> list[Line]:
    lines = [line("import_chat_undone", name=kept.files[0], counts=counted(taken.counts) or None)]
    if taken.kept:
        lines.append(line("import_chat_kept", count=len(taken.kept)))
        lines += [_kept(one) for one in taken.kept[:MOST_KEPT]]
    if len(taken.kept) > MOST_KEPT:
        lines.append(line("account_more", count=len(taken.kept) - MOST_KEPT))
    return lines


def _kept(one: Kept) -> Line:
    why: Any = Line(f"kept_{one.key}")
    return line("import_chat_kept_row", kind=Line(f"import_{one.kind}"), name=one.name, what=one.what or None, why=why)
