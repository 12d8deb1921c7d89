"""What a line about money says beside its amount: who really paid, what the bank kept, and what the parts are for."""

import re
from collections.abc import Iterator

from core.reading.amounts import Amount
from core.reading.clauses import Clause
from core.reading.days import FUTURE
from core.reading.discounts import offers_in
from core.reading.doubts import amount_doubts
from core.reading.facts import Doubt, Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.names import Mention
from core.reading.numbers import plain
from core.reading.slots import Statement, put_amount, put_past

_EDGES = " \t\n,，.。!！?？;；:：、~～()（）"
_NAME = r"[^\s，,。；;、：:！!？?是由]{2,30}?"
_FEE_AT = 8  # characters between the word for a fee and its amount


# -- who paid


_FOR_THEM = re.compile(rf"(?P<name>{_NAME})(?:代|替|帮)(?=.{{0,24}}?(?:付|打|转|汇|还))")


@per_lexicon
def _paid_for(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """深圳华兴代付的; Acme paid 30k on behalf of; from Acme on behalf of."""
    for_them, lead, tail = (lexicon.one_of(f"request.{one}") for one in ("paid_for", "payer_lead", "payer_tail"))
    return (
        re.compile(rf"(?:^|[，,。；;\s]|{lead})(?P<name>{_NAME}){for_them}"),
        re.compile(rf"(?P<name>[a-z][\w.&' -]{{1,40}}?)\s+(?:paid|wired|sent|transferred)\b.{{0,40}}?{tail}"),
        re.compile(rf"\b(?:from|by)\s+(?P<name>[a-z][\w.&' -]{{1,40}}?),?\s+{tail}"),
    )


def payer_of(message: Message) -> tuple[Value, Mention | None] | None:
    """Somebody other than the customer who paid, and the customer where one is named as paid for (华兴代华星付)."""
    for customer in message.customers:
        start = max((message.plain.rfind(mark, 0, customer.start) for mark in "，,。；;\n"), default=-1) + 1
        lead = re.match(rf"\s*{message.lexicon.one_of('request.payer_lead')}", message.plain[start:])
        start += lead.end() if lead else 0
        found = _FOR_THEM.match(message.plain, start)
        if found and found.end() == customer.start:
            return _named(message, start, found.end("name")), customer
    for pattern in _paid_for(message.lexicon):
        if found := pattern.search(message.plain):
            start, end = found.span("name")
            is_the_customer = any((start, end) == (one.start, one.end) for one in message.customers)
            if end - start >= 2 and not (is_the_customer and len(message.customers) == 1):
                return _named(message, start, end), None
    return None


def _named(message: Message, start: int, end: int) -> Value:
    return Value(message.typed[start:end].strip(_EDGES), (start, end), "payer")


# -- cash in somebody's hands


def held_by(message: Message) -> str:
    """Who has the cash: the id of a member who is named, else "me"; "" where it is no cash, or was handed in."""
    if not message.asks("request.cash") or message.asks("request.cash_in"):
        return ""
    named = (one.entities[0].ref for one in message.members if len(one.entities) == 1)
    return next((ref for ref in named if ref), "me")


# -- what the bank kept


def fee_of(message: Message) -> Value | None:
    """手续费15, bank fee 15: with or without a unit."""
    pattern = rf"{message.lexicon.one_of('request.fee')}\D{{0,{_FEE_AT}}}?(?P<fee>\d[\d,]*(?:\.\d+)?)"
    found = re.search(pattern, message.plain)
    if not found:
        return None
    start, end = found.span("fee")
    amount = next((one for one in message.amounts if one.start <= start < one.end), None)
    if amount is not None:
        return Value(plain(amount.value), (amount.start, amount.end), "fee")
    return Value(found["fee"].replace(",", ""), (start, end), "fee")


# -- what the parts are for


def parts_of(message: Message, fee: Value | None = None) -> tuple[tuple[str, Amount], ...]:
    """一期10万二期5万; 3万是上个月的，2万是预付; 100k for phase 1: what each part after the whole is for.

    Nothing unless every part says what it is for: then the amounts are one payment, and not several.
    """
    amounts = [one for one in message.amounts if fee is None or one.start != (fee.span or (0, 0))[0]]
    rest = amounts[1:]
    found = [(_label(message, rest, at), one) for at, one in enumerate(rest)]
    return tuple((label, one) for label, one in found if label) if all(label for label, _ in found) else ()


def _label(message: Message, amounts: list[Amount], at: int) -> str:
    """The words around a part that say what it is for: those after it, if they say so, else those before it."""
    one, later = amounts[at], amounts[at + 1 :]
    after = message.plain[one.end : later[0].start if later else len(message.plain)]
    after = re.split(r"[，,。；;\n]|\band\b", after)[0]
    first = message.amounts[0].end
    before = message.plain[amounts[at - 1].end if at else first : one.start]
    before = re.split(r"[，,。；;\n]|\band\b", before)[-1]
    named = message.lexicon.one_of("request.title", "request.part", "request.advance")
    told = re.match(rf"\s*{message.lexicon.one_of('request.part_is')}\s*(?:the\s+)?(?P<what>{named})", after)
    hit = re.search(named, before)
    return told["what"].strip() if told else hit[0].strip() if hit else ""


# -- together


def payment_details(message: Message) -> dict[str, str]:
    """What is said beside the amount of one payment: `payer`, `paid_for` (the id of whom),
    `fee`, `parts` (what=amount;...), `title`."""
    found: dict[str, str] = {}
    if payer := payer_of(message):
        found["payer"] = payer[0].value
        if payer[1] is not None and len(payer[1].entities) == 1 and payer[1].entities[0].ref:
            found["paid_for"] = payer[1].entities[0].ref
    if held := held_by(message):
        found["held"] = held
    if fee := fee_of(message):
        found["fee"] = fee.value
    if parts := parts_of(message, fee):
        found["parts"] = ";".join(f"{label}={plain(one.value)}" for label, one in parts)
    elif hit := re.search(message.lexicon.one_of("request.title", "request.part"), message.plain):
        found["title"] = hit[0]
    return found


def are_parts(message: Message) -> bool:
    """Whether the amounts after the first say each what it is for, and add up to it: one payment and its parts."""
    parts = parts_of(message, fee_of(message))
    if not parts or len(message.customers) > 1:
        return False
    return sum(one.value for _, one in parts) == message.amounts[0].value


def is_accounted_for(message: Message, details: dict[str, str]) -> bool:
    """Whether every amount after the first is a fee or a part, so that nothing is left to ask."""
    more = len(message.amounts) - 1
    fee = fee_of(message)
    fees = int(fee is not None and fee.span is not None and any(one.start == fee.span[0] for one in message.amounts))
    parts = len(details["parts"].split(";")) if "parts" in details else 0
    return more > 0 and more == fees + parts


# -- orders about money


_BARE = re.compile(r"(?:(?<![\w.])|(?<=[\u4e00-\u9fff]))[-−]?\s?\d[\d,]*(?:\.\d+)?(?![\w%])")


def order_values(message: Message) -> dict[str, Value]:
    """How much, of what, since when and why: the values of 核销, 折让, 退款, 冲预收."""
    statement = Statement("note", Clause(message, 0, len(message.typed)))
    put_amount(statement, with_percent=True)
    if "amount" not in statement.slots and (said := taken_off(message) or bare_number(message)):
        statement.slots["amount"] = said
    if message.dates:
        put_past(statement)
    because = re.search(message.lexicon.one_of("request.because"), message.plain)
    if because and (reason := message.typed[because.end() :].strip(_EDGES)):
        statement.slots["reason"] = Value(reason, (because.end(), len(message.typed)), "reason")
    return statement.slots | title_value(message)


def dispute_values(message: Message) -> dict[str, Value]:
    """Which receivable is in dispute: by its name, or by how much is open of it."""
    statement = Statement("note", Clause(message, 0, len(message.typed)))
    if len(message.amounts) == 1:
        put_amount(statement)
    return statement.slots | title_value(message)


def title_value(message: Message) -> dict[str, Value]:
    """Which receivable is meant: 二期, 质保金."""
    title = re.search(message.lexicon.one_of("request.title"), message.plain)
    return {"title": Value(message.typed[title.start() : title.end()], title.span(), "title")} if title else {}


def order_doubts(message: Message) -> tuple[Doubt, ...]:
    """Several amounts, or a number that is none: nothing is assumed of what one order moves."""
    amounts = message.amounts
    if len(amounts) > 1:
        span = (amounts[0].start, amounts[-1].end)
        return (Doubt("two_amounts", span, tuple(format(one.value, "f") for one in amounts)),)
    if odd := tuple(amount_doubts(message, amounts)):
        return odd
    left = re.search(r"\d[\w.,]*", _without_values(message))
    if not amounts and left and bare_number(message) is None and taken_off(message) is None:
        return (Doubt("absurd_amount", left.span(), ()),)
    return ()


def money_doubts(message: Message) -> tuple[Doubt, ...]:
    """What is odd about the amount of what is no order: how many there are of something is no amount."""
    return tuple(amount_doubts(message, message.amounts))


def taken_off(message: Message) -> Value | None:
    """尾款优惠2万, 抹零500: so much less, which is no amount of its own elsewhere."""
    return next((one.slots["less"] for one in offers_in(message) if "less" in one.slots), None)


def bare_number(message: Message) -> Value | None:
    """write off 5000 of Globex, 核销-100: the one number of an order is its amount, or it would mean all of it."""
    found = list(_BARE.finditer(_without_values(message)))
    if len(found) != 1 or message.amounts:
        return None
    value = found[0][0].replace(",", "").replace(" ", "").replace("−", "-")
    return Value(value, found[0].span(), "bare")


def _without_values(message: Message) -> str:
    """The text with names, days and shares blanked, place for place."""
    text = message.masked
    for start, end in _places(message):
        text = text[:start] + " " * (end - start) + text[end:]
    title = re.search(message.lexicon.one_of("request.title", "request.part"), message.plain)
    return text[: title.start()] + " " * (title.end() - title.start()) + text[title.end() :] if title else text


def _places(message: Message) -> Iterator[tuple[int, int]]:
    yield from ((one.start, one.end) for one in message.dates)
    yield from ((one.start, one.end) for one in message.percents)


# -- money that goes back


def refund_values(message: Message) -> dict[str, Value]:
    """The same, and who paid whom: `direction` out (we paid them), "" where the words leave a doubt."""
    lexicon, text = message.lexicon, message.plain
    ours = re.search(lexicon.one_of("request.refund_out"), text)
    theirs = re.search(lexicon.one_of("request.refund_in"), text)
    direction = "out" if ours and not theirs else ""
    return order_values(message) | {"direction": Value(direction, None, "refund")}


# -- bills


_MONTHS = re.compile(r"(?P<months>\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:个月|月期|-?\s?months?)")
_COUNT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
          "十一": 11, "十二": 12}  # fmt: skip


def bill_values(message: Message) -> dict[str, Value]:
    """A bill's amount, and when it matures: a day, or so many months from today (`months`)."""
    found = order_values(message)
    found.pop("date", None)
    if months := _MONTHS.search(message.plain):
        count = _COUNT.get(months["months"]) or (int(months["months"]) if months["months"].isdigit() else None)
        if count:
            return found | {"months": Value(str(count), months.span(), "months")}
    for mention in message.dates:
        if when := mention.on(message.today, FUTURE):
            day = (when.last or when.first).isoformat()
            return found | {"due_date": Value(day, (mention.start, mention.end), mention.rule)}
    return found
