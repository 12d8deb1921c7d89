"""Logs: one line a line, never a secret. structlog and the standard library's logging leave through the same door."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO
from urllib.parse import quote, quote_plus

import structlog

# What has the look of a secret, whoever it belongs to.
SHAPES = (
    r"\d{4,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}",  # a bot token of Telegram
    r"x(?:ox[a-z]|app)-[A-Za-z0-9-]{5,}",  # tokens of Slack
    r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)",  # user and password of an address
)
GONE = "<secret>"
NEVER = r"(?!)"
FIRST = ("at", "level", "event")
SHORTEST = 6  # a shorter text stands in too many words to be taken out of them

# Control and bidirectional characters forge or hide lines, halves of characters break them; shown as \n, \x1b, \u202e.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")

# What an exception says may be what a person wrote: of most only the name is shown. These speak of lines and disks.
SPEAKS = ("aiohttp", "httpx", "httpcore", "ssl")
UNSAID = "<unsaid>"

# These tell addresses (httpx: the bot token is in them) or every breath they take.
QUIET = (
    *("httpx", "httpcore", "telegram", "apscheduler", "slack_sdk", "slack_bolt", "aiohttp.access", "alembic"),
    *("sqlalchemy", "psycopg", "asyncio"),  # statements with their values, and tasks with their arguments
)

log = structlog.get_logger(__name__)


class Redactor:
    """Takes the given secrets, and whatever is shaped like one, out of a text."""

    def __init__(self, secrets: Iterable[str] = (), shapes: Iterable[str] = SHAPES) -> None:
        known = {form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)}
        longest_first = sorted(known, key=len, reverse=True)
        self._pattern = re.compile("|".join([*map(re.escape, longest_first), *shapes]) or NEVER)

    def __call__(self, text: str) -> str:
        return self._pattern.sub(GONE, text)

    def within(self, value: Any) -> Any:
        """The same for every text within a value; what is neither plain nor a container becomes its repr."""
        match value:
            case str():
                return self(value)
            case Mapping():
                return {self(str(name)): self.within(one) for name, one in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.within(one) for one in value]
            case None | bool() | int() | float():
                return value
        return self(repr(value))


def _forms(secret: str) -> Iterable[str]:
    """A secret as it may stand in a log: plain, in JSON, in a Python string, in an address."""
    in_json = (json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
    return secret, repr(secret)[1:-1], quote(secret), quote(secret, safe=""), quote_plus(secret), *in_json


def one_line(text: str) -> str:
    """The text with what cannot be seen made visible."""
    return UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


class Line:
    """The last processor: an event becomes one line, JSON for machines, plain for people at a terminal."""

    def __init__(self, redact: Redactor, as_json: bool) -> None:
        self._redact, self._render = redact, json_line if as_json else _as_text

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
        clean: dict[str, Any] = self._redact.within(event)
        return self._render({name: clean.pop(name, "") for name in FIRST} | clean)


def json_line(value: Any) -> str:
    """JSON in one line, for every reader's idea of a line, with what cannot be seen escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _as_text(event: Mapping[str, Any]) -> str:
    when, level, what = (event[name] for name in FIRST)
    facts = (f"{name}={value}" for name, value in event.items() if name not in FIRST)
    return one_line(" ".join((f"{when} {level:<8}{what}", *facts)))


def set_up(
    level: str = "INFO", secrets: Iterable[str] = (), *, stream: TextIO | None = None, as_json: bool | None = None
) -> Redactor:
    """Send every log of this process to the stream (standard error), redacted; gives the redactor for other uses."""
    stream = stream or sys.stderr
    redact = Redactor(secrets)
    _set_up_structlog(logging.getLevelName(level))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(Line(redact, not stream.isatty() if as_json is None else as_json)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook, threading.excepthook = _uncaught, _uncaught_in_thread
    return redact


def with_traceback(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: `exc_info` becomes a traceback that tells where, and nothing of what anybody wrote."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else None
    if given and error is None:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> Iterable[str]:
    """The causes first, as Python prints them."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "caused:" if error.__cause__ else "while that was handled:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}: {_words_of(error)}".removeprefix("builtins.")


def _words_of(error: BaseException) -> str:
    if (code := getattr(error, "code", None)) and isinstance(code, str):
        return code  # Trouble's; its detail is a driver's sentence
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if type(error).__module__.startswith(SPEAKS) else UNSAID


SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.StackInfoRenderer(),
    with_traceback,
)


def _set_up_structlog(level: int) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _formatter(line: Line) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line]
    )


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught is logged like all else, so that a traceback is redacted too."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None:
        log.critical("uncaught_in_thread", exc_info=(caught.exc_type, caught.exc_value, caught.exc_traceback))
