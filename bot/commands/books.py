"""`gengfu export`, `doctor` and `migrate`: the books as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import Command, Failed, Option, as_json, language, open_books, settings_in_force, show_json, tell

if TYPE_CHECKING:
    from bot.export import Report

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@click.command("export", cls=Command, key="export")
@click.option("--to", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", cls=Option)
@click.option("--xlsx", is_flag=True, cls=Option)
@as_json
def export(to: Path, xlsx: bool, as_json_: bool) -> int:
    settings = settings_in_force()
    from bot import export as exporting

    with open_books(settings, must_exist=True) as database:
        try:
            report = exporting.export(database, to, secrets=settings.secrets(), workbook=xlsx)
        except exporting.FolderTaken:
            raise Failed("export_folder_taken", folder=str(to)) from None
    if as_json_:
        show_json({"folder": str(to), "counts": dict(report.counts), "unreadable": report.unreadable})
    else:
        _tell_export(to, report)
    return 1 if report.unreadable else 0


def _tell_export(folder: Path, report: Report) -> None:
    for name, count in report.counts.items():
        click.echo(f"{name:<14}{count:>9}")
    tell("export_done", folder=str(folder), count=sum(report.counts.values()))
    tell("export_in_clear")
    if report.unreadable:
        tell("export_unreadable", count=report.unreadable)


@click.command("doctor", cls=Command, key="doctor")
@click.option("--online", is_flag=True, cls=Option)
@as_json
def doctor(online: bool, as_json_: bool) -> int:
    from bot import doctor as doctoring

    findings = list(doctoring.examine(online=online))
    if as_json_:
        show_json(
            {"healthy": doctoring.is_healthy(findings), "findings": [one.as_json(language()) for one in findings]}
        )
    else:
        for one in findings:
            code = "" if one.level == "ok" else f" [{one.code}]"
            click.echo(f"{MARKS[one.level]} {one.words(language())}{code}")
        tell(f"doctor_{doctoring.verdict(findings)}")
    return 0 if doctoring.is_healthy(findings) else 1


@click.command("migrate", cls=Command, key="migrate")
def migrate() -> None:
    settings = settings_in_force()
    from storage.checkup import check

    with open_books(settings):
        pass
    tell("migrate_done", schema=str(check(settings.database_url.get_secret_value()).schema))
