"""Clock times: 下午三点, 9:30, 两点半, 10am, at 10."""

import re
from typing import NamedTuple

from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.numbers import parse

_HOUR = r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_MINUTE = r"(?P<minute>半|一刻|三刻|\d{1,2}分?|[一二三四五六七八九十]{1,3}分)"
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45, "": 0}


class Clock(NamedTuple):
    start: int
    end: int
    value: str
    rule: str


@per_lexicon
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    part = rf"(?:(?P<part>{lexicon.one_value('dayparts')})的?\s*)"
    patterns = (
        rf"{part}{_HOUR}(?:点钟|点整|点(?!\d\d)|时){_MINUTE}?",
        rf"{part}?(?<![\d:.])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:])\s?(?P<half>[ap]\.?m\b\.?)?",
        r"(?<![\d.])(?P<hour>\d{1,2})(?:点|\.)(?P<minute>\d\d)\s?(?P<half>[ap]\.?m\b\.?)",
        r"(?<![\d.:$])(?P<hour>\d{1,2})\s?(?P<half>[ap]\.?m\b\.?)(?P<minute>)",
        rf"(?<![\d.一二三四五六七八九十]){_HOUR}(?:点钟|点整|点)(?P<minute>半|一刻|三刻|\d{{1,2}}分?)?(?!\d|[儿击评赞意建要问])",
        r"\bat\s+(?P<hour>\d{1,2})(?P<minute>)(?![\d:.,%]|\s?(?:k\b|m\b|%|usd|percent|per))",
        r"(?P<hour>\d{1,2})(?P<minute>)\s?o'?clock",
    )
    return tuple(re.compile(pattern, re.ASCII) for pattern in patterns)  # 10am跟: a word ends where letters do


def find_times(text: str, lexicon: Lexicon, plain: str | None = None) -> list[Clock]:
    """Every clock time; a bare hour from 1 to 7 is in the afternoon. `plain` still shows the days masked in `text`."""
    found: list[Clock] = []
    taken = bytearray(len(text))
    for rule, pattern in enumerate(_patterns(lexicon)):
        for match in pattern.finditer(text):
            value = _value(match, lexicon, (plain or text)[max(0, match.start() - 1) : match.start()])
            if value and not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append(Clock(*match.span(), value, f"time_{rule}"))
    return sorted(found)


def _value(match: re.Match[str], lexicon: Lexicon, before: str) -> str | None:
    said = match.groupdict()
    hour_read, minute = parse(said["hour"]), _minute(said.get("minute") or "")
    if hour_read is None or minute is None:
        return None
    half = said.get("half") or lexicon.values.get("dayparts", {}).get(said.get("part") or before, "")
    hour = _on_the_clock(int(hour_read), half[:1])
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _minute(said: str) -> int | None:
    if said in _QUARTERS:
        return _QUARTERS[said]
    value = parse(said.removesuffix("分"))
    return None if value is None else int(value)


def _on_the_clock(hour: int, half: str) -> int:
    if half == "p" or (not half and 1 <= hour <= 7):
        return hour + 12 if hour < 12 else hour
    return 0 if half == "a" and hour == 12 else hour
