"""The values of a form in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.forms import Field, Form
from bot.message import Line, Turn, line
from bot.said import Said
from core.sales import Contact


def value_of(turn: Turn, field: Field, said: Said) -> Any:
    """What a fact says in a field, typed for the catalogue; None where it says nothing."""
    return READ[field.kind](turn, field, said)


def filled(turn: Turn, form: Form, said: Said) -> list[tuple[Field, Any]]:
    """The fields that have a value, in order."""
    values = ((one, value_of(turn, one, said)) for one in form.fields)
    return [(one, value) for one, value in values if value not in (None, "")]


def recorded(turn: Turn, field: Field, value: Any) -> Any:
    """A value as a record keeps it, typed for the catalogue."""
    if value in (None, ""):
        return None
    if field.kind == "account":
        account = turn.store.sales.account(value)
        return account.name if account else None
    if field.kind == "person":
        person = turn.store.get(Contact, value)
        return person.name if person else None
    if field.kind == "choice":
        return Line(f"{field.prefix}{value}")
    return line("button_notice", days=value) if field.kind == "count" else value


def rows(turn: Turn, form: Form, said: Said) -> Iterator[Line]:
    """A line a value, for the whole before it is saved."""
    for field, value in filled(turn, form, said):
        assumed = "yes" if field.name in said.assumed else "no"
        yield line("form_row", what=Line(f"field_{field.word}"), value=value, assumed=assumed)


def words_of(said: Said, field: Field) -> str:
    """A text of a fact."""
    kept = {"note": said.text, "step": said.step}
    return kept[field.name] if field.name in kept else said.get(field.name) or ""


def _account(turn: Turn, field: Field, said: Said) -> Any:
    account = turn.store.sales.account(said.account_id) if said.account_id else None
    return account.name if account else said.name


def _day(turn: Turn, field: Field, said: Said) -> Any:
    return said.day(f"{field.name}_end") or said.day(field.name)


def _money(turn: Turn, field: Field, said: Said) -> Any:
    return said.money(turn.team.currency, field.name)


def _choice(turn: Turn, field: Field, said: Said) -> Any:
    value = said.get(field.name)
    return Line(f"{field.prefix}{value}") if value else None


def _words(turn: Turn, field: Field, said: Said) -> Any:
    return words_of(said, field)


def _count(turn: Turn, field: Field, said: Said) -> Any:
    days = said.get(field.name)
    return line("button_notice", days=int(days)) if days else None


READ = {
    "account": _account,
    "day": _day,
    "money": _money,
    "choice": _choice,
    "person": _words,
    "count": _count,
    "text": _words,
}
