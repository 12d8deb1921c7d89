"""Everything the books hold of one person at a customer, to be handed to them: data, where it came from, who saw it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from core.base.records import Record
from core.contracts import Evidence
from core.sales import Contact
from storage.audit import Entry
from storage.store import Store
from storage.tables import KINDS


def all_of_person(store: Store, person: Contact) -> bytes:
    """As JSON, in clear: their data, every change of it, every record that names them."""
    everything = store.carrying.of_account(person.account_id)
    records = [one for one in everything if one != person and about(one, person, everything)]
    account = store.sales.account(person.account_id)
    told: dict[str, Any] = {
        "customer": account.name if account else "",
        "person": KINDS[Contact].plain(person),
        "changes": [change_of(store, one) for one in store.audit.of_record(person.id)],
        "records": [{"kind": KINDS[type(one)].name, **KINDS[type(one)].plain(one)} for one in records],
        "looked_at": [change_of(store, one) for one in store.audit.of_record(person.account_id) if one.act == "read"],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def about(record: Record, person: Contact, everything: Sequence[Record]) -> bool:
    """Whether a record is about this person; a file, also where what it was sent for is."""
    if isinstance(record, Evidence) and any(_names(one, person) for one in everything if one.id == record.record_id):
        return True
    return _names(record, person)


def _names(record: Record, person: Contact) -> bool:
    """Whether a record is about this person, or says their name or what reaches them."""
    if getattr(record, "contact_id", None) == person.id:
        return True
    texts = (getattr(record, name) for name in KINDS[type(record)].personal)
    return any(said in text for text in texts for said in (person.name, *person.values))


def change_of(store: Store, entry: Entry) -> dict[str, Any]:
    """A row of the audit, for who it is about."""
    by = store.people.member(entry.by) if entry.by else None
    return {
        "at": entry.at.isoformat(),
        "by": by.name if by else "",
        "act": entry.act,
        "what": entry.kind,
        "change": entry.change,
    }
