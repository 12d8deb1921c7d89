"""Ageing: what is open, by how long it is overdue. Every cell opens to the receivables it is the sum of.

The sums are kept by due day (kept.py); those of a past day are today's, with what moved since put back (past.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.handlers.awaiting import unconfirmed_among
from bot.handlers.questions import kept
from bot.handlers.questions.asking import (
    MOST_BUTTONS,
    PAGE,
    Answer,
    Asking,
    Rows,
    ask_button,
    by_buttons,
    scope,
    sees,
)
from bot.handlers.questions.kept import BUCKETS, bounds
from bot.handlers.questions.money import open_rows
from bot.handlers.questions.past import Day, bucket_of, day_of, day_rows, openings, then_rows, told_now
from bot.message import Button, Line, Turn, line
from core.base.calendar import DAY
from core.base.money import Money, totals
from core.sales import Account
from storage.questions import Aged, Whose

CHUNK = 100  # customers read at once, at most


def aging(turn: Turn, asking: Asking) -> Answer:
    """What is open by how long it is overdue; every cell opens to its rows. Of a past day by the day things count."""
    day = day_of(turn, asking, asking.as_of) if asking.as_of else None
    if asking.get("by") == "customer":
        return _by_customer(turn, asking) if day is None else _by_customer_then(turn, asking, day)
    ends = bounds(asking.as_of or turn.today)
    aged = (kept.aged_by_owner if asking.get("by") == "person" else kept.aged)(turn, asking, ends)
    aged += [one for _, one in day.moved] if day is not None else []
    if not _count(aged):
        return Answer((line("aging_none", scope=scope(turn, asking)), *(told_now(day) if day else ())))
    if asking.get("by"):
        return _by_group(turn, asking, aged)
    on = asking.as_of or turn.today
    lines = [line("aging_head", scope=scope(turn, asking), on=on, owed=_owed(aged), count=_count(aged))]
    buttons: list[Button] = []
    for bucket in BUCKETS:
        inside = sum(one.counts[bucket] for one in aged)
        lines.append(line("aging_bucket", bucket=bucket, sums=_in_bucket(aged, bucket), count=inside))
        if inside:
            label = line("aging_cell", bucket=bucket, count=inside)
            buttons.append(ask_button(label, "aging", {**asking.slots, "bucket": str(bucket)}, view="rows"))
    several = ("currency",) if len(_owed(aged)) > 1 and not asking.get("currency") else ()
    lines += told_now(day) if day else _unconfirmed(turn, asking)
    buttons += openings(asking, day) if day else ()
    return Answer(tuple(lines), (*buttons, *by_buttons(asking, "customer", "person", *several)))


def aging_rows(turn: Turn, asking: Asking) -> Rows[Any]:
    """The receivables of a cell, or of all."""
    if asking.as_of is not None:
        return _rows_then(turn, asking, asking.as_of)
    ends = bounds(turn.today)
    between: dict[str, tuple[date | None, date | None]] = {"0": (ends[0], None), "4": (None, ends[3] - DAY)}
    between |= {str(at + 1): (ends[at + 1], ends[at] - DAY) for at in range(3)}
    return open_rows(turn, asking, *between.get(asking.get("bucket"), (None, None)))


# -- of a past day


def _rows_then(turn: Turn, asking: Asking, on: date) -> Rows[Any]:
    if asking.get("list") in ("since", "late", "believed") or not asking.get("bucket"):
        return day_rows(turn, asking)
    rows = then_rows(turn, asking, day_of(turn, asking, on))
    return replace(rows, keep=lambda one, whose: str(bucket_of(one.due_on, bounds(on))) == asking.get("bucket"))


def _unconfirmed(turn: Turn, asking: Asking) -> list[Line]:
    """How much of what came in from these customers waits for finance."""

    def counts(account: Account) -> bool:
        return asking.fits(kept.whose_of(account)) and sees(turn, asking.action, kept.whose_of(account))

    return unconfirmed_among(turn, counts)


# -- sums


def _owed(aged: Iterable[Aged]) -> tuple[Money, ...]:
    return totals(amount for one in aged for amount in one.sums)


def _count(aged: Iterable[Aged]) -> int:
    return sum(sum(one.counts) for one in aged)


def _in_bucket(aged: Iterable[Aged], bucket: int) -> tuple[Money, ...] | None:
    return tuple(one for one in totals(one.sums[bucket] for one in aged) if not one.is_zero) or None


# -- by customer, rep, currency: a line each with its buckets; a button opens its own ageing, and there each cell


def _by_group(turn: Turn, asking: Asking, aged: Sequence[Aged]) -> Answer:
    """By rep or currency, the largest first."""
    by, groups = asking.get("by"), dict[str, list[Aged]]()
    for one in aged:
        groups.setdefault(str(one.owner_id) if by == "person" else one.sums[0].currency, []).append(one)
    order = _largest_first({key: _owed(some) for key, some in groups.items() if _count(some)})
    shown = [(key, _name(turn, by, key), groups[key]) for key in order[asking.start : asking.start + PAGE]]
    return _page(turn, asking, shown, more=len(order) > asking.start + PAGE)


def _largest_first(sums: Mapping[str, Sequence[Money]]) -> list[str]:
    return sorted(sums, key=lambda key: (max(one.amount for one in sums[key]), key), reverse=True)


def _name(turn: Turn, by: str, key: str) -> str:
    member = turn.store.people.member(int(key)) if by == "person" else None
    return member.name if member else key


def _by_customer(turn: Turn, asking: Asking) -> Answer:
    """Who owes most comes first, from the kept sums; only the customers on the page are added up by age."""
    found: list[Whose] = []
    at, size = 0, asking.start + PAGE + 1  # in ever larger pages: few are shown, but not all may be seen
    while len(found) <= asking.start + PAGE and (chunk := turn.store.questions.owed_most(at, size)):
        at, size = at + len(chunk), min(2 * size, CHUNK)
        for one in chunk:
            counts = asking.fits(one.whose) and asking.get("currency") in ("", one.amount.currency)
            if counts and one.whose not in found and sees(turn, asking.action, one.whose):
                found.append(one.whose)
    if not found:
        return Answer((line("aging_none", scope=scope(turn, asking)),))
    ends = bounds(turn.today)
    page = found[asking.start : asking.start + PAGE]
    shown = [
        (str(one.account_id), one.name, kept.of_currency(asking, turn.store.questions.aged_of(ends, one)))
        for one in page
    ]
    return _page(turn, asking, shown, more=len(found) > asking.start + PAGE)


def _by_customer_then(turn: Turn, asking: Asking, day: Day) -> Answer:
    """The same of a past day: what each owes now, with what moved since put back."""
    found: dict[str, Whose] = {}
    sums: dict[str, list[Money]] = {}
    moved: dict[str, list[Aged]] = {}
    for one in turn.store.questions.owed():
        counts = asking.fits(one.whose) and asking.get("currency") in ("", one.amount.currency)
        if counts and sees(turn, asking.action, one.whose):
            found[str(one.whose.account_id)] = one.whose
            sums.setdefault(str(one.whose.account_id), []).append(one.amount)
    for whose, aged in day.moved:
        key = str(whose.account_id)
        found.setdefault(key, whose)
        sums.setdefault(key, []).extend(aged.sums)
        moved.setdefault(key, []).append(aged)
    owed = {key: [one for one in totals(some) if not one.is_zero] for key, some in sums.items()}
    order = _largest_first({key: some for key, some in owed.items() if some})
    if not order:
        return Answer((line("aging_none", scope=scope(turn, asking)), *told_now(day)))
    shown = [
        (key, found[key].name, [*turn.store.questions.aged_of(bounds(day.on), found[key]), *moved.get(key, ())])
        for key in order[asking.start : asking.start + PAGE]
    ]
    shown = [(key, name, _in_currency(asking, aged)) for key, name, aged in shown]
    return _page(turn, asking, shown, more=len(order) > asking.start + PAGE)


def _in_currency(asking: Asking, aged: Iterable[Aged]) -> list[Aged]:
    return [one for one in aged if asking.get("currency") in ("", one.sums[0].currency)]


def _page(turn: Turn, asking: Asking, shown: Sequence[tuple[str, str, Sequence[Aged]]], *, more: bool) -> Answer:
    by = asking.get("by")
    lines = (
        [line("aging_by", scope=scope(turn, asking), on=asking.as_of or turn.today, by=by)] if asking.start == 0 else []
    )
    for _, name, aged in shown:
        sums = ((bucket, _in_bucket(aged, bucket)) for bucket in BUCKETS)
        parts = [line("aging_part", bucket=bucket, sums=one) for bucket, one in sums if one]
        lines.append(line("aging_group", name=name, sums=_owed(aged), parts=parts))
    buttons = [
        ask_button(line("button_name", name=name), "aging", asking.narrowed(**{by: key}))
        for key, name, _ in shown[:MOST_BUTTONS]
    ]
    if more:
        buttons.append(ask_button(line("question_more"), "aging", asking.slots, start=asking.start + PAGE))
    waiting = _unconfirmed(turn, asking) if asking.start == 0 and asking.as_of is None else []
    return Answer((*lines, *waiting), tuple(buttons))
