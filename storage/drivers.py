"""What the drivers say, put into the storage's own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.errors import Conflict, NoSuchRecord, Trouble

SQLITE_CONFLICTS = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
    sqlite3.SQLITE_CONSTRAINT_CHECK,
}
SQLITE_TROUBLES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_PERM: "cannot_open",
}
SQLITE_DAMAGE = {sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}  # I/O errors of a file cut short
UNDECODABLE = "Could not decode to UTF-8"  # what sqlite3 says, without a code, of text whose bytes were damaged

# SQLSTATE, PostgreSQL 15, appendix A: unique, check, exclusion, serialization, deadlock, lock not available.
POSTGRES_CONFLICTS = {"23505", "23514", "23P01", "40001", "40P01", "55P03"}
POSTGRES_TROUBLES = {
    "53100": "disk_full",
    "53200": "unreachable",
    "53300": "unreachable",
    "25006": "read_only",
    "25P03": "unreachable",
    "58030": "disk",
    "57P01": "unreachable",
    "57P02": "unreachable",
    "57P03": "unreachable",
    "3D000": "cannot_open",
    "42501": "cannot_open",
}
POSTGRES_CLASSES = {"08": "unreachable", "28": "cannot_open", "XX": "corrupt"}
NO_REFERENCE = "23503"
TURNED_AWAY = ("authentication failed", "no password supplied", "does not exist", "pg_hba.conf")  # by whoever answered


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turns what SQLAlchemy and the drivers raise into Conflict, NoSuchRecord or Trouble."""
    try:
        yield
    except Exception as error:
        raise_understood(error)
        raise


def raise_understood(error: Exception) -> None:
    """Raise the storage's own word for what a driver raised; nothing where it has none: that is a mistake of ours."""
    word = understood(error)
    if word is not None:
        raise word from error


def understood(error: BaseException) -> Exception | None:
    """The storage's own word for it."""
    if isinstance(error, NoConnectionFree):
        return Trouble("locked", "every connection is in use")
    driver = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(driver, sqlite3.Error):
        return _word_of_sqlite(driver)
    # psycopg is an extra, and costs start-up time: it is known by its name
    return _word_of_postgres(driver) if type(driver).__module__.startswith("psycopg") else None


def _word_of_sqlite(error: sqlite3.Error) -> Exception | None:
    text = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return Trouble("corrupt", text) if text.startswith(UNDECODABLE) else None
    if code in SQLITE_CONFLICTS:
        return Conflict(text)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return NoSuchRecord(text)
    trouble = "corrupt" if code in SQLITE_DAMAGE else SQLITE_TROUBLES.get(code & 0xFF)  # low byte: the primary code
    return Trouble(trouble, text) if trouble else None


def _word_of_postgres(error: BaseException) -> Exception | None:
    state, text = getattr(error, "sqlstate", None), str(error)
    if state is None:
        # a connection that was never made, or broke: psycopg has no SQLSTATE for it
        code = "cannot_open" if any(said in text for said in TURNED_AWAY) else "unreachable"
        return Trouble(code, text) if type(error).__name__ == "OperationalError" else None
    if state in POSTGRES_CONFLICTS:
        return Conflict(text)
    if state == NO_REFERENCE:
        return NoSuchRecord(text)
    trouble = POSTGRES_TROUBLES.get(state) or POSTGRES_CLASSES.get(state[:2])
    return Trouble(trouble, text) if trouble else None
