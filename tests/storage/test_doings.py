"""What was done in a stretch of days, on both databases: by the team's days, without what was taken back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.base.ids import first_id
from core.base.records import evolve
from core.ledger import Promise, reverse_payment
from core.sales import Account, Deal, Visit
from tests.storage.cast import NOW, TODAY, days, yuan

ZONE = ZoneInfo("Asia/Shanghai")


def test_visits_of_some_days_are_everybodys_and_no_void_ones(cast):
    made = [Visit(id=cast.new_id(), account_id=cast.account.id, by_id=by, on=TODAY + days(n), void=void)
            for by, n, void in ((cast.li.id, 0, False), (cast.han.id, 1, False), (cast.li.id, 2, False), (cast.li.id, 0, True))]  # fmt: skip
    cast.save(*made)

    found = cast.read(lambda store: store.doings.visits(TODAY, TODAY + days(1)))

    assert [made[0].id, made[1].id] == [one.id for one in found]


def test_payments_that_were_taken_back_did_not_come_in(cast):
    kept, gone = cast.payment(yuan(5)), cast.payment(yuan(7))
    cast.save(kept, gone)
    cast.write(lambda store: store.save(*reverse_payment(gone, (), NOW, TODAY + days(3), store.new_id)))

    assert [kept] == cast.read(lambda store: store.doings.payments(TODAY, TODAY))


def test_promises_by_the_day_they_name(cast):
    made = [
        Promise(id=cast.new_id(), account_id=cast.account.id, by_on=TODAY + days(n), said_on=TODAY) for n in (0, 1, 2)
    ]
    cast.save(*made)

    found = cast.read(lambda store: store.doings.promises(TODAY + days(1), TODAY + days(1)))

    assert [made[1].id] == [one.id for one in found]


def test_new_accounts_by_the_teams_day(cast):
    """Midnight in Shanghai is four in the afternoon in UTC."""
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    late, early = first_id(midnight) + 1, first_id(midnight) - 1
    cast.save(Account(id=late, name="三日", owner_id=cast.li.id), Account(id=early, name="二日", owner_id=cast.li.id))

    of = lambda first, last: [one.name for one in cast.read(lambda s: s.doings.new_accounts(first, last, ZONE))]  # noqa: E731

    assert ["三日"] == of(date(2026, 3, 3), date(2026, 3, 3))
    assert "三日" not in of(date(2026, 3, 2), date(2026, 3, 2))
    assert {"二日", "三日"} <= set(of(date(2026, 3, 1), date(2026, 3, 8)))


def a_deal(cast, stage="lead"):
    return Deal(id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, stage=stage, stage_since=TODAY)


def moved(cast, deal, stage, later):
    """As a handler moves it, some days later."""
    fresh = evolve(deal, stage=stage, stage_since=TODAY + days(later))
    cast.write(lambda store: store.save(fresh), now=NOW + days(later))
    return fresh


def test_every_stage_a_deal_came_to_is_told_by_its_day(cast):
    cast.save(deal := a_deal(cast))
    moved(cast, moved(cast, deal, "proposal", 1), "won", 8)

    ways = [
        cast.read(lambda store, at=at: store.doings.moves(at, at + days(6), ZONE)) for at in (TODAY, TODAY + days(7))
    ]

    assert [[("", "lead"), ("lead", "proposal")], [("proposal", "won")]] == [
        [(one.before, one.after) for one in way] for way in ways
    ]


def test_a_move_that_was_taken_back_is_none(cast):
    cast.save(deal := a_deal(cast))
    back = moved(cast, moved(cast, deal, "won", 1), "lead", 1)

    way = cast.read(lambda store: store.doings.moves(TODAY, TODAY + days(6), ZONE))

    assert [("", "lead")] == [(one.before, one.after) for one in way]
    assert [back.id] == [one.id for one, _ in cast.read(lambda store: store.questions.open_deals())]
