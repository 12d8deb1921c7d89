"""The Store of who only looks: it writes nothing, and keeps what a look leaves behind for the write that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from core.approvals import Asked
from core.base.records import Record
from storage.store import Store


class Writes(Exception):
    """Something is to be written after all: it must be done in a write transaction."""


class ReadOnly(Store):
    """A team's books on a picture that cannot change. `left`: what was looked at and asked, for `leave`."""

    def __init__(self, *books: Any, **told: Any) -> None:
        super().__init__(*books, **told)
        self.left: list[Callable[[Store], None]] = []

    def will_write(self) -> None:
        """Writes: it is not done here."""
        raise Writes

    def save(self, *records: Record) -> None:
        """Only which question was asked is left behind by who looks; all else is a change."""
        if not all(isinstance(one, Asked) for one in records):
            raise Writes(", ".join({type(one).__name__ for one in records}))
        self.left.append(lambda store: store.save(*records))

    def move(self, *records: Record) -> None:
        """Writes, whatever it is."""
        raise Writes

    def note_look(self, account_id: int) -> None:
        """Left for the write."""
        self.left.append(partial(Store.note_look, account_id=account_id))

    def note_read(self, kind: str, record_id: int) -> None:
        """Left for the write."""
        self.left.append(partial(Store.note_read, kind=kind, record_id=record_id))

    def note_export(self, form: str, to: Sequence[int] = ()) -> None:
        """Left for the write."""
        self.left.append(partial(Store.note_export, form=form, to=to))

    def leave(self, store: Store) -> None:
        """Write down what was looked at; whom it met is cut out of what is written next, as if `store` had met them."""
        store.known.join(self.known)
        for one in self.left:
            one(store)
