"""`gengfu doctor`: each thing that can be wrong is broken here once, and the doctor says it and what to do (R40)."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy.engine import make_url

from bot import doctor
from bot.doctor import Finding, examine, is_healthy
from bot.settings import load
from core.base.records import evolve
from core.people import Chat
from storage.database import Database
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.people import House
from storage.standing import Standing, stand
from storage.store import Store
from tests.bot.filled_books import NOW, Filled, fill

TOKEN = "7000000001:AAFakeTokenForTestsOnlyxxxxxxxxxxxxx"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder with settings that point into it."""
    import logging
    import sys
    import threading

    for name in list(os.environ):
        if name.startswith("GENGFU_") and not name.startswith("GENGFU_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GENGFU_DATABASE_URL", f"sqlite:///{tmp_path / 'gengfu.db'}")
    monkeypatch.setenv("GENGFU_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("GENGFU_BACKUP_DIR", str(tmp_path / "backups"))
    monkeypatch.setenv("GENGFU_BACKUP_KEY", "sixteen letters and more")
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    yield tmp_path
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    structlog.reset_defaults()


@pytest.fixture
def books(place: Path) -> Callable[[Callable[[Database, Filled], object]], None]:
    """Fill the books, do something to them, close them."""

    def prepare(work: Callable[[Database, Filled], object] = lambda *_: None) -> None:
        database = Database(f"sqlite:///{place / 'gengfu.db'}")
        filled = fill(database)
        database.write(lambda tx: House(tx).remember("backup", backup_of(NOW)))
        work(database, filled)
        database.close()

    return prepare


def backup_of(moment: datetime, problem: str = "") -> str:
    return json.dumps({"good_at": moment.isoformat(), "size": 2048, "problem": problem, "detail": "No space left"})


def found(now: datetime = NOW) -> dict[str, Finding]:
    return {finding.key: finding for finding in examine(now=now)}


def words(finding: Finding) -> str:
    assert finding.words("zh-CN"), "it is said in both languages"
    return finding.words("en")


def test_books_in_order_are_healthy(books):
    books()

    findings = found()

    assert is_healthy(findings.values())
    levels = {key: finding.level for key, finding in findings.items()}
    assert {"ok"} == set(levels.values()), levels
    expected = "settings_ok schema safe keyring audit backup inbox outbox sweep calendar disk_ok channel"
    assert set(expected.split()) == set(levels)


def test_backups_that_are_not_made_are_named_with_what_to_do(books, monkeypatch):
    def remember(value: str) -> Callable[[Database, Filled], object]:
        return lambda database, _: database.write(lambda tx: House(tx).remember("backup", value))

    books(remember(backup_of(NOW - timedelta(hours=27), "backup_folder")))
    late = found()["backup_late"]
    assert "bad" == late.level
    assert all(part in words(late) for part in ("27 hours", "backup_folder: No space left", "gengfu backup"))

    database = Database(os.environ["GENGFU_DATABASE_URL"])
    database.write(lambda tx: House(tx).remember("backup", "{}"))
    database.close()
    assert "No good backup was made yet. gengfu backup" in words(found()["backup_never"])

    monkeypatch.delenv("GENGFU_BACKUP_KEY")
    assert "GENGFU_BACKUP_KEY" in words(found()["backup_unset"])


def test_it_says_how_far_the_second_place_is(books, monkeypatch, tmp_path):
    books()
    monkeypatch.setenv("GENGFU_SHIP", str(tmp_path / "ship"))
    url = make_url(os.environ["GENGFU_DATABASE_URL"])
    assert "look again in two minutes" in words(found()["ship_never"])

    shipped = Standing("1f", 9, str(tmp_path / "ship"), 7, good_at=NOW.isoformat(), base_at=NOW.isoformat())
    stand(url, shipped)
    assert "7 pieces" in words(found()["ship"])
    late = found(NOW + timedelta(minutes=11))["ship_late"]
    assert ("bad", True) == (late.level, "for 11 minutes" in words(late))

    stand(url, replace(shipped, base_at="", problem="shipping_folder", detail="No space left"))
    assert "(shipping_folder, No space left)" in words(found()["ship_never"])


def test_settings_that_are_wrong_are_all_it_says(monkeypatch):
    monkeypatch.setenv("GENGFU_TIMEZONE", "Mars")
    monkeypatch.setenv("GENGFU_HTTP_PORT", "x")

    findings = list(examine(now=NOW))

    assert ["bad", "bad"] == [finding.level for finding in findings]
    assert not is_healthy(findings)


def test_no_database_yet_is_no_illness_and_none_is_made(place: Path):
    findings = found()

    assert "warn" == findings["trouble_no_database"].level
    assert is_healthy(findings.values())
    assert [] == list(place.iterdir())


def test_a_damaged_file_is_told_with_the_way_out(books, place: Path):
    books()
    file = place / "gengfu.db"
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * 8192 + file.read_bytes()[8292:])

    findings = found()

    assert not is_healthy(findings.values())
    bad = next(finding for finding in findings.values() if finding.level == "bad")
    assert "gengfu restore" in words(bad)


def test_a_file_that_is_no_database_is_told(place: Path):
    (place / "gengfu.db").write_bytes(b"hello " * 1000)

    assert "gengfu restore" in words(found()["trouble_corrupt"])


def test_a_folder_in_the_place_of_the_file_is_told(place: Path):
    (place / "gengfu.db").mkdir()

    assert "bad" == found()["trouble_cannot_open"].level


def test_a_database_of_a_newer_release_is_left_alone(books, place: Path):
    books()
    with sqlite3.connect(place / "gengfu.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")

    findings = found()

    assert "9999" in words(findings["schema_newer"])
    assert "keyring" not in findings, "nothing of it was opened"


def test_a_keyring_that_is_gone_is_told_and_not_made_anew(books, place: Path):
    books()
    keyring = place / "gengfu.db.keyring"
    keyring.unlink()

    assert "put it back" in words(found()["keyring_gone"])
    assert not keyring.exists()


def test_a_keyring_of_other_books_is_told(books, place: Path):
    books()
    other = Database(f"sqlite:///{place / 'other.db'}")
    other.close()
    shutil.copy(place / "other.db.keyring", place / "gengfu.db.keyring")

    assert "does not belong" in words(found()["trouble_keyring_wrong"])


def test_a_locked_keyring_asks_for_its_key(place: Path, monkeypatch):
    Database(f"sqlite:///{place / 'gengfu.db'}", secret_key="the right key").close()

    assert "Set GENGFU_SECRET_KEY" in words(found()["trouble_secret_key_missing"])

    monkeypatch.setenv("GENGFU_SECRET_KEY", "a wrong key of some length")
    finding = found()["trouble_secret_key_wrong"]
    assert "a wrong key" not in words(finding)


@pytest.mark.parametrize("name", ["gengfu.db", "gengfu.db.keyring"])
def test_files_others_may_read_are_named_with_the_command(books, place: Path, name: str):
    books()
    (place / name).chmod(0o644)

    assert f"chmod 600 {place / name}" in words(found()["file_open"])


def test_a_changed_audit_is_told(books, place: Path):
    books()
    with sqlite3.connect(place / "gengfu.db") as raw:
        raw.execute("UPDATE audit SET at = at + 1 WHERE seq = 3")

    finding = found()["audit_broken"]

    assert "row 3" in words(finding)
    assert "bad" == finding.level


def test_messages_that_wait_or_were_given_up_are_told(books):
    def leave(database: Database, _: Filled) -> None:
        def work(transaction):
            inbox = Inbox(transaction)
            for row in (1, 2):
                inbox.keep("telegram", f"k{row}", "1", {"text": "x"}, row, NOW)
            for tries in (1, 2, 3):
                inbox.fail(2, tries, "ABC123")

        database.write(work)

    books(leave)

    assert "Is the bot running?" in words(found(NOW + timedelta(minutes=10))["inbox_late"])
    assert "incident ABC123" in words(found()["inbox_failed"])


def test_cards_that_did_not_arrive_are_told(books):
    def leave(database: Database, filled: Filled) -> None:
        def work(transaction):
            outbox = Outbox(transaction)
            for state in ("dead", "unknown"):
                row = outbox.add(
                    database.ids.new(NOW),
                    team_id=filled.team.id,
                    channel="telegram",
                    chat="-100",
                    private=False,
                    language="en",
                    face={"lines": []},
                    source=1,
                    now=NOW,
                )
                outbox.give_up(row, state, "blocked")

        database.write(work)

    books(leave)

    findings = found(NOW + timedelta(minutes=10))
    assert "not blocked?" in words(findings["outbox_dead"])
    assert "may or may not have arrived" in words(findings["outbox_unknown"])
    assert "wait to be sent" in words(findings["outbox_late"])


def test_a_sweep_that_did_not_happen_is_told(books):
    def swept(database: Database, filled: Filled) -> None:
        yesterday = NOW - timedelta(days=1)
        database.write(lambda tx: House(tx).remember(f"swept:{filled.team.id}", yesterday.isoformat()))

    books(swept)

    assert "ok" == found(NOW + timedelta(minutes=5))["sweep"].level
    assert "gengfu watch" in words(found(NOW + timedelta(hours=2))["sweep_late"])
    sunday = NOW - timedelta(hours=10)
    assert "sweep_late" not in found(sunday)


def test_days_whose_holidays_are_not_announced_are_told(books):
    books()

    finding = found(datetime(2026, 11, 20, tzinfo=UTC))["calendar_ends"]

    assert "2027" in words(finding)
    assert "warn" == finding.level


def test_a_clock_behind_the_books_is_told(books):
    books()

    assert "NTP" in words(found(NOW - timedelta(days=1))["clock_back"])


def test_a_team_nobody_came_into_is_told(place: Path):
    from bot.commands.teams import first_team
    from bot.settings import load

    database = Database(f"sqlite:///{place / 'gengfu.db'}")
    first_team(database, load(), NOW)
    database.close()

    assert "gengfu admin recover" in words(found()["team_empty"])


def test_a_disk_with_little_room_is_told(books, monkeypatch):
    books()
    for free, key in ((100 * 2**20, "disk_little"), (2**20, "disk_full")):
        usage = shutil._ntuple_diskusage(10**12, 10**12 - free, free)  # type: ignore[attr-defined]
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _, usage=usage: usage)
        assert "Make room" in words(found()[key])


def test_books_we_may_not_write_are_told(books, place: Path, monkeypatch):
    books()
    monkeypatch.setattr(doctor, "_writable", lambda path: path != place / "gengfu.db")

    assert f"We may not write {place / 'gengfu.db'}" in words(found()["not_writable"])


def test_a_group_the_bot_was_taken_out_of_is_told_where_there_is_no_other(books):
    def leave(*states: str) -> Callable[[Database, Filled], object]:
        def work(database: Database, filled: Filled) -> None:
            store = lambda tx: Store(tx, filled.team.id, by=None, source=1, now=NOW)  # noqa: E731
            for state in states:
                database.write(lambda tx, state=state: store(tx).save(evolve(store(tx).all(Chat)[0], state=state)))

        return work

    books(leave("removed"))

    finding = found()["group_left"]
    assert "taken out of 销售群" in words(finding)
    assert "/bind" in words(finding)


def test_groups_are_looked_into_and_the_clock_compared(books, monkeypatch):
    from bot import online
    from tests.fakes.telegram import TelegramFake

    with TelegramFake() as fake:
        boss = fake.user(started=True)
        group = fake.group("销售群", members=[boss])
        chat = lambda: online.Known([Chat(id=1, channel="telegram", chat=str(group.id), title="销售群", bound_at=NOW)])  # noqa: E731
        monkeypatch.setenv("GENGFU_TELEGRAM_TOKEN", fake.token)
        monkeypatch.setenv("GENGFU_TELEGRAM_BASE_URL", fake.base_url)
        settings = load()

        def asked() -> dict[str, Finding]:
            return {one.key: one for one in online.ask_platforms(settings, chat)}

        assert {"online", "online_group"} == set(asked())
        group.removes_bot(by=boss)
        left = asked()["online_group_left"]

        class Later(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + timedelta(minutes=11)

        monkeypatch.setattr(online, "datetime", Later)
        clock = asked()["online_clock"]
    assert "/bind" in words(left)
    assert "11 minutes apart" in words(clock)


def test_an_unsafe_database_is_told():
    from storage.checkup import Checkup

    checkup = Checkup("0001", "0001", True, ("synchronous_commit=off",), "", None)
    keys = [finding.key for finding in doctor._database(checkup, NOW, doctor.load())]

    assert ["schema", "unsafe"] == keys


@pytest.mark.postgres
def test_on_postgresql_synchronous_commit_off_is_seen(postgres_url: str, monkeypatch, tmp_path: Path):
    import psycopg

    keyring = f"sqlite:///{tmp_path / 'k'}"
    monkeypatch.setenv("GENGFU_DATABASE_URL", postgres_url)
    monkeypatch.setenv("GENGFU_KEYRING", keyring)
    database = Database(postgres_url, keyring=keyring)
    fill(database)
    database.close()
    name = postgres_url.split("/")[3].split("?")[0]
    for value, seen in (("on", False), ("off", True)):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = {value}'.encode())
        findings = found()
        assert is_healthy(findings.values())
        assert seen == ("synchronous_commit=off" in str(findings.get("unsafe", "")))


def test_a_server_that_does_not_answer_is_told(monkeypatch, tmp_path: Path):
    pytest.importorskip("psycopg")
    monkeypatch.setenv("GENGFU_DATABASE_URL", "postgresql://gengfu:hunter2222@127.0.0.1:1/gengfu")
    monkeypatch.setenv("GENGFU_KEYRING", f"sqlite:///{tmp_path / 'k'}")

    finding = found()["trouble_unreachable"]

    assert "hunter2222" not in words(finding) + str(finding)


def test_it_asks_platforms_only_when_told_to_and_the_token_stays_here(books, monkeypatch):
    books()
    monkeypatch.setenv("GENGFU_TELEGRAM_BASE_URL", "http://127.0.0.1:1")
    assert "channel" in found()

    (finding,) = [one for one in examine(online=True, now=NOW) if one.key.startswith("online")]

    assert "bad" == finding.level
    assert "Telegram does not accept us (Client" in words(finding)
    assert TOKEN not in str(finding)


def test_a_good_token_is_known(books, monkeypatch):
    from tests.fakes.telegram import TelegramFake

    books()
    with TelegramFake() as fake:
        monkeypatch.setenv("GENGFU_TELEGRAM_TOKEN", fake.token)
        monkeypatch.setenv("GENGFU_TELEGRAM_BASE_URL", fake.base_url)
        findings = list(examine(online=True, now=NOW))

    (finding,) = [one for one in findings if one.key.startswith("online")]
    assert "Telegram knows us as @gengfu_bot." == words(finding)


def test_the_webhook_is_looked_at(books, monkeypatch):
    from bot.channels.telegram.webhook import address_of
    from tests.fakes.telegram import TelegramFake

    def webhook() -> list[str]:
        return [one.key for one in examine(online=True, now=NOW) if one.key.startswith("online_webhook")]

    books()
    with TelegramFake() as fake:
        monkeypatch.setenv("GENGFU_TELEGRAM_TOKEN", fake.token)
        monkeypatch.setenv("GENGFU_TELEGRAM_BASE_URL", fake.base_url)
        fake.webhook.url = ours = address_of("http://127.0.0.1:1", fake.token)
        assert ["online_webhook"] == webhook()
        monkeypatch.setenv("GENGFU_TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:1")
        monkeypatch.setenv("GENGFU_TELEGRAM_WEBHOOK_SECRET", "s" * 20)
        assert ["online_webhook_stands"] == webhook()
        fake.webhook.url = "http://127.0.0.1:2/else"
        assert ["online_webhook_unset"] == webhook()
        fake.webhook.look = lambda: None  # type: ignore[method-assign]
        fake.user(started=True).says("喂")
        fake.webhook.url, fake.webhook.last_error = ours, (0, "Connection refused")
        assert ["online_webhook_fails"] == webhook()


def slack(monkeypatch, fake, **more):
    monkeypatch.delenv("GENGFU_TELEGRAM_TOKEN", raising=False)
    settings = {"bot_token": fake.bot_token, "app_token": fake.app_token, "base_url": fake.base_url} | more
    for name, value in settings.items():
        monkeypatch.setenv(f"GENGFU_SLACK_{name.upper()}", value)
    return [one for one in examine(online=True, now=NOW) if one.key.startswith("online")]


def test_slack_is_asked_about_both_tokens_and_the_scopes(books, monkeypatch):
    from tests.fakes.slack import SlackFake

    books()
    with SlackFake() as fake:
        assert ["online", "online_socket"] == [one.key for one in slack(monkeypatch, fake)]

        fake._server.scopes = ("chat:write", "commands")
        refused = slack(monkeypatch, fake, app_token="xapp-1-wrong-token")
    assert [("online", "ok"), ("online_scopes", "warn"), ("online_refused", "bad")] == [
        (one.key, one.level) for one in refused
    ]
    assert "users:read" in words(refused[1])
    assert "Slack Socket Mode does not accept us (invalid_auth)" in words(refused[2])
    assert "xapp-" not in str(refused)


def test_every_bound_channel_of_slack_is_looked_into_with_its_workspaces_token(books, monkeypatch):
    from bot import online
    from tests.fakes.slack import SlackFake

    with SlackFake() as fake:
        boss = fake.user("王经理")
        rooms = {
            name: fake.channel(name, [boss], private=name == "secret")
            for name in ("sales", "secret", "old", "quiet", "gone")
        }
        rooms["secret"].removes_bot(by=boss)
        rooms["old"].archives(by=boss)
        rooms["gone"].removes_bot(by=boss)
        rooms["quiet"].posting_restricted_to = [boss.id]
        [monkeypatch.setenv(f"GENGFU_SLACK_{name}", value) for name, value in
         (("BOT_TOKEN", fake.bot_token), ("APP_TOKEN", fake.app_token), ("BASE_URL", fake.base_url))]  # fmt: skip
        monkeypatch.delenv("GENGFU_TELEGRAM_TOKEN", raising=False)
        chats = [Chat(id=number, channel="slack", chat=one.id, title=name, bound_at=NOW)
                 for number, (name, one) in enumerate(rooms.items())]  # fmt: skip
        elsewhere = Chat(id=9, channel="slack", chat=f"T9/{rooms['sales'].id}", title="elsewhere", bound_at=NOW)

        def asked(**tokens: str) -> list[tuple[str, str, str]]:
            known = online.Known([*chats, elsewhere], tokens)
            found = online.ask_platforms(load(), lambda: known)
            return [(one.key, one.level, one.facts["chat"]) for one in found if "chat" in one.facts]

        by_name = {chat: (key, level) for key, level, chat in asked(T9=fake.bot_token)}
        assert by_name == {
            "sales": ("online_group", "ok"),
            "secret": ("online_channel_left", "bad"),
            "old": ("online_channel_archived", "bad"),
            "quiet": ("online_channel_mute", "warn"),
            "gone": ("online_channel_left", "bad"),
            "elsewhere": ("online_group", "ok"),
        }
        assert ("online_channel_unasked", "bad", "elsewhere") in asked(T9="xoxb-revoked-token"), "not with ours"


def test_the_manifest_asks_for_what_the_doctor_looks_for():
    from bot.channels.slack import READERS
    from bot.channels.slack.installing import SCOPES as ASKED_BY_OAUTH
    from bot.forms import SHEETS
    from bot.online import SLACK_SCOPES
    from tests.fakes.slack.server import SCOPES

    manifest = (Path(__file__).resolve().parents[2] / "deploy" / "slack-manifest.yaml").read_text("utf-8")
    bot = manifest.partition("    bot:\n")[2].partition("settings:")[0]
    asked = {row.split("#")[0].strip("- \n") for row in bot.splitlines() if row.strip()}
    assert set(SCOPES) == asked == set(ASKED_BY_OAUTH)
    assert set(SLACK_SCOPES) <= asked
    heard = {
        row.strip("- ") for row in manifest.partition("bot_events:\n")[2].partition("  interactivity")[0].splitlines()
    }
    assert heard <= {*READERS, "message.channels", "message.groups", "message.im", "message.mpim", "app_home_opened"}
    assert {"app_home_opened", "app_uninstalled", "tokens_revoked", "user_change", "message.im"} <= heard
    opened = {row.partition("form:")[2] for row in manifest.splitlines() if "callback_id: form:" in row}
    assert opened <= set(SHEETS)


def test_nothing_it_says_holds_a_secret(books, monkeypatch):
    books()
    monkeypatch.setenv("GENGFU_HEARTBEAT_URL", "https://hc.example/6b5d8a90")

    for finding in examine(now=NOW):
        assert TOKEN not in finding.words("en") + str(finding.as_json("zh-CN"))
