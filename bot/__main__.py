"""The `gengfu` command. A command's code is imported when it is called, so that `--help` is quick.

Exit codes: 0 done, 1 it failed and says why, 2 it was called wrongly.
"""

from __future__ import annotations

import atexit
import gc
import sys
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from bot.commands import Failed, Group, Option, trouble_words, words

COMMANDS: Mapping[str, str] = {
    "run": "bot.commands.serving:run",
    "demo": "bot.commands.serving:demo",
    "chat": "bot.commands.serving:chat",
    "read": "bot.reading:read_command",
    "watch": "bot.commands.serving:watch",
    "import": "bot.commands.importing:import_",
    "export": "bot.commands.books:export",
    "backup": "bot.commands.safekeeping:backup",
    "restore": "bot.commands.safekeeping:restore",
    "move": "bot.commands.safekeeping:move",
    "doctor": "bot.commands.books:doctor",
    "migrate": "bot.commands.books:migrate",
    "audit": "bot.commands.audit:audit",
    "keys": "bot.commands.keys:keys",
    "team": "bot.commands.teams:team",
    "admin": "bot.commands.teams:admin",
}
FAILED, MISUSED, INTERRUPTED = 1, 2, 130
YOUNG = 20_000  # objects made before Python looks for circles among them; its own 700 cost a fifth of every start


class Gengfu(Group):
    """The outermost group: loads commands when they are needed and has the last word on what goes wrong."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def main(self, *arguments: Any, **more: Any) -> Any:
        """Run; whatever is raised becomes a sentence on standard error and an exit code."""
        try:
            code = super().main(*arguments, **{**more, "standalone_mode": False})
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last resort
            sentence, code = told(error)
            if sentence:
                click.echo(sentence, err=True)
        sys.exit(code if isinstance(code, int) else 0)


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"gengfu {_version()}")
        ctx.exit()


def _version() -> str:
    """What is installed; from a bare checkout, what pyproject.toml says."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gengfu")
    except PackageNotFoundError:
        project = Path(__file__).parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text())["project"]["version"])


@click.group(cls=Gengfu, name="gengfu")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, cls=Option)
def gengfu() -> None:
    pass


# --- what went wrong, in words ---------------------------------------------------------------------------------------


def told(error: BaseException) -> tuple[str, int]:
    """The sentence for an error and the exit code."""
    from bot.log import Redactor, one_line

    for kind, tell, code in _endings():
        if isinstance(error, kind):
            lines = Redactor(_secrets())(tell(error)).split("\n")
            return "\n".join(map(one_line, lines)), code
    raise error


Ending = tuple[type[BaseException], Callable[[Any], str], int]


def _endings() -> tuple[Ending, ...]:
    """Which error ends how, the particular before the general."""
    from bot.settings import WrongSettings
    from storage.errors import Trouble

    return (
        (KeyboardInterrupt, lambda _: "", INTERRUPTED),
        (click.Abort, lambda _: "", INTERRUPTED),
        (WrongSettings, lambda error: words("cli_settings") + "\n" + error.words(), FAILED),
        (Failed, lambda error: words(error.key, **error.facts), FAILED),
        (Trouble, lambda error: trouble_words(error.code, error.detail), FAILED),
        (click.NoSuchCommand, _no_such_command, MISUSED),
        (click.NoSuchOption, _no_such_option, MISUSED),
        (click.MissingParameter, _missing, MISUSED),
        (click.BadParameter, _bad_value, MISUSED),
        (click.UsageError, _misused, MISUSED),
        (click.ClickException, lambda error: error.format_message(), FAILED),
        (OSError, _file_trouble, FAILED),
        (Exception, _unexpected, FAILED),
    )


def _no_such_command(error: click.NoSuchCommand) -> str:
    known = list(COMMANDS) if error.ctx is None or error.ctx.parent is None else _commands_of(error.ctx)
    near = get_close_matches(error.command_name, known, n=1)
    return _near("cli_no_such_command", error.command_name, near[0] if near else "")


def _commands_of(ctx: click.Context) -> list[str]:
    return ctx.command.list_commands(ctx) if isinstance(ctx.command, click.Group) else []


def _no_such_option(error: click.NoSuchOption) -> str:
    near = (error.possibilities or [""])[0]
    return _near("cli_no_such_option", error.option_name, near) + _see_help(error)


def _near(key: str, name: str, near: str) -> str:
    return words(f"{key}_near", name=name, near=near) if near else words(key, name=name)


def _missing(error: click.MissingParameter) -> str:
    return words("cli_missing", name=_name_of(error.param)) + _see_help(error)


def _bad_value(error: click.BadParameter) -> str:
    name = str(error.param_hint or _name_of(error.param))
    return words("cli_bad_value", name=name, why=error.message) + _see_help(error)


def _misused(error: click.UsageError) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return words("cli_misused", why=error.format_message()) + _see_help(error)


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else str(parameter.name).upper()


def _see_help(error: click.UsageError) -> str:
    return "" if error.ctx is None else "\n" + words("cli_see_help", command=error.ctx.command_path)


def _file_trouble(error: OSError) -> str:
    return words("cli_file_trouble", file=str(error.filename or ""), why=error.strerror or str(error))


def _unexpected(error: Exception) -> str:
    """A mistake of ours: the traceback goes to the log, without secrets; the person gets one sentence."""
    import structlog

    from bot.log import set_up

    set_up("ERROR", _secrets())
    structlog.get_logger("gengfu").error("unexpected", exc_info=error)
    return words("cli_unexpected", what=type(error).__name__)


def _secrets() -> tuple[str, ...]:
    """What must not be shown, as far as the settings can be read."""
    from bot.settings import WrongSettings, load

    try:
        return load().secrets()
    except WrongSettings:
        return ()


def main() -> None:
    """The entry point `gengfu`."""
    gc.set_threshold(YOUNG)
    atexit.register(
        gc.freeze
    )  # what is there goes with us: to look through it for circles once more is a fifth of the time
    gengfu(prog_name="gengfu")


if __name__ == "__main__":
    main()
