"""Ids: 63-bit, time-ordered, handed out before anything is decided, so that records can name each other at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
WORKER_BITS, SEQUENCE_BITS = 6, 16  # 41 bits of milliseconds in front: enough until 2093
WORKERS = 1 << WORKER_BITS
SEQUENCE = (1 << SEQUENCE_BITS) - 1

HIGHEST = 2**63 - 1


def first_id(moment: datetime) -> int:
    """The lowest id that may be handed out at an aware moment: records of a stretch of time are a stretch of ids."""
    found = int((moment - EPOCH).total_seconds() * 1000) << WORKER_BITS + SEQUENCE_BITS
    return min(max(0, found), HIGHEST)


def moment_of(made: int) -> datetime:
    """When an id was handed out, to the millisecond, aware UTC."""
    return EPOCH + timedelta(milliseconds=made >> WORKER_BITS + SEQUENCE_BITS)


class Ids:
    """Hands out ids that never repeat and never go down, also when the clock is set back or many are asked for at once.

    `last` is the highest id known to the books; `worker` (0-63) keeps two processes apart.
    """

    def __init__(self, last: int = 0, worker: int = 0) -> None:
        if not 0 <= worker < WORKERS:
            raise ValueError(f"worker {worker} is not within 0-63")
        self._last, self._worker, self._lock = last, worker, Lock()
        self._now: datetime | None = None

    def new(self, now: datetime) -> int:
        """The next id; `now` is aware UTC and only sets the order."""
        with self._lock:
            if now is self._now and (self._last + 1) & SEQUENCE:  # one message asks for five with the same moment
                self._last += 1
                return self._last
            self._now = now
            milliseconds = int((now - EPOCH).total_seconds() * 1000)
            tick = max(milliseconds << SEQUENCE_BITS, self._plain(self._last) + 1)
            high, sequence = tick >> SEQUENCE_BITS, tick & SEQUENCE
            made = (high << WORKER_BITS | self._worker) << SEQUENCE_BITS | sequence
            if made <= self._last:  # another worker, of a higher number, handed out the last one in that millisecond
                made = (high + 1 << WORKER_BITS | self._worker) << SEQUENCE_BITS
            self._last = made
            return made

    @staticmethod
    def _plain(made: int) -> int:
        """An id without its worker part: milliseconds and sequence in one number."""
        return made >> (WORKER_BITS + SEQUENCE_BITS) << SEQUENCE_BITS | made & SEQUENCE
