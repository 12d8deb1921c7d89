"""How Chinese writes dates. Patterns run on normalised (simplified, narrow) text with names masked."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from core.reading import days
from core.reading.dates import Reader, Rule
from core.reading.days import Meaning
from core.reading.lexicon import Lexicon
from core.reading.numbers import DIGITS, HANZI_DIGITS, parse

_N = rf"(?:\d{{1,4}}|[{HANZI_DIGITS}十百廿卅]{{1,4}})"
_WEEKDAYS = {
    char: number for number, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7")) for char in chars
}
_WEEK = r"(?:周|星期|礼拜)"
_WEEK_STEP = r"(?P<step>再下|下下个?|上上个?|下个?|上个?|这个?|本)"
# 上周一直 is last week all along, 这周一起 this week together
_DAY_OF_WEEK = r"(?:一(?!直|定|般|样|共|些|起[去吃来聊开参拜跟和见])|[二三四五六日天]|[1-7](?![\d年.:点/]))"
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
_YEAR_NUMBER = rf"\d{{4}}|\d{{2}}|[{HANZI_DIGITS}]{{4}}|[两二]千[零{HANZI_DIGITS}]*十?[{HANZI_DIGITS}]?"
_YEAR = rf"(?:(?P<year>{_YEAR_NUMBER})年|(?P<years>[今明去后前])年)的?\s?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]|[一二两三四五六七八九十])月"
_REL_MONTH = r"(?P<months>下下个?|上上个?|下个?|上个?|这个?|本|当|次)月的?"
_PART = r"(?P<part>月?初|月?中旬|月?中|月?底|月?末|上旬|下旬|上半月|下半月)"
_PARTS = {
    "初": "start", "中": "middle", "底": "end", "末": "end",
    "上旬": "first_third", "中旬": "second_third", "下旬": "last_third",
    "上半月": "first_half", "下半月": "second_half", "上半年": "first_half", "下半年": "second_half",
}
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9]|[二三]?十[{HANZI_DIGITS}]?|廿[{HANZI_DIGITS}]?|卅一?|初?[{HANZI_DIGITS}])"
_BEFORE = r"(?:之前|以前|前(?!天|年|后))"
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
_COUNT = rf"(?P<count>\d{{1,3}}|[{HANZI_DIGITS}十百]{{1,4}})"
_UNIT = r"个?(?P<unit>工作日|星期|礼拜|季度|天|日|周|月|年)"
_AFTER = r"(?:之?[后内]|以[后内]|过后)"
# 12/25 is a date, 1/3 of a contract and 3-4-3 are not: nothing numeric may touch it, nor a unit follow.
_FREE = r"(?<![\d.,/\-$¥€£])(?<!\d:)"
_ENDS = r"(?![\d/:]|[.,\-]\d|\s?(?:[%十百千万亿元块美股家台套个]|w\b|k\b|usd|rmb))"


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


def _year_month_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    year, years = _with_year(match, said)
    month, number = _number(said["month"]), _number(said["day"])
    if year is not None:
        return days.full_date(year, month, number)
    if years is not None:
        return lambda today, sense: days.one(days.day(today.year + years, month, number))
    return days.month_day(month, number)


def _month_part(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    year, years = _with_year(match, said)
    month, part = _number(said["month"]), _part(said["part"]) if said.get("part") else "whole"
    if years is not None:
        return lambda today, sense: days.MONTH_PARTS[part](today.year + years, month)
    return days.part_of_month(year, month, part)


def _relative_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    months = _step(said["months"])
    if said.get("day"):
        return days.day_in_month(months, _number(said["day"]))
    return days.part_of_relative_month(months, _part(said["part"]) if said.get("part") else "whole")


def _bare_part(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.bare_part_of_month(_part(match["part"]))


def _year_part(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    year, years = _with_year(match, said)
    part = said.get("half") or ""
    name = _PARTS.get(part) or _PARTS.get(part.removeprefix("年"), "whole")
    return days.part_of_year(name, year=year, years=years)


def _quarter(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    part = _PARTS.get(said.get("part") or "", "whole")
    if said.get("quarters"):
        return days.relative_quarter(_step(said["quarters"]), part)
    year, years = _with_year(match, said)
    number = _number(said["quarter"])
    return days.quarter(number, part, year, years) if 1 <= number <= 4 else None


def _week(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    weeks = _step(said["step"]) if said.get("step") else 0
    weekday = said.get("weekday")
    if weekday == "末":
        return days.weekend(weeks)
    if not weekday:
        return days.week(weeks)
    number = _WEEKDAYS[weekday]
    return days.weekday_of_week(weeks, number) if said.get("step") else days.weekday(number)


def _count_on(sign: int) -> Reader:
    def read(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
        said = match.groupdict()
        count, unit = _number(said["count"]), _SPAN_UNITS[said["unit"]]
        return days.ago_or_ahead(sign * count, unit)

    return read


def _half_month(sign: int) -> Reader:
    return lambda match, lexicon: days.ago_or_ahead(sign * 15, "day")


def _half_year(sign: int) -> Reader:
    return lambda match, lexicon: days.ago_or_ahead(sign * 6, "month")


def _count_and_half(sign: int) -> Reader:
    """一个半月 is a month and fifteen days."""

    def read(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
        months = _number(match["count"])
        return lambda today, sense: days.one(days.add_days(days.add_months(today, sign * months), sign * 15))

    return read


def _numeric(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    month, number = int(said["month"]), int(said["day"])
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    if year := said.get("year"):
        return days.full_date(_year(year), month, number)
    return days.month_day(month, number)


def _relative_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.relative_day(int(lexicon.values["days"][match["word"]]))


def _day_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.day_of_month(_number(match["day"]))


def _holiday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    name = str(lexicon.values["holidays"][said["holiday"]])
    if said.get("years"):
        return lambda today, sense: days.holiday(name, bool(said["before"]), today.year + _STEPS[said["years"]])(
            today, sense
        )
    return days.holiday(name, bool(said["before"]), _year(said["year"]) if said.get("year") else None)


def _nth_weekday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
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


@lru_cache(maxsize=8)
def chinese_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    holiday = rf"(?P<holiday>{lexicon.one_value('holidays')})"
    opt_year = f"(?:{_YEAR})?"
    same_weekday = rf"(?:\s?[,，(]?\s?{_WEEK}[一二三四五六日天]\)?)?"
    table: tuple[tuple[str, str, Reader], ...] = (
        ("year_month_day", rf"{opt_year}{_MONTH}份?的?\s?{_DAY}[号日]{same_weekday}", _year_month_day),
        (
            "nth_weekday",
            rf"{_MONTH}份?的?第(?P<nth>[一二三四五\d])个?{_WEEK}(?P<weekday>[一二三四五六日天])",
            _nth_weekday,
        ),
        ("month_part", rf"{opt_year}{_MONTH}份?的?{_PART}", _month_part),
        ("year_month_day", rf"{opt_year}{_MONTH}{_DAY}(?![\d{HANZI_DIGITS}百千万亿个天月.点])", _year_month_day),
        (
            "full_date",
            rf"{_FREE}(?P<year>(?:19|20)\d\d)(?P<sep>[/.\-])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)(?:[号日])?",
            _numeric,
        ),
        (
            "full_date",
            r"(?<![\da-z\-])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
            _numeric,
        ),
        ("month", rf"{opt_year}{_MONTH}份?(?!\d)(?:[之以]?内)?", _month_part),
        ("relative_month", rf"{_REL_MONTH}{_DAY}[号日]", _relative_month),
        ("relative_month", rf"{_REL_MONTH}(?:月?{_PART})", _relative_month),
        ("relative_month", rf"{_REL_MONTH}份?(?:[之以]?内)?", _relative_month),
        ("relative_month", r"(?P<months>下|上|本|这|当)(?:个月)?月(?P<part>[初中底末])", _relative_month),
        (
            "quarter",
            rf"{opt_year}(?:第(?P<quarter>[一二三四1-4])季度?|(?P<quarter2>[一二三四1-4])季度)(?P<part>[初底末])?(?:[之以]?内)?",
            _quarter_of_either,
        ),
        ("quarter", rf"{opt_year}q(?P<quarter>[1-4])(?![a-z\d])(?P<part>[初底末])?(?:[之以]?内)?", _quarter),
        (
            "quarter",
            r"(?P<quarters>下个?|上个?|本|这个?|当)季度?(?P<part>[初底末])?(?:[之以]?内)?(?=$|[^节])",
            _quarter,
        ),
        ("quarter", r"季度?(?P<part>[底末])", lambda match, lexicon: days.relative_quarter(0, "end")),
        ("year_part", rf"{_YEAR}(?P<half>上半年|下半年|年?[底末初中])", _year_part),
        ("holiday", rf"{opt_year}{holiday}(?:节|假期|假)?(?P<before>{_BEFORE})?(?!节?[后期]|节?[之以]后)", _holiday),
        ("year", rf"{_YEAR}(?:[之以]?内)?(?!前|后|来|\d|[一二三四五六七八九十])", _year_part),
        ("year_part", r"(?P<half>上半年|下半年|年[底末])", _year_part),
        ("year", r"(?<![\d一二三四五六七八九十半几])年内", lambda match, lexicon: days.part_of_year("end", years=0)),
        (
            "workdays",
            rf"{_COUNT}个?工作[日天](?:{_AFTER})?",
            lambda match, lexicon: days.ago_or_ahead(_number(match["count"]), "workday"),
        ),
        ("ahead", rf"(?<!第)(?:过|再过)?{_COUNT}个半月{_AFTER}", _count_and_half(1)),
        ("ahead", rf"(?<![第\d.])(?:未来|今后|再过|过)?{_COUNT}{_UNIT}{_AFTER}", _count_on(1)),
        ("ahead", rf"(?:再过|(?<![通超])过){_COUNT}(?P<unit>天|个星期|个礼拜|周|个月)(?![多来])", _count_past),
        ("ahead", rf"(?:未来|今后|接下来)(?:的)?{_COUNT}{_UNIT}", _count_on(1)),
        ("ago", rf"(?<![第\d.]){_COUNT}{_UNIT}{_BEFORE}", _count_on(-1)),
        ("ahead", rf"(?:过)?半个?月{_AFTER}|再过半个月", _half_month(1)),
        ("ago", rf"半个?月{_BEFORE}", _half_month(-1)),
        ("ahead", rf"半年{_AFTER}", _half_year(1)),
        ("ago", rf"半年{_BEFORE}", _half_year(-1)),
        ("week", rf"{_WEEK_STEP}{_WEEK}(?P<weekday>{_DAY_OF_WEEK}|末)", _week),
        ("week", rf"{_WEEK_STEP}(?:周|星期|礼拜)(?:[之以]?内|里)?(?![岁年])", _week),
        ("weekday", rf"(?:周|星期|礼拜)(?P<weekday>{_DAY_OF_WEEK})", _week),
        ("weekend", r"周(?P<weekday>末)", _week),
        ("relative_day", rf"(?P<word>{lexicon.one_value('days')})", _relative_day),
        ("month_bare_part", r"(?P<part>月[初中底末](?!旬)|月?[上中下]旬)", _bare_part),
        ("day_of_month", rf"(?<![\d./第\-#年月{HANZI_DIGITS}]){_DAY}[号日](?![线楼院店会门机馆厂仓])", _day_of_month),
        (
            "day_of_month",
            rf"(?<![\d./第\-#年月{HANZI_DIGITS}])(?P<day>3[01]|[12]\d|[1-9])(?=\s?(?:到|至|-|~)\s?(?:3[01]|[12]\d|[1-9])[号日])",
            _day_of_month,
        ),
        ("month_day", rf"{_FREE}(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9]){_ENDS}", _numeric),
        (
            "month_day",
            rf"(?:(?<=^)|(?<=[\s,，;；:(]))(?P<month>1[0-2]|0?[1-9])-(?P<day>3[01]|[12]\d|0?[1-9]){_ENDS}",
            _numeric,
        ),
    )
    return tuple(Rule(name, re.compile(pattern), read) for name, pattern, read in table)


def _quarter_of_either(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    year, years = _with_year(match, said)
    number = _number(said["quarter"] or said["quarter2"])
    return days.quarter(number, _PARTS.get(said["part"] or "", "whole"), year, years)


def _count_past(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.ago_or_ahead(_number(match["count"]), _SPAN_UNITS[match["unit"].removeprefix("个")])


@lru_cache(maxsize=8)
def dotted_rule(lexicon: Lexicon) -> tuple[Rule, ...]:
    """11.20 is read last: only where no amount claims it."""
    pattern = rf"{_FREE}(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12]\d|0?[1-9]){_ENDS}"
    return (Rule("month_day", re.compile(pattern), _numeric),)
