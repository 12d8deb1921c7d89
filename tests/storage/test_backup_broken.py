"""What goes wrong while a backup is made or brought back: killed anywhere, disk full, any byte of it changed (R20).

What is broken runs in a child process of its own, so that a kill is a kill and a limit of files is only its own.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.contracts import Document
from core.ledger import Payment
from storage.backup import Made, Place, back_up, restore
from storage.database import Address, Database
from storage.errors import CODES, Trouble
from storage.store import Store
from tests.bot.filled_books import NOW, TODAY, Filled, fill, yuan

KEY = "a key that nobody guesses"
TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect", "subprocess.Popen"}
WELL, UNKNOWN = 0, 99
Work = Callable[[], object]


def in_a_child(work: Work, before: Work = lambda: None) -> int:
    """The number of the Trouble it ended with (0: well), or minus the signal that killed it."""
    child = os.fork()
    if child == 0:
        code = UNKNOWN
        try:
            before()
            work()
            code = WELL
        except Trouble as trouble:
            code = 1 + list(CODES).index(trouble.code)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def said(code: int) -> str:
    return list(CODES)[code - 1] if 0 < code <= len(CODES) else str(code)


def dying_at(touch: int) -> Work:
    """kill -9 at the so-manyth time it touches the disk."""
    return meeting(lambda met: os.kill(os.getpid(), signal.SIGKILL) if met == touch else None)


def meeting(each: Callable[[int], object]) -> Work:
    """Called with the number of each touch of the disk."""
    met = 0

    def count(event: str, _: Any) -> None:
        nonlocal met
        if event in TOUCHES:
            met += 1
            each(met)

    return lambda: sys.addaudithook(count)


def moments(count: int, work: Work) -> list[int]:
    """So many moments of it, spread from its first touch of the disk to its last."""
    told, tell = os.pipe()
    assert WELL == in_a_child(work, meeting(lambda met: os.write(tell, met.to_bytes(4, "big"))))
    os.close(tell)
    with os.fdopen(told, "rb") as numbers:
        last = len(numbers.read()) // 4
    return sorted({1 + round(number * (last - 1) / max(1, count - 1)) for number in range(count)})


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def books_url(request: pytest.FixtureRequest) -> str:
    """The address of empty books; on PostgreSQL at the full count only."""
    return str(request.getfixturevalue(f"{request.param}_books"))


@pytest.fixture
def filled(books: Database) -> tuple[Address, Filled]:
    """Books on either engine, closed again."""
    found = fill(books)
    books.close()
    return books.address, found


def backed_up(address: Address, folder: Path, later: int = 0) -> Made:
    database = Database(*address)
    try:
        return back_up(database, folder, KEY, NOW + timedelta(hours=later))
    finally:
        database.close()


def payments_in(place: Place, team: int) -> int:
    database = place.open()
    try:
        return len(database.read(lambda tx: Store(tx, team, by=None, source=0, now=NOW).all(Payment)))
    finally:
        database.close()


def test_killed_anywhere_while_it_is_made_nothing_half_takes_a_name(
    sqlite_books: str, open_books: Any, tmp_path: Path, scale: Any
) -> None:
    fill(database := open_books(sqlite_books))
    database.close()
    address, folder = database.address, tmp_path / "backups"
    good = backed_up(address, folder)
    whole = good.books.read_bytes()

    hit = moments(scale(3, 20), lambda: backed_up(address, folder, 1))
    for number, touch in enumerate(hit, 2):
        assert -signal.SIGKILL == in_a_child(lambda n=number: backed_up(address, folder, n), dying_at(touch))  # type: ignore[misc]
        for books in folder.glob("*.books"):
            made = Made(books, max(folder.glob("*.keyring")), good.manifest, True)
            place = Place(f"sqlite:///{tmp_path / f'at{touch}-{books.stem}.db'}")
            restore(made.books, made.keyring, KEY, place, force=False, now=NOW)

    assert whole == good.books.read_bytes()
    for left in (*folder.glob(".gengfu-backup-*"), *tmp_path.glob(".gengfu-backup-*")):
        os.utime(left, times=(0, 0))  # two days pass
    backed_up(address, folder, 100)
    assert [] == [*folder.glob(".gengfu-backup-*"), *tmp_path.glob(".gengfu-backup-*")]
    print(f"killed at {len(hit)} moments, touches of the disk {hit}")


def test_killed_anywhere_while_it_is_brought_back_the_next_try_does_it(
    filled: tuple[Address, Filled], tmp_path: Path, scale: Any, request: pytest.FixtureRequest
) -> None:
    address, found = filled
    made = backed_up(address, tmp_path / "backups")
    on_sqlite = address.url.startswith("sqlite")
    url = f"sqlite:///{tmp_path / 'new' / 'books.db'}" if on_sqlite else request.getfixturevalue("postgres_url")
    place = Place(url, f"sqlite:///{tmp_path / 'new.keyring'}")

    def bring(force: bool = True) -> object:
        return restore(made.books, made.keyring, KEY, place, force=force, now=NOW)

    hit = moments(scale(2, 20), bring) if on_sqlite else [2, 6]
    for touch in hit:
        assert in_a_child(bring, dying_at(touch)) in (-signal.SIGKILL, WELL)
    bring()

    assert 1 == payments_in(place, found.team.id)


@pytest.mark.parametrize("room", [0, pytest.param(4096, marks=pytest.mark.slow), 20_000])
def test_on_a_full_disk_it_says_so_and_what_was_there_stays_good(
    filled: tuple[Address, Filled], tmp_path: Path, room: int
) -> None:
    """No file may become larger than so many bytes."""
    address, found = filled
    good = backed_up(address, tmp_path / "backups")

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    database = Database(*address)  # opened by who has room
    database.close()
    code = said(in_a_child(lambda: backed_up(address, tmp_path / "backups", 1), no_room))
    to = Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")
    bring = lambda: restore(good.books, good.keyring, KEY, to, force=False, now=NOW)  # noqa: E731
    back = said(in_a_child(bring, no_room)) if address.url.startswith("sqlite") else "disk_full"

    assert {code, back} <= {"backup_folder", "backup_tools", "disk_full", "disk", "cannot_open", "read_only", "locked"}
    assert {good.books, good.keyring} == set((tmp_path / "backups").iterdir())
    assert not (tmp_path / "new" / "books.db").exists()
    if address.url.startswith("sqlite"):
        bring()
        assert 1 == payments_in(to, found.team.id)


def test_whatever_byte_is_changed_and_wherever_it_is_cut_it_is_refused(
    sqlite_books: str, open_books: Any, tmp_path: Path, scale: Any
) -> None:
    fill(database := open_books(sqlite_books))
    made = back_up(database, tmp_path / "backups", KEY, NOW)
    draw, place = random.Random(20), Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")

    for file in (made.books, made.keyring):
        whole = file.read_bytes()
        places = {0, 3, 15, 40, len(whole) - 1, *(draw.randrange(len(whole)) for _ in range(scale(15, 200)))}
        for at in sorted(places):
            for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :]):
                file.write_bytes(broken)
                with pytest.raises(Trouble) as refused:
                    restore(made.books, made.keyring, KEY, place, force=False, now=NOW)
                assert refused.value.code.startswith("backup_"), at
        file.write_bytes(whole)

    assert not (tmp_path / "new").exists() or [] == list((tmp_path / "new").iterdir())
    restore(made.books, made.keyring, KEY, place, force=False, now=NOW)


def test_a_hundred_megabytes_come_back_in_a_minute(
    sqlite_books: str, open_books: Any, tmp_path: Path, scale: Any
) -> None:
    """Half of it rows with their audit, half documents; measured in the processor's time, which others cannot take."""
    found, megabytes = fill(database := open_books(sqlite_books)), scale(4, 100)

    def pay(transaction: Any) -> None:
        store = Store(transaction, found.team.id, by=found.li.id, source=found.source, now=NOW)
        for _ in range(500):
            row = store.new_id()
            store.save(Payment(id=row, account_id=found.account.id, amount=yuan("1"), on=TODAY, recorded_at=NOW))

    def keep(transaction: Any) -> None:
        store = Store(transaction, found.team.id, by=found.li.id, source=found.source, now=NOW)
        content = os.urandom(1 << 20)
        document = Document(id=store.new_id(), name="x", size=len(content), sha256=os.urandom(32).hex(),
                            member_id=found.li.id, sent_at=NOW)  # fmt: skip
        store.files.keep(document, content)

    file = Path(str(database.url.database))
    while file.stat().st_size < megabytes * 500_000:
        database.write(pay)
    while file.stat().st_size < megabytes * 1_000_000:
        database.write(keep)
    made = back_up(database, tmp_path / "backups", KEY, NOW)
    since, clock = time.process_time(), time.monotonic()

    restored = restore(made.books, made.keyring, KEY, Place(f"sqlite:///{tmp_path / 'new.db'}"), force=False, now=NOW)

    taken, size = time.process_time() - since, file.stat().st_size / 1e6
    rows = restored.manifest.rows["audit"]
    print(f"{size:.0f} MB, {rows} audit rows: {taken:.1f} s of the processor, {time.monotonic() - clock:.1f} s in all")
    assert taken / size < 0.6
