"""[都查了谁]: whom a member looked up lately, each customer once, with the last moment; for who was told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.looking import days_of, may_know, seen
from bot.message import Line, Reply, Turn, line, reply
from core.base.refusal import Refusal

MOST = 60


def list_pressed(turn: Turn) -> Reply:
    """Of an alert, or of the last days of somebody who left; that it was asked is in the audit."""
    member_id, first, last = _asked(turn)
    member = turn.store.people.member(member_id)
    if member is None or member_id == turn.member.id:
        raise Refusal("access_not_yours", denied="see_access")
    turn.store.note_read("members", member.id)
    span = dict(first=first if first != last else None, on=last)
    lines = list(_rows(turn, member_id, first, last))
    if not lines:
        return reply(line("access_nothing", name=member.name, **span), action="see_access", private=True)
    return reply(line("access_list_head", name=member.name, **span), *lines, action="see_access", private=True)


def _asked(turn: Turn) -> tuple[int, date, date]:
    if "member" in turn.arguments:
        last = date.fromisoformat(turn.arguments["on"])
        return int(turn.arguments["member"]), last - timedelta(days=turn.policy.access.access_back), last
    alert = turn.store.watch.alert(int(turn.arguments["alert"]))
    if alert is None:
        raise Refusal("record_gone")
    return alert.subject_id, *days_of(alert.episode)


def _rows(turn: Turn, member_id: int, first: date, last: date) -> Iterator[Line]:
    zone, found = ZoneInfo(turn.team.timezone), seen(turn.store, member_id, first, last)
    for at in found.exports:
        yield line("access_row_export", at=at.astimezone(zone))
    known = [one for one in found.customers if may_know(turn.member, one[0])]
    for account, at in known[:MOST]:
        mine = "yes" if member_id in account.owners else "no"
        yield line("access_row", at=at.astimezone(zone), account=account.name, mine=mine)
    if len(found.customers) > len(known[:MOST]):
        yield line("account_more", count=len(found.customers) - len(known[:MOST]))
