"""Slack's text: what a person types becomes escaped text with links in angle brackets, and is shown as typed again."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TYPED = re.compile(r"(?P<url>https?://[^\s<>]+)|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|@(?P<name>[^\s@,，:：、。]+)")
_SHOWN = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_sent(typed: str, users: Mapping[str, str]) -> str:
    """Typed text as Slack hands it to apps; `users` are ids by the name one types after @."""

    def link(found: re.Match[str]) -> str:
        if found["url"]:
            return f"<{found['url']}>"
        if found["mail"]:
            return f"<mailto:{found['mail']}|{found['mail']}>"
        known = next((name for name in sorted(users, key=len, reverse=True) if found["name"].startswith(name)), None)
        return f"<@{users[known]}>{found['name'][len(known) :]}" if known else found[0]

    return _TYPED.sub(link, escaped(typed))


def as_shown(text: str, names: Mapping[str, str]) -> str:
    """Slack's text as people read it; a mention, a link or a call to a whole channel shows what it does."""

    def label(found: re.Match[str]) -> str:
        target = found["target"]
        if target.startswith("@"):
            return f"@{names.get(target[1:], target[1:])}"
        if target.startswith("!"):
            return f"@{target[1:]}"
        return found["label"] or target.removeprefix("mailto:")

    return unescaped(_SHOWN.sub(label, text))


def active_parts(text: str) -> list[str]:
    """What of a text does something when shown: mentions, links, calls to a channel."""
    return [found[0] for found in _SHOWN.finditer(text)]
