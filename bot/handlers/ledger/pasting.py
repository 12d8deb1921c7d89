"""Opening the books in one paste."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.handlers.accounts.finding import twins_of
from bot.handlers.logs import create_account, keep_draft, log
from bot.message import Button, Line, Reply, Turn, line, or_blank, reply
from bot.said import Said


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
