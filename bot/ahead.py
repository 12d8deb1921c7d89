"""Answers that only look are made before the write, on a picture of the books; so that however long one takes, nobody
else waits for it. What is left to write is small: the card with its buttons, and that somebody looked.

A picture may be out of date by then. Where a figure was put right meanwhile, whoever is shown it must be told, and can
only be found once the card stands in the outbox; so then, and where the person's rights or the room changed, the
question is asked again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from bot.answering import answer
from bot.hearing import Heard
from bot.message import Reply, Turn
from core.base.refusal import Refusal
from storage.database import Database
from storage.readonly import ReadOnly, Writes
from storage.store import Store
from storage.transaction import Transaction

log = logging.getLogger("gengfu.ahead")
AT_ONCE = 4  # questions answered side by side: a long one keeps nobody's quick one waiting
Turns = Callable[[Transaction, Heard, type[Store]], Turn]


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that is still to be written down: what to say, or why not, and what it leaves behind."""

    reply: Reply | None
    refusal: Refusal | None
    turn: Turn
    picture: object

    def holds(self, turn: Turn) -> bool:
        """Whether it may still be said: nothing shown was put right since, and they still are who they were."""
        return self.picture == _picture(turn)

    def given(self, turn: Turn) -> Reply | None:
        """The answer, in the transaction it is written in; Refusal where it is one."""
        turn.arguments = self.turn.arguments
        if self.refusal is not None:
            raise self.refusal
        assert isinstance(self.turn.store, ReadOnly)
        self.turn.store.leave(turn.store)
        return self.reply


class Ahead:
    """Answers what only asks, beside the writer."""

    def __init__(self, database: Database, turns: Turns) -> None:
        self._database, self._turns = database, turns
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ahead")

    def wants(self, heard: Heard) -> bool:
        """Whether a message may be one that only asks, as far as can be seen without asking the books: routes say which
        do (`reads`)."""
        if heard.member_id is None or heard.facts or heard.pasted or heard.guesses or heard.inbound.media:
            return False
        return heard.inbound.kind == "press" or (heard.inbound.kind == "text" and _is_said_to_us(heard))

    def complete(self, heard: Heard) -> Future[Heard]:
        """The message with its answer; as it was where that would write something."""
        return self._pool.submit(self._complete, heard)

    def close(self) -> None:
        """Let go of what is under way: it is in the inbox, and comes again at the next start."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _complete(self, heard: Heard) -> Heard:
        try:
            return self._database.read(lambda transaction: self._answered(transaction, heard))
        except Writes:
            return heard
        except Exception as error:  # noqa: BLE001 - the write meets it again, and knows what to do about it
            log.info("update %s is answered in the write: %r", heard.arrived.id, error)
            return heard

    def _answered(self, transaction: Transaction, heard: Heard) -> Heard:
        turn = self._turns(transaction, heard, ReadOnly)
        picture = _picture(turn)
        try:
            reply, refusal = answer(turn, heard), None
        except Refusal as no:
            reply, refusal = None, no
        return replace(heard, hidden=heard.hidden or turn.hid_a_name, ready=Ready(reply, refusal, turn, picture))


def _is_said_to_us(heard: Heard) -> bool:
    return heard.command is not None or heard.request is not None or heard.inbound.addressed


def _picture(turn: Turn) -> object:
    """What must not change between the look and the write: who asks, where, and what was put right last."""
    return turn.member, turn.chat, turn.store.put_right_last()
