"""Promises to pay, and what they pause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.handlers.ledger.booked import booked
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, keep_draft, the_account
from bot.message import Line, Turn, line
from bot.said import Said
from bot.settling import settle
from bot.text import mentions
from bot.values import FAR, LATELY
from core.base.calendar import plus_months
from core.base.money import Money
from core.base.records import evolve
from core.ledger import Promise, Receivable, in_all, same_promise, tallies
from core.reading.business import promised_behind
from core.sales import Contact


def record_promise(turn: Turn, said: Said) -> Booked:
    """王总答应下周五前付清"""
    account = the_account(turn, said)
    amount = amount_of(turn, said)
    by_on = said.day("due_date_end") or said.day("due_date")
    if by_on is not None and "past_day" not in said.settled and (past := _just_past(turn, by_on, said)):
        choice: Choice = (line("button_day", on=by_on), {"settle": "past_day"})
        raise Doubt(Question(line("ask_promise_past", account=account.name, on=past), (choice,), "due_date"))
    if by_on is None and turn.apart and said.text == turn.apart.typed and (over := promised_behind(turn.apart)):
        raise Doubt(Question(line("ask_promise_over", account=account.name, on=over), awaits="due_date"))
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
    lines = [shown, *_together(turn, promise), *record_lines(turn, account.id, promise)]
    return booked(turn, account, lines, line("promise_brief", account=account.name, by=turn.member.name))


def _just_past(turn: Turn, by_on: date, said: Said) -> date | None:
    """2月1日 said in March was read as next year's, as nobody promises the past: the day that is over, unless the year
    was said."""
    words = said.text.lower()
    if str(by_on.year) in words or mentions("next_year", words):
        return None
    behind = plus_months(by_on, -12)
    return behind if turn.today - LATELY <= behind < turn.today and by_on - turn.today > FAR else None


def record_lines(turn: Turn, account_id: int, promise: Promise) -> list[Line]:
    """How who promised kept earlier promises; where nobody is named, how the customer did."""
    ledger = turn.store.ledger
    told = tallies(ledger.promises(account_id), ledger.entries(account_id), turn.today, turn.calendar)
    ended = [one for one in told if one.promise.id != promise.id and one.state != "open"]
    person = turn.store.get(Contact, promise.contact_id) if promise.contact_id else None
    if person is not None:
        ended = [one for one in ended if one.promise.contact_id == person.id]
    kept = sum(one.state == "kept" for one in ended)
    return [line("promise_record", who=person.name if person else None, count=len(ended), kept=kept)] if ended else []


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


def _together(turn: Turn, promise: Promise) -> list[Line]:
    """What is promised for that day in all, where it is not the first for it."""
    if promise.amount is None or promise.by_on is None:
        return []
    before = _for_that_day(turn, promise)
    return [line("promise_together", before=before, total=promise.amount + before)] if before.is_positive else []


def _for_that_day(turn: Turn, promise: Promise) -> Money:
    """What else was promised for its day and has not come: another amount is another promise."""
    assert promise.amount is not None
    ledger, account = turn.store.ledger, promise.account_id
    told = tallies(ledger.promises(account), ledger.entries(account), turn.today, turn.calendar)
    others = [
        one
        for one in told
        if one.promise.by_on == promise.by_on
        and one.promise.amount is not None
        and same_promise(one.promise) != same_promise(promise)
    ]
    found = in_all(others, promise.amount.currency)
    return Money.zero(promise.amount.currency) if found is None else found


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
    reached, wanted = Money.zero(promise.amount.currency), promise.amount + _for_that_day(turn, promise)
    covered = []
    for one in due:
        if reached < wanted:
            covered.append(one)
            reached = reached + one.balance
    return covered
