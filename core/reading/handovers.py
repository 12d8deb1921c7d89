"""Customers handed to another member."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.reading.clauses import Clause, stretches
from core.reading.contacts import CONTACT_MARK, CUSTOMER_MARK, MEMBER_MARK
from core.reading.days import FUTURE, PAST
from core.reading.facts import Span, Value
from core.reading.message import Message, without
from core.reading.names import CUSTOMER, Mention
from core.reading.slots import Statement, put_days


class Handed(NamedTuple):
    """The customers handed over, and the part of the message that says so."""

    statements: list[Statement]
    part: Span


def handover(message: Message) -> Handed | None:
    """One statement per customer handed to a member, from the stretches of a message that report nothing else."""
    if not message.members or not message.customers:
        return None
    part = _part(message)
    if part == (0, len(message.typed)):
        statements = _handovers(message, part)
    else:
        statements = _handovers(without(message, ((0, part[0]), (part[1], len(message.typed)))), part)
    return Handed(statements, part) if statements else None


def _part(message: Message) -> Span:
    """From the first to the last stretch around the handover that reports no visit, no money and no signature."""
    pieces = [Clause(message, start, end) for start, end in stretches(message)]
    told = [piece.has(*_REPORTS) and not _hands(piece) and bool(piece.customers) for piece in pieces]
    if not any(told):
        return 0, len(message.typed)
    verb = next((at for at, piece in enumerate(pieces) if _hands(piece) and piece.members), None)
    if verb is None:
        return 0, len(message.typed)
    first = last = verb
    while first > 0 and not told[first - 1] and not _follows_a_report(pieces, told, first - 1):
        first -= 1
    while last + 1 < len(pieces) and not told[last + 1]:
        last += 1
    return pieces[first].start, pieces[last].end


_REPORTS = ("visit.done", "visit.sure", "pay.done", "pay.got", "promise", "sign.done", "sign.renew", "won", "lost")


def _hands(piece: Clause) -> bool:
    return piece.has("handover") or _GIVEN.search(piece.text) is not None or _ARROW.search(piece.text) is not None


def _follows_a_report(pieces: Sequence[Clause], told: Sequence[bool], at: int) -> bool:
    """万科昨天续签了，150万；...: a stretch without a customer goes on with what was reported before it."""
    return any(told[:at]) and not pieces[at].customers


def _handovers(message: Message, part: Span) -> list[Statement]:
    given = _GIVEN.search(message.masked)
    verbs = [word.end for word in message.words if "handover" in word.means] + ([given.end()] if given else [])
    whole = Clause(message, *part)
    if arrow := _ARROW.search(message.masked):
        giver, taker = _at(message, arrow.start()), _at(message, arrow.end() - 1)
        return [_handed(whole, customer, taker, giver) for customer in message.customers] if taker else []
    if not verbs:
        return []
    if pairs := _pairs(message) or _pairs_by_taker(message):
        return [_handed(whole, customer, taker, None) for customer, taker in pairs]
    at = min(verbs)
    if _TO_ME.match(message.masked, at):  # nobody is named who takes it
        return []
    givers = [member for member in message.members if _FROM.search(message.masked[: member.start])]
    takers = [member for member in message.members if member not in givers]
    taker = next((member for member in takers if member.start >= at), None) or _taker_before(takers, at)
    if not taker:
        return []
    giver = next((member for member in (*givers, *message.members) if member.entities != taker.entities), None)
    return [_handed(whole, customer, taker, giver) for customer in message.customers if not _is_kept(message, customer)]


def _pairs(message: Message) -> list[tuple[Mention, Mention]]:
    """百度转给李娜，万科转给王芳: customers and then who takes them, more than once."""
    pairs: list[tuple[Mention, Mention]] = []
    waiting: list[Mention] = []
    takers = 0
    for mention in sorted((*message.customers, *message.members)):
        if mention.kind == CUSTOMER:
            waiting.append(mention)
        elif not waiting or not _TAKES.search(message.masked[: mention.start]):
            return []
        else:
            pairs += [(customer, mention) for customer in waiting]
            waiting, takers = [], takers + 1
    return pairs if takers > 1 and not waiting else []


def _pairs_by_taker(message: Message) -> list[tuple[Mention, Mention]]:
    """Kevin takes Globex, Amy takes Initech: who takes, the verb, and what."""
    pairs: list[tuple[Mention, Mention]] = []
    taker: Mention | None = None
    for mention in sorted((*message.customers, *message.members)):
        if mention.kind == CUSTOMER:
            if taker is None:
                return []
            pairs.append((mention, taker))
        elif _verb_right_after(message, mention):
            taker = mention
        else:
            return []
    return pairs if len({member.entities for _, member in pairs}) > 1 else []


def _verb_right_after(message: Message, member: Mention) -> bool:
    return any("handover" in word.means and 0 <= word.start - member.end <= 1 for word in message.words)


_TAKES = re.compile(r"(?:给|由|归|让|换成|(?<![a-z])to|->|→|=>|➡️?)\s*$")
_TO_ME = re.compile(r"\s?(?:to\s)?(?:我|me(?![a-z]))")
_KEPT = re.compile(r"[^,，。;；\n]{0,4}(?:留给我|我留着|我自己|还是我|不动|不转|不交)|\s(?:stays?|remains?)\swith\sme")


def _is_kept(message: Message, customer: Mention) -> bool:
    """1号店留给我: named beside the others, but not handed over."""
    return _KEPT.match(message.masked, customer.end) is not None


# 赵磊 → 王芳
_ARROW = re.compile(rf"{MEMBER_MARK}\s*(?:->|→|=>|➡️?|-->|>)\s*{MEMBER_MARK}")


def _at(message: Message, at: int) -> Mention | None:
    return next((member for member in message.members if member.start <= at < member.end), None)


# 他的万科给怡君: nothing but 给 between the customer and the member.
_GIVEN = re.compile(
    rf"{CUSTOMER_MARK}\s*(?:(?:都|全|先|以后)?给|->|→|=>|➡️?)\s*(?={MEMBER_MARK})"
    rf"|(?:以后|今后|往后|开始|\ue004起?)\s?,?{CUSTOMER_MARK}+(?:那边|这边)?的?(?:事儿?|事情|业务|单子|项目|客户)?"
    rf"(?:都|就|请|直接|统一)*(?:找|联系|问)\s?(?={MEMBER_MARK})"
    rf"|{CUSTOMER_MARK}+(?:那边|这边)?的?(?:事儿?|事情|业务|单子|项目)?(?:以后|今后|往后)(?:都|就|请|直接|统一)*(?:找|联系|问)\s?(?={MEMBER_MARK})"
)
_FROM = re.compile(r"(?:\bfrom|\boff|从)\s*$")


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


# -- as requests: everything somebody has, or something to nobody we know


def hands_everything(message: Message) -> bool:
    """我的客户全部交接给李娜: no customer is named, all of somebody's are meant."""
    if not message.members or message.customers or message.amounts or message.has("question") or "?" in message.plain:
        return False
    if _ABOUT_THEM.search(message.plain):
        return False
    if _ALL_OF_THEM.search(message.masked):
        return True
    return message.has("handover") and message.asks("request.handover_all") and message.asks("request.handover_what")


# 小陈的客户都给韩梅梅; 李雷要离职了，客户交给韩梅梅; give Tom's customers to Jane.
_ALL_OF_THEM = re.compile(
    rf"{MEMBER_MARK}(?:要|已经)?(?:离职|走)?了?[,，\s]*(?:名下)?的?(?:所有|全部)?客户(?:都|全部|全)?(?:交|转|移交|交接|分|划)?给\s?{MEMBER_MARK}"
    rf"|\b(?:give|move|hand|transfer|reassign) (?:over )?(?:all )?(?:of )?{MEMBER_MARK}+(?:'s|’s|s)? "
    rf"(?:customers|accounts|clients) (?:over )?to {MEMBER_MARK}"
)

# 客户资料都交给李娜: what is about the customers, and not they themselves.
_ABOUT_THEM = re.compile(
    r"客户的?(?:资料|名单|信息|档案|合同|文件|需求|问题|投诉|拜访|回访|电话|方案|对账)"
    r"|\b(?:customer|client|account)s?['’]?s? "
    r"(?:data|lists?|files?|details|contracts?|calls?|complaints?|questions?|visits?)"
)


def hands_to_nobody(message: Message) -> bool:
    """把华星交给王五, where nobody is called 王五."""
    return bool(message.customers) and not message.members and _to_nobody(message) is not None


def handover_values(message: Message) -> dict[str, Value]:
    """Who takes it and who gives it; or the name that is nobody's."""
    if nobody := _to_nobody(message):
        start, end = nobody.span("zh") if nobody["zh"] else nobody.span("en")
        return {"to": Value(message.typed[start:end], (start, end), "unknown")}
    named = [one for one in message.members if _TO.search(message.masked[: one.start])] or list(message.members[-1:])
    giver = next((one for one in message.members if one not in named), None)
    values = {"to_member": _member(named[-1])}
    return values | {"from_member": _member(giver)} if giver else values


_TO = re.compile(r"(?:\bto|给|由|归|让)\s*$")
_NAMES = rf"{CUSTOMER_MARK}(?:{CUSTOMER_MARK}|\s?(?:[、,，和与&\s]|and)\s?(?={CUSTOMER_MARK}))*+"
_SAID = rf"[a-z{CONTACT_MARK}]+"
_NOBODY = re.compile(
    rf"^\W*(?:请|麻烦|以后)?(?:把|将)?{_NAMES}(?:都|全部|以后)?(?:交给|转给|移交给|交接给|转交给)\s*"
    rf"(?P<zh>[\u3400-\u9fff{CONTACT_MARK}]{{2,4}})\W*$"
    rf"|^\W*(?:please\s+)?(?:hand|transfer|reassign)\s+(?:over\s+)?{_NAMES}\s+(?:over\s+)?to\s+"
    rf"(?P<en>{_SAID}(?: {_SAID})?)\W*$"
)


def _to_nobody(message: Message) -> re.Match[str] | None:
    return None if message.members or message.stages else _NOBODY.match(message.masked)


def _others(message: Message, customer: Mention) -> list[Span]:
    return [(other.start, other.end) for other in message.customers if other is not customer]


def _member(mention: Mention) -> Value:
    entity = mention.entities[0]
    return Value(entity.name, (mention.start, mention.end), mention.rule, entity.ref)
