"""Books pasted from a spreadsheet or a notebook: many lines, each about its own customer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.reading.facts import Fact, Span, Value
from core.reading.names import CUSTOMER, Names
from core.reading.normalise import cut, normalise


def split_lines(text: str, names: Names) -> Sequence[tuple[int, str]]:
    """The lines with where they begin; one piece where not every line names a customer of its own."""
    kept, was_cut = cut(text)
    lines: list[tuple[int, str]] = []
    start = 0
    for line in kept.splitlines(keepends=True):
        if line.strip():
            lines.append((start, line))
        start += len(line)
    if was_cut or len(lines) < 2 or not all(_names_a_customer(line, names) for _, line in lines):
        return [(0, text)]
    return lines


def _names_a_customer(line: str, names: Names) -> bool:
    return any(mention.kind == CUSTOMER for mention in names.scan(normalise(line)))


def moved(fact: Fact, by: int) -> Fact:
    """The fact of a line with its spans in the whole message."""
    if not by:
        return fact
    slots, extras = _moved_values(fact.slots, by), _moved_values(fact.extras, by)
    doubts = tuple(
        replace(doubt, span=(doubt.span[0] + by, doubt.span[1] + by)) if doubt.span else doubt for doubt in fact.doubts
    )
    span = (fact.span[0] + by, fact.span[1] + by)
    return replace(fact, slots=slots, doubts=doubts, span=span, extras=extras)


def _moved_values(values: Mapping[str, Value], by: int) -> dict[str, Value]:
    return {slot: replace(value, span=_moved_span(value, by)) for slot, value in values.items()}


def _moved_span(value: Value, by: int) -> Span | None:
    return (value.span[0] + by, value.span[1] + by) if value.span else None
