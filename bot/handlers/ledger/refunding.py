"""Money that goes back: who paid whom is asked where it is in doubt, and money out is asked before it counts."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.ledger import writing_off
from bot.handlers.ledger.booked import booked, owed
from bot.handlers.ledger.paying import record_payment
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_or_ask, the_account
from bot.message import Line, Turn, line
from bot.said import Said
from bot.settling import settle
from core.base.money import Money, total
from core.base.refusal import Refusal
from core.ledger import Allocation, Entries, Payment, Receivable, advances, paid_on, refund
from core.people import may
from core.sales import Account


def record_refund(turn: Turn, said: Said) -> Booked:
    """我们给Orbit退了1,200 USD质量扣款"""
    account = the_account(turn, said)
    amount = amount_or_ask(turn, account, said, "ask_refund_amount")
    direction = said.get("direction")
    if direction == "in":
        return record_payment(turn, replace(said, intent="payment"))
    if direction != "out":
        choices = tuple((line(f"button_refund_{one}", account=account.name), {"slots": {"direction": one}})
                        for one in ("in", "out"))  # fmt: skip
        raise Doubt(Question(line("ask_refund_direction", account=account.name, amount=amount), choices))
    if not may(turn.member, "log_refund", account.owners, account.tier):
        raise Refusal("refund_not_yours", denied="log_refund")
    turn.store.ledger.lock(account.id)
    entries = turn.store.ledger.entries(account.id)
    have = total((left for _, left in advances(entries, amount.currency)), amount.currency)
    how = said.get("how")
    if how is None:
        raise Doubt(_how(account, amount, have, entries))
    if how == "off_bill":
        return writing_off.ask_write_off(turn, replace(said, intent="credit_note"))
    if how == "never_booked":
        return _with_what_came(turn, account, amount, have, said)
    return _booked(turn, account, amount, have, entries, how, said)


def _how(account: Account, amount: Money, have: Money, entries: Entries) -> Question:
    """Out of what: the advance; or what they had paid, which they then owe again, or are let off."""
    paid = [came for _, came in paid_on(entries) if came.currency == amount.currency]
    came = total(paid, amount.currency)
    choices: list[Choice] = []
    if amount <= have:
        choices.append((line("button_refund_advance", have=have), {"slots": {"how": "advance"}}))
    if amount <= came:
        choices.append((line("button_refund_owed", amount=amount), {"slots": {"how": "owed"}}))
    if any(amount <= one for one in paid):
        choices.append((line("button_refund_credit", amount=amount), {"slots": {"how": "credit"}}))
    if not choices:
        return _beyond(account, amount, have, came, entries)
    return Question(line("ask_refund_how", account=account.name, amount=amount), tuple(choices))


def _beyond(account: Account, amount: Money, have: Money, came: Money, entries: Entries) -> Question:
    """More than they ever paid by the books: either something they paid was never logged, or no money went out and they
    are to owe less. Which of both is asked."""
    choices: list[Choice] = [
        (line("button_refund_never_booked", amount=amount - have), {"slots": {"how": "never_booked"}})
    ]
    if any(one.balance.currency == amount.currency and one.balance >= amount for one in entries.receivables):
        choices.append((line("button_refund_off_bill", amount=amount), {"slots": {"how": "off_bill"}}))
    asked = line("ask_refund_beyond", account=account.name, amount=amount, paid=have + came)
    return Question(asked, (*choices, (line("button_drop"), {"drop": True})))


def _with_what_came(turn: Turn, account: Account, amount: Money, have: Money, said: Said) -> Booked:
    """What they had paid and nobody logged is logged now, in advance; the refund goes out of that."""
    on = said.day("date") or turn.today
    missing = amount - have
    came = Payment(id=turn.new_id(), account_id=account.id, amount=missing, on=on, recorded_at=turn.now)
    turn.store.save(came)
    entries = turn.store.ledger.entries(account.id)
    done = _booked(turn, account, amount, amount, entries, "advance", said)
    return replace(done, lines=(line("refund_came_first", account=account.name, amount=missing), *done.lines))


def _booked(turn: Turn, account: Account, amount: Money, have: Money, entries: Entries, how: str, said: Said) -> Booked:
    payment = Payment(
        id=turn.new_id(), account_id=account.id, amount=amount, on=said.day("date") or turn.today,
        recorded_at=turn.now, reason=said.get("reason") or "",
    )  # fmt: skip
    paid = [share for share in paid_on(entries) if share[1].currency == amount.currency]
    if how == "credit":
        paid = [max((share for share in paid if amount <= share[1]), key=lambda share: (share[0].due_on, share[0].id))]
    made = refund(payment, have, paid, turn.new_id, owed_again=how != "advance")
    turn.store.save(*made)
    reopened = _now(turn, [one.receivable_id for one in made if isinstance(one, Allocation)])
    settle(turn.store, *reopened)
    lines = [line("refund_saved", account=account.name, amount=amount, balance=owed(turn, account, amount.currency))]
    lines += [line("refund_reopened", balance=one.balance, due=one.due_on, title=one.title) for one in reopened]
    brief = line("refund_brief", account=account.name, by=turn.member.name)
    if how == "credit":
        lines += _credited(turn, account, reopened[0], amount, said)
    return booked(turn, account, lines, brief)


def _credited(turn: Turn, account: Account, receivable: Receivable, amount: Money, said: Said) -> list[Line]:
    """What went back is to be billed no more: that needs a yes."""
    asked = writing_off.ask_for(turn, "credit_note", account, receivable, amount, said.get("reason") or "")
    return list(asked.lines)


def _now(turn: Turn, rows: list[int]) -> list[Receivable]:
    return [one for row in dict.fromkeys(rows) if (one := turn.store.get(Receivable, row)) is not None]
