"""Slack's text, both ways: what people typed comes escaped with links in brackets; what we say goes out inert."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINK = re.compile(r"<(?P<target>[^<>|\n]+)(?:\|(?P<label>[^<>\n]*))?>")
_AROUND_A_MENTION = r"[ \t,，:：、]*"


def escaped(text: str) -> str:
    """Slack's three characters, escaped: after this no text of anybody's mentions, links or calls."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_typed(text: str, bot: str, names: Mapping[str, str]) -> tuple[str, bool]:
    """What a person typed, without the bot's name, and whether it was there; `names` are people's, by their ids."""
    mentioned = bool(bot) and f"<@{bot}" in text
    if mentioned:
        text = re.sub(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>{_AROUND_A_MENTION}", "", text)
    return unescaped(_LINK.sub(lambda found: _shown(found, names), text)).strip(), mentioned


def mentioned_in(text: str) -> list[str]:
    """The ids of the people a text mentions."""
    return list(dict.fromkeys(re.findall(r"<@([A-Z0-9]+)", text)))


def _shown(link: re.Match[str], names: Mapping[str, str]) -> str:
    target, label = link["target"], link["label"]
    if target.startswith("@"):
        return f"@{names.get(target[1:]) or label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    return target if label is None or label in target else f"{label} {target}"


def pieces(text: str, longest: int) -> list[str]:
    """An escaped text in pieces of at most so many characters, parted at line ends and never within an entity."""
    found, rest = [], text
    while len(rest) > longest:
        end = rest.rfind("\n", 1, longest + 1)
        if end < 0:
            end = longest
            entity = rest.rfind("&", max(0, end - 4), end)
            if entity >= 0 and ";" not in rest[entity:end]:
                end = entity
        found.append(rest[:end])
        rest = rest[end:].removeprefix("\n")
    return [*found, rest]
