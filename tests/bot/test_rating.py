"""Kept scores: after any history they are what a fresh computation says, on the day they were made and until they say."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rating import fresh_score, rating_of, rescore
from core.base.calendar import WorkingCalendar
from core.base.policy import Policy
from core.base.records import evolve
from core.ledger import CreditTerms, Promise, limited
from tests.storage.cast import TODAY, found_team, yuan

WEEKDAYS, POLICY = WorkingCalendar(official=False), Policy()
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("owe"), st.integers(1, 500), st.integers(-90, 60)),
        st.tuples(st.just("pay"), st.integers(1, 500), st.integers(0, 9)),
        st.tuples(st.just("promise"), st.integers(1, 500), st.integers(-9, 9)),
        st.tuples(st.just("wait"), st.integers(1, 40), st.just(0)),
    ),
    max_size=12,
)


def test_a_kept_score_is_what_a_fresh_one_would_be(open_books):
    database = open_books()

    @settings(max_examples=15, deadline=None)
    @given(EVENTS)
    def after(events):
        cast, today = found_team(database), TODAY
        for event in events:
            today += timedelta(days=event[1] if event[0] == "wait" else 0)
            cast.write(lambda store, event=event, on=today: happens(cast, store, event, on))
            kept, fresh = cast.read(lambda store, on=today: both(store, cast.account.id, on))
            assert kept == fresh
        rating = cast.read(lambda store: rating_of(store, cast.account.id, today, WEEKDAYS, POLICY))
        last = min(rating.until or today, today + timedelta(days=30)) if rating else today
        while (today := today + timedelta(days=1)) < last:
            kept, fresh = cast.read(lambda store, on=today: both(store, cast.account.id, on))
            assert kept == fresh

    after()


def happens(cast, store, event, today):
    kind, amount, days = event
    if kind == "owe":
        store.save(cast.receivable(yuan(amount), due=today + timedelta(days=days)))
    elif kind == "pay" and store.ledger.open_receivables(cast.account.id):
        cast.pay(store, yuan(amount))
    elif kind == "promise":
        store.save(
            Promise(id=store.new_id(), account_id=cast.account.id, amount=yuan(amount), said_on=today,
                    by_on=today + timedelta(days=max(0, days)))
        )  # fmt: skip
    rows = [*store.credit.stale(10), *store.credit.to_score(today, 10)]
    rescore(store, rows, today, WEEKDAYS, POLICY)


def both(store, account_id, today):
    kept, stale = store.credit.rating(account_id)
    assert not stale or kept is None
    fresh = fresh_score(store, account_id, today, WEEKDAYS, POLICY)
    return (kept and (kept.points, kept.grade, kept.parts)), (
        fresh and (fresh.points, fresh.grade, tuple(one.points for one in fresh.reasons))
    )


def test_money_that_moves_makes_a_score_stale_until_it_is_made_anew(open_books):
    cast = found_team(open_books())
    cast.save(cast.receivable(yuan(100), due=TODAY - timedelta(days=3)))
    assert [cast.account.id] == cast.read(lambda store: store.credit.stale(10))

    cast.write(lambda store: rescore(store, [cast.account.id], TODAY, WEEKDAYS, POLICY))

    assert [] == cast.read(lambda store: store.credit.stale(10))
    assert [] == cast.read(lambda store: store.credit.to_score(TODAY, 10))
    assert [cast.account.id] == cast.read(lambda store: store.credit.to_score(TODAY + timedelta(days=1), 10))
    assert [cast.account.id] == [row for row, _, _ in cast.read(lambda store: store.credit.worst((-1, 0), 10))]
    cast.write(lambda store: store.credit.judged_before(2))
    assert [cast.account.id] == cast.read(lambda store: store.credit.stale(10))


def test_a_grade_that_changed_is_kept_with_one_alert_and_one_that_changed_back_unsaid_with_none(open_books):
    cast = found_team(open_books())
    cast.save(cast.receivable(yuan(100), due=TODAY - timedelta(days=1)))
    score = lambda ahead: cast.write(  # noqa: E731
        lambda store: rescore(store, [cast.account.id], TODAY + timedelta(days=ahead), WEEKDAYS, POLICY)
    )

    assert [] == score(0)  # the first one is no change
    assert [("B", "C")] == [(one.before, one.after) for one in score(25)]
    assert [("B", "D")] == [(one.before, one.after) for one in score(50)]  # nobody heard of C yet
    unsaid = cast.write(lambda store: store.watch.take_unsaid())
    assert ["grade"] == [one.rule for one in unsaid]
    assert [("D", "E")] == [(one.before, one.after) for one in score(100)]


def test_the_newest_terms_hold(open_books):
    cast = found_team(open_books())
    assert cast.read(lambda store: store.credit.terms(cast.account.id)) is None
    terms = CreditTerms(id=cast.new_id(), account_id=cast.account.id, limit=yuan(500))
    cast.save(terms)
    cast.save(limited(terms, yuan(700)))
    assert yuan(700) == cast.read(lambda store: store.credit.terms(cast.account.id)).limit
    cast.save(evolve(limited(terms, yuan(700)), void=True))
    assert cast.read(lambda store: store.credit.terms(cast.account.id)) is None
