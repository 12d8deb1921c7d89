"""What is kept for a time and no longer: where phones were, and the files of visits, notes, tasks and deals."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from core.approvals import Button, Draft
from core.base.ids import first_id
from core.base.records import ERASED
from core.sales import Visit
from storage.database import Database
from storage.inbox import NOTHING
from storage.resealing import HOUSE, Sealed, reseal
from storage.sealed import Seal
from storage.store import Store
from storage.tables import KINDS, audit, inbox, outbox
from storage.transaction import Transaction

POSITION = re.compile(r"-?\d{1,2}\.\d{5},-?\d{1,3}\.\d{5}(?: live)?")  # as a visit, a card and a question hold it
AS_IT_CAME = ("latitude", "longitude")


def forget_positions(database: Database, team_id: int, after: datetime, before: datetime) -> None:
    """Cut coordinates out of all that came in, was logged, asked or sent between these moments, the audit's sealed
    values beside its chain too; messages that were a position are emptied. That a visit had one stays. Whoever dies in
    between does it again."""
    visits = KINDS[Visit].table
    in_audit = (audit.c.kind == KINDS[Visit].name, *_between(audit.c.record_id, after, before))
    reseal(database, team_id, Sealed(audit, "personal", ("seq",), "seq"), _without_position, *in_audit)
    for kind in (KINDS[Draft], KINDS[Button], KINDS[Visit]):
        for name in kind.personal:
            if (kind.table, name) != (visits, "note"):
                sealed = Sealed(kind.table, name)
                reseal(database, team_id, sealed, _without_position, *_between(kind.table.c.id, after, before))
    out = (outbox.c.state.not_in(("waiting", "sending")), *_between(outbox.c.id, after, before))
    reseal(database, team_id, Sealed(outbox, "face"), _without_position, *out)
    came = (inbox.c.team_id == team_id, inbox.c.state != "waiting", *_between(inbox.c.id, after, before))
    reseal(database, team_id, Sealed(inbox, "raw"), _emptied, *came, seal=database.seal(HOUSE))


def _between(column: ColumnElement[int], after: datetime, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return column >= first_id(after), column < first_id(before)


def _without_position(seal: Seal, envelope: bytes, *place: Any) -> bytes | None:
    return seal.rewritten(envelope, lambda text: POSITION.sub(ERASED, text), *place)


def _emptied(seal: Seal, envelope: bytes, *place: Any) -> bytes | None:
    text = seal.open(envelope, *place)
    if all(name in text for name in AS_IT_CAME):
        return seal.close(NOTHING, *place)
    return _without_position(seal, envelope, *place)


def forget_files(database: Database, team_id: int, before: datetime, now: datetime) -> int:
    """Drop the bytes and the key of every file sent before a moment that nothing lasting hangs on, and its name but for
    the audit; how many. No older copy of the books opens them either, with today's keyring."""

    def some(transaction: Transaction) -> int:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        found = store.files.over(before)
        for document in found:
            store.seal.forget_keys(store.files.erase(document, over=True))
        return len(found)

    count = 0
    while done := database.write(some):
        count += done
    return count
