"""Text as Telegram counts and marks it: UTF-16 units, entities given, entities found, the little HTML it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.fakes.telegram.errors import bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

Entity = dict[str, Any]

# Telegram makes these out of plain text, whoever wrote it: a customer's name can become a link.
FOUND_BY_ITSELF = {
    # tdlib's match_bot_commands: no letter or number of any script, / < or > before or after it; so none behind 看.
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    "url": re.compile(
        r"(?:https?://[^\s，。、；！？（）《》]+"
        r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|cn|org|net|io|me|dev|app|top|xyz)\b(?:/[^\s，。、；！？（）《》]*)?)",
        re.IGNORECASE | re.ASCII,
    ),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}", re.ASCII),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)"),  # match_mentions, the same way
    "hashtag": re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}"),
    "cashtag": re.compile(r"(?<!\w)\$[A-Z]{1,8}(?!\w)", re.ASCII),
    "phone_number": re.compile(r"(?<![\w+])\+[1-9][0-9]{7,14}(?!\w)", re.ASCII),
}
HTML_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, entity: Entity) -> str:
    """The piece of text an entity covers."""
    start = 2 * entity["offset"]
    piece = text.encode("utf-16-le", "surrogatepass")[start : start + 2 * entity["length"]]
    return piece.decode("utf-16-le", "replace")


def written(text: str, entities: list[Entity], parse_mode: str | None = None) -> tuple[str, list[Entity]]:
    """A bot's text as it will be shown: parsed, trimmed, its entities checked and the automatic ones added."""
    if parse_mode:
        text, entities = parsed(text, parse_mode)
    text, entities = trimmed(text, checked(text, entities))
    return text, with_found(text, entities[:ENTITY_LIMIT])


def checked(text: str, entities: list[Entity]) -> list[Entity]:
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not 0 <= start < end or 2 * end > len(encoded):
            raise bad_request(f"entity ends after the end of the text at UTF-16 offset {end}")
        if inside_a_pair(encoded, start) or inside_a_pair(encoded, end):
            raise bad_request("entity begins or ends in the middle of a UTF-16 symbol")
    return entities


def inside_a_pair(encoded: bytes, unit: int) -> bool:
    low = encoded[2 * unit : 2 * unit + 2]
    return len(low) == 2 and 0xDC <= low[1] <= 0xDF


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram drops white space at both ends and moves the entities along."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    moved = (cropped(entity, lead, end) for entity in entities)
    return text, [entity for entity in moved if entity["length"] > 0]


def cropped(entity: Entity, lead: int, end: int) -> Entity:
    start = max(0, entity["offset"] - lead)
    stop = min(end, entity["offset"] + entity["length"] - lead)
    return entity | {"offset": start, "length": stop - start}


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities and those Telegram finds outside of them."""
    together = list(entities)
    for entity in found(text):
        if not any(overlap(entity, other) for other in together):
            together.append(entity)
    return sorted(together, key=lambda entity: (entity["offset"], -entity["length"]))


def found(text: str) -> Iterator[Entity]:
    for kind, pattern in FOUND_BY_ITSELF.items():
        for match in pattern.finditer(text):
            yield {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}


def overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def parsed(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """HTML is understood; Markdown is not played, because Gengfu never parses mark-up."""
    if parse_mode.lower() != "html":
        raise bad_request(f"can't parse entities: the fake does not play parse_mode {parse_mode}")
    reader = HtmlReader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad_request(f"can't parse entities: can't find end tag corresponding to start tag {reader.open[-1][0]}")
    return reader.text, reader.entities


class HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Entity] = []
        self.open: list[tuple[str, Entity]] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HTML_TAGS:
            raise bad_request(f'can\'t parse entities: unsupported start tag "{tag}"')
        link = {"url": dict(attrs).get("href")} if tag == "a" else {}
        self.open.append((tag, {"type": HTML_TAGS[tag], "offset": units(self.text)} | link))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad_request(f'can\'t parse entities: unexpected end tag "{tag}"')
        _, entity = self.open.pop()
        if length := units(self.text) - entity["offset"]:
            self.entities.append(entity | {"length": length})
