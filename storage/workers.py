"""Which worker part the ids of this process carry, where several processes serve the same books."""

from __future__ import annotations

import random
from contextlib import suppress

from sqlalchemy import Connection, Engine, text

from core.base.ids import WORKERS

CLAIM = text("SELECT pg_try_advisory_lock(:ours, :number)")
OURS = 7194352  # the number only has to be nobody else's


class Slot:
    """A number no other open `Database` of these PostgreSQL books has: a lock held on a connection kept for it alone.

    They are tried in a random order: should the server restart and the lock go, the next process hardly picks the
    number this one goes on with. Ids that meet all the same break a unique key, and that is a Conflict.
    """

    def __init__(self, engine: Engine) -> None:
        self._held = _kept_apart(engine)
        try:
            numbers = random.sample(range(WORKERS), WORKERS)
            self.number = next((one for one in numbers if self._is_mine(one)), numbers[0])
        except BaseException:
            self.close()
            raise

    def _is_mine(self, number: int) -> bool:
        return bool(self._held.execute(CLAIM, {"ours": OURS, "number": number}).scalar())

    def close(self) -> None:
        """Let go of the number."""
        with suppress(Exception):  # the server let go of it where the connection is gone
            self._held.close()


def _kept_apart(engine: Engine) -> Connection:
    """A connection that is none of the pool's, and has no transaction open that could be called idle."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    return connection
