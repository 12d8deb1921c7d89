"""R38: a handover killed at random moments is all on one side, and comes to its end after the next start.

Seen to fail with a commit between the accounts and the rest.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from core.base.money import Money
from core.handovers import Handover
from core.ledger import Receivable
from core.people import Member
from core.sales import Account, Contact, Deal, Task
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction
from tests.e2e.process import PATIENCE, Bot, Scale, installed
from tests.e2e.team import a_team
from tests.fakes.telegram import Person, TelegramFake

pytestmark = pytest.mark.e2e
ACCOUNTS = 100  # with a contact, a deal, a task and a receivable each: 500 items
TODAY = date(2026, 3, 2)
ZERO = Money.zero("CNY")


@contextmanager
def open_books(bot: Bot) -> Iterator[Database]:
    """The installation's books, while no process has them open."""
    environment = bot.environment()
    database = Database(environment["GENGFU_DATABASE_URL"], environment.get("GENGFU_KEYRING"))
    try:
        yield database
    finally:
        database.close()


def a_store(transaction: Transaction) -> Store:
    [team_id] = House(transaction).team_ids()
    now = datetime.now(UTC)
    return Store(transaction, team_id, by=None, source=transaction.database.ids.new(now), now=now)


def fill(bot: Bot, owner: str) -> None:
    def work(transaction: Transaction) -> None:
        store = a_store(transaction)
        owner_id = next(one.id for one in store.people.members() if one.name == owner)
        for number in range(ACCOUNTS):
            account = Account(id=store.new_id(), name=f"第{number}公司", owner_id=owner_id)
            of = dict(account_id=account.id)
            owing = Money(Decimal(20_000), "CNY")
            store.save(
                account,
                Contact(id=store.new_id(), name="李总", **of),
                Deal(id=store.new_id(), owner_id=owner_id, stage="proposal", stage_since=TODAY, **of),
                Task(id=store.new_id(), owner_id=owner_id, due_on=date(2099, 1, 1), **of),
                Receivable(
                    id=store.new_id(), amount=owing, due_on=date(2099, 1, 1), allocated=ZERO, adjusted=ZERO, **of
                ),
            )

    with open_books(bot) as database:
        database.write(work)


def whose(bot: Bot) -> tuple[Counter[str], str]:
    """Who owns accounts, deals and tasks, and how the newest handover stands."""

    def look(transaction: Transaction) -> tuple[Counter[str], str]:
        store = a_store(transaction)
        names = {one.id: one.name for one in store.all(Member)}
        kinds: tuple[type[Account | Deal | Task], ...] = (Account, Deal, Task)
        owned = Counter(names[one.owner_id] for kind in kinds for one in store.all(kind))
        assert {"proposal"} == {one.stage for one in store.all(Deal)}
        return owned, store.all(Handover)[-1].state

    with open_books(bot) as database:
        return database.read(look)


def hand_over(fake: TelegramFake, giver: Person, receiver: Person) -> None:
    """Everything of the giver's, up to the receiver's press."""
    last = fake.bot_messages(receiver)[-1]
    before = giver.says(f"/handover {receiver.first_name} 全部")
    preview = fake.wait_for_message(giver, "交接预览", PATIENCE, after=before)
    giver.presses(preview, "交出")
    card = fake.wait_for_message(receiver, f"{giver.first_name} 要把 {ACCOUNTS} 家客户交给你", PATIENCE, after=last)
    receiver.presses(card, "接收")


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3, 4))])
def test_killed_at_random_moments_it_is_all_on_one_side(
    seed: int, fake: TelegramFake, tmp_path: Path, scale: Scale
) -> None:
    """20 kills at full scale, in four parts that each keep within what a test may take."""
    draw, kills, found = random.Random(seed), scale(2, 5), Counter[str]()
    with installed(fake, tmp_path, SLOW_SAVES="0.002") as bot:
        team = a_team(bot, fake, reps=2)
        giver, receiver = team.reps
        bot.stop()
        fill(bot, str(giver.first_name))
        bot.start()
        for _ in range(kills):
            hand_over(fake, giver, receiver)
            time.sleep(draw.uniform(0, 1.2))
            bot.kill()
            owned, state = whose(bot)
            side = {"pending": giver, "accepted": receiver}[state]
            assert {side.first_name: 3 * ACCOUNTS} == dict(owned), f"torn apart: {owned}, {state}"
            found[state] += 1

            bot.start()
            wait_until_both_know(fake, giver, receiver)
            giver, receiver = receiver, giver
        bot.stop()
        owned, state = whose(bot)
        print(f"{5 * ACCOUNTS} items, {kills} kills: {dict(found)} when killed; 0 torn apart; at the end {dict(owned)}")
        assert ({giver.first_name: 3 * ACCOUNTS}, "accepted") == (dict(owned), state)
        assert bot.verifies(), "the audit chain broke"


def wait_until_both_know(fake: TelegramFake, giver: Person, receiver: Person) -> None:
    """The press was kept, whenever the process died: it comes to its end by itself."""
    told = f"交接完成：{giver.first_name} → {receiver.first_name}："

    def both_know() -> bool:
        return all(any(told in one.text for one in fake.bot_messages(person)) for person in (giver, receiver))

    fake.wait_for(both_know, PATIENCE, "both sides to hear of it")
