"""Two processes on one PostgreSQL hand out different ids, also in the same millisecond."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from core.base.ids import SEQUENCE_BITS, WORKERS
from storage.database import Database
from storage.engine import database_url, open_engine
from storage.workers import OURS, Slot
from tests.storage.cast import NOW
from tests.support.nursery import ran

pytestmark = pytest.mark.postgres
MANY = 500


def hand_out(address):
    """What a process of its own does, at a clock that stands still."""
    database = Database(*address)
    try:
        return [database.ids.new(NOW) for _ in range(MANY)]
    finally:
        database.close()


def worker_of(row: int) -> int:
    return row >> SEQUENCE_BITS & WORKERS - 1


def test_processes_on_one_postgres_never_hand_out_the_same_id(postgres_books, open_books):
    here = open_books(postgres_books)
    mine = [here.ids.new(NOW) for _ in range(MANY)]

    code = f"import json, {__name__} as there; print(json.dumps(there.hand_out({tuple(here.address)})))"
    theirs = json.loads(ran("-c", code).stdout)

    assert not set(mine) & set(theirs)
    assert [1, 1] == [len({worker_of(row) for row in rows}) for rows in (mine, theirs)]
    assert mine == sorted(mine)
    assert max(mine + theirs) < 2**63


def test_the_number_that_is_free_is_taken_and_the_last_ones_are_shared(postgres_books):
    engine = open_engine(database_url(postgres_books))
    with engine.connect() as others:
        others.execute(text(f"SELECT pg_advisory_lock({OURS}, n) FROM generate_series(0, {WORKERS - 2}) n"))

        first = Slot(engine)
        assert WORKERS - 1 == first.number
        assert 0 <= Slot(engine).number < WORKERS, "where all are taken it is served all the same"
        first.close()
        assert WORKERS - 1 == Slot(engine).number

    engine.dispose()
