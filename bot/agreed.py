"""What a message says of contracts beyond the facts of the conventions: their terms, what became of them, and requests.

Done while hearing, before the write. A signing gets its terms as further slots; a remark, promise or payment that only
states terms of a contract (质保金5%，一年后付) becomes a fact of its own kind, "terms".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Attachment
from bot.said import Said
from core.reading import Fact, Lexicon, Names
from core.reading.facts import Value
from core.reading.message import Message, take_apart
from core.reading.terms import asks_for_contracts, read_terms, speaks_of_contracts, sum_of, terms_of

About = tuple[datetime, Names, str, Lexicon]
DONE = frozenset({"promise", "pay.done", "pay.got", "sign", "sign.done", "sign.renew", "question", "correction"})
CONVERTED = ("note", "promise", "deal", "payment", "followup", "contract")  # what terms alone may have been read as
WHOLE = ("note", "promise", "deal")  # what a contract that is told of with its sum may have been read as
SAID_APART = ("amount", "next_date", "due_date", "date")  # values that make a fact one of its own
PAYING = frozenset({"pay", "wish"})
NOT_YET = (
    *("sign", "sign.renew", "promise", "pay", "pay.done", "pay.got"),
    *("plan", "plan.will", "wish", "deal.expect", "question"),
)
DECIDED = ("run_out", "end", "renew")


def with_terms(text: str, facts: Sequence[Fact], about: About) -> tuple[Said, ...]:
    """The facts of a message, those about contracts with their terms."""
    saids = tuple(Said.of(fact, text) for fact in facts)
    if any("reminded" in fact.extras for fact in facts):
        return saids  # 提醒李雷把合同续了: to be done, and nothing that was agreed
    signed = [fact for fact in facts if fact.intent == "contract"]
    if len(signed) == 1:
        message = take_apart(text, *about)
        agreed = _retained(message, terms_of(message)) and _only_terms(text, saids, message)
        return agreed or _one_signed(facts, saids, message, about)
    if signed:
        return tuple(
            _signed(fact, said, read_terms(text[slice(*fact.span)], *about), about) if fact in signed else said
            for fact, said in zip(facts, saids, strict=True)
        )
    if any(one.get("stage") == "won" for one in saids):
        return tuple(_won(said, read_terms(text, *about)) if said.get("stage") == "won" else said for said in saids)
    if not speaks_of_contracts(text, about[-1]) or any(one.intent in ("correction", "question") for one in saids):
        return saids
    return _only_terms(text, saids, take_apart(text, *about))


def contracts_wanted(text: str, about: About) -> Said | None:
    """华星的合同, 哪些合同快到期: a request for a contract's card, or for the list of what expires."""
    if not speaks_of_contracts(text, about[-1]):
        return None
    message = take_apart(text, *about)
    wanted = asks_for_contracts(message)
    if wanted is None:
        return None
    return _of_customer(Said(wanted, {}, text), message)


def _of_customer(said: Said, message: Message) -> Said:
    """About the customer who is named first."""
    if not message.customers:
        return said
    mention = message.customers[0]
    refs = tuple(int(entity.ref) for entity in mention.entities if entity.ref)
    named = replace(said, name=message.typed[mention.start : mention.end])
    return named.with_account(refs[0]) if len(refs) == 1 else replace(named, choices=refs)


def with_file(said: Said, file: Attachment | None) -> Said:
    """A signing that came with its document."""
    if file is None or said.intent != "contract":
        return said
    return replace(said, slots={**said.slots, **file_slots(file)})


def file_slots(file: Attachment) -> dict[str, str]:
    """A file as slots, so that it waits in a draft with the rest."""
    kept = {"file_name": file.name, "file_hash": file.sha256, "file_size": "" if file.size is None else str(file.size)}
    return {name: value for name, value in kept.items() if value}


def _one_signed(facts: Sequence[Fact], saids: Sequence[Said], message: Message, about: About) -> tuple[Said, ...]:
    """The terms of the whole message are the one contract's; what only states one of them is no fact beside it. So is
    its sum, where it stands with its number (Globex signed, contract no. GX-1, 100k)."""
    terms = terms_of(message)
    if not any("amount" in one.slots for one in saids):
        terms = {**terms, **sum_of(message, terms)}
    return tuple(
        _signed(fact, said, terms, about) if fact.intent == "contract" else _won_and_signed(said)
        for fact, said in zip(facts, saids, strict=True)
        if fact.intent == "contract" or not _is_a_term(fact, terms)
    )


def _won_and_signed(said: Said) -> Said:
    """拿下了，合同签了: the deal that was won has its contract in the same breath."""
    return said.with_slots(signed="yes") if said.get("stage") == "won" else said


def _is_a_term(fact: Fact, terms: Mapping[str, Value]) -> bool:
    """提前30天通知 reads like a plan, 质保金5% like a payment: here they belong to the contract."""
    spans = [one.span for name, one in terms.items() if name not in ("contract", "act") and one.span]
    inside = any(fact.span[0] <= start and end <= fact.span[1] for start, end in spans)
    said = [one.span for name, one in fact.slots.items() if name in SAID_APART and one.span]
    apart = any(not any(start <= one[0] and one[1] <= end for start, end in spans) for one in said)
    return fact.intent in CONVERTED and inside and not apart


def _signed(fact: Fact, said: Said, terms: Mapping[str, Value], about: About) -> Said:
    slots = {**said.slots, **_values(terms)}
    if _read_twice(fact, "date", terms):
        slots["date"] = (
            about[0].date().isoformat()
        )  # 两期5-5 is no fifth of May, nor is an instalment's day that of signing
    days = slots.get("days", "").split(",")
    if "end_date" not in terms and slots.get("end_date", "none") in (*days, slots.get("start_date")):
        slots.pop("end_date")  # the day it starts, or an instalment is due
    if slots.get("act") in ("run_out", "end") and "date" in said.assumed:
        slots.pop("date", None)
    if "date" in slots and slots["date"] == slots.get("end_date"):
        slots["date"] = about[0].date().isoformat()  # 到去年11月18 is an end, if an odd one
    slots.setdefault("act", "sign" if "date" in slots or said.doubts else "expire")
    return replace(said, slots=slots, doubts=_about_the_end(said, terms))


def _read_twice(fact: Fact, slot: str, terms: Mapping[str, Value]) -> bool:
    """Whether a value was read from characters that say how something is paid, or which number it has."""
    value = fact.slots.get(slot)
    taken = [terms[name].span for name in ("split", "number", "days") if name in terms]
    return (
        value is not None
        and value.span is not None
        and any(one is not None and one[0] <= value.span[0] < one[1] for one in taken)
    )


def _about_the_end(said: Said, terms: Mapping[str, Value]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """A day that does not exist is asked for as what it was said to be."""
    wrong = terms["impossible_end"].value if "impossible_end" in terms else None
    return tuple(("impossible_end", *one[1:]) if one[1] == wrong else one for one in said.doubts)


def _won(said: Said, terms: Mapping[str, Value]) -> Said:
    plan = {name: value for name, value in _values(terms).items() if name in ("split", "retention", "days")}
    return replace(said, slots={**said.slots, **plan})


def _only_terms(text: str, saids: tuple[Said, ...], message: Message) -> tuple[Said, ...]:
    terms = terms_of(message)
    values = _values(terms)
    act = values.get("act")
    retained = _retained(message, terms)
    if not values or not ("contract" in terms or act == "run_out" or retained):
        return saids
    if retained:  # the only time that is told is the retention's
        time = {"retention_after": values["term"]} if "term" in values else {}
        values = time | {name: value for name, value in values.items() if name.startswith("retention")}
    if summed := _told_whole(saids, message, terms):
        return summed
    intent = "contract" if act in DECIDED else "terms"
    rest = tuple(one for one in saids if one.intent not in CONVERTED or "amount" in one.slots)
    about = next((one for one in saids if one not in rest), None)
    if about is None:
        return saids or (_of_customer(Said(intent, values, text), message),)
    return (*rest, replace(about, intent=intent, slots=values, doubts=(), assumed=()))


def _retained(message: Message, terms: Mapping[str, Value]) -> bool:
    """华星质保金5%，一年后付, and no contract is named: agreed in one, and neither signed, promised nor paid."""
    if "retention" not in terms or terms.keys() & {"act", "contract"} or message.amounts:
        return False
    later = terms["retention_after"].span if "retention_after" in terms else None
    told = (word for word in message.words if not (later and word.end >= later[0] - 1))  # paid after a year
    if any(not word.means.isdisjoint(DONE) for word in told):
        return False
    spans = [one.span for one in terms.values() if one.span]
    return all(any(start <= day.start < end for start, end in spans) for day in message.dates)


def _told_whole(saids: tuple[Said, ...], message: Message, terms: Mapping[str, Value]) -> tuple[Said, ...]:
    """合同金额80万，质保金5%: a contract with its sum and what it states, and nothing paid, planned or promised;
    signed today, as 签了80万，质保金5%."""
    summed = sum_of(message, terms)
    if not summed or "act" in terms or not {"number", "retention"} & terms.keys():
        return ()
    if not saids or any(one.intent not in WHOLE for one in saids):
        return ()
    later = terms["retention_after"].span if "retention_after" in terms else None  # 质保金5%，一年后付
    told = [word for word in message.words if not (later and word.start >= later[0] and word.means <= PAYING)]
    if any(not word.means.isdisjoint(NOT_YET) for word in told):
        return ()
    spans = [one.span for one in terms.values() if one.span]
    if any(not any(start <= day.start < end for start, end in spans) for day in message.dates):
        return ()
    first = next((one for one in saids if one.account_id or one.choices or one.name), saids[0])
    doubts = tuple(one for one in first.doubts if one[0] not in ("base_date", "two_amounts"))
    slots = {**_values({**terms, **summed}), "act": "sign", "date": message.today.isoformat()}
    return (replace(first, intent="contract", slots=slots, doubts=doubts, assumed=("date",)),)


def _values(terms: Mapping[str, Value]) -> dict[str, str]:
    return {name: value.value for name, value in terms.items() if name not in ("contract", "impossible_end")}
