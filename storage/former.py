"""Forgetting somebody who left: their name is cut out of whatever the team wrote, the keys of their name and of their
accounts on the platforms are dropped. What they did stays, under a number."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from core.base.records import ERASED, evolve
from core.people import Identity, Invitation, Member
from core.people.records import former_name
from storage.database import Database
from storage.inbox import NOTHING
from storage.people import House
from storage.resealing import HOUSE, SEALED, Sealed, reseal
from storage.sealed import Known, Seal, to_json
from storage.store import Store
from storage.tables import KINDS, audit, file_parts, inbox, outbox

UNTOUCHED = {(audit, "change"), (file_parts, "content"), (outbox, "address"), (inbox, "raw")}
IN_PEOPLE = tuple(KINDS[kind].table for kind in (Member, Invitation, Identity))


def forget_former(database: Database, team_id: int, member_id: int, now: datetime) -> None:
    """Erase a member who left and is `erasing`. Whoever dies in between does it again; who is erased already is left as
    they are. Entries, sums and the audit's chain stay whole."""

    def load(transaction: Any) -> tuple[Member | None, list[Identity], list[Invitation], dict[str, set[str]]]:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        identities = [one for one in store.all(Identity) if one.member_id == member_id]
        names = _told(store, (member_id,), "name")
        codes = [one for one in store.all(Invitation) if one.used_by == member_id or one.member_id == member_id]
        accounts = _told(store, [one.id for one in identities], "user", "chat")
        return store.get(Member, member_id), identities, codes, {"names": names, "accounts": accounts}

    member, identities, codes, said = database.read(load)
    if member is None or not member.erasing:
        return
    names, accounts, seal, house = said["names"], said["accounts"], database.seal(team_id), database.seal(HOUSE)
    key = seal.person(member_id)
    known = Known()
    for name in names:
        known.meet(name, 0, key)
    for account in accounts:
        known.meet(account, 0, seal.value_key(account))
    _cut_out(database, team_id, known)
    _empty(database, team_id, member_id)
    _clean(database, team_id, names | accounts)
    values = [(team_id, seal.number_of(one)) for one in accounts]
    if not _is_elsewhere(database, team_id, identities):
        values += [(HOUSE, house.number_of(one)) for one in accounts]
    database.keyring.drop([key[0], *(seal.person(one.id)[0] for one in codes)], values)
    database.write(
        lambda transaction: _leave_a_number(Store(transaction, team_id, by=None, source=0, now=now), member_id)
    )


def _told(store: Store, records: Collection[int], *fields: str) -> set[str]:
    """Everything that ever stood in these fields of these records."""
    entries = [entry for row in records for entry in store.audit.of_record(row)]
    told = [entry.change.get(name) for entry in entries for name in fields]
    said = {value for one in told for value in (one if isinstance(one, list) else [one]) if value}
    return {one for one in said if ERASED not in one and one != former_name_of(one)}


def former_name_of(name: str) -> str:
    """The name itself where it is one we gave to somebody former, else nothing."""
    digits = "".join(one for one in name if one.isdigit())
    return name if digits and name == former_name(int(digits)) else ""


def _cut_out(database: Database, team_id: int, known: Known) -> None:
    """Their name and accounts, out of every text of the team."""
    for sealed in SEALED:
        if (sealed.table, sealed.column) not in UNTOUCHED and sealed.table not in IN_PEOPLE:
            reseal(database, team_id, sealed, Seal.cut_again, seal=database.seal(team_id).within(known))


def _empty(database: Database, team_id: int, member_id: int) -> None:
    """What they wrote to the bot, as it came: the records made of it stay."""
    empty = database.seal(HOUSE)

    def emptied(_: Seal, envelope: bytes, *place: Any) -> bytes | None:
        return None if empty.open(envelope, *place) == NOTHING else empty.close(NOTHING, *place)

    mine = (inbox.c.team_id == team_id, inbox.c.member_id == member_id, inbox.c.state != "waiting")
    reseal(database, team_id, Sealed(inbox, "raw"), emptied, *mine, seal=empty)


def _clean(database: Database, team_id: int, said: Collection[str]) -> None:
    """What others wrote, as it came, where a platform says in it who was answered or named."""

    def cleaned(seal: Seal, envelope: bytes, *place: Any) -> bytes | None:
        text = seal.open(envelope, *place)
        if not any(one in text for one in said):
            return None
        fresh = to_json(_without(json.loads(text), said))
        return None if fresh == text else seal.close(fresh, *place)

    others = (inbox.c.team_id == team_id, inbox.c.state != "waiting")
    reseal(database, team_id, Sealed(inbox, "raw"), cleaned, *others, seal=database.seal(HOUSE))


def _without(value: Any, said: Collection[str]) -> Any:
    """JSON without what was said of somebody; of a whole that is about them nothing is left."""
    if isinstance(value, dict):
        is_theirs = any(str(one) in said for name, one in value.items() if name in ("id", "user_id", "user"))
        return {
            name: ERASED if is_theirs and isinstance(one, str) else _without(one, said) for name, one in value.items()
        }
    if isinstance(value, list):
        return [_without(one, said) for one in value]
    if isinstance(value, str):
        for one in said:
            value = value.replace(one, ERASED)
        return value
    return None if isinstance(value, int) and str(value) in said else value


def _is_elsewhere(database: Database, team_id: int, identities: Collection[Identity]) -> bool:
    """Whether another team reaches them by the same account: what the house keeps is that team's too."""

    def look(transaction: Any) -> bool:
        house = House(transaction)
        speaks_for = [pair for one in identities for pair in house.who(one.channel, one.user) if ERASED not in one.user]
        return any(other != team_id for other, _ in speaks_for)

    return database.read(look)


def _leave_a_number(store: Store, member_id: int) -> None:
    """What stays of them: that somebody was there, and how they are called from now on."""
    member = store.get(Member, member_id)
    assert member is not None
    assert member.former is not None
    identities = [one for one in store.all(Identity) if one.member_id == member_id]
    codes = [one for one in store.all(Invitation) if one.used_by == member_id or one.member_id == member_id]
    store.save(
        evolve(member, name=former_name(member.former), erasing=False),
        *(evolve(one, user=f"{ERASED}{one.id}", chat=None) for one in identities),
        *(evolve(one, name=ERASED) for one in codes),
    )
