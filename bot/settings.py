"""Every setting: environment variables GENGFU_..., the same with _FILE for secrets, then the TOML file GENGFU_CONFIG.

`load()` is the one way to them. It raises WrongSettings, which names each wrong variable and what to set, in words.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, LiteralString
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from core.base.money import CURRENCIES

PREFIX = "GENGFU_"
LOOPBACK_NAMES = ("localhost",)
OTHERS_MAY_READ = stat.S_IROTH
LARGEST_FILE = 64 * 1024

# --- one value at a time ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClockStart:
    """GENGFU_CLOCK: the moment the clock begins at, and how many times faster than real time it runs."""

    at: datetime
    factor: float = 1


def wrong(key: LiteralString) -> PydanticCustomError:
    """A value that cannot be, as the catalogue says it: `setting_<key>`."""
    return PydanticCustomError(key, "a wrong value")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise wrong("timezone") from None
    return name


def _currency(code: str) -> str:
    if code.upper() not in CURRENCIES:
        raise wrong("currency")
    return code.upper()


def _language(name: str) -> str:
    known = LANGUAGE_NAMES.get(name.replace("_", "-").lower())
    if known is None:
        raise wrong("locale")
    return known


def _database(url: SecretStr) -> SecretStr:
    address = _parts(url.get_secret_value())
    is_file = address is not None and address[0] == "sqlite" and address[2].strip("/") not in ("", ":memory:")
    if not is_file and (address is None or address[0] not in POSTGRES or not address[2].strip("/")):
        raise wrong("database")
    return url


def _web_address(url: SecretStr | str) -> SecretStr | str:
    address = _parts(url.get_secret_value() if isinstance(url, SecretStr) else url)
    if address is None or address[0] not in ("http", "https") or not address[1]:
        raise wrong("address")
    return url


def _proxy(url: SecretStr) -> SecretStr:
    address = _parts(url.get_secret_value())
    if address is None or address[0] not in PROXIES or not address[1]:
        raise wrong("proxy")
    return url


def _parts(url: str) -> tuple[str, str, str] | None:
    """Scheme, host and path of an address; None if it is none."""
    try:
        parts = urlsplit(url)
        return parts.scheme, f"{parts.hostname or ''}{parts.port or ''}", parts.path
    except ValueError:
        return None


def _pace(pace: str) -> str:
    if pace_of(pace) is None:
        raise wrong("pace")
    return pace


def pace_of(pace: str) -> tuple[float, float, int] | None:
    """30/1/20: messages a second in all, a second in one chat, a minute in one group; None where it is none."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)/(\d{1,4}(?:\.\d+)?)/(\d{1,6})", pace)
    if found is None or not all(float(one) > 0 for one in found.groups()):
        return None
    return float(found[1]), float(found[2]), int(found[3])


def _slack_api(url: str) -> str:
    if not url.endswith("/api/"):
        raise wrong("slack_base_url")
    return url


def _shaped(pattern: str, key: LiteralString) -> AfterValidator:
    """The value must match the pattern, or `setting_<key>` is said; the value itself never is."""
    compiled = re.compile(pattern)

    def check(secret: SecretStr) -> SecretStr:
        if not compiled.fullmatch(secret.get_secret_value()):
            raise wrong(key)
        return secret

    return AfterValidator(check)


def _written(pattern: str, key: LiteralString) -> AfterValidator:
    """The same for what is no secret."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise wrong(key)
        return text

    return AfterValidator(check)


def _host(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", name):
        raise wrong("host")
    return name


LANGUAGE_NAMES = {"zh-cn": "zh-CN", "zh": "zh-CN", "zh-hans": "zh-CN", "zh-hans-cn": "zh-CN"} | dict.fromkeys(
    ("en", "en-us", "en-gb"), "en"
)
POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")
PROXIES = ("http", "https", "socks5", "socks5h")

Trimmed = BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value)
Secret = Annotated[SecretStr, Trimmed]
Database = Annotated[Secret, AfterValidator(_database)]
Address = Annotated[str, Trimmed, AfterValidator(_web_address)]
HiddenAddress = Annotated[Secret, AfterValidator(_web_address)]
Proxy = Annotated[Secret, AfterValidator(_proxy)]
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Format = Literal["auto", "json", "text"]
Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)
Upper = BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)


# --- the model -------------------------------------------------------------------------------------------------------


class Settings(BaseSettings):
    """What DESIGN.md section 7 lists, in its order. Never change a name: people's scripts use them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    database_url: Database = SecretStr("sqlite:///gengfu.db")

    telegram_token: Annotated[Secret, _shaped(r"\d{4,}:[A-Za-z0-9_-]{20,}", "telegram_token")] | None = None
    telegram_base_url: Address | None = None
    telegram_webhook_url: HiddenAddress | None = None
    telegram_webhook_secret: Annotated[Secret, _shaped(r"[A-Za-z0-9_-]{1,256}", "webhook_secret")] | None = None
    telegram_proxy: Proxy | None = None
    telegram_pace: Annotated[str, Trimmed, AfterValidator(_pace)] | None = None

    slack_bot_token: Annotated[Secret, _shaped(r"xox[a-z]\S{5,}", "slack_bot_token")] | None = None
    slack_app_token: Annotated[Secret, _shaped(r"xapp-\S{5,}", "slack_app_token")] | None = None
    slack_signing_secret: Secret | None = None
    slack_client_id: Annotated[str, Trimmed] | None = None
    slack_client_secret: Secret | None = None
    slack_base_url: Annotated[Address, AfterValidator(_slack_api)] | None = None
    slack_proxy: Proxy | None = None

    http_host: Annotated[str, Trimmed, AfterValidator(_host)] = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080

    secret_key: Secret | None = None
    keyring: Database | None = None

    team_name: Annotated[str, Trimmed, Field(max_length=100)] = ""
    timezone: Annotated[str, Trimmed, AfterValidator(_zone)] = "Asia/Shanghai"
    locale: Annotated[str, Trimmed, AfterValidator(_language)] = "zh-CN"
    currency: Annotated[str, Trimmed, AfterValidator(_currency)] = "CNY"
    setup_code: Secret | None = None

    backup_dir: Path | None = None
    backup_key: Secret | None = None
    backup_at: Annotated[str, Trimmed, _written(r"([01]\d|2[0-3]):[0-5]\d", "backup_at")] = "03:30"
    backup_keep: Annotated[str, Trimmed, _written(r"\d{1,3}(,\d{1,3}){2}", "backup_keep")] = "7,4,12"
    ship: Path | None = None
    audit_file: Path | None = None
    heartbeat_url: HiddenAddress | None = None

    suggester_url: Address | None = None
    suggester_key: Secret | None = None
    suggester_model: str | None = None

    log_level: Annotated[Level, Upper] = "INFO"
    log_format: Annotated[Format, Lower] = "auto"
    clock: Annotated[ClockStart | None, NoDecode] = None

    config: Path | None = None

    @field_validator("clock", mode="before")
    @classmethod
    def _clock(cls, value: Any, info: ValidationInfo) -> Any:
        """`2026-03-02T09:00+08:00@60`: no offset means GENGFU_TIMEZONE, no @ the usual speed."""
        if not isinstance(value, str):
            return value
        moment, _, factor = value.partition("@")
        try:
            at, speed = datetime.fromisoformat(moment.strip()), float(factor or 1)
        except ValueError:
            raise wrong("clock") from None
        if not 0 < speed <= 100_000:
            raise wrong("clock")
        zone = ZoneInfo(info.data.get("timezone", "Asia/Shanghai"))
        return ClockStart(at if at.tzinfo else at.replace(tzinfo=zone), speed)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before secret files before TOML."""
        return init_settings, env_settings, SecretFiles(settings_cls), TomlFile(settings_cls)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of new teams."""
        return ZoneInfo(self.timezone)

    @property
    def channels(self) -> tuple[str, ...]:
        """The platforms that are configured."""
        return tuple(n for n, tokens in CHANNEL_TOKENS.items() if any(getattr(self, one) is not None for one in tokens))

    @property
    def only_loopback(self) -> bool:
        """Whether no configured channel can reach anybody outside this machine, so that the clock may be set."""
        return all(_is_loopback(getattr(self, f"{name}_base_url")) for name in self.channels)

    def secrets(self) -> tuple[str, ...]:
        """Every text that must never be shown: tokens, keys, and passwords within addresses."""
        values = {name: getattr(self, name) for name in HIDDEN}
        hidden = {name: value.get_secret_value() for name, value in values.items() if value is not None}
        found = {text for name, text in hidden.items() if name not in ADDRESSES}
        found |= {password for text in hidden.values() for password in _passwords(text)}
        return tuple(sorted(found - {""}, key=len, reverse=True))


SECRETS = frozenset(name for name in Settings.model_fields if name.endswith(("_token", "_secret", "_key", "_code")))
ADDRESSES = frozenset(("database_url", "keyring", "telegram_proxy", "slack_proxy"))  # may hold a password
CAPABILITIES = frozenset(("telegram_webhook_url", "heartbeat_url"))  # whoever knows one may use it
HIDDEN = SECRETS | ADDRESSES | CAPABILITIES
CHANNEL_TOKENS = {"telegram": ("telegram_token",), "slack": ("slack_bot_token", "slack_client_id")}


def _is_loopback(url: str | None) -> bool:
    host = urlsplit(url or "").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK_NAMES


def _passwords(text: str) -> Iterator[str]:
    """The password of an address, as it is written and as it is meant."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return
    if parts.password and parts.hostname:
        yield from {parts.password, unquote(parts.password)}


# --- where values come from ------------------------------------------------------------------------------------------


class TomlFile(PydanticBaseSettingsSource):
    """GENGFU_CONFIG. Keys are the variables' names, with or without GENGFU_, in any case; unknown ones are refused."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return {name: value for name, value in toml_values().items() if not _names_a_file(name)}


class SecretFiles(TomlFile):
    """GENGFU_TELEGRAM_TOKEN_FILE and the like: a file that holds the value, readable by its owner only."""

    def __call__(self) -> dict[str, Any]:
        named = {n: str(v) for n, v in toml_values().items() if _names_a_file(n)} | dict(_file_variables())
        return {name.removesuffix("_file"): _secret_in(Path(path), name) for name, path in named.items() if path}


def toml_values() -> dict[str, Any]:
    """What the TOML file says, under the settings' own names."""
    path = os.environ.get(f"{PREFIX}CONFIG", "").strip()
    if not path:
        return {}
    read = tomllib.loads(_text_of(Path(path), "config"))
    values = {name.lower().removeprefix(PREFIX.lower()): value for name, value in read.items()}
    if _is_open(Path(path)) and any(name in SECRETS or list(_passwords(str(v))) for name, v in values.items()):
        raise WrongSettings([Problem("file_open", "config", {"path": path})])
    return values


def _file_variables() -> Iterator[tuple[str, str]]:
    for variable, path in os.environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and _names_a_file(name):
            yield name, path


def _names_a_file(name: str) -> bool:
    """Whether this is a secret's name with _file behind it; addresses with a password in them count."""
    return name.endswith("_file") and name.removesuffix("_file") in HIDDEN


def _secret_in(path: Path, name: str) -> str:
    text = _text_of(path, name)
    if _is_open(path):
        raise WrongSettings([Problem("file_open", name, {"path": str(path)})])
    return text.strip()


def _text_of(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WrongSettings([Problem("file_unreadable", name, {"path": str(path)})])
        return path.read_text("utf-8-sig")
    except (OSError, ValueError):
        raise WrongSettings([Problem("file_unreadable", name, {"path": str(path)})]) from None


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & OTHERS_MAY_READ)


# --- what is wrong with them -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong setting: `setting_<key>` in the catalogue says what to set."""

    key: str
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def words(self, language: str) -> str:
        from bot.text import at_terminal

        variable = self.name if self.name.startswith(PREFIX) else PREFIX + self.name.upper()
        facts: dict[str, Any] = {"variable": variable, **self.facts}
        return at_terminal(language, f"setting_{self.key}", **facts)


class WrongSettings(Exception):
    """The settings cannot be used; `words()` says why and what to set, a line each, and never shows a value."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(", ".join(f"{one.name}: {one.key}" for one in self.problems))

    def words(self, language: str | None = None) -> str:
        """One sentence a line."""
        spoken = language or spoken_language()
        return "\n".join(problem.words(spoken) for problem in self.problems)


# pydantic's own words for what is wrong -> ours
PYDANTIC = {
    "extra_forbidden": "unknown",
    "int_parsing": "number",
    "int_type": "number",
    "greater_than_equal": "port",
    "less_than_equal": "port",
    "string_too_long": "too_long",
    "too_long": "too_long",
}


def load() -> Settings:
    """The settings, checked one by one and together; WrongSettings names all that is wrong at once."""
    try:
        settings = Settings()
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings([Problem("not_toml", "config", {"place": str(error)})]) from None
    except ValidationError as error:
        raise WrongSettings([*_misspelt(), *map(_problem, error.errors())]) from None
    if problems := [*_misspelt(), *_conflicts(settings)]:
        raise WrongSettings(problems)
    return settings


def spoken_language() -> str:
    """The language of what is said before the settings are known to be right."""
    try:
        said = os.environ.get(f"{PREFIX}LOCALE", "").strip() or str(toml_values().get("locale", "zh-CN"))
    except (WrongSettings, tomllib.TOMLDecodeError):
        said = "zh-CN"
    return LANGUAGE_NAMES.get(said.replace("_", "-").lower(), "en")


def _problem(error: Any) -> Problem:
    name, kind = str(error["loc"][0]), error["type"]
    if kind == "literal_error":  # one of a few words, said by the setting's own name
        return Problem(name, name)
    key = PYDANTIC.get(kind, kind if kind in OWN_KEYS else "wrong")
    return _unknown(name, _nearest(name)) if key == "unknown" else Problem(key, name)


OWN_KEYS = frozenset(
    {
        *("timezone", "currency", "locale", "database", "address", "proxy", "slack_base_url", "host", "clock"),
        *("backup_at", "backup_keep"),
        *("pace", "telegram_token", "webhook_secret", "slack_bot_token", "slack_app_token"),
    }
)


def _unknown(name: str, near: str) -> Problem:
    return Problem("unknown_near", name, {"near": near}) if near else Problem("unknown", name)


def _nearest(name: str) -> str:
    """The variable that was probably meant, or ""."""
    near = get_close_matches(name.lower(), _all_names(), n=1, cutoff=0.75)
    return PREFIX + near[0].upper() if near else ""


def _all_names() -> list[str]:
    return [*Settings.model_fields, *(f"{name}_file" for name in HIDDEN)]


def _misspelt() -> Iterator[Problem]:
    """Variables of the environment that are almost one of ours; others may belong to somebody else."""
    known = {PREFIX + name.upper() for name in _all_names()}
    for variable in sorted(os.environ):
        ours = variable.startswith(PREFIX) and not variable.startswith(f"{PREFIX}TEST_")
        if ours and variable not in known and (near := _nearest(variable.removeprefix(PREFIX))):
            yield _unknown(variable, near)


def _conflicts(settings: Settings) -> Iterator[Problem]:
    for (name, key), is_wrong in CONFLICTS.items():
        if is_wrong(settings):
            yield Problem(key, name)


def _lacks_slack_way_in(settings: Settings) -> bool:
    return "slack" in settings.channels and not (settings.slack_app_token or settings.slack_signing_secret)


def _postgres_without_keyring(settings: Settings) -> bool:
    return settings.keyring is None and not settings.database_url.get_secret_value().startswith("sqlite")


def _clock_is_real(settings: Settings) -> bool:
    return settings.clock is not None and not settings.only_loopback


def _lacks(first: str, second: str) -> Callable[[Settings], bool]:
    return lambda settings: getattr(settings, first) is not None and getattr(settings, second) is None


CONFLICTS: dict[tuple[str, str], Callable[[Settings], bool]] = {
    ("telegram_webhook_secret", "webhook_secret_missing"): _lacks("telegram_webhook_url", "telegram_webhook_secret"),
    ("slack_app_token", "slack_way_in"): _lacks_slack_way_in,
    ("slack_client_secret", "slack_client"): _lacks("slack_client_id", "slack_client_secret"),
    ("suggester_model", "suggester_model"): _lacks("suggester_url", "suggester_model"),
    ("keyring", "keyring_missing"): _postgres_without_keyring,
    ("ship", "ship_key"): _lacks("ship", "backup_key"),
    ("clock", "clock_is_real"): _clock_is_real,
}
