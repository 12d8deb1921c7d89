"""What everybody said and did about a customer, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from bot.handlers.accounts.contacts import spared
from bot.handlers.accounts.finding import name_of, permitted
from bot.handlers.contracts import evidence
from bot.message import Button, Line, Reply, Turn, line, or_blank, reply
from bot.subjects import task_facts
from bot.text import shortened
from core.base.refusal import Refusal
from core.contracts import Evidence
from core.people import may
from core.sales import Account, Contact, Task

PAGE, MOST = 10, 2000


class Event(NamedTuple):
    """Something that happened: its day, its record's id to keep the order within a day, and how it is told."""

    on: date
    row: int
    told: Line
    file: Evidence | None = None


def history_button(account: Account, start: int = 0, rest: int = 0) -> Button:
    """[全部往来], or [更早的 20 条]."""
    label = line("button_history_more", count=rest) if rest else line("button_history")
    return Button(label, "history", {"account": str(account.id), "from": start})


def history_pressed(turn: Turn) -> Reply:
    """[全部往来] under a customer's card, and the pages after the first."""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    permitted(turn, account, "see_account")
    turn.store.note_look(account.id)
    return _page(turn, account, int(turn.arguments["from"]))


def _page(turn: Turn, account: Account, start: int) -> Reply:
    events = sorted(_events(turn, account), key=lambda one: one[:2], reverse=True)
    if not events:
        return reply(line("history_none", account=account.name), action="see_account", tier=account.tier)
    shown, rest = events[start : start + PAGE], len(events) - start - PAGE
    head = line("history_head", account=account.name, count=len(events), first=start + 1, last=start + len(shown))
    files = [evidence.button(one.file) for one in shown if one.file is not None and not one.file.is_over]
    buttons: tuple[tuple[Button, ...], ...] = tuple((one,) for one in files)
    buttons += ((history_button(account, start + PAGE, rest),),) if rest > 0 else ()
    return reply(
        head,
        *spared(turn, account, [one.told for one in shown]),
        buttons=buttons,
        action="see_account",
        tier=account.tier,
    )


def _events(turn: Turn, account: Account) -> Iterator[Event]:
    sales, contracts = turn.store.sales, turn.store.contracts
    for visit in sales.visits(account.id, MOST):
        yield Event(visit.on, visit.id, visit_line(turn, visit))
    for note in sales.notes(account.id, MOST):
        told = line("history_note", on=note.on, by=name_of(turn, note.by_id), note=shortened(note.text))
        yield Event(note.on, note.id, told)
    for deal in sales.deals(account.id):
        yield Event(deal.stage_since, deal.id, line(
            "history_deal", on=deal.stage_since, owner=name_of(turn, deal.owner_id), name=deal.name,
            stage=Line(f"stage_{deal.stage}"), amount=or_blank(deal.amount),
        ))  # fmt: skip
    for task in sales.tasks(account.id):
        yield Event(task.due_on, task.id, task_line(turn, task))
    for contract in contracts.of_account(account.id):
        on = contract.signed_on or contract.starts_on
        if on is not None:
            yield Event(on, contract.id, line("history_contract", on=on, number=contract.number))
    for kept, told in evidence.rows_of(turn, account):
        yield Event(kept.on, kept.id, told, kept)
    if may(turn.member, "see_money", account.owners, account.tier):
        yield from _money_events(turn, account)


def _money_events(turn: Turn, account: Account) -> Iterator[Event]:
    for payment in turn.store.ledger.standing_payments_since(account.id, date.min):
        yield Event(payment.on, payment.id, line("history_payment", on=payment.on, amount=payment.amount))
    for promise in turn.store.ledger.promises(account.id):
        told = line("history_promise", on=promise.said_on, amount=promise.amount, by=or_blank(promise.by_on))
        yield Event(promise.said_on, promise.id, told)


def visit_line(turn: Turn, visit: Any) -> Line:
    """Who was there, how, whom they met, what came of it."""
    contact = turn.store.get(Contact, visit.contact_id) if visit.contact_id else None
    return line("account_visit", on=visit.on, by=name_of(turn, visit.by_id), kind=Line(f"visit_kind_{visit.kind}"),
                contact=contact.name if contact and not contact.void else "", note=shortened(visit.note),
                spot=visit.spot or None, live=visit.spot_sure)  # fmt: skip


def task_line(turn: Turn, task: Task) -> Line:
    """What is to be done, by whom."""
    what = task_facts(turn.store, task, None)["what"]
    return line("account_task", on=task.due_on, at=task.at, by=name_of(turn, task.owner_id), note=what)
