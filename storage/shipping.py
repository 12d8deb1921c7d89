"""The shipper: what was committed goes, encrypted, to a second place within a minute (SQLite).

Each round looks at what was changed (`changes.py`) and writes one piece of it (`pieces.py`); where the keyring has new
keys, a copy of it goes first, so that no row is ever there without its key. Keys are not shipped in pieces: an erased
one would live on in them, so only the newest two copies of the keyring stay, as with every backup.

How often was looked stands in a file beside the books (`standing.py`). It is written while nobody can write to the
books, and a backup reads it so too: that is how books and pieces fit together.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.backup import KEYRING, NO_ROOM, free_name, heads_of, keyrings_in, write_keys
from storage.changes import Changes
from storage.database import Database
from storage.errors import Trouble
from storage.pieces import UNFINISHED, Piece, sync_folder, write
from storage.standing import Standing, stand
from storage.transaction import Transaction
from storage.vault import Link

MOST = 64 << 20
"""Bytes of pages that are held while they cannot be written; where it is more, a new base is the shorter way."""


class Shipper:
    """One chain of pieces. Trouble `shipping_folder` where they cannot be written (it goes on by the next `ship`), and
    `shipping_lost` where the chain is at its end and another one has to be begun."""

    def __init__(self, database: Database, folder: Path, key: str) -> None:
        self._database, self._folder, self._key = database, folder, key
        self._link = Link(secrets.token_hex(8), 0, first=1)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for left in folder.glob(f"gengfu-*{UNFINISHED}"):
                left.unlink()
        except OSError as error:
            raise _folder_trouble(error, folder) from error
        self._keys = _Keys(database)
        self._keys_look = 0
        self.standing = Standing(self._link.chain, folder=str(folder))
        self._changes = Changes(database)
        try:
            self._tell(self.standing)
        except OSError as error:
            self.close()
            raise Trouble("disk", str(error)) from error

    def ship(self, now: datetime) -> bool:
        """Ship what was committed up to now; whether there was something."""
        try:
            heads = self._changes.look(self._note)
        except OSError as error:  # of the books' own disk
            raise Trouble("disk_full" if error.errno in NO_ROOM else "disk", str(error)) from error
        if len(self._changes.pages) * self._changes.size > MOST:
            raise Trouble("shipping_lost", f"more than {MOST >> 20} MB wait")
        try:
            self._ship_keys(now)
            shipped = bool(self._changes.pages)
            if shipped:
                self._ship_pages(now, heads)
            self._tell(replace(self.standing, good_at=now.isoformat(), problem="", detail=""))
        except OSError as error:
            raise _folder_trouble(error, self._folder) from error
        return shipped

    def keep_hold(self) -> None:
        """To be called every second (see `Changes`)."""
        self._changes.keep_hold()

    def has_base(self, now: datetime) -> None:
        """A proven base of this chain is in the folder."""
        self._tell(replace(self.standing, base_at=now.isoformat()))

    def failed(self, trouble: Trouble) -> None:
        """What went wrong, for who asks."""
        self._tell(replace(self.standing, problem=trouble.code, detail=trouble.detail))

    def close(self) -> None:
        """The chain ends here."""
        self._changes.close()
        self._keys.close()

    def _note(self, transaction: Transaction) -> Mapping[str, str]:
        """In the moment in which nobody writes: this look has a number, and the teams' audits end here."""
        self._link = replace(self._link, number=self._link.number + 1)
        self._tell(replace(self.standing, looks=self._link.number))
        return heads_of(transaction)

    def _ship_keys(self, now: datetime) -> None:
        if not self._keys.are_new():
            return
        path = self._folder / f"{free_name(self._folder, now)}{KEYRING}"
        unfinished = path.with_suffix(UNFINISHED)
        write_keys(unfinished, self._database, now.isoformat(), self._key, self._link)
        unfinished.replace(path)
        sync_folder(self._folder)
        for old in [one for one in keyrings_in(self._folder) if one != path][:-1]:
            old.unlink()
        self._keys.were_shipped()
        self._keys_look = self._link.number

    def _ship_pages(self, now: datetime, heads: Mapping[str, str]) -> None:
        changes = self._changes
        piece = Piece(now.isoformat(), changes.count, changes.size, heads, self._keys_look, changes.pages)
        name = write(self._folder, piece, self._link, self._key)
        self._link = replace(self._link, first=self._link.number + 1, before=name)
        changes.forget()
        self._tell(replace(self.standing, pieces=self.standing.pieces + 1))

    def _tell(self, now: Standing) -> None:
        self.standing = now
        stand(self._database.url, now)


class _Keys:
    """Whether the keyring was changed since it was shipped; one on a server is taken for changed every time."""

    def __init__(self, database: Database) -> None:
        url = database.keyring.url
        self._looking: sqlite3.Connection | None = None
        if url.drivername == "sqlite":
            self._looking = sqlite3.connect(str(url.database), check_same_thread=False)
        self._shipped: Any = None
        self._seen: Any = None
        self.are_new()
        self.were_shipped()  # with the base, which is made after this

    def are_new(self) -> bool:
        """Asked before they are read: what comes later is seen the next time."""
        if self._looking is None:
            return True
        [(self._seen,)] = self._looking.execute("PRAGMA data_version").fetchall()
        return bool(self._seen != self._shipped)

    def were_shipped(self) -> None:
        self._shipped = self._seen

    def close(self) -> None:
        if self._looking is not None:
            with closing(self._looking):
                self._looking = None


def _folder_trouble(error: OSError, folder: Path) -> Trouble:
    return Trouble("shipping_folder", f"{error.strerror}: {error.filename or folder}")
