"""Before more is sold on credit: a risky customer is asked about first, what is beyond the rule waits for a yes.

What was delivered already is never stopped: it is booked, and who decides about credit is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.handlers.accounts.finding import permitted
from bot.handlers.accounts.showing import show_account_named
from bot.handlers.approvals.asking import Wish, ask
from bot.handlers.contracts.booking import record_contract, record_terms, still_to_sign, with_these_terms
from bot.handlers.credit.limits import credit_lines, terms_of
from bot.handlers.ledger.billing import book_receivable, when_due
from bot.handlers.ledger.invoicing import billed_by, record_invoice
from bot.handlers.logs import Booked, Choice, Doubt, Question, amount_of, the_account
from bot.handlers.sales import record_deal, record_stage
from bot.message import Button, Card, Line, Notice, Reply, Turn, line, or_blank, reply
from bot.rating import credit_line, rating_of, sale_of, still_to_bill
from bot.said import Said
from bot.settling import settle
from bot.text import mentions
from core.approvals import Approval
from core.base.money import Money
from core.base.records import Record, evolve
from core.base.refusal import Refusal
from core.contracts import Contract
from core.ledger import Line as Credit
from core.ledger import Receivable, Sale, Way, excepted, not_billed, ways_out
from core.ledger.credit import GRADES
from core.people import may
from core.sales import Account, Deal, same_deal

KIND = "credit_exception"
BOOKS = {
    "deal": record_deal, "stage": record_stage, "contract": record_contract, "terms": record_terms,
    "receivable": book_receivable, "invoice": record_invoice,
}  # fmt: skip
SPLIT = ("deal", "stage", "contract", "receivable", "invoice")
SALES = (Deal, Contract, Receivable)
RISKY = "risk"  # the doubt about a customer that is not trusted


def before_booking(turn: Turn, said: Said) -> Booked | None:
    """What must be done first about a fact that sells on credit; None: it may be booked. A Doubt asks about a customer
    who is not trusted."""
    if said.intent not in BOOKS:
        return None
    account = the_account(turn, said)
    if said.intent == "deal":
        _warn(turn, account, said)
    amount = _growth(turn, account, said)
    if amount is None or not amount.is_positive:
        return None
    credit = credit_of(turn, account, amount.currency)
    if credit.passes(amount):
        _needs_no_yes(turn, account, amount)
        return None
    if said.intent == "receivable" and _is_delivered(said):
        return _told(turn, account, said, credit, amount)
    return _parked(turn, account, said, credit, amount)


def credit_of(turn: Turn, account: Account, currency: str) -> Credit:
    """What the customer may owe, as of today."""
    return credit_line(turn.store, account, currency, turn.today, turn.calendar, turn.policy)


def used_by(turn: Turn, record: Record, said: Said) -> list[tuple[Account, Credit]]:
    """Before a sale is put right, the credit of the customer it was made to and of the one it may move to; empty for
    what is no sale. What is owed already moves to whoever owes it."""
    if not isinstance(record, SALES):
        return []
    currencies = dict.fromkeys(one.currency for one in (record.amount, amount_of(turn, said)) if one is not None)
    moves = not isinstance(record, Receivable) or record.due_on > turn.today
    rows = dict.fromkeys((record.account_id, said.account_id if moves else None))
    accounts = [one for row in rows if row is not None and (one := turn.store.sales.account(row)) is not None]
    return [(one, credit_of(turn, one, currency)) for one in accounts for currency in currencies]


def not_around(turn: Turn, before: Sequence[tuple[Account, Credit]]) -> None:
    """Refusal `credit_by_correction` where a correction made a sale larger than the rule allows, or moved it to a
    customer who may not have it: that is asked for like any other."""
    for account, was in before:
        now = credit_of(turn, account, was.currency)
        if now.used > was.used and not was.passes(now.used - was.used):
            raise Refusal("credit_by_correction", account=account.name, more=now.used - was.used)


# -- a customer who is not trusted


def _warn(turn: Turn, account: Account, said: Said) -> None:
    """A Doubt where the grade is one that is warned of; not for who is on the whitelist."""
    reason = None if RISKY in said.settled else why_risky(turn, account)
    if reason is not None:
        yes: Choice = (line("button_save_anyway"), {"settle": RISKY})
        raise Doubt(Question(reason, (yes, (line("button_rather_not"), {"drop": True}))))


def why_risky(turn: Turn, account: Account) -> Line | None:
    """Grade and reason of a customer that is warned of; None for others. Who may not see scores is told no more than
    that there is a risk."""
    warned = turn.policy.credit.warn_from
    rating = rating_of(turn.store, account.id, turn.today, turn.calendar, turn.policy)
    if rating is None or warned == "none" or GRADES.index(rating.grade) < GRADES.index(warned):
        return None
    if credit_of(turn, account, turn.team.currency).free_until is not None:
        return None
    if not may(turn.member, "see_risk", account.owners, account.tier):
        return line("ask_risky_plain", account=account.name)
    worst = max(rating.reasons, key=lambda one: (one.most - one.points) / one.most if one.most else 0)
    why = line(f"risk_{worst.key}", points=worst.points, most=worst.most, **worst.facts)
    return line("ask_risky", account=account.name, points=rating.points, grade=rating.grade, why=why)


# -- may we ship?


def ship_said(turn: Turn, said: Said) -> Reply:
    """给恒达发货？: go or stop, the sum, and the ways out."""
    if said.account_id is None:
        return show_account_named(turn, said)
    account = the_account(turn, said)
    permitted(turn, account, "see_account")
    asked = amount_of(turn, said)
    credit = credit_of(turn, account, asked.currency if asked is not None else turn.team.currency)
    seen = may(turn.member, "see_risk", account.owners, account.tier)
    risky = why_risky(turn, account)
    stops = credit.room is not None and (not credit.passes(asked) if asked is not None else not credit.room.is_positive)
    lines = [line("ship_stop" if stops else "ship_go", account=account.name, amount=asked)]
    if seen:
        lines += credit_lines(turn, account, credit.currency)
        least = asked if asked is not None else Money.of(1, credit.currency)
        open_now = turn.store.ledger.open_receivables(account.id)
        ways = ways_out(credit, least, open_now, turn.today, turn.policy.credit) if stops else []
        if asked is not None:
            lines += way_lines(account, ways)
        elif ways:
            lines.append(line("ship_which", account=account.name))
    if risky is not None and not stops:
        lines.append(line("ship_risky", account=account.name))
    return reply(*lines, action="see_risk", tier=account.tier)


# -- more than may be owed


def _growth(turn: Turn, account: Account, said: Said) -> Money | None:
    """By how much a fact lets a customer owe more: what it sells, less what was sold already and is billed or signed
    for now. None where it sells nothing, or something else is asked first."""
    if said.intent == "receivable":
        return _billed(turn, account, said)
    sales = still_to_bill(turn.store, account.id)
    if said.intent == "invoice":
        return _invoiced(turn, account, said, sales)
    if said.intent in ("contract", "terms"):
        agreed = still_to_sign if said.intent == "contract" else with_these_terms
        contract, deal = agreed(turn, account, said)
        sale = sale_of(turn.store, contract, deal) if contract is not None else None
    else:
        sale = _won(turn, account, said) if said.get("stage") == "won" else None
    if sale is None:
        return None
    receivables, currency = turn.store.ledger.receivables(account.id), sale.amount.currency
    others = [one for one in sales if not one.ids & sale.ids]
    goods = turn.store.ledger.deliveries(account.id)
    now, then = (not_billed(some, goods, receivables, currency) for some in (sales, [*others, sale]))
    return then - now


def _billed(turn: Turn, account: Account, said: Said) -> Money | None:
    amount = amount_of(turn, said)
    due_on = when_due(turn, account, said, amount)[0] if amount is not None else None
    if amount is None or due_on is None or due_on <= turn.today:
        return None  # asked about first, or written down late: it is owed already
    zero = Money.zero(amount.currency)
    it = Receivable(
        id=turn.new_id(), account_id=account.id, amount=amount, due_on=due_on, allocated=zero, adjusted=zero
    )
    return _more_by(turn, account, it, still_to_bill(turn.store, account.id))


def _invoiced(turn: Turn, account: Account, said: Said, sales: Sequence[Sale]) -> Money | None:
    """What an invoice lets a customer owe beyond what its contract agreed to."""
    it = billed_by(turn, account, said)
    return None if it is None or it.due_on <= turn.today else _more_by(turn, account, it, sales)


def _more_by(turn: Turn, account: Account, it: Receivable, sales: Sequence[Sale]) -> Money:
    """By how much one more receivable lets a customer owe more: less what of it was sold already."""
    receivables, goods = turn.store.ledger.receivables(account.id), turn.store.ledger.deliveries(account.id)
    now, then = (not_billed(sales, goods, some, it.amount.currency) for some in (receivables, [*receivables, it]))
    return it.amount + then - now


def _won(turn: Turn, account: Account, said: Said) -> Sale | None:
    """The deal as it will be won."""
    open_deals = turn.store.sales.open_deals(account.id)
    picked = [deal for deal in open_deals if str(deal.id) == said.get("deal")] or open_deals
    if len(picked) > 1 and said.intent == "stage":
        return None  # which is asked first
    deal = same_deal(open_deals, said.get("deal_name") or "") if said.intent == "deal" else next(iter(picked), None)
    signed = {one.deal_id for one in turn.store.contracts.of_account(account.id) if not one.void}
    amount = amount_of(turn, said)
    if deal is not None and deal.id in signed:
        return None
    if deal is None:
        deal = Deal(id=turn.new_id(), account_id=account.id, owner_id=account.owner_id, stage_since=turn.today)
    return sale_of(turn.store, None, replace(deal, amount=deal.amount if amount is None else amount, stage="won",
                                             stage_since=turn.today))  # fmt: skip


def _is_delivered(said: Said) -> bool:
    return mentions("delivered", said.text)


def _told(turn: Turn, account: Account, said: Said, credit: Credit, amount: Money) -> Booked:
    """Goods that left already are billed, whatever the limit says; managers hear of it."""
    booked: Booked = BOOKS[said.intent](turn, said)
    room = credit.room if credit.room is not None else amount
    over = line("credit_delivered", over=amount - room)
    told = Card((line("credit_delivered_told", account=account.name, amount=amount, over=amount - room,
                      by=turn.member.name),))  # fmt: skip
    managers = [one for one in turn.store.people.with_role("manager") if one.id != turn.member.id]
    notices = tuple(Notice(told, member_id=one.id) for one in managers)
    return replace(booked, lines=(*booked.lines, over), notices=(*booked.notices, *notices))


def _parked(turn: Turn, account: Account, said: Said, credit: Credit, amount: Money) -> Booked:
    """Nothing of it counts before a yes: the sum, and the ways out of it."""
    about = turn.new_id()
    for waiting in waiting_of(turn, account):
        before = Said.from_json(json.loads(waiting.content)["book"]["said"])
        if waiting.amount == amount:
            raise Refusal("credit_waits", account=account.name, amount=amount)
        if waiting.asked_by == turn.member.id and (before.intent, before.slots) == (said.intent, said.slots):
            about = waiting.subject_id  # more was sold since: it is asked for anew, with the right sum
    wish, choices = _wish(turn, account, said, credit, amount, about), ways_of(turn, account, said, credit, amount)
    asked = ask(turn, wish)
    put = turn.store.approvals.about(KIND, about)
    asked = replace(asked, buttons=way_buttons(put.id, choices)) if put is not None and put.is_open else asked
    shown = wish.shown[1:] if may(turn.member, "see_risk", account.owners, account.tier) else ()
    return replace(asked, lines=(line("credit_parked", account=account.name, amount=amount), *shown, *asked.lines))


def _wish(turn: Turn, account: Account, said: Said, credit: Credit, amount: Money, about: int) -> Wish:
    found = ways_of(turn, account, said, credit, amount)
    exception = next(one for one in found if one.kind == "except")
    assert exception.on is not None
    what = line(
        "approval_credit_exception", account=account.name, amount=amount, kind=Line(f"credit_sale_{said.intent}")
    )
    book = {
        "said": said.as_json(), "amount": str(amount.amount), "currency": amount.currency,
        "up_to": str(exception.amount.amount), "until": exception.on.isoformat(),
    }  # fmt: skip
    shown = (what, arithmetic(credit, amount), *way_lines(account, found))
    return Wish(KIND, account, about, shown, book, amount)


def ways_of(turn: Turn, account: Account, said: Said, credit: Credit, amount: Money) -> list[Way]:
    """The ways out of a sale that does not pass; only what has an amount of its own can be split."""
    open_now = turn.store.ledger.open_receivables(account.id)
    found = ways_out(credit, amount, open_now, turn.today, turn.policy.credit)
    whole = amount_of(turn, said)
    return [one for one in found if one.kind != "split" or (said.intent in SPLIT and whole in (None, amount))]


def ways_now(turn: Turn, account: Account, said: Said) -> list[Way]:
    """The same as of now for what waits; none where it passes."""
    more = _growth(turn, account, said)
    return [] if more is None else ways_of(turn, account, said, credit_of(turn, account, more.currency), more)


def passes_now(turn: Turn, account: Account, said: Said) -> bool:
    """Whether what waits for a yes would be booked without one by now."""
    try:
        more = _growth(turn, account, said)
    except (Doubt, Refusal):
        return False
    return more is not None and credit_of(turn, account, more.currency).passes(more)


def is_beyond(turn: Turn, account: Account, said: Said) -> bool:
    """Whether a fact would have to wait for a yes to its credit."""
    more = _growth(turn, account, said) if said.intent in BOOKS else None
    return more is not None and more.is_positive and not credit_of(turn, account, more.currency).passes(more)


def arithmetic(credit: Credit, asked: Money) -> Line:
    """限额 − 已用 − 这笔 = 超多少, and why the limit is what it is."""
    may_use = credit.may_use if credit.may_use is not None else Money.zero(credit.currency)
    why = "stopped" if credit.stopped else ("grade" if credit.share < 100 else ("own" if credit.own else "tier"))
    if credit.raised is not None:
        why = "raised"
    over = credit.used + asked - may_use
    return line("credit_sum", may_use=may_use, used=credit.used, asked=asked, over=over, why=why, days=credit.stopped,
                share=credit.share)  # fmt: skip


def way_lines(account: Account, ways: Sequence[Way]) -> list[Line]:
    """The ways out, one a line."""
    return [
        line(f"credit_way_{one.kind}", number=number, account=account.name, amount=one.amount, rest=one.rest, on=one.on)
        for number, one in enumerate(ways, 1)
    ]


def way_buttons(approval_id: int, ways: Sequence[Way]) -> tuple[tuple[Button, ...], ...]:
    """A button a way that who asked may take."""
    row, found = {"approval": str(approval_id)}, []
    for one in ways:
        if one.kind == "prepay":
            found.append((Button(line("button_credit_prepay", amount=one.amount), "credit_prepay", row),))
        elif one.kind == "split":
            label = line("button_credit_split", amount=one.amount, rest=or_blank(one.rest))
            found.append((Button(label, "credit_split", row),))
    return tuple(found)


def waiting_of(turn: Turn, account: Account) -> list[Approval]:
    """The sales to a customer that wait for a yes."""
    return [one for one in turn.store.approvals.waiting() if (one.kind, one.account_id) == (KIND, account.id)]


def _needs_no_yes(turn: Turn, account: Account, amount: Money) -> None:
    """What passes by now is booked without the yes that was asked for it: it must not be booked a second time."""
    for waiting in waiting_of(turn, account):
        if waiting.amount == amount:
            gone = evolve(waiting, state="withdrawn", held_until=None)
            turn.store.save(gone)
            settle(turn.store, gone)


# -- after the yes


def book(turn: Turn, approval: Approval, content: Mapping[str, Any]) -> list[Line]:
    """The sale, exactly as it was shown, and the exception that lets it pass."""
    said = Said.from_json(content["said"])
    account = the_account(turn, said)
    amount, until = Money.of(content["up_to"], content["currency"]), date.fromisoformat(content["until"])
    terms = terms_of(turn, account)
    if terms.raised is None or terms.raised.currency != amount.currency or terms.raised < amount:
        turn.store.save(excepted(terms, amount, max(until, turn.today)))
    more = _growth(turn, account, said)
    if more is not None and not credit_of(turn, account, amount.currency).passes(more):
        raise Refusal("credit_moved", account=account.name, more=more)
    try:
        booked: Booked = BOOKS[said.intent](turn, said)
    except Doubt:
        raise Refusal("credit_say_again", account=account.name) from None
    granted = line("booked_credit_exception", account=account.name, amount=amount, until=max(until, turn.today))
    return [granted, *booked.lines]


def again(turn: Turn, approval: Approval, content: Mapping[str, Any], right: Said) -> Wish | None:
    """不对，是15万: the same sale with another amount."""
    said = Said.from_json(content["said"])
    account, before = the_account(turn, said), Money.of(content["amount"], content["currency"])
    amount = right.money(before.currency)
    if amount is None or amount == before:
        return None
    said = said.with_slots(amount=str(amount.amount), currency=amount.currency)
    credit = credit_of(turn, account, amount.currency)
    if credit.passes(amount):
        raise Refusal("credit_fits_now", account=account.name, amount=amount)
    return _wish(turn, account, said, credit, amount, approval.subject_id)
