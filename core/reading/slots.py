"""A fact in the making, and how days, money and clock times are put into its slots."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from core.reading.clauses import Clause, is_until
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST, Days
from core.reading.facts import Span, Value
from core.reading.numbers import plain


@dataclass
class Statement:
    """A fact in the making: its clause says which customers and people it is about."""

    intent: str
    clause: Clause
    slots: dict[str, Value] = field(default_factory=dict)


# ---- days ----------------------------------------------------------------------------------------------------------


def put_days(slots: dict[str, Value], slot: str, mention: DateMention, today: date, sense: int) -> bool:
    """Fill a slot (and its `_end`) with the days meant, in the sense's direction or the other; whether it could."""
    when = mention.on(today, sense) or mention.on(today, -sense)
    if not when:
        return False
    _put_stretch(slots, slot, when, (mention.start, mention.end), mention.rule)
    return True


def _put_stretch(slots: dict[str, Value], slot: str, when: Days, span: Span, rule: str) -> None:
    slots[slot] = Value(when.first.isoformat(), span, rule)
    if when.last and when.last != when.first:
        slots[f"{slot}_end"] = Value(when.last.isoformat(), span, rule)


def put_past(statement: Statement, slot: str = "date") -> None:
    """The day something happened: as said, else today."""
    clause, today = statement.clause, statement.clause.message.today
    for mention in clause.dates:
        if statement.intent == "contract" and runs(mention, today):
            continue
        if statement.intent == "contract" and _is_past_year(mention, today):
            put_days(statement.slots, slot, mention, today, PAST)
            return
        if _may_be_past(clause, mention, today) and put_days(statement.slots, slot, mention, today, PAST):
            return
    if not any(mention.is_impossible(today) for mention in clause.dates):  # 2月30日 is asked about, not replaced
        statement.slots[slot] = Value(today.isoformat(), None, "today")


def _is_past_year(mention: DateMention, today: date) -> bool:
    """去年签的: some day of a year that is over."""
    when = mention.on(today, PAST)
    return mention.is_year and when is not None and (when.last or when.first) < today


def runs(mention: DateMention, today: date) -> bool:
    """从7月1号到明年6月30号: how long a contract runs, not when it was signed."""
    when = mention.on(today, FUTURE)
    return mention.rule.startswith("stretch") and when is not None and when.last is not None and when.last > today


def _may_be_past(clause: Clause, mention: DateMention, today: date) -> bool:
    when = mention.on(today, PAST)
    if when is None or when.first > today or mention.is_year or is_deadline(clause, mention):
        return False
    return not (when.last and _WHOSE.match(clause.message.masked, mention.end))


_BEFORE_IT = re.compile(r"\b(?:by|before|until|no later than)\s+(?:the\s+)?$", re.ASCII)
_BEFORE_IT_ZH = re.compile(r"\s?(?:之前|以前|前(?![天年后期段面]))")


def is_deadline(clause: Clause, mention: DateMention) -> bool:
    """月底前, by the 5th: a day with 前 or by that may lie ahead."""
    if not mention.is_open(clause.message.today) and mention.leaning(clause.message.today) != FUTURE:
        return False
    text = clause.message.masked
    before = text[max(0, mention.start - 18) : mention.start]
    return bool(_BEFORE_IT_ZH.match(text, mention.end) or _BEFORE_IT.search(before))


_WHOSE = re.compile(r"份?的")  # 11月的8万到了: of November, not in November


def put_future(statement: Statement, slot: str) -> bool:
    """Fill a slot with the first day of the clause that may lie ahead; whether there is one."""
    clause, today = statement.clause, statement.clause.message.today
    for mention in _but_when_it_was_said(clause):
        if may_be_future(mention, today) and put_days(statement.slots, slot, mention, today, FUTURE):
            return True
    return False


def _but_when_it_was_said(clause: Clause) -> Sequence[DateMention]:
    """今天说后天打款, 今天电话里陈总说周五打款: a day before 说 is not the one meant, where another comes after."""
    said = [word.start for word in clause.words if not word.means.isdisjoint(("say", "promise"))]
    after = max((mention.start for mention in clause.dates), default=0)
    meant = [mention for mention in clause.dates if not any(mention.end <= at < after for at in said)]
    if said:
        meant = [mention for mention in meant if not _is_the_day_of_saying(clause, mention)]
    return meant or clause.dates


def _is_the_day_of_saying(clause: Clause, mention: DateMention) -> bool:
    """said on the phone today they pay this Friday: today, and a later day for the one thing that is paid."""
    today = clause.message.today
    later = [one for one in clause.dates if one.start > mention.end and may_be_future(one, today)]
    days = mention.on(today, FUTURE)
    if not later or days is None or (days.first, days.last or days.first) != (today, today):
        return False
    return sum("pay" in word.means for word in clause.words if word.start >= mention.end) < 2


def may_be_future(mention: DateMention, today: date) -> bool:
    """Whether its days are not over yet, looking ahead; a year that has begun is none to wait for."""
    when = mention.on(today, FUTURE)
    return when is not None and (when.last or when.first) >= today and not (mention.is_year and when.first <= today)


def put_end(statement: Statement) -> None:
    """The day a contract ends: what is said after 到 or until, else the first day ahead that is not the signing's."""
    clause, today = statement.clause, statement.clause.message.today
    signed = statement.slots["date"].span if "date" in statement.slots else None
    ends = [mention for mention in clause.dates if (mention.start, mention.end) != signed]
    for mention in sorted(ends, key=lambda each: not is_until(clause, each)):
        when = mention.on(today, FUTURE)
        if when and (when.last or when.first) > today:
            last = when.last or when.first
            statement.slots["end_date"] = Value(last.isoformat(), (mention.start, mention.end), mention.rule)
            return


# ---- money ---------------------------------------------------------------------------------------------------------


def put_amount(statement: Statement, with_percent: bool = False) -> None:
    """Fill in the clause's first amount, and with `with_percent` its first percentage (一半 is 50)."""
    clause = statement.clause
    if clause.amounts:
        put_this_amount(statement.slots, clause, 0)
    if with_percent and clause.percents:
        percent = clause.percents[0]
        statement.slots["percent"] = Value(plain(percent.value), (percent.start, percent.end), "percent")
    elif with_percent and not clause.amounts and (half := clause.first("half")):
        statement.slots["percent"] = Value("50", (half.start, half.end), "half")


def put_this_amount(slots: dict[str, Value], clause: Clause, index: int) -> None:
    """Fill in one of the clause's amounts, with its currency or the team's own."""
    amount = clause.amounts[index]
    span = (amount.start, amount.end)
    slots["amount"] = Value(plain(amount.value), span, "amount")
    if amount.most is not None:
        slots["amount_max"] = Value(plain(amount.most), span, "range")
    if amount.currency:
        slots["currency"] = Value(amount.currency, span, "said")
    else:
        slots["currency"] = Value(clause.message.default_currency, None, "default")


# ---- clock times ---------------------------------------------------------------------------------------------------


def put_times(statement: Statement) -> None:
    """A clock time goes with the day it stands next to; without a past day it is the next one's."""
    for clock in statement.clause.times:
        slot = "time" if _is_nearer(statement.slots, clock.start, "date", "next_date") else "next_time"
        statement.slots.setdefault(slot, Value(clock.value, (clock.start, clock.end), clock.rule))


def _is_nearer(slots: dict[str, Value], at: int, one: str, other: str) -> bool:
    if one not in slots:
        return False
    here, there = _distance(slots[one], at), _distance(slots.get(other), at)
    return here <= there


def _distance(value: Value | None, at: int) -> int:
    """Characters between; a value that was assumed or is missing is far away, one that is missing farthest."""
    if value is None:
        return 1_000_001
    return abs(value.span[0] - at) if value.span else 1_000_000
