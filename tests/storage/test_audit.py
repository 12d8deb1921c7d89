"""The audit shows tampering and names the row (R12). Each attack is made on a copy of the files, by plain SQL."""

import hashlib
import hmac
import os
import shutil
import sqlite3
import time
from datetime import timedelta

import pytest

from core.base.records import evolve
from core.sales import Account, Contact
from storage.audit import START, Head
from storage.store import Store
from tests.storage.cast import NOW, days, found_team, yuan

PHONE = "13800138000"


@pytest.fixture
def written(sqlite_books, open_books):
    """A team whose audit has ten rows: 5 a contact, 6-8 money, 9 and 10 changes; then the files are closed."""
    database = open_books(sqlite_books)
    cast = found_team(database)
    contact = Contact(id=cast.new_id(), account_id=cast.account.id, name="李总", phone=PHONE)
    cast.save(contact)
    cast.save(cast.receivable(yuan(100)))
    cast.write(lambda store: cast.pay(store, yuan(50)))
    cast.save(evolve(contact, phone="13900139000"))
    cast.save(evolve(cast.account, name="华星科技"))
    database.close()
    return cast


@pytest.fixture
def attack(written, tmp_path, open_books):
    """Copies the books, runs SQL on the copy (or calls a function with its connection) and verifies it."""
    copies = iter(range(100))

    def attack_(*statements, known=None):
        folder = tmp_path / f"copy{next(copies)}"
        folder.mkdir()
        for name in ("books.db", "books.keyring"):
            shutil.copy(tmp_path / name, folder / name)
        with sqlite3.connect(folder / "books.db") as file:
            for statement in statements:
                statement(file) if callable(statement) else file.execute(statement)
        file.close()
        return verify(open_books, folder, written.team.id, known)

    return attack_


def verify(open_books, folder, team_id, known=None):
    copy = open_books(f"sqlite:///{folder / 'books.db'}", keyring=f"sqlite:///{folder / 'books.keyring'}")
    return copy.read(lambda transaction: Store(transaction, team_id, by=None, source=0, now=NOW).audit.verify(known))


def head_of(written, tmp_path, open_books):
    database = open_books(f"sqlite:///{tmp_path / 'books.db'}")
    return database.read(lambda transaction: written.store(transaction).audit.head())


def test_an_untouched_audit_holds(attack):
    assert (10, "") == attack()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET at = at + 1 WHERE seq = 6",
        "UPDATE audit SET by = by + 1 WHERE seq = 6",
        "UPDATE audit SET by = NULL WHERE seq = 6",
        "UPDATE audit SET source = 7 WHERE seq = 6",
        "UPDATE audit SET act = 'update' WHERE seq = 6",
        "UPDATE audit SET kind = 'payments' WHERE seq = 6",
        "UPDATE audit SET record_id = record_id + 1 WHERE seq = 6",
        "UPDATE audit SET version = 2 WHERE seq = 6",
        "UPDATE audit SET schema = 0 WHERE seq = 6",
        "UPDATE audit SET key_id = key_id + 1 WHERE seq = 6",
        "UPDATE audit SET mac = (SELECT mac FROM audit WHERE seq = 5) WHERE seq = 6",
        "UPDATE audit SET mac = zeroblob(32) WHERE seq = 6",
        "UPDATE audit SET change = (SELECT change FROM audit WHERE seq = 5) WHERE seq = 6",
        "UPDATE audit SET change = x'01' WHERE seq = 6",
        "UPDATE audit SET change = '{}' WHERE seq = 6",
        "UPDATE audit SET at = 'yesterday' WHERE seq = 6",
        "UPDATE audit SET mac = 'text' WHERE seq = 6",
        "UPDATE audit SET kind = kind || '|1', record_id = 1 WHERE seq = 6",
        "UPDATE audit SET personal = x'00' WHERE seq = 5",
        "UPDATE audit SET personal = NULL WHERE seq = 5",
        "UPDATE audit SET personal = (SELECT personal FROM audit WHERE seq = 9) WHERE seq = 5",
        "DELETE FROM audit WHERE seq = 6",
        "DELETE FROM audit WHERE seq = 1",
        "UPDATE audit SET team_id = team_id + 1 WHERE seq = 6",
        "UPDATE audit SET seq = 0 WHERE seq = 6",
        "UPDATE audit SET seq = -6 WHERE seq = 6",
        "UPDATE audit SET seq = 'x' WHERE seq = 6",
        "UPDATE audit SET seq = 6.5 WHERE seq = 6",
    ],
)
def test_an_edited_or_missing_row_is_named(attack, statement):
    """Row 6 (or 5, 1) is where it first does not hold; a row moved below the first stands where row 1 belongs."""
    expected = {"0": 1, "-6": 1}.get(statement.split("seq = ")[1].split(" ")[0], int(statement.split()[-1]))

    count, problem = attack(statement)

    assert (expected - 1, True) == (count, problem.startswith(f"row {expected}: ")), problem


def test_every_flipped_byte_of_a_row_is_found(attack, tmp_path):
    def flip(column, place):
        def act(file):
            [(value,)] = file.execute(f"SELECT {column} FROM audit WHERE seq = 5")
            changed = bytearray(value)
            changed[place] ^= 1
            file.execute(f"UPDATE audit SET {column} = ? WHERE seq = 5", (bytes(changed),))

        return act

    for column in ("change", "personal", "mac"):
        for place in (0, 1, 8, 9, 20, 21, -17, -16, -1):
            if column != "mac" or -32 <= place < 32:
                assert attack(flip(column, place))[1].startswith("row 5: "), (column, place)


COPIED = "team_id, {} AS seq, at, by, source, act, kind, record_id, version, change, personal, schema, key_id, mac"


@pytest.mark.parametrize(
    ("row", "statements"),
    [
        pytest.param(
            11, [f"INSERT INTO audit SELECT {COPIED.format(11)} FROM audit WHERE seq = 10"], id="a row is added"
        ),
        pytest.param(
            1, [f"INSERT INTO audit SELECT {COPIED.format(-1)} FROM audit WHERE seq = 10"], id="one before the first"
        ),
        pytest.param(
            6,
            [
                "UPDATE audit SET seq = 100 WHERE seq = 6",
                "UPDATE audit SET seq = 6 WHERE seq = 7",
                "UPDATE audit SET seq = 7 WHERE seq = 100",
            ],
            id="two rows change places",
        ),
        pytest.param(
            6,
            [
                "DELETE FROM audit WHERE seq = 6",
                *(f"UPDATE audit SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(7, 11)),
                "UPDATE audit_heads SET seq = 9",
            ],
            id="a row is taken out and the rest numbered anew",
        ),
        pytest.param(
            6,
            [
                *(f"UPDATE audit SET seq = {seq + 1} WHERE seq = {seq}" for seq in range(10, 5, -1)),
                f"INSERT INTO audit SELECT {COPIED.format(6)} FROM audit WHERE seq = 5",
                "UPDATE audit_heads SET seq = 11",
            ],
            id="a row is put in between",
        ),
    ],
)
def test_rows_put_in_moved_or_taken_out_are_named(attack, row, statements):
    count, problem = attack(*statements)

    assert (row - 1, True) == (count, problem.startswith(f"row {row}: ")), problem


CUT = "DELETE FROM audit WHERE seq > 7"
HEAD_TO_7 = "UPDATE audit_heads SET seq = 7, mac = (SELECT mac FROM audit WHERE seq = 7)"


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        ([CUT], "the chain ends at row 7, the head says 10"),
        ([CUT, HEAD_TO_7], "the head was edited: it says 7, its seal does not fit"),
        (
            [CUT, HEAD_TO_7, "UPDATE audit_heads SET seal = mac"],
            "the head was edited: it says 7, its seal does not fit",
        ),
        (["UPDATE audit_heads SET key_id = 1"], "the head: key_missing"),
        (["DELETE FROM audit"], "the chain ends at row 0, the head says 10"),
        (["DELETE FROM audit", "DELETE FROM audit_heads"], "the audit is empty and its head is gone"),
        (["DELETE FROM audit", "UPDATE audit_heads SET seq = 0, mac = zeroblob(32)"], "the head was edited: it says 0"),
        (["DELETE FROM audit_heads"], "the head is gone"),
    ],
)
def test_a_cut_tail_or_an_edited_head_is_found(attack, statements, says):
    problem = attack(*statements)[1]

    assert problem.startswith(says), problem


def test_a_chain_recomputed_without_the_key_is_found(attack):
    """The attacker edits row 6 and computes every MAC from there on anew, under a key of his own, and the head too."""

    def recompute(file):
        key, [(before,)] = os.urandom(32), file.execute("SELECT mac FROM audit WHERE seq = 5")
        file.execute("UPDATE audit SET by = 1 WHERE seq = 6")
        for seq in range(6, 11):
            [row] = file.execute(
                "SELECT team_id, seq, at, by, source, act, kind, record_id, version, schema, key_id FROM audit WHERE seq = ?",
                (seq,),
            )
            before = hmac.digest(key, b"row" + before + "|".join(map(str, row)).encode() + b"|{}", "sha256")
            file.execute("UPDATE audit SET mac = ? WHERE seq = ?", (before, seq))
        file.execute("UPDATE audit_heads SET mac = ?, seal = ?", (before, hashlib.sha256(before).digest()))

    assert (5, "row 6: its seal does not fit its contents") == attack(recompute)


def test_a_whole_older_state_put_back_is_found_by_a_head_kept_outside(attack, written, tmp_path, open_books):
    """Rows, head and its seal as they were at row 10: nothing inside the database can tell; the copy of the head does."""
    database = open_books(f"sqlite:///{tmp_path / 'books.db'}")
    with sqlite3.connect(tmp_path / "books.db") as file:
        [older] = file.execute("SELECT seq, mac, key_id, seal FROM audit_heads")
    file.close()
    written.database = database
    written.save(evolve(evolve(written.account, name="华星科技"), name="华星集团"))
    kept = database.read(lambda transaction: written.store(transaction).audit.head())
    database.close()
    put_back = [
        "DELETE FROM audit WHERE seq > 10",
        lambda file: file.execute("UPDATE audit_heads SET seq = ?, mac = ?, key_id = ?, seal = ?", older),
    ]

    assert (10, "") == attack(*put_back)
    assert (10, "row 11: the chain ends before it, but row 11 was kept outside the database") == attack(
        *put_back, known=kept
    )
    assert (11, "") == attack(known=kept)


def test_a_row_of_another_history_is_found(attack, written, tmp_path, open_books):
    """Both rows 11 are sealed with the right key; only the chain tells which of them row 12 was written after."""
    fork = tmp_path / "fork"
    fork.mkdir()
    for name in ("books.db", "books.keyring"):
        shutil.copy(tmp_path / name, fork / name)
    for folder, customer in ((tmp_path, "华星甲"), (fork, "华星乙")):
        written.database = open_books(
            f"sqlite:///{folder / 'books.db'}", keyring=f"sqlite:///{folder / 'books.keyring'}"
        )
        account = written.read(lambda store: store.get(Account, written.account.id))
        written.save(evolve(account, name=customer), written.receivable(yuan(1)))
        written.database.close()
    with sqlite3.connect(fork / "books.db") as file:
        [row] = file.execute("SELECT * FROM audit WHERE seq = 11")
    file.close()

    def transplant(file):
        file.execute("DELETE FROM audit WHERE seq = 11")
        file.execute(f"INSERT INTO audit VALUES ({', '.join('?' * len(row))})", row)

    assert (12, "") == attack()
    assert (11, "row 12: its seal does not fit its contents") == attack(transplant)


def test_the_head_kept_outside_must_be_of_this_chain(attack, written, tmp_path, open_books):
    head = head_of(written, tmp_path, open_books)

    assert Head.of(str(head)) == head
    assert (10, "") == attack(known=Head.of(str(head)))
    assert (10, "row 10: another row was kept outside the database under this number") == attack(known=Head(10, START))


def test_two_teams_have_chains_of_their_own(books):
    one, two = found_team(books, "一"), found_team(books, "二")
    one.save(one.receivable(yuan(1)))

    def both(transaction):
        return one.store(transaction).audit.verify(), two.store(transaction).audit.verify()

    assert ((5, ""), (4, "")) == books.read(both)


def test_entries_tell_who_changed_what_when(cast):
    contact = Contact(id=cast.new_id(), account_id=cast.account.id, name="李总", phone=PHONE)
    cast.write(lambda store: store.save(contact), source=41)
    cast.write(lambda store: store.save(evolve(contact, phone="", title="采购")), source=42, now=NOW + days(1))

    created, changed = cast.read(lambda store: store.audit.of_record(contact.id))
    [same] = cast.read(lambda store: store.audit.of_source(42))

    assert ("create", "contacts", cast.li.id, NOW, "李总", PHONE) == (
        created.act, created.kind, created.by, created.at, created.change["name"], created.change["phone"],
    )  # fmt: skip
    assert {"phone": [PHONE, ""], "title": ["", "采购"]} == changed.change == same.change
    assert (NOW + days(1), 2) == (changed.at, changed.version)


def test_reads_and_denials_are_rows_too(cast):
    cast.write(lambda store: (store.note_read("contacts", 7), store.note_denied("see_money", 8)))

    read, denied = list(cast.read(lambda store: list(store.audit.entries(after=4))))

    assert ("read", "contacts", 7) == (read.act, read.kind, read.record_id)
    assert ("denied", {"action": "see_money"}) == (denied.act, denied.change)


def test_a_look_at_a_customer_is_kept_once_an_hour_and_found_by_who_looked(cast):
    def look(store):
        store.note_look(7), store.note_look(7), store.note_look(8)

    cast.write(look)
    cast.write(look, now=NOW + timedelta(minutes=59))
    cast.write(lambda store: (look(store), store.note_export("xlsx")), now=NOW + timedelta(minutes=61))

    found = cast.read(lambda store: store.audit.read_by(cast.li.id, NOW))
    later = cast.read(lambda store: store.audit.read_by(cast.li.id, NOW + timedelta(minutes=1)))
    assert [7, 8, 7, 8] == [one.record_id for one in found if one.kind == "accounts"]
    assert ["export", "read", "read"] == sorted(one.act for one in later)
    assert [] == cast.read(lambda store: store.audit.read_by(1, NOW))


def test_verifying_costs_at_most_50_microseconds_of_processor_a_row(sqlite_cast, scale):
    """R12: 100,000 rows in 5 s."""
    count = scale(4_000, 100_000)
    for _ in range(count // 1000):
        sqlite_cast.write(lambda store: [store.note_read("contacts", row) for row in range(1000)])
    started = time.process_time()

    assert (4 + count, "") == sqlite_cast.read(lambda store: store.audit.verify())

    taken = (time.process_time() - started) / count
    print(f"{taken * 1e6:.0f} us a row")
    assert taken < 50e-6
