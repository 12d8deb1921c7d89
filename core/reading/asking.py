"""Questions about the books asked in words: which one, and the values it is narrowed by.

A question is a row of KINDS: the groups of words it needs, what may be said around them, and which values it takes. One
fits only when nothing is left over that it does not know, so a word nobody understood is never quietly dropped. The
words stand in `locales/*/questions.toml` as a lexicon of their own: no fact is read by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from core.base.calendar import plus_months
from core.reading.clauses import clauses_of
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST, Days
from core.reading.facts import Doubt, Request, Value
from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.message import Message
from core.reading.numbers import HANZI_DIGITS, parse
from core.reading.questions import is_chatter, is_question

FOLLOWS = "follow"  # a question that leans on the last one
_MARKS = " \t,，.。!！?？;；:~～"
_NEAR = ("homophone", "typo", "clipped")
_LONGEST = 120
_MOST_DAYS = 36_500


class Kind(NamedTuple):
    """One question: of each group of word lists one must be said, `also` may be; `must` and `takes` name values."""

    name: str
    needs: tuple[tuple[str, ...], ...]
    takes: tuple[str, ...]
    also: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    ahead: bool = False  # a bare month or weekday is one to come


_ASKS = ("who", "how_much", "list")
_WHEN = ("period", "against")
_MONEY = ("owe", "pay", "money", "customers", "not_paid")
_DEALS = (*_ASKS, "open", "worth", "have", "most", "at", "not_signed", "deals")
_MET = (*_ASKS, "talk", "when", "contact", "have", "customers")
KINDS: tuple[Kind, ...] = (
    Kind("owner", (("owner",),), ("customer",), ("who", "how_much", "customers"), ("customer",)),
    Kind("contacts", (("contacts",),), ("customer", "contact"), (*_ASKS, "at"), ("customer",)),
    Kind("statement", (("statement",),), ("customer", "period"), (*_ASKS, "give"), ("customer",)),
    Kind("cash", (("cash",),), ("person", "currency", "days", "period"),
         (*_ASKS, "money", "calendar", "receipts", "pay"), ahead=True),
    Kind("turnover", (("turnover",),), ("person", "currency", "period"), (*_ASKS, "receipts")),
    Kind("changed", (("change",), ("owe", "aging")), ("period", "customer", "person", "currency"),
         (*_ASKS, *_MONEY, "why")),
    Kind("aging", (("aging",),), ("customer", "person", "currency", "by", "as_of"),
         (*_ASKS, "owe", "customers", "overdue")),
    Kind("plans", (("plans",),), ("period", "person", "customer"),
         (*_ASKS, "have", "contact", "visits", "customers"), ahead=True),
    Kind("ending", (("contracts",), ("ends",)), ("period", "person", "customer"), _ASKS, ("period",), ahead=True),
    Kind("signed", (("contracts",), ("sign",)), ("customer", "person", *_WHEN), (*_ASKS, "worth")),
    Kind("closing", (("deals", "pipeline", *_ASKS), ("closing",)), ("period", "person", "stage"), _DEALS, ("period",),
         ahead=True),
    Kind("stale", (("deals",), ("quiet",)), ("days", "since", "person", "stage"), (*_ASKS, "have")),
    Kind("quiet", (("quiet",), ("customers", *_ASKS)), ("days", "since", "person"),
         (*_ASKS, "customers", "have", "contact")),
    Kind("quiet", (("never",), ("contact", "talk"), ("customers", *_ASKS)), ("days", "since", "person"),
         (*_ASKS, "never", "customers", "have", "contact", "talk")),
    Kind("broken", (("promise",), ("not_paid",)), (*_WHEN, "person", "customer"), (*_ASKS, "pay", "customers")),
    Kind("promises", (("promise",),), (*_WHEN, "person", "customer"), (*_ASKS, "pay", "customers"), ahead=True),
    Kind("overdue", (("overdue", "owe", "not_paid"),), ("days", "person", "customer", "currency"),
         (*_ASKS, *_MONEY, "overdue"), ("days",)),
    Kind("overdue", (("overdue",),), ("person", "customer", "currency"), (*_ASKS, *_MONEY)),
    Kind("debtors", (("owe", "not_paid"), ("most", "how_much", "list")), ("person", "currency", "top", "as_of"),
         (*_ASKS, *_MONEY, "most")),
    Kind("due", (("due", "not_paid"),), ("customer", "person", "currency", *_WHEN), (*_ASKS, *_MONEY, "receipts"),
         ("period",), ahead=True),
    Kind("owes", (("owe", "not_paid"), ("how_much", "list")), ("customer", "as_of"), (*_ASKS, *_MONEY, "have"),
         ("customer",)),
    Kind("owes", (("pay", "receipts"), ("whether",)), ("customer",), (*_MONEY, "receipts", "instalment"),
         ("customer",)),
    Kind("deals", (("stage_of", "quote"),), ("customer",), (*_DEALS, "stage_of", "last"), ("customer",)),
    Kind("deals", (("pipeline", "not_signed"),), ("customer", "person", "stage", "least", "by"),
         (*_DEALS, "customers")),
    Kind("discounts", (("discount",),), ("customer", "person", *_WHEN, "by"),
         (*_ASKS, "deals", "have", "give", "customers")),
    Kind("lost", (("lost",),), ("customer", "person", *_WHEN, "by"), (*_ASKS, "deals", "most", "have")),
    Kind("won", (("won", "sign"),), ("customer", "person", *_WHEN, "by"),
         (*_ASKS, "deals", "most", "have", "worth", "customers")),
    Kind("deals", (("deals",), (*_ASKS, "open")), ("customer", "person", "stage", "least", "by"), _DEALS),
    Kind("deals", (("deals",),), ("customer", "person", "stage", "least", "by"), _DEALS, ("least",)),
    Kind("deals", (("deals",),), ("customer", "person", "stage", "by"), _DEALS, ("stage",)),
    Kind("deals", (("at", "open"), _ASKS), ("person", "stage", "least", "by"), (*_DEALS, "customers"), ("stage",)),
    Kind("last", (("last",), ("contact", "talk")), ("customer", "person", "contact"), _MET, ("customer",)),
    Kind("last", (("last",), ("contact", "talk")), ("person",), _MET, ("person",)),
    Kind("last", (("contact", "talk"), ("when", "long")), ("customer", "contact"), (*_MET, "quiet"), ("customer",)),
    Kind("last", (("quiet",), ("long",)), ("customer",), (*_ASKS, "have", "contact"), ("customer",)),
    Kind("visits", (("contact", "visits"), _ASKS), ("customer", "person", *_WHEN, "kind", "by"),
         (*_ASKS, "contact", "visits", "customers", "have", "most"), ("period",)),
    Kind("visits", (("visits",),), ("customer", "person", *_WHEN, "kind", "by"),
         (*_ASKS, "contact", "customers", "have", "most")),
    Kind("visits", (("contact", "visits"), _ASKS), ("customer", "person", "kind"),
         (*_ASKS, "contact", "visits", "have", "most", "customers"), ("customer",)),
    Kind("receipts", (("receipts", "pay"), (*_ASKS, "whether")), ("customer", "person", *_WHEN, "currency", "by"),
         (*_ASKS, "receipts", "pay", "money", "have", "most", "customers", "whether")),
    Kind("receipts", (("receipts",),), ("customer", "person", *_WHEN, "currency", "by"),
         (*_ASKS, "money", "have", "most", "pay"), ("period",)),
    Kind("customers", (("customers",), _ASKS), ("person",), (*_ASKS, "have", "owner"), ("person",)),
)  # fmt: skip
LEANING = Kind(FOLLOWS, (), ("customer", "person", "days", "stage", "currency", "by", *_WHEN),
               (*_ASKS, "at", "follow", "follow_end"))  # fmt: skip
WHY = Kind("why", (("why",), ("change",)), ("period", "customer", "person", "currency"),
           (*_ASKS, "follow", "follow_end"))  # fmt: skip
"""为什么变了: of what was asked last, how it came to be another figure."""
STATED = frozenset(
    {"visits", "ending", "signed", "closing", "discounts", "lost", "won", "deals", "promises", "broken", "plans"}
)
"""Questions that a statement about one customer looks like (华星丢单了): there something must ask."""
NAMES = tuple(dict.fromkeys(kind.name for kind in KINDS))
LOOKS_AHEAD = frozenset(kind.name for kind in KINDS if kind.ahead)
_AROUND = ("filler", "compare", "mine", "all")


def read_asked(message: Message, words: Lexicon) -> Request | None:
    """The question a message asks: `about` names it, the other slots narrow it. None where it is none we answer.

    A question of ours with something in it that was not understood has that in the slot `unclear` instead, with a value
    it has no use for in `known`. Days are `from` and `to`; a question that leans on another has `ahead_from` and
    `ahead_to` besides where they would be others looking ahead.
    """
    if len(message.plain) > _LONGEST or "\n" in message.plain.strip() or message.rivals or is_chatter(message):
        return None
    found = _Found(message, words)
    best: Request | None = None
    for kind in (*KINDS, WHY, LEANING):
        values = found.values(kind)
        if values is None or (kind.name in STATED and message.customers and not found.asks):
            continue
        left = found.left_over(kind, values)
        if not left:
            return _request(kind, message, {name: value for name, (value, _) in values.items()})
        if best is None and kind not in (WHY, LEANING):
            rule = "known" if found.is_known(left) else "unclear"
            best = _request(kind, message, {rule: Value(left, None, rule)})
    return best


def asks_something(message: Message) -> bool:
    """Whether any part of a message asks something that is no small talk."""
    return not is_chatter(message) and any(is_question(clause) for clause in clauses_of(message))


def asks_for_figures(message: Message, words: Lexicon) -> bool:
    """这个月利润多少: asks for a figure, whether the books hold it or not."""
    return asks_something(message) and _said(words, ("figures",)).search(message.masked) is not None


def _request(kind: Kind, message: Message, slots: dict[str, Value]) -> Request:
    slots = {"about": Value(kind.name, None, "question"), **slots}
    span = (0, len(message.typed))
    if not message.customers:
        return Request("ask", slots, span=span)
    mention = message.customers[0]
    where = (mention.start, mention.end)
    if len(mention.entities) > 1:
        names = tuple(one.name for one in mention.entities)
        return Request("ask", slots, names, tuple(one.ref or "" for one in mention.entities), span=span)
    entity = mention.entities[0]
    slots["customer"] = Value(entity.name, where, mention.rule, entity.ref)
    doubts = (Doubt("near_name", where, (entity.name,)),) if mention.rule in _NEAR else ()
    return Request("ask", slots, doubts=doubts, span=span, new_customer=mention.rule in ("new", "unknown"))


# ---- values --------------------------------------------------------------------------------------------------------

Span = tuple[int, int]
Values = dict[str, tuple[Value, Span]]

_NUMBER = (
    rf"(?P<count>\d{{1,4}}|[{HANZI_DIGITS}十百]{{1,4}}|半|(?<![a-z])(?:an?|one|two|three|four|six|twelve)(?![a-z]))"
)
_UNIT = r"\s?(?P<unit>个月|月(?!份)|周|个?星期|个?礼拜|天|日|年|(?:days?|weeks?|months?|years?|(?<=\d)d)(?![a-z]))"
_LENGTHS = (("月", 30), ("month", 30), ("周", 7), ("星期", 7), ("礼拜", 7), ("week", 7), ("年", 365), ("year", 365))
_COUNTS = {"半": 15, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12}
_MORE = re.compile(r"(?:超过|超了?|多于|大于|不止|over|more than|longer than|beyond|past|>)\s?了?$")
_AT_MOST = re.compile(r"(?:不到|少于|小于|under|less than|up to|within|<)\s?$")
_INSIDE = re.compile(r"\s?(?:以内|之内|内|以下)")
_OR_MORE = re.compile(r"\s?(?:以上|及以上|\+|or more|and more|and up)")
_RANGE = re.compile(rf"(?P<low>\d{{1,4}})\s?(?:天|days?)?\s?(?:到|至|-|~|–|to|and)\s?(?P<high>\d{{1,4}}){_UNIT}")
_SPAN_OF_DAYS = re.compile(_NUMBER + _UNIT)
_COUNTED = (_NUMBER + _UNIT).replace("<count>", "<count2>").replace("<unit>", "<unit2>")
_LATELY = re.compile(
    rf"(?:最近|近|过去|前|这)(?:的)?\s?{_NUMBER}{_UNIT}(?:[之以]?内|里|来)?"
    rf"|(?:in |over |for |within )?(?:the )?(?:last|past|previous) {_COUNTED}"
)
_SOON = re.compile(
    rf"(?:未来|今后|接下来|往后|后)(?:的)?\s?{_NUMBER}{_UNIT}(?:[之以]?内|里)?"
    rf"|(?:in |over |within )?(?:the )?(?:next|coming) {_COUNTED}"
)
_SINCE = re.compile(r"\s?(?:以来|至今|到现在|到今天|到目前|起|开始|之后|以后)")
_SINCE_LEAD = re.compile(r"(?:since|from)\s(?:the )?$")
_BY = re.compile(r"\s?(?:之前|以前|前)")
_BY_LEAD = re.compile(r"(?:by|before|until|till)\s(?:the )?$")
_AGAINST_LEAD = re.compile(
    r"(?:跟|和|与|同|比|较|对比|相比|than|vs\.?|versus|against|with|to)\s?(?:the )?[^\s\ue000-\ue00f]{0,2}\s?$"
)
_TOP = re.compile(r"(?:前|top\s?)(?P<count>\d{1,2}|[一二三四五六七八九十]{1,2}|five|ten|three)(?:名|家|个|大)?")
_TOPS = {"three": 3, "five": 5, "ten": 10}
_LEAST = re.compile(r"\s?(?:以上|及以上|\+|or more|and more|and up)")
_LEAST_LEAD = re.compile(r"(?:超过|大于|不低于|高于|过|over|above|more than|at least|bigger than|larger than|>)\s?$")


class _Found:
    """What stands in a message, looked for once."""

    def __init__(self, message: Message, words: Lexicon) -> None:
        self.message, self.words = message, words
        self._dates = list(message.dates)
        self.asks = "?" in message.plain or self.says("who", "how_much", "list", "when", "long", "stage_of")

    def says(self, *lists: str) -> bool:
        return _said(self.words, lists).search(self.message.masked) is not None

    def values(self, kind: Kind) -> Values | None:
        """The values for this kind; None where it needs words or values that are not there, or takes not all."""
        if not all(self.says(*group) for group in kind.needs) or (kind is LEANING and not self._leans()):
            return None
        if self.says("rights"):
            return None
        found = dict(self._said(kind))
        taken = {name.partition("_")[2] or name for name in found} | set(found)
        if not all(name in taken or (name == "period" and "from" in found) for name in kind.must):
            return None
        return found if found or kind is not LEANING else None

    def _leans(self) -> bool:
        """那远航呢, and last month?, 跟上个月比: said as if something had been asked."""
        begins, ends = _said(self.words, ("follow",)), _said(self.words, ("follow_end",))
        text = self.message.masked.strip(_MARKS)
        return (
            self.says("compare")
            or bool(begins.match(text))
            or any(one.end() == len(text) for one in ends.finditer(text))
        )

    def _said(self, kind: Kind) -> Iterator[tuple[str, tuple[Value, Span]]]:
        if "customer" in kind.takes and len(self.message.customers) == 1:
            mention = self.message.customers[0]
            yield "customer", (Value(mention.entities[0].name, None, mention.rule), (mention.start, mention.end))
        if "person" in kind.takes and (person := self._person()):
            yield "person", person
        if "contact" in kind.takes and len(self.message.contacts) == 1:
            start, end, rule = self.message.contacts[0]
            yield "contact", (Value(self.message.typed[start:end], (start, end), rule), (start, end))
        if "stage" in kind.takes and self.message.stages:
            stage = self.message.stages[0]
            yield "stage", (Value(stage.code, stage[:2], "stage"), (stage.start, stage.end))
        if "currency" in kind.takes and (currency := self._currency()):
            yield "currency", currency
        if "least" in kind.takes:
            yield from self._least()
        if "top" in kind.takes and (top := _TOP.search(self.message.plain)):
            count = _TOPS.get(top["count"]) or parse(top["count"])
            yield "top", (Value(str(int(count or 5)), top.span(), "top"), top.span())
        if "kind" in kind.takes and self.says("calls"):
            yield "kind", (Value("call", None, "calls"), (0, 0))
        if "by" in kind.takes and (by := self._by(kind)):
            yield "by", (Value(by, None, "by"), (0, 0))
        days = dict(self._days(kind)) if "days" in kind.takes else {}
        yield from days.items()
        spans = [span for _, span in days.values()]
        if "as_of" in kind.takes and (day := self._as_of()):
            yield "as_of", day
        yield from self._periods(kind, spans)

    def _as_of(self) -> tuple[Value, Span] | None:
        """8月底, 上个月底, last Friday: the last day of it, where that is past. 上个月应收多少 asks what fell due."""
        if len(self._dates) != 1:
            return None
        one = self._dates[0]
        days = one.on(self.message.today, PAST)
        if days is None or (days.last is not None and self.says("due") and not self.says("aging")):
            return None
        last, span = days.last or days.first, (one.start, one.end)
        if last > self.message.today:
            return None
        return Value(last.isoformat() if last < self.message.today else "", span, "as_of"), span

    def _person(self) -> tuple[Value, Span] | None:
        members = self.message.members
        if len(members) == 1 and len(members[0].entities) == 1 and members[0].entities[0].ref:
            span = (members[0].start, members[0].end)
            return Value(members[0].entities[0].ref, span, "member"), span
        if members:
            return None
        mine = _said(self.words, ("mine",)).search(self._plainly())
        return (Value("me", mine.span(), "mine"), mine.span()) if mine else None

    def _plainly(self) -> str:
        """Without what holds 我 or me and means nobody: 告诉我, show me, 我们."""
        return _said(self.words, ("all", "filler")).sub(lambda match: " " * len(match[0]), self.message.masked)

    def _currency(self) -> tuple[Value, Span] | None:
        found = re.search(self.message.lexicon.one_value("currencies"), self.message.masked)
        if found is None:
            return None
        code = self.message.lexicon.values["currencies"][re.sub(r"\s+", " ", found[0])]
        return Value(str(code), found.span(), "currency"), found.span()

    def _least(self) -> Iterator[tuple[str, tuple[Value, Span]]]:
        for amount in self.message.amounts[:1]:
            masked = self.message.masked
            after = _LEAST.match(masked, amount.end)
            before = _LEAST_LEAD.search(masked[: amount.start])
            if after or before:
                span = (before.start() if before else amount.start, after.end() if after else amount.end)
                yield "least", (Value(format(amount.value, "f"), span, "amount"), span)
                if amount.currency:
                    yield "least_currency", (Value(amount.currency, span, "amount"), span)

    def _by(self, kind: Kind) -> str:
        for by in ("person", "customer", "currency"):
            if self.says(f"by_{by}"):
                return by
        if not self.says("who"):
            return ""
        if kind.name == "receipts" and self.says("pay"):
            return "customer"
        return "person" if self.says("who_person") else ""

    def _days(self, kind: Kind) -> Iterator[tuple[str, tuple[Value, Span]]]:
        """逾期超过60天, 60天以上, 30到60天, over 60 days: at least, at most, in days."""
        text = self.message.plain
        if between := _RANGE.search(text):
            size = _size(between["unit"])
            yield "days", (Value(str(int(between["low"]) * size), between.span(), "days"), between.span())
            yield "days_to", (Value(str(int(between["high"]) * size), between.span(), "days"), between.span())
            return
        found = _SPAN_OF_DAYS.search(text)
        if found is None or _LATELY.search(text[: found.end()]) or _SOON.search(text[: found.end()]):
            return
        count = _counted(found["count"], found["unit"])
        if count is None or (found["unit"] == "月" and found["count"] != "半"):
            return
        more, most = _MORE.search(text[: found.start()]), _AT_MOST.search(text[: found.start()])
        after = _OR_MORE.match(text, found.end()) or _INSIDE.match(text, found.end())
        span = self._with_its_date((more or most or found).start(), (after or found).end())
        inside = most is not None or (after is not None and _INSIDE.match(text, found.end()) is not None)
        if inside and (kind is LEANING or self.says("overdue")):
            yield "days_to", (Value(str(count - (1 if most else 0)), span, "days"), span)
        else:
            yield "days", (Value(str(count + (1 if more else 0)), span, "days"), span)

    def _with_its_date(self, start: int, end: int) -> Span:
        """in 60 days is no day here, but how long nothing happened."""
        over = [one for one in self._dates if one.start < end and start < one.end]
        return min([start, *(one.start for one in over)]), max([end, *(one.end for one in over)])

    # -- periods

    def _periods(self, kind: Kind, but: list[Span]) -> Iterator[tuple[str, tuple[Value, Span]]]:
        """The days a question is about, and those they are compared with."""
        if not {"period", "since"} & set(kind.takes):
            return
        counted = self._counted_period()
        if counted:
            yield from _stretch("", *counted)
            but = [*but, counted[2]]
        yearly = _said(self.words, ("year_ago",)).search(self.message.plain) if "against" in kind.takes else None
        if yearly:
            but = [*but, yearly.span()]
            yield "against", (Value("year", yearly.span(), "compare"), yearly.span())
        free = [one for one in self._dates if not any(start < one.end and one.start < end for start, end in but)]
        against = [one for one in free if self._is_compared(one)] if "against" in kind.takes else []
        for prefix, mentions in (("", [one for one in free if one not in against]), ("against_", against)):
            if len(mentions) != 1 or (counted and not prefix):
                continue
            yield from self._of_mention(prefix, mentions[0], kind)
        if "against" in kind.takes and not (against or yearly) and self.says("compare"):
            yield "against", (Value("before", None, "compare"), (0, 0))

    def _of_mention(self, prefix: str, one: DateMention, kind: Kind) -> Iterator[tuple[str, tuple[Value, Span]]]:
        sense = FUTURE if kind.ahead else PAST
        days = self._meant(one, sense, kind.ahead)
        if days is not None:
            yield from _stretch(prefix, *days)
        if kind.name == FOLLOWS and (ahead := self._meant(one, FUTURE, True)) and ahead != days:
            yield from _stretch(f"{prefix}ahead_", *ahead)

    def _meant(self, one: DateMention, sense: int, ahead: bool) -> tuple[date, date, Span] | None:
        today, text = self.message.today, self.message.masked
        days: Days | None = one.on(today, sense)
        if days is None:
            return None
        first, last, span = days.first, days.last or days.first, (one.start, one.end)
        after, before = _SINCE.match(text, one.end), _SINCE_LEAD.search(text[: one.start])
        if (after or before) and first <= today and not ahead:
            return first, today, (before.start() if before else one.start, after.end() if after else one.end)
        until = _BY.match(text, one.end) or _BY_LEAD.search(text[: one.start])
        if ahead and days.last is None and last > today and (until or one.rule == "ahead"):
            return today, last, (min(one.start, until.start()), max(one.end, until.end())) if until else span
        return (first, last, span) if first <= last else None

    def _counted_period(self) -> tuple[date, date, Span] | None:
        """最近30天, last 7 days, 未来两周."""
        today = self.message.today
        for pattern, sign in ((_LATELY, -1), (_SOON, 1)):
            found = pattern.search(self.message.plain)
            if found is None:
                continue
            count, unit = found["count"] or found["count2"], found["unit"] or found["unit2"]
            if "月" in unit or "month" in unit:
                months = _COUNTS.get(count) or parse(count)
                far = None if months is None or count == "半" else plus_months(today, sign * min(int(months), 600))
            else:
                far = None
            if far is None:
                days = _counted(count, unit)
                if days is None:
                    return None
                far = today + timedelta(days=sign * days)
            step = timedelta(days=1)
            return (far + step, today, found.span()) if sign < 0 else (today, far, found.span())
        return None

    def _is_compared(self, one: DateMention) -> bool:
        """跟上个月比, vs last month; of two periods the second (这个月和上个月到账多少)."""
        if not self.says("compare"):
            return len(self._dates) == 2 and one is self._dates[1]
        before = self.message.masked[: one.start]
        return _AGAINST_LEAD.search(before) is not None or (len(self._dates) > 1 and one != self._dates[0])

    # -- what is left over

    def left_over(self, kind: Kind, values: Values) -> str:
        """What was said and not understood; "" where that is nothing."""
        masked = list(self.message.masked)
        for _, (start, end) in values.values():
            masked[start:end] = _TAKEN * (end - start)
        lists = (*(one for group in kind.needs for one in group), *kind.also, *_AROUND, *kind.takes)
        if kind.name == "visits":
            lists += ("calls",)
        if "by" in kind.takes:
            lists += ("by_person", "by_customer", "by_currency", "who_person")
        rest = _said(self.words, lists).sub(lambda match: _TAKEN * len(match[0]), "".join(masked))
        left = _WORDS.search(rest)
        return self.message.typed[left.start() : left.end()] if left else ""

    def is_known(self, words: str) -> bool:
        """Whether what was left over is a value (a name, a day, an amount) that this question has no use for."""
        at = self.message.typed.find(words)
        return at >= 0 and "\ue000" <= self.message.masked[at] <= "\ue00f"


_TAKEN = "\0"
_WORDS = re.compile(r"[\u3400-\u9fff]+|[\ue000-\ue00f]+|[a-z0-9][a-z0-9'&.-]*(?: [a-z0-9][a-z0-9'&.-]*)*")


@per_lexicon
def _patterns(words: Lexicon) -> dict[tuple[str, ...], re.Pattern[str]]:
    return {}


def _said(words: Lexicon, lists: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any word of these lists, kept with the lexicon."""
    kept = _patterns(words)
    if lists not in kept:
        kept[lists] = re.compile(words.one_of(*lists))
    return kept[lists]


def _stretch(prefix: str, first: date, last: date, span: Span) -> Iterator[tuple[str, tuple[Value, Span]]]:
    yield f"{prefix}from", (Value(first.isoformat(), span, "period"), span)
    yield f"{prefix}to", (Value(last.isoformat(), span, "period"), span)


def _size(unit: str) -> int:
    return next((size for word, size in _LENGTHS if word in unit), 1)


def _counted(count: str, unit: str) -> int | None:
    """30天, 两周, 半个月, a month: so many days, a month counted as 30."""
    if count == "半":
        return 182 if _size(unit) == 365 else 15 if _size(unit) == 30 else None
    number = _COUNTS.get(count) or parse(count)
    return None if number is None or not 0 < number * _size(unit) <= _MOST_DAYS else int(number) * _size(unit)
