"""Two accounts become one: everything passes over, kept sums stay the sums over the entries, nothing is stranded."""

import threading
from collections import defaultdict
from dataclasses import fields

import pytest

from core.base.money import Money
from core.base.records import evolve
from core.ledger import Adjustment, Allocation, Payment, Promise, Receivable, adjust, reverse_payment
from core.sales import Account, Contact, Deal, Note, Task, Visit, carried_over, merged, same_people
from core.watch import Alert
from storage.carrying import BESIDE, OF_ACCOUNT
from storage.errors import Conflict
from storage.tables import KINDS
from tests.storage.cast import NOW, TODAY, days, yuan


def merge(store, gone_id, into_id):
    """As the handler does it: lock, look, decide, carry over."""
    store.carrying.lock(gone_id, into_id)
    before, into = store.get(Account, gone_id), store.get(Account, into_id)
    gone, kept = merged(before, into, active={into.owner_id, before.owner_id})
    pairs = same_people(store.sales.contacts(gone_id), store.sales.contacts(into_id))
    people = {theirs.id: ours.id for theirs, ours in pairs}
    records = store.carrying.of_account(gone_id)
    store.move(*(carried_over(one, kept, people) for one in records))
    store.save(gone, kept)
    return records


@pytest.fixture
def twin(cast):
    account = Account(id=cast.new_id(), name="华星电子", owner_id=cast.han.id)
    cast.save(account)
    return account


def from_entries(store):
    """What each account owes and has in advance, counted from the entries alone."""
    sums = defaultdict(lambda: [0, 0])
    for kind, owed, advance in ((Receivable, 1, 0), (Adjustment, 1, 0), (Payment, 0, 1), (Allocation, -1, -1)):
        for one in store.all(kind):
            pair = sums[one.account_id, one.amount.currency]
            pair[0] += owed * one.amount.minor
            pair[1] += advance * one.amount.minor
    return {key: tuple(pair) for key, pair in sums.items() if any(pair)}


def kept(store):
    return {
        (account.id, owed.currency): (owed.minor, advance.minor)
        for account in store.all(Account)
        for owed, advance in store.ledger.money(account.id)
        if not (owed.is_zero and advance.is_zero)
    }


def a_history(cast, account):
    """Bills in two currencies, paid in part, reversed, adjusted, and an advance."""

    def live(store):
        first, second = cast.receivable(yuan(1000), account=account), cast.receivable(yuan(700), account=account)
        store.save(first, second, cast.receivable(Money.of(90, "USD"), account=account))
        cast.pay(store, yuan(300), account)
        undone = cast.pay(store, yuan(50), account)
        entries = reverse_payment(undone.payment, undone.allocations, NOW, TODAY, store.new_id)
        store.save(*entries)
        now = store.get(Receivable, second.id)
        store.save(adjust(now, yuan(650), "corrected", NOW, TODAY, store.new_id))
        cast.pay(store, Money.of(120, "USD"), account)

    cast.write(live)


def test_kept_sums_are_the_sums_over_the_entries_before_and_after(cast, twin):
    a_history(cast, cast.account)
    a_history(cast, twin)
    assert cast.read(from_entries) == cast.read(kept)
    before = cast.read(kept)

    cast.write(lambda store: merge(store, twin.id, cast.account.id))

    after = cast.read(kept)
    assert cast.read(from_entries) == after
    assert {cast.account.id} == {account for account, _ in after}
    for currency in ("CNY", "USD"):
        both = [before[account, currency] for account in (twin.id, cast.account.id)]
        assert tuple(map(sum, zip(*both, strict=True))) == after[cast.account.id, currency]


def test_a_merged_account_leads_to_the_one_that_stayed(cast, twin):
    cast.write(lambda store: merge(store, twin.id, cast.account.id))

    assert cast.account.id == cast.read(lambda store: store.sales.account(twin.id)).id
    assert ["华星"] == [one.name for one in cast.read(lambda store: store.sales.accounts())]


def test_every_kind_of_record_with_an_account_passes_over(cast, twin):
    """Also one that is added later: what names an account is asked of the records themselves."""
    new = cast.new_id
    of = dict(account_id=twin.id)
    cast.save(
        contact := Contact(id=new(), name="李总", **of),
        Visit(id=new(), by_id=cast.li.id, on=TODAY, contact_id=contact.id, **of),
        Deal(id=new(), owner_id=cast.li.id, stage_since=TODAY, **of),
        Task(id=new(), owner_id=cast.li.id, due_on=TODAY, **of),
        Note(id=new(), by_id=cast.li.id, on=TODAY, text="话", **of),
        Promise(id=new(), by_on=TODAY, said_on=TODAY, **of),
    )
    a_history(cast, twin)
    [receivable, *_] = cast.read(lambda store: store.ledger.receivables(twin.id))
    cast.write(lambda store: store.watch.raise_alert(
        Alert(id=new(), rule="overdue", subject_id=receivable.id, owner_id=cast.li.id, episode="e", stage=1, raised_on=TODAY, **of)
    ))  # fmt: skip

    cast.write(lambda store: merge(store, twin.id, cast.account.id))

    named = [kind for kind in KINDS if "account_id" in {field.name for field in fields(kind)}]
    assert set(named) == {*OF_ACCOUNT, *BESIDE}
    left = cast.read(lambda store: [one for kind in named for one in store.all(kind) if one.account_id == twin.id])
    assert [] == left


def test_a_person_both_knew_is_one_person(cast, twin):
    new = cast.new_id
    cast.save(
        ours := Contact(id=new(), account_id=cast.account.id, name="李总"),
        theirs := Contact(id=new(), account_id=twin.id, name="李总", phone="13800000000"),
        other := Contact(id=new(), account_id=twin.id, name="王工"),
        visit := Visit(id=new(), account_id=twin.id, by_id=cast.li.id, on=TODAY, contact_id=theirs.id),
    )

    cast.write(lambda store: merge(store, twin.id, cast.account.id))

    people = cast.read(lambda store: store.sales.contacts(cast.account.id))
    assert [ours.id, other.id] == [one.id for one in people]
    assert ours.id == cast.read(lambda store: store.get(Visit, visit.id)).contact_id


def test_an_entry_changes_its_account_only_with_everything_that_hangs_on_it(cast, twin):
    cast.save(receivable := cast.receivable(yuan(100)))

    with pytest.raises(ValueError, match="countered"):
        cast.save(evolve(receivable, account_id=twin.id))


def test_payments_while_merging_are_neither_lost_nor_stranded(cast, twin):
    """Four people log payments for the one that goes while it is merged; each lands on the one that stays."""
    cast.save(cast.receivable(yuan(1000), account=twin))
    start, errors = threading.Barrier(5), []

    def pay_all():
        start.wait()
        for _ in range(10):
            try:
                payments(cast, twin)
            except Exception as error:  # told below
                errors.append(error)

    threads = [threading.Thread(target=pay_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    cast.write(lambda store: merge(store, twin.id, cast.account.id))
    for thread in threads:
        thread.join()

    assert [] == errors
    money = cast.read(kept)
    assert {cast.account.id} == {account for account, _ in money}
    assert cast.read(from_entries) == money
    assert 40 == len(cast.read(lambda store: store.all(Payment)))
    assert (60000, 0) == money[cast.account.id, "CNY"]


def payments(cast, twin):
    """A payment as it is said: the name leads to the account that stands now; a Conflict is tried again."""
    for _ in range(20):
        try:
            return cast.write(lambda store: cast.pay(store, yuan(10), store.sales.account(twin.id)))
        except Conflict:
            continue
    raise AssertionError("twenty conflicts")


@pytest.mark.postgres
def test_what_is_written_about_an_account_while_it_is_merged_away_is_written_again(postgres_books, open_books):
    """Two transactions that interleave: the visit found the account before the merge, and is saved after it."""
    from tests.storage.cast import found_team

    cast = found_team(open_books(postgres_books))
    twin = Account(id=cast.new_id(), name="华星电子", owner_id=cast.han.id)
    cast.save(twin)
    visit = Visit(id=cast.new_id(), account_id=twin.id, by_id=cast.li.id, on=TODAY + days(1))

    with cast.database.transaction() as late:
        store = cast.store(late)
        assert store.sales.account(twin.id).id == twin.id
        cast.write(lambda other: merge(other, twin.id, cast.account.id))
        with pytest.raises(Conflict):
            store.save(visit)
