"""Advances: who has money with us that nothing is settled with, and settling with it when somebody says so."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.ledger.booked import booked, owed
from bot.handlers.ledger.writing_off import ask_write_off, part_of, which_receivable
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, the_account
from bot.message import Line, Reply, Turn, line, reply
from bot.said import Said
from bot.settling import settle
from bot.text import mentions
from core.base.money import Money, total, totals
from core.base.refusal import Refusal
from core.ledger import Receivable, advances, net_advances
from core.people import may

SHOWN = 30


def record_offset(turn: Turn, said: Said) -> Booked:
    """华星的预收冲掉二期; 启明星那3万冲掉, which may mean writing it off."""
    account = the_account(turn, said)
    how = said.get("how") or ("advance" if _names_advance(said.text) else "")
    if how == "write_off":
        return ask_write_off(turn, replace(said, intent="write_off"))
    turn.store.ledger.lock(account.id)
    found = advances(turn.store.ledger.entries(account.id))
    if not how:
        raise Doubt(_which(turn, account.name, said, [left for _, left in found]))
    if not found:
        raise Refusal("advance_none")
    named = said.get("title") or said.get("receivable")
    open_now = turn.store.ledger.open_receivables(account.id)
    if named or (said.get("percent") and len(open_now) > 1):
        open_now = [which_receivable(turn, account, said, line("ask_offset_which", account=account.name))]
    amount = _amount(turn, said, found[0][1].currency, open_now, [left for _, left in found])
    pool = [one for one in found if one[1].currency == amount.currency]
    entries, settled = net_advances(pool, open_now, amount, turn.now, turn.today, turn.new_id)
    turn.store.save(*entries)
    settle(turn.store, *settled)
    used = total((one.amount for one in entries), amount.currency)
    left = total((part for _, part in pool), amount.currency) - used
    lines = [line("offset_saved", account=account.name, amount=used, left=left,
                  balance=owed(turn, account, amount.currency))]  # fmt: skip
    lines += [line("payment_part", amount=one.allocated - _before(open_now, one), due=one.due_on, title=one.title,
                   left=one.balance if one.balance.is_positive else None) for one in settled]  # fmt: skip
    return booked(turn, account, lines, line("offset_brief", account=account.name, by=turn.member.name))


def _names_advance(text: str) -> bool:
    return mentions("advance_words", text)


def _which(turn: Turn, name: str, said: Said, have: list[Money]) -> Question:
    """冲 alone can take money off the books: against the advance, or a write-off?"""
    choices: list[Choice] = []
    if have:
        choices.append((line("button_offset_advance", have=totals(have)), {"slots": {"how": "advance"}}))
    choices.append((line("button_offset_write_off"), {"slots": {"how": "write_off"}}))
    return Question(line("ask_offset", account=name, amount=amount_of(turn, said)), tuple(choices))


def _amount(turn: Turn, said: Said, currency: str, open_now: list[Receivable], have: list[Money]) -> Money:
    """As much as was said; else as much as there is, and is owed."""
    amount = amount_of(turn, said)
    if amount is None and said.get("percent") and len(open_now) == 1:
        amount = part_of(open_now[0], said, None)
    if amount is not None:
        if not amount.is_positive:
            raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
        return amount
    due = [one.balance for one in open_now if one.amount.currency == currency]
    if not due:
        raise Refusal("nothing_open_in", currency=currency)
    return min(total(due, currency), total((one for one in have if one.currency == currency), currency))


def _before(open_now: list[Receivable], now: Receivable) -> Money:
    return next(one.allocated for one in open_now if one.id == now.id)


def unused(turn: Turn, said: Said | None = None) -> Reply:
    """/advances: whose money is with us unused."""
    lines: list[Line] = []
    for account_id, have in turn.store.ledger.in_advance():
        account = turn.store.sales.account(account_id)
        if account and may(turn.member, "see_money", account.owners, account.tier):
            owes = [one for one, _ in turn.store.ledger.money(account_id) if one.currency == have.currency]
            lines.append(line("advance_row", account=account.name, have=have,
                              owed=owes[0] if owes and owes[0].is_positive else None))  # fmt: skip
    if not lines:
        return reply(line("advance_none_anywhere"), action="see_money")
    return reply(line("advance_head", count=len(lines)), *lines[:SHOWN], line("advance_how"), action="see_money")
