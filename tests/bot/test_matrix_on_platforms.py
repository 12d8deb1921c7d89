"""R13, a sample of the matrix on both platforms: cells drawn with a seed, each said through the real library and judged
by what people then read there and by what the audit holds. The whole matrix is tried in test_matrix.py."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from core.people import Member, may
from storage.audit import Audit
from storage.database import Database
from tests.bot.dialog import Stage
from tests.bot.slack_stage import SlackStage
from tests.bot.telegram_stage import TelegramStage
from tests.bot.test_matrix import ABOUT, CUSTOMERS, MONEY, NOBODYS, OWNERS_ALONE, PEOPLE, ROOMS, TEAM
from tests.bot.trying import READS

SEED = 13
STAGES: dict[str, Any] = {"telegram": TelegramStage, "slack": SlackStage}
OUTSIDER, LEAVER = "路人", "老周"
SOMEBODY = (*PEOPLE, OUTSIDER, LEAVER)


class Cell(NamedTuple):
    """Who says what about whose customer, and where ("": in private)."""

    who: str
    text: str
    customer: str
    room: str


class Heard(NamedTuple):
    """What is read in the room and in private, what the audit holds of refusals and of changes."""

    there: str
    privately: str
    denied: tuple[str, ...]
    wrote: tuple[str, ...]


class Played:
    """A team on a platform whose books are as they were before each cell."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self.books = stage, folder / "played.db"
        stage.play(TEAM)
        self.kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self.books)) as now:
            now.backup(self.kept)
        [self.team] = stage._team_ids
        self.head = self._audit().head().seq
        self.told: dict[tuple[str, str], Heard] = {}

    def says(self, cell: Cell) -> Heard:
        """A line, everything that came of it, and back to how it was."""
        where, text = cell.room or cell.who, cell.text.format(cell.customer)
        seen = {chat: len(self.stage.scene.transcript.posts(chat)) for chat in (where, cell.who)}
        self.stage.scene.say(cell.who, where, text if text[0] == "/" or not cell.room else f"@gengfu {text}")
        self.stage.app.settle()
        there, privately = (self._read(chat, seen[chat]) for chat in (where, cell.who))
        entries = list(self._audit().entries(self.head))
        with closing(sqlite3.connect(self.books)) as now:
            self.kept.backup(now)
        denied = tuple(one.change["action"] for one in entries if one.act == "denied")
        return Heard(there, privately, denied, tuple(one.kind for one in entries if one.act not in READS))

    def of_nobody(self, cell: Cell) -> Heard:
        """The same said about a customer there is not."""
        key = cell.who, cell.text
        if key not in self.told:
            self.told[key] = self.says(cell._replace(customer=NOBODYS, room=""))
        return self.told[key]

    def _read(self, chat: str, after: int) -> str:
        return "\n".join(one.text for one in self.stage.scene.transcript.posts(chat)[after:] if one.by_bot)

    def _audit(self) -> Any:
        return _Reading(self.stage.app.database, self.team)


class _Reading:
    """The audit, each question in a transaction of its own."""

    def __init__(self, database: Database, team: int) -> None:
        self._database, self._team = database, team

    def head(self) -> Any:
        return self._database.read(lambda tx: Audit(tx, self._team).head())

    def entries(self, after: int) -> list[Any]:
        return self._database.read(lambda tx: list(Audit(tx, self._team).entries(after)))


@pytest.fixture(params=STAGES)
def played(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    address = f"sqlite:///{tmp_path / 'played.db'}"
    stage = STAGES[request.param](lambda: Database(address), monkeypatch)
    try:
        yield Played(stage, tmp_path)
        assert not getattr(stage.scene.fake, "bugs", ())
    finally:
        stage.scene.leave()
        stage.app.database.close()


def drawn(count: int, seed: str) -> list[Cell]:
    """Cells at random, three in private for one in a group; the same for the same seed."""
    said = [(who, text, name) for who in SOMEBODY for text in ABOUT for name in CUSTOMERS]
    private, rooms = [Cell(*one, "") for one in said], [Cell(*one, room) for one in said for room in ROOMS]
    chance = Random(seed)
    return [*chance.sample(private, count * 3 // 4), *chance.sample(rooms, count // 4)]


def test_a_sample_of_the_matrix_on_the_platform(played: Played, scale: Callable[[int, int], int]) -> None:
    cells = drawn(scale(30, 400), f"{SEED} {played.stage.scene.name}")
    wrong = [(why, cell, heard) for cell in cells for why, heard in judged(played, cell)]

    assert [] == wrong, "\n".join(map(str, wrong))


def judged(played: Played, cell: Cell) -> Iterator[tuple[str, Heard]]:
    """What is wrong with what was heard."""
    heard, audience = played.says(cell), ROOMS.get(cell.room, "")
    if cell.room:
        money_may = audience in ("managers", "finance")
        if "13911110001" in heard.there or (MONEY.search(plain(heard.there)) and not money_may):
            yield "the room reads what it may not", heard
        return
    if cell.who in (OUTSIDER, LEAVER):
        if plain(heard.privately) != plain(played.of_nobody(cell).privately) or heard.wrote:
            yield "is told more than that they are not in", heard
        if (cell.who == LEAVER) != bool(heard.denied):
            yield "is not in the audit", heard
        return
    yield from _by_right(played, cell, heard)


def _by_right(played: Played, cell: Cell, heard: Heard) -> Iterator[tuple[str, Heard]]:
    member, (people, tier) = Member(id=1, name=cell.who, roles=(PEOPLE[cell.who],)), CUSTOMERS[cell.customer]
    owners, action = tuple(1 if one == cell.who else 2 for one in people), ABOUT[cell.text]
    part = owners[:1] if action in OWNERS_ALONE else owners
    sees = may(member, "see_account", owners, tier)
    said = plain(heard.privately)
    if tier == "key" and not sees:
        unknown = plain(played.of_nobody(cell).privately).replace(NOBODYS, "NAME")
        if said.replace(cell.customer, "NAME") != unknown:
            yield f"unknown would read: {unknown}", heard
    elif sees and may(member, action, part, tier):
        if heard.denied or not said:
            yield "refused", heard
        return
    if not heard.denied or heard.wrote or MONEY.search(said) or "13911110001" in said:
        yield "not refused, not in the audit, or told all the same", heard


def plain(text: str) -> str:
    """Sums without their commas, so that both are found."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)
