"""What the Chinese date phrases of `dates_zh` mean: one reader for each kind of phrase."""

import re
from collections.abc import Mapping
from datetime import date

from core.reading import days
from core.reading.dates import Reader
from core.reading.days import Meaning
from core.reading.lexicon import Lexicon
from core.reading.numbers import DIGITS, parse

_WEEKDAYS = {
    char: number for number, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7")) for char in chars
}
_STEPS = {
    "再下": 2,
    "下下": 2,
    "上上": -2,
    "下": 1,
    "上": -1,
    "这": 0,
    "本": 0,
    "当": 0,
    "次": 1,
    "今": 0,
    "明": 1,
    "去": -1,
    "后": 2,
    "前": -2,
    "隔": 1,
}
_PARTS = {
    "初": "start",
    "中": "middle",
    "底": "end",
    "末": "end",
    "上旬": "first_third",
    "中旬": "second_third",
    "下旬": "last_third",
    "上半月": "first_half",
    "下半月": "second_half",
    "上半年": "first_half",
    "下半年": "second_half",
}
_SPAN_UNITS = {
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "年": "year",
    "季度": "quarter",
    "工作日": "workday",
}


def _number(said: str) -> int:
    value = parse(said.replace("廿", "二十").replace("卅", "三十").removeprefix("初"))
    return int(value) if value is not None else 0


def _year(said: str) -> int:
    number = _number(
        "".join(str(DIGITS.get(char, char)) for char in said) if len(said) == 4 and "千" not in said else said
    )
    return number if number > 99 else 2000 + number


def _step(said: str) -> int:
    return _STEPS[said.removesuffix("个")]


def _part(said: str) -> str:
    return _PARTS[said if said in _PARTS else said.removeprefix("月")]


def _with_year(match: re.Match[str], found: Mapping[str, str | None]) -> tuple[int | None, int | None]:
    year, years = found.get("year"), found.get("years")
    return (_year(year) if year else None), (_STEPS[years] if years else None)


def year_month_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """3月5日, 2026年3月5日, 明年3月5日."""
    said = match.groupdict()
    year, years = _with_year(match, said)
    month, number = _number(said["month"]), _number(said["day"])
    if year is not None:
        return days.full_date(year, month, number)
    if years is not None:
        return lambda today, sense: days.one(days.day(today.year + years, month, number))
    return days.month_day(month, number)


def month_part(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """12月底, 明年五月, 3月: the month, or the part of it that is said."""
    said = match.groupdict()
    year, years = _with_year(match, said)
    month, part = _number(said["month"]), _part(said["part"]) if said.get("part") else "whole"
    if years is not None:
        return lambda today, sense: days.MONTH_PARTS[part](today.year + years, month)
    return days.part_of_month(year, month, part)


def relative_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """下个月, 上月底, 下个月10号."""
    said = match.groupdict()
    months = _step(said["months"])
    if said.get("day"):
        return days.day_in_month(months, _number(said["day"]))
    return days.part_of_relative_month(months, _part(said["part"]) if said.get("part") else "whole")


def bare_part(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """月初, 月底, 上旬."""
    return days.bare_part_of_month(_part(match["part"]))


def year_part(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """今年, 2027年, 明年上半年, 年底."""
    said = match.groupdict()
    year, years = _with_year(match, said)
    part = said.get("half") or ""
    name = _PARTS.get(part) or _PARTS.get(part.removeprefix("年"), "whole")
    return days.part_of_year(name, year=year, years=years)


def quarter(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """三季度, 第三季度末, 明年Q1, 下个季度; None for a fifth quarter."""
    said = match.groupdict()
    part = _PARTS.get(said.get("part") or "", "whole")
    if said.get("quarters"):
        return days.relative_quarter(_step(said["quarters"]), part)
    year, years = _with_year(match, said)
    number = _number(said["quarter"])
    return days.quarter(number, part, year, years) if 1 <= number <= 4 else None


def week(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """上周, 下周三, 周三, 周末."""
    said = match.groupdict()
    weeks = _step(said["step"]) if said.get("step") else 0
    weekday = said.get("weekday")
    if weekday == "末":
        return days.weekend(weeks)
    if not weekday:
        return days.week(weeks)
    number = _WEEKDAYS[weekday]
    return days.weekday_of_week(weeks, number) if said.get("step") else days.weekday(number)


def count_on(sign: int) -> Reader:
    """3天后 (1), 两个月前 (-1)."""

    def read(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
        said = match.groupdict()
        count, unit = _number(said["count"]), _SPAN_UNITS[said["unit"]]
        return days.ago_or_ahead(sign * count, unit)

    return read


def half_month(sign: int) -> Reader:
    """半个月后 (1), 半个月前 (-1): 15 days."""
    return lambda match, lexicon: days.ago_or_ahead(sign * 15, "day")


def half_year(sign: int) -> Reader:
    """半年后 (1), 半年前 (-1): six months."""
    return lambda match, lexicon: days.ago_or_ahead(sign * 6, "month")


def count_and_half(sign: int) -> Reader:
    """一个半月 is a month and fifteen days."""

    def read(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
        months = _number(match["count"])
        return lambda today, sense: days.one(days.add_days(days.add_months(today, sign * months), sign * 15))

    return read


def numeric(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """2026-3-5, 20260305, 3/5: month first; None where it is no date."""
    said = match.groupdict()
    month, number = int(said["month"]), int(said["day"])
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    if year := said.get("year"):
        return days.full_date(_year(year), month, number)
    return days.month_day(month, number)


def numeric_stretch(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """11.30-12.2"""
    one, other = (days.month_day(int(match[f"month{at}"]), int(match[f"day{at}"])) for at in ("", "2"))
    return days.stretch(one, other)


def relative_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """今天, 后天, 大前天: by the lexicon."""
    return days.relative_day(int(lexicon.values["days"][match["word"]]))


def day_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """15号"""
    return days.day_of_month(_number(match["day"]))


def holiday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """国庆, 明年春节前."""
    said = match.groupdict()
    name = str(lexicon.values["holidays"][said["holiday"]])
    if said.get("years"):
        return lambda today, sense: days.holiday(name, bool(said["before"]), today.year + _STEPS[said["years"]])(
            today, sense
        )
    return days.holiday(name, bool(said["before"]), _year(said["year"]) if said.get("year") else None)


def before_new_year(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """年前 alone is before the Spring Festival."""
    return days.holiday("spring_festival", before=True)


def nth_weekday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """十月第一个星期一"""
    said = match.groupdict()
    number, weekday, month = _number(said["nth"]), _WEEKDAYS[said["weekday"]], _number(said["month"])

    def meaning(today: date, sense: int) -> days.Days | None:
        candidates = []
        for year in (today.year - 1, today.year, today.year + 1):
            first = date(year, month, 1)
            if when := days.day(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (number - 1)):
                candidates.append(when)
        return days.one(days.nearest(candidates, today, sense))

    return meaning


def workdays(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """5个工作日后"""
    return days.ago_or_ahead(_number(match["count"]), "workday")


def count_past(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """再过3天, 过两个星期."""
    return days.ago_or_ahead(_number(match["count"]), _SPAN_UNITS[match["unit"].removeprefix("个")])
