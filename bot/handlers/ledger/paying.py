"""Money that came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.handlers import awaiting
from bot.handlers.credit.ways import that_fit_now
from bot.handlers.ledger import banking, payers
from bot.handlers.ledger.bills import record_bill
from bot.handlers.ledger.booked import booked, owed
from bot.handlers.ledger.parts import Parts, said_parts
from bot.handlers.logs import Booked, Doubt, Question, amount_of, the_account
from bot.message import Line, Turn, line
from bot.said import Said
from bot.settling import settle
from bot.text import mentions
from core.base.money import Money
from core.ledger import Payment, Receipt, Receivable, overpaid_by, receive_payment, split_payment
from core.sales import Account

WHOLE = 10_000  # basis points
TOLD = 4  # receivables one payment went to


def record_payment(turn: Turn, said: Said) -> Booked:
    """收到华星货款5万"""
    account = the_account(turn, said)
    if mentions("not_cash", said.text):
        return record_bill(turn, said)
    payers.check_whose(turn, account, said)
    turn.store.ledger.lock(account.id)
    by_bank = said.get("bank_key")
    if by_bank and (told := banking.confirmed_by_bank(turn, account, said)):
        return booked(turn, account, told, line("payment_brief", account=account.name, amount="", by=turn.member.name))
    open_now = turn.store.ledger.open_receivables(account.id)
    amount, fee = _gross(open_now, _amount(turn, account, open_now, said), said)
    parts = said_parts(turn, account, open_now, amount, said)
    _check_payment(turn, account, open_now, amount, said, said_where=parts is not None and parts.rest_is_advance)
    payer, more = payers.third_party(turn, account, said)
    holder = awaiting.holder_of(turn, said)
    payment = Payment(
        id=turn.new_id(),
        account_id=account.id,
        amount=amount,
        on=said.day("date") or turn.today,
        recorded_at=turn.now,
        payer=payer,
        method=said.get("title") or "" if parts is None else "",
        fee=fee,
        bank_key=by_bank,
        awaited=not by_bank and (holder is not None or awaiting.is_awaited(turn)),
        confirmed=bool(by_bank) or (holder is None and awaiting.is_confirmed(turn)),
        held_by=holder,
    )
    receipt = _allocated(turn, open_now, payment, parts)
    turn.store.save(*receipt.records)
    settle(turn.store, *receipt.settled)
    lines = [line("payment_saved", account=account.name, amount=amount, balance=owed(turn, account, amount.currency))]
    lines += _told(turn, receipt, open_now, named=parts is not None) + more
    brief = line("payment_brief", account=account.name, amount=amount, by=turn.member.name)
    notices = (*awaiting.ask(turn, account, payment), *that_fit_now(turn, account))
    return booked(turn, account, [*lines, *awaiting.marks(turn, payment)], brief, notices)


def _amount(turn: Turn, account: Account, open_now: Sequence[Receivable], said: Said) -> Money:
    """What was paid: the amount said, or the share of what is open (一半); asked for where neither is."""
    amount = amount_of(turn, said)
    if amount is None:
        amount = _share(open_now, said)
    if amount is None:
        raise Doubt(Question(line("ask_payment_amount", account=account.name), awaits="amount"))
    return amount


def _allocated(turn: Turn, open_now: Sequence[Receivable], payment: Payment, parts: Parts | None) -> Receipt:
    """Where the money goes: as said, else by the usual rule; what parts leave goes on by it, or stays in advance."""
    if parts is None:
        return receive_payment(open_now, payment, turn.new_id)
    named = {one.id for one, _ in parts.shares}
    others = [] if parts.rest_is_advance else [one for one in open_now if one.id not in named]
    return split_payment(payment, parts.shares, others, turn.new_id)


def _told(turn: Turn, receipt: Receipt, open_now: Sequence[Receivable], *, named: bool) -> list[Line]:
    """The day, what the bank kept, where it went, what is due next, and what stays in advance. Where it can have gone
    to one receivable only, which has no name, the balance says it all."""
    payment, lines = receipt.payment, []
    if payment.fee is not None:
        lines.append(line("payment_fee", net=payment.amount - payment.fee, fee=payment.fee))
    if payment.on != turn.today:
        lines.append(line("payment_on", on=payment.on))
    if named or len(open_now) > 1 or any(one.title for one in receipt.settled):
        pairs = list(zip(receipt.allocations, receipt.settled, strict=True))
        lines += [
            line(
                "payment_part",
                amount=share.amount,
                due=one.due_on,
                title=one.title,
                left=one.balance if one.balance.is_positive else None,
            )
            for share, one in pairs[:TOLD]
        ]
        lines += [line("account_more", count=len(pairs) - TOLD)] if len(pairs) > TOLD else []
        lines += _next(open_now, receipt)
    if receipt.advance.is_positive:
        lines.append(line("payment_advance" if receipt.settled else "payment_unmatched", advance=receipt.advance))
    return lines


def _next(open_now: Sequence[Receivable], receipt: Receipt) -> list[Line]:
    """What falls due next beside what it went to."""
    touched = {one.id for one in receipt.settled}
    currency = receipt.payment.amount.currency
    others = [one for one in open_now if one.id not in touched and one.amount.currency == currency]
    soonest = min(others, key=lambda one: (one.due_on, one.id), default=None)
    if soonest is None:
        return []
    return [line("payment_next", balance=soonest.balance, due=soonest.due_on, title=soonest.title or None)]


def _gross(open_now: Sequence[Receivable], net: Money, said: Said) -> tuple[Money, Money | None]:
    """What the payer paid, and what the bank kept of it: asked, unless just one of both is what somebody owes."""
    kept = said.get("fee")
    if not kept or not net.is_positive:
        return net, None
    fee = Money.of(kept, net.currency)
    gross = net + fee
    fits = [one for one in (gross, net) if any(row.balance == one for row in open_now)]
    how = said.get("settles") or ("gross" if fits == [gross] else "net" if fits == [net] else "")
    if not how:
        asked = line("ask_gross", net=net, fee=fee, gross=gross)
        choices = tuple((line(f"button_{one}", amount=amount), {"slots": {"settles": one}})
                        for one, amount in (("gross", gross), ("net", net)))  # fmt: skip
        raise Doubt(Question(asked, choices))
    return (gross, fee) if how == "gross" else (net, None)


def _share(open_now: Sequence[Receivable], said: Said) -> Money | None:
    """A payment said as a share (付了30%): of the one receivable that is open, else nothing is assumed."""
    basis_points = int(Decimal(said.get("percent") or 0) * 100)
    if len(open_now) != 1 or not 0 < basis_points <= WHOLE:
        return None
    return (open_now[0].amount + open_now[0].adjusted).split([basis_points, WHOLE - basis_points])[0]


def _check_payment(
    turn: Turn, account: Account, open_now: Sequence[Receivable], amount: Money, said: Said, *, said_where: bool
) -> None:  # fmt: skip
    """What must be asked about a payment before it counts: more than is owed, or one that looks said twice."""
    if not amount.is_positive:
        raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
    if "currency" in said.assumed and (elsewhere := _other_currency(open_now, amount)):
        asked = line("ask_currency", account=account.name, amount=amount, owed=elsewhere.balance)
        choices = tuple(
            (line("button_value", value=Money.of(amount.amount, currency)), {"slots": {"currency": currency}})
            for currency in (elsewhere.amount.currency, amount.currency)
        )
        raise Doubt(Question(asked, choices))
    if "foreign" not in said.settled and not said.get("bank_key") and (elsewhere := _other_currency(open_now, amount)):
        asked = line("ask_foreign", account=account.name, amount=amount, owed=elsewhere.balance)
        meant = Money.of(amount.amount, elsewhere.amount.currency)
        raise Doubt(Question(asked, (
            (line("button_foreign", amount=amount), {"settle": "foreign"}),
            (line("button_value", value=meant), {"slots": {"currency": meant.currency}}),
        )))  # fmt: skip
    over = overpaid_by(open_now, amount)
    if over is not None and "overpaid" not in said.settled and not said_where:
        asked = line("ask_overpaid", account=account.name, amount=amount, owed=amount - over, over=over)
        raise Doubt(
            Question(asked, _either(line("button_overpaid", over=over), "overpaid", line("button_drop")), "amount")
        )
    if (
        not said.get("bank_key")
        and "twin" not in said.settled
        and (twin := _twin(turn, account, amount, said.day("date") or turn.today))
    ):
        by = turn.store.people.member(turn.store.audit.of_record(twin.id)[0].by or 0)
        asked = line("ask_twin", account=account.name, amount=amount, by=by.name if by else "", on=twin.on)
        other, (label, dropped) = _either(line("button_twin_other"), "twin", line("button_twin_same"))
        same = {**dropped, "told": "twin_dropped", "same": str(twin.id)}
        raise Doubt(Question(asked, (other, (label, same))))


def _other_currency(open_now: Sequence[Receivable], amount: Money) -> Receivable | None:
    """What is open in another currency, where nothing is open in the one nobody said."""
    if any(one.amount.currency == amount.currency for one in open_now):
        return None
    return open_now[0] if open_now else None


def _either(yes: Line, settles: str, no: Line) -> tuple[tuple[Line, dict[str, object]], ...]:
    """Book it all the same, or leave it."""
    return (yes, {"settle": settles}), (no, {"drop": True})


def _twin(turn: Turn, account: Account, amount: Money, on: date) -> Payment | None:
    """The same amount for the same account that somebody else logged for a day near this one."""
    near, days = turn.calendar.plus_working, turn.policy.reading.twin_days
    for payment in turn.store.ledger.standing_payments_since(account.id, near(on, -days)):
        if payment.amount == amount and payment.on <= near(on, days):
            by = turn.store.audit.of_record(payment.id)[0].by
            if by != turn.member.id:
                return payment
    return None
