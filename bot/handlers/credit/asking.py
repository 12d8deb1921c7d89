"""How far a customer can be trusted: the score, what made it, and the payments behind it."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from bot.handlers.accounts.finding import find_account, permitted
from bot.handlers.accounts.showing import show_account_named
from bot.handlers.accounts.terms import agreed_terms
from bot.handlers.credit import limits
from bot.handlers.ledger.complaining import complaint_lines
from bot.handlers.logs import the_account
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.rating import fresh_score, rating_of
from bot.said import Said
from core.base.refusal import Refusal
from core.ledger import Paid, Tally
from core.people import may
from core.sales import TIERS, Account

WORST, ROWS, SHOWN_STEPS = 10, 10, 4
LOOKED_AT = 200  # kept scores read at once, at most
Place = tuple[int, int]  # points and account: behind whom a page begins
Rated = tuple[int, int, str]  # points, account, grade


def risk(turn: Turn) -> Reply:
    """/risk 华星; alone the customers who owe money, the least trusted first."""
    return of_account(turn, find_account(turn, turn.words)) if turn.words else worst_first(turn)


def risk_said(turn: Turn, said: Said) -> Reply:
    """华星信用怎么样"""
    return of_account(turn, the_account(turn, said)) if said.account_id else show_account_named(turn, said)


def of_account(turn: Turn, account: Account) -> Reply:
    """The score of one customer with a line a reason; the points of the lines add up to it."""
    _permitted(turn, account)
    turn.store.note_look(account.id)
    found = rating_of(turn.store, account.id, turn.today, turn.calendar, turn.policy)
    credit = limits.credit_lines(turn, account, turn.team.currency) + _terms_drift(turn, account)
    credit += complaint_lines(turn, account)
    if found is None:
        return reply(line("risk_none", account=account.name), *credit, action="see_risk", tier=account.tier)
    head = line("risk_head", account=account.name, points=found.points, grade=found.grade)
    reasons = (
        line(f"risk_{reason.key}", points=reason.points, most=reason.most, **reason.facts) for reason in found.reasons
    )
    rows = Button(line("button_risk_rows"), "risk_rows", {"account": str(account.id)})
    lines = (head, *reasons, *_last_change(turn, account), *credit)
    return reply(*lines, buttons=((rows,),), action="see_risk", tier=account.tier)


def _last_change(turn: Turn, account: Account) -> list[Line]:
    """How the grade became what it is."""
    return [
        line("risk_changed", before=one.before, after=one.after, on=one.on,
             turn="better" if one.after < one.before else "worse")
        for one in turn.store.credit.changes(account.id)[:1]
    ]  # fmt: skip


def _terms_drift(turn: Turn, account: Account) -> list[Line]:
    """账期 30 → 60 → 90 天: the days to pay as contracts and /terms made them, each step with its source."""
    steps = agreed_terms(turn, account)
    if len(steps) < 2:
        return []
    told = tuple(line("risk_terms_step", days=one.days, on=one.on, number_=one.number or None, by=one.by or None)
                 for one in steps[-SHOWN_STEPS:])  # fmt: skip
    return [line("risk_terms", steps=told, turn="longer" if steps[-1].days > steps[0].days else "shorter")]


def rows_pressed(turn: Turn) -> Reply:
    """[看每一笔]: the payments and promises the score was made from, the latest first."""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    _permitted(turn, account)
    found = fresh_score(turn.store, account.id, turn.today, turn.calendar, turn.policy)
    if found is None:
        return reply(line("risk_none", account=account.name), action="see_risk", tier=account.tier)
    paid, told = found.rows[:ROWS], sorted(found.promises, key=lambda one: one.promise.id, reverse=True)[:ROWS]
    older = len(found.rows) - len(paid) + len(found.promises) - len(told)
    return reply(
        line("risk_rows_head", account=account.name),
        *(_paid_row(row) for row in paid),
        *(_promise_row(one) for one in told),
        *([line("account_more", count=older)] if older else []),
        action="see_risk",
        tier=account.tier,
    )


def worst_first(turn: Turn, start: Place = (-1, 0), number: int = 0) -> Reply:
    """Of the customers who owe money and whose score this person may see, a page at a time."""
    rated = list(islice(_worst(turn, start), WORST + 1))
    if not rated and number == 0:
        return reply(line("risk_nobody"), action="see_risk")
    shown = rated[:WORST]
    rows = [_worst_row(turn, points, grade, account) for points, grade, account in shown]
    buttons: list[tuple[Button, ...]] = []
    if len(rated) > WORST:
        further = {"points": shown[-1][0], "account": str(shown[-1][2].id), "number": number + len(shown)}
        buttons.append((Button(line("button_risk_more"), "risk_more", further),))
    head = [line("risk_worst_head")] if number == 0 else [line("risk_worst_further", first=number + 1)]
    return reply(*head, *rows, buttons=tuple(buttons), action="see_risk")


def _worst(turn: Turn, after: Place) -> Iterator[tuple[int, str, Account]]:
    """(points, grade, account) of what this person may see behind a place; who sees only their own is asked theirs."""
    everybody = any(may(turn.member, "see_risk", (), tier) for tier in TIERS)
    found = _kept(turn, after, None) if everybody else merge(_kept(turn, after, turn.member.id), _shared(turn, after))
    for points, row, grade in found:
        account = turn.store.sales.account(row)
        if account is not None and not account.void and _shows_risk(turn, account):
            yield points, grade, account


def _kept(turn: Turn, after: Place, owner_id: int | None) -> Iterator[Rated]:
    """The kept scores of who owes money, read in ever larger pages: few are shown, but not all may be seen."""
    size = WORST + 1
    while page := turn.store.credit.worst(after, size, owner_id):
        for row, points, grade in page:
            yield points, row, grade
        if len(page) < size:
            return
        after, size = (page[-1][1], page[-1][0]), min(2 * size, LOOKED_AT)


def _shared(turn: Turn, after: Place) -> list[Rated]:
    """The same of what this person shares with an owner."""
    found = []
    for account in turn.store.sales.shared():
        rating, _ = turn.store.credit.rating(account.id)
        owes = any(owed.is_positive for owed, _ in turn.store.ledger.money(account.id))
        if turn.member.id in account.co_owners and rating is not None and owes and (rating.points, account.id) > after:
            found.append((rating.points, account.id, rating.grade))
    return sorted(found)


def more_pressed(turn: Turn) -> Reply:
    """[再看 10 家] under the list."""
    arguments = turn.arguments
    return worst_first(turn, (int(arguments["points"]), int(arguments["account"])), int(arguments["number"]))


def _shows_risk(turn: Turn, account: Account) -> bool:
    allowed = may(turn.member, "see_risk", account.owners, account.tier)
    return allowed and turn.room.may_hold("see_risk", account.tier)


def _permitted(turn: Turn, account: Account) -> None:
    permitted(turn, account, "see_account")
    if not may(turn.member, "see_risk", account.owners, account.tier):
        raise Refusal("risk_not_yours", account=account.name, denied="see_risk")


def _worst_row(turn: Turn, points: int, grade: str, account: Account) -> Line:
    owed = tuple(owed for owed, _ in turn.store.ledger.money(account.id) if owed.is_positive)
    return line("risk_worst_row", account=account.name, points=points, grade=grade, owed=owed)


def _paid_row(row: Paid) -> Line:
    return line("risk_row", amount=row.amount, due=row.receivable.due_on, on=row.on, days=row.days,
                written="yes" if row.written_off else "no")  # fmt: skip


def _promise_row(one: Tally) -> Line:
    return line("risk_promise", by=one.promise.until or one.promise.by_on, amount=one.meant, state=one.state)
