"""What a line about money says beside its amount: who really paid, what the bank kept, and what the parts are for."""

import re
from collections.abc import Iterator, Sequence

from core.reading.amounts import Amount
from core.reading.clauses import Clause
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST
from core.reading.discounts import offers_in
from core.reading.doubts import amount_doubts
from core.reading.facts import Doubt, Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.names import Mention
from core.reading.numbers import plain
from core.reading.slots import Statement, put_amount, put_days, put_past

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


def whole_of(message: Message) -> Amount:
    """What the parts are parts of: the amount said to be all there is (一共收到5万, 50k in total), else the first."""
    before, after = (message.lexicon.one_of(f"request.in_all_{one}") for one in ("before", "after"))
    first, last = message.amounts[0], message.amounts[-1]
    led = re.search(rf"{before}[^，,。；;\n]{{0,12}}$", message.plain[: last.start])
    return last if led or re.match(rf"[^，,。；;\n]{{0,12}}?\s?{after}", message.plain[last.end :]) else first


def parts_of(message: Message, fee: Value | None = None) -> tuple[tuple[str, Amount], ...]:
    """一期10万二期5万; 3万是上个月的，2万是预付; 100k for phase 1: what each part beside the whole is for.

    Nothing unless every part says what it is for: then the amounts are one payment, and not several.
    """
    if len(message.amounts) < 2:
        return ()
    whole = whole_of(message)
    apart = [one for one in message.amounts if fee is None or one.start != (fee.span or (0, 0))[0]]
    rest = [one for one in apart[1 if whole is message.amounts[0] else 0 :] if one is not whole]
    found = [(_label(message, one), one) for one in rest]
    return tuple((label, one) for label, one in found if label) if all(label for label, _ in found) else ()


def _around(message: Message, one: Amount) -> tuple[str, str]:
    """The words between an amount and its neighbours, up to a comma."""
    before = max((other.end for other in message.amounts if other.end <= one.start), default=0)
    after = min((other.start for other in message.amounts if other.start >= one.end), default=len(message.plain))
    return _STOPS.split(message.plain[before : one.start])[-1], _STOPS.split(message.plain[one.end : after])[0]


_STOPS = re.compile(r"[，,。；;\n]|\band\b")


def _told(message: Message, one: Amount) -> str:
    """What comes after a part and says what it is for: 3万付第一期, 30k for phase 1, 3k in advance."""
    advance = message.lexicon.one_of("request.advance")
    named = message.lexicon.one_of("request.title", "request.part", "request.advance")
    part_is = message.lexicon.one_of("request.part_is")
    said = rf"\s*(?:{part_is}\s*(?:the\s+)?(?P<what>{named})|(?P<advance>{advance}))"
    told = re.match(said, _around(message, one)[1])
    return (told["what"] or told["advance"]).strip() if told else ""


def _label(message: Message, one: Amount) -> str:
    """The words around a part that say what it is for: those after it, if they say so, else those before it."""
    if told := _told(message, one):
        return told
    named = message.lexicon.one_of("request.title", "request.part", "request.advance")
    hit = re.search(named, _around(message, one)[0])
    return hit[0].strip() if hit else ""


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
    """Whether the amounts beside the whole say each what it is for, so that all is one payment: they add up to it, or
    are nothing else (3万付第一期，3万付第二期 after 收到5万), and then it is asked how much it was."""
    parts = parts_of(message, fee_of(message))
    if not parts or len(message.customers) > 1:
        return False
    whole = whole_of(message)
    return sum(one.value for _, one in parts) == whole.value or not _are_more(message, whole, [one for _, one in parts])


def _are_more(message: Message, whole: Amount, parts: Sequence[Amount]) -> bool:
    """又收到3万付尾款, 今天3万付尾款; 一期5万，二期3万: payments of their own after the first."""
    first = message.amounts[0].end
    if re.search(message.lexicon.one_of("request.once_more"), message.plain[first:]):
        return True
    if any(one.start >= first for one in message.dates) or any(one.start >= first for one in message.times):
        return True
    return bool(_own_title(message, whole)) and not (len(parts) > 1 and all(_told(message, one) for one in parts))


def _own_title(message: Message, whole: Amount) -> bool:
    title = message.lexicon.one_of("request.title", "request.part")
    return any(re.search(title, words) for words in _around(message, whole))


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


def invoice_values(message: Message) -> dict[str, Value]:
    """华星3月5日开票20万: how much, and the day, which may be still to come."""
    found = order_values(message)
    if (day := invoice_day(message)) is not None:
        put_invoice_day(found, message, day)
    return found


def invoice_day(message: Message) -> DateMention | None:
    """The day that stands with the word for an invoice, up to a comma (3月5日开票, to be invoiced on March 5)."""
    said = re.search(message.lexicon.one_of("request.invoice"), message.plain)
    if said is None:
        return None
    begin = max((one.end() for one in _STOPS.finditer(message.plain, 0, said.start())), default=0)
    stop = _STOPS.search(message.plain, said.end())
    end = stop.start() if stop else len(message.plain)
    near = [one for one in message.dates if begin <= one.start and one.end <= end]
    alone = len(message.dates) == 1 and not message.asks("request.receivable")
    return near[0] if near else message.dates[0] if alone else None


def put_invoice_day(slots: dict[str, Value], message: Message, day: DateMention) -> None:
    """Its date: back where it is written already (开了票, invoiced), else the way the day itself leans."""
    written = re.search(message.lexicon.one_of("request.invoice_done"), message.plain) is not None
    sense = PAST if written else day.leaning(message.today) or PAST
    if put_days(slots, "date", day, message.today, sense):
        slots.pop("date_end", None)


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
