"""What is owed to us: receivables."""

from __future__ import annotations

from datetime import date

from bot.handlers.accounts.paying_terms import net_of
from bot.handlers.accounts.terms import due_by_terms, named, named_terms
from bot.handlers.ledger.booked import booked, owed
from bot.handlers.ledger.hanging import Hangs, due_by_delivery
from bot.handlers.logs import Booked, Doubt, Question, amount_of, log, the_account
from bot.message import Line, Reply, Turn, line
from bot.said import Said
from core.base.money import Money
from core.contracts import due_after_invoice
from core.ledger import Receivable
from core.sales import Account


def when_due(turn: Turn, account: Account, said: Said, amount: Money) -> tuple[date | None, Hangs | None]:
    """When it falls due: as said, so long after a delivery (which), else by the terms of the deal that was won,
    else by the customer's; None where nothing says so."""
    if said_on := said.day("due_date_end") or said.day("due_date"):
        return said_on, None
    if hangs := due_by_delivery(turn, account, amount, said):
        return hangs.due_on, hangs
    billed_on = said.day("date") or turn.today
    if net := said.get("net"):  # 应收20万，月结60: said with it
        return due_after_invoice(billed_on, int(net), from_month_end=said.get("net_from") == "month_end"), None
    if (agreed := net_of(turn, account)) is not None:
        return due_after_invoice(billed_on, agreed[1].days, from_month_end=agreed[1].from_month_end), None
    return due_by_terms(account, billed_on), None


def _terms(turn: Turn, account: Account, said: Said) -> Line:
    if net := said.get("net"):
        return named_terms(int(net), said.get("net_from") == "month_end")
    agreed = net_of(turn, account)
    return named(account) if agreed is None else named_terms(agreed[1].days, agreed[1].from_month_end)


def record_receivable(turn: Turn, said: Said) -> Reply:
    """华星应收20万，到期1月15日"""
    return log(turn, [said])


def book_receivable(turn: Turn, said: Said) -> Booked:
    """One receivable, once its amount and due day are known."""
    account, amount = the_account(turn, said), amount_of(turn, said)
    if amount is None:
        raise Doubt(Question(line("ask_receivable_amount", account=account.name), awaits="amount"))
    if not amount.is_positive:
        raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
    due_on, hangs = when_due(turn, account, said, amount)
    by_terms = hangs is None and not (said.get("due_date_end") or said.get("due_date"))
    billed_on = (said.day("date") or turn.today) if by_terms else None
    if due_on is None:
        raise Doubt(Question(line("ask_due_day", account=account.name, amount=amount), awaits="due_date"))
    zero = Money.zero(amount.currency)
    receivable = Receivable(
        id=turn.new_id(),
        account_id=account.id,
        amount=amount,
        due_on=due_on,
        title=said.get("title") or "",
        billed_on=billed_on,
        delivery_id=hangs.delivery.id if hangs else None,
        after=(said.get("after") or "") if hangs else "",
        allocated=zero,
        adjusted=zero,
    )
    turn.store.save(*([hangs.delivery] if hangs and hangs.is_new else []), receivable)
    days = receivable.days_overdue(turn.today)
    lines = [
        line("receivable_saved", account=account.name, amount=amount, due=due_on, title=receivable.title),
        *([line("receivable_by_terms", terms=_terms(turn, account, said), billed=billed_on)] if billed_on else []),
        *([line("receivable_hangs", kind=hangs.delivery.kind, on=hangs.delivery.day)] if hangs else []),
        line("receivable_balance", balance=owed(turn, account, amount.currency)),
    ]
    if days:
        lines.append(line("receivable_overdue", days=days))
    return booked(turn, account, lines, line("receivable_brief", account=account.name, by=turn.member.name))
