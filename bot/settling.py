"""Alerts and their cards: what a receivable's alerts look like now, and how every card of theirs learns it.

An alert card holds no text of its own: it names its alerts, and is put into words when it is sent or edited, from the
books as they are then. So a payment that comes between the push and its delivery is never contradicted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.message import Button, Card, Line, line
from bot.post import Place, edit, face_of
from core.base.records import evolve
from core.ledger import Receivable
from core.sales import Account
from core.watch import Alert
from storage.store import Store

ANSWERS = ("contacted", "promised", "received")


def settle(store: Store, *receivables: Receivable) -> None:
    """After money or a promise came in: paid receivables resolve their alerts, and their cards are renewed everywhere.

    What stays open renews its newest card only: the older ones were true when they were said. What is open again
    renews them all: they said it was settled.
    """
    renewed: dict[int, Any] = {}
    for receivable in receivables:
        alerts = store.watch.on(receivable.id)
        turned = [one for one in alerts if (one.state == "resolved") == receivable.balance.is_positive]
        store.save(*(evolve(one, state="open" if one.state == "resolved" else "resolved") for one in turned))
        for alert in (*turned, *alerts[-1:]):
            renewed |= {sent.id: sent for sent in store.outbox.showing(store.team_id, alert.id) if sent.kind == "send"}
    for sent in renewed.values():
        renew(store, sent)


def renew(store: Store, sent: Any) -> None:
    """Put a card into words again; one not sent yet will be true anyway."""
    if sent.state != "waiting":
        edit(store, sent, store.outbox.face(sent))


def alert_face(store: Store, place: Place, alerts: Sequence[Alert]) -> dict[str, Any]:
    """The face of a card about these alerts: one with its three answers, several as a list to open one by one."""
    one = len(alerts) == 1
    if one:
        arguments = {"alert": str(alerts[0].id)}
        rows = [tuple(Button(line(f"alert_{verb}"), verb, arguments, anyone=True) for verb in ANSWERS)]
    else:
        names = {alert.id: _account(store, alert) for alert in alerts}
        buttons = [
            Button(
                line("alert_open", number=number, account=names[alert.id].name),
                "alert",
                {"alert": str(alert.id)},
                anyone=True,
            )
            for number, alert in enumerate(alerts[:8], 1)
        ]
        rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    face = face_of(store, place, Card((), tuple(rows)))
    return {"alerts": [str(alert.id) for alert in alerts], "buttons": face["buttons"]}


def alert_lines(store: Store, face: Mapping[str, Any], today: date) -> tuple[list[Line], bool]:
    """What an alert card says now, and whether anything in it is still open."""
    alerts = [alert for row in face["alerts"] if (alert := store.watch.alert(int(row)))]
    if len(alerts) == 1:
        return _single(store, alerts[0], today), alerts[0].state != "resolved"
    head = (
        line("digest_head", count=len(alerts), rule=Line(f"digest_{alerts[0].rule}"))
        if alerts
        else line("digest_empty")
    )
    rows = [_row(store, alert, today, number) for number, alert in enumerate(alerts, 1)]
    return [head, *rows], any(alert.state != "resolved" for alert in alerts)


def _single(store: Store, alert: Alert, today: date) -> list[Line]:
    receivable, account = _subject(store, alert)
    owner = store.people.member(account.owner_id)
    facts = dict(
        account=account.name, balance=receivable.balance, due=receivable.due_on, owner=owner.name if owner else ""
    )
    if alert.state == "resolved":
        return [line("alert_settled", account=account.name, amount=receivable.amount + receivable.adjusted)]
    if not receivable.days_overdue(today):
        lines = [line("due_soon_alert", **facts, days=(receivable.due_on - today).days)]
    else:
        lines = [line("overdue_alert", **facts, days=receivable.days_overdue(today))]
    if promised := promise_of(receivable, today):
        lines.append(line(f"alert_{promised.key}", promised=promised))
    if alert.acknowledged_by:
        by = store.people.member(alert.acknowledged_by)
        lines.append(line("alert_contacted_by", by=by.name if by else ""))
    return lines


def _row(store: Store, alert: Alert, today: date, number: int) -> Line:
    receivable, account = _subject(store, alert)
    owner = store.people.member(account.owner_id)
    facts = dict(number=number, account=account.name, balance=receivable.balance, owner=owner.name if owner else "")
    if alert.state == "resolved":
        return line("digest_row_settled", **facts)
    if not receivable.days_overdue(today):
        return line("digest_row_due_soon", **facts, due=receivable.due_on)
    days, promised = receivable.days_overdue(today), promise_of(receivable, today)
    return line("digest_row_overdue", **facts, days=days, promised=promised)


def promise_of(receivable: Receivable, today: date) -> Line | None:
    """The day that was promised, and whether it passed unpaid; None where there is none."""
    if receivable.promised_on is None:
        return None
    return line("promise_broken" if receivable.promised_on < today else "promise_stands", on=receivable.promised_on)


def _subject(store: Store, alert: Alert) -> tuple[Receivable, Account]:
    receivable = store.get(Receivable, alert.subject_id)
    assert receivable is not None, "an alert outlives nothing it is about"
    return receivable, _account(store, alert)


def _account(store: Store, alert: Alert) -> Account:
    account = store.get(Account, alert.account_id)
    assert account is not None
    return account


def live_buttons(store: Store, face: Mapping[str, Any]) -> list[Any]:
    """The buttons of a list of alerts, without those of what is settled."""
    settled = {
        number
        for number, row in enumerate(face["alerts"], 1)
        if (alert := store.watch.alert(int(row))) is None or alert.state == "resolved"
    }
    rows = ([one for one in row if one[0][1].get("number") not in settled] for row in face.get("buttons", ()))
    return [row for row in rows if row]


def open_alerts(store: Store, receivables: Iterable[Receivable]) -> list[Alert]:
    """The newest alert of each receivable that is not resolved."""
    newest = [store.watch.on(one.id) for one in receivables]
    return [alerts[-1] for alerts in newest if alerts and alerts[-1].state != "resolved"]
