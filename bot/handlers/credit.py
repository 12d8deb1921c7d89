"""How far a customer can be trusted: the score, what made it, and the payments behind it."""

from __future__ import annotations

from bot.handlers.accounts.finding import find_account, permitted
from bot.handlers.accounts.showing import show_account_named
from bot.handlers.logs import the_account
from bot.message import Button, Line, Reply, Turn, line, reply
from bot.said import Said
from core.base.money import totals
from core.base.refusal import Refusal
from core.ledger import Paid, Score, Tally, score
from core.people import may
from core.sales import Account

WORST, ROWS = 10, 10


def risk(turn: Turn) -> Reply:
    """/risk 华星; alone the customers who owe money, the least trusted first."""
    return of_account(turn, find_account(turn, turn.words)) if turn.words else worst_first(turn)


def risk_said(turn: Turn, said: Said) -> Reply:
    """华星信用怎么样"""
    return of_account(turn, the_account(turn, said)) if said.account_id else show_account_named(turn, said)


def of_account(turn: Turn, account: Account) -> Reply:
    """The score of one customer with a line a reason; the points of the lines add up to it."""
    _permitted(turn, account)
    found = score_of(turn, account)
    if found is None:
        return reply(line("risk_none", account=account.name), action="see_risk", tier=account.tier)
    head = line("risk_head", account=account.name, points=found.points, grade=found.grade)
    reasons = (
        line(f"risk_{reason.key}", points=reason.points, most=reason.most, **reason.facts) for reason in found.reasons
    )
    rows = Button(line("button_risk_rows"), "risk_rows", {"account": str(account.id)})
    return reply(head, *reasons, buttons=((rows,),), action="see_risk", tier=account.tier)


def rows_pressed(turn: Turn) -> Reply:
    """[看每一笔]: the payments and promises the score was made from, the latest first."""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    _permitted(turn, account)
    found = score_of(turn, account)
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


def worst_first(turn: Turn) -> Reply:
    """Of the customers who owe money and whose score this person may see."""
    rated: list[tuple[Score, Account]] = []
    owing = {one.account_id for one in turn.store.ledger.all_open()}
    for account in (one for one in turn.store.sales.accounts() if one.id in owing):
        allowed = may(turn.member, "see_risk", account.owners, account.tier)
        if allowed and turn.room.may_hold("see_risk", account.tier) and (found := score_of(turn, account)):
            rated.append((found, account))
    if not rated:
        return reply(line("risk_nobody"), action="see_risk")
    rated.sort(key=lambda pair: (pair[0].points, pair[1].id))
    rows = [_worst_row(turn, found, account) for found, account in rated[:WORST]]
    more = [line("account_more", count=len(rated) - WORST)] if len(rated) > WORST else []
    return reply(line("risk_worst_head", count=len(rated)), *rows, *more, action="see_risk")


def score_of(turn: Turn, account: Account) -> Score | None:
    """The score as of today; None as long as there is nothing to judge by."""
    ledger = turn.store.ledger
    return score(ledger.entries(account.id), ledger.promises(account.id), turn.today, turn.calendar, turn.policy.credit)


def _permitted(turn: Turn, account: Account) -> None:
    permitted(turn, account, "see_account")
    if not may(turn.member, "see_risk", account.owners, account.tier):
        raise Refusal("risk_not_yours", account=account.name, denied="see_risk")


def _worst_row(turn: Turn, found: Score, account: Account) -> Line:
    owed = totals(one.balance for one in turn.store.ledger.open_receivables(account.id))
    return line("risk_worst_row", account=account.name, points=found.points, grade=found.grade, owed=owed)


def _paid_row(row: Paid) -> Line:
    return line("risk_row", amount=row.amount, due=row.receivable.due_on, on=row.on, days=row.days)


def _promise_row(one: Tally) -> Line:
    return line("risk_promise", by=one.promise.until or one.promise.by_on, amount=one.meant, state=one.state)
