"""What could not be delivered: told to the managers, shown by /watch, sent again or let go by a press."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.message import Button, Card, Line, Reply, Turn, line, reply
from bot.post import face_of, private_place, queue
from storage.database import Database
from storage.outbox import Outgoing
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

SHOWN = 8  # chats
OURSELVES = {"about": "delivery"}  # a card that tells of others: where it is undelivered itself, nobody is told
WHY = {
    "blocked": "blocked",
    "gone": "blocked",
    "chat_not_found": "blocked",
    "no_rights": "rights",
    "not_in_channel": "blocked",
    "is_archived": "blocked",
}


def tell_undelivered(database: Database, team_id: int, now: datetime) -> int:
    """Tell each manager in private what ended undelivered since they were told last; how many cards."""

    def work(transaction: Transaction) -> int:
        store = Store(transaction, team_id, by=None, source=database.ids.new(now), now=now)
        dead, told = store.outbox.undelivered(team_id), House(transaction).remembered(mark(team_id)) or ""
        newest = str(store.outbox.newest_undelivered(team_id))
        if not dead or told == newest or not House(transaction).swap(mark(team_id), told, newest):
            return 0
        places = [private_place(store, one) for one in store.people.with_role("manager", "admin")]
        for place in places:
            if place is not None:
                queue(store, place, face_of(store, place, _card(store, dead)), guard=OURSELVES)
        return len(places)

    def is_due(transaction: Transaction) -> bool:
        store = Store(transaction, team_id, by=None, source=0, now=now)
        newest = store.outbox.newest_undelivered(team_id)
        return newest is not None and House(transaction).remembered(mark(team_id)) != str(newest)

    return database.write(work) if database.read(is_due) else 0


def mark(team_id: int) -> str:
    """Under which name the house remembers the newest that was told."""
    return f"undelivered:{team_id}"


def watch(turn: Turn) -> Reply:
    """/watch: whether everything the bot had to say arrived, and when it last looked at what is due."""
    swept = House(turn.store.transaction).remembered(f"swept:{turn.store.team_id}")
    last = datetime.fromisoformat(swept).date() if swept else None
    dead = turn.store.outbox.undelivered(turn.store.team_id)
    doubtful = turn.store.outbox.doubtful(turn.store.team_id)
    lines = [line("watch_swept", on=last or "—")]
    lines += [line("watch_doubtful", count=doubtful)] if doubtful else []
    if not dead:
        return reply(line("watch_well"), *lines, action="see_delivery")
    card = _card(turn.store, dead)
    return reply(*card.lines, *lines, buttons=card.buttons, action="see_delivery")


def _card(store: Store, dead: Sequence[Outgoing]) -> Card:
    """How many, where to and why; not what: it may be meant for somebody else."""
    chats: dict[tuple[str, str], list[Outgoing]] = defaultdict(list)
    for one in dead:
        chats[one.channel, one.chat].append(one)
    rows = [_row(store, waiting) for waiting in list(chats.values())[:SHOWN]]
    more = [line("account_more", count=len(chats) - SHOWN)] if len(chats) > SHOWN else []
    again = Button(line("button_send_again"), "send_again", anyone=True)
    drop = Button(line("button_let_go"), "send_no_more", anyone=True)
    return Card((line("undelivered", count=len(dead)), *rows, *more), ((again, drop),))


def _row(store: Store, dead: Sequence[Outgoing]) -> Line:
    last = dead[-1]
    chat = store.people.chat_at(last.channel, last.chat)
    identity = store.people.identity(last.channel, last.chat)
    member = store.people.member(identity.member_id) if identity else None
    name = chat.title if chat else member.name if member else last.chat
    why = Line(f"undelivered_{WHY.get(last.reason or '', 'other')}", {"reason": last.reason or "?"})
    since = dead[0].created_at.astimezone(ZoneInfo(store.people.team().timezone))
    return line("undelivered_row", name=name, count=len(dead), since=since, why=why)


def send_again(turn: Turn) -> Reply:
    """[再发一次]: all of it waits again, in its order; what fails again is told again."""
    count = turn.store.outbox.revive(turn.store.team_id, turn.now)
    House(turn.store.transaction).remember(mark(turn.store.team_id), "")
    turn.store.wrote = True
    if not count:
        return Reply(toast=line("toast_nothing_waits"))
    return reply(line("sent_again", count=count), replaces=True, toast=line("toast_done"), action="see_delivery")


def send_no_more(turn: Turn) -> Reply:
    """[算了]"""
    count = turn.store.outbox.let_go(turn.store.team_id)
    turn.store.wrote = True
    if not count:
        return Reply(toast=line("toast_nothing_waits"))
    return reply(line("sent_no_more", count=count), replaces=True, toast=line("toast_done"), action="see_delivery")
