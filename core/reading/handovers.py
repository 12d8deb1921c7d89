"""Customers handed to another member."""

import re
from collections.abc import Sequence

from core.reading.clauses import Clause
from core.reading.contacts import CUSTOMER_MARK, MEMBER_MARK
from core.reading.days import FUTURE, PAST
from core.reading.facts import Span, Value
from core.reading.message import Message, without
from core.reading.names import Mention
from core.reading.slots import Statement, put_days


def handover(message: Message) -> list[Statement]:
    """One statement per customer handed to a member."""
    if not message.members or not message.customers:
        return []
    given = _GIVEN.search(message.masked)
    verbs = [word.end for word in message.words if "handover" in word.means] + ([given.end()] if given else [])
    if not verbs:
        return []
    at = min(verbs)
    whole = Clause(message, 0, len(message.typed))
    if arrow := _ARROW.search(message.masked):
        giver, taker = _at(message, arrow.start()), _at(message, arrow.end() - 1)
        return [_handed(whole, customer, taker, giver) for customer in message.customers] if taker else []
    givers = [member for member in message.members if _FROM.search(message.masked[: member.start])]
    takers = [member for member in message.members if member not in givers]
    taker = next((member for member in takers if member.start >= at), None) or _taker_before(takers, at)
    if not taker:
        return []
    giver = next((member for member in (*givers, *message.members) if member.entities != taker.entities), None)
    return [_handed(whole, customer, taker, giver) for customer in message.customers]


# 赵磊 → 王芳
_ARROW = re.compile(rf"{MEMBER_MARK}\s*(?:->|→|=>|➡️?|-->|>)\s*{MEMBER_MARK}")


def _at(message: Message, at: int) -> Mention | None:
    return next((member for member in message.members if member.start <= at < member.end), None)


# 他的万科给怡君: nothing but 给 between the customer and the member.
_GIVEN = re.compile(rf"{CUSTOMER_MARK}\s*(?:都|全|先|以后)?给\s*(?={MEMBER_MARK})")
_FROM = re.compile(r"(?:\bfrom|从)\s*$")


def _taker_before(members: Sequence[Mention], at: int) -> Mention | None:
    """以后百度由刘洋负责: the member stands before the verb."""
    before = [member for member in members if member.start < at]
    return before[-1] if before else None


def _handed(whole: Clause, customer: Mention, taker: Mention, giver: Mention | None) -> Statement:
    narrow = Clause(without(whole.message, _others(whole.message, customer)), whole.start, whole.end)
    statement = Statement("handover", narrow)
    statement.slots["to_member"] = _member(taker)
    if giver:
        statement.slots["from_member"] = _member(giver)
    for mention in whole.dates[:1]:
        today = whole.message.today
        sense = PAST if mention.leaning(today) == PAST and not mention.is_open(today) else FUTURE
        put_days(statement.slots, "date", mention, whole.message.today, sense)
        statement.slots.pop("date_end", None)
    return statement


def _others(message: Message, customer: Mention) -> list[Span]:
    return [(other.start, other.end) for other in message.customers if other is not customer]


def _member(mention: Mention) -> Value:
    entity = mention.entities[0]
    return Value(entity.name, (mention.start, mention.end), mention.rule, entity.ref)
