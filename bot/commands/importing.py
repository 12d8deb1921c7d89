"""`gengfu import`: customers, contacts, members and open receivables from workbooks and CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import (
    A_FILE,
    IMPORTING,
    Command,
    Failed,
    Option,
    as_json,
    now_of,
    open_books,
    settings_in_force,
    show_json,
    tell,
    words,
)

if TYPE_CHECKING:
    from bot.importing.applying import Done, Importer
    from bot.importing.rows import Doubt, Place, Plan, Problem
    from bot.importing.undoing import Kept, TakenBack
    from core.people import Member
    from storage.database import Database

SHOWN = 30  # rows named in words; --json names all


@click.command("import", cls=Command, key="import")
@click.argument("files", nargs=-1, type=A_FILE)
@click.option("--yes", is_flag=True, cls=Option)
@click.option("--near", type=click.Choice(["skip", "same", "new"]), default="skip", show_default=True, cls=Option)
@click.option("--undo", type=int, metavar="ID", cls=Option)
@click.option("--team", "team_", metavar="NAME", cls=Option)
@click.option("--as", "as_", metavar="NAME", cls=Option)
@as_json
def import_(
    files: tuple[Path, ...], yes: bool, near: str, undo: int | None, team_: str | None, as_: str | None, as_json_: bool
) -> int:
    if bool(files) == (undo is not None):
        raise click.UsageError(words("import_what"))
    settings = settings_in_force()
    sheets = [sheet for file in files for sheet in _opened(file)]
    with open_books(settings, must_exist=True, worker=IMPORTING) as database:
        importer = _importer(database, team_, as_, now_of(settings))
        if undo is not None:
            return _undo(database, importer, undo, as_json_)
        from bot.importing.applying import apply, planned

        names = tuple(one.name for one in files)
        broken = database.read(lambda transaction: importer.store(transaction, 0).imports.unfinished(names))
        plan = planned(database, importer, sheets, near, goes_on=broken)
        if not as_json_:
            _tell_plan(plan)
        done = apply(database, importer, plan, names, _bar()) if yes and plan.entries else None
    if as_json_:
        show_json(_as_json(plan, done))
    else:
        _tell_outcome(plan, done)
    return 1 if plan.problems else 0


def _opened(file: Path) -> list[Any]:
    from bot.importing.sheets import Unreadable, open_file

    try:
        return open_file(file)
    except Unreadable as trouble:
        raise Failed(trouble.key, file=file.name, **trouble.facts) from None


def _importer(database: Database, team: str | None, name: str | None, now: datetime) -> Importer:
    """The team, and the member in whose name it is done: as said, else its first admin."""
    from bot.commands.teams import team_named
    from bot.importing.applying import Importer
    from storage.store import Store

    def look(transaction: Any) -> tuple[int, list[Member]]:
        found = team_named(transaction, team, now)
        return found.id, Store(transaction, found.id, by=None, source=0, now=now).people.members()

    team_id, members = database.read(look)
    fit = [one for one in members if (one.name == name if name else one.has("admin"))]
    if not fit:
        raise Failed("import_as_whom", names=tuple(one.name for one in members) or None)
    return Importer(team_id, fit[0], now)


# --- taking back -----------------------------------------------------------------------------------------------------


def _undo(database: Database, importer: Importer, row: int, as_json_: bool) -> int:
    from bot.importing.undoing import NoSuchImport, take_back

    try:
        taken = take_back(database, importer, row, _bar())
    except NoSuchImport as none:
        raise Failed("import_none", id=str(row), known=[str(one.id) for one in none.known]) from None
    if as_json_:
        kept = [{"kind": one.kind, "name": _kept_name(one), "why": words(f"kept_{one.key}")} for one in taken.kept]
        show_json({"undone": str(row), "took_back": taken.counts, "kept": kept})
    else:
        _tell_taken(taken)
    return 0


def _tell_taken(taken: TakenBack) -> None:
    _tell_counts(taken.counts)
    for one in taken.kept[:SHOWN]:
        click.echo(f"· {words(f'import_{one.kind}')} {_kept_name(one)}: {words(f'kept_{one.key}')}")
    _tell_more(len(taken.kept))
    tell("import_undone", count=sum(taken.counts.values()), kept=len(taken.kept))


def _kept_name(kept: Kept) -> str:
    """晨光文具: 30000.00 CNY, 2026-05-01"""
    return ": ".join(filter(None, (kept.name, ", ".join(str(one) for one in kept.what))))


# --- telling ---------------------------------------------------------------------------------------------------------


def _tell_plan(plan: Plan) -> None:
    for problem in plan.problems[:SHOWN]:
        click.echo(_problem_words(problem))
    _tell_more(len(plan.problems))
    for doubt in plan.doubts[:SHOWN]:
        click.echo(_doubt_words(doubt))
    _tell_more(len(plan.doubts))
    _tell_counts(plan.counts)
    if plan.owed:
        tell("import_owed", amounts=list(plan.owed))
    if plan.ignored:
        tell("import_ignored", columns=list(dict.fromkeys(plan.ignored)))
    tell("import_rows", rows=plan.rows, there=plan.there, problems=len(plan.problems), doubts=len(plan.doubts))


def _tell_counts(counts: dict[str, int]) -> None:
    for kind, count in counts.items():
        if count:
            tell("import_count", kind=words(f"import_{kind}"), count=count)


def _tell_more(count: int) -> None:
    if count > SHOWN:
        tell("import_more", count=count - SHOWN)


def _tell_outcome(plan: Plan, done: Done | None) -> None:
    if done is None:
        tell("import_preview" if plan.entries else "import_nothing")
        return
    for name, code in done.codes:
        tell("import_code", name=name, code=code)
    tell("import_done", id=str(done.id), rows=len(plan.entries))


def _problem_words(problem: Problem) -> str:
    said = words(f"row_{problem.key}", **problem.facts)
    return words("import_problem", place=_place(problem.place), column=problem.column or None, said=said)


def _doubt_words(doubt: Doubt) -> str:
    said = words(f"doubt_{doubt.key}", name=doubt.name, near=doubt.near)
    return words("import_doubt", place=_place(doubt.place), said=said)


def _place(place: Place) -> str:
    return words("import_place", sheet=place.sheet, row=place.row) if place.row else place.sheet


def _as_json(plan: Plan, done: Done | None) -> dict[str, Any]:
    return {
        "rows": plan.rows,
        "adds": plan.counts,
        "owed": [{"amount": str(one.amount), "currency": one.currency} for one in plan.owed],
        "there": plan.there,
        "problems": [
            {"sheet": p.place.sheet, "row": p.place.row, "column": p.column, "code": p.key, "words": _problem_words(p)}
            for p in plan.problems
        ],
        "doubts": [
            {"sheet": d.place.sheet, "row": d.place.row, "code": d.key, "words": _doubt_words(d)} for d in plan.doubts
        ],
        "ignored": list(dict.fromkeys(plan.ignored)),
        "import": str(done.id) if done else None,
        "codes": [{"name": name, "code": code} for name, code in done.codes] if done else [],
    }


def _bar() -> Callable[[int, int], None]:
    """How far it is, on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    return lambda done, of: click.echo(f"\r{done:,} / {of:,}" + ("\n" if done == of else ""), err=True, nl=False)
