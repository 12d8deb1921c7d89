"""What hangs on accounts, counted and fetched for many at once; and when a handover must be looked at."""

from __future__ import annotations

from datetime import date

import pytest

from core.base.records import evolve
from core.contracts import Contract
from core.handovers import Counts, Handover
from core.ledger import Promise
from core.sales import Account, Contact, Deal, Task
from core.watch import Alert
from storage.handovers import AT_ONCE
from tests.storage.cast import TODAY, Cast, days, found_team, yuan


def a_handover(cast: Cast, **more: object) -> Handover:
    facts = dict(id=cast.new_id(), giver_id=cast.li.id, receiver_id=cast.han.id, proposed_by=cast.li.id)
    return Handover(**{**facts, "proposed_on": TODAY, "account_ids": (cast.account.id,), **more})  # type: ignore[arg-type]


def fill(cast: Cast, account: Account) -> None:
    """One of each that counts, and one of each that does not."""
    of = dict(account_id=account.id)
    deal = dict(**of, owner_id=cast.li.id, stage_since=TODAY)
    task = dict(**of, owner_id=cast.li.id, due_on=TODAY)
    open_, paid = cast.receivable(yuan(100), account=account), cast.receivable(yuan(30), account=account)
    alert = dict(**of, owner_id=cast.li.id, subject_id=open_.id, episode="1", raised_on=TODAY)
    cast.save(
        Contact(id=cast.new_id(), name="李总", **of),
        Contact(id=cast.new_id(), name="走了", void=True, **of),
        Deal(id=cast.new_id(), **deal),
        Deal(id=cast.new_id(), **{**deal, "owner_id": cast.han.id}),  # a colleague's
        Deal(id=cast.new_id(), stage="won", **deal),
        Deal(id=cast.new_id(), void=True, **deal),
        Task(id=cast.new_id(), **task),
        Task(id=cast.new_id(), state="done", **task),
        Task(id=cast.new_id(), **{**task, "owner_id": cast.han.id}),
        Contract(id=cast.new_id(), **of),
        Contract(id=cast.new_id(), void=True, **of),
        Promise(id=cast.new_id(), by_on=TODAY, said_on=TODAY, **of),
        Promise(id=cast.new_id(), by_on=TODAY - days(1), said_on=TODAY, **of),
        open_,
        paid,
        Alert(id=cast.new_id(), rule="overdue", stage=1, **alert),
        Alert(id=cast.new_id(), rule="overdue", stage=7, **alert),  # the same money
        Alert(id=cast.new_id(), rule="overdue", stage=15, state="resolved", **alert),
        Alert(id=cast.new_id(), rule="handover", stage=0, **{**alert, "subject_id": 7}),
    )
    cast.write(lambda store: cast.pay(store, yuan(30), account))


ONE_OF_EACH = Counts(1, contacts=1, deals=1, closed=1, contracts=1, receivables=1, promises=1, tasks=1, alerts=1)


def test_what_hangs_on_an_account_is_counted(cast: Cast) -> None:
    fill(cast, cast.account)

    assert ONE_OF_EACH == cast.read(lambda store: store.handovers.hanging_on([cast.account], cast.li.id, TODAY))


def test_nothing_of_another_team_or_account_is_counted_or_fetched(cast: Cast) -> None:
    other = found_team(cast.database, "城北")
    fill(other, other.account)
    beside = Account(id=cast.new_id(), name="华天", owner_id=cast.li.id)
    cast.save(beside)
    fill(cast, beside)

    def look(store):  # type: ignore[no-untyped-def]
        mine = ([cast.account], cast.li.id)
        theirs = ([other.account], other.li.id)
        found = [store.handovers.hanging_on(*one, TODAY)[1:] for one in (mine, theirs)]
        found += [store.handovers.deals_on(*one) + store.handovers.tasks_on(*one) for one in (mine, theirs)]
        found += [store.handovers.alerts_on(one[0]) for one in (mine, theirs)]
        return [*found, store.handovers.named_in(a_handover(other))]

    assert [(0,) * 10, (0,) * 10, [], [], [], [], []] == cast.read(look)


def test_what_was_merged_into_an_account_goes_with_it(cast: Cast) -> None:
    merged = Account(id=cast.new_id(), name="华星旧", owner_id=cast.li.id)
    cast.save(merged)
    fill(cast, merged)
    cast.save(evolve(merged, merged_into=cast.account.id))

    assert ONE_OF_EACH == cast.read(lambda store: store.handovers.hanging_on([cast.account], cast.li.id, TODAY))
    assert [cast.account] == cast.read(lambda store: store.handovers.accounts_of(cast.li.id))


def test_more_accounts_than_one_statement_takes_are_asked_for_in_parts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.handovers.AT_ONCE", 2)
    accounts = [Account(id=cast.new_id(), name=f"客户{n}", owner_id=cast.li.id) for n in range(5)]
    tasks = [Task(id=cast.new_id(), account_id=one.id, owner_id=cast.li.id, due_on=TODAY) for one in accounts]
    cast.save(*accounts, *tasks)

    assert AT_ONCE > 2
    assert 5 == cast.read(lambda store: store.handovers.hanging_on(accounts, cast.li.id, TODAY)).tasks
    assert tasks == cast.read(lambda store: store.handovers.tasks_on(accounts, cast.li.id))


def test_a_sweep_looks_at_pending_handovers_until_they_are_decided(cast: Cast) -> None:
    handover = a_handover(cast, counted=tuple(ONE_OF_EACH), reason="")
    cast.save(handover)

    def due(on: date) -> list[Handover]:
        return cast.read(lambda store: store.handovers.to_check(on))

    assert ([handover], [handover]) == (due(TODAY), cast.read(lambda store: store.handovers.pending()))
    assert ONE_OF_EACH == due(TODAY)[0].shown
    cast.write(lambda store: store.handovers.check_on(handover.id, TODAY + days(1)))
    assert ([], [handover]) == (due(TODAY), due(TODAY + days(1)))
    cast.save(evolve(handover, state="refused", decided_by=cast.han.id, decided_on=TODAY, reason="忙不过来"))
    assert ([], []) == (due(TODAY + days(9)), cast.read(lambda store: store.handovers.pending()))


def test_owners_are_counted_without_what_is_gone(cast: Cast) -> None:
    cast.save(
        Account(id=cast.new_id(), name="甲", owner_id=cast.han.id),
        Account(id=cast.new_id(), name="乙", owner_id=cast.han.id, void=True),
        Account(id=cast.new_id(), name="丙", owner_id=cast.han.id, merged_into=cast.account.id),
    )

    assert {cast.li.id: 1, cast.han.id: 1} == cast.read(lambda store: store.handovers.owners())
