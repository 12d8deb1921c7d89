"""Goods that went, are to go, or go later than planned (华星发货了 200台, shipped 200 units to Globex), and their
acceptance (华星验收了)."""

import re

from core.reading.clauses import Clause
from core.reading.facts import Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.numbers import parse
from core.reading.slots import Statement, put_amount, put_future, put_past

_MEANT_OTHERWISE = ("visit.done", "visit.contact", "pay.done", "pay", "promise", "correction", "question", "sign.done")
_LONGEST = 60
_EDGES = " \t\n,，.。!！;；:：、的"


@per_lexicon
def _counted(lexicon: Lexicon) -> re.Pattern[str]:
    """200台电机, 30 boxes of pumps: how much of what, as far as the clause goes."""
    unit, ends = lexicon.one_of("request.deliver_unit"), lexicon.one_of("request.deliver_what_ends")
    return re.compile(rf"\d[\d,.]*\s*{unit}(?:(?!{ends})[^\d,，.。;；!！\n]){{0,16}}")


def delivers(message: Message) -> bool:
    """Whether a message tells of goods that go to one customer, and of nothing else."""
    if len(message.customers) != 1 or len(message.amounts) > 1 or len(message.plain) > _LONGEST:
        return False
    if message.has(*_MEANT_OTHERWISE) or message.asks("request.deliver_not") or re.search(r"[?？]|吗", message.plain):
        return False
    if message.asks("request.deliver") or _kind(message) == "acceptance":
        return True
    return message.asks("request.deliver_short") and (
        message.asks("request.goods") or _counted(message.lexicon).search(message.masked) is not None
    )


def delivers_too(message: Message) -> bool:
    """大洋也发了, and 100 units to Initech: the part of a message behind one that tells of a delivery."""
    if len(message.customers) != 1 or message.amounts or message.has(*_MEANT_OTHERWISE):
        return False
    if message.asks("request.deliver_not"):
        return False
    if message.asks("request.deliver_too") or (message.dates and message.asks("request.deliver_short")):
        return True
    return _counted(message.lexicon).search(message.masked) is not None


def delivers_of_nobody(message: Message) -> bool:
    """货发了: said of the one delivery that waits."""
    return (
        not message.customers
        and not message.amounts
        and message.plain.strip(" 。.!！") in message.lexicon.all("request.deliver_only")
    )


def delivery_values(message: Message) -> dict[str, Value]:
    """`kind` (delivery, acceptance), `state` (done, planned, moved), `what`, `amount`, and the day: `date` of what was
    done, `due_date` of what is to be."""
    statement = Statement("delivery", Clause(message, 0, len(message.typed)))
    put_amount(statement)
    state = _state(message)
    if state == "done":
        put_past(statement)
    else:
        put_future(statement, "due_date")
    found = statement.slots | {"kind": Value(_kind(message), None, "delivery"), "state": Value(state, None, "delivery")}
    return found | what_value(message)


def what_value(message: Message) -> dict[str, Value]:
    """`what`: how much of what goes, where that is counted."""
    counted = _counted(message.lexicon).search(message.masked)
    what = message.typed[counted.start() : counted.end()].strip(_EDGES) if counted else ""
    return {"what": Value(what, counted.span(), "delivery")} if counted and what else {}


def _kind(message: Message) -> str:
    return "acceptance" if message.asks("request.accept") else "delivery"


def _state(message: Message) -> str:
    """Put off where such a word stands; done where one says so, or nothing says that it lies ahead."""
    if message.asks("request.deliver_late"):
        return "moved"
    if message.asks("request.deliver_done"):
        return "done"
    days = [when for one in message.dates if (when := one.on(message.today, 1) or one.on(message.today, -1))]
    ahead = any((when.last or when.first) >= message.today for when in days)
    return "planned" if ahead or message.has("plan.will") or message.asks("request.deliver_will") else "done"


@per_lexicon
def _after(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """发货后30天, 验收合格后3个月, 30 days after delivery."""
    goods, accepted = lexicon.one_of("request.after_delivery"), lexicon.one_of("request.after_acceptance")
    count = r"(?P<count>\d{1,3}|[一二两三四五六七八九十百半]{1,4})"
    unit = r"\s*(?P<unit>个半月|个?工作日|天|日|个月|月|年|days?|months?|years?)"
    which = rf"(?:(?P<goods>{goods})|(?P<accepted>{accepted}))"
    return (
        re.compile(rf"{which}[\s,，的]*{count}{unit}"),
        re.compile(rf"{count}[\s-]*{unit}\s*(?:after|from|of)\s*(?:the\s+)?{which}"),
        re.compile(rf"{which}"),
    )


def _span(count: str, unit: str) -> str:
    """30天 is "30d", 三个月 "3m", half a year "6m", half a month "15d", 一个半月 "45d"."""
    number, years = int(parse(count) or 0), unit.startswith(("年", "year"))
    if unit == "个半月":
        return f"{number * 30 + 15}d"
    if not years and not unit.endswith("月") and not unit.startswith("month"):
        return f"{number}d"
    if count == "半":
        return "6m" if years else "15d"
    return f"{number * (12 if years else 1)}m"


def due_after_values(message: Message) -> dict[str, Value]:
    """What something falls due after: `base` (delivery, acceptance) and `after` ("30d", "3m"; "0d": at once)."""
    for pattern in _after(message.lexicon):
        if (found := pattern.search(message.plain)) is None:
            continue
        named = found.groupdict()
        after = _span(named.get("count") or "0", named.get("unit") or "天")
        base = "acceptance" if named["accepted"] else "delivery"
        return {"base": Value(base, found.span(), "after"), "after": Value(after, found.span(), "after")}
    return {}
