"""Corrections: the right value for a record that a card showed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.handlers import logs
from bot.handlers.approvals.changes import (
    account_name,
    accounts_of,
    as_now,
    changes,
    settle_allocated,
    standing,
    undoable,
)
from bot.message import Card, Line, Reply, Turn, line, or_blank, reply
from bot.post import stamp
from bot.said import Said
from bot.settling import settle
from core.base.money import Money
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract, sign
from core.ledger import Payment, Receivable, adjust, receive_payment, reverse_payment
from core.sales import Deal, Task, Visit
from storage.tables.books import BY_NAME


def how_to_correct(turn: Turn) -> Reply:
    """[改] under a card: the next value or correction this person says is for what that card was about."""
    logs.keep_draft(turn, "correct", {"source": str(turn.arguments["source"])}, awaits="correction")
    return reply(line("edit_how"), toast=line("toast_edit_how"), action="see_money")


def correct(turn: Turn, source: int, said: Said) -> Reply:
    """不对，是15万 — said to a card: the one record there that has such a value gets the right one."""
    entries = changes(turn, source)
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
        if undoable(turn, source) and (said.account_id is None or said.account_id in accounts_of(turn, source)):
            return correct(turn, source, said)
    raise Refusal("correct_nothing")


def _right_payment(turn: Turn, payment: Payment, said: Said) -> list[Line]:
    amount, on = logs.amount_of(turn, _in_currency(said, payment.amount)), said.day("date")
    if (amount is None and on is None and said.account_id is None) or payment.reverses_id is not None:
        return []
    turn.store.ledger.lock(payment.account_id)
    payment = standing(turn, payment)
    allocations = turn.store.ledger.allocations(payment.id)
    turn.store.save(*reverse_payment(payment, allocations, turn.now, turn.today, turn.new_id))
    account_id = said.account_id or payment.account_id
    right = replace(payment, id=turn.new_id(), account_id=account_id,
                    amount=payment.amount if amount is None else amount,
                    on=on or payment.on, recorded_at=turn.now)  # fmt: skip
    receipt = receive_payment(turn.store.ledger.open_receivables(account_id), right, turn.new_id)
    turn.store.save(*receipt.records)
    settle_allocated(turn, (*allocations, *receipt.allocations))
    return [*_differences(turn, payment, right),
            *_balances(turn, dict.fromkeys((payment.account_id, account_id)), right.amount.currency)]  # fmt: skip


def _differences(turn: Turn, before: Payment, after: Payment) -> list[Line]:
    lines = []
    if before.account_id != after.account_id:
        names = [account_name(turn, one.account_id) for one in (before, after)]
        lines.append(line("corrected_account", before=names[0], after=names[1], what=after.amount))
    if before.amount != after.amount:
        what = account_name(turn, after.account_id)
        lines.append(line("corrected_amount", before=before.amount, after=after.amount, what=what))
    if before.on != after.on:
        lines.append(line("corrected_day", before=before.on, after=after.on))
    return lines


def _balances(turn: Turn, accounts: Any, currency: str) -> list[Line]:
    lines = []
    for account_id in accounts:
        owed = {sums.currency: sums for sums, _ in turn.store.ledger.money(account_id)}
        balance = owed.get(currency, Money.zero(currency))
        lines.append(line("corrected_balance", account=account_name(turn, account_id), balance=balance))
    return lines


def _right_receivable(turn: Turn, receivable: Receivable, said: Said) -> list[Line]:
    amount = logs.amount_of(turn, _in_currency(said, receivable.amount))
    due_on = said.day("due_date") or said.day("date") or said.day("next_date")
    lines = []
    if amount is not None:
        before = receivable.amount + receivable.adjusted
        turn.store.save(adjust(receivable, amount, "corrected", turn.now, turn.today, turn.new_id))
        lines.append(
            line("corrected_amount", before=before, after=amount, what=account_name(turn, receivable.account_id))
        )
    if due_on is not None:
        turn.store.save(evolve(receivable, due_on=due_on, promised_on=None))
        lines.append(line("corrected_day", before=receivable.due_on, after=due_on))
    settle(turn.store, *as_now(turn, Receivable, receivable.id))
    return lines


def _right_contract(turn: Turn, contract: Contract, said: Said) -> list[Line]:
    """The amount, or a day: one that lies ahead is the end, one that is past the signing."""
    amount = logs.amount_of(turn, said if contract.amount is None else _in_currency(said, contract.amount))
    on = said.day("next_date") or said.day("date")
    lines: list[Line] = []
    changed: dict[str, Any] = {}
    if amount is not None:
        changed["amount"] = amount
        before, what = or_blank(contract.amount), account_name(turn, contract.account_id)
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
        settle(turn.store, *as_now(turn, Receivable, receivable.id))
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
        line("corrected_amount", before=or_blank(deal.amount), after=amount, what=account_name(turn, deal.account_id))
    ]


def _right_visit(turn: Turn, visit: Visit, said: Said) -> list[Line]:
    on, lines = said.day("date"), []
    if said.account_id not in (None, visit.account_id):
        names = [account_name(turn, row) for row in (visit.account_id, said.account_id)]
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
