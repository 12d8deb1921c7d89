"""What the house remembers of its backups: the last good one, and why a later try did not become one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from storage.backup import Made
from storage.errors import Trouble
from storage.people import House
from storage.transaction import Transaction

MARK = "backup"


@dataclass(frozen=True, slots=True)
class Lately:
    """Moments are ISO texts in UTC. `since`: when backups were first asked for; `good_at`: when the last proven one was
    made, with its file, bytes and rows; `problem`: the code of the trouble of the last try, "" if that went well."""

    since: str = ""
    good_at: str = ""
    books: str = ""
    size: int = 0
    rows: int = 0
    problem: str = ""
    detail: str = ""

    def last(self) -> datetime | None:
        """When the last good one was made."""
        return datetime.fromisoformat(self.good_at) if self.good_at else None

    def age(self, now: datetime) -> float:
        """Seconds without a good backup: since the last one, or since the first was asked for."""
        known = self.good_at or self.since
        return (now - datetime.fromisoformat(known)).total_seconds() if known else 0.0


def lately(transaction: Transaction) -> Lately:
    """What is remembered."""
    kept = House(transaction).remembered(MARK)
    return Lately(**json.loads(kept)) if kept else Lately()


def began(transaction: Transaction, now: datetime) -> None:
    """From now on backups are asked for."""
    _remember(transaction, replace(lately(transaction), since=now.isoformat()))


def went_well(transaction: Transaction, made: Made, now: datetime) -> None:
    """A backup was made and proven."""
    size = made.books.stat().st_size + made.keyring.stat().st_size
    good = dict(good_at=now.isoformat(), books=str(made.books), size=size, rows=made.manifest.count)
    _remember(transaction, replace(lately(transaction), **good, problem="", detail=""))  # type: ignore[arg-type]


def went_wrong(transaction: Transaction, trouble: Trouble) -> None:
    """It did not become one; the last good one stays the last good one."""
    _remember(transaction, replace(lately(transaction), problem=trouble.code, detail=trouble.detail))


def _remember(transaction: Transaction, known: Lately) -> None:
    House(transaction).remember(MARK, json.dumps(asdict(known), ensure_ascii=False))
