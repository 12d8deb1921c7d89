"""Many writers on one receivable (Jepsen's bank test): none lost, never over-allocated, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from core.base.money import total
from core.base.records import evolve
from core.people import Member
from tests.storage.cast import yuan

THREADS, EACH = 8, 20


def at_once(act):
    """Run `act(thread, number)` EACH times in THREADS threads that start together."""
    start = Barrier(THREADS)

    def one(thread):
        start.wait()
        return [act(thread, number) for number in range(EACH)]

    with ThreadPoolExecutor(THREADS) as pool:
        return [result for results in pool.map(one, range(THREADS)) for result in results]


def test_no_payment_is_lost_and_none_is_allocated_twice(cast):
    cast.save(receivable := cast.receivable(yuan(1600)))

    receipts = at_once(lambda *_: cast.write(lambda store: cast.pay(store, yuan(10))))

    assert [True] * 160 == [receipt.advance.is_zero for receipt in receipts]
    found = cast.read(lambda store: store.ledger.receivables(cast.account.id)[0])
    assert (yuan(1600), yuan(0)) == (found.allocated, found.balance)
    entries = cast.read(lambda store: store.ledger.allocations_on(receivable.id))
    assert (160, yuan(1600)) == (len(entries), total((one.amount for one in entries), "CNY"))


def test_what_is_more_than_is_owed_becomes_an_advance(cast):
    cast.save(cast.receivable(yuan(1000)))

    receipts = at_once(lambda *_: cast.write(lambda store: cast.pay(store, yuan(10))))

    assert yuan(600) == total((receipt.advance for receipt in receipts), "CNY")
    assert [(yuan(0), yuan(600))] == cast.read(lambda store: store.ledger.money(cast.account.id))


def test_nobody_who_locks_the_account_has_to_be_run_again(cast):
    """Without the lock the check constraint would still hold, at the price of conflicts and repeated work."""
    cast.save(*(cast.receivable(yuan(1)) for _ in range(160)))
    runs = []

    def pay(store):
        runs.append(1)
        return cast.pay(store, yuan(1))

    at_once(lambda *_: cast.write(pay))

    assert 160 == len(runs)


def test_every_reader_sees_whole_payments_only(cast):
    cast.save(receivable := cast.receivable(yuan(1600)))

    def look_and_pay(thread, number):
        if thread % 2:
            return cast.write(lambda store: cast.pay(store, yuan(10))) and True
        return cast.read(lambda store: _adds_up(store, cast.account.id, receivable.id))

    assert all(at_once(look_and_pay))


def _adds_up(store, account_id, receivable_id):
    [one] = store.ledger.receivables(account_id)
    [(owed, advance)] = store.ledger.money(account_id)
    entries = total((entry.amount for entry in store.ledger.allocations_on(receivable_id)), "CNY")
    return entries == one.allocated and owed == one.balance and advance.is_zero and not one.balance.is_negative


def test_read_modify_write_of_a_record_loses_no_step(cast):
    """Each step is read, changed and saved in one unit of work; a writer that is too late is run again."""

    def rename(store):
        member = store.get(Member, cast.han.id)
        store.save(evolve(member, name=str(int(member.name.removeprefix("韩梅梅") or 0) + 1)))

    at_once(lambda *_: cast.write(rename))

    found = cast.read(lambda store: store.get(Member, cast.han.id))
    assert ("160", 161) == (found.name, found.version)


def test_the_audit_of_many_writers_is_one_chain(cast):
    at_once(lambda *_: cast.write(lambda store: cast.pay(store, yuan(1))))

    count, problem = cast.read(lambda store: store.audit.verify())

    assert (4 + 160, "") == (count, problem)
