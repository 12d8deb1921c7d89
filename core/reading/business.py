"""What a clause says of money and deals: one table of intents, tried in order."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from core.reading.clauses import PHASE, Clause, says_until
from core.reading.contacts import CUSTOMER_MARK, RIVAL_MARK
from core.reading.days import FUTURE, PAST
from core.reading.facts import Value
from core.reading.lexicon import Word
from core.reading.message import Message, StageName
from core.reading.names import Mention
from core.reading.normalise import has_cjk
from core.reading.slots import Statement, put_amount, put_days, put_end, put_future, put_past, put_this_amount, runs
from core.reading.tense import MEETING, SIGNING, Tense

Maker = Callable[[Clause, Tense], Statement | None]


def business(clause: Clause, tense: Tense) -> Statement | None:
    """What a clause says of business, by the first reader of BUSINESS that understands it; None if none does."""
    return next((made for make in BUSINESS if (made := make(clause, tense))), None)


def _refund(clause: Clause, tense: Tense) -> Statement | None:
    """Money that goes back is no payment; who paid whom is asked, never guessed."""
    return Statement("note", clause) if clause.has("refund") and clause.amounts else None


def _expiry(clause: Clause, tense: Tense) -> Statement | None:
    if clause.has("ledger", "pay", "pay.done", "sign.renew", "sign.done"):
        return None
    if not clause.has("expire") and not _runs_to_a_day(clause):
        return None
    statement = Statement("contract", clause)
    put_end(statement)
    if "end_date" not in statement.slots and clause.dates:
        put_days(statement.slots, "end_date", clause.dates[0], clause.message.today, FUTURE)
    put_amount(statement)
    return statement


def _runs_to_a_day(clause: Clause) -> bool:
    """合约到12/31, the agreement runs until March: a contract and until when."""
    ends = says_until(clause) or clause.has("contract.ends")
    return clause.has("contract.noun") and ends and bool(clause.dates) and not clause.has(*MEETING, "plan.will", "sign")


def _promise(clause: Clause, tense: Tense) -> Statement | None:
    """Every future payment is a promise; signing and delivery only where someone commits to them."""
    if not clause.has("promise") and not (tense.sense == FUTURE and _pays_later(clause)):
        return None
    statement = Statement("promise", clause)
    put_amount(statement, with_percent=True)
    put_future(statement, "due_date")
    return statement


def _pays_later(clause: Clause) -> bool:
    """付, or a word for a part of the price with its amount or its day: 首付30%下周一, 剩下的下月15号."""
    if clause.has("pay.done", "pay.got"):
        return clause.has("pay.bare") or clause.arrives
    if pays(clause) or clause.arrives or clause.is_still_to_come:
        return True
    part = clause.has("pay.noun") and clause.names_a_sum
    rest = clause.has("pay.rest") and bool(clause.dates)
    said = clause.has("say") and clause.names_a_sum and bool(clause.dates) and not clause.has("deal.price", *MEETING)
    return (part or rest or said) and not (clause.has(*SIGNING) or clause.rivals)


def promised_behind(message: Message) -> date | None:
    """华星承诺上周五付2万, promised 20k by yesterday: the day it was promised for, where that is over. A day on which
    somebody promised (昨天华星答应付2万) is none."""
    promises = [word.end for word in message.words if "promise" in word.means]
    pays = [word.start for word in message.words if not word.means.isdisjoint(("pay", "pay.short", "pay.bare"))]
    for mention in message.dates:
        after = any(end <= mention.start for end in promises)
        said_for = message.plain[: mention.start].rstrip().endswith(" by") or any(
            0 <= start - mention.end <= _BESIDE for start in pays
        )
        days = [mention.on(message.today, sense) for sense in (PAST, FUTURE)]
        last = [one.last or one.first for one in days if one is not None]
        if after and said_for and last and max(last) < message.today:
            return max(last)
    return None


_BESIDE = 2  # characters between a day and what is done on it: 上周五前付


def _won_or_lost(clause: Clause, tense: Tense) -> Statement | None:
    for code in ("lost", "won"):
        word = clause.first(code)
        if word and not (code == "won" and tense.sense == FUTURE):
            statement = Statement("stage", clause)
            statement.slots["stage"] = Value(code, (word.start, word.end), "stage_word")
            put_amount(statement)
            return statement
    return None


def _stage(clause: Clause, tense: Tense) -> Statement | None:
    found = _moved_to(clause) or _under_way(clause) or _only_named(clause)
    if not found:
        return None
    statement = Statement("stage", clause, {"stage": found})
    put_amount(statement)
    return statement


_ARTICLE = re.compile(r"\s*(?:the|a)?\s*(?:stage|phase)?\s*:?\s*")
_MOVED = re.compile(
    r"\b(?:mov|push|advanc|bump|tak|took|bring|brought|set|updat|mark|promot|switch|changed?\b|go|went|transition|progress|put|now|back)"
    rf"|{CUSTOMER_MARK}(?:'s)?\s*(?:deal|opp\w*|account)?\s*$|\b(?:deal|stage|status|opp|it|this)\s*$|[\u3400-\u9fff]\s*$"
)


def _moved_to(clause: Clause) -> Value | None:
    """推进到方案阶段, moved to proposal; "to" and "in" only right before it: send the contract to them moves none."""
    for word in clause.words:
        if "stage.move" not in word.means:
            continue
        found = stage_named(clause, word.start)
        if found and ("stage.weak" not in word.means or _leads_to(clause, word, found)):
            return found
    return None


def _leads_to(clause: Clause, word: Word, stage: Value) -> bool:
    """Whether a weak word stands right before the stage, after a verb of moving or what is moved."""
    if not stage.span or not _ARTICLE.fullmatch(clause.message.plain, word.end, stage.span[0]):
        return False
    return word.text.startswith("is ") or _MOVED.search(clause.message.masked[clause.start : word.start]) is not None


def _under_way(clause: Clause) -> Value | None:
    """议价中, 合同阶段, 到投标了: the stage with a word that it is reached or goes on."""
    stage = clause.stage_reached
    return Value(stage.code, (stage.start, stage.end), "stage") if stage and not clause.amounts else None


_NO_MORE = re.compile(r"[\s:,，：\-=>→]*")


def _only_named(clause: Clause) -> Value | None:
    """一汽 商务谈判: a customer and the full name of a stage, nothing else."""
    stage = stage_value(clause.stages)
    if not stage or not stage.span or not clause.customers or stage.span[1] - stage.span[0] != _FULL_NAME:
        return None
    start, end = (at - clause.start for at in stage.span)
    rest = (clause.text[:start] + clause.text[end:]).replace(CUSTOMER_MARK, "")
    hanzi = has_cjk(clause.message.plain[slice(*stage.span)])  # "Globex contract" asks for it
    return stage if hanzi and _NO_MORE.fullmatch(rest) else None


_FULL_NAME = 4


def stage_named(clause: Clause, start: int) -> Value | None:
    """The team's stage whose name ends last in the clause, the longest name first."""
    return stage_value([stage for stage in clause.stages if stage.start >= start])


def stage_value(named: Sequence[StageName]) -> Value | None:
    """The one that ends last."""
    if not named:
        return None
    last = max(named, key=lambda stage: (stage.end, stage.end - stage.start))
    return Value(last.code, (last.start, last.end), "stage")


_WITH_A_RIVAL = re.compile(rf"[跟和与]{RIVAL_MARK}+(?:也|都|已经|刚)?[签续]|signed with\s{RIVAL_MARK}")  # 跟远航签了


def _contract(clause: Clause, tense: Tense) -> Statement | None:
    if not clause.has(*SIGNING) or _WITH_A_RIVAL.search(clause.text):
        return None
    renewed = clause.has("sign.renewed") or (clause.has("sign.renew") and says_until(clause))
    if tense.sense == FUTURE and not clause.has("sign.done") and not renewed:
        return _planned_signing(clause)
    statement = Statement("contract", clause)
    put_amount(statement)
    put_past(statement)
    stretch = any(runs(mention, clause.message.today) for mention in clause.dates)
    if stretch or clause.has("sign.renew", "expire") or says_until(clause):
        put_end(statement)
    return statement


def _planned_signing(clause: Clause) -> Statement:
    """A deal with the day or the amount of its signing; 等她盖章 alone is a remark."""
    statement = Statement("deal", clause)
    put_amount(statement)
    put_future(statement, "close_date")
    return statement if statement.slots else Statement("note", clause)


def pays(clause: Clause) -> bool:
    """打, 转, 回 mean paying only beside money."""
    return (
        clause.has("pay")
        or clause.gives
        or (clause.has("pay.short") and (clause.names_a_sum or clause.has("pay.noun")))
    )


def _has_got_money(clause: Clause) -> bool:
    """收到 is a payment beside money, and may be anything else without."""
    return (
        clause.has("pay.got") and not clause.is_of_something and (clause.names_a_sum or clause.has("pay.noun", "pay"))
    )


def _payment(clause: Clause, tense: Tense) -> Statement | None:
    told = clause.names_a_sum or tense.sure  # 付款比较慢 is no payment
    received = (
        clause.has("pay.done")
        or clause.is_sum_from
        or _has_got_money(clause)
        or (pays(clause) and tense.sense == PAST and told)
    )
    if not received or (clause.has("deal.open") and not clause.has("pay", "pay.done")):  # an RFP came in
        return None
    if _is_a_term(clause):
        return None
    statement = Statement("payment", clause)
    put_amount(statement, with_percent=True)
    put_past(statement)
    return statement


def _is_a_term(clause: Clause) -> bool:
    """签了合同…发货付60%: a share of a contract that is told of, and nothing says that it was paid."""
    told = clause.message.has("contract.noun", "retention") or clause.message.has(*SIGNING)
    return told and bool(clause.percents) and not clause.amounts and not clause.has("pay.done", "pay.got")


def _deal(clause: Clause, tense: Tense) -> Statement | None:
    """An opportunity: opened in words, or an amount beside deal words, a meeting or hardly anything else."""
    opened = clause.has("deal.open")
    if clause.has("ledger"):
        return None
    priced = bool(clause.amounts) and (
        clause.has("deal.price", "deal.amount", "deal.ours", *MEETING) or clause.is_sum or PHASE.search(clause.text)
    )
    closes = clause.has("deal.close") or (clause.has("deal.expect") and bool(clause.amounts))
    closing = closes and bool(clause.dates)
    if not (opened or priced or closing):
        return None
    statement = Statement("deal", clause)
    put_amount(statement)
    if closing or not clause.has(*MEETING, "plan", "plan.weak", "plan.will"):
        put_future(statement, "close_date")
    return statement


BUSINESS: tuple[Maker, ...] = (_refund, _expiry, _promise, _won_or_lost, _stage, _contract, _payment, _deal)
"""In the order they are tried: the first that fits is what the clause says."""


# ---- rivals --------------------------------------------------------------------------------------------------------


def competitors(clause: Clause, said: Statement | None) -> list[Statement]:
    """Each rival at a customer; an amount after its name is its price, unless we are said to ask it."""
    first = {rival.entities: rival for rival in reversed(clause.rivals)}
    return [_competitor(clause, said, rival) for rival in reversed(first.values())]


def _competitor(clause: Clause, said: Statement | None, rival: Mention) -> Statement:
    statement = Statement("competitor", clause)
    entity = rival.entities[0]
    statement.slots["competitor"] = Value(entity.name, (rival.start, rival.end), rival.rule, entity.ref)
    stop = min((other.start for other in clause.rivals if other.start > rival.start), default=clause.end)
    prices = [
        index
        for index, amount in enumerate(clause.amounts)
        if rival.start < amount.start < stop or _FROM_THEM.fullmatch(clause.message.masked, amount.end, rival.start)
    ]
    if prices and not is_our_price(clause) and (said is None or said.intent == "deal"):
        put_this_amount(statement.slots, clause, prices[0])
    return statement


_FROM_THEM = re.compile(r"\s(?:\w+\s){1,2}(?:from|by)\s")  # a $99k bid from Blue Whale


def is_our_price(clause: Clause) -> bool:
    """我们报价8万, our price: the amount is what we ask, not what the customer has."""
    return clause.has("deal.ours")
