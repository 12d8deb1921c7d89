"""Where the money of a payment goes when somebody says so: 一期10万二期5万; 付二期; 3万是上个月的，2万是预付."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.handlers.logs import Choice, Doubt, Question
from bot.message import Turn, line
from bot.said import Said
from bot.text import typed_words
from core.base.money import Money, total
from core.ledger import Receivable
from core.sales import Account

ADVANCE = "advance"
ORDINALS = {one: at for at, one in enumerate("一二三四五六七八九", 1)}
MOST = 3
NUMBERED = re.compile(r"第?([一二三四五六七八九1-9])(?:期款|期|笔)|(?:phase|instal?lment)\s*(one|two|three|[1-9])")
ENGLISH = {"one": 1, "two": 2, "three": 3, "first": 1, "second": 2, "third": 3}


class Parts(NamedTuple):
    """What was said of where it goes: `shares` to receivables, and whether the rest stays in advance."""

    shares: list[tuple[Receivable, Money]]
    rest_is_advance: bool = False


def said_parts(turn: Turn, account: Account, open_now: Sequence[Receivable], amount: Money, said: Said) -> Parts | None:
    """The parts as they were said; None where nothing was. Doubt where they do not add up, or name nothing known."""
    if told := said.get("parts"):
        return _several(turn, account, open_now, amount, said, told)
    if row := said.get("receivable"):
        named = [one for one in open_now if one.id == int(row)]
    else:
        named = _meant(turn, account, open_now, said.get("title") or "")
    same = [one for one in named if one.amount.currency == amount.currency]
    return Parts([(same[0], min(amount, same[0].balance))]) if len(same) == 1 else None


def _several(
    turn: Turn, account: Account, open_now: Sequence[Receivable], amount: Money, said: Said, told: str
) -> Parts:
    rows = [part.rpartition("=") for part in told.split(";")]
    parts = [(label, Money.of(value, amount.currency)) for label, _, value in rows]
    whole = total((part for _, part in parts), amount.currency)
    if whole != amount and "parts_sum" not in said.settled:
        asked = line("ask_parts_sum", amount=amount, parts=whole)
        choices: tuple[Choice, ...] = (
            (line("button_parts_whole", amount=whole), {"slots": {"amount": str(whole.amount)}}),
            (line("button_parts_rest", amount=amount), {"slots": {"parts": ""}}),
        )
        raise Doubt(Question(asked, choices))
    shares, in_advance = [], False
    for at, (label, part) in enumerate(parts):
        if typed_words("advance_words").get(label.lower()) == ADVANCE:
            in_advance = True
            continue
        shares.append((_the_one(turn, account, open_now, label, part, rows, at), part))
    return Parts(shares, in_advance)


def _the_one(
    turn: Turn, account: Account, open_now: Sequence[Receivable], label: str, part: Money,
    rows: Sequence[tuple[str, str, str]], at: int,
) -> Receivable:  # fmt: skip
    """The receivable a part is for; asked where the words name none, or several."""
    if label.startswith("#"):
        return next(one for one in open_now if one.id == int(label[1:]))
    found = _meant(turn, account, open_now, label)
    if len(found) == 1:
        return found[0]
    choices: list[Choice] = []
    for one in [*found, *(one for one in open_now if one not in found)][:MOST]:
        named = [(f"#{one.id}" if place == at else row[0], row[2]) for place, row in enumerate(rows)]
        told = ";".join(f"{name}={value}" for name, value in named)
        label_ = line("button_receivable", balance=one.balance, due=one.due_on, title=one.title)
        choices.append((label_, {"slots": {"parts": told}}))
    if not choices:
        choices = [(line("button_parts_rest", amount=part), {"slots": {"parts": ""}})]
    raise Doubt(Question(line("ask_part_which", account=account.name, amount=part, label=label), tuple(choices)))


def _meant(turn: Turn, account: Account, open_now: Sequence[Receivable], label: str) -> list[Receivable]:
    """What of what is open a word means: its title; last month's or this month's; the first, second... of all."""
    if not label:
        return []
    if found := [one for one in open_now if one.title and (label in one.title or one.title in label)]:
        return found
    if month := typed_words("part_months").get(label.lower()):
        first = _month(turn.today, month)
        return [one for one in open_now if (one.due_on.year, one.due_on.month) == (first.year, first.month)]
    if number := NUMBERED.search(label.lower()):
        said = next(group for group in number.groups() if group)
        place = ORDINALS.get(said) or ENGLISH.get(said) or int(said)
        instalment = [one for one in open_now if one.title.startswith(f"{place}/")]
        if instalment:  # 第二期: of a contract's instalments, where it has that many
            return instalment
        every = [one for one in turn.store.ledger.receivables(account.id) if not (one.amount + one.adjusted).is_zero]
        wanted = every[place - 1 : place]
        return [one for one in open_now if one.id in {row.id for row in wanted}]
    return []


def _month(today: date, which: str) -> date:
    first = today.replace(day=1)
    return first if which == "this" else (first - timedelta(days=1)).replace(day=1)
