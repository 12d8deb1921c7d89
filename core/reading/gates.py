"""Messages that are not reports: questions, corrections, handovers and chatter are told apart before anything is recorded."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from core.reading.clauses import Clause, list_link
from core.reading.contacts import CUSTOMER_MARK, MEMBER_MARK
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST
from core.reading.facts import Value
from core.reading.lexicon import Lexicon
from core.reading.message import Message, without
from core.reading.names import Mention
from core.reading.statements import Statement, put_days, put_this_amount, stage_named

Span = tuple[int, int]


def is_question(clause: Clause) -> bool:
    """Asks for something: a question mark or word, and nobody else is quoted as asking."""
    asks = (
        "?" in clause.message.plain[clause.start : clause.end] or clause.has("question") or _opens_as_question(clause)
    )
    return asks and not clause.has("question.quoted")


def _opens_as_question(clause: Clause) -> bool:
    first = next(iter(clause.words), None)
    lead = clause.message.plain[clause.start : first.start].strip(" \t\n📌") if first else ""
    return first is not None and "question.opening" in first.means and not lead


def asks_for_data(message: Message) -> bool:
    """Our books know of payments and stages; beside a customer's name vaguer things count too."""
    return message.has("question.data", "ledger") or (bool(message.customers) and message.has("question.topic"))


def is_chatter(message: Message) -> bool:
    """华为新手机要一万二: a name is said, but as something to buy, eat or live in."""
    return message.has("chat")


# ---- handover ------------------------------------------------------------------------------------------------------


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
    givers = [member for member in message.members if _FROM.search(message.masked[: member.start])]
    takers = [member for member in message.members if member not in givers]
    taker = next((member for member in takers if member.start >= at), None) or _taker_before(takers, at)
    if not taker:
        return []
    giver = next((member for member in (*givers, *message.members) if member.entities != taker.entities), None)
    return [_handed(whole, customer, taker, giver) for customer in message.customers]


# 他的万科给怡君: nothing but 给 between the customer and the member.
_GIVEN = re.compile(rf"{CUSTOMER_MARK}\s*(?:都|全|先|以后)?给\s*(?={MEMBER_MARK})")
_FROM = re.compile(r"(?:\bfrom|从)\s*$")


def _taker_before(members: Sequence[Mention], at: int) -> Mention | None:
    """以后百度由刘洋负责: the member stands before the verb."""
    before = [member for member in members if member.start < at]
    return before[-1] if before else None


def _handed(whole: Clause, customer: Mention, taker: Mention, giver: Mention | None) -> Statement:
    narrow = Clause(without(whole.message, [span for span in _others(whole.message, customer)]), whole.start, whole.end)
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


# ---- correction ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _wrong(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """Where a correction names the wrong value; group "wrong" is what to leave out."""
    change, stop = lexicon.one_of("correction.change"), r"[,，。;；.!\n]"
    return (
        re.compile(r"(?:不是|并非)(?P<wrong>[^,，。;；\n]*?)[,，\s]*(?:而是|应该是|应当是|应是|是)"),
        re.compile(r"(?:不是|并非)(?P<wrong>[^,，。;；\n]*)"),
        re.compile(rf"(?P<wrong>[^,，。;；\n]*?)\s*{change}"),
        re.compile(rf"\bnot\s+(?P<wrong>.*?)(?={stop}\s|{stop}$|\bbut\b|\bit'?s\b|\bit was\b|$)"),
        re.compile(rf"(?:instead of|rather than)\s+(?P<wrong>.*?)(?={stop}|$)"),
        re.compile(r"\bfrom\s+(?P<wrong>.*?)\s+to\b"),
        re.compile(r"\b(?:was|were) wrong(?P<wrong>)"),
    )


def correction(message: Message) -> list[Statement]:
    """One statement that holds the right values only."""
    if not _corrects(message):
        return []
    right = without(message, _wrong_values(message))
    clause = Clause(right, 0, len(message.typed))
    statement = Statement("correction", clause)
    if clause.amounts:
        put_this_amount(statement.slots, clause, 0)
    dates = [mention for mention in clause.dates if not _POINTS_AT.match(message.masked, mention.end)]
    if dates:
        future = message.has("plan", "plan.will", "next") or _lies_ahead(dates[0], message)
        put_days(
            statement.slots, "next_date" if future else "date", dates[0], message.today, FUTURE if future else PAST
        )
    if stage := _right_stage(clause, message):
        statement.slots["stage"] = stage
    return [statement]


def _moves_a_stage(message: Message) -> bool:
    """改成 with the name of a stage after it moves the stage and corrects nothing."""
    weak = next(word for word in message.words if "correction.weak" in word.means)
    return any(stage.start >= weak.end for stage in message.stages)


# 昨天那笔不是华星的: which record is meant, not what it should say.
_POINTS_AT = re.compile(r"[\s\ue000-\ue00f]*的?(?:那|这)[笔条个次单份]|的(?:记录|拜访|回款|付款)(?:$|[^改])")
_FAR_BACK = timedelta(days=180)


def _lies_ahead(mention: DateMention, message: Message) -> bool:
    """是12月10号, said in November: next month rather than eleven months ago."""
    back = mention.on(message.today, PAST)
    return back is not None and message.today - back.first > _FAR_BACK and mention.leaning(message.today) == FUTURE


def _corrects(message: Message) -> bool:
    if (
        message.has("correction.weak")
        and not _moves_a_stage(message)
        and bool(message.amounts or message.dates or message.contacts)
    ):
        return True
    return message.has("correction") or (bool(_NOT_BUT.search(message.masked)) and _says_two_of_a_kind(message))


_NOT_BUT = re.compile(
    r"\b(?:it'?s|it was|was|is)\b[^,.;\n]{1,30}?,?\s*\bnot\b|不是[^,，。;；\n]{1,16}[,，\s]*(?:而)?是|(?:应该|应)?是[^,，。;；\n]{1,16}[,，\s]*不是"
)


def _says_two_of_a_kind(message: Message) -> bool:
    """The right value and the wrong one; in 不是周二 the wrong one may be all that is of its kind."""
    hanzi = "不是" in message.masked and bool(message.amounts or message.dates or message.customers)
    return hanzi or any(len(kind) > 1 for kind in (message.amounts, message.dates, message.customers, message.contacts))


def _wrong_values(message: Message) -> list[Span]:
    """The stretches said to be wrong; one that would leave no value of its kind is not taken for wrong."""
    spans = []
    taken: list[Span] = []
    for pattern in _wrong(message.lexicon):
        for match in pattern.finditer(message.masked):
            span = match.span("wrong")
            if span[1] > span[0] and not any(start <= span[0] < end for start, end in taken):
                taken.append(match.span())
                spans += _replaceable(message, span)
    return spans


def _replaceable(message: Message, span: Span) -> list[Span]:
    """Only values that the message says another way elsewhere: in 百度改成25万 the name is right."""
    found = []
    for kind in (message.customers, message.contacts, message.amounts, message.dates):
        inside = [(each.start, each.end) for each in kind if span[0] <= each.start < span[1]]
        if inside and len(inside) < len(kind):
            found += inside
    return found


def _right_stage(clause: Clause, message: Message) -> Value | None:
    return stage_named(clause, 0) if message.has("stage.move", "stage.word") and not clause.amounts else None


def list_of_customers(clause: Clause) -> bool:
    """华星、远航还有启明星: nothing but links between the names."""
    link = list_link(clause.message.lexicon)
    customers = clause.customers
    return all(
        link.fullmatch(clause.message.masked, one.end, other.start)
        for one, other in zip(customers, customers[1:], strict=False)
    )
