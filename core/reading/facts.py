"""What a message says: facts, requests, and for each value where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the convention's string, the characters it came from (None = assumed) and the rule that made it."""

    value: str
    span: Span | None
    rule: str
    ref: str | None = None
    """The id of the customer, member or rival meant, where it is known to the team."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What must be asked before the fact counts: its kind, the words in question, and the choices to offer."""

    kind: str
    span: Span | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a message says, with the intents and slots of the conventions."""

    intent: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    ambiguous_customer: tuple[str, ...] = ()
    ambiguous_refs: tuple[str, ...] = ()
    new_customer: bool = False
    doubts: tuple[Doubt, ...] = ()
    span: Span = (0, 0)
    extras: Mapping[str, Value] = field(default_factory=dict)
    """What the conventions have no slot for: `deal_name` (二期, phase 2) of a deal or a stage."""

    def get(self, slot: str) -> str | None:
        """What stands in a slot, as the conventions write it; None if nothing does."""
        found = self.slots.get(slot)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Request:
    """A command said in words: its name and what it is about."""

    name: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    ambiguous_customer: tuple[str, ...] = ()
    ambiguous_refs: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    span: Span = (0, 0)
    new_customer: bool = False

    def get(self, slot: str) -> str | None:
        """What stands in a slot, as the conventions write it; None if nothing does."""
        found = self.slots.get(slot)
        return found.value if found else None
