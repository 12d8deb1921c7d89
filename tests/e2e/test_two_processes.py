"""R3, R21: two processes on one PostgreSQL, frozen and killed in the middle of sweeps and sends: every slot and card once.

Frozen past the lease it loses its transaction (idle_in_transaction_session_timeout) and its lease; the other goes on.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.telegram.webhook import SECRET_HEADER, address_of
from core.base.calendar import calendar_of
from core.base.records import evolve
from core.people import Identity
from core.sales import Task
from core.watch import Alert
from storage.database import Database
from storage.outbox import Outbox
from storage.people import House
from tests.e2e.process import PATIENCE, Scale, installed
from tests.e2e.team import a_team
from tests.e2e.test_nothing_is_lost import open_the_books, wait_until_quiet, with_webhook
from tests.fakes.telegram import Person, TelegramFake
from tests.storage.cast import TODAY, Cast, found_team
from tests.support.nursery import Process, python

pytestmark = [pytest.mark.e2e, pytest.mark.postgres]
WORKER = Path(__file__).with_name("worker.py")
REPEAT = "可能重复"
NAME = re.compile(r"事\d{3}.\d号")
EACH = 3  # things due a day and person
TO_START = 3 * PATIENCE
PAST_LEASE = 3  # times what counts as frozen: past the lease and the time a frozen transaction is given


class Pair:
    """The two processes, and what they sent."""

    def __init__(self, url: str, keyring: str, folder: Path, seconds: int) -> None:
        self.url, self.keyring, self.folder, self.seconds = url, keyring, folder, seconds
        self.running: list[Process] = []

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GENGFU_")}
        with (self.folder / "log").open("ab") as log:
            command = (str(WORKER), self.url, self.keyring, str(self.folder), str(self.seconds))
            self.running.append(python(*command, environment=environment, stdout=log, stderr=log))

    def is_ready(self) -> bool:
        assert all(one.poll() is None for one in self.running), (self.folder / "log").read_text()[-3000:]
        return all((self.folder / f"ready.{one.pid}").exists() for one in self.running)

    def sent(self) -> list[str]:
        file = self.folder / "cards"
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        return [json.loads(line)[1] for line in lines]


def until(true: object, what: str, patience: float = PATIENCE) -> None:
    ends = time.monotonic() + patience
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends, what
        time.sleep(0.02)


@pytest.fixture
def pair(postgres_url: str, tmp_path: Path, scale: Scale) -> Iterator[tuple[Pair, Cast]]:
    keyring = f"sqlite:///{tmp_path / 'keyring'}"
    books = Database(postgres_url, keyring)
    cast = found_team(books)
    for member in (cast.li, cast.han):
        cast.save(Identity(id=cast.new_id(), channel="paper", user=member.name, member_id=member.id, chat=member.name))
    both = Pair(postgres_url, keyring, tmp_path, scale(1, 4))  # of a hundred rounds one meets a machine that stalls
    yield both, cast
    for process in both.running:
        process.kill()
        process.wait()
    books.close()


def test_every_slot_and_card_once_whoever_freezes_or_dies(pair: tuple[Pair, Cast], scale: Scale) -> None:
    both, cast = pair
    rounds, draw, faults, slowest = scale(2, 100), random.Random(21), 0, 0.0
    set_clock(both, TODAY - timedelta(days=1))
    both.start()
    both.start()
    until(both.is_ready, "both to start", TO_START)
    days = working_days(TODAY, rounds)
    names = []
    for number, day in enumerate(days):
        tasks = due(cast, day, number)
        names += [one.note for one in tasks]
        set_clock(both, day)
        victim = both.running[draw.randrange(2)]
        time.sleep(draw.uniform(0, 0.12))
        frozen = number % 2 == 0
        victim.send_signal(signal.SIGSTOP if frozen else signal.SIGKILL)
        faults, since = faults + 1, time.monotonic()
        until(lambda day=day: swept(cast) == day, f"the sweep of {day}")  # type: ignore[misc]
        until(lambda tasks=tasks: all(told(both)[one.note] for one in tasks), "its cards")  # type: ignore[misc]
        slowest = max(slowest, time.monotonic() - since)
        if frozen:
            time.sleep(max(0, PAST_LEASE * both.seconds - (time.monotonic() - since)))
            victim.send_signal(signal.SIGCONT)
        else:
            victim.wait()
            both.running.remove(victim)
            both.start()
            until(both.is_ready, "the next one to start", TO_START)
        cast.save(*(evolve(one, state="done") for one in tasks))

    until(lambda: quiet(cast), "the outbox to empty")
    unmarked, marked = told(both, marked=False), told(both, marked=True) - told(both, marked=False)
    alerts = Counter(one.subject_id for one in cast.read(lambda store: store.all(Alert)) if one.aloud)
    print(f"{rounds} freezes and kills, {len(names)} alerts: {sum(marked.values())} marked repeats, "
          f"the other went on within {slowest:.1f} s")  # fmt: skip
    assert set(alerts.values()) == {1}, "no slot twice"
    assert len(alerts) == len(names)
    assert not [name for name in names if unmarked[name] > 1], "no card twice unmarked"
    assert {1, 2} >= {told(both)[name] for name in names}, "none missing, none more than twice"
    assert slowest < 15


@pytest.mark.slow
def test_one_update_given_to_both_at_once_and_a_month_later_is_one(
    fake: TelegramFake, postgres_url: str, tmp_path: Path
) -> None:
    """R3: five copies at once to two processes, five after a restart, five 30 days later."""
    books = {"GENGFU_DATABASE_URL": postgres_url, "GENGFU_KEYRING": f"sqlite:///{tmp_path / 'gengfu.keyring'}"}
    ways, folders = [with_webhook(fake), with_webhook(fake)], [tmp_path / "one", tmp_path / "two"]
    [folder.mkdir() for folder in folders]
    with (
        installed(fake, folders[0], **books, **ways[0]) as one,
        installed(fake, folders[1], **books, **ways[1]) as two,
    ):
        team = a_team(one, fake, reps=1)
        open_the_books(one, fake, team)
        two.start()
        [rep] = team.reps
        said = handed_over(rep, "收到华星科技货款61000元")
        assert {200} == give(fake.token, ways, said)
        fake.wait_for_message(rep, "61,000", PATIENCE)
        for later in (timedelta(), timedelta(days=30)):
            for bot in (one, two):
                bot.stop()
                bot.settings["GENGFU_CLOCK"] = (datetime.now(UTC) + later).isoformat()
                bot.start()
            assert {200} == give(fake.token, ways, said)
        rep.says("/mine")
        fake.wait_for_message(rep, "你名下", PATIENCE)
        wait_until_quiet(two, fake)

        assert 1 == sum("61,000" in message.text for message in fake.bot_messages(rep))
        assert 1 == len(one.books()["payments"])


def handed_over(person: Person, text: str) -> dict[str, Any]:
    """An update as Telegram posts it, of somebody who wrote in private."""
    who = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    chat = {"id": person.id, "type": "private", "first_name": person.first_name}
    message = {"message_id": 900_001, "date": int(time.time()), "chat": chat, "from": who, "text": text}
    return {"update_id": 900_000_001, "message": message}


def give(token: str, ways: list[dict[str, str]], update: dict[str, Any]) -> set[int]:
    """Five copies at once, to the two in turn; what they say to it."""

    def post(number: int) -> int:
        way = ways[number % 2]
        return httpx.post(
            address_of(way["GENGFU_TELEGRAM_WEBHOOK_URL"], token), json=update, trust_env=False, timeout=20,
            headers={SECRET_HEADER: way["GENGFU_TELEGRAM_WEBHOOK_SECRET"]},
        ).status_code  # fmt: skip

    with ThreadPoolExecutor(5) as pool:
        return set(pool.map(post, range(5)))


def set_clock(both: Pair, day: date) -> None:
    """09:05 in Shanghai, for both at once; from there it goes on, or no lease would ever end."""
    fresh = both.folder / "now.fresh"
    fresh.write_text(datetime.combine(day, time_of_day(1, 5), UTC).isoformat())
    fresh.replace(both.folder / "now")


def working_days(first: date, count: int) -> list[date]:
    calendar = calendar_of("Asia/Shanghai")
    days = (first + timedelta(days=number) for number in range(count * 3 + 30))
    return [day for day in days if calendar.is_working(day)][:count]


def due(cast: Cast, day: date, number: int) -> list[Task]:
    tasks = [
        Task(
            id=cast.new_id(), account_id=cast.account.id, owner_id=owner.id, due_on=day,
            note=f"事{number:03}{owner.name[0]}{one}号",
        )
        for owner in (cast.li, cast.han)
        for one in range(EACH)
    ]  # fmt: skip
    cast.save(*tasks)
    return tasks


def swept(cast: Cast) -> date | None:
    mark = cast.database.read(lambda tx: House(tx).remembered(f"swept:{cast.team.id}"))
    return datetime.fromisoformat(mark).date() if mark else None


def quiet(cast: Cast) -> bool:
    states = cast.database.read(lambda tx: Outbox(tx).counts())
    return not states.keys() & {"waiting", "sending"}


def told(both: Pair, *, marked: bool = True) -> Counter[str]:
    """How often each thing to do stands on a card; with `marked` also on those that say they may be a repeat."""
    texts = (text for text in both.sent() if marked or REPEAT not in text)
    return Counter(name for text in texts for name in set(NAME.findall(text)))
