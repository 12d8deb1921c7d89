"""What waits in the inbox, a queue a chat: the oldest of each chat that has nothing in flight may be taken; of who says
too much at once it waits a little, and what others say there goes before it."""

from __future__ import annotations

import time
from bisect import insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock

from storage.inbox import Arrived


@dataclass(frozen=True, slots=True)
class Limit:
    """How fast one person is listened to: so many messages at once, then so many a second. What is over it waits; and
    after so `many` at once what others say in the same chat goes before."""

    at_once: int = 120
    per_second: float = 10
    many: int = 10


@dataclass(slots=True)
class Flow:
    """What somebody may still say just now; `slowed` since it was too much, `told` once they heard of that."""

    left: float
    at: float
    slowed: bool = False
    told: bool = False


class Lanes:
    """Waiting updates by chat. Only one of a chat is out at a time; the next needs the names and questions it left."""

    def __init__(self) -> None:
        self._queues: dict[str, list[Arrived]] = {}
        self._known: set[int] = set()  # rows queued or in flight
        self._busy: dict[str, int] = {}
        self._resting: set[str] = set()
        self._lock = Lock()
        self._limit: Limit | None = None
        self._flows: dict[str, Flow] = {}
        self.newest = 0

    def add(self, arrived: Iterable[Arrived], channels: Collection[str]) -> None:
        """Queue what is new, in the order of ids; updates of channels another process serves are left to it."""
        with self._lock:
            for one in arrived:
                self.newest = max(self.newest, one.id)
                if one.id not in self._known and one.channel in channels:
                    self._known.add(one.id)
                    insort(self._queues.setdefault(one.lane, []), one, key=lambda queued: queued.id)

    def limit(self, limit: Limit) -> None:
        """Listen to nobody faster than that from now on."""
        self._limit = limit

    def take(self, most: int) -> list[Arrived]:
        """The oldest of each free chat, which is busy from now on."""
        with self._lock:
            taken: list[Arrived] = []
            held_back: set[str] = set()  # asked once a round: the bucket of a person, however much of theirs waits
            for lane in self._idle():
                if len(taken) == most:
                    break
                queue = self._queues[lane]
                place = self._first(queue, held_back)
                if place is None:
                    continue
                first = queue.pop(place)
                if not queue:
                    del self._queues[lane]
                self._busy[lane] = first.id
                if first.speaker in self._flows:
                    self._flows[first.speaker].left -= 1
                taken.append(first)
            return taken

    def _first(self, queue: list[Arrived], held_back: set[str]) -> int | None:
        """The oldest that may be heard; where its writer says much just now, the oldest of somebody who does not."""
        first = next((at for at, one in enumerate(queue) if self._may_be_heard(one, held_back)), None)
        if first is None or not self._says_much(loud := queue[first].speaker):
            return first
        others = (
            (at, one) for at, one in enumerate(queue) if one.speaker != loud and self._may_be_heard(one, held_back)
        )
        return next((at for at, one in others if not self._says_much(one.speaker)), first)

    def _says_much(self, speaker: str) -> bool:
        flow = self._flows.get(speaker)
        return self._limit is not None and flow is not None and flow.left < self._limit.at_once - self._limit.many

    def _may_be_heard(self, arrived: Arrived, held_back: set[str]) -> bool:
        """Whether its writer may be listened to now; a bucket that fills by the second says so."""
        speaker = arrived.speaker
        if self._limit is None:
            return True
        if speaker in held_back:
            return False
        now = time.monotonic()
        flow = self._flows.setdefault(speaker, Flow(self._limit.at_once, now))
        flow.left = min(self._limit.at_once, flow.left + (now - flow.at) * self._limit.per_second)
        flow.at = now
        if flow.left < 1:
            flow.slowed = True
            held_back.add(speaker)
            return False
        if flow.left >= self._limit.at_once:
            flow.slowed = flow.told = False
        return True

    def is_slowed(self, arrived: Arrived) -> bool:
        """Whether its writer said too much at once, and was not told yet."""
        flow = self._flows.get(arrived.speaker)
        return flow is not None and flow.slowed and not flow.told

    def told(self, arrived: Arrived) -> None:
        """Its writer knows: not again before they have been quiet for a while."""
        flow = self._flows.get(arrived.speaker)
        if flow is not None and flow.slowed:
            flow.told = True

    @property
    def held_back(self) -> bool:
        """Whether something waits only because its writer said too much."""
        with self._lock:
            slow = {speaker for speaker, flow in self._flows.items() if flow.left < 1}
            return bool(slow) and any(one.speaker in slow for lane in self._idle() for one in self._queues[lane])

    def _idle(self) -> list[str]:
        return [lane for lane in self._queues if lane not in self._busy and lane not in self._resting]

    def done(self, arrived: Arrived) -> None:
        """Its chat is free again; a row that still waits (a retry) is found by the next look from the start."""
        with self._lock:
            self._known.discard(arrived.id)
            self._busy.pop(arrived.lane, None)

    def again(self, arrived: Arrived) -> None:
        """It was not handled: it goes back to its place in its chat."""
        with self._lock:
            self._busy.pop(arrived.lane, None)
            insort(self._queues.setdefault(arrived.lane, []), arrived, key=lambda queued: queued.id)

    def rest(self, arrived: Arrived) -> None:
        """It cannot be handled just now: it stays the first of its chat, which rests until `rested`."""
        self.again(arrived)
        self._resting.add(arrived.lane)

    def rested(self) -> None:
        """Every chat may be tried again."""
        self._resting.clear()

    @property
    def in_flight(self) -> bool:
        return bool(self._busy)

    @property
    def queued(self) -> int:
        return len(self._known) - len(self._busy)
