"""The command menus: set per scope and language, shown by the most special one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.chats import Chat, Group
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.members import ADMINS

if TYPE_CHECKING:
    from tests.fakes.telegram.people import Person

Key = tuple[str, int, int, str]
NAME = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators",
    "chat", "chat_administrators", "chat_member",
}  # fmt: skip


def scope_key(scope: dict[str, Any] | None, language: str) -> Key:
    scope = scope or {"type": "default"}
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return (scope["type"], int(scope.get("chat_id", 0)), int(scope.get("user_id", 0)), language)


def checked_commands(commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not NAME.fullmatch(command["command"].lstrip("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return [command | {"command": command["command"].lstrip("/")} for command in commands]


class Commands:
    def __init__(self) -> None:
        self.by_scope: dict[Key, list[dict[str, Any]]] = {}

    def seen_by(self, person: Person, chat: Chat) -> list[dict[str, Any]]:
        """Telegram's order: for each scope from special to general, first the person's language, then none."""
        language = (person.language_code or "")[:2]
        for kind, chat_id, user_id in scopes_of(person, chat):
            for spoken in (language, ""):
                if commands := self.by_scope.get((kind, chat_id, user_id, spoken)):
                    return commands
        return []


def scopes_of(person: Person, chat: Chat) -> list[tuple[str, int, int]]:
    if not isinstance(chat, Group):
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    admin = chat.status.get(person.id) in ADMINS
    return [
        ("chat_member", chat.id, person.id),
        *([("chat_administrators", chat.id, 0)] if admin else []),
        ("chat", chat.id, 0),
        *([("all_chat_administrators", 0, 0)] if admin else []),
        ("all_group_chats", 0, 0),
        ("default", 0, 0),
    ]
