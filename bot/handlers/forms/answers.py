"""What was typed while a form was open: one of its own words, the value that was asked, or a whole line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.forms import Field, Form
from bot.handlers.forms.showing import filled
from bot.message import Turn
from bot.said import Said
from bot.text import say, typed_words
from bot.values import amount_in, day_in, due_day_in, is_little
from core.reading.amounts import ABSURD
from core.reading.days import FUTURE, PAST
from core.reading.message import Message, take_apart

LONGEST_PERSON, LONGEST_TEXT = 20, 2000
Slots = Mapping[str, str]
TAKES = {"visit": ("visit", "followup")}  # what may be told within another fact: its next step
# A fact that names its customer and one of these needs no form. (A deal is not told from a mere amount beside a name.)
WHOLE: Mapping[str, tuple[str, ...]] = {
    "visit": ("date", "contact"),
    "payment": ("amount",),
    "contract": ("amount",),
    "receivable": ("amount",),
    "promise": ("due_date", "amount"),
}


def word_of(text: str) -> str | None:
    """A word for the form itself: skip, back, drop, save."""
    return typed_words("form_words").get(text.strip().lower())


def slots_of(turn: Turn, field: Field, text: str) -> Slots | None:
    """The slots a typed value fills; None where it is no such value. Not for customers."""
    return READERS[field.kind](turn, field, text.strip())


def is_plainly(turn: Turn, field: Field, text: str) -> bool:
    """Whether a text is nothing but a value of a choice, or a day: 今天 is, 今天要盯 is not."""
    plain = field.kind == "choice" or (field.kind == "day" and _is_just_a_day(turn, text))
    return plain and slots_of(turn, field, text) is not None


def _is_just_a_day(turn: Turn, text: str) -> bool:
    message = take_apart(text, local(turn), turn.names, turn.team.currency, turn.lexicon)
    return [(one.start, one.end) for one in message.dates] == [(0, len(message.typed))]


def whole_facts(turn: Turn) -> list[Said]:
    """What a message tells that stands by itself: of which customer, in so many words, and what."""
    text = turn.inbound.text
    return [
        one
        for one in turn.facts
        if one.account_id is not None and one.name in text
        and any(slot in one.slots and slot not in one.assumed for slot in WHOLE.get(one.intent, ()))
    ]  # fmt: skip


def takes(form: Form) -> tuple[str, ...]:
    """The kinds of fact a form is filled with."""
    return TAKES.get(form.name, (form.intent,))


def line_of(turn: Turn, form: Form, said: Said, facts: Sequence[Said], text: str) -> tuple[Said, list[Said]] | None:
    """A whole line taken into a form: what it says of the form's fact, and what else it says; None where it is none.

    A line about another customer is no part of the form.
    """
    mine = [one for one in facts if one.intent in takes(form)]
    others = [one for one in facts if one not in mine and one.intent != "note"]
    if not mine and not whole_facts(turn) and (bare := _bare(turn, form, text)):
        mine, others = [bare], []
    if not mine or not all(_same_customer(said, one) for one in facts):
        return None
    for one in mine:
        said = _merged(form, said, one)
    return said, others


def _same_customer(said: Said, told: Said) -> bool:
    named = told.account_id is not None or bool(told.name)
    return not named or said.account_id in (None, told.account_id)


def _merged(form: Form, said: Said, told: Said) -> Said:
    """A fact with what a line says of it too; what the line only assumed never takes the place of what was told. An
    amount beyond all reason is asked for again."""
    told = _within_reason(told)
    fresh = {name: value for name, value in told.slots.items() if name not in told.assumed or name not in said.slots}
    merged = replace(
        said,
        slots={**said.slots, **fresh},
        text=said.text or (told.text if told.intent == form.intent else ""),
        step=said.step or told.step,
        doubts=(*said.doubts, *told.doubts),
        assumed=tuple(dict.fromkeys((*said.assumed, *(one for one in told.assumed if one in fresh)))),
    )
    if said.account_id is None and (told.account_id or told.name):
        merged = replace(merged, account_id=told.account_id, name=told.name, choices=told.choices, is_new=told.is_new)
    return merged


def _within_reason(told: Said) -> Said:
    if all(kind != "absurd_amount" for kind, _, _ in told.doubts):
        return told
    slots = {name: value for name, value in told.slots.items() if name != "amount"}
    return replace(told, slots=slots, doubts=tuple(one for one in told.doubts if one[0] != "absurd_amount"))


def _bare(turn: Turn, form: Form, text: str) -> Said | None:
    """华星 5万 昨天: two values or more and little else."""
    message = take_apart(text, local(turn), turn.names, turn.team.currency, turn.lexicon)
    said = Said(form.intent, {}, "")
    mention = message.customers[0] if len(message.customers) == 1 else None
    if mention is not None:
        refs = tuple(int(one.ref) for one in mention.entities if one.ref)
        named = replace(said, name=message.typed[mention.start : mention.end])
        said = named.with_account(refs[0]) if len(refs) == 1 else replace(named, choices=refs)
    names = {one.name for one in form.fields}
    if "amount" in names and len(message.amounts) == 1 and 0 < message.amounts[0].value <= ABSURD:
        amount = message.amounts[0]
        said = said.with_slots(amount=format(amount.value, "f"), currency=amount.currency or turn.team.currency)
    said = _with_day(message, form, said)
    if "contact" in names and len(message.contacts) == 1:
        person = message.contacts[0]
        said = said.with_slots(contact=message.typed[person.start : person.end])
    return said if len(filled(turn, form, said)) > 1 and _little_else(message) else None


def _with_day(message: Message, form: Form, said: Said) -> Said:
    """The one day named is the first day the form asks for."""
    field = next((one for one in form.fields if one.kind == "day"), None)
    if field is None or len(message.dates) != 1:
        return said
    day = message.dates[0].on(message.today, PAST if field.offers == "past" else FUTURE)
    return said if day is None else said.with_slots(**{field.name: (day.last or day.first).isoformat()})


def _little_else(message: Message) -> bool:
    rest = message.typed
    kinds = (message.customers, message.amounts, message.dates, message.contacts)
    for start, end in sorted(((one.start, one.end) for kind in kinds for one in kind), reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return is_little(rest)


def local(turn: Turn) -> datetime:
    """The team's day and hour, as the reading wants it."""
    return datetime.combine(turn.today, turn.now.astimezone(ZoneInfo(turn.team.timezone)).time())


def _day(turn: Turn, field: Field, text: str) -> Slots | None:
    about = (text, local(turn), turn.names, turn.team.currency)
    if field.name == "due_date":
        day = due_day_in(*about)
    else:
        day = day_in(*about, past=field.offers == "past")
    return {field.name: day.isoformat()} if day else None


def _money(turn: Turn, field: Field, text: str) -> Slots | None:
    amount = amount_in(text, local(turn), turn.names, turn.team.currency)
    return {field.name: amount[0], "currency": amount[1]} if amount else None


def _choice(turn: Turn, field: Field, text: str) -> Slots | None:
    labels = {say(turn.language, f"{field.prefix}{one}").lower(): one for one in field.choices}
    value = labels.get(text.lower()) or (text.lower() if text.lower() in field.choices else None)
    return {field.name: value} if value else None


def _count(turn: Turn, field: Field, text: str) -> Slots | None:
    digits = "".join(one for one in text if one.isdecimal())
    return {field.name: str(int(digits))} if 0 < len(digits) <= 3 and len(text) <= 12 else None


def _person(turn: Turn, field: Field, text: str) -> Slots | None:
    return {field.name: " ".join(text.split())} if 0 < len(text) <= LONGEST_PERSON and "\n" not in text else None


def _text(turn: Turn, field: Field, text: str) -> Slots | None:
    return {field.name: text} if 0 < len(text) <= LONGEST_TEXT else None


def _name(turn: Turn, field: Field, text: str) -> Slots | None:
    raise LookupError("a customer is looked up by `filling`")


READERS = {
    "account": _name,
    "day": _day,
    "money": _money,
    "choice": _choice,
    "count": _count,
    "person": _person,
    "text": _text,
}
