"""New customers."""

from __future__ import annotations

from bot.handlers.logs import Booked, create_account, log
from bot.message import Reply, Turn, line
from bot.said import Said
from core.base.refusal import Refusal


def new_account(turn: Turn) -> Reply:
    """/new 华星科技"""
    if not turn.words:
        raise Refusal("account_new_how")
    return log(turn, [Said("new_account", {}, turn.words, name=turn.words)])


def new_account_said(turn: Turn, said: Said) -> Reply:
    """新客户 华星科技"""
    return log(turn, [said])


def book_account(turn: Turn, said: Said) -> Booked:
    """新客户 华星科技"""
    account = create_account(turn, said.name)
    saved = line("account_saved", account=account.name, owner=turn.member.name)
    return Booked((saved,), line("account_brief", account=account.name, by=turn.member.name), account.tier)
