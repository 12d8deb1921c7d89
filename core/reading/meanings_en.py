"""What the English date phrases of `dates_en` mean: one reader for each kind of phrase."""

import re
from datetime import date

from core.reading import days
from core.reading.dates import Reader
from core.reading.days import Meaning
from core.reading.lexicon import Lexicon

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
_UNITS = {
    **dict.fromkeys(("business day", "working day", "work day", "weekday"), "workday"),
    **dict.fromkeys(("day", "night"), "day"),
    **dict.fromkeys(("week", "wk", "fortnight"), "week"),
    **dict.fromkeys(("year", "yr"), "year"),
    "month": "month",
    "quarter": "quarter",
}
_MONTH_PARTS = {
    "early": "first_third",
    "mid": "second_third",
    "late": "last_third",
    "beginning of": "start",
    "start of": "start",
    "middle of": "middle",
    "end of": "end",
}
_EDGES = {"end": "end", "beginning": "start", "start": "start", "middle": "middle"}
UNIT_WORD = (
    r"(?:business|working|work)[ -]days?|weekdays?|days?|nights?|weeks?|wks?|fortnights?|months?|quarters?|years?|yrs?"
)


def _step(said: str) -> int:
    return _STEPS[said.removeprefix("the ").strip()]


def _year(said: str | None) -> int | None:
    return None if not said else 2000 + int(said[1:]) if said.startswith("'") else int(said)


def count_of(said: str, lexicon: Lexicon) -> int:
    """How many "3", "three" or "a couple of" are; 1 for words that are no number ("a")."""
    return int(said) if said.isdigit() else int(lexicon.values["numbers"].get(" ".join(said.split()), 1))


def unit_of(said: str) -> str:
    """The unit a word of time stands for: weeks and wk are "week", business days "workday"."""
    said = said.replace("-", " ")
    return _UNITS[said if said in _UNITS else said.removesuffix("s")]


def _weekday_number(said: str, lexicon: Lexicon) -> int:
    return int({**lexicon.values["weekdays"], **lexicon.values["weekdays_short"]}[said])


def _month(match: re.Match[str], lexicon: Lexicon) -> int:
    return int(lexicon.values["months"][match["month"]])


def month_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """March 5, the fifth of March 2027, Dec 31 next year."""
    said = match.groupdict()
    number = int(said["day"]) if said.get("day") else _ordinal(said["ordinal"], lexicon)
    year, month = _year(said.get("year")), _month(match, lexicon)
    if step := said.get("years"):
        return lambda today, sense: days.one(days.day(today.year + _step(step), month, number))
    return days.full_date(year, month, number) if year else days.month_day(month, number)


def month_days(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """Feb 25-26"""
    year, month = _year(match.groupdict().get("year")), _month(match, lexicon)
    numbers = (int(match["day"]), int(match["day2"]))
    if numbers[0] >= numbers[1]:
        return None
    first, last = (days.full_date(year, month, each) if year else days.month_day(month, each) for each in numbers)
    return days.stretch(first, last)


def week_of_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """the week of March 15"""
    day = month_day(match, lexicon)

    def meaning(today: date, sense: int) -> days.Days | None:
        when = day(today, sense) if day else None
        return days.whole_week(days.monday_of(when.first)) if when else None

    return meaning


def _ordinal(said: str, lexicon: Lexicon) -> int:
    """twenty-first, or the plain number in "May twenty one"."""
    word = " ".join(said.replace("-", " ").split())
    return int(lexicon.values["ordinals"].get(word) or lexicon.values["numbers"][word])


def whole_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """March 2027, next May, mid-April: the month, or the part of it that is said."""
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


def weekday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
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


def weekday_of_week(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """Wednesday of next week, Friday week after next."""
    weeks = {"after next": 2}.get(match["step"]) or _step(match["step"])
    return days.weekday_of_week(weeks, _weekday_number(match["weekday"], lexicon))


def stepped_unit(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """next week, last quarter, this year: the whole of it."""
    step, unit = _step(match["step"]), match["unit"]
    return {
        "week": days.week(step),
        "weekend": days.weekend(step),
        "month": days.part_of_relative_month(step, "whole"),
        "quarter": days.relative_quarter(step, "whole"),
        "year": days.part_of_year("whole", years=step),
    }[unit]


def week_after_next(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """The week after next."""
    return days.week(2)


def edge(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """end of next month, start of the year, month end: of the current one where no step is said."""
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


def short_end(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """EOM, EOQ, EOY, EOW, EOD."""
    return {
        "m": days.part_of_relative_month(0, "end"),
        "q": days.relative_quarter(0, "end"),
        "y": days.part_of_year("end", years=0),
        "w": days.weekday_of_week(0, 6),
        "d": days.relative_day(0),
    }[match["unit"]]


def counted(sign: int) -> Reader:
    """in 3 weeks (1), two months ago (-1)."""

    def read(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
        count, unit = count_of(match["count"], lexicon), unit_of(match["unit"])
        fortnights = 2 if match["unit"].startswith("fortnight") else 1
        return days.ago_or_ahead(sign * count * fortnights, unit)

    return read


def compound(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """2 years, 1 month and 21 days ago"""
    sign = -1 if match["way"] in ("ago", "back", "earlier") else 1
    steps = [
        (count_of(count, lexicon), unit_of(unit))
        for count, unit in re.findall(rf"(\w+)\s+({UNIT_WORD})\b", match["steps"])
    ]

    def meaning(today: date, sense: int) -> days.Days | None:
        at: date | None = today
        for count, unit in sorted(steps, key=lambda step: list(days.UNITS).index(step[1]), reverse=True):
            at = days.UNITS[unit](at, sign * count) if at else None
        return days.one(at)

    return meaning


def weekdays_on(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """3 Fridays from now, two Thursdays ago"""
    count, weekday = count_of(match["count"], lexicon), _weekday_number(match["weekday"].removesuffix("s"), lexicon)
    sense = days.PAST if match["way"] in ("ago", "back") else days.FUTURE

    def meaning(today: date, _: int) -> days.Days | None:
        first = days.weekday(weekday)(today, sense)
        return days.one(days.add_days(first.first, 7 * (count - 1) * sense)) if first else None

    return meaning


def numeric(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """2026-03-05, 3/5/26: month first, unless that is no month (25/12). None where neither is a date."""
    said = match.groupdict()
    month, number = int(said["month"]), int(said["day"])
    if month > 12 >= number:
        month, number = number, month
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    if year := said.get("year"):
        return days.full_date(int(year) if len(year) == 4 else 2000 + int(year), month, number)
    return days.month_day(month, number)


def day_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """the 15th, the 15th of next month."""
    said = match.groupdict()
    if step := said.get("step"):
        return days.day_in_month(_step(step), int(said["day"]))
    return days.day_of_month(int(said["day"]) if said.get("day") else _ordinal(said["ordinal"], lexicon))


def last_day_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """The last day of March."""
    return days.part_of_month(_year(match.groupdict().get("year")), _month(match, lexicon), "end")


def named_month_date(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """05-Aug-2016, 2019/Sep/1"""
    return days.full_date(_year(match["year"]) or 0, _month(match, lexicon), int(match["day"]))


def nth_weekday_of_step(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """the first Friday of next month"""
    said = match.groupdict()
    months = _step(said["step"]) if said.get("step") else 0
    nth, weekday = int(lexicon.values["ordinals"][said["nth"]]), _weekday_number(said["weekday"], lexicon)

    def meaning(today: date, sense: int) -> days.Days | None:
        first = days.add_months(today.replace(day=1), months)
        return days.one(days.day(first.year, first.month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1)))

    return meaning


def relative_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """today, tomorrow, the day before yesterday: by the lexicon."""
    return days.relative_day(int(lexicon.values["days"][" ".join(match["word"].split())]))


def weekday_and_day(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
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


def quarter(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """Q3, the third quarter of 2026, end of Q3; None for a fifth quarter."""
    said = match.groupdict()
    number = said.get("quarter") or str(lexicon.values["ordinals"][said["ordinal"]])
    return (
        days.quarter(int(number), "end" if said.get("edge") else "whole", _year(said.get("year")))
        if int(number) <= 4
        else None
    )


def year_alone(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """2027"""
    return days.part_of_year("whole", year=int(match["year"]))


def part_of_year(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """end of 2027"""
    return days.part_of_year(_EDGES[match["edge"]], year=_year(match["year"]))


def half_of_year(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """first half of next year, H2 2027"""
    year, step = _year(match["year"]), match["step"]
    return days.part_of_year(
        "first_half" if match["first"] else "second_half", year=year, years=_step(step) if step else None
    )


def holiday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """Christmas, before Thanksgiving 2026."""
    said = match.groupdict()
    return days.holiday(
        str(lexicon.values["holidays_en"][said["holiday"]]), bool(said.get("before")), _year(said.get("year"))
    )


def nth_weekday(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
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


def part_of_month(match: re.Match[str], lexicon: Lexicon) -> Meaning | None:
    """early March, the end of May 2027."""
    said = " ".join(match["part"].replace("the ", "").split())
    return days.part_of_month(_year(match.groupdict().get("year")), _month(match, lexicon), _MONTH_PARTS[said])
