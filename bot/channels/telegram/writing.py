"""A message as Telegram takes it: plain text, buttons, a standing keyboard, a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.channels import Choice, File, Message

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # UTF-16 units
LONGEST_HINT = 64
MOST_COMMANDS, LONGEST_DESCRIPTION = 100, 256

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def unsendable(message: Message) -> str:
    """Why Telegram would refuse it; "" when it fits. A caption of a file may be only 1024 units long."""
    try:
        units = len(message.text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        return "not_text"
    return "too_long" if units > (LONGEST_CAPTION if message.file else LONGEST_TEXT) else ""


def options(message: Message) -> dict[str, Any]:
    """What comes with a new message besides its words."""
    return {
        "reply_markup": inline(message) or keys(message),
        "reply_parameters": answering(message.reply_to),
        "message_thread_id": int(message.topic) if message.topic.isdecimal() else None,
    }


def inline(message: Message) -> InlineKeyboardMarkup | None:
    rows = [[_button(choice) for choice in row if choice.token or choice.url] for row in message.choices]
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None


def keys(message: Message) -> ReplyKeyboardMarkup | None:
    """The standing keys; or those of a question, which hide once one was pressed, so that none is pressed twice."""
    if not message.keyboard:
        return None
    rows: list[list[KeyboardButton]] = [[KeyboardButton(word) for word in row] for row in message.keyboard]
    if message.asks_spot:
        rows.insert(len(rows) - 1 if message.hint else 0, [KeyboardButton(message.asks_spot, request_location=True)])
    if message.hint:
        hint = message.hint[:LONGEST_HINT]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True, input_field_placeholder=hint)
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)


def answering(reply_to: str | None) -> ReplyParameters | None:
    """The message answered may be gone meanwhile: the answer still goes out."""
    if not reply_to or not reply_to.isdecimal():
        return None
    return ReplyParameters(int(reply_to), allow_sending_without_reply=True)


def document(file: File) -> InputFile:
    return InputFile(file.content, filename=file.name)


def languages(menus: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str | None, Sequence[tuple[str, str]]]:
    """Telegram's two-letter codes; None is for every other client, and gets the first menu."""
    others = next(iter(menus.values()), ())
    return {None: others, **{language.split("-")[0].lower(): menu for language, menu in menus.items()}}


def commands(menu: Sequence[tuple[str, str]]) -> list[BotCommand]:
    """Those Telegram takes: one wrong name would cost the whole menu."""
    fit = [(command, words) for command, words in menu if _COMMAND.fullmatch(command) and words]
    return [BotCommand(command, words[:LONGEST_DESCRIPTION]) for command, words in fit[:MOST_COMMANDS]]


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(choice.label, url=choice.url)
    return InlineKeyboardButton(choice.label, callback_data=choice.token)
