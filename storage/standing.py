"""Where the shipper stands (`shipping.py`): a small file beside the books, so that telling it changes no books."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Standing:
    """`looks`: how often the books were looked at in this chain; `pieces`: how many it has; moments are ISO texts:
    `good_at`, the last round after which nothing was left to ship, `base_at`, the last proven base in `folder`."""

    chain: str = ""
    looks: int = 0
    folder: str = ""
    pieces: int = 0
    good_at: str = ""
    base_at: str = ""
    problem: str = ""
    detail: str = ""

    def safe_at(self) -> datetime | None:
        """Up to when what was committed would come back; None as long as there is no base."""
        return datetime.fromisoformat(self.good_at) if self.good_at and self.base_at else None


def _file(books: URL) -> Path:
    return Path(f"{books.database}.shipping")


def standing(books: URL) -> Standing | None:
    """What the file says; None where nothing was ever shipped."""
    try:
        return Standing(**json.loads(_file(books).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def stand(books: URL, now: Standing) -> None:
    """Say it. The file is there as it was or as it is now; it tells of this run only, so it need not be on the disk."""
    file = _file(books)
    unfinished = file.with_name(f"{file.name}.unfinished")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w") as opened:
        json.dump(asdict(now), opened)
    unfinished.replace(file)
