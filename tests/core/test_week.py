"""What a team did in a week, and what a person has on their plate: which records count for whom, never across currencies."""

from dataclasses import replace
from datetime import date, timedelta

from core.base.calendar import WorkingCalendar
from core.base.money import Money
from core.ledger import Payment, Promise, Receivable, Tally
from core.sales import Account, Deal, Task, Visit
from core.watch.load import counted_since, load_of, middle
from core.watch.week import Move, done_by, report_day, together, week_of
from tests.storage.cast import NOW, TODAY, yuan

LI, HAN, GONE = 1, 2, 9


def day(text):
    return date.fromisoformat(text)


def test_a_week_is_from_monday_to_sunday():
    assert (day("2026-03-02"), day("2026-03-08")) == week_of(day("2026-03-08"))
    assert (day("2026-02-23"), day("2026-03-01")) == week_of(day("2026-03-02"), 1)


def test_the_report_is_told_on_the_first_working_day_of_the_week():
    chinese = WorkingCalendar()

    assert day("2026-03-02") == report_day(day("2026-03-04"), chinese)
    assert day("2026-02-24") == report_day(day("2026-02-23"), chinese)  # the 23rd is still a holiday
    assert day("2026-01-04") == report_day(day("2025-12-30"), WorkingCalendar({day(f"2025-12-{n}"): False for n in (29, 30, 31)} | {day(f"2026-01-0{n}"): n == 4 for n in range(1, 5)}))  # fmt: skip


def a_deal(row, owner=LI, stage="lead", amount=None):
    return Deal(id=row, account_id=10, owner_id=owner, stage=stage, stage_since=TODAY, amount=amount)


def done(**more):
    nothing = dict(visits=(), moves=(), payments=(), promises=(), accounts=())
    return done_by([LI, HAN], {10: LI, 11: HAN}, **(nothing | more))


def test_visits_count_for_who_went_and_money_for_whose_customer_it_is():
    visit = Visit(id=1, account_id=11, by_id=LI, on=TODAY)
    paid = Payment(id=2, account_id=11, amount=yuan(100), on=TODAY, recorded_at=NOW)

    found = done(visits=[visit], payments=[paid, replace(paid, id=3, amount=Money.of(5, "USD"))])

    assert ((visit,), ()) == (found[LI].visits, found[HAN].visits)
    assert (yuan(100), Money.of(5, "USD")) == found[HAN].received
    assert found[LI].received == ()


def test_a_deal_may_be_opened_and_won_in_one_week_and_moves_are_told_apart():
    won = a_deal(1, stage="won", amount=yuan(5))
    moves = [Move(won, TODAY, "", "lead"), Move(won, TODAY, "lead", "proposal"), Move(won, TODAY, "proposal", "won")]

    found = done(moves=moves)[LI]

    assert ((won,), (won,), (), (moves[1],)) == (found.opened, found.won, found.lost, found.moved)


def test_promises_are_kept_or_broken_and_late_is_neither():
    promise = Promise(id=1, account_id=10, by_on=TODAY, said_on=TODAY)
    tallies = [Tally(replace(promise, id=n), state, None) for n, state in enumerate(("kept", "late", "broken", "open"))]

    found = done(promises=tallies)[LI]

    assert ([0], [2]) == ([one.id for one in found.kept], [one.id for one in found.broken])


def test_what_somebody_did_who_left_is_in_the_whole():
    visit = Visit(id=1, account_id=10, by_id=GONE, on=TODAY)

    found = done(visits=[visit])

    assert (visit,) == found[GONE].visits
    assert (visit,) == together(list(found.values())).visits
    assert found[HAN].is_nothing


def a_load(member=LI, **more):
    nothing = dict(accounts=(), deals=(), receivables=(), tasks=(), visits=())
    return load_of(member, TODAY, **(nothing | more))


def test_a_customer_counts_for_its_owner_and_is_told_apart_for_who_shares_it():
    accounts = [Account(id=10, name="华星", owner_id=LI, co_owners=(HAN,)), Account(id=11, name="华天", owner_id=HAN)]

    assert (1, 0) == (len(a_load(accounts=accounts).customers), len(a_load(accounts=accounts).shared))
    assert (1, 1) == (len(a_load(HAN, accounts=accounts).customers), len(a_load(HAN, accounts=accounts).shared))


def test_only_what_is_open_weighs():
    deals = [
        a_deal(1, amount=yuan(5)),
        a_deal(2, stage="won", amount=yuan(7)),
        a_deal(3, HAN),
        a_deal(4, amount=Money.of(3, "USD")),
    ]
    tasks = [Task(id=n, account_id=10, owner_id=LI, due_on=TODAY - timedelta(days=n - 6), state=state)
             for n, state in ((5, "open"), (6, "open"), (7, "open"), (8, "done"))]  # fmt: skip

    load = a_load(deals=deals, tasks=tasks)

    assert (yuan(5), Money.of(3, "USD")) == load.worth
    assert ([5, 6, 7], [7]) == ([one.id for one in load.tasks], [one.id for one in load.late])


def a_receivable(row, due, promised=None, account=10):
    zero = yuan(0)
    return Receivable(id=row, account_id=account, amount=yuan(100), due_on=due, allocated=zero, adjusted=zero,
                      promised_on=promised)  # fmt: skip


def test_promises_weigh_for_a_week_ahead_and_once_they_have_passed():
    week = timedelta(days=7)
    receivables = [
        a_receivable(1, TODAY - week, TODAY - week), a_receivable(2, TODAY, TODAY + week),
        a_receivable(3, TODAY, TODAY + 2 * week), a_receivable(4, TODAY - week, account=11),
    ]  # fmt: skip

    load = a_load(accounts=[Account(id=10, name="华星", owner_id=LI)], receivables=receivables)

    assert [1, 2] == [one.id for one in load.promised]
    assert [1] == [one.id for one in load.overdue]
    assert (yuan(300),) == load.owed


def test_seven_and_thirty_days_count_today():
    visits = [Visit(id=n, account_id=10, by_id=LI, on=TODAY - timedelta(days=n)) for n in (0, 6, 7, 29, 30)]

    load = a_load(visits=visits)

    assert [0, 6] == [one.id for one in load.this_week]
    assert [0, 6, 7, 29] == [one.id for one in load.visits]
    assert TODAY - timedelta(days=29) == counted_since(TODAY)


def test_the_middle_needs_two_to_compare():
    one, two = a_load(deals=[a_deal(1), a_deal(2)]), a_load(HAN, deals=[a_deal(3, HAN)])

    assert middle([one], lambda load: len(load.deals)) is None
    assert "1.5" == middle([one, two], lambda load: len(load.deals))
    assert "2" == middle([one, two, one], lambda load: len(load.deals))
