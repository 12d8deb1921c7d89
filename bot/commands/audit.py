"""`gengfu audit verify`: whether every row of the audit is as it was written. `audit show`: what became of a record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import (
    A_FILE,
    Command,
    Failed,
    Group,
    Option,
    as_json,
    heads_file,
    moment_of,
    open_books,
    settings_in_force,
    show_json,
    tell,
    words,
)
from bot.commands.teams import team_named
from storage.audit import Entry, Head
from storage.database import Database
from storage.heads import kept
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one team's chain: how many rows hold, and what is wrong with the first that does not."""

    team_id: str
    team: str
    rows: int
    problem: str

    @property
    def holds(self) -> bool:
        return not self.problem


@click.group("audit", cls=Group, key="audit")
def audit() -> None:
    pass


@audit.command("verify", cls=Command, key="audit_verify")
@click.option("--head", "heads", multiple=True, metavar="ROW:SIGN", cls=Option)
@click.option("--team", "team_", metavar="NAME", cls=Option)
@as_json
def verify(heads: tuple[str, ...], team_: str | None, as_json_: bool) -> int:
    settings = settings_in_force()
    known = [_head(one) for one in heads]
    with open_books(settings, must_exist=True) as database:
        told = kept(heads_file(settings), database)
        verdicts = verify_all(database, told.heads)
        if known:
            verdicts = [_against(database, verdicts, team_, known)]
    if as_json_:
        show_json([asdict(one) | {"holds": one.holds} for one in verdicts])
    else:
        for one in verdicts:
            key = "audit_holds" if one.holds else "audit_broken"
            tell(key, team=one.team, count=one.rows, problem=one.problem)
        for at in told.restored:
            tell("audit_restored", at=at)
        if told.problem:
            tell("audit_file_broken", problem=told.problem)
    return 0 if all(one.holds for one in verdicts) and not told.problem else 1


@audit.command("show", cls=Command, key="audit_show")
@click.argument("record", type=int)
@click.option("--at", metavar="ISO", cls=Option)
@as_json
def show(record: int, at: str | None, as_json_: bool) -> None:
    settings = settings_in_force()
    moment = moment_of(at, settings.zone)
    with open_books(settings, must_exist=True) as database:
        found = database.read(lambda transaction: _history(transaction, record, moment))
    if found is None:
        raise Failed("audit_show_unknown", record=str(record))
    if as_json_:
        show_json(found)
        return
    for row in found if isinstance(found, list) else [found]:
        click.echo(json.dumps(row, ensure_ascii=False))


@audit.command("check", cls=Command, key="audit_check")
@click.argument("file", type=A_FILE)
@click.option("--alone", is_flag=True, cls=Option)
@as_json
def check(file: Path, alone: bool, as_json_: bool) -> int:
    from bot.proof import checked

    settings = settings_in_force()
    entries, problem = checked(file.read_bytes())
    about, where = entries[0] if entries else {}, "proof_broken"
    if not problem and not alone:
        problem, where = _differs(settings, entries), "proof_differs"
    if as_json_:
        show_json({"holds": not problem, "problem": problem, "entries": max(0, len(entries) - 2), **about})
    else:
        key = where if problem else ("proof_holds_alone" if alone else "proof_holds")
        tell(key, problem=problem, count=max(0, len(entries) - 2), customer=str(about.get("customer", "")))
    return 1 if problem else 0


def _differs(settings: Settings, entries: Sequence[dict[str, Any]]) -> str:
    """What the books have otherwise than a pack, or what is wrong with their own audit; "" where nothing is."""
    from bot.proof import against

    with open_books(settings, must_exist=True) as database:
        held = kept(heads_file(settings), database)
        team = next((one for one in verify_all(database, held.heads) if one.team_id == entries[0]["team_id"]), None)
        if team is None:
            raise Failed("proof_foreign", team=str(entries[0]["team"]))

        def look(transaction: Transaction) -> str:
            return against(Store(transaction, int(team.team_id), by=None, source=0, now=datetime.now(UTC)), entries)

        return team.problem or held.problem or database.read(look)


def _history(transaction: Transaction, record: int, moment: datetime | None) -> Any:
    """What happened to a record, or its fields at a moment (Failed before it was made); None where no team has it."""
    for team_id in House(transaction).team_ids():
        store = Store(transaction, team_id, by=None, source=0, now=datetime.now(UTC))
        entries = store.audit.of_record(record)
        if entries and moment is not None:
            if moment < entries[0].at:
                raise Failed("audit_show_not_yet", record=str(record), since=entries[0].at.astimezone(moment.tzinfo))
            return store.audit.as_of(record, moment)
        if entries:
            return [_row(store, one) for one in entries]
    return None


def _row(store: Store, entry: Entry) -> dict[str, Any]:
    by = store.people.member(entry.by) if entry.by else None
    about = {"row": entry.seq, "at": entry.at.isoformat(), "by": by.name if by else None, "act": entry.act}
    return {**about, "kind": entry.kind, "version": entry.version, "change": entry.change}


def _head(text: str) -> Head:
    """A head as it was posted in the chat, its MAC perhaps cut short."""
    try:
        return Head.of(text.strip())
    except ValueError:
        raise click.BadParameter(words("audit_head_shape"), param_hint="--head") from None


def _against(database: Database, verdicts: list[Verdict], name: str | None, known: list[Head]) -> Verdict:
    """The verdict of the team those heads are of, checked against them too."""
    now = datetime.now(UTC)
    team = database.read(lambda transaction: team_named(transaction, name, now))
    verdict = next(one for one in verdicts if one.team_id == str(team.id))
    if not verdict.holds:
        return verdict
    return database.read(lambda transaction: _verdict(transaction, team.id, known))


def verify_all(database: Database, heads: Mapping[int, Sequence[Head]] | None = None) -> list[Verdict]:
    """Every team's chain, row by row; it must lead through the heads that were kept outside."""
    known = heads or {}
    return database.read(
        lambda transaction: [_verdict(transaction, team, known.get(team, ())) for team in House(transaction).team_ids()]
    )


def _verdict(transaction: Transaction, team_id: int, known: Sequence[Head]) -> Verdict:
    store = Store(transaction, team_id, by=None, source=0, now=datetime.now(UTC))
    rows, problem = store.audit.verify(*known)
    return Verdict(str(team_id), store.people.team().name, rows, problem)
