"""Shipped pieces: what was changed in the books since the piece before, a file each, in a folder beside their base.

A chain is one uninterrupted run of the shipper (`shipping.py`). Each look at the books has a number in it; a piece
brings the pages of one look, or of several (`first` to `number`) where there was nothing or it could not be written.
Books that are backed up while a chain runs say in their label which look comes next. They are the state of some moment
between that and the one before, so the pieces from it on, which bring every page changed since, lead exactly to the
commit at which the last of them was taken.

A piece is a vault file: nobody changes it without the key, its chain and numbers stand in its label, and it names the
piece before. So one that is missing, cut, changed, swapped or of another chain is seen, and all before it counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.errors import Trouble
from storage.vault import Label, Link, Reader, Writer

ENDING = ".piece"
UNFINISHED = ".unfinished"
NUMBER = 4  # bytes before each page
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Piece:
    """The file after it has `count` pages of `size` bytes, and each team's audit ends at its head; `keys` is the look
    whose copy of the keyring opens its rows."""

    made_at: str
    count: int
    size: int
    heads: Mapping[str, str]
    keys: int
    pages: Mapping[int, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Followed:
    """How far pieces led on from a base: how many, to which moment, to which heads; `stopped`: why not further, ""
    where there was no more."""

    count: int = 0
    made_at: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    stopped: str = ""


def write(folder: Path, piece: Piece, link: Link, key: str) -> str:
    """Write a piece so that it is there whole or not at all; the name by which the next one knows it."""
    path = path_of(folder, link.chain, link.number)
    unfinished = path.with_suffix(UNFINISHED)
    head = {"count": piece.count, "size": piece.size, "heads": dict(piece.heads), "keys": piece.keys}
    text = json.dumps(head).encode()
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, OWNER_ONLY), "wb") as file:
        writer = Writer(file, "piece", "sqlite", piece.made_at, key, link)
        writer.write(len(text).to_bytes(4, "big") + text)
        for number, page in sorted(piece.pages.items()):
            writer.write(number.to_bytes(NUMBER, "big") + page)
        writer.close()
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(folder)
    return writer.name


def follow(base: Label, folder: Path, copy: Path, key: str | None, keys: Label, until: datetime | None) -> Followed:
    """Put the pieces that go on from a base into a copy of its file, in order, up to the last that holds or the last
    made not later than `until`."""
    done, link = Followed(), base.link
    if link is None:
        return done
    with copy.open("r+b") as file:
        try:
            for piece in _in_order(folder, link, key, keys, until):
                for number, page in piece.pages.items():
                    file.seek((number - 1) * piece.size)
                    file.write(page)
                file.truncate(piece.count * piece.size)
                done = Followed(done.count + 1, piece.made_at, piece.heads)
        except Trouble as trouble:
            if trouble.code in ("backup_key_wrong", "backup_key_missing"):
                raise
            done = Followed(done.count, done.made_at, done.heads, trouble.detail or trouble.code)
        file.flush()
        os.fsync(file.fileno())
    return done


def _in_order(folder: Path, base: Link, key: str | None, keys: Label, until: datetime | None) -> Iterator[Piece]:
    """Each piece once it was read whole; Trouble at the first that does not hold."""
    wanted, before = base.number, ""
    for path in pieces_of(folder, base.chain):
        if number_of(path) < wanted:
            continue
        with path.open("rb") as file:
            reader = Reader(file)
            link = reader.label.link
            if until is not None and datetime.fromisoformat(reader.label.made_at) > until:
                return
            if reader.label.kind != "piece" or link is None or path != path_of(folder, link.chain, link.number):
                raise Trouble("backup_damaged", f"{path.name} is another piece than its name says")
            if not link.first <= wanted <= link.number or before not in ("", link.before):
                raise Trouble("backup_damaged", f"the piece before {path.name} is missing")
            try:
                piece = _opened(reader, key)
            except Trouble as trouble:
                raise Trouble(trouble.code, f"{path.name}: {trouble.detail}") from None
        if keys.link is not None and keys.link.chain == link.chain and keys.link.number < piece.keys:
            raise Trouble("backup_damaged", f"{path.name} needs a later copy of the keys")
        yield piece
        wanted, before = link.number + 1, reader.name


def _opened(reader: Reader, key: str | None) -> Piece:
    parts = reader.parts(key)
    head: dict[str, Any] = json.loads(next(parts))
    content, size = b"".join(parts), int(head["size"]) + NUMBER
    rows = (content[at : at + size] for at in range(0, len(content), size))
    pages = {int.from_bytes(row[:NUMBER], "big"): row[NUMBER:] for row in rows}
    return Piece(reader.label.made_at, head["count"], head["size"], head["heads"], head["keys"], pages)


def path_of(folder: Path, chain: str, number: int) -> Path:
    """Where a piece stands, by the last look it brings."""
    return folder / f"gengfu-{chain}-{number:08}{ENDING}"


def number_of(path: Path) -> int:
    """The number in a piece's name; 0 where somebody else named it."""
    try:
        return int(path.stem.rpartition("-")[2])
    except ValueError:
        return 0


def pieces_of(folder: Path, chain: str) -> list[Path]:
    """A chain's pieces, in order."""
    return sorted(folder.glob(f"gengfu-{chain}-*{ENDING}"), key=number_of)


def label_of(path: Path) -> Label | None:
    """What a file says of itself without a key; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return Reader(file).label
    except (OSError, Trouble):
        return None


def prune(folder: Path, bases: list[Path]) -> int:
    """Remove the pieces that none of these bases goes on with; how many."""
    links = [label.link for path in bases if (label := label_of(path)) is not None and label.link is not None]
    needed = {link.chain: min(one.number for one in links if one.chain == link.chain) for link in links}
    old = [path for path in folder.glob(f"gengfu-*-*{ENDING}") if not _is_needed(path, needed)]
    for path in old:
        path.unlink()
    return len(old)


def _is_needed(path: Path, needed: Mapping[str, int]) -> bool:
    chain = path.stem.split("-")[1]
    return chain in needed and number_of(path) >= needed[chain]


def sync_folder(folder: Path) -> None:
    """The new names are on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
