"""`gengfu keys rotate`: new keys for every team, and everything put under them, while the bot runs."""

from __future__ import annotations

import time
from pathlib import Path

import click

from bot.commands import (
    A_FILE,
    Command,
    Group,
    Option,
    as_json,
    backup_key_of,
    now_of,
    open_books,
    secrets_of,
    settings_in_force,
    show_json,
    tell,
)
from storage.checkup import file_of
from storage.errors import Trouble
from storage.keyring import RENEWS
from storage.people import House
from storage.resealing import HOUSE, rotate

ROUNDS = 5  # what another process wrote under a former key meanwhile is taken by the next round


@click.group("keys", cls=Group, key="keys")
def keys() -> None:
    pass


@keys.command("restore", cls=Command, key="keys_restore")
@click.argument("file", type=A_FILE)
@click.option("--force", is_flag=True, cls=Option)
@as_json
def restore_keys(file: Path, force: bool, as_json_: bool) -> None:
    settings = settings_in_force()
    from storage.backup import Place
    from storage.backup import restore_keys as bring_back

    url, (keyring, secret_key) = settings.database_url.get_secret_value(), secrets_of(settings)
    place = Place(url, keyring, secret_key)
    if (books := file_of(url)) is not None and not books.exists():
        raise Trouble("no_database", str(books))
    aside = bring_back(file, backup_key_of(settings), place, force=force, now=now_of(settings))
    if as_json_:
        show_json({"moved_aside": aside})
        return
    tell("keys_restored")
    for old in aside:
        tell("restore_moved_aside", file=old)


@keys.command("rotate", cls=Command, key="keys_rotate")
@click.option("--resume", is_flag=True, cls=Option)
@as_json
def rotate_keys(resume: bool, as_json_: bool) -> int:
    settings = settings_in_force()
    with open_books(settings, must_exist=True) as database:
        teams = (HOUSE, *database.read(lambda transaction: House(transaction).team_ids()))
        if not resume:
            for team in teams:
                for purpose in ("seal", "audit"):
                    database.keyring.renew(team, purpose)
            time.sleep(2 * RENEWS)  # every process seals with the new ones before the old values are rewritten
        database.renew_seals()
        counts = [rotate(database)]
        while counts[-1] and len(counts) < ROUNDS:
            counts.append(rotate(database))
    if as_json_:
        show_json({"teams": len(teams) - 1, "values": sum(counts), "left": counts[-1]})
    elif counts[-1]:
        tell("keys_left", count=counts[-1])
    else:
        tell("keys_rotated", teams=len(teams) - 1, count=sum(counts))
    return 1 if counts[-1] else 0
