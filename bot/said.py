"""What a message said, in the plain form handlers work with: a fact that can wait in a draft and be taken up again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.text import typed_words
from core.base.money import Money
from core.reading import Fact, Request, Value

CLAUSE_ENDS = re.compile(r"[，。；！？,;!?\n]")
SHORTEST_STEP = 2
LONG = 24  # characters before a day that are more than what is to be done
FIGURE = re.compile(
    r"\d[\d,.]*\s?(?:k\b|m\b|%|[万千百元块]+)?(?:左右|上下|多)?|[一二三四五六七八九十百千两]+[万千百](?:元|块)?(?:左右|上下|多)?"
)
WITHIN = 4  # characters between a day and its hour: Friday at 2pm


@dataclass(frozen=True, slots=True)
class Said:
    """One fact or request: its slots as the conventions write them, and what is still in doubt about it.

    `account_id` is set once the customer is sure; until then `name` is what was written and `choices` are the accounts
    it may mean. `assumed` are the slots nobody said. `settled` are the doubts a person has already answered.
    """

    intent: str
    slots: Mapping[str, str]
    text: str
    account_id: int | None = None
    name: str = ""
    choices: tuple[int, ...] = ()
    is_new: bool = False
    doubts: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # (kind, the words in question, values to choose from)
    assumed: tuple[str, ...] = ()
    settled: tuple[str, ...] = field(default=())
    step: str = ""  # the words of the next step, without its date

    @classmethod
    def of(cls, fact: Fact | Request, text: str) -> Said:
        """The plain form of what the reading found in `text`."""
        intent = fact.intent if isinstance(fact, Fact) else fact.name
        customer = fact.slots.get("customer")
        doubts = tuple((one.kind, text[slice(*one.span)] if one.span else "", one.choices) for one in fact.doubts)
        near = any(one[0] == "near_name" for one in doubts)
        ref = int(customer.ref) if customer is not None and customer.ref else None
        written = text[slice(*customer.span)] if customer is not None and customer.span else ""
        return cls(
            intent=intent,
            slots={name: value.value for name, value in _slots(fact) if name != "customer"},
            text=text,
            account_id=None if near else ref,
            name=written or (customer.value if customer else ""),
            choices=(ref,) if near and ref else tuple(int(one) for one in fact.ambiguous_refs),
            is_new=isinstance(fact, Fact) and fact.new_customer,
            doubts=tuple(one for one in doubts if one[0] != "near_name"),
            assumed=tuple(name for name, value in fact.slots.items() if value.span is None),
            step=_step(text, fact),
        )

    def get(self, slot: str) -> str | None:
        return self.slots.get(slot)

    def day(self, slot: str) -> date | None:
        """A slot that is a day."""
        value = self.slots.get(slot)
        return date.fromisoformat(value) if value else None

    def money(self, default_currency: str, slot: str = "amount") -> Money | None:
        """A slot that is an amount, in the currency said or the team's own."""
        value = self.slots.get(slot)
        return Money.of(value, self.slots.get("currency", default_currency)) if value else None

    def with_account(self, account_id: int) -> Said:
        """The same about this account."""
        return replace(self, account_id=account_id, choices=(), is_new=False)

    def with_slots(self, **slots: str) -> Said:
        """The same with some slots filled."""
        return replace(self, slots={**self.slots, **slots}, assumed=tuple(set(self.assumed) - set(slots)))

    def without(self, *slots: str) -> Said:
        """The same with some slots left out."""
        return replace(self, slots={name: value for name, value in self.slots.items() if name not in slots})

    def without_doubt(self, kind: str) -> Said:
        """The same with one doubt answered."""
        kept = tuple(one for one in self.doubts if one[0] != kind)
        return replace(self, doubts=kept, settled=(*self.settled, kind))

    def as_json(self) -> dict[str, Any]:
        """For a draft."""
        return {
            "intent": self.intent,
            "slots": dict(self.slots),
            "text": self.text,
            "account_id": self.account_id,
            "name": self.name,
            "choices": list(self.choices),
            "is_new": self.is_new,
            "doubts": [[kind, words, list(values)] for kind, words, values in self.doubts],
            "assumed": list(self.assumed),
            "settled": list(self.settled),
            "step": self.step,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Said:
        """Out of a draft."""
        tuples: dict[str, Sequence[Any]] = {n: tuple(kept[n]) for n in ("choices", "assumed", "settled")}
        return cls(
            **{
                **kept,
                **tuples,
                "doubts": tuple((kind, words, tuple(values)) for kind, words, values in kept["doubts"]),
            }
        )


def _slots(fact: Fact | Request) -> Iterable[tuple[str, Value]]:
    """The convention's slots, and what else was said about them (a deal's name)."""
    return (*fact.slots.items(), *(fact.extras.items() if isinstance(fact, Fact) else ()))


def _step(text: str, fact: Fact | Request) -> str:
    """What is to be done on the next date: the clause the date stands in, without the date; if that says nothing,
    with the clause before it."""
    when = fact.slots.get("next_date")
    if when is None or when.span is None:
        return ""
    start, end = when.span
    hour = fact.slots.get("next_time")
    if hour is not None and hour.span is not None and 0 <= hour.span[0] - end <= WITHIN:
        end = hour.span[1]
    *earlier, before = CLAUSE_ENDS.split(text[:start])
    after = CLAUSE_ENDS.split(text[end:], maxsplit=1)[0]
    if len(before) > LONG:  # said in one breath: what stands after the last amount, or else only what follows the day
        before = FIGURE.split(before)[-1]
        before = "" if len(before) > LONG and len(after.strip()) >= SHORTEST_STEP else before
    step = without_edges(before, after)
    return step if len(step) >= SHORTEST_STEP or not earlier else f"{earlier[-1].strip()} {step}".strip()


def without_edges(before: str, after: str) -> str:
    """Both sides of a date without the small words that belonged to it: 月底[前], [by] Friday."""
    before, after = before.strip(), after.strip()
    for word in sorted(typed_words("beside_dates"), key=len, reverse=True):
        if before.lower() == word or before.lower().endswith(f" {word}"):
            before = before[: -len(word)].strip()
        if not word.isascii():
            after = after.removeprefix(word)
    return f"{before} {after}".strip()
