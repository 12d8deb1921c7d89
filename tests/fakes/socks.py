"""A SOCKS5 proxy on the loopback that leads every name to one place, and tells which names it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

HELLO, PASSWORD, CONNECT, NAME = 5, 2, 1, 3  # RFC 1928, RFC 1929


class Socks:
    """`names` are those asked for, `people` the name and password given with each."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = 0
        self.names: list[str] = []
        self.people: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(bytes([HELLO, PASSWORD]))
        await reader.readexactly(1)
        self.people.append(":".join([await self._text(reader), await self._text(reader)]))
        writer.write(bytes([1, 0]))
        _, command, _, kind = await reader.readexactly(4)
        assert (CONNECT, NAME) == (command, kind)
        self.names.append(await self._text(reader))
        await reader.readexactly(2)
        there = await asyncio.open_connection("127.0.0.1", self._to)
        writer.write(bytes([HELLO, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
        await asyncio.gather(_pour(reader, there[1]), _pour(there[0], writer))

    async def _text(self, reader: asyncio.StreamReader) -> str:
        (length,) = await reader.readexactly(1)
        return (await reader.readexactly(length)).decode()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
    except ConnectionError:
        pass
    writer.close()


@contextmanager
def socks(port: int) -> Iterator[Socks]:
    """A proxy whose every way leads to this port of the loopback."""
    proxy, ready, ends = Socks(port), Event(), asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        proxy.port = server.sockets[0].getsockname()[1]
        loops.append(asyncio.get_running_loop())
        ready.set()
        await ends.wait()
        server.close()

    loops: list[asyncio.AbstractEventLoop] = []
    thread = Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield proxy
    finally:
        loops[0].call_soon_threadsafe(ends.set)
        thread.join()
