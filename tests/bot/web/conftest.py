"""The playground on loopback with a scripted bot behind it, and a browser in front."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from bot.channels.local import LocalChannel
from tests.bot.web.scripted import (
    CAST,
    ENGLISH_CAST,
    ENGLISH_TEAM,
    MENU,
    TEAM,
    TWO_CASTS,
    DemoClock,
    PageServer,
    ScriptedBot,
    at_once,
)

ServerFor = Callable[..., PageServer]


@pytest.fixture
def clock() -> DemoClock:
    return DemoClock()


@pytest.fixture
def channel(clock: DemoClock) -> LocalChannel:
    local = LocalChannel(clock, people=(*CAST, *ENGLISH_CAST), groups=[TEAM, ENGLISH_TEAM])
    at_once(local.set_menu(MENU))
    return local


@pytest.fixture
def bot(channel: LocalChannel) -> ScriptedBot:
    return ScriptedBot(channel)


@pytest.fixture
def playground_server() -> Iterator[ServerFor]:
    """`playground_server(channel, advance)` serves the page on a free port; the channel has its inlet already."""
    servers: list[PageServer] = []

    def start(channel: LocalChannel, advance: Callable[[], Awaitable[None]], **options: Any) -> PageServer:
        servers.append(PageServer(channel, advance, **options))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def server(playground_server: ServerFor, channel: LocalChannel, bot: ScriptedBot) -> PageServer:
    return playground_server(channel, bot.advance, casts=TWO_CASTS)
