"""A SOCKS5 proxy as a connector of aiohttp."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, unquote

from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError, ProxyType

from bot.channels.ways import NoWay

PORT = 1080


class Socks(ProxyConnector):
    """Names are looked up at the other end: near us they may be answered wrongly."""

    def __init__(self, proxy: SplitResult, connections: int) -> None:
        name, password = (unquote(part) if part else None for part in (proxy.username, proxy.password))
        place = (proxy.hostname or "", proxy.port or PORT)
        super().__init__(*place, ProxyType.SOCKS5, name, password, rdns=True, limit=connections)

    async def connect(self, *request: Any, **more: Any) -> Any:
        try:
            return await super().connect(*request, **more)
        except (ProxyConnectionError, ProxyError, ProxyTimeoutError) as error:
            raise NoWay(str(error)) from error
