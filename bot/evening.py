"""The evening: what was said today and is in no book yet, in one private card a person and working day.

What was asked and not answered is an open draft; so is a message with figures that nobody understood, and a promise
without its day. The card names them and holds no text of its own: it is put into words when it is sent or edited.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.booked import booked_since
from bot.message import Button, Card, Line, line
from bot.post import Place, edit, face_of, private_place, queue
from bot.said import Said
from bot.text import shortened
from bot.wanting import SHOWN, due_gaps, missing_of
from core.approvals import Draft
from core.base.calendar import WorkingCalendar
from core.sales import Account
from storage.database import Database
from storage.outbox import Outgoing
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

MOST = 8  # on one card; the rest is counted
QUOTED = 40

# What may wait for the evening, and how each is quoted there. Other questions lapse with nothing unsaid.
KINDS: Mapping[str, Callable[[Any], Line]] = {
    "log": lambda payload: line("evening_said", text=shortened(payload[0]["text"], QUOTED)),
    "guess": lambda payload: line("evening_said", text=shortened(payload["saids"][0]["text"], QUOTED)),
    "paste": lambda payload: line("evening_pasted", count=len(payload)),
    "unread": lambda payload: line("evening_unread", text=shortened(payload["text"], QUOTED)),
    "form": lambda payload: line("evening_form", form=Line(f"form_{payload['form']}"), name=payload["said"]["name"]),
    "promise_day": lambda payload: line("evening_promise", account=payload["account"]),
}


def tell_evening(database: Database, team_id: int, now: datetime, calendar_of: Callable[[str], WorkingCalendar]) -> int:
    """Queue the evening's cards of a team when it is time, once a day whoever else tries; how many."""

    def work(transaction: Transaction) -> int:
        store = Store(transaction, team_id, by=None, source=database.ids.new(now), now=now)
        day = _evening_of(store, now, calendar_of)
        if day is None or not House(transaction).claim(mark(team_id), day.isoformat()):
            return 0
        team = store.people.team()
        yesterday = calendar_of(team.timezone).plus_working(day, -1)
        since = datetime.combine(yesterday, time(), ZoneInfo(team.timezone))
        left, gaps = left_over(store, since, now), due_gaps(store, day)
        return sum(_tell(store, row, left.get(row, ()), gaps.get(row, ())) for row in dict.fromkeys((*left, *gaps)))

    def is_due(transaction: Transaction) -> bool:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        day = _evening_of(store, now, calendar_of)
        return day is not None and House(transaction).is_free(mark(team_id), day.isoformat())

    return database.write(work) if database.read(is_due) else 0


def mark(team_id: int) -> str:
    """Under which name the house remembers the last evening of a team."""
    return f"evening:{team_id}"


def _evening_of(store: Store, now: datetime, calendar_of: Callable[[str], WorkingCalendar]) -> date | None:
    """The working day whose evening it is; None before its hour and on days off."""
    team = store.people.team()
    local = now.astimezone(ZoneInfo(team.timezone))
    is_evening = local.time() >= store.people.policy().watch.evening_at
    return local.date() if is_evening and calendar_of(team.timezone).is_working(local.date()) else None


def left_over(store: Store, since: datetime, now: datetime) -> dict[int, list[Draft]]:
    """Member -> what lapsed since then and is in no book, the oldest first."""
    found: dict[int, list[Draft]] = defaultdict(list)
    for draft in store.approvals.left_open(since, now):
        if draft.kind in KINDS and not _said_again(store, draft):
            found[draft.member_id].append(draft)
    return {member: _each_once(drafts) for member, drafts in found.items()}


def _said_again(store: Store, draft: Draft) -> bool:
    """Whether all of a question's message was typed again since, and is booked."""
    if draft.kind != "log":
        return False
    saids = map(Said.from_json, json.loads(draft.payload))
    return all(booked_since(store, one, draft.member_id, draft.id) for one in saids)


def _each_once(drafts: Sequence[Draft]) -> list[Draft]:
    """What was asked of the same words twice is listed once, as it was asked last."""
    return list({(one.kind, _words(one)): one for one in drafts}.values())


def _words(draft: Draft) -> str:
    payload = json.loads(draft.payload)
    return "\n".join(one["text"] for one in payload) if draft.kind == "log" else str(draft.id)


def _tell(store: Store, member_id: int, drafts: Sequence[Draft], gaps: Sequence[Account]) -> bool:
    member = store.people.member(member_id)
    place = private_place(store, member) if member is not None and member.active else None
    if place is None:
        return False
    face = {"evening": [str(one.id) for one in drafts], "gaps": [str(one.id) for one in gaps],
            "buttons": _buttons(store, place, drafts, gaps)}  # fmt: skip
    queue(store, place, face, urgency=1, shows=tuple((one.id, one.version) for one in drafts))
    return True


def _buttons(store: Store, place: Place, drafts: Sequence[Draft], gaps: Sequence[Account]) -> list[Any]:
    rows: list[tuple[Button, ...]] = [
        (
            Button(line("evening_go", number=number), "evening_go", {"draft": str(draft.id)}),
            Button(line("evening_drop", number=number), "evening_drop", {"draft": str(draft.id)}),
        )
        for number, draft in enumerate(drafts[:MOST], 1)
    ]
    rows += [
        (Button(line("button_gaps_waive", account=one.name), "gap_waive", {"account": str(one.id)}),)
        for one in gaps[:SHOWN]
    ]
    buttons: list[Any] = face_of(store, place, Card((), tuple(rows)))["buttons"]
    return buttons


def renew_evening(store: Store, draft: Draft) -> None:
    """Something was answered or let go: the evening card that lists it says so."""
    for sent in store.outbox.showing(store.team_id, draft.id):
        if sent.kind == "send" and sent.state != "waiting":
            _renew(store, sent)


def _renew(store: Store, sent: Outgoing) -> None:
    face = store.outbox.face(sent)
    if "evening" in face:
        edit(store, sent, face)


def evening_lines(store: Store, face: Mapping[str, Any]) -> tuple[list[Line], list[Any]]:
    """What an evening card says now and the buttons of what is still open; no buttons: nothing is left of it."""
    drafts = [draft for row in face["evening"] if (draft := store.approvals.draft(int(row)))]
    waiting = [draft for draft in drafts if draft.state == "open"]
    lines = [line("evening_head", count=len(waiting)) if waiting else line("evening_done")] if drafts else []
    for number, draft in enumerate(drafts[:MOST], 1):
        quoted = KINDS[draft.kind](json.loads(draft.payload))
        lines.append(line("evening_row" if draft.state == "open" else "evening_row_done", number=number, what=quoted))
    if len(drafts) > MOST:
        lines.append(line("account_more", count=len(drafts) - MOST))
    open_rows = {number for number, draft in enumerate(drafts, 1) if draft.state == "open"}
    missing = _gaps(store, face)
    lines += (
        [line("evening_gaps", rows=tuple(missing.values()), more=max(0, len(face.get("gaps", ())) - SHOWN))]
        if missing
        else []
    )
    return lines, [row for row in face["buttons"] if _is_open(row[0][0][1], open_rows, missing)]


def _gaps(store: Store, face: Mapping[str, Any]) -> dict[str, Line]:
    """Customer -> what is missing of it now, of those the card speaks of."""
    accounts = [one for row in face.get("gaps", ())[:SHOWN] if (one := store.sales.account(int(row)))]
    found = {one.name: missing_of(store, one) for one in accounts if not one.void}
    return {
        name: line("evening_gap", account=name, wants=tuple(Line(f"gap_{one}") for one in missing))
        for name, missing in found.items()
        if missing
    }


def _is_open(label: Mapping[str, Any], open_rows: set[int], missing: Mapping[str, Line]) -> bool:
    """Whether a row of buttons is about something that still waits."""
    return label["number"] in open_rows if "number" in label else label.get("account") in missing
