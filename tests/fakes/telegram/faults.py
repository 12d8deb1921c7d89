"""What goes wrong on purpose: late answers, cut lines, refusals, nonsense; chosen one by one or by a seed."""

from __future__ import annotations

import json
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram.calls import POLLING, Call
from tests.fakes.telegram.errors import ApiError, bad_request, forbidden, too_many

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
NONSENSE = b'{"ok":true,"result":{"message_id":'


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; `cut` closes the line instead."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    cut: bool = False


CUT = Reply(cut=True)


def as_reply(error: ApiError) -> Reply:
    return Reply(error.status, json.dumps(error.as_json()).encode())


@dataclass(frozen=True)
class Violation:
    """A rule of pace that the bot broke."""

    rule: str
    method: str
    chat_id: int | None
    at: float
    detail: str = ""


@dataclass(eq=False)
class Fault:
    """One thing that goes wrong with the calls it fits. `reply` None lets the true answer through."""

    name: str
    reply: Reply | None = None
    processed: bool = False
    delay: float = 0.0
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    when: Callable[[Call], bool] | None = None
    retry_after: float = 0.0
    hits: int = 0
    quiet_until: float = 0.0

    def fits(self, call: Call) -> bool:
        return (
            self.method in (None, call.method)
            and (self.method is not None or call.method not in POLLING)
            and self.chat_id in (None, call.chat_id)
            and (self.when is None or self.when(call))
        )

    @property
    def is_over(self) -> bool:
        return self.times is not None and self.hits >= self.times

    def clear(self) -> None:
        """No more of it."""
        self.times, self.quiet_until = self.hits, 0.0


@dataclass
class Faults:
    """Each maker takes method=, chat=, times= (None: until cleared) and when= (a test of the Call).

    Without a method a fault fits everything but getMe, getUpdates and the webhook methods.
    """

    chat_id_of: Callable[[Any], int]
    violations: list[Violation] = field(default_factory=list)
    standing: list[Fault] = field(default_factory=list)
    schedule: Schedule | None = None

    def late(self, seconds: float, **where: Any) -> Fault:
        """Processed at once, answered `seconds` later."""
        return self._add("late", processed=True, delay=seconds, **where)

    def hang(self, processed: bool = True, **where: Any) -> Fault:
        """No answer at all, the line stays open until the caller gives up."""
        return self._add("hang", processed=processed, delay=math.inf, **where)

    def drop_after(self, **where: Any) -> Fault:
        """Processed, then the line is cut: the ambiguous one."""
        return self._add("drop_after", CUT, processed=True, **where)

    def drop_before(self, **where: Any) -> Fault:
        """The line is cut, nothing was done."""
        return self._add("drop_before", CUT, **where)

    def too_many(self, retry_after: float, **where: Any) -> Fault:
        """429; fitting calls before the time has passed get it again and are recorded as violations."""
        return self._add("too_many", retry_after=retry_after, **where)

    def forbidden(self, why: str = "bot was blocked by the user", **where: Any) -> Fault:
        return self._add("forbidden", as_reply(forbidden(why)), **where)

    def bad_request(self, why: str, **where: Any) -> Fault:
        return self._add("bad_request", as_reply(bad_request(why)), **where)

    def bad_gateway(self, processed: bool = False, **where: Any) -> Fault:
        return self._add("bad_gateway", Reply(502, BAD_GATEWAY, "text/html"), processed=processed, **where)

    def server_error(self, processed: bool = False, **where: Any) -> Fault:
        return self._add("server_error", as_reply(ApiError(500, "Internal Server Error")), processed=processed, **where)

    def nonsense(self, processed: bool = True, **where: Any) -> Fault:
        """200 with a body that is no JSON."""
        return self._add("nonsense", Reply(200, NONSENSE), processed=processed, **where)

    def at_random(self, seed: int, share: float, kinds: Iterable[str] = (), methods: Iterable[str] = ()) -> Schedule:
        """`share` of the calls go wrong; the same seed hits the same n-th call of each method and chat."""
        self.schedule = Schedule(
            seed, share, tuple(kinds) or tuple(sorted(RANDOM_KINDS.keys() - {"hang"})), tuple(methods)
        )
        return self.schedule

    def clear(self) -> None:
        self.standing, self.schedule = [], None

    def pick(self, call: Call) -> Fault | None:
        """The fault that hits this call, if any; called once per call, under the world's lock."""
        now = time.monotonic()
        for fault in [fault for fault in self.standing if fault.fits(call)]:
            if fault.quiet_until > now:
                return self._too_early(fault, call, now)
            if not fault.is_over:
                return self._hit(fault, now)
        drawn = self.schedule.draw(call) if self.schedule else None
        return self._hit(self._started(drawn), now) if drawn else None

    def _add(self, name: str, reply: Reply | None = None, chat: Any = None, **more: Any) -> Fault:
        chat_id = None if chat is None else self.chat_id_of(chat)
        return self._started(Fault(name, reply, chat_id=chat_id, **more))

    def _started(self, fault: Fault) -> Fault:
        self.standing.append(fault)
        return fault

    def _hit(self, fault: Fault, now: float) -> Fault:
        fault.hits += 1
        if fault.retry_after:
            fault.quiet_until = now + fault.retry_after
            fault.reply = as_reply(too_many(fault.retry_after))
        return fault

    def _too_early(self, fault: Fault, call: Call, now: float) -> Fault:
        left = fault.quiet_until - now
        self.violations.append(Violation("retry_after", call.method, call.chat_id, call.at, f"{left:.2f} s early"))
        left = math.ceil(left) if isinstance(fault.retry_after, int) else left
        return Fault("too_many", as_reply(too_many(left)))


RANDOM_KINDS: dict[str, Callable[[random.Random], Fault]] = {
    "hang": lambda draw: Fault("hang", processed=draw.random() < 0.5, delay=math.inf),
    "late": lambda draw: Fault("late", processed=True, delay=draw.uniform(0.01, 0.2)),
    "drop_after": lambda draw: Fault("drop_after", CUT, processed=True),
    "drop_before": lambda draw: Fault("drop_before", CUT),
    "too_many": lambda draw: Fault("too_many", retry_after=1),
    "bad_gateway": lambda draw: Fault("bad_gateway", Reply(502, BAD_GATEWAY, "text/html"), draw.random() < 0.5),
    "nonsense": lambda draw: Fault("nonsense", Reply(200, NONSENSE), processed=True),
}


@dataclass
class Schedule:
    """Random faults that depend only on the seed and on how many such calls came before, not on threads or time."""

    seed: int
    share: float
    kinds: tuple[str, ...]
    methods: tuple[str, ...] = ()
    counts: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    drawn: list[tuple[str, int | None, int, str]] = field(default_factory=list)

    def draw(self, call: Call) -> Fault | None:
        if call.method not in self.methods and (self.methods or call.method in POLLING):
            return None
        key = (call.method, call.chat_id)
        self.counts[key] += 1
        draw = random.Random(f"{self.seed}:{key}:{self.counts[key]}")
        return self._fault(draw, call) if draw.random() < self.share else None

    def _fault(self, draw: random.Random, call: Call) -> Fault:
        fault = RANDOM_KINDS[draw.choice(self.kinds)](draw)
        fault.method, fault.chat_id = call.method, call.chat_id
        self.drawn.append((call.method, call.chat_id, self.counts[call.method, call.chat_id], fault.name))
        return fault

    def __iter__(self) -> Iterator[tuple[str, int | None, int, str]]:
        return iter(self.drawn)
