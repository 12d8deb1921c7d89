"""What a message states, clause by clause."""

import re
from collections.abc import Sequence
from datetime import timedelta

from core.reading.business import business, competitors, is_our_price
from core.reading.clauses import Clause, is_instalment
from core.reading.days import FUTURE
from core.reading.facts import Value
from core.reading.lexicon import Word
from core.reading.meetings import meet_or_plan, meeting
from core.reading.normalise import is_cjk
from core.reading.slots import Statement, put_amount, put_future, put_past, put_this_amount
from core.reading.tense import PAYING, SIGNING, tense_of


def statements_of_all(clauses: Sequence[Clause]) -> list[Statement]:
    """The statements of clause after clause; 明天上午去百度，下午去360 is one day and one plan."""
    found: list[Statement] = []
    for clause in clauses:
        if found and _is_the_rivals_price(clause, found[-1]):
            put_this_amount(found[-1].slots, clause, 0)
            continue
        if found and _nobody_answered(clause, found[-1]):
            found[-1] = Statement("note", found[-1].clause)
            continue
        made = statements_of(clause)
        if found and _rival_goes_on(clause, found[-1], made):
            continue
        if found and _is_put_off(found[-1].clause) and _says_only_later(clause, made):
            continue
        more = _next_of_its_kind(clause, found[-1]) if found else None
        if more and (not made or clause.is_sum or clause.is_sum_from):
            made = [more]
        found += [_carried_on(statement, found[-1]) if found else statement for statement in made]
    return found


def _next_of_its_kind(clause: Clause, before: Statement) -> Statement | None:
    return _next_instalment(clause, before) or _next_entry(clause, before) or _next_stop(clause, before)


def _next_stop(clause: Clause, before: Statement) -> Statement | None:
    """昨天去了百度，今天万科: a meeting as well, with a customer and a day of its own."""
    if before.intent not in ("visit", "followup") or not clause.is_gapped:
        return None
    return meet_or_plan(clause, tense_of(clause))


def _next_instalment(clause: Clause, before: Statement) -> Statement | None:
    """Paid or promised like the one before it, with an amount and a day of its own."""
    if before.intent not in ("promise", "payment") or not is_instalment(clause, before.clause):
        return None
    statement = Statement(before.intent, clause)
    put_amount(statement, with_percent=True)
    if not clause.dates:
        statement.slots |= _days_paid(before)
    elif before.intent == "promise":
        put_future(statement, "due_date")
    else:
        put_past(statement)
    return statement


def _next_entry(clause: Clause, before: Statement) -> Statement | None:
    """今天到账两笔：百度5万，万科8万: the next line of a list, about money like the one before it."""
    if before.intent not in ("payment", "promise", "contract") or not (clause.is_sum or clause.is_sum_from):
        return None
    statement = Statement(before.intent, clause, _days_paid(before))
    put_amount(statement)
    return statement


def _nobody_answered(clause: Clause, before: Statement) -> bool:
    """打电话给七匹狼，没人接: nobody was spoken to."""
    alone = clause.has("unanswered") and not (clause.customers or clause.contacts or clause.dates)
    return alone and before.intent == "visit" and _CALLED.search(before.clause.text) is not None


_CALLED = re.compile(r"电话|打给|致电|(?<![a-z])(?:call|rang|phone|dial|tried)")


def _days_paid(before: Statement) -> dict[str, Value]:
    return {slot: value for slot, value in before.slots.items() if slot.removesuffix("_end") in ("date", "due_date")}


def _is_the_rivals_price(clause: Clause, before: Statement) -> bool:
    """北极星也在推，报了6万8: a price with nobody new to ask it, right after a rival, is the rival's."""
    if before.intent != "competitor" or "amount" in before.slots or not clause.amounts:
        return False
    others = clause.customers or clause.contacts or clause.rivals or clause.dates
    return clause.has("rival.price") and not others and not is_our_price(clause)


_GOES_ON = re.compile(r"\s*(?:给|还|并|也|又|跟|和)")


def _rival_goes_on(clause: Clause, before: Statement, made: Sequence[Statement]) -> bool:
    """鼎盛也去了三一，给贺工做了演示: the rival did that too."""
    theirs = before.intent == "competitor" and before.clause.has("visit.contact", "visit.done")
    return theirs and not clause.customers and _GOES_ON.match(clause.text) is not None and _are(made, "visit")


def _are(made: Sequence[Statement], intent: str) -> bool:
    return bool(made) and all(statement.intent == intent for statement in made)


def _carried_on(statement: Statement, before: Statement) -> Statement:
    """A meeting without a day or a sign of the past, after a plan: it is planned too, for the same day."""
    clause = statement.clause
    said = statement.slots.get("next_date", _ASSUMED).span
    if statement.intent == "followup" and not said and (clause.is_entry or before.intent == "followup"):
        return Statement("followup", clause, {**statement.slots, **_days_of(before)})
    if statement.intent != "visit" or before.intent != "followup" or clause.dates or tense_of(clause).sure:
        return statement
    slots = _days_of(before)
    if "time" in statement.slots:
        slots["next_time"] = statement.slots["time"]
    return Statement("followup", clause, slots)


_ASSUMED = Value("", None, "")


def _days_of(plan: Statement) -> dict[str, Value]:
    return {slot: value for slot, value in plan.slots.items() if slot in ("next_date", "next_date_end")}


def statements_of(clause: Clause) -> list[Statement]:
    """At most one meeting or plan, one piece of business and one rival from a clause; else perhaps a note."""
    if _is_negated(clause) or _is_put_off(clause):
        return [Statement("note", clause)]
    tense = tense_of(clause)
    said = business(clause, tense)
    rivals = competitors(clause, said)
    if rivals and said and said.intent == "deal" and not is_our_price(clause):
        said = None
    found = [each for each in (meeting(clause, tense, said), said, *rivals) if each]
    return found or ([Statement("note", clause)] if _is_remark(clause) else [])


def _is_remark(clause: Clause) -> bool:
    if clause.customers and any(
        "negation.strong" in word.means and word.start > clause.customers[0].start for word in clause.words
    ):
        return True
    return clause.has("note.topic", "ledger") or (clause.has("negation") and clause.has("deal.price", "deal.open"))


# ---- what did not happen -------------------------------------------------------------------------------------------

_DENIABLE = frozenset(
    {
        *PAYING,
        *SIGNING,
        "pay.got",
        "won",
        "promise",
        "visit.contact",
        "visit.done",
        "deal.price",
        "note.topic",
        "stage.move",
    }
)
_REPORTS = ("pay.done", "pay.got", "promise", "sign.done", "won", "lost")
_REACH = 5  # characters between a Chinese no and its verb
_LATIN_REACH = 12
_DID_NOT_COME = re.compile(r"\s?(?:到|来|下来|给|打|动|come in|arrive|land)")  # 尾款还没到


def _is_negated(clause: Clause) -> bool:
    """还没回款, not yet signed: a no close before the verb."""
    return clause.has("denied") or any("negation" in word.means and _denies(clause, word) for word in clause.words)


def _is_put_off(clause: Clause) -> bool:
    """先放一放, is on hold until January: nothing was done, and the day it may go on again is no plan of ours."""
    return clause.has("on.hold") and not clause.has("visit.done", *_REPORTS)


def denies_business(clause: Clause) -> bool:
    """尾款还没到, 还没签: money or a signature that did not come."""
    return _is_negated(clause) and (clause.has(*PAYING, *SIGNING, "pay.noun") or _is_of_money(clause))


def _is_of_money(clause: Clause) -> bool:
    """款还没到, 钱也没给: what did not come is money."""
    return _MONEY_DID_NOT.search(clause.text) is not None


_MONEY_DID_NOT = re.compile(
    r"(?:[款账]|(?<![价有赚])钱)(?:子|项)?(?:也|都|还|一直|到现在|至今|迟迟|仍|暂时|今天|\ue004)*[没未]有?(?:到|来|下来|给|打|动)"
)


_VAGUE = timedelta(days=20)


def _says_only_later(clause: Clause, made: Sequence[Statement]) -> bool:
    """先放一放，明年再看: when it may be looked at again, without a day of its own."""
    if any(statement.intent != "followup" for statement in made) or clause.customers:
        return False
    stretches = [mention.on(clause.message.today, FUTURE) for mention in clause.dates]
    return all(when and when.last and when.last - when.first > _VAGUE for when in stretches)


def _denies(clause: Clause, no: Word) -> bool:
    reach = no.end + (_REACH if is_cjk(no.text[-1]) else _LATIN_REACH)
    if _DID_NOT_COME.match(clause.text, no.end - clause.start) and (
        clause.has("pay.noun", "pay") or _is_of_money(clause)
    ):
        return True
    return any(no.end <= word.start <= reach and not word.means.isdisjoint(_DENIABLE) for word in clause.words)
