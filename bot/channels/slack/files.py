"""The bytes of a file somebody sent."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.channels import NotFetched
from bot.channels.slack.api import Api, is_loopback

PIECE = 64 * 1024
HOSTS = (".slack.com", ".slack-edge.com", ".slack-files.com", ".slack-gov.com")


async def download(api: Api, address: str, most: int) -> bytes:
    """Never more than `most` bytes. Slack answers who may not have a file with 200 and a page to log in."""
    if not is_slacks(address, api.base_url):
        raise NotFetched("gone")
    bearer = {"Authorization": f"Bearer {api.token}"}
    try:
        async with api.session.get(address, headers=bearer, proxy=api.proxy, allow_redirects=False) as answer:
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise NotFetched("unreachable", float(answer.headers.get("Retry-After") or 0))
            if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
                raise NotFetched("gone")
            return await _pieces(answer, most)
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise NotFetched("unreachable") from None


def is_slacks(address: str, base_url: str) -> bool:
    """Whether our token may be shown there: at Slack, or where the Web API is."""
    asked, ours = urlsplit(address), urlsplit(base_url)
    if asked.netloc == ours.netloc and is_loopback(base_url):
        return True
    return asked.scheme == "https" and f".{asked.hostname}".endswith(HOSTS)


async def _pieces(answer: aiohttp.ClientResponse, most: int) -> bytes:
    found = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        found += piece
        if len(found) > most:
            raise NotFetched("too_large")
    return bytes(found)
