"""`gengfu export`: everything in the books as JSON Lines, one file a kind, and on wish as a workbook.

The shape is a promise (docs/export.md): ids are text, names stand beside ids, money is "amount" and "currency", days
and moments are ISO. What is sealed in the books is in clear here, so folder and files are their owner's alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from bot.log import Redactor, json_line
from bot.rows import ALL, Tables
from bot.workbook import write_workbook
from storage.database import Database
from storage.picture import Picture
from storage.transaction import Transaction

OWNER_ONLY_FOLDER, OWNER_ONLY = 0o700, 0o600
WORKBOOK = "gengfu.xlsx"
LONG_SECRET = 16  # a shorter one (a setup code) may stand in honest text


class FolderTaken(Exception):
    """The folder holds something that is no export of ours."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: rows a kind, and how many of them hold sealed values that do not open."""

    counts: Mapping[str, int]
    unreadable: int


def export(database: Database, folder: Path, *, secrets: Iterable[str] = (), workbook: bool = False) -> Report:
    """Write one consistent picture of the books into the folder, replacing an earlier export; FolderTaken if it is not
    ours. Until all is written, an earlier export stays as it was."""
    redact = Redactor((one for one in secrets if len(one) >= LONG_SECRET), shapes=())
    _prepare(folder)
    return database.read(lambda transaction: _write_all(transaction, folder, redact, workbook))


def _write_all(transaction: Transaction, folder: Path, redact: Redactor, workbook: bool) -> Report:
    tables = Tables(Picture(transaction)).all()
    counts, unreadable = dict.fromkeys(tables, 0), 0
    with _folder_of_parts(folder) as parts:
        for name, rows in tables.items():
            with parts.open(f"{name}.jsonl") as file:
                for row in rows():
                    file.write(redact(json_line(row)) + "\n")
                    counts[name] += 1
                    unreadable += "unreadable" in row
        if workbook:
            with parts.open_bytes(WORKBOOK) as binary, tempfile.TemporaryDirectory(".part", ".", folder) as scratch:
                write_workbook(binary, tables, redact, scratch)
    return Report(counts, unreadable)


def _prepare(folder: Path) -> None:
    """The folder, its owner's alone; one with anything but an earlier export in it is left as it is."""
    folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    ours = {f"{name}.jsonl" for name in ALL} | {WORKBOOK}
    if {file.name for file in folder.iterdir() if not _is_part(file)} - ours:
        raise FolderTaken(str(folder))
    folder.chmod(OWNER_ONLY_FOLDER)


def _is_part(file: Path) -> bool:
    return file.name.startswith(".") and file.name.endswith(".part")


class Parts:
    """Files that get their names when all of them are written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: list[str] = []

    def open(self, name: str) -> IO[str]:
        return TextIOWrapper(self.open_bytes(name), encoding="utf-8", newline="\n")

    def open_bytes(self, name: str) -> IO[bytes]:
        self._names.append(name)
        part = self._part(name)
        part.unlink(missing_ok=True)
        return os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY), "w+b")

    def publish(self) -> None:
        """All is written: an earlier export goes, this one takes its names."""
        (self._folder / WORKBOOK).unlink(missing_ok=True)
        for name in self._names:
            self._part(name).replace(self._folder / name)

    def discard(self) -> None:
        """What was not published goes, also what an export that was killed left behind."""
        for file in filter(_is_part, list(self._folder.iterdir())):
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self._folder / f".{name}.part"


@contextmanager
def _folder_of_parts(folder: Path) -> Iterator[Parts]:
    parts = Parts(folder)
    try:
        yield parts
        parts.publish()
    finally:
        parts.discard()
