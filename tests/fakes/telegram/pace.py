"""How fast Telegram lets a bot send: 30 a second overall, 1 a second per chat, 20 a minute per group."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.errors import too_many
from tests.fakes.telegram.faults import Violation


@dataclass(frozen=True)
class Limit:
    rule: str
    count: int
    seconds: float


@dataclass
class Pace:
    """Counts messages sent (not edits) on the real clock. With `refuse` what is too fast gets 429, else it only counts."""

    refuse: bool = False
    overall: Limit = Limit("overall", 30, 1.0)
    per_chat: Limit = Limit("chat", 1, 1.0)
    per_group: Limit = Limit("group", 20, 60.0)
    violations: list[Violation] = field(default_factory=list)
    sent: dict[tuple[str, int | None], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, call: Call) -> None:
        now = time.monotonic()
        for limit, window in self._windows(call):
            while window and window[0] <= now - limit.seconds:
                window.popleft()
        over = [(limit, window) for limit, window in self._windows(call) if len(window) >= limit.count]
        self.violations += [
            Violation(limit.rule, call.method, call.chat_id, call.at, f"{len(window) + 1} in {limit.seconds:g} s")
            for limit, window in over
        ]
        if over and self.refuse:
            raise too_many(max(1, round(max(window[0] + limit.seconds - now for limit, window in over))))
        for _, window in self._windows(call):
            window.append(now)

    def _windows(self, call: Call) -> list[tuple[Limit, deque[float]]]:
        windows = [(self.overall, self.sent["overall", None]), (self.per_chat, self.sent["chat", call.chat_id])]
        if call.chat_id is not None and call.chat_id < 0:
            windows.append((self.per_group, self.sent["group", call.chat_id]))
        return windows
