"""R4, R7: what the network and Telegram do to a send. Each card arrives, in its chat's order, marked where it may be twice.

Seen to fail with `sent` marked before sending (a cut line then loses the card).
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.conftest import House
from tests.e2e.process import PATIENCE, Books, Bot, Scale, installed
from tests.e2e.team import Team, a_team, bound_group, invited
from tests.e2e.test_nothing_is_lost import open_the_books, wait_until_quiet
from tests.fakes.telegram import Call, Fault, Group, Person, TelegramFake
from tests.fakes.telegram.faults import Schedule

pytestmark = pytest.mark.e2e
REPEAT = "可能重复"
AMBIGUOUS = {"drop_after", "drop_before", "bad_gateway"}
KINDS = ("late", "drop_before", "drop_after", "too_many", "bad_gateway")


@dataclass
class NeverTwiceRunning(Schedule):
    """Random faults, but a card that was hit gets through at its second try: a third is never made (R4)."""

    just_hit: set[int | None] = field(default_factory=set)

    def draw(self, call: Call) -> Fault | None:
        fault = None if call.chat_id in self.just_hit else super().draw(call)
        (self.just_hit.add if fault else self.just_hit.discard)(call.chat_id)
        return fault


def amounts(text: str) -> list[str]:
    """What tells one card from all others here: the amount it shows."""
    return re.findall(r"¥(1\d,\d{3})", text)[:1]


def seen(fake: TelegramFake, person: Person) -> list[tuple[str, bool]]:
    """The cards of a private chat in the order they stand there: their amount, and whether they are marked."""
    cards = [(amounts(message.text), REPEAT in message.text) for message in fake.bot_messages(person)]
    return [(found[0], marked) for found, marked in cards if found]


def queued(books: Books, person: Person) -> list[str]:
    """The same cards as the outbox has them, in its order."""
    rows = [row for row in books["outbox"] if row["chat"] == str(person.id) and row["kind"] == "send"]
    return [found[0] for row in sorted(rows, key=lambda row: int(row["id"])) if (found := amounts(row["text"] or ""))]


def test_random_faults_lose_nothing_and_keep_the_order(bot: Bot, fake: TelegramFake, scale: Scale) -> None:
    team = a_team(bot, fake, reps=scale(3, 8), hears_all=True)
    open_the_books(bot, fake, team)
    schedule = NeverTwiceRunning(7, 0.3, KINDS, ("sendMessage",))
    fake.faults.schedule = schedule

    for number in range(scale(40, 400)):
        person = team.reps[number % len(team.reps)]
        person.says(f"收到华星科技货款{10_000 + number}元", chat=team.groups[0] if number % 3 == 0 else None)
    wait_until_quiet(bot, fake, timeout=scale(60, 400))

    books, marked, ambiguous = bot.books(), 0, [kind for *_, kind in schedule if kind in AMBIGUOUS]
    for person in team.reps:
        cards, order = seen(fake, person), queued(books, person)
        first = list(dict.fromkeys(amount for amount, _ in cards))
        assert first == order, "a card is missing or came before an older one"
        unmarked = [amount for amount, is_marked in cards if not is_marked]
        assert len(unmarked) == len(set(unmarked)), "a card came twice and does not say so"
        marked += len(cards) - len(unmarked)
    print(f"{len(schedule.drawn)} faults, {len(ambiguous)} ambiguous, {marked} cards marked as possible repeats")
    assert marked <= len(ambiguous)
    assert not [one for one in fake.violations if one.rule == "retry_after"]
    assert {"sent"} == {row["state"] for row in books["outbox"] if row["kind"] == "send"}
    check_group_order(fake, team.groups[0])


def check_group_order(fake: TelegramFake, group: Group) -> None:
    """Answers in a group name the message they answer."""
    answered = [message.reply_to.id for message in fake.bot_messages(group) if message.reply_to]
    first = list(dict.fromkeys(answered))
    assert first == sorted(first)


def test_twice_without_an_answer_is_the_end_of_it(house: House) -> None:
    fake = house.fake
    person = invited(fake, house.team.boss, "断线人")
    fake.faults.drop_after(method="sendMessage", chat=person, times=2)

    person.says("新客户 断线公司")

    fake.wait_for(lambda: len(cards_about(fake, person, "断线公司")) == 2, PATIENCE)
    person.says("/mine")
    fake.wait_for_message(person, "你的客户", PATIENCE)
    assert [False, True] == [REPEAT in text for text in cards_about(fake, person, "断线公司")[:2]]
    assert 3 == len(cards_about(fake, person, "断线公司"))  # two sends of the card, and the list of customers
    states = [row["state"] for row in house.bot.books()["outbox"] if row["chat"] == str(person.id)]
    assert states.count("unknown") == 1


def cards_about(fake: TelegramFake, person: Person, word: str) -> list[str]:
    return [message.text for message in fake.bot_messages(person) if word in message.text]


def test_429_holds_one_chat_and_no_other(house: House) -> None:
    fake, (slow, quick) = house.fake, [invited(fake_of(house), house.team.boss, name) for name in ("慢慢", "快快")]
    fault = fake.faults.too_many(4, method="sendMessage", chat=slow)
    since, before = time.monotonic(), len(fake.violations)

    said = [slow.says(text) for text in ("/mine", "/today", "/overdue", "/help")]
    fake.wait_for(lambda: fault.hits, PATIENCE)
    asked = time.monotonic()
    fake.wait_for_message(quick, "我是更夫", PATIENCE, after=quick.says("/help"))
    other = time.monotonic() - asked
    fake.wait_for(lambda: len([m for m in fake.bot_messages(slow) if m.id > said[0].id]) == 4, PATIENCE)

    took = time.monotonic() - since
    print(f"held for {took:.1f} s, the other chat waited {other:.2f} s")
    assert len(fake.violations) == before, fake.violations[before:]
    assert took >= 4
    assert other < 2
    texts = [message.text for message in fake.bot_messages(slow)[-4:]]
    assert "我是更夫" in texts[3]
    assert ["名下" in texts[0] or "客户" in texts[0], "今天" in texts[1]] == [True, True]


def fake_of(house: House) -> TelegramFake:
    return house.fake


def test_five_full_chats_with_a_429_a_poison_and_a_blocked_one(
    fake: TelegramFake, tmp_path: Path, scale: Scale
) -> None:
    """At the real pace: no message before its time, none out of order, the others go on; what was refused for good is
    told to the manager, who sends it again."""
    with installed(fake, tmp_path) as bot:
        team = a_team(bot, fake, reps=4, groups=0)
        open_the_books(bot, fake, team)
        bot.stop()
        bot.quick = False
        bot.start()
        fake.check_pace()
        held, gone, people = team.reps[0], team.reps[1], team.people
        since, before = {one: len(seen(fake, one)) for one in people}, len(fake.violations)
        waits = fake.faults.too_many(7, method="sendMessage", chat=held)
        blocked = fake.faults.forbidden("bot was blocked by the user", chat=gone, times=None)
        poison = fake.faults.bad_request(
            "message is too weird", chat=team.reps[2], when=lambda call: "10,003" in call.text
        )
        for number in range(scale(3, 40) * len(people)):
            people[number % len(people)].says(f"收到华星科技货款{10_000 + number}元")
        fake.wait_for(lambda: waits.hits, PATIENCE)
        began = time.monotonic()
        fake.wait_for(
            lambda: all(len(seen(fake, one)) >= since[one] + scale(3, 40) for one in (held, team.boss, team.reps[3])),
            scale(60, 200),
        )
        took = time.monotonic() - began
        card = fake.wait_for_message(team.boss, "没送到", scale(60, 120))
        blocked.clear()
        assert "outbox_dead" in bot.told("doctor", "--json").stdout
        fake.wait_for_answer(team.boss.presses(card, "再发一次"), PATIENCE)
        wait_until_quiet(bot, fake, timeout=scale(60, 200))

        books, gaps = bot.books(), held_up(fake, team.reps[3], began, took)
        print(
            f"{scale(3, 40) * 5} cards in 5 chats, done {took:.1f} s after the 429; longest gap elsewhere {gaps:.2f} s"
        )
        assert took >= 6
        assert gaps < scale(6, 4)
        assert [] == fake.violations[before:]
        for person in people:
            got = [amount for amount, _ in seen(fake, person)][since[person] :]
            wanted = queued(books, person)[-len(got) :]
            assert sorted(got) == sorted(wanted)
            if person not in (gone, team.reps[2]):  # what was dead comes after what was sent meanwhile
                assert got == wanted
        assert poison.hits == 1
        assert not [row for row in books["outbox"] if row["state"] not in ("sent", "dropped")]


def held_up(fake: TelegramFake, person: Person, began: float, took: float) -> float:
    """The longest time between two cards of a chat that nobody held, while the other one was held."""
    at = [one.monotonic for one in fake.sent if one.chat_id == person.id and began <= one.monotonic <= began + took]
    return max((later - earlier for earlier, later in pairwise(at)), default=0.0)


def test_a_held_chat_with_a_long_queue_starves_no_other(house: House) -> None:
    """Two hundred cards behind one 429 are more than are looked at at once."""
    fake, boss = house.fake, house.team.boss
    full, quick = invited(fake, boss, "堵车"), invited(fake, boss, "通畅")
    fault = fake.faults.too_many(8, method="sendMessage", chat=full)
    for _ in range(260):
        full.says("/mine")
    fake.wait_for(lambda: fault.hits, PATIENCE)
    fake.wait_until_confirmed(timeout=PATIENCE)

    asked = time.monotonic()
    fake.wait_for_message(quick, "我是更夫", PATIENCE, after=quick.says("/help"))
    other = time.monotonic() - asked

    print(f"with 260 cards held, the other chat waited {other:.2f} s")
    assert other < 4
    fault.clear()
    fake.wait_for_message(full, "发得太快", PATIENCE)
    fake.wait_for(lambda: len(cards_about(fake, full, "客户")) >= 200, 2 * PATIENCE)
    assert 1 == len(cards_about(fake, full, "发得太快"))


def test_403_ends_in_a_dead_letter_and_the_manager_hears_of_it(house: House) -> None:
    fake, bot = house.fake, house.bot
    group = bound_group(fake, "失联群", house.team.people[:2])
    gone = fake.faults.forbidden("bot was kicked from the group chat", chat=group, times=None)

    house.team.boss.says("/overdue", chat=group)

    assert "失联群" in fake.wait_for_message(house.team.boss, "移出了群", PATIENCE).text
    gone.clear()
    books = bot.books()
    assert [("removed")] == [row["state"] for row in books["chats"] if row["title"] == "失联群"]
    assert [("dead", "blocked")] == [
        (row["state"], row["reason"])
        for row in books["outbox"]
        if row["chat"] == str(group.id) and row["state"] != "sent"
    ]
    assert "dead" in bot.told("doctor", "--json").stdout or "失联" in bot.told("doctor").stdout


@pytest.mark.slow
def test_a_group_that_moved_unheard_is_found_by_the_failing_send(bot: Bot, fake: TelegramFake) -> None:
    """Telegram's word of the move was lost; the alert is refused, goes to the new id, and its buttons work there."""
    team: Team = a_team(bot, fake, reps=1)
    rep, group = team.reps[0], team.groups[0]
    rep.says("新客户 搬家公司")
    rep.says("搬家公司应收20万，到期昨天")
    fake.wait_for_message(rep, "200,000", PATIENCE)
    bot.stop()
    new = group.becomes_supergroup()
    with fake.world.changing():
        fake.world.updates.waiting.clear()

    swept = bot.told("watch", "--urgent")

    assert swept.returncode == 0, swept.stdout + swept.stderr
    card = fake.wait_for_message(new, "搬家公司", PATIENCE)
    bot.start()
    press = rep.presses(card, "已联系")
    assert "联系" in fake.wait_for_answer(press, PATIENCE).text
    assert "李雷 已联系" in fake.wait_for_message(new, "李雷 已联系", PATIENCE).text
    assert [str(new.id)] == [row["chat"] for row in bot.books()["chats"]]


@pytest.mark.slow
def test_telegram_is_away_for_a_while(bot: Bot, fake: TelegramFake, tmp_path: Path) -> None:
    """Nobody answers at its address; what waits goes out, once, when it is back."""
    team = a_team(bot, fake, reps=1)
    rep = team.reps[0]
    hold = fake.faults.late(0.5, method="sendMessage", chat=rep)
    rep.says("新客户 离线公司")
    fake.wait_for(lambda: hold.hits, PATIENCE)
    with fake.offline():
        for number in range(3):
            rep.says(f"收到离线公司货款{10_001 + number}元")
        time.sleep(2.5)
    wait_until_quiet(bot, fake, timeout=90)

    shown = defaultdict(int)
    for amount, marked in seen(fake, rep):
        shown[amount] += not marked
    assert shown == {"10,001": 1, "10,002": 1, "10,003": 1}
