"""A team that came in through the chat, as the README says: a manager, people with roles, a bound group."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.e2e.process import PATIENCE, Bot
from tests.fakes.telegram import Group, Person, TelegramFake

NAMES = ("李雷", "韩梅梅", "张伟", "刘洋", "陈晨", "杨帆", "赵敏", "周杰", "吴越", "郑爽")


@dataclass
class Team:
    """Who is in it, and where they talk."""

    boss: Person
    reps: list[Person]
    groups: list[Group]

    @property
    def people(self) -> list[Person]:
        return [self.boss, *self.reps]


def founded(bot: Bot, fake: TelegramFake, *, name: str = "王芳") -> Person:
    """The first admin, let in with the code the bot printed."""
    boss = fake.user(first_name=name)
    boss.says(f"/start {bot.setup_code()}")
    fake.wait_for_message(boss, "管理员", PATIENCE)
    return boss


def invited(fake: TelegramFake, boss: Person, name: str, roles: str = "rep") -> Person:
    """Somebody who came in with a code of their own."""
    before = boss.says(f"/invite {name} {roles}")
    card = fake.wait_for_message(boss, "/join", PATIENCE, after=before)
    code = re.search(r"/join (\S+)", card.text)
    assert code is not None
    person = fake.user(first_name=name)
    person.says(f"/join {code[1]}")
    fake.wait_for_message(person, name, PATIENCE)
    return person


def bound_group(fake: TelegramFake, title: str, members: list[Person], *, hears_all: bool = False) -> Group:
    """A group with the bot in it, bound by its first member."""
    group = fake.group(title, members=members, bot_is_admin=True)
    members[0].says("/bind", chat=group)
    fake.wait_for_message(group, "已绑定", PATIENCE)
    if hears_all:
        members[0].says("/listen on", chat=group)
        fake.wait_for_message(group, "也听普通消息", PATIENCE)
    return group


def a_team(bot: Bot, fake: TelegramFake, *, reps: int, groups: int = 1, hears_all: bool = False) -> Team:
    """The bot running, a manager, so many reps, so many bound groups with everybody in them."""
    bot.start()
    boss = founded(bot, fake)
    people = [boss, *(invited(fake, boss, name) for name in NAMES[:reps])]
    made = [bound_group(fake, f"销售{number}组", people, hears_all=hears_all) for number in range(1, groups + 1)]
    return Team(boss, people[1:], made)
