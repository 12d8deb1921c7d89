"""Each trouble broken once, and the line that is printed followed: then it works again (R40)."""

from __future__ import annotations

import itertools
import json
import re
import resource
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest
from sqlalchemy.engine import make_url

from bot.__main__ import gengfu
from storage.database import Database
from storage.migrations import known_versions
from tests.bot.filled_books import fill
from tests.bot.test_commands import Terminal, run
from tests.support.postgres import create_postgres_database, drop_postgres_database

__all__ = ["run"]
KEY = "sixteen letters and more"


@pytest.fixture
def there(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Filled books with a backup in its folder."""
    monkeypatch.setenv("GENGFU_BACKUP_DIR", str(run.place / "backups"))
    monkeypatch.setenv("GENGFU_BACKUP_KEY", KEY)
    database = run.database()
    fill(database)
    database.close()
    run("backup")
    return run


def codes(run: Terminal) -> set[str]:
    """What the doctor finds not in order."""
    report = json.loads(run("doctor", "--json", code=None).output)
    return {one["check"].removeprefix("trouble_") for one in report["findings"] if one["level"] != "ok"}


def refused(run: Terminal, word: str, *command: str, **variables: str) -> str:
    said = run(*(command or ("audit", "verify")), code=1, **variables).output
    assert f"[{word}]" in said, said
    return said


def follow(run: Terminal, said: str, **fill_in: str) -> str:
    """Run the `gengfu ...` a sentence names, its words in capitals filled in."""
    words = re.search(r"gengfu ([\w\- ]+)", said)[1].split()  # type: ignore[index]
    size = 2 if isinstance(gengfu.get_command(click.Context(gengfu), words[0]), click.Group) else 1
    rest = itertools.takewhile(lambda word: word.isupper() or word.startswith("--"), words[size:])
    return run(*words[:size], *(fill_in.get(word, word) for word in rest)).output


def newest(run: Terminal, ending: str) -> str:
    return str(max((run.place / "backups").glob(f"*.{ending}")))


def is_whole(run: Terminal) -> bool:
    return "all" in run("audit", "verify").output


def test_a_damaged_file_is_replaced_by_the_restore_it_names(there: Terminal):
    (there.place / "gengfu.db").write_bytes(b"no database at all " * 500)

    said = refused(there, "corrupt")
    assert "corrupt" in codes(there)
    follow(there, said, FILE=newest(there, "books"), URL=there.url)

    assert is_whole(there)
    assert list(there.place.glob("gengfu.db.*.old")), "the damaged one is kept"


def test_pages_that_are_damaged_are_found_and_replaced(there: Terminal):
    file = there.place / "gengfu.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xa5" * 8192 + whole[16384:])
    (there.place / "gengfu.db-wal").unlink(missing_ok=True)

    found = there("doctor", code=1).output
    line = next(one for one in found.splitlines() if "[damage]" in one or "[corrupt]" in one)
    follow(there, line, FILE=newest(there, "books"), URL=there.url)

    assert is_whole(there)


def test_a_keyring_that_is_gone_comes_back_from_the_backup(there: Terminal):
    (there.place / "gengfu.db.keyring").unlink()

    line = next(one for one in there("doctor", code=1).output.splitlines() if "[keyring_gone]" in one)
    follow(there, line, FILE=newest(there, "keyring"))

    assert is_whole(there)
    assert not {"keyring_gone", "keyring_wrong"} & codes(there)


def test_a_keyring_of_others_makes_room_for_the_right_one(there: Terminal):
    Database(f"sqlite:///{there.place / 'other.db'}").close()
    shutil.copy(there.place / "other.db.keyring", there.place / "gengfu.db.keyring")

    said = refused(there, "keyring_wrong")
    refused(there, "place_taken", "keys", "restore", newest(there, "keyring"))
    follow(there, said, FILE=newest(there, "keyring"))

    assert is_whole(there)
    refused(there, "backup_format", "keys", "restore", newest(there, "books"))


def test_a_wrapped_keyring_opens_with_the_key_it_asks_for(run: Terminal):
    run("migrate", secret_key=KEY)

    assert "Set GENGFU_SECRET_KEY" in refused(run, "secret_key_missing")
    refused(run, "secret_key_wrong", secret_key="another one altogether")
    run("audit", "verify", secret_key=KEY)


def test_books_that_are_not_there_are_made_by_the_command_it_names(run: Terminal):
    said = refused(run, "no_database")
    assert "gengfu migrate" in said

    run("migrate")
    run("audit", "verify")


def test_books_somebody_holds_open_again_when_it_is_closed(run: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("storage.engine.SQLITE_PRAGMAS", ("journal_mode=WAL", "busy_timeout=50"))
    run("migrate")
    with closing(sqlite3.connect(run.place / "gengfu.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "Close it" in refused(run, "locked", "team", "add", "华南")

    run("team", "add", "华南")


def test_files_others_may_read_are_closed_by_the_command_it_prints(there: Terminal):
    for name in ("gengfu.db", "gengfu.db.keyring"):
        (there.place / name).chmod(0o644)

    for line in (one for one in there("doctor").output.splitlines() if "[file_open]" in one):
        _, mode, file = re.search(r"(chmod) (\d+) (\S+)", line).groups()  # type: ignore[union-attr]
        Path(file).chmod(int(mode, 8))

    assert "file_open" not in codes(there)


def test_a_late_backup_is_made_by_the_command_it_names(there: Terminal):
    database = there.database()
    old = json.dumps({"good_at": "2026-01-01T00:00:00+00:00"})
    from storage.people import House

    database.write(lambda tx: House(tx).remember("backup", old))
    database.close()

    line = next(one for one in there("doctor", code=1).output.splitlines() if "[backup_late]" in one)
    follow(there, line)

    assert not {"backup_late", "backup_never"} & codes(there)


def test_wrong_missing_and_damaged_backups_end_well_when_their_line_is_followed(there: Terminal):
    books, new = newest(there, "books"), ("--to", f"sqlite:///{there.place / 'new.db'}")

    assert "Set GENGFU_BACKUP_KEY" in refused(there, "backup_key_missing", "restore", books, *new, backup_key="")
    refused(there, "backup_key_wrong", "restore", books, *new, backup_key=KEY + "x")
    broken = there.place / "broken.books"
    broken.write_bytes(Path(books).read_bytes()[:-7])
    assert "Copy it again" in refused(
        there, "backup_damaged", "restore", str(broken), *new, "--keys", newest(there, "keyring")
    )
    shutil.copy(books, broken)
    there("restore", str(broken), *new, "--keys", newest(there, "keyring"))
    assert "--force" in refused(there, "place_taken", "restore", books, *new)
    there("restore", books, *new, "--force")


def test_a_team_nobody_came_into_gets_a_code_by_the_command_it_names(run: Terminal):
    run("team", "add", "华东")

    line = next(one for one in run("doctor").output.splitlines() if "[team_empty]" in one)
    said = follow(run, line.partition("printed;")[2])

    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", said)


def test_an_edited_audit_is_found_and_the_backup_that_holds_put_back(there: Terminal):
    with closing(sqlite3.connect(there.place / "gengfu.db")) as raw, raw:
        raw.execute("UPDATE audit SET at = at + 1 WHERE seq = 3")

    assert {"audit_broken"} <= codes(there)
    there("restore", newest(there, "books"), "--to", there.url, "--force")

    assert is_whole(there)


def test_a_disk_that_reports_errors_is_left_for_a_good_one(there: Terminal):
    """A file may not grow: SQLite hears that as an error of the disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        said = there("team", "add", "华南", code=1).output
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "[disk]" in said
    assert "Copy the database away" in said

    (good := there.place / "good").mkdir()
    for file in there.place.glob("gengfu.db*"):
        shutil.copy(file, good)
    there("team", "add", "华南", database_url=f"sqlite:///{good / 'gengfu.db'}")

    assert 2 == there("audit", "verify", database_url=f"sqlite:///{good / 'gengfu.db'}").output.count("all ")


def test_books_of_a_later_release_wait_untouched_for_it(there: Terminal, monkeypatch: pytest.MonkeyPatch):
    with closing(sqlite3.connect(there.place / "gengfu.db")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")

    for command in (("migrate",), ("team", "add", "华南"), ("audit", "verify")):
        said = refused(there, "newer_database", *command)
        assert "Install that release" in said
        assert "9999" in said
    assert "schema_newer" in codes(there)

    known = known_versions()
    for place in ("migrations", "checkup"):
        monkeypatch.setattr(f"storage.{place}.known_versions", lambda: (*known, "9999"))
    assert is_whole(there)
    assert "schema_newer" not in codes(there)


@pytest.mark.postgres
def test_a_user_who_may_make_no_database_gets_the_right_it_names(
    run: Terminal, postgres_url: str, monkeypatch: pytest.MonkeyPatch
):
    psycopg = pytest.importorskip("psycopg")
    if not shutil.which("pg_dump"):
        pytest.skip("no pg_dump here")
    role, books = f"poor_{secrets.token_hex(4)}", create_postgres_database()
    url = make_url(books)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
        server.execute(f'ALTER DATABASE "{url.database}" OWNER TO {role}')
        monkeypatch.setenv(
            "GENGFU_DATABASE_URL", url.set(username=role, password="x").render_as_string(hide_password=False)
        )
        monkeypatch.setenv("GENGFU_KEYRING", f"sqlite:///{run.place / 'the.keyring'}")
        monkeypatch.setenv("GENGFU_BACKUP_DIR", str(run.place / "backups"))
        monkeypatch.setenv("GENGFU_BACKUP_KEY", KEY)
        try:
            run("migrate")
            said = run("backup", code=1).output
            if "server version mismatch" in said:
                pytest.skip("pg_dump is older than the server")
            assert "[backup_unproven]" in said
            assert newest(run, "unproven")
            assert "backup_never" in codes(run), "it does not count"

            server.execute(re.search(r"ALTER ROLE gengfu CREATEDB", said)[0].replace("gengfu", role))  # type: ignore[index]
            run("backup")

            assert newest(run, "books")
            assert not {"backup_unproven", "backup_never", "backup_late"} & codes(run)
        finally:
            drop_postgres_database(books)
            server.execute(f"DROP ROLE {role}")
