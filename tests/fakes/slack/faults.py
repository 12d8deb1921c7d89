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

BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head></html>"
NONSENSE = b'{"ok":true,"ts":'
UNASKED = {"auth.test", "apps.connections.open", "users.info", "bots.info", "conversations.info"}


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; `cut` closes the line instead."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    cut: bool = False
    headers: tuple[tuple[str, str], ...] = ()


CUT = Reply(cut=True)


def as_json(content: dict[str, Any], status: int = 200, **headers: str) -> Reply:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Reply(status, body, headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()))


def refused(error: str) -> Reply:
    """Slack says no with 200."""
    return as_json({"ok": False, "error": error})


def ratelimited(seconds: float) -> Reply:
    return as_json({"ok": False, "error": "ratelimited"}, 429, Retry_After=str(math.ceil(seconds)))


@dataclass(eq=False)
class Call:
    """One request to the Web API, as recorded. `answered` is false where the line was cut or is still held."""

    number: int
    method: str
    params: dict[str, Any] = field(repr=False)
    at: float
    monotonic: float
    channel: str = ""
    status: int | None = None
    error: str = ""
    ts: str = ""
    processed: bool = False
    answered: bool = False
    fault: str | None = None
    world: Any = field(default=None, repr=False)  # whose token it came with

    @property
    def ok(self) -> bool:
        return self.processed and self.status == 200 and not self.error


@dataclass(frozen=True)
class Violation:
    """A rule of Slack's that the bot broke."""

    rule: str
    method: str
    channel: str
    detail: str = ""


@dataclass(eq=False)
class Fault:
    """One thing that goes wrong with the calls it fits. `reply` None lets the true answer through."""

    name: str
    reply: Reply | None = None
    processed: bool = False
    delay: float = 0.0
    method: str | None = None
    channel: str | None = None
    times: int | None = 1
    when: Callable[[Call], bool] | None = None
    retry_after: float = 0.0
    hits: int = 0
    quiet_until: float = 0.0

    def fits(self, call: Call) -> bool:
        return (
            self.method in (None, call.method)
            and (self.method is not None or call.method not in UNASKED)
            and self.channel in (None, call.channel)
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
    """Each maker takes method=, chat=, times= (None: until cleared) and when= (a test of the Call)."""

    id_of: Callable[[Any], str]
    violations: list[Violation] = field(default_factory=list)
    standing: list[Fault] = field(default_factory=list)
    schedule: Schedule | None = None

    def late(self, seconds: float, **where: Any) -> Fault:
        """Processed at once, answered `seconds` later."""
        return self._add("late", processed=True, delay=seconds, **where)

    def hang(self, processed: bool = True, **where: Any) -> Fault:
        """No answer at all; the line stays open until the caller gives up."""
        return self._add("hang", processed=processed, delay=math.inf, **where)

    def drop_after(self, **where: Any) -> Fault:
        """Processed, then the line is cut: the ambiguous one."""
        return self._add("drop_after", CUT, processed=True, **where)

    def drop_before(self, **where: Any) -> Fault:
        """The line is cut, nothing was done."""
        return self._add("drop_before", CUT, **where)

    def too_many(self, retry_after: float, **where: Any) -> Fault:
        """429 with Retry-After; fitting calls before that get it again and are recorded as violations."""
        return self._add("too_many", retry_after=retry_after, **where)

    def refuses(self, error: str, **where: Any) -> Fault:
        """200 with ok: false."""
        return self._add(error, refused(error), **where)

    def server_error(self, processed: bool = False, **where: Any) -> Fault:
        reply = as_json({"ok": False, "error": "internal_error"}, 500)
        return self._add("server_error", reply, processed=processed, **where)

    def bad_gateway(self, processed: bool = False, **where: Any) -> Fault:
        return self._add("bad_gateway", Reply(502, BAD_GATEWAY, "text/html"), processed=processed, **where)

    def nonsense(self, processed: bool = True, **where: Any) -> Fault:
        """200 with a body that is no JSON."""
        return self._add("nonsense", Reply(200, NONSENSE), processed=processed, **where)

    def at_random(self, seed: int, share: float, kinds: Iterable[str] = (), methods: Iterable[str] = ()) -> Schedule:
        """`share` of the calls go wrong; the same seed hits the same n-th call of each method and channel."""
        self.schedule = Schedule(seed, share, tuple(kinds) or tuple(RANDOM_KINDS), tuple(methods))
        return self.schedule

    def clear(self) -> None:
        self.standing, self.schedule = [], None

    def pick(self, call: Call) -> Fault | None:
        """The fault that hits this call, if any; called once per call, under the world's lock."""
        now = time.monotonic()
        for fault in [fault for fault in self.standing if fault.fits(call)]:
            if fault.quiet_until > now:
                left = fault.quiet_until - now
                self.violations.append(Violation("retry_after", call.method, call.channel, f"{left:.2f} s early"))
                return Fault("too_many", ratelimited(left))
            if not fault.is_over:
                return self._hit(fault, now)
        drawn = self.schedule.draw(call) if self.schedule else None
        return self._hit(self._standing(drawn), now) if drawn else None

    def _add(self, name: str, reply: Reply | None = None, chat: Any = None, **more: Any) -> Fault:
        return self._standing(Fault(name, reply, channel=None if chat is None else self.id_of(chat), **more))

    def _standing(self, fault: Fault) -> Fault:
        self.standing.append(fault)
        return fault

    def _hit(self, fault: Fault, now: float) -> Fault:
        fault.hits += 1
        if fault.retry_after:
            fault.quiet_until = now + fault.retry_after
            fault.reply = ratelimited(fault.retry_after)
        return fault


RANDOM_KINDS: dict[str, Callable[[random.Random], Fault]] = {
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
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    drawn: list[tuple[str, str, int, str]] = field(default_factory=list)

    def draw(self, call: Call) -> Fault | None:
        if call.method not in self.methods and (self.methods or call.method in UNASKED):
            return None
        key = (call.method, call.channel)
        self.counts[key] += 1
        draw = random.Random(f"{self.seed}:{key}:{self.counts[key]}")
        if draw.random() >= self.share:
            return None
        fault = RANDOM_KINDS[draw.choice(self.kinds)](draw)
        fault.method, fault.channel = key
        self.drawn.append((*key, self.counts[key], fault.name))
        return fault

    def __iter__(self) -> Iterator[tuple[str, str, int, str]]:
        return iter(self.drawn)
