"""Asking about contracts: one customer's, and those that come to their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.handlers.accounts.finding import find_account
from bot.handlers.accounts.showing import show_account_named
from bot.handlers.contracts.showing import contract_card, row
from bot.handlers.logs import the_account
from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.said import Said
from core.base.refusal import Refusal
from core.contracts import Contract
from core.people import may
from core.sales import Account

AHEAD = timedelta(days=90)
MOST = 15
OLDER = 3


def show(turn: Turn) -> Reply:
    """/contract 华星; alone what comes to its end, and the form for a new one."""
    if turn.words:
        return of_account(turn, find_account(turn, turn.words))
    return _with_form(turn, ending(turn))


def _with_form(turn: Turn, shown: Reply) -> Reply:
    if shown.card is None or not may(turn.member, "log_contract"):
        return shown
    write = (Button(line("form_contract"), "form", {"form": "contract"}, anyone=True),)
    return replace(shown, card=replace(shown.card, buttons=(*shown.card.buttons, write)))


def show_said(turn: Turn, said: Said) -> Reply:
    """华星的合同"""
    return of_account(turn, the_account(turn, said)) if said.account_id else show_account_named(turn, said)


def show_pressed(turn: Turn) -> Reply:
    """A contract on a button."""
    contract = turn.store.get(Contract, int(turn.arguments["contract"]))
    account = turn.store.sales.account(contract.account_id) if contract and not contract.void else None
    if contract is None or account is None:
        raise Refusal("record_gone")
    _permitted(turn, account)
    return Reply(contract_card(turn, account, contract), action="see_contract", tier=account.tier)


def of_account(turn: Turn, account: Account) -> Reply:
    """The newest active contract of a customer as a card, the others as lines to open."""
    _permitted(turn, account)
    active, everything = turn.store.contracts.active(account.id), turn.store.contracts.of_account(account.id)
    if not everything:
        return reply(line("contract_none", account=account.name), action="see_contract", tier=account.tier)
    shown = (active or everything)[0]
    card = contract_card(turn, account, shown)
    others = [one for one in everything if one.id != shown.id][:OLDER]
    lines = (*card.lines, *(row(turn, account, one) for one in others))
    buttons = (*card.buttons, *((_opening(one),) for one in others))
    return Reply(Card(lines, buttons, shown.id), action="see_contract", tier=account.tier)


def _opening(contract: Contract) -> Button:
    label = line("button_contract", number=contract.number, end=contract.ends_on, amount="")
    return Button(label, "contract", {"contract": str(contract.id)})


def _permitted(turn: Turn, account: Account) -> None:
    if not may(turn.member, "see_contract", account.owners, account.tier):
        raise Refusal("account_unknown", name=account.name, denied="see_contract")  # as if it were not there
    turn.store.note_look(account.id)


def ending(turn: Turn, said: Said | None = None) -> Reply:
    """/contracts: what has expired or will within three months, soonest first; a group sees no key accounts."""
    found = [
        (account, contract)
        for contract in turn.store.contracts.ending(turn.today + AHEAD)
        if (account := turn.store.sales.account(contract.account_id)) and _may_hear(turn, account)
    ]
    if not found:
        return reply(line("contracts_none"), action="see_expiry")
    lines: list[Line] = [line("contracts_head", count=len(found))]
    lines += [row(turn, account, contract) for account, contract in found[:MOST]]
    if len(found) > MOST:
        lines.append(line("account_more", count=len(found) - MOST))
    return reply(*lines, action="see_expiry")


def _may_hear(turn: Turn, account: Account) -> bool:
    seen = may(turn.member, "see_expiry", account.owners, account.tier)
    return seen and turn.room.may_hold("see_expiry", account.tier)
