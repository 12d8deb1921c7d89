"""Text in, facts out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.base.collecting import uncollected
from core.reading.agreed import agreed_in
from core.reading.clauses import PHASE, Clause, clauses_of
from core.reading.contacts import MEMBER_MARK
from core.reading.corrections import correction
from core.reading.discounts import Offer, is_a_deal, offers_in, sentence
from core.reading.facts import Fact, Request, Value
from core.reading.handovers import handover
from core.reading.let_off import is_beside_money, let_off_in, of_the_same
from core.reading.lexicon import Lexicon
from core.reading.lines import moved, split_lines
from core.reading.merge import facts_of
from core.reading.message import Message, take_apart
from core.reading.names import Names
from core.reading.questions import asks_for_data, is_chatter, is_question, only_asks
from core.reading.requests import request_of
from core.reading.slots import Statement, put_amount, put_future, put_times
from core.reading.statements import statements_of_all
from core.reading.strangers import look_closer

if TYPE_CHECKING:
    from core.base.calendar import WorkingCalendar


def understand(
    text: str,
    now: datetime,
    names: Names,
    default_currency: str,
    lexicon: Lexicon,
    calendar: WorkingCalendar | None = None,
) -> tuple[Request | None, list[Fact]]:
    """The command a message says in words, if any, and the facts it states; `now` is local time, nothing is guessed.

    `calendar` holds the team's working days, for N个工作日; without one they are Monday to Friday.
    """
    return understood(take_apart(text, now, names, default_currency, lexicon, calendar))


def understood(message: Message) -> tuple[Request | None, list[Fact]]:
    """The same of a message already taken apart."""
    about = (message.now, message.names, message.default_currency, message.lexicon, message.calendar)
    lines = [] if message.was_cut else split_lines(message.typed, message.names)
    whole = look_closer(message)
    apart = (
        [(start, look_closer(take_apart(line, *about))) for start, line in lines] if len(lines) > 1 else [(0, whole)]
    )
    facts = [moved(fact, start) for start, part in apart for fact in _told_in(part)]
    request = request_of(whole)
    return (None if request and _is_beside(request, facts, whole) else request), facts


def _is_beside(request: Request, facts: Sequence[Fact], message: Message) -> bool:
    """80万，款到发货: how it is paid, and nothing that was done; 二期80万 抹零3000: a price; beside 收到5万 money."""
    told = {name for one in facts if one.intent in PRICED for name in one.extras}
    paid = any(one.intent == "payment" for one in facts)
    if request.name == "write_off":
        return paid and is_beside_money(message)
    if request.name == "credit_note":
        return paid or bool(told & BESIDE)
    return request.name in ("invoice", "delivery") and "terms" in told


def read(
    text: str,
    now: datetime,
    names: Names,
    default_currency: str,
    lexicon: Lexicon,
    calendar: WorkingCalendar | None = None,
) -> list[Fact]:
    """What a message says, as the conventions have it: the facts of `understand` alone."""
    about = (now, names, default_currency, lexicon, calendar)
    return [
        moved(fact, start)
        for start, line in split_lines(text, names)
        for fact in _facts_in(look_closer(take_apart(line, *about)))
    ]


def prepare(lexicon: Lexicon) -> Lexicon:
    """Compile every pattern of a lexicon before the first message needs it (0.14 s); the same lexicon comes back."""
    with uncollected():
        names = Names.build({"customers": [{"name": "更夫"}]}, lexicon)
        for text in _WARMING:
            understand(text, _ANY_MOMENT, names, "CNY", lexicon)
    return lexicon


_WARMING = (
    "今天拜访更福的王总，和bill说3.5万，11.20见？",
    "不是1号，是2号，by next Friday, not 3k",
    "新客户 更夫",
    "谁欠钱",
)
_ANY_MOMENT = datetime(2026, 1, 1)  # noqa: DTZ001 - local time, as in every message


def _told_in(message: Message) -> list[Fact]:
    """The facts of a message; and what is let off of the rest when money is told of, by the same customer."""
    if let_off := let_off_in(message):
        fact, span = let_off
        facts = _facts_in(message.without([span]))
        if len(paid := [one for one in facts if one.intent == "payment"]) == 1:
            return [*facts, of_the_same(fact, paid[0])]
    return _facts_in(message)


def _facts_in(message: Message) -> list[Fact]:
    reminding = _reminder(message)
    if reminding is None:
        return _beside(message) or facts_of(message, _statements(message))
    reminded = Value("yes", None, "reminder")
    return [replace(fact, extras={**fact.extras, "reminded": reminded}) for fact in facts_of(message, [reminding])]


def _statements(message: Message) -> list[Statement]:
    if handed := handover(message):
        return [*handed.statements, *_of_clauses(message, clauses_of(message, handed.part))]
    return correction(message) or _of_clauses(message, clauses_of(message))


BESIDE = frozenset({"discount", "less", "list_amount", "terms"})
PRICED = ("deal", "stage", "contract")  # what may be sold at a discount


def _beside(message: Message) -> list[Fact]:
    """The facts of a message that gives a discount or says how a deal is paid, each with its own; read as if that were
    not there, so that 九五折 spoils no amount and 给了5%的折扣 is no payment. Nothing where no deal is told of."""
    offers, agreed = offers_in(message), agreed_in(message)
    aside = [span for one in offers for span in one.aside] + list(agreed.aside if agreed else ())
    if not aside:
        return []
    apart = message.without(aside)
    if corrected := correction(message):
        facts = facts_of(message, corrected)
    else:
        facts = _of_a_deal(apart, offers, min(aside)[0])
    for offer in offers:
        about = _about(facts, offer.aside[0][0])
        if about is not None:
            facts[facts.index(about)] = replace(about, extras={**about.extras, **offer.slots})
    deals = [one for one in facts if one.intent in ("deal", "stage", "correction")]
    if agreed and len(deals) == 1:
        facts[facts.index(deals[0])] = replace(deals[0], extras={**deals[0].extras, **agreed.slots})
    return facts if any(BESIDE & one.extras.keys() for one in facts) else []


def _of_a_deal(apart: Message, offers: Sequence[Offer], start: int) -> list[Fact]:
    """The facts of what is left, with a deal where none is told of in so many words."""
    statements = _statements(apart)
    facts = facts_of(apart, statements)
    named = offers or apart.amounts or PHASE.search(apart.plain)  # 华星月结60 is about the customer
    if any(one.intent in PRICED for one in facts) or len(offers) > 1 or not named or not is_a_deal(apart, start):
        return facts
    told = Statement("deal", Clause(apart, *sentence(apart, start)))
    put_amount(told)
    return facts_of(apart, [*statements, told])


def _about(facts: Sequence[Fact], start: int) -> Fact | None:
    """The fact whose price it is: the last one told before the discount, else the first."""
    priced = [one for one in facts if one.intent in (*PRICED, "correction")]
    before = [one for one in priced if one.span[0] <= start]
    return before[-1] if before else next(iter(priced), None)


_REMINDS = re.compile(
    rf"\W*(?:请|麻烦|帮我|到时候?)*提醒(?:我|{MEMBER_MARK}+)|\W*(?:please\s+)?remind\s+(?:me|{MEMBER_MARK}+)(?!\w)"
)


def _reminder(message: Message) -> Statement | None:
    """提醒李雷周五前把华星合同签了: something to do for a customer by a day, and nothing that has happened."""
    if not (message.customers and message.dates and _REMINDS.match(message.masked)):
        return None
    statement = Statement("followup", Clause(message, 0, len(message.typed)))
    if not put_future(statement, "next_date"):
        return None
    put_times(statement)
    return statement


def _of_clauses(message: Message, clauses: list[Clause]) -> list[Statement]:
    told: list[Clause] = []
    asking: list[Clause] = []
    for clause in clauses:
        (asking if is_question(clause) else told).append(clause)
    if asking and only_asks(told, asking):
        return [Statement("question", Clause(message, 0, len(message.typed)))] if asks_for_data(message) else []
    if is_chatter(message):
        return []
    return statements_of_all(told)
