"""The queue of updates as Telegram keeps it: confirmed only by a higher offset, kept 24 hours, chosen by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

KEPT = 24 * 3600.0
QUERY_KEPT = 150.0
KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost", "managed_bot",
}  # fmt: skip
ONLY_WHEN_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Update:
    id: int
    body: dict[str, Any]
    lane: int
    kept_until: float

    @property
    def as_json(self) -> dict[str, Any]:
        return {"update_id": self.id} | self.body


@dataclass
class Updates:
    now: Callable[[], float]
    next_id: int = 700_000_001
    wanted: set[str] = field(default_factory=lambda: KINDS - ONLY_WHEN_ASKED)
    waiting: list[Update] = field(default_factory=list)
    again: list[Update] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    expired: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    delivered: Counter[int] = field(default_factory=Counter)
    seen: dict[int, Update] = field(default_factory=dict)

    def put(self, kind: str, content: dict[str, Any], lane: int) -> int | None:
        """Queue one update, unless its type is not asked for; the type filter works when it happens, not later."""
        return self.put_raw({kind: content}, lane, kind == "callback_query") if kind in self.wanted else None

    def put_raw(self, body: dict[str, Any], lane: int = 0, brief: bool = False) -> int:
        update_id = body.get("update_id", self.next_id)
        update = Update(update_id, body, lane, self.now() + (QUERY_KEPT if brief else KEPT))
        self.next_id = max(self.next_id, update_id + 1)
        self.waiting.append(update)
        self.seen[update_id] = update
        return int(update_id)

    def repeat(self, update_id: int, copies: int) -> None:
        """Hand out an old update again, confirmed or not, in front of the next answer."""
        self.again += [self.seen[update_id]] * copies

    def want(self, kinds: Iterable[str] | None) -> None:
        """None keeps the last choice, an empty list is Telegram's default set."""
        if kinds is not None:
            self.wanted = (set(kinds) & KINDS) or KINDS - ONLY_WHEN_ASKED

    def take(self, offset: int, limit: int) -> list[Update]:
        """What a poll with this offset gets; everything below the offset is confirmed and forgotten."""
        self.expire()
        if offset < 0:
            self.drop(self.waiting[:offset])
        else:
            self.confirm([update for update in self.waiting if update.id < offset])
        batch = (self.again + self.waiting)[:limit]
        self.again = self.again[limit:]
        self.hand_out(batch)
        return batch

    def hand_out(self, batch: list[Update]) -> None:
        self.delivered.update(update.id for update in batch)

    def confirm(self, updates: list[Update]) -> None:
        self._leave(updates, self.confirmed)

    def drop(self, updates: list[Update]) -> None:
        self._leave(updates, self.dropped)

    def expire(self) -> None:
        self._leave([update for update in self.waiting if update.kept_until <= self.now()], self.expired)

    def _leave(self, updates: list[Update], record: list[int]) -> None:
        gone = {id(update) for update in updates}
        record.extend(update.id for update in updates)
        self.waiting = [update for update in self.waiting if id(update) not in gone]
