"""The way to a platform: straight, or through a proxy."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp_socks import ProxyConnectionError as NoProxy
from aiohttp_socks import ProxyConnector, ProxyType
from aiohttp_socks import ProxyError as RefusedByProxy
from aiohttp_socks import ProxyTimeoutError as SilentProxy

SOCKS, SOCKS_PORT = ("socks5", "socks5h"), 1080
NO_WAY = (NoProxy, RefusedByProxy, SilentProxy)  # nothing left us: the proxy did not open the way

# A request that surely never left.
NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    *NO_WAY,
)


def way(proxy: str | None, connections: int = 100) -> tuple[aiohttp.TCPConnector, str | None]:
    """What connects, and the proxy aiohttp is to be told of. It knows no SOCKS, so that is a connector of its own, and
    names are looked up at the other end: near us they may be answered wrongly."""
    parts = urlsplit(proxy or "")
    if parts.scheme not in SOCKS:
        return aiohttp.TCPConnector(limit=connections), proxy
    connector = ProxyConnector(
        parts.hostname or "",
        parts.port or SOCKS_PORT,
        ProxyType.SOCKS5,
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        rdns=True,
        limit=connections,
    )
    return connector, None
