"""Ageing: what is open, by how long it is overdue. Every cell opens to the receivables it is the sum of.

The sums are kept by due day, for the whole team and for each owner (storage/due_money.py); what somebody may see is put
together from them, and only customers that are shared are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.handlers.awaiting import unconfirmed_among
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
from bot.handlers.questions.money import open_rows
from bot.handlers.questions.past import Day, day_of, day_rows, openings, then_rows, told_now
from bot.message import Button, Line, Turn, line
from core.base.calendar import DAY
from core.base.money import Money, totals
from core.ledger.past import Owed
from core.people import may
from core.sales import TIERS, Account
from storage.questions import Aged, Whose

EDGES = (0, 30, 60, 90)  # days past due at which one bucket of the ageing ends and the next begins
BUCKETS = range(len(EDGES) + 1)
CHUNK = 100  # customers read at once, at most


def aging(turn: Turn, asking: Asking) -> Answer:
    """What is open by how long it is overdue; every cell opens to its rows. Of a past day by the day things count."""
    day = day_of(turn, asking, asking.as_of) if asking.as_of else None
    if day is None and asking.get("by") == "customer":
        return _by_customer(turn, asking)
    if day is not None:
        aged = [one for _, one in _aged_then(day)]
    else:
        aged = _by_owner(turn, asking) if asking.get("by") == "person" else _aged(turn, asking)
    if not aged:
        return Answer((line("aging_none", scope=scope(turn, asking)), *(told_now(day) if day else ())))
    if asking.get("by"):
        return _by_group(turn, asking, _aged_then(day) if day else [(None, one) for one in aged])
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


def bounds(today: date) -> tuple[date, ...]:
    """The days that part the buckets: due today or later is not overdue, the day before is one day."""
    return tuple(today - timedelta(days=edge) for edge in EDGES)


# -- of a past day


def _aged_then(day: Day) -> list[tuple[Whose | None, Aged]]:
    """What was open on the day, receivable by receivable."""
    ends = bounds(day.on)
    return [(whose, _aged_one(one, whose, _bucket_of(one.due_on, ends))) for one, whose in day.counted]


def _aged_one(one: Owed, whose: Whose, bucket: int) -> Aged:
    zero = Money.zero(one.balance.currency)
    return Aged(
        whose.owner_id,
        whose.tier,
        tuple(one.balance if at == bucket else zero for at in BUCKETS),
        tuple(int(at == bucket) for at in BUCKETS),
    )


def _bucket_of(due_on: date, ends: Sequence[date]) -> int:
    return sum(due_on < end for end in ends)


def _rows_then(turn: Turn, asking: Asking, on: date) -> Rows[Any]:
    if asking.get("list") in ("since", "late", "believed") or not asking.get("bucket"):
        return day_rows(turn, asking)
    rows = then_rows(turn, asking, day_of(turn, asking, on))
    return replace(rows, keep=lambda one, whose: str(_bucket_of(one.due_on, bounds(on))) == asking.get("bucket"))


# -- what may be seen of the kept sums


def _aged(turn: Turn, asking: Asking) -> list[Aged]:
    """What this is about, as far as it may be seen: sums of whole tiers, of one's own, and of what is shared."""
    ends, ask = bounds(turn.today), turn.store.questions
    if asking.account is not None:
        return _of_currency(asking, ask.aged_of(ends, asking.account))
    of = asking.person.id if asking.person else 0
    found = [one for one in ask.aged(ends, of) if _covers(turn, asking, one.owner_id, one.tier)]
    if not of and any(not _whole(turn, asking, tier) for tier in TIERS):
        found += [one for one in ask.aged(ends, turn.member.id) if _own(turn, asking, one.tier)]
    for account in turn.store.sales.shared():
        if asking.fits(whose_of(account)) and not _counted(turn, asking, account):
            found += ask.aged_of(ends, account) if sees(turn, asking.action, whose_of(account)) else []
    return _of_currency(asking, found)


def _by_owner(turn: Turn, asking: Asking) -> list[Aged]:
    """The same, each sum with the owner of its customers."""
    ends, ask = bounds(turn.today), turn.store.questions
    found = [one for one in ask.aged_by_owner(ends) if _covers(turn, asking, one.owner_id, one.tier)]
    for account in turn.store.sales.shared():
        whose = whose_of(account)
        if not _covers(turn, asking, account.owner_id, account.tier) and sees(turn, asking.action, whose):
            found += ask.aged_of(ends, account)
    return _of_currency(asking, found)


def _of_currency(asking: Asking, aged: Iterable[Aged]) -> list[Aged]:
    wanted = asking.get("currency")
    return [one for one in aged if sum(one.counts) and (not wanted or one.sums[0].currency == wanted)]


def _whole(turn: Turn, asking: Asking, tier: str) -> bool:
    """Whether every customer of a tier may be seen, whoever has it."""
    return may(turn.member, asking.action, (), tier) and _stands_here(turn, asking, tier)


def _own(turn: Turn, asking: Asking, tier: str) -> bool:
    """Whether one's own of a tier may be seen, though not everybody's."""
    own = may(turn.member, asking.action, (turn.member.id,), tier) and _stands_here(turn, asking, tier)
    return own and not _whole(turn, asking, tier)


def _stands_here(turn: Turn, asking: Asking, tier: str) -> bool:
    return turn.room.may_hold(asking.action, tier) or not turn.room.may_hold(asking.action)


def _covers(turn: Turn, asking: Asking, owner_id: int, tier: str) -> bool:
    """Whether the kept sums of an owner (0: all) and tier count as a whole."""
    return _whole(turn, asking, tier) or (owner_id == turn.member.id and _own(turn, asking, tier))


def _counted(turn: Turn, asking: Asking, account: Account) -> bool:
    """Whether the kept sums hold an account already: not one that a person only shares, or that only sharers see."""
    theirs = asking.person is None or asking.person.id == account.owner_id
    return theirs and _covers(turn, asking, account.owner_id, account.tier)


def whose_of(account: Account) -> Whose:
    """An account as the rows of a question name it."""
    return Whose(account.id, account.name, account.owner_id, account.co_owners, account.tier)


def _unconfirmed(turn: Turn, asking: Asking) -> list[Line]:
    """How much of what came in from these customers waits for finance."""

    def counts(account: Account) -> bool:
        return asking.fits(whose_of(account)) and sees(turn, asking.action, whose_of(account))

    return unconfirmed_among(turn, counts)


# -- sums


def _owed(aged: Iterable[Aged]) -> tuple[Money, ...]:
    return totals(amount for one in aged for amount in one.sums)


def _count(aged: Iterable[Aged]) -> int:
    return sum(sum(one.counts) for one in aged)


def _in_bucket(aged: Iterable[Aged], bucket: int) -> tuple[Money, ...] | None:
    return tuple(one for one in totals(one.sums[bucket] for one in aged) if not one.is_zero) or None


# -- by customer, rep, currency: a line each with its buckets; a button opens its own ageing, and there each cell


def _by_group(turn: Turn, asking: Asking, aged: Sequence[tuple[Whose | None, Aged]]) -> Answer:
    """By rep, currency or (of a past day) customer, the largest first."""
    by = asking.get("by")
    groups: dict[str, list[Aged]] = {}
    names: dict[str, str] = {}
    for whose, one in aged:
        key = {"person": str(one.owner_id), "customer": str(whose.account_id if whose else "")}.get(by) or (
            one.sums[0].currency
        )
        groups.setdefault(key, []).append(one)
        names[key] = whose.name if by == "customer" and whose else key
    order = sorted(groups, key=lambda key: (max(one.amount for one in _owed(groups[key])), key), reverse=True)
    shown = [(key, _name(turn, by, names[key]), groups[key]) for key in order[asking.start : asking.start + PAGE]]
    return _page(turn, asking, shown, more=len(order) > asking.start + PAGE)


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
        (str(one.account_id), one.name, _of_currency(asking, turn.store.questions.aged_of(ends, one))) for one in page
    ]
    return _page(turn, asking, shown, more=len(found) > asking.start + PAGE)


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
