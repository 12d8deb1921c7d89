"""What a sweep asks of the books: tasks that are due, alerts nobody was told of, slots that are taken once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.approvals import Draft
from core.base.records import evolve
from core.sales import Task
from core.watch import Alert
from storage.people import House
from storage.tables import house
from tests.storage.cast import NOW, TODAY

DAY = timedelta(days=1)
AT_ONCE = 8


def a_task(cast, **facts):
    return Task(**(dict(id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, due_on=TODAY) | facts))


def to_check(cast, day=TODAY):
    return [one.id for one in cast.read(lambda store: store.sales.tasks_to_check(day))]


def an_alert(cast, task, stage=0, **facts):
    return Alert(
        **(
            dict(id=cast.new_id(), rule="task_due", subject_id=task.id, account_id=None, owner_id=cast.li.id)
            | dict(episode="1", stage=stage, raised_on=TODAY)
            | facts
        )
    )


def test_a_task_is_looked_at_until_it_is_done(cast):
    task = a_task(cast, account_id=None)
    cast.save(task)
    assert [task.id] == to_check(cast)

    cast.write(lambda store: store.sales.check_task_on(task.id, TODAY + DAY))
    assert ([], [task.id]) == (to_check(cast), to_check(cast, TODAY + DAY))

    moved = evolve(task, due_on=TODAY + 5 * DAY)
    cast.save(moved)
    assert [task.id] == to_check(cast)  # the next sweep decides when

    cast.save(evolve(moved, state="done"))
    assert [] == to_check(cast, TODAY + 100 * DAY)


def test_open_tasks_are_a_person_s_own_soonest_first(cast):
    later, sooner, theirs = a_task(cast, due_on=TODAY + DAY), a_task(cast), a_task(cast, owner_id=cast.han.id)
    gone, done = a_task(cast, void=True), a_task(cast, state="done")
    cast.save(later, sooner, theirs, gone, done)

    assert [sooner, later] == cast.read(lambda store: store.sales.tasks_open(cast.li.id))


def test_what_was_raised_aloud_is_given_to_one_caller_to_say(cast):
    task = a_task(cast)
    cast.save(task)
    aloud = [an_alert(cast, task, stage) for stage in range(20)]
    quiet, told = an_alert(cast, task, 30, aloud=False), an_alert(cast, task, 31)

    def raise_them(store):
        assert all(store.watch.raise_alert(one) for one in (*aloud, quiet))
        assert store.watch.raise_alert(told, said=True)

    cast.write(raise_them)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = list(pool.map(lambda _: cast.write(lambda store: store.watch.take_unsaid()), range(AT_ONCE)))

    assert [aloud] == [one for one in taken if one]
    assert not cast.write(lambda store: store.watch.raise_alert(an_alert(cast, task, 3)))  # that stage is in the books
    assert [] == cast.write(lambda store: store.watch.take_unsaid())


def test_what_is_rolled_back_is_still_to_be_said(cast):
    task = a_task(cast)
    cast.save(task)
    cast.write(lambda store: store.watch.raise_alert(an_alert(cast, task)))

    def dies(store):
        assert store.watch.take_unsaid()
        raise OSError("the process ends here")

    with pytest.raises(OSError, match="ends here"):
        cast.write(dies)
    assert 1 == len(cast.write(lambda store: store.watch.take_unsaid()))


def test_open_alerts_of_a_rule(cast):
    task = a_task(cast)
    cast.save(task)
    first, second = an_alert(cast, task, 0), an_alert(cast, task, 1)
    cast.write(lambda store: [store.watch.raise_alert(one) for one in (first, second)])
    cast.save(evolve(first, state="resolved"))

    assert [second] == cast.read(lambda store: store.watch.open_of("task_due"))
    assert [] == cast.read(lambda store: store.watch.open_of("overdue"))


def test_a_slot_is_taken_once_however_many_try(cast):
    def claim(value):
        return cast.database.write(lambda transaction: House(transaction).claim("evening:1", value))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        first = list(pool.map(claim, ["2026-03-02"] * AT_ONCE))

    assert 1 == sum(first)
    assert [True, False, False] == [claim("2026-03-04"), claim("2026-03-03"), claim("2026-03-04")]


def test_slots_of_long_ago_are_forgotten_and_none_that_a_clock_put_right_would_take_again(cast):
    def claim(day):
        return cast.database.write(lambda transaction: House(transaction).claim("evening:1", day.isoformat()))

    def kept():
        rows = cast.database.read(lambda transaction: transaction.ask(select(house.c.name)))
        return sum(name.startswith("evening:1:") for (name,) in rows)

    days = [date(2026, 3, 2) + timedelta(days=ahead) for ahead in range(300)]
    days = [day for day in days if day.weekday() < 5 and not 40 < (day - days[0]).days < 51]  # and a holiday

    assert all(claim(day) for day in days)
    assert kept() < 60
    assert claim(days[-1] + timedelta(days=70)), "the clock is wrong"
    assert [False] * 30 == [claim(day) for day in days[-30:]], "and put right"


def test_what_lapsed_unanswered_is_found_by_when_it_lapsed(cast):
    def a_draft(expires_at, **facts):
        plain = dict(id=cast.new_id(), kind="log", member_id=cast.li.id, chat="x:1", payload="[]", opened_by=1)
        return Draft(**(plain | dict(expires_at=expires_at) | facts))

    hour = timedelta(hours=1)
    lapsed, older = a_draft(NOW - hour), a_draft(NOW - 30 * hour)
    cast.save(lapsed, older, a_draft(NOW + hour), a_draft(NOW - hour, state="taken"))

    found = cast.read(lambda store: store.approvals.left_open(NOW - 24 * hour, NOW))
    assert [lapsed.id] == [one.id for one in found]
    assert [older.id, lapsed.id] == [
        one.id for one in cast.read(lambda store: store.approvals.left_open(NOW - 48 * hour, NOW))
    ]
