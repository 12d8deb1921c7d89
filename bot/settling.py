"""Alerts and their cards: what an alert looks like now, and how every card of its subject learns it.

An alert card holds no text of its own: it names its alerts, and is put into words when it is sent or edited, from the
books as they are then. So a payment that comes between the push and its delivery is never contradicted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.chasing import follow
from bot.message import Button, Card, Line, line
from bot.post import Place, edit, face_of
from bot.subjects import OF_RECORD, SUBJECTS, About, about, record_of, title_of
from core.base.money import Money, totals
from core.base.records import Record, evolve
from core.ledger import Receivable
from core.watch import Alert
from storage.store import Store

MOST_OPENINGS = 8  # buttons under a list


def settle(store: Store, *records: Record) -> None:
    """After money, a promise or a decision came in: what is done with resolves its alerts, and their cards are renewed
    everywhere.

    What stays open renews its newest card only: the older ones were true when they were said. What is open again
    renews them all: they said it was settled.
    """
    renewed: dict[int, Any] = {}
    raised = {one.id: store.watch.on(one.id) for one in records}
    chases = _chases(store, [one for one in records if raised[one.id]])
    raised |= {one.id: store.watch.on(one.id) for one in chases}
    for record in (*records, *chases):
        subject, alerts = OF_RECORD[type(record)], raised[record.id]
        still_open = {one.id for one in alerts if subject.is_open(record) and subject.speaks_of(record, one)}
        turned = [one for one in alerts if (one.state == "resolved") == (one.id in still_open)]
        store.save(*(evolve(one, state="open" if one.state == "resolved" else "resolved") for one in turned))
        for alert in (*turned, *alerts[-1:]):
            renewed |= {sent.id: sent for sent in store.outbox.showing(store.team_id, alert.id) if sent.kind == "send"}
    for sent in renewed.values():
        renew(store, sent)


def _chases(store: Store, raised_about: Sequence[Record]) -> list[Record]:
    """The tasks of chasing this money, as far as a fact closed or opened them. A chase begins with an alert: where none
    was ever raised, there is no task to look for."""
    owed = [one for one in raised_about if isinstance(one, Receivable)]
    if not owed:
        return []
    today = store.now.astimezone(ZoneInfo(store.people.team().timezone)).date()
    return [task for one in owed if (task := follow(store, one, today))]


def renew(store: Store, sent: Any) -> None:
    """Put a card into words again; one not sent yet will be true anyway."""
    if sent.state != "waiting":
        edit(store, sent, store.outbox.face(sent))


def alert_face(store: Store, place: Place, alerts: Sequence[Alert]) -> dict[str, Any]:
    """The face of a card about these alerts: one with its answers, several as a list to open one by one."""
    rows = _answers(store, alerts[0], place.member_id) if len(alerts) == 1 else _openings(store, alerts)
    if len(alerts) > 1 and place.private:
        rows.append((Button(line("button_today"), "today"),))
    face = face_of(store, place, Card((), tuple(rows)))
    reader = {"reader": str(place.member_id)} if place.member_id else {}
    return reader | {"alerts": [str(alert.id) for alert in alerts], "buttons": face["buttons"]}


def in_order(alerts: Sequence[Alert]) -> list[Alert]:
    """Alerts as a list tells them: by what they are about, in the order of SUBJECTS, each sort as it was raised."""
    places = {rule: at for at, rule in enumerate(SUBJECTS)}
    return sorted(alerts, key=lambda alert: places[alert.rule])


def _answers(store: Store, alert: Alert, reader: int | None) -> list[tuple[Button, ...]]:
    """The buttons of one alert, row by row; none for a reader who may not answer it."""
    subject, arguments = SUBJECTS[alert.rule], {"alert": str(alert.id)}
    if subject.answered_by and not subject.answered_by(store, record_of(store, alert), reader):
        return []
    rows = (verbs for verbs in (subject.answers, subject.below) if verbs)
    return [tuple(Button(line(f"alert_{verb}"), verb, arguments, anyone=True) for verb in verbs) for verbs in rows]


def _openings(store: Store, alerts: Sequence[Alert]) -> list[tuple[Button, ...]]:
    buttons = [_opening(store, alert, number) for number, alert in enumerate(alerts[:MOST_OPENINGS], 1)]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _opening(store: Store, alert: Alert, number: int) -> Button:
    subject = SUBJECTS[alert.rule]
    label = line("alert_tick" if subject.ticked else "alert_open", number=number, account=title_of(store, alert))
    return Button(label, subject.opens, {"alert": str(alert.id)}, anyone=True)


def alert_lines(store: Store, face: Mapping[str, Any], today: date) -> tuple[list[Line], bool]:
    """What an alert card says now, and whether anything in it is still open."""
    alerts = [alert for row in face["alerts"] if (alert := store.watch.alert(int(row)))]
    reader = int(face["reader"]) if "reader" in face else None
    told = [about(store, alert, today, reader) for alert in alerts]
    if not told:
        return [line("digest_empty")], False
    lines = _alone(told[0]) if len(told) == 1 else _listed(told)
    return lines, any(alert.state != "resolved" for alert in alerts)


def _alone(told: About) -> list[Line]:
    subject = SUBJECTS[told.alert.rule]
    return [subject.settled(told)] if told.alert.state == "resolved" else subject.lines(told)


def _listed(told: Sequence[About]) -> list[Line]:
    """A list under a head for each sort of alert, with the sums still to come; several sorts are the day's list."""
    rules = list(dict.fromkeys(one.alert.rule for one in told))
    lines = [line("today_head", on=told[0].alert.raised_on, name=None)] if len(rules) > 1 else []
    for rule in rules:
        numbered = [(number, one) for number, one in enumerate(told, 1) if one.alert.rule == rule]
        lines.append(line("digest_head", count=len(numbered), rule=Line(f"digest_{rule}"), sums=_sums(numbered)))
        lines += [SUBJECTS[rule].in_list(one, number) for number, one in numbered]
    return lines


def _sums(numbered: Sequence[tuple[int, About]]) -> Sequence[Money] | None:
    """What is still to come of several rows about money, per currency."""
    still_open = [one.record for _, one in numbered if one.alert.state != "resolved"]
    owed = [record.balance for record in still_open if isinstance(record, Receivable)]
    return totals(owed) if len(owed) > 1 else None


def live_buttons(store: Store, face: Mapping[str, Any]) -> list[Any]:
    """The buttons of a list of alerts, without those of what is settled."""
    settled = {
        number
        for number, row in enumerate(face["alerts"], 1)
        if (alert := store.watch.alert(int(row))) is None or alert.state == "resolved"
    }
    rows = ([one for one in row if one[0][1].get("number") not in settled] for row in face.get("buttons", ()))
    return [row for row in rows if row]
