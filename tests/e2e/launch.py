"""`gengfu run` with leases and waits short enough for tests, and no pace but Telegram's own answers.

The same App, the same channel, the same settings; only what `Timing` and `Capabilities` say is shorter.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot import app
from bot.channels.telegram import TelegramChannel
from bot.commands import settings_in_force
from bot.delivery import Timing

UNPACED = replace(TelegramChannel.capabilities, per_chat_seconds=0, per_group_minute=100_000, per_second=100_000)
QUICK = Timing(lease=2, idle=0.5)

if __name__ == "__main__":
    TelegramChannel.capabilities = UNPACED
    app.serve(settings_in_force(), QUICK)
