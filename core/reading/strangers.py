"""Names the index does not hold as written: new customers, unknown ones, and known ones misspelt."""

import re

from core.reading import near
from core.reading.clauses import TRIGGERS
from core.reading.contacts import CONTACT_MARK
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.names import CUSTOMER, RIVAL, Entity, Mention
from core.reading.unknown import OPENS, declared, other_trade, typed_but_names, unknown_owner

_WORTH_A_LOOK = ("pay.got", "handover", "correction", "question.data", "stage.move", "ledger")


def look_closer(message: Message) -> Message:
    """Names the index has not: unknown rivals, explicit new customers, near matches, clearly delimited unknown ones."""
    if not message.rivals and (rival := _unknown_rival(message)):
        message = message.with_mentions([rival])
    if written := declared(message) or other_trade(message):
        return message.naming(written)
    if stranger := _announced(message):
        return message.with_mentions([stranger])
    if settled := near.narrowed(message):
        return settled
    if not message.has(*TRIGGERS, *_WORTH_A_LOOK):
        return message
    if clipped := near.clipped(message):
        return message.with_mentions(clipped)
    if message.customers:
        return message
    if mention := near.near(message):
        return message.with_mentions([mention])
    unknown = _delimited(message) or unknown_owner(message)
    return message.with_mentions([unknown]) if unknown else message


def _stranger(message: Message, start: int, end: int, rule: str) -> Mention:
    return Mention(start, end, (Entity(CUSTOMER, None, message.typed[start:end]),), rule)


@per_lexicon
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    hanzi_name = r"[\u3400-\u9fffa-zA-Z0-9()（）&·]{2,24}?"
    latin_name = r"(?:[A-Z][\w&.'-]*)(?:\s+[A-Z&][\w&.'-]*){0,4}"
    tail = lexicon.one_of("company.tail")
    stop = rf"(?=\s*(?:的|$|[\s,，。;；:!\n、\ue000-\ue00f]|{lexicon.one_of('visit.done', 'pay.done', 'deal.open')}))"
    announced = re.compile(
        rf"(?i:{lexicon.one_of('customer.new')})\s*[:：,，]?\s*(?P<name>{latin_name}|{hanzi_name}){stop}"
    )
    lead = lexicon.one_of("stranger.lead", "visit.done", "visit.contact", "pay.done", "pay.got")
    name = rf"(?P<name>(?![了趟一个家这那])[\u3400-\u9fff]{{2,8}}?{tail}|[\u3400-\u9fff]{{3,10}}?(?=的{CONTACT_MARK}))"
    led = re.compile(rf"(?i:{lead})了?{name}")
    latin_company = rf"(?P<name>(?:[A-Z][\w&'-]*\s+){{1,3}}(?i:{tail}))"
    written_out = re.compile(rf"(?<![A-Za-z]){latin_company}(?![A-Za-z])")
    alone = re.compile(rf"{OPENS}{name}")
    return announced, led, alone, written_out


def _announced(message: Message) -> Mention | None:
    match = _patterns(message.lexicon)[0].search(_typed_masked(message))
    if not match or match["name"].lower() in message.lexicon.all("contact.stop"):
        return None
    return _stranger(message, *match.span("name"), "new")


# 竞品云途在报价 names one; 竞品降价了, 竞品的价格, 竞品分析 do not.
_NO_NAME = (
    r"(?![降报价的在也又都已很最多少太便给来说有是分产对们方情资信动调跟抢低高更正还想用介要把被比去出进没不"
    r"这那哪谁今明昨上下一几两])"
)
_GOES_ON = (
    r"(?=\s*(?:$|[,，。;；.!\s\ue000-\ue00f]|的(?!确)|"
    r"也|在|报|抢|拿|比|降|低价|更|要|给|来|出|把|去|又|还|想|正|已|推|说|跟|刚|突然|今天|昨天|最近))"
)


@per_lexicon
def _rival_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    hanzi = r"(?P<name>[\u3400-\u9fffa-zA-Z]{2,10}?)"
    latin = r"(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})"
    never = lexicon.one_of("unknown.never").replace("$", "")
    ends = r"(?=\s*(?:的|也|在|报|抢|拿|$|[,，。;；.!\s]|比))"
    return (
        re.compile(rf"(?:有家|一家|家)叫(?:做)?{hanzi}(?=的|[,，。;；\s]|$)"),
        re.compile(rf"(?:竞品|竞争对手|对手|友商)(?:是|叫|有|为|:|：)\s?{hanzi}{ends}"),
        re.compile(rf"(?:竞品|竞争对手|对手|友商)\s?{_NO_NAME}{hanzi}{_GOES_ON}"),
        re.compile(rf"被{hanzi}(?=抢|拿|截|撬)"),
        re.compile(rf"(?i:competitors?|rivals?)(?: is| are|:)?\s+{latin}"),
        re.compile(rf"(?i:lost|losing)(?: it| the deal| out)?\s+to\s+{latin}"),
        re.compile(
            rf"(?i:also (?:talking|speaking) to|also looking at|up against|went with|evaluating|undercut by)\s+{latin}"
        ),
        re.compile(
            rf"{OPENS}(?!.{{0,9}}?[我咱你您他她它谁都们])(?!{never}){_NO_NAME}{hanzi}"
            rf"也在?(?:推|抢|盯|竞标|跟进|接触)(?=\ue000)"
        ),
        re.compile(
            r"(?i:lost|losing)\s+(?i:the\s+)?\ue000+(?:\s+(?i:deal|order|contract|account|bid|project))?\s+(?i:to)\s+"
            + latin
        ),
        re.compile(
            rf"(?:^|[,.;]\s+){latin}\s+(?i:is|are)\s+(?i:also\s+)?"
            r"(?i:pitching|quoting|bidding for|after|courting|chasing)\s+\ue000"
        ),
        re.compile(rf"(?i:competing (?:with|against))\s+{latin}"),
        re.compile(rf"(?i:startup|company|vendor|outfit|firm|player|supplier)\s+(?i:called|named)\s+{latin}"),
        re.compile(rf"(?i:competitor|rival)[^,.;\n]{{0,40}}?(?i:called|named)\s+{latin}"),
    )


def _unknown_rival(message: Message) -> Mention | None:
    """A rival the team does not know is kept as written."""
    text = typed_but_names(message)
    stop = message.lexicon.all("contact.stop", "rival")
    for pattern in _rival_patterns(message.lexicon):
        match = pattern.search(text)
        if match and match["name"].lower() not in stop:
            return Mention(*match.span("name"), (Entity(RIVAL, None, match["name"]),), "new")
    return None


def _typed_masked(message: Message) -> str:
    """The text as typed with everything read so far masked."""
    return "".join(
        mask if mask >= "\ue000" and mask <= "\ue00f" else char
        for mask, char in zip(message.masked, message.typed, strict=True)
    )


_TOLD = (
    "visit.done",
    "visit.contact",
    "pay.done",
    "pay",
    "pay.got",
    "promise",
    "sign.done",
    "won",
    "lost",
    "deal.price",
)


def _delimited(message: Message) -> Mention | None:
    if not (message.has(*_TOLD) and (message.contacts or message.amounts or message.dates)):
        return None
    _, led, alone, written_out = _patterns(message.lexicon)
    for match in (*led.finditer(message.masked), *alone.finditer(message.masked)):
        if not _holds_a_verb(message, *match.span("name")):
            return _stranger(message, *match.span("name"), "unknown")
    company = written_out.search(_typed_masked(message))
    return _without_verb(message, *company.span("name")) if company else None


def _without_verb(message: Message, start: int, end: int) -> Mention:
    """Visited Hooli Inc: a verb with a capital letter is no part of the name."""
    verbs = [word.end for word in message.words if start <= word.start < end and not word.means.isdisjoint(TRIGGERS)]
    start = max([start, *verbs])
    while message.typed[start] == " ":
        start += 1
    return _stranger(message, start, end, "unknown")


def _holds_a_verb(message: Message, start: int, end: int) -> bool:
    return any(start <= word.start < end and not word.means.isdisjoint(TRIGGERS) for word in message.words)
