"""Sealed values: AES-256-GCM envelopes bound to the place they stand in, so that none can be moved or read elsewhere.

Envelope: version (1 byte), key id (8 bytes), nonce (12 bytes), ciphertext with tag. Associated data: team, table,
column, row (NIST SP 800-38D; 96-bit random nonces, so a key is renewed long before 2^32 values).
"""

from __future__ import annotations

import hmac
import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Trouble

VERSION = b"\x01"
HEAD = 1 + 8
NONCE = 12
TAG = 16


class Keys(Protocol):
    """What sealing needs of the keyring."""

    def current(self, team_id: int, purpose: str) -> tuple[int, bytes]: ...
    def secret(self, key_id: int) -> bytes: ...


class Seal:
    """Seals and opens the values of one team (0: the house, for what came in before the team was known)."""

    def __init__(self, team_id: int, keys: Keys) -> None:
        self.team_id, self._keys = team_id, keys
        key_id, secret = keys.current(team_id, "seal")
        self._head = VERSION + key_id.to_bytes(8, "big")
        self._ciphers = {key_id: AESGCM(secret)}
        self._current = self._ciphers[key_id]
        self._index = keys.current(team_id, "index")[1]

    def close(self, text: str | bytes, table: str, column: str, row: int) -> bytes:
        """The envelope of a text in that place."""
        nonce = os.urandom(NONCE)
        plain = text if isinstance(text, bytes) else encoded(text)
        return self._head + nonce + self._current.encrypt(nonce, plain, self._place(table, column, row))

    def open(self, envelope: bytes, table: str, column: str, row: int) -> str:
        """The text of an envelope; Trouble `sealed_value` if it was changed or moved, `key_missing` without its key."""
        return self.open_bytes(envelope, table, column, row).decode(errors="surrogatepass")

    def open_bytes(self, envelope: bytes, table: str, column: str, row: int) -> bytes:
        """Like `open`, for bytes."""
        if len(envelope) < HEAD + NONCE + TAG or envelope[:1] != VERSION:
            raise Trouble("sealed_value", f"{table}.{column} of {row} is no envelope")
        cipher = self._cipher(int.from_bytes(envelope[1:HEAD], "big"))
        nonce, rest = envelope[HEAD : HEAD + NONCE], envelope[HEAD + NONCE :]
        try:
            return cipher.decrypt(nonce, rest, self._place(table, column, row))
        except InvalidTag:
            raise Trouble("sealed_value", f"{table}.{column} of {row} does not open") from None

    def fingerprint(self, text: str) -> str:
        """A keyed hash for look-ups and for the audit: equal texts agree, nobody without the key can guess one."""
        return hmac.digest(self._index, encoded(text), "sha256").hex()

    def _cipher(self, key_id: int) -> AESGCM:
        if key_id not in self._ciphers:
            self._ciphers[key_id] = AESGCM(self._keys.secret(key_id))
        return self._ciphers[key_id]

    def _place(self, table: str, column: str, row: int) -> bytes:
        return f"{self.team_id}|{table}|{column}|{row}".encode()


def encoded(text: str) -> bytes:
    """UTF-8; halves of a character, which platforms do send, are kept as they are instead of breaking the message."""
    return text.encode(errors="surrogatepass")
