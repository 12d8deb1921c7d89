"""What all records share: an id, a version, and the marks that say how a field is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

from core.base.money import Money

Personal = Annotated[str, "personal"]
"""Free text or personal data: sealed at rest, a keyed hash in the audit."""

Sought = Annotated[str, "sought"]
"""Personal, and looked up: beside what is sealed stands a keyed hash of it."""

ERASED = "\uf0f2"
"""What stands where something personal was erased: a private character of Unicode, put into words when shown."""

FORMER = "\uf0f4"
"""Around the number of a colleague who left and was erased, in the place of their name."""

Kept = Annotated[Money, "kept"]
"""A sum over entries that storage keeps in the same transaction; saving the record does not write it."""

KeptCount = Annotated[int, "kept"]
"""A count that storage keeps in the same transaction; saving the record does not write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A frozen version of something in the books. `evolve` makes the next version; entries have only one."""

    id: int
    version: int = 1


R = TypeVar("R", bound=Record)


def evolve(record: R, **changes: Any) -> R:
    """The next version of a record with some fields changed."""
    return replace(record, version=record.version + 1, **changes)
