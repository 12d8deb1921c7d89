"""R1: what was confirmed is there after a power cut, at any moment, with whatever a disk loses that was not synced.

A process keeps updates, finishes them with a note whose phone number has a key of its own, drops keys, and says of each
when it is confirmed; another one is the bot, whose answers confirm. Everything they ask of the disk is written down; then
their files are rebuilt as cuts may leave them (tests/support/disk.py), opened and exported. With synchronous=NORMAL
the same way finds losses: the last test. (Tried by hand: so it does with the keyring alone at NORMAL, with no folder ever
synced, with no file ever synced, and with a kind of write that is not written down.)
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from bot.export import export
from storage.database import Database
from storage.keyring import ERASED
from storage.tables import inbox
from storage.transaction import Transaction
from tests.bot.filled_books import rows
from tests.support.disk import Disk, calls, cannot_record, record

ROOT = Path(__file__).resolve().parents[2]
Sizes = tuple[int, int]
# Books are moved out of the log often: that is when most could go wrong.
OPENING = """
import os, sys
from storage import engine
from storage.database import Database
def confirm(*what):
    os.write(1, (" ".join(map(str, what)) + "\\n").encode())
folder, many = sys.argv[1], int(sys.argv[2])
engine.SQLITE_PRAGMAS += ("wal_autocheckpoint=100", *sys.argv[3:])
books = Database(f"sqlite:///{folder}/books.db", f"sqlite:///{folder}/books.keyring")
"""
CONFIRMING = """
from concurrent.futures import ThreadPoolExecutor
from core.sales import Note
from storage.inbox import Inbox
from tests.storage.cast import NOW, TODAY, found_team
def live(number):
    row, text = cast.new_id(), f"电话 138{number:08d}"
    books.write(lambda tx: Inbox(tx).keep("telegram", str(number), str(number % 3), {"text": text}, row, NOW))
    confirm("kept", row, text)
    note = Note(id=cast.new_id(), account_id=cast.account.id, by_id=cast.li.id, on=TODAY, text=text)
    def handle(tx):
        Inbox(tx).finish(row, NOW, cast.team.id, cast.li.id)
        cast.store(tx, source=row).save(note)
    books.write(handle)
    confirm("noted", note.id, text)
    if number % 10 == 9:
        key, _ = books.keyring.new_person(cast.team.id)
        books.keyring.drop([key])
        confirm("dropped", key)
cast = found_team(books)
with ThreadPoolExecutor(3) as threads:
    list(threads.map(live, range(many)))
os._exit(0)  # its logs stay, as after a kill
"""
ANSWERING = """
from datetime import timedelta
from bot.app import App
from tests.bot.house import NOW, furnished
house = furnished(books)
house.channel.transcript.listen(lambda post: post.by_bot and post.text.startswith("✅") and confirm(asked))
for number in range(many):
    clock = NOW + number * timedelta(minutes=1)
    house.app = App(books, {"stage": house.channel}, lambda: clock)
    house.channel.attach(house.app.dispatcher)
    asked = f"paid {10_000 + number}.00"
    house.says("王经理", f"收到王经理的客户货款{10_000 + number}元")
    asked = f"reached 138{number:08}"
    house.says("王经理", f"/contact 王经理的客户 王{number}总 138{number:08}")
os._exit(0)
"""


@pytest.mark.parametrize(
    ("living", "many", "count"),
    [(CONFIRMING, (30, 400), (10, 200)), pytest.param(ANSWERING, (10, 60), (5, 100), marks=pytest.mark.slow)],
    ids=["the books", "the bot"],
)
def test_nothing_that_was_confirmed_is_lost(
    living: str, many: Sizes, count: Sizes, migrated_file: Path, tmp_path: Path, scale: Callable[[int, int], int]
):
    lost, broken, confirmed = set[str](), 0, 0
    for cut, said in cuts(living, migrated_file, tmp_path, scale(*many), scale(*count)):
        lost |= missing(cut, said)
        broken += sum(verdict(cut / name) != "ok" for name in ("books.db", "books.keyring"))
        confirmed += len(said)

    print(f"{scale(*count)} power cuts, {confirmed} times looked for what was confirmed, {lost} lost, {broken} broken")
    assert (set(), 0) == (lost, broken)
    assert confirmed > scale(*count) * scale(*many) / 3, "most cuts come after much was confirmed"


@pytest.mark.slow
def test_with_fewer_syncs_it_would_be_found_lost(migrated_file: Path, tmp_path: Path):
    found = cuts(CONFIRMING, migrated_file, tmp_path, 60, 20, "synchronous=NORMAL")
    assert any(missing(cut, said) for cut, said in found)


def cuts(
    living: str, migrated: Path, scratch: Path, many: int, count: int, *pragmas: str
) -> Iterator[tuple[Path, set[str]]]:
    """Lives through it once; folders as that many power cuts may leave them, each with what was confirmed before."""
    if reason := cannot_record():
        pytest.skip(reason)
    folder, trace, draw = scratch / "living", scratch / "trace", Random(1)
    folder.mkdir()
    shutil.copy(migrated, folder / "books.db")
    disk = Disk(folder)
    record([sys.executable, "-c", OPENING + living, str(folder), str(many), *pragmas], trace, ROOT)

    lived = [call for call in calls(trace) if call.said or disk.path(call)]
    moments, said = set(draw.sample(range(len(lived)), count)), set[str]()
    for moment, call in enumerate(lived):
        if call.said:
            said.add(call.said.strip())
        disk.take(call)
        if moment in moments:
            cut = scratch / f"cut-{moment}"
            cut.mkdir()
            disk.after_a_cut(cut, draw)
            yield cut, said
            shutil.rmtree(cut)

    there = {str(path): path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}
    assert there == {path: file.now() for path, file in disk.names.items()}, (
        "nothing it did to its files was overlooked"
    )


def verdict(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def missing(cut: Path, said: set[str]) -> set[str]:
    """What was confirmed and is not in the books, or not as it was said."""
    books = Database(f"sqlite:///{cut}/books.db", f"sqlite:///{cut}/books.keyring")
    try:
        export(books, cut / "out")
        there = {f"noted {one['id']} {one.get('text')}" for one in rows(cut / "out", "notes")}
        there |= {f"paid {one['amount']}" for one in rows(cut / "out", "payments")}
        there |= {f"reached {one.get('phone')}" for one in rows(cut / "out", "contacts")}
        there |= {f"kept {row} {text}" for row, text in books.read(kept)}
        dropped = (line for line in said if line.startswith("dropped"))
        there |= {line for line in dropped if books.keyring.secret(int(line.split()[1])) == ERASED}
        return said - there
    finally:
        books.close()


def kept(transaction: Transaction) -> list[tuple[int, str]]:
    """Every update that is kept, opened."""
    seal = transaction.seal(0)
    found = transaction.ask(select(inbox.c.id, inbox.c.raw))
    return [(row, json.loads(seal.open(bytes(raw), "inbox", "raw", row)).get("text", "")) for row, raw in found]
