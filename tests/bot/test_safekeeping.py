"""`gengfu backup`, `restore` and `move`, as somebody types them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from storage.database import Database
from tests.bot.filled_books import fill
from tests.bot.test_commands import Terminal, run

__all__ = ["run"]
KEY = "sixteen letters and more"


@pytest.fixture
def there(run: Terminal) -> Terminal:
    database = run.database()
    fill(database)
    database.close()
    return run


def made(there: Terminal, *more: str, **variables: str) -> dict[str, str]:
    said = there("backup", "--to", str(there.place / "backups"), "--json", *more, **variables)
    files: dict[str, str] = json.loads(said.output)
    return files


def test_without_a_key_nothing_is_written_unless_plain_is_said(there: Terminal):
    assert "--plain" in there("backup", "--to", str(there.place / "backups"), code=1).output
    assert not (there.place / "backups").exists()
    assert "16" in there("backup", "--to", str(there.place / "backups"), code=1, backup_key="short").output

    plain = made(there, "--plain")
    assert plain["encrypted"] is False
    assert 0o600 == stat.S_IMODE(Path(plain["books"]).stat().st_mode)


def test_without_a_folder_it_asks_for_one(there: Terminal):
    assert "GENGFU_BACKUP_DIR" in there("backup", "--plain", code=1).output
    assert "backed up" in there("backup", backup_dir=str(there.place / "there"), backup_key=KEY).output


def test_there_and_back_in_words(there: Terminal):
    files = made(there, backup_key=KEY)

    new = f"sqlite:///{there.place / 'new.db'}"
    said = there("restore", files["books"], "--to", new, backup_key=KEY).output

    assert f"GENGFU_DATABASE_URL={new}" in said
    assert f"GENGFU_KEYRING={new}.keyring" in said
    assert "accounts" in said

    assert "[place_taken]" in there("restore", files["books"], "--to", new, code=1, backup_key=KEY).output
    assert ".old" in there("restore", files["books"], "--to", new, "--force", backup_key=KEY).output


def test_a_wrong_key_no_key_and_a_damaged_file_end_with_their_words(there: Terminal):
    files = made(there, backup_key=KEY)
    new = ("--to", f"sqlite:///{there.place / 'new.db'}")

    assert "[backup_key_missing]" in there("restore", files["books"], *new, code=1).output
    assert "[backup_key_wrong]" in there("restore", files["books"], *new, code=1, backup_key=KEY + "x").output
    whole = Path(files["books"]).read_bytes()
    Path(files["books"]).write_bytes(whole[:-9])
    assert "[backup_damaged]" in there("restore", files["books"], *new, code=1, backup_key=KEY).output
    assert not (there.place / "new.db").exists()


def test_the_copy_of_the_keyring_may_lie_elsewhere(there: Terminal):
    files = made(there, backup_key=KEY)
    other = Path(files["keyring"]).rename(there.place / "kept.keyring")
    new = ("--to", f"sqlite:///{there.place / 'new.db'}")

    assert "--keys" in there("restore", files["books"], *new, code=1, backup_key=KEY).output
    there("restore", files["books"], *new, "--keys", str(other), backup_key=KEY)

    Database(new[1]).close()


def test_a_folder_with_what_was_shipped_comes_back_to_its_last_piece_or_to_a_moment(there: Terminal):
    from datetime import UTC, datetime

    from storage.people import House
    from storage.shipping import Shipper

    folder, database = there.place / "ship", there.database()
    shipper = Shipper(database, folder, KEY)
    there("backup", "--to", str(folder), backup_key=KEY)
    for minute in (1, 2, 3):
        database.write(lambda tx, name=f"m{minute}": House(tx).remember(name, "x"))
        shipper.ship(datetime(2026, 3, 2, 2, minute, tzinfo=UTC))
    shipper.close()
    database.close()
    new = f"sqlite:///{there.place / 'new.db'}"

    def back(*more: str) -> str:
        return there("restore", str(folder), "--to", new, "--force", *more, backup_key=KEY).output

    assert "on with 3 shipped pieces" in back()
    assert "on with 2 shipped pieces" in back("--until", "2026-03-02T10:02")
    sorted(folder.glob("*.piece"))[1].unlink()
    assert "on with one shipped piece." in (said := back())
    assert "Not further: the piece before" in said
    assert "(.books)" in there("restore", str(there.place), "--to", new, code=1, backup_key=KEY).output


def test_a_move_says_which_settings_to_change(there: Terminal):
    new = f"sqlite:///{there.place / 'moved.db'}"

    said = there("move", "--to", new).output

    assert f"GENGFU_DATABASE_URL={new}" in said
    assert "[place_taken]" in there("move", "--to", new, code=1).output


def test_no_password_is_printed(there: Terminal):
    url = "postgresql://gengfu:hunter22hunter@127.0.0.1:1/gengfu"

    assert "hunter22" not in there("move", "--to", url, code=1).output
