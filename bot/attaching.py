"""The files cards go out with: made when a card is sent, from the books as they are then, and outside of any write.

A card's face names its file as JSON: `document` (one that is kept), `table` (rows of sentences that wait in the face,
put into words here), `export` (the books). What its reader may no longer have is not made: the card is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels import File
from bot.covering import cover_of
from bot.member_export import all_of_member
from bot.person_export import all_of_person
from bot.proof import pack
from bot.team_export import as_json_lines, as_workbook
from bot.text import say, shown, unpacked
from bot.workbook import table_of_rows
from core.people import may
from core.sales import Account, Contact
from storage.database import Database
from storage.outbox import Outgoing
from storage.store import Store
from storage.transaction import Transaction

Face = Mapping[str, Any]
WITHOUT_PEOPLE = ("document", "table")  # one came through the platform, the other is covered cell by cell


def attached(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File | None:
    """The file of a card that is about to go out; None where there is nothing to send any more, or where it tells of
    people and the team has come to keep that from the platform."""
    if face["kind"] not in WITHOUT_PEOPLE and _kept_from_platform(database, outgoing, now):
        return None
    return MAKERS[face["kind"]](database, outgoing, face, now)


def _kept_from_platform(database: Database, outgoing: Outgoing, now: datetime) -> bool:
    def hidden(transaction: Transaction) -> bool:
        store = Store(transaction, outgoing.team_id, by=None, source=0, now=now)
        return store.people.policy().privacy.hide_from_platform

    return database.read(hidden)


def _document(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File | None:
    """A file as it came; nothing once it was erased."""
    row = int(face["id"])
    content = database.read(
        lambda transaction: Store(transaction, outgoing.team_id, by=None, source=0, now=now).files.content(row)
    )
    return File(safe_name(str(face["name"])), content) if content else None


def _table(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File:
    """Rows of sentences as a workbook, in the reader's language or that of whom it is for; nothing in it a formula."""
    language = str(face.get("language") or outgoing.language)

    def covering(transaction: Transaction) -> Callable[[str], str]:
        store = Store(transaction, outgoing.team_id, by=None, source=0, now=now)
        return cover_of(store, store.people.policy().privacy, private=outgoing.private)

    cover = database.read(covering)

    def worded(cell: Any) -> Any:
        value = unpacked(cell)
        if isinstance(value, Decimal | date):
            return value
        words = shown(value, language)
        return cover(words) if isinstance(words, str) else words

    named = unpacked(face["name"])
    head = [worded(one) for one in face["head"]]
    rows = [[worded(cell) for cell in row] for row in face["rows"]]
    return File(safe_name(say(language, named.key, **named.facts)), table_of_rows(head, rows))


def _export(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File | None:
    """The team's books; nothing for who may not have them any more, though they asked while they might."""

    def make(transaction: Transaction) -> File | None:
        store = Store(transaction, outgoing.team_id, by=None, source=0, now=now)
        member, team = store.people.member(int(face["member"])), store.people.team()
        if member is None or not may(member, "export"):
            return None
        day = now.astimezone(ZoneInfo(team.timezone)).date()
        if face["form"] == "json":
            return File(safe_name(f"{team.name}-{day}.zip"), as_json_lines(transaction, team.id))
        return File(safe_name(f"{team.name}-{day}.xlsx"), as_workbook(transaction, team.id, outgoing.language))

    return database.read(make)


def _person(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File | None:
    """All that is kept of one person at a customer; nothing once they are erased, or for who may not have it."""

    def make(transaction: Transaction) -> File | None:
        store = Store(transaction, outgoing.team_id, by=None, source=0, now=now)
        member, person = store.people.member(int(face["member"])), store.get(Contact, int(face["id"]))
        account = store.get(Account, person.account_id) if person else None
        if person is None or account is None or member is None or person.state != "active":
            return None
        if not may(member, "export_person", account.owners, account.tier):
            return None
        return File(safe_name(f"{account.name}-{person.name}.json"), all_of_person(store, person))

    return database.read(make)


def _member(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File | None:
    """All that is kept of one of the team; nothing for who may not have it any more, or once they were erased."""

    def make(transaction: Transaction) -> File | None:
        store = Store(transaction, outgoing.team_id, by=None, source=0, now=now)
        asked_by, member = store.people.member(int(face["member"])), store.people.member(int(face["id"]))
        if asked_by is None or member is None or member.former is not None:
            return None
        if not may(asked_by, "export_member", (member.id,)):
            return None
        return File(safe_name(f"{member.name}.json"), all_of_member(store, member))

    return database.read(make)


def safe_name(name: str) -> str:
    """A file's name without anything that would lead elsewhere, or hide its ending."""
    whole = PurePath(name.replace("\\", "/")).name
    return "".join(one for one in whole if one.isprintable())[:120] or "file"


def _proof(database: Database, outgoing: Outgoing, face: Face, now: datetime) -> File | None:
    """All that was booked about a customer, provable; nothing for who may not have it any more."""

    def make(transaction: Transaction) -> File | None:
        store = Store(transaction, outgoing.team_id, by=None, source=0, now=now)
        member, account = store.people.member(int(face["member"])), store.get(Account, int(face["id"]))
        if account is None or member is None or not may(member, "see_proof", account.owners, account.tier):
            return None
        day = now.astimezone(ZoneInfo(store.people.team().timezone)).date()
        return File(safe_name(f"{account.name}-{day}.zip"), pack(store, account, now, outgoing.language))

    return database.read(make)


MAKERS: Mapping[str, Callable[[Database, Outgoing, Face, datetime], File | None]] = {
    "document": _document,
    "table": _table,
    "export": _export,
    "person": _person,
    "member": _member,
    "proof": _proof,
}
