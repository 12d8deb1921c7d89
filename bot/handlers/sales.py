"""Accounts, visits, deals, stages, next steps and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.handlers.contracts import showing
from bot.handlers.contracts.instalments import deal_question
from bot.handlers.logs import (
    DROP,
    Booked,
    Doubt,
    Question,
    amount_of,
    create_account,
    learn_alias,
    log,
    taking_back,
    the_account,
)
from bot.message import Button, Card, Line, Reply, Turn, line, or_blank, reply
from bot.said import Said
from bot.subjects import promise_of
from bot.text import typed_words
from core.base.money import Money, totals
from core.base.records import evolve
from core.base.refusal import Refusal
from core.ledger import overdue_days
from core.people import may
from core.reading import Found
from core.sales import Account, Contact, Deal, Note, Task, Visit, move_stage, same_deal

LATEST = 3


# -- booking


def record_visit(turn: Turn, said: Said) -> Booked:
    """今天拜访华星李总，下周三给方案"""
    account = the_account(turn, said)
    on = said.day("date") or turn.today
    if on > turn.today:
        raise Doubt(Question(line("ask_visit_future", account=account.name, on=on), (DROP,), "date"))
    contact = _contact(turn, account, said.get("contact"))
    visit = Visit(
        id=turn.new_id(),
        account_id=account.id,
        by_id=turn.member.id,
        on=on,
        until=said.day("date_end"),
        at=said.get("time") or "",
        kind=said.get("kind") or _visit_kind(turn, said.text),
        contact_id=contact.id if contact else None,
        note=said.text,
    )
    turn.store.save(visit)
    lines = [line("visit_saved", account=account.name, contact=contact.name if contact else None, on=on,
                  until=visit.until, at=visit.at, kind=Line(f"visit_kind_{visit.kind}"),
                  assumed="yes" if "date" in said.assumed else "no")]  # fmt: skip
    if next_on := said.day("next_date"):
        task = _task(turn, said, account, contact, next_on, visit.id)
        lines.append(_next_step(task))
    return _booked(turn, account, lines, "visit_brief")


def record_followup(turn: Turn, said: Said) -> Booked:
    """周五下午两点去万科见马总"""
    account = the_account(turn, said)
    due_on = said.day("next_date")
    if due_on is None or (said.day("next_date_end") or due_on) < turn.today:
        raise Doubt(Question(line("ask_when_next", account=account.name), (DROP,), "next_date"))
    task = _task(turn, said, account, _contact(turn, account, said.get("contact")), due_on, None)
    return _booked(turn, account, [line("task_saved", account=account.name), _next_step(task)], "task_brief")


def record_deal(turn: Turn, said: Said) -> Booked:
    """华星二期预算80万"""
    account, name = the_account(turn, said), said.get("deal_name") or ""
    news = _deal_news(turn, said)
    known = same_deal(turn.store.sales.open_deals(account.id), name)
    if known is not None:
        deal = evolve(known, name=name or known.name, **news)
    else:
        deal = Deal(id=turn.new_id(), account_id=account.id, owner_id=account.owner_id, name=name,
                    **{"stage_since": turn.today, **news})  # fmt: skip
    turn.store.save(deal)
    key = "deal_saved_estimate" if deal.estimate else "deal_saved"
    lines = [
        line(key, account=account.name, name=deal.name, amount=deal.amount, upper=deal.amount_max, close=deal.close_on)
    ]
    if known is not None and known.amount is not None and known.amount != deal.amount:
        lines.append(line("deal_was", amount=known.amount))
    if said.get("stage"):
        before = Line(f"stage_{known.stage}") if known is not None and known.stage != deal.stage else None
        lines.append(line("stage_saved", account=account.name, stage=Line(f"stage_{deal.stage}"), before=before,
                          amount=""))  # fmt: skip
    return _booked(turn, account, lines, "deal_brief")


def _deal_news(turn: Turn, said: Said) -> dict[str, Any]:
    """What a message says about a deal; what it does not say stays as it was."""
    news: dict[str, Any] = {}
    if (amount := amount_of(turn, said)) is not None:
        estimate = any(word in said.text.lower() for word in typed_words("marks"))
        news |= dict(amount=amount, amount_max=_upper(turn, said), estimate=estimate)
    if close_on := said.day("close_date_end") or said.day("close_date"):
        news["close_on"] = close_on
    if stage := said.get("stage"):
        news |= dict(stage=stage, stage_since=turn.today)
    return news


def record_stage(turn: Turn, said: Said) -> Booked:
    """华星推进到报价"""
    account = the_account(turn, said)
    stage = said.get("stage") or "lead"
    open_deals = turn.store.sales.open_deals(account.id)
    picked = [deal for deal in open_deals if str(deal.id) == said.get("deal")] or open_deals
    if not picked:
        moved = Deal(id=turn.new_id(), account_id=account.id, owner_id=account.owner_id, stage=stage,
                     stage_since=turn.today, amount=amount_of(turn, said))  # fmt: skip
        before = None
    elif len(picked) > 1:
        raise Doubt(which_deal(picked))
    else:
        before, moved = picked[0].stage, move_stage(picked, stage, turn.today, amount_of(turn, said))
    turn.store.save(moved)
    lines = [line("stage_saved", account=account.name, stage=Line(f"stage_{stage}"),
                  before=Line(f"stage_{before}") if before else None, amount=or_blank(moved.amount))]  # fmt: skip
    signed = said.get("signed") or any(one.deal_id == moved.id for one in turn.store.contracts.of_account(account.id))
    if stage == "won" and not signed:
        asked = said.get("split") and moved.amount is not None
        lines.append(
            line("stage_won_no_contract_yet") if asked else line("stage_won_no_contract", account=account.name)
        )
    booked = _booked(turn, account, lines, "stage_brief")
    return replace(booked, asks=deal_question(turn, account, moved, said) if stage == "won" else None)


def record_note(turn: Turn, said: Said) -> Booked:
    """Whatever else was said about a customer is kept in its own words."""
    account = the_account(turn, said)
    turn.store.save(
        Note(
            id=turn.new_id(),
            account_id=account.id,
            by_id=turn.member.id,
            on=turn.today,
            text=said.text,
            kind=said.intent,
        )
    )
    key = "note_saved" if said.intent == "note" else "note_saved_kind"
    return _booked(turn, account, [line(key, account=account.name, kind=Line(f"intent_{said.intent}"))], "note_brief")


def book_account(turn: Turn, said: Said) -> Booked:
    """新客户 华星科技"""
    account = create_account(turn, said.name)
    return _booked(
        turn, account, [line("account_saved", account=account.name, owner=turn.member.name)], "account_brief"
    )


def _booked(turn: Turn, account: Account, lines: list[Line], brief: str) -> Booked:
    return Booked(tuple(lines), line(brief, account=account.name, by=turn.member.name), account.tier)


def _visit_kind(turn: Turn, text: str) -> str:
    """How the contact took place, by the words used, the team's own too; a visit where none tells otherwise."""
    said, words = text.lower(), set(re.findall(r"[a-z]+", text.lower()))
    own = {word: kind for kind in ("call", "online") for word in turn.lexicon.words.get(f"visit.kind.{kind}", ())}
    kinds = {**typed_words("visit_kinds"), **own}
    return next((kind for word, kind in kinds.items() if (word in words if word.isascii() else word in said)), "visit")


def _upper(turn: Turn, said: Said) -> Money | None:
    return said.money(turn.team.currency, "amount_max")


def _contact(turn: Turn, account: Account, name: str | None) -> Contact | None:
    """The contact of that name, made if new."""
    if not name:
        return None
    known = turn.store.sales.contact(account.id, name)
    if known is None:
        known = Contact(id=turn.new_id(), account_id=account.id, name=name)
        turn.store.save(known)
    return known


def _task(
    turn: Turn, said: Said, account: Account, contact: Contact | None, due_on: object, visit_id: int | None
) -> Task:
    task = Task(
        id=turn.new_id(),
        account_id=account.id,
        owner_id=turn.member.id,
        due_on=due_on,  # type: ignore[arg-type]
        until=said.day("next_date_end"),
        at=said.get("next_time") or "",
        contact_id=contact.id if contact else None,
        note=said.step or said.text,
        visit_id=visit_id,
    )
    turn.store.save(task)
    return task


def _next_step(task: Task) -> Line:
    return line("next_step", on=task.due_on, until=task.until, at=task.at, note=_short(task.note))


def which_deal(deals: list[Deal]) -> Question:
    """Which of several deals is meant."""
    choices = tuple(
        (
            line("button_deal", name=deal.name, amount=or_blank(deal.amount), stage=Line(f"stage_{deal.stage}")),
            {"slots": {"deal": str(deal.id)}},
        )
        for deal in deals[:3]
    )
    return Question(line("ask_which_deal", count=len(deals)), choices)


# -- asking


def _visible(turn: Turn, account: Account) -> bool:
    return may(turn.member, "see_account", account.owners, account.tier)


def find_account(turn: Turn, name: str) -> Account:
    """The account that name means; a Refusal that lists the near ones otherwise."""
    found = turn.names.find(name)
    rows = [ref for one in found.exact if (ref := found.refs.get(one))]
    accounts = [account for row in rows if (account := turn.store.sales.account(int(row)))]
    if len(accounts) == 1:
        return accounts[0]
    near = tuple(account.name for account in accounts if _visible(turn, account)) or _near_names(turn, found)
    if not near:
        raise Refusal("account_unknown", name=name[:40])
    raise Refusal("account_near_said", name=name[:40], near=near)


def _near_names(turn: Turn, found: Found) -> tuple[str, ...]:
    """The near names of what this person may see."""
    rows = [ref for one in found.near if (ref := found.refs.get(one))]
    accounts = (turn.store.sales.account(int(row)) for row in rows)
    return tuple(account.name for account in accounts if account and _visible(turn, account))[:3]


def show_account(turn: Turn) -> Reply:
    """/account 华星"""
    if not turn.words:
        raise Refusal("account_which")
    found = turn.names.find(turn.words)
    rows = {one: ref for one in _near_names(turn, found) if (ref := found.refs.get(one))}
    if not found.exact and rows:
        return _did_you_mean(turn.words, rows)
    return account_card(turn, find_account(turn, turn.words), turn.words)


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
    found = [one for row in said.choices if (one := turn.store.sales.account(row)) and _visible(turn, one)]
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
    if not _visible(turn, account):
        raise Refusal("account_unknown", name=called, denied="see_account")  # as if it were not there
    owner = turn.store.people.member(account.owner_id)
    lines = [
        line("account_head", account=account.name, owner=owner.name if owner else "", tier=Line(f"tier_{account.tier}"))
    ]
    if may(turn.member, "see_money", account.owners, account.tier):
        lines += _money_lines(turn, account)
    lines += showing.account_lines(turn, account) + _deal_lines(turn, account) + _visit_lines(turn, account)
    lines += [
        line("account_task", on=task.due_on, at=task.at, note=_short(task.note))
        for task in turn.store.sales.tasks(account.id)[:LATEST]
    ]
    return reply(*lines, action="see_account", tier=account.tier)


def _money_lines(turn: Turn, account: Account) -> list[Line]:
    open_now = turn.store.ledger.open_receivables(account.id)
    if not open_now:
        return [line("account_owes_nothing")]
    owed = totals(one.balance for one in open_now)
    days = overdue_days(open_now, turn.today)
    lines = [line("account_owes_overdue", owed=owed, days=days) if days else line("account_owes", owed=owed)]
    lines += [
        line("account_receivable", balance=one.balance, due=one.due_on, title=one.title,
             days=one.days_overdue(turn.today),
             promised=promise_of(one, turn.today))
        for one in open_now[:LATEST]
    ]  # fmt: skip
    if len(open_now) > LATEST:
        lines.append(line("account_more", count=len(open_now) - LATEST))
    return lines + [
        line("account_advance", advance=ahead) for _, ahead in turn.store.ledger.money(account.id) if ahead.is_positive
    ]


def _deal_lines(turn: Turn, account: Account) -> list[Line]:
    deals = turn.store.sales.open_deals(account.id)
    return [
        line("account_deal", name=deal.name, amount=or_blank(deal.amount), estimate="yes" if deal.estimate else "no",
             stage=Line(f"stage_{deal.stage}"), since=deal.stage_since, close=deal.close_on)
        for deal in deals[-LATEST:]
    ]  # fmt: skip


def _visit_lines(turn: Turn, account: Account) -> list[Line]:
    lines = []
    for visit in turn.store.sales.visits(account.id, LATEST):
        by = turn.store.people.member(visit.by_id)
        contact = turn.store.get(Contact, visit.contact_id) if visit.contact_id else None
        lines.append(
            line("account_visit", on=visit.on, by=by.name if by else "", kind=Line(f"visit_kind_{visit.kind}"),
                 contact=contact.name if contact and not contact.void else "", note=_short(visit.note))
        )  # fmt: skip
    return lines


def _short(text: str, most: int = 40) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


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
    return reply(*lines, action="see_money")


def new_account(turn: Turn) -> Reply:
    """/new 华星科技"""
    if not turn.words:
        raise Refusal("account_new_how")
    return log(turn, [Said("new_account", {}, turn.words, name=turn.words)])


def new_account_said(turn: Turn, said: Said) -> Reply:
    """新客户 华星科技"""
    return log(turn, [said])


def task_done(turn: Turn) -> Reply:
    """[完成] under a next step."""
    task = turn.store.get(Task, int(turn.arguments["task"]))
    if task is None or task.void:
        raise Refusal("record_gone")
    if task.state == "done":
        return Reply(toast=line("task_already_done"))
    turn.store.save(evolve(task, state="done"))
    account = turn.store.sales.account(task.account_id) if task.account_id else None
    done = line("task_done", account=account.name if account else "", note=_short(task.note))
    return Reply(Card((done,), (taking_back(turn),)), toast=line("toast_done"), action="see_account")
