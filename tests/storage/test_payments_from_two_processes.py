"""Fifty payments on one receivable from two processes at once (R10): none lost, never over-allocated, at every read."""

import json
import subprocess

from core.base.money import total
from core.ledger import Payment, receive_payment
from storage.database import Database
from storage.store import Store
from tests.storage.cast import NOW, TODAY, yuan
from tests.support.nursery import python

EACH, PAID, OWED = 25, 10, 440  # 50 payments of 10: six of them find nothing open


def pay_many(worker, address, team_id, member_id, account_id):
    """What a process of its own does: lock, look, decide, save, again and again."""
    database = Database(*address, worker=worker)  # as two of ours are told apart

    def pay(transaction):
        store = Store(transaction, team_id, by=member_id, source=0, now=NOW)
        store.ledger.lock(account_id)
        payment = Payment(id=store.new_id(), account_id=account_id, amount=yuan(PAID), on=TODAY, recorded_at=NOW)
        receipt = receive_payment(store.ledger.open_receivables(account_id), payment, store.new_id)
        store.save(*receipt.records)
        return receipt.advance.minor

    try:
        return [database.write(pay) for _ in range(EACH)]
    finally:
        database.close()


def test_fifty_payments_from_two_processes(cast):
    cast.save(receivable := cast.receivable(yuan(OWED)))
    asked = (tuple(cast.database.address), cast.team.id, cast.li.id, cast.account.id)
    begin = f"import json, {__name__} as here; print(json.dumps(here.pay_many"

    reads = 0
    waiting = [python("-c", f"{begin}{(worker, *asked)}))", stdout=subprocess.PIPE) for worker in (1, 2)]
    while any(one.poll() is None for one in waiting):
        cast.read(lambda store: adds_up(store, cast.account.id, receivable.id))
        reads += 1
    over = [minor for one in waiting for minor in json.loads(one.communicate()[0])]

    assert reads
    assert (2 * EACH, (2 * EACH * PAID - OWED) * 100) == (len(over), sum(over))
    assert [(yuan(0), yuan(2 * EACH * PAID - OWED))] == cast.read(lambda store: store.ledger.money(cast.account.id))
    cast.read(lambda store: adds_up(store, cast.account.id, receivable.id))


def adds_up(store, account_id, receivable_id):
    """Paid + open = billed, from the entries and from the kept sums, in one reading."""
    [one] = store.ledger.receivables(account_id)
    paid = total((entry.amount for entry in store.ledger.allocations_on(receivable_id)), "CNY")
    assert (paid, paid + one.balance) == (one.allocated, one.amount)
    assert not one.balance.is_negative
