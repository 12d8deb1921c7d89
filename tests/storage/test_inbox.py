"""The inbox: on disk before the platform is told, each update once, in order, finished once (R2, R3, R8)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from storage.inbox import TRIES, Inbox
from tests.storage.cast import NOW, days


def keep(books, key, lane="1", channel="telegram", text="收到华星货款5万"):
    row = books.ids.new(NOW)
    return books.write(lambda tx: Inbox(tx).keep(channel, key, lane, {"text": text}, row, NOW))


def inbox(books, ask):
    return books.read(lambda tx: ask(Inbox(tx)))


def test_an_update_handed_over_again_is_kept_once(books):
    first = keep(books, "77")

    assert [None] * 4 == [keep(books, "77") for _ in range(4)]
    assert [first] == [one.id for one in inbox(books, lambda box: box.waiting())]
    assert keep(books, "77", channel="slack") is not None  # another platform's 77 is another update


def test_one_of_many_who_bring_the_same_update_keeps_it(books):
    start = Barrier(8)

    def bring(_):
        start.wait()
        return keep(books, "77")

    with ThreadPoolExecutor(8) as pool:
        kept = [row for row in pool.map(bring, range(8)) if row]

    assert kept == [one.id for one in inbox(books, lambda box: box.waiting())]
    assert 1 == len(kept)


def test_it_comes_back_as_it_was_in_the_order_it_came(books):
    rows = [keep(books, str(number), lane=str(number % 3), text=f"第{number}条\U0001f4b0") for number in range(20)]

    waiting = inbox(books, lambda box: [(one, box.raw(one)) for one in box.waiting()])

    assert rows == [one.id for one, _ in waiting]
    assert [f"第{number}条\U0001f4b0" for number in range(20)] == [raw["text"] for _, raw in waiting]
    assert 3 == len({one.lane for one, _ in waiting})
    assert rows[10:] == [one.id for one in inbox(books, lambda box: box.waiting(after=rows[9]))]


def test_it_is_finished_once(cast):
    row = keep(cast.database, "1")

    def finish(tx):
        return Inbox(tx).finish(row, NOW, cast.team.id, cast.li.id)

    assert [True, False] == [cast.database.write(finish) for _ in range(2)]
    assert [] == inbox(cast.database, lambda box: box.waiting())
    assert {"done": (1, NOW)} == inbox(cast.database, lambda box: box.counts())
    assert keep(cast.database, "1") is None  # also thirty days later


def test_two_workers_do_not_both_finish_it(cast):
    row, start = keep(cast.database, "1"), Barrier(4)

    def finish(_):
        start.wait()
        return cast.database.write(lambda tx: Inbox(tx).finish(row, NOW, None, None))

    with ThreadPoolExecutor(4) as pool:
        assert [False, False, False, True] == sorted(pool.map(finish, range(4)))


def test_what_breaks_its_handler_three_times_is_given_up_and_named(books):
    bad, good = keep(books, "1"), keep(books, "2")

    given_up = [books.write(lambda tx, n=n: Inbox(tx).fail(bad, n, f"incident {n}")) for n in range(1, TRIES + 1)]

    assert [False, False, True] == given_up
    assert [good] == [one.id for one in inbox(books, lambda box: box.waiting())]
    assert [(bad, "telegram", NOW, "incident 3")] == inbox(books, lambda box: box.failed())
    assert {"failed", "waiting"} == set(inbox(books, lambda box: box.counts()))


def test_it_counts_its_tries_while_it_waits(books):
    row = keep(books, "1")
    books.write(lambda tx: Inbox(tx).fail(row, 1, "A1"))

    [one] = inbox(books, lambda box: box.waiting())

    assert (row, 1) == (one.id, one.tries)


def test_what_is_done_is_not_failed_afterwards(books):
    row = keep(books, "1")
    books.write(lambda tx: Inbox(tx).finish(row, NOW + days(1), None, None))
    books.write(lambda tx: Inbox(tx).fail(row, 3, "late"))

    assert [] == inbox(books, lambda box: box.failed())


def test_256_at_a_time(books):
    books.write(lambda tx: [Inbox(tx).keep("local", str(n), "1", {}, n + 1, NOW) for n in range(300)])

    first = inbox(books, lambda box: box.waiting())
    rest = inbox(books, lambda box: box.waiting(after=first[-1].id))

    assert (256, 44) == (len(first), len(rest))
