"""Names nobody knows yet, told by where they stand: before what is owed or paid, after 收到 or 拜访."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.reading.contacts import CONTACT_MARK
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.names import CUSTOMER, Entity, Mention

_DOUBTFUL = ("capital", "lower", "full_name")
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


class _Frame(NamedTuple):
    """Where an unknown name may stand, and what must stand beside it: a sum worth noting, a person with a title."""

    pattern: re.Pattern[str]
    with_money: bool = False
    with_person: bool = False


class _Frames(NamedTuple):
    hanzi: tuple[_Frame, ...]
    latin: tuple[_Frame, ...]
    owes: re.Pattern[str]
    never: re.Pattern[str]
    then: re.Pattern[str]
    declared: re.Pattern[str]


_NAME = r"(?P<name>[\u3400-\u9fff]{2,10}?)"
_LATIN_WORD = r"(?:[A-Z][\w&'-]*|&)"
_LATIN_NAME = rf"(?P<name>[A-Z][\w&'-]*(?:\s+{_LATIN_WORD}){{0,3}})"
OPENS = r"(?<![\u3400-\u9fffA-Za-z0-9\ue000-\ue003\ue006\ue007])"
_LATIN_OPENS = r"(?:^[^\w\ue000-\ue00f]*|[,;.]\s+|\band\s+|[\ue004]\s*[,:]?\s*)"


@per_lexicon
def _frames(lexicon: Lexicon) -> _Frames:
    said, owed = lexicon.one_of("unknown.pays"), lexicon.one_of("unknown.owes")
    met, beside = lexicon.one_of("visit.sure"), lexicon.one_of("unknown.beside")
    owes = re.compile(rf"{OPENS}{_NAME}\s*(?:还|一共|总共|目前|现在)?{owed}")
    part, spoken_to = lexicon.one_of("pay.noun"), lexicon.one_of("contact.lead")
    hanzi = (
        _Frame(re.compile(rf"(?:{met})了?{_NAME}(?=聊|谈|开会|的?{CONTACT_MARK}|[^\u3400-\u9fff\w]|$)")),
        _Frame(re.compile(rf"(?:{beside})(?:一?趟|了)?{_NAME}的?(?={CONTACT_MARK})")),
        _Frame(re.compile(rf"(?:去|到|跑)(?:了一?趟|了){_NAME}(?=[^\u3400-\u9fff\w])"), with_person=True),
        _Frame(re.compile(rf"{OPENS}{_NAME}的?(?={CONTACT_MARK}+(?:{lexicon.one_of('contact.said')}))"), True),
        _Frame(owes, True),
        _Frame(re.compile(rf"收到了?{_NAME}(?:的|{said}|{part}|[\ue006\ue007])"), True),
        _Frame(re.compile(rf"{OPENS}{_NAME}(?:[\ue004\ue005\s]|的)*(?:{part})?(?:又|刚|已经?|终于)?{said}"), True),
        _Frame(re.compile(rf"给{_NAME}(?:又|重新)?(?:{lexicon.one_of('unknown.quoted')})"), True),
    )
    latin = (
        _Frame(re.compile(rf"{_LATIN_OPENS}{_LATIN_NAME}\s+(?i:{said}|{owed})(?![A-Za-z])"), True),
        _Frame(re.compile(rf"(?i:{lexicon.one_of('unknown.visited')})\s+(?:the\s+)?{_LATIN_NAME}(?!\s+(?i:from|at|of)\b)")),
        _Frame(re.compile(rf"(?i:{spoken_to})\s+[A-Z\ue003][a-z\ue003]+\s+(?i:from|at|of|over at)\s+{_LATIN_NAME}")),
        _Frame(re.compile(rf"(?i:{lexicon.one_of('unknown.from')})\s+{_LATIN_NAME}"), True),
    )  # fmt: skip
    return _Frames(
        hanzi,
        latin,
        owes=owes,
        never=re.compile(lexicon.one_of("unknown.never")),
        then=re.compile(rf"\s*(?:{said}|{owed})"),
        declared=re.compile(
            rf"\s*(?i:{lexicon.one_of('customer.declared', 'customer.new')})\s*[:： \t]\s*"
            r"(?P<name>[\u3400-\u9fffA-Za-z0-9()（）&·.\-]{2,30}|[A-Za-z][A-Za-z0-9&.' \-]{1,40}?)\s*"
        ),
    )


def unknown_owner(message: Message) -> Mention | None:
    """大洋机电欠3万5, 收到启明星回款5万, Zorblatt owes 12k: the name as written, with money beside it."""
    if message.has("question", "correction") or "?" in message.plain:
        return None
    return next((found for found in _candidates(message) if found), None)


def _candidates(message: Message) -> Iterator[Mention | None]:
    frames = _frames(message.lexicon)
    text = _typed_but_sure(message)
    for frame in (frame for frame in frames.hanzi if _may_stand(frame, message)):
        for match in frame.pattern.finditer(message.masked):
            yield _named(message, match, frames)
    for frame in (frame for frame in frames.latin if _may_stand(frame, message)):
        for match in frame.pattern.finditer(text):
            yield _named_in_latin(message, match, frames)


def _may_stand(frame: _Frame, message: Message) -> bool:
    if frame.with_person and not any(contact.rule == "titled" for contact in message.contacts):
        return False
    money = any(amount.value >= _LEAST for amount in message.amounts) or bool(message.percents)
    return money or not frame.with_money


def _typed_but_sure(message: Message) -> str:
    """As typed, with all masked that is surely something else: a company may pass for a person (Wayne Metals)."""
    text = typed_but_names(message)
    spans = [(each.start, each.end) for each in message.contacts if each.rule not in _DOUBTFUL]
    spans += [(each.start, each.end) for each in message.dates]
    spans += [(each.start, each.end) for each in message.amounts]
    for start, end in spans:
        text = text[:start] + message.masked[start:end] + text[end:]
    return text


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


def _named_in_latin(message: Message, match: re.Match[str], frames: _Frames) -> Mention | None:
    """A single word after "visited" may be anybody: it needs a person, a day or a sum beside it."""
    name, lexicon = match["name"], message.lexicon
    alone = len(name.split()) == 1
    if alone and name.lower() in lexicon.all("contact.given", "contact.maybe", "contact.stop"):
        return None
    others = [contact for contact in message.contacts if contact.end <= match.start("name")]
    if alone and not (others or message.dates or message.amounts):
        return None
    return _named(message, match, frames)


def _is_known_otherwise(message: Message, start: int, end: int) -> bool:
    """A word of the trade, or a person with a title or a first name."""
    for word in message.words:
        inside = "chat" in word.means and start <= word.start and word.end <= end  # 明星 in 启明星
        if word.start < end and start < word.end and word.end - word.start > 1 and not inside:
            return True
    people = (contact for contact in message.contacts if contact.rule not in _DOUBTFUL)
    return any(contact.start < end and start < contact.end for contact in people)
