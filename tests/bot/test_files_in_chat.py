"""Files people send: fetched before the write, brought in beside others, gone on with after a crash."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.channels import NotFetched
from bot.channels.local import LocalChannel
from bot.importing import apart, applying, carrying
from bot.receiving import Receiving
from core.approvals import Import
from core.base.records import evolve
from core.contracts import Contract, Document
from core.ledger import Receivable
from core.people import Member
from core.sales import Account
from storage.database import Database
from storage.errors import Trouble
from storage.tables import file_parts
from tests.bot.conftest import OpenBooks
from tests.bot.house import House, furnished, served, until
from tests.bot.workbooks import workbook
from tests.storage.cast import NOW

HEAD = ["客户", "联系人", "电话", "应收金额", "到期日"]


@pytest.fixture
def house(open_books: OpenBooks) -> House:
    """On either engine."""
    return furnished(open_books())


@pytest.fixture
def small(on_sqlite: str, tmp_path: Path) -> Iterator[House]:
    """On SQLite, for what the engine has no part in."""
    database = Database(on_sqlite, keyring=f"sqlite:///{tmp_path / 'books.keyring'}")
    yield furnished(database)
    database.close()


def customers(count: int) -> bytes:
    rows = [[f"第{n}号客户", "李总", f"138{n:08}", 1000 + n, "2026-05-01"] for n in range(count)]
    return workbook({"客户": [HEAD, *rows]})


def parts(house: House) -> int:
    return len(house.database.read(lambda tx: tx.ask(file_parts.select())))


# --- bringing in -----------------------------------------------------------------------------------------------------


def test_a_preview_writes_nothing_and_a_press_writes_once_however_often(house: House):
    house.sends("王经理", "客户.xlsx", customers(3))
    assert 2 == len(house.all(Account))
    message, token = house.button("王经理", "导入")

    for _ in range(3):
        house.channel.press("王经理", "王经理", message, token)
    house.app.settle()

    assert 5 == len(house.all(Account))
    assert 3 == len(house.all(Receivable))
    assert ["done"] == [one.state for one in house.all(Import)]
    assert 0 == parts(house), "the file's bytes go when it is through"


def test_what_a_crash_interrupted_goes_on_at_the_next_start(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(applying, "BITE", 0.0001)
    house.sends("王经理", "客户.xlsx", customers(40))
    house.presses("王经理", "导入", settle=False)
    write, count = Database.write, 0

    def dies(self: Database, work: Any) -> Any:
        nonlocal count
        count += 1
        if count == 12:
            raise Trouble("disk_full")
        return write(self, work)

    monkeypatch.setattr(Database, "write", dies)
    house.app.carrier.drain()
    monkeypatch.setattr(Database, "write", write)
    there = len(house.all(Account))
    assert 2 < there < 42
    assert ["running"] == [one.state for one in house.all(Import)]

    again = App(house.database, {"stage": house.channel}, lambda: NOW)
    again.settle()

    assert 42 == len(house.all(Account)) == len({one.name for one in house.all(Account)})
    assert "客户 40 家" in house.last("王经理").text


def test_a_mistake_of_ours_is_tried_three_times_and_then_told(small: House, monkeypatch: pytest.MonkeyPatch):
    small.sends("王经理", "客户.xlsx", customers(3))
    small.presses("王经理", "导入", settle=False)

    def breaks(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(carrying, "looked_at", breaks)
    for _ in range(4):
        small.app.settle()

    assert "没做完" in small.last("王经理").text
    assert ["failed"] == [one.state for one in small.all(Import)]
    assert 0 == parts(small)


def test_who_may_no_more_is_not_done_for(house: House):
    house.sends("王经理", "客户.xlsx", customers(3))
    house.presses("王经理", "导入", settle=False)
    boss = next(one for one in house.all(Member) if one.name == "王经理")
    house.write(lambda store: store.save(evolve(boss, roles=("rep",))))

    house.app.settle()

    assert 2 == len(house.all(Account))
    assert "没有导入的权限" in house.last("王经理").text


def test_a_preview_nobody_answered_lapses_and_its_bytes_go(house: House):
    house.sends("王经理", "客户.xlsx", customers(3))
    kept = house.all(Import)[0]
    house.write(lambda store: store.save(evolve(kept, expires_at=NOW - timedelta(seconds=1))))

    house.app.settle()

    assert (["lapsed"], 0) == ([one.state for one in house.all(Import)], parts(house))
    assert "作废" in (house.presses("王经理", "导入") or "")


def test_a_long_import_tells_on_its_card_how_far_it_is_and_never_floods(small: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(applying, "BITE", 0.0001)
    monkeypatch.setattr(carrying, "TOLD_EVERY", 0.0)
    faces: list[str] = []
    small.sends("王经理", "客户.xlsx", customers(30))
    small.channel.transcript.listen(lambda post: faces.append(post.text))
    posts = len(small.channel.transcript.posts("王经理"))
    small.presses("王经理", "导入")

    assert posts == len(small.channel.transcript.posts("王经理")), "no message more"
    assert any("/ 30 行" in one for one in faces)
    assert "导入好了" in faces[-1]


def test_another_persons_preview_is_not_theirs_to_answer(house: House):
    house.sends("王经理", "客户.xlsx", customers(3))
    message, token = house.button("王经理", "导入")
    house.channel.press("李雷", "李雷", message, token)
    house.app.settle()

    assert ["shown"] == [one.state for one in house.all(Import)]


def test_undo_is_in_the_name_of_who_asked(house: House):
    house.sends("王经理", "客户.xlsx", customers(2))
    house.presses("王经理", "导入")
    house.says("王经理", "/undo")

    assert {"王经理的客户", "李雷的客户"} == {one.name for one in house.all(Account) if not one.void}
    boss = next(one for one in house.all(Member) if one.name == "王经理")
    assert boss.id == house.all(Import)[0].asked_by
    assert "已撤销" in house.last("王经理").text


# --- beside others ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("forked_beside")
def test_a_serving_bot_reads_and_plans_in_a_process_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch):
    """No row of a file takes a moment from others' messages: where those are answered, none is planned."""
    monkeypatch.delattr(apart, "_planned")
    with served(house.app):
        house.channel.attach_file("王经理", "王经理", "客户.xlsx", customers(apart.AT_ONCE + 1))
        until(lambda: "客户 101 家" in "".join(house.posts("王经理")))
        house.channel.press("王经理", "王经理", *house.button("王经理", "导入"))
        until(lambda: "导入好了" in "".join(house.posts("王经理")))

    assert 103 == len(house.all(Account))
    assert 101 == len(house.all(Receivable))


def test_a_file_that_costs_too_much_ends_its_reader_and_is_answered(small: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "READER", "tests.support.killed")
    with served(small.app):
        small.channel.attach_file("王经理", "王经理", "客户.xlsx", customers(1))
        until(lambda: small.posts("王经理"))

    assert "太费内存或时间" in small.last("王经理").text


# --- what one could send to do harm ----------------------------------------------------------------------------------


def test_hostile_files_are_refused_early_and_in_little_memory(small: House):
    import tracemalloc
    import zipfile

    def zipped(**members: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name.replace("__", "/"), content)
        return file.getvalue()

    million = b"customer,amount\n" + b"a,1\n" * 1_000_000
    bomb = zipped(**{"xl__workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>", "xl__media__a": b"\0" * (150 << 20)})
    tracemalloc.start()
    for name, content, told in (
        ("百万行.csv", million, "50,000 行"),
        ("炸弹.xlsx", bomb, "100 MB"),
        ("不是表.xlsx", b"PK\x03\x04" + b"\0" * 100, "损坏"),
        ("公式.csv", "客户,应收金额,到期日\n好公司,=1+1,2026-05-01\n".encode(), "公式"),
    ):
        tracemalloc.reset_peak()
        began = time.monotonic()
        assert told in small.sends("王经理", name, content).text
        assert time.monotonic() - began < 15
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    tracemalloc.stop()
    assert 2 == len(small.all(Account))


# --- contracts -------------------------------------------------------------------------------------------------------


def test_a_contracts_file_is_one_document_whoever_sends_it_and_the_audit_has_its_hash(house: House):
    content = b"%PDF" + bytes(range(256)) * 9000
    house.says("李雷", "李雷的客户合同签了，80万，今天签")
    house.sends("李雷", "合同.pdf", content)
    house.sends("王经理", "扫描件.pdf", content, "李雷的客户")

    (document,), (contract,) = house.all(Document), house.all(Contract)
    assert (document.id, document.sha256, len(content)) == (
        contract.document_id,
        contract.file_hash,
        contract.file_size,
    )
    entries = house.database.read(lambda tx: house.store(tx).audit.of_record(contract.id))
    assert document.sha256 in json.dumps([one.change for one in entries])
    house.says("王经理", "/contract 李雷的客户")
    house.presses("王经理", "取文件")
    file = house.last("王经理").file
    assert file is not None
    assert content == file.content
    reads = house.database.read(lambda tx: house.store(tx).audit.of_record(document.id))
    assert ["create", "read"] == [one.act for one in reads]


def test_a_card_with_a_file_that_was_claimed_by_a_process_that_died_goes_out_again(house: House):
    house.says("李雷", "李雷的客户合同签了，80万，今天签")
    house.sends("李雷", "合同.pdf", b"%PDF")
    message, token = house.button("李雷", "取文件")
    house.channel.press("李雷", "李雷", message, token)
    house.app.dispatcher.drain()

    again = App(house.database, {"stage": house.channel}, lambda: NOW)
    again.settle()

    file = house.last("李雷").file
    assert file is not None
    assert b"%PDF" == file.content


# --- fetching --------------------------------------------------------------------------------------------------------


def test_a_platform_that_does_not_answer_is_asked_again_and_then_the_person_is_told(small: House):
    tries = 0
    fetch = LocalChannel.fetch

    async def moody(self: LocalChannel, ref: str) -> bytes:
        nonlocal tries
        tries += 1
        if tries in (1, 3, 4, 5):
            raise NotFetched("unreachable")
        return await fetch(self, ref)

    small.app.dispatcher.receiving = Receiving(small.database, {"stage": small.channel}, lambda: NOW, (0.01, 0.01))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LocalChannel, "fetch", moody)
        assert "共 3 行" in small.sends("王经理", "客户.xlsx", customers(3)).text
        assert "现在取不到" in small.sends("王经理", "客户.xlsx", customers(3)).text
    assert 5 == tries


def test_only_the_chat_of_a_slow_file_waits(small: House, monkeypatch: pytest.MonkeyPatch):
    there = threading.Event()
    fetch = LocalChannel.fetch

    async def slow(self: LocalChannel, ref: str) -> bytes:
        await asyncio.to_thread(there.wait, 10)
        return await fetch(self, ref)

    monkeypatch.setattr(LocalChannel, "fetch", slow)
    with served(small.app):
        small.channel.attach_file("王经理", "王经理", "客户.xlsx", customers(3))
        small.channel.say("王经理", "王经理", "/mine")
        small.channel.say("李雷", "李雷", "/mine")
        until(lambda: small.posts("李雷"))
        assert not small.posts("王经理")
        there.set()
        until(lambda: len(small.posts("王经理")) == 2)

    assert "📥" in small.posts("王经理")[0], "in order"
