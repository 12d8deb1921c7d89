"""Logs: one line a line, and no secret in any of them, at any level, however it got there (PROMISES.md R19, R25)."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
import structlog

from bot.log import GONE, UNSAID, Redactor, one_line, set_up

TOKEN = "7000000001:AAFakeTokenForTestsOnlyxxxxxxxxxxxxx"
SLACK = "xoxb-123456789-abcdefABCDEF"
KEY = 'the "wrapping" key/ä€ \\ and spaces'


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything logged at DEBUG, as JSON; logging is as it was afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    set_up("DEBUG", [TOKEN, KEY], stream=stream)
    yield stream
    root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook = before
    logging.captureWarnings(False)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_both_kinds_of_log_leave_through_one_door(logged: io.StringIO):
    with structlog.contextvars.bound_contextvars(update=5):
        structlog.get_logger("ours").info("kept", rows=3)
        logging.getLogger("theirs").warning("slow: %s ms", 12)

    ours, theirs = lines(logged)
    assert dict(level="info", event="kept", rows=3, update=5, logger="ours").items() <= ours.items()
    assert dict(level="warning", event="slow: 12 ms", update=5, logger="theirs").items() <= theirs.items()


def test_what_a_person_wrote_cannot_forge_a_line(logged: io.StringIO):
    hostile = 'x\r\n{"level": "info"}\x1b[2K\x85\u2028\u202e\x00'
    structlog.get_logger().info("said", text=hostile)
    logging.getLogger("theirs").info(hostile)

    assert 2 == len(logged.getvalue().splitlines())
    assert hostile == lines(logged)[0]["text"]


def test_at_a_terminal_a_line_is_a_line_too():
    root = logging.getLogger()
    before, stream = root.handlers[:], io.StringIO()
    set_up("INFO", [KEY], stream=stream, as_json=False)
    try:
        raise ValueError(f"two\nlines and {KEY}")
    except ValueError:
        structlog.get_logger().exception("broke\nhere", who="李雷\x1b[2K")
    root.handlers[:] = before
    structlog.reset_defaults()

    (line,) = stream.getvalue().splitlines()
    assert "error   broke\\nhere" in line
    assert "李雷\\x1b[2K" in line
    assert KEY not in line


class Carrier:
    """Something whose repr holds a secret."""

    def __repr__(self) -> str:
        return f"<Carrier {TOKEN}>"


def by_name(logger):
    logger.info("sent", token=TOKEN)


def by_nesting(logger):
    logger.info("sent", request={"headers": [("Authorization", f"Bearer {SLACK}")], TOKEN: 1})


def by_repr(logger):
    logger.debug("sent", carrier=Carrier())


def by_address(logger):
    logger.info("POST https://api.telegram.org/bot7000000001%3AAAFakeTokenForTestsOnlyxxxxxxxxxxxxx/sendMessage")


def by_traceback(logger):
    try:
        int(TOKEN)
    except ValueError:
        logger.exception("broke")


def by_cause(logger):
    try:
        try:
            raise KeyError(KEY)
        except KeyError as cause:
            raise RuntimeError(f"with {TOKEN}") from cause
    except RuntimeError:
        logging.getLogger("theirs").exception("broke %s", SLACK)


def by_standard_logging(logger):
    logging.getLogger("theirs").debug("connecting with %r and %s", KEY, {"password": KEY})


def by_warning(logger):
    warnings.warn(f"deprecated {TOKEN}", stacklevel=1)


def by_excepthook(logger):
    try:
        raise SystemError(f"{TOKEN} {KEY}")
    except SystemError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def by_thread(logger):
    def work():
        raise OSError(f"{SLACK} {KEY}")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def by_password_in_an_address(logger):
    logger.info("connecting", url="postgresql://gengfu:hunter2222@db/gengfu")


def by_context(logger):
    with structlog.contextvars.bound_contextvars(who=TOKEN):
        logger.info("x")


WAYS = [value for name, value in list(globals().items()) if name.startswith("by_")]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_secret_leaves_in_no_way(logged: io.StringIO, way):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        way(structlog.get_logger("ours"))

    text = logged.getvalue()
    assert GONE in text or UNSAID in text
    escaped = json.dumps(KEY)[1:-1], json.dumps(KEY, ensure_ascii=False)[1:-1], repr(KEY)[1:-1]
    for secret in (TOKEN, TOKEN.partition(":")[2], SLACK, KEY, "hunter2222", *escaped):
        assert secret not in text


def test_a_traceback_tells_where_and_nothing_of_what_anybody_wrote(logged: io.StringIO):
    try:
        try:
            {}["收到华星货款5万"]
        except KeyError as cause:
            raise LookupError("no account 华星, 13812345678") from cause
    except LookupError:
        logging.getLogger("gengfu").exception("broke", extra={"source": 7})

    [line] = lines(logged)
    said = str(line["exception"])
    assert ["KeyError: <unsaid>", "caused:", "LookupError: <unsaid>"] == [
        one for one in said.splitlines() if not one.startswith(" ")
    ]
    assert "test_log.py" in said
    assert 7 == line["source"]


def test_a_token_nobody_told_us_of_is_known_by_its_shape():
    redact = Redactor()

    assert f"/bot{GONE}/getMe" == redact("/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe")
    assert GONE == redact("xapp-1-A0123-456-abcdef")
    assert f"redis://{GONE}@host" == redact("redis://:pw@host")


def test_ordinary_words_stay():
    for text in ("10:30 收到华星货款 12000.50", "2026-03-02T01:00:00", "http://h:8080/x", "a@b.com", "", "abc"):
        assert text == Redactor(["abc", ""])(text)


def test_libraries_that_tell_addresses_are_quiet_at_debug(logged: io.StringIO):
    for name in ("httpx", "httpcore.http11", "telegram.ext", "apscheduler.scheduler", "slack_sdk"):
        logging.getLogger(name).info("HTTP Request")
        logging.getLogger(name).warning("%s is unwell", name)

    assert ["warning"] * 5 == [line["level"] for line in lines(logged)]


def test_the_level_holds_for_our_logs_too():
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    set_up("WARNING", stream=stream)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud")
    root.handlers[:], root.level = before
    structlog.reset_defaults()

    assert ["loud"] == [line["event"] for line in lines(stream)]


def test_what_cannot_be_seen_is_shown():
    assert r"a\nb\u202e\x00\ud83d中" == one_line("a\nb\u202e\x00\ud83d中")
