"""`gengfu backup`, `restore` and `move`: the books and their keys to another place."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import (
    A_FILE,
    Command,
    Failed,
    Option,
    as_json,
    backup_key_of,
    heads_file,
    moment_of,
    now_of,
    open_books,
    secrets_of,
    settings_in_force,
    show_json,
    tell,
)
from core.base.retention import Keep
from storage.errors import Trouble

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.backup import Manifest, Place, Restored


@click.command("backup", cls=Command, key="backup")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", cls=Option)
@click.option("--plain", is_flag=True, cls=Option)
@as_json
def backup(to: Path | None, plain: bool, as_json_: bool) -> None:
    settings = settings_in_force()
    folder, key = to or settings.backup_dir, None if plain else backup_key_of(settings)
    if folder is None:
        raise Failed("backup_where")
    if key is None and not plain:
        raise Failed("backup_without_key")
    from storage.backup import back_up, thin_out
    from storage.lately import went_well, went_wrong

    now = now_of(settings)
    with open_books(settings, must_exist=True) as database:
        try:
            made = back_up(database, folder, key, now)
        except Trouble as trouble:
            failed = trouble
            database.write(lambda transaction: went_wrong(transaction, failed))
            raise
        if key is not None and folder == settings.backup_dir:
            database.write(lambda transaction: went_well(transaction, made, now))
            thin_out(folder, Keep.of(settings.backup_keep), settings.zone)
    if as_json_:
        files = {"books": str(made.books), "keyring": str(made.keyring)}
        show_json({**files, "encrypted": made.encrypted, "rows": dict(made.manifest.rows)})
        return
    for name, file in (("backup_books", made.books), ("backup_keyring", made.keyring)):
        tell(name, file=str(file), kilobytes=-(-file.stat().st_size // 1024))
    tell("backup_done" if made.encrypted else "backup_done_plain", count=made.manifest.count)


@click.command("restore", cls=Command, key="restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--to", required=True, metavar="URL", cls=Option)
@click.option("--until", metavar="ISO", cls=Option)
@click.option("--keys", type=A_FILE, metavar="FILE", cls=Option)
@click.option("--keyring", metavar="URL", cls=Option)
@click.option("--force", is_flag=True, cls=Option)
@as_json
def restore(
    file: Path, to: str, until: str | None, keys: Path | None, keyring: str | None, force: bool, as_json_: bool
) -> None:
    settings = settings_in_force()
    from storage import backup as keeping

    place = keeping.Place(to, keyring or _keyring_setting(settings, to), secrets_of(settings)[1])
    books, last = _newest_of(file), moment_of(until, settings.zone, "--until")
    now, key = now_of(settings), _key(settings)
    done = keeping.restore(books, keys or _keys_of(books), key, place, force=force, now=now, until=last)
    _say_so_in_the_file(settings, place, done)
    if as_json_:
        show_json({**asdict(done), "manifest": dict(done.manifest.rows)})
        return
    _tell_rows(done.manifest)
    made = done.followed.made_at or done.made_at
    tell("restore_done", made=made, count=done.manifest.count, audited=sum(done.audited.values()))
    if done.followed.count:
        tell("restore_followed", base=done.made_at, count=done.followed.count)
    if done.followed.stopped:
        tell("restore_stopped", problem=done.followed.stopped)
    for old in done.moved_aside:
        tell("restore_moved_aside", file=old)
    tell("settings_to_change", place=done.place, keyring=done.keyring)


def _say_so_in_the_file(settings: Settings, place: Place, done: Restored) -> None:
    """Our own books were put back to an older state on purpose: the file with the audit's ends is told, or it would
    raise the alarm."""
    from storage.audit import Head
    from storage.heads import keep

    file = heads_file(settings)
    if file is None or not file.exists() or place.url != settings.database_url.get_secret_value():
        return
    database = place.open()
    try:
        ends = {int(team): Head.of(mark) for team, mark in done.manifest.heads.items()}
        keep(file, database, ends, now_of(settings), restored=True)
    finally:
        database.close()


def _keyring_setting(settings: Settings, to: str) -> str | None:
    """GENGFU_KEYRING counts for a server; a SQLite file gets its keyring beside it."""
    return None if to.startswith("sqlite") else secrets_of(settings)[0]


def _newest_of(place: Path) -> Path:
    """The backup itself, or the newest in a folder."""
    from storage.backup import newest_first

    if not place.is_dir():
        return place
    found = newest_first(place)
    if not found:
        raise Failed("restore_no_books", folder=str(place))
    return found[0]


def _keys_of(books: Path) -> Path:
    from storage.backup import keys_for

    found = keys_for(books)
    if found is None:
        raise Failed("restore_no_keys", folder=str(books.parent))
    return found


@click.command("move", cls=Command, key="move")
@click.option("--to", required=True, metavar="URL", cls=Option)
@click.option("--keyring", metavar="URL", cls=Option)
@as_json
def move(to: str, keyring: str | None, as_json_: bool) -> None:
    settings = settings_in_force()
    from storage.backup import Place
    from storage.move import move as move_

    with open_books(settings, must_exist=True) as database:
        same = database.keyring.url.render_as_string(hide_password=False)
        beside = None if to.startswith("sqlite") else same
        done = move_(database, Place(to, keyring or beside, secrets_of(settings)[1]))
    if as_json_:
        show_json({**asdict(done), "manifest": dict(done.manifest.rows)})
        return
    _tell_rows(done.manifest)
    tell("move_done", count=done.manifest.count, audited=sum(done.audited.values()))
    tell("settings_to_change", place=done.place, keyring=done.keyring)


def _tell_rows(manifest: Manifest) -> None:
    for name, count in manifest.rows.items():
        if count:
            click.echo(f"{name:<14}{count:>9}")


def _key(settings: Settings) -> str | None:
    return settings.backup_key.get_secret_value() if settings.backup_key else None
