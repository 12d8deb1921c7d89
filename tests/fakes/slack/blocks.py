"""Block Kit's rules, as far as the documents give them: what breaks one is refused as Slack refuses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.slack.world import ApiError

Block = dict[str, Any]
MOST_BLOCKS, MOST_IN_A_VIEW, MOST_ELEMENTS, MOST_OPTIONS = 50, 100, 25, 100
LONGEST_SECTION, LONGEST_LABEL, LONGEST_VALUE, LONGEST_ID = 3_000, 75, 2_000, 255
LONGEST_OPTION, LONGEST_OPTION_VALUE, LONGEST_TITLE, LONGEST_METADATA = 75, 150, 24, 3_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def checked(blocks: Any, most: int = MOST_BLOCKS, *, within: tuple[str, ...] = ()) -> list[Block]:
    """Within Slack's limits, or invalid_blocks. `within`: kinds of blocks that may stand there besides the usual."""
    if blocks is None:
        return []
    if not isinstance(blocks, list) or len(blocks) > most:
        raise ApiError("invalid_blocks")
    for number, block in enumerate(blocks):
        kind = block.get("type")
        if kind not in BLOCKS or (kind == "input" and kind not in within):
            raise ApiError("invalid_blocks")
        BLOCKS[kind](block)
        block.setdefault("block_id", f"b{number}")
        _must(0 < len(block["block_id"]) <= LONGEST_ID)
    ids = [block["block_id"] for block in blocks]
    _must(len(ids) == len(set(ids)))
    return blocks


def checked_view(view: Any, kind: str) -> Block:
    """A modal or a home page as Slack takes it."""
    try:
        if not isinstance(view, dict) or view.get("type") != kind:
            raise ApiError("invalid_arguments")
        checked(view.get("blocks"), MOST_IN_A_VIEW, within=("input",))
        _must(isinstance(view.get("blocks"), list) and len(view.get("private_metadata", "")) <= LONGEST_METADATA)
        _must(len(view.get("callback_id", "")) <= LONGEST_ID)
        if kind == "home":
            _must(not {"title", "submit", "close"} & view.keys())
            return view
        for name in ("title", "submit", "close"):
            if name in view or name == "title":
                _text(view.get(name), LONGEST_TITLE, plain=True)
        _must("submit" in view or not any(one["type"] == "input" for one in view["blocks"]))
    except ApiError:
        raise ApiError("invalid_arguments") from None
    return view


def _must(holds: bool) -> None:
    if not holds:
        raise ApiError("invalid_blocks")


def _text(text: Any, longest: int, *, plain: bool = False) -> None:
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    _must(isinstance(text, dict) and text.get("type") in kinds and 0 < len(text.get("text", "")) <= longest)


def _section(block: Block) -> None:
    if "fields" in block:
        _must(0 < len(block["fields"]) <= 10)
        for one in block["fields"]:
            _text(one, LONGEST_VALUE)
    else:
        _text(block.get("text"), LONGEST_SECTION)


def _actions(block: Block) -> None:
    elements = block.get("elements", [])
    ids = [one.get("action_id") for one in elements]
    _must(0 < len(elements) <= MOST_ELEMENTS and len(ids) == len(set(ids)))
    for one in elements:
        _must(one.get("type") in ("button", "static_select") and 0 < len(one["action_id"]) <= LONGEST_ID)
        ELEMENTS[one["type"]](one)


def _button(one: Block) -> None:
    _must(len(one.get("value", "")) <= LONGEST_VALUE and len(one.get("url", "")) <= 3_000)
    _text(one.get("text"), LONGEST_LABEL, plain=True)


def _input(block: Block) -> None:
    element = block.get("element", {})
    _must(element.get("type") in INPUTS and 0 < len(element.get("action_id", "")) <= LONGEST_ID)
    _text(block.get("label"), 2_000, plain=True)
    if "hint" in block:
        _text(block["hint"], 2_000, plain=True)
    if "placeholder" in element:
        _text(element["placeholder"], 150, plain=True)
    ELEMENTS[element["type"]](element)


def _line(one: Block) -> None:
    longest = one.get("max_length", 3_000)
    _must(0 < longest <= 3_000 and len(one.get("initial_value", "")) <= longest)


def _day(one: Block) -> None:
    _must(DAY.fullmatch(one.get("initial_date", "2026-01-01")) is not None)


def _static(one: Block) -> None:
    options = one.get("options", [])
    _options(options)
    _must(bool(options) and one.get("initial_option", options[0]) in options)


def _external(one: Block) -> None:
    _must(isinstance(one.get("min_query_length", 3), int))
    _options([one["initial_option"]] if "initial_option" in one else one.get("initial_options", []))
    _must("initial_options" not in one or bool(one["initial_options"]))


def _options(options: Any) -> None:
    _must(isinstance(options, list) and len(options) <= MOST_OPTIONS)
    for one in options:
        _text(one.get("text"), LONGEST_OPTION)
        _must(0 < len(one.get("value", "")) <= LONGEST_OPTION_VALUE)


def suggestions(answer: Any) -> list[Block]:
    """The options an app answered a search with; a broken answer shows people nothing, so here it is an error."""
    options = answer.get("options") if isinstance(answer, dict) else None
    _options(options)
    assert isinstance(options, list)
    return options


ELEMENTS: dict[str, Callable[[Block], None]] = {
    "button": _button,
    "static_select": _static,
    "plain_text_input": _line,
    "datepicker": _day,
    "external_select": _external,
    "multi_external_select": _external,
}
INPUTS = ELEMENTS.keys() - {"button"}
BLOCKS: dict[str, Callable[[Block], None]] = {
    "section": _section,
    "actions": _actions,
    "input": _input,
    "divider": lambda block: None,
    "header": lambda block: _text(block.get("text"), 150, plain=True),
    "context": lambda block: _must(0 < len(block.get("elements", [])) <= 10),
}


# -- what people enter


def as_entered(element: Block, entered: Any) -> Block:
    """A value as it stands in `view.state`, each kind of element in its own way."""
    kind = element["type"]
    if kind == "plain_text_input":
        if len(entered or "") > element.get("max_length", 3_000):
            raise AssertionError("Slack lets nobody type more than max_length")
        return {"type": kind, "value": entered or None}
    if kind == "datepicker":
        return {"type": kind, "selected_date": entered or None}
    if kind == "multi_external_select":
        return {"type": kind, "selected_options": [_chosen(one) for one in entered or ()]}
    return {"type": kind, "selected_option": _chosen(entered) if entered else None}


def _chosen(value: str) -> Block:
    return {"text": {"type": "plain_text", "text": value[:LONGEST_OPTION]}, "value": value}


def filled_at_first(element: Block) -> Any:
    """What a field holds before anybody touched it."""
    many = [one["value"] for one in element.get("initial_options", ())]
    one = element.get("initial_option", {}).get("value")
    return element.get("initial_value") or element.get("initial_date") or one or many or None


def inputs(view: Block) -> Iterator[tuple[str, Block]]:
    """The fields of a modal by their block ids."""
    return ((one["block_id"], one) for one in view["blocks"] if one["type"] == "input")
