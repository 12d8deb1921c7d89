"""Invoices: what was invoiced of a contract, what is signed and not invoiced yet, and when an invoice falls due."""

from __future__ import annotations

from datetime import date

from bot.handlers.accounts.finding import find_account, permitted, visible
from bot.handlers.accounts.paying_terms import net_of
from bot.handlers.ledger.booked import booked, owed
from bot.handlers.logs import Booked, Doubt, Question, amount_of, the_account
from bot.message import Reply, Turn, line, or_blank, reply
from bot.said import Said
from core.base.money import Money, totals
from core.base.refusal import Refusal
from core.contracts import Contract, Invoice, due_after_invoice, not_invoiced, parts_of
from core.ledger import Receivable
from core.people import may
from core.sales import Account

PAGE = 15
MOST = 3


def record_invoice(turn: Turn, said: Said) -> Booked:
    """华星开票15万: kept with its contract; where the terms count from the invoice, its day to pay is known now."""
    account, amount = the_account(turn, said), amount_of(turn, said)
    if amount is None:
        raise Doubt(Question(line("ask_invoice_amount", account=account.name), awaits="amount"))
    if not amount.is_positive:
        raise Refusal("payment_not_positive", amount=amount)
    on = said.day("date") or turn.today
    contract = _contract_of(turn, account, amount, said)
    due = _due(turn, account, contract, amount, on)
    invoice = Invoice(
        id=turn.new_id(), account_id=account.id, amount=amount, on=on, contract_id=contract.id if contract else None,
        receivable_id=due.id if due else None, member_id=turn.member.id,
    )  # fmt: skip
    left = left_of(turn, contract) if contract is not None else None
    turn.store.save(*([due] if due else []), invoice)
    key = "invoice_planned" if on > turn.today else "invoice_saved"
    lines = [line(key, account=account.name, amount=amount, on=on, number_=_number(contract))]
    if left is not None:
        left = left - amount
        lines.append(line("invoice_beyond", over=Money.zero(left.currency) - left) if left.is_negative
                     else line("invoice_left", left=left))  # fmt: skip
    if due is not None:
        agreed = net_of(turn, account) if contract is None else None
        days = (contract.net_days or 0) if contract is not None else agreed[1].days if agreed is not None else 0
        lines.append(line("invoice_due", due=due.due_on, days=days))
        lines.append(line("receivable_balance", balance=owed(turn, account, amount.currency)))
    elif contract is None:
        lines.append(line("invoice_no_contract"))
    return booked(turn, account, lines, line("invoice_brief", account=account.name, by=turn.member.name))


def billed_by(turn: Turn, account: Account, said: Said) -> Receivable | None:
    """The receivable an invoice would make; None where it makes none, or something is asked first."""
    amount = amount_of(turn, said)
    if amount is None or not amount.is_positive:
        return None
    contract = _contract_of(turn, account, amount, said)
    return _due(turn, account, contract, amount, said.day("date") or turn.today)


def _number(contract: Contract | None) -> str | None:
    return (contract.number or None) if contract is not None else None


def _contract_of(turn: Turn, account: Account, amount: Money, said: Said) -> Contract | None:
    """The contract that is invoiced: named by a press, the only one, or the only one with so much left; else it is
    asked."""
    found = [
        one for one in turn.store.contracts.active(account.id)
        if one.amount is not None and one.amount.currency == amount.currency
    ]  # fmt: skip
    if row := said.get("contract"):
        return next((one for one in found if str(one.id) == row), None)
    fitting = [one for one in found if (left := left_of(turn, one)) is not None and left >= amount]
    found = fitting or found
    if len(found) > 1:
        choices = tuple(
            (line("button_invoice_contract", amount=or_blank(one.amount), number_=one.number or None,
                  left=or_blank(left_of(turn, one))),
             {"slots": {"contract": str(one.id)}})
            for one in found[:MOST]
        )  # fmt: skip
        raise Doubt(Question(line("ask_invoice_contract", account=account.name), choices))
    return found[0] if found else None


def _due(turn: Turn, account: Account, contract: Contract | None, amount: Money, on: date) -> Receivable | None:
    """The receivable an invoice makes, where the contract says how many days after it; instalments have their own."""
    zero = Money.zero(amount.currency)
    if contract is None and (agreed := net_of(turn, account)) is not None:  # a deal that was won, and never signed
        deal, net = agreed
        return Receivable(
            id=turn.new_id(), account_id=account.id, amount=amount, deal_id=deal.id, billed_on=on, allocated=zero,
            adjusted=zero, due_on=due_after_invoice(on, net.days, from_month_end=net.from_month_end),
        )  # fmt: skip
    if contract is None or contract.net_days is None or parts_of(contract):
        return None
    of_invoices = {one.receivable_id for one in turn.store.contracts.invoices(contract.id)}
    if any(one.id not in of_invoices for one in turn.store.ledger.of_contract(contract.id)):
        return None  # its money is booked already, by the day of the invoice that was told
    return Receivable(
        id=turn.new_id(), account_id=account.id, amount=amount, contract_id=contract.id, billed_on=on,
        due_on=due_after_invoice(on, contract.net_days, from_month_end=contract.net_from_month_end),
        allocated=zero, adjusted=zero,
    )  # fmt: skip


def left_of(turn: Turn, contract: Contract) -> Money | None:
    """What of a contract is not invoiced yet; negative where more was; None where it has no amount."""
    return not_invoiced(contract, turn.store.contracts.invoices(contract.id))


# -- signed, not invoiced


def invoices(turn: Turn) -> Reply:
    """/invoices, /invoices 华星: contracts with something left to invoice, the oldest first."""
    account = permitted(turn, find_account(turn, turn.words), "see_contract") if turn.words else None
    found = []
    for contract, left in turn.store.contracts.not_invoiced():
        of = account if account is not None and contract.account_id == account.id else (
            turn.store.sales.account(contract.account_id) if account is None else None)  # fmt: skip
        if of is not None and visible(turn, of) and may(turn.member, "see_contract", of.owners, of.tier):
            found.append((contract, of, left))
    if not found:
        return reply(line("invoices_none"), action="see_contract")
    rows = [
        line("invoices_row", account=of.name, number_=contract.number or None, amount=or_blank(contract.amount),
             left=left, on=contract.start)
        for contract, of, left in found[:PAGE]
    ]  # fmt: skip
    more = [line("account_more", count=len(found) - PAGE)] if len(found) > PAGE else []
    head = line("invoices_head", count=len(found), left=totals(left for _, _, left in found))
    tier = "key" if any(of.tier == "key" for _, of, _ in found) else "normal"
    return reply(head, *rows, *more, action="see_contract", tier=tier)
