"""R29: PostgreSQL crashes and comes back while people talk: nothing is lost, nothing is twice, and the bot lives on.

Seen to fail with `synchronous_commit = off` in the transactions, and with updates confirmed before their commit.
"""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import IN_CI
from tests.e2e.process import PATIENCE, Scale, installed
from tests.e2e.team import a_team
from tests.e2e.test_network import seen
from tests.e2e.test_nothing_is_lost import Talk, check_all_is_there, open_the_books, wait_until_quiet
from tests.fakes.telegram import TelegramFake
from tests.support.postgres import PostgresMissing, ServerToCrash, a_server_to_crash

pytestmark = [pytest.mark.e2e, pytest.mark.postgres]


def test_postgres_restarts_while_people_talk(fake: TelegramFake, tmp_path: Path, scale: Scale) -> None:
    """`pg_ctl restart -m immediate`, some at once and some after a while away."""
    try:
        with a_server_to_crash() as server:
            talk_through_crashes(server, fake, tmp_path, scale)
    except PostgresMissing as missing:
        (pytest.fail if IN_CI else pytest.skip)(f"no PostgreSQL here ({missing})")


def talk_through_crashes(server: ServerToCrash, fake: TelegramFake, folder: Path, scale: Scale) -> None:
    messages, crashes, away = scale(40, 500), scale(2, 20), scale(1.0, 10.0)
    settings = {"GENGFU_DATABASE_URL": server.url, "GENGFU_KEYRING": f"sqlite:///{folder / 'gengfu.keyring'}"}
    with installed(fake, folder, **settings) as bot:
        team = a_team(bot, fake, reps=scale(3, 7), hears_all=True)
        open_the_books(bot, fake, team)
        talk, draw = Talk(team, seed=29), random.Random(29)
        talking = threading.Thread(target=talk.goes_on, args=(messages, (0.0, scale(0.1, 0.5))))
        talking.start()
        for number in range(crashes):
            kept = min(len(fake.confirmed_update_ids) + 3, messages)  # something just confirmed, for a crash to lose
            fake.wait_for(lambda kept=kept: len(fake.confirmed_update_ids) >= kept, PATIENCE, "updates to be kept")  # type: ignore[misc]
            time.sleep(draw.uniform(0, 0.3))
            server.crash()
            time.sleep(draw.uniform(0, away) if number % 3 else 0)
            server.comes_back()
        talking.join()
        wait_until_quiet(bot, fake, timeout=scale(60, 200))

        books = check_all_is_there(bot, fake, talk)
        unmarked = [amount for person in team.reps for amount, marked in seen(fake, person) if not marked]
        doubtful = sum(row["state"] == "unknown" or row["reason"] == "repeat" for row in books["outbox"])
        print(f"{crashes} crashes of PostgreSQL, {doubtful} cards in doubt")
        assert len(unmarked) == len(set(unmarked)), "a card came twice and does not say so"
        assert bot.kills == 0
        assert bot.stop() < 10
