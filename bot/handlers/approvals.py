"""Taking back and correcting: undo by change set, corrections by reply, and the answers to open questions.

The unit of an undo is what one message changed. Records are marked void, entries of the ledger are countered by new
ones; nothing is deleted, and what something newer is built on is refused with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from bot.handlers import guesses, ledger, logs, watch
from bot.handlers.contracts import deciding
from bot.message import Button, Card, Line, Reply, Turn, line, or_blank, reply
from bot.post import stamp
from bot.said import Said
from bot.settling import settle
from bot.subjects import OF_RECORD
from core.approvals import Draft, Undo
from core.base.money import Money
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract, sign
from core.ledger import (
    Adjustment,
    Allocation,
    Payment,
    Receivable,
    adjust,
    receive_payment,
    reverse_payment,
    withdraw_receivable,
)
from core.people import Team
from core.sales import Account, Deal, Task, Visit, Word
from storage.audit import Entry
from storage.outbox import Outgoing
from storage.tables.books import BY_NAME

FOLLOWS = (Allocation, Team, Undo)  # taken back with what they belong to, or bookkeeping of our own
HEARD_BY_NAME = (Account, Word)  # a change of these is heard from the next message on


def undo_last(turn: Turn, said: Said | None = None) -> Reply:
    """/undo: take back the last thing this person logged; as a reply, what that card was about."""
    inbound = turn.inbound
    if inbound.reply_to is not None:
        card = turn.store.outbox.by_message(inbound.channel, inbound.chat, inbound.reply_to)
        if card is not None and card.team_id == turn.store.team_id:
            return undo(turn, card.source)
    for source in turn.store.approvals.last_sources(turn.member.id):
        if undoable(turn, source):
            return undo(turn, source)
    raise Refusal("undo_nothing")


def undo_pressed(turn: Turn) -> Reply:
    """[撤销] or [恢复] under a card."""
    return replace(undo(turn, int(turn.arguments["source"])), replaces=True)


def undo(turn: Turn, source: int) -> Reply:
    """Take back everything one message changed."""
    if turn.store.imports.one(source) is not None:
        raise Refusal("undo_import", id=str(source))
    entries = _changes(turn, source)
    if not entries:
        raise Refusal("undo_nothing")
    if entries[0].by != turn.member.id and not turn.member.has("manager"):
        raise Refusal("undo_not_yours", denied="undo")
    if turn.store.approvals.undone_by(source) is not None:
        raise Refusal("undo_already")
    lines = [done for entry in reversed(entries) if (done := _take_back(turn, entry))]
    turn.store.save(Undo(id=turn.new_id(), undone=source, by_change=turn.source))
    words = RESTORED if _brings_back(turn, source) else TAKEN_BACK
    _tell_older_cards(turn, source, entries, words)
    buttons = ((Button(line(words.button), "undo", {"source": str(turn.source)}),),)
    return Reply(Card((line(words.head), *lines), buttons), toast=line(words.toast), action="see_money",
                 brief=line(words.brief, by=turn.member.name))  # fmt: skip


class Done(NamedTuple):
    """The words for what an undo did."""

    head: str
    button: str
    toast: str
    brief: str


TAKEN_BACK = Done("undone_head", "button_restore", "toast_undone", "undone_brief")
RESTORED = Done("restored_head", "button_undo", "toast_restored", "restored_brief")


def _brings_back(turn: Turn, source: int) -> bool:
    """Whether taking a change set back restores something: it was an undo, and not the undo of an undo."""
    undid = turn.store.approvals.undid(source)
    return undid is not None and not _brings_back(turn, undid)


def _tell_older_cards(turn: Turn, source: int, entries: Sequence[Entry], done: Done) -> None:
    """Cards that showed what changed now say so, wherever they stand; the pressed one becomes the answer itself."""
    pressed = turn.inbound.message if turn.inbound.kind == "press" else None
    first = source
    while (undid := turn.store.approvals.undid(first)) is not None:
        first = undid
    stamp(turn.store, first, line("stamp_undone") if done is TAKEN_BACK else None, but=pressed)
    if done is TAKEN_BACK and first == source:
        for corrected in _corrected_by(turn, source, entries):
            stamp(turn.store, corrected, None, but=pressed)


def _corrected_by(turn: Turn, source: int, entries: Sequence[Entry]) -> set[int]:
    """The change sets whose records this one had put right."""
    found = set()
    for entry in entries:
        record = turn.store.get(BY_NAME[entry.kind].record, entry.record_id)
        row = record.reverses_id if isinstance(record, Payment) else entry.record_id
        before = [one.source for one in turn.store.audit.of_record(row) if one.source < source] if row else []
        found |= set(before[-1:])
    return found


def _changes(turn: Turn, source: int) -> list[Entry]:
    """The business changes of a change set, in order."""
    acts = ("create", "update")
    return [
        one for one in turn.store.audit.of_source(source) if one.act in acts and BY_NAME[one.kind].record not in FOLLOWS
    ]


def undoable(turn: Turn, source: int) -> bool:
    """Whether a change set holds something that still counts and was no undo itself."""
    approvals = turn.store.approvals
    if turn.store.imports.one(source) is not None:
        return False  # a whole file: `gengfu import --undo`
    return approvals.undone_by(source) is None and approvals.undid(source) is None and bool(_changes(turn, source))


def _take_back(turn: Turn, entry: Entry) -> Line | None:
    kind = BY_NAME[entry.kind]
    record = turn.store.get(kind.record, entry.record_id)
    if record is None:
        return None
    if entry.act == "update":
        return _put_back(turn, entry, record)
    return COUNTERS.get(type(record), _void)(turn, record)


def _put_back(turn: Turn, entry: Entry, record: Record) -> Line | None:
    """A changed record gets its former values, unless it was changed again since."""
    kind = BY_NAME[entry.kind]
    changed = {name: pair for name, pair in entry.change.items() if name != "version"}
    now = kind.plain(record)
    if any(now[name] != pair[1] for name, pair in changed.items()):
        raise Refusal("undo_changed_since", what=_called(turn, record))
    former = kind.values({name: pair[0] for name, pair in changed.items()})
    fresh = evolve(record, **former)
    turn.store.save(fresh)
    _told_everywhere(turn, fresh)
    return line("undone_put_back", what=_called(turn, record))


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
    return line("undone_record", what=_called(turn, record))


def _told_everywhere(turn: Turn, record: Record) -> None:
    """Who goes by the record learns that it changed: what is heard by name, the cards of its alerts."""
    if isinstance(record, HEARD_BY_NAME):
        logs.names_changed(turn)
    if type(record) in OF_RECORD:
        settle(turn.store, *_now(turn, type(record), record.id))


def _nothing_built_on(turn: Turn, account: Account) -> None:
    """An account goes only while nothing else stands on it."""
    stands = (
        turn.store.sales.visits(account.id, 1)
        or turn.store.contracts.of_account(account.id)
        or turn.store.sales.deals(account.id)
        or turn.store.ledger.open_receivables(account.id)
        or any(not advance.is_zero for _, advance in turn.store.ledger.money(account.id))
    )
    if stands:
        raise Refusal("undo_built_on", what=account.name)


def _counter_payment(turn: Turn, payment: Payment) -> Line | None:
    """A payment is reversed; a reversal is answered by booking the payment anew."""
    turn.store.ledger.lock(payment.account_id)
    if payment.reverses_id is not None:
        return _book_again(turn, payment)
    payment = _standing(turn, payment)
    allocations = turn.store.ledger.allocations(payment.id)
    turn.store.save(*reverse_payment(payment, allocations, turn.now, turn.today, turn.new_id))
    _settle(turn, allocations)
    return line("undone_payment", amount=payment.amount, what=_account_name(turn, payment.account_id))


def _standing(turn: Turn, payment: Payment) -> Payment:
    """The payment itself, or the one that took its place when its reversal was taken back; a Refusal if none stands."""
    reversal = turn.store.ledger.reversal_of(payment.id)
    if reversal is None:
        return payment
    reversed_by = turn.store.audit.of_record(reversal.id)[0].source
    undone_by = turn.store.approvals.undone_by(reversed_by)
    if undone_by is None:
        corrected = any(one.reverses_id is None for one in _payments_of(turn, reversed_by))
        raise Refusal("undo_changed_since", what=_called(turn, payment)) if corrected else Refusal("undo_already")
    alike = (one for one in _payments_of(turn, undone_by) if one.amount == payment.amount)
    return _standing(turn, next(alike))


def _payments_of(turn: Turn, source: int) -> list[Payment]:
    """The payment entries one change set made."""
    made = (
        turn.store.get(Payment, one.record_id) for one in _changes(turn, source) if BY_NAME[one.kind].record is Payment
    )
    return [one for one in made if one is not None]


def _book_again(turn: Turn, reversal: Payment) -> Line:
    fresh = replace(reversal, id=turn.new_id(), amount=-reversal.amount, recorded_at=turn.now, reverses_id=None)
    receipt = receive_payment(turn.store.ledger.open_receivables(reversal.account_id), fresh, turn.new_id)
    turn.store.save(*receipt.records)
    settle(turn.store, *receipt.settled)
    return line("restored_payment", amount=fresh.amount, what=_account_name(turn, fresh.account_id))


def _withdraw(turn: Turn, receivable: Receivable) -> Line:
    turn.store.save(withdraw_receivable(receivable, turn.now, turn.today, turn.new_id))
    settle(turn.store, *_now(turn, Receivable, receivable.id))
    return line("undone_receivable", amount=receivable.amount, what=_account_name(turn, receivable.account_id))


def _counter_adjustment(turn: Turn, adjustment: Adjustment) -> Line:
    receivable = turn.store.get(Receivable, adjustment.receivable_id)
    assert receivable is not None
    billed = receivable.amount + receivable.adjusted - adjustment.amount
    turn.store.save(adjust(receivable, billed, "undo", turn.now, turn.today, turn.new_id))
    settle(turn.store, *_now(turn, Receivable, receivable.id))
    return line("restored_receivable", amount=billed, what=_account_name(turn, receivable.account_id))


def _void_contract(turn: Turn, contract: Contract) -> Line | None:
    """A contract goes while nothing is due on it any more."""
    if turn.store.ledger.of_contract(contract.id):
        raise Refusal("undo_built_on", what=_account_name(turn, contract.account_id))
    return _void(turn, contract)


COUNTERS: dict[type[Record], Callable[[Turn, Any], Line | None]] = {
    Payment: _counter_payment,
    Receivable: _withdraw,
    Adjustment: _counter_adjustment,
    Contract: _void_contract,
}


def _settle(turn: Turn, allocations: Sequence[Allocation]) -> None:
    settle(turn.store, *(one for row in {a.receivable_id for a in allocations} for one in _now(turn, Receivable, row)))


def _now(turn: Turn, kind: type[Record], row: int) -> list[Record]:
    found = turn.store.get(kind, row)
    return [found] if found else []


def _called(turn: Turn, record: Any) -> Line:
    """What a record is called in a sentence: its kind and its account."""
    if isinstance(record, Word):
        return line("record_called_word", word=record.text)
    name = record.name if isinstance(record, Account) else _account_name(turn, getattr(record, "account_id", None))
    return line("record_called", kind=Line(f"record_{type(record).__name__.lower()}"), account=name)


def _account_name(turn: Turn, row: int | None) -> str:
    account = turn.store.get(Account, row) if row else None
    return account.name if account else ""


# -- corrections


def how_to_correct(turn: Turn) -> Reply:
    """[改] under a card: the next value or correction this person says is for what that card was about."""
    logs.keep_draft(turn, "correct", {"source": str(turn.arguments["source"])}, awaits="correction")
    return reply(line("edit_how"), toast=line("toast_edit_how"), action="see_money")


def correct(turn: Turn, source: int, said: Said) -> Reply:
    """不对，是15万 — said to a card: the one record there that has such a value gets the right one."""
    entries = _changes(turn, source)
    if not entries:
        raise Refusal("correct_nothing")
    if entries[0].by != turn.member.id and not turn.member.has("manager", "finance"):
        raise Refusal("undo_not_yours", denied="undo")
    records = [found for one in entries if (found := turn.store.get(BY_NAME[one.kind].record, one.record_id))]
    for record in records:
        for shape, right in CORRECTIONS:
            if isinstance(record, shape) and (lines := right(turn, record, said)):
                stamp(turn.store, source, line("stamp_corrected"))
                card = Card((line("corrected_head"), *lines), (logs.taking_back(turn),))
                return Reply(card, action="see_money", brief=line("corrected_brief", by=turn.member.name))
    raise Refusal("correct_unclear")


def correct_last(turn: Turn, said: Said) -> Reply:
    """不对，是15万 without a card: the last thing this person logged; 把华星的金额改成75万: the last about 华星."""
    for source in turn.store.approvals.last_sources(turn.member.id):
        if undoable(turn, source) and (said.account_id is None or said.account_id in _accounts_of(turn, source)):
            return correct(turn, source, said)
    raise Refusal("correct_nothing")


def _accounts_of(turn: Turn, source: int) -> set[int]:
    """The accounts a change set was about."""
    records = (turn.store.get(BY_NAME[one.kind].record, one.record_id) for one in _changes(turn, source))
    return {row for one in records if (row := getattr(one, "account_id", None))}


def account_of(turn: Turn, card: Outgoing) -> int | None:
    """The one account a card is about; None where there is none, or several."""
    face = turn.store.outbox.face(card)
    alerts = [turn.store.watch.alert(int(row)) for row in face.get("alerts", ())]
    found = {one.account_id for one in alerts if one} or _accounts_of(turn, card.source)
    return found.pop() if len(found) == 1 else None


def _right_payment(turn: Turn, payment: Payment, said: Said) -> list[Line]:
    amount, on = logs.amount_of(turn, _in_currency(said, payment.amount)), said.day("date")
    if (amount is None and on is None and said.account_id is None) or payment.reverses_id is not None:
        return []
    turn.store.ledger.lock(payment.account_id)
    payment = _standing(turn, payment)
    allocations = turn.store.ledger.allocations(payment.id)
    turn.store.save(*reverse_payment(payment, allocations, turn.now, turn.today, turn.new_id))
    account_id = said.account_id or payment.account_id
    right = replace(payment, id=turn.new_id(), account_id=account_id,
                    amount=payment.amount if amount is None else amount,
                    on=on or payment.on, recorded_at=turn.now)  # fmt: skip
    receipt = receive_payment(turn.store.ledger.open_receivables(account_id), right, turn.new_id)
    turn.store.save(*receipt.records)
    _settle(turn, (*allocations, *receipt.allocations))
    return [*_differences(turn, payment, right),
            *_balances(turn, dict.fromkeys((payment.account_id, account_id)), right.amount.currency)]  # fmt: skip


def _differences(turn: Turn, before: Payment, after: Payment) -> list[Line]:
    lines = []
    if before.account_id != after.account_id:
        names = [_account_name(turn, one.account_id) for one in (before, after)]
        lines.append(line("corrected_account", before=names[0], after=names[1], what=after.amount))
    if before.amount != after.amount:
        what = _account_name(turn, after.account_id)
        lines.append(line("corrected_amount", before=before.amount, after=after.amount, what=what))
    if before.on != after.on:
        lines.append(line("corrected_day", before=before.on, after=after.on))
    return lines


def _balances(turn: Turn, accounts: Any, currency: str) -> list[Line]:
    lines = []
    for account_id in accounts:
        owed = {sums.currency: sums for sums, _ in turn.store.ledger.money(account_id)}
        balance = owed.get(currency, Money.zero(currency))
        lines.append(line("corrected_balance", account=_account_name(turn, account_id), balance=balance))
    return lines


def _right_receivable(turn: Turn, receivable: Receivable, said: Said) -> list[Line]:
    amount = logs.amount_of(turn, _in_currency(said, receivable.amount))
    due_on = said.day("due_date") or said.day("date") or said.day("next_date")
    lines = []
    if amount is not None:
        before = receivable.amount + receivable.adjusted
        turn.store.save(adjust(receivable, amount, "corrected", turn.now, turn.today, turn.new_id))
        lines.append(
            line("corrected_amount", before=before, after=amount, what=_account_name(turn, receivable.account_id))
        )
    if due_on is not None:
        turn.store.save(evolve(receivable, due_on=due_on, promised_on=None))
        lines.append(line("corrected_day", before=receivable.due_on, after=due_on))
    settle(turn.store, *_now(turn, Receivable, receivable.id))
    return lines


def _right_contract(turn: Turn, contract: Contract, said: Said) -> list[Line]:
    """The amount, or a day: one that lies ahead is the end, one that is past the signing."""
    amount = logs.amount_of(turn, said if contract.amount is None else _in_currency(said, contract.amount))
    on = said.day("next_date") or said.day("date")
    lines: list[Line] = []
    changed: dict[str, Any] = {}
    if amount is not None:
        changed["amount"] = amount
        before, what = or_blank(contract.amount), _account_name(turn, contract.account_id)
        lines.append(line("corrected_amount", before=before, after=amount, what=what))
    if on is not None:
        field = "ends_on" if on > turn.today else "signed_on"
        changed[field] = on
        lines.append(line("corrected_day", before=or_blank(getattr(contract, field)), after=on))
    if changed:
        right = sign(evolve(contract, **changed))
        turn.store.save(right)
        lines += _right_instalments(turn, contract, right)
        _right_its_deal(turn, contract, right)
        settle(turn.store, right)
    return lines


def _right_its_deal(turn: Turn, before: Contract, after: Contract) -> None:
    """The deal that was signed for the same amount is worth what the contract says."""
    deal = turn.store.get(Deal, after.deal_id) if after.deal_id else None
    if deal is not None and not deal.void and after.amount != before.amount and deal.amount == before.amount:
        turn.store.save(evolve(deal, amount=after.amount, estimate=False))


def _right_instalments(turn: Turn, before: Contract, after: Contract) -> list[Line]:
    """Instalments that make up the whole amount follow it in their proportion, so that they still add up to it."""
    booked = turn.store.ledger.of_contract(after.id)
    if after.amount == before.amount or after.amount is None or not booked:
        return []
    billed = [one.amount + one.adjusted for one in booked]
    if before.amount is None or sum(one.minor for one in billed) != before.amount.minor:
        return [line("corrected_not_instalments")]
    lines = []
    for receivable, was, due in zip(booked, billed, _shared(after, booked, billed), strict=True):
        turn.store.save(adjust(receivable, due, "corrected", turn.now, turn.today, turn.new_id))
        settle(turn.store, *_now(turn, Receivable, receivable.id))
        lines.append(line("corrected_instalment", title=receivable.title, before=was, after=due))
    return lines


def _shared(contract: Contract, booked: Sequence[Receivable], billed: Sequence[Money]) -> Sequence[Money]:
    """The amount in the contract's shares where they are known, else as it was shared before."""
    assert contract.amount is not None
    shares = contract.shares if len(contract.shares) == len(booked) else [one.minor for one in billed]
    return contract.amount.split(shares)


def _right_deal(turn: Turn, deal: Deal, said: Said) -> list[Line]:
    amount = logs.amount_of(turn, said)
    if amount is None:
        return []
    turn.store.save(evolve(deal, amount=amount, amount_max=None))
    return [
        line("corrected_amount", before=or_blank(deal.amount), after=amount, what=_account_name(turn, deal.account_id))
    ]


def _right_visit(turn: Turn, visit: Visit, said: Said) -> list[Line]:
    on, lines = said.day("date"), []
    if said.account_id not in (None, visit.account_id):
        names = [_account_name(turn, row) for row in (visit.account_id, said.account_id)]
        lines.append(line("corrected_account", before=names[0], after=names[1], what=Line(f"visit_kind_{visit.kind}")))
    if on is not None:
        lines.append(line("corrected_day", before=visit.on, after=on))
    if lines:
        until = visit.until if on is None else None
        turn.store.save(evolve(visit, account_id=said.account_id or visit.account_id, on=on or visit.on, until=until))
    return lines


def _right_task(turn: Turn, task: Task, said: Said) -> list[Line]:
    on = said.day("next_date")
    if on is None:
        return []
    turn.store.save(evolve(task, due_on=on, until=None))
    return [line("corrected_day", before=task.due_on, after=on)]


CORRECTIONS: tuple[tuple[type[Record], Callable[[Turn, Any, Said], list[Line]]], ...] = (
    (Payment, _right_payment),
    (Contract, _right_contract),
    (Receivable, _right_receivable),
    (Deal, _right_deal),
    (Visit, _right_visit),
    (Task, _right_task),
)


def _in_currency(said: Said, like: Money) -> Said:
    """A bare number corrects in the currency of what it corrects."""
    return (
        said if "currency" in said.slots and "currency" not in said.assumed else said.with_slots(currency=like.currency)
    )


# -- open questions


def answer_draft(turn: Turn) -> Reply:
    """A choice under a question; the first press takes it, later ones are told so."""
    draft = turn.store.approvals.draft(int(turn.arguments["draft"]))
    if draft is None or draft.member_id != turn.member.id:
        raise Refusal("button_not_yours")
    return take(turn, draft, dict(turn.arguments))


def take(turn: Turn, draft: Draft, choice: dict[str, Any]) -> Reply:
    """Take a draft with an answer; Refusal `draft_taken` for everyone but the first."""
    if not turn.store.approvals.take(draft.id):
        raise Refusal("draft_taken")
    turn.store.wrote = True
    payload = json.loads(draft.payload)
    if draft.kind == "correct":
        return correct(turn, int(payload["source"]), Said.from_json(choice["said"]))
    if answered := ANSWERED.get(draft.kind):
        return answered(turn, draft, payload, dict(choice.get("slots", {})))
    if draft.kind == guesses.KIND:
        return guesses.answered(turn, payload, choice)
    if draft.kind == "paste":
        dropped = Reply(Card((line("dropped"),)), toast=line("dropped"), replaces=True)
        return dropped if choice.get("drop") else ledger.save_all(turn, draft.payload)
    return logs.answered(turn, draft, choice)


ANSWERED: dict[str, Callable[[Turn, Draft, dict[str, Any], dict[str, str]], Reply]] = {
    "alert": watch.answered,
    "renewal": deciding.renewal_answered,
}
