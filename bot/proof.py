"""The dispute pack: all that was booked about a customer, in time order, in one file that shows tampering by itself and
against the books.

A zip of two files: `proof.jsonl`, and the same as a workbook to read, whose SHA-256 stands in the first line. Each
line carries a SHA-256 over the line before and itself, so that a changed, moved or missing line is named by whoever
has a copy and nothing else. Each entry names its row of the audit and that row's MAC: with the books at hand it is
held against the chain, whose end was posted to the managers and kept outside the database.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from bot.handed import name_of
from bot.handlers.auditing import SILENT, field_by_field, what_was_done
from bot.message import Line
from bot.text import say, shown
from bot.workbook import table_of_rows
from core.sales import Account, Contact
from storage.audit import Entry
from storage.errors import Trouble
from storage.store import Store
from storage.tables import KINDS

FORM = "gengfu proof 1"
LINES, SHEET = "proof.jsonl", "proof.xlsx"
HEAD = ("row", "at", "by", "what")
LEFT_OUT = (*(one for one in SILENT if one != "allocations"), KINDS[Contact].name, "alerts")  # what reaches a person
LARGEST = 200 * 2**20


def pack(store: Store, account: Account, now: datetime, language: str) -> bytes:
    """The file, as of now."""
    records = {account.id, *(one.id for one in store.carrying.of_account(account.id))}
    entries = [(one, mac) for one, mac in store.audit.signed(records) if one.kind not in LEFT_OUT]
    sheet = _sheet(store, [one for one, _ in entries], language)
    first = {
        "proof": FORM, "team": store.people.team().name, "team_id": str(store.team_id), "customer": account.name,
        "customer_id": str(account.id), "made_at": now.isoformat(), "audit": str(store.audit.head()),
        SHEET: sha256(sheet).hexdigest(),
    }  # fmt: skip
    told = [first, *(_told(store, entry, mac) for entry, mac in entries), {"end": len(entries)}]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(LINES, "".join(_chained(told)))
        made.writestr(SHEET, sheet)
    return file.getvalue()


def _told(store: Store, entry: Entry, mac: str) -> dict[str, Any]:
    """An entry as it stands in the audit."""
    return {
        "row": entry.seq, "at": entry.at.isoformat(), "by": name_of(store, entry.by), "act": entry.act,
        "kind": entry.kind, "record": str(entry.record_id), "version": entry.version, "change": entry.change,
        "sign": mac,
    }  # fmt: skip


def _chained(told: Sequence[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for one in told:
        before = _sum(one, before)
        yield json.dumps({**one, "sum": before}, ensure_ascii=False) + "\n"


def _sum(one: dict[str, Any], before: str) -> str:
    return sha256((before + json.dumps(one, ensure_ascii=False, sort_keys=True)).encode(errors="replace")).hexdigest()


def _sheet(store: Store, entries: Sequence[Entry], language: str) -> bytes:
    zone = ZoneInfo(store.people.team().timezone)
    rows = [
        [
            entry.seq,
            shown(entry.at.astimezone(zone), language),
            name_of(store, entry.by),
            _words(store, entry, language),
        ]
        for entry in entries
        if entry.kind not in SILENT
    ]
    return table_of_rows([say(language, f"proof_column_{name}") for name in HEAD], rows)


def _words(store: Store, entry: Entry, language: str) -> str:
    told: list[Line] = [*what_was_done(store, entry), *field_by_field(store, entry)]
    return " ".join(say(language, one.key, **one.facts) for one in told)


# -- checking one


def checked(content: bytes) -> tuple[list[dict[str, Any]], str]:
    """The entries of a pack as far as they hold by themselves, and "" or which line is the first that does not.

    Trouble `proof_format` for what is no pack."""
    lines, sheet = _opened(content)
    before, found = "", list[dict[str, Any]]()
    for number, text in enumerate(lines, 1):
        told, told_sum = _line(text)
        if told is None or _sum(told, before) != told_sum:
            return found, f"line {number} is not as it was written, or not in its place"
        before = told_sum
        found.append(told)
    if not found or "end" not in found[-1] or found[-1]["end"] != len(found) - 2:
        return found, f"its end is missing after line {len(found)}"
    if sheet is not None and sha256(sheet).hexdigest() != found[0].get(SHEET):
        return found, f"{SHEET} is not the one that was made with it"
    return found, ""


def _line(text: str) -> tuple[dict[str, Any] | None, str]:
    """What a line says, and the sum it carries; None where it is none."""
    try:
        one = json.loads(text)
        return {name: value for name, value in one.items() if name != "sum"}, str(one["sum"])
    except (ValueError, KeyError, AttributeError, TypeError):
        return None, ""


def _opened(content: bytes) -> tuple[list[str], bytes | None]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as kept:
            if sum(one.file_size for one in kept.infolist()) > LARGEST:
                raise Trouble("proof_format", "it is too large")
            text = kept.read(LINES)
            sheet = kept.read(SHEET) if SHEET in kept.namelist() else None
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined]
        text, sheet = content, None
    lines = text.decode(errors="replace").splitlines()
    if not lines or FORM not in lines[0]:
        raise Trouble("proof_format", "its first line is not that of a pack")
    return lines, sheet


def against(store: Store, entries: Sequence[dict[str, Any]]) -> str:
    """ "" or which entry is not what the audit has under its number."""
    for number, one in enumerate(entries, 1):
        if "row" not in one:
            continue
        kept = store.audit.row(int(one["row"]))
        if kept is None or json.loads(json.dumps(_told(store, *kept))) != one:
            return f"line {number}: the books have something else in row {one['row']} of their audit"
    return ""
