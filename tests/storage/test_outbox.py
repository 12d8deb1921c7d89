"""The outbox: replies first, in order, claimed by one, and every end has a name (R4, R7)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from storage.outbox import Outbox
from tests.storage.cast import NOW, days

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(cast):
    return Box(cast)


class Box:
    """The outbox of a cast, each call in a transaction of its own."""

    def __init__(self, cast):
        self.cast, self.database = cast, cast.database

    def add(self, *, chat="1", **more):
        facts = dict(
            team_id=self.cast.team.id, channel="telegram", chat=chat, private=True, language="zh-CN",
            face={"lines": [["payment_saved", {"amount": "5"}]]}, source=9, now=NOW,
        )  # fmt: skip
        return self.database.write(lambda tx: Outbox(tx).add(self.cast.new_id(), **{**facts, **more}))

    def do(self, act):
        return self.database.write(lambda tx: act(Outbox(tx)))

    def ask(self, ask):
        return self.database.read(lambda tx: ask(Outbox(tx)))

    def due(self, now=NOW, **more):
        return [one.id for one in self.ask(lambda box: box.due(now, **more))]

    def state(self, row):
        return self.ask(lambda box: box.get(row)).state


def test_replies_go_before_alerts_before_digests_each_in_its_order(outbox):
    digest, alert = outbox.add(urgency=2), outbox.add(urgency=1)
    replies = [outbox.add() for _ in range(3)]
    later = outbox.add(due_at=NOW + MINUTE)

    assert [*replies, alert, digest] == outbox.due()
    assert replies[:2] == outbox.due(count=2)
    assert [*replies, later, alert, digest] == outbox.due(NOW + MINUTE)


def test_what_answers_a_message_is_found_the_newest_first(outbox):
    first, second = (outbox.add(reply_to="55") for _ in range(2))
    outbox.add(reply_to="56")
    outbox.add(reply_to="55", chat="2")
    outbox.add()

    assert [second, first] == [one.id for one in outbox.ask(lambda box: box.answering("telegram", "1", "55"))]
    assert [] == outbox.ask(lambda box: box.answering("slack", "1", "55"))


def test_a_card_comes_back_as_it_was_queued(outbox):
    row = outbox.add(
        face={"lines": ["尚欠 ¥80,000", "\ud83d\x00"]}, guard={"alert": "7"}, reply_to="55", kind="edit", target=3
    )

    found = outbox.ask(lambda box: box.get(row))

    assert {"lines": ["尚欠 ¥80,000", "\ud83d\x00"]} == outbox.ask(lambda box: box.face(found))
    assert ('{"alert": "7"}', "55", "edit", 3, 0) == (
        found.guard,
        found.reply_to,
        found.kind,
        found.target,
        found.tries,
    )
    assert outbox.ask(lambda box: box.get(1)) is None


def test_a_row_is_claimed_by_one_of_many(outbox):
    rows, start = [outbox.add(chat=str(chat)) for chat in range(5)], Barrier(4)

    def claim(_):
        start.wait()
        return [row for row in rows if outbox.do(lambda box, row=row: box.claim(row, NOW + MINUTE))]

    with ThreadPoolExecutor(4) as pool:
        claimed = [row for mine in pool.map(claim, range(4)) for row in mine]

    assert rows == sorted(claimed)
    assert [] == outbox.due()
    assert [1] * 5 == [outbox.ask(lambda box, row=row: box.get(row)).tries for row in rows]


def test_what_its_sender_left_behind_is_found_when_the_lease_is_over(outbox):
    row = outbox.add()
    outbox.do(lambda box: box.claim(row, NOW + MINUTE))

    assert [] == outbox.ask(lambda box: box.abandoned(NOW + MINUTE))
    [found] = outbox.ask(lambda box: box.abandoned(NOW + 2 * MINUTE))
    assert row == found.id
    outbox.do(lambda box: box.give_up(row, "unknown", "no answer"))
    assert ([], "unknown") == (outbox.ask(lambda box: box.abandoned(NOW + days(9))), outbox.state(row))


def test_who_was_frozen_while_another_took_its_card_over_says_nothing_of_it(outbox):
    row = outbox.add()
    outbox.do(lambda box: box.claim(row, NOW + MINUTE))
    assert outbox.do(lambda box: box.still_held(row, 1))
    outbox.do(lambda box: box.later(row, NOW, "repeat"))
    assert not outbox.do(lambda box: box.still_held(row, 1)), "it waits again"
    outbox.do(lambda box: box.claim(row, NOW + MINUTE))
    assert not outbox.do(lambda box: box.still_held(row, 1)), "another sends it"
    assert outbox.do(lambda box: box.still_held(row, 2))
    outbox.do(lambda box: box.sent(row, "77", NOW))
    assert not outbox.do(lambda box: box.still_held(row, 2)), "it is at its end"


def test_what_was_sent_is_found_by_the_message_it_became(outbox):
    row, other = outbox.add(), outbox.add(chat="2")
    for one in (row, other):
        outbox.do(lambda box, one=one: (box.claim(one, NOW + MINUTE), box.sent(one, "501", NOW)))

    assert row == outbox.ask(lambda box: box.by_message("telegram", "1", "501")).id
    assert other == outbox.ask(lambda box: box.by_message("telegram", "2", "501")).id
    assert outbox.ask(lambda box: box.by_message("slack", "1", "501")) is None
    assert "sent" == outbox.state(row)


def test_a_wait_the_platform_asked_for_is_not_counted_as_a_try(outbox):
    row = outbox.add()
    for counted, tries in ((True, 1), (False, 1), (True, 2)):
        outbox.do(lambda box: box.claim(row, NOW + MINUTE))
        outbox.do(lambda box, counted=counted: box.later(row, NOW + MINUTE, "429", counted=counted))
        found = outbox.ask(lambda box: box.get(row))
        assert (tries, "waiting", NOW + MINUTE) == (found.tries, found.state, found.due_at)

    assert ([], [row]) == (outbox.due(), outbox.due(NOW + MINUTE))


def test_a_card_made_before_the_clock_was_set_back_does_not_wait_for_it(outbox):
    row, later = outbox.add(), outbox.add(chat="2", due_at=NOW + MINUTE)

    heads = lambda now: [one.id for one in outbox.ask(lambda box: box.heads(now))]  # noqa: E731
    assert [row] == heads(NOW)
    assert [row, later] == heads(NOW - days(30))


def test_the_end_keeps_its_reason_and_the_dead_are_named(outbox):
    dropped, dead = outbox.add(), outbox.add()
    outbox.do(lambda box: box.give_up(dropped, "dropped", "paid meanwhile"))
    outbox.do(lambda box: box.give_up(dead, "dead", "403: bot was kicked"))

    assert [(dead, "403: bot was kicked")] == [(one.id, one.reason) for one in outbox.ask(lambda box: box.dead())]
    assert {"dropped": (1, NOW), "dead": (1, NOW)} == outbox.ask(lambda box: box.counts())
    assert [] == outbox.due(NOW + days(9))


def test_a_chat_that_moved_takes_along_what_was_not_delivered(outbox):
    """The row that met the move is being sent at that moment, and is tried again at the new address."""
    sent, sending, waiting, elsewhere = (outbox.add(chat=chat, private=False) for chat in ("-1", "-1", "-1", "-2"))
    outbox.do(lambda box: (box.claim(sent, NOW), box.sent(sent, "9", NOW), box.claim(sending, NOW)))

    outbox.do(lambda box: box.move_chat("telegram", "-1", "-100"))

    chats = [outbox.ask(lambda box, row=row: box.get(row)).chat for row in (sent, sending, waiting, elsewhere)]
    assert ["-1", "-100", "-100", "-2"] == chats


def test_every_card_that_shows_a_record_is_found(outbox):
    record = outbox.cast.new_id()
    first, second = outbox.add(shows=((record, 1), (5, 1))), outbox.add(shows=((record, 2),))
    outbox.add(shows=((6, 1),))

    assert [first, second] == [one.id for one in outbox.ask(lambda box: box.showing(outbox.cast.team.id, record))]
    assert [] == outbox.ask(lambda box: box.showing(outbox.cast.team.id + 1, record))


def test_everything_one_message_sent_is_found_by_its_source(outbox):
    rows = [outbox.add(source=41), outbox.add(source=41, chat="2")]
    outbox.add(source=42)

    assert rows == [one.id for one in outbox.ask(lambda box: box.of_source(outbox.cast.team.id, 41))]
    assert [] == outbox.ask(lambda box: box.of_source(outbox.cast.team.id + 1, 41))
