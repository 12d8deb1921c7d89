"""Sheets as modals, the home page as a view, and what comes back from a modal that was handed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.channels import Entry, Message, Option, Sheet
from bot.channels.slack.payloads import found
from bot.channels.slack.writing import INPUT, as_blocks, plain

FORM = "form:"  # what the callback id of a form begins with
LONGEST_TITLE, LONGEST_BUTTON, LONGEST_HINT, LONGEST_ERROR, LONGEST_NOTE = 24, 24, 150, 150, 2_000
MOST_OPTIONS, LONGEST_OPTION, LONGEST_VALUE, MOST_CHOSEN = 100, 75, 150, 100
MOST_ON_HOME = 100
WAITING = "⏳"
View = dict[str, Any]


def waiting() -> View:
    """What stands there for the moment it takes to know what to ask."""
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain("Gengfu 更夫", LONGEST_TITLE),
        "blocks": as_blocks(WAITING),
    }


def modal(sheet: Sheet, opened: Mapping[str, str] | None = None) -> View:
    """A sheet; one without fields is only read. `opened`: what comes back with it, where a button opened it."""
    view: View = {
        "type": "modal",
        "callback_id": f"{FORM}{sheet.form}",
        "title": plain(sheet.title, LONGEST_TITLE),
        "close": plain(sheet.close, LONGEST_BUTTON),
    }
    if not sheet.entries:
        return view | {"blocks": as_blocks(sheet.text)}
    if opened:
        view |= {"private_metadata": json.dumps(opened)}
    head = as_blocks(sheet.text) if sheet.text else []
    blocks = [*head, *(_input(one) for one in sheet.entries)]
    return view | {"submit": plain(sheet.submit, LONGEST_BUTTON), "blocks": blocks}


def answered(problems: Mapping[str, str], view: Any) -> View:
    """What a handed-in form is answered with: words beside its fields, or in its place where it is over."""
    if "" in problems:
        title, close = (str(found(view, name, "text") or "Gengfu") for name in ("title", "close"))
        return {"response_action": "update", "view": modal(Sheet("", title, close=close, text=problems[""]))}
    blocks = found(view, "blocks")
    inputs = (one for one in blocks if found(one, "type") == "input") if isinstance(blocks, list) else ()
    names = [str(found(one, "block_id")) for one in inputs]
    errors: dict[str, str] = {}
    for name, why in problems.items():  # Slack takes no words for a field that is not there
        errors.setdefault(name if name in names or not names else names[0], why[:LONGEST_ERROR])
    return {"response_action": "errors", "errors": errors}


def home(message: Message, word: str = "") -> View:
    """A person's page: what was done last, its words, and the buttons under them."""
    text = f"{word}\n\n{message.text}" if word else message.text
    return {"type": "home", "blocks": as_blocks(text, message.choices, most=MOST_ON_HOME)}


def suggested(options: Sequence[Option]) -> View:
    """What a search found."""
    return {"options": [_option(one) for one in options[:MOST_OPTIONS]]}


def _input(entry: Entry) -> dict[str, Any]:
    element = ELEMENTS[entry.kind](entry) | {"action_id": INPUT}
    if entry.hint:
        element["placeholder"] = plain(entry.hint, LONGEST_HINT)
    note = {"hint": plain(entry.note, LONGEST_NOTE)} if entry.note else {}
    tells = {"dispatch_action": True} if entry.tells else {}
    about = {"type": "input", "block_id": entry.name, "optional": not entry.required}
    return about | {"label": plain(entry.label, LONGEST_NOTE), "element": element} | note | tells


def _line(entry: Entry) -> View:
    initial = {"initial_value": entry.filled[0].value[: entry.longest or None]} if entry.filled else {}
    longest = {"max_length": entry.longest} if entry.longest else {}
    return {"type": "plain_text_input", "multiline": entry.kind == "lines"} | longest | initial


def _day(entry: Entry) -> View:
    return {"type": "datepicker"} | ({"initial_date": entry.filled[0].value} if entry.filled else {})


def _choice(entry: Entry) -> View:
    return {"type": "static_select", "options": [_option(one) for one in entry.options[:MOST_OPTIONS]]} | _initial(
        entry
    )


def _search(entry: Entry) -> View:
    return {"type": "external_select", "min_query_length": 0} | _initial(entry)


def _searches(entry: Entry) -> View:
    many: View = {"type": "multi_external_select", "min_query_length": 0, "max_selected_items": MOST_CHOSEN}
    return many | ({"initial_options": [_option(one) for one in entry.filled]} if entry.filled else {})


def _initial(entry: Entry) -> View:
    return {"initial_option": _option(entry.filled[0])} if entry.filled else {}


def _option(option: Option) -> View:
    return {"text": plain(option.label or option.value, LONGEST_OPTION), "value": option.value[:LONGEST_VALUE]}


ELEMENTS: Mapping[str, Callable[[Entry], View]] = {
    "line": _line,
    "lines": _line,
    "day": _day,
    "choice": _choice,
    "search": _search,
    "searches": _searches,
}


# -- what comes back


def form_of(view: Any) -> str:
    """The form a view is; "" for any other view."""
    name = found(view, "callback_id")
    return name.removeprefix(FORM) if isinstance(name, str) and name.startswith(FORM) else ""


def values_of(view: Any) -> dict[str, tuple[str, ...]]:
    """What was entered, by field. Slack names the value otherwise for each kind of element."""
    state = found(view, "state", "values")
    read = {}
    for name, actions in state.items() if isinstance(state, Mapping) else ():
        given = found(actions, INPUT)
        values = _given(given) if isinstance(given, Mapping) else ()
        read[str(name)] = tuple(one for one in values if isinstance(one, str) and one)
    return read


def _given(given: Mapping[str, Any]) -> Sequence[Any]:
    if isinstance(many := given.get("selected_options"), list):
        return [found(one, "value") for one in many]
    return [given.get("value"), given.get("selected_date"), found(given.get("selected_option"), "value")]


def kept(view: Any) -> View:
    """A handed-in view as it is kept: what was entered, without the blocks it was entered in."""
    names = ("id", "callback_id", "state", "private_metadata")
    return {name: found(view, name) for name in names if found(view, name) is not None}
