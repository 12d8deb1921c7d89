"""Files stand sealed in the books: the same bytes once, each piece in its place, in every backup and move."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from core.contracts import Document
from storage.backup import Place, back_up, restore
from storage.errors import Trouble
from storage.files import PIECE
from storage.move import move
from storage.store import Store
from storage.tables import file_parts
from tests.storage.cast import NOW, Cast

CONTENT = bytes(range(256)) * (PIECE // 128) + b"end"  # two pieces and a little


def document(cast: Cast, content: bytes, name: str = "合同.pdf") -> Document:
    return Document(
        id=cast.new_id(),
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        member_id=cast.li.id,
        sent_at=NOW,
    )


def test_a_file_comes_back_to_the_last_byte(cast: Cast):
    kept = cast.write(lambda store: store.files.keep(document(cast, CONTENT), CONTENT))

    assert CONTENT == cast.read(lambda store: store.files.content(kept.id))
    assert kept == cast.read(lambda store: store.files.by_hash(kept.sha256))


def test_the_same_bytes_are_one_document_whatever_they_are_called(cast: Cast):
    first = cast.write(lambda store: store.files.keep(document(cast, CONTENT), CONTENT))
    second = cast.write(lambda store: store.files.keep(document(cast, CONTENT, "扫描件.pdf"), CONTENT))

    assert first == second
    assert 1 == len(cast.read(lambda store: store.all(Document)))


def test_nothing_of_it_stands_in_clear_and_no_piece_can_be_moved(cast: Cast):
    content = "李总 13800138000".encode() * 100_000
    kept = cast.write(lambda store: store.files.keep(document(cast, content), content))

    def pieces(store):
        return store.transaction.ask(file_parts.select().order_by(file_parts.c.part))

    rows = cast.read(pieces)
    assert 2 == len(rows)
    assert not any("李总".encode() in bytes(row[3]) for row in rows)

    def swap(store):
        for part, content in ((0, rows[1][3]), (1, rows[0][3])):
            where = (file_parts.c.record_id == kept.id) & (file_parts.c.part == part)
            store.transaction.ask(file_parts.update().where(where).values(content=content))

    cast.write(swap)
    with pytest.raises(Trouble, match="sealed_value"):
        cast.read(lambda store: store.files.content(kept.id))


def test_an_empty_file_and_one_that_is_forgotten_have_no_bytes(cast: Cast):
    row = cast.new_id()
    cast.write(lambda store: store.files.put(row, b"abc"))
    assert b"abc" == cast.read(lambda store: store.files.content(row))

    cast.write(lambda store: store.files.forget(row))

    assert b"" == cast.read(lambda store: store.files.content(row))
    empty = cast.write(lambda store: store.files.keep(document(cast, b""), b""))
    assert b"" == cast.read(lambda store: store.files.content(empty.id))


@pytest.mark.postgres
def test_a_backup_and_a_move_have_the_bytes(sqlite_cast: Cast, tmp_path: Path, postgres_books: str):
    """A file stands in the books, so whatever takes them elsewhere takes it along; the same keys open it there."""
    kept = sqlite_cast.write(lambda store: store.files.keep(document(sqlite_cast, CONTENT), CONTENT))
    places = [Place(postgres_books, f"sqlite:///{tmp_path / 'moved.keyring'}")]
    move(sqlite_cast.database, places[0])
    made = back_up(sqlite_cast.database, tmp_path / "backups", "a key that nobody guesses", NOW)
    places.append(Place(f"sqlite:///{tmp_path / 'new' / 'books.db'}"))
    restore(made.books, made.keyring, "a key that nobody guesses", places[1], force=False, now=NOW)

    for place in places:
        there = place.open()
        try:
            brought = there.read(
                lambda tx: Store(tx, sqlite_cast.team.id, by=None, source=0, now=NOW).files.content(kept.id)
            )
        finally:
            there.close()
        assert CONTENT == brought
