"""The leak tripwire: who copies the customers is caught early, and ordinary days are quiet (C14)."""

import random
from datetime import date

from core.base.policy import AccessPolicy, Policy
from core.watch.rules import Looked, access

TODAY = date(2026, 3, 2)
DAYS = 250
POLICY = Policy()


def found(policy=POLICY, **looked):
    return [(one.episode.partition(" ")[2], one.stage) for one in access(Looked(7, **looked), policy, TODAY)]


def test_it_is_said_at_each_whole_multiple():
    assert [] == found(today=29)
    assert [("day", 1)] == found(today=30) == found(today=59)
    assert [("day", 2)] == found(today=60)
    assert [("others", 1)] == found(today=12, others=12)
    assert [("week", 1)] == found(today=20, week=120)
    assert [("others_week", 1)] == found(today=5, others=5, week=40, others_week=36)


def test_who_is_handing_on_is_watched_more_closely():
    assert [] == found(today=14, leaving=True)
    assert [("day", 1)] == found(today=15, leaving=True)


def test_exports_are_said_one_by_one_past_their_number_and_only_when_they_happen():
    assert [] == found(exports=1, exported=True)
    assert [("export", 2)] == found(exports=2, exported=True)
    assert [("export", 3)] == found(exports=3, exported=True)
    assert [] == found(exports=3)
    assert [("export", 1)] == found(exports=1, exported=True, leaving=True)


def test_zero_switches_a_threshold_off():
    off = Policy(access=AccessPolicy(access_day=0, access_others=0, access_week=0, access_leaving=0, access_exports=0))

    for leaving in (False, True):
        assert [] == found(off, today=999, others=999, week=999, exports=9, exported=True, leaving=leaving)


def looked_up(days, own=60, all_customers=400, leaving=False):
    """After how many look-ups, in all, managers hear for the first time; None: never. `days`: how many customers and
    how many of these are others', day by day, picked at random."""
    week, lookups = [], 0
    for theirs, others in days:
        mine = random.sample(range(own), min(theirs, own))
        foreign = random.sample(range(own, all_customers), min(others, all_customers - own))
        week = [*week[-6:], set()]
        for number, customer in enumerate([*mine, *foreign], 1):
            week[-1].add(customer)
            lookups += 1
            lately = set().union(*week)
            others = sum(one >= own for one in week[-1])
            others_lately = sum(one >= own for one in lately)
            seen = Looked(7, number, others, len(lately), others_lately, leaving=leaving)
            if any(access(seen, Policy(), TODAY)):
                return lookups
    return None


def test_who_copies_the_customers_is_caught_early():
    random.seed(7)

    assert 12 == looked_up([(0, 400)]), "one after the other, somebody else's"
    assert 30 == looked_up([(60, 0)]), "one after the other, their own"
    assert 15 == looked_up([(60, 0)], leaving=True)
    assert looked_up([(0, 11)] * 60) <= 40, "a few a day, below every daily number"
    assert looked_up([(10, 6)] * 60) <= 120


def ordinary(kind):
    """A day's look-ups: most days a handful, Mondays the week's plan, a call for a colleague now and then."""
    for day in range(DAYS):
        theirs = min(24, max(0, round(random.gauss(8 if day % 5 else 14, 4))))
        yield theirs, (random.choice((0, 0, 1, 1, 2, 4)) if kind == "rep" else 0)


def test_a_year_of_ordinary_days_rings_for_nobody():
    """20 reps and 5 who may look at everybody's customers, 250 days each: no false alarm in 6,250 days of people."""
    random.seed(20260302)

    rung = [looked_up(ordinary("rep")) for _ in range(20)] + [looked_up(ordinary("manager"), own=400) for _ in range(5)]

    assert [None] * 25 == rung
