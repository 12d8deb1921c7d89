"""The page's own words: the part of the catalogue that the playground shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.text import say

PREFIX = "playground_"
WORDS = (
    "playground_title",
    "playground_bot",
    "playground_tagline",
    "playground_you_are",
    "playground_people",
    "playground_news",
    "playground_switch_language",
    "playground_role_rep",
    "playground_role_manager",
    "playground_role_finance",
    "playground_role_legal",
    "playground_role_admin",
    "playground_clock",
    "playground_morning",
    "playground_morning_hint",
    "playground_morning_came",
    "playground_morning_quiet",
    "playground_night",
    "playground_chats",
    "playground_private",
    "playground_members",
    "playground_unread",
    "playground_nothing_yet",
    "playground_back",
    "playground_newest",
    "playground_conversation",
    "playground_welcome_private",
    "playground_welcome_private_text",
    "playground_welcome_group",
    "playground_welcome_group_text",
    "playground_type_private",
    "playground_type_group",
    "playground_type_label",
    "playground_mention",
    "playground_mention_text",
    "playground_send",
    "playground_send_hint",
    "playground_ideas",
    "playground_words",
    "playground_commands",
    "playground_reply",
    "playground_edit",
    "playground_cancel",
    "playground_replying",
    "playground_editing",
    "playground_edited",
    "playground_removed_quote",
    "playground_download",
    "playground_attach",
    "playground_attached",
    "playground_detach",
    "playground_drop",
    "playground_sending",
    "playground_too_large",
    "playground_offline",
    "playground_failed",
    "playground_ideas_rep",
    "playground_ideas_manager",
    "playground_ideas_finance",
    "playground_ideas_group",
)


@cache
def page_words(language: str) -> Mapping[str, str]:
    """Every word of the page by its key without the prefix. A `{name}` in one is filled in by the page."""
    return {key.removeprefix(PREFIX): say(language, key) for key in WORDS}
