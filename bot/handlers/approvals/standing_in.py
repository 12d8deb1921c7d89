"""Who answers for somebody who is away: /standin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import values
from bot.message import Card, Notice, Reply, Turn, line, reply
from bot.text import typed_words
from core.base.records import evolve
from core.base.refusal import Refusal
from core.people import Member

LONGEST = timedelta(days=92)


def stand_in(turn: Turn) -> Reply:
    """/standin 李娜 到12月1日: until then she may answer my approvals as well; /standin 关 ends it."""
    words = turn.words.strip()
    if not words:
        return _now(turn)
    if typed_words("switches").get(words.lower()) == "off":
        turn.store.save(evolve(turn.member, stand_in_id=None, stand_in_until=None))
        return reply(line("stand_in_ended"), action="see_approvals")
    colleague, rest = _named(turn, words)
    until = _until(turn, rest)
    turn.store.save(evolve(turn.member, stand_in_id=colleague.id, stand_in_until=until))
    told = Card((line("stand_in_told", name=turn.member.name, until=until),))
    said = line("stand_in_set", name=colleague.name, until=until)
    return reply(said, action="see_approvals", notices=(Notice(told, member_id=colleague.id),))


def _now(turn: Turn) -> Reply:
    row = turn.member.stand_in(turn.today)
    member = turn.store.people.member(row) if row else None
    if member is None:
        return reply(line("stand_in_how"), action="see_approvals")
    return reply(line("stand_in_now", name=member.name, until=turn.member.stand_in_until), action="see_approvals")


def _named(turn: Turn, words: str) -> tuple[Member, str]:
    known = sorted(turn.store.people.members(), key=lambda one: -len(one.name))
    low = words.lstrip("@").lower()
    found = next((one for one in known if low.startswith(one.name.lower())), None)
    if found is None:
        raise Refusal("stand_in_unknown", name=words.split(maxsplit=1)[0])
    if found.id == turn.member.id:
        raise Refusal("stand_in_self")
    return found, words.lstrip("@")[len(found.name) :].strip()


def _until(turn: Turn, words: str) -> date:
    local = datetime.combine(turn.today, turn.now.astimezone(ZoneInfo(turn.team.timezone)).time())
    until = values.day_in(words, local, turn.names, turn.team.currency) if words else None
    if until is None or until < turn.today or until - turn.today > LONGEST:
        raise Refusal("stand_in_until_when", most=LONGEST.days)
    return until
