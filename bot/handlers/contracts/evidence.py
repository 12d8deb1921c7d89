"""Pictures and files that back what is in the books: the slip of a payment, a photo of a visit. They are kept sealed
with the record they were sent for, and given back on a button."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.handlers.accounts.finding import permitted, visible
from bot.handlers.approvals.changes import as_stands, changes, undoable
from bot.handlers.contracts.files import check_received, keep_document
from bot.handlers.logs import taking_back
from bot.message import Button, Card, Line, Reply, Turn, line
from bot.subjects import record_of
from core.approvals import Draft
from core.base.records import evolve
from core.base.refusal import Refusal
from core.contracts import Document, Evidence
from core.sales import Account
from storage.outbox import Outgoing
from storage.tables.books import BY_NAME

JUST_NOW = timedelta(minutes=30)  # what came without a word belongs to what its sender logged so lately
BACKED = ("Visit", "Payment", "Deal", "Task", "Note", "Promise", "Receivable", "Contract")  # records files are sent for


def with_card(turn: Turn, card: Outgoing) -> Reply | None:
    """A file in reply to a card: it belongs to what the card tells of; None where that is no one record."""
    alerts = [turn.store.watch.alert(int(row)) for row in turn.store.outbox.face(card).get("alerts", ())]
    known = [record_of(turn.store, one) for one in alerts if one is not None]
    records = known if len(known) == 1 else list(_records(turn, card.source))
    return _attached(turn, records[0]) if records else None


def with_last(turn: Turn) -> Reply | None:
    """A file without a word belongs to what its sender logged just now."""
    wrote = (source for source in turn.store.approvals.last_sources(turn.member.id) if undoable(turn, source))
    source = next(wrote, 0)
    if not any(turn.now - entry.at <= JUST_NOW for entry in changes(turn, source)):
        return None
    backed = (turn.store.get(BY_NAME[one.kind].record, one.record_id) for one in changes(turn, source))
    same = [one.record_id for one in backed if isinstance(one, Evidence)]  # the next picture of an album
    records = _of_ids(turn, same) if same else _records(turn, source)
    found = next(iter(records), None)
    return _attached(turn, found) if found is not None else None


def _of_ids(turn: Turn, rows: Iterable[int]) -> Iterator[Any]:
    for row in rows:
        entries = turn.store.audit.of_record(row)
        if entries and (record := turn.store.get(BY_NAME[entries[0].kind].record, row)) is not None:
            yield record


def _records(turn: Turn, source: int) -> Iterator[Any]:
    """What a change set booked about a customer and still stands, the first first."""
    for entry in changes(turn, source):
        record = turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
        stands = as_stands(turn, record) if record is not None else None
        if stands is not None and type(stands).__name__ in BACKED and getattr(stands, "account_id", None):
            yield stands


def _attached(turn: Turn, record: Any) -> Reply:
    """Keep the message's file with a record, and say so."""
    file, account = turn.inbound.file, turn.store.sales.account(record.account_id)
    assert file is not None
    if account is None or not visible(turn, account):
        raise Refusal("not_allowed", denied="see_account")
    check_received(turn, file)
    document = keep_document(turn)
    if document is None:
        raise Refusal("file_gone", name=file.name)
    if any((one.record_id, one.document_id) == (record.id, document.id) for one in _kept(turn, account)):
        return _reply(turn, account, line("evidence_same", account=account.name, name=file.name))
    _keep(turn, record, document, file.name)
    told = line("evidence_kept", account=account.name, what=_what(record), name=file.name)
    return _reply(turn, account, told, buttons=(taking_back(turn)[:1],))


def _reply(turn: Turn, account: Account, told: Line, buttons: tuple[tuple[Button, ...], ...] = ()) -> Reply:
    brief = line("evidence_brief", account=account.name, by=turn.member.name)
    return Reply(Card((told,), buttons), brief=brief, action="see_account", tier=account.tier)


def beside(turn: Turn, found: Reply) -> Reply:
    """What a file was sent with is booked, or waits for an answer: the file is kept with it, or why not is said."""
    assert found.card is not None
    if turn.inbound.file is None or turn.sent is None or turn.sent.problem:
        return _with_line(found, line("file_not_kept"))
    document = keep_document(turn)
    return _kept_or_waiting(turn, document, turn.inbound.file.name, found) if document else found


def after_answer(turn: Turn, draft: Draft, found: Reply) -> Reply:
    """What waited for an answer is booked now, or asks on: the file that came with it goes with it."""
    document = turn.store.files.document(draft.document_id) if draft.document_id else None
    return _kept_or_waiting(turn, document, document.name, found) if document else found


def _kept_or_waiting(turn: Turn, document: Document, name: str, found: Reply) -> Reply:
    """A file with what its message booked; where that asks first, with the question."""
    if attach(turn, turn.source, document, name):
        return _with_line(found, line("evidence_beside", name=name)) if found.card else found
    waiting = (one for one in turn.store.approvals.opened_by(turn.source) if one.state == "open")
    turn.store.save(*(evolve(one, document_id=document.id) for one in waiting))
    return found


def _with_line(found: Reply, told: Line) -> Reply:
    assert found.card is not None
    return replace(found, card=replace(found.card, lines=(*found.card.lines, told)))


def attach(turn: Turn, source: int, document: Document, name: str) -> bool:
    """Keep a document with the first record a change set booked; False where it booked none."""
    record = next(_records(turn, source), None)
    if record is None or type(record).__name__ == "Contract":  # a contract keeps its own
        return False
    _keep(turn, record, document, name)
    return True


def _keep(turn: Turn, record: Any, document: Document, name: str) -> None:
    turn.store.save(
        Evidence(
            id=turn.new_id(), account_id=record.account_id, record_id=record.id, by_id=turn.member.id, on=turn.today,
            document_id=document.id, name=name,
        )
    )  # fmt: skip


def _what(record: Any) -> Line:
    return Line(f"record_{type(record).__name__.lower()}")


def _kept(turn: Turn, account: Account) -> list[Evidence]:
    return turn.store.files.evidence(account.id)


def rows_of(turn: Turn, account: Account) -> list[tuple[Evidence, Line]]:
    """A customer's pictures and files, the newest first, each with its sentence."""
    return [(one, row_of(turn, one)) for one in _kept(turn, account)]


def row_of(turn: Turn, evidence: Evidence) -> Line:
    """Who sent it when, and what it is; or that there was one whose time is over."""
    if evidence.is_over:
        return line("history_evidence_over", on=evidence.on, by=_by(turn, evidence))
    return line("history_evidence", on=evidence.on, name=evidence.name, by=_by(turn, evidence))


def _by(turn: Turn, evidence: Evidence) -> str:
    member = turn.store.people.member(evidence.by_id)
    return member.name if member else ""


def button(evidence: Evidence) -> Button:
    """[📎 回单.pdf]"""
    return Button(line("button_evidence", name=evidence.name), "evidence", {"evidence": str(evidence.id)})


def send_back(turn: Turn) -> Reply:
    """[📎 回单.pdf]: the file itself; the audit has who took it."""
    evidence = turn.store.get(Evidence, int(turn.arguments["evidence"]))
    account = turn.store.sales.account(evidence.account_id) if evidence else None
    if evidence is None or evidence.void or account is None:
        raise Refusal("record_gone")
    permitted(turn, account, "see_account")
    if evidence.is_over:
        raise Refusal("file_over")
    turn.store.note_read("documents", evidence.document_id)
    told = line("file_here", account=account.name, name=evidence.name)
    file = {"kind": "document", "id": str(evidence.document_id), "name": evidence.name}
    return Reply(Card((told,), file=file), action="see_account", tier=account.tier)
