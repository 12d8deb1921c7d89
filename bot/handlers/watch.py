"""Answering what the watch said, and asking what is to be watched today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.handlers.ledger.disputing import dispute_one
from bot.handlers.ledger.promising import keep_promise
from bot.handlers.logs import keep_draft, log
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.post import private_place, queue, send
from bot.said import Said
from bot.settling import alert_face, renew
from bot.subjects import SUBJECTS, record_of
from core.approvals import Draft
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Promise, Receivable
from core.people import may
from core.sales import Account
from core.watch import Alert

Subject = tuple[Alert, Any, Account]


def contacted(turn: Turn) -> Reply:
    """[已联系] under an alert."""
    return _acknowledge(turn, "toast_contacted")


def seen(turn: Turn) -> Reply:
    """[知道了] under an alert: noted for everybody; it comes back at its next stage."""
    return _acknowledge(turn, "toast_seen")


def thumb_up(turn: Turn) -> Reply | None:
    """👍 on the card of an alert; where it may not or need not do anything, nothing is said."""
    try:
        alert, _, _ = subject(turn)
    except Refusal:
        return None
    answers = SUBJECTS[alert.rule].answers
    return _acknowledge(turn, "toast_seen") if {"contacted", "seen"} & set(answers) else None


def _acknowledge(turn: Turn, toast: str) -> Reply:
    alert, _, _ = subject(turn)
    if alert.acknowledged_by == turn.member.id:
        return Reply(toast=line("toast_already_noted"))
    turn.store.save(evolve(alert, state="acknowledged", acknowledged_by=turn.member.id))
    _renew_cards(turn, alert)
    return Reply(toast=line(toast))


def ask_promise(turn: Turn) -> Reply:
    """[答应几号付] under an alert: the day is asked in private, and shown on every card."""
    alert, receivable, account = subject(turn)
    days = _days_to_offer(turn)
    return ask_privately(
        turn,
        "alert",
        _about(alert, receivable),
        line("ask_promise_day", account=account.name, balance=receivable.balance),
        [(line("button_day", on=day), {"slots": {"due_date": day.isoformat()}}) for day in days],
        awaits="promise_day",
    )


def ask_received(turn: Turn) -> Reply:
    """[已收到] under an alert: all of it, or how much."""
    alert, receivable, account = subject(turn)
    return ask_privately(
        turn,
        "alert",
        _about(alert, receivable),
        line("ask_received", account=account.name, balance=receivable.balance),
        [
            (
                line("button_received_all", balance=receivable.balance),
                {"slots": {"amount": str(receivable.balance.amount)}},
            )
        ],
        awaits="received_amount",
    )


def ask_dispute(turn: Turn) -> Reply:
    """[有争议] under an alert: why, or no reason; then it is not chased."""
    alert, _, _ = subject(turn)
    receivable, account = undisputed(turn)
    asked = line("ask_dispute_why", account=account.name, balance=receivable.balance)
    choices = [(line("button_no_reason"), {"slots": {"reason": ""}})]
    return ask_privately(turn, "alert", _about(alert, receivable), asked, choices, awaits="reason")


def undisputed(turn: Turn) -> tuple[Receivable, Account]:
    """What the pressed alert is about, as long as it is chased; Refusal `dispute_already`."""
    _, receivable, account = subject(turn)
    if receivable.disputed:
        raise Refusal("dispute_already", account=account.name)
    return receivable, account


def disputed(turn: Turn, said: Said) -> Reply:
    """The reason that was entered on the sheet of [有争议]."""
    return dispute_one(turn, *undisputed(turn), said.get("reason") or "")


def _about(alert: Alert, receivable: Receivable) -> dict[str, str]:
    """What a question about an alert must remember."""
    return {"alert": str(alert.id), "receivable": str(receivable.id), "currency": receivable.amount.currency}


def ask_privately(turn: Turn, kind: str, payload: dict[str, str], asked: Line, choices: Any, *, awaits: str) -> Reply:
    """Ask the person who pressed in their private chat; the group keeps quiet."""
    place = private_place(turn.store, turn.member, turn.inbound.channel)
    if place is None:
        raise Refusal("private_needed")
    draft = keep_draft(turn, kind, payload, awaits=awaits, private=True)
    rows = tuple((Button(label, "answer", {"draft": str(draft.id), **choice}),) for label, choice in choices)
    send(turn.store, place, Card((asked,), rows))
    return Reply(toast=line("toast_asked") if turn.private else line("sent_privately"))


def answered(turn: Turn, draft: Draft, payload: dict[str, str], slots: dict[str, str]) -> Reply:
    """The day, the amount or the reason that was asked for."""
    receivable = turn.store.get(Receivable, int(payload["receivable"]))
    alert = turn.store.watch.alert(int(payload["alert"]))
    if receivable is None or alert is None or not receivable.balance.is_positive:
        raise Refusal("alert_settled_already")
    account = turn.store.sales.account(receivable.account_id)
    assert account is not None
    if draft.awaits == "received_amount":
        said = Said("payment", {"amount": slots["amount"], "currency": payload["currency"]}, draft.awaits, account.id)
        return log(turn, [said])
    if draft.awaits == "reason":
        return dispute_one(turn, receivable, account, slots.get("reason", ""))
    return _promised(turn, alert, receivable, account, slots)


def promised(turn: Turn, said: Said) -> Reply:
    """The day that was entered on the sheet of [答应几号付]."""
    return _promised(turn, *subject(turn), dict(said.slots))


def _promised(turn: Turn, alert: Alert, receivable: Receivable, account: Account, slots: dict[str, str]) -> Reply:
    said = Said("promise", slots, "")
    by_on = said.day("due_date_end") or said.day("due_date")
    if by_on is None or by_on < turn.today:
        raise Refusal("promise_in_the_past", on=by_on or turn.today)
    promise = Promise(id=turn.new_id(), account_id=account.id, receivable_id=receivable.id, amount=receivable.balance,
                      by_on=by_on, said_on=turn.today)  # fmt: skip
    keep_promise(turn, promise)
    turn.store.save(evolve(alert, state="acknowledged", acknowledged_by=turn.member.id, promised_on=by_on))
    _renew_cards(turn, alert)
    saved = line("promise_saved", account=account.name, contact=None, amount=receivable.balance, percent=None, by=by_on)
    return reply(saved, toast=line("toast_noted"), replaces=turn.inbound.kind == "press")


def subject(turn: Turn) -> Subject:
    """The alert a button is about, with its record and account, if this person may answer it; a Refusal otherwise."""
    alert = turn.store.watch.alert(int(turn.arguments["alert"]))
    record = record_of(turn.store, alert) if alert else None
    account = turn.store.sales.account(alert.account_id) if alert and alert.account_id else None
    if alert is None or record is None or account is None:
        raise Refusal("record_gone")
    if not may(turn.member, "answer_alert", SUBJECTS[alert.rule].answerers(record, account), account.tier):
        owner = turn.store.people.member(account.owner_id)
        raise Refusal("alert_not_yours", denied="answer_alert", owner=owner.name if owner else "")
    if alert.state == "resolved" or not SUBJECTS[alert.rule].is_open(record):
        raise Refusal("alert_settled_already")
    return alert, record, account


def _renew_cards(turn: Turn, alert: Alert) -> None:
    for sent in turn.store.outbox.showing(turn.store.team_id, alert.id):
        if sent.kind == "send":
            renew(turn.store, sent)


def _days_to_offer(turn: Turn) -> list[Any]:
    """Three days people name most: tomorrow's working day, this week's Friday, next week's."""
    friday = turn.today + timedelta(days=(4 - turn.today.weekday()) % 7)
    offered = [turn.calendar.next_working(turn.today + timedelta(days=1)), friday, friday + timedelta(days=7)]
    return sorted({day for day in offered if day > turn.today})[:3]


def open_alert(turn: Turn) -> Reply:
    """A numbered button under a digest: that alert's own card, in private."""
    alert, _, _ = subject(turn)
    place = private_place(turn.store, turn.member, turn.inbound.channel)
    if place is None:
        raise Refusal("private_needed")
    queue(turn.store, place, alert_face(turn.store, place, [alert]), shows=((alert.id, alert.version),))
    return Reply(toast=line("toast_here") if turn.private else line("sent_privately"))
