"""`gengfu team add` and `gengfu admin recover`: the codes that let people in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from zoneinfo import available_timezones

import click

from bot.commands import Command, Failed, Group, Option, as_json, now_of, open_books, settings_in_force, show_json, tell
from bot.settings import Settings
from bot.text import LANGUAGES, say
from core.base.money import CURRENCIES
from core.base.records import evolve
from core.people import Invitation, Member, Team
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
ROLES = ("admin", "manager")
FOR_SETUP, FOR_RECOVERY = timedelta(days=30), timedelta(days=1)


# --- commands --------------------------------------------------------------------------------------------------------


@click.group("team", cls=Group, key="team")
def team() -> None:
    pass


@team.command("add", cls=Command, key="team_add")
@click.argument("name")
@click.option("--currency", type=click.Choice(sorted(CURRENCIES), case_sensitive=False), metavar="CNY", cls=Option)
@click.option("--timezone", metavar="Asia/Shanghai", cls=Option)
@click.option("--language", type=click.Choice(LANGUAGES), cls=Option)
@as_json
def add(name: str, currency: str | None, timezone: str | None, language: str | None, as_json_: bool) -> None:
    settings = settings_in_force()
    if timezone is not None and timezone not in available_timezones():
        raise Failed("team_timezone", name=timezone)
    changes = {"team_name": name.strip(), "currency": currency, "timezone": timezone, "locale": language}
    wanted = settings.model_copy(update={key: value for key, value in changes.items() if value})
    now = now_of(settings)
    with open_books(settings) as database:
        made, code = database.write(lambda transaction: _add(transaction, wanted, new_code(), now))
    _tell_code("team_added", made, code, as_json_)


@click.group("admin", cls=Group, key="admin")
def admin() -> None:
    pass


@admin.command("recover", cls=Command, key="admin_recover")
@click.option("--team", "team_", metavar="NAME", cls=Option)
@as_json
def recover(team_: str | None, as_json_: bool) -> None:
    settings = settings_in_force()
    now, code = now_of(settings), new_code()
    with open_books(settings, must_exist=True) as database:

        def work(transaction: Transaction) -> Team:
            found = team_named(transaction, team_, now)
            invite(_store(transaction, found.id, now), code, now + FOR_RECOVERY)
            return found

        found = database.write(work)
    _tell_code("admin_recovered", found, code, as_json_)


def _tell_code(key: str, team: Team, code: str, as_json_: bool) -> None:
    if as_json_:
        show_json({"team_id": str(team.id), "team": team.name, "code": code})
    else:
        tell(key, team=team.name, code=code)


def team_named(transaction: Transaction, name: str | None, now: datetime) -> Team:
    """The team of that name or id; without one, the only team there is."""
    teams = _teams(transaction, now)
    found = [one for one in teams if name is None or name in (one.name, str(one.id))]
    if len(found) == 1:
        return found[0]
    names = [f"{one.name} ({one.id})" for one in teams]
    raise Failed("team_which" if found else "team_unknown", names=names)


# --- what they do ----------------------------------------------------------------------------------------------------


def first_team(database: Database, settings: Settings, now: datetime) -> str | None:
    """Make the first team if there is none, and return the code whose sender becomes its admin.

    The code is GENGFU_SETUP_CODE or a new one. As long as nobody has come in, a later start returns a code again: what
    was printed once may be gone. None when somebody has.
    """
    wanted = settings.setup_code.get_secret_value().strip() if settings.setup_code else ""
    return database.write(lambda transaction: _first(transaction, settings, wanted or new_code(), now))


def _first(transaction: Transaction, settings: Settings, code: str, now: datetime) -> str | None:
    teams = _teams(transaction, now)
    if not teams:
        return _add(transaction, settings, code, now)[1]
    store = _store(transaction, teams[0].id, now)
    if len(teams) > 1 or store.all(Member):
        return None
    invite(store, code, now + FOR_SETUP)
    return code


def _add(transaction: Transaction, settings: Settings, code: str, now: datetime) -> tuple[Team, str]:
    """A new team as the settings say, with its setup code."""
    name = settings.team_name or say(settings.locale, "team_default_name")
    if any(one.name == name for one in _teams(transaction, now)):
        raise Failed("team_exists", name=name)
    team = Team(
        id=transaction.database.ids.new(now),
        name=name,
        timezone=settings.timezone,
        language=settings.locale,
        currency=settings.currency,
    )
    store = _store(transaction, team.id, now)
    store.save(team)
    invite(store, code, now + FOR_SETUP)
    return team, code


def invite(store: Store, code: str, until: datetime) -> None:
    """Let whoever sends the code first in as admin; codes given out before for that and not used are no longer good."""
    hashed = House(store.transaction).code_hash(code)
    unused = [one for one in store.people.invitations() if one.roles == ROLES and not one.name and one.used_by is None]
    known = [one for one in unused if one.code_hash == hashed]
    store.save(
        *(evolve(one, expires_at=store.now) for one in unused if one not in known and one.expires_at > store.now)
    )
    renewed = [evolve(one, expires_at=until) for one in known]
    fresh = Invitation(id=store.new_id(), code_hash=hashed, name="", roles=ROLES, expires_at=until)
    store.save(*(renewed or [fresh]))


def new_code() -> str:
    """Twelve signs in threes of four, easy to read out: 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def _teams(transaction: Transaction, now: datetime) -> list[Team]:
    return [_store(transaction, row, now).people.team() for row in House(transaction).team_ids()]


def _store(transaction: Transaction, team_id: int, now: datetime) -> Store:
    """The team's books, written by nobody of the team: a change set of the command line's own."""
    return Store(transaction, team_id, by=None, source=transaction.database.ids.new(now), now=now)
