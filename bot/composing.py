"""A row of the outbox into words, as its reader writes and its platform takes them, from the books as they are now."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels import Channel, Choice, File, Message
from bot.covering import cover_of
from bot.evening import evening_lines
from bot.message import Line, line
from bot.post import FORM, lines_of
from bot.routes import COMMANDS, KEYBOARD
from bot.settling import alert_lines, live_buttons
from bot.text import say, say_lines, unpacked_line
from core.base.policy import policy_from
from storage.errors import Trouble
from storage.outbox import Outgoing
from storage.store import Store
from storage.transaction import Transaction

LONGEST_CAPTION = 1000  # of a file
A_ROW, FOR_THE_REST = "digest_row_", 200  # what the key of a list's row begins with; room for the line about the others
COMMAND = re.compile(rf"(?<![\w/])/({'|'.join(sorted(COMMANDS, key=len, reverse=True))})\b", re.ASCII)
AS_IT_WAS = File("", b"")  # an edit changes the words beside a file, never the file


def compose(
    transaction: Transaction, outgoing: Outgoing, face: dict[str, Any] | None, channel: Channel, now: datetime
) -> Message | None:
    """The message of a row in its reader's language, from the books as they are; None: nothing is left to say."""
    if face is None:
        raise Trouble("sealed_value")
    store = Store(transaction, outgoing.team_id, by=None, source=outgoing.id, now=now)
    team = store.people.team() if outgoing.team_id else None
    today = now.astimezone(ZoneInfo(team.timezone)).date() if team else now.date()
    found = _found(store, outgoing, face, today)
    if found is None:
        return None
    lines, buttons = found
    cover = cover_of(store, policy_from(team.policy).privacy, private=outgoing.private) if team else str
    most = LONGEST_CAPTION if "file" in face else channel.capabilities.max_text
    fitting = listed(outgoing.language, lines, today, most) if len(face.get("alerts", ())) > 1 else lines
    text = cover(as_typed(say_lines(outgoing.language, fitting, today), channel.capabilities.command))
    choices = tuple(
        tuple(choice_of(button, outgoing.language, channel, today, outgoing.chat, cover) for button in row)
        for row in buttons
    )
    return Message(
        text=cut(text, most),
        reply_to=outgoing.reply_to,
        **_under_it(outgoing, face, channel, choices),
        topic=face.get("topic", ""),
        reaction=face.get("reaction", "") if channel.capabilities.reactions else "",
        file=AS_IT_WAS if "file" in face and outgoing.kind == "edit" else None,
        key=str(outgoing.id),
    )


def _under_it(
    outgoing: Outgoing, face: dict[str, Any], channel: Channel, choices: tuple[tuple[Choice, ...], ...]
) -> dict[str, Any]:
    """Its buttons; or what a question offers as keys, where the platform has such. No message can be edited to bring
    some."""
    able, language = channel.capabilities, outgoing.language
    labels = [one.label for row in choices for one in row]
    told_apart = len(set(labels)) == len(labels)  # a press on a key only says what stands on it
    sent = outgoing.private and outgoing.kind == "send"
    if (keys := face.get("keys")) and able.answer_keys and sent and told_apart:
        return {
            "keyboard": tuple(tuple(one.label for one in row) for row in choices),
            "asks_spot": say(language, "key_spot") if keys["spot"] else "",
            "hint": say(language, unpacked_line(keys["hint"]).key),
        }
    standing = KEYBOARD if face.get("keyboard") and able.standing_keyboard else ()
    return {
        "choices": choices,
        "keyboard": tuple(tuple(say(language, f"key_{name}") for name in row) for row in standing),
        "asks_spot": say(language, "key_spot") if standing and face.get("keyboard") == "spot" else "",
    }


def _found(store: Store, outgoing: Outgoing, face: dict[str, Any], today: date) -> tuple[list[Line], list[Any]] | None:
    """The lines and buttons of a card, those of alerts and of the evening from the books; None: nothing to say."""
    if "evening" in face:
        lines, buttons = evening_lines(store, face)
        return (lines, buttons) if buttons or outgoing.kind == "edit" else None
    buttons = face.get("buttons", [])
    if "alerts" not in face:
        return list(lines_of(face)), buttons
    lines, still_open = alert_lines(store, face, today)
    foot = [unpacked_line(one) for one in face.get("foot", ())]
    if still_open:
        return [*lines, *foot], live_buttons(store, face) if len(face["alerts"]) > 1 else buttons
    if outgoing.kind == "send":
        return (foot, []) if foot else None
    return [*lines, *foot], []


def listed(language: str, lines: list[Line], today: date, most: int) -> list[Line]:
    """A list with as many of its rows as the platform takes in one message; the others are counted, with where to see
    them."""
    sizes = [units(say(language, one.key, today, **one.facts)) + 1 for one in lines]
    if sum(sizes) <= most:
        return lines
    room = most - FOR_THE_REST
    kept = [one for one, end in zip(lines, accumulate(sizes), strict=True) if end <= room]
    left_out = sum(one.key.startswith(A_ROW) for one in lines[len(kept) :])
    return [*kept, line("digest_more", count=left_out)] if left_out else lines


def as_typed(text: str, command: str) -> str:
    """Our commands in a text, as they are typed on this platform: /bind is /gengfu bind on Slack."""
    return text if command == "/" else COMMAND.sub(lambda found: f"{command}{found[1]}", text)


def marked(message: Message, language: str, longest: int) -> Message:
    """The same, saying on top that it may have come before."""
    text = f"{say(language, 'possible_repeat')}\n{message.text}"
    return replace(message, text=cut(text, min(longest, LONGEST_CAPTION) if message.file else longest))


def choice_of(
    button: list[object], language: str, channel: Channel, today: date, chat: str, cover: Callable[[str], str] = str
) -> Choice:
    """A button of a face as a channel shows it."""
    label = unpacked_line(button[0])  # type: ignore[arg-type]
    text = cover(say(language, label.key, today, **label.facts))
    if len(button) > 2 and button[2] == FORM:
        return Choice(text, token=str(button[1]), form=str(button[3]))
    if len(button) > 2:
        return Choice(text, url=_link(channel, str(button[3]), chat))
    return Choice(text, token=str(button[1]))


class LinkUnknown(Exception):
    """The platform has not said yet where the private chat is (just after the start)."""


def _link(channel: Channel, start: str, chat: str) -> str:
    link = channel.private_link(start, chat)
    if not link:
        raise LinkUnknown
    return link


def units(text: str) -> int:
    """Its length as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """A text the platform takes: whole lines up to its limit (UTF-16 units, as Telegram counts), then an ellipsis."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - 2)].decode("utf-16-le", "ignore")
    head, newline, _ = kept.rpartition("\n")
    return f"{head if newline else kept}\n…"
