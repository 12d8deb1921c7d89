"""What one clause states: its intents in a table, each with the values that belong to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.reading.clauses import Clause, is_until, says_until
from core.reading.contacts import CUSTOMER_MARK
from core.reading.dates import DateMention
from core.reading.days import FUTURE, PAST, Days
from core.reading.facts import Value
from core.reading.lexicon import Word
from core.reading.numbers import plain

MEETING = ("visit.contact", "visit.done")
PAYING = ("pay", "pay.done")
SIGNING = ("sign", "sign.done", "sign.renew")
_AFTER_VERB = tuple("了过完")


@dataclass
class Statement:
    """A fact in the making: its clause says which customers and people it is about."""

    intent: str
    clause: Clause
    slots: dict[str, Value] = field(default_factory=dict)
    tense: int = 0


Maker = Callable[[Clause, "Tense"], "Statement | None"]


@dataclass(frozen=True)
class Tense:
    """Whether a clause looks back or ahead, and how surely."""

    sense: int
    sure: bool


def statements_of_all(clauses: Sequence[Clause]) -> list[Statement]:
    """The statements of clause after clause; 明天上午去百度，下午去360 is one day and one plan."""
    found: list[Statement] = []
    for clause in clauses:
        made = statements_of(clause)
        found += [_carried_on(statement, found[-1]) if found else statement for statement in made]
    return found


def _carried_on(statement: Statement, before: Statement) -> Statement:
    """A meeting without a day or a sign of the past, after a plan: it is planned too, for the same day."""
    clause = statement.clause
    if statement.intent != "visit" or before.intent != "followup" or clause.dates or tense_of(clause).sure:
        return statement
    slots = {slot: value for slot, value in before.slots.items() if slot in ("next_date", "next_date_end")}
    times = {"next_time": value for slot, value in statement.slots.items() if slot == "time"}
    return Statement("followup", clause, {**slots, **times}, FUTURE)


def statements_of(clause: Clause) -> list[Statement]:
    """At most one meeting or plan, one piece of business and one rival from a clause."""
    if _is_negated(clause):
        return [Statement("note", clause)]
    tense = tense_of(clause)
    business = next((made for make in BUSINESS if (made := make(clause, tense))), None)
    rival = _competitor(clause, business)
    if rival and business and business.intent == "deal" and not _is_our_price(clause):
        business = None
    meeting = _meeting(clause, tense, business)
    found = [each for each in (meeting, business, rival) if each]
    return found or list(_note(clause))


# ---- tense ---------------------------------------------------------------------------------------------------------


def tense_of(clause: Clause) -> Tense:
    """Days that lie on one side settle it, then verbs (了, 到账, promised, 再约), then which side a bare day is nearer to."""
    today = clause.message.today
    dates = [mention for mention in clause.dates if not (clause.has(*SIGNING) and is_until(clause, mention))]
    fixed = {mention.leaning(today) for mention in dates if not mention.is_open(today)}
    plans = _is_plan(clause) or (clause.has("wish", "say") and clause.has(*SIGNING, *PAYING))
    done = _is_done(clause)
    if FUTURE in fixed:
        return Tense(PAST if done and not plans else FUTURE, True)
    if PAST in fixed:
        return Tense(PAST, True)
    if plans and not done and (clause.dates or not clause.has("visit.contact") or clause.has("plan.will", "promise")):
        return Tense(FUTURE, True)
    if done or (0 in fixed and not plans):
        return Tense(PAST, True)
    leanings = [mention.leaning(today) for mention in clause.dates]
    return Tense(FUTURE if FUTURE in leanings else PAST, bool(leanings))


def _is_done(clause: Clause) -> bool:
    return clause.has("visit.done", "pay.done", "pay.got", "sign.done", "done") or any(
        _has_aspect(clause, word.end)
        for word in clause.words
        if not word.means.isdisjoint(("visit.contact", "pay", "sign", "deal.price"))
    )


def _has_aspect(clause: Clause, end: int) -> bool:
    """拜访了, 付完, 去的: the verb is over."""
    text = clause.message.masked
    after = text[end : end + 1]
    return (after in _AFTER_VERB and bool(after)) or (
        after == "的" and clause.has("visit.contact") and text[end - 1] in "去访见"
    )


def _is_plan(clause: Clause) -> bool:
    return clause.has("plan", "plan.will", "promise")


# ---- dates ---------------------------------------------------------------------------------------------------------


def put_days(slots: dict[str, Value], slot: str, mention: DateMention, today: date, sense: int) -> bool:
    when = mention.on(today, sense) or mention.on(today, -sense)
    if not when:
        return False
    _put(slots, slot, when, (mention.start, mention.end), mention.rule)
    return True


def _put(slots: dict[str, Value], slot: str, when: Days, span: tuple[int, int] | None, rule: str) -> None:
    slots[slot] = Value(when.first.isoformat(), span, rule)
    if when.last and when.last != when.first:
        slots[f"{slot}_end"] = Value(when.last.isoformat(), span, rule)


def put_past(statement: Statement, slot: str = "date") -> None:
    """The day something happened: as said, else today."""
    clause, today = statement.clause, statement.clause.message.today
    for mention in clause.dates:
        if _may_be_past(mention, today) and put_days(statement.slots, slot, mention, today, PAST):
            return
    if not any(mention.is_impossible(today) for mention in clause.dates):  # 2月30日 is asked about, not replaced
        statement.slots[slot] = Value(today.isoformat(), None, "today")


def _may_be_past(mention: DateMention, today: date) -> bool:
    when = mention.on(today, PAST)
    return when is not None and when.first <= today and not mention.is_year


def put_future(statement: Statement, slot: str) -> bool:
    clause, today = statement.clause, statement.clause.message.today
    for mention in clause.dates:
        if _may_be_future(mention, today) and put_days(statement.slots, slot, mention, today, FUTURE):
            return True
    return False


def _may_be_future(mention: DateMention, today: date) -> bool:
    when = mention.on(today, FUTURE)
    return when is not None and (when.last or when.first) >= today and not (mention.is_year and when.first <= today)


# ---- money ---------------------------------------------------------------------------------------------------------


def put_amount(statement: Statement, with_percent: bool = False) -> None:
    clause = statement.clause
    if clause.amounts:
        put_this_amount(statement.slots, clause, 0)
    if with_percent and clause.percents:
        percent = clause.percents[0]
        statement.slots["percent"] = Value(plain(percent.value), (percent.start, percent.end), "percent")


def put_this_amount(slots: dict[str, Value], clause: Clause, index: int) -> None:
    amount = clause.amounts[index]
    span = (amount.start, amount.end)
    slots["amount"] = Value(plain(amount.value), span, "amount")
    if amount.most is not None:
        slots["amount_max"] = Value(plain(amount.most), span, "range")
    said = amount.currency
    slots["currency"] = Value(
        said or clause.message.default_currency, span if said else None, "said" if said else "default"
    )


# ---- business ------------------------------------------------------------------------------------------------------


def _expiry(clause: Clause, tense: Tense) -> Statement | None:
    if not clause.has("expire") or clause.has("ledger", "pay", "pay.done", "sign.renew", "sign.done"):
        return None
    statement = Statement("contract", clause, tense=FUTURE)
    put_end(statement)
    if "end_date" not in statement.slots:
        put_dates_either_way(statement, "end_date")
    put_amount(statement)
    return statement


def put_dates_either_way(statement: Statement, slot: str) -> bool:
    return any(
        put_days(statement.slots, slot, mention, statement.clause.message.today, FUTURE)
        for mention in statement.clause.dates[:1]
    )


def _promise(clause: Clause, tense: Tense) -> Statement | None:
    """Every future payment is a promise; signing and delivery only where someone commits to them."""
    committed = clause.has("promise")
    pays_later = pays(clause) and tense.sense == FUTURE and not clause.has("pay.done", "pay.got")
    noun_later = (
        clause.has("pay.noun")
        and tense.sense == FUTURE
        and bool(clause.amounts or clause.percents)
        and not clause.has("pay.done", "pay.got", *SIGNING)
    )
    rest_later = (
        clause.has("pay.rest")
        and tense.sense == FUTURE
        and bool(clause.dates)
        and not clause.has("pay.done", "pay.got", *SIGNING)
    )
    if not (committed or pays_later or noun_later or rest_later):
        return None
    statement = Statement("promise", clause, tense=FUTURE)
    put_amount(statement, with_percent=True)
    put_future(statement, "due_date")
    return statement


def _won_or_lost(clause: Clause, tense: Tense) -> Statement | None:
    for code in ("lost", "won"):
        word = clause.first(code)
        if word and not (code == "won" and tense.sense == FUTURE):
            statement = Statement("stage", clause, tense=PAST)
            statement.slots["stage"] = Value(code, (word.start, word.end), "stage_word")
            put_amount(statement)
            return statement
    return None


def _stage(clause: Clause, tense: Tense) -> Statement | None:
    mover = clause.first("stage.move")
    found = stage_named(clause, mover.start) if mover else _under_way(clause)
    if not found:
        return None
    statement = Statement("stage", clause, {"stage": found}, PAST)
    put_amount(statement)
    return statement


def _under_way(clause: Clause) -> Value | None:
    """议价中, 合同阶段: the stage with a word that it goes on."""
    for stage in clause.stages:
        if clause.message.plain.startswith(("中", "阶段"), stage.end) and not clause.amounts:
            return Value(stage.code, (stage.start, stage.end), "stage")
    return None


def stage_named(clause: Clause, start: int) -> Value | None:
    """The team's stage whose name ends last in the clause, the longest name first."""
    named = [stage for stage in clause.stages if stage.start >= start]
    if not named:
        return None
    last = max(named, key=lambda stage: (stage.end, stage.end - stage.start))
    return Value(last.code, (last.start, last.end), "stage")


def _contract(clause: Clause, tense: Tense) -> Statement | None:
    if not clause.has(*SIGNING):
        return None
    renewed = clause.has("sign.renew") and not clause.has("wish")
    if tense.sense == FUTURE and not clause.has("sign.done") and not renewed:
        return _planned_signing(clause)
    statement = Statement("contract", clause, tense=PAST)
    put_amount(statement)
    put_past(statement)
    if clause.has("sign.renew", "expire") or says_until(clause):
        put_end(statement)
    return statement


def put_end(statement: Statement) -> None:
    """The day a contract ends: the first one said that lies ahead."""
    today = statement.clause.message.today
    for mention in statement.clause.dates:
        when = mention.on(today, FUTURE)
        if when and (when.last or when.first) > today:
            last = when.last or when.first
            statement.slots["end_date"] = Value(last.isoformat(), (mention.start, mention.end), mention.rule)
            return


def _planned_signing(clause: Clause) -> Statement:
    statement = Statement("deal", clause, tense=FUTURE)
    put_amount(statement)
    put_future(statement, "close_date")
    return statement


def pays(clause: Clause) -> bool:
    """打, 转, 回 mean paying only beside money."""
    return clause.has("pay") or (
        clause.has("pay.short") and bool(clause.amounts or clause.percents or clause.has("pay.noun"))
    )


def _has_got_money(clause: Clause) -> bool:
    """收到 is a payment beside money, and may be anything else without."""
    return clause.has("pay.got") and bool(clause.amounts or clause.percents or clause.has("pay.noun", "pay"))


def _payment(clause: Clause, tense: Tense) -> Statement | None:
    received = clause.has("pay.done") or _has_got_money(clause) or (pays(clause) and tense.sense == PAST)
    if not received:
        return None
    statement = Statement("payment", clause, tense=PAST)
    put_amount(statement, with_percent=True)
    put_past(statement)
    return statement


def _deal(clause: Clause, tense: Tense) -> Statement | None:
    """An opportunity: opened in words, or an amount beside deal words, a meeting or hardly anything else."""
    opened = clause.has("deal.open")
    if clause.has("ledger"):
        return None
    priced = bool(clause.amounts) and (clause.has("deal.price", "deal.amount", *MEETING) or _is_terse(clause))
    closing = clause.has("deal.close") and bool(clause.dates)
    if not (opened or priced or closing):
        return None
    statement = Statement("deal", clause, tense=FUTURE)
    put_amount(statement)
    if closing or (opened and not clause.has(*MEETING)):
        put_future(statement, "close_date")
    return statement


def _is_terse(clause: Clause) -> bool:
    """华为 25万: nothing but the name and the amount."""
    rest = clause.text
    for word in clause.words:
        if "approx" in word.means:
            rest = rest.replace(word.text, "")
    return bool(clause.customers) and not any(char.isalnum() for char in rest)


def _refund(clause: Clause, tense: Tense) -> Statement | None:
    """Money that goes back is no payment; who paid whom is asked, never guessed."""
    return Statement("note", clause) if clause.has("refund") and clause.amounts else None


BUSINESS: tuple[Maker, ...] = (_refund, _expiry, _promise, _won_or_lost, _stage, _contract, _payment, _deal)
"""In the order they are tried: the first that fits is what the clause says."""


def _competitor(clause: Clause, business: Statement | None) -> Statement | None:
    if not clause.rivals:
        return None
    rival = clause.rivals[0]
    statement = Statement("competitor", clause)
    entity = rival.entities[0]
    statement.slots["competitor"] = Value(entity.name, (rival.start, rival.end), rival.rule, entity.ref)
    prices = [index for index, amount in enumerate(clause.amounts) if amount.start > rival.start]
    if prices and not _is_our_price(clause) and (business is None or business.intent == "deal"):
        put_this_amount(statement.slots, clause, prices[0])
    return statement


def _is_our_price(clause: Clause) -> bool:
    return clause.has("deal.ours")


# ---- meetings, plans, notes ----------------------------------------------------------------------------------------


def _meeting(clause: Clause, tense: Tense, business: Statement | None) -> Statement | None:
    if clause.rivals and not _meets_beside_rival(clause):
        return None
    if clause.has(*MEETING):
        if business and not _meets_too(clause, business):
            return None
        return _followup(clause) if tense.sense == FUTURE and not clause.has("visit.done") else _visit(clause)
    if business is None and not clause.has("ledger") and _plans_something(clause, tense):
        return _followup(clause)
    if business is None and tense.sure and clause.is_in_company:
        return _visit(clause) if tense.sense == PAST else _followup(clause)
    return None


def _plans_something(clause: Clause, tense: Tense) -> bool:
    if tense.sense != FUTURE or not (clause.dates or clause.has("plan.will")):
        return False
    return clause.has("plan", "plan.will") or any(
        _has_day_before(clause, word) for word in clause.words if "plan.weak" in word.means
    )


def _has_day_before(clause: Clause, word: Word) -> bool:
    """下周三给方案 is a plan, 确认12月验收 is not; English says the day anywhere."""
    return word.text.isascii() or any(mention.start < word.start for mention in clause.dates)


def _meets_beside_rival(clause: Clause) -> bool:
    """北极星去六福讲了方案 is the rival's visit; a person met, or a customer right after the verb, is ours."""
    return bool(clause.contacts) or any(
        "visit.done" in word.means and clause.message.masked[word.end : word.end + 1] == CUSTOMER_MARK
        for word in clause.words
    )


def _meets_too(clause: Clause, business: Statement) -> bool:
    """谈了个大单 is one deal, no visit; met Bill, budget 40k is both."""
    return clause.has("visit.done") or (
        business.intent == "deal" and _has_meeting_aspect(clause) and not clause.has("deal.talk")
    )


def _has_meeting_aspect(clause: Clause) -> bool:
    return any("visit.contact" in word.means and "visit.weak" not in word.means for word in clause.words)


def _visit(clause: Clause) -> Statement:
    statement = Statement("visit", clause, tense=PAST)
    put_past(statement)
    used = statement.slots["date"].span if "date" in statement.slots else None
    today = clause.message.today
    later = next(
        (
            mention
            for mention in clause.dates
            if (mention.start, mention.end) != used
            and _may_be_future(mention, today)
            and mention.leaning(today) == FUTURE
        ),
        None,
    )
    if later:
        put_days(statement.slots, "next_date", later, today, FUTURE)
    _put_times(statement, "date", "next_date")
    return statement


def _followup(clause: Clause) -> Statement:
    statement = Statement("followup", clause, tense=FUTURE)
    put_future(statement, "next_date")
    _put_times(statement, "", "next_date")
    return statement


def _put_times(statement: Statement, past: str, future: str) -> None:
    """A clock time goes with the date it stands next to."""
    for clock in statement.clause.times:
        slot = (
            "next_time" if not past or _nearest_slot(statement.slots, clock.start, past, future) == future else "time"
        )
        statement.slots.setdefault(slot, Value(clock.value, (clock.start, clock.end), clock.rule))


def _nearest_slot(slots: Mapping[str, Value], at: int, *names: str) -> str:
    placed = [(abs(slots[name].span[0] - at), name) for name in names if name in slots and slots[name].span]  # type: ignore[index]
    return min(placed)[1] if placed else names[0]


_REACH = 5


def _is_negated(clause: Clause) -> bool:
    """还没回款, not yet signed: a no close before the verb of business; 没见到人 beside a visit takes nothing back."""
    for word in clause.words:
        if "negation" in word.means and _negates(clause, word.end):
            return True
    return False


def _negates(clause: Clause, end: int) -> bool:
    reach = _REACH if clause.message.masked[end - 1] >= "\u3400" else 12
    for word in clause.words:
        if end <= word.start <= end + reach and not word.means.isdisjoint(
            (
                *PAYING,
                *SIGNING,
                "won",
                "promise",
                "visit.contact",
                "visit.done",
                "deal.price",
                "note.topic",
                "stage.move",
            )
        ):
            return True
    return False


def _note(clause: Clause) -> Iterator[Statement]:
    if clause.has("note.topic", "ledger") or (clause.has("negation") and clause.has("deal.price", "deal.open")):
        yield Statement("note", clause)
