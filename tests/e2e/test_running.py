"""R8, R19, R30: starts quickly, stops politely, shares a token and a database without harm, tells no secret."""

from __future__ import annotations

import json
import random
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from tests.e2e.conftest import House
from tests.e2e.filled import owed
from tests.e2e.process import PATIENCE, Bot, Scale, installed
from tests.e2e.team import a_team, founded
from tests.e2e.test_nothing_is_lost import Talk, answers_of, check_all_is_there, open_the_books, wait_until_quiet
from tests.fakes.telegram import TelegramFake
from tests.support.nursery import python

pytestmark = pytest.mark.e2e


def test_first_answer_and_memory_on_a_fresh_database(bot: Bot, fake: TelegramFake) -> None:
    """The promise is 3 s and 200 MiB; asserted with room for a busy machine."""
    bot.quick, bot.cold, bot.settings = False, True, {"GENGFU_SETUP_CODE": "TEST-SETU-PCOD"}
    boss = fake.user(first_name="王芳")
    since = time.monotonic()
    boss.says("/start TEST-SETU-PCOD")

    bot.start(ready=False)

    fake.wait_for_message(boss, "管理员", PATIENCE)
    took, worked, memory = time.monotonic() - since, bot.processor_seconds(), bot.resident_mib()
    print(f"start to first answer {took:.2f} s, {worked:.2f} s of the processor, {memory:.0f} MiB resident")
    assert worked < 3
    assert memory < 300


def test_first_answer_with_100_000_records(bot: Bot, fake: TelegramFake, scale: Scale) -> None:
    """5 s are promised; how long the processor works for it says more on a busy machine."""
    bot.quick = False
    bot.start()
    boss = founded(bot, fake)
    bot.stop()
    day = date(2026, 3, 2)
    owed(bot, {"王芳": [(f"甲{number:05}厂", day) for number in range(scale(100, 10_000))]}, bills=9)
    asked = boss.says("/owes")
    since, bot.cold = time.monotonic(), True

    bot.start(ready=False)

    fake.wait_for_message(boss, "甲", PATIENCE, after=asked)
    took, worked = time.monotonic() - since, bot.processor_seconds()
    print(f"start to first answer {took:.2f} s, {worked:.2f} s of the processor")
    assert worked < 5


def test_sigterm_under_load_loses_nothing(bot: Bot, fake: TelegramFake, scale: Scale) -> None:
    """Nor does what Telegram hands over five times, in a row and after the end, or what nobody can decode."""
    team = a_team(bot, fake, reps=4, hears_all=True)
    open_the_books(bot, fake, team)
    talk, draw, slowest, bad, again = Talk(team, seed=5), random.Random(5), 0.0, [], []
    for _ in range(scale(2, 20)):
        talk.goes_on(6, pause=(0, 0.01))
        bad.append(fake.inject_malformed())
        again.append(talk.said[-1].update_id or 0)
        fake.redeliver(again[-1], copies=2)
        talk.goes_on(6, pause=(0, 0.01))
        time.sleep(draw.uniform(0, 0.3))
        slowest = max(slowest, bot.stop())
        bot.start()
        fake.redeliver(again[-1], copies=2)
    fake.wait_for(lambda: min(fake.times_delivered(one) for one in again) >= 5, PATIENCE, "five copies of each")
    wait_until_quiet(bot, fake)

    books = check_all_is_there(bot, fake, talk)
    rows = {row["key"]: row for row in books["messages"]}
    kept = [rows[f"{fake.bot.id}:{one}"] for one in bad]
    assert {"failed"} == {row["state"] for row in kept}
    assert max(row["tries"] for row in kept) <= 3
    assert all(len(answers_of(books, f"{fake.bot.id}:{one}")) <= 1 for one in again)
    doubtful = [row for row in books["outbox"] if row["state"] == "unknown" or row["reason"] == "repeat"]
    print(f"{bot.kills} kills, slowest SIGTERM {slowest:.2f} s, {len(doubtful)} cards in doubt")
    assert slowest < 10
    assert not doubtful, "a polite end leaves nothing half done"


@pytest.mark.slow
def test_sigterm_while_telegram_hangs(bot: Bot, fake: TelegramFake) -> None:
    """A send without an answer does not hold up the end; it is repeated at the next start, marked."""
    bot.quick = False
    bot.start()
    boss = founded(bot, fake)
    hang = fake.faults.hang(method="sendMessage", chat=boss)
    boss.says("/help")
    fake.wait_for(lambda: hang.hits, PATIENCE)

    took = bot.stop()

    print(f"SIGTERM with a send that hangs: {took:.2f} s")
    assert took < 10


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"GENGFU_TELEGRAM_TOKEN": "abc"}, ["GENGFU_TELEGRAM_TOKEN"]),
        pytest.param({"GENGFU_TELEGRAM_TOKEN": ""}, ["GENGFU_TELEGRAM_TOKEN"], marks=pytest.mark.slow),
        pytest.param({"GENGFU_DATABASE_URL": "mysql://x"}, ["GENGFU_DATABASE_URL"], marks=pytest.mark.slow),
        ({"GENGFU_DATABASE_URL": "postgresql://u:geheim@h/db"}, ["GENGFU_KEYRING"]),
        pytest.param({"GENGFU_TIMEZONE": "Asia/Shangai"}, ["GENGFU_TIMEZONE"], marks=pytest.mark.slow),
        pytest.param({"GENGFU_HTTP_PORT": "http"}, ["GENGFU_HTTP_PORT"], marks=pytest.mark.slow),
        ({"GENGFU_TELEGRAM_TOKN": "x"}, ["GENGFU_TELEGRAM_TOKN", "GENGFU_TELEGRAM_TOKEN"]),
        pytest.param(
            {"GENGFU_CLOCK": "2026-03-02T09:00", "GENGFU_TELEGRAM_BASE_URL": ""},
            ["GENGFU_CLOCK"],
            marks=pytest.mark.slow,
        ),
        pytest.param({"GENGFU_LOCALE": "en", "GENGFU_CURRENCY": "XXL"}, ["GENGFU_CURRENCY"], marks=pytest.mark.slow),
    ],
)
def test_wrong_settings_name_the_variable(bot: Bot, settings: dict[str, str], words: list[str]) -> None:
    done = bot.told("run", **settings)

    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert all(word in said for word in words), said
    assert "geheim" not in said
    assert "Traceback" not in said


def test_a_port_somebody_has_is_said_plainly(house: House, tmp_path: Path) -> None:
    with installed(house.fake, tmp_path, GENGFU_HTTP_PORT=str(house.bot.port())) as second:
        done = second.told("run")

    assert done.returncode == 1
    assert str(house.bot.port()) in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_a_second_instance_on_the_same_token_is_harmless(bot: Bot, fake: TelegramFake) -> None:
    """Both take updates, on one database: each message is handled once, and the log says what is wrong."""
    team = a_team(bot, fake, reps=4, hears_all=True)
    open_the_books(bot, fake, team)
    with installed(fake, bot.folder) as second:
        second.start(ready=False)
        fake.wait_for(lambda: fake.conflicts, PATIENCE, "a conflict")
        talk = Talk(team, seed=9)
        talk.goes_on(40, pause=(0, 0.05))
        fake.wait_until_confirmed(timeout=PATIENCE)
        second.stop()
        wait_until_quiet(bot, fake)

    check_all_is_there(bot, fake, talk)
    assert "another program" in bot.said()
    cards = [message.text for person in team.reps for message in fake.bot_messages(person) if "¥1" in message.text]
    assert len(cards) == len(set(cards)), "a card came twice"


def test_watch_looks_without_touching_and_refuses_a_false_day_for_real_people(house: House) -> None:
    fake, rep, bot = house.fake, house.team.reps[0], house.bot
    rep.says("新客户 巡夜公司")
    rep.says("巡夜公司应收9万，到期昨天")
    fake.wait_for_message(rep, "90,000", PATIENCE)
    before = len(fake.sent)

    looked = bot.told("watch", "--dry-run", "--json")

    assert looked.returncode == 0, looked.stderr
    assert ["巡夜公司"] == [row["account"] for row in json.loads(looked.stdout)]
    real = bot.told("watch", "--at", "2027-03-01T09:00", GENGFU_TELEGRAM_BASE_URL="")
    assert real.returncode == 1, real.stdout
    rehearsed = bot.told("watch", "--at", "2027-03-01T09:00", "--dry-run", GENGFU_TELEGRAM_BASE_URL="")
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert before == len(fake.sent)
    assert not bot.books()["alerts"]


def test_chat_beside_run_leaves_its_messages_alone(house: House) -> None:
    """Two programs on one database: each sends and handles its own channel's rows only."""
    fake, bot, (rep, other, *_) = house.fake, house.bot, house.team.reps
    late = fake.faults.late(1.5, method="sendMessage", chat=rep, times=None)
    chat = ("-m", "bot", "chat", "--as", other.first_name)
    console = python(*chat, environment=bot.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for number in range(3):
        rep.says(f"新客户 旁边{'一二三'[number]}公司")
    said = console.communicate("新客户 终端公司\n我的客户\n".encode(), timeout=60)[0].decode()
    late.clear()

    for number in range(3):
        fake.wait_for_message(rep, f"旁边{'一二三'[number]}公司", PATIENCE)
    assert "终端公司" in said
    assert "旁边" not in said
    assert not [message for message in fake.bot_messages(rep) if "终端公司" in message.text]
    channels = {row["channel"] for row in bot.books()["messages"] if "终端公司" in (row["text"] or "")}
    assert "telegram" not in channels


@pytest.mark.slow
def test_no_secret_is_told(bot: Bot, fake: TelegramFake) -> None:
    """Tokens and keys stand in no log at DEBUG, no export, no error, no process list, no database file."""
    key, bot.quick = "a-secret-key-of-thirty-two-characters!", False
    bot.settings = {"GENGFU_LOG_LEVEL": "DEBUG", "GENGFU_SECRET_KEY": key}
    team = a_team(bot, fake, reps=1)
    fake.faults.drop_after(method="sendMessage")
    fake.faults.bad_gateway(method="sendMessage")
    fake.faults.nonsense(method="getUpdates")
    team.reps[0].says(f"我的密钥是 {fake.token}")
    with fake.offline():
        time.sleep(1)
    team.reps[0].says("/help")
    wait_until_quiet(bot, fake)
    assert bot.process is not None
    shown = Path(f"/proc/{bot.process.pid}/cmdline").read_text()
    bot.stop()
    bot.books()
    told = bot.said() + shown
    for words in (("doctor",), ("doctor", "--online"), ("export", "--to", "/dev/null/x"), ("watch", "--at", "never")):
        done = bot.command(*words)
        told += done.stdout + done.stderr

    secret = fake.token.partition(":")[2]
    files = [path for path in bot.folder.rglob("*") if path.is_file()]
    held = [path.name for path in files if secret.encode() in path.read_bytes() or key.encode() in path.read_bytes()]
    print(f"searched {len(files)} files and {len(told)} characters")
    assert secret not in told
    assert key not in told
    assert not held
