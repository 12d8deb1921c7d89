"""Whether a clause looks back or ahead."""

import re
from dataclasses import dataclass

from core.reading.clauses import Clause, is_until
from core.reading.days import FUTURE, PAST
from core.reading.slots import is_deadline

MEETING = ("visit.contact", "visit.done")
PAYING = ("pay", "pay.done")
SIGNING = ("sign", "sign.done", "sign.renew")
_OVER = ("visit.done", "pay.done", "pay.got", "sign.done", "done")
_TAKE_ASPECT = frozenset({"visit.contact", "pay", "sign", "deal.price"})
_AFTER_VERB = tuple("了过完")


@dataclass(frozen=True)
class Tense:
    """PAST or FUTURE, and whether words or days say so."""

    sense: int
    sure: bool


def tense_of(clause: Clause) -> Tense:
    """Days that lie on one side settle it, then verbs (了, 到账, promised), then the side a bare day is nearer to."""
    today = clause.message.today
    dates = [mention for mention in clause.dates if not (clause.has(*SIGNING) and is_until(clause, mention))]
    fixed = {mention.leaning(today) for mention in dates if not mention.is_open(today)}
    plans, done = _is_planned(clause), _is_done(clause)
    if clause.arrives or clause.is_still_to_come or (done and _is_said_to_come(clause)):
        return Tense(FUTURE, True)
    if not done and any(is_deadline(clause, mention) for mention in dates):
        return Tense(FUTURE, True)
    if not done and (clause.has("retention") or _recurs(clause)):
        return Tense(FUTURE, True)
    if FUTURE in fixed:
        return Tense(PAST if done and not plans else FUTURE, True)
    if PAST in fixed:
        return Tense(PAST, True)
    if not done and (clause.has("later") or _is_later_today(clause) or _is_due_at_the_end(clause)):
        return Tense(FUTURE, True)
    if plans and not done and _may_lie_ahead(clause):
        return Tense(FUTURE, True)
    if done or (0 in fixed and not plans):
        return Tense(PAST, True)
    if clause.is_entry and not clause.dates:
        return Tense(FUTURE, True)
    leanings = [mention.leaning(today) for mention in clause.dates]
    return Tense(FUTURE if FUTURE in leanings else PAST, bool(leanings))


def _recurs(clause: Clause) -> bool:
    """每月15号付3万: what is paid every month is paid on the next such day."""
    return clause.has("pay", "pay.short") and bool(clause.dates) and _EVERY.search(clause.text) is not None


_EVERY = re.compile(
    r"每个?(?:月|周|星期|季|年)|(?<![a-z])(?:(?:every|each)\s(?:month|week|quarter)|monthly|quarterly)(?![a-z])"
)


def _is_planned(clause: Clause) -> bool:
    """想续约, 说节后付款: what is wished for or said of paying and signing has not happened."""
    if clause.opens_as_plan and clause.dates:
        return True
    if clause.has("plan", "plan.will", "promise") and not _is_told_in_order(clause):
        return True
    return clause.has("wish", "say") and (clause.has(*SIGNING, *PAYING) or clause.gives)


def _is_later_today(clause: Clause) -> bool:
    """下午三点去百度, said at ten in the morning: a clock time of today that is still to come."""
    today, now = clause.message.today, clause.message.now.strftime("%H:%M")
    if any(mention.leaning(today) or mention.is_open(today) for mention in clause.dates):
        return False
    return any(clock.value > now for clock in clause.times) and not clause.is_in_company_over


def _is_due_at_the_end(clause: Clause) -> bool:
    """月底签, 月中付, 剩下的月底: nothing that is over, with a part of the month, looks ahead."""
    return clause.has("sign", "pay", "pay.rest") and any(mention.rule == "month_bare_part" for mention in clause.dates)


def _is_said_to_come(clause: Clause) -> bool:
    """首款说8月10号到账: a word for money coming in that is not over (了, 已), said or expected for a day ahead."""
    words = [word for word in clause.words if not word.means.isdisjoint(_OVER)]
    if any("pay.bare" not in word.means for word in words):
        return False
    if not clause.has("say", "wish", "deal.expect") and not any(is_deadline(clause, each) for each in clause.dates):
        return False
    if any(clause.message.masked.startswith("了", word.end) for word in words):
        return False
    today = clause.message.today
    return any(mention.leaning(today) == FUTURE for mention in clause.dates)


def _is_told_in_order(clause: Clause) -> bool:
    """先去十月妈咪，再去九月科技: 再 only says what came next."""
    plans = [word for word in clause.words if not word.means.isdisjoint(("plan", "plan.will", "promise"))]
    first = clause.message.masked.rfind("先", 0, plans[0].start)
    return first >= 0 and not clause.dates and all(word.text.startswith("再") for word in plans)


def _may_lie_ahead(clause: Clause) -> bool:
    """电话跟进 without a day is a call that took place."""
    return bool(clause.dates) or not clause.has("visit.contact") or clause.has("plan.will", "promise", "later")


def _is_done(clause: Clause) -> bool:
    verbs = (word for word in clause.words if not word.means.isdisjoint(_TAKE_ASPECT) and "wish" not in word.means)
    return clause.has(*_OVER) or clause.is_in_company_over or any(_has_aspect(clause, word.end) for word in verbs)


def _has_aspect(clause: Clause, end: int) -> bool:
    """拜访了, 付完, 去的: the verb is over."""
    text = clause.message.masked
    if text.startswith(_AFTER_VERB, end):
        return True
    return text.startswith("的", end) and clause.has("visit.contact") and text[end - 1] in "去访见"
