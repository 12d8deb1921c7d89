"""`gengfu audit verify`: whether every row of the audit is as it was written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import click

from bot.commands import Command, Group, as_json, open_books, settings_in_force, show_json, tell
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction


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
@as_json
def verify(as_json_: bool) -> int:
    settings = settings_in_force()
    with open_books(settings, must_exist=True) as database:
        verdicts = verify_all(database)
    if as_json_:
        show_json([asdict(one) | {"holds": one.holds} for one in verdicts])
    else:
        for one in verdicts:
            key = "audit_holds" if one.holds else "audit_broken"
            tell(key, team=one.team, count=one.rows, problem=one.problem)
    return 0 if all(one.holds for one in verdicts) else 1


def verify_all(database: Database) -> list[Verdict]:
    """Every team's chain, row by row."""
    return database.read(lambda transaction: [_verdict(transaction, team) for team in House(transaction).team_ids()])


def _verdict(transaction: Transaction, team_id: int) -> Verdict:
    store = Store(transaction, team_id, by=None, source=0, now=datetime.now(UTC))
    rows, problem = store.audit.verify()
    return Verdict(str(team_id), store.people.team().name, rows, problem)
