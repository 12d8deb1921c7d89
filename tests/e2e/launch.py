"""`gengfu run` with leases and waits short enough for tests, and no pace but Telegram's own answers.

The same App, the same channel, the same settings; only what `Timing` and `Capabilities` say is shorter.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot import answering, app
from bot.channels.telegram import TelegramChannel
from bot.commands import settings_in_force
from bot.delivery import Timing
from storage.store import Store
from tests.support.network import stay_on_this_machine

UNPACED = replace(TelegramChannel.capabilities, per_chat_seconds=0, per_group_minute=100_000, per_second=100_000)
QUICK = Timing(lease=3, longest_send=2, idle=0.5)


def broken(*_: object) -> NoReturn:
    raise RuntimeError("this handler is broken")


def slowed(work: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    def slow(*arguments: Any, **options: Any) -> Any:
        time.sleep(seconds)
        return work(*arguments, **options)

    return slow


def launch() -> None:
    sys.addaudithook(stay_on_this_machine)
    TelegramChannel.capabilities = UNPACED
    if os.environ.get("GENGFU_SLACK_BOT_TOKEN"):
        from bot.channels.slack import SlackChannel

        unpaced = dict(per_chat_seconds=0, per_group_minute=100_000, per_second=100_000)
        SlackChannel.capabilities = replace(SlackChannel.capabilities, **unpaced)
    if kind := os.environ.get("BREAK_KIND"):  # one kind of message then finds a handler that breaks
        cast("dict[str, object]", answering.KINDS)[kind] = broken
    if seconds := float(os.environ.get("SLOW_SAVES", "0")):  # a kill then meets a long transaction in its middle
        Store._replace = slowed(Store._replace, seconds)  # type: ignore[method-assign]
    app.serve(settings_in_force(), QUICK)


if __name__ == "__main__":
    launch()
