"""Names nobody knows yet, told by where they stand: before what is owed or paid, after 收到 or 拜访."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.names import CUSTOMER, Entity, Mention

_LEAST = 1_000
"""Smaller sums without a known customer are somebody's lunch."""


def other_trade(message: Message) -> Mention | None:
    """Acme Paper owes 12k, where only Acme Steel is known: another company with the same first name."""
    frames = _frames(message.lexicon)
    for mention in message.customers:
        trade = message.names.trade_at(message.plain, mention.end)
        if trade and frames.then.match(message.masked, trade.end()) and mention.rule != "official":
            known = (form for entity in mention.entities for form in message.names.forms_of(entity))
            if trade[0].strip() not in message.lexicon.all("company.any") and not any(
                trade[0].strip() in form for form in known
            ):
                name = message.typed[mention.start : trade.end()]
                return Mention(mention.start, trade.end(), (Entity(CUSTOMER, None, name),), "unknown")
    return None


def declared(message: Message) -> Mention | None:
    """客户 恒达机械, 新客户：...: a line that is nothing but a name announced."""
    match = _frames(message.lexicon).declared.fullmatch(message.typed)
    if not match or any(
        mention.start <= match.start("name") and mention.end >= match.end("name") for mention in message.mentions
    ):
        return None
    return Mention(*match.span("name"), (Entity(CUSTOMER, None, match["name"]),), "new")


class _Frames(NamedTuple):
    owes: re.Pattern[str]
    money: re.Pattern[str]
    got: re.Pattern[str]
    met: re.Pattern[str]
    latin: re.Pattern[str]
    never: re.Pattern[str]
    then: re.Pattern[str]
    declared: re.Pattern[str]


@per_lexicon
def _frames(lexicon: Lexicon) -> _Frames:
    opens = r"(?:^|(?<=[\s,，。;；:\ue004\ue005]))"
    name = r"(?P<name>[\u3400-\u9fff]{2,10}?)"
    said = lexicon.one_of("unknown.pays")
    owed = lexicon.one_of("unknown.owes")
    latin = r"(?P<name>[A-Z][\w&'.-]*(?:\s+[A-Z&][\w&'.-]*){0,3})"
    return _Frames(
        owes=re.compile(rf"{opens}{name}\s*(?:还|一共|总共|目前|现在)?{owed}"),
        money=re.compile(rf"{opens}{name}(?:[\ue004\ue005\s]|的)*(?:又|刚|已经?|终于)?{said}"),
        got=re.compile(rf"收到{name}(?:的|{said}|[\ue006\ue007])"),
        met=re.compile(rf"(?:{lexicon.one_of('visit.sure')})了?{name}(?=聊|谈|开会|[,，。;；\n]|$)"),
        latin=re.compile(rf"^\s*{latin}\s+(?i:{lexicon.one_of('unknown.pays', 'unknown.owes')})(?![A-Za-z])"),
        then=re.compile(rf"\s*(?:{said}|{owed})"),
        declared=re.compile(
            rf"\s*(?i:{lexicon.one_of('customer.declared', 'customer.new')})\s*[:： \t]\s*"
            r"(?P<name>[\u3400-\u9fffA-Za-z0-9()（）&·.\-]{2,30}|[A-Za-z][A-Za-z0-9&.' \-]{1,40}?)\s*"
        ),
        never=re.compile(lexicon.one_of("unknown.never")),
    )


def unknown_owner(message: Message) -> Mention | None:
    """大洋机电欠3万5, 收到启明星回款5万, Zorblatt owes 12k: the name as written, with money beside it."""
    if message.has("question", "correction") or "?" in message.plain:
        return None
    return next((found for found in _candidates(message) if found), None)


def _candidates(message: Message) -> Iterator[Mention | None]:
    frames = _frames(message.lexicon)
    for match in frames.met.finditer(message.masked):
        yield _named(message, match, frames)
    if any(amount.value >= _LEAST for amount in message.amounts) or message.percents:
        for pattern in (frames.owes, frames.got, frames.money):
            for match in pattern.finditer(message.masked):
                yield _named(message, match, frames)
        company = frames.latin.match(typed_but_names(message))
        yield _named(message, company, frames) if company else None


def typed_but_names(message: Message) -> str:
    """As typed, with only customers, members and rivals masked: a company before "paid" may pass for a person."""
    text = message.typed
    for mention in message.mentions:
        text = text[: mention.start] + "\ue000" * (mention.end - mention.start) + text[mention.end :]
    return text


def _named(message: Message, match: re.Match[str], frames: _Frames) -> Mention | None:
    start, end = match.span("name")
    if frames.never.search(message.plain[start:end]) or _is_known_otherwise(message, start, end):
        return None
    if end - start < 3 and not (message.has("pay.in", "pay.noun") or match.re is frames.owes):
        return None
    if any("chat" in word.means and not start <= word.start < end for word in message.words):
        return None
    return Mention(start, end, (Entity(CUSTOMER, None, message.typed[start:end]),), "unknown")


def _is_known_otherwise(message: Message, start: int, end: int) -> bool:
    """A word of the trade, or a person with a title or a first name."""
    for word in message.words:
        inside = "chat" in word.means and start <= word.start and word.end <= end  # 明星 in 启明星
        if word.start < end and start < word.end and word.end - word.start > 1 and not inside:
            return True
    people = (contact for contact in message.contacts if contact.rule not in ("capital", "full_name"))
    return any(contact.start < end and start < contact.end for contact in people)
