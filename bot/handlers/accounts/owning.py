"""/coowner, /archive and /unarchive: who else a customer belongs to, and putting it away."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.handlers.accounts.finding import (
    archived_named,
    begins_with_account,
    find_account,
    find_member,
    missing,
    name_of,
    permitted,
    visible,
)
from bot.handlers.accounts.naming import done, untaken
from bot.handlers.logs import names_changed, taking_back
from bot.message import Button, Card, Notice, Reply, Turn, line, reply
from core.base.refusal import Refusal
from core.people import Member
from core.sales import Account, archived, brought_back, no_longer_shared_with, shared_with

SIGNED = re.compile(r"^([+＋\-－−]?)\s*(.+)$")
MOST = 12


def coowner(turn: Turn) -> Reply:
    """/coowner 华星 +李娜 · /coowner 华星 -李娜 · /coowner 华星"""
    if not turn.words:
        raise missing(turn, "coowner")
    account, said = begins_with_account(turn, turn.words)
    signed = SIGNED.match(said)
    if signed is None:
        return _owners(turn, permitted(turn, account, "see_account"))
    permitted(turn, account, "change_account")
    member, leaves = find_member(turn, signed[2]), signed[1] not in ("", "+", "＋")
    fresh = no_longer_shared_with(account, member) if leaves else shared_with(account, member)
    turn.store.save(fresh)
    key = "coowner_removed" if leaves else "coowner_added"
    answer = done(turn, fresh, line(key, account=account.name, name=member.name))
    return replace(
        answer,
        notices=_told(
            turn,
            member,
            line(f"coowner_{'removed' if leaves else 'added'}_told", account=account.name, by=turn.member.name),
        ),
    )


def _told(turn: Turn, member: Member, said: object) -> tuple[Notice, ...]:
    """Somebody else learns of it privately."""
    return (Notice(Card((said,)), member_id=member.id),) if member.id != turn.member.id else ()  # type: ignore[arg-type]


def _owners(turn: Turn, account: Account) -> Reply:
    names = tuple(name_of(turn, row) for row in account.co_owners)
    key = "owners" if names else "owners_one"
    said = line(key, account=account.name, owner=name_of(turn, account.owner_id), names=names)
    return reply(said, action="see_account", tier=account.tier)


def archive(turn: Turn) -> Reply:
    """/archive 华星: out of lists and questions, with all its history; /archive: what was put away."""
    if not turn.words:
        return _put_away(turn)
    account = permitted(turn, find_account(turn, turn.words), "change_account", turn.words)
    turn.store.ledger.lock(account.id)
    fresh = archived(account, turn.store.ledger.money(account.id))
    turn.store.save(fresh)
    names_changed(turn)
    lines = [line("account_archived_now", account=account.name)]
    deals, tasks = turn.store.sales.open_deals(account.id), turn.store.sales.tasks(account.id)
    if deals or tasks:
        lines.append(line("archive_still_open", deals=len(deals), tasks=len(tasks)))
    return done(turn, fresh, *lines)


def _put_away(turn: Turn) -> Reply:
    found = [one for one in turn.store.sales.archived() if visible(turn, one)]
    if not found:
        return reply(line("archived_none"), action="see_account")
    buttons = tuple(
        (Button(line("button_unarchive", account=one.name), "unarchive", {"account": str(one.id)}),)
        for one in found[:MOST]
    )
    more = [line("account_more", count=len(found) - MOST)] if len(found) > MOST else []
    return reply(line("archived_head", count=len(found)), *more, buttons=buttons, action="see_account")


def unarchive(turn: Turn) -> Reply:
    """/unarchive 华星"""
    if not turn.words:
        return _put_away(turn)
    account = archived_named(turn, turn.words)
    if account is None:
        raise Refusal("archive_not", account=find_account(turn, turn.words).name)
    return _back(turn, account)


def unarchive_pressed(turn: Turn) -> Reply:
    """[恢复 华星]"""
    account = turn.store.sales.account(int(turn.arguments["account"]))
    if account is None:
        raise Refusal("account_gone")
    return replace(_back(turn, account), replaces=True)


def _back(turn: Turn, account: Account) -> Reply:
    permitted(turn, account, "change_account")
    fresh = brought_back(account)
    untaken(turn, account, account.name)  # somebody may be called so by now
    turn.store.save(fresh)
    names_changed(turn)
    said = line("account_unarchived", account=account.name, owner=name_of(turn, account.owner_id))
    card = Card((said,), (taking_back(turn)[:1],), account.id)
    return Reply(card, action="change_account", tier=account.tier)
