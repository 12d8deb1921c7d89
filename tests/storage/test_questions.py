"""What is asked across customers: every sum is the sum of its rows, of one team, of standing entries alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.approvals import Asked
from core.base.money import Money, totals
from core.base.records import evolve
from core.contracts import Contract
from core.ledger import Promise, reverse_payment, withdraw_receivable
from core.sales import Account, Deal, Note, Task, Visit
from storage.database import Database
from tests.storage.cast import NOW, TODAY, Cast, days, found_team, yuan

BOUNDS = tuple(TODAY - timedelta(days=count) for count in (0, 30, 60, 90))
FAR = (date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def other(cast: Cast) -> Account:
    account = Account(id=cast.new_id(), name="华天", owner_id=cast.han.id, co_owners=(cast.li.id,), tier="key")
    cast.save(account)
    return account


def test_what_is_open_falls_into_the_bucket_of_its_days(cast: Cast) -> None:
    ages = (-5, 0, 1, 30, 31, 60, 61, 90, 91, 400)
    cast.save(*(cast.receivable(yuan(10**at), due=TODAY - days(age)) for at, age in enumerate(ages)))

    (found,) = cast.read(lambda store: store.questions.aged(BOUNDS))

    assert (found.owner_id, found.tier) == (0, "normal")
    assert found.counts == (2, 2, 2, 2, 2)
    assert [str(one.amount) for one in found.sums] == ["11.00", "1100.00", "110000.00", "11000000.00", "1100000000.00"]


def test_each_cell_of_the_ageing_is_the_sum_of_its_rows(cast: Cast, other: Account) -> None:
    dollars = Money.of("12.34", "USD")
    paid, gone = cast.receivable(yuan(700), due=TODAY - days(40)), cast.receivable(yuan(9), due=TODAY - days(40))
    cast.save(paid, gone, cast.receivable(yuan(50), due=TODAY - days(45), account=other),
              cast.receivable(dollars, due=TODAY - days(45)), cast.receivable(yuan(5), due=TODAY - days(75)))  # fmt: skip
    cast.write(lambda store: store.save(withdraw_receivable(gone, NOW, TODAY, store.new_id)))
    cast.write(lambda store: cast.pay(store, yuan(300)))

    aged = cast.read(lambda store: store.questions.aged(BOUNDS))
    rows = cast.read(lambda store: store.questions.open_due(TODAY - days(60), TODAY - days(31), 0, 100))

    assert totals(one.sums[2] for one in aged) == totals(one.balance for one, _ in rows)
    assert sum(one.counts[2] for one in aged) == len(rows) == 3
    assert {(one.tier, one.sums[2].currency) for one in aged if one.counts[2]} == {
        ("normal", "CNY"), ("normal", "USD"), ("key", "CNY")}  # fmt: skip
    most = cast.read(lambda store: store.questions.owed_most(0, 10))
    assert [one.whose.name for one in most] == ["华星", "华天", "华星"]
    assert most[1].whose.owners == (cast.han.id, cast.li.id)
    (shared,) = cast.read(lambda store: store.sales.shared())
    (hers,) = cast.read(lambda store: store.questions.aged_of(BOUNDS, shared))
    assert [hers] == cast.read(lambda store: store.questions.aged(BOUNDS, cast.han.id))


def test_pages_go_on_where_the_last_one_ended(cast: Cast) -> None:
    cast.save(*(cast.receivable(yuan(one), due=TODAY - days(one % 3)) for one in range(1, 8)))

    pages = [cast.read(lambda store, at=at: store.questions.open_due(None, None, at, 3)) for at in (0, 3, 6, 9)]

    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({one.id for page in pages for one, _ in page}) == 7


def test_what_came_in_counts_on_its_day_and_a_reversal_takes_it_back(cast: Cast, other: Account) -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    kept = cast.payment(yuan(500), on=last)
    wrong = cast.payment(yuan(80), on=first, account=other)
    cast.save(kept, wrong, cast.payment(yuan(7), on=last + days(1)), cast.payment(yuan(9), on=first - days(1)),
              cast.payment(Money.of(3, "USD"), on=first))  # fmt: skip
    cast.write(lambda store: store.save(*reverse_payment(wrong, (), NOW, TODAY, store.new_id)))

    sums = cast.read(lambda store: store.questions.received(first, last))
    rows = cast.read(lambda store: store.questions.payments(first, last, 0, 100))

    assert {(one.whose.name, str(one.amount), one.count) for one in sums} == {("华星", "500.00 CNY", 1), ("华星", "3.00 USD", 1)}  # fmt: skip
    assert totals(one.amount for one, _ in rows) == totals(one.amount for one in sums)
    assert cast.read(lambda store: store.questions.received(first, last, other.id)) == []
    (there,) = {one.id for one, _ in cast.read(lambda store: store.questions.payments(first, last, 0, 1, cast.account.id))}  # fmt: skip
    assert there == kept.id


def test_what_is_owed_comes_from_the_kept_sums_the_largest_first(cast: Cast, other: Account) -> None:
    cast.save(cast.receivable(yuan(5)), cast.receivable(yuan(6)), cast.receivable(yuan(20), account=other))

    owed = cast.read(lambda store: store.questions.owed())

    assert [(one.whose.name, str(one.amount)) for one in owed] == [("华天", "20.00 CNY"), ("华星", "11.00 CNY")]


def visit(cast: Cast, account: Account, by: int, on: date, **more: object) -> Visit:
    return Visit(id=cast.new_id(), account_id=account.id, by_id=by, on=on, **more)  # type: ignore[arg-type]


def test_visits_are_counted_by_who_went_and_where(cast: Cast, other: Account) -> None:
    cast.save(
        visit(cast, cast.account, cast.li.id, TODAY), visit(cast, cast.account, cast.li.id, TODAY - days(1), kind="call"),
        visit(cast, other, cast.han.id, TODAY), visit(cast, other, cast.li.id, TODAY, void=True),
        visit(cast, other, cast.li.id, TODAY - days(20)),
    )  # fmt: skip
    week = (TODAY - days(6), TODAY)

    everyone = cast.read(lambda store: store.questions.visited(*week))
    mine = cast.read(lambda store: store.questions.visited(*week, by=cast.li.id))
    there = cast.read(lambda store: store.questions.visited(*FAR, account_id=other.id))

    assert {(one.whose.name, one.by_id, one.kind, one.count) for one in everyone} == {
        ("华星", cast.li.id, "visit", 1), ("华星", cast.li.id, "call", 1), ("华天", cast.han.id, "visit", 1)}  # fmt: skip
    assert sum(one.count for one in mine) == 2
    assert sum(one.count for one in there) == 2
    assert len(cast.read(lambda store: store.questions.visits(*week, 0, 10, by=cast.li.id))) == 2
    assert len(cast.read(lambda store: store.questions.visits(*FAR, 0, 10, account_id=other.id, by=cast.li.id))) == 1


def test_when_a_customer_was_last_touched(cast: Cast, other: Account) -> None:
    cast.save(
        visit(cast, cast.account, cast.li.id, TODAY - days(9)), visit(cast, cast.account, cast.li.id, TODAY - days(50)),
        visit(cast, other, cast.han.id, TODAY, void=True),
        Note(id=cast.new_id(), account_id=cast.account.id, by_id=cast.li.id, on=TODAY - days(3), text="催了"),
    )  # fmt: skip

    found = {one.whose.name: (one.visited_on, one.noted_on) for one in cast.read(lambda store: store.questions.touched())}  # fmt: skip

    assert found == {"华星": (TODAY - days(9), TODAY - days(3)), "华天": (None, None)}


def test_deals_open_and_closed(cast: Cast) -> None:
    def deal(stage: str, since: date, **more: object) -> Deal:
        return Deal(id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, stage=stage, stage_since=since, **more)  # type: ignore[arg-type]  # fmt: skip

    old, new = deal("proposal", TODAY - days(60)), deal("on_hold", TODAY)
    won, early = deal("won", TODAY), deal("won", TODAY - days(40))
    cast.save(new, old, won, early, deal("lost", TODAY), deal("lead", TODAY, void=True))

    assert [one.id for one, _ in cast.read(lambda store: store.questions.open_deals())] == [old.id, new.id]
    recent = cast.read(lambda store: store.questions.closed_deals("won", TODAY - days(30), TODAY))
    assert [one.id for one, _ in recent] == [won.id]


def test_contracts_signed_and_promises_due(cast: Cast) -> None:
    signed = Contract(id=cast.new_id(), account_id=cast.account.id, signed_on=TODAY, amount=yuan(9))
    due = Promise(id=cast.new_id(), account_id=cast.account.id, by_on=TODAY, said_on=TODAY)
    cast.save(signed, replace(signed, id=cast.new_id(), signed_on=None), due,
              replace(due, id=cast.new_id(), by_on=None), replace(due, id=cast.new_id(), void=True))  # fmt: skip

    assert [one.id for one, _ in cast.read(lambda store: store.questions.signed(TODAY, TODAY))] == [signed.id]
    assert [one.id for one, _ in cast.read(lambda store: store.questions.promised(TODAY, TODAY))] == [due.id]


def test_what_is_planned_is_what_is_still_open(cast: Cast) -> None:
    task = Task(id=cast.new_id(), account_id=cast.account.id, owner_id=cast.li.id, due_on=TODAY, note="给方案")
    cast.save(task, replace(task, id=cast.new_id(), state="done"), replace(task, id=cast.new_id(), void=True),
              replace(task, id=cast.new_id(), due_on=TODAY + days(8)))  # fmt: skip

    planned = cast.read(lambda store: store.questions.planned(TODAY, TODAY + days(7)))

    assert [(one.id, one.note) for one, _ in planned] == [(task.id, "给方案")]


def test_rows_of_a_merged_customer_are_its_successors(cast: Cast, other: Account) -> None:
    cast.save(cast.receivable(yuan(5)))
    cast.save(evolve(cast.account, state="merged", merged_into=other.id))

    (found,) = cast.read(lambda store: store.questions.owed_most(0, 9))

    assert (found.whose.name, found.whose.tier) == ("华天", "key")


def test_questions_are_of_one_team(books: Database, cast: Cast) -> None:
    cast.save(cast.receivable(yuan(5)), cast.payment(yuan(4)), visit(cast, cast.account, cast.li.id, TODAY))
    stranger = found_team(books, "城北")

    assert [] == stranger.read(lambda store: store.questions.aged(BOUNDS))
    assert [] == stranger.read(lambda store: store.questions.owed())
    assert [] == stranger.read(lambda store: store.questions.received(*FAR))
    assert [] == stranger.read(lambda store: store.questions.visits(*FAR, 0, 9))
    assert [] == stranger.read(lambda store: store.questions.open_due(None, None, 0, 9))


def test_the_last_question_is_kept_a_member_and_chat(cast: Cast) -> None:
    asked = Asked(id=cast.new_id(), member_id=cast.li.id, chat="local:1", payload="{}", asked_at=NOW)
    cast.save(asked)
    cast.save(evolve(asked, payload='{"about": "aging"}'))

    found = cast.read(lambda store: store.approvals.last_asked(cast.li.id, "local:1"))
    assert found.payload == '{"about": "aging"}'
    assert cast.read(lambda store: store.approvals.last_asked(cast.li.id, "local:2")) is None
