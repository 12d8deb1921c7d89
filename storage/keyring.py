"""The keyring: a small database of its own beside the books, so that a stolen copy of the books opens nothing.

Each team has a key to seal with, one for look-up hashes and one for the audit chain; each person at a customer has one
of their own, and so has each phone number or e-mail that was typed into a text. Who is to be forgotten loses those
keys: the row stays, its secret is gone, and whatever it sealed reads as erased wherever a copy of the books may be.
With GENGFU_SECRET_KEY secrets are wrapped (AES-256-GCM under a key derived by HKDF-SHA256, RFC 5869). A key is
committed here, synced, before any row that uses it is committed there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    update,
)

from storage.drivers import storage_errors
from storage.engine import database_url, open_engine
from storage.errors import Conflict, Trouble

NONCE = 12
SPARE = 64
"""Keys for new persons are made so many at a time: one sync for all of them."""
PERSON, VALUE = "person", "value"  # one key each, fetched when asked for
ERASED = b""
"""The secret of a key that was dropped."""
REMEMBERED = 20_000
"""Keys of persons and values held in memory at once; all of them are forgotten every FORGETS seconds, so that every
process comes to know of those that another one dropped."""
FORGETS = 300
RENEWS = 10
"""Seconds within which every process seals with a key that was renewed."""
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
        self._engine = open_engine(self.url, "secure_delete=ON")
        self._wrap = _wrapping(secret_key) if secret_key else None
        self._lock = Lock()
        self._current: dict[tuple[int, str], tuple[int, bytes]] = {}
        self._secrets: dict[int, bytes] = {}
        self._teams: set[int] = set()
        self._numbers: dict[tuple[int, int], int] = {}  # (team, number of a value) -> key id
        self._forget_at = monotonic() + FORGETS
        self._spare: dict[int, list[tuple[int, bytes]]] = {}
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

    def new_person(self, team_id: int) -> tuple[int, bytes]:
        """A key nobody has yet, for somebody new at a customer."""
        with self._lock:
            spare = self._spare.setdefault(team_id, [])
            if not spare:
                made = [_new_key() for _ in range(SPARE)]
                self._keep([(key_id, team_id, PERSON, key_id, secret) for key_id, secret in made])
                spare.extend(made)
                self._forget()
            key_id, secret = spare.pop()
            self._secrets[key_id] = secret  # each value of their row asks for it
            return key_id, secret

    def of_value(self, team_id: int, number: int) -> tuple[int, bytes]:
        """The key of one personal value, by the number its keyed hash gives it; made and synced when it is first seen.

        A value that was erased and is typed again gets a new key under the same number.
        """
        with self._lock:
            return self._value(team_id, number) or self._make(team_id, VALUE, number)

    def secret(self, key_id: int) -> bytes:
        """A key by its id, also a former one; ERASED if it was dropped; Trouble `key_missing` if this keyring never had
        it."""
        with self._lock:
            if not self._known(key_id):
                raise Trouble("key_missing", f"no key {key_id} in this keyring")
            return self._secrets[key_id]

    def holds(self, key_id: int) -> bool:
        """Whether the key is here, dropped or not; another process may just have made it."""
        with self._lock:
            return self._known(key_id)

    def drop(self, key_ids: Collection[int], values: Collection[tuple[int, int]] = ()) -> int:
        """Destroy the secrets of persons and of values (team, number); how many were still there.

        SQLite overwrites what it frees (`secure_delete`) and empties its log; on PostgreSQL the table is vacuumed.
        """
        wanted: list[ColumnElement[bool]] = [keys.c.id.in_(list(key_ids))]
        wanted += [and_(keys.c.team_id == team, keys.c.number == number) for team, number in values]
        with self._lock, storage_errors():
            self._numbers = {}
            with self._engine.begin() as connection:
                dropping = (
                    update(keys)
                    .where(or_(*wanted), keys.c.purpose.in_((PERSON, VALUE)), keys.c.secret != ERASED)
                    .values(secret=ERASED, wrapped=False, number=keys.c.id)  # the number is free for a new key
                    .returning(keys.c.id)
                )
                dropped = [row[0] for row in connection.execute(dropping)]
            self._secrets.update(dict.fromkeys(dropped, ERASED))
            self._wipe()
        return len(dropped)

    def of_team(self, key_id: int) -> bool:
        """Whether this is or was a team's own key, and no person's."""
        self.secret(key_id)
        return key_id in self._teams

    def renew(self, team_id: int, purpose: str) -> None:
        """A new key in force for a purpose; the former ones still open what they sealed. Every process takes the new
        one within RENEWS seconds."""
        with self._lock:
            where = and_(keys.c.team_id == team_id, keys.c.purpose == purpose)
            with storage_errors(), self._engine.begin() as connection:
                newest = connection.execute(select(func.max(keys.c.number)).where(where)).scalar() or 0
            self._make(team_id, purpose, newest + 1)

    def look_again(self) -> None:
        """Take in what other processes made meanwhile."""
        with self._lock:
            self._load()

    def rows(self) -> list[dict[str, Any]]:
        """Every key as it is kept, wrapped or not: what a backup and a move take along."""
        with storage_errors(), self._engine.begin() as connection:
            return _plain_rows(connection)

    def close(self) -> None:
        """Let go of the file; no key is to be had after that."""
        self._engine.dispose()

    def _make(self, team_id: int, purpose: str, number: int = 1) -> tuple[int, bytes]:
        key_id, secret = _new_key()
        try:
            self._keep([(key_id, team_id, purpose, number, secret)])
        except Conflict:  # another process made it at the same moment, and its key is the one in force
            if purpose == VALUE:
                return self._value(team_id, number) or self._make(team_id, purpose, number)
            self._load()
            return self._current[team_id, purpose]
        self._secrets[key_id] = secret
        if purpose == VALUE:
            self._numbers[team_id, number] = key_id
        else:
            self._teams.add(key_id)
            self._current[team_id, purpose] = (key_id, secret)
        return key_id, secret

    def _value(self, team_id: int, number: int) -> tuple[int, bytes] | None:
        if (known := self._numbers.get((team_id, number))) is not None and self._secrets.get(known):
            return known, self._secrets[known]
        where = and_(keys.c.team_id == team_id, keys.c.purpose == VALUE, keys.c.number == number)
        with storage_errors(), self._engine.begin() as connection:
            found = connection.execute(select(keys.c.id).where(where)).scalar()
        if found is None or not self._known(found):
            return None
        self._numbers[team_id, number] = found
        return found, self._secrets[found]

    def _known(self, key_id: int) -> bool:
        return key_id in self._secrets or (not key_id >> 63 and self._fetch(keys.c.id == key_id))

    def _keep(self, made: Sequence[tuple[int, int, str, int, bytes]]) -> None:
        now = datetime.now(UTC).isoformat()
        rows = [
            dict(
                id=key_id,
                team_id=team_id,
                purpose=purpose,
                number=number,
                secret=secret if self._wrap is None else _closed(self._wrap, key_id, secret),
                wrapped=self._wrap is not None,
                created_at=now,
            )
            for key_id, team_id, purpose, number, secret in made
        ]
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(keys.insert(), rows)

    def _load(self) -> None:
        """The keys of the teams; those of persons and values are fetched when somebody asks for them."""
        self._fetch(keys.c.purpose.not_in((PERSON, VALUE)))

    def _fetch(self, which: ColumnElement[bool]) -> bool:
        """Take in the keys that fulfil a condition; whether there was one."""
        self._forget()
        with storage_errors(), self._engine.begin() as connection:
            rows = connection.execute(select(keys).where(which).order_by(keys.c.number)).mappings().all()
        for row in rows:
            secret = self._opened(row["id"], row["secret"]) if row["wrapped"] else bytes(row["secret"])
            self._secrets[row["id"]] = secret
            if row["purpose"] not in (PERSON, VALUE):
                self._teams.add(row["id"])
                self._current[row["team_id"], row["purpose"]] = (row["id"], secret)
        return bool(rows)

    def _forget(self) -> None:
        """Let go of persons' keys now and then, or when they are many."""
        if len(self._secrets) > REMEMBERED or monotonic() > self._forget_at:
            self._secrets = {key_id: secret for key_id, secret in self._secrets.items() if key_id in self._teams}
            self._numbers = {}
            self._forget_at = monotonic() + FORGETS

    def _wipe(self) -> None:
        """What was overwritten must not be left in the log either."""
        connection = self._engine.raw_connection()
        try:
            driver: Any = connection.driver_connection
            if self.url.drivername == "sqlite":
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            else:
                driver.autocommit = True
                driver.execute("VACUUM keys")
                driver.autocommit = False
        finally:
            connection.close()

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


def _new_key() -> tuple[int, bytes]:
    return int.from_bytes(os.urandom(8), "big") >> 1, os.urandom(32)


def _label(key_id: int) -> bytes:
    return str(key_id).encode()
