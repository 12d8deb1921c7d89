"""What was committed goes to a second place, and comes back from there up to the last piece (R20)."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread, Timer, get_ident
from typing import Any

import pytest
from sqlalchemy import func, select

from core.ledger import Payment, Receivable
from core.people import Member
from core.sales import Account, Contact
from storage.backup import Place, Restored, back_up, keys_for, newest_first, restore, try_pieces
from storage.changes import Changes
from storage.database import Database
from storage.errors import Trouble
from storage.people import House
from storage.pieces import prune
from storage.shipping import Shipper
from storage.store import Store
from storage.tables import metadata
from tests.bot.filled_books import NOW, TODAY, Filled, fill, yuan
from tests.storage.test_backup_broken import in_a_child
from tests.support.mounts import a_small_disk

KEY = "a key that nobody guesses"
PAYMENTS = select(func.count()).select_from(metadata.tables["payments"])


@pytest.fixture
def books(sqlite_books: str, open_books: Any) -> Database:
    opened: Database = open_books(sqlite_books)
    return opened


@pytest.fixture
def filled(books: Database) -> Filled:
    return fill(books)


def pay(books: Database, filled: Filled) -> None:
    def work(transaction: Any) -> None:
        store = Store(transaction, filled.team.id, by=filled.li.id, source=filled.source, now=NOW)
        row = store.new_id()
        store.save(Payment(id=row, account_id=filled.account.id, amount=yuan("1"), on=TODAY, recorded_at=NOW))

    books.write(work)


def brought_back(folder: Path, place: Path, **more: Any) -> Restored:
    base = newest_first(folder)[0]
    keys = keys_for(base)
    assert keys is not None
    return restore(base, keys, KEY, Place(f"sqlite:///{place / 'books.db'}"), force=True, now=NOW, **more)


# --- which pages were changed ----------------------------------------------------------------------------------------


class Mirror:
    """A copy of the file that is only ever told the changes."""

    def __init__(self, source: Path, changes: Changes, place: Path) -> None:
        self.source, self.changes, self.place = source, changes, place
        copied(source, place)

    def told(self, note: Callable[[Any], Any] = lambda _: None) -> Any:
        noted, changes = self.changes.look(note), self.changes
        with self.place.open("r+b") as file:
            for number, page in changes.pages.items():
                file.seek((number - 1) * changes.size)
                file.write(page)
            file.truncate(changes.count * changes.size)
        changes.forget()
        return noted


def copied(source: Path, place: Path) -> Path:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(place)) as other:
        one.backup(other)
    return place


def pages_of(file: Path) -> bytes:
    """All of it but what a copy of SQLite's counts anew in the first page: changes, version of the schema, of SQLite."""
    found = bytearray(file.read_bytes())
    for part in (slice(24, 28), slice(40, 44), slice(92, 100)):
        found[part] = bytes(len(found[part]))
    return bytes(found)


def act(draw: random.Random, others: list[sqlite3.Connection]) -> None:
    """Anything that somebody may do to the file."""
    one = draw.choice(others)
    what = draw.choice(("add", "add", "add", "spoil", "change", "drop", "read", "checkpoint", "vacuum"))
    try:
        if what == "read":
            one.rollback() if one.in_transaction else one.execute("BEGIN")
            one.execute("SELECT count(*) FROM scratch").fetchall()
            return
        one.rollback()
        if what == "checkpoint":
            one.execute(f"PRAGMA wal_checkpoint({draw.choice(('PASSIVE', 'FULL', 'RESTART', 'TRUNCATE'))})").fetchall()
        elif what == "vacuum":
            one.execute("VACUUM")
        else:
            one.execute("BEGIN IMMEDIATE")
            statement = {
                "change": "UPDATE scratch SET what = randomblob(?) WHERE rowid % 7 = 3",
                "drop": "DELETE FROM scratch WHERE rowid % 3 = ? % 3",
            }.get(what, "INSERT INTO scratch SELECT randomblob(300 + ?) FROM (SELECT * FROM numbers LIMIT 150)")
            one.execute(statement, (draw.randrange(4000),))
            one.execute("ROLLBACK" if what == "spoil" else "COMMIT")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_whatever_is_done_to_the_file_its_changes_lead_to_it_page_by_page(
    books: Database, tmp_path: Path, seed: int, scale: Any
) -> None:
    draw, file = random.Random(seed), tmp_path / "books.db"
    with closing(sqlite3.connect(file)) as first:
        first.executescript("CREATE TABLE scratch (what BLOB); CREATE TABLE numbers (n)")
        first.executemany("INSERT INTO numbers VALUES (?)", [(n,) for n in range(150)])
        first.commit()
    others = [sqlite3.connect(file, isolation_level=None, timeout=0) for _ in range(3)]
    for one in others:
        one.executescript("PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 50")  # spills into the log, moves often
    changes = Changes(books)
    mirror = Mirror(file, changes, tmp_path / "mirror.db")

    for round_ in range(scale(12, 100)):
        for _ in range(draw.randrange(6)):
            act(draw, others)
            if draw.random() < 0.3:
                changes.keep_hold()
        mirror.told()
        assert pages_of(mirror.place) == pages_of(copied(file, tmp_path / f"now{round_}.db")), round_
        (tmp_path / f"now{round_}.db").unlink()
    changes.close()
    for one in others:
        one.close()


def test_while_others_write_a_look_ends_exactly_at_a_commit(
    books: Database, filled: Filled, tmp_path: Path, scale: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And holds them for a moment only; its length is printed, not judged: other processes take their time too."""
    held = holds_of(books, monkeypatch)
    changes = Changes(books)
    mirror = Mirror(tmp_path / "books.db", changes, tmp_path / "mirror.db")
    with writing(books, filled):
        for _ in range(scale(8, 200)):
            time.sleep(0.05)
            changes.keep_hold()
            noted = mirror.told(lambda transaction: transaction.ask(PAYMENTS)[0][0])
            with closing(sqlite3.connect(f"file:{mirror.place}?immutable=1", uri=True)) as copy:
                assert [(noted,)] == copy.execute("SELECT count(*) FROM payments").fetchall()
                assert [("ok",)] == copy.execute("PRAGMA integrity_check").fetchall()
        log = (tmp_path / "books.db-wal").stat().st_size / 2**20
    changes.close()
    assert log < 40, "it never began anew"
    usual, rare, most = (sorted(held)[int(len(held) * part)] for part in (0.5, 0.99, 1 - 1e-9))
    print(
        f"{len(held)} holds: {usual:.1f} ms, 1 in 100 {rare:.1f} ms, at most {most:.1f} ms; {noted} payments, {log:.1f} MB log"
    )


def holds_of(books: Database, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Milliseconds for which a look held the write lock."""
    held, real, mine = [], books.transaction, get_ident()

    @contextmanager
    def timed() -> Iterator[Any]:
        with real() as transaction:
            since = time.perf_counter()
            yield transaction
            if get_ident() == mine:
                held.append((time.perf_counter() - since) * 1000)

    monkeypatch.setattr(books, "transaction", timed)
    return held


@contextmanager
def writing(books: Database, filled: Filled) -> Iterator[list[int]]:
    """Somebody pays, about a hundred times a second; how often so far."""
    stop, paid = Event(), [0]

    def work() -> None:
        while not stop.wait(0.008):
            pay(books, filled)
            paid[0] += 1

    thread = Thread(target=work)
    thread.start()
    try:
        yield paid
    finally:
        stop.set()
        thread.join()


# --- pieces ----------------------------------------------------------------------------------------------------------


def shipped(books: Database, filled: Filled, folder: Path, rounds: int = 3) -> Shipper:
    """A base, and a payment a piece."""
    shipper = Shipper(books, folder, KEY)
    back_up(books, folder, KEY, NOW)
    for number in range(rounds):
        pay(books, filled)
        assert shipper.ship(NOW + timedelta(minutes=number + 1))
    return shipper


def test_what_was_shipped_comes_back_up_to_the_last_piece(books: Database, filled: Filled, tmp_path: Path) -> None:
    """With a customer whose key is younger than the base; a look at which nothing was changed costs no piece."""
    shipper = shipped(books, filled, tmp_path / "ship")

    def meet(transaction: Any) -> None:
        store = Store(transaction, filled.team.id, by=filled.li.id, source=filled.source, now=NOW)
        store.save(Contact(id=store.new_id(), account_id=filled.account.id, name="孙总", phone="13900139000"))

    books.write(meet)
    assert shipper.ship(NOW + timedelta(minutes=4))
    assert not shipper.ship(NOW + timedelta(minutes=5))
    shipper.close()

    restored = brought_back(tmp_path / "ship", tmp_path / "new")

    assert (4, "") == (restored.followed.count, restored.followed.stopped)
    assert 4 == restored.manifest.rows["payments"]
    with opened(tmp_path / "new") as there:
        known = there.read(lambda tx: [one.phone for one in reader(tx, filled).sales.contacts(filled.account.id)])
    assert "13900139000" in known
    assert 2 == brought_back(tmp_path / "ship", tmp_path / "new", until=NOW + timedelta(minutes=2)).followed.count


@contextmanager
def opened(place: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{place / 'books.db'}")
    try:
        yield database
    finally:
        database.close()


def reader(transaction: Any, filled: Filled) -> Store:
    return Store(transaction, filled.team.id, by=None, source=0, now=NOW)


def without(paths: list[Path], other: Path) -> str:
    paths[2].unlink()
    return "missing"


def cut(paths: list[Path], other: Path) -> str:
    paths[2].write_bytes(paths[2].read_bytes()[:-9])
    return "cut off"


def flipped(paths: list[Path], other: Path) -> str:
    whole = bytearray(paths[2].read_bytes())
    whole[len(whole) // 2] ^= 1
    paths[2].write_bytes(bytes(whole))
    return "not as it was written"


def swapped(paths: list[Path], other: Path) -> str:
    third = paths[2].read_bytes()
    paths[2].write_bytes(paths[3].read_bytes())
    paths[3].write_bytes(third)
    return "another piece"


def foreign(paths: list[Path], other: Path) -> str:
    paths[2].write_bytes(pieces(other)[2].read_bytes())
    return "another piece"


def emptied(paths: list[Path], other: Path) -> str:
    paths[2].write_bytes(b"")
    return "like one"


def without_its_keys(paths: list[Path], other: Path) -> str:
    for newer in sorted(paths[0].parent.glob("*.keyring"))[1:]:
        newer.unlink()
    return "copy of the keys"


def pieces(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.piece"))


HARMS = [without, swapped, foreign, without_its_keys, cut, flipped, emptied]


def test_a_piece_that_does_not_hold_is_where_it_stops_and_it_says_so(
    books: Database, filled: Filled, tmp_path: Path, scale: Any
) -> None:
    folder = tmp_path / "ship"
    shipper = shipped(books, filled, folder, 2)
    books.keyring.renew(filled.team.id, "seal")
    for left in range(2):
        pay(books, filled)
        shipper.ship(NOW + timedelta(minutes=3 + left))
    shipper.close()
    shipped(books, filled, tmp_path / "other", 4).close()

    for harm in HARMS[: scale(4, 7)]:
        shutil.copytree(folder, harmed := tmp_path / harm.__name__)
        said = harm(pieces(harmed), tmp_path / "other")
        restored = brought_back(harmed, tmp_path / "new")
        assert 2 == restored.followed.count
        assert said in restored.followed.stopped
        assert 1 + 2 == restored.manifest.rows["payments"]
    with pytest.raises(Trouble, match="backup_differs"):
        try_pieces(books, newest_first(harmed)[0], KEY, NOW)


def test_books_backed_up_at_any_moment_go_on_with_the_pieces(
    books: Database, filled: Filled, tmp_path: Path, scale: Any
) -> None:
    """Somebody pays all the time, the shipper looks now and then, and backups are made in between; each of them leads
    to what the last piece has, and a folder that cannot be written for a while costs nothing."""
    folder, stop, seen = tmp_path / "ship", Event(), [0]
    shipper = Shipper(books, folder, KEY)

    def ship() -> None:
        while not stop.wait(0.3):
            seen[0] += 1
            shipper._folder = folder / "not there" if seen[0] % 5 in (2, 3) else folder
            with suppress(Trouble):
                shipper.ship(NOW)

    thread = Thread(target=ship)
    with writing(books, filled):
        thread.start()
        bases = [back_up(books, folder, KEY, NOW + timedelta(seconds=n)) for n in range(scale(2, 12))]
        stop.set()
        thread.join()
    shipper._folder = folder
    shipper.ship(NOW)
    shipper.close()
    written = books.read(lambda transaction: transaction.ask(PAYMENTS)[0][0])

    for base in bases:
        keys, place = keys_for(base.books), Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}")
        restored = restore(base.books, keys, KEY, place, force=True, now=NOW)  # type: ignore[arg-type]
        assert ("", written) == (restored.followed.stopped, restored.manifest.rows["payments"])


def test_old_pieces_go_with_their_bases(books: Database, filled: Filled, tmp_path: Path) -> None:
    folder = tmp_path / "ship"
    shipper = shipped(books, filled, folder)
    later = [back_up(books, folder, KEY, NOW + timedelta(days=1)).books]
    pay(books, filled)
    shipper.ship(NOW + timedelta(days=1, minutes=1))
    shipper.close()
    (tmp_path / "kept").mkdir()
    shutil.copy(pieces(folder)[0], tmp_path / "kept")

    assert 3 == prune(folder, later)
    assert 1 == len(pieces(folder)) == brought_back(folder, tmp_path / "new").followed.count
    shutil.copy(next((tmp_path / "kept").iterdir()), folder)
    assert 1 == brought_back(folder, tmp_path / "new").followed.count


# --- what goes wrong -------------------------------------------------------------------------------------------------


def test_killed_at_any_moment_nothing_is_torn_and_what_a_round_shipped_comes_back(
    sqlite_books: str, tmp_path: Path, scale: Any
) -> None:
    """A child pays and ships as fast as it can and says after each round what came along; then it is killed."""
    url, folder, draw = sqlite_books, tmp_path / "ship", random.Random(20)
    for run in range(scale(2, 40)):
        told = tmp_path / f"told{run}"
        after = draw.uniform(0.05, 0.5)
        code = in_a_child(lambda told=told, after=after: pay_and_ship(url, folder, told, after))
        assert code == -signal.SIGKILL
        if not told.exists():
            continue
        restored = brought_back(folder, tmp_path / "new")
        assert restored.followed.stopped == ""
        assert int(told.read_text()) <= restored.manifest.rows["payments"]


def pay_and_ship(url: str, folder: Path, told: Path, after: float) -> None:
    database = Database(url)
    teams = database.read(lambda transaction: House(transaction).team_ids())
    filled = fill(database) if not teams else again(database, teams[0])
    shipper = Shipper(database, folder, KEY)
    back_up(database, folder, KEY, datetime.now(UTC))
    Timer(after, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
    with writing(database, filled):
        while True:
            paid = database.read(lambda transaction: transaction.ask(PAYMENTS)[0][0])
            if shipper.ship(datetime.now(UTC)):
                told.with_suffix(".new").write_text(str(paid))
                told.with_suffix(".new").replace(told)


def again(database: Database, team: int) -> Filled:
    """What was filled in by the one who was killed."""

    def work(transaction: Any) -> Filled:
        store = Store(transaction, team, by=None, source=0, now=NOW)
        [li], [account] = store.all(Member), store.all(Account)
        return Filled(store.people.team(), li, account, store.all(Receivable)[0], store.new_id())

    return database.read(work)


def test_a_second_disk_that_is_full_is_said_and_all_of_it_goes_there_later(
    books: Database, filled: Filled, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "disk", 1) as disk:
        shipper = shipped(books, filled, disk.folder, 1)
        disk.fill()
        pay(books, filled)
        with pytest.raises(Trouble, match="No space left"):
            shipper.ship(NOW)
        assert 1 == brought_back(disk.folder, tmp_path / "new").followed.count
        disk.make_room()
        assert shipper.ship(NOW)
        shipper.close()
        assert 2 == brought_back(disk.folder, tmp_path / "new").followed.count


def test_a_missing_folder_is_said_and_all_of_it_goes_later(books: Database, filled: Filled, tmp_path: Path) -> None:
    folder = tmp_path / "ship"
    shipper = shipped(books, filled, folder, 1)
    folder.rename(tmp_path / "away")
    for _ in range(3):
        pay(books, filled)
        with pytest.raises(Trouble, match="shipping_folder"):
            shipper.ship(NOW)
    (tmp_path / "away").rename(folder)

    assert shipper.ship(NOW)
    shipper.close()
    restored = brought_back(folder, tmp_path / "new")
    assert (2, 1 + 4) == (restored.followed.count, restored.manifest.rows["payments"])
    assert 2 == try_pieces(books, newest_first(folder)[0], KEY, NOW).count


def test_where_nobody_held_the_log_another_chain_is_begun(books: Database, filled: Filled, tmp_path: Path) -> None:
    """Never seen; played by letting go."""
    shipper = shipped(books, filled, tmp_path / "ship", 1)
    for one in shipper._changes._readers:
        one.rollback()

    pay(books, filled)
    with pytest.raises(Trouble, match="shipping_lost"):
        shipper.ship(NOW)
    shipper.close()
