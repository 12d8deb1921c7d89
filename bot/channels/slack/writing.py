"""A message as Slack takes it: plain text in blocks, buttons with tokens, the outbox row's id beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote, unquote

from bot.channels import Choice, Message
from bot.channels.slack.words import escaped, pieces

LONGEST_TEXT = 8_000  # UTF-16 units of a card, in as many sections as it takes
LONGEST_SECTION, LONGEST_FALLBACK, LONGEST_LABEL = 2_900, 3_000, 75
MOST_BLOCKS, MOST_IN_A_ROW, MOST_OPTIONS = 50, 25, 100
MENU_FROM = 6  # single buttons one under the other: more than a handful is a menu
EVENT = "gengfu_card"
OPENS = "form:"  # what the action id of a button begins with that opens a form
INPUT = "entered"  # the action id of every field of a form
START = "start:"  # what a button says that opens the private chat with a word for the bot

# User text must do nothing: no mark-up, no names turned into mentions, no previews of what it points to.
INERT = {"mrkdwn": False, "parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons that stand in one menu."""

    choices: tuple[Choice, ...]


def unsendable(message: Message) -> str:
    """Why Slack would refuse it; "" when it fits."""
    try:
        units = len(message.text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        return "not_text"
    return "too_long" if units > LONGEST_TEXT else ""


def content(message: Message) -> dict[str, Any]:
    """The words and buttons of a message, new or changed. `text` is what notifications show."""
    return {"text": fallback(message.text), "blocks": as_blocks(message.text, message.choices)}


def posted(message: Message) -> dict[str, Any]:
    """A new message: as `content`, in its thread, with the id by which it is found again."""
    thread = {"thread_ts": message.reply_to} if message.reply_to else {}
    return content(message) | INERT | metadata(message.key) | thread


def metadata(key: str) -> dict[str, Any]:
    return {"metadata": {"event_type": EVENT, "event_payload": {"card": key}}} if key else {}


def key_in(found: object) -> str | None:
    """The outbox row a message of ours was; "" for one of ours without, None where no metadata can be read."""
    if not isinstance(found, dict) or found.get("event_type") != EVENT:
        return None
    payload = found.get("event_payload")
    return str(payload.get("card", "")) if isinstance(payload, dict) else ""


def fallback(text: str) -> str:
    return pieces(escaped(text), LONGEST_FALLBACK)[0] or "…"


def as_blocks(text: str, choices: Sequence[Sequence[Choice]] = (), *, most: int = MOST_BLOCKS) -> list[dict[str, Any]]:
    """Words in as many sections as they take, then a row of buttons each."""
    rows = [made for number, row in enumerate(_with_menus(choices)) if (made := _row(number, row))]
    sections = [
        {"type": "section", "text": {"type": "plain_text", "text": piece, "emoji": False}}
        for piece in pieces(escaped(text), LONGEST_SECTION)
        if piece.strip()
    ]
    return (sections[: max(1, most - len(rows))] + rows)[:most]


def plain(text: str, longest: int) -> dict[str, Any]:
    """Words without mark-up or :short names: of emoji, cut to what fits."""
    label = escaped(text)
    shown = label if len(label) <= longest else pieces(label, longest - 1)[0] + "…"
    return {"type": "plain_text", "text": shown, "emoji": False}


def _with_menus(choices: Sequence[Sequence[Choice]]) -> Iterator[Sequence[Choice] | Menu]:
    """The rows of buttons; where a list of single ones is longer than a handful, a menu in its place."""
    for alone, rows in groupby(choices, _goes_into_a_menu):
        run = list(rows)
        if alone and len(run) >= MENU_FROM:
            yield from (
                Menu(tuple(one for (one,) in run[at : at + MOST_OPTIONS])) for at in range(0, len(run), MOST_OPTIONS)
            )
        else:
            yield from run


def _goes_into_a_menu(row: Sequence[Choice]) -> bool:
    """What opens a form or a link has to be a button."""
    return len(row) == 1 and bool(row[0].token) and not row[0].url and not row[0].form


def _row(number: int, row: Sequence[Choice] | Menu) -> dict[str, Any] | None:
    if isinstance(row, Menu):
        return {"type": "actions", "elements": [_menu(number, row)]}
    buttons = [
        _button(f"{_sort(choice)}_{number}_{place}", choice)
        for place, choice in enumerate(row)
        if choice.token or choice.url
    ]
    return {"type": "actions", "elements": buttons[:MOST_IN_A_ROW]} if buttons else None


def _sort(choice: Choice) -> str:
    """What stands before a button's place in its action id: the form it opens, where it opens one."""
    return f"{OPENS}{choice.form}" if choice.form else "press"


def _menu(number: int, menu: Menu) -> dict[str, Any]:
    options = [{"text": plain(one.label, LONGEST_LABEL), "value": one.token} for one in menu.choices]
    shown = plain(f"⋯ {len(options)}", LONGEST_LABEL)
    return {"type": "static_select", "action_id": f"menu_{number}_0", "options": options, "placeholder": shown}


def form_opened_by(action: object) -> str:
    """The form a pressed button opens, by its action id; "" for any other button."""
    if not isinstance(action, str) or not action.startswith(OPENS):
        return ""
    return action.removeprefix(OPENS).rsplit("_", 2)[0]


def _button(action: str, choice: Choice) -> dict[str, Any]:
    text = plain(choice.label, LONGEST_LABEL)
    button: dict[str, Any] = {"type": "button", "action_id": action, "text": text}
    if not choice.url:
        return button | {"value": choice.token}
    # A link cannot carry a word to the bot, but Slack tells of its press too.
    return button | {"url": choice.url, "value": START + unquote(choice.url.partition("#")[2])}


def link(app: str, team: str, start: str) -> str:
    """Where the private chat with the bot opens; what stands behind # goes with the press."""
    address = f"https://slack.com/app_redirect?app={quote(app)}&team={quote(team)}"
    return f"{address}#{quote(start, safe='')}" if start else address
