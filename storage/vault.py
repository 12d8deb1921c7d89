"""Backup files: compressed, and closed chunk by chunk, so that a wrong key, a changed bit or a cut end is seen.

A file is MAGIC, a label (length and JSON, in clear), then chunks. A chunk is four bytes (its length; the highest bit
marks the last one) and AES-256-GCM text whose associated data are the label, the chunk's number and whether it is the
last: none can be changed, moved, dropped or cut off unseen. Each file has a key of its own, by HKDF-SHA256 (RFC 5869)
from GENGFU_BACKUP_KEY and a random salt, so that a counter serves as nonce. Without a key a chunk ends with a SHA-256
over the same: that shows accidents, not tampering.
"""

from __future__ import annotations

import hmac
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import Trouble

MAGIC = b"gengfu backup\n"
FORMAT = 1
CHUNK = 1 << 20
LAST = 1 << 31
LONGEST_LABEL = 1 << 16
LONGEST_CHUNK = CHUNK + 64
LONGEST_HEAD = 1 << 24


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file stands in a chain of shipped pieces (`pieces.py`). A piece: the cuts it brings, from `first` to
    `number`, and the piece it follows. Books: the first cut after them. Keys: the cut whose rows they open."""

    chain: str
    number: int
    first: int = 0
    before: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup file says of itself without a key. `salt` and `check` are hex; empty where it is not encrypted."""

    kind: str  # books, keyring, piece
    engine: str  # sqlite, postgresql: what the content is for
    made_at: str
    salt: str = ""
    check: str = ""
    format: int = FORMAT
    link: Link | None = None

    @property
    def encrypted(self) -> bool:
        """Whether a key is needed to open it."""
        return bool(self.salt)


class Lock(Protocol):
    """How a chunk is closed and opened; `place` says where in which file it stands."""

    def close(self, body: bytes, place: bytes, number: int) -> bytes:
        """A part as it is written."""

    def open(self, body: bytes, place: bytes, number: int) -> bytes:
        """The content of a part; Trouble `backup_damaged` where it is not what was written."""


class Sealed:
    """With a key: nobody else can read or change it."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, body: bytes, place: bytes, number: int) -> bytes:
        """The part encrypted, bound to its file and number."""
        return self._cipher.encrypt(number.to_bytes(12, "big"), body, place)

    def open(self, body: bytes, place: bytes, number: int) -> bytes:
        """The content of one part; Trouble where a byte of it, its place or its number is not what was written."""
        try:
            return self._cipher.decrypt(number.to_bytes(12, "big"), body, place)
        except InvalidTag:
            raise _damaged(number) from None


class Plain:
    """Without a key: a sum that shows accidents."""

    def close(self, body: bytes, place: bytes, number: int) -> bytes:
        """The part with a SHA-256 over its place and content behind it."""
        return body + sha256(place + body).digest()

    def open(self, body: bytes, place: bytes, number: int) -> bytes:
        """The content of one part; Trouble where its sum does not fit."""
        body, found = body[:-32], body[-32:]
        if sha256(place + body).digest() != found:
            raise _damaged(number)
        return body


class Writer:
    """Writes one backup file; `close` ends it, and only then is it whole."""

    def __init__(
        self, file: IO[bytes], kind: str, engine: str, made_at: str, key: str | None, link: Link | None = None
    ) -> None:
        self._file, self._number, self._waiting = file, 0, bytearray()
        self._zip = zlib.compressobj(6)
        salt = os.urandom(32) if key else b""
        check = _derived(key, salt, b"check").hex() if key else ""
        label = json.dumps(asdict(Label(kind, engine, made_at, salt.hex(), check, link=link))).encode()
        self._lock: Lock = Sealed(_derived(key, salt, b"chunks")) if key else Plain()
        self._about = sha256(label).digest()
        self.name = self._about.hex()
        file.write(MAGIC + len(label).to_bytes(4, "big") + label)

    def write(self, data: bytes) -> None:
        """The next bytes of the content."""
        self._waiting += self._zip.compress(data)
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def close(self) -> None:
        """The content is complete."""
        self._waiting += self._zip.flush()
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        self._chunk(bytes(self._waiting), last=True)

    def _chunk(self, body: bytes, *, last: bool) -> None:
        closed = self._lock.close(body, _place(self._about, self._number, last), self._number)
        self._file.write((len(closed) | (LAST if last else 0)).to_bytes(4, "big") + closed)
        self._number += 1


class Reader:
    """Reads one backup file; Trouble `backup_format`, `backup_key_missing`, `backup_key_wrong` or `backup_damaged`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        if file.read(len(MAGIC)) != MAGIC:
            raise Trouble("backup_format", "it does not begin like one")
        length = int.from_bytes(file.read(4), "big")
        text = file.read(length) if length <= LONGEST_LABEL else b""
        self.label, self._about = _label(text), sha256(text).digest()
        self.name = self._about.hex()

    def content(self, key: str | None) -> Iterator[bytes]:
        """The content piece by piece; the last piece has come only when the whole file was found in order."""
        unzip = zlib.decompressobj()
        try:
            for body in self._chunks(self._lock(key)):
                yield unzip.decompress(body, CHUNK)
                while unzip.unconsumed_tail:
                    yield unzip.decompress(unzip.unconsumed_tail, CHUNK)
            yield unzip.flush()
        except zlib.error as error:
            raise Trouble("backup_damaged", str(error)) from None
        if not unzip.eof or unzip.unused_data:
            raise Trouble("backup_damaged", "its content ends too early")

    def parts(self, key: str | None) -> Iterator[bytes]:
        """The content of a file that begins with a head: first the head, then the rest piece by piece."""
        pieces, waiting, length = self.content(key), b"", 0
        while len(waiting) < 4 or len(waiting) < 4 + length:
            piece = next(pieces, None)
            if piece is None:
                raise Trouble("backup_damaged", "its content ends too early")
            waiting += piece
            if len(waiting) >= 4:
                length = int.from_bytes(waiting[:4], "big")
                if length > LONGEST_HEAD:
                    raise Trouble("backup_damaged", "its manifest cannot be read")
        yield waiting[4 : 4 + length]
        yield waiting[4 + length :]
        yield from pieces

    def _lock(self, key: str | None) -> Lock:
        if not self.label.encrypted:
            return Plain()
        if not key:
            raise Trouble("backup_key_missing")
        salt = bytes.fromhex(self.label.salt)
        if not hmac.compare_digest(_derived(key, salt, b"check").hex(), self.label.check):
            raise Trouble("backup_key_wrong")
        return Sealed(_derived(key, salt, b"chunks"))

    def _chunks(self, lock: Lock) -> Iterator[bytes]:
        number, last = 0, False
        while not last:
            head = int.from_bytes(self._exactly(4, number), "big")
            last, length = bool(head & LAST), head & ~LAST
            if length > LONGEST_CHUNK:
                raise _damaged(number)
            body = self._exactly(length, number)
            yield lock.open(body, _place(self._about, number, last), number)
            number += 1
        if self._file.read(1):
            raise Trouble("backup_damaged", "something stands behind its end")

    def _exactly(self, count: int, number: int) -> bytes:
        found = self._file.read(count)
        if len(found) < count:
            raise Trouble("backup_damaged", f"it is cut off in piece {number + 1}")
        return found


def _label(text: bytes) -> Label:
    try:
        said = json.loads(text)
        label = Label(**{**said, "link": Link(**said["link"]) if said.get("link") else None})
        bytes.fromhex(label.salt)
    except (ValueError, TypeError):
        raise Trouble("backup_damaged", "its label cannot be read") from None
    if label.format != FORMAT:
        raise Trouble("backup_format", f"it is of format {label.format}")
    return label


def _damaged(number: int) -> Trouble:
    return Trouble("backup_damaged", f"piece {number + 1} is not as it was written")


def _place(about: bytes, number: int, last: bool) -> bytes:
    return about + number.to_bytes(8, "big") + bytes([last])


def _derived(key: str, salt: bytes, purpose: bytes) -> bytes:
    info = b"gengfu backup " + purpose
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key.encode(errors="surrogateescape"))
