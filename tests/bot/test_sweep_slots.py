"""A sweep says each thing once: run twice, started again, run by two, or cut off in the middle."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

import bot.sweep
from bot.evening import mark
from bot.sweep import sweep_all
from core.approvals import Draft
from core.base.policy import SETTINGS, Policy
from core.base.records import evolve
from core.people import Identity
from core.sales import Task
from storage.outbox import Outbox
from storage.people import House
from tests.storage.cast import TODAY, found_team

MORNING = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)  # a Monday, 09:05 in Shanghai
EVENING = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)  # 18:05
DAY = timedelta(days=1)


@pytest.fixture
def cast(open_books):
    team = found_team(open_books())
    team.save(Identity(id=team.new_id(), channel="test", user="li", member_id=team.li.id, chat="li"))
    return team


def queued(cast):
    return cast.database.read(lambda transaction: sum(count for count, _ in Outbox(transaction).counts().values()))


def due_tasks(cast, count):
    cast.save(
        *(
            Task(
                id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, due_on=TODAY, note=f"第 {number} 件"
            )
            for number in range(count)
        )
    )


def left_over(cast, at=EVENING):
    cast.save(
        Draft(
            id=cast.new_id(), kind="unread", member_id=cast.li.id, chat="test:li", payload='{"text": "3 号再说"}',
            expires_at=at - timedelta(hours=1), opened_by=1,
        )
    )  # fmt: skip


def test_a_second_sweep_of_the_morning_says_nothing(cast):
    due_tasks(cast, 5)

    sweep_all(cast.database, MORNING)
    assert 1 == queued(cast)
    sweep_all(cast.database, MORNING + timedelta(minutes=1))
    sweep_all(cast.database, MORNING + timedelta(minutes=2), urgent=True)
    assert 1 == queued(cast)


def test_many_chunks_make_one_list(cast, monkeypatch):
    monkeypatch.setattr(bot.sweep, "CHUNK", 3)
    due_tasks(cast, 10)

    sweep_all(cast.database, MORNING)

    assert 1 == queued(cast)


def test_a_sweep_cut_off_between_two_chunks_is_said_by_the_next(cast, monkeypatch):
    monkeypatch.setattr(bot.sweep, "CHUNK", 3)
    due_tasks(cast, 5)
    raised = bot.sweep.raise_alerts

    def dies(store, watch, records, *more, **how):
        if watch is bot.sweep.TASKS and 0 < len(records) < 3:
            raise OSError("the process ends here")
        return raised(store, watch, records, *more, **how)

    monkeypatch.setattr(bot.sweep, "raise_alerts", dies)
    with pytest.raises(OSError, match="ends here"):
        sweep_all(cast.database, MORNING)
    assert 0 == queued(cast)

    monkeypatch.setattr(bot.sweep, "raise_alerts", raised)
    sweep_all(cast.database, MORNING + timedelta(minutes=1))
    assert 1 == queued(cast)


def test_days_of_downtime_make_one_list(cast):
    due_tasks(cast, 5)
    sweep_all(cast.database, MORNING)

    sweep_all(cast.database, MORNING + 4 * DAY)
    assert 2 == queued(cast)


def test_two_who_sweep_at_once_say_it_once(cast):
    due_tasks(cast, 5)
    left_over(cast)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: sweep_all(cast.database, EVENING), range(6)))

    assert 2 == queued(cast)  # the day's list and the evening card


def test_the_evening_card_comes_once_a_day_also_after_a_restart(cast, open_books):
    left_over(cast)
    for minutes in (-10, 0, 1, 30):
        sweep_all(cast.database, EVENING + timedelta(minutes=minutes))
    assert 1 == queued(cast)

    again = open_books()
    sweep_all(again, EVENING + timedelta(minutes=40))
    assert 1 == queued(cast)
    day = cast.database.read(lambda transaction: House(transaction).remembered(mark(cast.team.id)))
    assert "2026-03-02" == day


def test_nothing_left_over_no_card_and_the_clock_set_back_repeats_none(cast):
    sweep_all(cast.database, EVENING + DAY)
    assert 0 == queued(cast)

    left_over(cast)
    sweep_all(cast.database, EVENING)
    assert 0 == queued(cast)


def test_an_evening_slept_through_is_told_the_next_and_a_day_off_waits(cast):
    friday = EVENING + 4 * DAY
    left_over(cast, friday)

    sweep_all(cast.database, friday + DAY)
    sweep_all(cast.database, friday + 2 * DAY)
    assert 0 == queued(cast)
    sweep_all(cast.database, friday + 3 * DAY)
    assert 1 == queued(cast)
    sweep_all(cast.database, friday + 4 * DAY)
    assert 1 == queued(cast)


def test_who_left_or_never_opened_the_private_chat_hears_nothing(cast):
    draft = Draft(
        id=cast.new_id(), kind="log", member_id=cast.han.id, chat="test:han", payload="[]",
        expires_at=EVENING - timedelta(hours=1), opened_by=1,
    )  # fmt: skip
    cast.save(draft)

    sweep_all(cast.database, EVENING)

    assert 0 == queued(cast)


def test_new_days_are_looked_at_for_what_had_no_day_left(cast, monkeypatch):
    """Steps that lie longer than the last stage are never looked at again, unless the policy gets a later one."""
    due_tasks(cast, 5)
    late = MORNING + DAY * 70  # a Monday, far more than twenty working days later
    sweep_all(cast.database, MORNING)
    sweep_all(cast.database, late)
    fresh = SETTINGS["task_stages"].changed(Policy(), (0, 1, 30))
    cast.save(evolve(cast.read(lambda store: store.people.team()), policy=fresh.model_dump_json()))
    monkeypatch.setattr(bot.sweep, "CHUNK", 2)

    assert 5 == raised(sweep_all(cast.database, late + DAY))
    assert 0 == raised(sweep_all(cast.database, late + DAY * 2))


def raised(swept):
    return sum(len(one.alerts) for one in swept)
