"""Commands said in words (新客户 华星科技, 华星应收20万到期1月15日, 谁欠钱): one table, tried from the top."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from core.reading.agreed import agreed_in
from core.reading.clauses import Clause
from core.reading.complaints import complaint_values, handler_value
from core.reading.contacts import DATE_MARK
from core.reading.days import PAST
from core.reading.deliveries import (
    delivers,
    delivers_of_nobody,
    delivers_too,
    delivery_values,
    due_after_values,
    what_value,
)
from core.reading.facts import Doubt, Request, Span, Value
from core.reading.handovers import handover_values, hands_everything, hands_to_nobody
from core.reading.lexicon import Lexicon
from core.reading.message import Message, take_apart
from core.reading.names import CUSTOMER, Mention, Names
from core.reading.payments import (
    bare_number,
    bill_values,
    dispute_values,
    invoice_day,
    invoice_values,
    money_doubts,
    order_doubts,
    order_values,
    put_invoice_day,
    refund_values,
    taken_off,
    title_value,
)
from core.reading.slots import Statement, put_amount, put_days, put_future
from core.reading.strangers import look_closer

_NEAR = ("homophone", "typo", "clipped")


class Kind(NamedTuple):
    """One request: its name, when a message is one, the values it takes besides the customer, and what is in doubt."""

    name: str
    fits: Callable[[Message], bool]
    values: Callable[[Message], dict[str, Value]] = lambda message: {}
    doubts: Callable[[Message], tuple[Doubt, ...]] = lambda message: ()


def read_request(text: str, now: datetime, names: Names, default_currency: str, lexicon: Lexicon) -> Request | None:
    """The command a message says in words, or None; facts are for `read` to find."""
    return request_of(look_closer(take_apart(text, now, names, default_currency, lexicon)))


def request_of(message: Message) -> Request | None:
    """The same of a message already taken apart."""
    kind = next((kind for kind in KINDS if kind.fits(message)), None)
    return _request(message, kind) if kind else None


_JOINED = re.compile(r"\s*[、,，和跟与及&+]?\s*(?:以及|还有|and\b)?\s*给?\s*")
_PARTED = re.compile(r"[，,;；。!！\n]|(?i:\band\b)")
_A_CUT = 6  # characters between two parts that stand next to each other


def deliveries_of(message: Message) -> list[tuple[Request, Span]]:
    """华星和大洋的货都发了; 华星付了5万，大洋的货发了: the deliveries of a message that names several customers, each
    with where it is told of; spans of a request's values count from there. Empty where it names one."""
    customers = message.customers
    if len(customers) < 2 or not any(message.asks(f"request.{one}") for one in ("deliver", "deliver_short", "accept")):
        return []
    if all(_JOINED.fullmatch(message.plain, one.end, following.start) for one, following in pairwise(customers)):
        found = [_about_one(message, one) for one in customers]
        if all(map(delivers, found)):
            return [(_request(one, DELIVERY), (0, len(one.typed))) for one in found]
    return _one_by_one(message)


def _about_one(message: Message, customer: Mention) -> Message:
    """The message as if nobody else were named in it."""
    return replace(message, mentions=tuple(one for one in message.mentions if one is customer or one.kind != CUSTOMER))


def _one_by_one(message: Message) -> list[tuple[Request, Span]]:
    """Part by part: a delivery to a customer of its own, or that it went there, too."""
    found: list[tuple[Request, Span]] = []
    about = (message.now, message.names, message.default_currency, message.lexicon, message.calendar)
    for span in _parts(message.plain):
        part = take_apart(message.typed[slice(*span)], *about)
        if delivers(part):
            found.append((_request(part, DELIVERY), span))
        elif found and found[-1][1][1] + _A_CUT >= span[0] and delivers_too(part):
            too = _request(part, DELIVERY if part.dates else Kind("delivery", delivers, what_value))
            as_before = {} if part.dates else found[-1][0].slots
            found.append((replace(too, slots={**as_before, **too.slots}), span))
    return found


def _parts(text: str) -> list[Span]:
    """Where the parts of a text stand, as commas and "and" part them."""
    cuts = [(0, 0), *(one.span() for one in _PARTED.finditer(text)), (len(text), len(text))]
    return [(before[1], after[0]) for before, after in pairwise(cuts) if text[before[1] : after[0]].strip()]


def _request(message: Message, kind: Kind) -> Request:
    slots = kind.values(message)
    span = (0, len(message.typed))
    if not message.customers:
        return Request(kind.name, slots, doubts=kind.doubts(message), span=span)
    mention = message.customers[0]
    where = (mention.start, mention.end)
    if len(mention.entities) > 1:
        names, refs = (
            tuple(entity.name for entity in mention.entities),
            tuple(entity.ref or "" for entity in mention.entities),
        )
        return Request(kind.name, slots, names, refs, span=span)
    entity = mention.entities[0]
    slots["customer"] = Value(entity.name, where, mention.rule, entity.ref)
    near = (Doubt("near_name", where, (entity.name,)),) if mention.rule in _NEAR else ()
    return Request(
        kind.name,
        slots,
        doubts=(*near, *kind.doubts(message)),
        span=span,
        new_customer=mention.rule in ("new", "unknown"),
    )


# ---- when a message is one -----------------------------------------------------------------------------------------

_PUNCTUATION = " \t\n,，.。!！?？;；:~～/"


def _says_only(meaning: str) -> Callable[[Message], bool]:
    """The whole message is one of these words: 帮助, 记一笔, undo that."""
    return lambda message: message.plain.strip(_PUNCTUATION) in message.lexicon.all(meaning)


def _asks_of_a_week(message: Message) -> bool:
    """周报; 李雷这周干了啥; what did Tom do this week: one of these words, of the team or of one person."""
    if _says_only("request.week")(message):
        return True
    if len(message.members) != 1 or message.customers:
        return False
    who = message.members[0]
    for instead in ("", "we", "our"):
        said = f"{message.plain[: who.start]}{instead}{message.plain[who.end :]}".replace("'s", "").strip(_PUNCTUATION)
        if said.removeprefix("的") in message.lexicon.all("request.week"):
            return True
    return False


def _takes_back(message: Message) -> bool:
    """撤销; 搞错了，撤回; 能撤销刚才那条吗; can you undo that: the word for it and nothing else but small ones."""
    if not message.asks("request.undo") and not message.asks("request.take_back"):
        return False
    around = message.lexicon.one_of("request.undo", "request.take_back", "request.undo_around")
    return not re.sub(rf"{around}|[\W_]", "", message.masked)


def _about_a_customer(meaning: str) -> Callable[[Message], bool]:
    return lambda message: bool(message.customers) and message.asks(meaning) and _says_little_else(message, meaning)


_FILLERS = re.compile(
    r"[\s,，.。!！?？;；:~～了的呢吗啊吧嘛呀请帮我一下现在目前们]|\b(?:please|the|of|how|much|does|do|is|are|us|still|me|a|an|what|what's|on|for|now|did|they|it)\b"
)


def _says_little_else(message: Message, meaning: str) -> bool:
    """Nothing but a customer and the request: 华星还欠多少, not a sentence that holds the word by chance."""
    rest = re.sub(message.lexicon.one_of(meaning), "", message.masked)
    return not message.amounts and len(_FILLERS.sub("", "".join(char for char in rest if char < "\ue000"))) <= 2


def _about_nobody(meaning: str) -> Callable[[Message], bool]:
    return lambda message: not message.customers and message.asks(meaning) and len(message.plain) <= 30


def _names_a_new_account(message: Message) -> bool:
    """Only the name, perhaps with a person: with a visit or money beside it the facts carry the new customer."""
    if not message.customers or (message.customers[0].rule != "new" and not message.has("customer.new")):
        return False
    phones = [found.span() for found in _PHONE.finditer(message.plain)]
    amounts = [one for one in message.amounts if not any(start <= one.start < end for start, end in phones)]
    return not (amounts or message.dates or message.has("visit.done", "visit.contact", "pay.done", "question"))


_PHONE = re.compile(r"(?:\+|\b00)\d[\d\- ()]{6,20}\d")


def _states_a_receivable(message: Message) -> bool:
    if len(message.amounts) != 1 or not message.customers:
        return False
    if not (message.asks("request.receivable") or _bills_by_a_day(message)):
        return False
    return not (message.has("pay.done", "question", "correction", "promise") or "?" in message.plain)


def _states_a_billed_receivable(message: Message) -> bool:
    """华星应收20万，3月5日开票: money that is owed, and when it is invoiced."""
    return message.asks("request.receivable") and message.asks("request.invoice") and _states_a_receivable(message)


def _bills_by_a_day(message: Message) -> bool:
    """Globex invoice 12k due in 30 days; 发票12万，下月5日到期: a bill, its amount, and the day it falls due."""
    if len(message.dates) != 1 or message.has("plan.will"):
        return False
    bill, due = (message.lexicon.one_of(f"request.receivable_{one}") for one in ("bill", "due"))
    day = rf"(?:{due}\s?(?:in|on|by|at)?\s?{DATE_MARK}|{DATE_MARK}\s?{due})"
    return re.search(rf"{bill}.*{day}", message.masked) is not None


def _orders(meaning: str, *, after: bool = False) -> Callable[[Message], bool]:
    """An order about a customer: its verb and then the name (归档 华星), or 把 and the name (把华星电子并入华星科技);
    `after`: or the name and then the verb (华星改名为华星集团)."""

    def fits(message: Message) -> bool:
        if not message.customers or not message.asks(meaning) or message.has("question") or "?" in message.plain:
            return False
        name, lexicon = message.customers[0], message.lexicon
        before = message.plain[: name.start].strip(_PUNCTUATION)
        if before:
            return bool(re.fullmatch(lexicon.one_of(meaning, "request.order"), before))
        return after and bool(re.match(rf"[\s的]*{lexicon.one_of(meaning)}", message.plain[name.end :]))

    return fits


def orders_money(meaning: str, *, amount: bool = False, but: str = "") -> Callable[[Message], bool]:
    """华星那3万核销，因为工厂倒闭: what becomes of a customer's money. Asking whether one should is no order.

    `amount`: only with one; `but`: not where these words stand too.
    """

    def fits(message: Message) -> bool:
        if not message.customers or message.has("question") or "?" in message.plain or not message.asks(meaning):
            return False
        if but and message.asks(but):
            return False
        return not amount or bool(message.amounts or bare_number(message) or taken_off(message))

    return fits


def _complains(meaning: str, but: str = "") -> Callable[[Message], bool]:
    """华星投诉了二期设备，张工处理: said by itself; beside a visit or money it stays with them."""
    ordered = orders_money(meaning, but=but)
    return lambda message: ordered(message) and not message.has("visit.done", "visit.contact", "pay.done", "correction")


def _ships(message: Message) -> bool:
    return message.asks("request.ship") or (message.asks("request.ship_short") and message.asks("request.goods"))


def _asks_to_ship(message: Message) -> bool:
    """给恒达发货？, 能给恒达发20万的货吗: asked, not told."""
    if len(message.customers) != 1 or len(message.amounts) > 1 or not _ships(message):
        return False
    asked = message.plain.rstrip().endswith(("?", "？", "吗", "吗？")) or message.asks("request.ship_may")
    return asked and not message.dates and len(message.plain) <= 60


def _is_just_a_name(message: Message) -> bool:
    return len(message.customers) == 1 and not message.masked.strip(
        _PUNCTUATION + message.masked[message.customers[0].start]
    )


# ---- values --------------------------------------------------------------------------------------------------------


def _receivable_values(message: Message) -> dict[str, Value]:
    """华星应收20万，月结60，3月5日开票: how much, the day it is due, or the terms said and the day of the invoice."""
    billed = invoice_day(message) if message.asks("request.receivable") else None
    dates = tuple(one for one in message.dates if one is not billed)
    told = replace(message, dates=dates)
    statement = Statement("receivable", Clause(told, 0, len(told.typed)))
    put_amount(statement)
    if not put_future(statement, "due_date") and dates:  # 10月1日到期, said in November: it is overdue
        put_days(statement.slots, "due_date", dates[0], told.today, PAST)
    statement.slots.pop("due_date_end", None)
    if billed is not None:
        put_invoice_day(statement.slots, message, billed)
    if "due_date" in statement.slots:
        return statement.slots | title_value(told)
    agreed = agreed_in(told)
    net = {name: one for name, one in agreed.slots.items() if name in ("net", "net_from")} if agreed else {}
    return statement.slots | net | due_after_values(told) | title_value(told)


def _amount_values(message: Message) -> dict[str, Value]:
    statement = Statement("receivable", Clause(message, 0, len(message.typed)))
    put_amount(statement)
    return statement.slots


def _contact_values(message: Message) -> dict[str, Value]:
    if not message.contacts:
        return {}
    start, end, rule = message.contacts[0]
    return {"contact": Value(message.typed[start:end], (start, end), rule)}


def _asks_for_a_statement(message: Message) -> bool:
    """华星对账单, 给华星出一份6月的对账单: nothing else is said."""
    if not (message.customers and message.asks("request.statement")):
        return False
    spans = [(one.start, one.end) for one in message.dates] + [(one.start, one.end) for one in message.customers]
    text = "".join(" " if any(a <= at < b for a, b in spans) else char for at, char in enumerate(message.plain))
    rest = re.sub(message.lexicon.one_of("request.statement", "request.hand_out"), "", text)
    return not message.amounts and not _FILLERS.sub("", rest)


DELIVERY = Kind("delivery", delivers, delivery_values, money_doubts)
KINDS: tuple[Kind, ...] = (
    Kind("undo", _takes_back),
    Kind("help", _says_only("request.help")),
    Kind("log", _says_only("request.log")),
    Kind("today", _says_only("request.today")),
    Kind("mine", _says_only("request.mine")),
    Kind("handover", lambda message: hands_everything(message) or hands_to_nobody(message), handover_values),
    Kind("week", _asks_of_a_week),
    Kind("load", _about_nobody("request.load")),
    Kind("rename", _orders("request.rename", after=True)),
    Kind("merge", _orders("request.merge", after=True)),
    Kind("archive", _orders("request.archive", after=True)),
    Kind("alias", _orders("request.alias")),
    Kind("tier", _orders("request.tier")),
    Kind("region", _orders("request.region")),
    Kind("coowner", _orders("request.coowner")),
    Kind("contact", _orders("request.contact")),
    Kind("limit", _orders("request.limit", after=True)),
    Kind("whitelist", _orders("request.whitelist", after=True)),
    Kind("new_account", _names_a_new_account, _contact_values),
    Kind("complaint_over", _complains("request.complaint_over"), complaint_values),
    Kind("complaint_over", _about_nobody("request.complaint_over")),
    Kind("complaint", _complains("request.complaint", but="request.complaint_not"), complaint_values),
    Kind("dispute_over", orders_money("request.dispute_over"), dispute_values),
    Kind("dispute_over", _about_nobody("request.dispute_over"), dispute_values),
    Kind("dispute", orders_money("request.dispute"), lambda message: dispute_values(message) | handler_value(message)),
    Kind("bill", orders_money("request.bill", amount=True), bill_values, order_doubts),
    Kind("offset", orders_money("request.offset", but="request.write_off"), order_values, order_doubts),
    Kind("refund", orders_money("request.refund", amount=True, but="request.goods_back"), refund_values, order_doubts),
    Kind("credit_note", orders_money("request.credit_note", amount=True), order_values, order_doubts),
    Kind("write_off_back", orders_money("request.write_off_back"), order_values, order_doubts),
    Kind("write_off", orders_money("request.write_off"), order_values, order_doubts),
    Kind("receivable", _states_a_billed_receivable, _receivable_values, money_doubts),
    Kind("invoice", orders_money("request.invoice", amount=True), invoice_values, order_doubts),
    Kind("receivable", _states_a_receivable, _receivable_values, money_doubts),
    Kind("statement", _asks_for_a_statement),
    Kind("owed", _about_a_customer("request.owed")),
    Kind("overdue", _about_nobody("request.overdue")),
    Kind("ship", _asks_to_ship, _amount_values),
    DELIVERY,
    Kind("delivery", delivers_of_nobody, delivery_values),
    Kind("advances", _about_nobody("request.advances")),
    Kind("risk", _about_a_customer("request.risk")),
    Kind("account", _about_a_customer("request.account")),
    Kind("account", _is_just_a_name),
)
