"""Outbox row -> channel: order per chat, pace, back-off, dead letters.

A row is claimed, put into words from the books as they are now, sent, and marked, each step on disk. A process that
dies between sending and marking leaves a row that may have arrived: it is sent once more, marked as a possible repeat.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from bot.attaching import attached
from bot.channels import Capabilities, Channel, File, Finds, Message, Outcome, Pins
from bot.composing import LinkUnknown, compose, marked
from bot.handlers.people import left, rekey
from bot.metrics import SENDING, SENDS
from core.base.records import ERASED, evolve
from core.people import Identity
from storage.database import Database
from storage.errors import Trouble
from storage.outbox import Outbox, Outgoing
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

T = TypeVar("T")
Given = TypeVar("Given")
log = logging.getLogger("gengfu.delivery")
BACK_OFF = (1, 2, 5, 10, 30)  # seconds before try 2, 3, ...; the last for all others, so that an outage ends soon
REPEAT = "repeat"  # why a row waits that may have arrived already
FOR_A_FILE = 4  # times as long may making and sending one take
DIGEST = 2  # the urgency of a day's list
AT_ONCE = 8  # requests to a channel
UNDER_WAY = 32  # cards of a channel that are claimed: while some are sent, others share a commit
AFTER_TROUBLE = 1.0  # seconds
CLOSED = ("blocked", "gone", "chat_not_found")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds; tests shorten them. A claim holds for `lease`, and no send takes longer than `longest_send`: so while
    its sender lives, nobody else takes a card for abandoned."""

    lease: float = 20
    longest_send: float = 15
    idle: float = 5


TIMING = Timing()


@dataclass(frozen=True, slots=True)
class Ended:
    """A card that was sent, or not, and how that ended; still to be written down."""

    card: Outgoing
    outcome: Outcome


Prepared = tuple[str, Message, dict[str, Any] | None]  # the message to edit, the card in words, the file to make


class Pace:
    """How fast a channel may be used: per chat, per group and minute, and over all chats in any one second.

    A message counts from when the platform has it, however long that took; until then it counts as sent just now. So
    the platform never sees more than it allows, whatever the line does.
    """

    def __init__(self, limits: Capabilities) -> None:
        self._limits = limits
        self._free_at: dict[str, float] = {}
        self._minute: dict[str, deque[float]] = defaultdict(deque)
        self._second: deque[float] = deque()
        self._flying = 0

    def wait_for_all(self, now: float) -> float:
        """Seconds until anything at all may be written; 0 = now."""
        while self._second and self._second[0] <= now - 1:
            self._second.popleft()
        if len(self._second) + self._flying < self._limits.per_second:
            return 0.0
        return self._second[0] + 1 - now if self._second else 1.0

    def wait(self, chat: str, private: bool, now: float) -> float:
        """Seconds until this chat may be written to; 0 = now."""
        ready = self._free_at.get(chat, 0)
        if not private:
            sent = self._minute[chat]
            while sent and sent[0] <= now - 60:
                sent.popleft()
            if len(sent) >= self._limits.per_group_minute:
                ready = max(ready, sent[0] + 60)
        return max(0.0, ready - now)

    def take(self) -> None:
        """Something is about to be sent."""
        self._flying += 1

    def landed(self, chat: str, private: bool, now: float) -> None:
        """It was sent, or may have been."""
        self._flying -= 1
        self._free_at[chat] = max(self._free_at.get(chat, 0), now + self._limits.per_chat_seconds)
        self._second.append(now)
        if not private:
            self._minute[chat].append(now)

    def missed(self) -> None:
        """Nothing was sent after all."""
        self._flying -= 1

    def hold(self, chat: str, seconds: float, now: float) -> None:
        """The platform asked to wait with this chat."""
        self._free_at[chat] = now + seconds


class Delivery:
    """Sends what waits in the outbox."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        timing: Timing = TIMING,
    ) -> None:
        self._database, self._channels, self._clock, self._timing = database, channels, clock, timing
        self._pace = {name: Pace(channel.capabilities) for name, channel in channels.items()}
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ended_at = time.monotonic()  # when the last card was sent, or not
        self._ready: dict[str, Outgoing] = {}  # the next card of each chat, by lane
        self._in_flight: dict[str, Outgoing] = {}  # by lane, until their end is written down
        self._crowd: Counter[str] = Counter()  # by channel, of these the ones still to be sent
        self._tasks: set[asyncio.Task[None]] = set()
        self._news, self._look_at, self._revive_at = True, 0.0, 0.0
        # Where nobody can look whether a card arrived, what nobody waits for goes out one by one: so a kill leaves at
        # most one in doubt.
        self._blind = {name for name, channel in channels.items() if not isinstance(channel, Finds)}
        self._sending = {name: asyncio.Semaphore(AT_ONCE) for name in channels}
        self._seconds = {name: SENDING.labels(name) for name in channels}
        self._rest_until, self._trouble, self._ending = 0.0, "", False
        self._alone = False  # nobody but us uses this loop

    def wake(self) -> None:
        """Something may wait; callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told)

    def _told(self) -> None:
        self._news = True
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            try:
                pause = await self.round()
            except Exception as error:  # noqa: BLE001 - it is logged, and the outbox is looked at again
                pause = self._rest(error)
            try:
                async with asyncio.timeout(min(pause or self._timing.idle, self._timing.idle)):
                    await self._wake.wait()
            except TimeoutError:
                self._news = self._news or pause is None  # another process may have queued something

    async def finish(self, seconds: float) -> None:
        """Let what is being sent come to its end; nothing new is begun."""
        self._ending = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def drain(self) -> None:
        """Send everything that may be sent now, then return: for the console, dialogs and sweeps."""
        self._news, self._revive_at, self._alone = True, 0.0, True
        try:
            while (pause := await self.round()) is not None or self._tasks:
                if self._tasks:
                    await asyncio.wait(list(self._tasks), return_when=asyncio.FIRST_COMPLETED, timeout=pause)
                else:
                    await asyncio.sleep(pause or 0)
        finally:
            self._alone = False

    async def round(self) -> float | None:
        """Start sending to every chat that is free; seconds until more may go out, None when nothing waits."""
        if (self._news and time.monotonic() >= self._look_at) or not self._ready:
            await self._look()
        pause = self._start_ready()
        if not self._news:
            return pause
        until_next_look = max(0.001, self._look_at - time.monotonic())
        return until_next_look if pause is None else min(pause, until_next_look)

    async def _look(self) -> None:
        """Find the next card of each chat. However many wait, looking takes no more than a fifth of the time."""
        now, began = self._clock(), time.monotonic()
        self._news = False
        if began >= self._revive_at:
            await self._aside(self._revive, now)
            self._revive_at = began + self._timing.idle
        heads = await self._aside(self._database.read, lambda transaction: Outbox(transaction).heads(now))
        free = (one for one in heads if one.channel in self._channels)
        self._ready = {lane: one for one in free if (lane := lane_of(one)) not in self._in_flight}
        ended = time.monotonic()
        self._look_at = ended + 4 * (ended - began)

    async def _aside(self, work: Callable[[Given], T], given: Given) -> T:
        """In a thread, so that whatever else is served goes on meanwhile; a drain serves nothing else."""
        return work(given) if self._alone else await asyncio.to_thread(work, given)

    def _start_ready(self) -> float | None:
        """Begin to send what may go now; seconds until more may, None when nothing is ready."""
        while isinstance(found := self._next(), Outgoing):
            self._start(self._deliver(found))
        return found

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._told()
        if not task.cancelled() and task.exception() is not None:
            log.error("a sender broke", exc_info=task.exception())

    def _next(self, ending: Outgoing | None = None) -> Outgoing | float | None:
        """Take the first card that may go now; else the seconds until one may, None when none is ready.

        `ending` is the card whose end is written down together with the beginning of this one.
        """
        now = time.monotonic()
        if self._ending or now < self._rest_until:
            return None if self._ending else self._rest_until - now
        closed = {name: pace.wait_for_all(now) for name, pace in self._pace.items()}
        alone = {one.channel for one in self._in_flight.values() if one.urgency and one is not ending} & self._blind
        waits = []
        for lane, one in self._ready.items():
            if self._crowd[one.channel] >= UNDER_WAY or (one.urgency and one.channel in alone):
                continue
            if wait := closed[one.channel] or self._pace[one.channel].wait(one.chat, one.private, now):
                waits.append(wait)
                continue
            self._pace[one.channel].take()
            self._crowd[one.channel] += 1
            self._in_flight[lane] = self._ready.pop(lane)
            return one
        return min(waits, default=None)

    def _revive(self, now: datetime) -> None:
        """Rows whose sender died: they may have arrived, or not, so they go out again, marked, however often."""
        ours = {one.id for one in list(self._in_flight.values())}  # a clock that runs fast ends a lease early
        abandoned = self._database.read(lambda transaction: Outbox(transaction).abandoned(now))
        dead = [one.id for one in abandoned if one.id not in ours]
        if dead:
            self._database.write(lambda transaction: _repeated(transaction, dead, now))

    # -- card after card

    async def _deliver(self, card: Outgoing) -> None:
        """Send a card, then whichever may follow; the end of one and the claim of the next are one transaction."""
        last: Ended | None = None
        following: Outgoing | float | None = card
        while isinstance(following, Outgoing):
            card, last = following, await self._sent(following, last)
            following = self._next(card)
        if last is not None:
            await self._end(last)

    async def _sent(self, card: Outgoing, last: Ended | None) -> Ended | None:
        """Write down how the last card ended, claim and send this one; None when there was nothing to send."""
        ended = None
        try:
            prepared = await self._begin(card, last)
            ended = await self._outcome(card, *prepared) if prepared else None
        except Exception as error:  # noqa: BLE001 - it is logged, and the row is found again
            self._rest(error)
        finally:
            self._crowd[card.channel] -= 1
            if ended is None:
                self._pace[card.channel].missed()
                self._in_flight.pop(lane_of(card), None)
            else:
                self._pace[card.channel].landed(card.chat, card.private, time.monotonic())
                self._note(ended)
        return ended

    def _note(self, ended: Ended) -> None:
        """One line and one count for each card that was sent, however it ended."""
        card, outcome = ended.card, ended.outcome
        self.ended_at = time.monotonic()
        SENDS.labels(card.channel, outcome.kind).inc()
        facts = dict(source=card.source, card=card.id, channel=card.channel, kind=card.kind, tries=card.tries + 1)
        more = {"why": outcome.reason} if outcome.reason else {}
        log.info("%s", outcome.kind, extra=facts | more)

    async def _begin(self, card: Outgoing, last: Ended | None) -> Prepared | None:
        def work(transaction: Transaction) -> Prepared | None:
            if last is not None:
                settle(transaction, last.card, last.outcome, self._clock())
            return self._prepare(transaction, card)

        try:
            prepared = await self._written(work)
        except Exception:
            if last is not None:
                await self._end(last)
            raise
        if last is not None:
            self._in_flight.pop(lane_of(last.card), None)
        return prepared

    async def _end(self, last: Ended) -> None:
        """Write down how a card ended, as soon as the books can be written: only we know, and it must not go again."""
        try:
            while True:
                try:
                    return await self._written(partial(_settle_at, last, self._clock()))
                except Trouble as trouble:
                    await asyncio.sleep(self._rest(trouble))
        finally:
            self._in_flight.pop(lane_of(last.card), None)

    async def _written(self, work: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._database.submit(work))

    def _rest(self, error: Exception) -> float:
        """The books cannot be used just now, or we made a mistake: a pause, and one line a minute about it."""
        what, now = getattr(error, "code", type(error).__name__), time.monotonic()
        if what != self._trouble or now > self._rest_until + 60:
            self._trouble = what
            log.error("the outbox waits: %s", what, exc_info=None if isinstance(error, Trouble) else error)
        self._rest_until = now + AFTER_TROUBLE
        return AFTER_TROUBLE

    async def _outcome(
        self, outgoing: Outgoing, target: str, message: Message, file: dict[str, Any] | None
    ) -> Ended | None:
        """Send a claimed card; None when nothing is left to send."""
        channel, pace = self._channels[outgoing.channel], self._pace[outgoing.channel]
        if file is not None:
            made = await asyncio.to_thread(self._made, outgoing, file)
            if made is None:
                return None
            message = replace(message, file=made)
        outcome = None
        if outgoing.reason == REPEAT and outgoing.kind == "send":
            found = await self._found(channel, outgoing, message)
            if found.kind in ("sent", "wait"):
                outcome = found
            elif found.kind == "not_sent":  # it never arrived, and this is no repeat, however this one may end
                outgoing = replace(outgoing, reason=None)
            else:
                message = marked(message, outgoing.language, channel.capabilities.max_text)
        if outcome is None:
            async with self._sending[outgoing.channel]:
                with self._seconds[outgoing.channel].time():
                    outcome = await self._send(channel, outgoing, target, message)
            if outgoing.urgency >= DIGEST and not outgoing.private and outcome.message and isinstance(channel, Pins):
                self._start(self._pin(channel, outgoing, outcome.message))
        if (pause := retry_after(outgoing, outcome)) is not None:  # the rest of the chat waits behind it: order holds
            pace.hold(outgoing.chat, pause + 0.01, time.monotonic())
        return Ended(outgoing, outcome)

    async def _pin(self, channel: Pins, outgoing: Outgoing, message: str) -> None:
        """The newest digest stays on top of its group, where the bot may."""
        mark = f"pinned:{lane_of(outgoing)}"
        former = await asyncio.to_thread(self._database.read, lambda tx: House(tx).remembered(mark))
        if await channel.pin(outgoing.chat, message, former):
            await self._written(lambda tx: House(tx).remember(mark, message))

    async def _found(self, channel: Channel, outgoing: Outgoing, message: Message) -> Outcome:
        """Whether what may have arrived did: `sent`, `not_sent`, `wait` to ask again, or `refused`: nobody can tell."""
        if not isinstance(channel, Finds):
            return Outcome("refused")
        try:
            async with asyncio.timeout(self._timing.lease - self._timing.longest_send):  # the sending may follow
                found = await channel.find(outgoing.chat, message)
        except TimeoutError:
            found = Outcome("unknown")
        again = BACK_OFF[min(outgoing.tries, len(BACK_OFF) - 1)]
        return Outcome("wait", seconds=again) if found.kind == "unknown" else found

    async def _send(self, channel: Channel, outgoing: Outgoing, target: str, message: Message) -> Outcome:
        if outgoing.kind == "edit" and not target:
            return Outcome("refused", reason="its card never arrived")
        edits = outgoing.kind == "edit"
        sending = channel.edit(outgoing.chat, target, message) if edits else channel.send(outgoing.chat, message)
        try:
            async with asyncio.timeout(self._timing.longest_send * (FOR_A_FILE if message.file else 1)):
                return await sending
        except TimeoutError:
            return Outcome("unknown", reason="no_answer")

    def _prepare(self, transaction: Transaction, outgoing: Outgoing) -> Prepared | None:
        """Claim the row and put it into words; None when somebody else has it, or it is no longer true. With it the
        file that is still to be made."""
        outbox, channel, now = Outbox(transaction), self._channels[outgoing.channel], self._clock()
        target, face = outbox.get(outgoing.target) if outgoing.target else None, _face_of(outbox, outgoing)
        file: dict[str, Any] | None = (face or {}).get("file")
        if not outbox.claim(outgoing.id, now + timedelta(seconds=self._timing.lease * (FOR_A_FILE if file else 1))):
            return None
        if outgoing.chat == ERASED:
            outbox.give_up(outgoing.id, "dropped", "its reader was erased")
            return None
        try:
            message = compose(transaction, outgoing, face, channel, now)
        except LinkUnknown:
            outbox.later(outgoing.id, now + timedelta(seconds=1), outgoing.reason or "", counted=False)
            return None
        except Exception:  # a card nobody can word must not hold up its chat
            log.exception("card %s could not be put into words", outgoing.id)
            outbox.give_up(outgoing.id, "dead", "no words")
            return None
        if message is None:
            outbox.give_up(outgoing.id, "dropped", "settled meanwhile")
            return None
        return (target.message or "") if target else "", message, file if outgoing.kind == "send" else None

    def _made(self, outgoing: Outgoing, file: dict[str, Any]) -> File | None:
        """The file of a claimed row; None, and the row is at its end, where there is none to send."""
        state, reason = "dropped", "nothing left to send"
        try:
            if (made := attached(self._database, outgoing, file, self._clock())) is not None:
                return made
        except Exception:  # a file nobody can make must not hold up its chat
            log.exception("the file of card %s could not be made", outgoing.id)
            state, reason = "dead", "no file"
        self._database.write(lambda transaction: Outbox(transaction).give_up(outgoing.id, state, reason))
        return None


def _face_of(outbox: Outbox, outgoing: Outgoing) -> dict[str, Any] | None:
    """A card as it was queued; None where it cannot be read, which is dealt with where it is worded."""
    try:
        found: dict[str, Any] = outbox.face(outgoing)
    except Trouble:
        return None
    return found


def lane_of(outgoing: Outgoing) -> str:
    """The chat whose order matters."""
    return f"{outgoing.channel}:{outgoing.chat}"


def _settle_at(last: Ended, now: datetime, transaction: Transaction) -> None:
    settle(transaction, last.card, last.outcome, now)


def _repeated(transaction: Transaction, rows: Iterable[int], now: datetime) -> None:
    for row in rows:
        Outbox(transaction).later(row, now, REPEAT)


def retry_after(outgoing: Outgoing, outcome: Outcome) -> float | None:
    """Seconds until a row is tried again; None when this was its end. An edit may be repeated at will."""
    match outcome.kind:
        case "wait":
            return outcome.seconds
        case "unknown" if outgoing.kind == "send" and outgoing.reason == REPEAT:
            return None
        case "not_sent" | "unknown":
            return BACK_OFF[min(outgoing.tries, len(BACK_OFF) - 1)]
    return None


def settle(transaction: Transaction, outgoing: Outgoing, outcome: Outcome, now: datetime) -> None:
    """Write down how a send ended, and what follows from it. From who was frozen until another took the card over only
    counts that it was sent."""
    outbox, pause = Outbox(transaction), retry_after(outgoing, outcome)
    if outcome.kind != "sent" and not outbox.still_held(outgoing.id, outgoing.tries + 1):
        return
    match outcome.kind:
        case "sent":
            outbox.sent(outgoing.id, outcome.message, now)
        case "refused" if outcome.moved_to:
            _moved(transaction, outgoing, outcome.moved_to, now)
        case "refused":
            outbox.give_up(outgoing.id, "dropped" if outgoing.kind == "edit" else "dead", outcome.reason)
            if outcome.reason in CLOSED:
                _closed(transaction, outgoing, now)
        case _ if pause is None:
            outbox.give_up(outgoing.id, "unknown", "sent twice, unanswered")
        case _:
            ambiguous = outcome.kind == "unknown" and outgoing.kind == "send"
            reason = REPEAT if ambiguous else outgoing.reason or ""
            outbox.later(outgoing.id, now + timedelta(seconds=pause), reason, counted=outcome.kind != "wait")


def _moved(transaction: Transaction, outgoing: Outgoing, new: str, now: datetime) -> None:
    """The group has a new id: remember it everywhere and send there."""
    outbox = Outbox(transaction)
    outbox.later(outgoing.id, now, outgoing.reason or "", counted=False)
    store = Store(transaction, outgoing.team_id, by=None, source=outgoing.id, now=now)
    chat = store.people.chat_at(outgoing.channel, outgoing.chat) if outgoing.team_id else None
    if chat is not None:
        rekey(store, chat, new)
    outbox.move_chat(outgoing.channel, outgoing.chat, new)


def _closed(transaction: Transaction, outgoing: Outgoing, now: datetime) -> None:
    """The chat takes us no more: a group is unbound and managers told; a person is written to again once they write."""
    if not outgoing.team_id:
        return
    store = Store(transaction, outgoing.team_id, by=None, source=outgoing.id, now=now)
    chat = store.people.chat_at(outgoing.channel, outgoing.chat)
    if chat is not None:
        left(store, chat)
    for identity in store.people.identities_in(outgoing.channel, outgoing.chat) if outgoing.private else ():
        _close(store, identity)


def _close(store: Store, identity: Identity) -> None:
    store.save(evolve(identity, chat=None))
