"""The `gengfu` command: exit codes, plain sentences in the person's language, and no secret in any of them."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
import structlog
from click.testing import CliRunner, Result

from bot import commands
from bot.__main__ import COMMANDS, gengfu
from bot.beside import process_of
from bot.commands import Option
from bot.commands.teams import first_team
from bot.demo import Console
from bot.installed import BooksVault
from bot.settings import load
from bot.text import LANGUAGES, say
from core.base.records import evolve
from core.people import Invitation, Member
from core.sales import Account
from storage.database import Database
from storage.errors import CODES
from storage.inbox import Inbox
from storage.people import House
from storage.store import Store
from tests.bot.filled_books import NOW, fill, rows
from tests.bot.house import furnished

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:AAFakeTokenForTestsOnlyxxxxxxxxxxxxx"
KEY = "a-wrapping-key-of-some-length"


@dataclass
class Terminal:
    """Runs commands in an empty folder, in English unless told otherwise."""

    place: Path
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, code: int | None = 0, stdin: str = "", **variables: str) -> Result:
        with self.monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(f"GENGFU_{name.upper()}", value)
            commands.language.cache_clear()
            result = CliRunner().invoke(gengfu, arguments, input=stdin, prog_name="gengfu")
        assert code in (None, result.exit_code), (result.output, result.exception)
        assert "Traceback" not in result.output or "unexpected" in result.output
        return result

    @property
    def url(self) -> str:
        return f"sqlite:///{self.place / 'gengfu.db'}"

    def database(self) -> Database:
        return Database(self.url)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    import logging
    import threading

    for name in list(os.environ):
        if name.startswith("GENGFU_") and not name.startswith("GENGFU_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GENGFU_DATABASE_URL", f"sqlite:///{tmp_path / 'gengfu.db'}")
    monkeypatch.setenv("GENGFU_LOCALE", "en")
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    yield Terminal(tmp_path, monkeypatch)
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    structlog.reset_defaults()
    commands.language.cache_clear()


def in_a_process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GENGFU_")}
    given = {f"GENGFU_{name.upper()}": value for name, value in variables.items()}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**own, **given}, capture_output=True, text=True, check=False)


# --- help and misuse -------------------------------------------------------------------------------------------------


def test_help_lists_every_command_in_the_persons_language(run: Terminal):
    english, chinese = run("--help").output, run("--help", locale="zh-CN").output

    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", english, re.MULTILINE)
        assert re.search(rf"^  {name} +\S", chinese, re.MULTILINE)
    assert "Serve every configured channel until stopped." in english
    assert "启动所有已配置的渠道" in chinese


@pytest.mark.completeness
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_help(run: Terminal, language: str):
    def walk(group: Any, path: tuple[str, ...]) -> None:
        for name in group.list_commands(None):
            command = group.get_command(None, name)
            said = run(*path, name, "--help", locale=language).output
            assert f"gengfu {' '.join((*path, name))}" in said
            assert all(isinstance(one, Option) for one in command.params if isinstance(one, click.Option)), name
            if hasattr(command, "list_commands"):
                walk(command, (*path, name))

    walk(gengfu, ())


@pytest.mark.completeness
def test_every_trouble_of_the_books_has_its_words():
    for code in CODES:
        for language in LANGUAGES:
            assert say(language, f"trouble_{code}", detail="x")


@pytest.mark.completeness
def test_every_key_of_the_command_line_is_used_and_known():
    """A sentence nobody says any more, or one that is only in one language, is found here."""
    keys = {
        language: set(re.findall(r"^(\w+) =", (ROOT / "locales" / language / "cli.ftl").read_text(), re.MULTILINE))
        for language in LANGUAGES
    }
    assert keys["en"] == keys["zh-CN"]
    sources = [ROOT / "bot" / name for name in ("settings.py", "doctor.py", "online.py", "__main__.py")]
    text = "".join(path.read_text() for path in (*sources, *(ROOT / "bot" / "commands").glob("*.py")))
    for key in keys["en"]:
        topic, _, rest = key.partition("_")
        known = rest.removesuffix("_near") in text or (topic == "trouble" and rest in (*CODES, "other", "no_driver"))
        known = known or topic == "command"
        assert known, key


def test_help_and_reading_are_quick_and_import_nothing_heavy():
    script = (
        "import sys; from click.testing import CliRunner; from bot.__main__ import gengfu;"
        "assert CliRunner().invoke(gengfu, ['--help']).exit_code == 0;"
        "assert CliRunner().invoke(gengfu, ['export', '--help']).exit_code == 0;"
        "from bot.reading import load_lexicon; load_lexicon();"
        "heavy = {'telegram', 'slack_sdk', 'slack_bolt', 'sqlalchemy', 'aiohttp', 'apscheduler', 'dateparser', 'opencc',"
        " 'rapidfuzz', 'pypinyin'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "[]\n" == done.stdout, done.stderr

    done = in_a_process("--version")
    assert (0, "gengfu 0.1.0\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["exprot"], 'Did you mean "export"?'),
        (["nonsense"], 'There is no command "nonsense".'),
        (["export"], "--to is missing."),
        (["export", "--too", "x"], "There is no option --too. Did you mean --to?"),
        (["export", "--to", "x", "y"], "Help: gengfu export --help"),
        (["demo", "--port", "many"], "The value of --port cannot be used"),
        (["team", "add"], "NAME is missing."),
        (["team", "ad"], 'Did you mean "add"?'),
        (["team", "add", "x", "--currency", "RMB"], "The value of --currency cannot be used"),
        (["chat"], "--as is missing."),
        (["watch", "--at", "noon"], "The value of --at cannot be used: give a moment like 2026-03-02T09:00"),
        (["team"], "Usage: gengfu team"),
        ([], "Usage: gengfu"),
    ],
)
def test_wrong_use_is_exit_code_2_and_says_what_is_right(run: Terminal, arguments: list[str], said: str):
    assert said in run(*arguments, code=2).output


# --- wrong settings, troubles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [["run"], ["migrate"], ["doctor"], ["watch"], ["audit", "verify"], ["export", "--to", "x"]]
)
def test_wrong_settings_are_exit_code_1_and_one_line_each(run: Terminal, command: list[str]):
    result = run(*command, code=1, timezone="Mars", telegram_token=TOKEN[:20])

    assert "GENGFU_TIMEZONE: there is no such time zone. Give one like Asia/Shanghai" in result.output
    assert "GENGFU_TELEGRAM_TOKEN: this is no bot token." in result.output
    assert TOKEN[:20] not in result.output


def test_wrong_settings_are_said_in_chinese_too(run: Terminal):
    assert "GENGFU_TIMEZONE：没有这个时区" in run("migrate", code=1, locale="zh-CN", timezone="Mars").output


def test_a_run_without_a_channel_says_which_to_configure(run: Terminal):
    assert "GENGFU_TELEGRAM_TOKEN" in run("run", code=1).output


@pytest.mark.parametrize("command", [["export", "--to", "out"], ["audit", "verify"], ["admin", "recover"]])
def test_books_that_are_not_there_are_not_made(run: Terminal, command: list[str]):
    assert "There is no database at" in run(*command, code=1).output
    assert [] == list(run.place.iterdir())


def test_a_broken_file_is_refused_with_the_restore_command(run: Terminal):
    (run.place / "gengfu.db").write_bytes(b"no database at all " * 500)

    said = run("export", "--to", str(run.place / "out"), code=1).output

    assert "gengfu restore FILE --to URL" in said
    assert "[corrupt]" in said


def test_a_locked_database_is_told(run: Terminal, monkeypatch):
    monkeypatch.setattr("storage.engine.SQLITE_PRAGMAS", ("journal_mode=WAL", "busy_timeout=50"))
    run("migrate")
    holder = sqlite3.connect(run.place / "gengfu.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    said = run("team", "add", "华南", code=1).output

    assert "Another program holds the database." in said
    holder.close()


def test_a_wrong_wrapping_key_is_told_without_showing_it(run: Terminal):
    run("migrate", secret_key=KEY)

    said = run("migrate", code=1, secret_key=KEY + "x").output

    assert "[secret_key_wrong]" in said
    assert KEY not in said


def test_a_file_that_may_not_be_used_is_one_sentence(run: Terminal):
    run("migrate")
    (run.place / "file").write_text("")

    assert "cannot be used" in run("export", "--to", str(run.place / "file" / "out"), code=1).output


def test_a_mistake_of_ours_is_one_sentence_and_a_redacted_log_line(run: Terminal, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"with {TOKEN} and {KEY}")

    run("migrate")
    monkeypatch.setattr("bot.commands.audit.verify_all", broken)

    result = run("audit", "verify", code=1, secret_key="", telegram_token=TOKEN, backup_key=KEY)

    assert "Something went wrong that should not (ZeroDivisionError)." in result.output
    assert "ZeroDivisionError: <unsaid>" in result.stderr
    assert not any(secret in told for secret in (TOKEN, KEY) for told in (result.output, result.stderr))


# --- what the commands do --------------------------------------------------------------------------------------------


def test_migrate_makes_the_books_and_may_be_run_again(run: Terminal):
    assert "schema 0001" in run("migrate").output
    assert "schema 0001" in run("migrate").output


def test_export_writes_prints_counts_and_says_that_it_is_in_clear(run: Terminal):
    database = run.database()
    fill(database)
    database.close()

    said = run("export", "--to", str(run.place / "out"), "--xlsx").output

    assert re.search(r"^accounts +1$", said, re.MULTILINE)
    assert "The contents are in clear" in said
    assert "华星" == rows(run.place / "out", "accounts")[0]["name"]
    counts = json.loads(run("export", "--to", str(run.place / "out"), "--json").output)["counts"]
    assert (1, 2, 1) == (counts["accounts"], counts["deals"], counts["messages"])
    assert "holds other files" in run("export", "--to", str(run.place), code=1).output


def test_audit_verify_names_the_row_that_was_changed(run: Terminal):
    database = run.database()
    fill(database)
    database.close()
    assert re.search(r"Team 华东队: all \d+ rows of the audit are", run("audit", "verify").output)

    with sqlite3.connect(run.place / "gengfu.db") as raw:
        raw.execute("DELETE FROM audit WHERE seq = 4")

    assert "does not hold" in run("audit", "verify", code=1).output
    (verdict,) = json.loads(run("audit", "verify", "--json", code=1).output)
    assert (False, 3) == (verdict["holds"], verdict["rows"])


def test_audit_show_tells_what_became_of_a_record_and_what_it_was_then(run: Terminal):
    database = run.database()
    filled = fill(database)
    later = NOW + timedelta(days=2)
    database.write(
        lambda tx: Store(tx, filled.team.id, by=filled.li.id, source=filled.source, now=later).save(
            evolve(filled.account, name="华星科技")
        )
    )
    database.close()
    record = str(filled.account.id)

    made, changed = map(json.loads, run("audit", "show", record).output.splitlines())
    assert ("create", "李雷", "accounts", 1, NOW.isoformat()) == tuple(
        made[one] for one in ("act", "by", "kind", "version", "at")
    )
    assert ("update", 2, later.isoformat()) == (changed["act"], changed["version"], changed["at"])
    assert ["华星", "华星科技"] == changed["change"]["name"]
    assert [made, changed] == json.loads(run("audit", "show", record, "--json").output)
    then, now = (json.loads(run("audit", "show", record, "--at", at).output) for at in ("2026-03-03", "2026-03-05"))
    assert ("华星", "华星科技") == (then["name"], now["name"])
    assert f"Record {record} was not made yet then" in run("audit", "show", record, "--at", "2026-03-01", code=1).output
    assert "No record has the id 42" in run("audit", "show", "42", code=1).output
    assert "--at" in run("audit", "show", record, "--at", "noon", code=2).output


def test_doctor_prints_sentences_or_json(run: Terminal):
    run("team", "add", "华东")

    said = run("doctor").output
    report = json.loads(run("doctor", "--json").output)

    assert "Nothing is broken." in said  # but nobody is in the team, and no backups are made
    assert "no sweep yet" in said
    assert report["healthy"]
    assert {"schema", "keyring", "audit"} <= {finding["check"] for finding in report["findings"]}
    (run.place / "gengfu.db.keyring").unlink()
    assert "✗ The keyring" in run("doctor", code=1).output


# --- teams and codes -------------------------------------------------------------------------------------------------


def code_in(text: str) -> str:
    return re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", text)[0]


def invitation(database: Database, code: str) -> tuple[int, Invitation]:
    def work(transaction):
        team_id, row = House(transaction).invited(code)
        return team_id, Store(transaction, team_id, by=None, source=0, now=NOW).get(Invitation, row)

    return database.read(work)


def test_a_team_is_made_as_said_and_its_code_lets_an_admin_in(run: Terminal):
    said = run("team", "add", "华南", "--currency", "hkd", "--timezone", "Asia/Hong_Kong", "--language", "en").output

    database = run.database()
    team_id, found = invitation(database, code_in(said))
    team = database.read(lambda tx: Store(tx, team_id, by=None, source=0, now=NOW).people.team())
    database.close()
    assert ("华南", "HKD", "Asia/Hong_Kong", "en") == (team.name, team.currency, team.timezone, team.language)
    assert ("admin", "manager") == found.roles
    for file in run.place.iterdir():
        assert code_in(said).encode() not in file.read_bytes(), "the code is kept as a hash only"


def test_two_teams_of_one_name_are_refused(run: Terminal):
    run("team", "add", "华南")

    assert "There is a team called 华南 already" in run("team", "add", "华南", code=1).output
    assert "no time zone Mars" in run("team", "add", "华北", "--timezone", "Mars", code=1).output


def test_an_admin_is_recovered_with_a_fresh_code_once_audited(run: Terminal):
    first = json.loads(run("team", "add", "华南", "--json").output)["code"]
    second = code_in(run("admin", "recover").output)

    database = run.database()
    assert invitation(database, first)[1].expires_at <= datetime.now(UTC), "the earlier code is no longer good"
    team_id, found = invitation(database, second)
    assert timedelta(hours=23) < found.expires_at - datetime.now(UTC) < timedelta(hours=25)
    entries = database.read(lambda tx: Store(tx, team_id, by=None, source=0, now=NOW).audit.of_record(found.id))
    database.close()
    assert ["create"] == [entry.act for entry in entries]


def test_which_team_must_be_said_where_there_are_several(run: Terminal):
    for name in ("华南", "华北"):
        run("team", "add", name)

    assert "华南" in run("admin", "recover", code=1).output
    assert "There is no such team" in run("admin", "recover", "--team", "华西", code=1).output
    assert "Team 华北" in run("admin", "recover", "--team", "华北").output


def test_the_first_start_makes_a_team_and_hands_out_its_code(run: Terminal):
    database = run.database()
    code = first_team(database, load(), NOW)

    team_id, found = invitation(database, code)
    assert ("My team", "CNY") == database.read(
        lambda tx: (lambda team: (team.name, team.currency))(
            Store(tx, team_id, by=None, source=0, now=NOW).people.team()
        )
    )
    assert found.used_by is None

    again = first_team(database, load(), NOW)
    assert invitation(database, again)[0] == team_id, "what was printed once may be gone; no second team"
    assert invitation(database, code)[1].expires_at == NOW

    member = Member(id=database.ids.new(NOW), name="王经理", roles=("admin",))
    database.write(lambda tx: Store(tx, team_id, by=None, source=0, now=NOW).save(member))
    assert first_team(database, load(), NOW) is None
    database.write(lambda tx: Store(tx, team_id, by=None, source=0, now=NOW).save(evolve(member, active=False)))
    assert first_team(database, load(), NOW) is None, "who left does not re-open the door"
    database.close()


def test_a_setup_code_of_ones_own_stays_good_over_restarts(run: Terminal, monkeypatch):
    monkeypatch.setenv("GENGFU_SETUP_CODE", "open sesame")
    monkeypatch.setenv("GENGFU_TEAM_NAME", "华南")
    database = run.database()
    later = NOW + timedelta(days=40)

    assert "open sesame" == first_team(database, load(), NOW)
    assert "open sesame" == first_team(database, load(), NOW)
    assert "open sesame" == first_team(database, load(), later)

    _, found = invitation(database, "Open Sesame ")
    assert found.expires_at > later
    count = database.read(
        lambda tx: len(Store(tx, invitation(database, "open sesame")[0], by=None, source=0, now=NOW).all(Invitation))
    )
    database.close()
    assert 1 == count


# --- what app.py does for us -----------------------------------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """What the commands asked of bot.app and bot.demo, which do nothing here."""
    import bot

    noted: list[tuple[str, tuple[Any, ...]]] = []

    def noting(name: str, result: object = None) -> Callable[..., Any]:
        def called(_settings: object, *arguments: Any, **named: Any) -> object:
            given = [*arguments, *named.values()]
            noted.append((name, tuple(list(one) if isinstance(one, Iterator) else one for one in given)))
            return result

        return called

    for module, functions in {
        "app": {"serve": None, "sweep": [{"text": "华星 overdue"}]},
        "demo": {"demo": None, "chat": None},
    }.items():
        fake = SimpleNamespace(**{name: noting(name, result) for name, result in functions.items()})
        monkeypatch.setattr(bot, module, fake, raising=False)
        monkeypatch.setitem(sys.modules, f"bot.{module}", fake)
    return noted


def test_the_serving_commands_hand_over_what_was_said(run: Terminal, calls: list[Any]):
    run("run", telegram_token=TOKEN)
    run("demo", "--port", "0", "--no-open")
    run("chat", "--as", "李雷", "--sample", stdin="今天拜访华星\r\n/undo\n")
    swept = run("watch", "--at", "2026-03-02T09:00", "--dry-run", "--urgent", "--json").output

    assert ["serve", "demo", "chat", "sweep"] == [name for name, _ in calls]
    assert (False, 0) == calls[1][1]
    assert ("李雷", False, True, ["今天拜访华星", "/undo"]) == calls[2][1][:4]
    assert (datetime(2026, 3, 2, 1, tzinfo=UTC), True, True) == calls[3][1]
    assert [{"text": "华星 overdue"}] == json.loads(swept)


def test_a_file_is_sent_from_the_terminal(on_sqlite: str, tmp_path: Path):
    database = Database(on_sqlite, keyring=f"sqlite:///{tmp_path / 'books.keyring'}")
    house = furnished(database)
    shown: list[str] = []
    (tmp_path / "四月 客户.csv").write_bytes((ROOT / "tests/data/files/客户.csv").read_bytes())
    with (tmp_path / "大.csv").open("wb") as large:
        large.truncate((10 << 20) + 1)
    console = Console(house.app, house.channel, "王经理", "王经理", shown.append, "zh-CN")

    console.talk([f"/file {tmp_path / '没有.csv'} 名单", f"/file {tmp_path / '大.csv'}"])
    assert [f"没有能读的文件「{tmp_path / '没有.csv'}」", "「大.csv」超过 10 MB"] == [
        line.partition("。")[0].partition("，")[0] for line in shown
    ]
    assert [] == house.channel.transcript.posts("王经理")

    console.talk([f"/file '{tmp_path / '四月 客户.csv'}' 新名单", "[导入]"])
    sent = house.channel.transcript.posts("王经理")[0]
    assert sent.sent
    assert ("四月 客户.csv", "新名单") == (sent.sent.name, sent.text)
    assert 2 < len(house.all(Account))
    database.close()


def test_another_moment_is_not_told_to_real_people(run: Terminal, calls: list[Any]):
    at = ["watch", "--at", "2026-03-02T09:00"]

    assert "Add --dry-run" in run(*at, code=1, telegram_token=TOKEN).output
    assert "华星 overdue" in run(*at, "--dry-run", telegram_token=TOKEN).output
    run(*at, telegram_token=TOKEN, telegram_base_url="http://127.0.0.1:8081")
    run("watch", telegram_token=TOKEN)
    assert 3 == len(calls)


def test_reading_needs_no_settings_and_no_database(run: Terminal):
    message = {"id": "1", "text": "收到华星货款5万", "now": "2026-03-02T09:00:00+08:00", "default_currency": "CNY"}

    said = run("read", stdin=json.dumps(message), timezone="Mars").output

    assert "1" == json.loads(said)["id"]
    assert [] == list(run.place.iterdir())


# --- R19: secrets stay secret ----------------------------------------------------------------------------------------


SECRETS = {
    "telegram_token": TOKEN,
    "telegram_webhook_secret": "webhook-secret-word-1",
    "slack_signing_secret": "signing-secret-word-2",
    "secret_key": KEY,
    "backup_key": "backup-key-word-3",
    "suggester_key": "suggester-key-word-4",
    "heartbeat_url": "https://hc.example/heartbeat-word-5",
    "telegram_proxy": "http://proxy:password-word-6@127.0.0.1:1",
}
WORKSPACE_TOKEN = "xoxb-2718281828-workspaceTokenWord7"
PLANTED = [*SECRETS.values(), TOKEN.partition(":")[2], "password-word-6", WORKSPACE_TOKEN]


def troubles(place: Path) -> list[tuple[list[str], dict[str, str]]]:
    """Two dozen things that go well or wrong: the command and what is set differently."""
    (place / "text").write_bytes(b"not a database " * 500)
    (place / "folder").mkdir()
    (place / "open.toml").write_text(f'telegram_token = "{TOKEN}"')
    (place / "open.toml").chmod(0o644)
    server = {"database_url": f"postgresql://u:{KEY}@127.0.0.1:1/x", "keyring": f"sqlite:///{place}/k"}
    return [
        (["migrate"], {}),
        (["team", "add", "x"], {}),
        (["doctor"], {}),
        (["doctor", "--online"], {"telegram_base_url": "http://127.0.0.1:1"}),
        (["export", "--to", str(place / "out"), "--xlsx"], {}),
        (["audit", "verify"], {}),
        (["backup", "--to", str(place / "kept")], {}),
        (["backup", "--to", str(place / "clear"), "--plain"], {}),
        (["backup", "--to", str(place / "text")], {}),
        (["keys", "rotate"], {}),
        (["migrate"], {"secret_key": f"{KEY}x"}),
        (["migrate"], {"telegram_token": f"{TOKEN} x"}),
        (["migrate"], {"database_url": f"mysql://u:{KEY}@h/x"}),
        (["migrate"], server),
        (["doctor"], server),
        (["migrate"], {"telegram_proxy": f"ftp://x:{KEY}@h"}),
        (["migrate"], {"database_url": f"sqlite:///{place / 'text'}"}),
        (["migrate"], {"database_url": f"sqlite:///{place / 'folder'}"}),
        (["doctor"], {"database_url": f"sqlite:///{place / 'text'}"}),
        (["migrate"], {"config": str(place / "open.toml")}),
        (["migrate"], {"telegram_token_file": str(place / "open.toml"), "telegram_token": ""}),
        (["migrate"], {"slack_bot_token": "xoxb-12345-abcdefgh"}),
        (["export", "--to", "/proc/nowhere"], {}),
        (["nonsense", TOKEN], {}),
    ]  # fmt: skip


def said_in_chat(database: Database) -> None:
    """Somebody pastes our token into the chat, and a workspace installs the app: both must be kept, neither in clear."""
    fill(database)
    database.write(lambda tx: Inbox(tx).keep("local", "token", "li", {"text": TOKEN}, database.ids.new(NOW), NOW))
    BooksVault(database, "slack").keep("T1", {"token": WORKSPACE_TOKEN})


def contents(file: Path) -> list[bytes]:
    """A file's bytes; those of its parts where it is packed."""
    if not zipfile.is_zipfile(file):
        return [file.read_bytes()]
    with zipfile.ZipFile(file) as packed:
        return [packed.read(name) for name in packed.namelist()]


def test_no_secret_is_printed_or_left_behind_whatever_goes_wrong(run: Terminal):
    run.monkeypatch.setenv("GENGFU_LOG_LEVEL", "DEBUG")
    for name, secret in SECRETS.items():
        run.monkeypatch.setenv(f"GENGFU_{name.upper()}", secret)
    run("migrate")
    database = Database(run.url, secret_key=KEY)
    said_in_chat(database)
    database.close()

    printed = "".join(run(*arguments, code=None, **changes).output for arguments, changes in troubles(run.place))
    for kind in ("kept", "clear"):
        [books] = (run.place / kind).glob("*.books")
        printed += run("restore", str(books), "--to", f"sqlite:///{run.place / kind}.db").output

    assert "Something went wrong that should not" not in printed
    for secret in (*PLANTED, "xoxb-12345-abcdefgh"):
        assert secret not in printed
    files = [path for path in run.place.rglob("*") if path.is_file() and path.name != "open.toml"]
    assert {"gengfu.db", "gengfu.db.keyring", "kept.db", "clear.db", "gengfu.xlsx"} <= {file.name for file in files}
    assert "<secret>" in (run.place / "out" / "messages.jsonl").read_text("utf-8"), "it was said, and left out"
    for file in files:
        assert not any(secret.encode() in content for content in contents(file) for secret in PLANTED), file


def test_nor_by_a_real_process(tmp_path: Path):
    good = {"database_url": f"sqlite:///{tmp_path / 'gengfu.db'}", "log_level": "DEBUG", "locale": "en", **SECRETS}
    for arguments, changes in ((["migrate"], {}), (["doctor"], {}), (["migrate"], {"secret_key": "another key"})):
        done = in_a_process(*arguments, **{**good, **changes})
        assert ("secret_key" in changes) == bool(done.returncode), done.stderr
        assert not any(secret in done.stdout + done.stderr for secret in PLANTED)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("module", ["bot.backing_up", "bot.importing.apart"])
def test_nor_by_the_list_of_processes(monkeypatch: pytest.MonkeyPatch, module: str):
    """What makes backups and reads files beside the bot is given its keys by a pipe."""
    for name, secret in SECRETS.items():
        monkeypatch.setenv(f"GENGFU_{name.upper()}", secret)

    with process_of(module) as process:
        shown = b"".join(Path(f"/proc/{process.pid}/{what}").read_bytes() for what in ("cmdline", "environ"))

    assert module.encode() in shown
    assert not any(secret.encode() in shown for secret in PLANTED)
