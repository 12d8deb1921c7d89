"""One of the tests' platforms as a process of its own, for bench/deliver.py, so that it takes no time of the other.

`python -m bench._platform slack 50` prints, as JSON, where it is and the chats it has; then, for every line it is
given, the moments at which messages came since the line before.
"""

from __future__ import annotations

import json
import sys
from typing import Any

SENDS = ("sendMessage", "chat.postMessage")


def opened(name: str, chats: int) -> tuple[Any, list[str]]:
    """The fake, and the private chats of so many people in it."""
    if name == "telegram":
        from tests.fakes.telegram import TelegramFake

        telegram = TelegramFake().start()
        return telegram, [str(telegram.user(started=True).id) for _ in range(chats)]
    from tests.fakes.slack import SlackFake

    slack = SlackFake().start()
    return slack, [slack.user().im.id for _ in range(chats)]


def main(name: str, chats: int) -> None:
    fake, ids = opened(name, chats)
    tokens = [fake.token] if name == "telegram" else [fake.bot_token, fake.app_token]
    print(json.dumps({"base_url": fake.base_url, "tokens": tokens, "chats": ids}), flush=True)
    seen = 0
    for _ in sys.stdin:
        calls = fake.calls
        moments = [call.monotonic for call in calls[seen:] if call.method in SENDS]
        seen = len(calls)
        print(json.dumps(moments), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
