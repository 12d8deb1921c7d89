"""Importing: what rows become, what is asked, what is refused; once only, taken back whole, in the importer's name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from bot.importing.applying import Done, Importer, apply, planned
from bot.importing.rows import Plan
from bot.importing.sheets import open_file, sheets_of
from bot.importing.undoing import NoSuchImport, take_back
from bot.importing.values import Wrong, amount_of, day_of, phone_of, text_of
from bot.reading import load_lexicon
from core.approvals import Import
from core.base.money import Money
from core.base.records import evolve
from core.ledger import Payment, Receivable, receive_payment
from core.people import Invitation
from core.sales import Account, Contact, Visit
from storage.database import Database
from storage.errors import Trouble
from storage.store import Store
from tests.bot.filled_books import NOW, TODAY, Filled, fill, yuan
from tests.bot.workbooks import workbook

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HEAD = ["客户", "联系人", "电话", "应收金额（万元）", "到期日"]


class Books:
    """Books with 李雷 as who imports."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.filled: Filled = fill(database)
        self.importer = Importer(self.filled.team.id, self.filled.li, NOW)

    def plan(self, *rows: Any, near: str = "skip", head: Any = None) -> Plan:
        return planned(self.database, self.importer, sheets_of(workbook({"表": [head or HEAD, *rows]}), "a.xlsx"), near)

    def bring_in(self, *rows: Any, **more: Any) -> Done:
        return apply(self.database, self.importer, self.plan(*rows, **more), ["a.xlsx"])

    def all(self, kind: type[Any]) -> list[Any]:
        return self.database.read(lambda tx: self.importer.store(tx, 0).all(kind))

    def live(self, kind: type[Any]) -> set[str]:
        return {one.name for one in self.all(kind) if not one.void}

    def write(self, work: Any) -> Any:
        return self.database.write(lambda tx: work(self.importer.store(tx, tx.database.ids.new(NOW))))


@pytest.fixture
def books(database_url: str, tmp_path: Path) -> Iterator[Books]:
    database = Database(database_url, keyring=f"sqlite:///{tmp_path / 'the.keyring'}")
    yield Books(database)
    database.close()


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[Books]:
    database = Database(sqlite_url)
    yield Books(database)
    database.close()


def problems(plan: Plan) -> list[tuple[int, str, str]]:
    return [(one.place.row, one.column, one.key) for one in plan.problems]


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        (12000.5, "", "12000.50"),
        (0.1 + 0.2, "", "0.30"),
        (12.5, "万元", "125000"),
        ("12.5", "万", "125000"),
        ("200,000", "", "200000"),
        ("200,000", "元", "200000"),
        ("１２，０００", "", None),
        ("¥ 8,000.50", "", "8000.50"),
        ("8万", "", "80000"),
        ("8万元整", "", "80000"),
        ("十二万八", "", "128000"),
        ("人民币壹万元整", "", "10000"),
        ("", "", None),
        ("-", "", None),
        (0.0, "", None),
    ],
)
def test_amounts_are_read_as_they_are_said(cell: Any, unit: str, amount: str | None):
    try:
        found = amount_of(cell, unit, "CNY", load_lexicon())
    except Wrong:
        found = None
    assert (Money(Decimal(amount), "CNY") if amount else None) == found


def test_a_currency_said_with_the_amount_counts():
    assert Money.of("8000", "USD") == amount_of("USD 8,000", "", "CNY", load_lexicon())
    assert Money.of("8000", "USD") == amount_of(8000.0, "usd", "CNY", load_lexicon())


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("很多", "amount"),
        ("8万或9万", "amount"),
        ("8-9万", "amount"),
        ("1.234,56", "amount_two_ways"),
        ("-500", "amount_negative"),
        ("(1,200)", "amount_negative"),
        (-3.0, "amount_negative"),
        ("12.345", "amount_bookable"),
        ("9" * 15 + "00", "amount"),
        (1e30, "amount_bookable"),
        (float("nan"), "amount"),
        (date(2026, 1, 1), "amount"),
        (True, "amount"),
        ("#REF!", "error_value"),
    ],
)
def test_an_amount_in_doubt_is_never_guessed(cell: Any, key: str):
    with pytest.raises(Wrong) as wrong:
        amount_of(cell, "", "CNY", load_lexicon())
    assert wrong.value.key in (key, "amount", "amount_bookable") if key.startswith("amount") else key == wrong.value.key


@pytest.mark.parametrize(
    "cell",
    [
        *(date(2026, 3, 15), datetime(2026, 3, 15, 8, 30), 46096.0, "46096", "2026-03-15", "2026/3/15", "2026.3.15"),
        *("2026年3月15日", "20260315", "15/3/2026", "3/15/2026", "2026-03-15 00:00:00"),
    ],
)
def test_a_day_in_all_its_shapes(cell: Any):
    assert date(2026, 3, 15) == day_of(cell, lambda text: None)


@pytest.mark.parametrize(
    ("cell", "key"),
    [("3/4/2026", "day_two_ways"), ("2026-02-30", "day"), ("soon", "day"), (12.0, "day"), (True, "day")],
)
def test_a_day_in_doubt_is_never_guessed(cell: Any, key: str):
    with pytest.raises(Wrong) as wrong:
        day_of(cell, lambda text: None)
    assert key == wrong.value.key


def test_phones_stay_text():
    assert ["13800138000", "0755-26001234", "+1 202 555 0143", ""] == [
        phone_of(cell) for cell in (13800138000.0, "0755-26001234", "+1 202 555 0143", "-")
    ]
    with pytest.raises(Wrong):
        phone_of("1.38E+10")
    assert "0012" == text_of("0012")


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_is_a_customer_a_person_and_money(books: Books):
    done = books.bring_in(
        ["晨光文具", "陈经理", 13900139000.0, 12.5, date(2026, 4, 15)],
        ["晨光文具", "", "", "3", "2026/5/1"],
        ["晨光文具", "王工", "010-1", "", ""],
    )

    (account,) = [one for one in books.all(Account) if one.name == "晨光文具"]
    assert books.filled.li.id == account.owner_id
    debts = [(one.amount, one.due_on) for one in books.all(Receivable) if one.account_id == account.id]
    assert [(yuan("125000"), date(2026, 4, 15)), (yuan("30000"), date(2026, 5, 1))] == debts
    people = [(one.name, one.phone) for one in books.all(Contact) if one.account_id == account.id]
    assert [("陈经理", "13900139000"), ("王工", "010-1")] == people
    entries = books.database.read(lambda tx: books.importer.store(tx, 0).audit.of_source(done.id))
    assert {books.filled.li.id} == {one.by for one in entries}
    assert ["done"] == [one.state for one in books.all(Import)]
    assert "" == books.database.read(lambda tx: books.importer.store(tx, 0).audit.verify())[1]


def test_the_same_file_again_adds_nothing_and_a_longer_one_only_what_is_new(books: Books):
    rows = [["晨光文具", "陈经理", "139", 12.5, "2026-04-15"], ["远航物流", "", "", 3, "2026-05-01"]]
    books.bring_in(*rows)

    again, longer = (
        books.plan(*rows),
        books.plan(["远航物流", "", "", 3, "2026-05-01"], *rows, ["百川", "", "", "", ""]),
    )

    assert (0, 2, []) == (len(again.entries), again.there, again.doubts)
    assert ["百川"] == [one.customer.name for one in longer.entries if one.customer]
    assert ["alike"] == [one.key for one in longer.doubts], "the same money twice in a file is asked about"


def test_two_rows_alike_in_one_file_are_two(on_sqlite: Books):
    row = ["晨光文具", "", "", 3, "2026-05-01"]

    assert 2 == on_sqlite.plan(row, row).counts["receivables"]
    on_sqlite.bring_in(row, row)
    assert 0 == len(on_sqlite.plan(row, row).entries)


def test_a_known_customer_is_matched_and_what_comes_near_is_asked(books: Books):
    fresh = Account(
        id=books.database.ids.new(NOW), name="恒海电子", official="深圳恒海电子有限公司", owner_id=books.filled.li.id
    )
    books.write(lambda store: store.save(fresh))

    plan = books.plan(
        ["华星", "赵工", "", "", ""],
        ["深圳恒海电子有限公司", "", "", 1, "2026-05-01"],
        ["衡海电子", "", "", 2, "2026-05-01"],
        ["恒海", "", "", 2, "2026-05-01"],
    )

    assert {books.filled.account.id, fresh.id} == {one.customer.id for one in plan.entries if one.customer}
    assert [(4, "near", "恒海电子"), (5, "near", "恒海电子")] == [
        (one.place.row, one.key, one.near) for one in plan.doubts
    ]
    same, new = (books.plan(["衡海电子", "", "", 2, "2026-05-01"], near=near) for near in ("same", "new"))
    assert [(fresh.id, False)] == [(one.customer.id, one.fresh) for one in same.entries if one.customer]
    assert [(None, True)] == [(one.customer.id, one.fresh) for one in new.entries if one.customer]


def test_money_that_looks_like_what_was_said_in_chat_is_asked(books: Books):
    plan = books.plan(["华星", "", "", 20, TODAY])

    assert [("alike", "华星")] == [(one.key, one.name) for one in plan.doubts]
    assert [] == plan.entries


def test_every_row_that_cannot_be_used_says_where_and_why(on_sqlite: Books):
    head = ["客户", "联系人", "电话", "金额", "到期日", "负责人", "级别", "币种", "备注"]
    plan = on_sqlite.plan(
        ["", "李总", "", "", ""],
        ["甲", "", "", "", ""],
        ["甲公司", "", "138", "", ""],
        ["甲公司", "", "", "很多", "2026-05-01"],
        ["甲公司", "", "", 5, ""],
        ["甲公司", "", "", 5, "3/4/2026"],
        ["甲公司", "", "", "", "", "张三丰"],
        ["甲公司", "", "", "", "", "", "特级"],
        ["甲公司", "", "", 5, "2026-05-01", "", "", "贝壳"],
        ["甲" * 81, "", "", "", ""],
        ["乙公司", "钱总", "1", 5, "2026-05-01", "李雷", "重点", "USD", "好"],
        head=head,
    )

    assert [
        (2, "客户", "no_customer"), (3, "客户", "name_short"), (4, "联系人", "no_contact"), (5, "金额", "amount"),
        (6, "到期日", "no_day"), (7, "到期日", "day_two_ways"), (8, "负责人", "owner_unknown"), (9, "级别", "tier"),
        (10, "币种", "currency"), (11, "客户", "too_long"),
    ] == problems(plan)  # fmt: skip
    assert (["备注"], 1, (Money.of(5, "USD"),)) == (plan.ignored, len(plan.entries), plan.owed)


def test_a_sheet_without_headers_we_know_is_named(on_sqlite: Books):
    plan = on_sqlite.plan(["华星"], head=["foo", "bar"])

    assert [(0, "", "no_header")] == problems(plan)


def test_headers_may_stand_below_a_title_in_either_language(on_sqlite: Books):
    plan = on_sqlite.plan(
        [], ["Customer Name *", "Amount (USD)", "Due date"], ["Initech", 8000, "2026-05-01"], head=["Book of 2026"]
    )

    assert (Money.of(8000, "USD"),) == plan.owed


def test_members_come_as_invitations_with_codes(books: Books):
    head = ["成员", "角色"]
    done = books.bring_in(["韩梅梅", "销售，经理"], ["周会计", "finance"], ["李雷", "rep"], ["坏人", "国王"], head=head)

    assert ["韩梅梅", "周会计"] == [name for name, _ in done.codes]
    invited = {one.name: one.roles for one in books.all(Invitation)}
    assert {"韩梅梅": ("rep", "manager"), "周会计": ("finance",)} == invited
    hashed = {books.database.seal(0).fingerprint(code) for _, code in done.codes}
    assert hashed == {one.code_hash for one in books.all(Invitation)}
    assert ["role"] == [one.key for one in books.plan(["坏人", "国王"], head=head).problems]


@pytest.mark.parametrize("name", ["customers.csv", "customers-en.csv", "members.csv"])
def test_the_examples_of_the_manual_come_in_whole(on_sqlite: Books, name: str):
    plan = planned(on_sqlite.database, on_sqlite.importer, open_file(EXAMPLES / name))

    doubted = [one for one in plan.doubts if one.name != "华星科技"]  # like 华星, who is in these books
    assert ([], [], []) == (plan.problems, doubted, plan.ignored)
    assert plan.entries


# --- taking back -----------------------------------------------------------------------------------------------------


def test_an_import_goes_whole_and_may_come_again(books: Books):
    rows = [["晨光文具", "陈经理", "139", 12.5, "2026-04-15"], ["华星", "", "", 3, "2026-05-01"]]
    done = books.bring_in(*rows)

    taken = take_back(books.database, books.importer, done.id)

    assert ({"accounts": 1, "contacts": 1, "receivables": 2}, ()) == (taken.counts, taken.kept)
    assert {"华星"} == books.live(Account)
    owed = books.database.read(lambda tx: books.importer.store(tx, 0).ledger.all_open())
    assert [books.filled.receivable.id] == [one.id for one in owed]
    with pytest.raises(NoSuchImport):
        take_back(books.database, books.importer, done.id)
    assert 2 == len(books.plan(*rows).entries)


def test_what_people_touched_since_stays_and_is_named(books: Books):
    done = books.bring_in(
        ["晨光文具", "陈经理", "139", 12.5, "2026-04-15"],
        ["远航物流", "赵工", "138", 3, "2026-05-01"],
        ["百川环保", "", "", "", ""],
        ["大地建材", "", "", "", ""],
    )
    named = {one.name: one for one in books.all(Account)}

    def touch(store: Store) -> None:
        new = store.new_id
        paid = Payment(id=new(), account_id=named["晨光文具"].id, amount=yuan("5"), on=TODAY, recorded_at=NOW)
        store.save(*receive_payment(store.ledger.open_receivables(paid.account_id), paid, new).records)
        store.save(Visit(id=new(), account_id=named["远航物流"].id, by_id=books.filled.li.id, on=TODAY))
        store.save(evolve(named["大地建材"], region="华北"))

    books.write(touch)
    taken = take_back(books.database, books.importer, done.id)

    kept = {(one.kind, one.name.split(":")[0], one.key) for one in taken.kept}
    assert {
        ("receivables", "晨光文具", "touched"), ("accounts", "晨光文具", "built_on"),
        ("accounts", "远航物流", "built_on"), ("accounts", "大地建材", "touched"),
    } == kept  # fmt: skip
    assert {"accounts": 1, "contacts": 2, "receivables": 1} == taken.counts
    assert {"华星", "晨光文具", "远航物流", "大地建材"} == books.live(Account)


# --- broken off, and beside others -----------------------------------------------------------------------------------


def test_an_import_that_is_broken_off_goes_on_where_it_was(on_sqlite: Books, monkeypatch: pytest.MonkeyPatch):
    rows = [
        [f"Firm {sha256(bytes([n // 256, n % 256])).hexdigest()[:12]}", "", "", 1, "2026-05-01"] for n in range(300)
    ]
    write, count = Database.write, 0

    def breaks(self: Database, work: Any) -> Any:
        nonlocal count
        count += 1
        if count == 4:
            raise Trouble("disk_full")
        return write(self, work)

    monkeypatch.setattr("bot.importing.applying.BITE", 0.001)
    monkeypatch.setattr(Database, "write", breaks)
    with pytest.raises(Trouble):
        on_sqlite.bring_in(*rows)
    monkeypatch.setattr(Database, "write", write)
    there = len(on_sqlite.all(Account))
    on_sqlite.bring_in(*rows)

    assert 1 < there < 301
    assert 301 == len(on_sqlite.all(Account)) == len({one.name for one in on_sqlite.all(Account)})
    assert ["running", "done"] == [one.state for one in on_sqlite.all(Import)]


def test_nobody_waits_for_a_long_import(on_sqlite: Books, scale: Any):
    count = scale(3000, 20_000)
    plan = on_sqlite.plan(*([f"第{n}号客户", "李总", f"1380000{n:05}", 1, "2026-05-01"] for n in range(count)))
    stop, waits = Event(), list[float]()

    def talk() -> None:
        while not stop.wait(0.02):
            began = time.monotonic()
            on_sqlite.write(lambda store: store.save(visit(store)))
            waits.append(time.monotonic() - began)

    def visit(store: Store) -> Visit:
        return Visit(id=store.new_id(), account_id=on_sqlite.filled.account.id, by_id=on_sqlite.filled.li.id, on=TODAY)

    talker = Thread(target=talk)
    talker.start()
    began = time.monotonic()
    apply(on_sqlite.database, on_sqlite.importer, plan, ["a.xlsx"])
    seconds = time.monotonic() - began
    stop.set()
    talker.join()

    assert count + 1 == len(on_sqlite.all(Account))
    assert max(waits) < 1, sorted(waits)[-5:]
    assert seconds < count / 1000 * 4
