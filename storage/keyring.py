"""The keyring: a small database of its own beside the books, so that a stolen copy of the books opens nothing.

Each team has a key to seal with, one for look-up hashes and one for the audit chain. With GENGFU_SECRET_KEY they are
wrapped (AES-256-GCM under a key derived by HKDF-SHA256, RFC 5869). A key is committed here, synced, before any row that
uses it is committed there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    select,
)

from storage.drivers import storage_errors
from storage.engine import database_url, open_engine
from storage.errors import Conflict, Trouble

NONCE = 12
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
        self.url = database_url(url)
        self._engine = open_engine(self.url)
        self._wrap = _wrapping(secret_key) if secret_key else None
        self._lock = Lock()
        self._current: dict[tuple[int, str], tuple[int, bytes]] = {}
        self._secrets: dict[int, bytes] = {}
        try:
            with storage_errors():
                self._make_private()
                metadata.create_all(self._engine)
                self._load()
        except Exception:
            self.close()
            raise

    def current(self, team_id: int, purpose: str) -> tuple[int, bytes]:
        """The key in force, with its id; a new one is made and synced if there is none yet."""
        found = self._current.get((team_id, purpose))
        if found is None:
            with self._lock:
                found = self._current.get((team_id, purpose)) or self._make(team_id, purpose)
        return found

    def secret(self, key_id: int) -> bytes:
        """A key by its id, also a former one; Trouble `key_missing` if this keyring never had it."""
        if not self.holds(key_id):
            raise Trouble("key_missing", f"no key {key_id} in this keyring")
        return self._secrets[key_id]

    def holds(self, key_id: int) -> bool:
        """Whether the key is here; another process may just have made it."""
        with self._lock:
            if key_id not in self._secrets:
                self._load()
            return key_id in self._secrets

    def rows(self) -> list[dict[str, Any]]:
        """Every key as it is kept, wrapped or not: what a backup and a move take along."""
        with storage_errors(), self._engine.begin() as connection:
            return _plain_rows(connection)

    def close(self) -> None:
        self._engine.dispose()

    def _make(self, team_id: int, purpose: str) -> tuple[int, bytes]:
        key_id, secret = int.from_bytes(os.urandom(8), "big") >> 1, os.urandom(32)
        try:
            self._keep(key_id, team_id, purpose, secret)
        except Conflict:
            self._load()  # another process made it at the same moment, and its key is the one in force
            return self._current[team_id, purpose]
        self._secrets[key_id] = secret
        self._current[team_id, purpose] = (key_id, secret)
        return key_id, secret

    def _keep(self, key_id: int, team_id: int, purpose: str, secret: bytes) -> None:
        row = dict(
            id=key_id,
            team_id=team_id,
            purpose=purpose,
            number=1,
            secret=secret if self._wrap is None else _closed(self._wrap, key_id, secret),
            wrapped=self._wrap is not None,
            created_at=datetime.now(UTC).isoformat(),
        )
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(keys.insert().values(**row))

    def _load(self) -> None:
        with storage_errors(), self._engine.begin() as connection:
            rows = connection.execute(select(keys).order_by(keys.c.number)).mappings().all()
        for row in rows:
            secret = self._opened(row["id"], row["secret"]) if row["wrapped"] else row["secret"]
            self._secrets[row["id"]] = secret
            self._current[row["team_id"], row["purpose"]] = (row["id"], secret)

    def _opened(self, key_id: int, stored: bytes) -> bytes:
        if self._wrap is None:
            raise Trouble("secret_key_missing", "the keyring is wrapped: set GENGFU_SECRET_KEY")
        try:
            return self._wrap.decrypt(stored[:NONCE], stored[NONCE:], _label(key_id))
        except InvalidTag:
            raise Trouble("secret_key_wrong", "the keyring was wrapped with another GENGFU_SECRET_KEY") from None

    def _make_private(self) -> None:
        """The keyring and what SQLite keeps beside it belong to their owner alone, also after a careless copy."""
        if self.url.drivername == "sqlite":
            for ending in ("", "-wal", "-shm"):
                path = Path(f"{self.url.database}{ending}")
                if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                    path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def put_keys(url: str, rows: Sequence[Mapping[str, Any]], *, force: bool = False) -> None:
    """Make a keyring of these rows at an address; Trouble `place_taken` if other keys are there.

    One that already holds all of them is left as it is. `force`: what is there goes.
    """
    engine = open_engine(database_url(url))
    try:
        with storage_errors(), engine.begin() as connection:
            metadata.create_all(connection)
            known, wanted = ({row["id"]: row["secret"] for row in some} for some in (_plain_rows(connection), rows))
            if wanted.items() <= known.items():
                return
            if not known.items() <= wanted.items() and not force:
                raise Trouble("place_taken", "there are other keys in the keyring")
            connection.execute(keys.delete())
            connection.execute(keys.insert(), [{**row, "secret": bytes.fromhex(row["secret"])} for row in rows])
    finally:
        engine.dispose()


def _plain_rows(connection: Connection) -> list[dict[str, Any]]:
    """Rows as JSON can hold them."""
    rows = connection.execute(select(keys).order_by(keys.c.id)).mappings()
    return [{**row, "secret": bytes(row["secret"]).hex()} for row in rows]


def _wrapping(secret_key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=b"gengfu keyring", info=b"wrap").derive(secret_key.encode())
    return AESGCM(derived)


def _closed(wrap: AESGCM, key_id: int, secret: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + wrap.encrypt(nonce, secret, _label(key_id))


def _label(key_id: int) -> bytes:
    return str(key_id).encode()
