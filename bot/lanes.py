"""What waits in the inbox, a queue a chat: the oldest of each chat that has nothing in flight may be taken."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable
from threading import Lock

from storage.inbox import Arrived


class Lanes:
    """Waiting updates by chat. Only one of a chat is out at a time; the next needs the names and questions it left."""

    def __init__(self) -> None:
        self._queues: dict[str, list[Arrived]] = {}
        self._known: set[int] = set()  # rows queued or in flight
        self._busy: dict[str, int] = {}
        self._resting: set[str] = set()
        self._lock = Lock()
        self.newest = 0

    def add(self, arrived: Iterable[Arrived], channels: Collection[str]) -> None:
        """Queue what is new, in the order of ids; updates of channels another process serves are left to it."""
        with self._lock:
            for one in arrived:
                self.newest = max(self.newest, one.id)
                if one.id not in self._known and one.channel in channels:
                    self._known.add(one.id)
                    insort(self._queues.setdefault(one.lane, []), one, key=lambda queued: queued.id)

    def take(self, most: int) -> list[Arrived]:
        """The oldest of each free chat, which is busy from now on."""
        with self._lock:
            free = [lane for lane in self._queues if lane not in self._busy and lane not in self._resting][:most]
            taken = []
            for lane in free:
                queue = self._queues[lane]
                first = queue.pop(0)
                if not queue:
                    del self._queues[lane]
                self._busy[lane] = first.id
                taken.append(first)
            return taken

    def done(self, arrived: Arrived) -> None:
        """Its chat is free again; a row that still waits (a retry) is found by the next look from the start."""
        with self._lock:
            self._known.discard(arrived.id)
            self._busy.pop(arrived.lane, None)

    def again(self, arrived: Arrived) -> None:
        """It was not handled: it goes back to the head of its chat."""
        with self._lock:
            self._busy.pop(arrived.lane, None)
            self._queues.setdefault(arrived.lane, []).insert(0, arrived)

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
