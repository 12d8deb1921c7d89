"""Who may talk to a page that has no log-in: only a browser of this machine, and only our own page in it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

MAX_BODY = 64 * 1024

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def local_only(handler: Handler, names: Collection[str]) -> Handler:
    """Answer only under a name an attacker's DNS cannot point at us: an address, localhost, or one of `names`."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not is_trusted(request.host, names):
            raise web.HTTPMisdirectedRequest(text="This name is not ours.")
        return await handler(request)

    return guarded


def same_origin(handler: Handler, content_type: str = "application/json") -> Handler:
    """Take a POST only from our own page (a browser always names where one comes from), and only of this type."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            raise web.HTTPForbidden(text="Not from this page.")
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise web.HTTPForbidden(text="Not from this page.")
        if request.content_type != content_type:
            raise web.HTTPUnsupportedMediaType(text=f"{content_type}, please.")
        return await handler(request)

    return guarded


def is_trusted(host: str, names: Collection[str]) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return name == "localhost" or name in names or _is_address(name)


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The JSON object that was posted; 413 when it is too big, 400 when it is none."""
    try:
        body = await request.clone(client_max_size=MAX_BODY).json()
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise web.HTTPBadRequest(text="Not JSON.") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="Not a JSON object.")
    return body


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
