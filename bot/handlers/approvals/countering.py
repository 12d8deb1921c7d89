"""How one change is taken back: a record goes, or gets its former values; an entry of the ledger is countered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot import handed
from bot.approving import outcome as approval_outcome
from bot.forms import OF_RECORD as OF_RECORD_FORM
from bot.forms import Field
from bot.handlers import auditing, logs, policy
from bot.handlers.approvals.changes import (
    account_name,
    as_now,
    called,
    check_reversible,
    settle_reversed,
    standing,
    withdraws,
)
from bot.handlers.approvals.deciding import take_back as withdraw_approval
from bot.handlers.forms.showing import recorded
from bot.handlers.handovers.deciding import told
from bot.handlers.ledger import writing_off
from bot.message import Card, Line, Turn, line
from bot.post import notify
from bot.settling import settle
from bot.subjects import OF_RECORD
from bot.text import shortened
from core.approvals import Approval
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract
from core.handovers import Handover, cancel, taken_by
from core.ledger import (
    Adjustment,
    Payment,
    Receivable,
    WriteOff,
    adjust,
    receive_payment,
    reverse_payment,
    withdraw_receivable,
)
from core.ledger.past import RIGHTED
from core.people import PolicyChange
from core.sales import Account, Visit, Word
from storage.audit import Entry
from storage.tables.books import BY_NAME

SPOT = Field("spot", "text", "spot")  # of a visit; no form asks for it
OF_CUSTOMERS = ("name", "official", "owner_id", "tier", "region", "state")  # no form asks for these
HEARD_BY_NAME = (Account, Word)  # a change of these is heard from the next message on


def take_back(turn: Turn, entry: Entry) -> Line | None:
    kind = BY_NAME[entry.kind]
    record = turn.store.get(kind.record, entry.record_id)
    if record is None or withdraws(entry):
        return None  # what is asked for no more stays so
    if entry.act == "create":
        _refuse_if_handed_over(turn, entry, record)
    if entry.act == "update":
        return _put_back(turn, entry, record)
    return COUNTERS.get(type(record), _void)(turn, record)


def _refuse_if_handed_over(turn: Turn, entry: Entry, record: Any) -> None:
    """What was logged and belongs to somebody else by now is theirs to change, or a manager's."""
    now = getattr(record, "owner_id", None)
    if now != entry.change.get("owner_id") and now != turn.member.id and not turn.member.has("manager"):
        raise Refusal("undo_handed_over", what=called(turn, record), owner=handed.name_of(turn.store, now))


def _put_back(turn: Turn, entry: Entry, record: Record) -> Line | None:
    """A changed record gets its former values, unless it was changed again since."""
    kind = BY_NAME[entry.kind]
    changed = {name: pair for name, pair in entry.change.items() if name != "version"}
    now = kind.plain(record)
    if any(now[name] != pair[1] for name, pair in changed.items()):
        raise Refusal("undo_changed_since", what=called(turn, record))
    former = kind.values({name: pair[0] for name, pair in changed.items()})
    fresh = evolve(record, **former)
    turn.store.save(fresh)
    _told_everywhere(turn, fresh)
    return line(
        "undone_put_back", what=called(turn, fresh), fields=tuple(_fields_put_back(turn, fresh, former)) or None
    )


def _fields_put_back(turn: Turn, record: Record, former: Mapping[str, Any]) -> Iterator[Line]:
    """What stands in those fields again that have a name in a form; a visit without its proof is the visit still."""
    form = OF_RECORD_FORM.get(type(record))
    for field in (*(form.fields if form else ()), SPOT):
        if field.attribute in former:
            word, value = Line(f"field_{field.word}"), recorded(turn, field, former[field.attribute])
            shown = shortened(value) if isinstance(value, str) else value
            yield (
                line("put_back_gone", field=word) if shown is None else line("put_back_field", field=word, value=shown)
            )
    for name in OF_CUSTOMERS if isinstance(record, Account) else ():
        if name in former:
            value = auditing.value_shown(turn.store, name, former[name])
            yield line("put_back_field", field=Line(f"audit_field_{name}"), value=value)


def _void(turn: Turn, record: Record) -> Line | None:
    if not hasattr(record, "void"):
        return None
    if record.void:
        return None
    if isinstance(record, Account):
        _nothing_built_on(turn, record)
    gone: Any = evolve(record, void=True)
    turn.store.save(gone)
    _told_everywhere(turn, gone)
    return line("undone_record", what=called(turn, record))


def _told_everywhere(turn: Turn, record: Record) -> None:
    """Who goes by the record learns that it changed: what is heard by name, the cards of its alerts."""
    if isinstance(record, HEARD_BY_NAME):
        logs.names_changed(turn)
    if type(record) in OF_RECORD:
        settle(turn.store, *as_now(turn, type(record), record.id))


def _nothing_built_on(turn: Turn, account: Account) -> None:
    """An account goes only while nothing else stands on it."""
    stands = (
        turn.store.sales.visits(account.id, 1)
        or turn.store.contracts.of_account(account.id)
        or turn.store.sales.deals(account.id)
        or turn.store.ledger.open_receivables(account.id)
        or any(not advance.is_zero for _, advance in turn.store.ledger.money(account.id))
        or account.id in taken_by(turn.store.handovers.pending())
    )
    if stands:
        raise Refusal("undo_built_on", what=account.name)


def _counter_payment(turn: Turn, payment: Payment) -> Line | None:
    """A payment is reversed; a reversal is answered by booking the payment anew."""
    turn.store.ledger.lock(payment.account_id)
    if payment.reverses_id is not None:
        return _book_again(turn, payment)
    payment = standing(turn, payment)
    allocations = turn.store.ledger.allocations(payment.id)
    check_reversible(turn, payment)
    turn.store.save(*reverse_payment(payment, allocations, turn.now, payment.on, turn.new_id))
    settle_reversed(turn, payment, allocations)
    return line("undone_payment", amount=payment.amount, what=account_name(turn, payment.account_id))


def _book_again(turn: Turn, reversal: Payment) -> Line:
    if reversal.kind == "refund":
        raise Refusal("refund_correct")
    first = turn.store.get(Payment, reversal.reverses_id or 0)
    fresh = replace(
        reversal,
        bank_key=first.bank_key if first else None,
        held_by=first.held_by if first else None,
        handed_on=first.handed_on if first else None,
        id=turn.new_id(),
        amount=-reversal.amount,
        recorded_at=turn.now,
        reverses_id=None,
        reason="",
    )
    receipt = receive_payment(turn.store.ledger.open_receivables(reversal.account_id), fresh, turn.new_id)
    turn.store.save(*receipt.records)
    settle(turn.store, *receipt.settled)
    return line("restored_payment", amount=fresh.amount, what=account_name(turn, fresh.account_id))


def _withdraw(turn: Turn, receivable: Receivable) -> Line:
    turn.store.save(withdraw_receivable(receivable, turn.now, turn.today, turn.new_id))
    settle(turn.store, *as_now(turn, Receivable, receivable.id))
    return line("undone_receivable", amount=receivable.amount, what=account_name(turn, receivable.account_id))


def _counter_adjustment(turn: Turn, adjustment: Adjustment) -> Line:
    receivable = turn.store.get(Receivable, adjustment.receivable_id)
    assert receivable is not None
    billed = receivable.amount + receivable.adjusted - adjustment.amount
    agreed = adjustment.reason not in RIGHTED  # then taking it back counts on its day
    reason, on = (adjustment.reason, adjustment.on) if agreed else ("undo", turn.today)
    turn.store.save(adjust(receivable, billed, reason, turn.now, on, turn.new_id))
    settle(turn.store, *as_now(turn, Receivable, receivable.id))
    return line("restored_receivable", amount=billed, what=account_name(turn, receivable.account_id))


def _withdraw_approval(turn: Turn, approval: Approval) -> Line | None:
    """What waits is asked for no more; what counted at once is countered by its entries."""
    return approval_outcome(turn.store, withdraw_approval(turn, approval)) if approval.is_open else None


def _take_up_again(turn: Turn, entry: WriteOff) -> Line:
    receivable = turn.store.get(Receivable, entry.receivable_id)
    assert receivable is not None
    return writing_off.take_back(turn, receivable)


def _void_contract(turn: Turn, contract: Contract) -> Line | None:
    """A contract goes while nothing is due on it any more."""
    if turn.store.ledger.of_contract(contract.id):
        raise Refusal("undo_built_on", what=account_name(turn, contract.account_id))
    return _void(turn, contract)


def _cancel_handover(turn: Turn, handover: Handover) -> Line:
    """Proposing it is taken back: it is cancelled, and whoever waits for it is told."""
    cancelled = cancel(handover, turn.member, turn.today)
    turn.store.save(cancelled)
    settle(turn.store, cancelled)
    outcome = handed.outcome(turn.store, cancelled)
    for notice in told(turn, cancelled, Card((outcome,))):
        notify(turn.store, notice)
    return line("undone_handover", what=outcome)


def _void_visit(turn: Turn, visit: Visit) -> Line | None:
    """A visit takes the next steps along that were added to its card."""
    gone = [evolve(one, void=True) for one in turn.store.sales.tasks(visit.account_id) if one.visit_id == visit.id]
    turn.store.save(*gone)
    settle(turn.store, *gone)
    return _void(turn, visit)


COUNTERS: dict[type[Record], Callable[[Turn, Any], Line | None]] = {
    Approval: _withdraw_approval,
    WriteOff: _take_up_again,
    Payment: _counter_payment,
    Receivable: _withdraw,
    Adjustment: _counter_adjustment,
    Contract: _void_contract,
    Visit: _void_visit,
    Handover: _cancel_handover,
    PolicyChange: policy.take_back,
}
