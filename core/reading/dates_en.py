"""How English writes dates: tables of patterns for normalised (lower-case) text in which names are masked."""

import re
from collections.abc import Sequence
from datetime import date

from core.reading import days
from core.reading import meanings_en as means
from core.reading.dates import DateMention, Reader, Rule
from core.reading.lexicon import Lexicon, per_lexicon

_Row = tuple[str, str, Reader]
_STEP = r"(?P<step>(?:the\s+)?(?:next|last|past|previous|coming|following|current)|this|upcoming)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)"
_UNIT = rf"(?P<unit>{means.UNIT_WORD})\b"
_EDGE = r"(?:the\s+)?(?P<edge>end|beginning|start|middle)\s+of\s+(?:the\s+)?"
_LEADING = ("on", "by", "this", "next", "last", "for", "in", "until", "till", "during")
_ALONE = r"(?<![\d./\-])"
_LED = "(?:" + "|".join(rf"(?<=\b{word} )" for word in _LEADING) + ")"
_NO_COUNT = r"(?!\s*(?:hundred|thousand|million|grand|days?|weeks?|units?|people|of us)\b)"
_NO_AMOUNT = r"(?![\d:/.,%]\d|[/%\-]|\s?(?:%|k\b|m\b|[ap]m\b))"


class _Parts:
    """The words of a lexicon as pieces of patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        numbers = lexicon.one_value("numbers")
        self.ordinals = lexicon.one_value("ordinals")
        self.weekdays = lexicon.one_value("weekdays")
        self.month = rf"(?P<month>{lexicon.one_value('months')})\.?"
        self.weekday = rf"(?P<weekday>{self.weekdays})\.?"
        self.short = rf"(?P<weekday>{lexicon.one_value('weekdays_short')})\.?"
        self.ordinal = rf"(?P<ordinal>{self.ordinals})"
        self.day_word = rf"(?P<ordinal>{lexicon.one_value('ordinals', 'numbers')})"
        self.number = rf"(?:\d{{1,3}}|{numbers})"
        self.count = rf"(?P<count>\d{{1,3}}|{numbers}|an?)"
        self.year = rf"(?:\s*,?\s*(?:of\s+)?{_YEAR}(?!\d))?"
        self.year_or_step = rf"(?:{self.year[3:-2]}|\s*,?\s*(?:of\s+)?(?P<years>next|this|last)\s+year\b)?"
        self.led = rf"(?:(?:on\s+)?{self.weekdays}\.?,?\s+(?:the\s+)?)?"
        self.days = rf"(?P<word>{lexicon.one_value('days')})"
        self.holiday = rf"(?P<holiday>{lexicon.one_value('holidays_en')})"


def _full_dates(say: _Parts) -> Sequence[_Row]:
    year = r"(?P<year>(?:19|20)\d\d)"
    return (
        (
            "full_date",
            rf"{_ALONE}{year}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
            means.numeric,
        ),
        (
            "full_date",
            rf"{_ALONE}(?P<month>\d{{1,2}})(?P<sep>[-/.])(?P<day>\d{{1,2}})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])",
            means.numeric,
        ),
        ("full_date", rf"{_ALONE}(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)", means.numeric),
        ("full_date", rf"{_ALONE}(?P<day>[0-3]?\d)[-/.\s]+{say.month}[-/.\s]+{year}(?!\d)", means.named_month_date),
        ("full_date", rf"{_ALONE}{year}[-/]{say.month}[-/](?P<day>\d{{1,2}})(?!\d)", means.named_month_date),
    )


def _days_of_months(say: _Parts) -> Sequence[_Row]:
    other = r"(?P<day2>3[01]|[12]\d|0?[1-9])"
    to = r"\s?(?:-|to|through|thru)\s?(?:the\s+)?"
    nth, of = rf"(?:the\s+)?(?P<nth>last|{say.ordinals})\s+{say.weekday}", r"\s+(?:of|in)\s+"
    return (
        (
            "stretch_month_day",
            rf"(?<![a-z]){say.month}\s*(?:the\s+)?{_DAY}{_TH}?{to}{other}{_TH}?(?![\d:/]|\s?(?:[ap]m\b|%|k\b)){say.year}",
            means.month_days,
        ),
        ("week", rf"(?:the\s+)?week\s+of\s+{say.month}\s+(?:the\s+)?{_DAY}{_TH}?(?!\d){say.year}", means.week_of_day),
        ("last_day", rf"(?:the\s+)?last\s+day{of}{say.month}{say.year}", means.last_day_of_month),
        ("nth_weekday", rf"{nth}{of}(?:{_STEP}\s+|the\s+)month\b", means.nth_weekday_of_step),
        ("day_of_month", rf"(?:on\s+)?(?:the\s+)?{_DAY}{_TH}?\s+(?:day\s+)?of\s+{_STEP}\s+month\b", means.day_of_month),
        ("nth_weekday", rf"{nth}{of}{say.month}{say.year}", means.nth_weekday),
        (
            "month_day",
            rf"{say.led}(?<![a-z]){say.month}[\s\-/]*(?:the\s+)?{_DAY}{_TH}?(?![\d:]|\s?(?:[ap]m\b|%|k\b)){say.year_or_step}",
            means.month_day,
        ),
        (
            "month_day",
            rf"{say.led}(?<![\d.$,]){_DAY}{_TH}?[\s\-/]*(?:day\s+)?(?:of\s+)?{say.month}(?![a-z]){say.year_or_step}",
            means.month_day,
        ),
        (
            "month_day",
            rf"{say.led}(?:the\s+)?{say.ordinal}\s+(?:day\s+)?(?:of\s+)?{say.month}(?![a-z]){say.year_or_step}",
            means.month_day,
        ),
        (
            "month_day",
            rf"{say.led}(?<![a-z]){say.month},?\s+(?:the\s+)?{say.day_word}{_NO_COUNT}(?![a-z\-]){say.year_or_step}",
            means.month_day,
        ),
        ("weekday_and_day", rf"{say.weekday},?\s+(?:the\s+)?{_DAY}{_TH}\b", means.weekday_and_day),
        ("weekday_and_day", rf"(?<![a-z]){say.short},?\s+(?:the\s+)?{_DAY}{_TH}\b", means.weekday_and_day),
        ("weekday_and_day", rf"{say.weekday}\s+(?P<day>3[01]|[12]\d){_NO_AMOUNT}(?!\d)", means.weekday_and_day),
    )


def _months_and_weeks(say: _Parts) -> Sequence[_Row]:
    early = r"(?P<part>early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[\s\-]+"
    unit = r"(?P<unit>month|quarter|year|week)"
    return (
        ("month_part", rf"{early}{say.month}{say.year}", means.part_of_month),
        ("month", rf"{_STEP}\s+{say.month}(?![a-z])", means.whole_month),
        ("month", rf"(?<![a-z]){say.month}\s*,?\s*(?:of\s+)?{_YEAR}(?!\d)", means.whole_month),
        ("month", rf"(?:{_LED}|(?<=\bto )){say.month}(?![a-z])", means.whole_month),
        (
            "weekday_of_week",
            rf"{say.weekday}\s+(?:of\s+)?(?:the\s+)?week\s+(?P<step>after next)",
            means.weekday_of_week,
        ),
        ("weekday_of_week", rf"(?:on\s+)?{say.weekday}\s+(?:of\s+)?{_STEP}\s+week", means.weekday_of_week),
        ("weekday_of_week", rf"{_STEP}\s+week(?:'?s)?\s+(?:on\s+)?{say.weekday}(?![a-z])", means.weekday_of_week),
        ("relative_day", say.days, means.relative_day),
        ("year_part", rf"{_EDGE}{_YEAR}(?!\d)", means.part_of_year),
        (
            "year_part",
            rf"\b(?:(?P<first>first|1st)|second|2nd)\s+half\s+of\s+(?:{_STEP}\s+year|the\s+year|{_YEAR})",
            means.half_of_year,
        ),
        ("year_part", rf"\b(?:(?P<first>h1)|h2)(?![a-z\d])(?:\s+(?:of\s+)?{_YEAR})?(?P<step>)", means.half_of_year),
        ("edge", rf"{_EDGE}(?:{_STEP}\s+)?{unit}\b", means.edge),
        ("edge", rf"(?:(?P<step>this|next)\s+)?\b{unit}[\s-]?(?P<edge>end)\b", means.edge),
        ("edge", rf"\beo(?P<unit>[mqywd])\b(?!\s+(?:on\s+)?(?:{say.weekdays}|tomorrow))", means.short_end),
        ("quarter", rf"(?P<edge>(?:the\s+)?end\s+of\s+)?q(?P<quarter>[1-4])(?![a-z\d]){say.year}", means.quarter),
        ("quarter", rf"(?:the\s+)?{say.ordinal}\s+quarter{say.year}", means.quarter),
        ("week", r"(?:the\s+)?week after next", means.week_after_next),
        ("week", rf"{_STEP}\s+(?P<unit>week|weekend|month|quarter|year)\b(?!\s*end)", means.stepped_unit),
        ("weekend", r"(?:the\s+)?weekend\b", lambda match, lexicon: days.weekend(0)),
        ("week_of_day", rf"{_STEP}\s+{say.weekday}(?![a-z])", means.weekday),
    )


def _distances(say: _Parts) -> Sequence[_Row]:
    number = rf"(?:{say.number}|an?)"
    step = rf"{number}\s+(?:{means.UNIT_WORD})"
    weekdays = rf"(?P<weekday>(?:{say.weekdays})s?)".replace("(?![a-z])", "")
    return (
        (
            "compound",
            rf"(?P<steps>{step}(?:(?:\s*,?\s+|\s+and\s+){step})+)\s+(?P<way>ago|back|earlier|later|from now)\b",
            means.compound,
        ),
        ("weekdays_on", rf"{say.count}\s+{weekdays}\s+(?P<way>ago|back|from now|later)\b", means.weekdays_on),
        ("ahead", rf"(?:with)?in\s+(?:the\s+next\s+)?{say.count}\s+(?:more\s+)?{_UNIT}", means.counted(1)),
        ("ahead", rf"{say.count}\s+{_UNIT}\s+(?:from\s+(?:now|today)|later|out|hence)\b", means.counted(1)),
        ("ahead", rf"(?:the\s+)?next\s+(?P<count>{say.number})\s+{_UNIT}", means.counted(1)),
        ("ago", rf"{say.count}\s+{_UNIT}\s+(?:ago|back|earlier|before now)\b", means.counted(-1)),
    )


def _open_days(say: _Parts) -> Sequence[_Row]:
    """Those that look back or ahead as the sentence does; the loosest come last."""
    led = "|".join(rf"(?<=\b{word} )" for word in ("in", "by", "until", "thru", "through"))
    no_noun = r"(?!\s+(?:time|visit|call|meeting|quarter|phase|floor|round|of)\b)"
    numeric = r"(?P<month>1[0-2]|0?[1-9])"
    return (
        ("holiday", rf"(?<!after )(?:(?P<before>before)\s+)?{say.holiday}{say.year}", means.holiday),
        ("weekday", rf"(?<![a-z]){say.weekday}(?![a-z\d])", means.weekday),
        ("weekday", rf"(?:{_LED}|^){say.short}(?![a-z])", means.weekday),
        ("day_of_month", rf"\bthe\s+{_DAY}{_TH}\b{no_noun}", means.day_of_month),
        (
            "day_of_month",
            rf"(?:{_LED}|^)the\s+{_DAY}{_NO_AMOUNT}{_NO_COUNT}(?=\s*(?:$|[.,;!?]|[a-z]))",
            means.day_of_month,
        ),
        ("day_of_month", rf"(?<=\bon ){_DAY}{_TH}\b", means.day_of_month),
        (
            "month_day",
            r"(?<![\d./:,$€£¥\-])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%]|\s?(?:k\b|m\b))",
            means.numeric,
        ),
        (
            "month_day",
            rf"(?:^|(?<=\bon )|(?<=\bby )){numeric}\s?-\s?{_DAY}(?!\d){_NO_AMOUNT}{_NO_COUNT}",
            means.numeric,
        ),
        (
            "year",
            rf"(?:(?<=\bfor )(?=20[2-4])|{led})(?P<year>20\d\d)(?![\d,.])",
            means.year_alone,
        ),
    )


_TABLES = (_full_dates, _days_of_months, _months_and_weeks, _distances, _open_days)


@per_lexicon
def english_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """Every pattern, the most telling first."""
    say = _Parts(lexicon)
    return tuple(
        Rule(name, re.compile(pattern, re.ASCII), read) for table in _TABLES for name, pattern, read in table(say)
    )


# ---- distances from a day ------------------------------------------------------------------------------------------


@per_lexicon
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
    way, count, unit = match["way"], means.count_of(match["count"], lexicon), means.unit_of(match["unit"])
    sign = -1 if way == "before" else 1

    def meaning(today: date, sense: int) -> days.Days | None:
        base = mention.on(today, sense)
        anchor = days.add_days(base.first, 1 if before_holiday else 0) if base else None
        return days.one(days.UNITS[unit](anchor, sign * count)) if anchor else None

    length = len(match[0]) - (len("before ") if before_holiday else 0)
    return DateMention(mention.start - length, mention.end, meaning, mention.rule)


_BEFORE_HOLIDAY = re.compile(r"before\s")
