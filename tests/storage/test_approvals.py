"""Four eyes under a race: an approval is decided or edited, never both, and what is booked is what was approved (R39)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from core.approvals import Approval, decide, fingerprint, give_way
from core.base.calendar import WorkingCalendar
from core.base.money import Money
from core.base.policy import Policy
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Receivable, write_off
from tests.storage.cast import NOW, TODAY, yuan

CALENDAR = WorkingCalendar(official=False)


def asking(cast, receivable, amount):
    return Approval(
        id=cast.new_id(), kind="write_off", account_id=cast.account.id, subject_id=receivable.id, content=str(amount),
        fingerprint=fingerprint(str(amount)), amount=yuan(amount), steps=("manager",), asked_by=cast.han.id,
        asked_on=TODAY, due_on=TODAY, policy_version=1,
    )  # fmt: skip


def approve(cast, store, row):
    """What a press does: look, decide, book, save."""
    store.ledger.lock(cast.account.id)
    approval, members = store.get(Approval, row), store.people.members()
    done = decide(approval, store.approvals.verdicts(row), cast.boss, "yes", members, new_id=store.new_id(), at=NOW,
                  today=TODAY, calendar=CALENDAR, policy=Policy())  # fmt: skip
    receivable = store.get(Receivable, approval.subject_id)
    amount = Money.of(approval.content, "CNY")
    store.save(done.approval, done.verdict, write_off(receivable, amount, NOW, TODAY, store.new_id(), row))


def edit(cast, store, row, amount):
    """What a correction does: the former gives way to the new one."""
    before = store.get(Approval, row)
    receivable = store.get(Receivable, before.subject_id)
    store.save(*give_way(before, asking(cast, receivable, amount)))


@pytest.fixture
def boss(cast):
    cast.boss = replace(cast.li, id=cast.new_id(), name="王经理", roles=("manager",))
    cast.save(cast.boss)
    return cast


def raced(cast, row):
    """Approving and editing at the same moment; what each of them came to."""
    start = Barrier(2)

    def one(work):
        start.wait()
        try:
            cast.write(work)
        except Refusal as refusal:
            return refusal.key
        return "done"

    with ThreadPoolExecutor(2) as pool:
        works = (lambda store: approve(cast, store, row), lambda store: edit(cast, store, row, 70))
        return list(pool.map(one, works))


def test_what_is_booked_is_what_was_approved_however_often_it_is_edited_at_that_moment(boss, scale):
    for _ in range(scale(12, 100)):
        receivable = boss.receivable(yuan(100))
        approval = asking(boss, receivable, 40)
        boss.save(receivable, approval)

        came_to = raced(boss, approval.id)

        entries = boss.read(lambda store, row=receivable.id: store.ledger.write_offs(row))
        waiting = boss.read(lambda store, row=receivable.id: store.approvals.about("write_off", row))
        assert came_to in (["done", "approval_decided"], ["approval_decided", "done"])
        assert ([(yuan(40), approval.id)] if came_to[0] == "done" else []) == [
            (one.amount, one.approval_id) for one in entries
        ]
        assert (None if came_to[0] == "done" else yuan(70)) == (waiting and waiting.amount)


def test_the_books_refuse_other_content_under_the_same_approval(boss):
    receivable = boss.receivable(yuan(100))
    approval = asking(boss, receivable, 40)
    boss.save(receivable, approval)

    for changed in (dict(content="70"), dict(amount=yuan(70)), dict(asked_by=boss.boss.id), dict(steps=("rep",))):
        with pytest.raises(ValueError, match="not changed"):
            boss.save(evolve(approval, **changed))
