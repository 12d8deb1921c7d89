"""What one message changed: the change set, its records as they are now, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.handlers.accounts.merging import is_merge
from bot.message import Line, Turn, line
from bot.settling import settle
from core.approvals import Approval, Import, Undo, Verdict
from core.base.records import Record
from core.base.refusal import Refusal
from core.contracts import Document
from core.handovers import Handover
from core.ledger import Adjustment, Allocation, GradeChange, Payment, Receivable, can_be_reversed
from core.people import Team
from core.sales import Account, Word
from storage.audit import Entry
from storage.outbox import Outgoing
from storage.tables.books import BY_NAME

MOVED = "moved"  # why a receivable was taken back: another customer owes it
# Taken back with what they belong to, or bookkeeping of our own.
FOLLOWS = (Allocation, GradeChange, Team, Undo, Document, Import, Verdict)


AGREED = (Handover, Approval)  # decided by two


def changes(turn: Turn, source: int) -> list[Entry]:
    """The business changes of a change set, in order; none where it erased something: nothing brings that back."""
    acts, entries = ("create", "update"), turn.store.audit.of_source(source)
    if any(one.act == "erase" for one in entries):
        return []
    found = [one for one in entries if one.act in acts and BY_NAME[one.kind].record not in FOLLOWS]
    if is_merge(found):
        return [one for one in found if one.kind == "accounts"]  # what moved was not changed
    return [one for one in found if not _followed(one)]


def _followed(entry: Entry) -> bool:
    """Whether a chase was closed or taken up again because of what was changed: it follows that back, too."""
    return entry.kind == "tasks" and entry.act == "update" and "settled" in entry.change.get("state", ())


def undoable(turn: Turn, source: int) -> bool:
    """Whether a change set holds something that still counts and was no undo itself."""
    approvals = turn.store.approvals
    if (imported := turn.store.imports.one(source)) is not None:
        return imported.state == "done"
    if approvals.undone_by(source) is not None or approvals.undid(source) is not None:
        return False
    entries = changes(turn, source)
    return bool(entries) and not is_agreed(turn, entries)


def is_agreed(turn: Turn, entries: Sequence[Entry]) -> bool:
    """Whether a change set decided about a handover or an approval, or asked for one that is decided: two people said
    yes or no to it, and one of them cannot take that back."""
    about = (one for one in entries if BY_NAME[one.kind].record in AGREED and not withdraws(one))
    return any(one.act == "update" or not _is_open(turn, one) for one in about)


def withdraws(entry: Entry) -> bool:
    """Whether it took a request back that nobody had decided: [按 72 万记] instead of waiting."""
    return (
        BY_NAME[entry.kind].record is Approval
        and entry.act == "update"
        and "withdrawn" in entry.change.get("state", ())
    )


def _is_open(turn: Turn, entry: Entry) -> bool:
    agreed: Any = turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
    if isinstance(agreed, Approval) and agreed.state == "granted":
        return not turn.store.approvals.verdicts(agreed.id)  # nobody else had a say in it
    if isinstance(agreed, Approval) and agreed.state == "withdrawn":
        return True  # by who asked
    return agreed is not None and agreed.is_open


def accounts_of(turn: Turn, source: int) -> set[int]:
    """The accounts a change set was about."""
    records = (turn.store.get(BY_NAME[one.kind].record, one.record_id) for one in changes(turn, source))
    return {row for one in records if (row := getattr(one, "account_id", None))}


def account_of(turn: Turn, card: Outgoing) -> int | None:
    """The one account a card is about; None where there is none, or several."""
    face = turn.store.outbox.face(card)
    alerts = [turn.store.watch.alert(int(row)) for row in face.get("alerts", ())]
    found = {one.account_id for one in alerts if one} or accounts_of(turn, card.source)
    return found.pop() if len(found) == 1 else None


def standing(turn: Turn, payment: Payment) -> Payment:
    """The payment itself, or the one that took its place when its reversal was taken back; a Refusal if none stands."""
    reversal = turn.store.ledger.reversal_of(payment.id)
    if reversal is None:
        return payment
    reversed_by = turn.store.audit.of_record(reversal.id)[0].source
    undone_by = turn.store.approvals.undone_by(reversed_by)
    if undone_by is None:
        corrected = any(one.reverses_id is None for one in payments_of(turn, reversed_by))
        raise Refusal("undo_changed_since", what=called(turn, payment)) if corrected else Refusal("undo_already")
    alike = (one for one in payments_of(turn, undone_by) if one.amount == payment.amount)
    return standing(turn, next(alike))


def as_stands(turn: Turn, record: Record) -> Record | None:
    """A record as it is now, through every correction of it; None where it was taken back or only counters another."""
    if isinstance(record, Adjustment):
        billed = turn.store.get(Receivable, record.receivable_id)
        return as_stands(turn, billed) if billed else None
    if isinstance(record, Payment):
        return _payment_now(turn, record)
    if isinstance(record, Receivable):
        return _receivable_now(turn, record)
    if isinstance(record, Approval):
        return _asked_now(turn, record)
    return None if getattr(record, "void", False) else record


def _asked_now(turn: Turn, approval: Approval) -> Approval | None:
    """The approval that took its place, if its content was changed."""
    if approval.state == "replaced":
        return turn.store.approvals.about(approval.kind, approval.subject_id)
    return None if approval.state == "withdrawn" else approval


def _payment_now(turn: Turn, payment: Payment) -> Payment | None:
    """The payment that took its place, if it was corrected."""
    if payment.reverses_id is not None:
        return None
    reversal = turn.store.ledger.reversal_of(payment.id)
    if reversal is None:
        return payment
    changed_by = turn.store.audit.of_record(reversal.id)[0].source
    undone_by = turn.store.approvals.undone_by(changed_by)
    later = [one for one in payments_of(turn, undone_by or changed_by) if one.reverses_id is None]
    after = [one for one in later if undone_by or one.id > reversal.id]
    return _payment_now(turn, after[0]) if after else None


def _receivable_now(turn: Turn, receivable: Receivable) -> Receivable | None:
    """The receivable that took its place, if another customer owes it."""
    if not (receivable.amount + receivable.adjusted).is_zero:
        return receivable
    last = turn.store.ledger.adjustments(receivable.id)[-1:]
    moved_by = [turn.store.audit.of_record(one.id)[0].source for one in last if one.reason == MOVED]
    entries = [entry for row in moved_by for entry in changes(turn, row)]
    made = (turn.store.get(Receivable, one.record_id) for one in entries if BY_NAME[one.kind].record is Receivable)
    return next((_receivable_now(turn, one) for one in made if one and one.id > receivable.id), None)


def payments_of(turn: Turn, source: int) -> list[Payment]:
    """The payment entries one change set made."""
    made = (
        turn.store.get(Payment, one.record_id) for one in changes(turn, source) if BY_NAME[one.kind].record is Payment
    )
    return [one for one in made if one is not None]


def check_reversible(turn: Turn, payment: Payment) -> None:
    """Refusal where money of a payment went back to the customer meanwhile, or what a refund re-opened was settled."""
    if not can_be_reversed(payment, turn.store.ledger.entries(payment.account_id)):
        raise Refusal("undo_refunded", what=called(turn, payment))


def settle_reversed(turn: Turn, payment: Payment, allocations: Sequence[Allocation]) -> None:
    """What a payment had settled is open again; cash that was in somebody's hands is not asked for any more."""
    settle_allocated(turn, allocations)
    if payment.held_by is not None:
        settle(turn.store, replace(payment, held_by=None))


def settle_allocated(turn: Turn, allocations: Sequence[Allocation]) -> None:
    settle(
        turn.store, *(one for row in {a.receivable_id for a in allocations} for one in as_now(turn, Receivable, row))
    )


def as_now(turn: Turn, kind: type[Record], row: int) -> list[Record]:
    found = turn.store.get(kind, row)
    return [found] if found else []


def called(turn: Turn, record: Any) -> Line:
    """What a record is called in a sentence: its kind and its account."""
    if isinstance(record, Word):
        return line("record_called_word", word=record.text)
    name = record.name if isinstance(record, Account) else account_name(turn, getattr(record, "account_id", None))
    return line("record_called", kind=Line(f"record_{type(record).__name__.lower()}"), account=name)


def account_name(turn: Turn, row: int | None) -> str:
    account = turn.store.get(Account, row) if row else None
    return account.name if account else ""
