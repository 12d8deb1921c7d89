"""/export: what a manager gets holds what is in the books, runs nothing, and goes to nobody who may not have it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.app import App
from bot.channels.transcript import Post
from core.base.money import Money
from core.base.records import evolve
from core.ledger import Receivable
from core.people import Member
from core.sales import Account
from storage.database import Database
from tests.bot.house import House, furnished
from tests.storage.cast import NOW

HOSTILE = '=HYPERLINK("http://evil","x")'


@pytest.fixture
def house(on_sqlite: str, tmp_path: Path) -> Iterator[House]:
    database = Database(on_sqlite, keyring=f"sqlite:///{tmp_path / 'books.keyring'}")
    house = furnished(database)
    mine = next(one for one in house.all(Account) if one.name == "李雷的客户")
    zero = Money.zero("CNY")

    def work(store):
        store.save(evolve(mine, official=HOSTILE))
        store.save(
            Receivable(
                id=store.new_id(), account_id=mine.id, amount=Money.of("1234567.89", "CNY"), due_on=date(2026, 5, 1),
                title="+1+1", allocated=zero, adjusted=zero,
            )
        )  # fmt: skip

    house.write(work)
    yield house
    database.close()


def sheet(post: Post, name: str) -> list[list[object]]:
    assert post.file is not None
    return CalamineWorkbook.from_filelike(io.BytesIO(post.file.content)).get_sheet_by_name(name).to_python()


def test_the_workbook_has_the_books_in_words_numbers_and_days(house: House):
    post = house.says("王经理", "/export")

    assert ["客户", "款项", "应收金额", "币种", "到期日"] == sheet(post, "应收")[0][:5]
    assert ["李雷的客户", "+1+1", 1234567.89, "CNY", date(2026, 5, 1), 0.0, 1234567.89] == sheet(post, "应收")[1][:7]
    assert ["李雷的客户", HOSTILE, "", "李雷", "", "普通客户", "¥1,234,567.89"] in sheet(post, "客户")
    assert ["王经理", "经理、管理员"] in sheet(post, "成员")


def test_nothing_in_it_is_a_formula_or_a_link(house: House):
    post = house.says("王经理", "/export")

    assert post.file is not None
    with zipfile.ZipFile(io.BytesIO(post.file.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<f " in part or b"<hyperlink" in part for part in parts.values())


def test_json_lines_are_those_of_the_command_and_of_this_team_alone(house: House):
    furnished(house.database)
    post = house.says("王经理", "/export json")

    assert post.file is not None
    with zipfile.ZipFile(io.BytesIO(post.file.content)) as archive:
        names = set(archive.namelist())
        rows = [json.loads(row) for row in archive.read("receivables.jsonl").splitlines()]
        teams = archive.read("teams.jsonl").splitlines()
    assert not names & {"buttons.jsonl", "drafts.jsonl", "invitations.jsonl", "identities.jsonl", "messages.jsonl"}
    assert [("1234567.89", "CNY", "李雷的客户")] == [(one["amount"], one["currency"], one["account"]) for one in rows]
    assert 1 == len(teams)


def test_it_is_logged_and_nothing_to_undo(house: House):
    house.says("王经理", "/export")

    entries = house.database.read(lambda tx: [(one.act, one.change) for one in house.store(tx).audit.entries()])
    assert ("export", {"form": "xlsx"}) in entries
    assert "没有" in house.says("王经理", "/undo").text


def test_who_left_before_it_was_sent_gets_nothing(house: House):
    """Asked while they might, sent after they may not: an export under way ends at once."""
    house.channel.say("王经理", "王经理", "/export")
    house.app.dispatcher.drain()
    boss = next(one for one in house.all(Member) if one.name == "王经理")
    house.write(lambda store: store.save(evolve(boss, roles=("rep",))))

    house.app.settle()

    assert [] == house.posts("王经理")


def test_what_waited_when_the_process_died_is_made_from_the_books_as_they_are_then(house: House):
    house.channel.say("王经理", "王经理", "/export")
    house.app.dispatcher.drain()
    boss = next(one for one in house.all(Member) if one.name == "王经理")
    house.write(lambda store: store.save(Account(id=store.new_id(), name="后来的客户", owner_id=boss.id)))

    App(house.database, {"stage": house.channel}, lambda: NOW).settle()

    assert "后来的客户" in [row[0] for row in sheet(house.last("王经理"), "客户")]


def test_books_too_large_for_a_chat_are_refused_with_the_command(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.handlers.exporting.MOST_ROWS", 3)

    assert "gengfu export" in house.says("王经理", "/export").text
