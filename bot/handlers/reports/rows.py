"""The rows behind a figure: each record as a line, so that every number can be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.message import Line, line, or_blank
from bot.subjects import task_facts
from bot.text import shortened
from core.ledger import Payment, Promise, Receivable
from core.people import Member
from core.sales import Account, Deal, Task, Visit
from core.watch.week import Move
from storage.store import Store

MOST = 20


def rows(store: Store, records: Sequence[Any], today: date) -> list[Line]:
    """A line a record, the first twenty, and how many more there are."""
    told = [_row(store, one, today) for one in records[:MOST]]
    return told + ([line("account_more", count=len(records) - MOST)] if len(records) > MOST else [])


def _row(store: Store, one: Any, today: date) -> Line:
    return _receivable(store, one, today) if isinstance(one, Receivable) else ROWS[type(one)](store, one)


def account_name(store: Store, row: int | None) -> str:
    """What an account is called; "" where there is none."""
    account = store.sales.account(row) if row else None
    return account.name if account else ""


def member_name(store: Store, row: int) -> str:
    """What a member is called, also after they left."""
    member = store.get(Member, row)
    return member.name if member else ""


def _visit(store: Store, one: Visit) -> Line:
    return line("report_visit", on=one.on, by=member_name(store, one.by_id), kind=Line(f"visit_kind_{one.kind}"),
                account=account_name(store, one.account_id), note=shortened(one.note, 24))  # fmt: skip


def _deal(store: Store, one: Deal) -> Line:
    return line("report_deal", account=account_name(store, one.account_id), name=one.name,
                stage=Line(f"stage_{one.stage}"), amount=or_blank(one.amount),
                owner=member_name(store, one.owner_id))  # fmt: skip


def _move(store: Store, one: Move) -> Line:
    return line("report_move", on=one.on, account=account_name(store, one.deal.account_id), name=one.deal.name,
                before=Line(f"stage_{one.before}"), after=Line(f"stage_{one.after}"),
                owner=member_name(store, one.deal.owner_id))  # fmt: skip


def _payment(store: Store, one: Payment) -> Line:
    return line("report_payment", on=one.on, account=account_name(store, one.account_id), amount=one.amount)


def _promise(store: Store, one: Promise) -> Line:
    return line(
        "report_promise", account=account_name(store, one.account_id), by=or_blank(one.by_on), amount=one.amount
    )


def _receivable(store: Store, one: Receivable, today: date) -> Line:
    days = one.days_overdue(today)
    return line("report_receivable", account=account_name(store, one.account_id), balance=one.balance, due=one.due_on,
                days=days, promised=one.promised_on)  # fmt: skip


def _task(store: Store, one: Task) -> Line:
    what = task_facts(store, one, None)["what"]
    return line("report_task", on=one.due_on, account=account_name(store, one.account_id), note=what)


def _account(store: Store, one: Account) -> Line:
    return line("report_account", account=one.name, owner=member_name(store, one.owner_id))


ROWS: dict[type[Any], Callable[[Store, Any], Line]] = {
    Visit: _visit,
    Deal: _deal,
    Move: _move,
    Payment: _payment,
    Promise: _promise,
    Task: _task,
    Account: _account,
}
