"""What `books>` and `records>` lines of a dialog say: the records an account was left with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.channels import File
from bot.importing.sheets import sheets_of
from core.base.money import Money
from core.contracts import Contract
from core.ledger import Adjustment, Allocation, Payment, Promise, Receivable
from core.people import Chat, Identity, Invitation, Member
from core.sales import Account, Contact, Deal, Note, Task, Visit
from storage.database import Database
from storage.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BUSINESS = (Account, Contact, Visit, Deal, Task, Note, Contract, Receivable, Payment, Allocation, Adjustment, Promise,
            Member, Identity, Chat, Invitation)  # fmt: skip
COUNTED: dict[str, type[Any]] = {
    "visits": Visit,
    "deals": Deal,
    "tasks": Task,
    "notes": Note,
    "contracts": Contract,
    "receivables": Receivable,
    "payments": Payment,
    "promises": Promise,
    "contacts": Contact,
}
KEYS = re.compile(rf"\b(owes|advance|{'|'.join(COUNTED)})\b")


def business_changes(database: Database, team_ids: Iterable[int]) -> int:
    """A number that moves when anything in the books of business was made or changed."""

    def look(store: Store) -> int:
        return sum(one.version for kind in BUSINESS for one in store.all(kind))

    return sum(_read(database, team_id, look) for team_id in team_ids)


def summary_of(database: Database, team_ids: Sequence[int], asked: str) -> str:
    """`华星科技 owes CNY 150000.00; payments 1`: what was asked for, or whatever there is."""
    found = KEYS.search(asked)
    name = (asked[: found.start()] if found else asked).removesuffix("is unknown").strip()
    keys = KEYS.findall(asked[found.start() :]) if found else []

    def look(store: Store, account: Account) -> str:
        counts = {key: _count(store, account, key) for key in (keys or ["owes", "advance", *COUNTED])}
        said = [f"{key} {value}" for key, value in counts.items() if keys or value not in ("0", "nothing")]
        return f"{account.name} {'; '.join(said) or 'owes nothing'}"

    return _of_account(database, team_ids, name, look) or f"{name} is unknown"


def _count(store: Store, account: Account, key: str) -> str:
    if key in ("owes", "advance"):
        sums = [pair[key == "advance"] for pair in store.ledger.money(account.id)]
        return " + ".join(_money(one) for one in sums if not one.is_zero) or "nothing"
    return str(len(_live(store, account, COUNTED[key])))


def _live(store: Store, account: Account, kind: type[Any]) -> list[Any]:
    """The records that count: not void; for payments neither reversals nor what they reversed."""
    rows = [one for one in store.all(kind) if one.account_id == account.id and not getattr(one, "void", False)]
    if kind is Payment:
        countered = {one.reverses_id for one in rows}
        rows = [one for one in rows if one.reverses_id is None and one.id not in countered]
    if kind is Receivable:
        rows = [one for one in rows if not (one.amount + one.adjusted).is_zero]
    return rows


def records_of(database: Database, team_ids: Sequence[int], name: str) -> list[str]:
    """Everything that counts about an account, a line a record."""

    def look(store: Store, account: Account) -> list[str]:
        owner = _name(store, Member, account.owner_id)
        rows = [f"account of {owner}" + "".join(f", {one}" for one in account.aliases)]
        for kind, told in TOLD.items():
            rows += [told(store, one) for one in _live(store, account, kind)]
        return rows

    return _of_account(database, team_ids, name, look) or ["(unknown)"]


def _visit(store: Store, one: Visit) -> str:
    return _row("visit", f"{one.on}", one.until and f"to {one.until}", one.at, one.kind if one.kind != "visit" else "",
                f"by {_name(store, Member, one.by_id)}", _name(store, Contact, one.contact_id))  # fmt: skip


def _deal(store: Store, one: Deal) -> str:
    amount = _money(one.amount) if one.amount is not None else "no amount"
    upper = f"to {_money(one.amount_max)}" if one.amount_max is not None else ""
    close = f"closes {one.close_on}" if one.close_on else ""
    return _row("deal", amount, upper, "estimate" if one.estimate else "", one.stage, close, one.name)


def _task(store: Store, one: Task) -> str:
    return _row("task", f"{one.due_on}", one.until and f"to {one.until}", one.at, f"for {_name(store, Member, one.owner_id)}",
                _name(store, Contact, one.contact_id), "done" if one.state == "done" else "", one.note[:40])  # fmt: skip


def _note(store: Store, one: Note) -> str:
    return _row("note", one.kind if one.kind != "note" else "", one.text[:60])


def _contract(store: Store, one: Contract) -> str:
    amount = _money(one.amount) if one.amount is not None else "no amount"
    days = [
        f"{word} {day}"
        for word, day in (("signed", one.signed_on), ("from", one.starts_on), ("to", one.ends_on))
        if day
    ]
    plan = "/".join(f"{share / 100:g}" for share in one.shares)
    return _row("contract", one.number, amount, *days, one.notice_days and f"notice {one.notice_days}", plan and f"plan {plan}",
                "of a deal" if one.deal_id else "", one.state if one.state != "active" else "",
                one.file_name and f"file {one.file_name} {one.file_size} {one.file_hash[:8]}")  # fmt: skip


def _receivable(store: Store, one: Receivable) -> str:
    billed = one.amount + one.adjusted
    return _row("receivable", _money(billed), f"due {one.due_on}", one.title, f"open {one.balance.amount}",
                f"promised for {one.promised_on}" if one.promised_on else "", "of a contract" if one.contract_id else "")  # fmt: skip


def _payment(store: Store, one: Payment) -> str:
    shares = [share for share in store.ledger.allocations(one.id) if share.amount.is_positive]
    went = []
    for share in shares:
        receivable = store.get(Receivable, share.receivable_id)
        assert receivable is not None
        went.append(f"{share.amount.amount} to the one due {receivable.due_on}")
    return _row("payment", _money(one.amount), f"on {one.on}", *went)


def _promise(store: Store, one: Promise) -> str:
    amount = "all" if one.amount is None else _money(one.amount)
    return _row("promise", amount, f"by {one.by_on}", _name(store, Contact, one.contact_id))


TOLD: dict[type[Any], Callable[[Store, Any], str]] = {
    Visit: _visit,
    Deal: _deal,
    Task: _task,
    Note: _note,
    Contract: _contract,
    Receivable: _receivable,
    Payment: _payment,
    Promise: _promise,
}


def contents_of(file: File) -> str:
    """What is in a table or an archive that was sent, in a few words; nothing for any other file."""
    if file.name.endswith((".xlsx", ".csv")):
        sheets = sheets_of(file.content, file.name)
        return ": " + ", ".join(f"{one.name} {len(one.rows) - 1}" for one in sheets)
    if file.name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            lines = {
                name: archive.read(f"{name}.jsonl").count(b"\n")
                for name in ("accounts", "receivables", "payments", "proof")
                if f"{name}.jsonl" in archive.namelist()
            }
        return ": " + ", ".join(f"{name} {count}" for name, count in lines.items())
    return ""


def _row(*parts: str | None) -> str:
    first, *rest = (one for one in parts if one)
    return f"{first} {' · '.join(rest)}"


def _money(amount: Money) -> str:
    return f"{amount.currency} {amount.amount}"


def _name(store: Store, kind: type[Any], row: int | None) -> str:
    found = store.get(kind, row) if row else None
    return found.name if found else ""


def _read(database: Database, team_id: int, look: Callable[[Store], Any]) -> Any:
    return database.read(lambda transaction: look(Store(transaction, team_id, by=None, source=0, now=EPOCH)))


def _of_account(
    database: Database, team_ids: Sequence[int], name: str, look: Callable[[Store, Account], Any]
) -> Any:  # fmt: skip
    """What `look` says of the account of that name, in the first team that has one."""

    def first(store: Store) -> Any:
        account = store.sales.account_named(name)
        return look(store, account) if account else None

    return next((found for team_id in team_ids if (found := _read(database, team_id, first))), None)
