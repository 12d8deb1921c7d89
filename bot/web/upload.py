"""A file sent from the page: a form of two parts, first what is said about it (JSON), then its bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from bot.web.guard import MAX_BODY

Upload = tuple[Mapping[str, Any], bytes]


async def upload_of(request: web.Request, largest: int) -> Upload:
    """What is said about the file, and the file, read piece by piece; 413 as soon as it is over `largest` bytes."""
    if (request.content_length or 0) > largest + MAX_BODY:
        raise _too_large(largest)
    try:
        reader = await request.multipart()
        said = json.loads(await _read(await reader.next(), "about", MAX_BODY))
        content = await _read(await reader.next(), "file", largest)
    except (ValueError, RecursionError):  # no multipart, no JSON, no UTF-8
        raise web.HTTPBadRequest(text="Not a file with what is said about it.") from None
    if not isinstance(said, dict):
        raise web.HTTPBadRequest(text="Not a JSON object.")
    return said, content


async def _read(part: object, name: str, largest: int) -> bytes:
    if not isinstance(part, BodyPartReader) or part.name != name:
        raise web.HTTPBadRequest(text=f"{name} is missing.")
    content = bytearray()
    while piece := await part.read_chunk():
        content += piece
        if len(content) > largest:
            raise _too_large(largest)
    return bytes(content)


def _too_large(largest: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(max_size=largest, actual_size=largest + 1, text="The file is too large.")
