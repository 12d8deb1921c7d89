"""The bank's file: each payment in it is put to who it is from, confirms what was logged, or is asked about. A file
that comes again adds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.handlers.ledger import payers
from bot.handlers.logs import keep_draft, log
from bot.importing.rows import Incoming, Outline
from bot.importing.telling import problem_line
from bot.message import Attachment, Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from core.base.money import totals
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Payment
from core.people import may
from core.sales import Account

KIND = "bank"
SHOWN, PROBLEMS, TOLD = 10, 5, 40
MOST = 500  # rows of one file that wait for a yes
NEAR = 5  # working days between what was logged and the bank's day


def offered(turn: Turn, file: Attachment, plan: Outline) -> Reply:
    """What the bank's file says, row by row as it would be booked, with [记上]."""
    if not may(turn.member, "import_bank"):
        raise Refusal("bank_not_allowed", denied="import_bank")
    if len(plan.bank) > MOST:
        raise Refusal("bank_too_many", most=MOST, count=len(plan.bank))
    saids = [_said(turn, one) for one in plan.bank]
    clear = [one for one in saids if one.account_id is not None]
    lines = [
        line("bank_head", name=file.name, count=len(plan.bank), sums=totals(one.amount for one in plan.bank) or None)
    ]
    lines += [_row(turn, incoming, said) for incoming, said in zip(plan.bank[:SHOWN], saids, strict=False)]
    if len(plan.bank) > SHOWN:
        lines.append(line("account_more", count=len(plan.bank) - SHOWN))
    if plan.there:
        lines.append(line("bank_there", count=plan.there))
    if plan.outgoing:
        lines.append(line("bank_outgoing", count=plan.outgoing))
    lines += [problem_line(one) for one in plan.problems[:PROBLEMS]]
    if not saids:
        return reply(*lines, line("import_chat_nothing"), action="see_money")
    draft = keep_draft(turn, KIND, [one.as_json() for one in saids], awaits="")
    arguments = {"draft": str(draft.id)}
    rows = ((Button(line("button_bank_book", count=len(saids), asked=len(saids) - len(clear)), "answer",
                    {**arguments, "all": True}),
             Button(line("button_drop"), "answer", {**arguments, "drop": True})),)  # fmt: skip
    return Reply(Card(tuple(lines), rows), action="see_money", private=True)


def _said(turn: Turn, one: Incoming) -> Said:
    """A row as if somebody had said it, with the bank's word for it; whose it is where that is sure."""
    slots = {"amount": str(one.amount.amount), "currency": one.amount.currency, "date": one.on.isoformat(),
             "payer": one.payer, "bank_key": one.key}  # fmt: skip
    found = turn.names.find(one.payer)
    refs = {int(ref) for name in found.exact if (ref := found.refs.get(name))}
    refs |= {account.id for account in payers.pays_for(turn, one.payer)}
    account_id = refs.pop() if len(refs) == 1 else None
    return Said("payment", slots, one.payer, account_id, one.payer, choices=tuple(sorted(refs)))


def _row(turn: Turn, one: Incoming, said: Said) -> Line:
    account = turn.store.sales.account(said.account_id) if said.account_id else None
    logged = logged_before(turn, account, said) if account else None
    return line("bank_row", on=one.on, amount=one.amount, payer=one.payer, account=account.name if account else None,
                logged=logged.on if logged else None)  # fmt: skip


def answered(turn: Turn, payload: Sequence[Mapping[str, Any]], choice: Mapping[str, Any]) -> Reply:
    """[记上]: what is clear is booked, the rest is asked one by one."""
    if choice.get("drop"):
        return Reply(Card((line("dropped"),)), toast=line("dropped"), replaces=True)
    answer = log(turn, [Said.from_json(one) for one in payload], confirmed=True)
    card = answer.card
    assert card is not None
    by_key: dict[str, int] = defaultdict(int)
    for one in card.lines:
        by_key[one.key] += 1
    head = line("bank_done", new=by_key["payment_saved"], confirmed=by_key["bank_confirmed"])
    return replace(answer, card=replace(card, lines=(head, *card.lines[-TOLD:])), replaces=True, private=True)


# -- one row, as it is booked


def logged_before(turn: Turn, account: Account, said: Said) -> Payment | None:
    """What somebody logged already that this row of the bank's file is about."""
    on, amount = said.day("date") or turn.today, said.money(turn.team.currency)
    first, last = turn.calendar.plus_working(on, -NEAR), turn.calendar.plus_working(on, NEAR)
    alike = (
        one
        for one in turn.store.ledger.standing_payments_since(account.id, first)
        if one.amount == amount and one.on <= last and one.bank_key is None and one.kind == ""
    )
    return min(alike, key=lambda one: (abs((one.on - on).days), one.id), default=None)


def confirmed_by_bank(turn: Turn, account: Account, said: Said) -> list[Line] | None:
    """What a row of the bank's file says of the books that hold it already; None where it is news."""
    key = said.get("bank_key") or ""
    if key in turn.store.ledger.bank_keys():
        return [line("bank_known", account=account.name)]
    payment = logged_before(turn, account, said)
    if payment is None:
        return None
    from bot.handlers.confirming import confirm  # it renews the cards that wait

    fresh = evolve(payment, bank_key=key)
    turn.store.save(fresh)
    confirm(turn, fresh)
    return [line("bank_confirmed", account=account.name, amount=payment.amount, on=payment.on)]
