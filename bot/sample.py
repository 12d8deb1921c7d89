"""The sample teams of `gengfu demo` and `gengfu chat --sample`, one for each language: four people, seven customers, a
week of history.

What they owe and who they are stands in the books from the start; what happened since is said in chat and goes the
whole way through the house, so the demo shows nothing the product does not do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.app import App
from bot.channels.local import Group, LocalChannel, Person
from bot.clock import Clock
from core.base.calendar import calendar_of
from core.base.money import Money
from core.ledger import Receivable
from core.people import Chat, Identity, Member, Team
from core.sales import Account
from storage.store import Store
from storage.transaction import Transaction

ZONE = "Asia/Shanghai"  # of both: the page has one clock
ROLES = {"manager": ("manager", "admin")}
HISTORY_DAYS = 4  # working days that are played before the demo opens
OPENS_AT = time(16, 20)


class Customer(NamedTuple):
    """A customer of the sample: whose it is, what else it is called, and what it owes: (amount, days until due)."""

    name: str
    owner: str
    aliases: tuple[str, ...]
    official: str = ""
    owes: tuple[tuple[str, int], ...] = ()
    currency: str = ""  # the team's
    tier: str = "normal"


class Line(NamedTuple):
    """What somebody said: working days before today, the hour, who, in the group or in private, and the words."""

    back: int
    at: str
    who: str
    in_group: bool
    words: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A team with its people, its group, its customers and what was said lately."""

    language: str
    team: str
    currency: str
    group: Group
    people: tuple[Person, ...]
    customers: tuple[Customer, ...]
    talk: tuple[Line, ...]

    @property
    def users(self) -> tuple[str, ...]:
        return tuple(one.user for one in self.people)


CHINESE = Sample(
    language="zh-CN",
    team="华东销售",
    currency="CNY",
    group=Group("sales", "华东销售群", ("lilei", "hanmeimei", "wang", "zhao")),
    people=(
        Person("lilei", "李雷", "rep", "zh-CN"),
        Person("hanmeimei", "韩梅梅", "rep", "zh-CN"),
        Person("wang", "王经理", "manager", "zh-CN"),
        Person("zhao", "赵会计", "finance", "zh-CN"),
    ),
    customers=(
        Customer("华星科技", "lilei", ("华星", "Huaxing"), "杭州华星科技有限公司", (("234000", -2), ("312000", 40))),
        Customer("远航物流", "lilei", ("远航", "Yuanhang"), "宁波远航物流有限公司", (("230000", 3),)),
        Customer("启明星", "lilei", ("Qimingxing",), "上海启明星电子有限公司", (("80000", 0),)),
        Customer("恒达机械", "hanmeimei", ("恒达", "Hengda"), "昆山恒达机械有限公司", (("100000", -31), ("56000", -1))),
        Customer("大洋机电", "hanmeimei", ("大洋", "Dayang"), "", (("160000", 0),)),
        Customer("金诚贸易", "hanmeimei", ("金诚", "Jincheng"), "", (), tier="key"),
        Customer("Orbit Trading", "hanmeimei", ("Orbit",), "Orbit Trading Ltd.", (("20000", 12),), "USD"),
    ),
    talk=(
        Line(4, "10:05", "lilei", False, "今天拜访华星李总，聊了二期扩容，预算大概80万，下周三给方案"),
        Line(4, "15:40", "hanmeimei", False, "电话联系了大洋陈厂长，说月底前付清16万"),
        Line(3, "11:20", "lilei", True, "@更夫 远航推进到报价"),
        Line(3, "17:02", "zhao", False, "收到恒达货款4万"),
        Line(2, "09:40", "hanmeimei", False, "今天拜访金诚贸易的周总，下周一再去一次"),
        Line(2, "14:15", "lilei", False, "启明星王工说样品没问题，周五再联系"),
        Line(1, "10:30", "hanmeimei", False, "Orbit deal moved to negotiation"),
        Line(1, "16:45", "lilei", False, "收到远航货款5万"),
        Line(0, "10:10", "lilei", False, "今天上午拜访了启明星，聊了新产线，后天发报价"),
    ),
)
ENGLISH = Sample(
    language="en",
    team="East sales",
    currency="USD",
    group=Group("sales-en", "East sales group", ("tom", "amy", "grace", "joe")),
    people=(
        Person("tom", "Tom", "rep", "en"),
        Person("amy", "Amy", "rep", "en"),
        Person("grace", "Grace", "manager", "en"),
        Person("joe", "Joe", "finance", "en"),
    ),
    customers=(
        Customer("Northgate Systems", "tom", ("Northgate",), "Northgate Systems Inc.", (("34000", -2), ("52000", 40))),
        Customer("Harbour Logistics", "tom", ("Harbour",), "Harbour Logistics Ltd.", (("23000", 3),)),
        Customer("Brightstar", "tom", (), "Brightstar Electronics Ltd.", (("8000", 0),)),
        Customer("Hartwell Machines", "amy", ("Hartwell",), "Hartwell Machines Ltd.", (("10000", -31), ("5600", -1))),
        Customer("Oceanic Motors", "amy", ("Oceanic",), "", (("16000", 0),)),
        Customer("Goldcrest Trading", "amy", ("Goldcrest",), "", (), tier="key"),
        Customer("Orbit Trading", "amy", ("Orbit",), "Orbit Trading GmbH", (("20000", 12),), "EUR"),
    ),
    talk=(
        Line(
            4,
            "10:05",
            "tom",
            False,
            "Visited Northgate today, met Ms Lee, phase two budget 80k, proposal next Wednesday",
        ),
        Line(4, "15:40", "amy", False, "Called Mr Chen of Oceanic, he promised to pay 16k by the end of the month"),
        Line(3, "11:20", "tom", True, "@Gengfu Harbour moved to proposal"),
        Line(3, "17:02", "joe", False, "received 4,000 from Hartwell"),
        Line(2, "09:40", "amy", False, "Visited Ms Hall at Goldcrest today, again next Monday"),
        Line(2, "14:15", "tom", False, "Mr Wells of Brightstar says the sample is fine, call again on Friday"),
        Line(1, "10:30", "amy", False, "Orbit deal moved to negotiation"),
        Line(1, "16:45", "tom", False, "received 5,000 from Harbour"),
        Line(0, "10:10", "tom", False, "Visited Brightstar this morning, new line, quote the day after tomorrow"),
    ),
)
SAMPLES = {one.language: one for one in (CHINESE, ENGLISH)}


def opening(now: datetime) -> datetime:
    """When the demo opens: the afternoon of the last working day, so that there is a next morning to wait for."""
    local, calendar = now.astimezone(ZoneInfo(ZONE)), calendar_of(ZONE)
    day = local.date()
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, OPENS_AT, ZoneInfo(ZONE))


def local_channel(clock: Clock, samples: Sequence[Sample]) -> LocalChannel:
    """The channel the sample teams talk on."""
    people = [person for one in samples for person in one.people]
    return LocalChannel(clock, people=people, groups=[one.group for one in samples])


def load(app: App, channel: LocalChannel, clock: Clock, opens: datetime, samples: Sequence[Sample]) -> None:
    """Fill empty books and play the days before `opens`; `clock` stands at `starts(opens)` and ends at `opens`."""
    channel.attach(app.dispatcher)
    for one in samples:
        app.database.write(partial(_found, sample=one, channel=channel, now=clock(), today=opens.date()))
    for back in range(HISTORY_DAYS, -1, -1):
        day = _working_day(opens.date(), -back)
        clock.move_to(datetime.combine(day, time(9, 0), opens.tzinfo))
        app.settle(sweep=True)
        said = [(line, one.group.chat) for one in samples for line in one.talk if line.back == back]
        for line, group in sorted(said, key=lambda pair: pair[0].at):
            clock.move_to(datetime.combine(day, time.fromisoformat(line.at), opens.tzinfo))
            channel.say(line.who, group if line.in_group else line.who, line.words)
            app.settle()
    clock.move_to(opens)


def starts(opens: datetime) -> datetime:
    """The moment the played history begins."""
    return datetime.combine(_working_day(opens.date(), -HISTORY_DAYS - 1), time(8, 0), opens.tzinfo)


def _working_day(day: date, count: int) -> date:
    return calendar_of(ZONE).plus_working(day, count)


def _found(transaction: Transaction, sample: Sample, channel: LocalChannel, now: datetime, today: date) -> None:
    """The team, its people, its group and its customers."""
    team_id = transaction.database.ids.new(now)
    store = Store(transaction, team_id, by=None, source=team_id, now=now)
    store.save(
        Team(id=team_id, name=sample.team, timezone=ZONE, language=sample.language, currency=sample.currency),
        Chat(
            id=store.new_id(),
            channel=channel.name,
            chat=sample.group.chat,
            title=sample.group.title,
            language=sample.language,
            bound_at=now,
        ),
    )
    members: dict[str, int] = {}
    for person in sample.people:
        roles = ROLES.get(person.role, (person.role,))
        member = Member(id=store.new_id(), name=person.name, roles=roles, language=sample.language)
        members[person.user] = member.id
        identity = Identity(
            id=store.new_id(), channel=channel.name, user=person.user, member_id=member.id, chat=person.user
        )
        store.save(member, identity)
    for customer in sample.customers:
        _add_customer(store, customer, members[customer.owner], customer.currency or sample.currency, today)


def _add_customer(store: Store, customer: Customer, owner_id: int, currency: str, today: date) -> None:
    account = Account(
        id=store.new_id(),
        name=customer.name,
        official=customer.official,
        aliases=customer.aliases,
        owner_id=owner_id,
        tier=customer.tier,
    )
    store.save(account)
    zero = Money.zero(currency)
    for amount, days in customer.owes:
        owed, due_on = Money.of(amount, currency), today + timedelta(days=days)
        store.save(
            Receivable(
                id=store.new_id(), account_id=account.id, amount=owed, due_on=due_on, allocated=zero, adjusted=zero
            )
        )


def morning_after(now: datetime) -> datetime:
    """09:00 of the next working day."""
    local = now.astimezone(ZoneInfo(ZONE))
    return datetime.combine(_working_day(local.date(), 1), time(9, 0), local.tzinfo)
