"""The keyring: a small database of its own beside the books, so that a stolen copy of the books opens nothing.

Each team has a key to seal with, one for look-up hashes and one for the audit chain. With GENGFU_SECRET_KEY they are
wrapped (AES-256-GCM under a key derived by HKDF-SHA256, RFC 5869). A key is committed here, synced, before any row that
uses it is committed there.
"""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, MetaData, String, Table, UniqueConstraint, select

from storage.engine import database_url, open_engine
from storage.errors import Trouble

metadata = MetaData()
keys = Table(
    "keys",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("team_id", BigInteger, nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("wrapped", Boolean, nullable=False),
    Column("created_at", String(40), nullable=False),
    UniqueConstraint("team_id", "purpose", "number"),
)


class Keyring:
    """Keys by team and purpose, made when first asked for."""

    def __init__(self, url: str, secret_key: str | None = None) -> None:
        self._url = database_url(url)
        self._engine = open_engine(self._url)
        self._wrap = _wrapping(secret_key) if secret_key else None
        self._lock, self._current, self._secrets = (
            Lock(),
            dict[tuple[int, str], tuple[int, bytes]](),
            dict[int, bytes](),
        )
        metadata.create_all(self._engine)
        self._check_private()
        self._load()

    def current(self, team_id: int, purpose: str) -> tuple[int, bytes]:
        """The key in force, with its id; a new one is made and synced if there is none yet."""
        with self._lock:
            return self._current.get((team_id, purpose)) or self._make(team_id, purpose)

    def secret(self, key_id: int) -> bytes:
        """A key by its id, also a former one; Trouble `key_missing` if this keyring never had it."""
        with self._lock:
            if key_id not in self._secrets:
                self._load()  # another process may have made it
            if key_id not in self._secrets:
                raise Trouble("key_missing", "this keyring does not belong to these books")
            return self._secrets[key_id]

    def close(self) -> None:
        self._engine.dispose()

    def _make(self, team_id: int, purpose: str) -> tuple[int, bytes]:
        key_id, secret = int.from_bytes(os.urandom(8), "big") >> 1, os.urandom(32)
        stored = secret if self._wrap is None else self._closed(key_id, secret)
        now = datetime.now(UTC).isoformat()
        row = dict(id=key_id, team_id=team_id, purpose=purpose, number=1, secret=stored, created_at=now)
        with self._engine.begin() as connection:
            connection.execute(keys.insert().values(**row, wrapped=self._wrap is not None))
        self._secrets[key_id] = secret
        self._current[team_id, purpose] = (key_id, secret)
        return key_id, secret

    def _load(self) -> None:
        with self._engine.begin() as connection:
            for row in connection.execute(select(keys).order_by(keys.c.number)).mappings():
                secret = self._opened(row["id"], row["secret"]) if row["wrapped"] else bytes(row["secret"])
                self._secrets[row["id"]] = secret
                self._current[row["team_id"], row["purpose"]] = (row["id"], secret)

    def _closed(self, key_id: int, secret: bytes) -> bytes:
        assert self._wrap is not None
        nonce = os.urandom(12)
        return nonce + self._wrap.encrypt(nonce, secret, str(key_id).encode())

    def _opened(self, key_id: int, stored: bytes) -> bytes:
        if self._wrap is None:
            raise Trouble("secret_key_missing", "the keyring is wrapped: set GENGFU_SECRET_KEY")
        try:
            return self._wrap.decrypt(stored[:12], stored[12:], str(key_id).encode())
        except InvalidTag:
            raise Trouble(
                "secret_key_wrong", "GENGFU_SECRET_KEY is not the one this keyring was wrapped with"
            ) from None

    def _check_private(self) -> None:
        if self._url.drivername == "sqlite":
            path = Path(str(self._url.database))
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def _wrapping(secret_key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=b"gengfu keyring", info=b"wrap").derive(secret_key.encode())
    return AESGCM(derived)
