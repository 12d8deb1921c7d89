"""Inbox row -> who, which handler, its effects in one transaction, refusals to words.

One message a chat is in flight: the next one needs the names and questions it left. What a handler wrote, the outbox
rows, and the inbox row's end are one unit of work; so a message has its effects once, wherever the process dies.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import Condition
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from structlog.contextvars import bind_contextvars, reset_contextvars

from bot import tripwire
from bot.ahead import Ahead
from bot.answering import answer
from bot.apology import Apology
from bot.channels import Channel, Update
from bot.covering import cover_of
from bot.handlers.forms import sheets
from bot.hearing import Heard, Hearing, names_for
from bot.lanes import Lanes, Limit
from bot.message import Card, Line, Reply, Turn, line
from bot.metrics import ANSWERED, INCIDENTS, READING, RECEIVED
from bot.post import Place, here, post, private_place, queue, send
from bot.rating import LARGE, rescore
from bot.receiving import Receiving
from bot.strangers import stranger
from bot.text import say
from core.base.calendar import calendar_of
from core.base.policy import policy_from
from core.base.refusal import Refusal
from core.people import Room
from storage.database import Database
from storage.errors import Conflict, Trouble
from storage.inbox import Arrived, Inbox
from storage.store import Store
from storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.suggester import Suggester

log = logging.getLogger("gengfu.dispatch")
CONFLICTS = 20
WRITTEN = ("text", "edit", "media", "form")  # what a person wrote, and may edit or hand in again
ASKED_FOR = ("press", "form")  # what its channel asks the outcome of
OUTCOMES = 1_000  # kept for presses whose question comes a moment later than the answer
TOGETHER = 64  # messages heard in one read transaction
ASKED_AGAIN = 3  # times that an answer was out of date before it was written; then it is made in the write
HELD_BACK = 0.1  # seconds until a chat that said too much may go on
QUEUED, PAGE = 5_000, 256  # rows held in memory at most, rows read at once


Answered = str | dict[str, str] | None  # the word a press is answered with, or what is wrong with a form


class OutOfDate(Exception):
    """The answer that was made before the write is not true any more."""


class Dispatcher:
    """Takes what waits in the inbox, a message a chat at a time. Also the inlet that channels hand updates to."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        committed: Callable[[], None] = lambda: None,
        suggester: Suggester | None = None,
    ) -> None:
        self._database, self._channels, self.clock, self._committed = database, channels, clock, committed
        self._suggester, self.hearing = suggester, Hearing(channels, suggests=suggester is not None)
        self.apology = Apology(database, channels)
        self.receiving, self.ahead = Receiving(database, channels, clock), Ahead(database, self.turn)
        self._changed = Condition()
        self._lanes, self._look_from_start = Lanes(), True
        self._woken, self._stopping = False, False
        self._conflicts: dict[int, int] = {}
        self.ended_at = time.monotonic()  # when the last update came to its end
        self._outcomes: dict[int, Future[Answered]] = {}

    # -- the inlet

    def keep(self, channel: str, updates: Sequence[Update]) -> list[int | None]:
        """Commit updates to the inbox; the dispatcher is woken, the caller may tell the platform "got it"."""
        now = self.clock()
        rows = [self._database.ids.new(now) for _ in updates]

        def work(transaction: Transaction) -> list[int | None]:
            inbox = Inbox(transaction)
            return [
                inbox.keep(channel, update.key, update.lane, update.raw, row, now, update.sender)
                for update, row in zip(updates, rows, strict=True)
            ]

        awaited = [row for row, update in zip(rows, updates, strict=True) if update.awaited]
        self._outcomes |= {row: Future() for row in awaited}
        kept = self._kept(channel, updates, work)
        RECEIVED.labels(channel).inc(sum(row is not None for row in kept))
        for row in set(awaited).difference(one for one in kept if one is not None):
            self._outcomes.pop(row, None)
        self.wake()
        return kept

    async def outcome(self, row: int, seconds: float) -> str | None:
        """The short word a press is answered with; None when its handling takes longer."""
        future = self._outcomes.setdefault(row, Future())
        try:
            async with asyncio.timeout(seconds):
                answered = await asyncio.shield(asyncio.wrap_future(future))
                return answered if isinstance(answered, str) else None
        except TimeoutError:
            return None
        finally:
            self._outcomes.pop(row, None)

    async def problems(self, row: int, seconds: float) -> Mapping[str, str] | None:
        """What is wrong with a form that was kept as `awaited`; None when its handling takes longer. Whoever handles it
        claims the future first, so that its outcome is either taken here or told in the chat, never both or neither."""
        future = self._outcomes.get(row)
        if future is None:
            return None
        waiting = asyncio.ensure_future(asyncio.wrap_future(future))
        await asyncio.wait((waiting,), timeout=seconds)
        if not waiting.done() and not future.cancel():
            await asyncio.wait((waiting,), timeout=seconds)  # it is being committed
        self._outcomes.pop(row, None)
        if waiting.cancelled() or not waiting.done():
            return None
        answered = waiting.result()
        return answered if isinstance(answered, dict) else {}

    def someone_waits(self, row: int) -> bool:
        """Whether the outcome of a form is waited for; from then on it will be taken."""
        future = self._outcomes.get(row)
        return future is not None and (
            future.running() or (not future.done() and future.set_running_or_notify_cancel())
        )

    def _kept(
        self, channel: str, updates: Sequence[Update], work: Callable[[Transaction], list[int | None]]
    ) -> list[int | None]:
        """Where the books cannot be written, the platform keeps the updates, and who sent them is told so."""
        try:
            return self._database.write(work)
        except Trouble as trouble:
            for update in updates:
                self.apology.say(channel, lambda raw=update.raw: raw, trouble)  # type: ignore[misc]
            raise

    # -- the loop

    def limit(self, limit: Limit = Limit()) -> None:  # noqa: B008 - it is frozen
        """Listen to nobody faster than that: one who floods is slowed, nobody else; nothing is dropped."""
        self._lanes.limit(limit)

    def is_slowed(self, arrived: Arrived) -> bool:
        """Whether its writer said too much at once, and is still to be told."""
        return self._lanes.is_slowed(arrived)

    def wake(self) -> None:
        """Something may wait."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Take nothing new; `serve` returns once what is in flight is done."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def serve(self) -> None:
        """Handle messages until stopped; runs in a thread of its own."""
        while not self._stopping:
            try:
                self.take()
            except Exception:
                log.exception("the inbox could not be read; trying again")
            with self._changed:
                held_back = self._lanes.held_back
                if not self._woken and not self._changed.wait(timeout=HELD_BACK if held_back else 1):
                    self._look_from_start = self._look_from_start or not held_back
                self._woken = False
        self.settle()

    def settle(self, timeout: float = 10) -> None:
        """Wait until nothing is in flight."""
        with self._changed:
            self._changed.wait_for(lambda: not self._lanes.in_flight, timeout)

    def drain(self) -> None:
        """Handle everything that waits, then return: for the console, dialogs and sweeps."""
        self._look_from_start = True
        while self.take() or self._lanes.in_flight:
            self.settle()

    def take(self) -> int:
        """Start on the oldest waiting message of every free chat; how many were started."""
        self._look()
        taken = [] if self._stopping else self._lanes.take(TOGETHER)
        if taken:
            heard = self._heard(taken)
            for arrived, outcome in zip(taken, heard, strict=True):
                if isinstance(outcome, Exception):
                    self._broke(arrived, None, outcome)
                elif outcome is not None and self.receiving.wants(outcome):
                    self.receiving.complete(outcome).add_done_callback(partial(self._completed, arrived))
                elif outcome is not None and outcome.unread is not None and self._suggester is not None:
                    self._suggester.complete(outcome).add_done_callback(partial(self._completed, arrived))
                elif outcome is not None and self.ahead.wants(outcome) and self._tries(arrived) < ASKED_AGAIN:
                    self.ahead.complete(outcome).add_done_callback(partial(self._completed, arrived))
                else:
                    self._submit(arrived, outcome, None)
        return len(taken)

    def _tries(self, arrived: Arrived) -> int:
        return self._conflicts.get(arrived.id, 0)

    def _look(self) -> None:
        """Queue what came since the last look; now and then from the start, for what was committed out of order."""
        if self._lanes.queued >= QUEUED:
            return
        after = 0 if self._look_from_start else self._lanes.newest
        if self._look_from_start:
            self._lanes.rested()
        self._look_from_start = False
        while page := self._database.read(lambda transaction, after=after: Inbox(transaction).waiting(after)):  # type: ignore[misc]
            self._lanes.add(page, self._channels)
            after = page[-1].id
            if len(page) < PAGE or self._lanes.queued >= QUEUED:
                return

    def _heard(self, taken: Sequence[Arrived]) -> list[Heard | Exception | None]:
        """Where the books cannot be read, the chats are let go again: they wait, in order, for the next idle look."""
        try:
            return self._database.read(lambda transaction: [self._hear(transaction, one) for one in taken])
        except BaseException:
            for arrived in taken:
                self._lanes.rest(arrived)
            raise

    def _hear(self, transaction: Transaction, arrived: Arrived) -> Heard | Exception | None:
        bound = bind_contextvars(source=arrived.id)
        try:
            with READING.time():
                return self.hearing.hear(transaction, arrived)
        except Exception as error:  # noqa: BLE001 - whatever one update does, the next one is taken
            return error
        finally:
            reset_contextvars(**bound)

    def _completed(self, arrived: Arrived, done: Future[Heard]) -> None:
        """Its chat waited for its file, the suggester or the answer, no other did; given up on closing, the row waits
        for the next start."""
        if done.cancelled():
            self._lanes.done(arrived)
        elif (error := done.exception()) is not None:
            self._broke(arrived, None, error)
        else:
            self._submit(arrived, done.result(), None)

    def _submit(self, arrived: Arrived, heard: Heard | None, refused: Refusal | None) -> None:
        work = _Work(self, arrived, heard, refused)
        self._database.submit(work).add_done_callback(lambda future: self._done(arrived, heard, future))

    def _done(self, arrived: Arrived, heard: Heard | None, future: Future[Answered]) -> None:
        error = future.exception()
        if error is None:
            self._conflicts.pop(arrived.id, None)
            self._finish(arrived, future.result(), asked=heard is None or heard.inbound.kind in ASKED_FOR)
        elif isinstance(error, Refusal):
            self._submit(arrived, heard, error)  # rolled back; now say no, and keep the denial
        elif isinstance(error, Conflict | OutOfDate) and self._tries(arrived) < CONFLICTS:
            self._conflicts[arrived.id] = self._tries(arrived) + 1
            self._lanes.again(arrived)
            self.wake()
        elif isinstance(error, Trouble):
            self._put_off(arrived, error)
        else:
            self._broke(arrived, heard, error)

    def _finish(self, arrived: Arrived, toast: Answered, *, asked: bool = True) -> None:
        if asked or arrived.id in self._outcomes:
            self._tell_outcome(arrived, toast)
        self._lanes.told(arrived)
        self._lanes.done(arrived)
        self._note(arrived)
        self.wake()
        self._committed()

    def _tell_outcome(self, arrived: Arrived, toast: Answered) -> None:
        """To whoever waits for it, or will ask a moment later."""
        future = self._outcomes.setdefault(arrived.id, Future())
        if not future.done():
            future.set_result(toast)
        if len(self._outcomes) > OUTCOMES:
            self._outcomes.pop(next(iter(self._outcomes)))

    def _note(self, arrived: Arrived) -> None:
        """One line and one count for each update that came to its end."""
        self.ended_at = time.monotonic()
        seconds = max(0.0, (self.clock() - arrived.received_at).total_seconds())
        ANSWERED.labels(arrived.channel).observe(seconds)
        facts = dict(source=arrived.id, channel=arrived.channel, tries=arrived.tries, seconds=round(seconds, 3))
        log.info("handled", extra=facts)

    def _put_off(self, arrived: Arrived, trouble: BaseException) -> None:
        """The books cannot be written now (disk full, locked): its chat waits, in order, for the next idle look."""
        log.error("update %s waits: %s", arrived.id, getattr(trouble, "code", trouble), extra={"source": arrived.id})
        self._lanes.rest(arrived)
        self.apology.say(arrived.channel, lambda: self._database.read(lambda tx: Inbox(tx).raw(arrived)), trouble)

    def _broke(self, arrived: Arrived, heard: Heard | None, error: BaseException) -> None:
        """A mistake of ours: kept with an incident number, tried three times, then the person is told."""
        incident = f"{arrived.id % 36**6:06x}"[-6:].upper()
        INCIDENTS.inc()
        facts = dict(source=arrived.id, incident=incident)
        log.error("incident %s: update %s could not be handled", incident, arrived.id, exc_info=error, extra=facts)

        tried = replace(arrived, tries=arrived.tries + 1)

        def work(transaction: Transaction) -> bool:
            given_up = Inbox(transaction).fail(arrived.id, tried.tries, incident)
            if given_up and heard is not None:
                self._tell_incident(transaction, heard, incident)
            return given_up

        def done(future: Future[bool]) -> None:
            if (problem := future.exception()) is not None:
                self._put_off(arrived, problem)
            elif future.result():
                self._finish(arrived, None)
            else:
                self._lanes.again(tried)
                self.wake()

        self._database.submit(work).add_done_callback(done)

    def _tell_incident(self, transaction: Transaction, heard: Heard, incident: str) -> None:
        if heard.team_id is None or heard.member_id is None:
            return
        turn = self.turn(transaction, heard)
        queue(turn.store, here(turn), {"lines": [["incident", {"number": incident}]], "buttons": []})

    # -- a turn

    def turn(self, transaction: Transaction, heard: Heard, books: type[Store] = Store) -> Turn:
        """Everything a handler may use, loaded in the transaction it will write in."""
        assert heard.team_id is not None, "strangers have no turn"
        assert heard.member_id is not None, "strangers have no turn"
        now, inbound = self.clock(), heard.inbound
        store = books(transaction, heard.team_id, by=heard.member_id, source=heard.arrived.id, now=now)
        team, member = store.people.team(), store.people.member(heard.member_id)
        assert member is not None
        chat = None if inbound.private else store.people.chat_at(inbound.channel, inbound.chat)
        bound = chat if chat is not None and chat.state == "bound" else None
        language = (
            (member.language or team.language) if inbound.private else (bound.language if bound else team.language)
        )
        known = self.hearing.known(transaction, team)
        for name in filter(inbound.text.__contains__, known.colleagues):
            for row in known.colleagues[name]:
                store.people.member(row)  # who is met is sealed with a key of their own wherever they are written of
        return Turn(
            inbound=inbound,
            source=heard.arrived.id,
            store=store,
            team=team,
            member=member,
            chat=bound,
            room=Room(private=inbound.private, audience=bound.audience if bound else "team"),
            language=language,
            now=now,
            today=now.astimezone(ZoneInfo(team.timezone)).date(),
            policy=policy_from(team.policy),
            calendar=calendar_of(team.timezone),
            find_names=partial(names_for, store, member, known.names),
            lexicon=known.lexicon,
            new_id=store.new_id,
            facts=heard.facts,
            sent=heard.sent,
            apart=heard.apart,
            has_keys=inbound.private and self._has_keys(inbound.channel),
        )

    def _has_keys(self, channel: str) -> bool:
        return channel in self._channels and self._channels[channel].capabilities.answer_keys


class _Work:
    """One message's unit of work; run again from the start if its transaction had to be."""

    def __init__(self, dispatcher: Dispatcher, arrived: Arrived, heard: Heard | None, refused: Refusal | None) -> None:
        self._dispatcher, self._arrived, self._heard, self._refused = dispatcher, arrived, heard, refused

    def __call__(self, transaction: Transaction) -> Answered:
        bound = bind_contextvars(source=self._arrived.id)  # whatever is logged meanwhile says whose it is
        try:
            return self._done(transaction)
        finally:
            reset_contextvars(**bound)

    def _done(self, transaction: Transaction) -> Answered:
        heard, now = self._heard, self._dispatcher.clock()
        team, member = (heard.team_id, heard.member_id) if heard else (None, None)
        written = heard.inbound.message if heard and heard.inbound.kind in WRITTEN else None
        if not Inbox(transaction).finish(self._arrived.id, now, team, member, written) or heard is None:
            return None
        if heard.team_id is None or heard.member_id is None:
            return stranger(transaction, heard, self._refused, now)
        turn = self._dispatcher.turn(transaction, heard)
        turn.store.scores_at_its_end = True
        try:
            reply = self._refusal(turn, self._refused) if self._refused else _answer(turn, heard)
        except Refusal as refusal:
            if turn.store.wrote:
                raise  # roll back first
            reply = self._refusal(turn, refusal)
        if (heard.hidden or turn.hid_a_name) and turn.inbound.addressed and not turn.store.denied:
            turn.store.note_denied("see_account")  # answered as if there were no such customer, and kept all the same
        if self._dispatcher.is_slowed(self._arrived) and (place := self._private(turn)):
            send(turn.store, place, Card((line("slowed"),)))
        if turn.store.touched:
            rescore(turn.store, tuple(turn.store.touched), turn.today, turn.calendar, turn.policy, most=LARGE - 1)
        if turn.store.looked:
            tripwire.watch(turn)
        if turn.store.known.is_named_in(turn.inbound.text, turn.member.name):
            Inbox(transaction).cut(self._arrived, turn.store.seal)
        if reply is None:
            return None
        if reply.problems:
            return {name: _worded(turn, why) for name, why in reply.problems.items()}
        post(turn, reply)
        return _worded(turn, reply.toast) if reply.toast else None

    @staticmethod
    def _private(turn: Turn) -> Place | None:
        return here(turn) if turn.private else private_place(turn.store, turn.member, turn.inbound.channel)

    def _refusal(self, turn: Turn, refusal: Refusal) -> Reply:
        if turn.inbound.kind == "form":
            return form_refused(turn, refusal, in_place=self._dispatcher.someone_waits(self._arrived.id))
        return refusal_reply(turn, refusal)


def _answer(turn: Turn, heard: Heard) -> Reply | None:
    if heard.ready is None:
        return answer(turn, heard)
    if not heard.ready.holds(turn):
        raise OutOfDate
    return heard.ready.given(turn)


def _worded(turn: Turn, told: Line) -> str:
    """What a press or a form is answered with at once."""
    return cover_of(turn.store, turn.policy.privacy, private=turn.private)(
        say(turn.language, told.key, turn.today, **told.facts)
    )


def form_refused(turn: Turn, refusal: Refusal, *, in_place: bool) -> Reply:
    """What is wrong with a form: beside its fields while somebody looks at it, else said in the chat."""
    said = refusal_reply(turn, refusal)
    not_taken = refusal if isinstance(refusal, sheets.NotTaken) else None
    if in_place:
        return Reply(problems=not_taken.problems if not_taken else {"": Line(refusal.key, refusal.facts)})
    return sheets.asked_on(turn, not_taken) if not_taken else said


def refusal_reply(turn: Turn, refusal: Refusal) -> Reply:
    """A no in words; for a press only its toast, so that nothing is posted for what had no effect."""
    if refusal.denied:
        turn.store.note_denied(refusal.denied)
    said = Line(refusal.key, refusal.facts)
    if turn.inbound.kind == "press":
        return Reply(toast=said)
    tells = "see_money" if refusal.facts else "talk"  # a no without facts gives nothing away, in a group neither
    return Reply(Card((said,)), action=tells, brief=line("sent_privately"))
