"""A team that lives on Slack: the whole service on the Slack fake, with the real client libraries, in this process."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.app import App
from bot.channels.slack import Install, SlackChannel, Timing
from bot.delivery import Timing as Pace
from bot.installed import BooksVault
from bot.text import say
from bot.web.server import serving
from core.base.money import Money
from core.ledger import Receivable
from core.people import Identity, Member, Team
from core.sales import Account
from storage.database import Database
from storage.store import Store
from tests.fakes.slack import Person, SlackFake

QUICK = Timing(connect=2, answer=5, lookup=2, press=5, home=0.1, ping=0.5, first_pause=0.02, longest_pause=0.1)
TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)  # ten in the morning in Shanghai
STARTED = time.monotonic()
CAST = {"王经理": ("manager", "admin"), "李雷": ("rep",), "韩梅梅": ("rep",)}


def clock() -> datetime:
    """That morning, going on as time does: what is tried again later comes due."""
    return NOW + timedelta(seconds=time.monotonic() - STARTED)


@dataclass
class SlackHouse:
    """Who is there, and what stands in the books."""

    fake: SlackFake
    database: Database
    app: App
    channel: SlackChannel
    team: Team
    people: Mapping[str, Person]
    port: int = 0
    ids: dict[str, int] = field(default_factory=dict)

    def all(self, kind: Any) -> list[Any]:
        return self.database.read(lambda tx: self.store(tx).all(kind))

    def write(self, work: Any) -> Any:
        return self.database.write(lambda tx: work(self.store(tx)))

    def store(self, transaction: Any) -> Store:
        return Store(transaction, self.team.id, by=None, source=self.database.ids.new(NOW), now=NOW)

    def settled(self) -> None:
        """Everything that was handed over is handled and sent."""

        handed = self.fake.deliveries.envelopes  # commands and presses too
        self.fake.wait_for(lambda: all(one.over for one in list(handed)), what="acknowledgements")
        self.fake.wait_for(lambda: not self.waiting(), what="inbox and outbox to empty")

    def waiting(self) -> bool:
        """Whether something is still to be handled or sent."""
        states = self.database.read(lambda tx: [*_states(tx)])
        return any(state in ("waiting", "sending") for state in states)


def _states(transaction: Any) -> Iterator[str]:
    from storage.inbox import Inbox
    from storage.outbox import Outbox

    yield from (state for state, (count, _) in Inbox(transaction).counts().items() if count)
    yield from (state for state, (count, _) in Outbox(transaction).counts().items() if count)


@contextmanager
def a_slack_house(
    database: Database,
    *,
    http: bool = False,
    installs: bool = False,
    token: bool = True,
    other: Mapping[str, Any] | None = None,
) -> Iterator[SlackHouse]:
    """Served while the block runs. `http`: Slack calls us. `installs`: workspaces may install it; without `token` that is
    the only way. `other`: channels beside it."""
    with SlackFake() as fake:
        fake.set_clock(lambda: clock().timestamp())
        way_in: dict[str, Any] = {"signing_secret": fake.signing_secret} if http or installs else {}
        way_in |= {} if http else {"app_token": fake.app_token}
        world, vault = fake.world, BooksVault(database, "slack")
        install = Install(world.client_id, world.client_secret, vault, lambda _, key: say("zh-CN", key))
        channel = SlackChannel(
            fake.bot_token if token else None,
            base_url=fake.base_url,
            timing=QUICK,
            install=install if installs else None,
            **way_in,
        )
        channel.capabilities = replace(  # type: ignore[misc]
            SlackChannel.capabilities, per_chat_seconds=0, per_group_minute=10**6, per_second=10**6
        )
        app = App(database, {"slack": channel, **(other or {})}, clock, Pace(idle=0.2))
        house = SlackHouse(fake, database, app, channel, _a_team(database), _people(fake))
        _furnish(house)
        with _served(house, http=http or installs):
            fake.wait_for(lambda: http or fake.connections, what="a socket")
            fake.wait_for(lambda: channel.identity.user or not token, what="an answer to auth.test")
            yield house
        assert not fake.bugs, fake.bugs


@contextmanager
def _served(house: SlackHouse, *, http: bool) -> Iterator[None]:
    ready, over, failed = threading.Event(), threading.Event(), []

    async def serve() -> None:
        from aiohttp import web

        application = web.Application()
        house.channel.routes(application)
        async with serving(application, port=0) as port, house.app.running():
            house.port = port
            ready.set()
            await asyncio.to_thread(over.wait)

    def work() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failed.append(error)
            ready.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(20)
    if http and not failed:
        house.fake.posts_to(f"http://127.0.0.1:{house.port}/slack/events")
        house.fake.sends_installed_browsers_to(f"http://127.0.0.1:{house.port}/slack/oauth_redirect")
    try:
        yield
    finally:
        over.set()
        thread.join(20)
        if failed:
            raise failed[0]


def _a_team(database: Database) -> Team:
    team = Team(id=database.ids.new(NOW), name="华东")
    database.write(lambda tx: Store(tx, team.id, by=None, source=0, now=NOW).save(team))
    return team


def _people(fake: SlackFake) -> dict[str, Person]:
    return {name: fake.user(name) for name in CAST}


def _furnish(house: SlackHouse) -> None:
    def work(store: Store) -> None:
        for name, roles in CAST.items():
            person = house.people[name]
            house.ids[name] = store.new_id()
            store.save(Member(id=house.ids[name], name=name, roles=roles, language="zh-CN"))
            store.save(
                Identity(
                    id=store.new_id(), channel="slack", user=person.id, member_id=house.ids[name], chat=person.im.id
                )
            )
        for name, owner in {"华星科技": "李雷", "远航物流": "韩梅梅"}.items():
            account = Account(id=store.new_id(), name=name, owner_id=house.ids[owner])
            house.ids[name] = account.id
            store.save(account)
            owed, nothing = Money.of("50000", "CNY"), Money.of("0", "CNY")
            store.save(
                Receivable(
                    id=store.new_id(),
                    account_id=account.id,
                    amount=owed,
                    due_on=date(2026, 4, 30),
                    adjusted=nothing,
                    allocated=nothing,
                )
            )

    house.write(work)
