"""Bank acceptance bills: taken, asked about on the day they mature, collected or dishonoured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.handlers.ledger.booked import booked, owed
from bot.handlers.logs import Booked, Doubt, Question, amount_or_ask, the_account
from bot.message import Card, Line, Notice, Reply, Turn, line
from bot.said import Said
from bot.settling import settle
from core.base.calendar import plus_months
from core.base.money import Money, total
from core.base.refusal import Refusal
from core.ledger import Bill, Payment, Receivable, collected, cover, dishonoured, owed_anew, paused_by, split_payment
from core.people import may
from core.sales import Account

MOST_MONTHS = 12  # no bank accepts for longer


def record_bill(turn: Turn, said: Said) -> Booked:
    """远航给了张承兑，20万，六个月: what it covers is owed until it matures, and not chased."""
    account = the_account(turn, said)
    amount = amount_or_ask(turn, account, said, "ask_bill_amount")
    matures_on = _matures_on(turn, account, amount, said)
    turn.store.ledger.lock(account.id)
    bills = turn.store.ledger.bills(account.id)
    shares = cover(amount, turn.store.ledger.open_receivables(account.id), bills)
    bill = Bill(
        id=turn.new_id(), account_id=account.id, amount=amount, received_on=turn.today, matures_on=matures_on,
        covers=tuple(f"{one.id}:{part.minor}" for one, part in shares),
    )  # fmt: skip
    turn.store.save(bill)
    renew(turn, [one for one, _ in shares], [*bills, bill])
    lines = [line("bill_saved", account=account.name, amount=amount, due=matures_on)]
    lines += [line("bill_covers", amount=part, due=one.due_on, title=one.title) for one, part in shares]
    free = amount - total((part for _, part in shares), amount.currency)
    if free.is_positive:
        lines.append(line("bill_free", amount=free))
    lines.append(line("receivable_balance", balance=owed(turn, account, amount.currency)))
    return booked(turn, account, lines, line("bill_brief", account=account.name, by=turn.member.name))


def _matures_on(turn: Turn, account: Account, amount: Money, said: Said) -> date:
    months = int(said.get("months") or 0)
    on = said.day("due_date_end") or said.day("due_date")
    if on is None and 0 < months <= MOST_MONTHS:
        on = plus_months(turn.today, months)
    if on is None:
        raise Doubt(Question(line("ask_bill_due", account=account.name, amount=amount), awaits="due_date"))
    if on < turn.today:
        raise Refusal("bill_in_the_past", on=on)
    return on


def renew(turn: Turn, receivables: Sequence[Receivable], bills: Sequence[Bill]) -> None:
    """Whether each is chased, as the bills that are held leave it."""
    now = [one for row in receivables if (one := turn.store.get(Receivable, row.id)) is not None]
    changed = [fresh for one in now if (fresh := paused_by(one, bills)) is not None]
    turn.store.save(*changed)
    settle(turn.store, *changed)


# -- on the day it matures


def collected_pressed(turn: Turn) -> Reply:
    """[已兑付]: the money counts now, on what the bill covered."""
    bill, account = _pressed(turn)
    done = collected(bill, turn.today)
    turn.store.ledger.lock(account.id)
    open_now = turn.store.ledger.open_receivables(account.id)
    payment = Payment(
        id=turn.new_id(), account_id=account.id, amount=bill.amount, on=turn.today, recorded_at=turn.now, method="bill",
        confirmed=turn.policy.ledger.finance_confirms and turn.member.has("finance"),
    )  # fmt: skip
    meant = dict(bill.shares)
    shares = [(one, min(one.balance, meant[one.id])) for one in open_now if one.id in meant]
    receipt = split_payment(payment, shares, [one for one in open_now if one.id not in meant], turn.new_id)
    turn.store.save(done, *receipt.records)
    renew(turn, receipt.settled, [one for one in turn.store.ledger.bills(account.id) if one.id != bill.id])
    settle(turn.store, *receipt.settled, done)
    lines = [line("bill_collected", account=account.name, amount=bill.amount,
                  balance=owed(turn, account, bill.amount.currency))]  # fmt: skip
    if receipt.advance.is_positive:
        lines.append(line("payment_advance", advance=receipt.advance))
    return Reply(Card(tuple(lines)), toast=line("toast_noted"), action="see_money", tier=account.tier)


def dishonoured_pressed(turn: Turn) -> Reply:
    """[被拒付]: what it covered is chased anew, and the managers hear it."""
    bill, account = _pressed(turn)
    done = dishonoured(bill, turn.today)
    turn.store.save(done)
    rows = [one for row, _ in bill.shares if (one := turn.store.get(Receivable, row)) is not None]
    changed = owed_anew(rows, turn.today)
    turn.store.save(*changed)
    settle(turn.store, *changed, done)
    told = line("bill_dishonoured", account=account.name, amount=bill.amount,
                balance=owed(turn, account, bill.amount.currency))  # fmt: skip
    hear = {*account.owners, *(one.id for one in turn.store.people.with_role("manager"))} - {turn.member.id}
    notices = tuple(Notice(Card((told,)), member_id=one) for one in sorted(hear))
    return Reply(Card((told,)), toast=line("toast_noted"), action="see_money", tier=account.tier, notices=notices)


def _pressed(turn: Turn) -> tuple[Bill, Account]:
    alert = turn.store.watch.alert(int(turn.arguments["alert"]))
    bill = turn.store.get(Bill, alert.subject_id) if alert else None
    account = turn.store.sales.account(bill.account_id) if bill else None
    if bill is None or bill.void or account is None:
        raise Refusal("record_gone")
    if not may(turn.member, "answer_alert", account.owners, account.tier):
        raise Refusal("not_allowed", denied="answer_alert")
    return bill, account


def bill_lines(turn: Turn, account: Account) -> list[Line]:
    """The bills of an account that are held, for what it owes."""
    held = [one for one in turn.store.ledger.bills(account.id) if one.is_open]
    return [line("owes_bill", amount=one.amount, due=one.matures_on) for one in held]
