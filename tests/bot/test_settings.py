"""Settings: where they come from, and that whatever is wrong is named with what to set, in the person's language."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import settings as module
from bot.settings import ADDRESSES, CAPABILITIES, SECRETS, Settings, WrongSettings, load

TOKEN = "7000000001:AAFakeTokenForTestsOnlyxxxxxxxxxxxxx"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("GENGFU_") and not name.startswith("GENGFU_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    def give(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"GENGFU_{name.upper()}", str(value))

    return give


def a_file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def wrong() -> str:
    with pytest.raises(WrongSettings) as raised:
        load()
    return raised.value.words("en")


def test_nothing_set_is_a_team_in_shanghai_on_a_file():
    settings = load()

    assert "sqlite:///gengfu.db" == settings.database_url.get_secret_value()
    assert ("127.0.0.1", 8080, "Asia/Shanghai", "zh-CN", "CNY") == (
        settings.http_host, settings.http_port, settings.timezone, settings.locale, settings.currency,
    )  # fmt: skip
    assert () == settings.channels


def test_the_environment_wins_over_a_secret_file_and_that_over_the_toml(given, tmp_path: Path):
    toml = a_file(tmp_path / "gengfu.toml", f'telegram_token = "1{TOKEN}"\nGENGFU_CURRENCY = "usd"\nhttp_port = 9\n')
    given(config=toml, http_port=10)
    assert (f"1{TOKEN}", "USD", 10) == (
        load().telegram_token.get_secret_value(), load().currency, load().http_port,
    )  # fmt: skip

    given(telegram_token_file=a_file(tmp_path / "token", f" 2{TOKEN}\n"))
    assert f"2{TOKEN}" == load().telegram_token.get_secret_value()

    given(telegram_token=f"3{TOKEN}")
    assert f"3{TOKEN}" == load().telegram_token.get_secret_value()


def test_a_toml_may_name_secret_files(given, tmp_path: Path):
    token = a_file(tmp_path / "token", TOKEN)
    given(config=a_file(tmp_path / "gengfu.toml", f'telegram_token_file = "{token}"'))

    assert TOKEN == load().telegram_token.get_secret_value()


def test_an_empty_variable_is_not_set(given):
    given(telegram_token="", timezone="")

    assert "Asia/Shanghai" == load().timezone


@pytest.mark.parametrize(
    ("variable", "value", "what_to_do"),
    [
        ("TIMEZONE", "Mars/Olympus", "Asia/Shanghai"),
        ("TIMEZONE", "../etc/passwd", "Asia/Shanghai"),
        ("CURRENCY", "RMB", "CNY"),
        ("LOCALE", "fr", "zh-CN or en"),
        ("DATABASE_URL", "mysql://u:hunter2222@h/db", "sqlite:///FILE"),
        ("DATABASE_URL", "sqlite://", "sqlite:///FILE"),
        ("DATABASE_URL", "sqlite:///:memory:", "sqlite:///FILE"),
        ("DATABASE_URL", "postgresql://host:port/x", "sqlite:///FILE"),
        ("TELEGRAM_TOKEN", "hunter2222", "BotFather"),
        ("TELEGRAM_BASE_URL", "127.0.0.1:8081", "http://"),
        ("TELEGRAM_PROXY", "10.0.0.1:1080", "socks5://"),
        ("TELEGRAM_PACE", "fast", "30/1/20"),
        ("TELEGRAM_PACE", "30/0/20", "30/1/20"),
        ("SLACK_BASE_URL", "https://slack.example/api", "/api/"),
        ("SLACK_BOT_TOKEN", "hunter2222", "xoxb-"),
        ("SLACK_APP_TOKEN", "hunter2222", "xapp-"),
        ("HTTP_HOST", "http://0.0.0.0", "127.0.0.1"),
        ("HTTP_PORT", "70000", "0 and 65535"),
        ("HTTP_PORT", "eighty", "whole number"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("CLOCK", "yesterday", "2026-03-02T09:00+08:00@60"),
        ("CLOCK", "2026-03-02T09:00@-1", "2026-03-02T09:00+08:00@60"),
        ("CLOCK", "2026-03-02T09:00@nan", "2026-03-02T09:00+08:00@60"),
        ("TEAM_NAME", "队" * 101, "too long"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_set_and_never_shown(given, variable: str, value: str, what_to_do: str):
    given(**{variable: value})

    said = wrong()

    assert f"GENGFU_{variable}: " in said
    assert what_to_do in said
    assert "hunter2222" not in said


def test_all_that_is_wrong_is_said_at_once_in_the_persons_language(given):
    given(timezone="Mars", http_port="x", locale="zh-CN")

    with pytest.raises(WrongSettings) as raised:
        load()

    assert [
        "GENGFU_HTTP_PORT：请填整数。",
        "GENGFU_TIMEZONE：没有这个时区。请填 Asia/Shanghai、Europe/London 这样的名称。",
    ] == raised.value.words().split("\n")


def test_a_misspelt_name_is_named_with_the_one_that_was_meant(given, tmp_path: Path):
    given(config=a_file(tmp_path / "gengfu.toml", 'GENGFU_TELEGRAM_TOKN = "x"\nweather = 1\n'))
    assert "GENGFU_TELEGRAM_TOKN: there is no such setting. Did you mean GENGFU_TELEGRAM_TOKEN?" in wrong()
    assert "GENGFU_WEATHER: there is no such setting." in wrong()


def test_a_misspelt_variable_is_named_too_but_not_somebody_elses(given):
    given(operator_name="x", test_pg_url="x")
    load()

    given(timezon="Asia/Tokyo")
    assert "GENGFU_TIMEZON: there is no such setting. Did you mean GENGFU_TIMEZONE?" in wrong()


@pytest.mark.parametrize("mode", [0o644, 0o604])
def test_a_secret_everybody_may_read_is_refused(given, tmp_path: Path, mode: int):
    token = a_file(tmp_path / "token", TOKEN, mode)
    given(telegram_token_file=token)

    said = wrong()

    assert f"chmod 600 {token}" in said
    assert TOKEN not in said


def test_a_toml_everybody_may_read_is_refused_only_if_it_holds_a_secret(given, tmp_path: Path):
    given(config=a_file(tmp_path / "gengfu.toml", 'currency = "USD"\ndatabase_url = "sqlite:///x.db"', 0o644))
    assert "USD" == load().currency

    given(config=a_file(tmp_path / "gengfu.toml", f'telegram_token = "{TOKEN}"', 0o644))
    assert "chmod 600" in wrong()

    given(config=a_file(tmp_path / "gengfu.toml", 'database_url = "postgresql://u:p@h/x"', 0o644))
    assert "chmod 600" in wrong()


@pytest.mark.parametrize("text", ["telegram_token = ", "\x00", "[[["])
def test_a_toml_that_is_none_is_said_with_the_place(given, tmp_path: Path, text: str):
    given(config=a_file(tmp_path / "gengfu.toml", text))

    assert "GENGFU_CONFIG: the file is not valid TOML" in wrong()


@pytest.mark.parametrize("what", ["absent", "folder", "binary"])
def test_a_file_that_cannot_be_read_is_named(given, tmp_path: Path, what: str):
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    if what == "binary":
        path.write_bytes(b"\xff\xfe\x00")
        path.chmod(0o600)
    given(telegram_token_file=path)

    assert f"GENGFU_TELEGRAM_TOKEN_FILE: the file {path} cannot be read" in wrong()


def test_what_only_makes_sense_together_is_asked_for(given):
    given(telegram_webhook_url="https://example.org/hook", slack_bot_token="xoxb-1-abcdef", slack_client_id="1")
    given(database_url="postgresql://h/db")

    said = wrong()

    for variable in ("TELEGRAM_WEBHOOK_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_SECRET", "KEYRING"):
        assert f"GENGFU_{variable}: " in said


def test_the_clock_starts_where_it_is_told_and_runs_as_fast(given):
    given(clock="2026-03-02T09:00+08:00@60")
    assert (datetime(2026, 3, 2, 1, tzinfo=UTC), 60) == (load().clock.at, load().clock.factor)

    given(clock="2026-03-02T09:00", timezone="Europe/London")
    assert (datetime(2026, 3, 2, 9, tzinfo=UTC), 1) == (load().clock.at, load().clock.factor)


def test_the_clock_of_real_people_is_not_set(given):
    given(clock="2026-03-02T09:00", telegram_token=TOKEN)
    assert "GENGFU_CLOCK: a set clock would send" in wrong()

    for mine in ("http://127.0.0.1:8081", "http://localhost:1", "http://[::1]:1"):
        given(telegram_base_url=mine)
        assert load().only_loopback

    for theirs in ("http://127.0.0.1.evil.example", "http://localhost.example:1", "https://api.telegram.org"):
        given(telegram_base_url=theirs)
        assert "GENGFU_CLOCK" in wrong()

    given(telegram_base_url="http://127.0.0.1:1", slack_bot_token="xoxb-1-abcdef", slack_app_token="xapp-1-abcdef")
    assert "GENGFU_CLOCK" in wrong(), "every channel must be on this machine"


def test_every_hidden_value_is_on_exactly_one_list_and_shows_itself_nowhere(given):
    hidden = {n for n, f in Settings.model_fields.items() if "SecretStr" in repr(f.annotation)}
    assert hidden == SECRETS | ADDRESSES | CAPABILITIES

    given(telegram_token=TOKEN, database_url="postgresql://u:pass%40word@h/db", keyring="sqlite:///k")
    given(heartbeat_url="https://hc.example/uuid-1", secret_key="the secret key")
    settings = load()

    assert {TOKEN, "pass%40word", "pass@word", "https://hc.example/uuid-1", "the secret key"} == set(settings.secrets())
    for text in (repr(settings), str(settings), settings.model_dump_json()):
        assert not any(secret in text for secret in settings.secrets())


def test_every_word_about_a_setting_exists_in_both_languages(given):
    import re

    from bot.text import say

    source = Path(module.__file__).read_text()
    keys = set(module.PYDANTIC.values()) | module.OWN_KEYS | {key for _, key in module.CONFLICTS}
    keys |= set(re.findall(r'Problem\("(\w+)"', source)) | {"wrong"}
    assert set(re.findall(r'wrong\("(\w+)"\)', source)) <= module.OWN_KEYS
    for key in keys - {"unknown"}:
        for language in ("zh-CN", "en"):
            assert say(language, f"setting_{key}", variable="X", path="p", place="l", near="n")


def test_settings_do_not_change():
    with pytest.raises(Exception, match="frozen"):
        load().currency = "USD"
    assert isinstance(load().database_url, SecretStr)
    assert stat.S_IROTH == module.OTHERS_MAY_READ
