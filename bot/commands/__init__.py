"""The commands of `gengfu`, one file a group. Here is what they share: help in the reader's language, settings, books.

A command's help is `command_<key>` in the catalogue, its options' are attributes of it (`command_export.to`). What goes
wrong is raised; `bot.__main__` puts it into words and an exit code.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database


class Failed(Exception):
    """A command could not do it: `key` names the sentence that says why and what to do."""

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


# --- words -----------------------------------------------------------------------------------------------------------


@cache
def language() -> str:
    """The language of the person at this terminal: GENGFU_LOCALE."""
    from bot.settings import spoken_language

    return spoken_language()


def words(key: str, **facts: Any) -> str:
    """A sentence of the catalogue in that language, as it can be copied: no platform looks at it."""
    from bot.text import at_terminal

    return at_terminal(language(), key, **facts)


def trouble_words(code: str, detail: str) -> str:
    """The books cannot be used: what that means, what to do, and the code docs/troubleshooting.md knows it by."""
    from storage.errors import CODES

    known = code if code in CODES else "other"
    return f"{words(f'trouble_{known}', detail=detail)} [{code}]"


def tell(key: str, **facts: Any) -> None:
    """Say it on standard output."""
    click.echo(words(key, **facts))


EVERYWHERE = ("as_json", "version")
A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class Option(click.Option):
    """An option whose help stands in the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        key = getattr(ctx.command, "key", "")
        name = str(self.name).removesuffix("_")
        self.help = words(f"cli_{name}" if name in EVERYWHERE else f"command_{key}.{name}")
        return super().get_help_record(ctx)


class Spoken(click.Command):
    """Help pages in the reader's language."""

    key = ""

    def get_short_help_str(self, limit: int = 45) -> str:
        return short_help(self.key)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=words("cli_usage") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            for paragraph in words(f"command_{self.key}" if self.key else "cli_about").split("\n"):
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        found = (param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option))
        if rows := [row for row in found if row is not None]:
            with formatter.section(words("cli_options")):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = words("cli_help")
        return option


class Command(Spoken):
    """A command with its key in the catalogue."""

    def __init__(self, *arguments: Any, key: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.key = key


class Group(Spoken, click.Group):
    """A group of commands; the outermost has no key."""

    def __init__(self, *arguments: Any, key: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.key = key

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, short_help(f"{self.key}_{name}".strip("_"))) for name in self.list_commands(ctx)]
        with formatter.section(words("cli_commands")):
            formatter.write_dl(rows)


def short_help(key: str) -> str:
    """The first line of a command's help."""
    return words(f"command_{key}").partition("\n")[0]


as_json = click.option("--json", "as_json_", is_flag=True, cls=Option)


def show_json(value: Any) -> None:
    """Data for programs, on standard output."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


# --- settings and books ----------------------------------------------------------------------------------------------


def settings_in_force(*, quiet: bool = False) -> Settings:
    """The settings, checked, with the logs set up as they say; WrongSettings names what is wrong. `quiet`: only what is
    wrong is logged where nobody set a level, since a person reads the answers on the same terminal."""
    from bot.log import set_up
    from bot.settings import load

    settings = load()
    as_json = {"json": True, "text": False}.get(settings.log_format)  # else a terminal decides
    level = "WARNING" if quiet and "log_level" not in settings.model_fields_set else settings.log_level
    set_up(level, settings.secrets(), as_json=as_json)
    return settings


IMPORTING = 63  # the worker of an import, so that no process that serves beside it hands out the same id


@contextmanager
def open_books(settings: Settings, *, must_exist: bool = False, worker: int | None = None) -> Iterator[Database]:
    """The database and its keyring, open. `must_exist`: Trouble `no_database` instead of making one. `worker`: in the
    ids it hands out; drawn, so that two processes on the same books hardly ever share one (then it is a Conflict)."""
    from storage.checkup import file_of
    from storage.database import Database
    from storage.errors import Trouble

    url = settings.database_url.get_secret_value()
    file = file_of(url)
    if must_exist and file is not None and not file.exists():
        raise Trouble("no_database", str(file))
    drawn = secrets.randbelow(IMPORTING) if worker is None else worker
    try:
        database = Database(url, *secrets_of(settings), worker=drawn)
    except ModuleNotFoundError as missing:
        raise Trouble("no_driver", str(missing.name)) from None
    try:
        yield database
    finally:
        database.close()


def now_of(settings: Settings) -> datetime:
    """Now, or where GENGFU_CLOCK starts."""
    return settings.clock.at if settings.clock else datetime.now(UTC)


SHORTEST_BACKUP_KEY, HEADS = 16, "audit-heads.jsonl"


def backup_key_of(settings: Settings) -> str | None:
    """What backups are encrypted with; Failed where it could be guessed."""
    key = settings.backup_key.get_secret_value() if settings.backup_key else None
    if key is not None and len(key) < SHORTEST_BACKUP_KEY:
        raise Failed("backup_key_short", length=SHORTEST_BACKUP_KEY)
    return key


def heads_file(settings: Settings) -> Path | None:
    """Where the ends of the audit are kept outside the database: GENGFU_AUDIT_FILE, else with the backups, else beside
    the books or their keys; None where all of these are on a server."""
    from storage.checkup import file_of

    if settings.audit_file or settings.backup_dir:
        return settings.audit_file or settings.backup_dir / HEADS  # type: ignore[operator]
    places = (settings.database_url, settings.keyring)
    files = (file_of(one.get_secret_value()) for one in places if one is not None)
    found = next((one for one in files if one is not None), None)
    return found.with_name(f"{found.name}.{HEADS}") if found else None


def moment_of(text: str | None, zone: ZoneInfo, option: str = "--at") -> datetime | None:
    """An ISO moment; without an offset it is in GENGFU_TIMEZONE."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(words("watch_at"), param_hint=option) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def secrets_of(settings: Settings) -> tuple[str | None, str | None]:
    """Where the keyring is and the key it is wrapped with, as the database wants them."""
    keyring, key = (one and one.get_secret_value() for one in (settings.keyring, settings.secret_key))
    return keyring or None, key or None
