"""Buttons: what Telegram refuses, and what a person can press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram.errors import ApiError, bad_request
from tests.fakes.telegram.text import units

ACTIONS = {
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip
MARKUPS = {"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"}
TOTAL, A_ROW = 100, 8
UNALLOWED = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


@dataclass(frozen=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None


def buttons_of(markup: dict[str, Any] | None) -> list[list[Button]]:
    rows = (markup or {}).get("inline_keyboard", [])
    return [[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows]


def keys_of(markup: dict[str, Any] | None) -> list[list[str]]:
    """The keys of a reply keyboard."""
    rows = (markup or {}).get("keyboard", [])
    return [[key if isinstance(key, str) else key["text"] for key in row] for row in rows]


def locating(markup: dict[str, Any] | None) -> set[str]:
    """The keys that send where the phone is."""
    keys = (key for row in (markup or {}).get("keyboard", []) for key in row)
    return {key["text"] for key in keys if isinstance(key, dict) and key.get("request_location")}


def is_editable(markup: dict[str, Any] | None) -> bool:
    """Only messages without reply_markup or with inline buttons can be edited: not one that brought or took keys."""
    return not markup or "inline_keyboard" in markup


def checked_markup(markup: Any, private: bool = True, *, of_edit: bool = False) -> dict[str, Any] | None:
    """The reply_markup as Telegram keeps it, or its refusal."""
    if not markup:
        return None
    if not isinstance(markup, dict) or len(MARKUPS & markup.keys()) != 1:  # buttons or keys: a message has one
        raise bad_request("can't parse reply keyboard markup JSON object")
    if of_edit and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if locating(markup) and not private:
        raise bad_request("location can be requested in private chats only")
    check_inline(markup.get("inline_keyboard", []))
    check_reply(markup.get("keyboard", []))
    check_placeholder(markup.get("input_field_placeholder"))
    return None if markup.get("inline_keyboard") == [] else markup


def check_inline(rows: list[list[dict[str, Any]]]) -> None:
    if sum(map(len, rows)) > TOTAL or any(len(row) > A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if problem := inline_problem(button):
            raise problem


def inline_problem(button: dict[str, Any]) -> ApiError | None:
    if not str(button.get("text", "")).strip():
        return bad_request("inline keyboard button text must be non-empty")
    if len(ACTIONS & button.keys()) != 1:
        return bad_request(UNALLOWED)
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        return bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not is_link(button["url"]):
        return bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return None


def is_link(url: str) -> bool:
    """Telegram takes http(s) with a dot in the host (no localhost), and tg://user."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or ""))


def check_reply(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > 300 or any(len(row) > 12 for row in rows):
        raise bad_request("reply markup is too long")
    if any(not key.strip() for row in keys_of({"keyboard": rows}) for key in row):
        raise bad_request("keyboard button text must be non-empty")


def check_placeholder(placeholder: str | None) -> None:
    if placeholder is not None and not 1 <= units(placeholder) <= 64:
        raise bad_request("input field placeholder must be 1-64 characters long")
