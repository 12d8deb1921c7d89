"""Money that falls due, is overdue or was promised for today, and bills that mature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.message import Line, line
from bot.subjects.subject import About, Subject
from bot.text import shortened
from core.base.calendar import calendar_of
from core.base.money import Money
from core.ledger import Bill, Receivable, still_promised, tallies, written_off
from core.people import Member
from storage.store import Store


def _money_lines(about: About) -> list[Line]:
    receivable: Receivable = about.record
    facts = dict(account=about.account.name, balance=receivable.balance, due=receivable.due_on, owner=about.owner)
    days, ahead = receivable.days_overdue(about.today), (receivable.due_on - about.today).days
    lines = [line("overdue_alert", **facts, days=days) if days else line("due_soon_alert", **facts, days=ahead)]
    if receivable.disputed or receivable.covered_until:
        lines.append(line("alert_paused", why=standing_of(receivable, about.today)))
    if promised := promise_of(receivable, about.today):
        lines.append(line(f"alert_{promised.key}", promised=promised))
    if about.alert.acknowledged_by:
        lines.append(line("alert_contacted_by", by=about.acknowledged_by))
    return lines


def standing_of(receivable: Receivable, today: date) -> Line | None:
    """Why it is not chased: a dispute, a bill, a promise; None where it is."""
    if receivable.disputed:
        return line("state_disputed", reason=shortened(receivable.dispute) or None)
    if receivable.covered_until is not None:
        return line("state_covered", on=receivable.covered_until)
    return promise_of(receivable, today)


def promise_of(receivable: Receivable, today: date) -> Line | None:
    """The day that was promised, and whether it passed unpaid; None where there is none."""
    if receivable.promised_on is None:
        return None
    return line("promise_broken" if receivable.promised_on < today else "promise_stands", on=receivable.promised_on)


def _money_row(about: About, number: int) -> Line:
    receivable: Receivable = about.record
    facts = dict(number=number, account=about.account.name, balance=receivable.balance, owner=about.owner)
    if days := receivable.days_overdue(about.today):
        return line("digest_row_overdue", **facts, days=days, promised=standing_of(receivable, about.today))
    return line("digest_row_due_soon", **facts, due=receivable.due_on)


def _money_settled(about: About) -> Line:
    amount = about.record.amount + about.record.adjusted
    return line("alert_settled", account=about.account.name, amount=amount, lost=_lost(about))


def _money_row_settled(about: About, number: int) -> Line:
    return line("digest_row_settled", number=number, account=about.account.name, lost=_lost(about))


def _lost(about: About) -> Money | None:
    """What of it did not come, but was written off."""
    currency = about.record.amount.currency
    lost = written_off(about.store.ledger.write_offs(about.record.id), currency)
    return lost if lost.is_positive else None


def _money_told(receivable: Receivable) -> dict[str, str]:
    balance = receivable.balance
    return dict(balance=str(balance.amount), currency=balance.currency, due_on=receivable.due_on.isoformat())


MONEY = Subject(
    Receivable,
    is_open=lambda receivable: receivable.balance.is_positive,
    answers=("contacted", "promised", "received"),
    below=("disputed",),
    lines=_money_lines,
    row=_money_row,
    settled=_money_settled,
    row_settled=_money_row_settled,
    told=_money_told,
)


# -- money that was promised for today


def _promise_lines(about: About) -> list[Line]:
    receivable: Receivable = about.record
    if receivable.promised_on is None or receivable.promised_on < about.today:
        return _money_lines(about)  # another day was named meanwhile, or it passed
    return [line("promise_due_alert", **_promised(about), days=receivable.days_overdue(about.today))]


def _promise_row(about: About, number: int) -> Line:
    return line("digest_row_promise_due", **_promised(about), number=number)


def _promised(about: About) -> dict[str, Any]:
    """What was promised for the day: all of it, a part (`said`), or nothing any more (`said` zero: it was kept)."""
    receivable, ledger = about.record, about.store.ledger
    calendar = calendar_of(about.store.people.team().timezone)
    told = tallies(ledger.promises(about.account.id), ledger.entries(about.account.id), about.today, calendar)
    said = still_promised(receivable, ledger.open_receivables(about.account.id), told)
    kind = "all" if said == receivable.balance else "part" if said.is_positive else "kept"
    facts = dict(account=about.account.name, balance=receivable.balance, owner=about.owner, on=receivable.promised_on)
    return dict(facts, kind=kind, said=said)


PROMISE = replace(MONEY, lines=_promise_lines, row=_promise_row)


# -- bills that mature


def _bill_lines(about: About) -> list[Line]:
    bill: Bill = about.record
    return [line("bill_due_alert", account=about.account.name, amount=bill.amount, on=bill.matures_on)]


def _bill_row(about: About, number: int) -> Line:
    bill: Bill = about.record
    return line("digest_row_bill_due", number=number, account=about.account.name, amount=bill.amount,
                on=bill.matures_on)  # fmt: skip


def _bill_settled(about: About) -> Line:
    bill: Bill = about.record
    state = "void" if bill.void else bill.state
    return line(f"bill_is_{state}", account=about.account.name, amount=bill.amount)


def _bill_hearers(store: Store, bill: Bill) -> list[Member]:
    account = store.sales.account(bill.account_id)
    owners = [one for row in (account.owners if account else ()) if (one := store.people.member(row)) and one.active]
    finance = [one for one in store.people.with_role("finance") if one.id not in {owner.id for owner in owners}]
    return [*owners, *finance]


BILL = Subject(
    Bill,
    is_open=lambda bill: bill.is_open,
    answers=("bill_collected", "bill_dishonoured"),
    lines=_bill_lines,
    row=_bill_row,
    settled=_bill_settled,
    told=lambda bill: dict(amount=str(bill.amount.amount), matures_on=bill.matures_on.isoformat()),
    hearers=_bill_hearers,
)
