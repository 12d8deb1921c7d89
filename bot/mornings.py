"""One quiet line in the managers' morning: the night's backup held, and where the audit ended.

What is posted in a chat nobody takes back without its readers noticing: with it `gengfu audit verify --head` shows a
whole older state that was put back.
"""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.message import Card, Line, line
from bot.post import send
from bot.weekly import manager_places
from storage.audit import Head
from storage.people import House
from storage.store import Store

SHOWN = 16  # hexadecimal digits of a MAC: nobody finds another with the same


def leave(house: House, team_id: int, head: Head, backup_at: str) -> None:
    """What the next morning shall tell; `backup_at`: ISO moment of a good backup, or ""."""
    house.remember(f"morning:{team_id}", json.dumps({"head": shown(head), "backup": backup_at}))


def shown(head: Head) -> str:
    """A head as it is posted."""
    return str(head)[: len(str(head.seq)) + 1 + SHOWN]


def take(store: Store, house: House) -> tuple[Line, ...]:
    """The line of this morning, once; nothing where the books did not change since the last one."""
    team_id = store.team_id
    left, told = house.remembered(f"morning:{team_id}"), f"morning_told:{team_id}"
    if not left:
        return ()
    house.remember(f"morning:{team_id}", "")
    known = json.loads(left)
    if known["head"] == house.remembered(told):
        return ()
    house.remember(told, known["head"])
    zone = ZoneInfo(store.people.team().timezone)
    backup = datetime.fromisoformat(known["backup"]).astimezone(zone) if known["backup"] else None
    return (line("morning_kept", head=known["head"], backup=backup),)


def tell(store: Store, lines: tuple[Line, ...], told: set[str]) -> None:
    """To managers whose list of this morning did not carry it."""
    for place in manager_places(store) if lines else ():
        if place.key not in told:
            send(store, place, Card(lines), urgency=2)
