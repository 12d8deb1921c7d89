"""Ids never repeat and never go down: not among threads, not with the clock set back, not after a restart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest

from core.base.ids import EPOCH, SEQUENCE_BITS, Ids

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


def rising(made):
    return all(before < after for before, after in pairwise(made))


def test_eight_threads_never_get_the_same(scale):
    ids, start, count = Ids(), Barrier(8), scale(5_000, 200_000)

    def take(_):
        start.wait()
        return [ids.new(NOW) for _ in range(count)]

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(8)))

    assert all(rising(mine) for mine in taken)
    assert 8 * count == len({one for mine in taken for one in mine})


def test_a_clock_set_back_repeats_none():
    ids = Ids()
    clock = [NOW, NOW + YEAR, NOW, NOW - YEAR, EPOCH, EPOCH - YEAR, NOW + HOUR, NOW + YEAR, NOW + 2 * YEAR]

    assert rising([ids.new(now) for now in clock for _ in range(3)])


def test_a_restart_goes_on_above_the_highest():
    first = Ids()
    last = [first.new(NOW + YEAR) for _ in range(10)][-1]

    again = Ids(last=last)

    assert rising([last, again.new(NOW), again.new(NOW)])


def test_more_than_fit_a_millisecond_run_over_into_the_next():
    ids = Ids()
    made = [ids.new(NOW) for _ in range((1 << SEQUENCE_BITS) + 10)]

    assert rising(made)
    assert made[-1] < Ids().new(NOW + timedelta(milliseconds=2))


def test_two_workers_never_meet_and_a_restart_as_another_goes_on():
    one, two = Ids(worker=1), Ids(worker=2)
    mine, theirs = ([ids.new(NOW) for _ in range(1000)] for ids in (one, two))

    assert not set(mine) & set(theirs)
    as_the_other = Ids(last=max(mine + theirs), worker=1)
    assert as_the_other.new(NOW) not in {*mine, *theirs}
    highest = max(mine + theirs)
    for worker in (0, 1, 2, 63):
        later = Ids(last=highest, worker=worker).new(NOW)
        assert later not in {*mine, *theirs}
        assert Ids(last=later).new(NOW) > later or worker


def test_they_are_ordered_by_time_and_fit_63_bits():
    early, late = Ids(worker=63).new(NOW), Ids(worker=0).new(NOW + timedelta(milliseconds=1))

    assert early < late
    assert Ids().new(datetime(2093, 1, 1, tzinfo=UTC)) < 2**63


@pytest.mark.parametrize("worker", [-1, 64])
def test_only_64_workers_fit(worker):
    with pytest.raises(ValueError, match="not within 0-63"):
        Ids(worker=worker)


def test_a_worker_of_a_lower_number_goes_on_above_what_another_handed_out():
    last = Ids(worker=5).new(NOW)
    ids = Ids(last, worker=2)

    made = [ids.new(NOW) for _ in range(3)]

    assert rising([last, *made])
    assert 2 == made[0] >> SEQUENCE_BITS & 63
