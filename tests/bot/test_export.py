"""`gengfu export`: the shape scripts rely on, one consistent picture, nothing of it for others' eyes."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import get_type_hints

import pytest
from python_calamine import CalamineWorkbook

from bot import rows as shapes
from bot.export import FolderTaken, export
from core.ledger import Payment
from core.sales import Account
from storage.database import Database
from storage.store import Store
from storage.tables import KINDS
from storage.transaction import Transaction
from tests.bot.filled_books import NOW, PHONE, TODAY, fill, rows, yuan


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def on_either(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """For what the two engines could answer differently."""
    opened = Database(database_url, keyring=f"sqlite:///{tmp_path / 'the.keyring'}")
    yield opened
    opened.close()


def test_every_row_says_whose_it_is_who_wrote_it_and_where_it_came_from(database: Database, tmp_path: Path):
    filled = fill(database)

    export(database, tmp_path / "out")

    (account,) = rows(tmp_path / "out", "accounts")
    assert {
        "team_id": str(filled.team.id),
        "team": "华东队",
        "id": str(filled.account.id),
        "version": 1,
        "by": "李雷",
        "by_id": str(filled.li.id),
        "created_at": "2026-03-02T01:00:00+00:00",
        "source": "华东队:1",
        "source_id": str(filled.source),
        "name": "华星",
        "owner_id": str(filled.li.id),
        "owner": "李雷",
        "co_owners": [str(filled.li.id)],
        "co_owner_names": ["李雷"],
    }.items() <= account.items()


def test_what_the_watch_wrote_has_nobody_behind_it(database: Database, tmp_path: Path):
    fill(database)

    export(database, tmp_path / "out")

    (team,) = rows(tmp_path / "out", "teams")
    assert (None, None, None) == (team["by"], team["by_id"], team["source"])


def test_money_is_an_amount_and_a_currency_with_sums_beside_it(database: Database, tmp_path: Path):
    fill(database)

    export(database, tmp_path / "out")

    (receivable,) = rows(tmp_path / "out", "receivables")
    assert dict(
        amount="200000.00", currency="CNY", allocated="12000.50", adjusted="0.00", balance="187999.50",
        account="华星", due_on="2026-03-02",
    ).items() <= receivable.items()  # fmt: skip
    (payment,) = rows(tmp_path / "out", "payments")
    assert dict(amount="12000.50", currency="CNY", account="华星").items() <= payment.items()
    (balance,) = rows(tmp_path / "out", "balances")
    assert dict(account="华星", owed="187999.50", advance="0.00", currency="CNY").items() <= balance.items()


def test_money_that_was_not_said_leaves_its_columns_empty(database: Database, tmp_path: Path):
    fill(database)

    export(database, tmp_path / "out")

    said, unsaid = rows(tmp_path / "out", "deals")
    assert ("80.00", "USD", None, None) == tuple(
        said[n] for n in ("amount", "currency", "amount_max", "amount_max_currency")
    )
    assert (None, None) == (unsaid["amount"], unsaid["currency"])
    assert said.keys() == unsaid.keys()


def test_who_went_and_who_wrote_it_down_are_told_apart(database: Database, tmp_path: Path):
    fill(database)

    export(database, tmp_path / "out")

    (visit,) = rows(tmp_path / "out", "visits")
    assert ("李雷", "李雷", "李总") == (visit["by"], visit["member"], visit["contact"])


def test_sealed_values_messages_and_cards_are_in_clear(on_either: Database, tmp_path: Path):
    filled = fill(on_either)

    export(on_either, tmp_path / "out")

    (contact,) = rows(tmp_path / "out", "contacts")
    assert ("李总", PHONE) == (contact["name"], contact["phone"])
    (message,) = rows(tmp_path / "out", "messages")
    assert dict(
        key="华东队:1", source="华东队:1", channel="local", state="done", by="李雷", team="华东队",
        text=f"收到华星货款12000.5 {PHONE}",
    ).items() <= message.items()  # fmt: skip
    assert message["lane"].startswith("local:")
    assert "li" not in message["lane"][6:], "which chat it was stands in what was said alone"
    (card,) = rows(tmp_path / "out", "outbox")
    assert dict(channel="local", chat="li", state="waiting", tries=0, source="华东队:1", message_id=None).items() <= (
        card.items()
    )
    assert card["text"].startswith("没有 华星")
    phones = [row["change"].get("phone") for row in rows(tmp_path / "out", "audit") if row["kind"] == "contacts"]
    assert [PHONE] == phones
    assert str(filled.team.id) == rows(tmp_path / "out", "audit")[0]["record_id"]


def test_every_id_is_text_and_every_number_survives_javascript(database: Database, tmp_path: Path):
    fill(database)

    export(database, tmp_path / "out")

    for file in (tmp_path / "out").iterdir():
        for line in file.read_text().splitlines():
            for name, value in json.loads(line).items():
                if isinstance(value, int):
                    assert name in shapes_counts() or isinstance(value, bool), (file.name, name)


def shapes_counts() -> set[str]:
    return {"version", "stage", "tries", "urgency", "names_version", "episode", "percent",
            "number", "notice_days", "net_days", "shares", "retained", "file_size", "size", "counted",
            "reopened", "terms_days", "alert_days", "step", "asked_of", "policy_version", "parts_before", "parts_after",
            "former"}  # fmt: skip


def test_every_whole_number_of_a_record_is_known_as_an_id_or_a_count():
    """A new field must be put on one of the lists, or it would leave as a number that Excel rounds."""
    known = set(shapes.NAMED) | shapes.OTHER_IDS | set(shapes.RENAMED) | shapes_counts()
    for kind in KINDS.values():
        for name, hint in get_type_hints(kind.record).items():
            if hint in (int, int | None, tuple[int, ...]):
                assert name in known, f"{kind.name}.{name}"


def test_no_name_beside_an_id_covers_a_field():
    words = {word for _, word in shapes.NAMED.values()}
    for kind in KINDS.values():
        assert not words & {field.name for field in kind.fields}, kind.name


def test_all_teams_are_there_each_under_its_name(database: Database, tmp_path: Path):
    fill(database, "华东队")
    fill(database, "华南队")

    report = export(database, tmp_path / "out")

    assert ["华东队", "华南队"] == [row["team"] for row in rows(tmp_path / "out", "accounts")]
    assert (2, 0) == (report.counts["accounts"], report.unreadable)


def test_many_rows_leave_in_chunks_none_twice(database: Database, tmp_path: Path):
    filled = fill(database)
    more = [Account(id=database.ids.new(NOW), name=f"客户{n}", owner_id=filled.li.id) for n in range(1203)]
    database.write(lambda tx: Store(tx, filled.team.id, by=filled.li.id, source=filled.source, now=NOW).save(*more))

    export(database, tmp_path / "out")

    names = [row["name"] for row in rows(tmp_path / "out", "accounts")]
    assert ["华星", *(f"客户{n}" for n in range(1203))] == names
    assert 1203 < len(rows(tmp_path / "out", "audit"))


def test_the_picture_is_of_one_moment(on_either: Database, tmp_path: Path):
    """Payments come in all the time; in the export the kept sums still agree with the entries they are of."""
    filled = fill(on_either)

    def pay(transaction: Transaction) -> None:
        store = Store(transaction, filled.team.id, by=filled.li.id, source=filled.source, now=NOW)
        amount, row = yuan("1"), store.new_id()
        store.save(Payment(id=row, account_id=filled.account.id, amount=amount, on=TODAY, recorded_at=NOW))

    stop = Event()
    payer = Thread(target=lambda: [on_either.write(pay) for _ in iter(stop.is_set, True)])
    payer.start()
    for _ in range(5):
        export(on_either, tmp_path / "out")
        paid = sum(float(row["amount"]) for row in rows(tmp_path / "out", "payments"))
        (balance,) = rows(tmp_path / "out", "balances")
        assert paid == float(balance["advance"]) + 12000.50
        audited = [row for row in rows(tmp_path / "out", "audit") if row["kind"] == "payments"]
        assert len(audited) == len(rows(tmp_path / "out", "payments"))
    stop.set()
    payer.join()
    assert paid > 12000.50


def test_only_the_owner_may_read_it(database: Database, tmp_path: Path):
    fill(database)
    before = os.umask(0)
    try:
        export(database, tmp_path / "out", workbook=True)
    finally:
        os.umask(before)

    assert 0o700 == stat.S_IMODE((tmp_path / "out").stat().st_mode)
    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()}


def test_an_earlier_export_is_replaced_and_a_strangers_folder_is_not_touched(database: Database, tmp_path: Path):
    fill(database)
    export(database, tmp_path / "out", workbook=True)
    export(database, tmp_path / "out")

    assert {f"{name}.jsonl" for name in shapes.ALL} == {file.name for file in (tmp_path / "out").iterdir()}

    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home" / "thesis.txt").write_text("mine")
    with pytest.raises(FolderTaken):
        export(database, tmp_path / "home")
    assert ["thesis.txt"] == [file.name for file in (tmp_path / "home").iterdir()]
    assert 0o755 == stat.S_IMODE((tmp_path / "home").stat().st_mode)


def test_an_export_that_breaks_leaves_the_earlier_one(database: Database, tmp_path: Path, monkeypatch):
    fill(database)
    export(database, tmp_path / "out")
    fill(database, "华南队")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.export.write_workbook", broken)
    with pytest.raises(OSError, match="No space"):
        export(database, tmp_path / "out", workbook=True)

    assert 1 == len(rows(tmp_path / "out", "teams"))
    assert {f"{name}.jsonl" for name in shapes.ALL} == {file.name for file in (tmp_path / "out").iterdir()}


def test_one_line_a_row_whatever_people_wrote(database: Database, tmp_path: Path):
    hostile = '\n{"id": "forged"}\u2028\x00\x1b[31m\ud83d'
    fill(database, hostile=hostile)

    export(database, tmp_path / "out")

    assert 1 == len((tmp_path / "out" / "accounts.jsonl").read_bytes().rstrip(b"\n").split(b"\n"))
    (message,) = rows(tmp_path / "out", "messages")
    assert message["text"].endswith(hostile)


def test_the_workbook_takes_nothing_for_a_formula_a_link_or_a_number(database: Database, tmp_path: Path):
    filled = fill(database, hostile="=HYPERLINK(1)")

    export(database, tmp_path / "out", workbook=True)

    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "gengfu.xlsx"))
    head, row = book.get_sheet_by_name("accounts").to_python()
    account = dict(zip(head, row, strict=True))
    assert str(filled.account.id) == account["id"]
    assert "华星=HYPERLINK(1)" == account["name"]
    head, row = book.get_sheet_by_name("receivables").to_python()
    assert "187999.50" == dict(zip(head, row, strict=True))["balance"]


def test_secrets_of_ours_do_not_leave_even_if_somebody_said_one(database: Database, tmp_path: Path):
    token = "7000000001:AAFakeTokenForTestsOnlyxxxxxxxxxxxxx"
    fill(database, hostile=f" {token}")

    export(database, tmp_path / "out", secrets=[token, "2026"], workbook=True)

    text = "".join(file.read_text() for file in (tmp_path / "out").glob("*.jsonl"))
    assert token not in text
    assert "<secret>" in text
    assert "2026-03-02" in text, "a short secret may stand in honest text"
    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "gengfu.xlsx"))
    assert token not in str([sheet.to_python() for sheet in map(book.get_sheet_by_name, book.sheet_names)])


def test_a_value_that_does_not_open_is_marked_and_the_rest_still_leaves(sqlite_url: str, tmp_path: Path):
    database = Database(sqlite_url)
    fill(database)
    database.close()
    import sqlite3

    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as raw:
        raw.execute("UPDATE contacts SET phone = zeroblob(40)")
        raw.execute("UPDATE inbox SET raw = zeroblob(40)")
    database = Database(sqlite_url)
    report = export(database, tmp_path / "out")
    database.close()

    (contact,) = rows(tmp_path / "out", "contacts")
    assert contact["unreadable"]
    assert "李雷" == contact["by"]
    assert 2 == report.unreadable
    assert 1 == len(rows(tmp_path / "out", "visits"))
