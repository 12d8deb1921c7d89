"""Backups of a server that asks for a password (scram): they work, and it is shown nowhere (R19, R20)."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest
from sqlalchemy.engine import make_url

from bot.nightly import made_apart
from storage.backup import Place, restore
from storage.database import Database
from storage.errors import Trouble
from tests.bot.filled_books import NOW, fill
from tests.support.postgres import PostgresMissing, ServerToCrash, a_server_to_crash

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
KEY = "a key that nobody guesses"
PASSWORD = "Regen/Schirm@42:x?&%"
RULES = "local all keeper scram-sha-256\n"


@pytest.fixture
def server() -> Iterator[ServerToCrash]:
    try:
        with a_server_to_crash() as started:
            yield started
    except PostgresMissing as missing:
        pytest.skip(f"no PostgreSQL here ({missing})")


@pytest.fixture
def address(server: ServerToCrash) -> str:
    """Of empty books whose owner has to say the password; `%s` stands for the database."""
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE keeper LOGIN CREATEDB PASSWORD '{PASSWORD}'".encode())
        for name in ("books", "again"):
            admin.execute(f"CREATE DATABASE {name} OWNER keeper".encode())
        [(file,)] = admin.execute("SHOW hba_file").fetchall()
        rules = Path(str(file))
        rules.write_text(RULES + rules.read_text())
        admin.execute("SELECT pg_reload_conf()")
    host = quote(str(make_url(server.url).query["host"]), safe="")
    return f"postgresql://keeper:{quote(PASSWORD, safe='')}@/{{}}?host={host}"


def observed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each tool of PostgreSQL writes down the list of processes while it runs."""
    (folder / "tools").mkdir()
    told = folder / "processes"
    for name in ("pg_dump", "pg_restore"):
        real = shutil.which(name)
        if real is None:
            pytest.skip(f"no {name} here")
        tool = folder / "tools" / name
        tool.write_text(f'#!/bin/sh\n{real} "$@" &\ncat /proc/[0-9]*/cmdline >> {told} 2>/dev/null\nwait $!\n')
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "tools"), prepend=":")
    return told


def test_a_password_opens_backup_and_restore_and_is_shown_nowhere(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told, keyring = observed(tmp_path, monkeypatch), f"sqlite:///{tmp_path / 'keyring'}"
    database = Database(address.format("books"), keyring=keyring)
    fill(database)

    apart = made_apart(database, tmp_path / "backups", KEY, NOW, Event())
    assert apart is not None
    place = Place(address.format("again"), f"sqlite:///{tmp_path / 'again.keyring'}")
    restored = restore(apart.made.books, apart.made.keyring, KEY, place, force=False, now=NOW)
    database.close()

    assert restored.manifest == apart.made.manifest
    seen = told.read_text()
    assert "pg_dump" in seen
    assert "pg_restore" in seen
    spoken = [seen, caplog.text, restored.place, *(one.read_bytes().decode("latin-1") for one in written(tmp_path))]
    for shape in (PASSWORD, quote(PASSWORD, safe=""), "Schirm"):
        assert [] == [one for one in spoken if shape in one]


def written(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_wrong_password_is_said_without_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as refused:
        Database(address.format("books").replace("Regen", "Sonne"), keyring=f"sqlite:///{tmp_path / 'keyring'}")

    assert "cannot_open" == refused.value.code
    assert "Schirm" not in str(refused.value) + repr(refused.value.__cause__)
