"""`gengfu keys rotate`: new keys for every team, and everything put under them, while the bot runs."""

from __future__ import annotations

import time

import click

from bot.commands import Command, Group, Option, as_json, open_books, settings_in_force, show_json, tell
from storage.keyring import RENEWS
from storage.people import House
from storage.resealing import HOUSE, rotate

ROUNDS = 5  # what another process wrote under a former key meanwhile is taken by the next round


@click.group("keys", cls=Group, key="keys")
def keys() -> None:
    pass


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
