"""Visits, deals, stages, next steps and notes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.handlers import sharing
from bot.handlers.accounts.finding import name_of
from bot.handlers.accounts.paying_terms import terms_lines, terms_said, with_terms_of
from bot.handlers.contracts.instalments import deal_question
from bot.handlers.discounts.giving import LIST, given_line
from bot.handlers.logs import (
    DROP,
    Booked,
    Doubt,
    Question,
    amount_of,
    the_account,
)
from bot.handlers.tasks import doing, saying, stepping
from bot.handlers.tasks.showing import task_line
from bot.message import Card, Line, Notice, Turn, line, or_blank
from bot.said import Said
from bot.text import mentions, shortened, typed_words
from core.base.money import Money
from core.base.records import evolve
from core.sales import Account, Contact, Deal, Note, Task, Visit, move_stage, same_deal, seen_often

SIGHTINGS_KEPT = 90  # days that are looked back on, to count anew after what was told

# -- booking


def record_visit(turn: Turn, said: Said) -> Booked:
    """今天拜访华星李总，下周三给方案"""
    account = the_account(turn, said)
    on = said.day("date") or turn.today
    if on > turn.today:
        raise Doubt(Question(line("ask_visit_future", account=account.name, on=on), (DROP,), "date"))
    contact = contact_of(turn, account, said.get("contact"))
    visit = Visit(
        id=turn.new_id(),
        account_id=account.id,
        by_id=turn.member.id,
        on=on,
        until=said.day("date_end"),
        at=said.get("time") or "",
        kind=said.get("kind") or _visit_kind(turn, said.text),
        contact_id=contact.id if contact else None,
        note="" if said.get("spot") else said.text,
        **sharing.spot_of(turn, said),
    )
    turn.store.save(visit)
    lines = [line("visit_saved", account=account.name, contact=contact.name if contact else None, on=on,
                  until=visit.until, at=visit.at, kind=Line(f"visit_kind_{visit.kind}"),
                  assumed="yes" if "date" in said.assumed else "no")]  # fmt: skip
    if visit.spot:
        lines.append(sharing.spot_line(visit))
    if next_on := said.day("next_date"):
        task = _task(turn, said, account, contact, next_on, visit.id)
        lines.append(_next_step(turn, task))
        return _booked(turn, account, lines, "visit_brief")
    offers = () if "next_step" in said.settled else stepping.offered(turn, account, visit)
    return replace(_booked(turn, account, lines, "visit_brief"), offers=offers)


def record_followup(turn: Turn, said: Said) -> Booked:
    """周五下午两点去万科见马总"""
    account = the_account(turn, said)
    due_on = said.day("next_date")
    if due_on is None or (said.day("next_date_end") or due_on) < turn.today:
        raise Doubt(Question(line("ask_when_next", account=account.name), (DROP,), "next_date"))
    task = _task(turn, said, account, contact_of(turn, account, said.get("contact")), due_on, None)
    booked = _booked(turn, account, [line("task_saved", account=account.name), _next_step(turn, task)], "task_brief")
    if task.owner_id == turn.member.id:
        return booked
    owner = turn.store.people.member(task.owner_id)
    given = line("task_given_to", name=owner.name if owner else "")
    return replace(booked, lines=(*booked.lines, given), notices=(doing.handed_notice(turn, task),))


def record_deal(turn: Turn, said: Said) -> Booked:
    """华星二期预算80万"""
    account, name = the_account(turn, said), said.get("deal_name") or ""
    known = _named_by_id(turn, said) or same_deal(turn.store.sales.open_deals(account.id), name)
    news = _deal_news(turn, said, known)
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
    lines += given_line(deal) + (terms_lines(turn, account, deal) if terms_said(said) else [])
    if known is not None and known.amount is not None and known.amount != deal.amount:
        lines.append(line("deal_was", amount=known.amount))
    if said.get("stage"):
        before = Line(f"stage_{known.stage}") if known is not None and known.stage != deal.stage else None
        lines.append(line("stage_saved", account=account.name, stage=Line(f"stage_{deal.stage}"), before=before,
                          amount=""))  # fmt: skip
    return _booked(turn, account, lines, "deal_brief")


def _named_by_id(turn: Turn, said: Said) -> Deal | None:
    """The deal whose price was worked out before."""
    return turn.store.get(Deal, int(said.slots["deal"])) if said.get("deal") else None


def _list_price(turn: Turn, said: Said, known: Deal | None) -> Money | None:
    """What it would cost without the discount: as it was worked out, else as before while it is more than the price."""
    listed = said.money(turn.team.currency, LIST)
    amount = amount_of(turn, said)
    before = known.list_price if known is not None else None
    if listed is None and before is not None and amount is not None:
        listed = before if before.currency == amount.currency and before > amount else None
    elif listed is None:
        listed = before
    return listed


def _deal_news(turn: Turn, said: Said, known: Deal | None) -> dict[str, Any]:
    """What a message says about a deal; what it does not say stays as it was."""
    news: dict[str, Any] = {}
    if (amount := amount_of(turn, said)) is not None:
        estimate = mentions("marks", said.text)
        news |= dict(amount=amount, amount_max=_upper(turn, said), estimate=estimate)
        news["list_price"] = _list_price(turn, said, known)
    news |= terms_said(said)
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
                     stage_since=turn.today, amount=amount_of(turn, said),
                     list_price=_list_price(turn, said, None), **terms_said(said))  # fmt: skip
        before = None
    elif len(picked) > 1:
        raise Doubt(which_deal(picked))
    else:
        before, moved = picked[0].stage, move_stage(picked, stage, turn.today, amount_of(turn, said))
        moved = replace(moved, list_price=_list_price(turn, said, picked[0]), **terms_said(said))
    turn.store.save(moved)
    lines = [line("stage_saved", account=account.name, stage=Line(f"stage_{stage}"),
                  before=Line(f"stage_{before}") if before else None, amount=or_blank(moved.amount))]  # fmt: skip
    lines += given_line(moved) if said.get(LIST) else []
    lines += terms_lines(turn, account, moved) if stage == "won" or terms_said(said) else []
    said = with_terms_of(said, moved) if stage == "won" else said
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
    rival = (said.get("competitor") or "").strip() if said.intent == "competitor" else ""
    turn.store.save(
        Note(
            id=turn.new_id(),
            account_id=account.id,
            by_id=turn.member.id,
            on=turn.today,
            text=said.text,
            kind=said.intent,
            rival=rival,
        )
    )
    key = "note_saved" if said.intent == "note" else "note_saved_kind"
    told = [line(key, account=account.name, kind=Line(f"intent_{said.intent}"))]
    if rival:
        told = [line("rival_saved", account=account.name, rival=rival)]
    notices = _sighted(turn, rival) if rival else ()
    return replace(_booked(turn, account, told, "note_brief"), notices=notices)


def _sighted(turn: Turn, rival: str) -> tuple[Notice, ...]:
    """The managers hear of a competitor once when it was seen often, with each time it was."""
    found = turn.store.sales.sightings(rival, turn.today - timedelta(days=SIGHTINGS_KEPT))
    seen = seen_often(found)
    if not seen or seen[-1].id != found[-1].id:
        return ()
    accounts = {one.account_id: turn.store.sales.account(one.account_id) for one in seen}
    rows = [
        line("rival_row", on=one.on, account=of.name, by=name_of(turn, one.by_id), text=shortened(one.text, 60))
        for one in seen
        if (of := accounts[one.account_id]) is not None
    ]
    card = Card((line("rival_alert", rival=rival), *rows))
    return tuple(Notice(card, member_id=one.id) for one in turn.store.people.with_role("manager"))


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


def contact_of(turn: Turn, account: Account, name: str | None) -> Contact | None:
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
    reminded = saying.reminder(turn, said.step or said.text)
    if reminded.owner.id != turn.member.id:
        doing.may_have(turn, account, reminded.owner)
    task = Task(
        id=turn.new_id(),
        account_id=account.id,
        owner_id=reminded.owner.id,
        due_on=due_on,  # type: ignore[arg-type]
        until=said.day("next_date_end"),
        at=said.get("next_time") or "",
        contact_id=contact.id if contact else None,
        note=reminded.text,
        visit_id=visit_id,
    )
    turn.store.save(task)
    return task


def _next_step(turn: Turn, task: Task) -> Line:
    return task_line(turn, "next_step", task)


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


# -- doing
