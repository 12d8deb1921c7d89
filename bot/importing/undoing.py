"""Taking an import back: what nobody has touched since goes, what somebody built on stays and is named."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.importing.applying import BITE, CHANNEL, PAUSE, Importer, Progress, names_changed
from bot.settling import settle
from core.approvals import Import, Undo
from core.base.records import Record, evolve
from core.contracts import Contract
from core.handovers import taken_by
from core.ledger import Receivable, withdraw_receivable
from core.people import Invitation
from core.sales import Account, Contact
from storage.audit import Entry
from storage.database import Database
from storage.inbox import Inbox
from storage.store import Store
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """What stayed and why: `kept_<key>` in the catalogue. `what` tells it from others of that name: typed."""

    key: str
    kind: str
    name: str
    what: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many of each kind went, and what stayed."""

    counts: dict[str, int]
    kept: tuple[Kept, ...]


class NoSuchImport(Exception):
    """There is no import of that id in this team, or it was taken back already."""

    def __init__(self, known: Sequence[Import]) -> None:
        super().__init__()
        self.known = known


def take_back(
    database: Database,
    importer: Importer,
    import_id: int,
    progress: Progress = lambda done, of: None,
    last: Callable[[Callable[[], None]], None] = lambda write: write(),
) -> TakenBack:
    """Take back what an import made, customers last; may be done again after a break. `last` is given the write that
    changes the names."""
    made = database.read(lambda transaction: _made(importer.store(transaction, 0), import_id))
    source = database.ids.new(importer.now)
    database.write(lambda transaction: _begin(transaction, importer, source, import_id))
    counts, kept = Counter[str](), list[Kept]()
    at = 0
    while at < len(made):
        bite = partial(_bite, importer=importer, source=source, import_id=import_id, made=made[at : at + 1000])
        went = database.write(bite)
        counts.update(one for one in went if isinstance(one, str))
        kept += [one for one in went if isinstance(one, Kept)]
        at += len(went)
        progress(at, len(made))
        time.sleep(PAUSE)
    last(lambda: database.write(lambda transaction: _end(transaction, importer, source, import_id)))
    counts.pop("", None)
    return TakenBack(dict(counts), tuple(kept))


ORDER = ("invitations", "receivables", "contracts", "contacts", "accounts")


def _made(store: Store, import_id: int) -> list[Entry]:
    found = store.imports.one(import_id)
    if found is None or found.state == "undone":
        raise NoSuchImport([one for one in store.imports.all() if one.state != "undone"])
    entries = [one for one in store.imports.made(import_id) if one.kind in ORDER]
    return sorted(entries, key=lambda one: (ORDER.index(one.kind), one.seq))


def _begin(transaction: Transaction, importer: Importer, source: int, import_id: int) -> None:
    inbox, raw = Inbox(transaction), {"kind": "import_undo", "import": str(import_id)}
    inbox.keep(CHANNEL, str(source), str(importer.member.id), raw, source, importer.now)
    inbox.finish(source, importer.now, importer.team_id, importer.member.id)


def _end(transaction: Transaction, importer: Importer, source: int, import_id: int) -> None:
    store = importer.store(transaction, source)
    found: Any = store.imports.one(import_id)
    store.save(evolve(found, state="undone"), Undo(id=store.new_id(), undone=import_id, by_change=source))
    names_changed(store)


def _bite(
    transaction: Transaction, *, importer: Importer, source: int, import_id: int, made: Sequence[Entry]
) -> list[str | Kept]:
    """For each entry the kind that went ("" = it was gone before) or what stayed, until the time is over."""
    store, until, went = importer.store(transaction, source), time.perf_counter() + BITE, list[str | Kept]()
    for entry in made:
        outcome = _take_back(store, entry)
        if outcome == entry.kind:
            store.imports.forget(import_id, entry.record_id)
        went.append(outcome)
        if time.perf_counter() > until:
            break
    return went


def _take_back(store: Store, entry: Entry) -> str | Kept:
    record = store.get(KINDS[entry.kind], entry.record_id)
    if record is None or _is_gone(store, record):
        return ""
    if reason := STANDS[entry.kind](store, record):
        return Kept(reason, entry.kind, *_called(store, record))
    _remove(store, record)
    return entry.kind


def _is_gone(store: Store, record: Any) -> bool:
    match record:
        case Receivable():
            return bool((record.amount + record.adjusted).is_zero)
        case Invitation():
            return record.used_by is None and record.expires_at <= store.now
    return bool(record.void)


def _remove(store: Store, record: Any) -> None:
    match record:
        case Receivable():
            store.save(withdraw_receivable(record, store.now, store.now.date(), store.new_id))
            settle(store, *filter(None, [store.get(Receivable, record.id)]))
        case Invitation():
            store.save(evolve(record, expires_at=store.now))
        case _:
            gone = evolve(record, void=True)
            store.save(gone)
            if isinstance(gone, Contract):
                settle(store, gone)


def _receivable_stands(store: Store, record: Any) -> str:
    moved = not record.allocated.is_zero or not record.adjusted.is_zero
    promised = any(one.receivable_id == record.id for one in store.ledger.promises(record.account_id))
    return "touched" if moved or promised or record.version > 1 else ""


def _contract_stands(store: Store, record: Any) -> str:
    renewed = any(one.renews_id == record.id for one in store.contracts.of_account(record.account_id))
    return "touched" if record.version > 1 or renewed or store.ledger.of_contract(record.id) else ""


def _contact_stands(store: Store, record: Any) -> str:
    spoken_of = (
        any(one.contact_id == record.id for one in store.sales.visits(record.account_id, 1000))
        or any(one.contact_id == record.id for one in store.sales.tasks(record.account_id))
        or any(one.contact_id == record.id for one in store.ledger.promises(record.account_id))
    )
    return "touched" if record.version > 1 or spoken_of else ""


def _account_stands(store: Store, record: Any) -> str:
    sales, ledger = store.sales, store.ledger
    built = (
        sales.visits(record.id, 1)
        or sales.deals(record.id)
        or store.contracts.of_account(record.id)
        or any(one.receivable_id is None for one in sales.tasks(record.id))
        or sales.notes(record.id, 1)
        or sales.contacts(record.id)
        or ledger.open_receivables(record.id)
        or ledger.payments(record.id, 1)
        or ledger.promises(record.id)
    )
    handed = record.id in taken_by(store.handovers.pending())
    return "touched" if record.version > 1 or handed else ("built_on" if built else "")


def _called(store: Store, record: Any) -> tuple[str, tuple[Any, ...]]:
    """Whose it is or what it is called, and what else it is known by."""
    if isinstance(record, Account | Invitation):
        return record.name, ()
    account = store.get(Account, record.account_id)
    match record:
        case Receivable():
            known: tuple[Any, ...] = (record.amount, record.due_on)
        case Contract():
            known = (record.number or record.ends_on or record.signed_on,)
        case _:
            known = (record.name,)
    return account.name if account else "", tuple(one for one in known if one is not None)


KINDS: dict[str, type[Record]] = {
    "invitations": Invitation,
    "receivables": Receivable,
    "contracts": Contract,
    "contacts": Contact,
    "accounts": Account,
}
STANDS: dict[str, Callable[[Store, Any], str]] = {
    "invitations": lambda _, record: "used" if record.used_by is not None else "",
    "receivables": _receivable_stands,
    "contracts": _contract_stands,
    "contacts": _contact_stands,
    "accounts": _account_stands,
}
