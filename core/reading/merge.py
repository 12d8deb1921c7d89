"""From statements to facts: whose they are, which belong together."""

import re
from collections.abc import Iterable, Sequence

from core.reading.clauses import Clause
from core.reading.corrections import wrong_person
from core.reading.doubts import doubts_of
from core.reading.drafts import Draft, give_contacts, same_customer
from core.reading.extras import deal_name
from core.reading.facts import Doubt, Fact, Value
from core.reading.lists import lists_customers
from core.reading.message import Message
from core.reading.names import CUSTOMER, Mention
from core.reading.slots import Statement, put_this_amount
from core.reading.statements import denies_business

_PLANNED_SIGNING = {"close_date", "close_date_end"}
_NOBODY = Value("", None, "")
_NEAR = ("homophone", "typo", "clipped")


def facts_of(message: Message, statements: Sequence[Statement]) -> list[Fact]:
    """The facts of a message: each statement with its customer and people, those that are one put together."""
    drafts = [draft for statement in statements for draft in _drafts(message, statement, statements)]
    drafts = _without_idle_notes(_together(drafts))
    give_contacts(message, drafts)
    return [_fact(message, draft) for draft in drafts if _stands(draft)]


def _stands(draft: Draft) -> bool:
    """Without a customer only questions, corrections and plain money are worth a question back."""
    if draft.intent == "note" and draft.who and draft.who.rule == "unknown":
        return False
    if draft.who or draft.intent in ("question", "correction"):
        return True
    if draft.intent == "payment":
        return "amount" in draft.slots and draft.clause.has("pay.in", "pay.noun")
    sure = draft.intent in ("promise", "contract", "deal") or draft.clause.has("visit.sure")
    return sure and draft.slots.get("contact", _NOBODY).rule == "titled"


# ---- whose? --------------------------------------------------------------------------------------------------------


def _drafts(message: Message, statement: Statement, statements: Sequence[Statement]) -> Iterable[Draft]:
    shared = _sharing(statement)
    if shared:
        yield Draft(statement.intent, statement.clause, dict(statement.slots), shared, [], [Doubt("several_customers")])
        return
    customers = _customers_of(message, statement)
    for at, who in enumerate(customers):
        slots = dict(statement.slots)
        if "amount" in slots and 1 < len(customers) == len(statement.clause.amounts):
            put_this_amount(slots, statement.clause, at)  # 分别是3万和5万
        yield Draft(statement.intent, statement.clause, slots, who)


def _sharing(statement: Statement) -> Mention | None:
    """One amount and several customers: nobody knows whose it is, unless it is said to be each one's."""
    clause = statement.clause
    if len(clause.customers) < 2 or "amount" not in statement.slots or not lists_customers(clause):
        return None
    if len(clause.amounts) > 1 or re.search(clause.message.lexicon.one_of("list.each"), clause.message.plain):
        return None
    everyone = tuple(dict.fromkeys(entity for mention in clause.customers for entity in mention.entities))
    return Mention(clause.customers[0].start, clause.customers[-1].end, everyone, "several")


def _customers_of(message: Message, statement: Statement) -> Sequence[Mention | None]:
    clause = statement.clause
    own = clause.customers
    if statement.intent in ("question", "correction"):
        return own[:1] or (None,)
    if len(own) > 1 and lists_customers(clause):
        return _different(own)
    return own[:1] or (_carried(message, clause),)


def _different(mentions: Sequence[Mention]) -> list[Mention]:
    return list({mention.entities: mention for mention in reversed(mentions)}.values())[::-1]


def _carried(message: Message, clause: Clause) -> Mention | None:
    """The customer last named before the clause, else the first one of the message."""
    customers = [mention for mention in message.mentions if mention.kind == CUSTOMER]
    before = [mention for mention in customers if mention.start < clause.start]
    return before[-1] if before else next(iter(customers), None)


# ---- together ------------------------------------------------------------------------------------------------------


def _together(drafts: Sequence[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        if not any(_takes_in(other, draft) for other in reversed(kept)):
            kept.append(draft)
    return kept


def _takes_in(other: Draft, draft: Draft) -> bool:
    """Two statements of one customer become one fact when they agree; a plan after a contact is its next step."""
    if not same_customer(other, draft):
        return False
    if other.intent == "visit" and draft.intent == "followup":
        _add_next_step(other, draft)
        return True
    if other.intent == "followup" and draft.intent == "visit":
        plan = dict(other.slots)
        other.intent, other.slots = "visit", dict(draft.slots)
        _fill(other.slots, plan)
        return True
    if draft.intent == "promise" and not draft.slots and set(other.slots) <= _PLANNED_SIGNING:
        other.intent = "promise"  # they will sign next week, they promised
        other.slots = {slot.replace("close_", "due_"): value for slot, value in other.slots.items()}
        return True
    if _is_signed_as(other, draft):
        other.intent = "contract"
        _fill(other.slots, draft.slots)
        return True
    if other.intent != draft.intent or not _agree(other, draft) or _is_the_rest(draft, other):
        return False
    _fill(other.slots, draft.slots)
    return True


def _is_signed_as(deal: Draft, contract: Draft) -> bool:
    """合同金额86万，今天双方盖章: the sum is the contract's, not a deal beside it."""
    if deal.intent != "deal" or contract.intent != "contract" or "amount" in contract.slots:
        return False
    only_a_sum = set(deal.slots) <= {"amount", "amount_max", "currency"}
    return only_a_sum and deal.clause.has("deal.amount", "contract.noun") and not deal.clause.has("deal.ours")


def _is_the_rest(draft: Draft, other: Draft) -> bool:
    """先付一半，剩下的下月付: the rest is another promise than the part before it."""
    part = other.clause.names_a_sum and not other.clause.has("pay.rest")
    return draft.intent == "promise" and part and draft.clause.has("pay.rest") and draft.clause is not other.clause


def _add_next_step(visit: Draft, plan: Draft) -> None:
    if "next_date" not in visit.slots:
        _fill(visit.slots, {slot: value for slot, value in plan.slots.items() if slot.startswith("next_")})


_HOURS = {"time", "next_time"}  # 8点就到了，等到10点: one visit


def _agree(one: Draft, other: Draft) -> bool:
    if one.intent == "note":
        return True
    both = (set(one.slots) & set(other.slots)) - _HOURS
    return all(
        one.slots[slot].value == other.slots[slot].value
        or _is_assumed(one.slots[slot])
        or _is_assumed(other.slots[slot])
        for slot in both
    )


def _is_assumed(value: Value) -> bool:
    return value.span is None


def _fill(slots: dict[str, Value], more: dict[str, Value]) -> None:
    """Said values win over assumed ones; what is there stays."""
    for slot, value in more.items():
        if slot not in slots or (_is_assumed(slots[slot]) and not _is_assumed(value)):
            slots[slot] = value


def _without_idle_notes(drafts: list[Draft]) -> list[Draft]:
    """A note is a remark that fits nothing else: beside another fact of its customer it is part of that.

    What was not paid or not signed is kept: 尾款还没到，钱总承诺五一前付 says two things.
    """
    return [
        draft
        for draft in drafts
        if draft.intent != "note"
        or denies_business(draft.clause)
        or not any(other.intent != "note" and same_customer(other, draft) for other in drafts)
    ]


# ---- the fact ------------------------------------------------------------------------------------------------------


def _fact(message: Message, draft: Draft) -> Fact:
    slots = dict(draft.slots)
    doubts = [*draft.doubts, *doubts_of(message, draft)]
    ambiguous: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    new = False
    if draft.who:
        entities = draft.who.entities
        span = (draft.who.start, draft.who.end)
        if len(entities) > 1:
            ambiguous, refs = tuple(entity.name for entity in entities), tuple(entity.ref or "" for entity in entities)
        else:
            new = draft.who.rule in ("new", "unknown")
            slots["customer"] = Value(entities[0].name, span, draft.who.rule, entities[0].ref)
            if draft.who.rule in _NEAR:
                doubts.append(Doubt("near_name", span, (entities[0].name,)))
    found = {"deal_name": deal_name(draft.intent, draft.clause)}
    if draft.intent == "correction":
        found["wrong_contact"] = wrong_person(message)
    return Fact(
        draft.intent,
        slots,
        ambiguous,
        refs,
        new,
        tuple(doubts),
        (draft.clause.start, draft.clause.end),
        {name: value for name, value in found.items() if value},
    )
