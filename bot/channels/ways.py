"""The way to a platform: straight, or through a proxy."""

from __future__ import annotations

from urllib.parse import urlsplit

import aiohttp

SOCKS = ("socks5", "socks5h")


class NoWay(aiohttp.ClientConnectionError):
    """The proxy did not open the way, so nothing left us."""


# Of a request that surely never left.
NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    NoWay,
)


def way(proxy: str | None, connections: int = 100) -> tuple[aiohttp.TCPConnector, str | None]:
    """What connects, and the proxy aiohttp is to be told of: it knows no SOCKS, so that is a connector of its own."""
    parts = urlsplit(proxy or "")
    if parts.scheme not in SOCKS:
        return aiohttp.TCPConnector(limit=connections), proxy
    from bot.channels.socks import Socks  # only who uses one pays for loading it

    return Socks(parts, connections), None
