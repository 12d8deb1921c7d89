"""R18: new keys while others write, killed at any moment and begun again: nothing stays under the old key, all is read."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from core.sales import Note
from storage.database import Database
from storage.resealing import HOUSE, SEALED
from storage.sealed import HEAD
from tests.storage.cast import TODAY, Cast, found_team
from tests.storage.conftest import Open
from tests.storage.test_erasing import all_text
from tests.support.nursery import python

# A process that renews what is sealed and is killed in its transaction number N, before that commits (0: it is not).
ROTATING = """
import os, signal, sys
from storage import resealing
from storage.database import Database
url, keyring, dies = sys.argv[1], sys.argv[2], int(sys.argv[3])
wrote, write = [], resealing._write
def dying(*arguments):
    wrote.append(1)
    done = write(*arguments)
    if len(wrote) == dies:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
resealing._write = dying
resealing.CHUNK = int(sys.argv[4])
books = Database(url, keyring)
resealing.rotate(books)
books.close()
"""


def test_killed_midway_and_gone_on_with_while_others_write(
    books_url: str, open_books: Open, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    books = open_books(books_url)
    cast, draw = found_team(books), Random(18)
    chunk = scale(20, 500)
    write_down(cast, scale(60, 34_000))
    old = heads_in_force(books, cast)
    fields = count(books)
    for team in (HOUSE, cast.team.id):
        books.keyring.renew(team, "seal")
    books.renew_seals()

    keyring, killed = f"sqlite:///{tmp_path / 'books.keyring'}", 0
    for dies in (1, *sorted(draw.sample(range(2, 5), scale(1, 3))), 0):
        with python("-c", ROTATING, books_url, keyring, str(dies), str(chunk)) as rotating:
            before = all_text(books, cast.team.id)["notes"]
            write_down(cast, 5)
            killed += rotating.wait(600) == -signal.SIGKILL
            assert rotating.returncode in (0, -signal.SIGKILL)
        assert set(before) <= set(all_text(books, cast.team.id)["notes"]), "all is read, half-way too"

    under_old = {one[:HEAD] for one in envelopes(books)} & old
    print(f"{fields} fields, killed {killed} times")
    assert set() == under_old
    assert fields >= scale(100, 100_000)
    assert killed >= 2


def write_down(cast: Cast, many: int) -> None:
    notes = [
        Note(
            id=cast.new_id(), account_id=cast.account.id, by_id=cast.li.id, on=TODAY, text=f"第 {number} 条 13800138000"
        )
        for number in range(many)
    ]
    for start in range(0, many, 500):
        cast.save(*notes[start : start + 500])


def heads_in_force(books: Database, cast: Cast) -> set[bytes]:
    return {books.seal(team).close("x", "notes", "text", 1)[:HEAD] for team in (HOUSE, cast.team.id)}


def count(books: Database) -> int:
    """How many values are sealed."""
    asked = [select(func.count()).where(one.table.c[one.column].is_not(None)) for one in SEALED]
    return sum(books.read(lambda tx, one=one: tx.ask(one))[0][0] for one in asked)  # type: ignore[misc]


def envelopes(books: Database) -> list[bytes]:
    asked = [select(one.table.c[one.column]).where(one.table.c[one.column].is_not(None)) for one in SEALED]
    return [bytes(row[0]) for one in asked for row in books.read(lambda tx, one=one: tx.ask(one))]  # type: ignore[misc]
