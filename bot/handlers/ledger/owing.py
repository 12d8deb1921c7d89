"""What is owed, and what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.handlers import awaiting
from bot.handlers.accounts.finding import find_account
from bot.handlers.accounts.showing import show_account_named
from bot.handlers.ledger.bills import bill_lines
from bot.handlers.ledger.booked import advance_lines
from bot.handlers.logs import the_account
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.said import Said
from bot.subjects import standing_of
from core.base.money import totals
from core.base.refusal import Refusal
from core.ledger import Receivable, overdue_days
from core.people import may
from core.reading.days import PAST
from core.reading.message import take_apart
from core.sales import Account

PAGE = 15


def owes(turn: Turn) -> Reply:
    """/owes 华星"""
    if not turn.words:
        return overdue(turn)
    return owed_card(turn, find_account(turn, turn.words), turn.words)


def owes_said(turn: Turn, said: Said) -> Reply:
    """华星还欠多少"""
    if said.account_id is not None:
        answer = owed_card(turn, the_account(turn, said), said.name)
        return _as_of_today(answer) if _names_another_day(turn, said.text) else answer
    return show_account_named(turn, said) if said.name or said.choices else overdue(turn)


def _names_another_day(turn: Turn, text: str) -> bool:
    """Whether a question is about the books of another day, which cannot be asked yet."""
    now = datetime.combine(turn.today, time())
    message = take_apart(text, now, turn.names, turn.team.currency, turn.lexicon)
    days = (one.on(turn.today, PAST) for one in message.dates)
    return any(day is not None and (day.last or day.first) != turn.today for day in days)


def _as_of_today(answer: Reply) -> Reply:
    assert answer.card is not None
    return replace(answer, card=replace(answer.card, lines=(*answer.card.lines, line("owes_as_of_today"))))


def owed_card(turn: Turn, account: Account, called: str) -> Reply:
    """What one account owes: the sum, then the rows that make it. `called` is the name that was typed."""
    if not may(turn.member, "see_money", account.owners, account.tier):
        raise Refusal("account_unknown", name=called, denied="see_money")  # as if it were not there
    turn.store.note_look(account.id)
    open_now = turn.store.ledger.open_receivables(account.id)
    if not open_now:
        waiting = awaiting.unconfirmed_lines(turn, account)
        return reply(line("owes_nothing", account=account.name), *waiting, action="see_money", tier=account.tier)
    head = line(
        "owes_head",
        account=account.name,
        owed=totals(one.balance for one in open_now),
        days=overdue_days(open_now, turn.today),
    )
    rows = [
        line(
            "owes_row",
            balance=one.balance,
            due=one.due_on,
            title=one.title,
            days=one.days_overdue(turn.today),
            promised=standing_of(one, turn.today),
        )
        for one in open_now[:PAGE]
    ]
    more = [line("account_more", count=len(open_now) - PAGE)] if len(open_now) > PAGE else []
    waiting = [*awaiting.unconfirmed_lines(turn, account), *bill_lines(turn, account), *advance_lines(turn, account)]
    return reply(head, *rows, *more, *waiting, action="see_money", tier=account.tier, shows=open_now[:PAGE])


def overdue(turn: Turn, said: Said | None = None) -> Reply:
    """/overdue: who is late, how much, how long, whose customer."""
    return overdue_from(turn, 0)


def overdue_page(turn: Turn) -> Reply:
    """[更多] under the list."""
    return overdue_from(turn, int(turn.arguments["from"]))


def overdue_from(turn: Turn, start: int) -> Reply:
    """One page of what is overdue, the oldest first; a group sees no key accounts."""
    rows = overdue_rows(turn)
    if not rows:
        return reply(line("overdue_none"), action="see_overdue")
    owed = totals(one.balance for one, _ in rows)
    lines = [line("overdue_head", count=len(rows), owed=owed)] if start == 0 else []
    lines += [overdue_row(turn, one, account) for one, account in rows[start : start + PAGE]]
    lines += awaiting.unconfirmed_of(turn, (account.id for _, account in rows)) if start == 0 else []
    rest = len(rows) - start - PAGE
    buttons = (
        ((Button(line("button_more", count=rest), "more", {"from": start + PAGE}, anyone=True),),) if rest > 0 else ()
    )
    shown = [one for one, _ in rows[start : start + PAGE]]
    return reply(*lines, buttons=buttons, action="see_overdue", shows=shown)


def overdue_rows(turn: Turn) -> list[tuple[Receivable, Account]]:
    """What is overdue and may be seen here, with its account."""
    found = []
    for receivable in turn.store.ledger.overdue(turn.today):
        account = turn.store.sales.account(receivable.account_id)
        if (
            account
            and may(turn.member, "see_overdue", account.owners, account.tier)
            and turn.room.may_hold("see_overdue", account.tier)
        ):
            found.append((receivable, account))
    return found


def overdue_row(turn: Turn, receivable: Receivable, account: Account) -> Line:
    """One overdue receivable in a list."""
    owner = turn.store.people.member(account.owner_id)
    return line("overdue_row", account=account.name, days=receivable.days_overdue(turn.today),
                balance=receivable.balance,
                owner=owner.name if owner else "", promised=standing_of(receivable, turn.today))  # fmt: skip
