"""Receivables, payments, promises, and what is owed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from bot.handlers import awaiting
from bot.handlers.accounts.finding import find_account, twins_of
from bot.handlers.accounts.showing import show_account_named
from bot.handlers.logs import Booked, Doubt, Question, amount_of, create_account, keep_draft, log, the_account
from bot.message import Button, Line, Reply, Turn, line, or_blank, reply
from bot.said import Said
from bot.settling import settle
from bot.subjects import promise_of
from bot.text import typed_words
from core.base.money import Money, totals
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import Payment, Promise, Receivable, overdue_days, overpaid_by, receive_payment
from core.people import may
from core.reading.days import PAST
from core.reading.message import take_apart
from core.sales import Account, Contact, Note

PAGE = 15
WHOLE = 10_000  # basis points


# -- booking


def record_payment(turn: Turn, said: Said) -> Booked:
    """收到华星货款5万"""
    account = the_account(turn, said)
    if any(word in said.text.lower() for word in typed_words("not_cash")):
        return _bill_noted(turn, account, said)
    turn.store.ledger.lock(account.id)
    open_now = turn.store.ledger.open_receivables(account.id)
    amount = amount_of(turn, said)
    if amount is None:
        amount = _share(open_now, said)
    if amount is None:
        raise Doubt(Question(line("ask_payment_amount", account=account.name), awaits="amount"))
    _check_payment(turn, account, open_now, amount, said)
    payment = Payment(
        id=turn.new_id(),
        account_id=account.id,
        amount=amount,
        on=said.day("date") or turn.today,
        recorded_at=turn.now,
        awaited=awaiting.is_awaited(turn),
        confirmed=awaiting.is_confirmed(turn),
    )
    receipt = receive_payment(open_now, payment, turn.new_id)
    turn.store.save(*receipt.records)
    settle(turn.store, *receipt.settled)
    still = _owed(turn, account, amount.currency)
    lines = [line("payment_saved", account=account.name, amount=amount, balance=still)]
    if payment.on != turn.today:
        lines.append(line("payment_on", on=payment.on))
    if receipt.advance.is_positive:
        lines.append(line("payment_advance" if receipt.settled else "payment_unmatched", advance=receipt.advance))
    brief = line("payment_brief", account=account.name, amount=amount, by=turn.member.name)
    booked = _booked(turn, account, [*lines, *awaiting.marks(turn, payment)], brief)
    return replace(booked, notices=awaiting.ask(turn, account, payment))


def _bill_noted(turn: Turn, account: Account, said: Said) -> Booked:
    """A bill is not money yet: what it covers stays owed, and its words are kept."""
    turn.store.save(
        Note(id=turn.new_id(), account_id=account.id, by_id=turn.member.id, on=turn.today, text=said.text, kind="bill")
    )
    return _booked(turn, account, [line("bill_noted", account=account.name)],
                   line("note_brief", account=account.name, by=turn.member.name))  # fmt: skip


def _share(open_now: Sequence[Receivable], said: Said) -> Money | None:
    """A payment said as a share (付了30%): of the one receivable that is open, else nothing is assumed."""
    basis_points = int(Decimal(said.get("percent") or 0) * 100)
    if len(open_now) != 1 or not 0 < basis_points <= WHOLE:
        return None
    return (open_now[0].amount + open_now[0].adjusted).split([basis_points, WHOLE - basis_points])[0]


def _check_payment(turn: Turn, account: Account, open_now: Sequence[Receivable], amount: Money, said: Said) -> None:
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
    over = overpaid_by(open_now, amount)
    if over is not None and "overpaid" not in said.settled:
        asked = line("ask_overpaid", account=account.name, amount=amount, owed=amount - over, over=over)
        raise Doubt(
            Question(asked, _either(line("button_overpaid", over=over), "overpaid", line("button_drop")), "amount")
        )
    if "twin" not in said.settled and (twin := _twin(turn, account, amount, said.day("date") or turn.today)):
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
        by = turn.store.audit.of_record(payment.id)[0].by
        if payment.amount == amount and payment.on <= near(on, days) and by != turn.member.id:
            return payment
    return None


def _owed(turn: Turn, account: Account, currency: str) -> tuple[Money, ...]:
    """What the account owes, from the kept sums: a sum a currency, or nothing in this one."""
    owed = tuple(sums for sums, _ in turn.store.ledger.money(account.id) if not sums.is_zero)
    return owed or (Money.zero(currency),)


def record_receivable(turn: Turn, said: Said) -> Reply:
    """华星应收20万，到期1月15日"""
    return log(turn, [said])


def book_receivable(turn: Turn, said: Said) -> Booked:
    """One receivable, once its amount and due day are known."""
    account = the_account(turn, said)
    amount, due_on = amount_of(turn, said), said.day("due_date_end") or said.day("due_date")
    if amount is None:
        raise Doubt(Question(line("ask_receivable_amount", account=account.name), awaits="amount"))
    if not amount.is_positive:
        raise Doubt(Question(line("ask_negative_amount", words=said.get("amount") or ""), awaits="amount"))
    if due_on is None:
        raise Doubt(Question(line("ask_due_day", account=account.name, amount=amount), awaits="due_date"))
    zero = Money.zero(amount.currency)
    receivable = Receivable(
        id=turn.new_id(),
        account_id=account.id,
        amount=amount,
        due_on=due_on,
        title=said.get("title") or "",
        allocated=zero,
        adjusted=zero,
    )
    turn.store.save(receivable)
    days = receivable.days_overdue(turn.today)
    lines = [
        line("receivable_saved", account=account.name, amount=amount, due=due_on, title=receivable.title),
        line("receivable_balance", balance=_owed(turn, account, amount.currency)),
    ]
    if days:
        lines.append(line("receivable_overdue", days=days))
    return _booked(turn, account, lines, line("receivable_brief", account=account.name, by=turn.member.name))


def record_promise(turn: Turn, said: Said) -> Booked:
    """王总答应下周五前付清"""
    account = the_account(turn, said)
    amount = amount_of(turn, said)
    by_on = said.day("due_date_end") or said.day("due_date")
    contact = turn.store.sales.contact(account.id, said.get("contact") or "")
    if contact is None and said.get("contact"):
        contact = Contact(id=turn.new_id(), account_id=account.id, name=said.get("contact") or "")
        turn.store.save(contact)
    promise = Promise(
        id=turn.new_id(),
        account_id=account.id,
        amount=amount,
        percent=_percent(said),
        by_on=by_on,
        contact_id=contact.id if contact else None,
        said_on=turn.today,
        text=said.text,
    )
    keep_promise(turn, promise)
    if by_on is None and promise.until is None:
        keep_draft(turn, "promise_day", {"promise": str(promise.id), "account": account.name}, awaits="", lapsed=True)
    shown = line(
        "promise_saved",
        account=account.name,
        contact=contact.name if contact else None,
        amount=amount,
        percent=promise.percent,
        by=by_on,
    )
    return _booked(turn, account, [shown], line("promise_brief", account=account.name, by=turn.member.name))


def _percent(said: Said) -> int | None:
    share = Decimal(said.get("percent") or 0)
    return int(share) if 0 < share <= 100 and share == int(share) else None


def keep_promise(turn: Turn, promise: Promise) -> None:
    """Write a promise down; with a day it pauses the chase of what it covers until that day."""
    before = turn.store.ledger.promises(promise.account_id)
    earlier = [one.by_on for one in before if one.by_on and _said_here(turn, one)]
    turn.store.save(promise)
    if promise.by_on is None or any(day < promise.by_on for day in earlier):
        return  # of several days in one message the first one counts
    covered = [one for one in _covered(turn, promise) if one.promised_on != promise.by_on]
    changed = [evolve(one, promised_on=promise.by_on) for one in covered]
    turn.store.save(*changed)
    settle(turn.store, *changed)


def _said_here(turn: Turn, promise: Promise) -> bool:
    return turn.store.audit.of_record(promise.id)[0].source == turn.source


def _covered(turn: Turn, promise: Promise) -> list[Receivable]:
    """What a promise is about: the one named; else what is due by its day, as far as the amount goes; else the next."""
    if promise.receivable_id is not None:
        named = turn.store.get(Receivable, promise.receivable_id)
        return [named] if named else []
    open_now = turn.store.ledger.open_receivables(promise.account_id)
    if promise.amount is not None:
        open_now = [one for one in open_now if one.amount.currency == promise.amount.currency]
    due = [one for one in open_now if promise.by_on and one.due_on <= promise.by_on]
    if promise.amount is None or not due:
        return due or open_now[:1]
    reached = Money.zero(promise.amount.currency)
    covered = []
    for one in due:
        if reached < promise.amount:
            covered.append(one)
            reached = reached + one.balance
    return covered


def _booked(turn: Turn, account: Account, lines: Sequence[Line], brief: Line) -> Booked:
    return Booked(tuple(lines), brief, account.tier)


# -- asking


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
            promised=promise_of(one, turn.today),
        )
        for one in open_now[:PAGE]
    ]
    more = [line("account_more", count=len(open_now) - PAGE)] if len(open_now) > PAGE else []
    waiting = awaiting.unconfirmed_lines(turn, account)
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
                owner=owner.name if owner else "", promised=promise_of(receivable, turn.today))  # fmt: skip


# -- opening the books in one paste


def preview(turn: Turn, saids: Sequence[Said]) -> Reply:
    """Many pasted lines as one preview with one [全部记上]; nothing is written before it is pressed."""
    lines = [line("paste_head", count=len(saids))]
    lines += [_previewed(turn, said) for said in saids[:40]]
    if len(saids) > 40:
        lines.append(line("account_more", count=len(saids) - 40))
    draft = keep_draft(turn, "paste", [one.as_json() for one in saids], awaits="")
    arguments = {"draft": str(draft.id)}
    buttons = ((Button(line("button_save_all"), "answer", {**arguments, "all": True}),
                Button(line("button_drop"), "answer", {**arguments, "drop": True})),)  # fmt: skip
    return reply(*lines, buttons=buttons, action="see_money", brief=line("asked_privately"))


def _previewed(turn: Turn, said: Said) -> Line:
    account = turn.store.sales.account(said.account_id) if said.account_id else None
    name = account.name if account else said.name
    if said.intent == "new_account":
        near = tuple(one.name for one in twins_of(turn, name)[0][:2])
        return line("paste_account", account=name, near=near or None)
    unclear = said.choices or said.doubts or said.money(turn.team.currency) is None
    key = "paste_unclear" if unclear else "paste_receivable"
    return line(key, account=name or "?", amount=or_blank(said.money(turn.team.currency)), due=said.day("due_date"),
                text=said.text[:60], new="no" if account else "yes")  # fmt: skip


def save_all(turn: Turn, payload: str) -> Reply:
    """[全部记上]: new names become accounts, every clear line is booked, the rest is asked one by one."""
    made: dict[str, int] = {}
    saids = []
    for kept in json.loads(payload):
        said = Said.from_json(kept)
        doubtful = said.account_id is None and said.name not in made and bool(twins_of(turn, said.name)[0])
        if said.account_id is None and said.name and not said.choices and not doubtful:
            if said.name not in made:
                found = turn.store.sales.account_named(said.name)
                made[said.name] = found.id if found else create_account(turn, said.name).id
            said = said.with_account(made[said.name])
        if said.intent != "new_account" or doubtful:
            saids.append(said)
    answer = log(turn, saids, confirmed=True) if saids else reply()
    head = line("paste_saved", accounts=len(made), receivables=sum(one.intent != "new_account" for one in saids))
    card = answer.card
    lines = (head, *(one for one in (card.lines if card else ()) if one.key != "receivable_balance"))
    return reply(*lines[:60], buttons=card.buttons if card else (), action="see_money", replaces=True)
