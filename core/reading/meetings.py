"""Meetings that took place and plans for the next one."""

import re

from core.reading.clauses import Clause
from core.reading.contacts import CUSTOMER_MARK, RIVAL_MARK
from core.reading.dates import DateMention
from core.reading.days import FUTURE
from core.reading.facts import Value
from core.reading.lexicon import Word
from core.reading.slots import Statement, is_deadline, may_be_future, put_days, put_future, put_past, put_times
from core.reading.tense import MEETING, Tense


def meeting(clause: Clause, tense: Tense, business: Statement | None) -> Statement | None:
    """A visit or a follow-up; beside business only where a meeting is plainly said too."""
    if clause.rivals and not _meets_beside_rival(clause):
        return None
    if clause.is_entry and tense.sense == FUTURE:
        return _followup(clause)
    if clause.has(*MEETING) and not _is_idle_talk(clause, tense):
        return None if business and not _meets_too(clause, business) else meet_or_plan(clause, tense)
    if business:
        return None
    if not clause.has("ledger") and _plans_something(clause, tense):
        return _followup(clause)
    return meet_or_plan(clause, tense) if tense.sure and clause.is_in_company else None


def _is_idle_talk(clause: Clause, tense: Tense) -> bool:
    """报给华伟38万，还能谈: a weak word with nobody and no day is no meeting."""
    words = [word for word in clause.words if not word.means.isdisjoint(MEETING)]
    if tense.sure or clause.contacts or clause.is_in_company or clause.dates or clause.times:
        return False
    after = (clause.message.masked[word.end : word.end + 1] for word in words)
    return all("visit.weak" in word.means for word in words) and CUSTOMER_MARK not in after


def meet_or_plan(clause: Clause, tense: Tense) -> Statement:
    """A visit, or what is planned where the clause looks ahead."""
    return _followup(clause) if tense.sense == FUTURE and not clause.has("visit.done") else _visit(clause)


def _plans_something(clause: Clause, tense: Tense) -> bool:
    if tense.sense != FUTURE or not (clause.dates or clause.has("plan.will", "later")):
        return False
    return (
        clause.has("plan", "plan.will")
        or clause.opens_as_plan
        or any(_has_day_before(clause, word) for word in clause.words if "plan.weak" in word.means)
    )


def _has_day_before(clause: Clause, word: Word) -> bool:
    """下周三给方案 is a plan, 确认12月验收 is not; English says the day anywhere."""
    return word.text.isascii() or any(mention.start < word.start for mention in clause.dates)


def _meets_beside_rival(clause: Clause) -> bool:
    """北极星去六福讲了方案 is the rival's visit; a person met, or a customer right after the verb, is ours."""
    return bool(clause.contacts) or any(
        "visit.done" in word.means
        and clause.message.masked[word.end : word.end + 1] == CUSTOMER_MARK
        and not _RIVALS_VERB.search(clause.message.masked[: word.start])
        for word in clause.words
    )


_RIVALS_VERB = re.compile(rf"{RIVAL_MARK}的?人?(?:也|都|刚|已经|又|还|偷偷|先|[\ue004\s])*$")


def _meets_too(clause: Clause, business: Statement) -> bool:
    """谈了个大单 is one deal, no visit; met Bill, budget 40k is both."""
    return clause.has("visit.done") or (
        business.intent == "deal" and _has_meeting_aspect(clause) and not clause.has("deal.talk")
    )


def _has_meeting_aspect(clause: Clause) -> bool:
    return any("visit.contact" in word.means and "visit.weak" not in word.means for word in clause.words)


def _visit(clause: Clause) -> Statement:
    statement = Statement("visit", clause)
    put_past(statement)
    if later := _next_step(statement):
        put_days(statement.slots, "next_date", later, clause.message.today, FUTURE)
    put_times(statement)
    return statement


def _next_step(statement: Statement) -> DateMention | None:
    """Another day of the same clause that points ahead."""
    clause = statement.clause
    today = clause.message.today
    used = statement.slots["date"].span if "date" in statement.slots else None
    dates = (mention for mention in clause.dates if not mention.is_year)  # 聊到明年扩厂
    free = (mention for mention in dates if (mention.start, mention.end) != used)
    ahead = (each for each in free if each.leaning(today) == FUTURE or is_deadline(clause, each))
    return next((each for each in ahead if may_be_future(each, today)), None)


def _followup(clause: Clause) -> Statement:
    statement = Statement("followup", clause)
    if not put_future(statement, "next_date") and clause.times and not clause.dates:
        statement.slots["next_date"] = Value(clause.message.today.isoformat(), None, "today")
    put_times(statement)
    return statement
