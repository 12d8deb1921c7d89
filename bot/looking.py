"""What somebody looked up and took along, counted from the audit and put into sentences for managers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.message import Line, line
from core.people import Member, may
from core.sales import Account
from core.watch.rules import Looked
from core.watch.rules.access import WEEK
from storage.audit import Read
from storage.store import Store

if TYPE_CHECKING:
    from bot.subjects.subject import About

NAMED = 8
CUSTOMERS = ("accounts", "contacts", "proof")  # kinds of look-ups that name a customer


@dataclass(frozen=True, slots=True)
class Seen:
    """The customers of some look-ups, each once with its latest moment, the newest first; and the exports."""

    customers: tuple[tuple[Account, datetime], ...]
    exports: tuple[datetime, ...]


def hearers(store: Store, member: Member) -> list[Member]:
    """The managers, else the admins, never whom it is about. A manager who is both and alone is told all the same: it
    may have been somebody with their phone, and that they were told is in the audit."""
    for role in ("manager", "admin"):
        if found := [one for one in store.people.with_role(role) if one.id != member.id]:
            return found
    return [member] if member.has("manager", "admin") else []


def looked(store: Store, member: Member, today: date) -> Looked:
    """What the rule goes by, as of now."""
    reads = store.audit.read_by(member.id, _begin(store, today - timedelta(days=WEEK - 1)))
    day = _begin(store, today)
    here, lately = _customers(one for one in reads if one.at >= day), _customers(reads)
    others = set() if may(member, "see_all_accounts", ()) else {row for row in lately if not _owns(store, member, row)}
    return Looked(
        member.id,
        today=len(here),
        others=len(here & others),
        week=len(lately),
        others_week=len(others),
        exports=sum(one.act == "export" for one in reads),
        leaving=is_leaving(store, member),
        exported=store.exported,
    )


def is_leaving(store: Store, member: Member) -> bool:
    """Whether they are handing on all they have."""
    return any(one.giver_id == member.id and one.everything for one in store.handovers.pending())


def _owns(store: Store, member: Member, row: int) -> bool:
    account = store.sales.account(row)
    return account is None or member.id in account.owners


def _customers(reads: Iterable[Read]) -> set[int]:
    return {one.record_id for one in reads if one.kind in CUSTOMERS}


def _begin(store: Store, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(store.people.team().timezone))


def seen(store: Store, member_id: int, first: date, last: date) -> Seen:
    """What a member looked up and took along on these days."""
    end = _begin(store, last + timedelta(days=1))
    reads = [one for one in store.audit.read_by(member_id, _begin(store, first)) if one.at < end]
    latest = {one.record_id: one.at for one in reads if one.kind in CUSTOMERS}
    rows = sorted(latest, key=lambda row: latest[row], reverse=True)
    found = ((account, latest[row]) for row in rows if (account := store.sales.account(row)))
    return Seen(tuple(found), tuple(one.at for one in reads if one.act == "export"))


# -- as an alert


def days_of(episode: str) -> tuple[date, date]:
    """The days an alert is about: its own, or the seven up to it."""
    on, _, measure = episode.partition(" ")
    last = date.fromisoformat(on)
    return (last - timedelta(days=WEEK - 1) if measure in ("week", "others_week", "export") else last), last


def lines(about: About) -> list[Line]:
    """李雷 今天查了 30 位客户……"""
    member: Member = about.record
    first, last = days_of(about.alert.episode)
    found = seen(about.store, member.id, first, last)
    told = [_head(member, found, first, last)]
    if is_leaving(about.store, member):
        told.append(line("access_leaving_now", name=member.name))
    if names := _names(about, found):
        told.append(line("access_names", names=names, more=len(found.customers) - len(names)))
    return [*told, line("access_yours") if about.reader == member.id else line("access_do", name=member.name)]


def _names(about: About, found: Seen) -> tuple[str, ...]:
    """The first of the customers, as far as whoever reads it may know of them."""
    reader = about.store.people.member(about.reader) if about.reader else None
    return tuple(one.name for one, _ in found.customers[:NAMED] if reader and may_know(reader, one))


def may_know(reader: Member, account: Account) -> bool:
    return may(reader, "see_account", account.owners, account.tier)


def _head(member: Member, found: Seen, first: date, last: date) -> Line:
    return line("access_alert", name=member.name, first=first if first != last else None, on=last, what=what(found))


def what(found: Seen) -> tuple[Line, ...]:
    """查了 30 位客户、导出全部账本 2 次; nothing where there was nothing."""
    told = [line("access_customers", count=len(found.customers))] if found.customers else []
    return (*told, *([line("access_exports", count=len(found.exports))] if found.exports else []))


def row(about: About, number: int) -> Line:
    """The same in a list."""
    first, last = days_of(about.alert.episode)
    found = seen(about.store, about.record.id, first, last)
    return line("digest_row_access", number=number, what=_head(about.record, found, first, last))


def settled(about: About) -> Line:
    """Never shown while nobody settles it."""
    return line("access_settled", name=about.record.name)


def told(member: Member) -> dict[str, str]:
    """For the command line."""
    return dict(member=member.name)
