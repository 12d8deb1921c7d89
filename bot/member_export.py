"""Everything the books hold of one of the team, to be handed to them: accounts, roles, what they looked at, how much
they wrote."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from bot.person_export import change_of
from core.people import Identity, Member
from storage.store import Store
from storage.tables import KINDS

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def all_of_member(store: Store, member: Member) -> bytes:
    """As JSON, in clear. What they wrote is the firm's: it is counted, kind by kind."""
    accounts = [one for one in store.all(Identity) if one.member_id == member.id]
    entries = [entry for row in (member.id, *(one.id for one in accounts)) for entry in store.audit.of_record(row)]
    told: dict[str, Any] = {
        "team": store.people.team().name,
        "member": KINDS[Member].plain(member),
        "accounts": [KINDS[Identity].plain(one) for one in accounts],
        "changes": [change_of(store, one) for one in sorted(entries, key=lambda one: one.seq)],
        "looked_at": [
            {"at": one.at.isoformat(), "act": one.act, "what": one.kind, "id": str(one.record_id)}
            for one in store.audit.read_by(member.id, LONG_AGO)
        ],
        "wrote": dict(sorted(Counter(store.audit.kinds_by(member.id)).items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
