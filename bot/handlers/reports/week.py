"""/week: what the team did this week so far, or last week, person by person; every figure opens its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.handlers.accounts.finding import find_member
from bot.handlers.reports.rows import account_name, member_name, rows
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from bot.text import typed_words
from core.base.calendar import WorkingCalendar
from core.base.refusal import Refusal
from core.ledger import tallies
from core.people import Member, may
from core.sales import Account
from core.watch.week import Done, done_by, together, week_of, worth
from storage.store import Store

# What a figure is made of; a button opens it.
PARTS: Mapping[str, Callable[[Done], Sequence[Any]]] = {
    "visits": lambda one: one.visits,
    "opened": lambda one: one.opened,
    "won": lambda one: one.won,
    "lost": lambda one: one.lost,
    "moved": lambda one: one.moved,
    "payments": lambda one: one.payments,
    "kept": lambda one: one.kept,
    "broken": lambda one: one.broken,
    "accounts": lambda one: one.accounts,
}
LAST = "last"


def week(turn: Turn) -> Reply:
    """/week · /week 上周 · /week 张伟 上周: a manager sees everybody, anyone else themselves."""
    words = [one for one in turn.words.replace("，", " ").split() if one]
    back = sum(typed_words("weeks").get(one.lower()) == LAST for one in words)
    names = " ".join(one for one in words if one.lower() not in typed_words("weeks"))
    if names:
        return report(turn, back, find_member(turn, names.removeprefix("@")))
    return report(turn, back, None if may(turn.member, "see_week", owners=()) else turn.member)


def week_said(turn: Turn, said: Said) -> Reply:
    """周报, 上周周报, 李雷上周干了啥"""
    back = any(meaning == LAST and word in said.text.lower() for word, meaning in typed_words("weeks").items())
    last = next((word for word, meaning in typed_words("weeks").items() if meaning == LAST), "") if back else ""
    named = [one.name for one in turn.store.people.members() if one.name.lower() in said.text.lower()]
    turn.words = " ".join((*named[:1], *([last] if last else [])))
    return week(turn)


def week_pressed(turn: Turn) -> Reply:
    """A figure to open, or the week before."""
    row = turn.arguments.get("member")
    member = turn.store.people.member(int(row)) if row else None
    first = date.fromisoformat(str(turn.arguments["first"]))
    part = str(turn.arguments.get("part", ""))
    back = (week_of(turn.today)[0] - first).days // 7
    if part not in PARTS:
        return report(turn, back, member)
    _permitted(turn, member)
    found = PARTS[part](_whole(done_in(turn.store, turn.today, back, turn.calendar), member))
    head = line("week_rows", what=Line(f"week_open_{part}", {"count": len(found)}), first=first)
    return reply(head, *rows(turn.store, found, turn.today), action="see_week")


def report(turn: Turn, back: int, member: Member | None) -> Reply:
    """The report of one person, or of all."""
    _permitted(turn, member)
    done = done_in(turn.store, turn.today, back, turn.calendar)
    return Reply(week_card(turn.store, turn.today, back, done, member), action="see_week")


def _permitted(turn: Turn, member: Member | None) -> None:
    if not may(turn.member, "see_week", owners=(member.id,) if member else ()):
        raise Refusal("week_not_yours", denied="see_week")


def week_card(
    store: Store, today: date, back: int, done: Mapping[int, Done], member: Member | None = None,
    *, anyone: bool = False,
) -> Card:  # fmt: skip
    """A week's report as a card: whose, from when to when, a line a person, all together, and a button a figure."""
    first, last = week_of(today, back)
    shown = {row: one for row, one in done.items() if member is None or row == member.id}
    whole = together(list(shown.values()))
    key = "week_head_part" if today < last and back == 0 else "week_head"
    lines = [line(key, first=first, last=last, as_of=today, name=member.name if member else None)]
    if whole.is_nothing:
        lines.append(line("week_nothing"))
    elif member is None:
        people = {row: one for row, one in shown.items() if not one.is_nothing}
        lines += [
            line("week_person", name=member_name(store, row) or "?", done=figures(one)) for row, one in people.items()
        ]
        lines.append(line("week_all", done=figures(whole)))
        if quiet := tuple(member_name(store, row) for row, one in shown.items() if one.is_nothing):
            lines.append(line("week_quiet", names=quiet))
    else:
        lines += [line("week_figure", figure=one) for one in figures(whole)]
    lines += [
        line("week_celebrated", account=account_name(store, one.account_id), amount=one.amount) for one in whole.won[:3]
    ]
    return Card(tuple(lines), _buttons(whole, first, member, back, anyone=anyone))


def figures(done: Done) -> tuple[Line, ...]:
    """Each figure that is not nothing, in words."""
    calls = sum(one.kind == "call" for one in done.visits)
    told: dict[str, dict[str, Any]] = {
        "visits": dict(calls=calls),
        "opened": dict(worth=worth(done.opened) or None),
        "won": dict(worth=worth(done.won) or None),
        "lost": dict(worth=worth(done.lost) or None),
        "payments": dict(worth=done.received),
    }
    return tuple(
        line(f"week_{part}", count=len(found), **told.get(part, {})) for part in PARTS if (found := PARTS[part](done))
    )


def _buttons(
    whole: Done, first: date, member: Member | None, back: int, *, anyone: bool
) -> tuple[tuple[Button, ...], ...]:
    about = {"first": first.isoformat()} | ({"member": str(member.id)} if member else {})
    found = [
        Button(line(f"week_open_{part}", count=len(PARTS[part](whole))), "week", {**about, "part": part}, anyone=anyone)
        for part in PARTS
        if PARTS[part](whole)
    ]
    if back == 0:
        before = week_of(first, 1)[0]
        found.append(Button(line("week_before"), "week", {**about, "first": before.isoformat()}, anyone=anyone))
    return tuple(tuple(found[at : at + 3]) for at in range(0, len(found), 3))


def _whole(done: Mapping[int, Done], member: Member | None) -> Done:
    return together([one for row, one in done.items() if member is None or row == member.id])


def done_in(store: Store, today: date, back: int, calendar: WorkingCalendar) -> dict[int, Done]:
    """Member -> what they did in that week, today counted; the sellers first, then who did something all the same."""
    first, last = week_of(today, back)
    last, zone = min(last, today), ZoneInfo(store.people.team().timezone)
    sellers = [one.id for one in store.people.members() if one.has("rep")]
    promises = store.doings.promises(first, last)
    found = [
        tally
        for row in dict.fromkeys(one.account_id for one in promises)
        for tally in tallies(store.ledger.promises(row), store.ledger.entries(row), today, calendar)
        if tally.promise in promises
    ]
    return done_by(
        sellers,
        {one.id: one.owner_id for one in store.all(Account)},
        visits=store.doings.visits(first, last),
        moves=store.doings.moves(first, last, zone),
        payments=store.doings.payments(first, last),
        promises=found,
        accounts=store.doings.new_accounts(first, last, zone),
    )
