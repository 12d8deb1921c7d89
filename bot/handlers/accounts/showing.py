"""The customer's card, and one's own customers."""

from __future__ import annotations

from collections.abc import Mapping

from bot.handlers.accounts import paying_terms
from bot.handlers.accounts.contacts import contact_lines, spared
from bot.handlers.accounts.finding import find_account, name_of, near_names, visible
from bot.handlers.accounts.history import history_button, task_line, visit_line
from bot.handlers.accounts.terms import terms_lines
from bot.handlers.awaiting import unconfirmed_lines, unconfirmed_of
from bot.handlers.contracts import showing
from bot.handlers.credit import limits
from bot.handlers.discounts.giving import given_line, percent_of
from bot.handlers.ledger.complaining import close_rows, complaint_lines
from bot.handlers.ledger.hanging import delivery_lines
from bot.handlers.logs import learn_alias, the_account
from bot.message import Button, Line, Reply, Turn, line, or_blank, reply
from bot.said import Said
from bot.subjects import standing_of
from core.base.calendar import plus_months
from core.base.money import totals
from core.base.refusal import Refusal
from core.ledger import Entries, overdue_days, tallies
from core.ledger.paying import habit
from core.people import may
from core.reading.twins import spelt
from core.sales import Account, Deal, Price

LATEST = 3


def show_account(turn: Turn) -> Reply:
    """/account 华星"""
    if not turn.words:
        raise Refusal("account_which")
    found = turn.names.find(turn.words)
    if not found.exact and (one := _spelt(turn, turn.words)):
        return account_card(turn, one, turn.words)
    rows = {one: ref for one in near_names(turn, found) if (ref := found.refs.get(one))}
    if not found.exact and rows:
        return _did_you_mean(turn.words, rows)
    return account_card(turn, find_account(turn, turn.words), turn.words)


def _spelt(turn: Turn, words: str) -> Account | None:
    """The one customer whose Chinese name these letters spell; None where there are several."""
    refs = {one.ref for one in spelt(turn.names, words) if one.ref}
    found = turn.store.sales.account(int(refs.pop())) if len(refs) == 1 else None
    return found if found is not None and visible(turn, found) else None


def _did_you_mean(typed: str, rows: Mapping[str, str]) -> Reply:
    """Near names as buttons; the one pressed is learnt when there was no other."""
    learn = {"learn": typed} if len(rows) == 1 else {}
    buttons = tuple(
        (Button(line("button_name", name=name), "account", {"account": row, **learn}),)
        for name, row in list(rows.items())[:3]
    )
    return reply(line("account_near", name=typed[:40]), buttons=buttons)


def show_account_said(turn: Turn, said: Said) -> Reply:
    """华星怎么样"""
    if said.account_id is None:
        return show_account_named(turn, said)
    return account_card(turn, the_account(turn, said), said.name)


def show_account_named(turn: Turn, said: Said) -> Reply:
    """A name that is not sure: the near ones as buttons."""
    found = [one for row in said.choices if (one := turn.store.sales.account(row)) and visible(turn, one)]
    if not found:
        return account_card(turn, find_account(turn, said.name), said.name) if said.name else _which(turn)
    buttons = tuple(
        (Button(line("button_name", name=one.name), "account", {"account": str(one.id)}),) for one in found[:3]
    )
    return reply(line("account_several", name=said.name), buttons=buttons)


def _which(turn: Turn) -> Reply:
    raise Refusal("account_which")


def show_account_pressed(turn: Turn) -> Reply:
    """A name on a button."""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    card = account_card(turn, account, account.name)
    if learn := turn.arguments.get("learn"):
        learn_alias(turn, account, str(learn))
    return card


def account_card(turn: Turn, account: Account, called: str) -> Reply:
    """Owner, deals, what is owed and since when, last visits, next steps: one card. `called` is the name typed."""
    if not visible(turn, account):
        raise Refusal("account_unknown", name=called, denied="see_account")  # as if it were not there
    turn.store.note_look(account.id)
    lines = _head_lines(turn, account)
    if may(turn.member, "see_money", account.owners, account.tier):
        lines += _money_lines(turn, account) + unconfirmed_lines(turn, account) + _habit_lines(turn, account)
    if may(turn.member, "see_risk", account.owners, account.tier) and turn.room.may_hold("see_risk", account.tier):
        lines += limits.in_short(turn, account)
    sales = turn.store.sales
    lines += complaint_lines(turn, account) + delivery_lines(turn, account)
    lines += showing.account_lines(turn, account) + _deal_lines(turn, account)
    lines += [visit_line(turn, visit) for visit in sales.visits(account.id, LATEST)]
    lines += [task_line(turn, task) for task in sales.tasks(account.id)[:LATEST]]
    owing = turn.store.ledger.open_receivables(account.id)[:LATEST]
    rows = (*close_rows(turn, account), (history_button(account),))
    told = spared(turn, account, lines)
    return reply(*told, buttons=rows, shows=owing, action="see_account", tier=account.tier)


def _head_lines(turn: Turn, account: Account) -> list[Line]:
    """Whose it is, of what sort and where, and who is there."""
    lines = [line("account_head", account=account.name, owner=name_of(turn, account.owner_id),
                  tier=Line(f"tier_{account.tier}"), region=account.region or None)]  # fmt: skip
    if account.state == "archived":
        lines.append(line("account_is_archived", account=account.name))
    if account.co_owners:
        lines.append(line("account_co_owners", names=tuple(name_of(turn, row) for row in account.co_owners)))
    if account.tax_no:
        lines.append(line("account_tax_no", number_=account.tax_no))
    return lines + terms_lines(account) + contact_lines(turn, account)


def _money_lines(turn: Turn, account: Account) -> list[Line]:
    open_now = turn.store.ledger.open_receivables(account.id)
    ahead = [line("account_advance", advance=one) for _, one in turn.store.ledger.money(account.id) if one.is_positive]
    if not open_now:
        return [line("account_owes_nothing"), *ahead]
    owed = totals(one.balance for one in open_now)
    days = overdue_days(open_now, turn.today)
    lines = [line("account_owes_overdue", owed=owed, days=days) if days else line("account_owes", owed=owed)]
    lines += [
        line("account_receivable", balance=one.balance, due=one.due_on, title=one.title,
             days=one.days_overdue(turn.today),
             promised=standing_of(one, turn.today))
        for one in open_now[:LATEST]
    ]  # fmt: skip
    if len(open_now) > LATEST:
        lines.append(line("account_more", count=len(open_now) - LATEST))
    return lines + ahead


def _habit_lines(turn: Turn, account: Account) -> list[Line]:
    """How fast they pay, as far back as the credit score looks."""
    since = plus_months(turn.today, -turn.policy.credit.months)
    entries = turn.store.ledger.entries(account.id)
    found = habit(entries, since, turn.store.past.counts_on)
    lines = [line("account_habit", days=found.days, late=found.late, count=found.count)] if found else []
    return [*lines, *_promise_lines(turn, account, entries)]


def _promise_lines(turn: Turn, account: Account, entries: Entries) -> list[Line]:
    """How they kept what they promised, person by person."""
    told = tallies(turn.store.ledger.promises(account.id), entries, turn.today, turn.calendar)
    ended = [one for one in told if one.state != "open"]
    if not ended:
        return []
    people = {one.id: one.name for one in turn.store.sales.contacts(account.id)}
    by = {row: [one.state for one in ended if one.promise.contact_id == row] for row in people}
    parts = tuple(
        line("account_promises_of", name=people[row], kept=states.count("kept"), count=len(states))
        for row, states in by.items()
        if states
    )
    counts = {state: sum(one.state == state for one in ended) for state in ("kept", "late", "broken")}
    return [line("account_promises", **counts, people=parts or None)]


def _deal_lines(turn: Turn, account: Account) -> list[Line]:
    deals = turn.store.sales.open_deals(account.id)[-LATEST:]
    return [one for deal in deals for one in _about_deal(turn, account, deal)]


def _about_deal(turn: Turn, account: Account, deal: Deal) -> list[Line]:
    """The deal, what was taken off its price, how it is to be paid."""
    paid = paying_terms.terms_lines(turn, account, deal)
    return [_deal_line(turn, deal), *given_line(deal), *_waits(turn, deal), *paid]


def _waits(turn: Turn, deal: Deal) -> list[Line]:
    """The price that waits for a yes."""
    waiting = turn.store.approvals.about("discount", deal.id) if deal.list_price is not None else None
    if waiting is None or waiting.amount is None or deal.list_price is None:
        return []
    price = Price(deal.list_price, waiting.amount)
    return [line("account_deal_waits", net=price.net, percent=percent_of(price))]


def _deal_line(turn: Turn, deal: Deal) -> Line:
    return line("account_deal", name=deal.name, owner=name_of(turn, deal.owner_id),
                amount=or_blank(deal.amount), estimate="yes" if deal.estimate else "no",
                stage=Line(f"stage_{deal.stage}"), since=deal.stage_since, close=deal.close_on)  # fmt: skip


def mine(turn: Turn, said: Said | None = None) -> Reply:
    """/mine: my accounts, with what each owes."""
    own = [one for one in turn.store.sales.accounts() if turn.member.id in one.owners]
    if not own:
        return reply(line("mine_none"))
    lines = [line("mine_head", count=len(own))]
    for account in own[:20]:
        open_now = turn.store.ledger.open_receivables(account.id)
        owed, days = totals(one.balance for one in open_now), overdue_days(open_now, turn.today)
        key = "mine_row_overdue" if days else ("mine_row_owes" if owed else "mine_row")
        lines.append(line(key, account=account.name, owed=owed, days=days))
    if len(own) > 20:
        lines.append(line("account_more", count=len(own) - 20))
    lines += unconfirmed_of(turn, (one.id for one in own))
    return reply(*lines, action="see_money", shows=(turn.member,))
