"""The sample team of `gengfu demo` and `gengfu chat --sample`: four people, seven customers, a week of history.

What they owe and who they are stands in the books from the start; what happened since is said in chat and goes the
whole way through the house, so the demo shows nothing the product does not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.channels.local import Group, LocalChannel, Person
from bot.clock import Clock
from core.base.calendar import calendar_of
from core.base.money import Money
from core.base.records import evolve
from core.ledger import Receivable
from core.people import Chat, Identity, Member, Team
from core.sales import Account
from storage.database import Database
from storage.people import House
from storage.store import Store
from storage.transaction import Transaction

TEAM, ZONE, LANGUAGE = "华东销售", "Asia/Shanghai", "zh-CN"
GROUP = Group("sales", "华东销售群", ("lilei", "hanmeimei", "wang", "zhao"))
PEOPLE = (
    Person("lilei", "李雷", "rep", "zh-CN"),
    Person("hanmeimei", "韩梅梅", "rep", "zh-CN"),
    Person("wang", "王经理", "manager", "zh-CN"),
    Person("zhao", "赵会计", "finance", "zh-CN"),
)
ROLES = {"wang": ("manager", "admin"), "zhao": ("finance",)}
HISTORY_DAYS = 4  # working days that are played before the demo opens
OPENS_AT = time(16, 20)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the sample: whose it is, what else it is called, and what it owes: (amount, days until due)."""

    name: str
    owner: str
    aliases: tuple[str, ...]
    official: str = ""
    owes: tuple[tuple[str, int], ...] = ()
    currency: str = "CNY"
    tier: str = "normal"


CUSTOMERS = (
    Customer("华星科技", "lilei", ("华星", "Huaxing"), "杭州华星科技有限公司", (("234000", -2), ("312000", 40))),
    Customer("远航物流", "lilei", ("远航", "Yuanhang"), "宁波远航物流有限公司", (("230000", 3),)),
    Customer("启明星", "lilei", ("Qimingxing",), "上海启明星电子有限公司", (("80000", 0),)),
    Customer("恒达机械", "hanmeimei", ("恒达", "Hengda"), "昆山恒达机械有限公司", (("100000", -31), ("56000", -1))),
    Customer("大洋机电", "hanmeimei", ("大洋", "Dayang"), "", (("160000", 0),)),
    Customer("金诚贸易", "hanmeimei", ("金诚", "Jincheng"), "", (), tier="key"),
    Customer("Orbit Trading", "hanmeimei", ("Orbit",), "Orbit Trading Ltd.", (("20000", 12),), "USD"),
)

# What was said: working days before today, the hour, who, in the group or in private, and the words.
TALK = (
    (4, "10:05", "lilei", False, "今天拜访华星李总，聊了二期扩容，预算大概80万，下周三给方案"),
    (4, "15:40", "hanmeimei", False, "电话联系了大洋陈厂长，说月底前付清16万"),
    (3, "11:20", "lilei", True, "@更夫 远航推进到报价"),
    (3, "17:02", "zhao", False, "收到恒达货款4万"),
    (2, "09:40", "hanmeimei", False, "今天拜访金诚贸易的周总，下周一再去一次"),
    (2, "14:15", "lilei", False, "启明星王工说样品没问题，周五再联系"),
    (1, "10:30", "hanmeimei", False, "Orbit deal moved to negotiation"),
    (1, "16:45", "lilei", False, "收到远航货款5万"),
    (0, "10:10", "lilei", False, "今天上午拜访了启明星，聊了新产线，后天发报价"),
)


def opening(now: datetime) -> datetime:
    """When the demo opens: the afternoon of the last working day, so that there is a next morning to wait for."""
    local, calendar = now.astimezone(ZoneInfo(ZONE)), calendar_of(ZONE)
    day = local.date()
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, OPENS_AT, ZoneInfo(ZONE))


def local_channel(clock: Clock) -> LocalChannel:
    """The channel the sample team talks on."""
    return LocalChannel(clock, people=PEOPLE, groups=(GROUP,))


def load(app: App, channel: LocalChannel, clock: Clock, opens: datetime) -> None:
    """Fill empty books and play the days before `opens`; `clock` stands at `starts(opens)` and ends at `opens`."""
    channel.attach(app.dispatcher)
    team_id = app.database.write(lambda transaction: _found(transaction, channel, clock(), opens.date()))
    app.database.write(lambda transaction: _bind(transaction, team_id, channel, clock()))
    days = [_working_day(opens.date(), -back) for back in range(HISTORY_DAYS, -1, -1)]
    for day in days:
        clock.move_to(datetime.combine(day, time(9, 0), opens.tzinfo))
        app.settle(sweep=True)
        for back, at, who, in_group, words in TALK:
            if days[HISTORY_DAYS - back] == day:
                clock.move_to(datetime.combine(day, time.fromisoformat(at), opens.tzinfo))
                channel.say(who, GROUP.chat if in_group else who, words)
                app.settle()
    clock.move_to(opens)


def starts(opens: datetime) -> datetime:
    """The moment the played history begins."""
    return datetime.combine(_working_day(opens.date(), -HISTORY_DAYS - 1), time(8, 0), opens.tzinfo)


def _working_day(day: date, count: int) -> date:
    return calendar_of(ZONE).plus_working(day, count)


def _found(transaction: Transaction, channel: LocalChannel, now: datetime, today: date) -> int:
    """The team, its people and its customers."""
    team_id = transaction.database.ids.new(now)
    store = Store(transaction, team_id, by=None, source=team_id, now=now)
    store.save(Team(id=team_id, name=TEAM, timezone=ZONE))
    members: dict[str, int] = {}
    for person in PEOPLE:
        member = Member(id=store.new_id(), name=person.name, roles=ROLES.get(person.user, ("rep",)), language="zh-CN")
        members[person.user] = member.id
        identity = Identity(
            id=store.new_id(), channel=channel.name, user=person.user, member_id=member.id, chat=person.user
        )
        store.save(member, identity)
    for customer in CUSTOMERS:
        _add_customer(store, customer, members[customer.owner], today)
    return team_id


def _add_customer(store: Store, customer: Customer, owner_id: int, today: date) -> None:
    account = Account(
        id=store.new_id(),
        name=customer.name,
        official=customer.official,
        aliases=customer.aliases,
        owner_id=owner_id,
        tier=customer.tier,
    )
    store.save(account)
    zero = Money.zero(customer.currency)
    for amount, days in customer.owes:
        owed, due_on = Money.of(amount, customer.currency), today + timedelta(days=days)
        store.save(
            Receivable(
                id=store.new_id(), account_id=account.id, amount=owed, due_on=due_on, allocated=zero, adjusted=zero
            )
        )


def _bind(transaction: Transaction, team_id: int, channel: LocalChannel, now: datetime) -> None:
    store = Store(transaction, team_id, by=None, source=team_id, now=now)
    store.save(Chat(id=store.new_id(), channel=channel.name, chat=GROUP.chat, title=GROUP.title, bound_at=now))


def speak(database: Database, language: str, now: datetime) -> None:
    """The visitor switched the page's language: so do the team's people and its group."""

    def work(transaction: Transaction) -> None:

        for team_id in House(transaction).team_ids():
            store = Store(transaction, team_id, by=None, source=team_id, now=now)
            store.save(*(evolve(one, language=language) for one in store.people.members() if one.language != language))
            store.save(
                *(evolve(one, language=language) for one in store.people.bound_chats() if one.language != language)
            )

    database.write(work)


def morning_after(now: datetime) -> datetime:
    """09:00 of the next working day."""
    local = now.astimezone(ZoneInfo(ZONE))
    return datetime.combine(_working_day(local.date(), 1), time(9, 0), local.tzinfo)
