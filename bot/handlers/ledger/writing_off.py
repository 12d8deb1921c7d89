"""Owing less: writing off what will not come, and credit notes. Asked for here, booked once somebody else said yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.handlers.approvals.asking import Wish, ask
from bot.handlers.ledger.booked import booked, owed
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, the_account
from bot.message import Line, Turn, line
from bot.said import Said
from bot.settling import settle
from core.approvals import Approval
from core.base.money import Money
from core.base.refusal import Refusal
from core.ledger import Receivable, check_write_off, credit_note, take_up_again, write_off, written_off
from core.sales import Account

MOST = 3
WHOLE = 10_000  # basis points


def ask_write_off(turn: Turn, said: Said) -> Booked:
    """华星那3万核销，因为工厂倒闭: nothing moves before somebody else says yes."""
    account = the_account(turn, said)
    receivable = which_receivable(turn, account, said, line(f"ask_which_{said.intent}", account=account.name))
    amount = part_of(receivable, said, amount_of(turn, said))
    return ask_for(turn, said.intent, account, receivable, amount, said.get("reason") or "")


def ask_for(turn: Turn, kind: str, account: Account, receivable: Receivable, amount: Money, reason: str) -> Booked:
    """Ask for a yes to owing so much less: "write_off" or "credit_note"."""
    check_write_off(receivable, amount)
    return ask(turn, _wish(kind, account, receivable, amount, reason))


def part_of(receivable: Receivable, said: Said, amount: Money | None) -> Money:
    """The amount that was said, the share of what is open, or all of it."""
    if amount is not None:
        return amount
    basis_points = int(Decimal(said.get("percent") or 100) * 100)
    if not 0 < basis_points <= WHOLE:
        raise Refusal("share_not_possible", percent=said.get("percent") or "")
    return receivable.balance.split([basis_points, WHOLE - basis_points])[0]


def which_receivable(turn: Turn, account: Account, said: Said, asked: Line) -> Receivable:
    """The one that is meant: named by its id or title, the only open one, or the one with exactly that balance; else
    it is asked. Refusal `nothing_open`."""
    open_now = turn.store.ledger.open_receivables(account.id)
    amount = amount_of(turn, said)
    if row := said.get("receivable"):
        open_now = [one for one in open_now if one.id == int(row)]
    if not open_now:
        raise Refusal("nothing_open", account=account.name)
    if amount is not None:
        open_now = [one for one in open_now if one.amount.currency == amount.currency] or open_now
    title = said.get("title")
    named = [one for one in open_now if title and title in one.title]
    exact = [one for one in named or open_now if one.balance == amount]
    found = exact or named or open_now
    if len(found) == 1:
        return found[0]
    raise Doubt(Question(asked, _choices(found)))


def _choices(found: Sequence[Receivable]) -> tuple[Choice, ...]:
    return tuple(
        (line("button_receivable", balance=one.balance, due=one.due_on, title=one.title),
         {"slots": {"receivable": str(one.id)}})
        for one in found[:MOST]
    )  # fmt: skip


def _wish(kind: str, account: Account, receivable: Receivable, amount: Money, reason: str) -> Wish:
    what = line(f"approval_{kind}", account=account.name, amount=amount, due=receivable.due_on,
                title=receivable.title or None)  # fmt: skip
    left = line("approval_less_of", owed=receivable.balance, left=receivable.balance - amount)
    book = {"receivable": str(receivable.id), "amount": str(amount.amount), "currency": amount.currency}
    return Wish(kind, account, receivable.id, (what, left), book, amount, reason)


def book(turn: Turn, approval: Approval, content: Mapping[str, Any]) -> list[Line]:
    """On the yes: the entry, exactly of what was shown. Refusal where less is open by now."""
    account, receivable = _found(turn, content)
    turn.store.ledger.lock(account.id)
    receivable = turn.store.get(Receivable, receivable.id) or receivable
    amount = Money.of(content["amount"], content["currency"])
    if approval.kind == "credit_note":
        check_write_off(receivable, amount)
        turn.store.save(credit_note(receivable, amount, turn.now, turn.today, turn.new_id))
    else:
        turn.store.save(write_off(receivable, amount, turn.now, turn.today, turn.new_id(), approval.id))
    _settle(turn, receivable.id)
    left = owed(turn, account, amount.currency)
    return [line(f"booked_{approval.kind}", account=account.name, amount=amount, balance=left)]


def again(turn: Turn, approval: Approval, content: Mapping[str, Any], said: Said) -> Wish | None:
    """不对，是2万: the same with another amount."""
    account, receivable = _found(turn, content)
    before = Money.of(content["amount"], content["currency"])
    amount = said.money(before.currency)
    if amount is None or amount == before:
        return None
    check_write_off(receivable, amount)
    return _wish(approval.kind, account, receivable, amount, approval.reason)


def back_said(turn: Turn, said: Said) -> Booked:
    """华星的核销撤销: it is owed again, which needs nobody's yes."""
    account = the_account(turn, said)
    entries = turn.store.ledger.entries(account.id)
    standing = [
        one for one in entries.receivables
        if written_off((part for part in entries.write_offs if part.receivable_id == one.id),
                       one.amount.currency).is_positive
    ]  # fmt: skip
    title = said.get("title")
    standing = [one for one in standing if title and title in one.title] or standing
    if row := said.get("receivable"):
        standing = [one for one in standing if one.id == int(row)]
    if not standing:
        raise Refusal("write_off_none")
    if len(standing) > 1:
        raise Doubt(Question(line("ask_write_off_back_which", account=account.name), _choices(standing)))
    lines = [take_back(turn, standing[0]), line("receivable_balance", balance=owed(turn, account, turn.team.currency))]
    return booked(turn, account, lines, line("write_off_brief", account=account.name, by=turn.member.name))


def take_back(turn: Turn, receivable: Receivable) -> Line:
    """What was written off of it is owed again."""
    turn.store.ledger.lock(receivable.account_id)
    entries = turn.store.ledger.write_offs(receivable.id)
    fresh = take_up_again(entries, receivable, turn.now, turn.today, turn.new_id())
    turn.store.save(fresh)
    _settle(turn, receivable.id)
    account = turn.store.sales.account(receivable.account_id)
    return line("write_off_back", account=account.name if account else "", amount=-fresh.amount)


def _found(turn: Turn, content: Mapping[str, Any]) -> tuple[Account, Receivable]:
    receivable = turn.store.get(Receivable, int(content["receivable"]))
    account = turn.store.sales.account(receivable.account_id) if receivable else None
    if receivable is None or account is None:
        raise Refusal("record_gone")
    return account, receivable


def _settle(turn: Turn, row: int) -> None:
    if (now := turn.store.get(Receivable, row)) is not None:
        settle(turn.store, now)
