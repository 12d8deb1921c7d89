"""How English writes dates. Patterns run on normalised (lower-case) text with names masked."""

import re
from datetime import date
from functools import lru_cache

from core.reading import days
from core.reading.dates import DateMention, Reader, Rule
from core.reading.days import Meaning
from core.reading.lexicon import Lexicon

_STEP = r"(?P<step>(?:the\s+)?(?:next|last|past|previous|coming|following|current)|this|upcoming)"
_STEPS = {
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "following": 1,
    "last": -1,
    "previous": -1,
    "past": -1,
}
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)"
_UNITS = {
    **dict.fromkeys(("business day", "working day", "work day", "weekday"), "workday"),
    **dict.fromkeys(("day", "night"), "day"),
    **dict.fromkeys(("week", "wk", "fortnight"), "week"),
    **dict.fromkeys(("year", "yr"), "year"),
    "month": "month",
    "quarter": "quarter",
}
_UNIT_WORD = (
    r"(?:business|working|work)[ -]days?|weekdays?|days?|nights?|weeks?|wks?|fortnights?|months?|quarters?|years?|yrs?"
)
_UNIT = rf"(?P<unit>{_UNIT_WORD})\b"
_MONTH_PARTS = {
    "early": "first_third",
    "mid": "second_third",
    "late": "last_third",
    "beginning of": "start",
    "start of": "start",
    "middle of": "middle",
    "end of": "end",
}
_EDGE = r"(?:the\s+)?(?P<edge>end|beginning|start|middle)\s+of\s+(?:the\s+)?"
_EDGES = {"end": "end", "beginning": "start", "start": "start", "middle": "middle"}


def _step(said: str) -> int:
    return _STEPS[said.removeprefix("the ").strip()]


def _year(said: str | None) -> int | None:
    return None if not said else 2000 + int(said[1:]) if said.startswith("'") else int(said)


def _count(said: str, lexicon: Lexicon) -> int:
    return int(said) if said.isdigit() else int(lexicon.values["numbers"].get(" ".join(said.split()), 1))


def _unit(said: str) -> str:
    said = said.replace("-", " ")
    return _UNITS[said if said in _UNITS else said.removesuffix("s")]


def _weekday_number(said: str, lexicon: Lexicon) -> int:
    return int({**lexicon.values["weekdays"], **lexicon.values["weekdays_short"]}[said])


def _month(match: re.Match[str], lexicon: Lexicon) -> int:
    return int(lexicon.values["months"][match["month"]])


def _month_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    number = int(said["day"]) if said.get("day") else _ordinal(said["ordinal"], lexicon)
    year, month = _year(said.get("year")), _month(match, lexicon)
    return days.full_date(year, month, number) if year else days.month_day(month, number)


def _ordinal(said: str, lexicon: Lexicon) -> int:
    """twenty-first, or the plain number in "May twenty one"."""
    word = " ".join(said.replace("-", " ").split())
    return int(lexicon.values["ordinals"].get(word) or lexicon.values["numbers"][word])


def _whole_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    part = _MONTH_PARTS.get(" ".join((said.get("part") or "").replace("-", " ").split()), "whole")
    year, month = _year(said.get("year")), _month(match, lexicon)
    if step := said.get("step"):
        return _stepped_month(_step(step), month)
    return days.part_of_month(year, month, part)


def _stepped_month(step: int, month: int) -> Meaning:
    def meaning(today: date, sense: int) -> days.Days:
        return days.part_of_month(None, month, "whole")(
            today, days.PAST if step < 0 else days.FUTURE
        ) or days.whole_month(today.year, month)

    return meaning


def _weekday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """next Friday is in next week, last Friday the most recent one."""
    said = match.groupdict()
    number = _weekday_number(said["weekday"], lexicon)
    if not (step := said.get("step")):
        return days.weekday(number)
    kind = step.removeprefix("the ").strip()
    if kind in ("last", "past", "previous"):
        return lambda today, sense: days.weekday(number)(today, days.PAST)
    if kind in ("coming", "upcoming", "following"):
        return lambda today, sense: days.weekday(number)(today, days.FUTURE)
    return days.weekday_of_week(_step(step), number)


def _weekday_of_week(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    weeks = {"after next": 2}.get(match["step"]) or _step(match["step"])
    return days.weekday_of_week(weeks, _weekday_number(match["weekday"], lexicon))


def _stepped_unit(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    step, unit = _step(match["step"]), match["unit"]
    return {
        "week": days.week(step),
        "weekend": days.weekend(step),
        "month": days.part_of_relative_month(step, "whole"),
        "quarter": days.relative_quarter(step, "whole"),
        "year": days.part_of_year("whole", years=step),
    }[unit]


def _week_after_next(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.week(2)


def _edge(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    step, part = _step(said["step"]) if said.get("step") else 0, _EDGES[said["edge"]]
    unit = said["unit"]
    if unit == "month" and not said.get("step"):
        return days.part_of_relative_month(0, part)
    meanings = {
        "month": days.part_of_relative_month(step, part),
        "quarter": days.relative_quarter(step, part),
        "year": days.part_of_year(part, years=step),
        "week": days.weekday_of_week(step, 0 if part == "start" else 2 if part == "middle" else 6),
    }
    return meanings[unit]


def _short_end(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return {
        "m": days.part_of_relative_month(0, "end"),
        "q": days.relative_quarter(0, "end"),
        "y": days.part_of_year("end", years=0),
        "w": days.weekday_of_week(0, 6),
        "d": days.relative_day(0),
    }[match["unit"]]


def _counted(sign: int) -> Reader:
    def read(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
        count, unit = _count(match["count"], lexicon), _unit(match["unit"])
        fortnights = 2 if match["unit"].startswith("fortnight") else 1
        return days.ago_or_ahead(sign * count * fortnights, unit)

    return read


def _compound(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """2 years, 1 month and 21 days ago"""
    sign = -1 if match["way"] in ("ago", "back", "earlier") else 1
    steps = [
        (_count(count, lexicon), _unit(unit))
        for count, unit in re.findall(rf"(\w+)\s+({_UNIT_WORD})\b", match["steps"])
    ]

    def meaning(today: date, sense: int) -> days.Days | None:
        at: date | None = today
        for count, unit in sorted(steps, key=lambda step: list(days.UNITS).index(step[1]), reverse=True):
            at = days.UNITS[unit](at, sign * count) if at else None
        return days.one(at)

    return meaning


def _weekdays_on(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """3 Fridays from now, two Thursdays ago"""
    count, weekday = _count(match["count"], lexicon), _weekday_number(match["weekday"].removesuffix("s"), lexicon)
    sense = days.PAST if match["way"] in ("ago", "back") else days.FUTURE

    def meaning(today: date, _: int) -> days.Days | None:
        first = days.weekday(weekday)(today, sense)
        return days.one(days.add_days(first.first, 7 * (count - 1) * sense)) if first else None

    return meaning


def _numeric(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    month, number = int(said["month"]), int(said["day"])
    if month > 12 >= number:
        month, number = number, month
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    if year := said.get("year"):
        return days.full_date(int(year) if len(year) == 4 else 2000 + int(year), month, number)
    return days.month_day(month, number)


def _day_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    if step := said.get("step"):
        return days.day_in_month(_step(step), int(said["day"]))
    return days.day_of_month(int(said["day"]) if said.get("day") else _ordinal(said["ordinal"], lexicon))


def _last_day_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.part_of_month(_year(match.groupdict().get("year")), _month(match, lexicon), "end")


def _named_month_date(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """05-Aug-2016, 2019/Sep/1"""
    return days.full_date(_year(match["year"]) or 0, _month(match, lexicon), int(match["day"]))


def _nth_weekday_of_step(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """the first Friday of next month"""
    said = match.groupdict()
    months = _step(said["step"]) if said.get("step") else 0
    nth, weekday = int(lexicon.values["ordinals"][said["nth"]]), _weekday_number(said["weekday"], lexicon)

    def meaning(today: date, sense: int) -> days.Days | None:
        first = days.add_months(today.replace(day=1), months)
        return days.one(days.day(first.year, first.month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1)))

    return meaning


def _relative_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.relative_day(int(lexicon.values["days"][" ".join(match["word"].split())]))


def _weekday_and_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """Thursday the 21st, Fri 31: the nearest such day that falls on that weekday."""
    number, weekday = int(match["day"]), _weekday_number(match["weekday"], lexicon)

    def meaning(today: date, sense: int) -> days.Days | None:
        firsts = (days.add_months(today.replace(day=1), step) for step in range(-60, 61))
        fitting = [
            when
            for first in firsts
            if (when := days.day(first.year, first.month, number)) and when.weekday() == weekday
        ]
        return days.one(days.nearest(fitting, today, sense))

    return meaning


def _quarter(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    number = said.get("quarter") or str(lexicon.values["ordinals"][said["ordinal"]])
    return (
        days.quarter(int(number), "end" if said.get("edge") else "whole", _year(said.get("year")))
        if int(number) <= 4
        else None
    )


def _year_alone(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    return days.part_of_year("whole", year=int(match["year"]))


def _holiday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = match.groupdict()
    return days.holiday(
        str(lexicon.values["holidays_en"][said["holiday"]]), bool(said.get("before")), _year(said.get("year"))
    )


def _nth_weekday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """the first Monday of March, last Friday of October"""
    said = match.groupdict()
    nth = -1 if said["nth"] == "last" else int(lexicon.values["ordinals"][said["nth"]])
    weekday, month, year = _weekday_number(said["weekday"], lexicon), _month(match, lexicon), _year(said.get("year"))

    def in_year(each: int) -> date | None:
        first, length = date(each, month, 1), days.month_length(each, month)
        fitting = [number for number in range(1, length + 1) if (first.weekday() + number - 1) % 7 == weekday]
        index = nth if nth < 0 else nth - 1
        return date(each, month, fitting[index]) if index < len(fitting) else None

    def meaning(today: date, sense: int) -> days.Days | None:
        years = [year] if year else [today.year - 1, today.year, today.year + 1]
        found = [when for each in years if (when := in_year(each))]
        return days.one(found[0] if year and found else days.nearest(found, today, sense))

    return meaning


@lru_cache(maxsize=8)
def _shift(lexicon: Lexicon) -> re.Pattern[str]:
    count = rf"(?P<count>\d{{1,3}}|{lexicon.one_value('numbers')}|an?)"
    return re.compile(rf"{count}\s+{_UNIT}\s+(?P<way>after|from|before)\s+$")


def shift_dates(text: str, found: list[DateMention], lexicon: Lexicon) -> list[DateMention]:
    """two weeks after Nov 3, 3 days before Christmas: the distance is part of the date."""
    return [_shifted(text, mention, lexicon) for mention in found]


def _shifted(text: str, mention: DateMention, lexicon: Lexicon) -> DateMention:
    match = _shift(lexicon).search(text[max(0, mention.start - 40) : mention.start])
    before_holiday = _BEFORE_HOLIDAY.match(text, mention.start)
    if not match and before_holiday:
        match = _shift(lexicon).search(text[max(0, mention.start - 40) : mention.start] + "before ")
    if not match:
        return mention
    way, count, unit = match["way"], _count(match["count"], lexicon), _unit(match["unit"])
    sign = -1 if way == "before" else 1

    def meaning(today: date, sense: int) -> days.Days | None:
        base = mention.on(today, sense)
        anchor = days.add_days(base.first, 1 if before_holiday else 0) if base else None
        return days.one(days.UNITS[unit](anchor, sign * count)) if anchor else None

    length = len(match[0]) - (len("before ") if before_holiday else 0)
    return DateMention(mention.start - length, mention.end, meaning, mention.rule)


_BEFORE_HOLIDAY = re.compile(r"before\s")


@lru_cache(maxsize=8)
def english_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    month = rf"(?P<month>{lexicon.one_value('months')})\.?"
    weekday = rf"(?P<weekday>{lexicon.one_value('weekdays')})\.?"
    ordinal = rf"(?P<ordinal>{lexicon.one_value('ordinals')})"
    count = rf"(?P<count>\d{{1,3}}|{lexicon.one_value('numbers')}|an?)"
    count_word = rf"(?:\d{{1,3}}|{lexicon.one_value('numbers')}|an?)"
    maybe_year = rf"(?:\s*,?\s*(?:of\s+)?{_YEAR}(?!\d))?"
    led = rf"(?:(?:on\s+)?{lexicon.one_value('weekdays')}\.?,?\s+(?:the\s+)?)?"
    dayname = rf"(?P<ordinal>{lexicon.one_value('ordinals', 'numbers')})"
    short = r"(?P<weekday>sat|sun)\.?"
    holiday = rf"(?P<holiday>{lexicon.one_value('holidays_en')})"
    table: tuple[tuple[str, str, Reader], ...] = (
        (
            "full_date",
            r"(?<![\d./\-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
            _numeric,
        ),
        (
            "full_date",
            r"(?<![\d./\-])(?P<month>\d{1,2})(?P<sep>[-/.])(?P<day>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])",
            _numeric,
        ),
        (
            "full_date",
            r"(?<![\d./\-])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
            _numeric,
        ),
        (
            "full_date",
            rf"(?<![\d./\-])(?P<day>[0-3]?\d)[-/.\s]+{month}[-/.\s]+(?P<year>(?:19|20)\d\d)(?!\d)",
            _named_month_date,
        ),
        (
            "full_date",
            rf"(?<![\d./\-])(?P<year>(?:19|20)\d\d)[-/]{month}[-/](?P<day>\d{{1,2}})(?!\d)",
            _named_month_date,
        ),
        ("last_day", rf"(?:the\s+)?last\s+day\s+(?:of|in)\s+{month}{maybe_year}", _last_day_of_month),
        (
            "nth_weekday",
            rf"(?:the\s+)?(?P<nth>{lexicon.one_value('ordinals')})\s+{weekday}\s+(?:of|in)\s+(?:{_STEP}\s+|the\s+)month\b",
            _nth_weekday_of_step,
        ),
        (
            "day_of_month",
            rf"(?:on\s+)?(?:the\s+)?(?P<day>3[01]|[12]\d|[1-9]){_TH}?\s+(?:day\s+)?of\s+{_STEP}\s+month\b",
            _day_of_month,
        ),
        (
            "nth_weekday",
            rf"(?:the\s+)?(?P<nth>last|{lexicon.one_value('ordinals')})\s+{weekday}\s+(?:of|in)\s+{month}{maybe_year}",
            _nth_weekday,
        ),
        (
            "month_day",
            rf"{led}(?<![a-z]){month}[\s\-/]*(?:the\s+)?{_DAY}{_TH}?(?![\d:]|\s?(?:[ap]m\b|%|k\b)){maybe_year}",
            _month_day,
        ),
        (
            "month_day",
            rf"{led}(?<![\d.$,]){_DAY}{_TH}?[\s\-/]*(?:of\s+|day\s+of\s+)?{month}(?![a-z]){maybe_year}",
            _month_day,
        ),
        ("month_day", rf"{led}(?:the\s+)?{ordinal}\s+(?:of\s+|day\s+of\s+)?{month}(?![a-z]){maybe_year}", _month_day),
        (
            "month_day",
            rf"{led}(?<![a-z]){month},?\s+(?:the\s+)?{dayname}(?!\s*(?:hundred|thousand|million|grand|days?|weeks?|units?))(?![a-z\-]){maybe_year}",
            _month_day,
        ),
        ("weekday_and_day", rf"{weekday},?\s+(?:the\s+)?(?P<day>3[01]|[12]\d|[1-9]){_TH}\b", _weekday_and_day),
        ("weekday_and_day", rf"(?<![a-z]){short},?\s+(?:the\s+)?(?P<day>3[01]|[12]\d|[1-9]){_TH}\b", _weekday_and_day),
        (
            "weekday_and_day",
            rf"{weekday}\s+(?P<day>3[01]|[12]\d)(?![\d:/.,%\-]|\s?(?:[ap]m|k\b|m\b|%))",
            _weekday_and_day,
        ),
        (
            "month_part",
            rf"(?P<part>early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[\s\-]+{month}{maybe_year}",
            _part_of_month,
        ),
        ("month", rf"{_STEP}\s+{month}(?![a-z])", _whole_month),
        ("month", rf"(?<![a-z]){month}\s*,?\s*(?:of\s+)?{_YEAR}(?!\d)", _whole_month),
        (
            "month",
            rf"(?:(?<=\bin )|(?<=\bby )|(?<=\bfor )|(?<=\bduring )|(?<=\bthis )|(?<=\buntil )|(?<=\btill ))(?P<month>{lexicon.one_value('months')})(?![a-z])",
            _whole_month,
        ),
        ("weekday_of_week", rf"{weekday}\s+(?:of\s+)?(?:the\s+)?week\s+(?P<step>after next)", _weekday_of_week),
        ("weekday_of_week", rf"(?:on\s+)?{weekday}\s+(?:of\s+)?{_STEP}\s+week", _weekday_of_week),
        ("weekday_of_week", rf"{_STEP}\s+week(?:'?s)?\s+(?:on\s+)?{weekday}(?![a-z])", _weekday_of_week),
        ("relative_day", rf"(?P<word>{lexicon.one_value('days')})", _relative_day),
        ("edge", rf"{_EDGE}(?:{_STEP}\s+)?(?P<unit>month|quarter|year|week)\b", _edge),
        ("edge", r"(?:(?P<step>this|next)\s+)?\b(?P<unit>month|quarter|year|week)[\s-]?(?P<edge>end)\b", _edge),
        ("edge", r"\beo(?P<unit>[mqywd])\b", _short_end),
        (
            "quarter",
            rf"(?P<edge>(?:the\s+)?end\s+of\s+)?q(?P<quarter>[1-4])(?![a-z\d])(?:\s*,?\s*(?:of\s+)?{_YEAR})?",
            _quarter,
        ),
        ("quarter", rf"(?:the\s+)?{ordinal}\s+quarter(?:\s+(?:of\s+)?{_YEAR})?", _quarter),
        ("week", r"(?:the\s+)?week after next", _week_after_next),
        ("week", rf"{_STEP}\s+(?P<unit>week|weekend|month|quarter|year)\b(?!\s*end)", _stepped_unit),
        ("weekend", r"(?:the\s+)?weekend\b", lambda match, lexicon: days.weekend(0)),
        ("week_of_day", rf"{_STEP}\s+{weekday}(?![a-z])", _weekday),
        (
            "compound",
            rf"(?P<steps>{count_word}\s+(?:{_UNIT_WORD})(?:(?:\s*,?\s+|\s+and\s+){count_word}\s+(?:{_UNIT_WORD}))+)\s+(?P<way>ago|back|earlier|later|from now)\b",
            _compound,
        ),
        (
            "weekdays_on",
            rf"{count}\s+(?P<weekday>(?:{lexicon.one_value('weekdays')})s|{lexicon.one_value('weekdays')})\s+(?P<way>ago|back|from now|later)\b".replace(
                "(?![a-z])", ""
            ),
            _weekdays_on,
        ),
        ("ahead", rf"(?:with)?in\s+(?:the\s+next\s+)?{count}\s+(?:more\s+)?{_UNIT}(?:'?s?\s+time)?", _counted(1)),
        ("ahead", rf"{count}\s+{_UNIT}\s+(?:from\s+(?:now|today)|later|out|hence)\b", _counted(1)),
        ("ahead", rf"(?:the\s+)?next\s+(?P<count>\d{{1,3}}|{lexicon.one_value('numbers')})\s+{_UNIT}", _counted(1)),
        ("ago", rf"{count}\s+{_UNIT}\s+(?:ago|back|earlier|before now)\b", _counted(-1)),
        ("holiday", rf"(?:(?P<before>before)\s+)?{holiday}{maybe_year}", _holiday),
        (
            "day_of_month",
            rf"(?:on\s+)?(?:the\s+)?(?P<day>3[01]|[12]\d|[1-9]){_TH}\s+(?:of\s+)?{_STEP}\s+month\b",
            _day_of_month,
        ),
        ("weekday", rf"(?<![a-z]){weekday}(?![a-z\d])", _weekday),
        (
            "day_of_month",
            rf"\bthe\s+(?P<day>3[01]|[12]\d|[1-9]){_TH}\b(?!\s+(?:time|visit|call|meeting|quarter|phase|floor|round|of))",
            _day_of_month,
        ),
        ("weekday", rf"(?:(?<=\bon )|(?<=\bby )|(?<=\bthis )|(?<=\bnext )|(?<=\blast )|^){short}(?![a-z])", _weekday),
        (
            "day_of_month",
            r"(?:(?<=\bon )|(?<=\bby )|(?<=\bfor )|^)the\s+(?P<day>3[01]|[12]\d|[1-9])(?![\d:/.,%]\d|\s?(?:%|k\b|units|people|of us))(?=\s*(?:$|[.,;!?]|[a-z]))",
            _day_of_month,
        ),
        ("day_of_month", rf"(?<=\bon )(?P<day>3[01]|[12]\d|[1-9]){_TH}\b", _day_of_month),
        ("month_day", r"(?<![\d./:,$€£¥\-])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%]|\s?(?:k\b|m\b))", _numeric),
        (
            "month_day",
            r"(?:^|(?<=\bon )|(?<=\bby ))(?P<month>1[0-2]|0?[1-9])\s?-\s?(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/%\-]|\s?(?:k\b|m\b|days|weeks|people|units|pm|am))",
            _numeric,
        ),
        ("year", r"(?:(?<=\bin )|(?<=\bby )|(?<=\buntil ))(?P<year>20\d\d)(?![\d,.])", _year_alone),
    )
    return tuple(Rule(name, re.compile(pattern), read) for name, pattern, read in table)


def _part_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    said = " ".join(match["part"].replace("the ", "").split())
    return days.part_of_month(_year(match.groupdict().get("year")), _month(match, lexicon), _MONTH_PARTS[said])
