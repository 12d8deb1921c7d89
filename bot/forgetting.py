"""What the ticking process does for those who are to be forgotten, and for texts whose time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.handlers.privacy.checking import unused
from bot.handlers.privacy.erasing import tell_erased
from bot.message import Button, Card, Notice, line
from bot.post import notify, private_place, send
from core.base.ids import EPOCH
from core.people import Member
from core.people.records import former_name
from storage.database import Database
from storage.fading import forget_files, forget_positions
from storage.former import forget_former
from storage.people import House
from storage.resealing import expire, forget
from storage.store import Store
from storage.transaction import Transaction


def forget_all(database: Database, team_id: int, now: datetime) -> bool:
    """Finish erasing everybody who is being erased, and tell who asked for it; whether anybody was."""
    people = database.read(lambda tx: Store(tx, team_id, by=None, source=0, now=now).sales.erasing())
    for person in people:
        forget(database, team_id, person.id, now)
        database.write(
            lambda tx, one=person: tell_erased(Store(tx, team_id, by=None, source=database.ids.new(now), now=now), one)  # type: ignore[misc]
        )
    return _forget_former(database, team_id, now) or bool(people)


def _forget_former(database: Database, team_id: int, now: datetime) -> bool:
    leaving = database.read(lambda tx: Store(tx, team_id, by=None, source=0, now=now).people.erasing())
    for member in leaving:
        forget_former(database, team_id, member.id, now)
        database.write(
            lambda tx, one=member: _tell_forgotten(
                Store(tx, team_id, by=None, source=database.ids.new(now), now=now), one
            )  # type: ignore[misc]
        )
    return bool(leaving)


def let_go(database: Database, team_id: int, now: datetime) -> None:
    """Once a day: the texts of messages and cards, positions and files that are older than the policy keeps them."""
    mark, day = f"let_go:{team_id}", now.date().isoformat()
    if database.read(lambda tx: House(tx).remembered(mark)) == day:
        return
    kept = database.read(lambda tx: Store(tx, team_id, by=None, source=0, now=now).people.policy()).privacy
    expire(database, team_id, now - timedelta(days=kept.message_days), now - timedelta(days=kept.card_days))
    if kept.position_days:
        _let_positions_go(database, team_id, now - timedelta(days=kept.position_days))
    if kept.file_days:
        forget_files(database, team_id, now - timedelta(days=kept.file_days), now)
    _ask_about_unused(database, team_id, now, kept.contact_days)
    database.write(lambda tx: House(tx).remember(mark, day))


def _ask_about_unused(database: Database, team_id: int, now: datetime, days: int) -> None:
    """Once a quarter: who answers for personal data is shown the contacts nobody has dealt with for so long."""
    quarter = date(now.year, now.month - (now.month - 1) % 3, 1).isoformat()

    def work(transaction: Transaction) -> None:
        store = Store(transaction, team_id, by=None, source=database.ids.new(now), now=now)
        found = unused(store, days)
        if not found or not House(transaction).claim(f"unused_people:{team_id}", quarter):
            return
        button = Button(line("button_privacy_unused", count=len(found)), "privacy", {"gap": "unused"})
        for member in store.people.with_role("admin"):
            if place := private_place(store, member):
                send(store, place, Card((line("unused_told", count=len(found), days=days),), ((button,),)))

    database.write(work)


def _let_positions_go(database: Database, team_id: int, before: datetime) -> None:
    """Only what has come of age since the last time is looked at."""
    mark = f"positions_gone:{team_id}"
    last = database.read(lambda tx: House(tx).remembered(mark))
    after = datetime.fromisoformat(last) if last else EPOCH
    if after < before:
        forget_positions(database, team_id, after, before)
        database.write(lambda tx: House(tx).remember(mark, before.isoformat()))


def _tell_forgotten(store: Store, member: Member) -> None:
    """Whoever asked for it learns in private that it is done."""
    asked_by = next((one.by for one in store.audit.of_record(member.id) if one.act == "erase"), None)
    asker = store.get(Member, asked_by) if asked_by else None
    if asker is not None and asker.active:
        told = line("former_done", becomes=former_name(member.former or 0))
        notify(store, Notice(Card((told,)), member_id=asker.id))
