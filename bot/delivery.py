"""Outbox row -> channel: order per chat, pace, back-off, dead letters.

A row is claimed, put into words from the books as they are now, sent, and marked, each step on disk. A process that
dies between sending and marking leaves a row that may have arrived: it is sent once more, marked as a possible repeat.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels import Capabilities, Channel, Choice, Message, Outcome
from bot.handlers.people import left, rekey
from bot.message import Line
from bot.post import lines_of
from bot.routes import KEYBOARD
from bot.settling import alert_lines
from bot.text import say, say_lines, unpacked_line
from core.base.records import evolve
from core.people import Identity
from storage.database import Database
from storage.outbox import Outbox, Outgoing
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

log = logging.getLogger("gengfu.delivery")
BACK_OFF = (1, 5, 30, 120, 600, 1800, 3600)  # seconds before try 2, 3, ...
REPEAT = "repeat"  # why a row waits that may have arrived already


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds a claim holds; tests shorten it."""

    lease: float = 20
    idle: float = 5


TIMING = Timing()


class Pace:
    """How fast a channel may be used: per chat, per group and minute, and over all chats."""

    def __init__(self, limits: Capabilities) -> None:
        self._limits = limits
        self._free_at: dict[str, float] = {}
        self._minute: dict[str, deque[float]] = defaultdict(deque)
        self._all_free_at = 0.0

    def wait(self, chat: str, private: bool, now: float) -> float:
        """Seconds until this chat may be written to; 0 = now."""
        ready = max(self._free_at.get(chat, 0), self._all_free_at)
        if not private:
            sent = self._minute[chat]
            while sent and sent[0] <= now - 60:
                sent.popleft()
            if len(sent) >= self._limits.per_group_minute:
                ready = max(ready, sent[0] + 60)
        return max(0.0, ready - now)

    def used(self, chat: str, private: bool, now: float) -> None:
        """Something was sent."""
        self._free_at[chat] = now + self._limits.per_chat_seconds
        self._all_free_at = max(now, self._all_free_at) + 1 / self._limits.per_second
        if not private:
            self._minute[chat].append(now)

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
        self._in_flight: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something may wait; callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    async def run(self) -> None:
        """Send until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            try:
                pause = await self.round()
            except Exception:
                log.exception("the outbox could not be read; trying again")
                pause = 1.0
            try:
                await asyncio.wait_for(self._wake.wait(), min(pause, self._timing.idle))
            except TimeoutError:
                continue

    async def finish(self, seconds: float) -> None:
        """Let what is being sent come to its end."""
        if self._in_flight:
            await asyncio.wait(self._in_flight.values(), timeout=seconds)

    async def drain(self) -> None:
        """Send everything that may be sent now, then return: for the console, dialogs and sweeps."""
        while True:
            pause = await self.round()
            if self._in_flight:
                await asyncio.wait(list(self._in_flight.values()))
            elif pause > 0:
                return

    async def round(self) -> float:
        """Start sending the first waiting row of every free chat; seconds until another look is worth it."""
        now = self._clock()
        await asyncio.to_thread(self._revive, now)
        due = await asyncio.to_thread(self._database.read, lambda transaction: Outbox(transaction).due(now))
        pause = self._timing.idle
        seen: set[str] = set()
        for outgoing in sorted(due, key=lambda one: (one.urgency, one.id)):
            lane = f"{outgoing.channel}:{outgoing.chat}"
            if lane in seen or lane in self._in_flight or outgoing.channel not in self._channels:
                continue
            seen.add(lane)
            wait = self._pace[outgoing.channel].wait(outgoing.chat, outgoing.private, time.monotonic())
            if wait > 0:
                pause = min(pause, wait)
            else:
                pause = 0.0
                task = asyncio.create_task(self._deliver(outgoing))
                self._in_flight[lane] = task
                task.add_done_callback(lambda done, lane=lane: self._landed(lane, done))  # type: ignore[misc]
        return pause

    def _landed(self, lane: str, task: asyncio.Task[None]) -> None:
        self._in_flight.pop(lane, None)
        self._wake.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("a card could not be sent", exc_info=task.exception())

    def _revive(self, now: datetime) -> None:
        """Rows whose sender died: they may have arrived, so they go out once more, marked; never a third time."""
        abandoned = self._database.read(lambda transaction: Outbox(transaction).abandoned(now))
        if not abandoned:
            return

        def work(transaction: Transaction) -> None:
            outbox = Outbox(transaction)
            for one in abandoned:
                if one.reason == REPEAT:
                    outbox.give_up(one.id, "unknown", "sent twice, unanswered")
                else:
                    outbox.later(one.id, now, REPEAT)

        self._database.write(work)

    async def _deliver(self, outgoing: Outgoing) -> None:
        channel = self._channels[outgoing.channel]
        until = self._clock() + timedelta(seconds=self._timing.lease)
        prepared = await asyncio.to_thread(self._prepare, outgoing, until, channel)
        if prepared is None:
            return
        target, message = prepared
        if outgoing.kind == "edit":
            outcome = (
                await channel.edit(outgoing.chat, target, message) if target else Outcome("refused", reason="gone")
            )
        else:
            outcome = await channel.send(outgoing.chat, message)
        self._pace[outgoing.channel].used(outgoing.chat, outgoing.private, time.monotonic())
        await self._settle(outgoing, outcome)

    def _prepare(self, outgoing: Outgoing, until: datetime, channel: Channel) -> tuple[str, Message] | None:
        """Claim the row and put it into words; None when somebody else has it, or it is no longer true."""

        def work(transaction: Transaction) -> tuple[str, Message] | None:
            outbox = Outbox(transaction)
            target = outbox.get(outgoing.target) if outgoing.target else None
            if target is not None and target.state in ("waiting", "sending"):
                outbox.later(outgoing.id, self._clock() + timedelta(seconds=1), "its card is not sent yet")
                return None
            if not outbox.claim(outgoing.id, until):
                return None
            try:
                message = compose(transaction, outgoing, channel, self._clock())
            except Exception:  # a card nobody can word must not hold up its chat
                log.exception("card %s could not be put into words", outgoing.id)
                outbox.give_up(outgoing.id, "dead", "no words")
                return None
            if message is None:
                outbox.give_up(outgoing.id, "dropped", "settled meanwhile")
                return None
            return (target.message or "") if target else "", message

        return self._database.write(work)

    async def _settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        now = self._clock()
        if (pause := retry_after(outgoing, outcome)) is not None:  # the rest of the chat waits behind it: order holds
            self._pace[outgoing.channel].hold(outgoing.chat, pause + 0.01, time.monotonic())
        await asyncio.to_thread(self._database.write, lambda transaction: settle(transaction, outgoing, outcome, now))


def retry_after(outgoing: Outgoing, outcome: Outcome) -> float | None:
    """Seconds until a row is tried again; None when this was its end."""
    match outcome.kind:
        case "wait":
            return outcome.seconds
        case "not_sent":
            return BACK_OFF[min(outgoing.tries, len(BACK_OFF) - 1)]
        case "unknown" if outgoing.reason != REPEAT:
            return BACK_OFF[0]
    return None


def settle(transaction: Transaction, outgoing: Outgoing, outcome: Outcome, now: datetime) -> None:
    """Write down how a send ended, and what follows from it."""
    outbox = Outbox(transaction)
    match outcome.kind:
        case "sent":
            outbox.sent(outgoing.id, outcome.message, now)
        case "unknown" if outgoing.reason == REPEAT:
            outbox.give_up(outgoing.id, "unknown", "sent twice, unanswered")
        case "wait" | "not_sent" | "unknown":
            due_at = now + timedelta(seconds=retry_after(outgoing, outcome) or 0)
            reason = REPEAT if outcome.kind == "unknown" else outgoing.reason or ""
            outbox.later(outgoing.id, due_at, reason, counted=outcome.kind != "wait")
        case "refused" if outcome.moved_to:
            _moved(transaction, outgoing, outcome.moved_to, now)
        case "refused":
            outbox.give_up(outgoing.id, "dropped" if outgoing.kind == "edit" else "dead", outcome.reason)
            if outcome.reason in ("blocked", "gone"):
                _closed(transaction, outgoing, now)


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
    for _, member_id in House(transaction).who(outgoing.channel, outgoing.chat) if outgoing.private else ():
        for identity in store.people.identities(member_id):
            if identity.chat == outgoing.chat and identity.channel == outgoing.channel:
                _close(store, identity)


def _close(store: Store, identity: Identity) -> None:
    store.save(evolve(identity, chat=None))


# -- into words


def compose(transaction: Transaction, outgoing: Outgoing, channel: Channel, now: datetime) -> Message | None:
    """The message of a row in its reader's language, from the books as they are; None: nothing is left to say."""
    face = Outbox(transaction).face(outgoing)
    store = Store(transaction, outgoing.team_id, by=None, source=outgoing.id, now=now)
    today = now.astimezone(ZoneInfo(store.people.team().timezone)).date() if outgoing.team_id else now.date()
    lines: list[Line] = []
    buttons = face.get("buttons", [])
    if "alerts" in face:
        lines, still_open = alert_lines(store, face, today)
        if not still_open:
            if outgoing.kind == "send":
                return None
            buttons = []
    else:
        lines = list(lines_of(face))
    text = say_lines(outgoing.language, lines, today)
    if outgoing.reason == REPEAT:
        text = f"{say(outgoing.language, 'possible_repeat')}\n{text}"
    keyboard = KEYBOARD if face.get("keyboard") and channel.capabilities.standing_keyboard else ()
    return Message(
        text=cut(text, channel.capabilities.max_text),
        choices=tuple(tuple(_choice(button, outgoing.language, channel) for button in row) for row in buttons),
        reply_to=outgoing.reply_to,
        keyboard=tuple(tuple(say(outgoing.language, f"key_{name}") for name in row) for row in keyboard),
    )


def _choice(button: list[object], language: str, channel: Channel) -> Choice:
    label = unpacked_line(button[0])  # type: ignore[arg-type]
    text = say(language, label.key, **label.facts)
    if len(button) > 2:
        return Choice(text, url=channel.private_link(str(button[3])))
    return Choice(text, token=str(button[1]))


def cut(text: str, most: int) -> str:
    """A text the platform takes: whole lines up to its limit (UTF-16 units, as Telegram counts), then an ellipsis."""
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - 2)].decode("utf-16-le", "ignore")
    head, newline, _ = kept.rpartition("\n")
    return f"{head if newline else kept}\n…"
