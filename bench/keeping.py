"""What it costs to keep the books safe: checking the audit, making a backup with its try, bringing it back.

The books hold so many audit rows (payments, contacts, look-ups) and documents until the file has so many megabytes.
Processor time, because others share the machine. `audit` is against bare HMAC-SHA256 over the same bytes, and against
HMAC plus opening the same sealed values; `backup` and `restore` against zlib and AES-GCM of the same file.

    python3 -m bench.keeping [MEGABYTES [ROWS]]
"""

from __future__ import annotations

import hmac
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.base.money import Money
from core.contracts import Document
from core.ledger import Payment
from core.people import Member, Team
from core.sales import Account, Contact
from storage.audit import AFTER, BELOW_ALL
from storage.backup import Place, back_up, restore
from storage.database import Database
from storage.store import Store
from storage.transaction import Transaction

NOW, TODAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC), date(2026, 3, 2)
KEY = "sixteen letters and more"
ROWS_GOAL, RESTORE_GOAL = 5.0, 60.0  # seconds for 100,000 rows, for 100 MB
AT_ONCE = 500
PIECE = 1 << 20


class Books:
    """A team's books of a size."""

    def __init__(self, folder: Path, megabytes: int, rows: int) -> None:
        self.file = folder / "books.db"
        self.database = Database(f"sqlite:///{self.file}")
        self.team = self.database.ids.new(NOW)
        self.database.write(self._begin)
        for _ in range(rows // AT_ONCE):
            self.database.write(self._rows)
        while self.file.stat().st_size < megabytes * 1_000_000:
            self.database.write(self._document)

    def store(self, transaction: Transaction) -> Store:
        return Store(transaction, self.team, by=None, source=1, now=NOW)

    def _begin(self, transaction: Transaction) -> None:
        store = self.store(transaction)
        self.member = Member(id=store.new_id(), name="李雷", roles=("rep",))
        self.account = Account(id=store.new_id(), name="华星科技", owner_id=self.member.id)
        store.save(Team(id=self.team, name="华东"), self.member, self.account)

    def _rows(self, transaction: Transaction) -> None:
        """Of ten rows of the audit six are payments, two look-ups, two of people."""
        store, one = self.store(transaction), Money.of("12000.50", "CNY")
        for number in range(AT_ONCE):
            row = store.new_id()
            if number % 10 < 6:
                store.save(Payment(id=row, account_id=self.account.id, amount=one, on=TODAY, recorded_at=NOW))
            elif number % 10 < 8:
                store.note_read("contacts", self.account.id)
            else:
                phone = f"138{number:08}"
                store.save(Contact(id=row, account_id=self.account.id, name=f"李{number}", phone=phone))

    def _document(self, transaction: Transaction) -> None:
        store, content = self.store(transaction), os.urandom(PIECE)
        named = dict(name="合同.pdf", size=PIECE, sha256=os.urandom(32).hex(), member_id=self.member.id, sent_at=NOW)
        store.files.keep(Document(id=store.new_id(), **named), content)  # type: ignore[arg-type]


def spent(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, and what came of it."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def audit(books: Books) -> None:
    """The whole check against the bare arithmetic of it."""
    database = books.database
    taken, (count, problem) = spent(lambda: database.read(lambda tx: books.store(tx).audit.verify()))
    assert problem == "", problem

    def rows(transaction: Transaction) -> list[Any]:
        found, seq = list[Any](), BELOW_ALL
        while page := transaction.raw(AFTER, team=books.team, seq=seq):
            found += page
            seq = page[-1][1]
        return found

    kept = database.read(rows)
    messages = [b"|".join(str(cell).encode() for cell in row[:9]) + bytes(row[9]) for row in kept]
    bare, _ = spent(lambda: [hmac.digest(KEY.encode(), one, "sha256") for one in messages])
    cipher, nonce = AESGCM(bytes(32)), bytes(12)
    sealed = [cipher.encrypt(nonce, bytes(cell), None) for row in kept for cell in (row[9], row[10]) if cell]
    opened, _ = spent(lambda: [cipher.decrypt(nonce, one, None) for one in sealed])
    print(
        f"audit: {count:,} rows in {taken:.2f} s, {taken / count * 1e6:.0f} us a row, 100,000 in"
        f" {taken / count * 1e5:.1f} s (goal {ROWS_GOAL:.0f}); {taken / bare:.0f} x bare HMAC,"
        f" {taken / (bare + opened):.1f} x HMAC and opening"
    )


def keeping(books: Books, folder: Path) -> None:
    """A backup with its try, and a restore, against compressing and encrypting the file once."""
    content = books.file.read_bytes()
    packed, whole = spent(lambda: zlib.compress(content, 6))
    bare, _ = spent(lambda: AESGCM(bytes(32)).encrypt(bytes(12), whole, None))
    size = len(content) / 1e6
    made_in, made = spent(lambda: back_up(books.database, folder / "backups", KEY, NOW))
    place, clock = Place(f"sqlite:///{folder / 'new.db'}"), time.monotonic()
    back_in, _ = spent(lambda: restore(made.books, made.keyring, KEY, place, force=False, now=NOW))
    clock = time.monotonic() - clock
    print(f"backup: {size:.0f} MB with its try in {made_in:.1f} s, {made_in / (packed + bare):.1f} x zlib and AES-GCM")
    print(
        f"restore: {size:.0f} MB in {back_in:.1f} s, {clock:.1f} s by the clock; 100 MB in {back_in / size * 100:.1f} s"
        f" (goal {RESTORE_GOAL:.0f})"
    )


def main(megabytes: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), megabytes, rows)
        audit(books)
        keeping(books, Path(folder))
        books.database.close()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(given[0] if given else 100, given[1] if len(given) > 1 else 100_000)
